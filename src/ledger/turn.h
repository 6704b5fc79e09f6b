/*
 * turn: the turns of a ledger's cadences (周调度、旬督促、月盘点). A turn opens on its first day, and asks for a
 * report on each record that is then in one of the cadence's states and for which its condition holds. One
 * report answers one turn of each cadence: the oldest that stands open. When its due day is over the turn closes itself; what is still to
 * be answered then is late. A cadence that asks for no report has turns too: they tell when who is urged.
 *
 * A turn whose due day is over before it could be opened was missed: it is opened and closed, and asks nobody.
 *
 *	turn-opened	{"kind":…,"cadence":…,"number":2931,"first":"2026-03-02","last":"2026-03-08","due":"2026-03-06","missed":false}
 *	turn-closed	{"kind":…,"cadence":…,"number":2931}
 *
 * Applying them reads the rows of records, and no calendar.
 */
#ifndef BH_TURN_H
#define BH_TURN_H

#include "ledger/record.h"

/* Closes and opens what is to be on that day, of all cadences of a ledger. *n: events written. */
enum err turns_tick(struct arena *, const struct hand *, struct ledgers *, const struct ledger *, int32_t today, uint64_t *n, struct why *);

/* The rows that such an event makes. */
enum err turn_fold(struct arena *, struct store *, const struct ledger *, int64_t seq, const struct event *, struct why *);
/* An event of a record answers the turns that ask for it. */
enum err turn_answer(struct store *, const struct record *, struct str type, int64_t seq, struct why *);

#endif
