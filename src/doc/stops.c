#include "doc/stops.h"

#include "base/wide.h"

static bool
is_shi(const char *p, const char *end)
{
	return end - p >= 3 && memcmp(p, "是", 3) == 0;
}

#define BLOCK 64
#define OVER 2

/*
 * A hit is told by its first and its third byte, each by its two halves: where
 * the four entries share a bit, one may begin. A bit for each kind of hit:
 * 1 。 (E3 .. 82), 2 ！：；？ (EF .. 81 9A 9B 9F), 4 是 (E6 .. AF), 8 : ; ?, 16 !;
 * of the last two kinds the third byte may be any.
 */
#define ALL8(x) (x), (x), (x), (x), (x), (x), (x), (x)
#define ANY (8 | 16)

static const unsigned char
    first_high[16] = { [0x2] = 16, [0x3] = 8, [0xE] = 1 | 2 | 4 },
    first_low[16] = { [0x1] = 16, [0x3] = 1, [0x6] = 4, [0xA] = 8, [0xB] = 8, [0xF] = 2 | 8 },
    third_high[16] = { ALL8(ANY), ANY | 1 | 2, ANY | 2, ANY | 4, ANY, ANY, ANY, ANY, ANY },
    third_low[16] = { ANY, ANY | 2, ANY | 1, ANY, ANY, ANY, ANY, ANY, ANY, ANY, ANY | 2, ANY | 2, ANY, ANY, ANY,
	ANY | 2 | 4 };

/* A bit for each byte of a block at which a hit may begin; OVER bytes more can be read. */
static uint64_t
block_hits_plain(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;
	uint64_t hits = 0;

	for (unsigned i = 0; i < BLOCK; i++) {
		unsigned a = u[i], c = u[i + 2];
		unsigned kinds = first_high[a >> 4] & first_low[a & 15] & third_high[c >> 4] & third_low[c & 15];

		hits |= (uint64_t)(kinds != 0) << i;
	}
	return hits;
}

#ifdef WIDE
WIDE static inline uint32_t
hits_32(const char *p)
{
	__m256i kinds = _mm256_and_si256(wide_shared(wide_load(p), first_high, first_low),
	    wide_shared(wide_load(p + 2), third_high, third_low));

	return ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(kinds, _mm256_setzero_si256()));
}

WIDE static inline uint64_t
block_hits_wide(const char *p)
{
	return hits_32(p) | (uint64_t)hits_32(p + 32) << 32;
}
#endif

/* Fills `hits` from the next block that has one, as hits_of tells; false at the end. In line for each hits_of. */
static inline __attribute__((always_inline)) bool
next_block_by(struct stops *s, uint64_t (*hits_of)(const char *))
{
	while (s->p < s->end) {
		size_t n = (size_t)(s->end - s->p);
		char last[BLOCK + OVER];
		const char *block = s->p;

		s->block = s->p;
		s->p += n < BLOCK ? n : BLOCK;
		if (s->over - s->block < BLOCK + OVER) {
			memset(last, 0, sizeof last);
			block = memcpy(last, s->block, n < sizeof last ? n : sizeof last);
		}
		s->hits = hits_of(block);
		if (n < BLOCK)
			s->hits &= ((uint64_t)1 << n) - 1;
		if (s->hits != 0)
			return true;
	}
	return false;
}

#ifdef WIDE
WIDE static bool
next_block_wide(struct stops *s)
{
	return next_block_by(s, block_hits_wide);
}
#endif

static bool
next_block(struct stops *s)
{
#ifdef WIDE
	if (wide_here())
		return next_block_wide(s);
#endif
	return next_block_by(s, block_hits_plain);
}

const char *
stops_next(struct stops *s)
{
	do
		while (s->hits != 0) {
			const char *p = s->block + __builtin_ctzll(s->hits);

			s->hits &= s->hits - 1;
			s->bytes = stop_bytes(p, s->end);
			if (s->bytes > 0 || is_shi(p, s->end))
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
