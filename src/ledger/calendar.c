#include "ledger/calendar.h"

static bool
bit(const uint64_t set[6], int at)
{
	return set[at / 64] >> (at % 64) & 1;
}

static void
set_bit(uint64_t set[6], int at)
{
	set[at / 64] |= (uint64_t)1 << (at % 64);
}

static void
clear_bit(uint64_t set[6], int at)
{
	set[at / 64] &= ~((uint64_t)1 << (at % 64));
}

/* How many bits stand in the first n. */
static int
bits(const uint64_t set[6], int n)
{
	int sum = 0;

	for (int i = 0; i < n / 64; i++)
		sum += __builtin_popcountll(set[i]);
	return n % 64 == 0 ? sum : sum + __builtin_popcountll(set[n / 64] & (((uint64_t)1 << n % 64) - 1));
}

static const struct calendar_year *
year_of(const struct calendar *c, int year)
{
	return year < CALENDAR_FIRST || year >= CALENDAR_FIRST + CALENDAR_YEARS ? NULL :
	    &c->years[year - CALENDAR_FIRST];
}

/* 1900-01-01 was a Monday. */
static bool
weekend(int32_t day)
{
	return (day - DAY_FIRST) % 7 >= 5;
}

/* Days that are no weekend days, from 1900 until before the day. */
static int
weekdays(int32_t day)
{
	int n = (int)(day - DAY_FIRST), rest = n % 7;

	return n / 7 * 5 + (rest < 5 ? rest : 5);
}

static int32_t
new_year(int year)
{
	return date_days((struct date){ .year = (int16_t)year });
}

/* The place of a day in its year, from 0. */
static int
place(struct date d)
{
	return (int)(date_days(d) - new_year(d.year));
}

static enum err
refuse(struct why *why, struct date d)
{
	return fail(why, E_CALENDAR, 0, "%04d-%02d-%02d", d.year, d.month, d.day);
}

enum err
calendar_add_year(struct calendar *c, int year, struct str source, struct why *why)
{
	const struct calendar_year *there = year_of(c, year);
	struct calendar_year *y;

	if (there == NULL || there->known || source.n == 0)
		return fail(why, E_CALENDAR, 0, "%d", year);
	y = &c->years[year - CALENDAR_FIRST];
	*y = (struct calendar_year){ .known = true, .source = source };
	for (int32_t day = new_year(year); day < new_year(year + 1); day++)
		if (!weekend(day))
			set_bit(y->worked, (int)(day - new_year(year)));
	return OK;
}

/* The table of the full date d, for filling; NULL if there is none. */
static struct calendar_year *
table_of(struct calendar *c, struct date d)
{
	const struct calendar_year *y = date_valid(d) && d.day != 0 ? year_of(c, d.year) : NULL;

	return y == NULL || !y->known ? NULL : &c->years[d.year - CALENDAR_FIRST];
}

enum err
calendar_add_off(struct calendar *c, struct date from, struct date to, struct why *why)
{
	struct calendar_year *y = table_of(c, from);

	if (y == NULL)
		return refuse(why, from);
	if (table_of(c, to) != y || date_cmp(from, to) > 0)
		return refuse(why, to);
	for (int at = place(from); at <= place(to); at++)
		if (bit(y->told, at))
			return refuse(why, date_of_days(new_year(from.year) + at));
	for (int at = place(from); at <= place(to); at++) {
		set_bit(y->told, at);
		clear_bit(y->worked, at);
	}
	return OK;
}

enum err
calendar_add_work(struct calendar *c, struct date day, struct why *why)
{
	struct calendar_year *y = table_of(c, day);

	if (y == NULL || !weekend(date_days(day)) || bit(y->told, place(day)))
		return refuse(why, day);
	set_bit(y->told, place(day));
	set_bit(y->worked, place(day));
	return OK;
}

struct str
calendar_source(const struct calendar *c, int year)
{
	const struct calendar_year *y = year_of(c, year);

	return y == NULL ? STR("") : y->source;
}

bool
calendar_is_workday(const struct calendar *c, int32_t day, bool *known)
{
	struct date d = date_of_days(day_valid(day) ? day : 0);
	const struct calendar_year *y = year_of(c, d.year);

	if (!day_valid(day))
		return false;
	if (y == NULL || !y->known) {
		if (known != NULL)
			*known = false;
		return !weekend(day);
	}
	return bit(y->worked, place(d));
}

/* The first workday from `day` on, going by `step`. */
static int32_t
seek(const struct calendar *c, int32_t day, int step, bool *known)
{
	while (day_valid(day) && !calendar_is_workday(c, day, known))
		day += step;
	return day_valid(day) ? day : DAY_NONE;
}

int32_t
calendar_at_or_after(const struct calendar *c, int32_t day, bool *known)
{
	return seek(c, day, 1, known);
}

int32_t
calendar_at_or_before(const struct calendar *c, int32_t day, bool *known)
{
	return seek(c, day, -1, known);
}

int32_t
calendar_next(const struct calendar *c, int32_t day, bool *known)
{
	return calendar_add(c, day, 1, known);
}

int32_t
calendar_previous(const struct calendar *c, int32_t day, bool *known)
{
	return calendar_add(c, day, -1, known);
}

int32_t
calendar_add(const struct calendar *c, int32_t day, int n, bool *known)
{
	int step = n < 0 ? -1 : 1;

	if (!day_valid(day))
		return DAY_NONE;
	for (; n != 0 && day_valid(day); n -= step)
		day = seek(c, day + step, step, known);
	return day;
}

/* Workdays from one day until before another of the same year. */
static int
count_in_year(const struct calendar *c, int year, int32_t from, int32_t until, bool *known)
{
	const struct calendar_year *y = year_of(c, year);
	int32_t first = new_year(year);

	if (y != NULL && y->known)
		return bits(y->worked, (int)(until - first)) - bits(y->worked, (int)(from - first));
	if (known != NULL)
		*known = false;
	return weekdays(until) - weekdays(from);
}

int
calendar_count(const struct calendar *c, int32_t from, int32_t to, bool *known)
{
	int n = 0;

	if (from > to)
		return -calendar_count(c, to, from, known);
	if (!day_valid(from) || !day_valid(to))
		return 0;
	for (int32_t day = from + 1, until; day <= to; day = until) {
		int year = date_of_days(day).year;

		until = new_year(year + 1);
		if (until > to + 1)
			until = to + 1;
		n += count_in_year(c, year, day, until, known);
	}
	return n;
}
