#include "test.h"

#include "base/date.h"

/* Day numbers from an independent calendar (python3: date.toordinal() - 719163). */
static const struct {
	struct date d;
	int32_t days;
	int weekday;
} rows[] = {
	{ { 1970, 1, 1 }, 0, 4 },
	{ { 1969, 12, 31 }, -1, 3 },
	{ { 2000, 2, 29 }, 11016, 2 },
	{ { 1900, 3, 1 }, -25508, 4 },
	{ { 2024, 12, 31 }, 20088, 2 },
	{ { 2026, 11, 21 }, 20778, 6 },
	{ { 2100, 2, 28 }, 47540, 0 },
};

static void
days_there_and_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct date back = date_of_days(rows[i].days);

		assert_int_equal(date_days(rows[i].d), rows[i].days);
		assert_int_equal(date_weekday(rows[i].d), rows[i].weekday);
		assert_memory_equal(&back, &rows[i].d, sizeof back);
	}
	for (int32_t n = -30000; n < 80000; n++)
		assert_int_equal(date_days(date_of_days(n)), n);
}

static void
what_is_a_date(void **state)
{
	(void)state;
	assert_true(date_valid((struct date){ 2024, 2, 29 }));
	assert_false(date_valid((struct date){ 2023, 2, 29 }));
	assert_false(date_valid((struct date){ 2100, 2, 29 }));
	assert_true(date_valid((struct date){ 2023, 0, 0 }));
	assert_false(date_valid((struct date){ 2023, 0, 5 }));
	assert_false(date_valid((struct date){ 2023, 13, 0 }));
	assert_false(date_valid((struct date){ 23, 1, 1 }));
}

static void
last_day_and_print(void **state)
{
	char out[DATE_TEXT];
	struct date last = date_last((struct date){ 2024, 2, 0 });

	(void)state;
	assert_int_equal(last.day, 29);
	date_print(out, (struct date){ 2026, 3, 5 });
	assert_string_equal(out, "2026-03-05");
	date_print(out, (struct date){ 2026, 3, 0 });
	assert_string_equal(out, "2026-03");
	date_print(out, (struct date){ 2026, 0, 0 });
	assert_string_equal(out, "2026");
	assert_true(date_cmp((struct date){ 2026, 0, 0 }, (struct date){ 2026, 1, 1 }) < 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_there_and_back),
		cmocka_unit_test(what_is_a_date),
		cmocka_unit_test(last_day_and_print),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
