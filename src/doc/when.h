/*
 * when: a day, a month, a year or a stretch as it is printed (2025年9月8日至11月14日,
 * 2023—2027年, 二〇二六年三月, 2025-05-28, 三季度内). What it says and no more:
 * a year that the words leave out stays 0, and what it is for is asked elsewhere.
 */
#ifndef BH_WHEN_H
#define BH_WHEN_H

#include "base/date.h"

/* What a word behind a year, a month or a day does: the values of words/date_after.txt. */
enum after {
	AFTER_STOP,	/* begins like one of the others and is none: 2024年|内部 */
	AFTER_PLAIN,	/* belongs to it and changes nothing: 度, 份, 上旬 */
	AFTER_END,	/* 底, 末: of a year its last month */
	AFTER_START,
	AFTER_HALF_1, AFTER_HALF_2,
	AFTER_QUARTER_1, AFTER_QUARTER_2, AFTER_QUARTER_3, AFTER_QUARTER_4,
	AFTER_QUARTERS_3,	/* 前三季度 */
	AFTER_BY,	/* 前, 内 */
	AFTER_FIRST,	/* 前5: first ones of a bare year (2023年|前5个月), else 前 and a number (6月底前|5家) */
	AFTER_SINCE,	/* 以来, 起, 至今 */
	AFTER_NAME,	/* makes a name of it, no date: 2020年|版 */
};

/* What the word before one makes of it: the values of words/date_before.txt. */
enum before {
	BEFORE_STOP,
	BEFORE_AS_OF,	/* 截至 */
	BEFORE_FROM,	/* 自, 从 */
	BEFORE_TO,	/* 到, 至 */
	BEFORE_DUE,	/* 完成时限： */
	BEFORE_SCOPE,	/* 提高到: the words go on to a figure of that year */
	BEFORE_COMPARE,	/* 比, 较, 与, 由: of that year as well, and no year to go by */
	BEFORE_NO_DATE,	/* 每月5日: a cadence; 附件：2026年…: a title */
	BEFORE_HELD,	/* 召开: an event, where what follows is a meeting */
};

struct when {
	const char *begin, *end;	/* its words */
	struct date from, to;		/* alike unless it is a stretch; year 0 where it is left out */
	bool stretch;
	bool late;			/* its 底 or 末 */
	bool part;			/* a stretch because it is a half or a quarter of a year */
	bool broken;			/* words to be passed over: digits that lost a 年 or 月, a name */
	uint8_t close;			/* AFTER_BY, AFTER_SINCE, else AFTER_STOP */
};

/* Whether one stands at p. */
bool when_at(const char *p, const char *end, struct when *);
/* The rest of one whose year is already read (今年|6月底前): p is behind 年. */
void when_rest(const char *p, const char *end, struct when *);

#endif
