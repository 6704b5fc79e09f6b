#include "test.h"

#include "china.h"
#include "ledger/clock.h"

#define LENGTH(a) (sizeof(a) / sizeof (a)[0])

/* By hand, on a wall calendar. */
static void
due(void **state)
{
	static const struct {
		struct clock rule;
		const char *start, *due;
		bool known;
	} rows[] = {
		{ { PERIOD_DAY, 15, false, REST_STAY }, "2026-11-22", "2026-12-07", true },
		{ { PERIOD_DAY, 0, false, REST_NEXT }, "2026-11-22", "2026-11-23", true },
		{ { PERIOD_DAY, -3, false, REST_PREVIOUS }, "2026-11-25", "2026-11-20", true },
		{ { PERIOD_WORKDAY, 5, false, REST_STAY }, "2026-09-30", "2026-10-13", true },
		{ { PERIOD_WORKDAY, -5, false, REST_STAY }, "2026-02-24", "2026-02-10", true },
		{ { PERIOD_WORKDAY, 0, true, REST_STAY }, "2026-11-22", "2026-11-22", true },
		{ { PERIOD_WORKDAY, 3, true, REST_STAY }, "2026-12-30", "2027-01-04", false },
		{ { PERIOD_WEEK, 2, false, REST_STAY }, "2026-12-28", "2027-01-11", true },
		{ { PERIOD_WEEK, 0, true, REST_PREVIOUS }, "2026-11-16", "2026-11-20", true },
		{ { PERIOD_WEEK, 1, true, REST_STAY }, "2026-11-22", "2026-11-29", true },
		{ { PERIOD_TENDAY, 1, false, REST_STAY }, "2026-11-05", "2026-11-15", true },
		{ { PERIOD_TENDAY, 1, false, REST_STAY }, "2026-01-31", "2026-02-10", true },
		{ { PERIOD_TENDAY, 1, false, REST_STAY }, "2026-02-19", "2026-02-28", true },	/* 29 would be its place */
		{ { PERIOD_TENDAY, 3, false, REST_STAY }, "2026-01-31", "2026-02-28", true },
		{ { PERIOD_TENDAY, 0, true, REST_STAY }, "2026-11-11", "2026-11-20", true },
		{ { PERIOD_TENDAY, 1, true, REST_STAY }, "2026-11-20", "2026-11-30", true },
		{ { PERIOD_MONTH, 1, false, REST_STAY }, "2026-01-31", "2026-02-28", true },
		{ { PERIOD_MONTH, 1, false, REST_STAY }, "2028-01-31", "2028-02-29", true },
		{ { PERIOD_MONTH, 2, false, REST_STAY }, "2026-01-31", "2026-03-31", true },
		{ { PERIOD_MONTH, 13, false, REST_STAY }, "2027-01-30", "2028-02-29", true },
		{ { PERIOD_MONTH, -1, false, REST_STAY }, "2026-03-31", "2026-02-28", true },
		{ { PERIOD_MONTH, 0, true, REST_STAY }, "2026-02-10", "2026-02-28", true },
		{ { PERIOD_MONTH, 0, true, REST_PREVIOUS }, "2026-05-10", "2026-05-29", true },
		{ { PERIOD_MONTH, 0, true, REST_NEXT }, "2026-05-10", "2026-06-01", true },
		{ { PERIOD_MONTH, 3, true, REST_STAY }, "2026-11-30", "2027-02-28", true },
		{ { PERIOD_QUARTER, 1, false, REST_STAY }, "2026-11-30", "2027-02-28", true },
		{ { PERIOD_QUARTER, 0, true, REST_STAY }, "2026-11-22", "2026-12-31", true },
		{ { PERIOD_HALF, 1, false, REST_STAY }, "2026-08-31", "2027-02-28", true },
		{ { PERIOD_HALF, 0, true, REST_STAY }, "2026-03-01", "2026-06-30", true },
		{ { PERIOD_YEAR, 1, false, REST_STAY }, "2028-02-29", "2029-02-28", true },
		{ { PERIOD_YEAR, 4, false, REST_STAY }, "2028-02-29", "2032-02-29", true },
		{ { PERIOD_YEAR, 0, true, REST_STAY }, "2026-01-01", "2026-12-31", true },
		{ { PERIOD_YEAR, 1, true, REST_NEXT }, "2026-06-01", "2027-12-31", false },
		{ { PERIOD_DAY, 4000, false, REST_STAY }, "2026-01-01", "2036-12-14", true },	/* as many as may be */
		{ { PERIOD_DAY, -4000, false, REST_STAY }, "2026-01-01", "2015-01-19", true },
		{ { PERIOD_DAY, CLOCK_MAX + 1, false, REST_STAY }, "2026-01-01", NULL, true },
		{ { PERIOD_DAY, -CLOCK_MAX - 1, false, REST_STAY }, "2026-01-01", NULL, true },
		{ { PERIOD_DAY, 1, false, REST_NEXT }, NULL, NULL, true },
		{ { PERIOD_DAY, 1, false, REST_NEXT }, "2199-12-31", NULL, true },
		{ { PERIOD_WEEK, 0, false, REST_STAY }, "2199-12-31", NULL, true },	/* its week runs out of the years */
		{ { PERIOD_MONTH, 1, true, REST_NEXT }, "2199-12-31", NULL, true },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		bool known = true;

		assert_day(clock_due(rows[i].rule, china(), day_read(rows[i].start), &known), day_read(rows[i].due));
		assert_int_equal(known, rows[i].known);
	}
}

