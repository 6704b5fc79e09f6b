/*
 * huge: large blocks backed by huge pages. Touching 100 MB page by page costs
 * as much as reading them.
 */
#ifndef BH_HUGE_H
#define BH_HUGE_H

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#define HUGE_PAGE ((size_t)2 << 20)

/* Asks for them where whole ones lie in the n bytes at p. Advice: the kernel may refuse. */
static inline void
huge_advise(void *p, size_t n)
{
	uintptr_t from = ((uintptr_t)p + HUGE_PAGE - 1) & ~(uintptr_t)(HUGE_PAGE - 1);
	uintptr_t to = ((uintptr_t)p + n) & ~(uintptr_t)(HUGE_PAGE - 1);

	if (from < to)
		madvise((void *)from, to - from, MADV_HUGEPAGE);
}

/* n bytes as of malloc, whole huge pages where it is large. */
static inline void *
huge_alloc(size_t n)
{
	void *p;

	if (n < 2 * HUGE_PAGE)
		return malloc(n);
	p = aligned_alloc(HUGE_PAGE, (n + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1));
	if (p != NULL)
		huge_advise(p, n);
	return p;
}

#endif
