#include "read/grid.h"

#include <stdlib.h>

void
grid_put(struct arena *a, struct grid *g, uint32_t row, uint32_t column, struct str words)
{
	words = str_trim(words);
	if (words.n == 0)
		return;
	if (column >= GRID_COLUMNS)
		g->right++;
	else
		*array_add(a, &g->cells) = (struct grid_cell){ row, column, words };
}

/* The cell behind those of the row that begins with cell i. */
static size_t
row_end(const struct grid *g, size_t i)
{
	size_t end = i;

	while (end < g->cells.n && g->cells.v[end].row == g->cells.v[i].row)
		end++;
	return end;
}

/* How many columns the sheet uses: to the rightmost cell. */
static uint32_t
width_of(const struct grid *g)
{
	uint32_t width = 0;

	for (size_t i = 0; i < g->cells.n; i++)
		if (g->cells.v[i].column >= width)
			width = g->cells.v[i].column + 1;
	return width;
}

static int
compare_merges(const void *a, const void *b)
{
	const struct grid_merge *x = a, *y = b;

	return x->row < y->row ? -1 : x->row > y->row;
}

/* Whether the one cell of a row is merged over half of the sheet; *merge goes on from row to row. */
static bool
goes_across(const struct grid *g, const struct grid_cell *c, uint32_t width, size_t *merge)
{
	while (*merge < g->merges.n && g->merges.v[*merge].row < c->row)
		++*merge;
	for (size_t i = *merge; i < g->merges.n && g->merges.v[i].row == c->row; i++) {
		const struct grid_merge *m = &g->merges.v[i];

		if (m->column == c->column && m->last_column > m->column)
			return (m->last_column - m->column + 1) * 2 >= width;
	}
	return false;
}

/* Rows down to which cells above reach, by column: a row below them, from 0. */
struct reach {
	uint32_t below[GRID_COLUMNS];
	uint32_t deepest;	/* of them all */
	size_t next;		/* merge */
};

/* Takes the merges that begin over this row. */
static void
reach_down(struct reach *r, const struct grid *g, uint32_t row)
{
	for (; r->next < g->merges.n && g->merges.v[r->next].row < row; r->next++) {
		const struct grid_merge *m = &g->merges.v[r->next];

		if (m->last_row < row)
			continue;
		for (uint32_t c = m->column; c <= m->last_column && c < GRID_COLUMNS; c++)
			r->below[c] = m->last_row + 1;
		if (m->last_row >= r->deepest)
			r->deepest = m->last_row + 1;
	}
}

static void
cover_row(struct lines *out, struct reach *r, const struct grid *g, uint32_t row, uint32_t width)
{
	reach_down(r, g, row);
	for (uint32_t c = 0; c < width && r->deepest > row; c++)
		if (r->below[c] > row)
			lines_cover(out, c);
}

static void
put_row(struct lines *out, const struct grid_cell *c, const struct grid_cell *end, uint32_t page)
{
	lines_row(out, c->row + 1);
	for (uint32_t column = 0; c < end; c++) {
		for (; column < c->column; column++)
			lines_putc(out, '\t');
		lines_put_cell(out, c->words);
	}
	lines_close(out, LINE_ROW, page);
}

/* The lines of a cell that is a row. */
static void
put_words(struct lines *out, const struct grid_cell *c, uint32_t page)
{
	struct str words = c->words;

	while (words.n > 0) {
		const char *end = memchr(words.p, '\n', words.n);
		struct str line = end == NULL ? words : str_of(words.p, end);
		struct line *l;

		lines_row(out, c->row + 1);
		lines_put_clean(out, str_trim(line));
		l = lines_close(out, LINE_PLAIN, page);
		if (l != NULL)
			l->centred = true;
		words = end == NULL ? (struct str){ NULL, 0 } : str_of(end + 1, str_end(words));
	}
}

void
grid_write(struct lines *out, struct grid *g, uint32_t page)
{
	uint32_t width = width_of(g);
	bool begun = false;	/* a row of several cells was met */
	size_t merge = 0;
	struct reach *reach = arena_zalloc(out->a, sizeof *reach);

	if (g->merges.n > 1)
		qsort(g->merges.v, g->merges.n, sizeof *g->merges.v, compare_merges);
	for (size_t i = 0, end; i < g->cells.n; i = end) {
		const struct grid_cell *c = &g->cells.v[i];

		end = row_end(g, i);
		if (end == i + 1 && (!begun || goes_across(g, c, width, &merge))) {
			put_words(out, c, page);
			continue;
		}
		cover_row(out, reach, g, c->row, width);
		put_row(out, c, g->cells.v + end, page);
		begun = true;
	}
	if (g->right > 0)
		lines_note(out, NOTE_COLUMNS, out->n, out->n, arena_printf(out->a, "%u", g->right));
}
