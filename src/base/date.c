#include "base/date.h"


bool
date_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int
date_month_days(int year, int month)
{
	static const int8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	if (month < 1 || month > 12)
		return 0;
	return month == 2 && date_leap(year) ? 29 : days[month - 1];
}

bool
date_valid(struct date d)
{
	if (d.year < 1900 || d.year > 2199)
		return false;
	if (d.month == 0)
		return d.day == 0;
	if (d.month < 1 || d.month > 12)
		return false;
	return d.day >= 0 && d.day <= date_month_days(d.year, d.month);
}

/* Counts in years that begin in March, so that the leap day comes last. */
int32_t
date_days(struct date d)
{
	int month = d.month == 0 ? 1 : d.month, day = d.day == 0 ? 1 : d.day;
	int year = month <= 2 ? d.year - 1 : d.year;
	int era = (year >= 0 ? year : year - 399) / 400;
	int in_era = year - era * 400;
	int in_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

	return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719468;
}

struct date
date_of_days(int32_t days)
{
	int32_t z = days + 719468;
	int32_t era = (z >= 0 ? z : z - 146096) / 146097;
	int32_t in_era = z - era * 146097;
	int32_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int32_t in_year = in_era - (365 * year + year / 4 - year / 100);
	int32_t m = (5 * in_year + 2) / 153;
	int32_t month = m < 10 ? m + 3 : m - 9;

	return (struct date){
		.year = (int16_t)(year + era * 400 + (month <= 2)),
		.month = (int8_t)month,
		.day = (int8_t)(in_year - (153 * m + 2) / 5 + 1),
	};
}

struct date
date_last(struct date d)
{
	if (d.month == 0)
		d.month = 12;
	if (d.day == 0)
		d.day = (int8_t)date_month_days(d.year, d.month);
	return d;
}

int
date_weekday(struct date d)
{
	int w = (date_days(d) + 4) % 7;

	return w < 0 ? w + 7 : w;
}

int
date_cmp(struct date a, struct date b)
{
	int32_t x = date_days(a), y = date_days(b);

	if (x != y)
		return x < y ? -1 : 1;
	x = date_days(date_last(a));
	y = date_days(date_last(b));
	return x == y ? 0 : x > y ? -1 : 1;
}

/* The last n digits of u, and where they end. */
static char *
put_digits(char *to, unsigned u, unsigned n)
{
	for (unsigned i = n; i-- > 0; u /= 10)
		to[i] = (char)('0' + u % 10);
	return to + n;
}

size_t
date_print(char out[DATE_TEXT], struct date d)
{
	char *to = put_digits(out, (unsigned)d.year, 4);

	if (d.month != 0) {
		*to++ = '-';
		to = put_digits(to, (unsigned)d.month, 2);
	}
	if (d.month != 0 && d.day != 0) {
		*to++ = '-';
		to = put_digits(to, (unsigned)d.day, 2);
	}
	*to = '\0';
	return (size_t)(to - out);
}
