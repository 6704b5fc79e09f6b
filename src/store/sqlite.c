/* The engine of SQLite: one file with a write-ahead log. */
#include "store/disk.h"
#include "store/engine.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PATIENCE 10000		/* ms */
#define COPY_PAGES 256		/* at a time: who writes waits no longer than for these */
#define TEMPORARY ".part"

struct sqlite {
	sqlite3 *db;
	char *path;
};

/* ---- errors ---- */

static const struct { int code; enum err err; } errors[] = {	/* extended codes before what they extend */
	{ SQLITE_IOERR_NOMEM, E_MEMORY }, { SQLITE_CANTOPEN, E_UNREADABLE },
	{ SQLITE_FULL, E_FULL }, { SQLITE_READONLY, E_READONLY }, { SQLITE_PERM, E_READONLY },
	{ SQLITE_IOERR, E_DISK }, { SQLITE_CORRUPT, E_BROKEN }, { SQLITE_NOTADB, E_FOREIGN },
	{ SQLITE_BUSY, E_BUSY }, { SQLITE_LOCKED, E_BUSY }, { SQLITE_PROTOCOL, E_BUSY },
	{ SQLITE_NOMEM, E_MEMORY }, { SQLITE_TOOBIG, E_TOOBIG },
	/* Tests prepare every statement: where one does not fit, the tables are not those of the version. */
	{ SQLITE_ERROR, E_BROKEN },
};

static enum err
error_of(int code, int system)
{
	if (system == EDQUOT || system == ENOSPC)
		return E_FULL;
	for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
		if (errors[i].code == code || errors[i].code == (code & 0xFF))
			return errors[i].err;
	return E_INTERNAL;
}

/* SQLite keeps the error of the system from before: it counts only where the disk is meant. */
static enum err
failed(const struct sqlite *s, int code, struct why *why)
{
	int primary = code & 0xFF;
	bool disk = primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN || primary == SQLITE_FULL;

	if (s->db == NULL)
		return fail(why, E_MEMORY, 0, "%s", s->path);
	return fail(why, error_of(code, disk ? sqlite3_system_errno(s->db) : 0), 0, "%s: %s", s->path,
	    sqlite3_errmsg(s->db));
}

/* ---- statements ---- */

static enum err
sqlite_run(void *conn, const char *sql, struct why *why)
{
	struct sqlite *s = conn;
	int code = sqlite3_exec(s->db, sql, NULL, NULL, NULL);

	return code == SQLITE_OK ? OK : failed(s, code, why);
}

struct statement {
	sqlite3_stmt *st;
	int n;
	int number[];	/* of each parameter, by its name: SQLite itself counts them as they come */
};

static enum err
number_parameters(struct statement *p, struct why *why)
{
	for (int i = 0; i < p->n; i++) {
		const char *name = sqlite3_bind_parameter_name(p->st, i + 1);

		p->number[i] = name == NULL ? 0 : (int)strtol(name + 1, NULL, 10);
		if (p->number[i] < 1)
			return fail(why, E_INTERNAL, 0, "no number: %s", sqlite3_sql(p->st));
	}
	return OK;
}

static void
sqlite_forget(void *statement)
{
	struct statement *p = statement;

	if (p != NULL)
		sqlite3_finalize(p->st);
	free(p);
}

static enum err
keep_statement(struct sqlite *s, sqlite3_stmt *st, void **statement, struct why *why)
{
	int n = sqlite3_bind_parameter_count(st);
	struct statement *p = malloc(sizeof *p + (size_t)n * sizeof p->number[0]);
	enum err err;

	if (p == NULL) {
		sqlite3_finalize(st);
		fail(why, E_MEMORY, 0, "%s", s->path);
		return E_MEMORY;
	}
	p->st = st;
	p->n = n;
	err = number_parameters(p, why);
	if (err == OK)
		*statement = p;
	else
		sqlite_forget(p);
	return err;
}

static enum err
sqlite_prepare(void *conn, const char *sql, void **statement, struct why *why)
{
	struct sqlite *s = conn;
	sqlite3_stmt *st = NULL;
	int code = sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL);

	if (code != SQLITE_OK)
		return failed(s, code, why);
	if (st == NULL) {
		fail(why, E_INTERNAL, 0, "no statement: %s", sql);
		return E_INTERNAL;
	}
	return keep_statement(s, st, statement, why);
}

