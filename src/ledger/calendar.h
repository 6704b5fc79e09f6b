/*
 * calendar: which days are worked. Weekends rest, but for what a year's table
 * says: days off, and weekend days worked instead (调休, 补班). Tables are data
 * (definitions/calendars/), each with its source; a calendar is filled once
 * and then only read. It owns nothing: `source` is borrowed.
 *
 * A year without a table has its weekends only, and whoever asks is told: what
 * takes `known` clears it (and never sets it) when it looked at a day of such
 * a year, so that one flag can be handed through many questions. NULL is
 * nobody who wants to know.
 *
 * In the ledger a day is its number, date_days(); DAY_NONE is no day. What is
 * asked of DAY_NONE, or leads out of the years 1900..2199, is DAY_NONE.
 */
#ifndef BH_CALENDAR_H
#define BH_CALENDAR_H

#include "base/date.h"
#include "base/err.h"

#define DAY_NONE INT32_MIN
#define DAY_FIRST (-25567)	/* 1900-01-01 */
#define DAY_LAST 84005		/* 2199-12-31 */

static inline bool
day_valid(int64_t day)
{
	return day >= DAY_FIRST && day <= DAY_LAST;
}

#define CALENDAR_FIRST 2000	/* the years that may have tables */
#define CALENDAR_YEARS 100

struct calendar_year {
	bool known;
	struct str source;		/* the notice it was taken from */
	uint64_t worked[6];		/* a bit for each day of the year */
	uint64_t told[6];		/* the days that the table names */
};

/* All zero, it knows weekends only. */
struct calendar {
	struct calendar_year years[CALENDAR_YEARS];
};

/*
 * E_CALENDAR, with the day in *why and the calendar unchanged: a year given
 * twice, without source or out of range; a day in a year not added, off and
 * worked at once or told twice; from after to, or in another year; work on a
 * day that is no weekend day.
 */
enum err calendar_add_year(struct calendar *, int year, struct str source, struct why *);
enum err calendar_add_off(struct calendar *, struct date from, struct date to, struct why *);
enum err calendar_add_work(struct calendar *, struct date day, struct why *);

/* Where the table of that year comes from; empty if there is none. */
struct str calendar_source(const struct calendar *, int year);

bool calendar_is_workday(const struct calendar *, int32_t day, bool *known);
/* The nearest workday: behind the day, before it, not before it, not behind it. */
int32_t calendar_next(const struct calendar *, int32_t day, bool *known);
int32_t calendar_previous(const struct calendar *, int32_t day, bool *known);
int32_t calendar_at_or_after(const struct calendar *, int32_t day, bool *known);
int32_t calendar_at_or_before(const struct calendar *, int32_t day, bool *known);
/* The n-th workday behind the day, or before it if n < 0; the day itself if n is 0. */
int32_t calendar_add(const struct calendar *, int32_t day, int n, bool *known);
/*
 * Workdays from one day to another. The day one starts from is not counted, the
 * other is: calendar_count(d, calendar_add(d, n)) is n for n >= 0. Backwards it
 * is the same with a minus. 0 if one of them is no day.
 */
int calendar_count(const struct calendar *, int32_t from, int32_t to, bool *known);

#endif
