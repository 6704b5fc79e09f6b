#include "doc/stops.h"

#ifdef __SSE2__
#include <emmintrin.h>
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

#ifdef __SSE2__
#define EQ(v, c) _mm_cmpeq_epi8((v), _mm_set1_epi8((char)(c)))
#define OR(a, b) _mm_or_si128((a), (b))
#define AND(a, b) _mm_and_si128((a), (b))

/* Bits of the bytes of p[0..15] at which a hit may begin; p[0..17] are there. Told by the first and third byte. */
static uint32_t
block_hits(const char *p)
{
	__m128i a = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i c = _mm_loadu_si128((const __m128i *)(const void *)(p + 2));
	__m128i even = _mm_set1_epi8((char)0xFE);
	__m128i stop = AND(EQ(a, 0xE3), EQ(c, 0x82));
	__m128i wide = AND(EQ(a, 0xEF), OR(EQ(AND(c, even), 0x9A), OR(EQ(c, 0x81), EQ(c, 0x9F))));
	__m128i shi = AND(EQ(a, 0xE6), EQ(c, 0xAF));
	__m128i narrow = OR(EQ(AND(a, even), ':'), OR(EQ(a, '!'), EQ(a, '?')));

	return (uint32_t)_mm_movemask_epi8(OR(OR(stop, wide), OR(shi, narrow)));
}

/* Fills `hits` from the next blocks that have one; false when fewer than a block and its overlap are left. */
static bool
next_block(struct stops *s)
{
	while (s->end - s->p >= 18) {
		s->block = s->p;
		s->hits = block_hits(s->p);
		s->p += 16;
		if (s->hits != 0)
			return true;
	}
	return false;
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
