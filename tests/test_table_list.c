/* Pages and counts of a table, against a sort of all rows by other means; tables made wider, moved, and with words exchanged. */
#include "test.h"

#include <stdlib.h>

#include "store.h"
#include "store/table_list.h"

#define RECORDS 60
#define PAST 3		/* the seq at which what is told of the past is asked */

static struct place place;
static struct store *s;
static struct arena *arena;
static int64_t ledgers[2];
static struct store_table table;

static const struct table_column columns[] = {
	{ STR("name"), COLUMN_TEXT, true, true, PAIR_NONE, false },
	{ STR("due"), COLUMN_DAY, true, true, PAIR_NONE, false },
	{ STR("state"), COLUMN_TEXT, true, false, PAIR_FEW, false },
};
static const struct table_shape shape = { { "kind", 4 }, columns, 3 };

/* What each record is, then and now. */
static struct item {
	int64_t key, ledger, due;
	const char *name, *state, *path;	/* name NULL, due 0: null */
	bool there;
} items[2][RECORDS];


static unsigned
chance(unsigned below)
{
	static uint64_t n = 88172645463325252u;

	n ^= n << 13;
	n ^= n >> 7;
	n ^= n << 17;
	return (unsigned)(n >> 33) % below;
}

static void
put(int when, size_t i, int64_t seq)
{
	static const char *const names[] = { "a", "b", "b", "c", "甲", NULL, NULL }, *const states[] = { "open", "closed", "draft" },
		*const paths[] = { "0001", "00010001", "00010002", "0002" };
	struct item *x = &items[when][i];
	struct value v[3];

	x->key = items[0][i].key;
	x->ledger = ledgers[i % 2];
	x->name = names[chance(7)];
	x->due = (int64_t)chance(4) * 10;
	x->state = states[chance(3)];
	x->path = paths[chance(4)];
	x->there = true;
	v[0] = x->name == NULL ? value_null() : value_text(cstr(x->name));
	v[1] = x->due == 0 ? value_null() : value_int(x->due);
	v[2] = value_text(cstr(x->state));
	must(table_put(s, &table, seq, &(struct table_row){ x->key, x->ledger, cstr(x->path), STR(""), { v, 3 } }, &why));
}

static int
begin(void **state)
{
	unsigned char id[ID_SIZE];
	bool fresh;

	(void)state;
	place_make(&place);
	must(store_create(place.path, &why));
	must(store_open(&s, place.path, STORE_WRITE, &why));
	must(store_begin(s, &why));
	arena = arena_new(0);
	if (arena_try(arena))
		return -1;
	must(table_write(arena, &shape, &table, &why));
	must(table_make(s, &table, &fresh, &why));
	for (unsigned i = 0; i < 2; i++) {
		id_of(id, 900 + i);
		must(ledger_number(s, id, STR("sha256"), &ledgers[i], &why));
	}
	for (unsigned i = 0; i < RECORDS; i++) {
		id_of(id, i + 1);
		must(identity_number(s, id, &items[0][i].key, &why));
		if (i % 7 > 0)
			put(0, i, PAST);
		items[1][i] = items[0][i];
		if (i % 3 == 0)
			put(1, i, PAST + 2);
		if (i % 10 == 9) {
			must(table_end(s, &table, PAST + 4, items[0][i].key, &why));
			items[1][i].there = false;
		}
	}
	return 0;
}

static int
end(void **state)
{
	(void)state;
	store_rollback(s);
	store_close(s);
	arena_free(arena);
	place_remove(&place);
	return 0;
}

/* ---- by other means ---- */

static const struct table_query *by;

static bool
has_none(const struct item *x)
{
	return by->order == 0 ? x->name == NULL : by->order == 1 && x->due == 0;
}

static int
compare(const void *x, const void *y)
{
	const struct item *a = *(const struct item *const *)x, *b = *(const struct item *const *)y;
	int c;

	if (has_none(a) != has_none(b))
		return has_none(a) ? 1 : -1;
	c = by->order == 0 && !has_none(a) ? strcmp(a->name, b->name) : by->order == 1 ? (a->due > b->due) - (a->due < b->due) :
	    by->order == 2 ? strcmp(a->state, b->state) : 0;
	if (c == 0)
		c = (a->key > b->key) - (a->key < b->key);
	return by->descending ? -c : c;
}

