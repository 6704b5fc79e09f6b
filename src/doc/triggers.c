#include "doc/triggers.h"

#include "base/utf8.h"
#include "base/wide.h"

static const struct rule *const rules[] = {
#define X(name) &rule_##name,
	RULES(X)
#undef X
};
enum { NRULES = sizeof rules / sizeof rules[0] };

/* Which rules want to be asked at a character of the basic plane. */
struct triggers {
	uint8_t mask[0x10000];
	uint8_t low[3][16], high[3][16];	/* the same for blocks of bytes, see group_set */
};

/* Of one byte or of three, told by the upper half of the first: a bit for each half that is. */
enum { ONE_OR_THREE = 0x40FF };

static inline bool
one_or_three(unsigned char first)
{
	return (ONE_OR_THREE >> (first >> 4) & 1) != 0;
}

/*
 * The characters wanted, parted into eight groups by their first byte and a bit
 * of the second, those of one byte by themselves. A group has its bit set for
 * four bits of each byte of each of its characters, and for four others: where
 * all six look-ups have it set, one of its characters may stand.
 */
static void
group_set(struct triggers *t, const char *p, unsigned len)
{
	unsigned first = (unsigned char)p[0];
	uint8_t group = (uint8_t)(len == 1 ? 1u : 2u << (first + ((unsigned char)p[1] >> 2 & 1)) % 7);

	t->low[0][first & 15] |= group;
	t->high[0][first >> 4] |= group;
	for (unsigned i = 1; i < 3; i++)
		for (unsigned bits = 0; bits < 16; bits++) {
			t->low[i][bits] |= i >= len || ((unsigned char)p[i] & 15) == bits ? group : 0;
			t->high[i][bits] |= i >= len || ((unsigned char)p[i] >> 2 & 15) == bits ? group : 0;
		}
}

static void
trigger_set(struct triggers *t, const char *p, const char *end, unsigned rule)
{
	unsigned len;
	uint32_t c = utf8_get(p, end, &len);

	if (c >= 0x10000 || !one_or_three((unsigned char)*p))
		return;
	t->mask[c] |= (uint8_t)(1u << rule);
	group_set(t, p, len);
}

const struct triggers *
triggers_make(struct arena *a)
{
	struct triggers *t = arena_zalloc(a, sizeof *t);

	for (unsigned i = 0; i < NRULES; i++) {
		struct str s = cstr(rules[i]->triggers);

		for (const char *p = s.p, *end = str_end(s); p < end; p += utf8_len((unsigned char)*p))
			trigger_set(t, p, end, i);
		for (unsigned k = 0; rules[i]->words != NULL && k < rules[i]->words->n; k++) {
			const struct word *w = &rules[i]->words->v[k];

			trigger_set(t, w->p, w->p + w->n, i);
		}
	}
	return t;
}

/* The rules to ask at p < end. */
static unsigned
wanted(const struct triggers *t, const char *p, const char *end)
{
	unsigned len;
	uint32_t c = utf8_get(p, end, &len);

	return c < 0x10000 ? t->mask[c] : 0;
}

/* A character at a time. */
static const char *
find_plain(struct hits *h, const struct triggers *t, struct str run, const char *window)
{
	const char *p = window, *end = str_end(run);

	for (h->n = 0; p < end && p - window < HITS_WINDOW; p += utf8_len((unsigned char)*p)) {
		unsigned mask = wanted(t, p, end);

		if (mask == 0)
			continue;
		h->at[h->n] = (uint16_t)(p - window);
		h->mask[h->n++] = (uint8_t)mask;
	}
	return p;
}

#ifdef WIDE
enum { BLOCK = 32, OVERLAP = 2, OVER = 3 };	/* bytes behind a place that are looked at: in blocks; when it is weighed */

/*
 * Bits of the bytes of a block at which a wanted character may begin; the
 * second and third bytes of those are in b and c. No rule takes a part of a
 * number, so that a figure behind a figure needs not be asked about.
 */
WIDE static inline uint32_t
block_hits(const struct triggers *t, __m256i a, __m256i b, __m256i c)
{
	__m256i firsts = _mm256_and_si256(wide_entries(t->low[0], a), wide_entries(t->high[0], _mm256_srli_epi16(a, 4)));
	__m256i seconds = _mm256_and_si256(wide_entries(t->low[1], b), wide_entries(t->high[1], _mm256_srli_epi16(b, 2)));
	__m256i thirds = _mm256_and_si256(wide_entries(t->low[2], c), wide_entries(t->high[2], _mm256_srli_epi16(c, 2)));
	__m256i groups = _mm256_and_si256(firsts, _mm256_and_si256(seconds, thirds));
	uint32_t none = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(groups, _mm256_setzero_si256()));
	uint32_t figures = (uint32_t)_mm256_movemask_epi8(_mm256_slli_epi16(groups, 7));

	return ~none & ~(figures & figures << 1);
}

