#include "doc/status.h"

#include "base/wide.h"
#include "doc/around.h"
#include "doc/words.h"

#define BIT(cue) (1u << (cue))

enum {
	HEAD_BYTES = 4 * 3,	/* an adverb may stand before a cue that opens a clause */
	TITLE_BYTES = 24 * 3,	/* the longest first sentence that is only a heading */
	SLOGAN_BYTES = 12 * 3,	/* the longest later one (推进机制一体化。) */

	OPEN = BIT(CUE_OPEN) | BIT(CUE_PLAN),
	FIGURE = BIT(CUE_COUNT),
	ALL = BIT(CUE_COUNT + 1) - 1,

	BLOCK = 64,		/* bytes that are looked at together: a bit for each */
	OVER = 8		/* … and some behind them, for the last character */
};

/* What a cue leaves unsaid in the rest of its clause. */
static const unsigned silences[CUE_COUNT] = {
	[CUE_AIM] = ALL,				/* 确保按时完成 */
	[CUE_TURN] = ALL - OPEN,			/* 每月召开2次会议 */
	[CUE_ASIDE] = ALL - BIT(CUE_MADE),		/* 针对推进不力 */
	[CUE_OPEN] = BIT(CUE_MADE),			/* 正在报批后印发 */
	[CUE_PLAN] = BIT(CUE_MADE),			/* 将于近期印发 */
	[CUE_DUE] = BIT(CUE_MADE),			/* 年底前建成 */
};

/* The cues that claim a state of the sentence: the last counts, of the heavier ones if any. */
static const unsigned weight[CUE_COUNT] = {
	[CUE_MADE] = 1,
	[CUE_DRAFT] = 1,
	[CUE_OPEN] = 2,
	[CUE_PLAN] = 2,
};

/* The state that a label gives (整改状态：长期坚持). */
static const enum status labelled[CUE_COUNT] = {
	[CUE_MADE] = STATUS_DONE,
	[CUE_OPEN] = STATUS_ONGOING,
	[CUE_PLAN] = STATUS_PLANNED,
	[CUE_DRAFT] = STATUS_ONGOING,
	[CUE_PUSH] = STATUS_ONGOING,
	[CUE_KEEP] = STATUS_STANDING,
	[CUE_TURN] = STATUS_STANDING,
	[CUE_FOREVER] = STATUS_STANDING,
};

struct clause {
	const char *at;
	unsigned silent;		/* bits of cues that say nothing here */
	bool endless;			/* it begins with a cue of FOREVER */
};

struct sentence {
	const char *at;
	unsigned seen;			/* bits of its cues */
	unsigned clauses;		/* that are ended and no aside */
	enum cue opens;			/* the cue at its beginning */
	enum cue last;			/* its last claim of most weight */
	bool title;			/* inside 《》 */
	bool label;			/* it holds a cue of STATE */
};

struct reading {
	struct clause clause;
	struct sentence sentence;
	unsigned count[CUE_COUNT];	/* sentences by what they claim */
	unsigned cues[CUE_COUNT];	/* cues that said something */
	unsigned sentences, headings;	/* counted; passed over */
	unsigned made_after;		/* sentences of MADE after the last unfinished one */
	unsigned figures, days;		/* numbers; parts of dates */
	enum cue begins, claims;	/* what the first sentence opens with; what the last claims */
	enum cue heading;		/* what the first heading claims */
	enum cue label;			/* STATE until the cue that a label gives is found */
	bool endless;			/* the last clause was */
};

static enum cue
sentence_claim(const struct sentence *s)
{
	if (s->seen & BIT(CUE_FOREVER))
		return CUE_FOREVER;
	if (s->last != CUE_NONE)
		return s->last;
	if (s->opens == CUE_PUSH)
		return CUE_PUSH;
	if (s->opens == CUE_KEEP || s->opens == CUE_TURN)
		return CUE_KEEP;
	if (s->seen & BIT(CUE_ACT))
		return CUE_ACT;
	return s->seen & (BIT(CUE_KEEP) | BIT(CUE_TURN)) ? CUE_KEEP : CUE_NONE;
}

/* A first sentence that is short or names the problem; later ones, if slogans. */
static bool
is_heading(const struct reading *r, struct str s, enum cue claim)
{
	if (r->sentences + r->headings == 0)
		return str_starts(s, STR("关于")) || (s.n <= TITLE_BYTES && claim != CUE_OPEN);
	return s.n <= SLOGAN_BYTES && (claim == CUE_PUSH || claim == CUE_KEEP);
}

