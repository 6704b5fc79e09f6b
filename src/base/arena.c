#include "base/arena.h"
#include "base/huge.h"

#include <stdio.h>
#include <stdlib.h>

#define CHUNK (64 * 1024)
#define ALIGN _Alignof(max_align_t)

struct chunk {
	struct chunk *next;
	size_t used, size;
	_Alignas(max_align_t) char data[];
};

/* A block of arena_resize: a ring, so that realloc can relink it wherever it lands. */
struct block {
	struct block *prev, *next;
	size_t size;
	_Alignas(max_align_t) char data[];
};

struct arena {
	struct chunk *chunk;
	struct block ring;
	size_t held, limit;
	jmp_buf back;
	bool marked;
};

struct arena *
arena_new(size_t limit)
{
	struct arena *a = calloc(1, sizeof *a);

	if (a == NULL)
		return NULL;
	a->ring.prev = a->ring.next = &a->ring;
	a->limit = limit == 0 ? SIZE_MAX / 2 : limit;
	return a;
}

void
arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	for (struct chunk *c = a->chunk, *next; c != NULL; c = next) {
		next = c->next;
		free(c);
	}
	for (struct block *b = a->ring.next, *next; b != &a->ring; b = next) {
		next = b->next;
		free(b);
	}
	free(a);
}

jmp_buf *
arena_mark(struct arena *a)
{
	a->marked = true;
	return &a->back;
}

_Noreturn static void
exhausted(struct arena *a)
{
	if (!a->marked)
		abort();	/* a programming error: no arena_try above */
	longjmp(a->back, 1);
}

/* Counts n more bytes against the limit, or does not return. */
static void
charge(struct arena *a, size_t n)
{
	if (n > a->limit || a->held > a->limit - n)
		exhausted(a);
	a->held += n;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	struct chunk *c = a->chunk;
	void *p;

	if (n > SIZE_MAX / 4)
		exhausted(a);
	n = (n + ALIGN - 1) & ~(ALIGN - 1);
	if (c == NULL || c->size - c->used < n) {
		size_t size = n > CHUNK / 4 ? n : CHUNK;

		charge(a, size);
		c = malloc(sizeof *c + size);
		if (c == NULL) {
			a->held -= size;
			exhausted(a);
		}
		c->used = 0;
		c->size = size;
		/* A chunk made for one large request goes behind the one in use. */
		if (size != CHUNK && a->chunk != NULL) {
			c->next = a->chunk->next;
			a->chunk->next = c;
		} else {
			c->next = a->chunk;
			a->chunk = c;
		}
	}
	p = c->data + c->used;
	c->used += n;
	return p;
}

void *
arena_zalloc(struct arena *a, size_t n)
{
	void *p = arena_alloc(a, n);

	memset(p, 0, n);
	return p;
}

struct str
arena_str(struct arena *a, struct str s)
{
	char *p;

	if (s.n == 0)
		return (struct str){ "", 0 };
	p = arena_alloc(a, s.n);
	memcpy(p, s.p, s.n);
	return (struct str){ p, s.n };
}

struct str
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *p;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		return (struct str){ "", 0 };
	p = arena_alloc(a, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return (struct str){ p, (size_t)n };
}

static struct block *
block_of(void *p)
{
	return (struct block *)(void *)((char *)p - offsetof(struct block, data));
}

void *
arena_resize(struct arena *a, void *p, size_t n)
{
	struct block *b = p == NULL ? NULL : block_of(p), *moved;
	size_t old = b == NULL ? 0 : b->size;

	if (n > SIZE_MAX / 4)
		exhausted(a);
	if (n > old)
		charge(a, n - old);
	moved = realloc(b, sizeof *b + n);
	if (moved == NULL) {
		if (n > old)
			a->held -= n - old;
		exhausted(a);
	}
	if (n < old)
		a->held -= old - n;
	if (b == NULL) {
		moved->next = a->ring.next;
		moved->prev = &a->ring;
	}
	if (n >= 2 * HUGE_PAGE)
		huge_advise(moved, sizeof *moved + n);
	moved->size = n;
	moved->prev->next = moved->next->prev = moved;
	return moved->data;
}

void
arena_drop(struct arena *a, void *p)
{
	struct block *b;

	if (p == NULL)
		return;
	b = block_of(p);
	b->prev->next = b->next;
	b->next->prev = b->prev;
	a->held -= b->size;
	free(b);
}

size_t
arena_size(const struct arena *a)
{
	return a->held;
}
