/* incoming: links that lead to a record, seen from there: by the names that definitions give them on this side. */
#ifndef BH_CLI_INCOMING_H
#define BH_CLI_INCOMING_H

#include "cli/records.h"

struct incoming {
	const struct ledger *ledger;		/* of the records that lead here */
	const struct field_rule *field;		/* of theirs: inverse, inverse_label */
	ARRAY(struct uuid) from;
};

typedef ARRAY(struct incoming) incoming_list;

/* Those of records that who acts sees, and of fields that show whom they lead to; as of seq. */
enum err incoming_read(struct records *, int64_t key, int64_t seq, incoming_list *);

#endif
