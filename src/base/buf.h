/*
 * buf: bytes appended to a growing buffer, and handed to a sink when it is
 * full. The hot path of every writer.
 *
 * A failed append (out of memory, sink refused) is remembered in `err`; later
 * appends do nothing, so a writer checks once, at the end.
 */
#ifndef BH_BUF_H
#define BH_BUF_H

#include "base/err.h"

struct buf {
	char *p;
	size_t n, cap;
	/* Where full buffers go; NULL to keep everything in memory. */
	enum err (*sink)(void *arg, const char *p, size_t n);
	void *arg;
	enum err err;
};

void buf_free(struct buf *);
void buf_putu(struct buf *, uint64_t);
void buf_printf(struct buf *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Hands what is left to the sink. Returns err. */
enum err buf_flush(struct buf *);
/* What buf_room does when there is not enough of it. */
char *buf_grow(struct buf *, size_t n);

/*
 * What follows is in line: a document is written in very many short pieces.
 */

/* n bytes to fill at the end; NULL on failure. The caller adds what it wrote to b->n. */
static inline char *
buf_room(struct buf *b, size_t n)
{
	return b->cap - b->n >= n && b->err == OK ? b->p + b->n : buf_grow(b, n);
}

static inline void
buf_put(struct buf *b, const char *p, size_t n)
{
	char *to = n == 0 ? NULL : buf_room(b, n);

	if (to == NULL)
		return;
	memcpy(to, p, n);
	b->n += n;
}

static inline void
buf_puts(struct buf *b, struct str s)
{
	buf_put(b, s.p, s.n);
}

static inline void
buf_putc(struct buf *b, char c)
{
	buf_put(b, &c, 1);
}

#endif
