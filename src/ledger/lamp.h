/*
 * lamp: the state that a record shows (红、黄、绿 or whatever the ledger calls
 * them), why, and on which day that changes if nothing else happens.
 *
 * Palette and rows are data. Rows are asked in order; the first of which all
 * holds tells the state, so the last one asks nothing. A state has a mark
 * beside its colour: colour is never the only sign. Pure functions over what
 * is given; they own nothing and borrow nothing beyond the call.
 */
#ifndef BH_LAMP_H
#define BH_LAMP_H

#include "ledger/calendar.h"
#include "ledger/milestone.h"

#define LAMP_STATES 16
#define LAMP_ROWS 32
#define LAMP_DAYS 4000		/* the most that left and overdue ask for */

struct lamp_state {
	struct str name;	/* the word of the definition */
	struct str zh, en;
	struct str colour;	/* #rrggbb */
	struct str mark;	/* a letter or shape: ● ▲ ■, R Y G, 红 … */
};

/* -1 asks nothing. */
struct lamp_row {
	int show;		/* the state, by its place in the palette */
	int left;		/* at most so many days to the day in force; none is left of what is overdue */
	int overdue;		/* at least so many days behind it; 1.. */
	int lag;		/* at least so many points behind by milestones; 1..100 */
	int closed, paused;	/* 0 not so, 1 so */
	struct str outcome;	/* this word; empty asks nothing */
	uint64_t given;		/* all these bits of the facts' `given` */
};

struct lamp_rules {
	const struct lamp_state *palette;
	const struct lamp_row *rows;
	int states, count;	/* how many of each */
	bool workdays;		/* left and overdue count workdays */
};

/* OK, or E_LAMP with the state or row in *why. What follows wants rules that are OK. */
enum err lamp_check(const struct lamp_rules *, struct why *);

struct lamp_facts {
	int32_t due;		/* the date in force; DAY_NONE (none, or its clock stands): left and overdue never hold */
	bool closed, paused;
	struct str closed_zh, closed_en;	/* what being closed is called here; empty: 已销号, closed */
	struct str outcome;	/* word, and what a person calls it; empty while there is none */
	struct str outcome_zh, outcome_en;
	uint64_t given;		/* conditions that the caller judged: they are taken to last */
	const struct milestone *milestones;
	size_t count;
};

struct lamp_told {
	const struct lamp_state *state;
	int row;
	int32_t changes;	/* the next day on which the state is another; DAY_NONE: never by itself */
	int32_t day;		/* it was asked for */
	int days;		/* left, or below 0 overdue, as the rules count; 0 without a due day */
	struct progress progress;
};

/*
 * `day` is a day of the years 1900..2199. What is not known of the calendar may touch the state or the
 * day it changes: where a table is added later, records asked before are to be asked again.
 */
struct lamp_told lamp_tell(const struct lamp_rules *, const struct calendar *, const struct lamp_facts *,
    int32_t day, bool *known);

/*
 * Why: of what the row asked, or, where it asked nothing, of all that is known:
 * 应完成60%，实际22%，差38点; 逾期12天. What does not fit is left out. Returns the bytes written.
 */
#define LAMP_REASON 256
size_t lamp_reason(char out[LAMP_REASON], const struct lamp_rules *, const struct lamp_facts *,
    const struct lamp_told *, enum lang);

#endif
