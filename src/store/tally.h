/*
 * tally: how many rows of a table made from a description are true now, and were at the end of each day: of each ledger, for
 * each value of the columns that are tallied, for each path and each path above it. Kept with the rows (table.h), so that a count
 * of a subtree reads a few rows, however large it is.
 *
 * There is a row for a day only where that day changed the count. The day of a seq is what `day` says: in a rebuild the same
 * as it was.
 *
 * Beside that: how many rows are true now in which somebody takes part in or below a unit, and whose own unit is not below it: so
 * that who sees what is their unit's and what it takes part in counts both by two rows. A record may be below several such units; of two that
 * are not below each other the sums are no count. The past has no such sum.
 *
 * table_count (table_list.h) uses it where it can; nobody else asks it.
 */
#ifndef BH_TALLY_H
#define BH_TALLY_H

#include "store/table_list.h"

/* For what a record counts. */
struct tally_counted {
	bool some;			/* false: for nothing */
	int64_t ledger;
	struct str path, beside;	/* as in its row (table.h) */
	struct str by[TABLE_TALLIED];	/* empty: null */
};

/* From seq on a record that counted for `was` counts for `is`. */
enum err tally_change(struct store *, const struct store_table *, int64_t seq, const struct tally_counted *was, const struct tally_counted *is,
    struct why *);
/*
 * From here on counts of changed records are gathered, and written together: many that change on one day belong to the same units.
 * What comes out is the same, and whatever else reads or changes counts writes them first; so must who commits. A transaction that is
 * rolled back gathers no more.
 */
enum err tally_gather(struct store *, struct why *);
/* Writes what is gathered, unless something went wrong meanwhile: what it returns, then. The next is counted at once again. */
enum err tally_gathered(struct store *, enum err, struct why *);

/* As tables_repath: what is below `from` counts below `to`, on every day. */
enum err tally_repath(struct store *, struct arena *, struct str from, struct str to, struct why *);
/* As table_exchange, of which column is tallied or not. */
enum err tally_exchange(struct store *, const struct store_table *, int64_t seq, int64_t ledger, size_t column, const struct exchange *,
    size_t n, struct why *);
/* Counts of who takes part, in all tables, anew from their rows. */
enum err tally_recount_parts(struct store *, struct arena *, struct why *);
/* Of the table of that name in the database. */
enum err tally_clear(struct store *, struct str made, struct why *);

/*
 * Whether the count of a query by a column can be told from the tally: of a ledger, without filters, now or at the end of a day,
 * for whom a few whole subtrees are seen and no small remainder. If so it is asked as table_count asks. An error is kept in the rows.
 */
bool tally_count(struct store *, const struct store_table *, const struct table_query *, size_t column,
    struct rows *);

#endif
