/* cells: a table on a terminal: columns as wide as their widest cell, the last one as long as it is. */
#ifndef BH_CELLS_H
#define BH_CELLS_H

#include "base/array.h"
#include "base/buf.h"

#define CELLS_COLUMNS 8

struct cells {
	size_t columns;		/* 1..CELLS_COLUMNS */
	ARRAY(struct str) v;	/* row by row */
};

/* The text is borrowed. */
void cells_add(struct arena *, struct cells *, struct str);
void cells_print(struct buf *, const struct cells *);

#endif
