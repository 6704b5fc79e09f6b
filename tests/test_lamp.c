#include "test.h"

#include "china.h"
#include "lamps.h"

#define LENGTH(a) (sizeof(a) / sizeof (a)[0])

enum { COLOURS, WORKDAYS, MARKS };

/* 22 of 100 are done in March; 38 are due in June, 40 at the end of the year. */
static const struct milestone year_of_work[] = { { 20543, 20532, 22 }, { 20634, DAY_NONE, 38 }, { 20818, DAY_NONE, 40 } };

static void
days_are_those_of_the_table(void **state)
{
	(void)state;
	assert_day(year_of_work[0].due, day_read("2026-03-31"));
	assert_day(year_of_work[0].accepted, day_read("2026-03-20"));
	assert_day(year_of_work[1].due, day_read("2026-06-30"));
	assert_day(year_of_work[2].due, day_read("2026-12-31"));
}

/* By hand. */
static const struct row {
	int lamp;
	const char *due;
	bool closed, paused;
	const char *outcome;
	uint64_t given;
	bool milestones;
	const char *day, *name, *changes, *zh, *en;
} rows[] = {
	{ COLOURS, "2026-12-31", false, false, "", 0, true, "2026-05-01", "green", "2026-07-01",
	    "距到期还有244天；应完成22%，实际22%", "244 days left; should be 22% done, is 22%" },
	{ COLOURS, "2026-12-31", false, false, "", 0, true, "2026-07-01", "red", NULL,
	    "应完成60%，实际22%，差38点", "should be 60% done, is 22%, 38 points behind" },
	{ COLOURS, "2026-12-31", false, false, "", 0, true, "2026-03-25", "green", "2026-07-01",
	    "距到期还有281天；应完成0%，实际22%，超前22点", "281 days left; should be 0% done, is 22%, 22 points ahead" },
	{ COLOURS, "2026-11-20", false, false, "", 0, false, "2026-12-02", "red", NULL, "逾期12天", "overdue by 12 days" },
	{ COLOURS, "2026-11-20", false, false, "", 0, false, "2026-11-21", "red", NULL, "逾期1天", "overdue by 1 day" },
	{ COLOURS, "2026-11-20", false, false, "", 0, false, "2026-11-20", "yellow", "2026-11-21", "今日到期", "due today" },
	{ COLOURS, "2026-11-20", false, false, "", 0, false, "2026-11-19", "yellow", "2026-11-21", "距到期还有1天", "1 day left" },
	{ COLOURS, "2026-11-20", false, false, "", 0, false, "2026-11-12", "green", "2026-11-13", "距到期还有8天", "8 days left" },
	{ COLOURS, NULL, false, false, "", 0, false, "2026-11-12", "green", NULL, "未定时限", "no deadline set" },
	{ COLOURS, "2026-11-20", true, false, "", 0, false, "2026-12-12", "done", NULL, "已销号", "closed" },
	{ COLOURS, "2026-11-20", true, true, "lasting", 0, true, "2026-12-12", "done", NULL, "已销号，长期坚持", "closed, kept up" },
	{ COLOURS, "2026-11-20", false, true, "", 0, false, "2026-12-12", "paused", NULL, "计时已暂停", "the clock stands still" },

	/* Friday 13 February 2026 is due; 14 is worked, 15 to 23 are off. */
	{ WORKDAYS, "2026-02-13", false, false, "", 0, false, "2026-01-22", "e", "2026-01-23", "距到期还有16个工作日", "16 working days left" },
	{ WORKDAYS, "2026-02-13", false, false, "", 0, false, "2026-01-23", "d", "2026-02-10", "距到期还有15个工作日", "15 working days left" },
	{ WORKDAYS, "2026-02-13", false, false, "", 0, false, "2026-02-12", "c", "2026-02-14", "距到期还有1个工作日", "1 working day left" },
	{ WORKDAYS, "2026-02-13", false, true, "", 0, false, "2026-02-12", "d", "2026-02-14", "距到期还有1个工作日", "1 working day left" },
	{ WORKDAYS, "2026-02-13", false, false, "", 0, false, "2026-02-23", "b", "2026-03-05", "逾期1个工作日", "overdue by 1 working day" },
	{ WORKDAYS, "2026-02-13", false, false, "", 0, false, "2026-03-05", "a", NULL, "逾期10个工作日", "overdue by 10 working days" },
	{ WORKDAYS, "2026-11-22", false, false, "", 0, false, "2026-11-16", "d", "2026-11-17", "距到期还有4个工作日", "4 working days left" },	/* a Sunday */
	{ WORKDAYS, "2026-02-14", false, false, "", 0, false, "2026-02-22", "c", "2026-02-24", "逾期0个工作日", "overdue by 0 working days" },
	{ WORKDAYS, "2026-02-13", true, true, "", 0, false, "2026-03-06", "e", NULL, "已销号", "closed" },
	{ WORKDAYS, "2026-12-31", false, false, "", 0, true, "2026-12-31", "c", "2027-01-01",
	    "今日到期；应完成60%，实际22%，差38点", "due today; should be 60% done, is 22%, 38 points behind" },

	{ MARKS, "2026-12-31", false, false, "", 3, true, "2026-12-01", "asked", NULL, "距到期还有30天", "30 days left" },
	{ MARKS, "2026-12-31", false, false, "", 1, true, "2026-12-01", "behind", NULL,
	    "应完成60%，实际22%，差38点", "should be 60% done, is 22%, 38 points behind" },
	{ MARKS, "2026-11-30", false, true, "", 0, true, "2026-12-01", "fine", "2026-12-30",
	    "计时已暂停；逾期1天；应完成60%，实际22%，差38点", "the clock stands still; overdue by 1 day; should be 60% done, is 22%, 38 points behind" },
	{ MARKS, "2026-11-30", true, false, "lasting", 0, true, "2026-12-01", "lasting", NULL, "已销号，长期坚持", "closed, kept up" },
	{ MARKS, "2026-11-30", true, false, "done", 0, false, "2026-12-01", "fine", NULL, "已销号，完成", "closed, done" },
	{ MARKS, NULL, false, false, "", 3, false, "2026-12-01", "fine", NULL, "未定时限", "no deadline set" },
};

