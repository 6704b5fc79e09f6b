/*
 * linked: the records that a record leads to, and those that lead to it, rolled up: of a finding how its measures stand, of a measure how
 * the tasks stand that it was broken down into. Told of those that these eyes see.
 */
#ifndef BH_LINKED_H
#define BH_LINKED_H

#include "tell/incoming.h"

#define LINKED_MOST 500	/* of one link, that are looked at */

struct linked {
	struct str name, label;
	ARRAY(struct record) seen;
};

typedef ARRAY(struct linked) linked_list;

struct stood {
	const struct state *state;
	size_t n;
};

typedef ARRAY(struct stood) stood_list;

/* Of the links that the parties of the record may see. Links of which nothing is seen are left out. */
enum err linked_read(struct teller *, const struct record *, unsigned parties, const incoming_list *, linked_list *);
/* How many stand in each state, in the order in which they come. */
void linked_roll_up(struct arena *, const struct linked *, stood_list *);

/* A member "linked" of an object. */
void linked_put_json(struct teller *, struct buf *, const linked_list *);

#endif
