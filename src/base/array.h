/*
 * array: a growable array of any type, in an arena.
 *
 *	ARRAY(struct fact) facts = { 0 };
 *	*array_add(arena, &facts) = (struct fact){ ... };
 *	for (size_t i = 0; i < facts.n; i++) use(&facts.v[i]);
 *
 * A pointer into it is good until the next array_add. Growth doubles and
 * leaves nothing behind (arena_resize), so an array costs at most twice its size.
 */
#ifndef BH_ARRAY_H
#define BH_ARRAY_H

#include "base/arena.h"

/* A type, or one that is defined here, commas and all. */
#define ARRAY(...) struct { __VA_ARGS__ *v; size_t n, cap; }

/* A pointer to a new zeroed element at the end. */
#define array_add(arena, a)                                                         \
	(array_room((arena), (void **)&(a)->v, (a)->n, &(a)->cap, sizeof *(a)->v), \
	    memset(&(a)->v[(a)->n], 0, sizeof *(a)->v), &(a)->v[(a)->n++])

/* Makes room for n elements in an empty array: what is known to grow large grows at once. */
#define array_reserve(arena, a, count)                                                    \
	((a)->cap = (count), (a)->v = arena_resize((arena), NULL, (a)->cap * sizeof *(a)->v))

#define array_last(a) (&(a)->v[(a)->n - 1])

/*
 * Sets `at` to the first i < n of what is in order for which `before`, an
 * expression of i, does not hold; to n where it holds for all.
 */
#define array_search(at, count, i, before)                      \
	do {                                                    \
		size_t low_ = 0, high_ = (count);               \
		while (low_ < high_) {                          \
			size_t i = low_ + (high_ - low_) / 2;   \
			if (before)                             \
				low_ = i + 1;                   \
			else                                    \
				high_ = i;                      \
		}                                               \
		(at) = low_;                                    \
	} while (0)

static inline void
array_room(struct arena *arena, void **v, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return;
	*cap = *cap == 0 ? 16 : *cap < 65536 ? *cap * 2 : *cap + *cap / 2;
	*v = arena_resize(arena, *v, *cap * size);
}

#endif