static struct lamp_facts
facts_of(const struct row *r)
{
	bool lasting = strcmp(r->outcome, "lasting") == 0, done = strcmp(r->outcome, "done") == 0;

	return (struct lamp_facts){
		.due = day_read(r->due),
		.closed = r->closed,
		.paused = r->paused,
		.outcome = cstr(r->outcome),
		.outcome_zh = cstr(lasting ? "长期坚持" : done ? "完成" : ""),
		.outcome_en = cstr(lasting ? "kept up" : done ? "done" : ""),
		.given = r->given,
		.milestones = r->milestones ? year_of_work : NULL,
		.count = r->milestones ? LENGTH(year_of_work) : 0,
	};
}

static void
states_reasons_changes(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		const struct row *r = &rows[i];
		const struct lamp_rules *rules = &lamps[r->lamp];
		struct lamp_facts f = facts_of(r);
		struct lamp_told told = lamp_tell(rules, china(), &f, day_read(r->day), NULL);
		char reason[LAMP_REASON];

		assert_str(told.state->name, r->name);
		assert_day(told.changes, day_read(r->changes));
		assert_int_equal(lamp_reason(reason, rules, &f, &told, LANG_ZH), strlen(r->zh));
		assert_string_equal(reason, r->zh);
		assert_int_equal(lamp_reason(reason, rules, &f, &told, LANG_EN), strlen(r->en));
		assert_string_equal(reason, r->en);
	}
}

/* From any day on, the state stays as it is until the day that was told, and is another on that day. */
static void
walk(const struct lamp_rules *rules, const struct lamp_facts *f)
{
	int32_t from = day_read("2026-01-01"), to = day_read("2028-01-01");
	struct lamp_told before = lamp_tell(rules, china(), f, from, NULL);

	for (int32_t day = from + 1; day <= to; day++) {
		struct lamp_told now = lamp_tell(rules, china(), f, day, NULL);

		if (before.changes == day)
			assert_ptr_not_equal(now.state, before.state);
		else {
			assert_ptr_equal(now.state, before.state);
			assert_day(now.changes, before.changes);
		}
		before = now;
	}
}

