/*
 * What the cells of a ledger sheet state: states, days, names. Words of any
 * kind (progress, targets) are read by the rules that read prose.
 */
#include "base/utf8.h"
#include "doc/ledger.h"
#include "doc/role.h"
#include "doc/status.h"

#define NAMES_MOST 256	/* in a cell */

/* ---- state ---- */

/* The word of words/state.txt that a cell is, or begins with before a mark; NULL if it is another thing. */
static const struct word *
state_word(struct str s)
{
	static const struct str marks[] = { STR("，"), STR("。"), STR("；"), STR("（"), STR("("), STR(","), STR(";"), STR(" "), STR("、"), STR(LINE_INSIDE) };
	const struct word *w;

	s = str_trim(s);
	w = s.n == 0 ? NULL : words_at(&words_state, s.p, str_end(s));
	if (w != NULL && w->n < s.n && !str_starts_any(str_slice(s, w->n, s.n), marks, sizeof marks / sizeof marks[0]))
		return NULL;
	return w;
}

/* By its word, else as prose that tells what was done. */
static enum status
state_of(struct str cell, enum article_kind kind)
{
	const struct word *w = state_word(cell);
	struct status_context c = { .kind = kind == KIND_FEEDBACK || kind == KIND_OTHER ? KIND_RECTIFICATION : kind, .role = ROLE_MEASURE };

	return w != NULL ? (enum status)w->value : status_of(cell, &c);
}

static void
note_cell(struct document *d, const struct field *f, struct str cell)
{
	const struct text *t = d->texts[f->span.source - d->first];
	uint32_t row = text_row(t, text_line(t, f->span.from));
	struct str words = utf8_cut(cell, 60);
	const char *label = field_label(f->kind);

	*array_add(d->arena, &d->notes) = (struct note){ NOTE_LEDGER_CELL, f->span,
		row == 0 ? arena_printf(d->arena, "%s“%.*s”", label, STR_ARG(words)) :
		    arena_printf(d->arena, "第%u行%s“%.*s”", row, label, STR_ARG(words)) };
}

void
ledger_statuses(struct document *d, struct article *a)
{
	uint32_t told = 0;	/* the node whose state a cell of its own tells */

	for (size_t i = 0; i < a->fields.n; i++) {
		const struct field *f = &a->fields.v[i];
		struct node *n = &a->nodes.v[f->node - 1];

		if (f->kind == FIELD_STATUS) {
			n->status = (uint8_t)state_of(document_str(d, f->span), a->kind);
			told = f->node;
		} else if (f->kind == FIELD_PROGRESS && told != f->node) {
			n->status = (uint8_t)state_of(document_str(d, f->span), a->kind);
		}
	}
}

/* ---- facts ---- */

/* What parts names in a cell. */
static size_t
parting(const char *p, const char *end)
{
	static const struct str marks[] = { STR("、"), STR("，"), STR(","), STR("；"), STR(";"), STR("/"), STR("／"), STR(" "), STR("　"), STR(LINE_INSIDE) };
	struct str s = str_of(p, end);

	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (str_starts(s, marks[i]))
			return marks[i].n;
	return 0;
}

/* 张 三: a name that was drawn out to the width of three characters. */
static bool
goes_on(struct str before, struct str name, const char *parted)
{
	return before.n == 3 && name.n == 3 && (*parted == ' ' || str_starts(str_of(parted, name.p), STR("　")));
}

