/* tally_count: what a tally tells of a query. */
#include "store/tally.h"
#include "store/table_inside.h"

#include <stdio.h>

#define PATHS_MOST 32	/* subtrees that are summed */

/* Subtrees of which none is in another, and who sees more by taking part. */
struct seen {
	struct str paths[PATHS_MOST];
	size_t n;
	struct scope_part rest[SCOPE_MOST];
	size_t nrest;
	bool parts;	/* what takes part in or below the one path is counted, and in none of the rest */
};

/* The path of a range that is a whole subtree; empty: everything. */
static bool
subtree_of(struct str from, struct str to, struct str *path)
{
	*path = from;
	return (from.n == 0 && to.n == 0) || (from.n > 0 && to.n == from.n + strlen(SCOPE_END) && str_starts(to, from) &&
	    str_eq(str_slice(to, from.n, to.n), STR(SCOPE_END)));
}

/* What is in both; false where nothing is. */
static bool
meet(struct str a, struct str b, struct str *out)
{
	*out = a.n > b.n ? a : b;
	return str_starts(*out, a) && str_starts(*out, b);
}

/* False where there are too many. */
static bool
add_path(struct seen *seen, struct str path)
{
	size_t kept = 0;

	for (size_t i = 0; i < seen->n; i++)
		if (str_starts(path, seen->paths[i]))
			return true;
	for (size_t i = 0; i < seen->n; i++)
		if (!str_starts(seen->paths[i], path))
			seen->paths[kept++] = seen->paths[i];
	seen->n = kept;
	if (seen->n == PATHS_MOST)
		return false;
	seen->paths[seen->n++] = path;
	return true;
}

static bool
add_part(struct seen *seen, const struct table_query *q, struct str asked, const struct scope_part *part)
{
	struct str path;

	if (part->ledger != 0 && part->ledger != q->ledger)
		return true;
	if (part->takes_part) {
		seen->rest[seen->nrest++] = *part;
		return true;
	}
	if (!subtree_of(part->from, part->to, &path))
		return false;
	return !meet(asked, path, &path) || add_path(seen, path);
}

/* The query as subtrees, where it can be told so. */
static bool
see(struct seen *seen, const struct table_query *q)
{
	struct str asked;

	if (q->ledger == 0 || q->nfilters > 0 || !subtree_of(q->from, q->to, &asked))
		return false;
	if (q->scope == NULL)
		return add_path(seen, asked);
	if (q->scope->n > SCOPE_MOST)
		return false;
	for (size_t i = 0; i < q->scope->n; i++)
		if (!add_part(seen, q, asked, &q->scope->parts[i]))
			return false;
	if (seen->n == 1 && str_eq(seen->paths[0], asked))
		seen->nrest = 0;
	return seen->n > 0 || (seen->nrest > 0 && (q->seq != SEQ_NOW || asked.n == 0));	/* else the rows tell it sooner (table_list.c) */
}

/* The first root behind a path, where rows are counted; empty: there is none. */
static enum err
next_root(struct store *s, const struct store_table *t, const struct table_query *q, struct str behind, char out[SCOPE_LEVEL + 1], struct why *why)
{
	struct rows rows;

	out[0] = '\0';
	store_ask(s, TALLY_ROOT, NULL, VALUES(value_text(t->name), value_int(q->ledger), value_text(behind)), &rows);
	if (rows_next(&rows) && !rows_null(&rows, 0))
		snprintf(out, SCOPE_LEVEL + 1, "%.*s", STR_ARG(rows_text(&rows, 0)));
	return rows_end(&rows, why);
}

/* Whether everything is asked for: no range, or that of the only root. */
static enum err
asks_all(struct store *s, const struct store_table *t, const struct table_query *q, bool *all, struct why *why)
{
	char root[SCOPE_LEVEL + 1] = "", other[SCOPE_LEVEL + 1];
	enum err err;

	*all = q->to.n == 0;
	if (*all || q->from.n != SCOPE_LEVEL)
		return OK;
	err = next_root(s, t, q, STR(""), root, why);
	if (err == OK)
		err = next_root(s, t, q, q->to, other, why);
	*all = err == OK && str_eq(cstr(root), q->from) && other[0] == '\0';
	return err;
}

