#include "doc/reading.h"

#include "base/utf8.h"
#include "base/wide.h"

#ifdef WIDE
#include <immintrin.h>
#endif

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

	if (c >= 0x10000)
		return;
	t->mask[c] |= (uint8_t)(1u << rule);
	group_set(t, p, len);
}

static struct triggers *
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

struct fact *
reading_add(struct reading *r, enum fact_type type, const char *from, const char *to)
{
	struct fact *f = array_add(r->arena, &r->article->facts);

	f->node = r->node;
	f->type = (uint8_t)type;
	f->span = (struct span){ r->at.source, r->at.from + (uint32_t)(from - r->run.p),
		r->at.from + (uint32_t)(to - r->run.p) };
	return f;
}

/* Bytes of the sentence end at p; 0 if none stands there. */
static size_t
sentence_end(const char *p, const char *end)
{
	static const char *const ends[] = { "。", "；", "！", "？" };

	if (*p == '\n' || *p == ';' || *p == '!' || *p == '?')
		return 1;
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
		if (end - p >= 3 && memcmp(p, ends[i], 3) == 0)
			return 3;
	return 0;
}

struct str
reading_sentence(const struct reading *r, const char *p)
{
	const char *from = p, *to = p, *begin = r->run.p, *end = str_end(r->run);

	while (from > begin) {
		const char *q = utf8_back(from, begin);

		if (sentence_end(q, end) > 0)
			break;
		from = q;
	}
	while (to < end && sentence_end(to, end) == 0)
		to += utf8_len((unsigned char)*to);
	return str_of(from, to > end ? end : to);
}

/* Asks the rules of mask; returns the byte to go on at, p if no rule took anything. */
static const char *
ask(struct reading *r, const char *p, unsigned mask)
{
	for (; mask != 0; mask &= mask - 1) {
		const char *q = rules[__builtin_ctz(mask)]->at(r, p);

		if (q > p)
			return q;
	}
	return p;
}

/* The rules to ask at p < end, and the bytes of its character. */
static inline unsigned
wanted(const struct triggers *t, const char *p, const char *end, unsigned *len)
{
	const unsigned char *u = (const unsigned char *)p;
	uint32_t c;

	if ((u[0] & 0xF0) == 0xE0 && end - p >= 3) {
		*len = 3;
		return t->mask[(u[0] & 0x0Fu) << 12 | (u[1] & 0x3Fu) << 6 | (u[2] & 0x3Fu)];
	}
	c = utf8_get(p, end, len);
	return c < 0x10000 ? t->mask[c] : 0;
}

/* A character at a time. */
static void
read_run_plain(struct reading *r, const struct triggers *t)
{
	const char *p = r->run.p, *end = str_end(r->run);

	while (p < end) {
		unsigned len, mask = wanted(t, p, end, &len);
		const char *q = mask == 0 ? p : ask(r, p, mask);

		p = q > p ? q : p + len;
	}
}

#ifdef WIDE
enum { BLOCK = 32, OVERLAP = 2 };

WIDE static inline __m256i
look_up(const uint8_t table[16], __m256i v)
{
	__m256i twice = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)table));

	return _mm256_shuffle_epi8(twice, _mm256_and_si256(v, _mm256_set1_epi8(15)));
}

/* Bits of the bytes of a block at which a wanted character may begin. */
WIDE static inline uint32_t
block_hits(const struct triggers *t, const char *p)
{
	__m256i groups = _mm256_set1_epi8(-1);

	for (int i = 0; i < 3; i++) {
		__m256i v = _mm256_loadu_si256((const __m256i *)(const void *)(p + i));
		__m256i high = _mm256_srli_epi16(v, i == 0 ? 4 : 2);

		groups = _mm256_and_si256(groups, _mm256_and_si256(look_up(t->low[i], v), look_up(t->high[i], high)));
	}
	return ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(groups, _mm256_setzero_si256()));
}

/* The same of the last bytes of a run, with nothing behind them. */
WIDE static uint32_t
last_hits(const struct triggers *t, const char *p, const char *end)
{
	char held[BLOCK + OVERLAP] = { 0 };

	memcpy(held, p, (size_t)(end - p));
	return block_hits(t, held);
}

/* Asks the rules at the hits of a block that lie at p or behind it; returns the byte up to which they took words. */
static inline const char *
read_hits(struct reading *r, const struct triggers *t, const char *block, uint32_t hits, const char *p)
{
	const char *end = str_end(r->run);

	for (; hits != 0; hits &= hits - 1) {
		const char *at = block + __builtin_ctz(hits);
		unsigned len, mask = at < p ? 0 : wanted(t, at, end, &len);

		if (mask != 0)
			p = ask(r, at, mask);
	}
	return p;
}

WIDE static void
read_run_wide(struct reading *r, const struct triggers *t)
{
	const char *p = r->run.p, *end = str_end(r->run), *block = p;	/* read up to p */
	uint32_t hits;

	while (end - block >= BLOCK + OVERLAP) {
		hits = block_hits(t, block);
		if (hits != 0)
			p = read_hits(r, t, block, hits, p);
		block += BLOCK;
		if (block < p)
			block = p;
	}
	while (block < end) {
		p = read_hits(r, t, block, last_hits(t, block, end), p);
		block = end - block > BLOCK ? block + BLOCK : end;
		if (block < p)
			block = p;
	}
}

static void
read_run(struct reading *r, const struct triggers *t)
{
	if (wide_here())
		read_run_wide(r, t);
	else
		read_run_plain(r, t);
}
#else
#define read_run read_run_plain
#endif

static void
read_spans(struct reading *r, const struct triggers *t, const span_array *spans, size_t from, size_t n)
{
	for (size_t i = from; i < from + n; i++) {
		r->at = spans->v[i];
		r->run = document_str(r->document, spans->v[i]);
		read_run(r, t);
	}
}

/* The role that governs a node: its own, or its nearest ancestor's that does more than group. */
static enum role
governing_role(const struct article *a, uint32_t id)
{
	for (; id != 0; id = a->nodes.v[id - 1].parent) {
		enum role role = a->nodes.v[id - 1].role;

		if (role != ROLE_NONE && role != ROLE_SECTION)
			return role;
	}
	return ROLE_NONE;
}

static void
read_article(struct document *d, struct article *a, const struct triggers *t)
{
	struct reading r = { .arena = d->arena, .document = d, .article = a, .notes = &d->notes };

	r.first = a->facts.n;
	read_spans(&r, t, &a->preamble, 0, a->preamble.n);
	for (uint32_t i = 0; i < a->nodes.n; i++) {
		const struct node *n = &a->nodes.v[i];

		r.node = i + 1;
		r.role = governing_role(a, i + 1);
		r.status = n->status;
		r.last_year = 0;
		r.first = a->facts.n;
		read_spans(&r, t, &a->spans, n->run, n->nrun);
	}
	r.node = 0;
	r.role = ROLE_NONE;
	r.status = STATUS_NONE;
	r.last_year = 0;
	r.first = a->facts.n;
	read_spans(&r, t, &a->closing, 0, a->closing.n);
}

void
reading_document(struct document *d)
{
	const struct triggers *t = triggers_make(d->arena);

	for (size_t i = 0; i < d->articles.n; i++)
		read_article(d, &d->articles.v[i], t);
}
