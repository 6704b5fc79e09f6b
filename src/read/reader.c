#include "read/reader.h"
#include "read/decode.h"
#include "read/digest.h"
#include "read/scan.h"

#include <strings.h>

static const struct reader *const readers[] = {
#define X(name) &reader_##name,
	READERS(X)
#undef X
};

const struct reader *
reader_named(struct str name)
{
	for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++)
		if (str_eq(cstr(readers[i]->name), name))
			return readers[i];
	return NULL;
}

#define SUFFIX_MOST 16

/* The name ends in one of the reader's suffixes. */
static bool
suffix_fits(const struct reader *r, const char *name)
{
	const char *dot = name == NULL ? NULL : strrchr(name, '.');
	char key[SUFFIX_MOST + 2];
	size_t n;

	if (dot == NULL || strchr(dot, '/') != NULL || (n = strlen(dot)) > SUFFIX_MOST - 1)
		return false;
	key[0] = ' ';
	for (size_t i = 0; i < n; i++)
		key[i + 1] = (char)(dot[i] >= 'A' && dot[i] <= 'Z' ? dot[i] + 32 : dot[i]);
	key[n + 1] = ' ';
	return memmem(r->suffixes, strlen(r->suffixes), key, n + 2) != NULL;
}

/* The surest; among equals the one whose suffix the name has, then the strictest. */
static const struct reader *
choose(struct str bytes, const char *name, bool raw)
{
	const struct reader *best = NULL;
	int most = 0;

	for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++) {
		int sure = readers[i]->raw == raw ? readers[i]->knows(bytes) * 2 : 0;

		if (sure > 0)
			sure += suffix_fits(readers[i], name);
		if (sure > most) {
			most = sure;
			best = readers[i];
		}
	}
	return best;
}

/* Decodes the source: then nothing but `utf8` is looked at. */
static enum err
decode_source(struct arena *a, struct source *s, unsigned flags, struct text *t, struct str *utf8, struct why *why)
{
	enum err err = decode(a, s->bytes, t, utf8, why);
	bool anew = err == OK && utf8->n > 0 && !source_holds(s, *utf8);

	if (err != OK)
		return err;
	/* What decode made anew is the text's own; the file's bytes are if the caller says so. */
	if (anew || (flags & READ_IN_PLACE) != 0)
		t->over = (char *)(uintptr_t)utf8->p;
	if (anew && (flags & READ_IN_PLACE) != 0)
		source_free(s);
	return OK;
}

/* By a reader of bytes, if one knows them; else by one of text. */
static enum err
read_bytes(struct arena *a, struct source *s, unsigned flags, struct text *t, struct why *why)
{
	const char *name = s->name;
	const struct reader *r = choose(s->bytes, name, true);
	struct str given = s->bytes;

	if (r == NULL) {
		enum err err = decode_source(a, s, flags, t, &given, why);

		if (err != OK)
			return err;
		r = choose(given, name, false);
	}
	if (r == NULL)
		return fail(why, E_FORMAT, 0, "%s", name);
	t->reader = r->name;
	return r->read(a, given, t, why);
}

enum err
read_source(struct arena *a, struct source *s, unsigned flags, struct text **t, struct why *why)
{
	struct text *new = arena_zalloc(a, sizeof *new);
	const char *name = s->name;
	enum err err;

	new->name = arena_str(a, cstr(name));
	new->bytes = s->bytes.n;
	new->holds = s->holds;
	if (s->bytes.n > SOURCE_MOST)
		return fail(why, E_TOOBIG, 0, "%s", name);
	if ((flags & READ_HASH) != 0)
		digest_bytes(s->bytes, new->sha256);
	err = read_bytes(a, s, flags, new, why);
	new->over = NULL;
	if (err != OK)
		return err;
	if (new->lines.n == 0)
		return fail(why, E_EMPTY, 0, "%s", name);
	*t = new;
	return OK;
}
