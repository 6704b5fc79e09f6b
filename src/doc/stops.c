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
 * the third byte: the block and two bytes more can be read.
 */
#ifdef WIDE
#define BLOCK 32

#define HITS(a, c, EQ, AND, OR, EVEN)                                                           \
	OR(OR(AND(EQ(a, 0xE3), EQ(c, 0x82)),				/* 。 */               \
	       AND(EQ(a, 0xEF), OR(EQ(EVEN(c), 0x9A), OR(EQ(c, 0x81), EQ(c, 0x9F))))),	/* ：；！？ */ \
	    OR(AND(EQ(a, 0xE6), EQ(c, 0xAF)),				/* 是 */               \
	       OR(EQ(EVEN(a), ':'), OR(EQ(a, '!'), EQ(a, '?')))))

#define EQ2(v, c) _mm_cmpeq_epi8((v), _mm_set1_epi8((char)(c)))
#define EVEN2(v) _mm_and_si128((v), _mm_set1_epi8((char)0xFE))
#define EQ4(v, c) _mm256_cmpeq_epi8((v), _mm256_set1_epi8((char)(c)))
#define EVEN4(v) _mm256_and_si256((v), _mm256_set1_epi8((char)0xFE))

static uint32_t
half_hits(const char *p)
{
	__m128i a = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i c = _mm_loadu_si128((const __m128i *)(const void *)(p + 2));

	return (uint32_t)_mm_movemask_epi8(HITS(a, c, EQ2, _mm_and_si128, _mm_or_si128, EVEN2));
}

static uint32_t
block_hits(const char *p)
{
	return half_hits(p) | half_hits(p + 16) << 16;
}

WIDE static uint32_t
block_hits_wide(const char *p)
{
	__m256i a = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i c = _mm256_loadu_si256((const __m256i *)(const void *)(p + 2));

	return (uint32_t)_mm256_movemask_epi8(HITS(a, c, EQ4, _mm256_and_si256, _mm256_or_si256, EVEN4));
}

/* Fills `hits` from the next blocks that have one; false when fewer than a block and its overlap are left. */
#define NEXT_BLOCK(s, hits_of)                                  \
	while ((s)->end - (s)->p >= BLOCK + 2) {                \
		(s)->block = (s)->p;                            \
		(s)->hits = hits_of((s)->p);                    \
		(s)->p += BLOCK;                                \
		if ((s)->hits != 0)                             \
			return true;                            \
	}                                                       \
	return false

WIDE static bool
next_block_wide(struct stops *s)
{
	NEXT_BLOCK(s, block_hits_wide);
}

static bool
next_block(struct stops *s)
{
	if (wide_here())
		return next_block_wide(s);
	NEXT_BLOCK(s, block_hits);
}

static const char *
from_blocks(struct stops *s)
{
	do
		while (s->hits != 0) {
			const char *p = s->block + __builtin_ctz(s->hits);

			s->hits &= s->hits - 1;
			if (is_hit(p, s->end))
				return p;
		}
	while (next_block(s));
	return NULL;
}
#else
static const char *
from_blocks(struct stops *s)
{
	(void)s;
	return NULL;
}
#endif

const char *
stops_next(struct stops *s)
{
	const char *p = from_blocks(s);

	if (p != NULL)
		return p;
	while (s->p < s->end) {
		p = s->p++;
		if (((unsigned char)*p & 0xC0) != 0x80 && is_hit(p, s->end))
			return p;
	}
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
	while (s->hits != 0 && s->block + __builtin_ctz(s->hits) < p)
		s->hits &= s->hits - 1;
}

bool
stops_cut(struct str s)
{
	static const struct str ends[] = { STR("。"), STR("；"), STR("！"), STR("？"), STR("："), STR("”"), STR("）"),
		STR("》"), STR(";"), STR(":"), STR("!"), STR("?"), STR(")"), STR("\"") };

	return !str_ends_any(s, ends, sizeof ends / sizeof ends[0]);
}
