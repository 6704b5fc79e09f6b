#include "store/table.h"
#include "store/compare.h"
#include "store/tally.h"

#include <stdio.h>

#define TABLE "t_"			/* before names: no word of SQL, and no table or column of the schema */
#define COLUMN COLUMN_PREFIX
#define INDEX "i_"
#define PAIR "j_"			/* of two columns */
#define FIXED 6				/* values of a row before its own columns */

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

/*
 * Tables and indexes share their names: a number behind a name is no other name. Past rows are reached by their key: only current
 * ones are in an index, each in the order of a page (table_list.h). Numbers 0 and 1 are those of the key and the path.
 */
struct current_index {
	struct str table;
	size_t number;
	const char *prefix;
	struct str column;
	const char *more;	/* behind column and key */
};

static void
write_index(struct buf *b, const struct current_index *i)
{
	buf_printf(b, "CREATE INDEX " INDEX "%.*s_%zu ON " TABLE "%.*s (%s%.*s, key%s", STR_ARG(i->table), i->number, STR_ARG(i->table), i->prefix,
	    STR_ARG(i->column), i->more);
}

#define WHERE_CURRENT ") WHERE valid_to = " NOW ";\n"
#define BELONGS ", ledger, path, beside"

static struct current_index
path_index(const struct table_shape *t, const char *more)
{
	return (struct current_index){ t->name, 1, "", STR("path"), more };
}

static struct current_index
column_index(const struct table_shape *t, size_t i, const char *more)
{
	return (struct current_index){ t->name, 2 + i, COLUMN, t->columns[i].name, more };
}

static void
write_whole_index(struct buf *b, struct current_index i)
{
	write_index(b, &i);
	buf_puts(b, STR(WHERE_CURRENT));
}

/* Of the columns of few values, and of those that are carried, those behind the first are not: there would be too many. */
static bool
among_first(const struct table_shape *t, size_t column, enum table_pairing pairing)
{
	size_t before = 0;

	if (column >= t->n || t->columns[column].pairing != pairing)
		return false;
	for (size_t i = 0; i < column; i++)
		before += t->columns[i].pairing == pairing;
	return before < TABLE_PAIRED;
}

static bool
pairs(const struct table_shape *t, size_t column)
{
	return among_first(t, column, PAIR_FEW) || (column < t->n && t->columns[column].pairing == PAIR_ORDERS);
}

bool
table_paired(const struct table_shape *t, size_t column, size_t order)
{
	return column != order && pairs(t, column) && pairs(t, order) && t->columns[column].pairing == PAIR_FEW;
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
	buf_printf(b, "\tPRIMARY KEY (key, valid_from)\n) STRICT;\n"
	    "CREATE UNIQUE INDEX " INDEX "%.*s_0 ON " TABLE "%.*s (key) WHERE valid_to = " NOW ";\n", STR_ARG(t->name),
	    STR_ARG(t->name));
	write_whole_index(b, path_index(t, ""));
	for (size_t i = 0; i < t->n; i++)
		if (t->columns[i].indexed)
			write_whole_index(b, column_index(t, i, ""));
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
		buf_printf(b, ", $%zu", FIXED + 1 + i);
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

	for (size_t i = had; i < shape->n; i++) {
		const struct table_column *c = &shape->columns[i];

		buf_printf(&b, "ALTER TABLE %.*s ADD COLUMN " COLUMN "%.*s %s;\n", STR_ARG(t->name), STR_ARG(c->name), types[c->type].p);
		if (c->indexed)
			write_whole_index(&b, column_index(shape, i, ""));
	}
	buf_putc(&b, '\0');
	err = b.err != OK ? fail(why, b.err, 0, "table %.*s", STR_ARG(t->name)) : store_define(s, b.p, why);
	buf_free(&b);
	return err == OK ? store_do(s, MADE_CHANGE, VALUES(value_text(t->make), value_text(t->name)), why) : err;
}

