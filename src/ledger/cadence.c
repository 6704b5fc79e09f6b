#include "ledger/cadence.h"

#include <stdio.h>

static const struct {
	struct str word, name[2];
} periods[PERIOD_COUNT] = {
#define S(literal) { "" literal, sizeof(literal) - 1 }
#define X(id, word, zh, en) { S(word), { S(zh), S(en) } },
	PERIODS(X)
#undef X
#undef S
};

struct str
period_word(enum period p)
{
	return periods[p].word;
}

struct str
period_name(enum period p, enum lang lang)
{
	return periods[p].name[lang];
}

bool
period_find(struct str word, enum period *p)
{
	for (int i = 0; i < PERIOD_COUNT; i++)
		if (str_eq(periods[i].word, word)) {
			*p = (enum period)i;
			return true;
		}
	return false;
}

/* How many turns of a period make a year, where each year has as many. */
static int
a_year(enum period p)
{
	static const int8_t turns[PERIOD_COUNT] = { [PERIOD_TENDAY] = 36, [PERIOD_MONTH] = 12, [PERIOD_QUARTER] = 4,
		[PERIOD_HALF] = 2, [PERIOD_YEAR] = 1 };

	return turns[p];
}

/* Days and weeks run on across years. Day -3 is a Monday. */
static int
run_of_days(enum period p)
{
	return p == PERIOD_WEEK ? 7 : 1;
}

#define MONDAY 3

static int32_t
floor_div(int32_t a, int32_t b)
{
	return a / b - (a % b < 0);
}

static int32_t
number_of(enum period p, int32_t day)
{
	struct date d = date_of_days(day);
	int third = d.day > 20 ? 2 : d.day > 10 ? 1 : 0;

	if (a_year(p) == 0)
		return floor_div(p == PERIOD_WEEK ? day + MONDAY : day, run_of_days(p));
	if (p == PERIOD_TENDAY)
		return d.year * 36 + (d.month - 1) * 3 + third;
	return d.year * a_year(p) + (d.month - 1) / (12 / a_year(p));
}

/* The first day of turn `number` of a period whose years have n turns each. */
static int32_t
first_of(int32_t number, int n)
{
	int at = number % n, month = n == 36 ? at / 3 : at * (12 / n);

	return date_days((struct date){ (int16_t)(number / n), (int8_t)(month + 1),
	    (int8_t)(n == 36 ? at % 3 * 10 + 1 : 1) });
}

static struct turn
turn_in_year(enum period p, int32_t number)
{
	int n = a_year(p);

	return (struct turn){
		.period = p,
		.number = number,
		.first = first_of(number, n),
		.last = first_of(number + 1, n) - 1,
		.year = (int16_t)(number / n),
		.index = (int16_t)(number % n + 1),
	};
}

/* A week belongs to the year of its Thursday, which is also how it is counted. */
static struct turn
turn_in_run(enum period p, int32_t number)
{
	int32_t first = number * run_of_days(p) - (p == PERIOD_WEEK ? MONDAY : 0);
	int32_t middle = first + run_of_days(p) / 2;
	int16_t year = date_of_days(middle).year;

	return (struct turn){
		.period = p,
		.number = number,
		.first = first,
		.last = first + run_of_days(p) - 1,
		.year = year,
		.index = (int16_t)((middle - date_days((struct date){ .year = year })) / run_of_days(p) + 1),
	};
}

static struct turn
turn_numbered(enum period p, int64_t number)
{
	int64_t day = number * run_of_days(p), year = a_year(p) == 0 ? 0 : number / a_year(p);
	struct turn none = { .period = p, .first = DAY_NONE, .last = DAY_NONE };
	struct turn t;

	if (a_year(p) == 0 ? !day_valid(day) : year < 1900 || year > 2199)
		return none;
	t = a_year(p) == 0 ? turn_in_run(p, (int32_t)number) : turn_in_year(p, (int32_t)number);
	return day_valid(t.first) && day_valid(t.last) ? t : none;
}

