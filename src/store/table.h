/*
 * table: a typed table made from a description, for the records of a kind.
 *
 * Besides its own columns each table has
 *
 *	key		the record: its number in `identity`
 *	ledger, path	the ledger (its number) and the unit's path: by these a scope is bound
 *	valid_from	the seq from which the row is true,
 *	valid_to	and the one from which it no longer is; SEQ_NOW of what is true now
 *
 * A record has one row at any seq, or none. Rows are never changed, but for
 * valid_to of the last. Such tables are views of the events: they can be dropped
 * and made again.
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
#define TABLE_NAME_MOST 40
#define TABLE_COLUMNS_MOST 200

struct table_column {
	struct str name;
	enum column_type type;
	bool indexed, nullable;
};

struct table_shape {
	struct str name;
	const struct table_column *columns;
	size_t n;
};

/* All SQL of a table; texts live in the arena. */
struct store_table {
	struct str name;	/* in the database */
	size_t columns;
	struct str make;
	struct str insert, remove, close;
	struct str read[2][2];	/* [as of a seq][for a person: with a scope] */
};

/* E_INTERNAL for a name or a shape that cannot be: definitions were checked before. */
enum err table_write(struct arena *, const struct table_shape *, struct store_table *, struct why *);

/* Made anew where it is not there in this very shape: *fresh tells that it is empty. */
enum err table_make(struct store *, const struct store_table *, bool *fresh, struct why *);
/* All tables that were ever made from descriptions. */
enum err tables_drop(struct store *, struct why *);

struct table_row {
	int64_t key, ledger;
	struct str path;
	struct values columns;	/* in the order of the description */
};

/* From seq on the record is this; what it was until then is kept. */
enum err table_put(struct store *, const struct store_table *, int64_t seq, const struct table_row *, struct why *);
/* From seq on there is no such record. */
enum err table_end(struct store *, const struct store_table *, int64_t seq, int64_t key, struct why *);

/* Columns of what table_ask tells; those of the description follow. */
enum { TABLE_VALID_FROM, TABLE_VALID_TO, TABLE_LEDGER, TABLE_PATH, TABLE_OWN };

/* The record as it was at seq, or is at SEQ_NOW; scope NULL is for the program itself. */
void table_ask(struct store *, const struct store_table *, const struct scope *, int64_t key, int64_t seq, struct rows *);

#endif
