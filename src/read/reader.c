#include "read/reader.h"
#include "read/decode.h"

#include <openssl/sha.h>
#include <strings.h>

static const struct reader *const readers[] = {
#define X(name) &reader_##name,
	READERS(X)
#undef X
};

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
choose(struct str utf8, const char *name)
{
	const struct reader *best = NULL;
	int most = 0;

	for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++) {
		int sure = readers[i]->knows(utf8) * 2;

		if (sure > 0)
			sure += suffix_fits(readers[i], name);
		if (sure > most) {
			most = sure;
			best = readers[i];
		}
	}
	return best;
}

static void
hash(struct str bytes, char out[65])
{
	static const char hex[] = "0123456789abcdef";
	unsigned char sum[SHA256_DIGEST_LENGTH];

	SHA256((const unsigned char *)bytes.p, bytes.n, sum);
	for (size_t i = 0; i < sizeof sum; i++) {
		out[2 * i] = hex[sum[i] >> 4];
		out[2 * i + 1] = hex[sum[i] & 15];
	}
	out[64] = '\0';
}

enum err
read_source(struct arena *a, const struct source *s, unsigned flags, struct text **t,
    struct why *why)
{
	struct text *new = arena_zalloc(a, sizeof *new);
	const struct reader *r;
	struct str utf8;
	enum err err;

	new->name = arena_str(a, cstr(s->name));
	new->bytes = s->bytes.n;
	new->holds = s->holds;
	if (s->bytes.n > SOURCE_MOST)
		return fail(why, E_TOOBIG, 0, "%s", s->name);
	err = decode(a, s->bytes, new, &utf8, why);
	if (err != OK)
		return err;
	r = choose(utf8, s->name);
	if (r == NULL)
		return fail(why, E_FORMAT, 0, "%s", s->name);
	new->reader = r->name;
	if ((flags & READ_HASH) != 0)
		hash(s->bytes, new->sha256);
	/* What decode made anew is the text's own; the file's bytes are if the caller says so. */
	if ((flags & READ_IN_PLACE) != 0 && str_end(utf8) == str_end(s->bytes))
		new->over = (char *)(uintptr_t)utf8.p;
	err = r->read(a, utf8, new, why);
	new->over = NULL;
	if (err != OK)
		return err;
	if (new->lines.n == 0)
		return fail(why, E_EMPTY, 0, "%s", s->name);
	*t = new;
	return OK;
}
