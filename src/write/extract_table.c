/*
 * Nodes, facts and notes as aligned columns, for people. A table is an array
 * of columns; a column knows its head and prints one cell. Each table is gone
 * through twice: to measure, then to print.
 */
#include "write/columns.h"
#include "write/extract.h"

#define CELL_MOST 48	/* columns of a cell; longer words are cut */
#define COLUMNS_MOST 8

/* What a cell may need: a row of a table, and what it belongs to. */
struct row {
	const struct extract *x;
	const struct document *d;
	const struct article *a;
	const uint32_t *nfacts;	/* by node id */
	uint32_t id;		/* of the node, from 1 */
	const struct fact *fact;
};

struct column {
	const char *zh, *en;
	void (*cell)(struct buf *, const struct row *);
};

struct grid {
	const struct column *columns;
	size_t ncolumns;
	unsigned width[COLUMNS_MOST];
	struct buf cell;	/* the one in hand */
};

static const struct node *
row_node(const struct row *r)
{
	return &r->a->nodes.v[r->id - 1];
}

static const char *
row_label(const struct row *r, const char *zh, const char *en)
{
	return r->x->lang == LANG_ZH ? zh : en == NULL ? "" : en;
}

static struct str
head_of(const struct column *c, enum lang lang)
{
	return cstr(lang == LANG_ZH ? c->zh : c->en);
}

/* Fills g->cell with column i of the row, cut to what a cell may take; returns its columns. */
static unsigned
grid_cell(struct grid *g, const struct row *r, size_t i)
{
	g->cell.n = 0;
	g->columns[i].cell(&g->cell, r);
	return columns_width((struct str){ g->cell.p, g->cell.n });
}

static void
grid_measure(struct grid *g, const struct row *r)
{
	for (size_t i = 0; i < g->ncolumns; i++) {
		unsigned w = grid_cell(g, r, i);
		if (w > g->width[i])
			g->width[i] = w < CELL_MOST ? w : CELL_MOST;
	}
}

static void
grid_put(struct grid *g, struct buf *b, struct str s, size_t i)
{
	if (i + 1 == g->ncolumns) {
		columns_put(b, s, CELL_MOST);
		buf_putc(b, '\n');
		return;
	}
	columns_fill(b, s, g->width[i]);
	columns_pad(b, 2);
}

static void
grid_heads(struct grid *g, const struct extract *x)
{
	if (x->colour)
		buf_puts(x->out, STR("\033[1m"));
	for (size_t i = 0; i < g->ncolumns; i++)
		grid_put(g, x->out, head_of(&g->columns[i], x->lang), i);
	if (x->colour)
		buf_puts(x->out, STR("\033[0m"));
}

static void
grid_row(struct grid *g, const struct row *r)
{
	for (size_t i = 0; i < g->ncolumns; i++) {
		grid_cell(g, r, i);
		grid_put(g, r->x->out, (struct str){ g->cell.p, g->cell.n }, i);
	}
}

/* Moves the row to the i-th of its table; false after the last. */
typedef bool row_at(struct row *, size_t i);

static void
grid_print(const struct column *columns, size_t ncolumns, struct row *r, row_at *at)
{
	struct grid g = { .columns = columns, .ncolumns = ncolumns };

	if (!at(r, 0))
		return;
	for (size_t i = 0; i < ncolumns; i++)
		g.width[i] = columns_width(head_of(&columns[i], r->x->lang));
	for (size_t i = 0; at(r, i); i++)
		grid_measure(&g, r);
	buf_putc(r->x->out, '\n');
	grid_heads(&g, r->x);
	for (size_t i = 0; at(r, i); i++)
		grid_row(&g, r);
	if (g.cell.err != OK && r->x->out->err == OK)
		r->x->out->err = g.cell.err;
	buf_free(&g.cell);
}

/* Nodes. */

static void
cell_id(struct buf *b, const struct row *r)
{
	buf_putu(b, r->id);
}

static void
cell_marker(struct buf *b, const struct row *r)
{
	columns_pad(b, row_node(r)->depth > 0 ? 2u * (row_node(r)->depth - 1u) : 0);
	buf_puts(b, row_node(r)->marker);
}

static void
cell_role(struct buf *b, const struct row *r)
{
	enum role role = row_node(r)->role;

	buf_puts(b, cstr(row_label(r, role_label(role), role_name(role))));
}

static void
cell_status(struct buf *b, const struct row *r)
{
	enum status s = row_node(r)->status;

	if (s != STATUS_NONE)
		buf_puts(b, cstr(row_label(r, status_label(s), status_name(s))));
}

static void
cell_nfacts(struct buf *b, const struct row *r)
{
	buf_putu(b, r->nfacts[r->id]);
}

/* The heading, or the first words: no more than can be shown. */
static void
cell_heading(struct buf *b, const struct row *r)
{
	const struct node *n = row_node(r);
	struct str s = n->heading;

	for (uint32_t i = 0; i < n->nrun && s.n == 0; i++)
		s = str_trim(extract_piece(r->d, r->a, n, i));
	columns_put(b, s, CELL_MOST);
}

static const struct column node_columns[] = {
	{ "编号",	"id",		cell_id },
	{ "层次",	"node",		cell_marker },
	{ "角色",	"role",		cell_role },
	{ "状态",	"status",	cell_status },
	{ "要素",	"facts",	cell_nfacts },
	{ "标题",	"heading",	cell_heading },
};

static bool
node_at(struct row *r, size_t i)
{
	r->id = (uint32_t)i + 1;
	return i < r->a->nodes.n;
}

/* Facts. */

static void
cell_fact_node(struct buf *b, const struct row *r)
{
	buf_putu(b, r->fact->node);
}

