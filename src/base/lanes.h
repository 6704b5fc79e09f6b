/*
 * lanes: sixteen bytes at a time, on any machine that GNU C compiles for. A
 * comparison gives 0xFF in the lanes where it holds and 0 in the others.
 */
#ifndef BH_LANES_H
#define BH_LANES_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/wide.h"

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

/* Control characters of ASCII, but for DEL. */
static inline lanes
lanes_control(lanes v)
{
	return (lanes)((v & 0xE0) == 0);
}

/* A bit for each lane that holds. */
static inline unsigned
lanes_bits(lanes v)
{
#ifdef BH_SSE2
	return (unsigned)_mm_movemask_epi8((__m128i)v);
#else
	unsigned bits = 0;

	for (unsigned i = 0; i < LANES; i++)
		bits |= (unsigned)(v[i] >> 7) << i;
	return bits;
#endif
}

static inline bool
lanes_any(lanes v)
{
	return lanes_bits(v) != 0;
}

#endif
