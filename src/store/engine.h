/*
 * engine: what a kind of database must do for the store; one file each.
 *
 * A connection and its statements belong to one thread at a time. Errors come
 * as rows of ERRORS; `why` names the database and what the engine said.
 */
#ifndef BH_ENGINE_H
#define BH_ENGINE_H

#include "base/err.h"
#include "store/value.h"

#define SCHEMA_MARK 0x4268	/* "Bh": tells a database of this program from others */

enum store_mode { STORE_READ, STORE_WRITE, STORE_CREATE };

struct engine {
	/* STORE_CREATE makes an empty database of no version; when it is filled, `finish` makes it fit to be opened. */
	enum err (*open)(const char *where, enum store_mode, void **conn, struct why *);
	enum err (*finish)(void *conn, struct why *);
	void (*close)(void *conn);
	void (*patience)(void *conn, int ms);	/* how long to wait for who else writes */

	/* Statements in `sql` without parameters, one after another. */
	enum err (*run)(void *conn, const char *sql, struct why *);
	/* The version of the schema: 0 where there is none yet. Set within a transaction. */
	enum err (*version)(void *conn, int *version, struct why *);
	enum err (*set_version)(void *conn, int version, struct why *);
	/* Every page and reference: E_BROKEN, and the first that is amiss. */
	enum err (*check)(void *conn, struct why *);
	/* After a commit that failed on the disk: its rows are not there after a restart either, where it can be had. */
	void (*disown)(void *conn);
	/* What was deleted stands in no log either. E_BUSY while somebody reads what was before. */
	enum err (*purge)(void *conn, struct why *);
	/* Empties the database, however damaged it is; for one that can be made again. */
	enum err (*reset)(void *conn, struct why *);
	/* Keeps the database as it is under another name. */
	enum err (*copy)(void *conn, const char *to, struct why *);

	enum err (*prepare)(void *conn, const char *sql, void **statement, struct why *);
	unsigned (*parameters)(void *statement);
	void (*forget)(void *statement);	/* NULL is accepted */

	/* Binds and begins; then a row at a time, until *more is false; end gives up what is left. */
	enum err (*start)(void *conn, void *statement, struct values, struct why *);
	enum err (*next)(void *conn, void *statement, bool *more, struct why *);
	void (*end)(void *statement);
	/* Column i of the row; its bytes are good until next or end. */
	struct value (*column)(void *statement, unsigned i);

	/* Whether a transaction stands open: some errors end it. */
	bool (*inside)(void *conn);
	const char *begin_write;	/* begins a transaction that may write */
	const char *others;		/* tells a number that is another one once another connection has written */
};

extern const struct engine engine_sqlite;

#endif