WIDE static inline uint64_t
block_hits_at(const struct triggers *t, const char *p)
{
	return block_hits(t, wide_load(p), wide_load(p + 1), wide_load(p + 2));
}

WIDE static inline uint64_t
two_hits_at(const struct triggers *t, const char *p)
{
	return block_hits_at(t, p) | block_hits_at(t, p + BLOCK) << BLOCK;
}

/* The same of the last block of a run, which ends at `end`, as if zeros stood behind it. */
WIDE static inline uint32_t
block_hits_last(const struct triggers *t, const char *end)
{
	__m256i a = wide_load(end - BLOCK), high = _mm256_permute2x128_si256(a, a, 0x81);

	return block_hits(t, a, _mm256_alignr_epi8(high, a, 1), _mm256_alignr_epi8(high, a, 2));
}

/* … and of the last n bytes of a run of `whole`, at most a block. */
WIDE static uint32_t
hits_last(const struct triggers *t, const char *end, size_t n, size_t whole)
{
	char held[BLOCK] = { 0 };

	if (whole < BLOCK) {
		memcpy(held + BLOCK - n, end - n, n);
		end = held + BLOCK;
	}
	return block_hits_last(t, end) >> (BLOCK - n);
}

/* Puts down the hits of the blocks `from` bytes into the window: a few always, for mostly there are no more. */
WIDE static inline void
hits_put(struct hits *h, size_t from, uint64_t bits)
{
	const uint64_t last = (uint64_t)1 << 63;	/* so that some bit is always set */
	size_t i = h->n, n = i + (size_t)__builtin_popcountll(bits);

	do
		for (size_t k = 0; k < HITS_AT_ONCE; k++, i++, bits &= bits - 1)
			h->at[i] = (uint16_t)(from + (size_t)__builtin_ctzll(bits | last));
	while (i < n);
	h->n = n;
}

/*
 * What wanted() tells, of a figure or three bytes. Which of them stands there is hard to foretell: no branch asks.
 * OVER bytes can be read behind p.
 */
WIDE static inline unsigned
wanted_inside(const struct triggers *t, const char *p)
{
	uint32_t bytes;

	memcpy(&bytes, p, sizeof bytes);
	bytes = __builtin_bswap32(bytes);
	return t->mask[(int32_t)bytes < 0 ? _pext_u32(bytes, 0x0F3F3F00) : bytes >> 24];
}

/* Keeps those that a rule wants. */
WIDE static inline void
hits_keep(struct hits *h, const struct triggers *t, const char *window, const char *end)
{
	size_t kept = 0, n = h->n, left = (size_t)(end - window);

	for (size_t i = 0; i < n; i++) {
		size_t at = h->at[i];
		const char *p = window + at;
		unsigned mask = at + OVER < left ? wanted_inside(t, p) : wanted(t, p, end);

		h->at[kept] = (uint16_t)at;
		h->mask[kept] = (uint8_t)mask;
		kept += mask != 0;
	}
	h->n = kept;
}

/* Those of the n bytes of a window: to the end of the run, or so far that two blocks stand behind. */
WIDE static void
hits_find(struct hits *h, const struct triggers *t, struct str run, const char *window, size_t n)
{
	const char *end = str_end(run);
	size_t i = 0, left = (size_t)(end - window);

	h->n = 0;
	for (; i < n && left - i >= 2 * BLOCK + OVERLAP; i += 2 * BLOCK)
		hits_put(h, i, two_hits_at(t, window + i));
	if (i < n && left - i >= BLOCK + OVERLAP) {
		hits_put(h, i, block_hits_at(t, window + i));
		i += BLOCK;
	}
	if (i < n && left - i > BLOCK) {
		hits_put(h, i, one_or_three((unsigned char)window[i]));	/* may be one */
		i++;
	}
	if (i < n)
		hits_put(h, i, hits_last(t, end, left - i, run.n));
	hits_keep(h, t, window, end);
}

/* The hits of the blocks, then those that a rule wants: no loop in each block, whose branches are hard to foretell. */
static const char *
find_wide(struct hits *h, const struct triggers *t, struct str run, const char *window)
{
	size_t left = (size_t)(str_end(run) - window), n = left <= HITS_WINDOW ? left : HITS_WINDOW - 2 * BLOCK;

	hits_find(h, t, run, window, n);
	return window + n;
}
#endif

const char *
triggers_find(struct hits *h, const struct triggers *t, struct str run, const char *window)
{
#ifdef WIDE
	if (wide_here())
		return find_wide(h, t, run, window);
#endif
	return find_plain(h, t, run, window);
}
