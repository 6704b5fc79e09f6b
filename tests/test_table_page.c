/*
 * Pages and counts of a table, against a model that keeps all rows in memory and sorts them: every filter and order, both ways, page
 * by page, for many eyes; counts now and at the end of days, told from the tally or not. And by which index a page goes.
 */
#include "base/err.h"
#include "test.h"

#include "store.h"

#include "store/table_list.h"
#include "store/tally.h"

#define RECORDS 5000
#define CHANGES 9000
#define DAY_SEQS 1500			/* seqs of a day */
#define MOMENTS ((RECORDS + CHANGES) / DAY_SEQS)
#define QUERIES 400
#define COUNTS 600

enum { STATE, LAMP, DUE, NOTE, PLACE, RARE, CLASS, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[STATE] = { STR("state"), COLUMN_TEXT, true, false, PAIR_FEW, true },
	[LAMP] = { STR("lamp"), COLUMN_TEXT, true, true, PAIR_FEW, true },
	[DUE] = { STR("due"), COLUMN_DAY, true, true, PAIR_ORDERS, false },
	[NOTE] = { STR("note"), COLUMN_TEXT, false, true, PAIR_NONE, false },
	[PLACE] = { STR("place"), COLUMN_BLOB, true, true, PAIR_NONE, false },
	[RARE] = { STR("rare"), COLUMN_INT, true, true, PAIR_NONE, false },
	[CLASS] = { STR("class"), COLUMN_TEXT, true, true, PAIR_FEW, false },
};
static const struct table_shape shape = { STR("kind"), columns, COLUMNS };

/* Values of a row as small numbers; -1: null. As texts and bytes they are letters, in the same order. */
struct row {
	bool there;
	int ledger, unit, v[COLUMNS];
};

static struct place place;
static struct store *s;
static struct arena *arena;
static struct store_table made;
static int64_t ledgers[2];
static struct row rows_now[RECORDS + 1], moments[MOMENTS + 1][RECORDS + 1];
static bool takes[RECORDS + 1][3];	/* a person's part, by whom */
static int supports[RECORDS + 1];	/* a unit; -1 */

static uint64_t state = UINT64_C(0x9E3779B97F4A7C15);

static unsigned
chance(unsigned below)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (unsigned)((state * UINT64_C(0x2545F4914F6CDD1D)) >> 33) % below;
}

/* ---- units: a tree of 2 roots, each with 3, each of those with 3 ---- */

static const char *const units[] = { "0001", "00010001", "000100010001", "000100010002", "00010002", "000100020001", "000100020002",
	"00010003", "0002", "00020001", "000200010001", "00020002", "0002000Z" };
#define UNITS (sizeof units / sizeof units[0])

static bool
below(int unit, struct str from, struct str to)
{
	struct str path = cstr(units[unit]);

	return to.n == 0 || (str_cmp(path, from) >= 0 && str_cmp(path, to) < 0);
}

/* ---- rows ---- */

static const char *const letters[] = { "a", "b", "c", "d", "e", "f", "g", "h" };

static struct value
value_of(size_t column, int v)
{
	if (v < 0)
		return value_null();
	if (columns[column].type == COLUMN_TEXT)
		return value_text(cstr(letters[v]));
	return columns[column].type == COLUMN_BLOB ? value_blob(cstr(letters[v])) : value_int(v - 3);
}

static struct row
some_row(void)
{
	struct row r = { true, (int)chance(8) == 0, (int)chance(UNITS), { (int)chance(chance(2) ? 2 : 6), (int)chance(6) - 1, (int)chance(9) - 1,
		(int)chance(5) - 1, (int)chance(8) - 1, chance(60) == 0 ? (int)chance(8) : -1, (int)chance(4) - 1 } };

	if (chance(3) > 0)
		r.v[DUE] = r.v[STATE];		/* they go together */
	return r;
}

static void
put_row(int64_t seq, int64_t key, const struct row *r)
{
	struct value v[COLUMNS];
	bool beside = supports[key] >= 0 && supports[key] != r->unit;
	struct table_row row = { key, ledgers[r->ledger], cstr(units[r->unit]), beside ? arena_printf(arena, "|%s|", units[supports[key]]) : STR(""),
		{ v, COLUMNS } };

	for (size_t i = 0; i < COLUMNS; i++)
		v[i] = value_of(i, r->v[i]);
	must(table_put(s, &made, seq, &row, &why));
	must(store_do(s, RECORD_PUT, VALUES(value_int(key), value_int(row.ledger), value_text(STR("kind")), value_null(), value_text(row.path)), &why));
	rows_now[key] = *r;
}

