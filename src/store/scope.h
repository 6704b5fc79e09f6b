/*
 * scope: the records that someone may see, as a condition bound into a
 * statement. Rights are decided elsewhere; here they are values.
 *
 * A statement of the catalogue says where its condition stands, and which
 * columns hold the ledger's identifier and the path of the unit:
 *
 *	SELECT … FROM … WHERE e.record = $1 AND {scope l.uuid u.path}
 *
 * "-" stands for a path that a statement does not have: there, who may see
 * only some units sees nothing.
 */
#ifndef BH_SCOPE_H
#define BH_SCOPE_H

#include "base/buf.h"
#include "store/value.h"

/* A ledger, or any; and of it a unit and what is below, or any. */
struct scope_part {
	const unsigned char *ledger;	/* ID_SIZE bytes; NULL: any */
	struct str from, to;		/* paths from <= p < to; both empty: any */
};

#define SCOPE_MOST 64	/* parts */

struct scope {
	const struct scope_part *parts;	/* a record in one of them is seen; no part, no record */
	size_t n;
};

/* Everything: one part without a bound. */
extern const struct scope scope_all;

#define SCOPE_VALUES (3 * SCOPE_MOST)

/* Where "{scope …}" stands in sql; STR_NONE. */
size_t scope_stands(struct str sql);
/*
 * Writes sql with the condition in place of its one marker. The parameters of the
 * condition are numbered from n + 1; their values go to out (SCOPE_VALUES of them).
 * Returns how many. Without a marker sql is copied. A marker that is not understood is an error of the buf (E_INTERNAL).
 */
size_t scope_write(struct buf *, struct str sql, const struct scope *, size_t n, struct value *out);

#endif
