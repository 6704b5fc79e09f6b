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

static const struct calendar_year *
year_of(const struct calendar *c, int year)
{
	return year < CALENDAR_FIRST || year >= CALENDAR_FIRST + CALENDAR_YEARS ? NULL :
	    &c->years[year - CALENDAR_FIRST];
}

/* The place of a day in its year, from 0. */
static int
place(struct date d)
{
	return (int)(date_days(d) - date_days((struct date){ .year = d.year }));
}

static bool
weekend(int32_t day)
{
	int w = (int)((day - DAY_FIRST) % 7);	/* 1900-01-01 was a Monday */

	return w >= 5;
}

static enum err
refuse(struct why *why, struct date d)
{
	return fail(why, E_CALENDAR, 0, "%04d-%02d-%02d", d.year, d.month, d.day);
}

enum err
calendar_add_year(struct calendar *c, int year, struct str source, struct why *why)
{
	const struct calendar_year *y = year_of(c, year);

	if (y == NULL || y->known || source.n == 0)
		return fail(why, E_CALENDAR, 0, "%d", year);
	c->years[year - CALENDAR_FIRST] = (struct calendar_year){ .known = true, .source = source };
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
		if (bit(y->off, at) || bit(y->work, at))
			return refuse(why, date_of_days(date_days((struct date){ .year = from.year }) + at));
	for (int at = place(from); at <= place(to); at++)
		set_bit(y->off, at);
	return OK;
}

enum err
calendar_add_work(struct calendar *c, struct date day, struct why *why)
{
	struct calendar_year *y = table_of(c, day);

	if (y == NULL || !weekend(date_days(day)) || bit(y->off, place(day)) || bit(y->work, place(day)))
		return refuse(why, day);
	set_bit(y->work, place(day));
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
	return bit(y->work, place(d)) || (!weekend(day) && !bit(y->off, place(d)));
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

int
calendar_count(const struct calendar *c, int32_t from, int32_t to, bool *known)
{
	int n = 0;

	if (from > to)
		return -calendar_count(c, to, from, known);
	if (!day_valid(from) || !day_valid(to))
		return 0;
	for (int32_t day = from + 1; day <= to; day++)
		n += calendar_is_workday(c, day, known);
	return n;
}
