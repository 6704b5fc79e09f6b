#include "test.h"

#include "china.h"
#include "ledger/cadence.h"

#define LENGTH(a) (sizeof(a) / sizeof (a)[0])

/* Written down from a wall calendar with ISO weeks. */
static void
turn_that_holds_a_day(void **state)
{
	static const struct {
		enum period period;
		const char *day, *first, *last;
		int year, index;
		const char *zh, *en;
	} rows[] = {
		{ PERIOD_DAY, "2026-11-22", "2026-11-22", "2026-11-22", 2026, 326, "2026年11月22日", "22 November 2026" },
		{ PERIOD_WORKDAY, "2024-12-31", "2024-12-31", "2024-12-31", 2024, 366, "2024年12月31日", "31 December 2024" },
		{ PERIOD_WEEK, "2026-11-22", "2026-11-16", "2026-11-22", 2026, 47, "2026年第47周", "week 47 of 2026" },
		{ PERIOD_WEEK, "2027-01-03", "2026-12-28", "2027-01-03", 2026, 53, "2026年第53周", "week 53 of 2026" },
		{ PERIOD_WEEK, "2024-12-30", "2024-12-30", "2025-01-05", 2025, 1, "2025年第1周", "week 1 of 2025" },
		{ PERIOD_WEEK, "2023-01-01", "2022-12-26", "2023-01-01", 2022, 52, "2022年第52周", "week 52 of 2022" },
		{ PERIOD_WEEK, "1900-01-01", "1900-01-01", "1900-01-07", 1900, 1, "1900年第1周", "week 1 of 1900" },
		{ PERIOD_TENDAY, "2026-11-10", "2026-11-01", "2026-11-10", 2026, 31, "2026年11月上旬", "early November 2026" },
		{ PERIOD_TENDAY, "2026-11-11", "2026-11-11", "2026-11-20", 2026, 32, "2026年11月中旬", "mid November 2026" },
		{ PERIOD_TENDAY, "2026-11-30", "2026-11-21", "2026-11-30", 2026, 33, "2026年11月下旬", "late November 2026" },
		{ PERIOD_TENDAY, "2027-02-21", "2027-02-21", "2027-02-28", 2027, 6, "2027年2月下旬", "late February 2027" },
		{ PERIOD_TENDAY, "2028-02-29", "2028-02-21", "2028-02-29", 2028, 6, "2028年2月下旬", "late February 2028" },
		{ PERIOD_TENDAY, "2026-12-31", "2026-12-21", "2026-12-31", 2026, 36, "2026年12月下旬", "late December 2026" },
		{ PERIOD_MONTH, "2028-02-10", "2028-02-01", "2028-02-29", 2028, 2, "2028年2月", "February 2028" },
		{ PERIOD_QUARTER, "2026-12-31", "2026-10-01", "2026-12-31", 2026, 4, "2026年第四季度", "Q4 2026" },
		{ PERIOD_QUARTER, "2026-04-01", "2026-04-01", "2026-06-30", 2026, 2, "2026年第二季度", "Q2 2026" },
		{ PERIOD_HALF, "2026-06-30", "2026-01-01", "2026-06-30", 2026, 1, "2026年上半年", "H1 2026" },
		{ PERIOD_HALF, "2026-07-01", "2026-07-01", "2026-12-31", 2026, 2, "2026年下半年", "H2 2026" },
		{ PERIOD_YEAR, "2026-07-01", "2026-01-01", "2026-12-31", 2026, 1, "2026年", "2026" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct turn t = turn_of(rows[i].period, day_read(rows[i].day));
		char name[TURN_NAME];

		assert_day(t.first, day_read(rows[i].first));
		assert_day(t.last, day_read(rows[i].last));
		assert_int_equal(t.year, rows[i].year);
		assert_int_equal(t.index, rows[i].index);
		assert_int_equal(turn_print(name, t, LANG_ZH), strlen(rows[i].zh));
		assert_string_equal(name, rows[i].zh);
		assert_int_equal(turn_print(name, t, LANG_EN), strlen(rows[i].en));
		assert_string_equal(name, rows[i].en);
	}
}

/* Every day lies in one turn, turns follow without gap, and going on by n is going on n times. */
static void
no_gap(void **state)
{
	(void)state;
	for (int p = 0; p < PERIOD_COUNT; p++) {
		struct turn t = turn_of((enum period)p, day_read("1900-01-01")), start = t;
		int n = 0;

		for (int32_t day = DAY_FIRST; day <= DAY_LAST; day++) {
			if (day > t.last) {
				struct turn next = turn_later(t, 1);

				if (next.first == DAY_NONE)
					break;	/* the last week runs into 2200 */
				assert_int_equal(next.first, t.last + 1);
				assert_int_equal(next.number, t.number + 1);
				t = next;
				n++;
			}
			assert_int_equal(turn_of((enum period)p, day).number, t.number);
		}
		assert_day(turn_later(start, n).first, t.first);
		assert_day(turn_later(t, -n).first, start.first);
		assert_day(turn_later(t, 1).first, DAY_NONE);
		assert_day(turn_later(start, -1).first, DAY_NONE);
	}
}

static void
out_of_the_years(void **state)
{
	struct turn none = turn_of(PERIOD_MONTH, DAY_NONE);
	char name[TURN_NAME] = "kept";

	(void)state;
	assert_day(none.first, DAY_NONE);
	assert_day(turn_later(none, 5).first, DAY_NONE);
	assert_int_equal(turn_print(name, none, LANG_ZH), 0);
	assert_string_equal(name, "");
	assert_day(turn_of(PERIOD_WEEK, DAY_LAST).first, DAY_NONE);
	for (int p = 0; p < PERIOD_COUNT; p++) {
		struct turn t = turn_of((enum period)p, 0);

		assert_day(turn_later(t, INT32_MAX).first, DAY_NONE);
		assert_day(turn_later(t, INT32_MIN).first, DAY_NONE);
		assert_day(turn_later(t, 36 * 65536).first, DAY_NONE);	/* a year in 16 bits goes round */
	}
	assert_day(cadence_due((struct cadence){ PERIOD_MONTH, 0 }, china(), none, NULL), DAY_NONE);
}

static void
turns_between(void **state)
{
	static const struct {
		enum period period;
		const char *from, *to;
		int n;
		const char *first, *last;	/* first day of the first and of the last turn */
	} rows[] = {
		{ PERIOD_MONTH, "2026-11-22", "2027-02-01", 4, "2026-11-01", "2027-02-01" },
		{ PERIOD_TENDAY, "2026-02-10", "2026-02-21", 3, "2026-02-01", "2026-02-21" },
		{ PERIOD_WEEK, "2026-11-22", "2026-11-22", 1, "2026-11-16", "2026-11-16" },
		{ PERIOD_WEEK, "2026-11-22", "2026-11-21", 0, NULL, NULL },
		{ PERIOD_YEAR, "2199-01-01", "2199-12-31", 1, "2199-01-01", "2199-01-01" },
		{ PERIOD_WEEK, "2199-12-29", "2199-12-31", 1, "2199-12-23", "2199-12-23" },
		{ PERIOD_DAY, NULL, "2199-12-31", 0, NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct turns w = { rows[i].period, day_read(rows[i].from), day_read(rows[i].to) };
		int32_t first = DAY_NONE, last = DAY_NONE;
		int n = 0;

		for (struct turn t; turns_next(&w, &t); n++) {
			first = n == 0 ? t.first : first;
			last = t.first;
		}
		assert_int_equal(n, rows[i].n);
		assert_day(first, day_read(rows[i].first));
		assert_day(last, day_read(rows[i].last));
	}
}

static void
due(void **state)
{
	static const struct {
		struct cadence cadence;
		const char *day, *due;
		bool known;
	} rows[] = {
		{ { PERIOD_WEEK, 0 }, "2026-11-22", "2026-11-20", true },
		{ { PERIOD_WEEK, 0 }, "2026-02-09", "2026-02-14", true },	/* a Saturday that is worked */
		{ { PERIOD_WEEK, 0 }, "2026-02-18", NULL, true },	/* the whole week is off */
		{ { PERIOD_WEEK, 2 }, "2026-02-18", "2026-02-25", true },
		{ { PERIOD_TENDAY, 0 }, "2026-10-01", "2026-10-10", true },
		{ { PERIOD_MONTH, 0 }, "2026-02-01", "2026-02-28", true },
		{ { PERIOD_MONTH, 0 }, "2026-05-01", "2026-05-29", true },
		{ { PERIOD_MONTH, 5 }, "2026-09-01", "2026-10-13", true },	/* 8, 9, 10, 12, 13 */
		{ { PERIOD_QUARTER, 0 }, "2026-10-01", "2026-12-31", true },
		{ { PERIOD_HALF, 3 }, "2026-12-01", "2027-01-05", false },	/* 1 January 2027 counts: no table yet */
		{ { PERIOD_DAY, 0 }, "2026-11-21", NULL, true },
		{ { PERIOD_DAY, 0 }, "2025-01-01", NULL, true },	/* 2024, which has no table, is not looked at */
		{ { PERIOD_DAY, 0 }, "2026-11-23", "2026-11-23", true },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct turn t = turn_of(rows[i].cadence.period, day_read(rows[i].day));
		bool known = true;

		assert_day(cadence_due(rows[i].cadence, china(), t, &known), day_read(rows[i].due));
		assert_int_equal(known, rows[i].known);
	}
}

static void
words(void **state)
{
	enum period p = PERIOD_DAY;

	(void)state;
	assert_true(period_find(STR("tenday"), &p));
	assert_int_equal(p, PERIOD_TENDAY);
	assert_false(period_find(STR("fortnight"), &p));
	assert_str(period_word(PERIOD_HALF), "half");
	assert_str(period_name(PERIOD_TENDAY, LANG_ZH), "旬");
	assert_str(period_name(PERIOD_WORKDAY, LANG_EN), "working day");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(turn_that_holds_a_day),
		cmocka_unit_test(no_gap),
		cmocka_unit_test(out_of_the_years),
		cmocka_unit_test(turns_between),
		cmocka_unit_test(due),
		cmocka_unit_test(words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
