#include "ledger/clock.h"

static const struct {
	struct str word, name[2];
} rests[REST_COUNT] = {
#define S(literal) { "" literal, sizeof(literal) - 1 }
#define X(id, word, zh, en) { S(word), { S(zh), S(en) } },
	RESTS(X)
#undef X
#undef S
};

struct str
rest_word(enum rest rest)
{
	return rests[rest].word;
}

struct str
rest_name(enum rest rest, enum lang lang)
{
	return rests[rest].name[lang];
}

bool
rest_find(struct str word, enum rest *rest)
{
	for (int i = 0; i < REST_COUNT; i++)
		if (str_eq(rests[i].word, word)) {
			*rest = (enum rest)i;
			return true;
		}
	return false;
}

int32_t
clock_rest(enum rest rest, const struct calendar *c, int32_t day, bool *known)
{
	switch (rest) {
	case REST_NEXT: return calendar_at_or_after(c, day, known);
	case REST_PREVIOUS: return calendar_at_or_before(c, day, known);
	default: return day;
	}
}

/* A day n periods on keeps its place in the turn it stands in; these are the turns, and how many make the period. */
static const struct {
	enum period turn;
	int many;
} steps[PERIOD_COUNT] = {
	[PERIOD_DAY] = { PERIOD_DAY, 1 },
	[PERIOD_WEEK] = { PERIOD_WEEK, 1 },
	[PERIOD_TENDAY] = { PERIOD_TENDAY, 1 },
	[PERIOD_MONTH] = { PERIOD_MONTH, 1 },
	[PERIOD_QUARTER] = { PERIOD_MONTH, 3 },
	[PERIOD_HALF] = { PERIOD_MONTH, 6 },
	[PERIOD_YEAR] = { PERIOD_MONTH, 12 },
};

static int32_t
same_place(enum period p, int32_t start, int n)
{
	struct turn from = turn_of(steps[p].turn, start), to = turn_later(from, n * steps[p].many);
	int32_t day;

	if (to.first == DAY_NONE)
		return DAY_NONE;
	day = to.first + (start - from.first);
	return day < to.last ? day : to.last;
}

/* Before its rest is asked. */
static int32_t
counted(struct clock r, const struct calendar *c, int32_t start, bool *known)
{
	if (!day_valid(start) || r.n < -CLOCK_MAX || r.n > CLOCK_MAX)
		return DAY_NONE;
	if (r.period == PERIOD_WORKDAY)
		return calendar_add(c, start, r.n, known);
	if (r.end)
		return turn_later(turn_of(r.period, start), r.n).last;
	return same_place(r.period, start, r.n);
}

/* n days of the kind that the rule counts. */
static int32_t
push(struct clock r, const struct calendar *c, int32_t day, int n, bool *known)
{
	if (r.period == PERIOD_WORKDAY)
		return calendar_add(c, day, n, known);
	return day_valid((int64_t)day + n) ? day + n : DAY_NONE;
}

int32_t
clock_due(struct clock r, const struct calendar *c, int32_t start, bool *known)
{
	return clock_due_paused(r, c, start, NULL, 0, known);
}

int32_t
clock_due_paused(struct clock r, const struct calendar *c, int32_t start,
    const struct pause *pauses, size_t n, bool *known)
{
	int32_t due = counted(r, c, start, known), counts = start + 1;

	if (due == DAY_NONE)
		return DAY_NONE;
	for (size_t i = 0; r.n >= 0 && i < n && due != DAY_NONE; i++) {
		int32_t from = pauses[i].from > counts ? pauses[i].from : counts;

		if (from > due)
			break;
		if (pauses[i].to == DAY_NONE)
			return DAY_NONE;
		if (pauses[i].to <= from)
			continue;
		due = push(r, c, due, clock_between(r.period, c, from - 1, pauses[i].to - 1, known), known);
		counts = pauses[i].to;
	}
	return clock_rest(r.rest, c, due, known);
}

int32_t
clock_stated(struct date d, enum rest rest, const struct calendar *c, bool *known)
{
	return date_valid(d) ? clock_rest(rest, c, date_days(date_last(d)), known) : DAY_NONE;
}

int
clock_between(enum period p, const struct calendar *c, int32_t from, int32_t to, bool *known)
{
	if (!day_valid(from) || !day_valid(to))
		return 0;
	return p == PERIOD_WORKDAY ? calendar_count(c, from, to, known) : (int)(to - from);
}
