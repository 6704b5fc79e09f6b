/* tally: kept with the rows. */
#include "store/tally.h"
#include "base/array.h"

/* ---- one path ---- */

struct counting {
	struct store *store;
	struct str made;
	int64_t ledger, day;
	struct why *why;
};

static enum err
put_day(struct counting *c, int64_t tally, int64_t count)
{
	return store_do(c->store, TALLY_DAY_PUT, VALUES(value_int(tally), value_int(c->day), value_int(count)), c->why);
}

static enum err
add(struct counting *c, struct str path, const struct str by[TABLE_TALLIED], int64_t n)
{
	struct rows rows;
	int64_t id = 0, count = 0;
	enum err err;

	store_ask(c->store, TALLY_ADD, NULL, VALUES(value_text(c->made), value_int(c->ledger), value_text(path), value_text(by[0]),
	    value_text(by[1]), value_int(n)), &rows);
	while (rows_next(&rows)) {
		id = rows_int(&rows, 0);
		count = rows_int(&rows, 1);
	}
	err = rows_end(&rows, c->why);
	return err == OK ? put_day(c, id, count) : err;
}

/* ---- many at once ---- */

#define GATHERED_MOST 20000	/* changes: some megabytes */

/* Paths have 4 characters a level, and 16 levels at most. */
#define LEVELS "WITH levels (n) AS (VALUES (4), (8), (12), (16), (20), (24), (28), (32), (36), (40), (44), (48), (52), (56), (60), (64)) "

enum err
tally_gather(struct store *s, struct why *why)
{
	enum err err = store_define(s, "CREATE TEMPORARY TABLE IF NOT EXISTS gathered (id INTEGER PRIMARY KEY, made TEXT NOT NULL, "
	    "ledger INTEGER NOT NULL, path TEXT NOT NULL, one TEXT NOT NULL, two TEXT NOT NULL, n INTEGER NOT NULL); DELETE FROM gathered", why);

	if (err == OK)
		*store_counts_held(s) = (struct counts_held){ .on = true };
	return err;
}

/* In the order in which they are first counted: so rows get the numbers that they would have got one by one. */
static enum err
write_gathered(struct store *s, struct why *why)
{
	struct counts_held *held = store_counts_held(s);
	struct counting c = { .store = s, .day = held->day, .why = why };
	struct rows rows;
	enum err err = OK;

	if (held->n == 0)
		return OK;
	store_ask_text(s, STR(LEVELS "SELECT g.made, g.ledger, substr(g.path, 1, l.n) AS above, g.one, g.two, sum(g.n) FROM gathered g "
	    "JOIN levels l ON l.n <= length(g.path) GROUP BY g.made, g.ledger, above, g.one, g.two ORDER BY min(g.id), min(l.n)"), NULL, NO_VALUES, &rows);
	while (err == OK && rows_next(&rows)) {
		c.made = rows_text(&rows, 0);
		c.ledger = rows_int(&rows, 1);
		err = add(&c, rows_text(&rows, 2), (const struct str[]){ rows_text(&rows, 3), rows_text(&rows, 4) }, rows_int(&rows, 5));
	}
	if (err != OK)
		rows_end(&rows, NULL);
	else
		err = rows_end(&rows, why);
	if (err == OK)
		held->n = 0;
	return err == OK ? store_do_text(s, STR("DELETE FROM gathered"), NO_VALUES, why) : err;
}

enum err
tally_gathered(struct store *s, enum err err, struct why *why)
{
	if (err == OK)
		err = write_gathered(s, why);
	*store_counts_held(s) = (struct counts_held){ 0 };
	return err;
}

static enum err
gather(struct counting *c, const struct tally_counted *t, int64_t n)
{
	struct counts_held *held = store_counts_held(c->store);
	enum err err = held->day == c->day && held->n < GATHERED_MOST ? OK : write_gathered(c->store, c->why);

	if (err != OK)
		return err;
	held->n++;
	held->day = c->day;
	return store_do_text(c->store, STR("INSERT INTO gathered (made, ledger, path, one, two, n) VALUES ($1, $2, $3, $4, $5, $6)"),
	    VALUES(value_text(c->made), value_int(c->ledger), value_text(t->path), value_text(t->by[0]), value_text(t->by[1]), value_int(n)), c->why);
}

/* ---- a record ---- */

