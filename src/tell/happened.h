/* happened: what happened to a record, event by event, as these eyes may see it. */
#ifndef BH_HAPPENED_H
#define BH_HAPPENED_H

#include "tell/teller.h"

struct happened {
	int64_t seq, number, time;	/* number: in the log of the ledger */
	struct uuid person, acting_for;	/* acting_for: nil; person nil: the engine */
	struct str type, payload;
	bool removed;			/* by order: nobody knows what it said */
};

typedef ARRAY(struct happened) happened_list;

/* In the order in which it did. */
enum err happened_read(struct teller *, const struct record *, happened_list *);

/* What it said, by the definition under which it was written; false: it was removed, or cannot be read. */
bool happened_change(struct teller *, const struct record *, const struct happened *, struct change *);
/* A move by its label, and what every ledger knows by its own. */
struct str happened_label(const struct teller *, const struct record *, const struct happened *);
/* By name; empty: nobody. */
struct str happened_person(struct teller *, struct uuid);

/* A member "history" of an object; what the parties may not see of a payload is left out. */
void happened_put_json(struct teller *, struct buf *, const struct record *, unsigned parties, const happened_list *);

#endif