static bool
passes(const struct item *x, const struct table_filter *f)
{
	bool null = f->column == 0 ? x->name == NULL : f->column == 1 && x->due == 0;
	int c = null || f->test >= TEST_ABSENT ? 0 : f->column == 1 ? (x->due > f->value.u.i) - (x->due < f->value.u.i) :
	    str_cmp(cstr(f->column == 0 ? x->name : x->state), f->value.u.s);
	const bool holds[TABLE_TEST_COUNT] = { [TEST_IS] = c == 0, [TEST_BELOW] = c < 0, [TEST_MOST] = c <= 0, [TEST_LEAST] = c >= 0,
		[TEST_ABOVE] = c > 0, [TEST_PRESENT] = true };

	return f->test == TEST_ABSENT ? null : !null && holds[f->test];
}

static size_t
brute(const struct table_query *q, struct item *out[RECORDS])
{
	size_t n = 0;

	for (size_t i = 0; i < RECORDS; i++) {
		struct item *x = &items[q->seq == SEQ_NOW][i];
		bool in = x->there && (q->ledger == 0 || x->ledger == q->ledger) &&
		    (q->to.n == 0 || (str_cmp(cstr(x->path), q->from) >= 0 && str_cmp(cstr(x->path), q->to) < 0));

		for (size_t j = 0; j < q->nfilters; j++)
			in = in && passes(x, &q->filters[j]);
		if (in)
			out[n++] = x;
	}
	by = q;
	qsort(out, n, sizeof out[0], compare);
	return n;
}

/* Page by page. */
static size_t
paged(struct table_query q, int64_t out[RECORDS + 1])
{
	size_t all = 0, n;

	do {
		struct rows rows;

		table_page(s, &table, &q, &rows);
		for (n = 0; rows_next(&rows); n++) {
			unsigned at = LIST_ROW + TABLE_OWN + (unsigned)q.order;

			assert_true(all < RECORDS);
			q.last_key = out[all++] = rows_int(&rows, LIST_KEY);
			q.behind = true;
			if (q.order == TABLE_KEY)
				continue;
			q.last = rows_null(&rows, at) ? value_null() : q.order == 1 ? value_int(rows_int(&rows, at)) :
			    value_text(arena_str(arena, rows_text(&rows, at)));
		}
		must(rows_end(&rows, &why));
		assert_true(n <= q.limit);
	} while (n == q.limit);
	return all;
}

static void
same(const struct table_query *q)
{
	struct item *want[RECORDS];
	int64_t got[RECORDS + 1];
	size_t n = brute(q, want), m = paged(*q, got);

	if (n != m)
		fail_msg("order %zu descending %d limit %zu: %zu rows, not %zu", q->order, q->descending, q->limit, m, n);
	for (size_t i = 0; i < n; i++)
		if (want[i]->key != got[i])
			fail_msg("order %zu descending %d limit %zu: row %zu", q->order, q->descending, q->limit, i);
}

static void
every_way(struct table_query q)
{
	static const size_t orders[] = { 0, 1, 2, TABLE_KEY }, limits[] = { 1, 3, 7, 60, 100 };

	for (size_t i = 0; i < 4; i++)
		for (size_t j = 0; j < 5; j++)
			for (int k = 0; k < 4; k++) {
				q.order = orders[i];
				q.limit = limits[j];
				q.descending = k % 2;
				q.seq = k < 2 ? SEQ_NOW : PAST + 1;
				same(&q);
			}
}

static void
pages(void **state)
{
	(void)state;
	every_way((struct table_query){ .limit = 1 });
	every_way((struct table_query){ .ledger = ledgers[1] });
	every_way((struct table_query){ .from = STR("0001"), .to = STR("0001~") });
	every_way((struct table_query){ .ledger = ledgers[0], .from = STR("0002"), .to = STR("0002~") });
	every_way((struct table_query){ .ledger = 12345 });
}