/* The unit, and each above it. */
static enum err
add_upwards(struct counting *c, const struct tally_counted *t, int64_t n)
{
	enum err err = OK;

	if (store_counts_held(c->store)->on)
		return gather(c, t, n);
	for (size_t level = SCOPE_LEVEL; level < t->path.n && err == OK; level += SCOPE_LEVEL)
		err = add(c, str_slice(t->path, 0, level), t->by, n);
	return err == OK ? add(c, t->path, t->by, n) : err;
}

static enum err
day_of(struct store *s, int64_t seq, int64_t *day, struct why *why)
{
	bool found;
	enum err err = store_int(s, DAY_OF_SEQ, VALUES(value_int(seq)), day, &found, why);

	return err != OK || found ? err : fail(why, E_BROKEN, 0, "day of %lld", (long long)seq);
}

static bool
same(const struct tally_counted *a, const struct tally_counted *b)
{
	return a->some == b->some && a->ledger == b->ledger && str_eq(a->path, b->path) && str_eq(a->by[0], b->by[0]) &&
	    str_eq(a->by[1], b->by[1]);
}

/* ---- who takes part ---- */

/* A path of "|a|b|", from `at` on, which goes behind it; false: no more. */
static bool
next_beside(struct str beside, size_t *at, struct str *path)
{
	size_t end = str_find(beside, STR(SCOPE_BESIDE), *at + 1);

	if (end == STR_NONE)
		return false;
	*path = str_slice(beside, *at + 1, end);
	*at = end;
	return true;
}

/* Whether a path before that place is below the unit, too: then it is counted for it already. */
static bool
counted_before(struct str beside, size_t place, struct str unit)
{
	struct str path;
	size_t at = 0;

	while (at < place && next_beside(beside, &at, &path))
		if (at < place && str_starts(path, unit))
			return true;
	return false;
}

/* For each unit in or below which somebody takes part, and which the record is not below. */
static enum err
add_parts(struct store *s, struct str made, const struct tally_counted *c, int64_t n, struct why *why)
{
	struct str path;
	size_t at = 0;
	enum err err = OK;

	while (err == OK && next_beside(c->beside, &at, &path))
		for (size_t level = SCOPE_LEVEL; level <= path.n && err == OK; level += SCOPE_LEVEL) {
			struct str unit = str_slice(path, 0, level);

			if (!str_starts(c->path, unit) && !counted_before(c->beside, at, unit))
				err = store_do(s, TALLY_PART_ADD, VALUES(value_text(made), value_int(c->ledger), value_text(unit), value_text(c->by[0]),
				    value_text(c->by[1]), value_int(n)), why);
		}
	return err;
}

static enum err
change_parts(struct store *s, const struct store_table *t, const struct tally_counted *was, const struct tally_counted *is, struct why *why)
{
	enum err err = OK;

	if (same(was, is) && str_eq(was->beside, is->beside))
		return OK;
	if (was->some)
		err = add_parts(s, t->name, was, -1, why);
	return err == OK && is->some ? add_parts(s, t->name, is, 1, why) : err;
}

static enum err
change_own(struct store *s, const struct store_table *t, int64_t seq, const struct tally_counted *was, const struct tally_counted *is,
    struct why *why)
{
	struct counting c = { s, t->name, was->ledger, 0, why };
	enum err err = same(was, is) ? OK : day_of(s, seq, &c.day, why);

	if (err != OK || same(was, is))
		return err;
	if (was->some)
		err = add_upwards(&c, was, -1);
	c.ledger = is->ledger;
	return err == OK && is->some ? add_upwards(&c, is, 1) : err;
}

enum err
tally_change(struct store *s, const struct store_table *t, int64_t seq, const struct tally_counted *was, const struct tally_counted *is,
    struct why *why)
{
	enum err err = change_own(s, t, seq, was, is, why);

	return err == OK ? change_parts(s, t, was, is, why) : err;
}

