/* table_walk: by what a page or a count goes. */
#include "store/table_walk.h"

#define FEW 2000	/* rows that are sorted rather than looked for along the order */
#define SOME 20000	/* and those that are where fewer of them are to be looked at so */

bool
walk_has_range(const struct table_query *q)
{
	return q->to.n > 0;
}

bool
walk_one_value(const struct table_filter *f)
{
	return f->column != TABLE_KEY && (f->test == TEST_IS || f->test == TEST_ABSENT);
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
	asking_filter(&w, f, false);
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

static enum err
count_taking_part(struct store *s, const struct table_shape *shape, const struct scope_part *part, int64_t most, int64_t *n, struct why *why)
{
	struct asking w = { .shape = shape };

	buf_puts(&w.sql, STR("SELECT count(*) FROM (SELECT 1 FROM party p WHERE p.valid_to = " NOW));
	asking_party(&w, part);
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

/* A column that is to be one value is walked in order, however many rows there are: that of keys, or of the column it is paired with. */
static struct walk
walk_of_filter(const struct table_shape *shape, const struct table_query *q, size_t i, size_t paired)
{
	const struct table_filter *f = &q->filters[i];
	bool pair = f->column < paired && q->order < paired;

	if (walk_one_value(f) && (q->order == TABLE_KEY || (pair && table_paired(shape, f->column, q->order))))
		return (struct walk){ BY_FILTER, i, false };
	if (walk_one_value(f) && pair && table_paired(shape, q->order, f->column))
		return (struct walk){ BY_VALUES, i, false };
	return (struct walk){ BY_FILTER, i, true };
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
	struct walk w = walk_of_filter(&t->shape, q, i, c->paired);
	int64_t n = 0;
	enum err err;

	if (!filter_indexed(&t->shape, f))
		return OK;
	err = count_filter(s, t, f, c->most, &n, why);
	choose(c, n, w);
	if (!w.sorted && c->walk.by == BY_ORDER)
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
	if (err == OK && walk_has_range(q)) {
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

	return q->nfilters > (w->by == BY_FILTER || w->by == BY_VALUES) || walk_has_range(q) || scoped;
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

enum err
walk_prepare(struct store *s, const struct store_table *t, const struct table_query *asked, struct table_query *q, struct known_scope *known,
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