static void
give_parts(int64_t key)
{
	unsigned char who[ID_SIZE];

	supports[key] = chance(4) == 0 ? (int)chance(UNITS) : -1;
	id_of(who, 900);
	if (supports[key] >= 0)
		must(store_do(s, PARTY_ADD, VALUES(value_int(key), value_text(STR("support")), value_id(who),
		    value_text(cstr(units[supports[key]])), value_int(1)), &why));
	for (unsigned i = 0; i < 3; i++) {
		takes[key][i] = chance(i == 0 ? 2 : i == 1 ? 40 : 2000) == 0;
		id_of(who, 1000 + i);
		if (takes[key][i])
			must(store_do(s, PARTY_ADD, VALUES(value_int(key), value_text(STR("person")), value_id(who), value_null(), value_int(1)), &why));
	}
}

static void
change_some(int64_t seq)
{
	int64_t key = seq <= RECORDS ? seq : 1 + chance(RECORDS);
	struct row r = some_row();

	if (seq > RECORDS && chance(20) == 0) {
		must(table_end(s, &made, seq, key, &why));
		rows_now[key].there = false;
		return;
	}
	if (rows_now[key].there && chance(2) == 0) {
		r.ledger = rows_now[key].ledger;
		r.unit = rows_now[key].unit;
	}
	put_row(seq, key, &r);
}

static void
make(void)
{
	unsigned char id[ID_SIZE];
	bool fresh;

	must(store_begin(s, &why));
	for (unsigned i = 0; i < 2; i++) {
		id_of(id, 100 + i);
		must(ledger_number(s, id, STR("sha256"), &ledgers[i], &why));
	}
	for (unsigned i = 1; i <= RECORDS; i++) {
		int64_t number;

		id_of(id, 5000 + i);
		must(identity_number(s, id, &number, &why));
		assert_int_equal(number, i);
		give_parts(i);
	}
	must(table_write(arena, &shape, &made, &why));
	must(table_make(s, &made, &fresh, &why));
	for (int64_t seq = 1; seq <= RECORDS + CHANGES; seq++) {
		must(store_do(s, DAY_PUT, VALUES(value_int(100 + 2 * (seq / DAY_SEQS)), value_int(seq)), &why));
		change_some(seq);
		if (seq % DAY_SEQS == DAY_SEQS - 1)
			memcpy(moments[seq / DAY_SEQS], rows_now, sizeof rows_now);
	}
	must(table_tend(s, &made, RECORDS, &why));
	assert_int_equal(tell(s, "SELECT paired FROM made WHERE name = 't_kind'"), 0);	/* it is not that large */
	must(table_tend(s, &made, RECORDS / 2, &why));
	assert_int_equal(tell(s, "SELECT paired FROM made WHERE name = 't_kind'"), COLUMNS);
	must(table_tend(s, &made, RECORDS / 2, &why));		/* and nothing is left to be done */
	must(store_commit(s, &why));
}

static int
begin(void **unused)
{
	(void)unused;
	place_make(&place);
	must(store_create(place.path, &why));
	must(store_open(&s, place.path, STORE_WRITE, &why));
	arena = arena_new(0);
	if (arena_try(arena))
		return -1;
	make();
	return 0;
}

static int
end(void **unused)
{
	(void)unused;
	store_close(s);
	arena_free(arena);
	place_remove(&place);
	return 0;
}

/* ---- eyes ---- */

#define PARTS_MOST SCOPE_MOST

struct eyes {
	struct scope_part parts[PARTS_MOST];
	struct scope scope;
	int person[PARTS_MOST];
};

static struct str
end_of(struct str path, bool alone)
{
	return arena_printf(arena, "%.*s%s", STR_ARG(path), alone ? " " : "~");
}

static struct scope_part
some_part(int *person)
{
	struct scope_part p = { .ledger = chance(4) == 0 ? ledgers[chance(2)] : 0 };
	static unsigned char who[3][ID_SIZE];

	*person = -1;
	if (chance(8) == 0)
		return p;
	p.takes_part = chance(3) == 0;
	if (p.takes_part && chance(2) == 0) {
		*person = (int)chance(3);
		id_of(who[*person], 1000 + (unsigned)*person);
		p.who = who[*person];
		return p;
	}
	p.from = cstr(units[chance(UNITS)]);
	p.to = end_of(p.from, chance(6) == 0);
	return p;
}

