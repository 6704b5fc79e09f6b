#include "base/arena.h"
#include "base/huge.h"
#include "base/sanitized.h"

#include <stdio.h>
#include <stdlib.h>

#define CHUNK ((size_t)16 << 10)		/* of a small arena */
#define CHUNK_MOST ((size_t)8 << 20)	/* of a large one: touched by huge pages, if the kernel will */
#define ALIGN _Alignof(max_align_t)

struct chunk {
	struct chunk *next;
	size_t used, size;
	_Alignas(max_align_t) char data[];
};

/*
 * A block of arena_resize. A large one is the C library's, in a ring, so that
 * realloc can relink it wherever it lands. A small one is cut from a chunk,
 * its size a power of two; given back it waits for the next of its size, as
 * the arrays of one article do for the next article.
 */
struct block {
	struct block *prev, *next;	/* prev is NULL in a small one */
	size_t size;			/* bytes of data */
	_Alignas(max_align_t) char data[];
};

#define SMALL_LEAST 256
#define SMALL_SIZES 8			/* 256 bytes to 32 KiB */
#if SANITIZED
#define SMALL_MOST 0			/* every block is the C library's: a sanitizer sees where it ends */
#else
#define SMALL_MOST ((size_t)SMALL_LEAST << (SMALL_SIZES - 1))
#endif

struct arena {
	struct chunk *chunk;
	struct block ring;
	struct block *small[SMALL_SIZES];	/* given back, by size */
	size_t held, limit;
	jmp_buf back;		/* of arena_try */
	jmp_buf *mark;		/* where to come back to; NULL: nowhere yet */
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
	a->mark = &a->back;
	return a->mark;
}

bool
arena_guard(struct arena *a, void (*work)(void *), void *arg)
{
	jmp_buf here, *before = a->mark;
	volatile bool done = false;

	a->mark = &here;
	if (setjmp(here) == 0) {
		work(arg);
		done = true;
	}
	a->mark = before;
	return done;
}

_Noreturn void
arena_exhausted(struct arena *a)
{
	if (a->mark == NULL)
		abort();	/* a programming error: no arena_try above */
	longjmp(*a->mark, 1);
}

/* Counts n more bytes against the limit, or does not return. */
static void
charge(struct arena *a, size_t n)
{
	if (n > a->limit || a->held > a->limit - n)
		arena_exhausted(a);
	a->held += n;
}

/* Chunks grow with the arena. One made for a single large request goes behind the one in use. */
static struct chunk *
new_chunk(struct arena *a, size_t n)
{
	size_t usual = a->held < CHUNK ? CHUNK : a->held > CHUNK_MOST ? CHUNK_MOST : a->held;
	size_t size = n > usual / 4 ? n : usual;
	struct chunk *c;

	charge(a, size);
	c = huge_alloc(sizeof *c + size);
	if (c == NULL) {
		a->held -= size;
		arena_exhausted(a);
	}
	c->used = 0;
	c->size = size;
	if (size != usual && a->chunk != NULL) {
		c->next = a->chunk->next;
		a->chunk->next = c;
	} else {
		c->next = a->chunk;
		a->chunk = c;
	}
	return c;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	struct chunk *c = a->chunk;
	void *p;

	if (n > SIZE_MAX / 4)
		arena_exhausted(a);
	n = (n + ALIGN - 1) & ~(ALIGN - 1);
	if (c == NULL || c->size - c->used < n)
		c = new_chunk(a, n);
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

/* Which of the sizes n bytes take; SMALL_SIZES if they are too many. */
static unsigned
small_size(size_t n)
{
	unsigned i = 0;

	if (n > SMALL_MOST || SMALL_MOST == 0)
		return SMALL_SIZES;
	while (((size_t)SMALL_LEAST << i) < n)
		i++;
	return i;
}

static struct block *
small_take(struct arena *a, unsigned i)
{
	struct block *b = a->small[i];

	if (b != NULL) {
		a->small[i] = b->next;
		__builtin_prefetch(b->next);	/* the next one to be taken: it was given back long ago */
		return b;
	}
	b = arena_alloc(a, sizeof *b + ((size_t)SMALL_LEAST << i));
	b->prev = NULL;
	b->size = (size_t)SMALL_LEAST << i;
	return b;
}

static void
small_give(struct arena *a, struct block *b)
{
	unsigned i = small_size(b->size);

	b->next = a->small[i];
	a->small[i] = b;
}

/* A block of the C library's: `b`, which is one or NULL, grown or shrunk. */
static struct block *
large_resize(struct arena *a, struct block *b, size_t n)
{
	size_t old = b == NULL ? 0 : b->size;
	struct block *moved;

	if (n > old)
		charge(a, n - old);
	moved = b == NULL ? huge_alloc(sizeof *b + n) : realloc(b, sizeof *b + n);
	if (moved == NULL) {
		if (n > old)
			a->held -= n - old;
		arena_exhausted(a);
	}
	if (n < old)
		a->held -= old - n;
	if (b == NULL) {
		moved->next = a->ring.next;
		moved->prev = &a->ring;
	} else if (n >= 2 * HUGE_PAGE) {
		huge_advise(moved, sizeof *moved + n);
	}
	moved->size = n;
	moved->prev->next = moved->next->prev = moved;
	return moved;
}

void *
arena_resize(struct arena *a, void *p, size_t n)
{
	struct block *b = p == NULL ? NULL : block_of(p), *new;
	unsigned i = small_size(n);

	if (n > SIZE_MAX / 4)
		arena_exhausted(a);
	if (b != NULL && b->prev != NULL)
		return large_resize(a, b, n)->data;
	if (b != NULL && n <= b->size)
		return p;
	new = i < SMALL_SIZES ? small_take(a, i) : large_resize(a, NULL, n);
	if (b != NULL) {
		memcpy(new->data, b->data, b->size);
		small_give(a, b);
	}
	return new->data;
}

void
arena_drop(struct arena *a, void *p)
{
	struct block *b;

	if (p == NULL)
		return;
	b = block_of(p);
	if (b->prev == NULL) {
		small_give(a, b);
		return;
	}
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
