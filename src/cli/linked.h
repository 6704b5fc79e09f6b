/*
 * linked: the records that a record leads to, and those that lead to it, rolled up: of a finding how its measures stand, of a measure how
 * the tasks stand that it was broken down into. Told of those that who acts sees.
 */
#ifndef BH_CLI_LINKED_H
#define BH_CLI_LINKED_H

#include "cli/incoming.h"

#define LINKED_MOST 500	/* of one link, that are looked at */

struct linked {
	struct str name, label;
	ARRAY(struct record) seen;
};

typedef ARRAY(struct linked) linked_list;

/* Of the links that the parties of the record may see; as of --as-of. Links of which nothing is seen are left out. */
enum err linked_read(struct records *, const struct record *, unsigned parties, const incoming_list *, linked_list *);

/* A member "linked" of an object. */
void linked_put_json(struct records *, const linked_list *);
/* A line that counts, and a line for each. */
void linked_put_text(struct records *, const linked_list *);

#endif
