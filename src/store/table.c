/* table: the SQL of a table made from a description; tables that are made, widened, dropped, and whose paths change. */
#include "store/compare.h"
#include "store/table_inside.h"
#include "store/tally.h"

#include <stdio.h>

#define TABLE TABLE_PREFIX
#define COLUMN COLUMN_PREFIX

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

/* None, or as many as a tally has. */
static bool
tallies_good(const struct table_shape *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++) {
		n += t->columns[i].tallied;
		if (t->columns[i].tallied && t->columns[i].type != COLUMN_TEXT)
			return false;
	}
	return n == 0 || n == TABLE_TALLIED;
}

static enum err
shape_check(const struct table_shape *t, struct why *why)
{
	if (!name_good(t->name) || t->n > TABLE_COLUMNS_MOST || !tallies_good(t))
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

static struct str
write_make(struct arena *a, struct buf *b, const struct table_shape *t)
{
	buf_printf(b, "CREATE TABLE " TABLE "%.*s (\n\tkey INTEGER NOT NULL REFERENCES identity (id),\n"
	    "\tledger INTEGER NOT NULL REFERENCES ledger (id),\n\tpath TEXT NOT NULL,\n\tbeside TEXT NOT NULL,\n"
	    "\tvalid_from INTEGER NOT NULL,\n\tvalid_to INTEGER NOT NULL,\n", STR_ARG(t->name));
	for (size_t i = 0; i < t->n; i++)
		buf_printf(b, "\t" COLUMN "%.*s %s%s,\n", STR_ARG(t->columns[i].name), types[t->columns[i].type].p,
		    t->columns[i].nullable ? "" : " NOT NULL");
	buf_puts(b, STR("\tPRIMARY KEY (key, valid_from)\n) STRICT;\n"));
	table_write_indexes(b, t, 0);
	return keep(a, b);
}

static void
write_into(struct buf *b, const struct table_shape *t, struct str name)
{
	buf_printf(b, "INSERT INTO %.*s (key, ledger, path, beside, valid_from, valid_to", STR_ARG(name));
	for (size_t i = 0; i < t->n; i++)
		buf_printf(b, ", " COLUMN "%.*s", STR_ARG(t->columns[i].name));
}

static struct str
write_insert(struct arena *a, struct buf *b, const struct table_shape *t, struct str name)
{
	write_into(b, t, name);
	buf_puts(b, STR(") VALUES ($1, $2, $3, $4, $5, $6"));
	for (size_t i = 0; i < t->n; i++)
		buf_printf(b, ", $%zu", TABLE_FIXED + 1 + i);
	buf_putc(b, ')');
	return keep(a, b);
}

/* What is true now once more, as it was until another seq. */
static struct str
write_keep(struct arena *a, struct buf *b, const struct table_shape *t, struct str name)
{
	write_into(b, t, name);
	buf_puts(b, STR(") SELECT key, ledger, path, beside, $1, $2"));
	for (size_t i = 0; i < t->n; i++)
		buf_printf(b, ", " COLUMN "%.*s", STR_ARG(t->columns[i].name));
	buf_printf(b, " FROM %.*s WHERE key = $3 AND valid_to = " NOW, STR_ARG(name));
	return keep(a, b);
}

/* Current rows have an index of their own. */
static struct str
write_read(struct arena *a, struct buf *b, const struct table_shape *t, struct str name, bool past, bool scoped)
{
	buf_puts(b, STR("SELECT t.valid_from, t.valid_to, t.ledger, t.path, t.beside"));
	for (size_t i = 0; i < t->n; i++)
		buf_printf(b, ", t." COLUMN "%.*s", STR_ARG(t->columns[i].name));
	buf_printf(b, " FROM %.*s t", STR_ARG(name));
	buf_puts(b, STR(" WHERE t.key = $1 AND "));
	buf_puts(b, past ? STR("t.valid_from <= $2 AND t.valid_to > $2") : STR("t.valid_to = " NOW));
	if (scoped)
		buf_puts(b, STR(" AND {scope t.ledger t.path t.key}"));
	return keep(a, b);
}

static void
write_tally(const struct table_shape *t, struct store_table *out)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		if (t->columns[i].tallied)
			out->tally[n++] = i;
	out->tallied = n == TABLE_TALLIED;
}

