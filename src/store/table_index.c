/* table_index: what a table made from a description is looked up by, as long as it is not large, and when it is. */
#include "store/table_inside.h"

#include <stdio.h>

#define TABLE TABLE_PREFIX
#define COLUMN COLUMN_PREFIX
#define INDEX "i_"
#define PAIR "j_"	/* of two columns */

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
table_paired(const struct table_shape *t, size_t first, size_t second)
{
	if (!pairs(t, first) || !pairs(t, second) || t->columns[first].pairing != PAIR_FEW)
		return false;
	return t->columns[second].pairing == PAIR_ORDERS || first < second;
}

void
table_write_indexes(struct buf *b, const struct table_shape *t, size_t had)
{
	if (had == 0) {
		buf_printf(b, "CREATE UNIQUE INDEX " INDEX "%.*s_0 ON " TABLE "%.*s (key" WHERE_CURRENT, STR_ARG(t->name), STR_ARG(t->name));
		write_whole_index(b, path_index(t, ""));
	}
	for (size_t i = had; i < t->n; i++)
		if (t->columns[i].indexed)
			write_whole_index(b, column_index(t, i, ""));
}

/* ---- of a large table ---- */

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

		if (!t->columns[i].indexed || t->columns[i].pairing == PAIR_NONE)
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
