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
	return walk->by != BY_ANY && (walk->by != BY_FILTER || walk->filter != i);
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
enum stretch { ALL, BEHIND_KEY, BEHIND_VALUE, NULLS_BEHIND_KEY, NO_NULLS, NULLS };

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
stretches_of(const struct table_shape *shape, const struct table_query *q, enum stretch out[2])
{
	bool nulls = nulls_stand(shape, q);

	out[1] = NULLS;
	if (q->order == TABLE_KEY || !q->behind)
		out[0] = q->behind ? BEHIND_KEY : nulls ? NO_NULLS : ALL;
	else
		out[0] = q->last.kind == VALUE_NULL ? NULLS_BEHIND_KEY : BEHIND_VALUE;
	return nulls && out[0] != NULLS_BEHIND_KEY ? 2 : 1;
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

static void
put_stretch(struct asking *w, const struct table_query *q, enum stretch stretch, bool plus)
{
	static const struct table_filter none = { 0, TEST_PRESENT, { .kind = VALUE_NULL } };
	struct table_filter present = none;

	present.column = q->order;
	if (stretch == BEHIND_VALUE)
		put_behind_value(w, q, plus);
	if (stretch == NULLS || stretch == NULLS_BEHIND_KEY)
		put_nulls(w, q, plus);
	if (stretch == BEHIND_KEY || stretch == NULLS_BEHIND_KEY)
		put_behind_key(w, q, plus);
	if (stretch == NO_NULLS)
		asking_filter(w, &present, plus);
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
	put_stretch(w, q, stretch, walk->sorted);
	put_order(w, q, walk->sorted);
}

/* Two stretches, the second behind the first. */
static void
put_two(struct asking *w, const struct store_table *t, const struct table_query *q, const struct walk *walk, const enum stretch of[2])
{
	buf_puts(&w->sql, STR("SELECT "));
	put_columns(w);
	buf_puts(&w->sql, STR(" FROM (SELECT * FROM (SELECT 0 AS stretch, "));
	put_page(w, t, q, walk, of[0]);
	buf_puts(&w->sql, STR(") a UNION ALL SELECT * FROM (SELECT 1 AS stretch, "));
	put_page(w, t, q, walk, of[1]);
	buf_puts(&w->sql, STR(") b) t ORDER BY t.stretch, "));
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
	enum stretch of[2];
	struct why why = { 0 };
	enum err err = walk_prepare(s, t, &ordered, q, &scope, &walk, &why);

	if (err != OK) {
		*rows = (struct rows){ .store = s, .err = err, .why = why };
		return;
	}
	buf_puts(&w.sql, cstr(before));
	if (stretches_of(&t->shape, q, of) == 2) {
		put_two(&w, t, q, &walk, of);
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