/* One that shows few rows. */
static struct scope_part
rare_part(int *person)
{
	static unsigned char who[ID_SIZE];

	*person = -1;
	if (chance(2) == 0) {
		*person = 2;
		id_of(who, 1002);
		return (struct scope_part){ .takes_part = true, .who = who };
	}
	return (struct scope_part){ .from = STR("0002000Z"), .to = STR("0002000Z~"), .ledger = ledgers[1] };
}

/* Of one unit, as a role there shows it: what is below it, what it takes part in, and what one does oneself. */
static void
eyes_of_unit(struct eyes *e)
{
	static unsigned char who[ID_SIZE];
	size_t n = 2 + chance(2);

	id_of(who, 1000 + chance(3));
	e->parts[0] = (struct scope_part){ .from = cstr(units[chance(UNITS)]) };
	e->parts[0].to = end_of(e->parts[0].from, false);
	e->parts[1] = e->parts[0];
	e->parts[1].takes_part = true;
	e->parts[2] = (struct scope_part){ .takes_part = true, .who = who };
	e->person[0] = e->person[1] = -1;
	e->person[2] = (int)(who[0] | who[1] << 8) - 1000;
	e->scope = (struct scope){ e->parts, n };
}

static void
some_eyes(struct eyes *e)
{
	size_t n = chance(12) == 0 ? PARTS_MOST : chance(5);
	bool rare = chance(2) == 0;

	if (chance(3) == 0) {
		eyes_of_unit(e);
		return;
	}
	for (size_t i = 0; i < n; i++)
		e->parts[i] = rare ? rare_part(&e->person[i]) : some_part(&e->person[i]);
	e->scope = (struct scope){ e->parts, n };
}

static bool
part_sees(const struct eyes *e, size_t i, int64_t key, const struct row *r)
{
	const struct scope_part *p = &e->parts[i];

	if (p->ledger != 0 && p->ledger != ledgers[r->ledger])
		return false;
	if (!p->takes_part)
		return below(r->unit, p->from, p->to);
	return e->person[i] >= 0 ? takes[key][e->person[i]] : supports[key] >= 0 && below(supports[key], p->from, p->to);
}

static bool
sees(const struct eyes *e, int64_t key, const struct row *r)
{
	bool seen = false;

	for (size_t i = 0; i < e->scope.n && !seen; i++)
		seen = part_sees(e, i, key, r);
	return seen;
}

/* ---- the model ---- */

struct asked {
	struct eyes eyes;
	struct table_filter filters[3];
	int values[3];
	struct table_query q;
	const struct row *rows;		/* of that time */
};

static bool
holds(const struct table_filter *f, int want, int v)
{
	switch (f->test) {
	case TEST_IS:		return v >= 0 && v == want;
	case TEST_BELOW:	return v >= 0 && v < want;
	case TEST_MOST:		return v >= 0 && v <= want;
	case TEST_LEAST:	return v >= 0 && v >= want;
	case TEST_ABOVE:	return v >= 0 && v > want;
	case TEST_ABSENT:	return v < 0;
	default:		return v >= 0;
	}
}

static bool
matches(const struct asked *a, int64_t key)
{
	const struct row *r = &a->rows[key];
	bool good = r->there && (a->q.ledger == 0 || a->q.ledger == ledgers[r->ledger]) && below(r->unit, a->q.from, a->q.to) &&
	    (a->q.scope == NULL || sees(&a->eyes, key, r));

	for (size_t i = 0; i < a->q.nfilters && good; i++)
		good = holds(&a->filters[i], a->values[i], r->v[a->filters[i].column]);
	return good;
}

static const struct asked *sorting;

static int
compare_keys(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
	int way = sorting->q.descending ? -1 : 1, by = 0;

	if (sorting->q.order != TABLE_KEY) {
		int va = sorting->rows[a].v[sorting->q.order], vb = sorting->rows[b].v[sorting->q.order];

		if ((va < 0) != (vb < 0))
			return va < 0 ? 1 : -1;
		by = va - vb;
	}
	return way * (by != 0 ? by : (a > b) - (a < b));
}

