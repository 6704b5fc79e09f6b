/* Tables made from descriptions: names, types, what was true when, and for whom. */
#include "base/err.h"
#include "test.h"

#include "store.h"

#include "store/table.h"

#define RECORDS 20
#define SEQS 600

static struct place place;
static struct store *s;
static struct arena *arena;

static int
begin(void **state)
{
	(void)state;
	place_make(&place);
	must(store_create(place.path, &why));
	must(store_open(&s, place.path, STORE_WRITE, &why));
	arena = arena_new(0);
	return arena_try(arena) ? -1 : 0;
}

static int
end(void **state)
{
	(void)state;
	store_close(s);
	arena_free(arena);
	place_remove(&place);
	return 0;
}

/* ---- names ---- */

static const struct { const char *table, *column; bool good; } names[] = {
	{ "finding", "title", true },
	{ "select", "order", true },		/* words of SQL */
	{ "x_c_b", "path", true },		/* names that run into each other */
	{ "x_c", "b_c", true },
	{ "x_path", "a", true },
	{ "x_0", "a", true },
	{ "x", "valid_to", true },		/* a name that each table has of its own */
	{ "a2345678901234567890123456789012345678901234567z", "a", true },
	{ "a23456789012345678901234567890123456789012345678z", "a", false },
	{ "", "a", false },
	{ "a", "", false },
	{ "a", "b c", false },
	{ "a", "b\"", false },
	{ "a", "b;drop table event", false },
	{ "a", "B", false },
	{ "a", "1b", false },
	{ "a", "_b", false },
	{ "a", "整改", false },
	{ "a b", "b", false },
	{ "a\"", "b", false },
	{ "A", "b", false },
	{ "问题", "b", false },
};

static void
only_good_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct table_column column = { .name = cstr(names[i].column), .indexed = true };
		struct table_shape shape = { cstr(names[i].table), &column, 1 };
		struct store_table t;
		bool fresh;
		enum err err = table_write(arena, &shape, &t, NULL);

		if (err != (names[i].good ? OK : E_INTERNAL))
			fail_msg("%s.%s: %s", names[i].table, names[i].column, err_name(err));
		if (err == OK)
			must(table_make(s, &t, &fresh, &why));
	}
}

static void
columns_of_one_name(void **state)
{
	struct table_column columns[] = { { .name = STR("a") }, { .name = STR("a") } };
	struct store_table t;

	(void)state;
	assert_int_equal(table_write(arena, &(struct table_shape){ STR("x"), columns, 2 }, &t, NULL), E_INTERNAL);
}

/* ---- making ---- */

static void
made_and_dropped(void **state)
{
	struct table_column columns[] = { { .name = STR("a"), .indexed = true }, { .name = STR("b"), .type = COLUMN_INT } };
	struct store_table one, two, same;
	bool fresh;

	(void)state;
	must(table_write(arena, &(struct table_shape){ STR("x"), columns, 1 }, &one, &why));
	must(table_write(arena, &(struct table_shape){ STR("x"), columns, 1 }, &same, &why));
	must(table_write(arena, &(struct table_shape){ STR("x"), columns, 2 }, &two, &why));
	must(table_make(s, &one, &fresh, &why));
	assert_true(fresh);
	must(table_make(s, &same, &fresh, &why));
	assert_false(fresh);
	must(table_make(s, &two, &fresh, &why));
	assert_true(fresh);
	assert_int_equal(tell(s, "SELECT count(*) FROM pragma_table_info('t_x')"), 6 + 2);
	must(tables_drop(s, &why));
	assert_int_equal(tell(s, "SELECT count(*) FROM sqlite_master WHERE name LIKE 't\\_x%' ESCAPE '\\'"), 0);
	assert_int_equal(tell(s, "SELECT count(*) FROM made"), 0);
	must(table_make(s, &one, &fresh, &why));
	assert_true(fresh);
}

/* ---- values ---- */

