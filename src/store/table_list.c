#include "store/tally.h"
#include "store/table_inside.h"

#include <math.h>

#define FEW 2000	/* rows that are sorted rather than looked for along the order */
#define SOME 20000	/* and those that are where fewer of them are to be looked at so */

static const struct {
	const char *sql;
	bool value;
} tests[TABLE_TEST_COUNT] = {
#define X(name, sql) { sql, sizeof(sql) < sizeof "IS NULL" },
	TABLE_TESTS(X)
#undef X
};

/* ---- what is asked ---- */

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

static void
put_filter(struct asking *w, const struct table_filter *f, bool plus)
{
	bool present = f->test == TEST_PRESENT && f->column < w->shape->n;

	buf_puts(&w->sql, STR(" AND "));
	asking_column(w, f->column, plus);
	buf_printf(&w->sql, " %s ", present ? ">=" : tests[f->test].sql);
	if (present || tests[f->test].value)
		asking_bind(w, present ? least(w->shape, f->column) : f->value);
}

/* ---- how it is walked ---- */

/*
 * Every page of what is true now goes by one index: that of the order, along which rows are looked for; or, where one condition
 * leaves few rows, that of this condition, and they are sorted. The database, which knows no counts, is told by + before what
 * it is not to go by. Where the order is that of keys, the index of a column that is to be one value is in that order too; and so is
 * that of two columns, where one is to be one value and the other orders.
 */
struct walk {
	enum { BY_ORDER, BY_FILTER, BY_PATH, BY_SCOPE, BY_ANY } by;	/* BY_ANY: the past, which has no index but of keys */
	size_t filter;
	bool sorted;		/* the index is not in the order of the page */
};

static bool
has_range(const struct table_query *q)
{
	return q->to.n > 0;
}

static bool
filter_indexed(const struct table_shape *shape, const struct table_filter *f)
{
	return f->column == TABLE_KEY || (f->column < shape->n && shape->columns[f->column].indexed);
}

static void
begin_few(struct asking *w, const struct store_table *t)
{
	buf_printf(&w->sql, "SELECT count(*) FROM (SELECT 1 FROM %.*s t WHERE ", STR_ARG(t->name));
	asking_time(w, SEQ_NOW);
}

/* How many, but no more than just above the most. */
static enum err
end_few(struct store *s, struct asking *w, int64_t most, int64_t *n, struct why *why)
{
	struct rows rows;

	buf_puts(&w->sql, STR(" LIMIT "));
	asking_bind(w, value_int(most + 1));
	buf_puts(&w->sql, STR(") d"));
	asking_ask(s, w, NULL, &rows);
	if (rows_next(&rows))
		*n = rows_int(&rows, 0);
	return rows_end(&rows, why);
}

static enum err
count_filter(struct store *s, const struct store_table *t, const struct table_filter *f, int64_t most,
    int64_t *n, struct why *why)
{
	struct asking w = { .shape = &t->shape };

	begin_few(&w, t);
	put_filter(&w, f, false);
	return end_few(s, &w, most, n, why);
}

static enum err
count_range(struct store *s, const struct store_table *t, struct str from, struct str to, int64_t most,
    int64_t *n, struct why *why)
{
	struct asking w = { .shape = &t->shape };

	begin_few(&w, t);
	asking_range(&w, "t.path", from, to);
	return end_few(s, &w, most, n, why);
}

static void
put_party(struct asking *w, const struct scope_part *part)
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
	put_party(w, part);
}

static enum err
count_taking_part(struct store *s, const struct table_shape *shape, const struct scope_part *part, int64_t most, int64_t *n, struct why *why)
{
	struct asking w = { .shape = shape };

	buf_puts(&w.sql, STR("SELECT count(*) FROM (SELECT 1 FROM party p WHERE p.valid_to = " NOW));
	put_party(&w, part);
	return end_few(s, &w, most, n, why);
}

