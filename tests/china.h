/* Two years of China's calendar, written down from the notices by hand, for tests of what counts workdays. */
#ifndef BH_CHINA_H
#define BH_CHINA_H

#include "ledger/calendar.h"

static inline struct date
date_read(const char *text)
{
	int y = 0, m = 0, d = 0;

	sscanf(text, "%d-%d-%d", &y, &m, &d);
	return (struct date){ (int16_t)y, (int8_t)m, (int8_t)d };
}

/* "2026-02-14" as a number; NULL is no day. */
static inline int32_t
day_read(const char *text)
{
	return text == NULL ? DAY_NONE : date_days(date_read(text));
}

static inline const char *
day_text(int32_t day)
{
	static char out[4][DATE_TEXT];
	static unsigned turn;
	char *to = out[turn++ % 4];

	if (day == DAY_NONE)
		return "none";
	date_print(to, date_of_days(day));
	return to;
}

#define assert_day(day, want)                                                            \
	do {                                                                             \
		int32_t got_ = (day), want_ = (want);                                    \
		if (got_ != want_)                                                       \
			fail_msg("got %s, want %s", day_text(got_), day_text(want_));    \
	} while (0)

static inline const struct calendar *
china(void)
{
	static const struct {
		const char *from, *to;
	} off[] = {
		{ "2025-01-01", "2025-01-01" }, { "2025-01-28", "2025-02-04" }, { "2025-04-04", "2025-04-06" },
		{ "2025-05-01", "2025-05-05" }, { "2025-05-31", "2025-06-02" }, { "2025-10-01", "2025-10-08" },
		{ "2026-01-01", "2026-01-03" }, { "2026-02-15", "2026-02-23" }, { "2026-04-04", "2026-04-06" },
		{ "2026-05-01", "2026-05-05" }, { "2026-06-19", "2026-06-21" }, { "2026-09-25", "2026-09-27" },
		{ "2026-10-01", "2026-10-07" },
	};
	static const char *const work[] = {
		"2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
		"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
	};
	static struct calendar c;
	struct why why;

	memset(&c, 0, sizeof c);
	assert_int_equal(calendar_add_year(&c, 2025, STR("the notice of 2024-11-12"), &why), OK);
	assert_int_equal(calendar_add_year(&c, 2026, STR("the notice of 2025-11-04"), &why), OK);
	for (size_t i = 0; i < sizeof off / sizeof off[0]; i++)
		assert_int_equal(calendar_add_off(&c, date_read(off[i].from), date_read(off[i].to), &why), OK);
	for (size_t i = 0; i < sizeof work / sizeof work[0]; i++)
		assert_int_equal(calendar_add_work(&c, date_read(work[i]), &why), OK);
	return &c;
}

#endif