static size_t
expected(const struct asked *a, int64_t keys[RECORDS])
{
	size_t n = 0;

	for (int64_t key = 1; key <= RECORDS; key++)
		if (matches(a, key))
			keys[n++] = key;
	sorting = a;
	qsort(keys, n, sizeof keys[0], compare_keys);
	return n;
}

/* ---- pages ---- */

static void
some_time(struct asked *a)
{
	unsigned moment = chance(MOMENTS);

	a->q.seq = SEQ_NOW;
	a->rows = rows_now;
	if (chance(4) > 0)
		return;
	a->q.seq = (int64_t)moment * DAY_SEQS + DAY_SEQS - 1;
	a->rows = moments[moment];
}

static void
some_query(struct asked *a)
{
	*a = (struct asked){ .q.order = chance(7) == 0 ? TABLE_KEY : chance(COLUMNS) };
	some_time(a);
	some_eyes(&a->eyes);
	a->q.scope = chance(3) == 0 ? NULL : &a->eyes.scope;
	a->q.ledger = chance(2) == 0 ? 0 : ledgers[chance(2)];
	if (chance(4) == 0) {
		a->q.from = cstr(units[chance(UNITS)]);
		a->q.to = end_of(a->q.from, false);
	}
	a->q.nfilters = chance(4);
	a->q.filters = a->filters;
	for (size_t i = 0; i < a->q.nfilters; i++) {
		a->filters[i] = (struct table_filter){ chance(COLUMNS), (enum table_test)chance(TABLE_TEST_COUNT), { 0 } };
		a->values[i] = (int)chance(6);
		a->filters[i].value = value_of(a->filters[i].column, a->values[i]);
	}
	a->q.descending = chance(2) == 0;
	a->q.limit = 1 + chance(chance(2) ? 20 : 400);
}

/* The next page is what stands next in the model; how many it holds. */
static size_t
compare_page(const struct asked *a, const int64_t *keys, size_t n)
{
	struct rows rows;
	size_t got = 0;

	table_page(s, &made, &a->q, &rows);
	for (; rows_next(&rows); got++) {
		if (got >= n || rows_int(&rows, LIST_KEY) != keys[got])
			fail_msg("row %zu: %lld", got, (long long)rows_int(&rows, LIST_KEY));
		assert_str(rows_text(&rows, LIST_ROW + TABLE_PATH), units[a->rows[keys[got]].unit]);
	}
	must(rows_end(&rows, &why));
	assert_int_equal(got, n < a->q.limit ? n : a->q.limit);
	return got;
}

static void
go_behind(struct asked *a, int64_t key)
{
	a->q.behind = true;
	a->q.last_key = key;
	if (a->q.order != TABLE_KEY)
		a->q.last = value_of(a->q.order, a->rows[key].v[a->q.order]);
}

static void
pages_are_the_model(void **unused)
{
	static int64_t keys[RECORDS];

	(void)unused;
	for (int i = 0; i < QUERIES; i++) {
		struct asked a;
		size_t n, at = 0, got;

		some_query(&a);
		n = expected(&a, keys);
		for (int page = 0; page < 12; page++) {
			got = compare_page(&a, keys + at, n - at);
			at += got;
			if (got == 0 || at == n)
				break;
			if (page % 4 == 3)
				at += chance((unsigned)(n - at));	/* any row can be the last that was seen */
			go_behind(&a, keys[at - 1]);
		}
	}
}

/* ---- counts ---- */

static void
compare_counts(const struct asked *a, size_t column)
{
	int64_t count[8] = { 0 };
	struct rows rows;
	int last = -1;

	for (int64_t key = 1; key <= RECORDS; key++)
		if (matches(a, key))
			count[a->rows[key].v[column] + 1]++;
	table_count(s, &made, &a->q, column, &rows);
	while (rows_next(&rows)) {
		int v = rows_null(&rows, 0) ? -1 : rows_text(&rows, 0).p[0] - 'a';

		assert_true((v < 0 ? 8 : v) > last);
		last = v < 0 ? 8 : v;
		assert_int_equal(rows_int(&rows, 1), count[v + 1]);
		count[v + 1] = 0;
	}
	must(rows_end(&rows, &why));
	for (int i = 0; i < 8; i++)
		assert_int_equal(count[i], 0);
}