static unsigned
sqlite_parameters(void *statement)
{
	const struct statement *p = statement;

	return (unsigned)p->n;
}

static int
bind(sqlite3_stmt *st, int at, const struct value *v)
{
	static const char none[] = "";		/* NULL would be the value null */
	const char *p = v->u.s.p != NULL ? v->u.s.p : none;

	switch (v->kind) {
	case VALUE_INT:		return sqlite3_bind_int64(st, at, v->u.i);
	case VALUE_REAL:	return sqlite3_bind_double(st, at, v->u.d);
	case VALUE_TEXT:	return sqlite3_bind_text64(st, at, p, v->u.s.n, SQLITE_STATIC, SQLITE_UTF8);
	case VALUE_BLOB:	return sqlite3_bind_blob64(st, at, p, v->u.s.n, SQLITE_STATIC);
	case VALUE_NULL:	break;
	}
	return sqlite3_bind_null(st, at);
}

static enum err
sqlite_start(void *conn, void *statement, struct values values, struct why *why)
{
	const struct statement *p = statement;
	int code = SQLITE_OK;

	for (int i = 0; i < p->n && code == SQLITE_OK; i++) {
		if ((size_t)p->number[i] > values.n)
			return fail(why, E_INTERNAL, 0, "no value: %s", sqlite3_sql(p->st));
		code = bind(p->st, i + 1, &values.v[p->number[i] - 1]);
	}
	return code == SQLITE_OK ? OK : failed(conn, code, why);
}

static enum err
sqlite_next(void *conn, void *statement, bool *more, struct why *why)
{
	const struct statement *p = statement;
	int code = sqlite3_step(p->st);

	*more = code == SQLITE_ROW;
	return code == SQLITE_ROW || code == SQLITE_DONE ? OK : failed(conn, code, why);
}

static void
sqlite_end(void *statement)
{
	const struct statement *p = statement;

	sqlite3_reset(p->st);
	sqlite3_clear_bindings(p->st);
}

static struct str
bytes(sqlite3_stmt *st, int i, const void *p)
{
	return (struct str){ p, (size_t)sqlite3_column_bytes(st, i) };
}

static struct value
sqlite_column(void *statement, unsigned column)
{
	sqlite3_stmt *st = ((const struct statement *)statement)->st;
	int i = (int)column;

	switch (sqlite3_column_type(st, i)) {
	case SQLITE_INTEGER:	return value_int(sqlite3_column_int64(st, i));
	case SQLITE_FLOAT:	return value_real(sqlite3_column_double(st, i));
	case SQLITE_TEXT:	return value_text(bytes(st, i, sqlite3_column_text(st, i)));
	case SQLITE_BLOB:	return value_blob(bytes(st, i, sqlite3_column_blob(st, i)));
	default:		return value_null();
	}
}

static bool
sqlite_inside(void *conn)
{
	const struct sqlite *s = conn;

	return sqlite3_get_autocommit(s->db) == 0;
}

/* ---- the number behind a PRAGMA ---- */

static enum err
pragma_get(struct sqlite *s, const char *sql, int *out, struct why *why)
{
	void *st = NULL;
	bool more = false;
	enum err err = sqlite_prepare(s, sql, &st, why);

	*out = 0;
	if (err != OK || st == NULL)
		return err;
	err = sqlite_next(s, st, &more, why);
	*out = more ? (int)sqlite_column(st, 0).u.i : 0;
	sqlite_forget(st);
	return err;
}

static enum err
sqlite_version(void *conn, int *version, struct why *why)
{
	int mark = 0;
	enum err err = pragma_get(conn, "PRAGMA application_id", &mark, why);

	if (err == OK)
		err = pragma_get(conn, "PRAGMA user_version", version, why);
	if (err == OK && mark != SCHEMA_MARK)
		*version = 0;
	return err;
}

static enum err
sqlite_set_version(void *conn, int version, struct why *why)
{
	char sql[96];

	snprintf(sql, sizeof sql, "PRAGMA application_id = %d; PRAGMA user_version = %d", SCHEMA_MARK, version);
	return sqlite_run(conn, sql, why);
}

