/*
 * become: records that end as others: one is split into several, several are merged into one, one turns out to be of another kind,
 * one is carried over into the ledger of the next round. A move whose definition says `becomes` ends each, and each that comes of it
 * is made by a move of its own kind, which fills the field that stands as came-from: so both sides tell of each other, in events of
 * their own.
 */
#ifndef BH_BECOME_H
#define BH_BECOME_H

#include "ledger/act.h"

#define BECOME_MOST 100		/* records that end, and records that are made */

struct become_part {
	uint64_t given;		/* bits of fields, by the order of the kind that is made */
	const struct field_value *fields;
};

struct becoming {
	const struct ledger *ledger;
	struct str event;
	const int64_t *records;	/* keys; all of one kind, none twice */
	size_t nrecords;
	struct str reason;
	const struct ledger *into;	/* where the others are made: the same, or another */
	const struct kind_force *kind;	/* of them */
	const struct become_part *parts;	/* one for each */
	size_t nparts;
	int32_t today;
	enum lang lang;
};

/*
 * What a part does not give, the new record has from those that end: the value of a field of the same name and type that the first of
 * them has; of fields of several values, those of all. Links stay behind where it goes to another ledger.
 *
 * `made` has room for nparts records, `ended` for nrecords. Errors are those of act, and E_MOVE: the move does not make such records of
 * these; E_VALUE: a record that stands twice; E_TOOBIG. After any error the caller undoes what stands behind its mark.
 */
enum err become(struct arena *, const struct hand *, struct ledgers *, const struct actor *, const struct becoming *, struct record *made,
    struct record *ended, struct why *);

#endif