static void
cell_fact_type(struct buf *b, const struct row *r)
{
	static const char *const labels[] = {
		[FACT_QUANTITY] = "数量",
		[FACT_DATE] = "日期",
		[FACT_DOCUMENT] = "文件",
		[FACT_DUTY] = "责任",
	};

	buf_puts(b, cstr(row_label(r, labels[r->fact->type], fact_type_name(r->fact->type))));
}

static void
put_quantity(struct buf *b, const struct row *r)
{
	char text[DECIMAL_TEXT];
	size_t n = decimal_print(text, fact_value(r->fact));

	if (r->fact->cmp != CMP_EQ)
		buf_puts(b, cstr(cmp_name(r->fact->cmp)));
	buf_put(b, text, n);
	buf_puts(b, fact_unit(r->fact));
}

static void
put_day(struct buf *b, struct date d)
{
	char text[DATE_TEXT];
	size_t n = date_print(text, d);

	buf_put(b, text, n);
}

static void
put_date(struct buf *b, const struct row *r)
{
	static const char *const labels[] = {
		[DATE_DEADLINE] = "期限",
		[DATE_EVENT] = "时点",
		[DATE_PERIOD] = "时段",
	};

	put_day(b, r->fact->date.from);
	if (r->fact->date.to.year != 0) {
		buf_putc(b, '/');
		put_day(b, r->fact->date.to);
	}
	buf_putc(b, ' ');
	buf_puts(b, cstr(row_label(r, labels[r->fact->role], date_role_name(r->fact->role))));
}

static void
put_title(struct buf *b, const struct row *r)
{
	buf_puts(b, fact_title(r->fact));
}

static void
put_bodies(struct buf *b, const struct str *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_puts(b, STR("、"));
		buf_puts(b, v[i]);
	}
}

static void
put_duty(struct buf *b, const struct row *r)
{
	put_bodies(b, r->fact->lead, r->fact->nlead);
	if (r->fact->nsupport == 0)
		return;
	if (r->fact->nlead > 0)
		buf_puts(b, cstr(row_label(r, "；", "; ")));
	buf_puts(b, cstr(row_label(r, "配合：", "with ")));
	put_bodies(b, r->fact->support, r->fact->nsupport);
}

static void
cell_fact_value(struct buf *b, const struct row *r)
{
	static void (*const puts[])(struct buf *, const struct row *) = {
		[FACT_QUANTITY] = put_quantity,
		[FACT_DATE] = put_date,
		[FACT_DOCUMENT] = put_title,
		[FACT_DUTY] = put_duty,
	};

	puts[r->fact->type](b, r);
}

static void
cell_fact_text(struct buf *b, const struct row *r)
{
	columns_put(b, document_str(r->d, r->fact->span), CELL_MOST);
}

static const struct column fact_columns[] = {
	{ "编号",	"id",		cell_fact_node },
	{ "要素",	"fact",		cell_fact_type },
	{ "内容",	"value",	cell_fact_value },
	{ "原文",	"text",		cell_fact_text },
};

static bool
fact_at(struct row *r, size_t i)
{
	if (i >= r->a->facts.n)
		return false;
	r->fact = &r->a->facts.v[i];
	return true;
}

/* An article: its title and kind, its nodes, its facts. */

static void
put_head(struct extract *x, const struct document *d, const struct article *a)
{
	struct str title = a->title.n > 0 ? a->title : d->texts[0]->name;

	if (x->narticles++ > 0)
		buf_putc(x->out, '\n');
	if (x->colour)
		buf_puts(x->out, STR("\033[1m"));
	columns_put(x->out, title, 2 * CELL_MOST);
	if (x->colour)
		buf_puts(x->out, STR("\033[0m"));
	buf_puts(x->out, STR("  ["));
	buf_puts(x->out, cstr(x->lang == LANG_ZH ? kind_label(a->kind) : kind_name(a->kind)));
	buf_puts(x->out, STR("]\n"));
}

static const uint32_t *
count_facts(const struct document *d, const struct article *a)
{
	uint32_t *n = arena_zalloc(d->arena, (a->nodes.n + 1) * sizeof *n);

	for (size_t i = 0; i < a->facts.n; i++)
		n[a->facts.v[i].node]++;
	return n;
}

static void
put_article(struct extract *x, const struct document *d, const struct article *a)
{
	struct row r = { .x = x, .d = d, .a = a, .nfacts = count_facts(d, a) };

	put_head(x, d, a);
	grid_print(node_columns, sizeof node_columns / sizeof node_columns[0], &r, node_at);
	grid_print(fact_columns, sizeof fact_columns / sizeof fact_columns[0], &r, fact_at);
}

static void
put_notes(struct extract *x, const note_array *notes)
{
	for (size_t i = 0; i < notes->n; i++) {
		buf_puts(x->out, STR("※ "));
		buf_puts(x->out, cstr(note_sentence(notes->v[i].code, x->lang)));
		columns_put(x->out, notes->v[i].detail, 2 * CELL_MOST);
		buf_putc(x->out, '\n');
	}
}

static void
table_document(struct extract *x, const struct document *d)
{
	size_t notes = d->notes.n;

	for (size_t i = 0; i < d->articles.n; i++)
		put_article(x, d, &d->articles.v[i]);
	if (d->partial)
		return;
	for (uint32_t i = 0; i < d->ntexts; i++)
		notes += d->texts[i]->notes.n;
	if (notes > 0)
		buf_putc(x->out, '\n');
	for (uint32_t i = 0; i < d->ntexts; i++)
		put_notes(x, &d->texts[i]->notes);
	put_notes(x, &d->notes);
	x->ndocuments++;
}

const struct form form_table = {
	.name = "table",
	.made = true,
	.document = table_document,
};