static void
filters(void **state)
{
	static const struct { size_t column; const char *text; int64_t number; } values[] = { { 0, "b", 0 }, { 0, "", 0 }, { 0, "甲", 0 },
		{ 1, NULL, 20 }, { 1, NULL, -1 }, { 2, "draft", 0 } };

	(void)state;
	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
		for (int test = 0; test < TABLE_TEST_COUNT; test++) {
			struct value v = values[i].text == NULL ? value_int(values[i].number) : value_text(cstr(values[i].text));
			struct table_filter two[] = { { values[i].column, (enum table_test)test, v }, { 2, TEST_IS, value_text(STR("open")) } };

			every_way((struct table_query){ .filters = two, .nfilters = 1 });
			every_way((struct table_query){ .filters = two, .nfilters = 2 });
		}
}

static void
counts(void **state)
{
	(void)state;
	for (size_t column = 0; column < 3; column++) {
		struct table_query q = { .seq = SEQ_NOW, .order = column, .ledger = ledgers[0] };
		struct item *all[RECORDS];
		size_t n = brute(&q, all), at = 0;
		struct rows rows;

		table_count(s, &table, &q, column, &rows);
		while (rows_next(&rows)) {
			int64_t count = rows_int(&rows, 1);

			for (int64_t i = 0; i < count; i++, at++) {
				assert_true(at < n);
				if (column == 1)
					assert_int_equal(rows_null(&rows, 0) ? 0 : rows_int(&rows, 0), all[at]->due);
				else if (rows_null(&rows, 0))
					assert_null(all[at]->name);
				else
					assert_str(rows_text(&rows, 0), column == 0 ? all[at]->name : all[at]->state);
			}
		}
		must(rows_end(&rows, &why));
		assert_int_equal(at, n);
	}
}

static void
no_such_column(void **state)
{
	struct table_filter f = { 3, TEST_IS, value_int(1) };
	struct table_query q = { .seq = SEQ_NOW, .order = TABLE_KEY, .limit = 1, .filters = &f, .nfilters = 1 };
	struct rows rows;

	(void)state;
	table_page(s, &table, &q, &rows);
	assert_false(rows_next(&rows));
	assert_int_equal(rows_end(&rows, NULL), E_INTERNAL);
	q.nfilters = 0;
	table_count(s, &table, &q, 7, &rows);
	assert_int_equal(rows_end(&rows, NULL), E_INTERNAL);
}

/* ---- the table itself ---- */

static void
made_wider(void **state)
{
	static const struct table_column wide[] = { { STR("name"), COLUMN_TEXT, true, true, PAIR_NONE, false }, { STR("due"), COLUMN_DAY, true, true, PAIR_NONE, false },
		{ STR("state"), COLUMN_TEXT, true, false, PAIR_FEW, false }, { STR("more"), COLUMN_INT, true, true, PAIR_FEW, false }, { STR("still"), COLUMN_BLOB, false, true, PAIR_NONE, false } };
	const struct table_shape to = { { "kind", 4 }, wide, 5 };
	struct store_table t;
	struct value v[5] = { value_text(STR("x")), value_null(), value_text(STR("open")), value_int(7), value_null() };
	int64_t before = tell(s, "SELECT count(*) FROM t_kind");
	bool fresh;

	(void)state;
	must(store_mark(s, &why));
	must(table_write(arena, &to, &t, &why));
	must(table_widen(s, &t, 3, &why));
	assert_int_equal(tell(s, "SELECT count(*) FROM t_kind WHERE c_more IS NULL AND c_still IS NULL"), before);
	assert_int_equal(tell(s, "SELECT count(*) FROM pragma_index_list('t_kind') WHERE name = 'i_kind_5'"), 1);
	must(table_tend(s, &t, 1, &why));
	assert_int_equal(tell(s, "SELECT count(*) FROM pragma_index_list('t_kind') WHERE name IN ('j_kind_2_3', 'j_kind_3_2')"), 1);
	must(table_make(s, &t, &fresh, &why));
	assert_false(fresh);		/* it is of the new shape already */
	must(table_put(s, &t, 50, &(struct table_row){ items[0][1].key, ledgers[1], STR("0001"), STR(""), { v, 5 } }, &why));
	assert_int_equal(tell(s, "SELECT c_more FROM t_kind WHERE valid_from = 50"), 7);
	assert_int_equal(table_put(s, &t, 51, &(struct table_row){ items[0][1].key, ledgers[1], STR("0001"), STR(""), { v, 3 } }, NULL), E_INTERNAL);
	must(store_mark_undo(s, &why));
	assert_int_equal(tell(s, "SELECT count(*) FROM pragma_table_info('t_kind')"), 6 + 3);
}

