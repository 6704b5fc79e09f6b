/*
 * decide: what the engine decides about a record with a calendar or by the day:
 * when its clocks are due, which lamp it shows, what number it gets. Decisions stand in
 * the event; nobody computes them again (change.h).
 */
#ifndef BH_DECIDE_H
#define BH_DECIDE_H

#include "ledger/record.h"

/* The facts that lamps are told by. */
struct lamp_facts decide_facts(struct arena *, const struct record *);
/* The lamp of a day, where its kind has lamps. */
struct lamp_told decide_lamp(struct arena *, const struct record *, const struct calendar *, int32_t day);
/* The same as a change says it, into c; nothing of a kind without lamps. */
void decide_shown(struct arena *, const struct record *, const struct calendar *, int32_t day, struct change *c);
/*
 * Clocks that an event of that type starts or, where work is paused or goes on, sets anew, into c->clocks. `after`: the record
 * as it is behind the event but for them.
 */
void decide_clocks(struct arena *, const struct record *after, struct str type, const struct applied *, const struct calendar *,
    struct change *c);
/* The next number of the kind's pattern, into c; nothing where it has none. after: the record, with its parties. */
enum err decide_number(struct arena *, struct store *, const struct record *after, const struct number_pattern *, struct change *c,
    struct why *why);

#endif
