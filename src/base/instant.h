/*
 * instant: points in time, as microseconds since 1970-01-01 UTC in an int64_t.
 * Leap seconds are not counted (POSIX). A day, as people mean it, is a local
 * one: `offset` is the minutes by which local time is ahead of UTC.
 */
#ifndef BH_INSTANT_H
#define BH_INSTANT_H

#include "base/date.h"

#define INSTANT_SECOND INT64_C(1000000)
#define INSTANT_DAY (86400 * INSTANT_SECOND)
#define INSTANT_END (INT64_C(84006) * INSTANT_DAY)	/* 2200-01-01: the first that cannot be written */
#define OFFSET_CHINA 480				/* UTC+8 */

/* By the clock of the machine; -1 where it cannot be had or stands outside 1970 .. 2199. */
int64_t instant_now(void);

/* "2026-11-22T11:22:21.123456Z"; returns 27, or 0 and "" outside 1970 .. 2199. */
#define INSTANT_TEXT 28
size_t instant_print(char out[INSTANT_TEXT], int64_t);
/* Exactly what instant_print writes: a real day, hours to 23, minutes and seconds to 59. */
bool instant_parse(struct str, int64_t *);

/* The local day that an instant of 1970 .. 2199, or one not far outside, falls on. */
struct date instant_day(int64_t, int offset);
/* With what the local day begins; of a month or year, its first day. Before 1970 in UTC it is negative. */
int64_t instant_of_day(struct date, int offset);

#endif
