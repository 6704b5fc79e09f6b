/*
 * Rows of a table: its ruling lines are not told, so where one ends must be
 * seen from the words. Where the first column counts, its numbers tell; else a
 * row begins where most cells do, and none goes on that was full.
 */
#include "base/utf8.h"
#include "read/paper_inside.h"

#include <stdlib.h>

#define COLUMNS_MOST 64
#define STAGGERED 0.75f		/* of a row's height: lines so near stand in cells that are centred */
#define FAR 1e6f		/* no page is so wide */
#define PADDING 1.1f		/* em between what two cells hold, at least: office programs leave as much */
#define MORE 0.3f		/* em: rows stand so much further apart than lines of a cell */

/* A line of a cell. */
struct cell_line {
	struct paper_row row;
	size_t column, last;	/* it begins in the one and reaches into the other */
	size_t line;		/* of the table */
};

struct table {
	struct sheet *sheet;
	const float *gutters;
	size_t columns;
	uint32_t column;	/* of the page */
	ARRAY(struct cell_line) cells;	/* by lines, from left to right */
	visual_array lines;
	ARRAY(size_t) begins;	/* lines[i] is the first of a row */
	float begins_at[COLUMNS_MOST + 1];	/* where cells of each column begin, */
	float ends[COLUMNS_MOST + 1];		/* and how far they may reach */
};

static size_t
column_at(const struct table *t, float x)
{
	size_t i = 0;

	while (i + 1 < t->columns && t->gutters[i] < x)
		i++;
	return i;
}

/* Pieces of a line that stand in one cell are one line of it. */
static void
take_line(struct table *t, struct pieces p, size_t line)
{
	const struct visual *v = &t->lines.v[line];

	for (size_t from = v->from, to; from < v->from + v->n; from = to) {
		const struct box *box = &t->sheet->pieces.v[p.v[from]].box;
		struct cell_line new = { .column = column_at(t, box->left), .line = line };

		for (to = from + 1; to < v->from + v->n; to++)
			if (column_at(t, t->sheet->pieces.v[p.v[to]].box.left) != new.column)
				break;
		new.row = paper_row_of(t->sheet, p.v + from, to - from, t->column);
		new.last = column_at(t, new.row.box.right);
		if (new.row.text.n == 0)
			continue;
		if (new.last == new.column && new.row.box.right > t->ends[new.column])
			t->ends[new.column] = new.row.box.right;
		if (t->begins_at[new.column] == 0 || new.row.box.left < t->begins_at[new.column])
			t->begins_at[new.column] = new.row.box.left;
		*array_add(t->sheet->arena, &t->cells) = new;
	}
}

/*
 * Where all cells of a column are short, they might reach to the next one. Of
 * the last column nobody knows, unless several end alike.
 */
static void
widen_columns(struct table *t)
{
	size_t near = 0, last = t->columns - 1;

	for (size_t i = 0; i + 1 < t->columns; i++) {
		float reach = t->begins_at[i + 1] - PADDING * t->cells.v[0].row.em;

		if (t->begins_at[i + 1] > 0 && reach > t->ends[i])
			t->ends[i] = reach;
	}
	for (size_t i = 0; i < t->cells.n; i++) {
		const struct paper_row *r = &t->cells.v[i].row;

		near += t->cells.v[i].column == last && r->box.right > t->ends[last] - r->em;
	}
	if (near < 2)
		t->ends[last] = FAR;
}

/* The first cell of line i, and how many it has. */
static const struct cell_line *
cells_of(const struct table *t, size_t i, size_t *n)
{
	size_t low = 0, high = t->cells.n, from;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (t->cells.v[mid].line < i)
			low = mid + 1;
		else
			high = mid;
	}
	for (from = low; low < t->cells.n && t->cells.v[low].line == i; low++)
		;
	*n = low - from;
	return &t->cells.v[from];
}

static const struct cell_line *
cell_in(const struct cell_line *cells, size_t n, size_t column)
{
	for (size_t i = 0; i < n; i++)
		if (cells[i].column == column)
			return &cells[i];
	return NULL;
}

static bool
is_count(struct str s)
{
	unsigned len;

	for (const char *p = s.p; p < str_end(s); p += len)
		if (utf8_digit(utf8_get(p, str_end(s), &len)) < 0)
			return false;
	return s.n > 0 && s.n <= 4;
}

