#include "doc/status.h"

#include "doc/around.h"
#include "doc/cues.h"

#define BIT(cue) (1u << (cue))

enum {
	HEAD_BYTES = 4 * 3,	/* an adverb may stand before a cue that opens a clause */
	TITLE_BYTES = 24 * 3,	/* the longest first sentence that is only a heading */
	SLOGAN_BYTES = 12 * 3,	/* the longest later one (推进机制一体化。) */

	OPEN = BIT(CUE_OPEN) | BIT(CUE_PLAN),
	FIGURE = BIT(CUE_COUNT),
	ALL = BIT(CUE_COUNT + 1) - 1
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

	/* what is rare is asked first: whether it is the head nothing foretells */
	value = (value & CUE_TAIL) != 0 && !head && ends_clause(next, end) ? (int)CUE_OPEN : value;
	cue = CUE_OF(value);
	if ((r->clause.silent & BIT(cue)) != 0 || (s->title && (value & CUE_TITLE) == 0) ||
	    ((value & CUE_HEAD) != 0 && !head))
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

/* What is no Han at p; returns what is behind it. */
static inline const char *
take_mark(struct reading *r, const char *p, const char *end)
{
	unsigned len;
	uint32_t c = utf8_get(p, end, &len);
	uint64_t bit = mark_bit(c);

	if ((bit & MARKS_COMMA) != 0)
		end_clause(r, p + len);
	else if (c == U'。' || (bit & MARKS_STOP) != 0)
		end_sentence(r, p, p + len);
	else if (c == U'《' || c == U'》')
		r->sentence.title = c == U'《';
	else if ((bit & MARKS_DIGIT) != 0)
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
		for (uint64_t hits = cues_find(block, end, &n); hits != 0; hits &= hits - 1) {
			const char *p = block + __builtin_ctzll(hits);

			if (p < behind)
				continue;
			behind = cue_han(*p) ? take_word(r, p, end) : take_mark(r, p, end);
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

/* Where the clause or sentence that ends at p begins: behind a mark that ends another. */
static inline const char *
begin_of(const char *p, const char *begin, bool (*mark)(uint32_t))
{
	while (p > begin) {
		const char *back;
		unsigned len;

		for (; p - begin >= 3 && mark_not(p[-3]); p -= 3)
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
		const struct word *cue = cue_han(*p) && cue_may(p, end) ? cue_at(p, end) : NULL;

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

	while (p > words.p && mark_stops(utf8_get(p = utf8_back(p, words.p), end, &len)))
		end = p;
	clause = begin_of(end, words.p, mark_ends);
	if (!may_be_endless(clause, end))
		return STATUS_PLANNED;
	read_words(&r, str_of(begin_of(clause, words.p, mark_stops), end), true);
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