/* The first row of a check, where it is not the one that says that all is well. */
static enum err
check_by(struct sqlite *s, const char *sql, struct why *why)
{
	void *st = NULL;
	bool more = false;
	enum err err = sqlite_prepare(s, sql, &st, why);

	if (err != OK || st == NULL)
		return err;
	err = sqlite_next(s, st, &more, why);
	if (err == OK && more) {
		struct value told = sqlite_column(st, 0);
		struct str words = told.kind == VALUE_TEXT ? told.u.s : STR("");

		if (!str_eq(words, STR("ok")))
			err = fail(why, E_BROKEN, 0, "%s: %.*s", s->path, STR_ARG(words));
	}
	sqlite_forget(st);
	return err;
}

static enum err
sqlite_check(void *conn, struct why *why)
{
	enum err err = check_by(conn, "PRAGMA integrity_check(1)", why);

	return err == OK ? check_by(conn, "PRAGMA foreign_key_check", why) : err;
}

/* ---- connections ---- */

static void
sqlite_close(void *conn)
{
	struct sqlite *s = conn;

	if (s == NULL)
		return;
	sqlite3_close(s->db);
	free(s->path);
	free(s);
}

static void
sqlite_patience(void *conn, int ms)
{
	struct sqlite *s = conn;

	sqlite3_busy_timeout(s->db, ms);
}

/* What every connection is told. secure_delete: what was removed by order stands in no free page either. */
static const char settings[] =
    "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA mmap_size = 0; PRAGMA secure_delete = ON;"
    "PRAGMA trusted_schema = OFF; PRAGMA journal_size_limit = 67108864; PRAGMA temp_store = MEMORY;"
    "PRAGMA cache_size = -65536;"	/* KiB, taken as it is needed: what thousands of rows touch in one transaction stays in memory */
    "PRAGMA wal_autocheckpoint = 8000";	/* pages, 32 MB: a page that is written again and again goes to its place once */

static const char *const by_mode[] = {
	[STORE_READ] = "PRAGMA query_only = ON",
	[STORE_WRITE] = "",
	[STORE_CREATE] = "",
};

static enum err
set_up(struct sqlite *s, enum store_mode mode, struct why *why)
{
	enum err err;

	sqlite3_extended_result_codes(s->db, 1);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_busy_timeout(s->db, PATIENCE);
	err = sqlite_run(s, settings, why);
	return err == OK ? sqlite_run(s, by_mode[mode], why) : err;
}

/* Hashes of passwords and the like stand in it; its log is as it is. */
static enum err
make_ours(const char *where, struct why *why)
{
	int fd = open(where, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		return disk_fail(why, where);
	close(fd);
	return OK;
}

/* A connection that reads may write the index of the log, so it is opened for both. */
static enum err
sqlite_open(const char *where, enum store_mode mode, void **conn, struct why *why)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (mode == STORE_CREATE ? SQLITE_OPEN_CREATE : 0);
	struct sqlite *s = calloc(1, sizeof *s);
	enum err err = OK;
	int code;

	if (s == NULL || (s->path = strdup(where)) == NULL) {
		sqlite_close(s);
		return fail(why, E_MEMORY, 0, "%s", where);
	}
	if (mode == STORE_CREATE)
		err = make_ours(where, why);
	else if (access(where, F_OK) != 0)
		err = disk_fail(why, where);
	if (err == OK && (code = sqlite3_open_v2(where, &s->db, flags, NULL)) != SQLITE_OK)
		err = failed(s, code, why);
	if (err == OK)
		err = set_up(s, mode, why);
	if (err != OK)
		sqlite_close(s);
	else
		*conn = s;
	return err;
}

/*
 * A database is filled under the old kind of journal: what is committed stands in the one file,
 * and nothing is left for the end, where SQLite tells no errors.
 */
static enum err
sqlite_finish(void *conn, struct why *why)
{
	return sqlite_run(conn, "PRAGMA journal_mode = WAL", why);
}

/*
 * Where a sync fails, the pages of the commit stand in the log, and would count after a restart. A transaction
 * that changes nothing takes their place: whether it counts is all the same.
 */
