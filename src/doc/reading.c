#include "doc/reading.h"

#include "base/utf8.h"
#include "doc/ledger.h"
#include "doc/triggers.h"

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

/* Asks the rules of mask, each called by its name; returns the byte to go on at, p if no rule took anything. */
static inline const char *
ask(struct reading *r, const char *p, unsigned mask)
{
	const char *q;

#define X(name)                                                         \
	if ((mask & 1u << RULE_##name) != 0 && (q = name##_at(r, p)) > p) \
		return q;
	RULES(X)
#undef X
	return p;
}

/* Asks the rules at the places wanted, a window at a time, but not inside of what a rule took. */
void
reading_run(struct reading *r, const struct triggers *t)
{
	const char *p = r->run.p, *end = str_end(r->run), *window = p, *next;	/* read up to p */
	struct hits h;

	for (; window < end; window = next > p ? next : p) {
		next = triggers_find(&h, t, r->run, window);
		for (size_t i = 0; i < h.n; i++)
			if (window + h.at[i] >= p)
				p = ask(r, window + h.at[i], h.mask[i]);
	}
}

static void
read_spans(struct reading *r, const struct triggers *t, const span_array *spans, size_t from, size_t n)
{
	for (size_t i = from; i < from + n; i++) {
		r->at = spans->v[i];
		r->run = document_str(r->document, spans->v[i]);
		reading_run(r, t);
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

void
reading_article(struct document *d, struct article *a, const struct triggers *t)
{
	struct reading r = { .arena = d->arena, .document = d, .article = a, .notes = &d->notes };
	size_t field = 0;

	r.first = a->facts.n;
	read_spans(&r, t, &a->preamble, 0, a->preamble.n);
	for (uint32_t i = 0; i < a->nodes.n; i++) {
		const struct node *n = &a->nodes.v[i];

		article_fetch(a, i + ARTICLE_AHEAD);
		r.node = i + 1;
		r.role = governing_role(a, i + 1);
		r.status = n->status;
		r.last_year = 0;
		r.first = a->facts.n;
		read_spans(&r, t, &a->spans, n->run, n->nrun);
		for (; field < a->fields.n && a->fields.v[field].node == i + 1; field++)
			ledger_read_field(&r, t, &a->fields.v[field]);
	}
	r.node = 0;
	r.role = ROLE_NONE;
	r.status = STATUS_NONE;
	r.last_year = 0;
	r.first = a->facts.n;
	read_spans(&r, t, &a->closing, 0, a->closing.n);
}
