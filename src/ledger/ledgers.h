/*
 * ledgers: the ledgers of a store as they are now: what each is called, the
 * definition in force, and the tables that hold its records.
 *
 * All ledgers of one definition key share a table for each kind. Its columns are those of
 * every version of the definition that was ever in force here, in the order in which they came: a
 * field keeps its type for ever, and a new version adds columns at the end.
 *
 * A struct ledgers belongs to one connection. What it hands out lives as long as it does. Where a
 * transaction that began or upgraded a ledger is undone, ledgers_load makes it anew.
 */
#ifndef BH_LEDGERS_H
#define BH_LEDGERS_H

#include "ledger/directory.h"
#include "ledger/field.h"
#include "ledger/lamp.h"

/* Columns of every table of records before those of fields. */
#define RECORD_COLUMNS(X) /*	id		name			type		indexed	nullable pairing	tallied */ \
	X(NUMBER,	"number",		COLUMN_TEXT,	true,	true,	PAIR_ALONE,	false) \
	X(STATE,	"state",		COLUMN_TEXT,	true,	false,	PAIR_FEW,	true) \
	X(DUE,		"due",			COLUMN_DAY,	true,	true,	PAIR_ORDERS,	false) \
	X(LAMP,		"lamp",			COLUMN_TEXT,	true,	true,	PAIR_FEW,	true) \
	X(LAMP_ROW,	"lamp__row",		COLUMN_INT,	false,	true,	PAIR_NONE,	false) \
	X(LAMP_NEXT,	"lamp__next",		COLUMN_DAY,	true,	true,	PAIR_NONE,	false) \
	X(EVIDENCE,	"evidence",		COLUMN_INT,	true,	false,	PAIR_FEW,	false) \
	X(LAST,		"event__last",		COLUMN_INT,	false,	false,	PAIR_NONE,	false) \
	X(REPORTER,	"by__reporter",		COLUMN_BLOB,	false,	true,	PAIR_NONE,	false) \
	X(REPORTER_FOR,	"by__reporter_for",	COLUMN_BLOB,	false,	true,	PAIR_NONE,	false) \
	X(REVIEWER,	"by__reviewer",		COLUMN_BLOB,	false,	true,	PAIR_NONE,	false) \
	X(REVIEWER_FOR,	"by__reviewer_for",	COLUMN_BLOB,	false,	true,	PAIR_NONE,	false)

enum {
#define X(id, name, type, indexed, nullable, pairing, tallied) RECORD_##id,
	RECORD_COLUMNS(X)
#undef X
	RECORD_FIELDS		/* where those of fields begin */
};

/* The records of one kind, of all ledgers of one definition key. */
struct kind_table {
	struct str key, kind;
	ARRAY(struct table_column) columns;
	ARRAY(struct field_column { struct str field; int type; size_t at; }) fields;
	struct store_table store;
};

/* A definition that is or was in force. */
struct force {
	int64_t id;			/* its number in the store */
	enum hash_kind hash_kind;
	struct hash hash;
	const struct definition *d;
	struct kind_force {
		const struct kind *kind;
		struct kind_table *table;
		size_t *at;		/* of each field: its first column among those of fields */
		struct lamp_rules lamps;
	} *kinds;
};

struct ledger {
	int64_t number;
	struct uuid id;
	struct str code, name, round;
	bool archived;
	const struct force *force;	/* the definition in force; */
	ARRAY(struct force_since { int64_t seq; const struct force *force; }) forces;	/* and all that were, from which seq on */
};

struct ledgers {
	struct arena *arena;
	const struct calendar *calendar;
	ARRAY(struct force *) forces;
	ARRAY(struct kind_table *) tables;
	ARRAY(struct ledger *) list;	/* those that are, in the order in which they were begun */
};

/* Reads them from the store. The arena and the calendar are borrowed. */
enum err ledgers_load(struct ledgers *, struct arena *, struct store *, const struct calendar *, struct why *);

/* NULL: none. */
const struct ledger *ledger_by_number(const struct ledgers *, int64_t);
const struct ledger *ledger_by_code(const struct ledgers *, struct str code);
const struct kind_force *force_kind(const struct force *, struct str kind);
/* The definition that was in force at seq, or is at SEQ_NOW; NULL: there was no such ledger. */
const struct force *ledger_force_at(const struct ledger *, int64_t seq);

/* Tables that have become large get the indexes that they are worth (store/table.h). */
enum err ledgers_tend(const struct ledgers *, struct store *, struct why *);

/* The rows that such an event makes. An upgrade gives renamed states their new names in all records that are in one. */
enum err ledgers_fold(struct ledgers *, struct store *, int64_t seq, const struct event *, struct why *);

#endif