static void
count_sentence(struct reading *r, const char *end)
{
	enum cue claim = sentence_claim(&r->sentence);

	if (is_heading(r, str_of(r->sentence.at, end), claim)) {
		if (r->headings++ == 0)
			r->heading = claim;
		return;
	}
	if (r->sentences++ == 0)
		r->begins = r->sentence.opens;
	r->count[claim]++;
	r->claims = claim;
	if (BIT(claim) & OPEN)
		r->made_after = 0;
	else if (claim == CUE_MADE)
		r->made_after++;
}

static void
end_clause(struct reading *r, const char *next)
{
	if ((r->clause.silent & BIT(CUE_ASIDE)) == 0)
		r->sentence.clauses++;
	r->clause = (struct clause){ .at = next };
}

/* p: the punctuation that ends it; next: behind that. */
static void
end_sentence(struct reading *r, const char *p, const char *next)
{
	if (p > r->sentence.at) {
		r->endless = r->clause.endless;
		count_sentence(r, p);
	}
	r->clause = (struct clause){ .at = next };
	r->sentence = (struct sentence){ .at = next };
}

/* 基本完成并继续推进 is still open; 已完成并长期坚持 is done. */
static void
take_label(struct reading *r, enum cue cue)
{
	if (cue == CUE_STATE) {
		r->label = CUE_STATE;
		r->sentence.label = true;
	} else if (r->label == CUE_STATE || (r->sentence.label && (BIT(cue) & OPEN) != 0)) {
		r->label = cue;
	}
}

/*
 * Han from U+4000 on, by its first byte: all cues begin with one, the marks stand below and above. Two scripts
 * right behind it pass too, so that eight first bytes are one test.
 */
static inline bool
is_word(char c)
{
	return (unsigned char)(c - 0xE4) <= 0xEB - 0xE4;
}

/* Whether no word follows in the clause. */
static bool
ends_clause(const char *p, const char *end)
{
	return p == end || ((unsigned char)*p - 0xE4u > 0xE9 - 0xE4 && *p != ' ');
}

/* p: where it begins; returns what is behind it. */
static const char *
take_cue(struct reading *r, const struct word *w, const char *p, const char *end)
{
	const char *next = p + w->n;
	struct sentence *s = &r->sentence;
	int value = w->value;
	enum cue cue;
	bool head = p - r->clause.at <= HEAD_BYTES;

	value = !head && (value & CUE_TAIL) != 0 && ends_clause(next, end) ? (int)CUE_OPEN : value;
	cue = CUE_OF(value);
	if ((r->clause.silent & BIT(cue)) != 0 || (s->title && (value & CUE_TITLE) == 0) ||
	    (!head && (value & CUE_HEAD) != 0))
		return next;
	take_label(r, cue);
	r->clause.silent |= silences[cue];
	r->cues[cue]++;
	if (cue == CUE_FOREVER && s->last == CUE_MADE)
		return next;
	s->seen |= BIT(cue);
	r->clause.endless |= (cue == CUE_FOREVER) & head;
	/* choices, no branches: which way they go nothing foretells */
	s->last = ((weight[cue] > 0) & (weight[cue] >= weight[s->last])) ? cue : s->last;
	s->opens = ((s->opens == CUE_NONE) & head & (s->clauses == 0) & (cue <= CUE_FOREVER)) ? cue : s->opens;
	return next;
}

/* Of the character of three bytes at p. */
static inline const struct gate *
gate_of(const char *p)
{
	uint16_t tail;

	memcpy(&tail, p + 1, sizeof tail);
	return &status_gate[le16toh(tail)];
}

static inline unsigned
slot_of(uint64_t raw)
{
	return (unsigned)(raw * status_factor >> (64 - STATUS_SLOT_BITS));
}

/* The longest cue of eight bytes or more at p, whose bytes are `raw`. */
static inline const struct word *
long_cue(uint64_t raw, const char *p, const char *end)
{
	const unsigned place = words_pair(raw) * STATUS_PLACES / WORDS_PAIRS;

	for (unsigned i = status_places[place]; i < status_places[place + 1]; i++)
		if (words_stands(&status_words[i], raw, p, end))
			return &status_words[i];
	return NULL;
}

/* The shorter one that those of its bytes tell: one row is looked at; NULL if it is another. */
static inline const struct word *
short_cue(uint64_t told, uint64_t raw)
{
	const struct word *w = &status_words[status_slots[slot_of(told)]];

	return (raw ^ w->head) << w->spare == 0 ? w : NULL;
}