static void
sqlite_disown(void *conn)
{
	int version;

	if (sqlite_version(conn, &version, NULL) != OK || sqlite_run(conn, "BEGIN IMMEDIATE", NULL) != OK)
		return;
	if (sqlite_set_version(conn, version, NULL) != OK || sqlite_run(conn, "COMMIT", NULL) != OK)
		sqlite_run(conn, "ROLLBACK", NULL);
}

/* The log is written back and cut off; secure_delete has seen to the pages. */
static enum err
sqlite_purge(void *conn, struct why *why)
{
	struct sqlite *s = conn;
	int busy = 0;
	enum err err = pragma_get(s, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, why);

	return err == OK && busy != 0 ? fail(why, E_BUSY, 0, "%s", s->path) : err;
}

/* The schema is looked at first: the database keeps its kind of journal then, and who reads it is not disturbed. */
static enum err
sqlite_reset(void *conn, struct why *why)
{
	struct sqlite *s = conn;
	enum err err;

	sqlite3_table_column_metadata(s->db, NULL, "sqlite_schema", NULL, NULL, NULL, NULL, NULL, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_RESET_DATABASE, 1, NULL);
	err = sqlite_run(s, "VACUUM", why);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_RESET_DATABASE, 0, NULL);
	return err;
}

/* ---- a copy ---- */

/* All pages as they are in one snapshot: the transaction keeps it, so that writers do not make it begin anew. */
static enum err
copy_pages(struct sqlite *from, struct sqlite *to, struct why *why)
{
	sqlite3_backup *b = sqlite3_backup_init(to->db, "main", from->db, "main");
	int code;

	if (b == NULL)
		return failed(to, sqlite3_extended_errcode(to->db), why);
	do
		code = sqlite3_backup_step(b, COPY_PAGES);
	while (code == SQLITE_OK);
	sqlite3_backup_finish(b);
	return code == SQLITE_DONE ? OK : failed(to, code, why);
}

static enum err
copy_snapshot(struct sqlite *from, struct sqlite *to, struct why *why)
{
	enum err err;
	int version;

	if (sqlite_inside(from))	/* its owner has a snapshot, which is the one that is wanted */
		return copy_pages(from, to, why);
	err = sqlite_run(from, "BEGIN", why);
	if (err == OK)
		err = sqlite_version(from, &version, why);	/* reads, and so takes the snapshot */
	if (err == OK)
		err = copy_pages(from, to, why);
	sqlite_run(from, "COMMIT", NULL);
	return err;
}

static void
remove_database(const char *path)
{
	static const char *const behind[] = { "", "-wal", "-shm", "-journal" };
	char *name;

	for (size_t i = 0; i < sizeof behind / sizeof behind[0]; i++)
		if (asprintf(&name, "%s%s", path, behind[i]) > 0) {
			unlink(name);
			free(name);
		}
}

static enum err
sqlite_copy(void *conn, const char *to, struct why *why)
{
	char *part;
	void *out = NULL;
	enum err err;

	if (asprintf(&part, "%s" TEMPORARY, to) < 0)
		return fail(why, E_MEMORY, 0, "%s", to);
	remove_database(part);
	err = sqlite_open(part, STORE_CREATE, &out, why);
	if (out != NULL) {
		err = copy_snapshot(conn, out, why);
		sqlite_close(out);
	}
	if (err == OK)
		err = disk_place(part, to, true, why);
	remove_database(part);
	free(part);
	return err;
}

const struct engine engine_sqlite = {
	.open = sqlite_open,
	.finish = sqlite_finish,
	.close = sqlite_close,
	.patience = sqlite_patience,
	.run = sqlite_run,
	.version = sqlite_version,
	.set_version = sqlite_set_version,
	.check = sqlite_check,
	.disown = sqlite_disown,
	.purge = sqlite_purge,
	.reset = sqlite_reset,
	.copy = sqlite_copy,
	.prepare = sqlite_prepare,
	.parameters = sqlite_parameters,
	.forget = sqlite_forget,
	.start = sqlite_start,
	.next = sqlite_next,
	.end = sqlite_end,
	.column = sqlite_column,
	.inside = sqlite_inside,
	.begin_write = "BEGIN IMMEDIATE",
	.others = "PRAGMA data_version",
};