/* A record that is never reckoned on from the day reckoned last. */
static void
no_drift(void **state)
{
	(void)state;
	for (int n = 0; n < 240; n++) {
		struct clock r = { PERIOD_MONTH, n, false, REST_STAY };
		struct date d = date_of_days(clock_due(r, china(), day_read("2026-01-31"), NULL));

		assert_int_equal(d.day, date_month_days(d.year, d.month));
	}
}

static void
paused(void **state)
{
	static const struct {
		struct clock rule;
		const char *start;
		struct {
			const char *from, *to;
		} pauses[3];
		const char *due;
	} rows[] = {
		{ { PERIOD_DAY, 10, false, REST_STAY }, "2026-11-01", { { "2026-11-05", "2026-11-08" } }, "2026-11-14" },
		{ { PERIOD_DAY, 10, false, REST_STAY }, "2026-11-01", { { "2026-11-11", "2026-11-12" } }, "2026-11-12" },
		{ { PERIOD_DAY, 10, false, REST_STAY }, "2026-11-01", { { "2026-11-12", "2026-11-20" } }, "2026-11-11" },
		/* The second pause is reached only because of the first. */
		{ { PERIOD_DAY, 10, false, REST_STAY }, "2026-11-01",
		    { { "2026-11-05", "2026-11-08" }, { "2026-11-13", "2026-11-15" } }, "2026-11-16" },
		/* Before the start, over the start, twice the same, nothing. */
		{ { PERIOD_DAY, 10, false, REST_STAY }, "2026-11-01", { { "2026-10-01", "2026-11-02" } }, "2026-11-11" },
		{ { PERIOD_DAY, 10, false, REST_STAY }, "2026-11-01", { { "2026-10-01", "2026-11-03" } }, "2026-11-12" },
		{ { PERIOD_DAY, 10, false, REST_STAY }, "2026-11-01",
		    { { "2026-11-03", "2026-11-06" }, { "2026-11-04", "2026-11-07" } }, "2026-11-15" },
		{ { PERIOD_DAY, 10, false, REST_STAY }, "2026-11-01",
		    { { "2026-11-03", "2026-11-06" }, { "2026-11-04", "2026-11-05" } }, "2026-11-14" },
		{ { PERIOD_DAY, 10, false, REST_STAY }, "2026-11-01", { { "2026-11-05", "2026-11-05" } }, "2026-11-11" },
		{ { PERIOD_DAY, 0, false, REST_STAY }, "2026-11-01", { { "2026-10-30", "2026-11-09" } }, "2026-11-01" },
		/* It still stands. */
		{ { PERIOD_DAY, 10, false, REST_STAY }, "2026-11-01", { { "2026-11-05", NULL } }, NULL },
		{ { PERIOD_DAY, 10, false, REST_STAY }, "2026-11-01", { { "2026-11-12", NULL } }, "2026-11-11" },
		/* Workdays push where workdays count: a pause over a weekend is none. */
		{ { PERIOD_WORKDAY, 5, false, REST_STAY }, "2026-11-13", { { "2026-11-18", "2026-11-20" } }, "2026-11-24" },
		{ { PERIOD_WORKDAY, 5, false, REST_STAY }, "2026-11-13", { { "2026-11-14", "2026-11-16" } }, "2026-11-20" },
		{ { PERIOD_WORKDAY, 5, false, REST_STAY }, "2026-02-10", { { "2026-02-14", "2026-02-24" } }, "2026-02-25" },
		/* Days push a month, and the rest day is asked last. */
		{ { PERIOD_MONTH, 1, false, REST_NEXT }, "2026-10-18", { { "2026-11-02", "2026-11-05" } }, "2026-11-23" },
		{ { PERIOD_MONTH, 0, true, REST_STAY }, "2026-11-18", { { "2026-11-20", "2026-11-25" } }, "2026-12-05" },
		{ { PERIOD_DAY, -3, false, REST_STAY }, "2026-11-18", { { "2026-11-01", "2026-11-16" } }, "2026-11-15" },
		{ { PERIOD_DAY, 3, false, REST_STAY }, "2199-12-01", { { "2199-12-03", "2199-12-31" } }, NULL },
		{ { PERIOD_DAY, 3, false, REST_STAY }, "2199-12-30", { { "2199-12-31", NULL } }, NULL },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct pause pauses[3];
		size_t n = 0;

		for (; n < 3 && rows[i].pauses[n].from != NULL; n++)
			pauses[n] = (struct pause){ day_read(rows[i].pauses[n].from), day_read(rows[i].pauses[n].to) };
		assert_day(clock_due_paused(rows[i].rule, china(), day_read(rows[i].start), pauses, n, NULL),
		    day_read(rows[i].due));
	}
}

