/*
 * Three lamps that differ: three colours by days and points; six by workdays; marks
 * by outcome and by what the caller judged. `tests/timemodel.py` has them too, in its own words.
 */
#ifndef BH_LAMPS_H
#define BH_LAMPS_H

#include "ledger/lamp.h"

static const struct lamp_state colours_states[] = {
	{ { "red", 3 }, { "红灯", 6 }, { "red", 3 }, { "#c8102e", 7 }, { "■", 3 } },
	{ { "yellow", 6 }, { "黄灯", 6 }, { "yellow", 6 }, { "#f2a900", 7 }, { "▲", 3 } },
	{ { "green", 5 }, { "绿灯", 6 }, { "green", 5 }, { "#2e7d32", 7 }, { "●", 3 } },
	{ { "done", 4 }, { "已办结", 9 }, { "done", 4 }, { "#1565C0", 7 }, { "✓", 3 } },
	{ { "paused", 6 }, { "暂停", 6 }, { "paused", 6 }, { "#9e9e9e", 7 }, { "‖", 3 } },
};
static const struct lamp_row colours_rows[] = {
/*	show	left	overdue	lag	closed	paused	outcome		given */
	{ 3,	-1,	-1,	-1,	1,	-1,	{ NULL, 0 },	0 },
	{ 4,	-1,	-1,	-1,	-1,	1,	{ NULL, 0 },	0 },
	{ 0,	-1,	1,	-1,	-1,	-1,	{ NULL, 0 },	0 },
	{ 0,	-1,	-1,	30,	-1,	-1,	{ NULL, 0 },	0 },
	{ 1,	7,	-1,	-1,	-1,	-1,	{ NULL, 0 },	0 },
	{ 1,	-1,	-1,	10,	-1,	-1,	{ NULL, 0 },	0 },
	{ 2,	-1,	-1,	-1,	-1,	-1,	{ NULL, 0 },	0 },
};

static const struct lamp_state workdays_states[] = {
	{ { "a", 1 }, { "一级", 6 }, { "level 1", 7 }, { "#000000", 7 }, { "A", 1 } },
	{ { "b", 1 }, { "二级", 6 }, { "level 2", 7 }, { "#b71c1c", 7 }, { "B", 1 } },
	{ { "c", 1 }, { "三级", 6 }, { "level 3", 7 }, { "#e65100", 7 }, { "C", 1 } },
	{ { "d", 1 }, { "四级", 6 }, { "level 4", 7 }, { "#fdd835", 7 }, { "D", 1 } },
	{ { "e", 1 }, { "正常", 6 }, { "normal", 6 }, { "#2e7d32", 7 }, { "E", 1 } },
};
static const struct lamp_row workdays_rows[] = {
	{ 4,	-1,	-1,	-1,	1,	-1,	{ NULL, 0 },	0 },
	{ 0,	-1,	10,	-1,	-1,	-1,	{ NULL, 0 },	0 },
	{ 1,	-1,	1,	-1,	-1,	-1,	{ NULL, 0 },	0 },
	{ 2,	0,	-1,	20,	-1,	-1,	{ NULL, 0 },	0 },
	{ 2,	3,	-1,	-1,	-1,	0,	{ NULL, 0 },	0 },
	{ 3,	15,	-1,	-1,	-1,	-1,	{ NULL, 0 },	0 },
	{ 4,	-1,	-1,	-1,	-1,	-1,	{ NULL, 0 },	0 },
};

static const struct lamp_state marks_states[] = {
	{ { "lasting", 7 }, { "长期", 6 }, { "lasting", 7 }, { "#6a1b9a", 7 }, { "∞", 3 } },
	{ { "asked", 5 }, { "过问", 6 }, { "asked about", 11 }, { "#ad1457", 7 }, { "!", 1 } },
	{ { "behind", 6 }, { "落后", 6 }, { "behind", 6 }, { "#bf360c", 7 }, { "-", 1 } },
	{ { "fine", 4 }, { "正常", 6 }, { "fine", 4 }, { "#33691e", 7 }, { "+", 1 } },
};
static const struct lamp_row marks_rows[] = {
	{ 0,	-1,	-1,	-1,	1,	-1,	{ "lasting", 7 }, 0 },
	{ 1,	30,	-1,	-1,	0,	-1,	{ NULL, 0 },	3 },
	{ 2,	-1,	-1,	1,	0,	0,	{ NULL, 0 },	0 },
	{ 2,	-1,	30,	-1,	0,	-1,	{ NULL, 0 },	0 },
	{ 3,	-1,	-1,	-1,	-1,	-1,	{ NULL, 0 },	0 },
};

#define LAMPS 3
static const struct lamp_rules lamps[LAMPS] = {
	{ colours_states, colours_rows, 5, 7, false },
	{ workdays_states, workdays_rows, 5, 7, true },
	{ marks_states, marks_rows, 4, 5, false },
};

#endif
