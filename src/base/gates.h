/*
 * gates: which of a text's pairs of characters may be one of those that are
 * asked for. A character has two sets of groups: those of pairs it begins, and
 * those in whose pairs it stands second. A pair whose characters share no group
 * is none that is asked for; it costs two look-ups, whatever is asked.
 */
#ifndef BH_GATES_H
#define BH_GATES_H

#include <endian.h>
#include <string.h>

#include "base/str.h"
#include "base/wide.h"

struct gate {
	uint8_t begins, follows;	/* bits of groups */
};
/* A table of gates has one for every two bytes that a character may end in; an ASCII one, with the byte before it. */
#define GATES 0x10000

/* The gate of the character whose last two bytes are at p. */
static inline const struct gate *
gate_at(const struct gate *gates, const char *p)
{
	uint16_t tail;

	memcpy(&tail, p, sizeof tail);
	return &gates[le16toh(tail)];
}

/* Lets the pair of these two pass. */
void gates_open(struct gate *gates, uint32_t first, uint32_t second);

/*
 * A bit for each byte at p < end that ends the first character of a pair that passes; p begins a character, which
 * is not ASCII or has a byte before it. *n bytes are told about; the next call is for p + *n, if that is before the end.
 */
uint64_t gates_find(const struct gate *gates, const char *p, const char *end, unsigned *n);

#ifdef WIDE
/* The gates at the next eight places from p where *left has bits; no loop, for the places in a vector are constants. */
WIDE static inline __m128i
gates_8(const struct gate *gates, const char *p, uint64_t *left)
{
	__m128i g = _mm_setzero_si128();

#define ONE(i) do { \
		uint16_t gate; \
		memcpy(&gate, gate_at(gates, p + _tzcnt_u64(*left)), sizeof gate); \
		g = _mm_insert_epi16(g, gate, i); \
		*left = _blsr_u64(*left); \
	} while (0)
	ONE(0); ONE(1); ONE(2); ONE(3); ONE(4); ONE(5); ONE(6); ONE(7);
#undef ONE
	return g;
}

/* Those of g that the one behind shares no group with: ones. `next` are the eight behind g. */
WIDE static inline __m128i
gates_unmet_8(__m128i g, __m128i next)
{
	__m128i met = _mm_and_si128(g, _mm_srli_epi16(_mm_alignr_epi8(next, g, sizeof(struct gate)), 8));

	return _mm_cmpeq_epi16(met, _mm_setzero_si128());
}
#endif

#endif
