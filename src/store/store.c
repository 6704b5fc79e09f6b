#include "store/store.h"
#include "store/disk.h"
#include "store/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define VALUES_MOST 512		/* of a statement, without its scope */
#define TEXTS 256		/* statements kept that are not of the catalogue; a power of two */

struct prepared {
	void *statement;	/* NULL: not yet */
	unsigned parameters;
	bool busy;
	char *text;		/* of one that is not of the catalogue */
	struct prepared *next;	/* of those for their rows alone */
};

struct store {
	const struct engine *engine;
	void *conn;
	char *path;
	enum store_mode mode;
	struct prepared catalogue[STATEMENT_COUNT], texts[TEXTS];
	struct prepared *extra;
	struct buf sql;		/* of a statement with its scope */
	struct counts_held gathering;
};

/* ---- opening ---- */

/* An empty database becomes one under a temporary name. */
static enum err
make(const char *part, struct why *why)
{
	const struct engine *e = &engine_sqlite;
	void *conn;
	enum err err = e->open(part, STORE_CREATE, &conn, why);

	if (err != OK)
		return err;
	err = schema_make(e, conn, &schema_shipped, why);
	if (err == OK)
		err = e->finish(conn, why);
	e->close(conn);
	return err;
}

enum err
store_create(const char *path, struct why *why)
{
	char *folder, *part = NULL;
	enum err err;

	if (asprintf(&folder, "%s.XXXXXX", path) < 0)
		return fail(why, E_MEMORY, 0, "%s", path);
	if (mkdtemp(folder) == NULL)
		err = disk_fail(why, path);
	else if (asprintf(&part, "%s/new", folder) < 0)
		err = fail(why, E_MEMORY, 0, "%s", path);
	else
		err = make(part, why);
	if (err == OK)
		err = disk_place(part, path, false, why);
	disk_remove(folder);
	free(part);
	free(folder);
	return err;
}

static enum err
upgrade(const char *path, struct why *why)
{
	const struct engine *e = &engine_sqlite;
	void *conn;
	enum err err = e->open(path, STORE_WRITE, &conn, why);

	if (err != OK)
		return err;
	err = schema_upgrade(e, conn, &schema_shipped, path, why);
	e->close(conn);
	return err;
}

static enum err
open_checked(struct store *s, struct why *why)
{
	bool old = false;
	enum err err = s->engine->open(s->path, s->mode, &s->conn, why);

	if (err == OK)
		err = schema_check(s->engine, s->conn, &schema_shipped, s->path, &old, why);
	return err == OK && old ? upgrade(s->path, why) : err;
}

enum err
store_open(struct store **out, const char *path, enum store_mode mode, struct why *why)
{
	struct store *s = calloc(1, sizeof *s);
	enum err err;

	if (s == NULL || (s->path = strdup(path)) == NULL) {
		free(s);
		return fail(why, E_MEMORY, 0, "%s", path);
	}
	s->engine = &engine_sqlite;
	s->mode = mode;
	err = open_checked(s, why);
	if (err == OK)
		*out = s;
	else
		store_close(s);
	return err;
}

static void
forget(const struct store *s, struct prepared *p)
{
	if (p->statement != NULL)
		s->engine->forget(p->statement);
	free(p->text);
	*p = (struct prepared){ .next = p->next };
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < STATEMENT_COUNT; i++)
		forget(s, &s->catalogue[i]);
	for (size_t i = 0; i < TEXTS; i++)
		forget(s, &s->texts[i]);
	for (struct prepared *p = s->extra, *next; p != NULL; p = next) {
		next = p->next;
		forget(s, p);
		free(p);
	}
	if (s->conn != NULL)
		s->engine->close(s->conn);
	buf_free(&s->sql);
	free(s->path);
	free(s);
}

const char *
store_path(const struct store *s)
{
	return s->path;
}

void
store_patience(struct store *s, int ms)
{
	s->engine->patience(s->conn, ms);
}

const struct engine *
store_engine(const struct store *s)
{
	return s->engine;
}

void *
store_conn(const struct store *s)
{
	return s->conn;
}

/* ---- transactions ---- */

bool
store_inside(const struct store *s)
{
	return s->engine->inside(s->conn);
}

enum err
store_begin(struct store *s, struct why *why)
{
	if (store_inside(s))
		return fail(why, E_INTERNAL, 0, "%s: a transaction within a transaction", s->path);
	return s->engine->run(s->conn, s->mode == STORE_READ ? "BEGIN" : s->engine->begin_write, why);
}

/* Rows that a job left behind when it failed, too. */
static void
end_all(struct store *s, struct prepared *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i].statement != NULL)
			s->engine->end(p[i].statement);
		p[i].busy = false;
	}
}

static void
end_every_row(struct store *s)
{
	end_all(s, s->catalogue, STATEMENT_COUNT);
	end_all(s, s->texts, TEXTS);
	for (struct prepared *p = s->extra; p != NULL; p = p->next)
		end_all(s, p, 1);
}

