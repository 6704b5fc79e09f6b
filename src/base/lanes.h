/*
 * lanes: sixteen bytes at a time, on any machine that GNU C compiles for. A
 * comparison of two lanes gives 0xFF where it holds and 0 where it does not.
 */
#ifndef BH_LANES_H
#define BH_LANES_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef unsigned char lanes __attribute__((vector_size(16)));

#define LANES (sizeof(lanes))

static inline lanes
lanes_load(const char *p)
{
	lanes v;

	memcpy(&v, p, sizeof v);
	return v;
}

static inline lanes
lanes_is(lanes v, unsigned char c)
{
	return (lanes)(v == c);
}

static inline lanes
lanes_below(lanes v, unsigned char c)
{
	return (lanes)(v < c);
}

static inline bool
lanes_any(lanes v)
{
	uint64_t w[2];

	memcpy(w, &v, sizeof w);
	return (w[0] | w[1]) != 0;
}

#endif
