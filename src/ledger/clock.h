/*
 * clock: when something is due. A clock is n periods after a day, or the end of
 * the n-th period after the one that holds it; clocks are data, each with its
 * source elsewhere. Nothing here reads the time of day.
 *
 * The day a clock starts on is not counted. n periods are added at once, from
 * the start: 31 January is followed by 28 or 29 February, then by 31 March,
 * never by 28 March. What a month lacks becomes its last day. A 旬 goes the
 * same way: the day keeps its place in its 旬, cut to the 旬 it comes into, so
 * that three of them are a month. An n below 0 counts back, for what must be
 * there before an event.
 */
#ifndef BH_CLOCK_H
#define BH_CLOCK_H

#include "ledger/cadence.h"

/* What becomes of a due day that is no workday. */
#define RESTS(X) /*	id		word		said to a person */ \
	X(REST_STAY,		"stay",		"遇休息日不变",		"as it falls, rest day or not") \
	X(REST_NEXT,		"next",		"遇休息日顺延",		"on a rest day, the next working day") \
	X(REST_PREVIOUS,	"previous",	"遇休息日提前",		"on a rest day, the working day before")

enum rest {
#define X(id, word, zh, en) id,
	RESTS(X)
#undef X
	REST_COUNT
};

struct str rest_word(enum rest);
struct str rest_name(enum rest, enum lang);
/* The choice of that word; false if there is none. */
bool rest_find(struct str word, enum rest *);

#define CLOCK_MAX 4000		/* the largest n, either way */

struct clock {
	enum period period;
	int n;			/* -CLOCK_MAX..CLOCK_MAX */
	bool end;		/* the last day of the period (月底, 旬末, 年底): n = 0 of that which holds the start, 1 of the next */
	enum rest rest;
};

/*
 * The clock stands from a day on, until work goes on again: `from` is the first
 * day that does not count, `to` the first that counts again, DAY_NONE while it still stands.
 */
struct pause {
	int32_t from, to;
};

/* The due day; DAY_NONE if there is no start, n is out of range or the years end. */
int32_t clock_due(struct clock, const struct calendar *, int32_t start, bool *known);
/*
 * The same, pushed by the days it stood: workdays where the rule counts them,
 * else all days. Only what was paused behind the start and up to the due day (as pushed so far)
 * pushes; days paused twice push once. Pauses come in the order of their
 * first days. DAY_NONE also while a pause without end holds it. Rules that count back are not pushed.
 */
int32_t clock_due_paused(struct clock, const struct calendar *, int32_t start,
    const struct pause *, size_t n, bool *known);

/*
 * A deadline as a paper states it: of 2026年11月底前 or 2026年内 the last day it
 * covers. DAY_NONE if that is no date.
 */
int32_t clock_stated(struct date, enum rest, const struct calendar *, bool *known);

/* The day itself, or where its rest moves it. */
int32_t clock_rest(enum rest, const struct calendar *, int32_t day, bool *known);

/*
 * From one day to another, the first not counted: days, or workdays for
 * PERIOD_WORKDAY. Elapsed is (start, today), left is (today, due): 0 on the due day, below 0
 * behind it. In workdays the days of rest behind the due day are still 0.
 */
int clock_between(enum period, const struct calendar *, int32_t from, int32_t to, bool *known);

#endif