/* Of all rows anew: where paths or words have changed in very many. */
static enum err
recount_parts(struct store *s, struct arena *a, struct str made, struct str one, struct str two, struct why *why)
{
	struct str sql = arena_printf(a, LEVELS "INSERT INTO tally_part (made, ledger, path, one, two, count) SELECT $1, r.ledger, r.u, r.one, r.two, count(*) FROM (SELECT DISTINCT t.key, t.ledger AS ledger, "
	    "substr(p.path, 1, l.n) AS u, coalesce(t." COLUMN_PREFIX "%.*s, '') AS one, coalesce(t." COLUMN_PREFIX "%.*s, '') AS two FROM %.*s t "
	    "JOIN party p ON p.record = t.key AND p.valid_to = " NOW " AND p.path IS NOT NULL JOIN levels l ON l.n <= length(p.path) "
	    "WHERE t.valid_to = " NOW " AND substr(t.path, 1, l.n) <> substr(p.path, 1, l.n)) r GROUP BY r.ledger, r.u, r.one, r.two",
	    STR_ARG(one), STR_ARG(two), STR_ARG(made));
	enum err err = store_do(s, TALLY_PART_CLEAR, VALUES(value_text(made)), why);

	return err == OK ? store_do_text(s, sql, VALUES(value_text(made)), why) : err;
}

enum err
tally_recount_parts(struct store *s, struct arena *a, struct why *why)
{
	struct counted_table { struct str name, one, two; };
	ARRAY(struct counted_table) list = { 0 };
	struct rows rows;
	enum err err;

	store_ask(s, MADE_TALLIED, NULL, NO_VALUES, &rows);
	while (rows_next(&rows))
		*array_add(a, &list) = (struct counted_table){ arena_str(a, rows_text(&rows, 0)), arena_str(a, rows_text(&rows, 1)), arena_str(a, rows_text(&rows, 2)) };
	err = rows_end(&rows, why);
	for (size_t i = 0; i < list.n && err == OK; i++)
		err = recount_parts(s, a, list.v[i].name, list.v[i].one, list.v[i].two, why);
	return err;
}

/* ---- paths that change ---- */

struct tally {
	int64_t id, ledger;
	struct str made, path, by[TABLE_TALLIED];
};

typedef ARRAY(struct tally) tally_list;

static enum err
read_below(struct store *s, struct arena *a, struct str from, tally_list *out, struct why *why)
{
	struct rows rows;

	store_ask(s, TALLY_BELOW, NULL, VALUES(value_text(from), value_text(arena_printf(a, "%.*s" SCOPE_END, STR_ARG(from)))), &rows);
	while (rows_next(&rows))
		*array_add(a, out) = (struct tally){ rows_int(&rows, 0), rows_int(&rows, 2), arena_str(a, rows_text(&rows, 1)),
			arena_str(a, rows_text(&rows, 3)), { arena_str(a, rows_text(&rows, 4)), arena_str(a, rows_text(&rows, 5)) } };
	return rows_end(&rows, why);
}

/* What one counted, on every day, the other counts more, or less. */
static enum err
shift(struct store *s, const struct tally *from, struct str to, int sign, struct why *why)
{
	struct value source = value_int(from->id), target, by = value_int(sign);
	int64_t id = 0;
	enum err err = store_int(s, TALLY_ADD, VALUES(value_text(from->made), value_int(from->ledger), value_text(to), value_text(from->by[0]),
	    value_text(from->by[1]), value_int(0)), &id, NULL, why);

	target = value_int(id);
	if (err == OK)
		err = store_do(s, TALLY_SHIFT_DAYS, VALUES(target, source), why);
	if (err == OK)
		err = store_do(s, TALLY_SHIFT, VALUES(by, source, target), why);
	return err == OK ? store_do(s, TALLY_SHIFT_NOW, VALUES(by, source, target), why) : err;
}

/* The paths above one that are not above the other. */
static enum err
shift_above(struct store *s, const struct tally *t, struct str path, struct str other, int sign, struct why *why)
{
	enum err err = OK;

	for (size_t level = SCOPE_LEVEL; level < path.n && err == OK; level += SCOPE_LEVEL)
		if (level >= other.n || !str_starts(other, str_slice(path, 0, level)))
			err = shift(s, t, str_slice(path, 0, level), sign, why);
	return err;
}

static enum err
drop(struct store *s, int64_t id, struct why *why)
{
	enum err err = store_do(s, TALLY_DROP_DAYS, VALUES(value_int(id)), why);

	return err == OK ? store_do(s, TALLY_DROP, VALUES(value_int(id)), why) : err;
}

