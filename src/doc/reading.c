#include "doc/reading.h"

#include "base/utf8.h"

static const struct rule *const rules[] = {
#define X(name) &rule_##name,
	RULES(X)
#undef X
};
enum { NRULES = sizeof rules / sizeof rules[0] };

/* Which rules want to be asked at a character of the basic plane. */
struct triggers {
	uint8_t mask[0x10000];
};

static void
trigger_set(struct triggers *t, const char *p, const char *end, unsigned rule)
{
	unsigned len;
	uint32_t c = utf8_get(p, end, &len);

	if (c < 0x10000)
		t->mask[c] |= (uint8_t)(1u << rule);
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

/* The rules to ask at p < end, and the bytes of its character. Nearly all are of three bytes. */
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

static void
read_run(struct reading *r, const struct triggers *t)
{
	const char *p = r->run.p, *end = str_end(r->run);

	while (p < end) {
		unsigned len, mask = wanted(t, p, end, &len);
		const char *q = mask == 0 ? p : ask(r, p, mask);

		p = q > p ? q : p + len;
	}
}

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
		struct node n = a->nodes.v[i];

		r.node = i + 1;
		r.role = governing_role(a, i + 1);
		r.status = n.status;
		r.last_year = 0;
		r.first = a->facts.n;
		read_spans(&r, t, &a->spans, n.run, n.nrun);
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