/* Below the one path seen, whatever it takes part in is seen, too: then that is counted already. */
static enum err
see_parts(struct store *s, const struct store_table *t, const struct table_query *q, struct seen *seen, struct why *why)
{
	struct str path;
	bool all;
	enum err err;

	if (q->seq != SEQ_NOW || seen->n != 1 || seen->nrest == 0 || seen->paths[0].n == 0)
		return OK;
	err = asks_all(s, t, q, &all, why);
	if (err != OK || !all)
		return err;
	for (size_t i = 0; i < seen->nrest && !seen->parts; i++) {
		const struct scope_part *part = &seen->rest[i];

		if (part->who != NULL || part->part.n > 0 || !subtree_of(part->from, part->to, &path) || !str_eq(path, seen->paths[0]))
			continue;
		seen->parts = true;
		seen->rest[i] = seen->rest[--seen->nrest];
	}
	return err;
}

/* Everything is what is below each unit that has none above it. */
static enum err
see_roots(struct store *s, const struct store_table *t, const struct table_query *q, struct seen *seen, char paths[PATHS_MOST][SCOPE_LEVEL + 1],
    bool *good, struct why *why)
{
	char end[SCOPE_LEVEL + 2] = "";
	enum err err = OK;

	for (seen->n = 0; seen->n < PATHS_MOST; seen->n++) {
		char *root = paths[seen->n];

		err = next_root(s, t, q, cstr(end), root, why);
		if (err != OK || root[0] == '\0')
			return err;
		seen->paths[seen->n] = cstr(root);
		snprintf(end, sizeof end, "%.*s" SCOPE_END, SCOPE_LEVEL, root);
	}
	*good = false;
	return err;
}

/* ---- the question ---- */

static void
put_tally(struct asking *w, const struct store_table *t, const struct table_query *q, const struct seen *seen, size_t place, int64_t day)
{
	buf_puts(&w->sql, STR("SELECT NULLIF(y."));
	buf_puts(&w->sql, place == 0 ? STR("one, ") : STR("two, "));
	asking_bind(w, value_text(STR("")));
	if (q->seq == SEQ_NOW) {
		buf_puts(&w->sql, STR(") AS v, y.count AS n FROM tally y WHERE y.made = "));
	} else {
		buf_puts(&w->sql, STR(") AS v, (SELECT d.count FROM tally_day d WHERE d.tally = y.id AND d.day <= "));
		asking_bind(w, value_int(day));
		buf_puts(&w->sql, STR(" ORDER BY d.day DESC LIMIT 1) AS n FROM tally y WHERE y.made = "));
	}
	asking_bind(w, value_text(t->name));
	buf_puts(&w->sql, STR(" AND y.ledger = "));
	asking_bind(w, value_int(q->ledger));
	buf_puts(&w->sql, STR(" AND y.path IN ("));
	if (seen->n == 0)
		asking_bind(w, value_null());
	for (size_t i = 0; i < seen->n; i++) {
		if (i > 0)
			buf_puts(&w->sql, STR(", "));
		asking_bind(w, value_text(seen->paths[i]));
	}
	buf_putc(&w->sql, ')');
}

static void
put_tally_parts(struct asking *w, const struct store_table *t, const struct table_query *q, const struct seen *seen, size_t place)
{
	buf_puts(&w->sql, place == 0 ? STR(" UNION ALL SELECT NULLIF(y.one, ") : STR(" UNION ALL SELECT NULLIF(y.two, "));
	asking_bind(w, value_text(STR("")));
	buf_puts(&w->sql, STR("), y.count FROM tally_part y WHERE y.made = "));
	asking_bind(w, value_text(t->name));
	buf_puts(&w->sql, STR(" AND y.ledger = "));
	asking_bind(w, value_int(q->ledger));
	buf_puts(&w->sql, STR(" AND y.path = "));
	asking_bind(w, value_text(seen->paths[0]));
}

static void
put_below(struct asking *w, const char *column, struct str path)
{
	buf_printf(&w->sql, " AND %s >= ", column);
	asking_bind(w, value_text(path));
	buf_printf(&w->sql, " AND %s < $%zu || ", column, w->n);
	asking_bind(w, value_text(STR(SCOPE_END)));
}

