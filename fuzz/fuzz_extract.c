/*
 * The whole way, from bytes to JSON: decode, read, cut into articles, find
 * outline and facts, write. Byte 0x1C parts the input into files, which are
 * read as one call would (cli/intake.c), so pages are joined too. Beside what
 * the sanitizers see, it checks what the headers promise of lines, spans,
 * nodes and facts, and that the JSON is well-formed.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "read/reader.h"
#include "write/extract.h"

#define MOST (64 * 1024)	/* longer inputs teach nothing new, slowly */
#define FILES 4
#define FILE_END 0x1C

#define CHECK(x) ((x) ? (void)0 : broken(#x, __LINE__))

_Noreturn static void
broken(const char *what, int line)
{
	fprintf(stderr, "fuzz_extract.c:%d: does not hold: %s\n", line, what);
	abort();
}

/* p is where a character begins, or the end. */
static bool
at_character(struct str s, size_t at)
{
	return at == s.n || (at < s.n && ((unsigned char)s.p[at] & 0xC0) != 0x80);
}

static void
check_span(const struct document *d, struct span s)
{
	CHECK(s.source >= d->first && s.source - d->first < d->ntexts);
	CHECK(s.from <= s.to);
	CHECK(at_character(d->texts[s.source - d->first]->body, s.from));
	CHECK(at_character(d->texts[s.source - d->first]->body, s.to));
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
	CHECK(utf8_check(s) == s.n);
}

static void
check_text(const struct text *t)
{
	uint32_t at = 0;

	check_str(t->body);
	check_str(t->title);
	for (size_t i = 0; i < t->lines.n; i++) {
		const struct line *l = &t->lines.v[i];

		CHECK(l->from == at && l->from < l->to && l->to < t->body.n);
		CHECK(t->body.p[l->to] == '\n');
		CHECK(memchr(t->body.p + l->from, '\n', l->to - l->from) == NULL);
		at = l->to + 1;
	}
	CHECK(at == t->body.n);
}

static void
check_node(const struct document *d, const struct article *a, uint32_t id)
{
	const struct node *n = &a->nodes.v[id - 1];

	CHECK(n->parent < id);
	CHECK(n->depth == (n->parent == 0 ? 1 : a->nodes.v[n->parent - 1].depth + 1));
	CHECK(n->run <= a->spans.n && n->nrun <= a->spans.n - n->run);
	CHECK(n->mark < MARK_COUNT && n->role < ROLE_COUNT && n->status < STATUS_COUNT);
	check_str(n->marker);
	check_str(n->heading);
	if (n->nrun > 0) {
		struct str whole = document_str(d, a->spans.v[n->run]);

		CHECK(at_character(whole, n->text));
	}
}

static void
check_fact(const struct document *d, const struct article *a, const struct fact *f)
{
	CHECK(f->node <= a->nodes.n);
	check_span(d, f->span);
	switch (f->type) {
	case FACT_QUANTITY:
		CHECK(f->quantity.cmp < CMP_COUNT && f->quantity.value.scale >= 0);
		check_str(f->quantity.unit);
		break;
	case FACT_DATE:
		CHECK(f->date.role < DATE_ROLE_COUNT && date_valid(f->date.from));
		CHECK(f->date.to.year == 0 || date_valid(f->date.to));
		break;
	case FACT_DOCUMENT:
		check_str(f->document.title);
		break;
	case FACT_DUTY:
		for (size_t i = 0; i < f->duty.nlead; i++)
			check_str(f->duty.lead[i]);
		for (size_t i = 0; i < f->duty.nsupport; i++)
			check_str(f->duty.support[i]);
		break;
	default:
		CHECK(!"a type of fact");
	}
}

static void
check_article(const struct document *d, const struct article *a)
{
	CHECK(a->kind < KIND_COUNT);
	CHECK(a->issued.year == 0 || date_valid(a->issued));
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
		check_text(d->texts[i]);
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
		CHECK((unsigned char)*p >= 0x20);
		if (*p == '\\')
			CHECK(++p < end && strchr("\"\\/bfnrtu", *p) != NULL);
	}
	CHECK(p < end);
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
	CHECK(s.n > 0);
	if (isalpha((unsigned char)*from)) {
		CHECK(str_eq(s, STR("null")));
		return p;
	}
	CHECK(isdigit((unsigned char)p[-1]));
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
			CHECK(!value && depth < sizeof open);
			open[depth++] = *p++;
		} else if (*p == '}' || *p == ']') {
			CHECK(depth > 0 && open[--depth] == (*p == '}' ? '{' : '['));
			CHECK(value || p[-1] == '{' || p[-1] == '[');
			value = true;
			p++;
		} else if (*p == ',' || *p == ':') {
			CHECK(value && depth > 0);
			CHECK(*p == ',' || (open[depth - 1] == '{' && p[-1] == '"'));
			value = false;
			p++;
		} else {
			CHECK(!value);
			p = *p == '"' ? json_string(p, end) : json_word(p, end);
			value = true;
		}
	}
	CHECK(depth == 0 && value);
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
		CHECK(out.err == OK);
		if (forms[i] == &form_json)
			check_json((struct str){ out.p, out.n });
		else
			check_str((struct str){ out.p, out.n });
		buf_free(&out);
	}
}

static void
make(struct document *d)
{
	if (d->ntexts == 0)
		return;
	document_make(d, 0);
	check_document(d);
	write_forms(d);
}

/* Texts with a page-turn note are made together, the others each alone. */
static void
take(struct arena *a, struct text **texts, uint32_t n)
{
	struct document pages = { .arena = a };

	pages.texts = arena_alloc(a, FILES * sizeof *pages.texts);
	for (uint32_t i = 0; i < n; i++) {
		struct document alone = { .arena = a, .texts = &texts[i], .ntexts = 1 };

		if (text_turns(texts[i]))
			pages.texts[pages.ntexts++] = texts[i];
		else
			make(&alone);
	}
	make(&pages);
}

static void
read_files(struct arena *a, struct str rest)
{
	struct text **texts = arena_alloc(a, FILES * sizeof *texts);
	uint32_t n = 0;

	for (uint32_t i = 0; i < FILES && rest.n > 0; i++) {
		const char *end = memchr(rest.p, FILE_END, rest.n);
		struct str one = end == NULL ? rest : str_of(rest.p, end);
		struct source s = { .name = "-", .bytes = one };
		struct why why = { 0 };

		rest = end == NULL ? (struct str){ NULL, 0 } : str_of(end + 1, str_end(rest));
		if (one.n > 0 && read_source(a, &s, READ_HASH, &texts[n], &why) == OK)
			n++;
	}
	take(a, texts, n);
}

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a;

	if (n > MOST || (a = arena_new((size_t)256 << 20)) == NULL)
		return 0;
	if (!arena_try(a))
		read_files(a, (struct str){ (const char *)p, n });
	arena_free(a);
	return 0;
}
