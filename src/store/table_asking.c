/* table_asking: a question about a table, as it is written. */
#include "store/table_inside.h"

#include <math.h>

static const struct {
	const char *sql;
	bool value;
} tests[TABLE_TEST_COUNT] = {
#define X(name, sql) { sql, sizeof(sql) < sizeof "IS NULL" },
	TABLE_TESTS(X)
#undef X
};

void
asking_bind(struct asking *w, struct value v)
{
	if (w->n == ASKING_VALUES) {
		w->wrong = true;
		return;
	}
	buf_printf(&w->sql, "$%zu", w->n + 1);
	w->values[w->n++] = v;
}

void
asking_column(struct asking *w, size_t column, bool plus)
{
	if (column == TABLE_KEY)
		buf_printf(&w->sql, "%st.key", plus ? "+" : "");
	else if (column < w->shape->n)
		buf_printf(&w->sql, "%st." COLUMN_PREFIX "%.*s", plus ? "+" : "", STR_ARG(w->shape->columns[column].name));
	else
		w->wrong = true;
}

void
asking_time(struct asking *w, int64_t seq)
{
	if (seq == SEQ_NOW) {
		buf_puts(&w->sql, STR("t.valid_to = " NOW));
		return;
	}
	buf_puts(&w->sql, STR("t.valid_from <= "));
	asking_bind(w, value_int(seq));
	buf_printf(&w->sql, " AND t.valid_to > $%zu", w->n);
}

void
asking_range(struct asking *w, const char *column, struct str from, struct str to)
{
	buf_printf(&w->sql, " AND %s >= ", column);
	asking_bind(w, value_text(from));
	buf_printf(&w->sql, " AND %s < ", column);
	asking_bind(w, value_text(to));
}

void
asking_ask(struct store *s, struct asking *w, const struct scope *scope, struct rows *rows)
{
	buf_putc(&w->sql, '\0');
	if (w->wrong || w->sql.err != OK) {
		*rows = (struct rows){ .store = s };
		rows->err = fail(&rows->why, w->wrong ? E_INTERNAL : w->sql.err, 0, "%.*s: column", STR_ARG(w->shape->name));
	} else {
		store_ask_text(s, (struct str){ w->sql.p, w->sql.n - 1 }, scope, (struct values){ w->values, w->n }, rows);
	}
	buf_free(&w->sql);
}

/* Not greater than any value of the column: an index is walked from there, where IS NOT NULL would walk all of it. */
static struct value
least(const struct table_shape *shape, size_t column)
{
	switch (shape->columns[column].type) {
	case COLUMN_TEXT:	return value_text(STR(""));
	case COLUMN_REAL:	return value_real(-HUGE_VAL);
	case COLUMN_BLOB:	return value_blob(STR(""));
	default:		return value_int(INT64_MIN);
	}
}

void
asking_filter(struct asking *w, const struct table_filter *f, bool plus)
{
	bool present = f->test == TEST_PRESENT && f->column < w->shape->n;

	buf_puts(&w->sql, STR(" AND "));
	asking_column(w, f->column, plus);
	buf_printf(&w->sql, " %s ", present ? ">=" : tests[f->test].sql);
	if (present || tests[f->test].value)
		asking_bind(w, present ? least(w->shape, f->column) : f->value);
}

void
asking_party(struct asking *w, const struct scope_part *part)
{
	if (part->who == NULL) {
		asking_range(w, "p.path", part->from, part->to);
		return;
	}
	buf_puts(&w->sql, STR(" AND p.who = "));
	asking_bind(w, value_id(part->who));
}

void
asking_taking_part(struct asking *w, const struct scope_part *part)
{
	buf_puts(&w->sql, STR(" UNION ALL SELECT p.record FROM party p WHERE p.valid_to = " NOW));
	asking_party(w, part);
}