/* The number that the first cell of line i is. */
static const struct cell_line *
count_in(const struct table *t, size_t i)
{
	size_t n;
	const struct cell_line *c = cells_of(t, i, &n);

	return n > 0 && c->column == 0 && is_count(c->row.text) ? c : NULL;
}

static float
middle(const struct box *b)
{
	return (b->top + b->bottom) / 2;
}

/* ---- cells centred in their rows ---- */

/* Lines of cells beside each other stand between each other. */
static bool
is_staggered(const struct table *t)
{
	size_t near = 0;

	for (size_t i = 1; i < t->lines.n; i++) {
		const struct box *a = &t->lines.v[i - 1].box, *b = &t->lines.v[i].box;

		near += middle(b) - middle(a) < STAGGERED * (b->bottom - b->top);
	}
	return near >= 2;
}

#define AHEAD 64	/* lines of a row at most, above its number */

/*
 * A row is as high above its number as below. What stands above the first
 * number and does not begin beside it, is the head.
 */
static void
part_by_middles(struct table *t)
{
	size_t i = 0, heads = 0, n;

	while (heads < t->lines.n && (cells_of(t, heads, &n), n * 3 < t->columns * 2) && count_in(t, heads) == NULL)
		heads++;
	if (heads < t->lines.n && count_in(t, heads) == NULL) {
		*array_add(t->sheet->arena, &t->begins) = 0;
		i = heads + 1;
	}
	while (i < t->lines.n) {
		float bottom = t->lines.v[i].box.bottom;

		*array_add(t->sheet->arena, &t->begins) = i;
		for (size_t k = i; k < t->lines.n && k < i + AHEAD; k++)
			if (count_in(t, k) != NULL) {
				bottom = 2 * middle(&count_in(t, k)->row.box) - t->lines.v[i].box.top;
				break;
			}
		for (i++; i < t->lines.n && middle(&t->lines.v[i].box) < bottom; i++)
			;
	}
}

/* ---- cells that begin beside each other ---- */

/* The least distance of lines that are not beside each other. */
static float
pitch_of(const struct table *t)
{
	float least = 0;

	for (size_t i = 1; i < t->lines.n; i++) {
		float down = middle(&t->lines.v[i].box) - middle(&t->lines.v[i - 1].box);

		if (least == 0 || down < least)
			least = down;
	}
	return least;
}

/* The only cell of a line reaches over others: words between rows. */
static bool
reaches_over(const struct cell_line *cells, size_t n)
{
	return n == 1 && cells->last > cells->column;
}

static bool
begins_row(const struct table *t, size_t i, bool counted, float pitch)
{
	size_t n, before, begin = 0, go_on = 0;
	const struct cell_line *cells = cells_of(t, i, &n), *above = cells_of(t, i - 1, &before);
	bool first = n > 0 && cells[0].column == 0;
	float down = middle(&t->lines.v[i].box) - middle(&t->lines.v[i - 1].box);

	for (size_t k = 0; k < n; k++) {
		const struct cell_line *up = cell_in(above, before, cells[k].column);

		if (up != NULL && up->last == cells[k].last &&
		    paper_was_full(&up->row, t->ends[up->column], &cells[k].row))
			go_on++;
		else
			begin++;
	}
	if ((counted && count_in(t, i) != NULL) || reaches_over(cells, n) != reaches_over(above, before))
		return true;
	if (down > pitch + MORE * cells[0].row.em)
		return !counted || first || n * 3 >= t->columns * 2;
	if (counted)
		return first && go_on == 0 && (cell_in(above, before, 0) == NULL || count_in(t, i - 1) != NULL);
	return begin > go_on && (n * 3 >= t->columns * 2 || (first && go_on == 0 && begin >= 2));
}

static void
part_by_beginnings(struct table *t)
{
	float pitch = pitch_of(t);
	size_t counts = 0;

	for (size_t i = 0; i < t->lines.n; i++)
		counts += count_in(t, i) != NULL;
	for (size_t i = 0; i < t->lines.n; i++)
		if (i == 0 || begins_row(t, i, counts >= 2, pitch))
			*array_add(t->sheet->arena, &t->begins) = i;
}

/* ---- out ---- */

