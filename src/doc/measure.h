/*
 * measure: what kind of measure word a line of words/measure.txt is, and so
 * what is asked before a number with it counts.
 */
#ifndef BH_MEASURE_H
#define BH_MEASURE_H

enum measure {
	MEASURE_NOT,		/* begins like a measure word and is none: 年度, 组织 */
	MEASURE_PLAIN,
	MEASURE_FIGURES,	/* with Arabic figures alone: 分 (十分 is no score) */
	MEASURE_TIME,		/* 两年: 每 may stand before it and 内 after it */
	MEASURE_YEAR,		/* the same, unless it is a year of the calendar or names a plan (三年行动计划) */
	MEASURE_DAY,		/* 日: a day of a month, unless 内 follows or 前 stands before */
	MEASURE_LEVEL,		/* 级: a rank, unless the levels are listed: 市县两级 */
	MEASURE_PLACE,		/* 省, 县: in Chinese figures only 两, or after a list */
	MEASURE_GREAT,		/* 大: 六大行动 */
	MEASURE_POINT,		/* 点: of advice; else an hour */
	MEASURE_TENTH,		/* 成: ten per cent */
	MEASURE_DOUBLE,		/* 番: after 翻, two to that power */
};

#endif
