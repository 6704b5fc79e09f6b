/*
 * removal: what an event says is taken away by order (secrets that were entered
 * wrongly, personal data). Envelope and leaf stay, and every proof holds; an event
 * of type REMOVAL_TYPE names what was removed and the order:
 *
 *	{"numbers":[17,18],"order":"…","left":[{"kind":"finding","today":"2026-03-05","lamp":{…}},null]}
 *
 * What people wrote goes; what the engine decided (number, clocks, lamp, and the day) stays in `left`, which says for each number what is
 * still told of it. With the envelope, which stays too, the move was made: by whom, when, to which state. So an event without
 * its payload is folded from what is left, and nothing behind it loses its ground.
 */
#ifndef BH_REMOVAL_H
#define BH_REMOVAL_H

#include "base/map.h"
#include "ledger/journal.h"

#define REMOVAL_TYPE "removed"
#define REMOVAL_NUMBERS 1000		/* of one order */
#define REMOVAL_ORDER 2000		/* bytes of its words */

/*
 * Removes the payloads of events of one log, and appends the event that says so: e tells site, ledger, person, acting_for and
 * time. Its caller, when it is committed, has the bytes purged from the disk (store_purge). E_ABSENT: no such event;
 * E_USAGE: none, too many, or an order without words; E_MALFORMED: an order's own event, which stays.
 */
enum err removal_make(struct journal *, struct store *, struct event *e, const uint64_t *numbers, size_t n, struct str order,
    struct why *why);

/* What orders have left of events, of all logs. */
struct removal_left {
	struct map places;		/* by site, ledger and number */
	ARRAY(struct str) payloads;
};

enum err removal_left_read(struct arena *, struct store *, struct removal_left *, struct why *);
/* The payload in place of that of an event which was removed; empty: nothing is left. */
struct str removal_left_of(const struct removal_left *, const struct event *);

/* The numbers that the payload of such an event names; returns how many, 0 where it is none. */
size_t removal_numbers(struct str payload, uint64_t out[REMOVAL_NUMBERS]);

#endif
