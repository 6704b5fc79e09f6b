#include "base/gates.h"
#include "base/utf8.h"

enum {
	BLOCK = 64,		/* bytes that are looked at together: a bit for each */
	OVER = 3		/* … and some around them: one before, two behind */
};

/* Adds groups to what all gates of a character begin, or follow in. */
static void
add(struct gate *gates, uint32_t c, struct gate more)
{
	char bytes[4];
	unsigned n = utf8_put(bytes, c), low = (unsigned char)bytes[n - 1] << 8;
	unsigned from = n == 1 ? low : low | (unsigned char)bytes[n - 2], to = n == 1 ? low + 0xFF : from;

	if ((gates[to].begins | more.begins) == gates[to].begins && (gates[to].follows | more.follows) == gates[to].follows)
		return;		/* mostly, for there are few ASCII characters */
	for (unsigned i = from; i <= to; i++) {
		gates[i].begins |= more.begins;
		gates[i].follows |= more.follows;
	}
}

void
gates_open(struct gate *gates, uint32_t first, uint32_t second)
{
	uint8_t group = (uint8_t)(1u << (first * 0x9E3779B9u >> 29));

	add(gates, first, (struct gate){ .begins = group });
	add(gates, second, (struct gate){ .follows = group });
}

static inline unsigned
len_at(const char *p)
{
	return utf8_len((unsigned char)*p);
}

static uint64_t
find_plain(const struct gate *gates, const char *p, const char *end, unsigned *n)
{
	uint64_t found = 0;
	unsigned i = 0;

	for (unsigned len; i + 4 <= BLOCK && p + i < end; i += len) {
		const char *next = p + i + (len = len_at(p + i));

		if (next < end && next + len_at(next) <= end &&
		    (gate_at(gates, next - 2)->begins & gate_at(gates, next + len_at(next) - 2)->follows) != 0)
			found |= (uint64_t)1 << (i + len - 1);
	}
	*n = i;
	return found;
}

#ifdef WIDE
/* Which of 32 bytes end a character. */
WIDE static inline uint64_t
ends_32(const char *p)
{
	return (uint32_t)_mm256_movemask_epi8(_mm256_cmpgt_epi8(wide_load(p + 1), _mm256_set1_epi8(-65)));
}

/* A bit for each of g that passes with the one behind it. */
WIDE static inline uint64_t
met_8(__m128i g, __m128i next)
{
	return ~(uint32_t)_mm_movemask_epi8(_mm_packs_epi16(gates_unmet_8(g, next), _mm_setzero_si128())) & 0xFF;
}

/* Of the characters that end where `ends` has bits, those that pass with the next one; of the last one nothing is known. */
WIDE static inline uint64_t
passing(const struct gate *gates, const char *p, uint64_t ends)
{
	uint64_t left = ends, found = 0;
	__m128i g = gates_8(gates, p - 1, &left), next;
	unsigned at = 0;

	for (; left != 0; at += 8, g = next) {
		next = gates_8(gates, p - 1, &left);
		found |= met_8(g, next) << at;
	}
	return _pdep_u64(found | met_8(g, _mm_setzero_si128()) << at, ends);
}

WIDE static uint64_t
find_wide(const struct gate *gates, const char *p, const char *end, unsigned *n)
{
	size_t left = (size_t)(end - p);
	char last[1 + BLOCK + OVER] = { 0 };
	uint64_t ends, told;

	if (left < BLOCK + OVER) {
		memcpy(last + 1, p, left);
		p = last + 1;
	}
	ends = ends_32(p) | ends_32(p + 32) << 32;
	/* the last character of a block is the first one of the next, that tells what is behind it */
	told = ends & ~((uint64_t)1 << (63 - __builtin_clzll(ends)));
	*n = left <= BLOCK ? (unsigned)left : BLOCK - (unsigned)__builtin_clzll(told);
	return passing(gates, p, ends) & told;
}
#endif

uint64_t
gates_find(const struct gate *gates, const char *p, const char *end, unsigned *n)
{
#ifdef WIDE
	if (wide_here())
		return find_wide(gates, p, end, n);
#endif
	return find_plain(gates, p, end, n);
}
