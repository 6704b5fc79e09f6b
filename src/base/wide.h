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

WIDE static inline __m256i
wide_load(const char *p)
{
	return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

/* A table of sixteen bytes, twice. */
WIDE static inline __m256i
wide_table(const unsigned char table[16])
{
	return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)table));
}

/* Of each byte of v the entry that its lower half has in the table. */
WIDE static inline __m256i
wide_entries(const unsigned char table[16], __m256i v)
{
	return _mm256_shuffle_epi8(wide_table(table), _mm256_and_si256(v, _mm256_set1_epi8(15)));
}

/* What the entries of both halves of a byte share. */
WIDE static inline __m256i
wide_shared(__m256i v, const unsigned char high[16], const unsigned char low[16])
{
	return _mm256_and_si256(wide_entries(high, _mm256_srli_epi16(v, 4)), wide_entries(low, v));
}
#endif

/* Sixteen bytes by the instructions that every processor of this kind has. */
#if defined __SSE2__ && !defined BH_NARROW
#define BH_SSE2
#include <emmintrin.h>
#endif

#endif
