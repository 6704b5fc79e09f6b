#include "doc/status.h"

#include "base/utf8.h"
#include "doc/words.h"

enum {
	HEAD_BYTES = 4 * 3,	/* an adverb may stand before a cue that opens a clause */
	TITLE_BYTES = 24 * 3,	/* the longest first sentence that is only a heading */
	SLOGAN_BYTES = 12 * 3	/* the longest later one (推进机制一体化。) */
};

/* How a text is read: one pass, counting cues; a sentence is folded where it ends. */
struct reading {
	const char *sentence, *clause;	/* where they begin */
	bool title;			/* inside 《》 */
	bool aside, turn, aim, open;	/* the clause has a cue of this kind */
	unsigned clauses;		/* of the sentence that are not asides */
	unsigned seen[CUE_COUNT];	/* in the sentence */
	enum cue opens;			/* what the sentence opens with */
	enum cue last;			/* its last claim: MADE, OPEN or DRAFT */
	bool forever;			/* the clause begins with a cue of FOREVER */

	unsigned count[CUE_COUNT];	/* sentences of the text by what they claim */
	unsigned sentences, headings;	/* folded; left out */
	unsigned made_after;		/* sentences of MADE after the last OPEN */
	enum cue begins;		/* what the first sentence opens with */
	enum cue claims;		/* what the last sentence claims */
	enum cue heading;		/* what the first heading claims */
	unsigned targets;		/* figures, days and products that name an end */
	bool endless;			/* the text ends on a clause of FOREVER */
};

static enum cue
sentence_claim(const struct reading *r)
{
	if (r->seen[CUE_FOREVER] > 0)
		return CUE_FOREVER;
	if (r->last != CUE_NONE)
		return r->last;
	if (r->opens == CUE_PUSH || r->opens == CUE_KEEP)
		return r->opens;
	if (r->seen[CUE_ACT] > 0)
		return CUE_ACT;
	return r->seen[CUE_KEEP] > 0 ? CUE_KEEP : CUE_NONE;
}

/* A first sentence that is short or names the problem; later ones, if slogans. */
static bool
is_heading(const struct reading *r, const char *end, enum cue claim)
{
	struct str s = str_of(r->sentence, end);

	if (r->sentences + r->headings == 0)
		return s.n <= TITLE_BYTES || str_starts(s, STR("关于"));
	return s.n <= SLOGAN_BYTES && (claim == CUE_PUSH || claim == CUE_KEEP);
}

static void
fold_sentence(struct reading *r, const char *end)
{
	enum cue claim = sentence_claim(r);

	if (is_heading(r, end, claim)) {
		if (r->headings++ == 0)
			r->heading = claim;
		return;
	}
	if (r->sentences++ == 0)
		r->begins = r->opens;
	r->count[claim]++;
	r->claims = claim;
	if (claim == CUE_OPEN)
		r->made_after = 0;
	else if (claim == CUE_MADE)
		r->made_after++;
}

static void
begin_clause(struct reading *r, const char *p)
{
	if (p == r->clause)
		return;
	if (!r->aside)
		r->clauses++;
	r->clause = p;
	r->aside = r->turn = r->aim = r->open = r->forever = false;
}

/* next: behind the punctuation that stands at p. */
static void
end_sentence(struct reading *r, const char *p, const char *next)
{
	if (p > r->sentence) {
		r->endless = r->forever;
		fold_sentence(r, p);
	}
	begin_clause(r, next);
	r->sentence = next;
	r->clauses = 0;
	r->title = false;
	r->opens = r->last = CUE_NONE;
	memset(r->seen, 0, sizeof r->seen);
}

/* Whether what stands earlier in the clause leaves nothing for a cue to say. */
static bool
is_bound(const struct reading *r, enum cue cue)
{
	if (r->aim || (r->turn && cue != CUE_OPEN) || (r->open && cue == CUE_MADE))
		return true;
	return r->aside && cue != CUE_MADE && cue != CUE_OPEN;
}

