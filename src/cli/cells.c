#include "cli/cells.h"
#include "write/columns.h"

#define BETWEEN 2	/* blanks */
#define COLUMN_MOST 60

void
cells_add(struct arena *a, struct cells *c, struct str s)
{
	*array_add(a, &c->v) = s;
}

static unsigned
width_of(const struct cells *c, size_t column)
{
	unsigned width = 0;

	for (size_t i = column; i < c->v.n; i += c->columns) {
		unsigned w = columns_width(c->v.v[i]);

		width = w > width ? w : width;
	}
	return width < COLUMN_MOST ? width : COLUMN_MOST;
}

static void
print_row(struct buf *b, const struct str *row, size_t n, const unsigned *width)
{
	for (size_t i = 0; i + 1 < n; i++) {
		columns_fill(b, row[i], width[i]);
		columns_pad(b, BETWEEN);
	}
	columns_put(b, row[n - 1], UINT32_MAX);
	buf_putc(b, '\n');
}

void
cells_print(struct buf *b, const struct cells *c)
{
	unsigned width[CELLS_COLUMNS] = { 0 };

	for (size_t i = 0; i < c->columns; i++)
		width[i] = width_of(c, i);
	for (size_t i = 0; i + c->columns <= c->v.n; i += c->columns)
		print_row(b, &c->v.v[i], c->columns, width);
}