static void
write_carried(struct buf *b, const struct table_shape *t, size_t but)
{
	for (size_t i = 0; i < t->n; i++)
		if (i != but && among_first(t, i, PAIR_CARRIED))
			buf_printf(b, ", " COLUMN "%.*s", STR_ARG(t->columns[i].name));
}

static void
drop_narrow(struct buf *b, const struct current_index *i)
{
	buf_printf(b, "DROP INDEX " INDEX "%.*s_%zu;\n", STR_ARG(i->table), i->number);
}

/* In place of those of one column, and of the path, which is there before any column. */
static void
write_wide_indexes(struct buf *b, const struct table_shape *t, size_t had)
{
	if (had == 0) {
		struct current_index path = path_index(t, ", ledger, beside");

		drop_narrow(b, &path);
		write_whole_index(b, path);
	}
	for (size_t i = had; i < t->n; i++) {
		struct current_index column = column_index(t, i, BELONGS);

		if (!t->columns[i].indexed)
			continue;
		drop_narrow(b, &column);
		write_index(b, &column);
		write_carried(b, t, i);
		buf_puts(b, STR(WHERE_CURRENT));
	}
}

/* Those of which at least one is a column from `had` on. */
static void
write_pair_indexes(struct buf *b, const struct table_shape *t, size_t had)
{
	for (size_t i = 0; i < t->n; i++)
		for (size_t j = i < had ? had : 0; j < t->n; j++)
			if (table_paired(t, i, j))
				buf_printf(b, "CREATE INDEX " PAIR "%.*s_%zu_%zu ON " TABLE "%.*s (" COLUMN "%.*s, " COLUMN "%.*s, key" BELONGS WHERE_CURRENT,
				    STR_ARG(t->name), i, j, STR_ARG(t->name), STR_ARG(t->columns[i].name), STR_ARG(t->columns[j].name));
}

static enum err
is_large(struct store *s, const struct store_table *t, int64_t more_than, bool *large, struct why *why)
{
	char sql[TABLE_NAME_MOST + 160];
	struct rows rows;

	snprintf(sql, sizeof sql, "SELECT count(*) FROM (SELECT 1 FROM %.*s WHERE valid_to = " NOW " LIMIT $1) d", STR_ARG(t->name));
	store_ask_text(s, cstr(sql), NULL, VALUES(value_int(more_than + 1)), &rows);
	*large = rows_next(&rows) && rows_int(&rows, 0) > more_than;
	return rows_end(&rows, why);
}

static enum err
make_large(struct store *s, const struct store_table *t, size_t had, struct why *why)
{
	struct buf b = { 0 };
	enum err err;

	write_wide_indexes(&b, &t->shape, had);
	write_pair_indexes(&b, &t->shape, had);
	buf_putc(&b, '\0');
	err = b.err != OK ? fail(why, b.err, 0, "table %.*s", STR_ARG(t->name)) : store_define(s, b.p, why);
	buf_free(&b);
	return err == OK ? store_do(s, MADE_PAIR, VALUES(value_int((int64_t)t->shape.n), value_text(t->name)), why) : err;
}

