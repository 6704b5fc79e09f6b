#include "store/table.h"

#include <stdio.h>

#define NOW "9223372036854775807"	/* SEQ_NOW; a literal, as the index of current rows wants it */
#define TABLE "t_"			/* before names: no word of SQL, and no table or column of the schema */
#define COLUMN "c_"
#define INDEX "i_"
#define FIXED 5				/* values of a row before its own columns */

static const struct str types[COLUMN_TYPE_COUNT] = {
#define X(name, sql) STR(sql),
	COLUMN_TYPES(X)
#undef X
};

/* ---- names ---- */

static bool
name_good(struct str name)
{
	if (name.n == 0 || name.n > TABLE_NAME_MOST || name.p[0] < 'a' || name.p[0] > 'z')
		return false;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'))
			return false;
	}
	return true;
}

static bool
column_twice(const struct table_shape *t, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (str_eq(t->columns[i].name, t->columns[at].name))
			return true;
	return false;
}

static enum err
shape_check(const struct table_shape *t, struct why *why)
{
	if (!name_good(t->name) || t->n > TABLE_COLUMNS_MOST)
		return fail(why, E_INTERNAL, 0, "table %.*s", STR_ARG(t->name));
	for (size_t i = 0; i < t->n; i++)
		if (!name_good(t->columns[i].name) || t->columns[i].type >= COLUMN_TYPE_COUNT || column_twice(t, i))
			return fail(why, E_INTERNAL, 0, "column %.*s.%.*s", STR_ARG(t->name), STR_ARG(t->columns[i].name));
	return OK;
}

/* ---- texts ---- */

static struct str
keep(struct arena *a, struct buf *b)
{
	struct str s;

	buf_putc(b, '\0');
	s = b->err == OK ? arena_str(a, (struct str){ b->p, b->n }) : (struct str){ 0 };
	b->n = 0;
	return s.n == 0 ? s : str_slice(s, 0, s.n - 1);
}

/* Tables and indexes share their names: a number behind a name is no other name. */
static void
write_index(struct buf *b, struct str table, size_t number, struct str column)
{
	buf_printf(b, "CREATE INDEX " INDEX "%.*s_%zu ON " TABLE "%.*s (valid_to, %.*s);\n", STR_ARG(table), number, STR_ARG(table),
	    STR_ARG(column));
}

static struct str
write_make(struct arena *a, struct buf *b, const struct table_shape *t)
{
	buf_printf(b, "CREATE TABLE " TABLE "%.*s (\n\tkey INTEGER NOT NULL REFERENCES identity (id),\n"
	    "\tledger INTEGER NOT NULL REFERENCES ledger (id),\n\tpath TEXT NOT NULL,\n"
	    "\tvalid_from INTEGER NOT NULL,\n\tvalid_to INTEGER NOT NULL,\n", STR_ARG(t->name));
	for (size_t i = 0; i < t->n; i++)
		buf_printf(b, "\t" COLUMN "%.*s %s%s,\n", STR_ARG(t->columns[i].name), types[t->columns[i].type].p,
		    t->columns[i].nullable ? "" : " NOT NULL");
	buf_printf(b, "\tPRIMARY KEY (key, valid_from)\n) STRICT;\n"
	    "CREATE UNIQUE INDEX " INDEX "%.*s_0 ON " TABLE "%.*s (key) WHERE valid_to = " NOW ";\n", STR_ARG(t->name),
	    STR_ARG(t->name));
	write_index(b, t->name, 1, STR("path"));
	for (size_t i = 0; i < t->n; i++)
		if (t->columns[i].indexed)
			write_index(b, t->name, 2 + i, arena_printf(a, COLUMN "%.*s", STR_ARG(t->columns[i].name)));
	return keep(a, b);
}

static struct str
write_insert(struct arena *a, struct buf *b, const struct table_shape *t, struct str name)
{
	buf_printf(b, "INSERT INTO %.*s (key, ledger, path, valid_from, valid_to", STR_ARG(name));
	for (size_t i = 0; i < t->n; i++)
		buf_printf(b, ", " COLUMN "%.*s", STR_ARG(t->columns[i].name));
	buf_puts(b, STR(") VALUES ($1, $2, $3, $4, $5"));
	for (size_t i = 0; i < t->n; i++)
		buf_printf(b, ", $%zu", FIXED + 1 + i);
	buf_putc(b, ')');
	return keep(a, b);
}

/* Current rows have an index of their own. */
static struct str
write_read(struct arena *a, struct buf *b, const struct table_shape *t, struct str name, bool past, bool scoped)
{
	buf_puts(b, STR("SELECT t.valid_from, t.valid_to, t.ledger, t.path"));
	for (size_t i = 0; i < t->n; i++)
		buf_printf(b, ", t." COLUMN "%.*s", STR_ARG(t->columns[i].name));
	buf_printf(b, " FROM %.*s t", STR_ARG(name));
	if (scoped)
		buf_puts(b, STR(" JOIN ledger l ON l.id = t.ledger"));
	buf_puts(b, STR(" WHERE t.key = $1 AND "));
	buf_puts(b, past ? STR("t.valid_from <= $2 AND t.valid_to > $2") : STR("t.valid_to = " NOW));
	if (scoped)
		buf_puts(b, STR(" AND {scope l.uuid t.path}"));
	return keep(a, b);
}