/* The longest cue at p, a Han character. */
static inline const struct word *
cue_at(const char *p, const char *end)
{
	uint64_t raw = words_raw_upto(p, end);
	const struct word *two, *one, *cue;

	if (words_bit(status_heads, slot_of(raw)) && (cue = long_cue(raw, p, end)) != NULL)
		return cue;
	two = short_cue(raw & 0xFFFFFFFFFFFF, raw);
	one = short_cue(raw & 0xFFFFFF, raw);
	return two != NULL ? two : one;
}

/* A digit that ends at p: the last of a figure, or of a part of a date. */
static void
take_digit(struct reading *r, const char *p, const char *end)
{
	unsigned len;
	uint32_t next = p < end ? utf8_get(p, end, &len) : 0;

	if (r->sentence.title || (r->clause.silent & FIGURE) != 0 || utf8_digit(next) >= 0)
		return;
	if (next == U'年' || next == U'月' || next == U'日')
		r->days++;
	else
		r->figures++;
}

/* Marks that tell, as bits of their ASCII form: what ends a sentence, what ends a clause, digits. */
#define ASCII(c) (UINT64_C(1) << (c))
#define STOPS (ASCII(';') | ASCII('!') | ASCII('?') | ASCII('\n'))
#define COMMAS (ASCII(',') | ASCII(':'))
#define DIGITS (ASCII('9' + 1) - ASCII('0'))

/* The bit of a mark, both widths alike; 0 for what has none. */
static inline uint64_t
mark_bit(uint32_t c)
{
	if (c - 0xFF01 <= 0xFF5E - 0xFF01)
		c -= 0xFF01 - '!';
	return c < 64 ? ASCII(c) : 0;
}

static inline bool
is_stop(uint32_t c)
{
	return c == U'。' || (mark_bit(c) & STOPS) != 0;
}

static inline bool
is_mark(uint32_t c)
{
	return c == U'。' || (mark_bit(c) & (STOPS | COMMAS)) != 0;
}

/* What is no Han at p; returns what is behind it. */
static inline const char *
take_mark(struct reading *r, const char *p, const char *end)
{
	unsigned len;
	uint32_t c = utf8_get(p, end, &len);
	uint64_t bit = mark_bit(c);

	if ((bit & COMMAS) != 0)
		end_clause(r, p + len);
	else if (c == U'。' || (bit & STOPS) != 0)
		end_sentence(r, p, p + len);
	else if (c == U'《' || c == U'》')
		r->sentence.title = c == U'《';
	else if ((bit & DIGITS) != 0)
		take_digit(r, p + len, end);
	return p + len;
}

/* Takes the cue at p, a Han character, if one stands there; returns what is behind it, or p. */
static inline const char *
take_word(struct reading *r, const char *p, const char *end)
{
	const struct word *cue = cue_at(p, end);

	return cue == NULL ? p : take_cue(r, cue, p, end);
}

/* Whether a cue may stand at p, a Han character, or one in which it ends. */
static inline bool
may_begin(const char *p, const char *end)
{
	if (end - p < 6)
		return end - p >= 3 && (gate_of(p)->begins & GATE_ALONE) != 0;
	return (gate_of(p)->begins & gate_of(p + 3)->follows) != 0;
}

/* A bit for each byte of the block at p at which a cue or a mark that tells may stand; *n bytes of it are looked at. */
static uint64_t
block_hits_plain(const char *p, const char *end, unsigned *n)
{
	uint64_t hits = 0;
	unsigned i, len;

	for (i = 0; i < BLOCK && p + i < end; i += len) {
		uint32_t c = utf8_get(p + i, end, &len);
		bool hit = is_word(p[i]) ? may_begin(p + i, end) :
		    c == U'。' || c == U'《' || c == U'》' || (mark_bit(c) & (STOPS | COMMAS | DIGITS)) != 0;

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

/* The entries for the halves of 32 bytes: what both halves of a byte share. */
WIDE static inline __m256i
kinds_of(__m256i v, const unsigned char high[16], const unsigned char low[16])
{
	__m256i half = _mm256_set1_epi8(15);
	__m256i h = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)high));
	__m256i l = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)low));

	return _mm256_and_si256(_mm256_shuffle_epi8(h, _mm256_and_si256(_mm256_srli_epi16(v, 4), half)),
	    _mm256_shuffle_epi8(l, _mm256_and_si256(v, half)));
}

