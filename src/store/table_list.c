#include "store/tally.h"
#include "store/table_walk.h"

/* ---- conditions ---- */

/* The keys of what a scope of few rows shows. */
static void
put_scope_keys(struct asking *w, const struct store_table *t, const struct scope *scope)
{
	buf_puts(&w->sql, STR(" AND t.key IN (SELECT -1"));
	for (size_t i = 0; i < scope->n; i++) {
		const struct scope_part *part = &scope->parts[i];

		if (part->takes_part) {
			asking_taking_part(w, part);
		} else {
			buf_printf(&w->sql, " UNION ALL SELECT d.key FROM %.*s d WHERE d.valid_to = " NOW, STR_ARG(t->name));
			asking_range(w, "d.path", part->from, part->to);
		}
	}
	buf_putc(&w->sql, ')');
}

static bool
filter_plus(const struct walk *walk, const struct table_query *q, size_t i)
{
	if (walk->by == BY_ORDER)
		return q->filters[i].column != q->order;
	return walk->by != BY_ANY && ((walk->by != BY_FILTER && walk->by != BY_VALUES) || walk->filter != i);
}

/* Of the past it is not known who takes part now, but by who does. */
static void
put_scope(struct asking *w, const struct table_query *q, const struct walk *walk)
{
	if (walk->by == BY_ANY)
		buf_puts(&w->sql, STR(" AND {scope t.ledger t.path t.key"));
	else
		buf_puts(&w->sql, STR(" AND {scope +t.ledger +t.path +t.key"));
	buf_puts(&w->sql, q->seq == SEQ_NOW ? STR(" t.beside}") : STR("}"));
}

static void
put_where(struct asking *w, const struct store_table *t, const struct table_query *q, const struct walk *walk)
{
	buf_puts(&w->sql, STR(" WHERE "));
	asking_time(w, q->seq);
	if (walk->by == BY_SCOPE)
		put_scope_keys(w, t, q->scope);
	if (q->ledger != 0) {
		buf_puts(&w->sql, STR(" AND t.ledger = "));
		asking_bind(w, value_int(q->ledger));
	}
	if (walk_has_range(q))
		asking_range(w, walk->by == BY_PATH || walk->by == BY_ANY ? "t.path" : "+t.path", q->from, q->to);
	for (size_t i = 0; i < q->nfilters && i < FILTERS_MOST; i++)
		asking_filter(w, &q->filters[i], filter_plus(walk, q, i));
	if (q->scope != NULL)
		put_scope(w, q, walk);
}

/* ---- stretches of the order ---- */

/*
 * What stands behind a row. What has no value stands last, in both directions; each stretch is one range of an index of (column, key),
 * so that what is before it costs nothing.
 */
enum stretch { ALL, BEHIND_KEY, BEHIND_VALUE, SAME_VALUE_BEHIND_KEY, OTHER_VALUES, NULLS_BEHIND_KEY, NO_NULLS, NULLS };

#define STRETCHES_MOST 3

/* Whether rows may have no value in the column that orders. */
static bool
nulls_stand(const struct table_shape *shape, const struct table_query *q)
{
	if (q->order >= shape->n || !shape->columns[q->order].nullable)
		return false;
	for (size_t i = 0; i < q->nfilters; i++)
		if (q->filters[i].column == q->order && q->filters[i].test != TEST_ABSENT)
			return false;
	return true;
}

/* How many there are. */
static size_t
stretches_of(const struct table_shape *shape, const struct table_query *q, const struct walk *walk, enum stretch out[STRETCHES_MOST])
{
	bool nulls = nulls_stand(shape, q), within = q->behind && q->order != TABLE_KEY;
	size_t n = 0;

	if (within && q->last.kind == VALUE_NULL) {
		out[n++] = NULLS_BEHIND_KEY;
		return n;
	}
	if (within && walk->by == BY_VALUES) {
		out[n++] = SAME_VALUE_BEHIND_KEY;
		out[n++] = OTHER_VALUES;
	} else {
		out[n++] = within ? BEHIND_VALUE : q->behind ? BEHIND_KEY : nulls ? NO_NULLS : ALL;
	}
	if (nulls)
		out[n++] = NULLS;
	return n;
}

