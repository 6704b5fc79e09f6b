/*
 * table_walk: by what a page or a count of a table goes.
 *
 * Every page of what is true now goes by one index: that of the order, along which rows are looked for; or, where one condition
 * leaves few rows, that of this condition, and they are sorted. The database, which knows no counts, is told by + before what
 * it is not to go by. Where the order is that of keys, the index of a column that is to be one value is in that order too; and so is
 * that of two columns, where the first is to be one value and the second orders, or the second is to be one value and the first, which has few
 * values, orders.
 */
#ifndef BH_TABLE_WALK_H
#define BH_TABLE_WALK_H

#include "store/table_inside.h"

struct walk {
	enum {
		BY_ORDER,
		BY_FILTER,
		BY_VALUES,	/* of the column that orders, one after another, and of the filter in each */
		BY_PATH,
		BY_SCOPE,
		BY_ANY,		/* the past, which has no index but of keys */
	} by;
	size_t filter;
	bool sorted;		/* the index is not in the order of the page */
};

/* A scope of which is known who takes part in few. */
struct known_scope {
	struct scope_part parts[SCOPE_MOST];
	struct scope scope;
};

/* The query as it is best asked, and the walk; the scope is good as long as the query is. */
enum err walk_prepare(struct store *, const struct store_table *, const struct table_query *, struct table_query *out, struct known_scope *,
    struct walk *, struct why *);

bool walk_has_range(const struct table_query *);
/* Whether all rows that it lets through say the same. */
bool walk_one_value(const struct table_filter *);

#endif