enum err
table_tend(struct store *s, const struct store_table *t, int64_t more_than, struct why *why)
{
	int64_t had = 0;
	bool there, large = false;
	enum err err = store_int(s, MADE_PAIRED, VALUES(value_text(t->name)), &had, &there, why);

	if (err == OK && there && (size_t)had < t->shape.n)
		err = is_large(s, t, more_than, &large, why);
	return err == OK && large ? make_large(s, t, (size_t)had, why) : err;
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

/* ---- rows ---- */

static struct str
words_of(const struct value *v)
{
	return v->kind == VALUE_TEXT ? v->u.s : STR("");
}

static struct tally_counted
counted_of(const struct store_table *t, const struct table_row *row)
{
	return (struct tally_counted){ true, row->ledger, row->path,
		{ words_of(&row->columns.v[t->tally[0]]), words_of(&row->columns.v[t->tally[1]]) } };
}

static struct str
words_in(struct rows *rows, size_t column)
{
	return rows_null(rows, TABLE_OWN + (unsigned)column) ? STR("") : rows_text(rows, TABLE_OWN + (unsigned)column);
}

/* Counts the record out as it was, and in as it is, where the table is counted. */
static enum err
count_change(struct store *s, const struct store_table *t, int64_t seq, int64_t key, const struct tally_counted *was,
    const struct tally_counted *is, struct why *why)
{
	return t->tallied ? tally_change(s, t, seq, key, was, is, why) : OK;
}

/* What the current row, which is read, counts for; rows are as table_ask tells them. */
static struct tally_counted
counted_in(const struct store_table *t, struct rows *rows)
{
	return (struct tally_counted){ true, rows_int(rows, TABLE_LEDGER), rows_text(rows, TABLE_PATH),
		{ words_in(rows, t->tally[0]), words_in(rows, t->tally[1]) } };
}

static enum err
end_row(struct store *s, const struct store_table *t, int64_t seq, int64_t key, struct why *why)
{
	enum err err = store_do_text(s, t->remove, VALUES(value_int(key), value_int(seq)), why);

	return err == OK ? store_do_text(s, t->close, VALUES(value_int(seq), value_int(key)), why) : err;
}

enum err
table_end(struct store *s, const struct store_table *t, int64_t seq, int64_t key, struct why *why)
{
	static const struct tally_counted nothing;
	struct rows rows;
	enum err err = OK;

	table_ask(s, t, NULL, key, SEQ_NOW, &rows);
	if (t->tallied && rows_next(&rows)) {
		struct tally_counted was = counted_in(t, &rows);

		err = count_change(s, t, seq, key, &was, &nothing, why);
	}
	if (err != OK)
		rows_end(&rows, NULL);
	else if ((err = rows_end(&rows, why)) == OK)
		err = end_row(s, t, seq, key, why);
	return err;
}

static enum err
insert_row(struct store *s, const struct store_table *t, int64_t seq, const struct table_row *row, struct why *why)
{
	struct value all[FIXED + TABLE_COLUMNS_MOST] = {
		value_int(row->key), value_int(row->ledger), value_text(row->path), value_text(row->beside), value_int(seq), value_int(SEQ_NOW),
	};

	if (row->columns.n > 0)
		memcpy(all + FIXED, row->columns.v, row->columns.n * sizeof all[0]);
	return store_do_text(s, t->insert, (struct values){ all, FIXED + t->shape.n }, why);
}

static enum err
check_row(const struct store_table *t, const struct table_row *row, struct why *why)
{
	return row->columns.n == t->shape.n ? OK : fail(why, E_INTERNAL, 0, "%.*s: %zu values", STR_ARG(t->name), row->columns.n);
}

enum err
table_begin(struct store *s, const struct store_table *t, int64_t seq, const struct table_row *row, struct why *why)
{
	static const struct tally_counted nothing;
	enum err err = check_row(t, row, why);

	if (err == OK && t->tallied) {
		struct tally_counted is = counted_of(t, row);

		err = count_change(s, t, seq, row->key, &nothing, &is, why);
	}
	return err == OK ? insert_row(s, t, seq, row, why) : err;
}

/* ---- rows that change ---- */

/*
 * The current row stays where it is, and only what is another value is written into it: so that indexes of the other columns are
 * not touched. What it was is a copy behind all rows.
 */
struct changing {
	struct store *store;
	const struct store_table *table;
	int64_t seq, from;	/* since when the current row is true */
	const struct table_row *row;
	bool ledger, path, beside;
	size_t changed[TABLE_COLUMNS_MOST], n;
	struct why *why;
};

static bool
is_value(struct rows *rows, unsigned column, enum column_type type, const struct value *v)
{
	static const enum value_kind kinds[COLUMN_TYPE_COUNT] = { [COLUMN_TEXT] = VALUE_TEXT, [COLUMN_INT] = VALUE_INT,
		[COLUMN_REAL] = VALUE_REAL, [COLUMN_BLOB] = VALUE_BLOB, [COLUMN_DAY] = VALUE_INT };

	if (v->kind == VALUE_NULL || rows_null(rows, column))
		return v->kind == VALUE_NULL && rows_null(rows, column);
	if (v->kind != kinds[type])
		return false;
	switch (v->kind) {
	case VALUE_TEXT:	return str_eq(rows_text(rows, column), v->u.s);
	case VALUE_BLOB:	return str_eq(rows_blob(rows, column), v->u.s);
	case VALUE_REAL:	return rows_real(rows, column) == v->u.d;
	default:		return rows_int(rows, column) == v->u.i;
	}
}

static void
see_changes(struct changing *c, struct rows *rows)
{
	c->from = rows_int(rows, TABLE_VALID_FROM);
	c->ledger = rows_int(rows, TABLE_LEDGER) != c->row->ledger;
	c->path = !str_eq(rows_text(rows, TABLE_PATH), c->row->path);
	c->beside = !str_eq(rows_text(rows, TABLE_BESIDE), c->row->beside);
	for (size_t i = 0; i < c->row->columns.n; i++)
		if (!is_value(rows, TABLE_OWN + (unsigned)i, c->table->shape.columns[i].type, &c->row->columns.v[i]))
			c->changed[c->n++] = i;
}

static enum err
keep_past(struct changing *c)
{
	const struct store_table *t = c->table;
	struct value key = value_int(c->row->key), seq = value_int(c->seq);
	enum err err;

	if (c->from == c->seq)
		return OK;
	err = store_do_text(c->store, t->date, VALUES(seq, key), c->why);
	return err == OK ? store_do_text(c->store, t->keep, VALUES(value_int(c->from), seq, key), c->why) : err;
}

struct setting {
	struct buf sql;
	struct value v[TABLE_COLUMNS_MOST + 4];
	size_t n;
};

static void
set(struct setting *w, const char *prefix, struct str column, struct value v)
{
	w->v[w->n++] = v;
	buf_printf(&w->sql, "%s%s%.*s = $%zu", w->n > 1 ? ", " : "", prefix, STR_ARG(column), w->n);
}

static void
set_changes(struct setting *w, const struct changing *c)
{
	buf_printf(&w->sql, "UPDATE %.*s SET ", STR_ARG(c->table->name));
	if (c->ledger)
		set(w, "", STR("ledger"), value_int(c->row->ledger));
	if (c->path)
		set(w, "", STR("path"), value_text(c->row->path));
	if (c->beside)
		set(w, "", STR("beside"), value_text(c->row->beside));
	for (size_t i = 0; i < c->n; i++)
		set(w, COLUMN, c->table->shape.columns[c->changed[i]].name, c->row->columns.v[c->changed[i]]);
}

static enum err
write_changes(struct changing *c)
{
	struct setting w = { .n = 0 };
	enum err err;

	set_changes(&w, c);
	if (w.n == 0) {
		buf_free(&w.sql);
		return OK;
	}
	w.v[w.n++] = value_int(c->row->key);
	buf_printf(&w.sql, " WHERE key = $%zu AND valid_to = " NOW, w.n);
	buf_putc(&w.sql, '\0');
	err = w.sql.err != OK ? fail(c->why, w.sql.err, 0, "%.*s", STR_ARG(c->table->name)) :
	    store_do_text(c->store, (struct str){ w.sql.p, w.sql.n - 1 }, (struct values){ w.v, w.n }, c->why);
	buf_free(&w.sql);
	return err;
}

/* False: there is none. */
static enum err
see_row(struct changing *c, bool *found)
{
	struct rows rows;
	enum err err = OK;

	table_ask(c->store, c->table, NULL, c->row->key, SEQ_NOW, &rows);
	*found = rows_next(&rows);
	if (*found)
		see_changes(c, &rows);
	if (*found && c->table->tallied) {
		struct tally_counted was = counted_in(c->table, &rows), is = counted_of(c->table, c->row);

		err = count_change(c->store, c->table, c->seq, c->row->key, &was, &is, c->why);
	}
	if (err == OK)
		return rows_end(&rows, c->why);
	rows_end(&rows, NULL);
	return err;
}

enum err
table_put(struct store *s, const struct store_table *t, int64_t seq, const struct table_row *row, struct why *why)
{
	struct changing c = { .store = s, .table = t, .seq = seq, .row = row, .why = why };
	bool found = false;
	enum err err = check_row(t, row, why);

	if (err == OK)
		err = see_row(&c, &found);
	if (err == OK && !found)
		return table_begin(s, t, seq, row, why);
	if (err == OK)
		err = keep_past(&c);
	return err == OK ? write_changes(&c) : err;
}

/* ---- exchanges ---- */

static enum err
close_rows(struct store *s, const struct store_table *t, int64_t seq, int64_t ledger, size_t column,
    struct str from, struct why *why)
{
	char sql[2 * TABLE_NAME_MOST + 160];

	snprintf(sql, sizeof sql, "UPDATE %.*s SET valid_to = $1 WHERE ledger = $2 AND valid_to = " NOW " AND " COLUMN "%.*s = $3",
	    STR_ARG(t->name), STR_ARG(t->shape.columns[column].name));
	return store_do_text(s, cstr(sql), VALUES(value_int(seq), value_int(ledger), value_text(from)), why);
}

/* The rows that seq has closed, once more, but for that column. */
static void
write_reopen(struct buf *b, const struct store_table *t, size_t column)
{
	const struct table_shape *shape = &t->shape;

	buf_printf(b, "INSERT INTO %.*s (key, ledger, path, beside, valid_from, valid_to", STR_ARG(t->name));
	for (size_t i = 0; i < shape->n; i++)
		buf_printf(b, ", " COLUMN "%.*s", STR_ARG(shape->columns[i].name));
	buf_puts(b, STR(") SELECT key, ledger, path, beside, $1, " NOW));
	for (size_t i = 0; i < shape->n; i++)
		if (i == column)
			buf_puts(b, STR(", $2"));
		else
			buf_printf(b, ", " COLUMN "%.*s", STR_ARG(shape->columns[i].name));
	buf_printf(b, " FROM %.*s WHERE valid_to = $1 AND ledger = $3 AND " COLUMN "%.*s = $4", STR_ARG(t->name),
	    STR_ARG(shape->columns[column].name));
	buf_putc(b, '\0');
}

enum err
table_exchange(struct store *s, const struct store_table *t, int64_t seq, int64_t ledger, size_t column,
    const struct exchange *list, size_t n, struct why *why)
{
	struct buf b = { 0 };
	enum err err = OK;

	write_reopen(&b, t, column);
	if (b.err != OK)
		err = fail(why, b.err, 0, "table %.*s", STR_ARG(t->name));
	for (size_t i = 0; i < n && err == OK; i++)
		err = close_rows(s, t, seq, ledger, column, list[i].from, why);
	for (size_t i = 0; i < n && err == OK; i++)
		err = store_do_text(s, (struct str){ b.p, b.n - 1 }, VALUES(value_int(seq), value_text(list[i].to), value_int(ledger),
		    value_text(list[i].from)), why);
	buf_free(&b);
	return err == OK ? tally_exchange(s, t, seq, ledger, column, list, n, why) : err;
}

void
table_ask(struct store *s, const struct store_table *t, const struct scope *scope, int64_t key, int64_t seq, struct rows *rows)
{
	bool past = seq != SEQ_NOW;

	store_ask_text(s, t->read[past][scope != NULL], scope,
	    past ? VALUES(value_int(key), value_int(seq)) : VALUES(value_int(key)), rows);
}
