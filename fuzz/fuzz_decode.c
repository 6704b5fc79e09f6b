#include "reading.h"

/* Whatever the bytes are: well-formed UTF-8 comes out, or a reason why not. */
static void
decode_one(struct arena *a, struct str bytes)
{
	struct text t = { .name = { "-", 1 } };
	struct why why = { 0 };
	struct str utf8;
	enum err err = decode(a, bytes, &t, &utf8, &why);

	if (err != OK) {
		HOLDS(err == E_GARBLED && why.err == err && why.at <= bytes.n);
		return;
	}
	HOLDS(t.encoding != NULL && utf8_check(utf8) == utf8.n);
	HOLDS(!str_starts(utf8, STR("\xEF\xBB\xBF")));
	for (size_t i = 0; i < t.notes.n; i++)
		HOLDS(utf8_check(t.notes.v[i].detail) == t.notes.v[i].detail.n);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = n > READING_MOST || n == 0 ? NULL : arena_new((size_t)64 << 20);

	if (a == NULL)
		return 0;
	if (!arena_try(a))
		decode_one(a, (struct str){ (const char *)p, n });
	arena_free(a);
	return 0;
}
