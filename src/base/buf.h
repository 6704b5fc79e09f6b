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
void buf_put(struct buf *, const char *p, size_t n);
void buf_puts(struct buf *, struct str);
void buf_putc(struct buf *, char);
void buf_putu(struct buf *, uint64_t);
void buf_printf(struct buf *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Hands what is left to the sink. Returns err. */
enum err buf_flush(struct buf *);
/* n bytes to fill at the end; NULL on failure. The caller adds what it wrote to b->n. */
char *buf_room(struct buf *, size_t n);

#endif
