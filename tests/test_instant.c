#include "test.h"

#include "base/instant.h"

/* Seconds by date(1): `date -u -d 2026-11-22T11:22:21 +%s`. */
static const struct {
	const char *text;
	int64_t t;
} texts[] = {
	{ "1970-01-01T00:00:00.000000Z", 0 },
	{ "1970-01-01T00:00:00.000001Z", 1 },
	{ "2000-02-29T23:59:59.999999Z", INT64_C(951868799999999) },
	{ "2026-11-22T11:22:21.123456Z", INT64_C(1795346541123456) },
	{ "2100-02-28T00:00:00.000000Z", INT64_C(4107456000000000) },
	{ "2199-12-31T23:59:59.999999Z", INT64_C(7258118399999999) },
};

static const char *const refused[] = {
	"", "2026-11-22", "1969-12-31T23:59:59.999999Z", "2200-01-01T00:00:00.000000Z", "0000-01-01T00:00:00.000000Z",
	"2026-11-22T11:22:21Z", "2026-11-22T11:22:21.123Z", "2026-11-22T11:22:21.1234567Z", "2026-11-22T11:22:21.123456",
	"2026-11-22t11:22:21.123456z", "2026-11-22 11:22:21.123456Z", "2026-11-22T11:22:21,123456Z",
	"2026-11-22T11:22:21.123456+", "2026-11-22T24:00:00.000000Z", "2026-11-22T23:60:00.000000Z",
	"2016-12-31T23:59:60.000000Z", "2026-13-01T00:00:00.000000Z", "2026-00-01T00:00:00.000000Z",
	"2026-01-00T00:00:00.000000Z", "2026-04-31T00:00:00.000000Z", "2026-02-29T00:00:00.000000Z",
	"2100-02-29T00:00:00.000000Z", "2026-1 -22T11:22:21.123456Z", "+026-11-22T11:22:21.123456Z",
	"2026-11-22T11:22:21.123456Z ",
};

static void
as_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		char out[INSTANT_TEXT];
		int64_t t = -7;

		assert_true(instant_parse(cstr(texts[i].text), &t));
		assert_true(t == texts[i].t);
		assert_int_equal(instant_print(out, t), INSTANT_TEXT - 1);
		assert_string_equal(out, texts[i].text);
	}
}

static void
what_is_refused(void **state)
{
	static const int64_t outside[] = { -1, INSTANT_END, INT64_MIN, INT64_MAX };
	char out[INSTANT_TEXT];
	int64_t t = -7;

	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
		if (instant_parse(cstr(refused[i]), &t) || t != -7)
			fail_msg("<%s> is taken", refused[i]);
	for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++) {
		assert_int_equal(instant_print(out, outside[i]), 0);
		assert_string_equal(out, "");
	}
}

static const struct {
	const char *at;
	int offset;
	const char *day, *begins;	/* begins: NULL before 1970 in UTC */
} days[] = {
	{ "2026-11-22T15:59:59.999999Z", OFFSET_CHINA, "2026-11-22", "2026-11-21T16:00:00.000000Z" },
	{ "2026-11-22T16:00:00.000000Z", OFFSET_CHINA, "2026-11-23", "2026-11-22T16:00:00.000000Z" },
	{ "2024-02-28T16:00:00.000000Z", OFFSET_CHINA, "2024-02-29", "2024-02-28T16:00:00.000000Z" },
	{ "2026-12-31T16:00:00.000000Z", OFFSET_CHINA, "2027-01-01", "2026-12-31T16:00:00.000000Z" },
	{ "2026-11-22T00:00:00.000000Z", 0, "2026-11-22", "2026-11-22T00:00:00.000000Z" },
	{ "2026-11-22T03:29:59.999999Z", -210, "2026-11-21", "2026-11-21T03:30:00.000000Z" },
	{ "1970-01-01T00:00:00.000000Z", OFFSET_CHINA, "1970-01-01", NULL },
	{ "1970-01-01T00:00:00.000000Z", -60, "1969-12-31", NULL },
};

static void
local_days(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
		char day[DATE_TEXT], begins[INSTANT_TEXT];
		int64_t t = 0, begin;
		struct date d;

		assert_true(instant_parse(cstr(days[i].at), &t));
		d = instant_day(t, days[i].offset);
		begin = instant_of_day(d, days[i].offset);
		date_print(day, d);
		instant_print(begins, begin);
		if (strcmp(day, days[i].day) != 0 || strcmp(begins, days[i].begins ? days[i].begins : "") != 0)
			fail_msg("%s: %s from %s", days[i].at, day, begins);
		assert_true(begin <= t && t < begin + INSTANT_DAY);
		assert_int_equal(date_cmp(instant_day(begin - 1, days[i].offset), d), -1);
	}
}

static void
by_the_clock(void **state)
{
	int64_t t = instant_now();

	(void)state;
	assert_true(t > texts[2].t && t < INSTANT_END);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_text),
		cmocka_unit_test(what_is_refused),
		cmocka_unit_test(local_days),
		cmocka_unit_test(by_the_clock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