static void
counts_are_the_model(void **unused)
{
	(void)unused;
	for (int i = 0; i < COUNTS; i++) {
		struct asked a;

		some_query(&a);
		if (chance(5) > 0)
			a.q.nfilters = 0;
		if (chance(3) > 0)
			a.q.ledger = ledgers[chance(2)];
		if (chance(2) == 0)
			a.q.from = a.q.to = (struct str){ NULL, 0 };
		compare_counts(&a, chance(2) == 0 ? STATE : LAMP);
	}
}

/* In the middle of a day no tally tells how many there were. */
static void
counts_within_a_day(void **unused)
{
	int64_t count = 0, want = tell(s, "SELECT count(*) FROM t_kind WHERE ledger = 1 AND valid_from <= 7000 AND valid_to > 7000");
	const struct table_query q = { .ledger = ledgers[0], .seq = 7000 };
	struct rows rows;

	(void)unused;
	assert_int_equal(ledgers[0], 1);
	table_count(s, &made, &q, STATE, &rows);
	while (rows_next(&rows))
		count += rows_int(&rows, 1);
	must(rows_end(&rows, &why));
	assert_int_equal(count, want);
}

/* ---- counts that are gathered ---- */

#define MORE 600

static void
put_dump(struct buf *out, const char *sql)
{
	struct rows rows;

	store_ask_text(s, cstr(sql), NULL, NO_VALUES, &rows);
	while (rows_next(&rows))
		buf_printf(out, "%.*s\n", STR_ARG(rows_text(&rows, 0)));
	must(rows_end(&rows, &why));
}

/* Changes over some days, with a unit that moves and states that change places; what is counted behind them, to the row's number. */
static struct buf
counted_behind(bool gathered)
{
	static struct row kept[RECORDS + 1];
	static const struct exchange swap[] = { { STR("a"), STR("b") }, { STR("b"), STR("a") } };
	struct asked all = { .q = { .ledger = ledgers[0], .seq = SEQ_NOW }, .rows = rows_now };
	int64_t first = RECORDS + CHANGES + 1;
	uint64_t chance_was = state;
	struct buf out = { 0 };

	memcpy(kept, rows_now, sizeof kept);
	must(store_begin(s, &why));
	if (gathered)
		must(tally_gather(s, &why));
	for (int64_t seq = first; seq < first + MORE; seq++) {
		must(store_do(s, DAY_PUT, VALUES(value_int(9000 + (seq - first) / 150), value_int(seq)), &why));
		if (seq == first + 400)
			must(table_exchange(s, &made, seq, ledgers[0], STATE, swap, 2, &why));
		else
			change_some(seq);
		if (seq == first + 100)
			compare_counts(&all, STATE);		/* while some are held back */
		if (seq == first + 200)
			must(tables_repath(s, STR("00010003"), STR("00020003"), &why));
	}
	if (gathered)
		must(tally_gathered(s, OK, &why));
	put_dump(&out, "SELECT id || ' ' || ledger || path || one || two || count FROM tally ORDER BY id");
	put_dump(&out, "SELECT tally || ' ' || day || ' ' || count FROM tally_day ORDER BY tally, day");
	put_dump(&out, "SELECT ledger || path || one || two || count FROM tally_part ORDER BY 1");
	store_rollback(s);
	memcpy(rows_now, kept, sizeof kept);
	state = chance_was;
	return out;
}

static void
gathered_are_the_same(void **unused)
{
	struct buf one_by_one = counted_behind(false), gathered = counted_behind(true);

	(void)unused;
	assert_true(one_by_one.n > 1000);
	assert_int_equal(one_by_one.n, gathered.n);
	assert_memory_equal(one_by_one.p, gathered.p, gathered.n);
	buf_free(&one_by_one);
	buf_free(&gathered);
}

/* ---- indexes ---- */

static struct scope_part whole[] = { { .ledger = 0 } }, few[] = { { .takes_part = true } };

