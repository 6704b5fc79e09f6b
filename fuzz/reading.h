/* What the fuzz entries of the readers share: a source in, and what any text must keep to. */
#ifndef BH_READING_H
#define BH_READING_H

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "read/decode.h"
#include "read/reader.h"

#define READING_MOST (256 * 1024)	/* bytes: longer inputs teach nothing new, slowly */

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

#define HOLDS(x) ((x) ? (void)0 : broken(#x, __LINE__))

_Noreturn static inline void
broken(const char *what, int line)
{
	fprintf(stderr, "does not hold (line %d): %s\n", line, what);
	abort();
}

/* What was written is what was read; frees it. */
static inline void
check_same(struct buf *b, struct str want)
{
	HOLDS(b->err == OK && str_eq((struct str){ b->p, b->n }, want));
	buf_free(b);
}

/* doc/line.h, in code. */
static inline void
check_lines(const struct text *t)
{
	uint32_t at = 0;

	HOLDS(utf8_check(t->body) == t->body.n && utf8_check(t->title) == t->title.n);
	for (size_t i = 0; i < t->lines.n; i++) {
		const struct line *l = &t->lines.v[i];

		HOLDS(l->from == at && l->from < l->to && l->to < t->body.n);
		HOLDS(l->kind <= LINE_BREAK && l->level <= 6);
		for (uint32_t k = l->from; k < l->to; k++) {
			unsigned char c = (unsigned char)t->body.p[k];

			HOLDS((c >= 0x20 && c != 0x7F) || (c == '\t' && l->kind == LINE_ROW));
		}
		HOLDS(t->body.p[l->to] == '\n');
		at = l->to + 1;
	}
	HOLDS(at == t->body.n);
}

/* Reads the bytes with one reader, as UTF-8 made well-formed by the decoder. */
static inline void
read_with(const struct reader *r, const uint8_t *p, size_t n)
{
	struct arena *a = n > READING_MOST || n == 0 ? NULL : arena_new((size_t)512 << 20);
	struct text t = { .name = { "-", 1 } };
	struct str utf8;

	if (a == NULL)
		return;
	if (!arena_try(a) && decode(a, (struct str){ (const char *)p, n }, &t, &utf8, NULL) == OK) {
		r->knows(utf8);
		if (r->read(a, utf8, &t, NULL) == OK)
			check_lines(&t);
	}
	arena_free(a);
}

/* The same of a reader of bytes. */
static inline void
read_raw(const struct reader *r, struct str bytes)
{
	struct arena *a = bytes.n > READING_MOST || bytes.n == 0 ? NULL : arena_new((size_t)512 << 20);
	struct text t = { .name = { "-", 1 } };

	if (a == NULL)
		return;
	if (!arena_try(a) && r->knows(bytes) > 0 && r->read(a, bytes, &t, NULL) == OK)
		check_lines(&t);
	arena_free(a);
}

#endif