static void
put_behind_value(struct asking *w, const struct table_query *q, bool plus)
{
	buf_puts(&w->sql, STR(" AND ("));
	asking_column(w, q->order, plus);
	buf_printf(&w->sql, ", %st.key) %s (", plus ? "+" : "", q->descending ? "<" : ">");
	asking_bind(w, q->last);
	buf_puts(&w->sql, STR(", "));
	asking_bind(w, value_int(q->last_key));
	buf_putc(&w->sql, ')');
}

static void
put_behind_key(struct asking *w, const struct table_query *q, bool plus)
{
	buf_printf(&w->sql, " AND %st.key %s ", plus ? "+" : "", q->descending ? "<" : ">");
	asking_bind(w, value_int(q->last_key));
}

static void
put_nulls(struct asking *w, const struct table_query *q, bool plus)
{
	buf_puts(&w->sql, STR(" AND "));
	asking_column(w, q->order, plus);
	buf_puts(&w->sql, STR(" IS NULL"));
}

/* The next value in the order, from the start or behind one that is bound or named. */
static void
put_next_value(struct asking *w, const struct store_table *t, const struct table_query *q)
{
	buf_puts(&w->sql, q->descending ? STR("SELECT max(") : STR("SELECT min("));
	asking_column(w, q->order, false);
	buf_printf(&w->sql, ") FROM %.*s t WHERE t.valid_to = " NOW, STR_ARG(t->name));
}

static void
put_beyond(struct asking *w, const struct table_query *q)
{
	buf_puts(&w->sql, STR(" AND "));
	asking_column(w, q->order, false);
	buf_puts(&w->sql, q->descending ? STR(" < ") : STR(" > "));
}

/* Each value is found from the one before it by a look into the index of the column. */
static void
put_values(struct asking *w, const struct store_table *t, const struct table_query *q, bool behind)
{
	buf_puts(&w->sql, STR(" AND "));
	asking_column(w, q->order, false);
	buf_puts(&w->sql, STR(" IN (WITH RECURSIVE v(x) AS ("));
	put_next_value(w, t, q);
	if (behind) {
		put_beyond(w, q);
		asking_bind(w, q->last);
	}
	buf_puts(&w->sql, STR(" UNION ALL SELECT ("));
	put_next_value(w, t, q);
	put_beyond(w, q);
	buf_puts(&w->sql, STR("v.x) FROM v WHERE v.x IS NOT NULL) SELECT v.x FROM v)"));
}

static void
put_same_value(struct asking *w, const struct table_query *q)
{
	const struct table_filter same = { q->order, TEST_IS, q->last };

	asking_filter(w, &same, false);
}

static void
put_stretch(struct asking *w, const struct store_table *t, const struct table_query *q, const struct walk *walk, enum stretch stretch)
{
	const struct table_filter present = { q->order, TEST_PRESENT, { .kind = VALUE_NULL } };

	if (stretch == BEHIND_VALUE)
		put_behind_value(w, q, walk->sorted);
	if (stretch == SAME_VALUE_BEHIND_KEY)
		put_same_value(w, q);
	if (stretch == NULLS || stretch == NULLS_BEHIND_KEY)
		put_nulls(w, q, walk->sorted);
	if (stretch == BEHIND_KEY || stretch == SAME_VALUE_BEHIND_KEY || stretch == NULLS_BEHIND_KEY)
		put_behind_key(w, q, walk->sorted);
	if (stretch == NO_NULLS && walk->by != BY_VALUES)
		asking_filter(w, &present, walk->sorted);
	if (stretch == OTHER_VALUES || (walk->by == BY_VALUES && (stretch == ALL || stretch == NO_NULLS)))
		put_values(w, t, q, stretch == OTHER_VALUES);
}

static void
put_order(struct asking *w, const struct table_query *q, bool plus)
{
	const char *way = q->descending ? " DESC" : "";

	buf_puts(&w->sql, STR(" ORDER BY "));
	if (q->order != TABLE_KEY) {
		asking_column(w, q->order, plus);
		buf_printf(&w->sql, "%s, ", way);
	}
	buf_printf(&w->sql, "%st.key%s LIMIT ", plus ? "+" : "", way);
	asking_bind(w, value_int((int64_t)q->limit));
}

/* ---- pages ---- */

static void
put_columns(struct asking *w)
{
	buf_puts(&w->sql, STR("t.key, t.valid_from, t.valid_to, t.ledger, t.path, t.beside"));
	for (size_t i = 0; i < w->shape->n; i++) {
		buf_puts(&w->sql, STR(", "));
		asking_column(w, i, false);
	}
}

