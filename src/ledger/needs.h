/* needs: what a move still lacks, in the words of who asks. */
#ifndef BH_NEEDS_H
#define BH_NEEDS_H

#include "ledger/record.h"

struct needing {
	struct arena *arena;
	struct store *store;
	const struct ledgers *ledgers;
	const struct record *record;	/* with what the move would fill */
	const struct move *move;
	uint64_t given;		/* bits of fields that are yet to come with it */
	bool fresh;		/* the move makes it */
	bool reasoned;		/* a reason is given */
	bool becomes;		/* and others that it becomes */
	int32_t today;
	enum lang lang;
};

/* "佐证材料 1 件、整改结果"; empty where nothing is missing. The text is in the arena, or the definition's. */
enum err needs_missing(const struct needing *, struct str *missing, struct why *);

#endif
