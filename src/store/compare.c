#include "store/compare.h"
#include "base/array.h"
#include "store/table.h"

#include <stdio.h>

#define SQL_MOST 400
#define COPY "was_"

enum err
compare_made(struct store *s, struct arena *a, struct str **names, size_t *n, struct why *why)
{
	ARRAY(struct str) list = { 0 };
	struct rows rows;

	store_ask(s, MADE_LIST, NULL, NO_VALUES, &rows);
	while (rows_next(&rows))
		*array_add(a, &list) = arena_str(a, rows_text(&rows, 0));
	*names = list.v;
	*n = list.n;
	return rows_end(&rows, why);
}

enum err
compare_keep(struct store *s, struct str table, struct why *why)
{
	char sql[SQL_MOST];

	snprintf(sql, sizeof sql, "CREATE TEMPORARY TABLE " COPY "%.*s AS SELECT * FROM %.*s", STR_ARG(table), STR_ARG(table));
	return store_define(s, sql, why);
}

/* The first row of one that the other has not. */
static enum err
first_missing(struct store *s, const char *from, struct str table, const char *in, struct str column, struct compare_told *t,
    struct why *why)
{
	char sql[SQL_MOST];
	struct rows rows;

	snprintf(sql, sizeof sql, "SELECT %.*s FROM (SELECT * FROM %s%.*s EXCEPT SELECT * FROM %s%.*s) d LIMIT 1",
	    column.n > 0 ? (int)column.n : 1, column.n > 0 ? column.p : "1", from, STR_ARG(table), in, STR_ARG(table));
	store_ask_text(s, cstr(sql), NULL, NO_VALUES, &rows);
	if (rows_next(&rows)) {
		t->differs = true;
		t->has_key = column.n > 0 && !rows_null(&rows, 0);
		t->key = t->has_key ? rows_int(&rows, 0) : 0;
	}
	return rows_end(&rows, why);
}

enum err
compare_tell(struct store *s, struct str table, struct str column, struct compare_told *t, struct why *why)
{
	enum err err;

	*t = (struct compare_told){ .more = true };
	err = first_missing(s, "temp." COPY, table, "main.", column, t, why);
	if (err != OK || t->differs)
		return err;
	t->more = false;
	return first_missing(s, "main.", table, "temp." COPY, column, t, why);
}