/* i_kind_0: keys, 1: paths, from 2 on the columns; j_kind_FIRST_SECOND: two columns. */
static const struct {
	size_t order;
	int column, test, value;
	const struct scope_part *who;
	bool descending, behind;
	int last;
	const char *by;
	bool sorted;
} plans[] = {
	{ TABLE_KEY, -1, 0, 0, whole, false, false, 0, "i_kind_0", false },
	{ TABLE_KEY, -1, 0, 0, whole, true, true, 0, "i_kind_0 (key<?", false },
	{ DUE, -1, 0, 0, whole, false, false, 0, "i_kind_4", false },
	{ DUE, -1, 0, 0, whole, false, true, 3, "i_kind_4 ((c_due,key)>(?,?))", false },
	{ DUE, DUE, TEST_IS, 3, whole, false, true, 3, "i_kind_4 (c_due=? AND key>?)", false },		/* all the same: by keys */
	{ DUE, STATE, TEST_LEAST, 1, whole, false, false, 0, "i_kind_4", false },		/* many */
	{ DUE, STATE, TEST_LEAST, 1, NULL, true, false, 0, "i_kind_4", false },
	{ DUE, RARE, TEST_IS, 2, whole, false, false, 0, "i_kind_7 (c_rare=?", true },	/* few */
	{ DUE, RARE, TEST_PRESENT, 0, whole, true, true, 3, "i_kind_7 (c_rare>?", true },
	{ TABLE_KEY, STATE, TEST_IS, 0, whole, false, false, 0, "i_kind_2 (c_state=?", false },	/* in the order of keys */
	{ TABLE_KEY, STATE, TEST_IS, 0, whole, true, true, 0, "i_kind_2 (c_state=? AND key<?", false },
	{ TABLE_KEY, LAMP, TEST_ABSENT, 0, NULL, false, false, 0, "i_kind_3 (c_lamp=?", false },
	{ DUE, -1, 0, 0, few, false, false, 0, "i_kind_0 (key=?", true },
	{ STATE, NOTE, TEST_IS, 1, whole, false, false, 0, "i_kind_2", false },		/* without an index */
	{ STATE, LAMP, TEST_IS, 1, whole, false, false, 0, "j_kind_0_1 (c_state=? AND c_lamp=?)", false },	/* columns of few values */
	{ STATE, LAMP, TEST_IS, 1, whole, true, true, 2, "j_kind_0_1 (c_state=? AND c_lamp=? AND key<?)", false },
	{ STATE, LAMP, TEST_IS, 1, whole, true, true, 2, "j_kind_0_1 (c_state=? AND c_lamp=?)", false },
	{ LAMP, CLASS, TEST_ABSENT, 0, NULL, true, false, 0, "j_kind_1_6 (c_lamp=? AND c_class=?)", false },
	{ LAMP, STATE, TEST_IS, 0, NULL, true, false, 0, "j_kind_0_1 (c_state=?", false },
	{ DUE, STATE, TEST_IS, 1, whole, true, false, 0, "j_kind_0_2 (c_state=?", false },
};

static void
indexes_serve(void **unused)
{
	static unsigned char who[ID_SIZE];

	(void)unused;
	id_of(who, 1002);
	few[0].who = who;
	for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++) {
		const struct scope scope = { plans[i].who, 1 };
		const struct table_filter f = { (size_t)plans[i].column, (enum table_test)plans[i].test,
			plans[i].column < 0 ? value_null() : value_of((size_t)plans[i].column, plans[i].value) };
		struct table_query q = { .scope = plans[i].who == NULL ? NULL : &scope, .seq = SEQ_NOW, .filters = &f, .nfilters = plans[i].column >= 0,
			.order = plans[i].order, .descending = plans[i].descending, .behind = plans[i].behind, .last_key = 9, .limit = 50 };
		struct buf told = { 0 };
		struct rows rows;
		struct str plan;

		if (q.behind && q.order != TABLE_KEY)
			q.last = value_of(q.order, plans[i].last);
		table_page_plan(s, &made, &q, &rows);
		while (rows_next(&rows))
			buf_printf(&told, "%.*s\n", STR_ARG(rows_text(&rows, 3)));
		must(rows_end(&rows, &why));
		plan = (struct str){ told.p, told.n };
		if (!str_has(plan, cstr(plans[i].by)) || (!str_has(plan, STR("COMPOUND QUERY")) && str_has(plan, STR("TEMP B-TREE")) != plans[i].sorted))
			fail_msg("%zu: %.*s", i, STR_ARG(plan));
		buf_free(&told);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_are_the_model),
		cmocka_unit_test(counts_are_the_model),
		cmocka_unit_test(counts_within_a_day),
		cmocka_unit_test(gathered_are_the_same),
		cmocka_unit_test(indexes_serve),
	};

	places_in_memory();
	return cmocka_run_group_tests(tests, begin, end);
}