static void
write_texts(struct arena *a, struct buf *b, const struct table_shape *t, struct store_table *out)
{
	struct str name = arena_printf(a, TABLE "%.*s", STR_ARG(t->name));

	*out = (struct store_table){ .name = name, .columns = t->n };
	out->make = write_make(a, b, t);
	out->insert = write_insert(a, b, t, name);
	out->remove = arena_printf(a, "DELETE FROM %.*s WHERE key = $1 AND valid_from = $2", STR_ARG(name));
	out->close = arena_printf(a, "UPDATE %.*s SET valid_to = $1 WHERE key = $2 AND valid_to = " NOW, STR_ARG(name));
	for (int past = 0; past < 2; past++)
		for (int scoped = 0; scoped < 2; scoped++)
			out->read[past][scoped] = write_read(a, b, t, name, past, scoped);
}

enum err
table_write(struct arena *a, const struct table_shape *t, struct store_table *out, struct why *why)
{
	struct buf b = { 0 };
	enum err err = shape_check(t, why);

	if (err != OK)
		return err;
	write_texts(a, &b, t, out);
	if (b.err != OK)
		err = fail(why, b.err, 0, "table %.*s", STR_ARG(t->name));
	buf_free(&b);
	return err;
}

/* ---- making and dropping ---- */

/* The text that made it is its shape. */
static enum err
same_shape(struct store *s, const struct store_table *t, bool *same, struct why *why)
{
	struct rows rows;

	store_ask(s, MADE_GET, NULL, VALUES(value_text(t->name)), &rows);
	*same = rows_next(&rows) && str_eq(rows_text(&rows, 0), t->make);
	return rows_end(&rows, why);
}

static enum err
drop(struct store *s, struct str name, struct why *why)
{
	char sql[TABLE_NAME_MOST + 32];
	enum err err;

	if (!str_starts(name, STR(TABLE)) || !name_good(str_slice(name, strlen(TABLE), name.n)))
		return fail(why, E_BROKEN, 0, "table %.*s", STR_ARG(name));
	snprintf(sql, sizeof sql, "DROP TABLE IF EXISTS %.*s", STR_ARG(name));
	err = store_define(s, sql, why);
	return err == OK ? store_do(s, MADE_REMOVE, VALUES(value_text(name)), why) : err;
}

enum err
table_make(struct store *s, const struct store_table *t, bool *fresh, struct why *why)
{
	bool same;
	enum err err = same_shape(s, t, &same, why);

	*fresh = !same;
	if (err != OK || same)
		return err;
	err = drop(s, t->name, why);
	if (err == OK)
		err = store_define(s, t->make.p, why);
	return err == OK ? store_do(s, MADE_ADD, VALUES(value_text(t->name), value_text(t->make)), why) : err;
}

/* The first name, as long as there is one: a table cannot be dropped under rows that are read. */
static enum err
first_made(struct store *s, char name[TABLE_NAME_MOST + 8], struct why *why)
{
	struct rows rows;
	struct str first = { 0 };

	store_ask(s, MADE_LIST, NULL, NO_VALUES, &rows);
	if (rows_next(&rows))
		first = rows_text(&rows, 0);
	snprintf(name, TABLE_NAME_MOST + 8, "%.*s", STR_ARG(first));
	return rows_end(&rows, why);
}

enum err
tables_drop(struct store *s, struct why *why)
{
	char name[TABLE_NAME_MOST + 8];
	enum err err;

	while ((err = first_made(s, name, why)) == OK && name[0] != '\0')
		if ((err = drop(s, cstr(name), why)) != OK)
			break;
	return err;
}

/* ---- rows ---- */

enum err
table_end(struct store *s, const struct store_table *t, int64_t seq, int64_t key, struct why *why)
{
	enum err err = store_do_text(s, t->remove, VALUES(value_int(key), value_int(seq)), why);

	return err == OK ? store_do_text(s, t->close, VALUES(value_int(seq), value_int(key)), why) : err;
}

enum err
table_put(struct store *s, const struct store_table *t, int64_t seq, const struct table_row *row, struct why *why)
{
	struct value all[FIXED + TABLE_COLUMNS_MOST] = {
		value_int(row->key), value_int(row->ledger), value_text(row->path), value_int(seq), value_int(SEQ_NOW),
	};
	enum err err;

	if (row->columns.n != t->columns)
		return fail(why, E_INTERNAL, 0, "%.*s: %zu values", STR_ARG(t->name), row->columns.n);
	err = table_end(s, t, seq, row->key, why);
	if (err != OK)
		return err;
	if (row->columns.n > 0)
		memcpy(all + FIXED, row->columns.v, row->columns.n * sizeof all[0]);
	return store_do_text(s, t->insert, (struct values){ all, FIXED + t->columns }, why);
}

void
table_ask(struct store *s, const struct store_table *t, const struct scope *scope, int64_t key, int64_t seq, struct rows *rows)
{
	bool past = seq != SEQ_NOW;

	store_ask_text(s, t->read[past][scope != NULL], scope,
	    past ? VALUES(value_int(key), value_int(seq)) : VALUES(value_int(key)), rows);
}
