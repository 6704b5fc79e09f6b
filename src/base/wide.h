/*
 * wide: vectors of 32 bytes, and operations on bits, where the processor has both. A function marked
 * WIDE may be called where wide_here() says so; a plain one stands beside it.
 * Without WIDE there is the plain one alone; BH_NARROW, for tests, leaves WIDE out.
 */
#ifndef BH_WIDE_H
#define BH_WIDE_H

#if defined __x86_64__ && defined __GNUC__ && !defined BH_NARROW
#define WIDE __attribute__((target("avx2,bmi,bmi2")))
#define wide_here() (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"))
#include <immintrin.h>
#endif

/* Sixteen bytes by the instructions that every processor of this kind has. */
#if defined __SSE2__ && !defined BH_NARROW
#define BH_SSE2
#include <emmintrin.h>
#endif

#endif