static void
put_outside(struct asking *w, const char *path, const struct table_query *q, const struct seen *seen)
{
	if (q->to.n > 0)
		asking_range(w, path, q->from, q->to);
	for (size_t i = 0; i < seen->n; i++) {
		buf_puts(&w->sql, STR(" AND NOT (1 = 1"));
		put_below(w, path, seen->paths[i]);
		buf_putc(&w->sql, ')');
	}
}

/* As a record's path is now, most of those that are in the subtrees are known without their rows. */
static void
put_rest_keys(struct asking *w, const struct table_query *q, const struct seen *seen)
{
	buf_puts(&w->sql, STR(" AND t.key IN (SELECT o.key FROM (SELECT -1 AS record"));
	for (size_t i = 0; i < seen->nrest; i++)
		asking_taking_part(w, &seen->rest[i]);
	buf_puts(&w->sql, STR(") k CROSS JOIN records o WHERE o.key = k.record"));
	if (q->seq == SEQ_NOW)
		put_outside(w, "+o.path", q, seen);
	buf_putc(&w->sql, ')');
}

/* What is seen by taking part, and is in none of the subtrees. */
static void
put_rest(struct asking *w, const struct store_table *t, const struct table_query *q, const struct seen *seen, size_t column)
{
	buf_puts(&w->sql, STR(" UNION ALL SELECT "));
	asking_column(w, column, false);
	buf_printf(&w->sql, ", 1 FROM %.*s t WHERE ", STR_ARG(t->name));
	asking_time(w, q->seq);
	buf_puts(&w->sql, STR(" AND t.ledger = "));
	asking_bind(w, value_int(q->ledger));
	put_outside(w, "+t.path", q, seen);
	put_rest_keys(w, q, seen);
	if (seen->parts) {
		buf_puts(&w->sql, STR(" AND NOT EXISTS (SELECT 1 FROM party x WHERE x.record = t.key AND x.valid_to = " NOW));
		put_below(w, "x.path", seen->paths[0]);
		buf_putc(&w->sql, ')');
	}
	buf_puts(&w->sql, STR(" AND {scope +t.ledger +t.path +t.key}"));
}

static void
ask(struct store *s, const struct store_table *t, const struct table_query *q, size_t column,
    const struct seen *seen, int64_t day, struct rows *rows)
{
	const struct scope rest = { seen->rest, seen->nrest };
	size_t place = t->tally[0] == column ? 0 : 1;
	struct asking w = { .shape = &t->shape };

	buf_puts(&w.sql, STR("SELECT v, sum(n) FROM ("));
	put_tally(&w, t, q, seen, place, day);
	if (seen->parts)
		put_tally_parts(&w, t, q, seen, place);
	if (seen->nrest > 0)
		put_rest(&w, t, q, seen, column);
	buf_puts(&w.sql, STR(") c GROUP BY v HAVING sum(n) > 0 ORDER BY v IS NULL, v"));
	asking_ask(s, &w, seen->nrest > 0 ? &rest : NULL, rows);
}

/* Whether seq is the last of a day. */
static enum err
find_day(struct store *s, int64_t seq, int64_t *day, bool *found, struct why *why)
{
	*found = true;
	return seq == SEQ_NOW ? OK : store_int(s, DAY_ENDED, VALUES(value_int(seq)), day, found, why);
}

bool
tally_count(struct store *s, const struct store_table *t, const struct table_query *q, size_t column,
    struct rows *rows)
{
	struct seen seen = { .n = 0 };
	char roots[PATHS_MOST][SCOPE_LEVEL + 1];
	struct why why = { 0 };
	int64_t day = 0;
	bool good = true;
	enum err err = OK;

	if (!t->tallied || (t->tally[0] != column && t->tally[1] != column) || !see(&seen, q))
		return false;
	if (store_counts_held(s)->n > 0)
		return false;		/* counts lag behind the rows */
	err = see_parts(s, t, q, &seen, &why);
	if (err == OK && seen.n > 0 && seen.paths[0].n == 0)
		err = see_roots(s, t, q, &seen, roots, &good, &why);
	if (err == OK && good)
		err = find_day(s, q->seq, &day, &good, &why);
	if (err == OK && !good)
		return false;
	if (err == OK)
		ask(s, t, q, column, &seen, day, rows);
	else
		*rows = (struct rows){ .store = s, .err = err, .why = why };
	return true;
}