static const struct table_column all_types[] = {
	{ STR("text"), COLUMN_TEXT, true, false, PAIR_NONE, false },
	{ STR("number"), COLUMN_INT, true, true, PAIR_NONE, false },
	{ STR("share"), COLUMN_REAL, false, true, PAIR_NONE, false },
	{ STR("bytes"), COLUMN_BLOB, false, true, PAIR_NONE, false },
	{ STR("due"), COLUMN_DAY, true, true, PAIR_NONE, false },
};

static struct store_table made;
static int64_t ledgers[2];

static void
make_all_types(void)
{
	unsigned char id[ID_SIZE];
	bool fresh;

	must(table_write(arena, &(struct table_shape){ STR("kind"), all_types, 5 }, &made, &why));
	must(table_make(s, &made, &fresh, &why));
	for (unsigned i = 0; i < 2; i++) {
		id_of(id, 100 + i);
		must(ledger_number(s, id, STR("sha256"), &ledgers[i], &why));
	}
	for (unsigned i = 0; i < RECORDS; i++) {
		int64_t number;

		id_of(id, i);
		must(identity_number(s, id, &number, &why));
		assert_int_equal(number, i + 1);
	}
}

#define ROW(key, number) \
	(&(struct table_row){ key, ledgers[(number) % 2], (number) % 3 == 0 ? STR("0101") : STR("0202"), STR(""), \
	    VALUES(value_text(STR("文")), value_int(number), value_null(), value_null(), value_null()) })

static void
types_are_held(void **state)
{
	struct rows rows;
	struct table_row row;

	(void)state;
	make_all_types();
	row = (struct table_row){ 1, ledgers[0], STR("01"), STR(""),
		VALUES(value_text(STR("整改")), value_int(-5), value_real(0.25), value_blob(STR("\xFF")), value_int(20000)) };
	must(table_put(s, &made, 7, &row, &why));
	table_ask(s, &made, NULL, 1, SEQ_NOW, &rows);
	assert_true(rows_next(&rows));
	assert_int_equal(rows_int(&rows, TABLE_VALID_FROM), 7);
	assert_int_equal(rows_int(&rows, TABLE_VALID_TO), SEQ_NOW);
	assert_int_equal(rows_int(&rows, TABLE_LEDGER), ledgers[0]);
	assert_str(rows_text(&rows, TABLE_PATH), "01");
	assert_str(rows_text(&rows, TABLE_OWN), "整改");
	assert_int_equal(rows_int(&rows, TABLE_OWN + 1), -5);
	assert_true(rows_real(&rows, TABLE_OWN + 2) == 0.25);
	assert_str(rows_blob(&rows, TABLE_OWN + 3), "\xFF");
	assert_int_equal(rows_int(&rows, TABLE_OWN + 4), 20000);
	assert_false(rows_next(&rows));
	must(rows_end(&rows, &why));

	row.columns = VALUES(value_null(), value_null(), value_null(), value_null(), value_null());
	assert_int_equal(table_put(s, &made, 8, &row, NULL), E_INTERNAL);	/* text is not nullable */
	row.columns = VALUES(value_text(STR("a")), value_text(STR("b")), value_null(), value_null(), value_null());
	assert_int_equal(table_put(s, &made, 8, &row, NULL), E_INTERNAL);	/* no number */
	row.columns = VALUES(value_text(STR("a")));
	assert_int_equal(table_put(s, &made, 8, &row, NULL), E_INTERNAL);	/* too few */
}

/* ---- what was true when ---- */

static int64_t
read_number(int64_t key, int64_t seq, const struct scope *scope)
{
	struct rows rows;
	int64_t n = 0;

	table_ask(s, &made, scope, key, seq, &rows);
	if (rows_next(&rows))
		n = rows_int(&rows, TABLE_OWN + 1);
	assert_false(rows_next(&rows));
	must(rows_end(&rows, &why));
	return n;
}

