/*
 * whole: a record with all that is told of it: what leads to it and where it leads, its evidence, instructions and notices, what happened, what
 * these eyes may do with it now and what that still lacks, and what is doubtful of it.
 */
#ifndef BH_WHOLE_H
#define BH_WHOLE_H

#include "tell/beside.h"
#include "tell/happened.h"
#include "tell/linked.h"
#include "tell/pieces.h"

struct open_move {
	const struct move *move;
	struct str lacks;	/* but what is given with it, its fields and a reason; empty: nothing */
};

struct whole {
	struct record rec;
	unsigned parties;	/* of the record, that these eyes are */
	incoming_list incoming;
	linked_list linked;
	piece_list pieces;
	instruction_list instructions;
	notice_list notices;
	bool drawn;		/* for a look-back, and not looked at yet */
	happened_list happened;
	ARRAY(struct open_move) moves;
	unsigned doubts;	/* bits; of one that waits for a review, as it is now */
};

enum err whole_read(struct teller *, const struct ledger *, int64_t key, struct whole *);
/* Members of an object, the record's own first. */
void whole_put_json(struct teller *, struct buf *, const struct whole *);

/* A member "doubts" of an object. */
void doubts_put_json(struct buf *, unsigned doubts);

#endif