struct counts_held *
store_counts_held(struct store *s)
{
	return &s->gathering;
}

void
store_rollback(struct store *s)
{
	end_every_row(s);
	s->gathering = (struct counts_held){ 0 };
	if (store_inside(s))
		s->engine->run(s->conn, "ROLLBACK", NULL);
}

enum err
store_others(struct store *s, int64_t *stamp, struct why *why)
{
	struct rows rows;

	store_ask_text(s, cstr(s->engine->others), NULL, NO_VALUES, &rows);
	if (rows_next(&rows))
		*stamp = rows_int(&rows, 0);
	return rows_end(&rows, why);
}

enum err
store_commit(struct store *s, struct why *why)
{
	enum err err;

	if (!store_inside(s))
		return fail(why, E_INTERNAL, 0, "%s: no transaction", s->path);
	err = s->engine->run(s->conn, "COMMIT", why);
	if (err == OK)
		return OK;
	store_rollback(s);
	if (err != E_BUSY)
		s->engine->disown(s->conn);
	return err;
}

static enum err
run_inside(struct store *s, const char *sql, struct why *why)
{
	if (!store_inside(s))
		return fail(why, E_INTERNAL, 0, "%s: no transaction", s->path);
	return s->engine->run(s->conn, sql, why);
}

enum err
store_mark(struct store *s, struct why *why)
{
	return run_inside(s, "SAVEPOINT mark", why);
}

enum err
store_mark_keep(struct store *s, struct why *why)
{
	return run_inside(s, "RELEASE mark", why);
}

enum err
store_mark_undo(struct store *s, struct why *why)
{
	end_every_row(s);
	return run_inside(s, "ROLLBACK TO mark; RELEASE mark", why);
}

enum err
store_define(struct store *s, const char *sql, struct why *why)
{
	return s->engine->run(s->conn, sql, why);
}

enum err
store_purge(struct store *s, struct why *why)
{
	return s->engine->purge(s->conn, why);
}

/* ---- prepared statements ---- */

static enum err
prepare(struct store *s, struct prepared *p, const char *sql, struct why *why)
{
	enum err err = s->engine->prepare(s->conn, sql, &p->statement, why);

	if (err == OK)
		p->parameters = s->engine->parameters(p->statement);
	return err;
}

/* One more of a statement whose like is in use: rows within rows. */
static struct prepared *
add_extra(struct store *s)
{
	struct prepared *p = calloc(1, sizeof *p);

	if (p != NULL) {
		p->next = s->extra;
		s->extra = p;
	}
	return p;
}

static void
drop_extra(struct store *s, struct prepared *p)
{
	struct prepared **at = &s->extra;

	while (*at != p)
		at = &(*at)->next;
	*at = p->next;
	forget(s, p);
	free(p);
}

/* The place of a text among those kept; what stood there goes. */
static struct prepared *
text_place(struct store *s, struct str sql)
{
	struct prepared *p = &s->texts[str_hash(sql) & (TEXTS - 1)];

	if (p->text != NULL && !p->busy && !str_eq(cstr(p->text), sql))
		forget(s, p);
	return p;
}

/* Makes sure that rows->prepared is there; `sql` ends in NUL. */
static void
ready(struct rows *rows, struct prepared *p, const char *sql)
{
	struct store *s = rows->store;

	rows->own = p->busy;
	if (p->busy)
		p = add_extra(s);
	if (p == NULL) {
		rows->err = fail(&rows->why, E_MEMORY, 0, "%s", s->path);
		return;
	}
	rows->prepared = p;
	p->busy = true;
	if (p->statement == NULL)
		rows->err = prepare(s, p, sql, &rows->why);
}

/* Values of the statement and of its scope are numbered on. */
static void
start(struct rows *rows, struct values values)
{
	struct store *s = rows->store;

	if (rows->err != OK)
		return;
	if (rows->prepared->parameters != values.n)
		rows->err = fail(&rows->why, E_INTERNAL, 0, "%s: %zu values for %u parameters", s->path, values.n,
		    rows->prepared->parameters);
	else
		rows->err = s->engine->start(s->conn, rows->prepared->statement, values, &rows->why);
}

static void
ask_text(struct rows *rows, struct str sql, struct values values)
{
	struct prepared *p = text_place(rows->store, sql);

	if (p->text == NULL && (p->text = strndup(sql.p, sql.n)) == NULL)
		rows->err = fail(&rows->why, E_MEMORY, 0, "%s", rows->store->path);
	else
		ready(rows, p, sql.p);
	start(rows, values);
}

