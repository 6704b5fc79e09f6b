/* act_inside: what the files of act share. */
#ifndef BH_ACT_INSIDE_H
#define BH_ACT_INSIDE_H

#include "ledger/act.h"

struct acting {
	struct arena *arena;
	const struct hand *hand;
	struct ledgers *ledgers;
	const struct actor *actor;
	const struct request *q;
	struct record before, after;
	const struct move *move;	/* NULL: an event that every ledger knows */
	enum engine_event engine;
	struct applied applied;
	struct change change;
	struct why *why;
};

/* A record as it is, for who acts. E_RECORD: no such record, or none that the actor sees. */
enum err act_read(struct arena *, struct store *, const struct actor *, const struct ledger *, int64_t key, struct record *, struct why *);

/*
 * An event that every ledger knows: whether who acts may, whether the record allows it, and what it says, into
 * the change. E_RIGHT, E_MOVE, E_VALUE, E_NEEDS.
 */
enum err known_take(struct acting *);

#endif