static void
take_cue(struct reading *r, int value, const char *p)
{
	enum cue cue = CUE_OF(value);
	bool head = p - r->clause <= HEAD_BYTES;

	if ((r->title && (value & CUE_TITLE) == 0) || (!head && (value & CUE_HEAD) != 0) ||
	    is_bound(r, cue))
		return;
	r->aim |= cue == CUE_AIM;
	r->aside |= cue == CUE_ASIDE;
	r->turn |= cue == CUE_TURN;
	r->open |= cue == CUE_OPEN;
	if (cue == CUE_TURN)
		cue = CUE_KEEP;
	if (cue == CUE_FOREVER && r->last == CUE_MADE)
		return;
	r->seen[cue]++;
	r->forever |= cue == CUE_FOREVER && head;
	r->targets += cue == CUE_MADE || cue == CUE_DRAFT || cue == CUE_DUE;
	if (cue == CUE_OPEN || ((cue == CUE_MADE || cue == CUE_DRAFT) && r->last != CUE_OPEN))
		r->last = cue;
	if (r->opens == CUE_NONE && head && r->clauses == 0 && cue < CUE_DUE)
		r->opens = cue;
}

/* The cue at p, a character of three bytes; most characters begin none. */
static inline const struct word *
cue_at(const char *p, const char *end)
{
	const struct words *w = &words_status;
	unsigned b = words_bucket(p, end);

	for (unsigned i = w->bucket[b]; i < w->bucket[b + 1]; i++)
		if (memcmp(w->v[i].p, p, 3) == 0)
			return words_at(w, p, end);
	return NULL;
}

/* Punctuation and digits at p; returns behind the character. */
static const char *
take_mark(struct reading *r, const char *p, const char *end)
{
	unsigned len;
	uint32_t c = utf8_get(p, end, &len);

	switch (c) {
	case U'。': case U'；': case U'！': case U'？': case ';': case '!': case '?': case '\n':
		end_sentence(r, p, p + len);
		break;
	case U'，': case U'：': case ',': case ':':
		begin_clause(r, p + len);
		break;
	case U'《': case U'》':
		r->title = c == U'《';
		break;
	default:
		if (utf8_digit(c) >= 0 && !r->turn && !r->aside && !r->title)
			r->targets++;
	}
	return p + len;
}

static void
read_words(struct reading *r, struct str words)
{
	const char *end = str_end(words);

	*r = (struct reading){ .sentence = words.p, .clause = words.p };
	for (const char *p = words.p; p < end; ) {
		unsigned char c = (unsigned char)*p;
		const struct word *hit;

		if (c < 0x80 || c == 0xE3 || c == 0xEF || end - p < 3) {
			p = take_mark(r, p, end);
			continue;
		}
		hit = c < 0xF0 && c >= 0xE0 ? cue_at(p, end) : NULL;
		if (hit != NULL)
			take_cue(r, hit->value, p);
		p += hit != NULL ? hit->n : utf8_len(c);
	}
	end_sentence(r, end, end);
	if (r->sentences == 0 && r->headings > 0) {
		r->begins = r->claims = r->heading;
		r->count[r->heading]++;
	}
}

/* What is claimed of a thing that was or is being done. */
static enum status
measure_status(const struct reading *r)
{
	if (r->claims == CUE_FOREVER)
		return STATUS_STANDING;
	if (r->count[CUE_OPEN] > 0 && r->made_after <= 1)
		return STATUS_ONGOING;
	if (r->count[CUE_DRAFT] > 0 && (r->claims == CUE_DRAFT || r->count[CUE_MADE] == 0))
		return STATUS_ONGOING;
	if (r->begins == CUE_KEEP && r->count[CUE_MADE] <= 1)
		return STATUS_STANDING;
	if (r->claims == CUE_PUSH && r->count[CUE_PUSH] > r->count[CUE_MADE])
		return STATUS_ONGOING;
	if (r->count[CUE_MADE] > 0)
		return STATUS_DONE;
	if (r->claims == CUE_KEEP)
		return STATUS_STANDING;
	return STATUS_DONE;
}

/* What is asked of somebody, or promised. */
static enum status
plan_status(const struct reading *r, bool duty)
{
	if (r->endless)
		return STATUS_STANDING;
	if (duty && r->targets == 0 && r->count[CUE_KEEP] > 0)
		return STATUS_STANDING;
	return STATUS_PLANNED;
}

enum status
status_of(struct str words, const struct status_context *c)
{
	struct reading r;

	words = str_trim(words);
	if (words.n == 0 || (c->kind == KIND_FEEDBACK && c->role == ROLE_FINDING))
		return STATUS_NONE;
	read_words(&r, words);
	if (c->role == ROLE_DUTY || c->kind == KIND_PLAN || c->kind == KIND_NOTICE)
		return plan_status(&r, true);
	if (c->future || c->role == ROLE_PROPOSAL || c->role == ROLE_COMMITMENT)
		return plan_status(&r, false);
	return measure_status(&r);
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
