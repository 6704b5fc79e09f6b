#include "read/container.h"

#include <stdlib.h>
#include <zip.h>

enum {
	ENTRIES_MOST = 4096,		/* a document with a thousand pictures has as many parts */
	NAME_MOST = 512,		/* bytes; the longest that office programs write are below 100 */
	RATIO_MOST = 200		/* XML shrinks to a twentieth, empty cells to a hundredth */
};
#define RATIO_FROM ((uint64_t)1 << 20)	/* bytes inflated; below it a ratio does no harm */
#define PART_MOST ((uint64_t)64 << 20)	/* bytes of one part: 100,000 rows of a sheet take 50 MB */
#define WHOLE_MOST ((uint64_t)256 << 20)	/* bytes of all parts that are read */

struct container {
	zip_t *zip;
	zip_uint64_t n;
	uint64_t inflated;		/* bytes of the parts read so far */
};

bool
container_begins(struct str bytes)
{
	return str_starts(bytes, STR("PK\x03\x04"));
}

/* A name that stays inside: no root, no drive, no step up. */
static bool
is_inside(const char *name)
{
	if (name[0] == '/' || name[0] == '\0' || strchr(name, '\\') != NULL || strchr(name, ':') != NULL ||
	    strlen(name) > NAME_MOST)
		return false;
	for (const char *step = name; step != NULL; step = strchr(step, '/')) {
		step += *step == '/';
		if (strncmp(step, "..", 2) == 0 && (step[2] == '/' || step[2] == '\0'))
			return false;
	}
	return true;
}

/* What is wrong with an entry; OK if nothing is. */
static enum err
entry_fault(const zip_stat_t *s)
{
	const zip_uint64_t all = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;

	if ((s->valid & all) != all)
		return E_DAMAGED;
	if ((s->valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && s->encryption_method != ZIP_EM_NONE)
		return E_LOCKED;
	if (s->comp_method != ZIP_CM_STORE && s->comp_method != ZIP_CM_DEFLATE)
		return E_DAMAGED;
	if (!is_inside(s->name) || s->size > PART_MOST)
		return E_HOSTILE;
	if (s->size > RATIO_FROM && s->size / RATIO_MOST > s->comp_size)
		return E_HOSTILE;
	return OK;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool
has_twice(const char **names, size_t n)
{
	qsort(names, n, sizeof *names, compare_names);
	for (size_t i = 1; i < n; i++)
		if (strcmp(names[i - 1], names[i]) == 0)
			return true;
	return false;
}

/* Parts that lie over each other are together longer than the file. */
static enum err
look_at_entries(struct container *c, size_t bytes, struct why *why)
{
	const char *names[ENTRIES_MOST];
	uint64_t packed = 0;

	if (c->n > ENTRIES_MOST)
		return fail(why, E_HOSTILE, 0, "%llu", (unsigned long long)c->n);
	for (zip_uint64_t i = 0; i < c->n; i++) {
		zip_stat_t s;
		enum err err = zip_stat_index(c->zip, i, 0, &s) == 0 ? entry_fault(&s) : E_DAMAGED;

		if (err != OK)
			return fail(why, err, 0, "%s", zip_get_name(c->zip, i, 0));
		names[i] = s.name;
		packed += s.comp_size;
	}
	if (packed > bytes || has_twice(names, c->n))
		return fail(why, E_HOSTILE, 0, "%s", "");
	return OK;
}

enum err
container_open(struct str bytes, struct container **c, struct why *why)
{
	struct container *new = calloc(1, sizeof *new);
	zip_source_t *source = zip_source_buffer_create(bytes.p, bytes.n, 0, NULL);
	enum err err = E_MEMORY;

	if (new != NULL && source != NULL)
		new->zip = zip_open_from_source(source, ZIP_RDONLY, NULL);
	if (new == NULL || source == NULL || new->zip == NULL) {
		err = fail(why, new == NULL || source == NULL ? E_MEMORY : E_DAMAGED, 0, "%s", "");
		zip_source_free(source);
		free(new);
		return err;
	}
	new->n = (zip_uint64_t)zip_get_num_entries(new->zip, 0);
	err = look_at_entries(new, bytes.n, why);
	if (err != OK) {
		container_close(new);
		return err;
	}
	*c = new;
	return OK;
}

void
container_close(struct container *c)
{
	if (c == NULL)
		return;
	zip_discard(c->zip);
	free(c);
}

enum err
container_use(struct arena *a, struct str bytes, struct container **c, void (*work)(void *), void *arg, struct why *why)
{
	enum err err = container_open(bytes, c, why);
	bool done;

	if (err != OK)
		return err;
	done = arena_guard(a, work, arg);
	container_close(*c);
	if (!done)
		arena_exhausted(a);
	return OK;
}

bool
container_has(const struct container *c, const char *part)
{
	return zip_name_locate(c->zip, part, 0) >= 0;
}

int
container_knows(struct str bytes, const char *part)
{
	struct container *c;
	int sure;

	if (!container_begins(bytes))
		return 0;
	if (container_open(bytes, &c, NULL) != OK)
		return 1;
	sure = container_has(c, part) ? 2 : 0;
	container_close(c);
	return sure;
}

/* Reads to the end of the part: no more than n bytes, and no fewer. */
static enum err
inflate_part(struct container *c, zip_uint64_t at, char *p, uint64_t n)
{
	zip_file_t *f = zip_fopen_index(c->zip, at, 0);
	zip_int64_t got = 0, more = 0;
	char over;

	if (f == NULL)
		return E_DAMAGED;
	while ((uint64_t)got < n && (more = zip_fread(f, p + got, n - (uint64_t)got)) > 0)
		got += more;
	if (more >= 0)
		more = zip_fread(f, &over, 1);
	zip_fclose(f);
	if (more > 0)
		return E_HOSTILE;	/* longer than it says */
	return more < 0 || (uint64_t)got != n ? E_DAMAGED : OK;
}

enum err
container_part(struct container *c, struct arena *a, const char *part, struct str *out, struct why *why)
{
	zip_int64_t at = zip_name_locate(c->zip, part, 0);
	zip_stat_t s;
	enum err err;
	char *p;

	if (at < 0 || zip_stat_index(c->zip, (zip_uint64_t)at, 0, &s) != 0)
		return fail(why, E_DAMAGED, 0, "%s", part);
	if (s.size > WHOLE_MOST - c->inflated)
		return fail(why, E_HOSTILE, 0, "%s", part);
	c->inflated += s.size;
	p = arena_resize(a, NULL, s.size + 1);
	err = inflate_part(c, (zip_uint64_t)at, p, s.size);
	if (err != OK)
		return fail(why, err, 0, "%s", part);
	*out = (struct str){ p, s.size };
	return OK;
}