static bool
part_whole(const struct scope_part *part)
{
	return !part->takes_part && part->to.n == 0;
}

/* Of its parts, one after another, until they are not few. */
static enum err
count_scope(struct store *s, const struct store_table *t, const struct scope *scope, int64_t most,
    int64_t *sum, struct why *why)
{
	enum err err = OK;

	*sum = 0;
	for (size_t i = 0; i < scope->n && err == OK && *sum <= most; i++) {
		const struct scope_part *part = &scope->parts[i];
		int64_t n = most + 1;

		if (part->takes_part)
			err = count_taking_part(s, &t->shape, part, most, &n, why);
		else if (!part_whole(part))
			err = count_range(s, t, part->from, part->to, most, &n, why);
		*sum += n;
	}
	return err;
}

struct choice {
	struct walk walk;
	int64_t most, rows;	/* of the rarest condition; most + 1: all have more */
	size_t paired;
	double share;		/* of the rows that a walk along the order is to find, were no condition to hang on another */
	int64_t all;
};

static void
choose(struct choice *c, int64_t n, struct walk w)
{
	if (c->all > n)
		c->share *= (double)n / (double)c->all;
	if (n >= c->rows)
		return;
	c->walk = w;
	c->rows = n;
}

static bool
one_value(const struct table_filter *f)
{
	return f->column != TABLE_KEY && (f->test == TEST_IS || f->test == TEST_ABSENT);
}

/* A column that is to be one value is walked in order, however many rows there are: that of keys, or of the column it is paired with. */
static bool
in_order(const struct table_shape *shape, const struct table_query *q, const struct table_filter *f, size_t paired)
{
	return one_value(f) && (q->order == TABLE_KEY || (f->column < paired && q->order < paired && table_paired(shape, f->column, q->order)));
}

/* Indexes of pairs are there of the first so many columns. */
static enum err
count_paired(struct store *s, const struct store_table *t, const struct table_query *q, size_t *n, struct why *why)
{
	int64_t paired = 0;
	enum err err = q->order == TABLE_KEY || q->nfilters == 0 ? OK :
	    store_int(s, MADE_PAIRED, VALUES(value_text(t->name)), &paired, &(bool){ false }, why);

	*n = (size_t)paired;
	return err;
}

static enum err
choose_filter(struct store *s, const struct store_table *t, const struct table_query *q, size_t i,
    struct choice *c, struct why *why)
{
	const struct table_filter *f = &q->filters[i];
	bool ordered = in_order(&t->shape, q, f, c->paired);
	struct walk w = { BY_FILTER, i, !ordered };
	int64_t n = 0;
	enum err err;

	if (!filter_indexed(&t->shape, f))
		return OK;
	err = count_filter(s, t, f, c->most, &n, why);
	choose(c, n, w);
	if (ordered && c->walk.by == BY_ORDER)
		c->walk = w;
	return err;
}

static bool
scope_whole(const struct scope *scope)
{
	for (size_t i = 0; i < scope->n; i++)
		if (part_whole(&scope->parts[i]))
			return true;
	return false;
}

static enum err
choose_among(struct store *s, const struct store_table *t, const struct table_query *q, struct choice *c,
    struct why *why)
{
	int64_t n = 0;
	enum err err = OK;

	for (size_t i = 0; i < q->nfilters && err == OK; i++)
		err = choose_filter(s, t, q, i, c, why);
	if (err == OK && has_range(q)) {
		err = count_range(s, t, q->from, q->to, c->most, &n, why);
		choose(c, n, (struct walk){ BY_PATH, 0, true });
	}
	if (err == OK && q->scope != NULL && !scope_whole(q->scope)) {
		err = count_scope(s, t, q->scope, c->most, &n, why);
		choose(c, n, (struct walk){ BY_SCOPE, 0, true });
	}
	return err;
}

