/*
 * compare: tables as they were, against what they have become within one transaction: for who drops rows, makes them again,
 * and wants to know whether they came out the same. Copies are temporary, and gone with the transaction.
 */
#ifndef BH_COMPARE_H
#define BH_COMPARE_H

#include "base/arena.h"
#include "store/store.h"

/* Names of tables are the program's or come from made_names: never a person's words. */
enum err compare_keep(struct store *, struct str table, struct why *);

struct compare_told {
	bool differs;
	bool more;		/* the first row that differs was there before, and is no more; else it is new */
	bool has_key;
	int64_t key;		/* what it has in the column that was named */
};

/* column: empty for none. */
enum err compare_tell(struct store *, struct str table, struct str column, struct compare_told *, struct why *);

/* Tables that were made from descriptions, in the arena. */
enum err compare_made(struct store *, struct arena *, struct str **names, size_t *n, struct why *);

#endif