static void
as_papers_state_it(void **state)
{
	static const struct {
		struct date stated;
		enum rest rest;
		const char *due;
	} rows[] = {
		{ { 2026, 11, 20 }, REST_STAY, "2026-11-20" },
		{ { 2026, 11, 0 }, REST_STAY, "2026-11-30" },
		{ { 2026, 5, 0 }, REST_PREVIOUS, "2026-05-29" },
		{ { 2028, 2, 0 }, REST_STAY, "2028-02-29" },
		{ { 2026, 0, 0 }, REST_STAY, "2026-12-31" },
		{ { 2026, 2, 30 }, REST_STAY, NULL },
		{ { 0, 0, 0 }, REST_NEXT, NULL },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++)
		assert_day(clock_stated(rows[i].stated, rows[i].rest, china(), NULL), day_read(rows[i].due));
}

static void
elapsed_and_left(void **state)
{
	static const struct {
		enum period period;
		const char *from, *to;
		int n;
	} rows[] = {
		{ PERIOD_DAY, "2026-11-22", "2026-12-07", 15 }, { PERIOD_DAY, "2026-12-07", "2026-12-07", 0 },
		{ PERIOD_DAY, "2026-12-09", "2026-12-07", -2 }, { PERIOD_WORKDAY, "2026-09-30", "2026-10-12", 4 },
		{ PERIOD_WORKDAY, "2026-11-22", "2026-11-20", 0 }, { PERIOD_WORKDAY, "2026-11-23", "2026-11-20", -1 },
		{ PERIOD_DAY, NULL, "2026-11-20", 0 }, { PERIOD_WORKDAY, "2026-11-20", NULL, 0 },
		{ PERIOD_MONTH, "2026-11-20", "2026-12-20", 30 },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++)
		assert_int_equal(clock_between(rows[i].period, china(), day_read(rows[i].from), day_read(rows[i].to), NULL),
		    rows[i].n);
}

static void
words(void **state)
{
	enum rest rest = REST_STAY;

	(void)state;
	assert_true(rest_find(STR("previous"), &rest));
	assert_int_equal(rest, REST_PREVIOUS);
	assert_false(rest_find(STR("sideways"), &rest));
	assert_str(rest_word(REST_NEXT), "next");
	assert_str(rest_name(REST_NEXT, LANG_ZH), "遇休息日顺延");
	assert_str(rest_name(REST_STAY, LANG_EN), "as it falls, rest day or not");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(due),
		cmocka_unit_test(no_drift),
		cmocka_unit_test(paused),
		cmocka_unit_test(as_papers_state_it),
		cmocka_unit_test(elapsed_and_left),
		cmocka_unit_test(words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
