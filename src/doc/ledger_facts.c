/*
 * What the cells of a ledger sheet state: states, days, names. Words of any
 * kind (progress, targets) are read by the rules that read prose.
 */
#include "base/letters.h"
#include "base/utf8.h"
#include "doc/ledger.h"
#include "doc/role.h"
#include "doc/status.h"

#define NAMES_MOST 256	/* in a cell */

/* ---- place ---- */

/* The name of the sheet that a line is of, which stands over it where there are several. Pages come in their order. */
static struct str
sheet_name(const struct text *t, uint32_t line)
{
	size_t first;

	array_search(first, t->lines.n, i, t->lines.v[i].page < t->lines.v[line].page);
	return t->lines.v[first].kind == LINE_HEADING ? line_str(t, &t->lines.v[first]) : (struct str){ NULL, 0 };
}

static bool
begins_before(const struct table *t, uint32_t source, uint32_t line)
{
	return t->source < source || (t->source == source && t->row <= line);
}

/* The row of its table that a line is; 0 where the tables do not stand in the order of lines. */
static uint32_t
table_row(const struct article *a, uint32_t source, uint32_t line)
{
	const struct table *t;
	size_t behind;

	array_search(behind, a->tables.n, i, begins_before(&a->tables.v[i], source, line));
	t = behind == 0 ? NULL : &a->tables.v[behind - 1];
	return t != NULL && t->source == source && line - t->row < t->nrows ? line - t->row + 1 : 0;
}

struct str
ledger_place(const struct document *d, const struct article *a, struct span cell)
{
	const struct text *t = d->texts[cell.source - d->first];
	uint32_t line = text_line(t, cell.from), row = text_row(t, line), column = 1;
	struct str before = str_slice(t->body, t->lines.v[line].from, cell.from), name = { NULL, 0 };
	char letters[LETTERS_TEXT];

	if (row > 0)
		name = sheet_name(t, line);
	else
		row = table_row(a, cell.source, line);
	for (size_t i = 0; i < before.n; i++)
		column += before.p[i] == '\t';
	return arena_printf(d->arena, "%s%.*s%s第%u行%.*s列", name.n > 0 ? "“" : "", STR_ARG(name), name.n > 0 ? "”" : "", row,
	    (int)letters_print(letters, column), letters);
}

/* ---- state ---- */

#define STATE_SURE 9	/* bytes: so long a word tells the state whatever follows; 完成 may go on as 完成率 */

/* The word of words/state.txt that a cell is, or begins with; NULL if it is another thing. */
static const struct word *
state_word(struct str s)
{
	static const struct str marks[] = { STR("，"), STR("。"), STR("；"), STR("（"), STR("("), STR(","), STR(";"), STR(" "), STR("、"), STR(LINE_INSIDE) };
	const struct word *w;

	s = str_trim(s);
	w = s.n == 0 ? NULL : words_at(&words_state, s.p, str_end(s));
	if (w != NULL && w->n < STATE_SURE && w->n < s.n && !str_starts_any(str_slice(s, w->n, s.n), marks, sizeof marks / sizeof marks[0]))
		return NULL;
	return w;
}

static void
note_cell(const struct document *d, const struct article *a, const struct field *f, const char *why, note_array *notes)
{
	struct str place = ledger_place(d, a, f->span), words = utf8_cut(document_str(d, f->span), 60);

	*array_add(d->arena, notes) = (struct note){ NOTE_LEDGER_CELL, f->span,
		arena_printf(d->arena, "%.*s，%s“%.*s”%s", STR_ARG(place), field_label(f->kind), STR_ARG(words), why) };
}

/* What was done is told as in prose, if no word alone tells it. */
static enum status
progress_state(struct str cell)
{
	const struct word *w = state_word(cell);
	struct status_context c = { .kind = KIND_RECTIFICATION, .role = ROLE_MEASURE };

	return w != NULL ? (enum status)w->value : status_of(cell, &c);
}

/* A cell of the state is one of its words, or not understood: nothing is taken for done that does not say so. */
static enum status
cell_state(struct document *d, const struct article *a, const struct field *f)
{
	const struct word *w = state_word(document_str(d, f->span));

	if (w != NULL)
		return (enum status)w->value;
	note_cell(d, a, f, "", &d->notes);
	return STATUS_NONE;
}

void
ledger_statuses(struct document *d, struct article *a)
{
	uint32_t told = 0;	/* the node whose state a cell of its own tells */

	for (size_t i = 0; i < a->fields.n; i++) {
		const struct field *f = &a->fields.v[i];
		struct node *n = &a->nodes.v[f->node - 1];

		if (f->kind == FIELD_STATUS) {
			n->status = (uint8_t)cell_state(d, a, f);
			told = f->node;
		} else if (f->kind == FIELD_PROGRESS && told != f->node) {
			n->status = (uint8_t)progress_state(document_str(d, f->span));
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

/* The names that stand in the words at hand. */
static str_array
names_of(const struct reading *r)
{
	const char *p = r->run.p, *end = str_end(r->run), *from = p;
	str_array names = { 0 };
	size_t bytes;

	for (; from < end && names.n < NAMES_MOST; from = p) {
		for (; p < end && parting(p, end) == 0; p += utf8_len((unsigned char)*p))
			continue;
		if (names.n > 0 && goes_on(*array_last(&names), str_of(from, p), str_end(*array_last(&names))))
			*array_last(&names) = arena_printf(r->arena, "%.*s%.*s", STR_ARG(*array_last(&names)), STR_ARG(str_of(from, p)));
		else if (p > from)
			*array_add(r->arena, &names) = str_of(from, p);
		while (p < end && (bytes = parting(p, end)) > 0)
			p += bytes;
	}
	return names;
}

static void
read_names(struct reading *r, const struct field *f)
{
	str_array names = names_of(r);
	struct fact *fact = reading_add(r, FACT_DUTY, r->run.p, str_end(r->run));

	fact->role = f->kind;
	if (field_reading(f->kind) == FIELD_LEADS) {
		fact->lead = names.v;
		fact->nlead = (uint16_t)names.n;
	} else {
		fact->support = names.v;
		fact->nsupport = (uint16_t)names.n;
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
		note_cell(r->document, r->article, f, r->article->year == 0 && str_has(r->run, STR("月")) ? "，全文没有写明年份" : "",
		    r->notes);
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
