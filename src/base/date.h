/*
 * date: days of the Gregorian calendar, as official papers write them: a
 * year, a month of a year, or a day. No time zone: a day is a local day.
 */
#ifndef BH_DATE_H
#define BH_DATE_H

#include "base/str.h"

struct date {
	int16_t year;		/* 0: no date */
	int8_t month;		/* 0: the whole year */
	int8_t day;		/* 0: the whole month */
};

bool date_leap(int year);
/* 28..31; 0 if there is no such month. */
int date_month_days(int year, int month);
/* A real date of the years 1900..2199, its absent parts zero from the right. */
bool date_valid(struct date);
/* Days since 1970-01-01, of the first day that the date covers; negative before. */
int32_t date_days(struct date);
struct date date_of_days(int32_t days);
/* The last day that the date covers: 2026 -> 2026-12-31, 2026-02 -> 2026-02-28. */
struct date date_last(struct date);
/* 0 Sunday .. 6 Saturday, of a full day. */
int date_weekday(struct date);
/* Orders by the first day covered, then the wider first. */
int date_cmp(struct date, struct date);

/* "2026", "2026-03", "2026-03-05"; returns the bytes written, at most DATE_TEXT - 1. */
#define DATE_TEXT 12
size_t date_print(char out[DATE_TEXT], struct date);

#endif
