#include "test.h"

#include <stdio.h>
#include <stdlib.h>

#include "china.h"
#include "ledger/calendar_file.h"

#define YEAR "- year: 2026\n  source: 通知\n"

/* What is wrong, and where: line and column of the fault. */
static const struct { const char *text, *code; unsigned line, column; } rows[] = {
	{ "", "empty-file", 0, 0 },
	{ "year: 2026\n", "wanted-list", 1, 1 },
	{ "- 2026\n", "wanted-map", 1, 3 },
	{ "- year: 2026\n  off: [2026-01-01]\n", "missing-key", 1, 3 },
	{ YEAR, "missing-key", 1, 3 },
	{ "- year: 1999\n  source: 通知\n  off: [1999-01-01]\n", "wrong-integer", 1, 9 },
	{ "- year: 2026\n  source: ''\n  off: [2026-01-01]\n", "empty-text", 2, 11 },
	{ YEAR "  off: 2026-01-01\n", "wanted-list", 3, 8 },
	{ YEAR "  off: [2026-02-30]\n", "wrong-day", 3, 9 },
	{ YEAR "  off: [2026-01-01..2026-01-32]\n", "wrong-day", 3, 9 },
	{ YEAR "  off: [2026-01-01...2026-01-03]\n", "wrong-day", 3, 9 },
	{ YEAR "  off: [2026-01-03..2026-01-01]\n", "calendar", 3, 9 },
	{ YEAR "  off: [2025-12-31]\n", "calendar", 3, 9 },
	{ YEAR "  off: [2026-01-01, 2026-01-01]\n", "calendar", 3, 21 },
	{ YEAR "  off: [2026-01-01]\n  work: [2026-01-05]\n", "calendar", 4, 10 },
	{ YEAR "  off: [2026-01-04]\n  work: [2026-01-04]\n", "calendar", 4, 10 },
	{ YEAR "  off: [2026-01-01]\n  work: [2026-01-04..2026-01-10]\n", "wrong-day", 4, 10 },
	{ YEAR "  off: [2026-01-01]\n" YEAR "  off: [2026-01-02]\n", "calendar", 4, 3 },
	{ YEAR "  off: [2026-01-01]\n  rest: [2026-01-02]\n", "unknown-key", 4, 3 },
};

static void
what_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct arena *a = arena_new(0);
		struct faults f = { .arena = a, .name = STR("x.yaml"), .text = cstr(rows[i].text) };
		struct calendar *c = arena_zalloc(a, sizeof *c);
		const struct fault *first;

		assert_false(calendar_load(&f, c));
		faults_sort(&f);
		assert_int_equal(f.list.n, 1);
		first = &f.list.v[0];
		if (strcmp(fault_name(first->code), rows[i].code) != 0 ||
		    (rows[i].line > 0 && (first->at.line != rows[i].line || first->at.column != rows[i].column)))
			fail_msg("%s: %s at %u:%u", rows[i].text, fault_name(first->code), first->at.line, first->at.column);
		arena_free(a);
	}
}

/* The file that ships says what the notices say that were written down by hand (china.h), on every day of its years. */
static void
the_one_that_ships(void **state)
{
	struct arena *a = arena_new(0);
	FILE *file = fopen("definitions/calendars/CN.yaml", "rb");
	char *text = arena_alloc(a, 65536);
	struct faults f = { .arena = a, .name = STR("CN.yaml"), .text = { text, 0 } };
	struct calendar *c = arena_zalloc(a, sizeof *c);
	size_t years = 0;

	(void)state;
	assert_non_null(file);
	f.text.n = fread(text, 1, 65536, file);
	fclose(file);
	assert_true(calendar_load(&f, c));
	for (int32_t day = DAY_FIRST; day <= DAY_LAST; day++) {
		bool known = true, by_hand = calendar_is_workday(china(), day, &known);

		if (known)
			assert_int_equal(calendar_is_workday(c, day, NULL), by_hand);
		years += known && date_of_days(day).month == 1 && date_of_days(day).day == 1;
	}
	assert_int_equal(years, 2);
	assert_true(str_has(calendar_source(c, 2026), STR("2026年")));
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_refused),
		cmocka_unit_test(the_one_that_ships),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
