/*
 * table_list: pages and counts of a table made from a description: what holds, in what order, for whom, as of when.
 *
 * Columns are named by their place in the description. A page is the rows behind a given one: its value of the column that
 * orders, and its key; so each page costs the same, however far behind it stands. What has no value there stands last, whether the
 * order ascends or descends.
 *
 * What is true now is told by one index: that of the order, that of two columns of which one filters and the other orders, or that of a
 * condition which leaves few rows, twenty thousand at most, of which each is looked at and sorted. A condition that holds for many rows, but for none at the beginning of the order, costs
 * a look at all that are before them. Counts by a tallied column are read from the tally (tally.h) where they can be.
 */
#ifndef BH_TABLE_LIST_H
#define BH_TABLE_LIST_H

#include "store/table.h"

#define TABLE_KEY SIZE_MAX	/* in place of a column: the key, which is the order in which records were made */
#define FILTERS_MOST 16

#define TABLE_TESTS(X) /*	name	as SQL */ \
	X(TEST_IS,	"=") \
	X(TEST_BELOW,	"<") \
	X(TEST_MOST,	"<=") \
	X(TEST_LEAST,	">=") \
	X(TEST_ABOVE,	">") \
	X(TEST_ABSENT,	"IS NULL") \
	X(TEST_PRESENT,	"IS NOT NULL")

enum table_test {
#define X(name, sql) name,
	TABLE_TESTS(X)
#undef X
	TABLE_TEST_COUNT
};

struct table_filter {
	size_t column;
	enum table_test test;
	struct value value;	/* but of the last two */
};

struct table_query {
	const struct scope *scope;	/* NULL: for the program itself */
	int64_t ledger;			/* 0: any */
	struct str from, to;		/* of units whose paths are from <= p < to; both empty: any */
	int64_t seq;			/* SEQ_NOW, or as of then */
	const struct table_filter *filters;
	size_t nfilters;
	/* Of pages: */
	size_t order;
	bool descending;
	bool behind;			/* the rows behind this one */
	struct value last;
	int64_t last_key;
	size_t limit;
};

/* Columns of a page: the key, then as TABLE_… (table.h) one later. E_INTERNAL in the rows: a column that is none. */
enum { LIST_KEY, LIST_ROW };
void table_page(struct store *, const struct store_table *, const struct table_query *, struct rows *);
/* How the database would walk, in its own words (EXPLAIN QUERY PLAN of SQLite); for tests. */
void table_page_plan(struct store *, const struct store_table *, const struct table_query *, struct rows *);
/* How many there are of each value of a column: the value (or null, which stands last), then the count. */
void table_count(struct store *, const struct store_table *, const struct table_query *, size_t column,
    struct rows *);

#endif
