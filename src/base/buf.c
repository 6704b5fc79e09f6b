#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define SINK_AT (256 * 1024)

void
buf_free(struct buf *b)
{
	free(b->p);
	*b = (struct buf){ .sink = b->sink, .arg = b->arg };
}

enum err
buf_flush(struct buf *b)
{
	if (b->err == OK && b->sink != NULL && b->n > 0)
		b->err = b->sink(b->arg, b->p, b->n);
	if (b->sink != NULL)
		b->n = 0;
	return b->err;
}

char *
buf_grow(struct buf *b, size_t n)
{
	size_t cap;
	char *p;

	if (b->err != OK)
		return NULL;
	if (b->sink != NULL && b->n >= SINK_AT / 2 && buf_flush(b) != OK)
		return NULL;
	if (b->cap - b->n >= n)
		return b->p + b->n;
	cap = b->cap == 0 ? SINK_AT : b->cap * 2;
	while (cap - b->n < n)
		cap *= 2;
	p = realloc(b->p, cap);
	if (p == NULL) {
		b->err = E_MEMORY;
		return NULL;
	}
	b->p = p;
	b->cap = cap;
	return b->p + b->n;
}

void
buf_putu(struct buf *b, uint64_t u)
{
	char digits[20], *p = digits + sizeof digits;

	do
		*--p = (char)('0' + u % 10);
	while ((u /= 10) != 0);
	buf_put(b, p, (size_t)(digits + sizeof digits - p));
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	char *to;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0 || (to = buf_room(b, (size_t)n + 1)) == NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(to, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->n += (size_t)n;
}