WIDE static inline __m256i
load_32(const char *p)
{
	return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

WIDE static inline uint32_t
bits_of(__m256i v)
{
	return (uint32_t)_mm256_movemask_epi8(v);
}

/* Where 32 bytes hold marks that tell. */
WIDE static inline uint64_t
marks_32(const char *p)
{
	__m256i kinds = _mm256_and_si256(kinds_of(load_32(p), first_high, first_low),
	    kinds_of(load_32(p + 2), third_high, third_low));

	return (uint32_t)~bits_of(_mm256_cmpeq_epi8(kinds, _mm256_setzero_si256()));
}

WIDE static inline uint64_t
digits_32(const char *p)
{
	__m256i v = _mm256_sub_epi8(load_32(p), _mm256_set1_epi8((char)('0' + 128)));

	return bits_of(_mm256_cmpgt_epi8(_mm256_set1_epi8(10 - 128), v));
}

/* Where they begin characters of three bytes. */
WIDE static inline uint64_t
threes_32(const char *p)
{
	__m256i first = _mm256_and_si256(load_32(p), _mm256_set1_epi8((char)0xF0));

	return bits_of(_mm256_cmpeq_epi8(first, _mm256_set1_epi8((char)0xE0)));
}

/* The gates of the next eight characters of three bytes, that begin where *left has bits; no loop, for the places in a vector are constants. */
WIDE static inline __m128i
gates_8(const char *p, uint64_t *left)
{
	__m128i g = _mm_setzero_si128();

#define ONE(i) do { \
		uint16_t gate; \
		memcpy(&gate, gate_of(p + _tzcnt_u64(*left)), sizeof gate); \
		g = _mm_insert_epi16(g, gate, i); \
		*left = _blsr_u64(*left); \
	} while (0)
	ONE(0); ONE(1); ONE(2); ONE(3); ONE(4); ONE(5); ONE(6); ONE(7);
#undef ONE
	return g;
}

/* Those that the next one does not follow in: ones. */
WIDE static inline __m128i
unmet_8(__m128i g, __m128i next)
{
	__m128i met = _mm_and_si128(g, _mm_srli_epi16(_mm_alignr_epi8(next, g, sizeof(struct gate)), 8));

	return _mm_cmpeq_epi16(met, _mm_setzero_si128());
}

