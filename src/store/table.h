/*
 * table: a typed table made from a description, for the records of a kind.
 *
 * Besides its own columns each table has
 *
 *	key		the record: its number in `identity`
 *	ledger, path	the ledger (its number) and the unit's path: by these a scope is bound
 *	beside		the paths of units that take part in it, now, but that of its own (SCOPE_BESIDE of scope.h); of rows that are past:
 *			as it was when they ended
 *	valid_from	the seq from which the row is true,
 *	valid_to	and the one from which it no longer is; SEQ_NOW of what is true now
 *
 * Where columns are tallied, counts of what is true now, and at the end of each day, are kept with the rows (tally.h).
 *
 * A record has one row at any seq, or none. What was true stays as it was. Such tables are
 * views of the events: they can be dropped and made again.
 */
#ifndef BH_TABLE_H
#define BH_TABLE_H

#include "base/arena.h"
#include "store/store.h"

#define COLUMN_TYPES(X) /*	name		as SQL	*/ \
	X(COLUMN_TEXT,	"TEXT") \
	X(COLUMN_INT,	"INTEGER") \
	X(COLUMN_REAL,	"REAL") \
	X(COLUMN_BLOB,	"BLOB") \
	X(COLUMN_DAY,	"INTEGER")	/* since 1970-01-01 */

enum column_type {
#define X(name, sql) name,
	COLUMN_TYPES(X)
#undef X
	COLUMN_TYPE_COUNT
};

/* Names: a letter, then letters, digits and _, all lower case; words of SQL do no harm. */
#define COLUMN_PREFIX "c_"	/* of own columns, in the database */
#define TABLE_NAME_MOST 48
#define TABLE_COLUMNS_MOST 400
#define TABLE_TALLIED 2	/* columns by which rows are counted: so many, or none */
#define TABLE_PAIRED 6	/* columns of a few values that are paired, the first of them; and columns that are carried */

/*
 * A page of a large table goes along an index, and looks at very many rows for each that it shows, where one sees but a part of
 * them or a column filters that tells nothing of the order. So the indexes of a large table say of each row where it
 * belongs (ledger, path, beside); those of one column say, too, what the columns say that are carried; and there are indexes of pairs, of a column
 * of few values and another, each pair once: if the first filters, the second orders; if the second filters and the first orders, its values
 * are gone through one after another. In a table that is not large they would only cost each row that is written: they are made, in place
 * of those of one column, when it has become so (table_tend).
 */
enum table_pairing {
	PAIR_NONE,	/* the program's own: no page is asked by it */
	PAIR_ALONE,	/* tells rows from each other: orders, in no pair */
	PAIR_FEW,	/* says one of a few values: filters and orders */
	PAIR_ORDERS,	/* has many values: orders only */
	PAIR_CARRIED,	/* has many values, of which one may be that of many rows: filters along the order of others */
};

struct table_column {
	struct str name;
	enum column_type type;
	bool indexed, nullable;
	enum table_pairing pairing;	/* of one that is indexed */
	bool tallied;		/* a text: rows are counted by it (tally.h) */
};

struct table_shape {
	struct str name;
	const struct table_column *columns;
	size_t n;
};

/* A table as the database knows it, with its SQL; texts live in the arena. */
struct store_table {
	struct str name;	/* in the database */
	struct table_shape shape;	/* borrowed */
	struct str make;
	struct str insert, remove, close;
	struct str date, keep;	/* the current row is of another seq; once more, as it was before that */
	struct str read[2][2];	/* [as of a seq][for a person: with a scope] */
	bool tallied;
	size_t tally[TABLE_TALLIED];	/* by these columns */
};

/* Whether a large table has an index of the first and the second, in this order. */
bool table_paired(const struct table_shape *, size_t first, size_t second);

/* E_INTERNAL for a name or a shape that cannot be: definitions were checked before. */
enum err table_write(struct arena *, const struct table_shape *, struct store_table *, struct why *);

/* Made anew where it is not there in this very shape: *fresh tells that it is empty. */
enum err table_make(struct store *, const struct store_table *, bool *fresh, struct why *);
/* Adds the columns from `had` on, which are nullable, to a table that was made of those before. */
enum err table_widen(struct store *, const struct store_table *, size_t had, struct why *);
/* From time to time: a table of more than so many current rows gets the indexes of a large one. */
#define TABLE_LARGE 20000
enum err table_tend(struct store *, const struct store_table *, int64_t more_than, struct why *);
/* In all tables that were made from descriptions, paths that begin with `from` begin with `to`; in rows of every time. */
enum err tables_repath(struct store *, struct str from, struct str to, struct why *);
/* All tables that were ever made from descriptions. */
enum err tables_drop(struct store *, struct why *);

/* What a column says, and what it is to say. */
struct exchange {
	struct str from, to;
};

/*
 * In the rows of a ledger that are true now, a column of texts that says one of `from` says its `to` from seq on; all at once, so that
 * two may change places.
 */
enum err table_exchange(struct store *, const struct store_table *, int64_t seq, int64_t ledger, size_t column,
    const struct exchange *, size_t n, struct why *);

struct table_row {
	int64_t key, ledger;
	struct str path, beside;
	struct values columns;	/* in the order of the description */
};

/* From seq on the record is this; what it was until then is kept. */
enum err table_put(struct store *, const struct store_table *, int64_t seq, const struct table_row *, struct why *);
/* The same of a record that has no row yet. */
enum err table_begin(struct store *, const struct store_table *, int64_t seq, const struct table_row *, struct why *);
/* From seq on there is no such record. */
enum err table_end(struct store *, const struct store_table *, int64_t seq, int64_t key, struct why *);

/* Columns of what table_ask tells; those of the description follow. */
enum { TABLE_VALID_FROM, TABLE_VALID_TO, TABLE_LEDGER, TABLE_PATH, TABLE_BESIDE, TABLE_OWN };

/* The record as it was at seq, or is at SEQ_NOW; scope NULL is for the program itself. */
void table_ask(struct store *, const struct store_table *, const struct scope *, int64_t key, int64_t seq, struct rows *);

#endif