/* About how many rows there are: never fewer. */
static enum err
count_all(struct store *s, const struct store_table *t, int64_t *n, struct why *why)
{
	struct asking w = { .shape = &t->shape };
	struct rows rows;

	buf_printf(&w.sql, "SELECT max(t.key) FROM %.*s t WHERE ", STR_ARG(t->name));
	asking_time(&w, SEQ_NOW);
	asking_ask(s, &w, NULL, &rows);
	if (rows_next(&rows) && !rows_null(&rows, 0))
		*n = rows_int(&rows, 0);
	return rows_end(&rows, why);
}

/* Whether something is left to be looked for along the walk. */
static bool
looks_for_more(const struct table_query *q, const struct walk *w)
{
	bool scoped = q->scope != NULL && !scope_whole(q->scope);

	return q->nfilters > (w->by == BY_FILTER) || has_range(q) || scoped;
}

static enum err
choose_walk(struct store *s, const struct store_table *t, const struct table_query *q, struct walk *out,
    struct why *why)
{
	struct choice few = { .most = FEW, .rows = FEW + 1, .share = 1 }, some = { .most = SOME, .rows = SOME + 1, .share = 1 };
	enum err err = count_paired(s, t, q, &few.paired, why);

	some.paired = few.paired;
	if (err == OK)
		err = choose_among(s, t, q, &few, why);
	*out = few.walk;
	if (err != OK || few.rows <= FEW || !looks_for_more(q, &few.walk))
		return err;
	err = count_all(s, t, &some.all, why);
	if (err == OK && some.all > FEW)
		err = choose_among(s, t, q, &some, why);
	if (some.rows <= SOME && (double)some.rows * some.share < (double)q->limit)
		*out = some.walk;
	return err;
}

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
	if (has_range(q))
		asking_range(w, walk->by == BY_PATH || walk->by == BY_ANY ? "t.path" : "+t.path", q->from, q->to);
	for (size_t i = 0; i < q->nfilters && i < FILTERS_MOST; i++)
		put_filter(w, &q->filters[i], filter_plus(walk, q, i));
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
		put_filter(w, &present, plus);
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
		if (q->filters[i].column == q->order && one_value(&q->filters[i]))
			out.order = TABLE_KEY;
	return out;
}

/* A scope of which is known who takes part in few. */
struct known_scope {
	struct scope_part parts[SCOPE_MOST];
	struct scope scope;
};

static enum err
know_scope(struct store *s, const struct store_table *t, const struct scope *scope, struct known_scope *out, struct why *why)
{
	enum err err = OK;

	out->scope = (struct scope){ out->parts, scope->n };
	memcpy(out->parts, scope->parts, scope->n * sizeof out->parts[0]);
	for (size_t i = 0; i < scope->n && err == OK; i++) {
		struct scope_part *part = &out->parts[i];
		int64_t n = 0;

		if (!part->takes_part || part->who == NULL)
			continue;
		err = count_taking_part(s, &t->shape, part, FEW, &n, why);
		part->few = n <= FEW;
	}
	return err;
}

/* As it is best asked. */
static enum err
prepare(struct store *s, const struct store_table *t, const struct table_query *asked, struct table_query *q, struct known_scope *known,
    struct walk *walk, struct why *why)
{
	enum err err = OK;

	*q = *asked;
	if (q->seq != SEQ_NOW)
		return OK;
	if (q->scope != NULL && q->scope->n <= SCOPE_MOST && !scope_whole(q->scope)) {
		err = know_scope(s, t, q->scope, known, why);
		q->scope = &known->scope;
	}
	return err == OK ? choose_walk(s, t, q, walk, why) : err;
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
	enum err err = prepare(s, t, &ordered, q, &scope, &walk, &why);

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
	err = prepare(s, t, asked, q, &scope, &walk, &why);
	if (err != OK) {
		*rows = (struct rows){ .store = s, .err = err, .why = why };
		return;
	}
	if (walk.by == BY_ORDER)
		walk.by = q->seq == SEQ_NOW && has_range(q) ? BY_PATH : BY_ANY;
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
