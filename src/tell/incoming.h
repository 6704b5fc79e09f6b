/* incoming: links that lead to a record, seen from there: by the names that definitions give them on this side. */
#ifndef BH_INCOMING_H
#define BH_INCOMING_H

#include "tell/teller.h"

struct incoming {
	const struct ledger *ledger;		/* of the records that lead here */
	const struct field_rule *field;		/* of theirs: inverse, inverse_label */
	ARRAY(struct uuid) from;
};

typedef ARRAY(struct incoming) incoming_list;

/* Those of records that these eyes see, and of fields that show whom they lead to. */
enum err incoming_read(struct teller *, int64_t key, incoming_list *);
/* A member "incoming" of an object. */
void incoming_put_json(struct teller *, struct buf *, const incoming_list *);

#endif