/* The lines of one cell, of the lines [from, to) of the table. */
static char *
put_cell(const struct table *t, size_t from, size_t to, size_t column, char *out)
{
	const struct cell_line *before = NULL;

	for (size_t i = from; i < to; i++) {
		size_t n;
		const struct cell_line *cells = cells_of(t, i, &n), *c = cell_in(cells, n, column);

		if (c == NULL)
			continue;
		if (before != NULL && (!paper_was_full(&before->row, t->ends[c->last], &c->row) ||
		    paper_parts_words(before->row.text, c->row.text)))
			*out++ = ' ';
		out = mempcpy(out, c->row.text.p, c->row.text.n);
		before = c;
	}
	return out;
}

/* The only cell of a row, if it reaches over others: words between rows. */
static bool
is_across(const struct table *t, size_t from, size_t to)
{
	size_t n, all = 0, wide = 0;

	for (size_t i = from; i < to; i++) {
		const struct cell_line *cells = cells_of(t, i, &n);

		all = n > all ? n : all;
		wide += reaches_over(cells, n);
	}
	return all == 1 && wide > 0;
}

/* Adds the cells of b to those of a, which the end of a page has cut. */
static struct str
join_cells(struct arena *arena, struct str a, struct str b)
{
	char *text = arena_alloc(arena, a.n + b.n + 1), *out = text;

	for (bool more = true; more;) {
		size_t i = str_find(a, STR("\t"), 0), k = str_find(b, STR("\t"), 0);

		more = i != STR_NONE && k != STR_NONE;
		out = mempcpy(out, a.p, i == STR_NONE ? a.n : i);
		out = mempcpy(out, b.p, k == STR_NONE ? b.n : k);
		a = str_slice(a, more ? i + 1 : a.n, a.n);
		b = str_slice(b, more ? k + 1 : b.n, b.n);
		if (more)
			*out++ = '\t';
	}
	return str_of(text, out);
}

static size_t
count_tabs(struct str s)
{
	size_t n = 0;

	for (size_t at = str_find(s, STR("\t"), 0); at != STR_NONE; at = str_find(s, STR("\t"), at + 1))
		n++;
	return n;
}

/* The first row of a page that has nothing in its first cell, and goes on with the last one of the page before. */
static bool
is_cut_off(const struct sheet *s, const struct paper_row *row)
{
	const struct paper_row *before = s->rows.n == 0 ? NULL : array_last(&s->rows);

	return before != NULL && before->table && row->table && before->page + 1 == row->page && row->text.p[0] == '\t' &&
	    count_tabs(before->text) == count_tabs(row->text);
}

static void
put_row(struct table *t, size_t from, size_t to)
{
	size_t n, bytes = t->columns + 1, last;
	const struct cell_line *first = cells_of(t, from, &n), *end;
	struct paper_row row;
	char *text, *out;

	end = cells_of(t, to - 1, &n) + n;
	if (first == end)
		return;
	row = first->row;
	for (const struct cell_line *c = first; c < end; c++) {
		bytes += c->row.text.n + 1;
		box_add(&row.box, &c->row.box);
	}
	text = out = arena_alloc(t->sheet->arena, bytes);
	last = is_across(t, from, to) ? first->column + 1 : t->columns;
	for (size_t i = last == t->columns ? 0 : first->column; i < last; i++) {
		if (out > text || (i > 0 && last == t->columns))
			*out++ = '\t';
		out = put_cell(t, from, to, i, out);
	}
	row.table = last == t->columns;
	row.text = str_of(text, out);
	if (from == 0 && is_cut_off(t->sheet, &row)) {
		struct str *whole = &array_last(&t->sheet->rows)->text;

		*whole = join_cells(t->sheet->arena, *whole, row.text);
		return;
	}
	*array_add(t->sheet->arena, &t->sheet->rows) = row;
}

void
paper_table(struct sheet *s, struct pieces p, const float *gutters, size_t n, uint32_t column)
{
	struct table *t = arena_zalloc(s->arena, sizeof *t);

	t->sheet = s;
	t->gutters = gutters;
	t->columns = (n < COLUMNS_MOST ? n : COLUMNS_MOST - 1) + 1;
	t->column = column;
	paper_visuals(s, p, &t->lines);
	for (size_t i = 0; i < t->lines.n; i++)
		take_line(t, p, i);
	if (t->cells.n == 0)
		return;
	widen_columns(t);
	if (is_staggered(t))
		part_by_middles(t);
	else
		part_by_beginnings(t);
	for (size_t i = 0; i < t->begins.n; i++)
		put_row(t, t->begins.v[i], i + 1 < t->begins.n ? t->begins.v[i + 1] : t->lines.n);
}