static void
moved(void **state)
{
	int64_t below = tell(s, "SELECT count(*) FROM t_kind WHERE path LIKE '0001%'"), other = tell(s, "SELECT count(*) FROM t_kind WHERE path = '0002'");

	(void)state;
	assert_true(below > 0 && other > 0);
	must(store_mark(s, &why));
	must(tables_repath(s, STR("0001"), STR("00020009"), &why));
	assert_int_equal(tell(s, "SELECT count(*) FROM t_kind WHERE path LIKE '0001%'"), 0);
	assert_int_equal(tell(s, "SELECT count(*) FROM t_kind WHERE path LIKE '00020009%'"), below);	/* of every time */
	assert_int_equal(tell(s, "SELECT count(*) FROM t_kind WHERE path = '0002'"), other);
	assert_true(tell(s, "SELECT count(*) FROM t_kind WHERE path = '000200090002'") > 0);
	must(store_mark_undo(s, &why));
}

/* Two words that change places, and one that goes over to another; of one ledger, from one seq on. */
static void
exchanged(void **state)
{
	static const struct exchange list[] = { { STR("open"), STR("closed") }, { STR("closed"), STR("open") }, { STR("draft"), STR("open") } };
	int64_t was[3], is[3], past = tell(s, "SELECT count(*) FROM t_kind WHERE valid_from <= 4 AND valid_to > 4 AND c_state = 'draft'");
	static const char *const words[] = { "open", "closed", "draft" };

	(void)state;
	must(store_mark(s, &why));
	for (int i = 0; i < 3; i++)
		was[i] = tell(s, arena_printf(arena, "SELECT count(*) FROM t_kind WHERE valid_to = " NOW " AND ledger = %lld AND c_state = '%s'",
		    (long long)ledgers[0], words[i]).p);
	must(table_exchange(s, &table, 90, ledgers[0], 2, list, 3, &why));
	for (int i = 0; i < 3; i++)
		is[i] = tell(s, arena_printf(arena, "SELECT count(*) FROM t_kind WHERE valid_to = " NOW " AND ledger = %lld AND c_state = '%s'",
		    (long long)ledgers[0], words[i]).p);
	assert_true(was[0] > 0 && was[1] > 0 && was[2] > 0 && was[0] + was[2] != was[1]);
	assert_int_equal(is[0], was[1] + was[2]);
	assert_int_equal(is[1], was[0]);
	assert_int_equal(is[2], 0);
	assert_int_equal(tell(s, "SELECT count(*) FROM t_kind WHERE valid_from <= 4 AND valid_to > 4 AND c_state = 'draft'"), past);
	assert_int_equal(tell(s, "SELECT count(*) FROM t_kind WHERE valid_from = 90 AND ledger <> (SELECT min(ledger) FROM t_kind)"), 0);
	assert_int_equal(tell(s, "SELECT count(*) FROM t_kind a JOIN t_kind b ON b.key = a.key AND b.valid_from = 90 AND a.valid_to = 90 "
	    "WHERE a.path <> b.path OR a.c_name IS NOT b.c_name OR a.c_due IS NOT b.c_due"), 0);
	must(store_mark_undo(s, &why));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages),
		cmocka_unit_test(filters),
		cmocka_unit_test(counts),
		cmocka_unit_test(no_such_column),
		cmocka_unit_test(made_wider),
		cmocka_unit_test(moved),
		cmocka_unit_test(exchanged),
	};

	places_in_memory();
	return cmocka_run_group_tests(tests, begin, end);
}
