#include "doc/cues.h"

#include "base/wide.h"

enum {
	BLOCK = 64,		/* bytes that are looked at together: a bit for each */
	OVER = 8		/* … and some behind them, for the last character */
};

/* A bit for each byte of the block at p at which a cue or a mark that tells may stand; *n bytes of it are looked at. */
static uint64_t
block_hits_plain(const char *p, const char *end, unsigned *n)
{
	uint64_t hits = 0;
	unsigned i, len;

	for (i = 0; i < BLOCK && p + i < end; i += len) {
		uint32_t c = utf8_get(p + i, end, &len);
		bool hit = cue_han(p[i]) ? cue_may(p + i, end) :
		    c == U'。' || c == U'《' || c == U'》' || (mark_bit(c) & (MARKS_STOP | MARKS_COMMA | MARKS_DIGIT)) != 0;

		hits |= (uint64_t)hit << i;
	}
	*n = i;
	return hits;
}

#ifdef WIDE
/*
 * A mark that tells is told by its first and its third byte, each by its two halves: where the four entries share a
 * bit, one may begin. A bit for each kind: 1 。《》 (E3 .. 82 8A 8B), 2 ！， (EF .. 81 8C), 4 full-width digits ：；？
 * (EF .. 90 to 99 9A 9B 9F); of any third byte 8 digits : ; ?, 16 ! and the comma, 32 LF.
 */
#define ANY (8 | 16 | 32)
#define EACH(x) (x), (x), (x), (x)

static const unsigned char
    first_high[16] = { 32, 0, 16, 8, [0xE] = 1 | 2 | 4 },
    first_low[16] = { 8, 8 | 16, 8, 8 | 1, EACH(8), 8, 8, 8 | 32, 8, 16, 0, 0, 8 | 2 | 4 },
    third_high[16] = { EACH(ANY), EACH(ANY), ANY | 1 | 2, ANY | 4, ANY, ANY, EACH(ANY) },
    third_low[16] = { ANY | 4, ANY | 4 | 2, ANY | 4 | 1, ANY | 4, EACH(ANY | 4), ANY | 4, ANY | 4, ANY | 4 | 1,
	ANY | 4 | 1, ANY | 2, ANY, ANY, ANY | 4 };

WIDE static inline uint32_t
bits_of(__m256i v)
{
	return (uint32_t)_mm256_movemask_epi8(v);
}

/* Where 32 bytes hold marks that tell. */
WIDE static inline uint64_t
marks_32(const char *p)
{
	__m256i kinds = _mm256_and_si256(wide_shared(wide_load(p), first_high, first_low),
	    wide_shared(wide_load(p + 2), third_high, third_low));

	return (uint32_t)~bits_of(_mm256_cmpeq_epi8(kinds, _mm256_setzero_si256()));
}

WIDE static inline uint64_t
digits_32(const char *p)
{
	__m256i v = _mm256_sub_epi8(wide_load(p), _mm256_set1_epi8((char)('0' + 128)));

	return bits_of(_mm256_cmpgt_epi8(_mm256_set1_epi8(10 - 128), v));
}

/* Where they begin characters of three bytes. */
WIDE static inline uint64_t
threes_32(const char *p)
{
	__m256i first = _mm256_and_si256(wide_load(p), _mm256_set1_epi8((char)0xF0));

	return bits_of(_mm256_cmpeq_epi8(first, _mm256_set1_epi8((char)0xE0)));
}

/* Where cues may begin, of the characters of three bytes that begin at `threes`, 22 of them at most. */
WIDE static inline uint64_t
cues_in(const char *p, uint64_t threes)
{
	uint64_t left = threes;
	__m128i a = gates_8(status_gate, p + 1, &left), b = gates_8(status_gate, p + 1, &left), c = gates_8(status_gate, p + 1, &left);
	__m128i ab = _mm_packs_epi16(gates_unmet_8(a, b), gates_unmet_8(b, c)), cc = _mm_packs_epi16(gates_unmet_8(c, c), _mm_setzero_si128());

	return _pdep_u64(~((uint32_t)_mm_movemask_epi8(ab) | (uint32_t)_mm_movemask_epi8(cc) << 16), threes);
}

WIDE static uint64_t
block_hits_wide(const char *p, const char *end, unsigned *n)
{
	size_t left = (size_t)(end - p);
	char last[BLOCK + OVER];
	uint64_t digits, marks, threes;

	if (left < sizeof last) {
		memset(last, 0, sizeof last);
		p = memcpy(last, p, left);
	}
	digits = digits_32(p) | digits_32(p + 32) << 32;
	marks = marks_32(p) | marks_32(p + 32) << 32;
	threes = threes_32(p) | threes_32(p + 32) << 32;
	/* a character that goes on behind the block, or whose next one does, is left for the next block */
	*n = 61 + (unsigned)_tzcnt_u64(threes >> 61 | 8);
	/* of digits beside each other the last one tells */
	return _bzhi_u64(cues_in(p, threes) | (marks & ~(digits & digits >> 1)), *n);
}
#endif

uint64_t
cues_find(const char *p, const char *end, unsigned *n)
{
#ifdef WIDE
	if (wide_here())
		return block_hits_wide(p, end, n);
#endif
	return block_hits_plain(p, end, n);
}