struct turn
turn_of(enum period p, int32_t day)
{
	return turn_numbered(p, day_valid(day) ? number_of(p, day) : INT32_MIN);
}

struct turn
turn_later(struct turn t, int32_t n)
{
	return turn_numbered(t.period, t.first == DAY_NONE ? INT32_MIN : (int64_t)t.number + n);
}

static size_t
print_zh(char *out, struct turn t)
{
	static const char *const numerals[] = { "一", "二", "三", "四" }, *const thirds[] = { "上", "中", "下" };
	struct date d = date_of_days(t.first);

	switch (t.period) {
	case PERIOD_WEEK: return (size_t)snprintf(out, TURN_NAME, "%d年第%d周", t.year, t.index);
	case PERIOD_TENDAY: return (size_t)snprintf(out, TURN_NAME, "%d年%d月%s旬", t.year, d.month, thirds[d.day / 10]);
	case PERIOD_MONTH: return (size_t)snprintf(out, TURN_NAME, "%d年%d月", t.year, t.index);
	case PERIOD_QUARTER: return (size_t)snprintf(out, TURN_NAME, "%d年第%s季度", t.year, numerals[t.index - 1]);
	case PERIOD_HALF: return (size_t)snprintf(out, TURN_NAME, "%d年%s半年", t.year, t.index == 1 ? "上" : "下");
	case PERIOD_YEAR: return (size_t)snprintf(out, TURN_NAME, "%d年", t.year);
	default: return (size_t)snprintf(out, TURN_NAME, "%d年%d月%d日", d.year, d.month, d.day);
	}
}

static size_t
print_en(char *out, struct turn t)
{
	static const char *const months[] = { "January", "February", "March", "April", "May", "June", "July",
		"August", "September", "October", "November", "December" };
	static const char *const thirds[] = { "early", "mid", "late" };
	struct date d = date_of_days(t.first);
	const char *month = months[d.month - 1];

	switch (t.period) {
	case PERIOD_WEEK: return (size_t)snprintf(out, TURN_NAME, "week %d of %d", t.index, t.year);
	case PERIOD_TENDAY: return (size_t)snprintf(out, TURN_NAME, "%s %s %d", thirds[d.day / 10], month, t.year);
	case PERIOD_MONTH: return (size_t)snprintf(out, TURN_NAME, "%s %d", month, t.year);
	case PERIOD_QUARTER: return (size_t)snprintf(out, TURN_NAME, "Q%d %d", t.index, t.year);
	case PERIOD_HALF: return (size_t)snprintf(out, TURN_NAME, "H%d %d", t.index, t.year);
	case PERIOD_YEAR: return (size_t)snprintf(out, TURN_NAME, "%d", t.year);
	default: return (size_t)snprintf(out, TURN_NAME, "%d %s %d", d.day, month, d.year);
	}
}

size_t
turn_print(char out[TURN_NAME], struct turn t, enum lang lang)
{
	out[0] = '\0';
	if (t.first == DAY_NONE)
		return 0;
	return lang == LANG_ZH ? print_zh(out, t) : print_en(out, t);
}

bool
turns_next(struct turns *w, struct turn *t)
{
	if (!day_valid(w->from) || w->from > w->to)
		return false;
	*t = turn_of(w->period, w->from);
	w->from = t->last == DAY_NONE ? DAY_NONE : t->last + 1;
	return t->first != DAY_NONE;
}

int32_t
cadence_due(struct cadence c, const struct calendar *calendar, struct turn t, bool *known)
{
	if (t.first == DAY_NONE)
		return DAY_NONE;
	if (c.after > 0)
		return calendar_add(calendar, t.last, c.after, known);
	for (int32_t day = t.last; day >= t.first; day--)
		if (calendar_is_workday(calendar, day, known))
			return day;
	return DAY_NONE;
}