static void
write_texts(struct arena *a, struct buf *b, const struct table_shape *t, struct store_table *out)
{
	struct str name = arena_printf(a, TABLE "%.*s", STR_ARG(t->name));

	*out = (struct store_table){ .name = name, .shape = *t };
	out->make = write_make(a, b, t);
	out->insert = write_insert(a, b, t, name);
	out->keep = write_keep(a, b, t, name);
	out->date = arena_printf(a, "UPDATE %.*s SET valid_from = $1 WHERE key = $2 AND valid_to = " NOW, STR_ARG(name));
	out->remove = arena_printf(a, "DELETE FROM %.*s WHERE key = $1 AND valid_from = $2", STR_ARG(name));
	out->close = arena_printf(a, "UPDATE %.*s SET valid_to = $1 WHERE key = $2 AND valid_to = " NOW, STR_ARG(name));
	for (int past = 0; past < 2; past++)
		for (int scoped = 0; scoped < 2; scoped++)
			out->read[past][scoped] = write_read(a, b, t, name, past, scoped);
	write_tally(t, out);
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
	err = tally_clear(s, name, why);
	if (err == OK)
		err = store_define(s, sql, why);
	return err == OK ? store_do(s, MADE_REMOVE, VALUES(value_text(name)), why) : err;
}

static struct str
tally_name(const struct store_table *t, size_t i)
{
	return t->tallied ? t->shape.columns[t->tally[i]].name : STR("");
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
	return err == OK ? store_do(s, MADE_ADD, VALUES(value_text(t->name), value_text(t->make), value_text(tally_name(t, 0)),
	    value_text(tally_name(t, 1))), why) : err;
}

enum err
table_widen(struct store *s, const struct store_table *t, size_t had, struct why *why)
{
	const struct table_shape *shape = &t->shape;
	struct buf b = { 0 };
	enum err err = OK;

	for (size_t i = had; i < shape->n; i++)
		buf_printf(&b, "ALTER TABLE %.*s ADD COLUMN " COLUMN "%.*s %s;\n", STR_ARG(t->name), STR_ARG(shape->columns[i].name),
		    types[shape->columns[i].type].p);
	table_write_indexes(&b, shape, had);
	buf_putc(&b, '\0');
	err = b.err != OK ? fail(why, b.err, 0, "table %.*s", STR_ARG(t->name)) : store_define(s, b.p, why);
	buf_free(&b);
	return err == OK ? store_do(s, MADE_CHANGE, VALUES(value_text(t->make), value_text(t->name)), why) : err;
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

static enum err
repath(struct store *s, struct str name, struct str from, struct str to, struct why *why)
{
	char sql[TABLE_NAME_MOST + 200];
	enum err err;

	snprintf(sql, sizeof sql, "UPDATE %.*s SET path = $1 || substr(path, $2) WHERE substr(path, 1, length($3)) = $3", STR_ARG(name));
	err = store_do_text(s, cstr(sql), VALUES(value_text(to), value_int((int64_t)from.n + 1), value_text(from)), why);
	if (err != OK)
		return err;
	snprintf(sql, sizeof sql, "UPDATE %.*s SET beside = replace(beside, '" SCOPE_BESIDE "' || $1, '" SCOPE_BESIDE "' || $2) "
	    "WHERE beside LIKE '%%" SCOPE_BESIDE "' || $1 || '%%'", STR_ARG(name));
	return store_do_text(s, cstr(sql), VALUES(value_text(from), value_text(to)), why);
}

static enum err
repath_all(struct store *s, struct arena *a, struct str from, struct str to, struct why *why)
{
	struct str *names;
	size_t n;
	enum err err = compare_made(s, a, &names, &n, why);

	for (size_t i = 0; i < n && err == OK; i++)
		err = repath(s, names[i], from, to, why);
	return err == OK ? tally_repath(s, a, from, to, why) : err;
}

enum err
tables_repath(struct store *s, struct str from, struct str to, struct why *why)
{
	struct arena *a = arena_new(0);
	volatile enum err err = E_MEMORY;

	if (a == NULL || arena_try(a))
		fail(why, E_MEMORY, 0, "%s", "");
	else
		err = repath_all(s, a, from, to, why);
	arena_free(a);
	return err;
}
