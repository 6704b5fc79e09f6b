#include "test.h"

#include "china.h"

#define LENGTH(a) (sizeof(a) / sizeof (a)[0])

/* From the notices of 2025 and 2026, and a wall calendar. */
static void
days_of_work_and_rest(void **state)
{
	static const struct {
		const char *day;
		bool work, known;
	} rows[] = {
		{ "2026-01-01", false, true }, { "2026-01-02", false, true },
		{ "2026-01-03", false, true }, { "2026-01-04", true, true },	/* a Sunday */
		{ "2026-02-14", true, true }, { "2026-02-15", false, true },
		{ "2026-02-23", false, true }, { "2026-02-24", true, true },
		{ "2026-02-28", true, true }, { "2026-03-01", false, true },
		{ "2026-11-22", false, true }, { "2026-11-23", true, true },
		{ "2026-12-31", true, true }, { "2025-12-31", true, true },
		{ "2025-10-08", false, true }, { "2025-10-11", true, true },
		{ "2024-10-01", true, false },	/* no table: a Tuesday like any other, and it says so */
		{ "2027-01-01", true, false }, { "2027-01-02", false, false },
		{ "1999-12-31", true, false }, { "2100-01-01", true, false },	/* years that cannot have one */
		{ "1900-01-01", true, false }, { "2199-12-31", true, false },
	};
	const struct calendar *c = china();

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		bool known = true;

		assert_int_equal(calendar_is_workday(c, day_read(rows[i].day), &known), rows[i].work);
		assert_int_equal(known, rows[i].known);
		assert_int_equal(calendar_is_workday(c, day_read(rows[i].day), NULL), rows[i].work);
	}
	assert_false(calendar_is_workday(c, DAY_NONE, NULL));
}

static void
neighbours(void **state)
{
	static const struct {
		const char *day, *before, *not_after, *not_before, *after;
	} rows[] = {
		{ "2026-02-14", "2026-02-13", "2026-02-14", "2026-02-14", "2026-02-24" },
		{ "2026-02-18", "2026-02-14", "2026-02-14", "2026-02-24", "2026-02-24" },
		{ "2026-01-01", "2025-12-31", "2025-12-31", "2026-01-04", "2026-01-04" },
		{ "2026-10-08", "2026-09-30", "2026-10-08", "2026-10-08", "2026-10-09" },
		{ "2026-10-09", "2026-10-08", "2026-10-09", "2026-10-09", "2026-10-10" },
		{ "2026-10-11", "2026-10-10", "2026-10-10", "2026-10-12", "2026-10-12" },
	};
	const struct calendar *c = china();

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		int32_t day = day_read(rows[i].day);

		assert_day(calendar_previous(c, day, NULL), day_read(rows[i].before));
		assert_day(calendar_at_or_before(c, day, NULL), day_read(rows[i].not_after));
		assert_day(calendar_at_or_after(c, day, NULL), day_read(rows[i].not_before));
		assert_day(calendar_next(c, day, NULL), day_read(rows[i].after));
	}
}

static void
workdays_added(void **state)
{
	static const struct {
		const char *from;
		int n;
		const char *to;
		bool known;
	} rows[] = {
		{ "2026-09-30", 0, "2026-09-30", true }, { "2026-10-01", 0, "2026-10-01", true },
		{ "2026-09-30", 3, "2026-10-10", true }, { "2026-09-30", 4, "2026-10-12", true },
		{ "2026-10-01", 1, "2026-10-08", true }, { "2026-10-08", -1, "2026-09-30", true },
		{ "2026-02-24", -2, "2026-02-13", true }, { "2026-01-04", -1, "2025-12-31", true },
		{ "2026-12-31", 1, "2027-01-01", false },	/* as far as is known */
		{ "2025-01-02", -1, "2024-12-31", false },
		{ "2199-12-31", 1, NULL, false }, { "1900-01-01", -1, NULL, true }, { NULL, 3, NULL, true },
	};
	const struct calendar *c = china();

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		bool known = true;

		assert_day(calendar_add(c, day_read(rows[i].from), rows[i].n, &known), day_read(rows[i].to));
		assert_true(known == rows[i].known || rows[i].to == NULL);
	}
}

