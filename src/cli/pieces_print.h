/* pieces_print: pieces of evidence, as lists of the desk print them (listing.h). */
#ifndef BH_PIECES_PRINT_H
#define BH_PIECES_PRINT_H

#include "cli/cells.h"
#include "cli/desk.h"

#define PIECE_CELLS 6

/* Of a struct piece. */
void pieces_put_members(struct desk *, const void *piece);
void pieces_put_cells(struct desk *, const void *piece, struct cells *);

#endif