/* Against an array that keeps everything: puts and ends by chance, some twice at one seq. */
static void
as_of_any_seq(void **state)
{
	static int64_t model[SEQS + 1][RECORDS + 1];
	unsigned chance = 1;

	(void)state;
	make_all_types();
	must(store_begin(s, &why));
	for (int64_t seq = 1; seq <= SEQS; seq++) {
		memcpy(model[seq], model[seq - 1], sizeof model[seq]);
		for (int again = 0; again < 2; again++) {
			int64_t key;

			chance = chance * 1103515245 + 12345;
			key = 1 + (chance >> 16) % RECORDS;
			if ((chance >> 24) % 4 == 0) {
				model[seq][key] = 0;
				must(table_end(s, &made, seq, key, &why));
			} else {
				model[seq][key] = 1000 * seq + again;
				must(table_put(s, &made, seq, ROW(key, 1000 * seq + again), &why));
			}
		}
	}
	must(store_commit(s, &why));
	for (int64_t seq = 1; seq <= SEQS; seq++)
		for (int64_t key = 1; key <= RECORDS; key++)
			assert_int_equal(read_number(key, seq, NULL), model[seq][key]);
	for (int64_t key = 1; key <= RECORDS; key++)
		assert_int_equal(read_number(key, SEQ_NOW, NULL), model[SEQS][key]);
	assert_int_equal(tell(s, "SELECT count(*) FROM t_kind WHERE valid_from >= valid_to"), 0);
}

static void
for_whom(void **state)
{
	struct scope_part parts[] = { { .ledger = 1 }, { .ledger = 1, .from = STR("01"), .to = STR("02") },
		{ .from = STR("02"), .to = STR("03") } };

	(void)state;
	make_all_types();
	must(table_put(s, &made, 1, ROW(1, 6), &why));	/* of the first ledger, below 01 */
	must(table_put(s, &made, 1, ROW(2, 7), &why));	/* of the second, below 02 */
	for (int now = 0; now < 2; now++) {
		int64_t seq = now ? SEQ_NOW : 5;

		assert_int_equal(read_number(1, seq, &scope_all), 6);
		assert_int_equal(read_number(2, seq, &scope_all), 7);
		assert_int_equal(read_number(1, seq, &(struct scope){ NULL, 0 }), 0);
		assert_int_equal(read_number(1, seq, &(struct scope){ &parts[0], 1 }), 6);
		assert_int_equal(read_number(2, seq, &(struct scope){ &parts[0], 1 }), 0);
		assert_int_equal(read_number(1, seq, &(struct scope){ &parts[1], 1 }), 6);
		assert_int_equal(read_number(1, seq, &(struct scope){ &parts[2], 1 }), 0);
		assert_int_equal(read_number(2, seq, &(struct scope){ &parts[1], 2 }), 7);
	}
}

/* Lists of current rows go by an index, whatever is filtered; so does one record. */
static void
indexes_serve(void **state)
{
	static const char *const queries[] = {
		"SELECT * FROM t_kind WHERE valid_to = 9223372036854775807 AND c_due BETWEEN 1 AND 2",
		"SELECT * FROM t_kind WHERE valid_to = 9223372036854775807 AND path >= '01' AND path < '02'",
		"SELECT * FROM t_kind WHERE key = 1 AND valid_to = 9223372036854775807",
		"SELECT * FROM t_kind WHERE key = 1 AND valid_from <= 3 AND valid_to > 3",
	};

	(void)state;
	make_all_types();
	for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
		char sql[200];
		struct rows rows;

		snprintf(sql, sizeof sql, "EXPLAIN QUERY PLAN %s", queries[i]);
		store_ask_text(s, cstr(sql), NULL, NO_VALUES, &rows);
		assert_true(rows_next(&rows));
		if (!str_has(rows_text(&rows, 3), STR("USING INDEX")))
			fail_msg("%s: %.*s", queries[i], STR_ARG(rows_text(&rows, 3)));
		must(rows_end(&rows, &why));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(only_good_names, begin, end),
		cmocka_unit_test_setup_teardown(columns_of_one_name, begin, end),
		cmocka_unit_test_setup_teardown(made_and_dropped, begin, end),
		cmocka_unit_test_setup_teardown(types_are_held, begin, end),
		cmocka_unit_test_setup_teardown(as_of_any_seq, begin, end),
		cmocka_unit_test_setup_teardown(for_whom, begin, end),
		cmocka_unit_test_setup_teardown(indexes_serve, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
