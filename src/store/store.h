/*
 * store: a connection to the database of a ledger. Rows go in and come out
 * by the statements of statements.h; nothing here knows what they mean.
 *
 * A connection belongs to one thread. Any number may read; all writing goes
 * through writer.h, which holds the one connection that writes. What a
 * transaction reads is one state of the database, whoever writes meanwhile.
 *
 *	struct rows rows;
 *
 *	store_ask(s, LOG_LIST, NULL, NO_VALUES, &rows);
 *	while (rows_next(&rows))
 *		use(rows_int(&rows, 0), rows_text(&rows, 1));
 *	return rows_end(&rows, why);
 *
 * An error of ask is kept in the rows: there are none, and rows_end tells it.
 */
#ifndef BH_STORE_H
#define BH_STORE_H

#include "store/engine.h"
#include "store/scope.h"
#include "store/statements.h"

struct store;
struct prepared;

/* valid_to of what is true now. */
#define SEQ_NOW INT64_MAX

/*
 * A new database with the schema of this program, whole or not at all.
 * E_WRITE where something of that name is there.
 */
enum err store_create(const char *path, struct why *);
/*
 * One that is there. An older schema is brought up to date first, a copy of the
 * old database made beside it (PATH.version-N); a newer one is refused (E_NEWER).
 */
enum err store_open(struct store **, const char *path, enum store_mode, struct why *);
void store_close(struct store *);	/* NULL is accepted */
const char *store_path(const struct store *);
/* How long a statement waits while another process writes; 10 s unless told. */
void store_patience(struct store *, int ms);

/* ---- transactions ---- */

/* A connection that only reads gets a snapshot. None stands within another. */
enum err store_begin(struct store *, struct why *);
enum err store_commit(struct store *, struct why *);	/* where it fails, nothing was done */
void store_rollback(struct store *);			/* also ends all rows */
/* In a transaction: a number that is another one than before where another connection has written since. For who keeps what it read. */
enum err store_others(struct store *, int64_t *stamp, struct why *);
/* What stands between the two is undone alone; in a transaction only. */
enum err store_mark(struct store *, struct why *);
enum err store_mark_keep(struct store *, struct why *);
enum err store_mark_undo(struct store *, struct why *);
/* False where there is none, or an error has ended it. */
bool store_inside(const struct store *);

/* ---- statements ---- */

struct rows {
	struct store *store;
	struct prepared *prepared;	/* NULL: there are no rows */
	bool own;			/* prepared for these rows alone: its like was in use */
	enum err err;
	struct why why;
};

/* The scope: as the catalogue says, whose eyes the rows are for, or NULL. */
void store_ask(struct store *, enum statement, const struct scope *, struct values, struct rows *);
/* A statement that table.c made. */
void store_ask_text(struct store *, struct str sql, const struct scope *, struct values, struct rows *);

/* False behind the last row, and on an error. */
bool rows_next(struct rows *);
/* To be called once, at any row. */
enum err rows_end(struct rows *, struct why *);

/*
 * Columns of the row, from 0. What is of another type is an error of the
 * rows (E_BROKEN) and reads as 0 or empty. Slices are good until the next row.
 */
bool rows_null(struct rows *, unsigned column);
int64_t rows_int(struct rows *, unsigned column);
double rows_real(struct rows *, unsigned column);
struct str rows_text(struct rows *, unsigned column);
struct str rows_blob(struct rows *, unsigned column);
/* Of exactly n bytes, copied; zeroes where it is null. */
void rows_bytes(struct rows *, unsigned column, unsigned char *out, size_t n);

/* Without rows, or without a look at them. */
enum err store_do(struct store *, enum statement, struct values, struct why *);
enum err store_do_text(struct store *, struct str sql, struct values, struct why *);
/* The first column of the one row. Without a row *out stays, *found is false; found may be NULL where there is always one. */
enum err store_int(struct store *, enum statement, struct values, int64_t *out, bool *found, struct why *);
/* Makes and drops tables; `sql` is never of a person's words. */
enum err store_define(struct store *, const char *sql, struct why *);

/*
 * After an ordered removal: what was deleted is in no file of the database any more. Outside a transaction.
 * E_BUSY while another connection reads what was before.
 */
enum err store_purge(struct store *, struct why *);

/* What tally.c holds back in a transaction, and writes at its end. */
struct counts_held {
	bool on;
	int64_t day;
	size_t n;
};
struct counts_held *store_counts_held(struct store *);

/* ---- for backups ---- */

/* The engine, and its connection. */
const struct engine *store_engine(const struct store *);
void *store_conn(const struct store *);

#endif
