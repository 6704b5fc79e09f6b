/* table_row: rows of a table made from a description: what is true now, and what was. */
#include "store/table_inside.h"
#include "store/tally.h"

#include <stdio.h>

#define COLUMN COLUMN_PREFIX

static struct str
words_of(const struct value *v)
{
	return v->kind == VALUE_TEXT ? v->u.s : STR("");
}

static struct tally_counted
counted_of(const struct store_table *t, const struct table_row *row)
{
	return (struct tally_counted){ true, row->ledger, row->path, row->beside,
		{ words_of(&row->columns.v[t->tally[0]]), words_of(&row->columns.v[t->tally[1]]) } };
}

static struct str
words_in(struct rows *rows, size_t column)
{
	return rows_null(rows, TABLE_OWN + (unsigned)column) ? STR("") : rows_text(rows, TABLE_OWN + (unsigned)column);
}

/* Counts the record out as it was, and in as it is, where the table is counted. */
static enum err
count_change(struct store *s, const struct store_table *t, int64_t seq, const struct tally_counted *was, const struct tally_counted *is,
    struct why *why)
{
	return t->tallied ? tally_change(s, t, seq, was, is, why) : OK;
}

/* What the current row, which is read, counts for; rows are as table_ask tells them. */
static struct tally_counted
counted_in(const struct store_table *t, struct rows *rows)
{
	return (struct tally_counted){ true, rows_int(rows, TABLE_LEDGER), rows_text(rows, TABLE_PATH), rows_text(rows, TABLE_BESIDE),
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

		err = count_change(s, t, seq, &was, &nothing, why);
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
	struct value all[TABLE_FIXED + TABLE_COLUMNS_MOST] = {
		value_int(row->key), value_int(row->ledger), value_text(row->path), value_text(row->beside), value_int(seq), value_int(SEQ_NOW),
	};

	if (row->columns.n > 0)
		memcpy(all + TABLE_FIXED, row->columns.v, row->columns.n * sizeof all[0]);
	return store_do_text(s, t->insert, (struct values){ all, TABLE_FIXED + t->shape.n }, why);
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

		err = count_change(s, t, seq, &nothing, &is, why);
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

		err = count_change(c->store, c->table, c->seq, &was, &is, c->why);
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
