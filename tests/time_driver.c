/*
 * Answers questions about days, a line each on standard input, for tests/timemodel.py. Days
 * are 2026-11-22, or - for none; what is printed last of an answer, behind a blank, is
 * whether all years asked had a table (1) or not (0).
 *
 *	year Y SOURCE | off A B | work D		fills the calendar; says ok
 *	is D | near D | add D N | count A B
 *	turn PERIOD D | later PERIOD D N | turns PERIOD A B
 *	cadence PERIOD AFTER D
 *	due PERIOD N END REST START [FROM TO]...	pauses behind it
 *	between PERIOD A B | stated DATE REST
 *	lamp N DUE CLOSED PAUSED OUTCOME GIVEN DAY [DUE ACCEPTED WEIGHT]...
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lamps.h"
#include "ledger/clock.h"

#define WORDS 200

static struct calendar calendar;
static char *words[WORDS];	/* of the line, then NULL */
static size_t count;
static bool known;

static struct date
date_at(size_t at)
{
	int y = 0, m = 0, d = 0;

	if (at < count)
		sscanf(words[at], "%d-%d-%d", &y, &m, &d);
	return (struct date){ (int16_t)y, (int8_t)m, (int8_t)d };
}

static int32_t
day_at(size_t at)
{
	return at < count && words[at][0] != '-' ? date_days(date_at(at)) : DAY_NONE;
}

static int
number_at(size_t at)
{
	return at < count ? atoi(words[at]) : 0;
}

static enum period
period_at(size_t at)
{
	enum period p = PERIOD_DAY;

	if (at >= count || !period_find(cstr(words[at]), &p))
		exit(2);
	return p;
}

static enum rest
rest_at(size_t at)
{
	enum rest r = REST_STAY;

	if (at >= count || !rest_find(cstr(words[at]), &r))
		exit(2);
	return r;
}

static void
say(int32_t day)
{
	char out[DATE_TEXT] = "-";

	if (day != DAY_NONE)
		date_print(out, date_of_days(day));
	printf("%s ", out);
}

static void
say_turn(struct turn t)
{
	char zh[TURN_NAME], en[TURN_NAME];

	turn_print(zh, t, LANG_ZH);
	turn_print(en, t, LANG_EN);
	say(t.first);
	say(t.last);
	printf("%d %d %s|%s|", t.year, t.index, zh, en);
}

static void
fill(enum err e)
{
	printf("%s ", e == OK ? "ok" : "refused");
}

static void answer_year(void) { fill(calendar_add_year(&calendar, number_at(1), cstr("a notice"), NULL)); }
static void answer_off(void) { fill(calendar_add_off(&calendar, date_at(1), date_at(2), NULL)); }
static void answer_work(void) { fill(calendar_add_work(&calendar, date_at(1), NULL)); }
static void answer_is(void) { printf("%d ", calendar_is_workday(&calendar, day_at(1), &known)); }

static void
answer_near(void)
{
	say(calendar_previous(&calendar, day_at(1), &known));
	say(calendar_at_or_before(&calendar, day_at(1), &known));
	say(calendar_at_or_after(&calendar, day_at(1), &known));
	say(calendar_next(&calendar, day_at(1), &known));
}

static void answer_add(void) { say(calendar_add(&calendar, day_at(1), number_at(2), &known)); }
static void answer_count(void) { printf("%d ", calendar_count(&calendar, day_at(1), day_at(2), &known)); }
static void answer_turn(void) { say_turn(turn_of(period_at(1), day_at(2))); }
static void answer_later(void) { say_turn(turn_later(turn_of(period_at(1), day_at(2)), number_at(3))); }

static void
answer_turns(void)
{
	struct turns w = { period_at(1), day_at(2), day_at(3) };

	for (struct turn t; turns_next(&w, &t); )
		say(t.first);
}

static void
answer_cadence(void)
{
	struct cadence c = { period_at(1), number_at(2) };

	say(cadence_due(c, &calendar, turn_of(c.period, day_at(3)), &known));
}

static void
answer_due(void)
{
	struct clock rule = { period_at(1), number_at(2), number_at(3) != 0, rest_at(4) };
	struct pause pauses[WORDS / 2];
	size_t n = 0;

	for (size_t at = 6; at < count; at += 2)
		pauses[n++] = (struct pause){ day_at(at), day_at(at + 1) };
	say(clock_due_paused(rule, &calendar, day_at(5), pauses, n, &known));
}

static void answer_between(void) { printf("%d ", clock_between(period_at(1), &calendar, day_at(2), day_at(3), &known)); }
static void answer_stated(void) { say(clock_stated(date_at(1), rest_at(2), &calendar, &known)); }

static void
answer_lamp(void)
{
	const struct lamp_rules *rules = &lamps[number_at(1) % LAMPS];
	struct milestone m[WORDS / 3];
	struct lamp_facts f = { .due = day_at(2), .closed = number_at(3) != 0, .paused = number_at(4) != 0,
		.given = (uint64_t)number_at(6), .milestones = m };
	char zh[LAMP_REASON], en[LAMP_REASON];
	struct lamp_told told;

	if (count > 5 && words[5][0] != '-')
		f.outcome = f.outcome_zh = f.outcome_en = cstr(words[5]);
	for (size_t at = 8; at < count; at += 3)
		m[f.count++] = (struct milestone){ day_at(at), day_at(at + 1), number_at(at + 2) };
	told = lamp_tell(rules, &calendar, &f, day_at(7), NULL);
	lamp_reason(zh, rules, &f, &told, LANG_ZH);
	lamp_reason(en, rules, &f, &told, LANG_EN);
	printf("%.*s ", STR_ARG(told.state->name));
	say(told.changes);
	printf("%s|%s|", zh, en);
}

#define ANSWERS(X) X(year) X(off) X(work) X(is) X(near) X(add) X(count) X(turn) X(later) X(turns) X(cadence) X(due) \
	X(between) X(stated) X(lamp)

static const struct {
	const char *name;
	void (*answer)(void);
} answers[] = {
#define X(name) { #name, answer_##name },
	ANSWERS(X)
#undef X
};

static void
answer(void)
{
	for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++)
		if (strcmp(answers[i].name, words[0]) == 0) {
			known = true;
			answers[i].answer();
			printf("%d\n", known);
			return;
		}
	exit(2);
}

int
main(void)
{
	char line[4096], *rest = NULL;

	while (fgets(line, sizeof line, stdin) != NULL) {
		count = 0;
		for (char *w = strtok_r(line, " \n", &rest); w != NULL && count < WORDS - 1; w = strtok_r(NULL, " \n", &rest))
			words[count++] = w;
		if (count > 0)
			answer();
	}
	return 0;
}