/* The statement with the condition in it, and the values of both. */
static void
ask_scoped(struct rows *rows, struct str sql, const struct scope *scope, struct values values)
{
	struct value all[SCOPE_VALUES + VALUES_MOST];
	struct buf *b = &rows->store->sql;
	size_t n = values.n;

	b->n = 0;
	b->err = OK;
	if (n > VALUES_MOST)
		n = 0, b->err = E_INTERNAL;
	if (n > 0)
		memcpy(all, values.v, n * sizeof all[0]);
	n += scope_write(b, sql, scope, n, all + n);
	buf_putc(b, '\0');
	if (b->err != OK || b->p == NULL)
		rows->err = fail(&rows->why, b->err, 0, "%s: scope of: %.*s", rows->store->path, STR_ARG(sql));
	else
		ask_text(rows, (struct str){ b->p, b->n - 1 }, (struct values){ all, n });
}

void
store_ask_text(struct store *s, struct str sql, const struct scope *scope, struct values values, struct rows *rows)
{
	*rows = (struct rows){ .store = s };
	if ((scope != NULL) != (scope_stands(sql) != STR_NONE))
		rows->err = fail(&rows->why, E_INTERNAL, 0, "%s: scope of: %.*s", s->path, STR_ARG(sql));
	else
		ask_scoped(rows, sql, scope, values);
}

void
store_ask(struct store *s, enum statement id, const struct scope *scope, struct values values, struct rows *rows)
{
	const struct statement_row *row = &statements[id];

	if (row->reads == READS_SCOPED || scope != NULL) {
		store_ask_text(s, row->sql, scope, values, rows);
		return;
	}
	*rows = (struct rows){ .store = s };
	ready(rows, &s->catalogue[id], row->sql.p);
	start(rows, values);
}

/* ---- rows ---- */

bool
rows_next(struct rows *rows)
{
	bool more = false;
	struct store *s = rows->store;

	if (rows->err == OK && rows->prepared != NULL)
		rows->err = s->engine->next(s->conn, rows->prepared->statement, &more, &rows->why);
	return rows->err == OK && more;
}

enum err
rows_end(struct rows *rows, struct why *why)
{
	struct prepared *p = rows->prepared;

	if (p != NULL && p->statement != NULL)
		rows->store->engine->end(p->statement);
	if (p != NULL && rows->own)
		drop_extra(rows->store, p);
	else if (p != NULL)
		p->busy = false;
	rows->prepared = NULL;
	if (rows->err != OK && why != NULL)
		*why = rows->why;
	return rows->err;
}

/* The column where it is of that kind; else an error of the rows, and nothing. */
static struct value
column(struct rows *rows, unsigned i, enum value_kind kind)
{
	struct value v = rows->store->engine->column(rows->prepared->statement, i);

	if (v.kind == kind)
		return v;
	if (rows->err == OK)
		rows->err = fail(&rows->why, E_BROKEN, 0, "%s: column %u", rows->store->path, i);
	return (struct value){ .kind = kind };
}

bool
rows_null(struct rows *rows, unsigned i)
{
	return rows->store->engine->column(rows->prepared->statement, i).kind == VALUE_NULL;
}

int64_t
rows_int(struct rows *rows, unsigned i)
{
	return column(rows, i, VALUE_INT).u.i;
}

double
rows_real(struct rows *rows, unsigned i)
{
	return column(rows, i, VALUE_REAL).u.d;
}

struct str
rows_text(struct rows *rows, unsigned i)
{
	return column(rows, i, VALUE_TEXT).u.s;
}

struct str
rows_blob(struct rows *rows, unsigned i)
{
	return column(rows, i, VALUE_BLOB).u.s;
}

void
rows_bytes(struct rows *rows, unsigned i, unsigned char *out, size_t n)
{
	struct str s = { 0 };

	if (!rows_null(rows, i))
		s = rows_blob(rows, i);
	memset(out, 0, n);
	if (s.n == n)
		memcpy(out, s.p, n);
	else if (s.n > 0 && rows->err == OK)
		rows->err = fail(&rows->why, E_BROKEN, 0, "%s: column %u", rows->store->path, i);
}

/* ---- in one call ---- */

static enum err
to_the_end(struct rows *rows, struct why *why)
{
	while (rows_next(rows))
		;
	return rows_end(rows, why);
}

enum err
store_do(struct store *s, enum statement id, struct values values, struct why *why)
{
	struct rows rows;

	store_ask(s, id, NULL, values, &rows);
	return to_the_end(&rows, why);
}

enum err
store_do_text(struct store *s, struct str sql, struct values values, struct why *why)
{
	struct rows rows;

	store_ask_text(s, sql, NULL, values, &rows);
	return to_the_end(&rows, why);
}

enum err
store_int(struct store *s, enum statement id, struct values values, int64_t *out, bool *found, struct why *why)
{
	struct rows rows;
	bool there;

	store_ask(s, id, NULL, values, &rows);
	there = rows_next(&rows) && !rows_null(&rows, 0);
	if (there)
		*out = rows_int(&rows, 0);
	while (rows_next(&rows))	/* RETURNING: the statement is done when its rows are */
		;
	if (found != NULL)
		*found = there;
	else if (!there && rows.err == OK)
		rows.err = fail(&rows.why, E_INTERNAL, 0, "%s: no row of %s", s->path, statements[id].name);
	return rows_end(&rows, why);
}
