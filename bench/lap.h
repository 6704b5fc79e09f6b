/* lap: seconds of the core since it was last asked. */
#ifndef BH_LAP_H
#define BH_LAP_H

#include <time.h>

static inline double
lap(void)
{
	static double last;
	double before = last;
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	last = (double)t.tv_sec + (double)t.tv_nsec / 1e9;
	return last - before;
}

#endif
