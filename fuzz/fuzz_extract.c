/*
 * The whole way, from bytes to JSON: decode, read, cut into articles, find
 * outline and facts, write, in each form. Beside what the sanitizers see, it checks what the headers promise of lines, spans,
 * nodes and facts, and that the JSON is well-formed.
 */
#include <ctype.h>

#include "documents.h"
#include "write/extract.h"

/* p is where a character begins, or the end. */
static bool
at_character(struct str s, size_t at)
{
	return at == s.n || (at < s.n && ((unsigned char)s.p[at] & 0xC0) != 0x80);
}

static void
check_span(const struct document *d, struct span s)
{
	HOLDS(s.source >= d->first && s.source - d->first < d->ntexts);
	HOLDS(s.from <= s.to);
	HOLDS(at_character(d->texts[s.source - d->first]->body, s.from));
	HOLDS(at_character(d->texts[s.source - d->first]->body, s.to));
}

static void
check_spans(const struct document *d, const span_array *v)
{
	for (size_t i = 0; i < v->n; i++)
		check_span(d, v->v[i]);
}

static void
check_str(struct str s)
{
	HOLDS(utf8_check(s) == s.n);
}

static void
check_node(const struct document *d, const struct article *a, uint32_t id)
{
	const struct node *n = &a->nodes.v[id - 1];

	HOLDS(n->parent < id);
	HOLDS(n->depth == (n->parent == 0 ? 1 : a->nodes.v[n->parent - 1].depth + 1));
	HOLDS(n->run <= a->spans.n && n->nrun <= a->spans.n - n->run);
	HOLDS(n->mark < MARK_COUNT && n->role < ROLE_COUNT && n->status < STATUS_COUNT);
	check_str(n->marker);
	check_str(n->heading);
	if (n->nrun > 0) {
		struct str whole = document_str(d, a->spans.v[n->run]);

		HOLDS(at_character(whole, n->text));
	}
}

static void
check_fact(const struct document *d, const struct article *a, const struct fact *f)
{
	HOLDS(f->node <= a->nodes.n);
	check_span(d, f->span);
	switch (f->type) {
	case FACT_QUANTITY:
		HOLDS(f->cmp < CMP_COUNT && f->scale >= 0);
		check_str(fact_unit(f));
		break;
	case FACT_DATE:
		HOLDS(f->role < DATE_ROLE_COUNT && date_valid(f->date.from));
		HOLDS(f->date.to.year == 0 || date_valid(f->date.to));
		break;
	case FACT_DOCUMENT:
		check_str(fact_title(f));
		break;
	case FACT_DUTY:
		for (size_t i = 0; i < f->nlead; i++)
			check_str(f->lead[i]);
		for (size_t i = 0; i < f->nsupport; i++)
			check_str(f->support[i]);
		break;
	default:
		HOLDS(!"a type of fact");
	}
}

static void
check_article(const struct document *d, const struct article *a)
{
	HOLDS(a->kind < KIND_COUNT);
	HOLDS(a->issued.year == 0 || date_valid(a->issued));
	check_spans(d, &a->preamble);
	check_spans(d, &a->closing);
	check_spans(d, &a->spans);
	for (uint32_t id = 1; id <= a->nodes.n; id++)
		check_node(d, a, id);
	for (size_t i = 0; i < a->facts.n; i++)
		check_fact(d, a, &a->facts.v[i]);
}

static void
check_document(const struct document *d)
{
	for (uint32_t i = 0; i < d->ntexts; i++)
		check_lines(d->texts[i]);
	for (size_t i = 0; i < d->articles.n; i++)
		check_article(d, &d->articles.v[i]);
	for (size_t i = 0; i < d->notes.n; i++)
		check_span(d, d->notes.v[i].at);
}

/* JSON, as far as a writer can get it wrong: strings, brackets, and what stands between values. */

static const char *
json_string(const char *p, const char *end)
{
	for (p++; p < end && *p != '"'; p++) {
		HOLDS((unsigned char)*p >= 0x20);
		if (*p == '\\')
			HOLDS(++p < end && strchr("\"\\/bfnrtu", *p) != NULL);
	}
	HOLDS(p < end);
	return p + 1;
}

static const char *
json_word(const char *p, const char *end)
{
	const char *from = p;
	struct str s;

	while (p < end && (isalnum((unsigned char)*p) || *p == '-' || *p == '.'))
		p++;
	s = str_of(from, p);
	HOLDS(s.n > 0);
	if (isalpha((unsigned char)*from)) {
		HOLDS(str_eq(s, STR("null")));
		return p;
	}
	HOLDS(isdigit((unsigned char)p[-1]));
	return p;
}

/* open: the brackets that are open; a value or a closing bracket comes next. */
static void
check_json(struct str s)
{
	const char *p = s.p, *end = str_end(s);
	char open[32];
	size_t depth = 0;
	bool value = false;	/* just after one */

	check_str(s);
	while (p < end) {
		if (*p == '\n') {
			p++;
		} else if (*p == '{' || *p == '[') {
			HOLDS(!value && depth < sizeof open);
			open[depth++] = *p++;
		} else if (*p == '}' || *p == ']') {
			HOLDS(depth > 0 && open[--depth] == (*p == '}' ? '{' : '['));
			HOLDS(value || p[-1] == '{' || p[-1] == '[');
			value = true;
			p++;
		} else if (*p == ',' || *p == ':') {
			HOLDS(value && depth > 0);
			HOLDS(*p == ',' || (open[depth - 1] == '{' && p[-1] == '"'));
			value = false;
			p++;
		} else {
			HOLDS(!value);
			p = *p == '"' ? json_string(p, end) : json_word(p, end);
			value = true;
		}
	}
	HOLDS(depth == 0 && value);
}

static void
write_forms(const struct document *d)
{
	static const struct form *const forms[] = { &form_json, &form_tree, &form_table, &form_text };

	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		struct buf out = { 0 };
		struct extract x;

		extract_init(&x, &out, LANG_ZH, false);
		forms[i]->document(&x, d);
		if (forms[i]->end != NULL)
			forms[i]->end(&x);
		extract_free(&x);
		HOLDS(out.err == OK);
		if (forms[i] == &form_json)
			check_json((struct str){ out.p, out.n });
		else
			check_str((struct str){ out.p, out.n });
		buf_free(&out);
	}
}

static void
take(struct document *d, void *arg)
{
	(void)arg;
	check_document(d);
	write_forms(d);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	read_documents((struct str){ (const char *)p, n }, take, NULL);
	return 0;
}
