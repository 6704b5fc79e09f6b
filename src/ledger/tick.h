/*
 * tick: what happens because a day has come: turns close and open, lamps change. Each is an event of the
 * engine. It may be asked for at any time, by any process, and again: what was done is not done twice, and days on which
 * nobody asked are caught up. Tables that have become large are tended (store/table.h).
 *
 * In a transaction of who writes; the hand is nobody's.
 */
#ifndef BH_TICK_H
#define BH_TICK_H

#include "ledger/decide.h"

struct tick_report {
	uint64_t turns, lamps;		/* events */
};

enum err tick(struct arena *, const struct hand *, struct ledgers *, int32_t today, struct tick_report *, struct why *);

#endif
