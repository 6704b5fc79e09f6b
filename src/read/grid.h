/*
 * grid: cells of a sheet, written as the rows of a table. A row that is one
 * cell across is words over or between the rows (a title, 一、党建方面), and
 * stands as a line of its own.
 */
#ifndef BH_GRID_H
#define BH_GRID_H

#include "read/lines.h"

#define GRID_COLUMNS 1024	/* a ledger has twenty; what stands further right is told by a note */

struct grid_cell {
	uint32_t row, column;	/* from 0 */
	struct str words;	/* never empty; may hold line ends */
};

/* Cells that are one: all but the first of them are empty. */
struct grid_merge {
	uint32_t row, column, last_row, last_column;
};

struct grid {
	ARRAY(struct grid_cell) cells;	/* by rows, each from left to right */
	ARRAY(struct grid_merge) merges;
	uint32_t right;			/* cells that stood right of GRID_COLUMNS and were left out */
};

/* Takes a cell, unless it is empty. Those of a row come from left to right. */
void grid_put(struct arena *, struct grid *, uint32_t row, uint32_t column, struct str words);
/* Orders the merges; a note tells of `right`. */
void grid_write(struct lines *, struct grid *, uint32_t page);

#endif