static void
put_page(struct asking *w, const struct store_table *t, const struct table_query *q, const struct walk *walk, enum stretch stretch)
{
	put_columns(w);
	buf_printf(&w->sql, " FROM %.*s t", STR_ARG(t->name));
	put_where(w, t, q, walk);
	put_stretch(w, t, q, walk, stretch);
	put_order(w, q, walk->sorted);
}

/* Stretches, each behind the one before. */
static void
put_stretches(struct asking *w, const struct store_table *t, const struct table_query *q, const struct walk *walk, const enum stretch *of, size_t n)
{
	buf_puts(&w->sql, STR("SELECT "));
	put_columns(w);
	buf_puts(&w->sql, STR(" FROM ("));
	for (size_t i = 0; i < n; i++) {
		buf_printf(&w->sql, "%sSELECT * FROM (SELECT %zu AS stretch, ", i > 0 ? " UNION ALL " : "", i);
		put_page(w, t, q, walk, of[i]);
		buf_printf(&w->sql, ") s%zu", i);
	}
	buf_puts(&w->sql, STR(") t ORDER BY t.stretch, "));
	asking_column(w, q->order, false);
	buf_printf(&w->sql, "%s, t.key%s LIMIT ", q->descending ? " DESC" : "", q->descending ? " DESC" : "");
	asking_bind(w, value_int((int64_t)q->limit));
}

/* Rows that all say the same in the column that orders are in the order of keys. */
static struct table_query
with_order(const struct table_query *q)
{
	struct table_query out = *q;

	for (size_t i = 0; i < q->nfilters; i++)
		if (q->filters[i].column == q->order && walk_one_value(&q->filters[i]))
			out.order = TABLE_KEY;
	return out;
}

static void
ask_page(struct store *s, const struct store_table *t, const struct table_query *asked, const char *before,
    struct rows *rows)
{
	const struct table_query ordered = with_order(asked);
	struct table_query known, *q = &known;
	struct known_scope scope;
	struct asking w = { .shape = &t->shape };
	struct walk walk = { BY_ANY, 0, false };
	enum stretch of[STRETCHES_MOST];
	size_t stretches;
	struct why why = { 0 };
	enum err err = walk_prepare(s, t, &ordered, q, &scope, &walk, &why);

	if (err != OK) {
		*rows = (struct rows){ .store = s, .err = err, .why = why };
		return;
	}
	buf_puts(&w.sql, cstr(before));
	stretches = stretches_of(&t->shape, q, &walk, of);
	if (stretches > 1) {
		put_stretches(&w, t, q, &walk, of, stretches);
	} else {
		buf_puts(&w.sql, STR("SELECT "));
		put_page(&w, t, q, &walk, of[0]);
	}
	asking_ask(s, &w, q->scope, rows);
}

void
table_page(struct store *s, const struct store_table *t, const struct table_query *q, struct rows *rows)
{
	ask_page(s, t, q, "", rows);
}

void
table_page_plan(struct store *s, const struct store_table *t, const struct table_query *q, struct rows *rows)
{
	ask_page(s, t, q, "EXPLAIN QUERY PLAN ", rows);
}

/* ---- counts ---- */

void
table_count(struct store *s, const struct store_table *t, const struct table_query *asked, size_t column,
    struct rows *rows)
{
	struct walk walk = { BY_ANY, 0, false };
	struct asking w = { .shape = &t->shape };
	struct table_query known, *q = &known;
	struct known_scope scope;
	struct why why = { 0 };
	enum err err;

	if (tally_count(s, t, asked, column, rows))
		return;
	err = walk_prepare(s, t, asked, q, &scope, &walk, &why);
	if (err != OK) {
		*rows = (struct rows){ .store = s, .err = err, .why = why };
		return;
	}
	if (walk.by == BY_ORDER)
		walk.by = q->seq == SEQ_NOW && walk_has_range(q) ? BY_PATH : BY_ANY;
	buf_puts(&w.sql, STR("SELECT "));
	asking_column(&w, column, false);
	buf_printf(&w.sql, ", count(*) FROM %.*s t", STR_ARG(t->name));
	put_where(&w, t, q, &walk);
	buf_puts(&w.sql, STR(" GROUP BY "));
	asking_column(&w, column, false);
	buf_puts(&w.sql, STR(" ORDER BY "));
	asking_column(&w, column, false);
	buf_puts(&w.sql, STR(" IS NULL, "));
	asking_column(&w, column, false);
	asking_ask(s, &w, q->scope, rows);
}