static void
workdays_counted(void **state)
{
	static const struct {
		const char *from, *to;
		int n;
		bool known;
	} rows[] = {
		{ "2026-11-20", "2026-11-20", 0, true }, { "2026-11-20", "2026-11-23", 1, true },
		{ "2026-11-23", "2026-11-20", -1, true }, { "2026-02-13", "2026-02-28", 6, true },
		{ "2026-09-30", "2026-10-12", 4, true }, { "2025-12-31", NULL, 0, true }, { NULL, "2026-01-01", 0, true },
		/* 2025 and 2026 have 248 workdays each; 2024 and 2027 so many weekdays */
		{ "2024-12-31", "2025-12-31", 248, true }, { "2025-12-31", "2026-12-31", 248, true },
		{ "2026-12-31", "2027-12-31", 261, false }, { "2023-12-31", "2024-12-31", 262, false },
		{ "2023-12-31", "2027-12-31", 262 + 2 * 248 + 261, false }, { "2199-12-29", "2199-12-31", 2, false },
		{ "2027-12-31", "2026-12-30", -262, false }, { "1900-01-01", "1900-01-08", 5, false },
	};
	const struct calendar *c = china();

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		bool known = true;

		assert_int_equal(calendar_count(c, day_read(rows[i].from), day_read(rows[i].to), &known), rows[i].n);
		assert_int_equal(known, rows[i].known);
		assert_int_equal(calendar_count(c, day_read(rows[i].from), day_read(rows[i].to), NULL), rows[i].n);
	}
}

/* What may not be put in, and then the calendar is as it was. */
static void
refused(void **state)
{
	static const struct {
		char what;			/* y: a year; o: days off; w: a make-up day */
		const char *from, *to, *at;	/* at: the thing told */
	} rows[] = {
		{ 'y', "2026-01-01", "source", "2026" }, { 'y', "1999-01-01", "source", "1999" },
		{ 'y', "2100-01-01", "source", "2100" }, { 'y', "2027-01-01", "", "2027" },
		{ 'o', "2027-01-01", "2027-01-01", "2027-01-01" }, { 'o', "2026-12-31", "2027-01-01", "2027-01-01" },
		{ 'o', "2025-12-31", "2026-01-01", "2026-01-01" }, { 'o', "2026-03-05", "2026-03-04", "2026-03-04" },
		{ 'o', "2026-02-10", "2026-02-16", "2026-02-14" },	/* 14 is worked */
		{ 'o', "2026-02-13", "2026-02-14", "2026-02-14" },	/* as the last, too */
		{ 'o', "2026-10-07", "2026-10-08", "2026-10-07" },	/* 7 is off already */
		{ 'o', "2026-02-29", "2026-02-29", "2026-02-29" }, { 'o', "2026-02-00", "2026-02-00", "2026-02-00" },
		{ 'w', "2026-02-14", NULL, "2026-02-14" }, { 'w', "2026-03-04", NULL, "2026-03-04" },
		{ 'w', "2026-02-15", NULL, "2026-02-15" }, { 'w', "2027-01-02", NULL, "2027-01-02" },
		{ 'w', "1980-01-05", NULL, "1980-01-05" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct calendar c = *china(), before = c;
		struct date from = date_read(rows[i].from), to = { 0 };
		struct why why = { 0 };
		enum err e = OK;

		if (rows[i].what == 'o')
			to = date_read(rows[i].to);
		switch (rows[i].what) {
		case 'y': e = calendar_add_year(&c, from.year, cstr(rows[i].to), &why); break;
		case 'o': e = calendar_add_off(&c, from, to, &why); break;
		default: e = calendar_add_work(&c, from, &why); break;
		}
		assert_int_equal(e, E_CALENDAR);
		assert_string_equal(why.what, rows[i].at);
		assert_memory_equal(&c, &before, sizeof c);
	}
}

static void
ends_and_sources(void **state)
{
	(void)state;
	assert_int_equal(DAY_FIRST, date_days((struct date){ 1900, 1, 1 }));
	assert_int_equal(DAY_LAST, date_days((struct date){ 2199, 12, 31 }));
	assert_str(calendar_source(china(), 2026), "the notice of 2025-11-04");
	assert_str(calendar_source(china(), 2027), "");
	assert_str(calendar_source(china(), 1850), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_of_work_and_rest),
		cmocka_unit_test(neighbours),
		cmocka_unit_test(workdays_added),
		cmocka_unit_test(workdays_counted),
		cmocka_unit_test(refused),
		cmocka_unit_test(ends_and_sources),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