static void
day_by_day(void **state)
{
	struct milestone m[] = {
		{ 20560, 20700, 5 }, { 20600, DAY_NONE, 1 }, { 20650, 20640, 7 }, { DAY_NONE, 20900, 2 }, { 20810, 20700, 5 },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct lamp_facts f = facts_of(&rows[i]);

		for (int lamp = 0; lamp < LAMPS; lamp++) {
			f.milestones = rows[i].milestones ? year_of_work : NULL;
			f.count = rows[i].milestones ? LENGTH(year_of_work) : 0;
			walk(&lamps[lamp], &f);
			f.milestones = m;
			f.count = LENGTH(m);
			walk(&lamps[lamp], &f);
		}
	}
}

static uint32_t seed = 20261122;

static int
chance(int n)
{
	seed = seed * 1664525 + 1013904223;
	return (int)((seed >> 8) % (uint32_t)n);
}

/* -1 most of the time, else one of least..most. */
static int
maybe(int least, int most)
{
	return chance(3) > 0 ? -1 : least + chance(most - least + 1);
}

static void
rules_of_chance(void **state)
{
	static struct lamp_row some[8];
	struct milestone m[4];

	(void)state;
	for (int round = 0; round < 60; round++) {
		struct lamp_rules rules = { colours_states, some, 5, 1 + chance(8), chance(2) == 1 };
		struct lamp_facts f = { .due = chance(9) == 0 ? DAY_NONE : 20454 + chance(730), .closed = chance(4) == 0,
			.paused = chance(4) == 0, .given = (uint64_t)chance(4), .milestones = m, .count = (size_t)chance(5) };

		for (int i = 0; i < rules.count; i++)
			some[i] = (struct lamp_row){ chance(5), maybe(0, 60), maybe(1, 60), maybe(1, 100), maybe(0, 1),
				maybe(0, 1), { NULL, 0 }, chance(5) == 0 ? 1u : 0u };
		some[rules.count - 1] = (struct lamp_row){ chance(5), -1, -1, -1, -1, -1, { NULL, 0 }, 0 };
		for (size_t i = 0; i < LENGTH(m); i++)
			m[i] = (struct milestone){ 20454 + chance(730), chance(2) == 0 ? DAY_NONE : 20454 + chance(730), 1 + chance(9) };
		assert_int_equal(lamp_check(&rules, NULL), OK);
		walk(&rules, &f);
	}
}

/* Years without a table are told where workdays count, and only there. */
static void
what_is_not_known(void **state)
{
	struct lamp_facts f = { .due = day_read("2027-03-01") };
	bool known = true;

	(void)state;
	lamp_tell(&lamps[COLOURS], china(), &f, day_read("2026-12-01"), &known);
	assert_true(known);
	lamp_tell(&lamps[WORKDAYS], china(), &f, day_read("2026-12-01"), &known);
	assert_false(known);
}

/* A reason that is too long ends behind a clause. */
static void
long_reason(void **state)
{
	static char name[300];
	struct lamp_facts f = { .due = DAY_NONE, .closed = true, .paused = true, .outcome_zh = { name, 230 },
		.outcome_en = { name, sizeof name }, .milestones = year_of_work, .count = LENGTH(year_of_work) };
	struct lamp_row all = { 3, -1, -1, -1, -1, -1, { NULL, 0 }, 0 };
	struct lamp_rules rules = { colours_states, &all, 5, 1, false };
	struct lamp_told told = lamp_tell(&rules, china(), &f, day_read("2026-07-01"), NULL);
	char out[LAMP_REASON];

	(void)state;
	memset(name, 'x', sizeof name);
	assert_int_equal(lamp_reason(out, &rules, &f, &told, LANG_ZH), strlen("已销号，") + 230);
	assert_int_equal(strlen(out), strlen("已销号，") + 230);
	lamp_reason(out, &rules, &f, &told, LANG_EN);
	assert_string_equal(out, "the clock stands still; should be 60% done, is 22%, 38 points behind");
	f.outcome_zh.n = 243;	/* not even what parts two clauses fits behind it */
	assert_int_equal(lamp_reason(out, &rules, &f, &told, LANG_ZH), strlen("已销号，") + 243);

	f = (struct lamp_facts){ .due = DAY_NONE, .outcome = STR("lasting"), .outcome_zh = STR("长期坚持") };
	all.outcome = STR("lasting");	/* an outcome without being closed */
	lamp_reason(out, &rules, &f, &told, LANG_ZH);
	assert_string_equal(out, "长期坚持");
}