/* Where cues may begin, of the characters of three bytes that begin at `threes`, 22 of them at most. */
WIDE static inline uint64_t
cues_in(const char *p, uint64_t threes)
{
	uint64_t left = threes;
	__m128i a = gates_8(p, &left), b = gates_8(p, &left), c = gates_8(p, &left);
	__m128i ab = _mm_packs_epi16(unmet_8(a, b), unmet_8(b, c)), cc = _mm_packs_epi16(unmet_8(c, c), _mm_setzero_si128());

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

static inline uint64_t
block_hits(const char *p, const char *end, unsigned *n)
{
#ifdef WIDE
	if (wide_here())
		return block_hits_wide(p, end, n);
#endif
	return block_hits_plain(p, end, n);
}

/* Whether they name a product, a figure or a day. */
static bool
has_end(const struct reading *r)
{
	const unsigned *cues = r->cues;

	return (r->figures | r->days | cues[CUE_MADE] | cues[CUE_DRAFT] | cues[CUE_DUE]) != 0;
}

/* All words, or those up to one that has_end() knows. */
static void
read_words(struct reading *r, struct str words, bool all)
{
	const char *end = str_end(words), *behind = words.p;
	unsigned n;

	*r = (struct reading){ .clause.at = words.p, .sentence.at = words.p };
	for (const char *block = words.p; block < end && (all || !has_end(r)); block += n)
		for (uint64_t hits = block_hits(block, end, &n); hits != 0; hits &= hits - 1) {
			const char *p = block + __builtin_ctzll(hits);

			if (p < behind)
				continue;
			behind = is_word(*p) ? take_word(r, p, end) : take_mark(r, p, end);
			if (!all && has_end(r))
				break;
		}
	end_sentence(r, end, end);
	if (r->sentences == 0 && r->headings > 0) {
		r->begins = r->claims = r->heading;
		r->count[r->heading]++;
	}
}

/* What was or is being done: done, unless the last word on it is another. */
static enum status
measure_status(struct str words)
{
	struct reading read, *r = &read;
	const unsigned *count = r->count;

	read_words(r, words, true);
	if (labelled[r->label] != STATUS_NONE)
		return labelled[r->label];
	if (r->claims == CUE_FOREVER)
		return STATUS_STANDING;
	if (count[CUE_OPEN] + count[CUE_PLAN] > 0 && r->made_after <= 1)
		return r->cues[CUE_MADE] + r->cues[CUE_DRAFT] + r->cues[CUE_OPEN] > 0 ?
		    STATUS_ONGOING : STATUS_PLANNED;
	if ((r->begins == CUE_TURN || r->begins == CUE_KEEP) && count[CUE_MADE] <= 1)
		return STATUS_STANDING;
	if (r->claims == CUE_DRAFT || (count[CUE_DRAFT] > 0 && count[CUE_MADE] == 0))
		return STATUS_ONGOING;
	if (r->claims == CUE_PUSH && count[CUE_PUSH] > count[CUE_MADE])
		return STATUS_ONGOING;
	if (count[CUE_MADE] > 0)
		return STATUS_DONE;
	if (r->figures == 0 && r->cues[CUE_DUE] > 0)
		return STATUS_PLANNED;
	if (r->claims == CUE_KEEP || (r->figures == 0 && r->cues[CUE_TURN] > 0))
		return STATUS_STANDING;
	return STATUS_DONE;
}

/* Whether it begins a character of three bytes that is_mark() is never true of: its marks begin with E3 and EF. */
static inline bool
is_no_mark(char c)
{
	return (unsigned char)(c - 0xE0) < 0xEF - 0xE0 && c != (char)0xE3;
}

/* Where the clause or sentence that ends at p begins: behind a mark that ends another. */
static inline const char *
begin_of(const char *p, const char *begin, bool (*mark)(uint32_t))
{
	while (p > begin) {
		const char *back;
		unsigned len;

		for (; p - begin >= 3 && is_no_mark(p[-3]); p -= 3)
			;
		if (p == begin)
			break;
		back = utf8_back(p, begin);
		if (mark(utf8_get(back, p, &len)))
			break;
		p = back;
	}
	return p;
}

/* Whether the head of a clause holds a cue of FOREVER, whatever else stands before. */
static bool
may_be_endless(const char *clause, const char *end)
{
	for (const char *p = clause; p < end && p - clause <= HEAD_BYTES; p += utf8_len((unsigned char)*p)) {
		const struct word *cue = is_word(*p) && may_begin(p, end) ? cue_at(p, end) : NULL;

		if (cue != NULL && CUE_OF(cue->value) == CUE_FOREVER)
			return true;
	}
	return false;
}

/* What is asked of somebody, or promised: its last clause tells whether it ends. No cue holds a mark. */
static enum status
promise_status(struct str words)
{
	const char *end = str_end(words), *clause, *p = end;
	struct reading r;
	unsigned len;

	while (p > words.p && is_stop(utf8_get(p = utf8_back(p, words.p), end, &len)))
		end = p;
	clause = begin_of(end, words.p, is_mark);
	if (!may_be_endless(clause, end))
		return STATUS_PLANNED;
	read_words(&r, str_of(begin_of(clause, words.p, is_stop), end), true);
	return r.endless ? STATUS_STANDING : STATUS_PLANNED;
}

/* A task of a plan has an end if it names a product, a figure or a day. */
static enum status
duty_status(struct str words)
{
	struct reading r;

	read_words(&r, words, false);
	if (!has_end(&r) && r.cues[CUE_KEEP] + r.cues[CUE_TURN] > 0)
		return STATUS_STANDING;
	return promise_status(words);
}

enum status
status_of(struct str words, const struct status_context *c)
{
	words = str_trim(words);
	if (words.n == 0 || (c->kind == KIND_FEEDBACK && c->role == ROLE_FINDING))
		return STATUS_NONE;
	if (c->role == ROLE_DUTY || c->kind == KIND_PLAN || c->kind == KIND_NOTICE)
		return duty_status(words);
	if (c->future || c->role == ROLE_PROPOSAL || c->role == ROLE_COMMITMENT)
		return promise_status(words);
	return measure_status(words);
}

enum status
status_of_children(const enum status *children, size_t n)
{
	size_t stated = 0, open = 0;

	for (size_t i = 0; i < n; i++) {
		stated += children[i] != STATUS_NONE;
		open += children[i] == STATUS_ONGOING || children[i] == STATUS_PLANNED;
	}
	if (stated == 0)
		return STATUS_NONE;
	return open * 2 >= stated ? STATUS_ONGOING : STATUS_DONE;
}
