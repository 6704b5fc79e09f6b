/*
 * arena: memory that is freed all at once.
 *
 * A document takes everything it makes from one arena. Out of memory, and
 * more than the arena's limit, is settled once for everyone: arena_try marks
 * the place to come back to, and every later allocation either succeeds or
 * jumps there. Code between the two holds nothing but arena memory.
 *
 *	struct arena *a = arena_new(limit);
 *	if (a == NULL || arena_try(a))
 *		{ arena_free(a); return fail(why, E_MEMORY, ...); }
 *
 * An arena belongs to one thread.
 */
#ifndef BH_ARENA_H
#define BH_ARENA_H

#include <setjmp.h>
#include <stdarg.h>

#include "base/str.h"

struct arena;

/* limit: the most bytes it will hold; 0 for no limit. NULL when out of memory. */
struct arena *arena_new(size_t limit);
void arena_free(struct arena *);

/* True when control came back because memory ran out. */
#define arena_try(a) (setjmp(*arena_mark(a)) != 0)
jmp_buf *arena_mark(struct arena *);

/*
 * Runs work(arg), and comes back false where memory ran out in it. For who
 * holds what an arena does not free: it gives that back, then calls
 * arena_exhausted, which goes on to the mark that was there before.
 */
bool arena_guard(struct arena *, void (*work)(void *arg), void *arg);
_Noreturn void arena_exhausted(struct arena *);

/* Never NULL. Aligned for any type. arena_zalloc is zeroed. */
void *arena_alloc(struct arena *, size_t n);
void *arena_zalloc(struct arena *, size_t n);
struct str arena_str(struct arena *, struct str);
struct str arena_printf(struct arena *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * A block that can grow without leaving its old self behind (large ones are
 * moved by the kernel). p is NULL or came from here; freed with the arena.
 */
void *arena_resize(struct arena *, void *p, size_t n);
/* Gives a block of arena_resize back early. NULL is accepted. */
void arena_drop(struct arena *, void *p);

/* Bytes held now. */
size_t arena_size(const struct arena *);

#endif
