/*
 * huge: large blocks backed by huge pages. Touching 100 MB page by page costs
 * as much as reading them.
 */
#ifndef BH_HUGE_H
#define BH_HUGE_H

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define HUGE_PAGE ((size_t)2 << 20)

/*
 * Asks for them in the whole pages around the n bytes at p: a mapping of which
 * only a part is asked for falls in two, and could not be moved as one any more.
 * Advice: the kernel may refuse.
 */
static inline void
huge_advise(void *p, size_t n)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t from = (uintptr_t)p & ~(page - 1), to = ((uintptr_t)p + n + page - 1) & ~(page - 1);

	madvise((void *)from, to - from, MADV_HUGEPAGE);
}

/* n bytes as of malloc, whole huge pages where it is large. */
static inline void *
huge_alloc(size_t n)
{
	size_t whole = (n + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1);
	void *p;

	if (n < HUGE_PAGE)
		return malloc(n);
	p = aligned_alloc(HUGE_PAGE, whole);
	if (p != NULL)
		huge_advise(p, whole);
	return p;
}

#endif