static void
read_names(struct reading *r, const struct field *f)
{
	struct str names[NAMES_MOST];
	const char *p = r->run.p, *end = str_end(r->run), *from = p;
	struct fact *fact;
	struct str *kept;
	size_t n = 0, bytes;

	for (; from < end && n < NAMES_MOST; from = p) {
		for (; p < end && parting(p, end) == 0; p += utf8_len((unsigned char)*p))
			continue;
		if (p > from && n > 0 && goes_on(names[n - 1], str_of(from, p), str_end(names[n - 1])))
			names[n - 1] = arena_printf(r->arena, "%.*s%.*s", STR_ARG(names[n - 1]), STR_ARG(str_of(from, p)));
		else if (p > from)
			names[n++] = str_of(from, p);
		while (p < end && (bytes = parting(p, end)) > 0)
			p += bytes;
	}
	fact = reading_add(r, FACT_DUTY, r->run.p, end);
	fact->role = f->kind;
	kept = memcpy(arena_alloc(r->arena, n * sizeof *names + 1), names, n * sizeof *names);
	if (field_reading(f->kind) == FIELD_LEADS) {
		fact->lead = kept;
		fact->nlead = (uint16_t)n;
	} else {
		fact->support = kept;
		fact->nsupport = (uint16_t)n;
	}
}

/* The days of a cell are all of one role; what else the rules saw there is none of its matter. */
static void
read_days(struct reading *r, const struct triggers *t, const struct field *f, enum date_role role)
{
	fact_array *facts = &r->article->facts;
	size_t first = facts->n, n = first;

	reading_run(r, t);
	for (size_t i = first; i < facts->n; i++) {
		if (facts->v[i].type != FACT_DATE)
			continue;
		facts->v[n] = facts->v[i];
		facts->v[n++].role = (uint8_t)role;
	}
	facts->n = n;
	if (n == first && state_word(r->run) == NULL)
		note_cell((struct document *)(uintptr_t)r->document, f, r->run);
}

void
ledger_read_field(struct reading *r, const struct triggers *t, const struct field *f)
{
	size_t first = r->article->facts.n;

	r->at = f->span;
	r->run = document_str(r->document, f->span);
	switch (field_reading(f->kind)) {
	case FIELD_FACTS:
		reading_run(r, t);
		break;
	case FIELD_LEADS:
	case FIELD_SUPPORTS:
		reading_run(r, t);		/* 牵头单位：甲科；配合单位：乙科 */
		if (r->article->facts.n == first)
			read_names(r, f);
		break;
	case FIELD_DUE:
		read_days(r, t, f, DATE_DEADLINE);
		break;
	case FIELD_WHEN:
		read_days(r, t, f, DATE_EVENT);
		break;
	case FIELD_PLAIN:
		break;
	}
}

/* ---- the article ---- */

/* Fields of a node in the order they came. */
static void
order_fields(struct arena *arena, struct article *a)
{
	uint32_t *at = arena_resize(arena, NULL, (a->nodes.n + 2) * sizeof *at);
	struct field *by_node = arena_resize(arena, NULL, (a->fields.n + 1) * sizeof *by_node);

	memset(at, 0, (a->nodes.n + 2) * sizeof *at);
	for (size_t i = 0; i < a->fields.n; i++)
		at[a->fields.v[i].node + 1]++;
	for (size_t id = 1; id < a->nodes.n + 2; id++)
		at[id] += at[id - 1];
	for (size_t i = 0; i < a->fields.n; i++)
		by_node[at[a->fields.v[i].node]++] = a->fields.v[i];
	arena_drop(arena, at);
	arena_drop(arena, a->fields.v);
	a->fields.v = by_node;
	a->fields.cap = a->fields.n + 1;
}

/* A ledger of findings tells of rectification, one of tasks is a plan. */
static enum article_kind
kind_of(const struct article *a)
{
	for (size_t i = 0; i < a->nodes.n; i++)
		if (a->nodes.v[i].sheet && a->nodes.v[i].role == ROLE_FINDING)
			return KIND_RECTIFICATION;
	return KIND_PLAN;
}

void
ledger_finish(struct document *d, struct article *a)
{
	if (a->ledgers.n == 0)
		return;
	order_fields(d->arena, a);
	if (a->kind == KIND_OTHER || a->kind == KIND_FEEDBACK || a->kind == KIND_PLAN)
		a->kind = kind_of(a);
}