static void
one_point(void **state)
{
	struct milestone m = { 100, DAY_NONE, 1 }, rest = { DAY_NONE, DAY_NONE, 99 };
	struct milestone both[] = { m, rest };
	struct lamp_facts f = { .due = 200, .milestones = both, .count = 2 };
	struct lamp_told told = lamp_tell(&lamps[MARKS], china(), &f, 150, NULL);
	char out[LAMP_REASON];

	(void)state;
	lamp_reason(out, &lamps[MARKS], &f, &told, LANG_EN);
	assert_string_equal(out, "should be 1% done, is 0%, 1 point behind");
}

/* As many as there may be. */
static void
most_states(void)
{
	static const char names[] = "abcdefghijklmnop";
	struct lamp_state states[LAMP_STATES];
	const struct lamp_row end = { LAMP_STATES - 1, -1, -1, -1, -1, -1, { NULL, 0 }, 0 };
	const struct lamp_rules r = { states, &end, LAMP_STATES, 1, false };

	for (int i = 0; i < LAMP_STATES; i++) {
		states[i] = colours_states[0];
		states[i].name = states[i].mark = (struct str){ names + i, 1 };
	}
	assert_int_equal(lamp_check(&r, NULL), OK);
}

static void
rules_refused(void **state)
{
	const struct lamp_state *s = colours_states;
	const struct lamp_row end = { 2, -1, -1, -1, -1, -1, { NULL, 0 }, 0 };
	struct lamp_state states[2];
	struct lamp_row two[2] = { end, end };
	struct lamp_rules r = { states, two, 2, 2, false };
	struct why why;

	(void)state;
	for (int i = 0; i < LAMPS; i++)
		assert_int_equal(lamp_check(&lamps[i], &why), OK);
#define REFUSED(change, what_)                                                           \
	do {                                                                             \
		states[0] = s[0], states[1] = s[1], two[0] = two[1] = end;               \
		two[0].show = two[1].show = 1;                                           \
		assert_int_equal(lamp_check(&r, NULL), OK);                              \
		change;                                                                  \
		assert_int_equal(lamp_check(&r, &why), E_LAMP);                          \
		assert_string_equal(why.what, what_);                                    \
		r.states = r.count = 2;                                                  \
	} while (0)
	REFUSED(states[1].name = s[0].name, "red");
	REFUSED(states[1].mark = s[0].mark, "yellow");
	REFUSED(states[1].mark.n = 0, "yellow");
	REFUSED(states[1].zh.n = 0, "yellow");
	REFUSED(states[0].en.n = 0, "red");
	REFUSED(states[0].name.n = 0, "");
	REFUSED(states[0].colour = STR("red"), "red");
	REFUSED(states[0].colour = STR("c8102e7"), "red");
	REFUSED(states[0].colour = STR("#c8102g"), "red");
	REFUSED(two[0].show = 2, "1");
	REFUSED(two[0].show = -1, "1");
	REFUSED(two[0].left = LAMP_DAYS + 1, "1");
	REFUSED(two[0].overdue = 0, "1");
	REFUSED(two[0].lag = 101, "1");
	REFUSED(two[0].lag = -2, "1");
	REFUSED(two[0].closed = 2, "1");
	REFUSED(two[0].paused = -2, "1");
	REFUSED(two[1].left = 3, "2");
	REFUSED(two[1].overdue = 3, "2");
	REFUSED(two[1].lag = 3, "2");
	REFUSED(two[1].closed = 0, "2");
	REFUSED(two[1].paused = 1, "2");
	REFUSED(two[1].outcome = STR("done"), "2");
	REFUSED(two[1].given = 1, "2");
	most_states();
	REFUSED(r.states = 0, "1..16");
	REFUSED(r.states = LAMP_STATES + 1, "1..16");
	REFUSED(r.count = 0, "1..32");
	REFUSED(r.count = LAMP_ROWS + 1, "1..32");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_are_those_of_the_table),
		cmocka_unit_test(states_reasons_changes),
		cmocka_unit_test(day_by_day),
		cmocka_unit_test(rules_of_chance),
		cmocka_unit_test(what_is_not_known),
		cmocka_unit_test(long_reason),
		cmocka_unit_test(one_point),
		cmocka_unit_test(rules_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
