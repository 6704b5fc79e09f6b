#include "doc/stops.h"

#include "base/wide.h"

#ifdef WIDE
#include <immintrin.h>
#endif

static bool
is_shi(const char *p, const char *end)
{
	return end - p >= 3 && memcmp(p, "是", 3) == 0;
}

static bool
is_hit(const char *p, const char *end)
{
	return stop_bytes(p, end) > 0 || is_shi(p, end);
}

/*
 * Bits of the bytes of a block at which a hit may begin, told by the first and
 * the third byte: the block and OVER bytes more can be read.
 */
#define BLOCK 64
#define OVER 2

#define HITS(a, c, EQ, AND, OR, EVEN)                                                           \
	OR(OR(AND(EQ(a, 0xE3), EQ(c, 0x82)),				/* 。 */               \
	       AND(EQ(a, 0xEF), OR(EQ(EVEN(c), 0x9A), OR(EQ(c, 0x81), EQ(c, 0x9F))))),	/* ：；！？ */ \
	    OR(AND(EQ(a, 0xE6), EQ(c, 0xAF)),				/* 是 */               \
	       OR(EQ(EVEN(a), ':'), OR(EQ(a, '!'), EQ(a, '?')))))

#ifdef WIDE
#define EQ2(v, c) _mm_cmpeq_epi8((v), _mm_set1_epi8((char)(c)))
#define EVEN2(v) _mm_and_si128((v), _mm_set1_epi8((char)0xFE))
#define EQ4(v, c) _mm256_cmpeq_epi8((v), _mm256_set1_epi8((char)(c)))
#define EVEN4(v) _mm256_and_si256((v), _mm256_set1_epi8((char)0xFE))

static inline uint64_t
hits_16(const char *p)
{
	__m128i a = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i c = _mm_loadu_si128((const __m128i *)(const void *)(p + 2));

	return (uint16_t)_mm_movemask_epi8(HITS(a, c, EQ2, _mm_and_si128, _mm_or_si128, EVEN2));
}

WIDE static inline uint64_t
hits_32(const char *p)
{
	__m256i a = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i c = _mm256_loadu_si256((const __m256i *)(const void *)(p + 2));

	return (uint32_t)_mm256_movemask_epi8(HITS(a, c, EQ4, _mm256_and_si256, _mm256_or_si256, EVEN4));
}

WIDE static uint64_t
block_hits_wide(const char *p)
{
	return hits_32(p) | hits_32(p + 32) << 32;
}

static uint64_t
block_hits(const char *p)
{
	if (wide_here())
		return block_hits_wide(p);
	return hits_16(p) | hits_16(p + 16) << 16 | hits_16(p + 32) << 32 | hits_16(p + 48) << 48;
}
#else
#define EQ1(v, c) ((v) == (c))
#define AND1(x, y) ((x) & (y))
#define OR1(x, y) ((x) | (y))
#define EVEN1(v) ((v) & 0xFE)

static uint64_t
block_hits(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;
	uint64_t hits = 0;

	for (unsigned i = 0; i < BLOCK; i++)
		hits |= (uint64_t)HITS(u[i], u[i + 2], EQ1, AND1, OR1, EVEN1) << i;
	return hits;
}
#endif

/* Fills `hits` from the next block that has one; false at the end. */
static bool
next_block(struct stops *s)
{
	while (s->p < s->end) {
		size_t n = (size_t)(s->end - s->p);
		char last[BLOCK + OVER] = { 0 };

		s->block = s->p;
		s->p += n < BLOCK ? n : BLOCK;
		if (n < BLOCK + OVER)
			memcpy(last, s->block, n);
		s->hits = block_hits(n < BLOCK + OVER ? last : s->block);
		if (s->hits != 0)
			return true;
	}
	return false;
}

const char *
stops_next(struct stops *s)
{
	do
		while (s->hits != 0) {
			const char *p = s->block + __builtin_ctzll(s->hits);

			s->hits &= s->hits - 1;
			if (is_hit(p, s->end))
				return p;
		}
	while (next_block(s));
	return NULL;
}

void
stops_skip(struct stops *s, const char *p)
{
	if (p >= s->p) {
		s->p = p;
		s->hits = 0;
		return;
	}
	if (p > s->block)
		s->hits &= ~(uint64_t)0 << (p - s->block);
}

bool
stops_cut(struct str s)
{
	static const struct str ends[] = { STR("。"), STR("；"), STR("！"), STR("？"), STR("："), STR("”"), STR("）"),
		STR("》"), STR(";"), STR(":"), STR("!"), STR("?"), STR(")"), STR("\"") };

	return !str_ends_any(s, ends, sizeof ends / sizeof ends[0]);
}