enum err
tally_repath(struct store *s, struct arena *a, struct str from, struct str to, struct why *why)
{
	tally_list list = { 0 };
	enum err err = write_gathered(s, why);

	if (err == OK)
		err = read_below(s, a, from, &list, why);
	for (size_t i = 0; i < list.n && err == OK; i++)
		if (str_eq(list.v[i].path, from)) {
			err = shift_above(s, &list.v[i], from, to, -1, why);
			if (err == OK)
				err = shift_above(s, &list.v[i], to, from, 1, why);
		}
	for (size_t i = 0; i < list.n && err == OK; i++) {
		struct str rest = str_slice(list.v[i].path, from.n, list.v[i].path.n);

		err = shift(s, &list.v[i], arena_printf(a, "%.*s%.*s", STR_ARG(to), STR_ARG(rest)), 1, why);
		if (err == OK)
			err = drop(s, list.v[i].id, why);
	}
	return err == OK ? tally_recount_parts(s, a, why) : err;
}

/* ---- values that change ---- */

struct counted {
	struct str path, by[TABLE_TALLIED];
	int64_t count;
};

typedef ARRAY(struct counted) counted_list;

static enum err
read_counts(struct arena *a, struct counting *c, counted_list *out)
{
	struct rows rows;

	store_ask(c->store, TALLY_OF, NULL, VALUES(value_text(c->made), value_int(c->ledger)), &rows);
	while (rows_next(&rows))
		*array_add(a, out) = (struct counted){ arena_str(a, rows_text(&rows, 0)), { arena_str(a, rows_text(&rows, 1)),
			arena_str(a, rows_text(&rows, 2)) }, rows_int(&rows, 3) };
	return rows_end(&rows, c->why);
}

static const struct exchange *
exchanged(const struct exchange *list, size_t n, struct str value)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].from, value))
			return &list[i];
	return NULL;
}

/* All were read before the first is changed: two may change places. */
static enum err
exchange_all(struct arena *a, struct counting *c, size_t place, const struct exchange *list, size_t n)
{
	counted_list counts = { 0 };
	enum err err = read_counts(a, c, &counts);

	for (size_t i = 0; i < counts.n && err == OK; i++) {
		struct counted *t = &counts.v[i];
		const struct exchange *x = exchanged(list, n, t->by[place]);

		if (x == NULL)
			continue;
		err = add(c, t->path, t->by, -t->count);
		t->by[place] = x->to;
		if (err == OK)
			err = add(c, t->path, t->by, t->count);
	}
	return err;
}

static enum err
exchange_in(struct counting *c, size_t place, const struct exchange *list, size_t n)
{
	struct arena *a = arena_new(0);
	volatile enum err err = E_MEMORY;

	if (a == NULL || arena_try(a))
		fail(c->why, E_MEMORY, 0, "%s", "");
	else
		err = exchange_all(a, c, place, list, n);
	arena_free(a);
	return err;
}

static enum err
exchange_parts(struct store *s, const struct store_table *t, struct why *why)
{
	struct arena *a = arena_new(0);
	volatile enum err err = E_MEMORY;

	if (a == NULL || arena_try(a))
		fail(why, E_MEMORY, 0, "%s", "");
	else
		err = recount_parts(s, a, t->name, t->shape.columns[t->tally[0]].name, t->shape.columns[t->tally[1]].name, why);
	arena_free(a);
	return err;
}

enum err
tally_exchange(struct store *s, const struct store_table *t, int64_t seq, int64_t ledger, size_t column, const struct exchange *list, size_t n,
    struct why *why)
{
	struct counting c = { s, t->name, ledger, 0, why };
	size_t place = 0;
	enum err err;

	while (t->tallied && place < TABLE_TALLIED && t->tally[place] != column)
		place++;
	if (!t->tallied || place == TABLE_TALLIED)
		return OK;
	err = write_gathered(s, why);
	if (err == OK)
		err = day_of(s, seq, &c.day, why);
	if (err == OK)
		err = exchange_in(&c, place, list, n);
	return err == OK ? exchange_parts(s, t, why) : err;
}

enum err
tally_clear(struct store *s, struct str made, struct why *why)
{
	enum err err = write_gathered(s, why);

	if (err == OK)
		err = store_do(s, TALLY_CLEAR_DAYS, VALUES(value_text(made)), why);
	if (err == OK)
		err = store_do(s, TALLY_CLEAR, VALUES(value_text(made)), why);
	return err == OK ? store_do(s, TALLY_PART_CLEAR, VALUES(value_text(made)), why) : err;
}
