/*
 * cadence: the periods of the calendar, and the turns in which reports fall
 * due (周调度, 旬督促, 月盘点 …).
 *
 * Each period cuts all days into turns that follow each other without gap:
 * weeks as ISO 8601 counts them (from Monday; the first holds 4 January), the
 * three 旬 of a month (1st to 10th, 11th to 20th, the rest), months, quarters,
 * halves, years. Pure functions; days are numbers, as in calendar.h.
 */
#ifndef BH_CADENCE_H
#define BH_CADENCE_H

#include "ledger/calendar.h"

/*
 * The word is what a definition says; the names are for people. PERIOD_WORKDAY
 * is for counting (clock.h); as turns its periods are days.
 */
#define PERIODS(X) /*	id		word		zh		en */ \
	X(PERIOD_DAY,		"day",		"日",		"day") \
	X(PERIOD_WORKDAY,	"workday",	"工作日",	"working day") \
	X(PERIOD_WEEK,		"week",		"周",		"week") \
	X(PERIOD_TENDAY,	"tenday",	"旬",		"ten-day period") \
	X(PERIOD_MONTH,		"month",	"月",		"month") \
	X(PERIOD_QUARTER,	"quarter",	"季",		"quarter") \
	X(PERIOD_HALF,		"half",		"半年",		"half-year") \
	X(PERIOD_YEAR,		"year",		"年",		"year")

enum period {
#define X(id, word, zh, en) id,
	PERIODS(X)
#undef X
	PERIOD_COUNT
};

struct str period_word(enum period);
struct str period_name(enum period, enum lang);
/* The period of that word; false if there is none. */
bool period_find(struct str word, enum period *);

struct turn {
	enum period period;
	int32_t number;		/* counts the turns of a period without gap; orders and identifies them */
	int32_t first, last;	/* days; DAY_NONE if a part lies outside the years 1900..2199 */
	int16_t year;		/* the year it is counted in: of a week, ISO's */
	int16_t index;		/* in that year, from 1: week 1..53, 旬 1..36, month 1..12 … */
};

/* The turn that holds the day. */
struct turn turn_of(enum period, int32_t day);
/* The turn that comes n turns later, or earlier if n < 0. */
struct turn turn_later(struct turn, int32_t n);

/* 2026年第47周, 2026年11月下旬, 2026年第四季度, 2026年下半年; week 47 of 2026 … Returns the bytes written. */
#define TURN_NAME 64
size_t turn_print(char out[TURN_NAME], struct turn, enum lang);

/*
 * The turns that have a day from `from` to `to`, without allocation:
 *
 *	struct turns w = { PERIOD_MONTH, from, to };
 *	for (struct turn t; turns_next(&w, &t); )
 */
struct turns {
	enum period period;
	int32_t from, to;	/* `from` moves on */
};
bool turns_next(struct turns *, struct turn *);

/* When the report of a turn is due. */
struct cadence {
	enum period period;
	int after;		/* workdays after the turn's end; 0: its last workday */
};

/*
 * DAY_NONE: nothing is due, for the turn has no workday (a week within a long
 * holiday; of a cadence of days, each rest day) and no day after it was asked for.
 */
int32_t cadence_due(struct cadence, const struct calendar *, struct turn, bool *known);

#endif
