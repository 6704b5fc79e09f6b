/* OpenDocument (ISO/IEC 26300): told apart, and whether it is encrypted. What stands in it another program reads. */
#include "read/container.h"
#include "read/reader.h"

/* Its first part, which is not packed: part 3 of the standard, 3.3. */
#define NAME_AT 30
#define NAME STR("mimetype")
#define TYPE STR("application/vnd.oasis.opendocument.")

static const struct {
	struct str type;
	const char *converter;
} kinds[] = {
	{ { "text", 4 }, CONVERTER_WRITER },
	{ { "spreadsheet", 11 }, CONVERTER_CALC },
};

/* What is left of the bytes behind s; nothing where they do not begin so. */
static struct str
behind(struct str bytes, struct str s)
{
	return str_starts(bytes, s) ? str_slice(bytes, s.n, bytes.n) : (struct str){ NULL, 0 };
}

static struct str
type_of(struct str bytes)
{
	return behind(behind(str_slice(bytes, NAME_AT, bytes.n), NAME), TYPE);
}

struct job {
	struct arena *arena;
	struct container *container;
	struct why *why;
	struct str manifest;
	enum err err;
};

static void
read_manifest(void *arg)
{
	struct job *j = arg;

	j->err = container_part(j->container, j->arena, "META-INF/manifest.xml", &j->manifest, j->why);
}

static enum err
odf_read(struct arena *a, struct str bytes, struct text *t, struct why *why)
{
	struct str type = type_of(bytes);
	struct job j = { .arena = a, .why = why };
	enum err err = container_use(a, bytes, &j.container, read_manifest, &j, why);

	if (err == OK)
		err = j.err;
	if (err != OK)
		return err;
	if (str_has(j.manifest, STR("encryption-data")))
		return fail(why, E_LOCKED, 0, "%.*s", STR_ARG(t->name));
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (str_starts(type, kinds[i].type))
			return fail(why, E_CONVERTER, 0, "%s", kinds[i].converter);
	return fail(why, E_FORMAT, 0, "%.*s", STR_ARG(t->name));
}

static int
odf_knows(struct str bytes)
{
	return container_begins(bytes) && type_of(bytes).n > 0 ? 2 : 0;
}

const struct reader reader_odf = {
	.name = "odf",
	.suffixes = " .odt .ott .ods .ots ",
	.knows = odf_knows,
	.read = odf_read,
	.raw = true,
};
