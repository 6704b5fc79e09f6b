/* pieces: the evidence of a record, as a person sees it: each file, and which of several of one name it is. */
#ifndef BH_CLI_PIECES_H
#define BH_CLI_PIECES_H

#include "cli/cells.h"
#include "cli/records.h"
#include "store/evidence.h"

struct piece {
	size_t place, version;		/* from 1: in the record; among those of its name */
	struct evidence file;
	struct str media, name, by;	/* by: who handed it in */
	int32_t dated;			/* the day that it bears itself, or DAY_NONE */
	int64_t number, time;		/* of the event that brought it */
};

typedef ARRAY(struct piece) piece_list;

/* In the order in which they came, up to seq. */
enum err pieces_read(struct records *, const struct record *, int64_t seq, piece_list *);

void piece_put_json(struct desk *, const void *piece);
#define PIECE_CELLS 6
void piece_put_cells(struct desk *, const void *piece, struct cells *);

#endif
