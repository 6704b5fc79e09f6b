/*
 * scope: the records that someone may see, as a condition bound into a
 * statement. Rights are decided elsewhere; here they are values.
 *
 * A statement of the catalogue says where its condition stands, and which
 * columns hold the ledger's number, the path of the unit, and the record's number in `identity`:
 *
 *	SELECT … FROM … WHERE e.record = $1 AND {scope r.ledger r.path r.key}
 *
 * A column may stand behind a +, which keeps SQLite from going by its index. A fourth may follow: the paths of the units that take part
 * beside the record's own, now (SCOPE_BESIDE); with it most records are judged without a look at who has a part in them.
 *
 * "-" stands for a column that a statement does not have: there, what asks for it sees nothing.
 */
#ifndef BH_SCOPE_H
#define BH_SCOPE_H

#include "base/buf.h"
#include "store/value.h"

/*
 * Of a ledger, or of any: the records of a unit and what is below, or of any; or those in which
 * such a unit, or a person or post, has a part now, whatever their own path.
 */
struct scope_part {
	int64_t ledger;			/* its number; 0: any */
	struct str from, to;		/* paths from <= p < to; both empty: any */
	bool takes_part;
	struct str part;		/* of takes_part: this part; empty: any */
	const unsigned char *who;	/* of takes_part: ID_SIZE bytes of a person or post; NULL: the units above */
	bool few;			/* known to take part in few: these are found first, where else each record would be looked up */
};

#define SCOPE_LEVEL 4	/* characters of a path for each level of units */
#define SCOPE_END "~"	/* behind a path: greater than all that begin with it */
#define SCOPE_ALONE " "	/* behind a path: greater than it, smaller than all that begin with it */
#define SCOPE_BESIDE "|"	/* before and behind each path of a text of several: "|00010002|00010003|"; none: "" */
#define SCOPE_MOST 64	/* parts */

struct scope {
	const struct scope_part *parts;	/* a record in one of them is seen; no part, no record */
	size_t n;
};

/* Everything: one part without a bound. */
extern const struct scope scope_all;

#define SCOPE_VALUES (6 * SCOPE_MOST)

/* Where "{scope …}" stands in sql; STR_NONE. */
size_t scope_stands(struct str sql);
/*
 * Writes sql with the condition in place of its marker, or of several that are alike. The parameters of the
 * condition are numbered from n + 1; their values go to out (SCOPE_VALUES of them).
 * Returns how many. Without a marker sql is copied. A marker that is not understood is an error of the buf (E_INTERNAL).
 */
size_t scope_write(struct buf *, struct str sql, const struct scope *, size_t n, struct value *out);

#endif
