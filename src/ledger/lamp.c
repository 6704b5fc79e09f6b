#include "ledger/lamp.h"

#include <stdarg.h>
#include <stdio.h>

/* ---- rules that can be used ---- */

static bool
is_colour(struct str s)
{
	if (s.n != 7 || s.p[0] != '#')
		return false;
	for (size_t i = 1; i < s.n; i++)
		if (strchr("0123456789abcdefABCDEF", s.p[i]) == NULL)
			return false;
	return true;
}

static bool
state_good(const struct lamp_rules *r, int at)
{
	const struct lamp_state *s = &r->palette[at];

	if (s->name.n == 0 || s->zh.n == 0 || s->en.n == 0 || s->mark.n == 0 || !is_colour(s->colour))
		return false;
	for (int i = 0; i < at; i++)
		if (str_eq(r->palette[i].name, s->name) || str_eq(r->palette[i].mark, s->mark))
			return false;
	return true;
}

static bool
asked(int n, int least, int most)
{
	return n == -1 || (n >= least && n <= most);
}

static bool
asks_nothing(const struct lamp_row *row)
{
	return row->left == -1 && row->overdue == -1 && row->lag == -1 && row->closed == -1 && row->paused == -1 &&
	    row->outcome.n == 0 && row->given == 0;
}

static bool
row_good(const struct lamp_rules *r, int at)
{
	const struct lamp_row *row = &r->rows[at];

	return row->show >= 0 && row->show < r->states && asked(row->left, 0, LAMP_DAYS) &&
	    asked(row->overdue, 1, LAMP_DAYS) && asked(row->lag, 1, 100) && asked(row->closed, 0, 1) &&
	    asked(row->paused, 0, 1) && (at < r->count - 1 || asks_nothing(row));
}

enum err
lamp_check(const struct lamp_rules *r, struct why *why)
{
	if (r->states < 1 || r->states > LAMP_STATES)
		return fail(why, E_LAMP, 0, "1..%d", LAMP_STATES);
	if (r->count < 1 || r->count > LAMP_ROWS)
		return fail(why, E_LAMP, 0, "1..%d", LAMP_ROWS);
	for (int i = 0; i < r->states; i++)
		if (!state_good(r, i))
			return fail(why, E_LAMP, 0, "%.*s", STR_ARG(r->palette[i].name));
	for (int i = 0; i < r->count; i++)
		if (!row_good(r, i))
			return fail(why, E_LAMP, 0, "%d", i + 1);
	return OK;
}

/* ---- the state of a day ---- */

/* What is asked, and how things stand on the day it is asked for. */
struct question {
	const struct lamp_rules *rules;
	const struct calendar *calendar;
	const struct lamp_facts *facts;
	bool *known;
	int days;
	struct progress progress;
};

static bool
dated(const struct lamp_facts *f)
{
	return day_valid(f->due);
}

static void
ask_for(struct question *q, int32_t day)
{
	const struct lamp_facts *f = q->facts;

	q->days = !dated(f) ? 0 :
	    q->rules->workdays ? calendar_count(q->calendar, day, f->due, q->known) : (int)(f->due - day);
	q->progress = milestone_progress(f->milestones, f->count, day);
}

static bool
holds(const struct question *q, const struct lamp_row *row)
{
	const struct lamp_facts *f = q->facts;

	return (row->closed == -1 || row->closed == f->closed) && (row->paused == -1 || row->paused == f->paused) &&
	    (row->outcome.n == 0 || str_eq(row->outcome, f->outcome)) && (row->given & ~f->given) == 0 &&
	    (row->left == -1 || (dated(f) && q->days <= row->left)) &&
	    (row->overdue == -1 || (dated(f) && -q->days >= row->overdue)) &&
	    (row->lag == -1 || progress_behind(q->progress, row->lag));
}

static int
row_of(const struct question *q)
{
	int i = 0;

	while (i < q->rules->count - 1 && !holds(q, &q->rules->rows[i]))
		i++;
	return i;
}

/* ---- the day it changes: the first, of the days on which something that is asked turns, with another state ---- */

static void
sooner(int32_t *best, int32_t day, int32_t than)
{
	if (day_valid(day) && day > than && (*best == DAY_NONE || day < *best))
		*best = day;
}

/* The first day with n days left, and the first that is n days overdue. */
static int32_t
days_before(const struct question *q, int n)
{
	int32_t last = q->facts->due;

	if (!q->rules->workdays)
		return last - n;
	last = calendar_at_or_before(q->calendar, last, q->known);
	return calendar_add(q->calendar, last, -n, q->known);
}

static int32_t
days_behind(const struct question *q, int n)
{
	return q->rules->workdays ? calendar_add(q->calendar, q->facts->due, n, q->known) : q->facts->due + n;
}

/* The first day behind `day` on which the answer to some row may be another. */
static int32_t
next_turn(const struct question *q, int32_t day)
{
	const struct lamp_facts *f = q->facts;
	int32_t best = DAY_NONE;

	for (int i = 0; i < q->rules->count && dated(f); i++) {
		const struct lamp_row *row = &q->rules->rows[i];

		if (row->left != -1)
			sooner(&best, days_before(q, row->left), day);
		if (row->overdue != -1)
			sooner(&best, days_behind(q, row->overdue), day);
	}
	for (size_t i = 0; i < f->count && i < MILESTONES_MAX; i++) {
		if (f->milestones[i].due != DAY_NONE)
			sooner(&best, f->milestones[i].due + 1, day);
		sooner(&best, f->milestones[i].accepted, day);
	}
	return best;
}

struct lamp_told
lamp_tell(const struct lamp_rules *r, const struct calendar *calendar, const struct lamp_facts *f,
    int32_t day, bool *known)
{
	struct question q = { .rules = r, .calendar = calendar, .facts = f };
	struct lamp_told told;

	q.known = known;
	ask_for(&q, day);
	told = (struct lamp_told){ .row = row_of(&q), .day = day, .days = q.days, .progress = q.progress };
	told.state = &r->palette[r->rows[told.row].show];
	told.changes = DAY_NONE;
	for (int32_t at = next_turn(&q, day); at != DAY_NONE; at = next_turn(&q, at)) {
		ask_for(&q, at);
		if (r->rows[row_of(&q)].show != r->rows[told.row].show) {
			told.changes = at;
			break;
		}
	}
	return told;
}

/* ---- words ---- */

struct words {
	char *out;
	size_t n;
	enum lang lang;
};

/* One clause more, in the language asked for; parted from the one before, and whole or not at all. */
static void __attribute__((format(printf, 2, 3)))
add(struct words *w, const char *fmt, ...)
{
	const char *between = w->n == 0 ? "" : w->lang == LANG_ZH ? "；" : "; ";
	size_t n = w->n + strlen(between);
	int more;
	va_list ap;

	if (n >= LAMP_REASON)
		return;
	memcpy(w->out + w->n, between, strlen(between));
	va_start(ap, fmt);
	more = vsnprintf(w->out + n, LAMP_REASON - n, fmt, ap);
	va_end(ap);
	if (more >= 0 && n + (size_t)more < LAMP_REASON)
		w->n = n + (size_t)more;
	w->out[w->n] = '\0';
}

static void
say_closed(struct words *w, const struct lamp_facts *f)
{
	struct str outcome = w->lang == LANG_ZH ? f->outcome_zh : f->outcome_en;
	struct str closed = w->lang == LANG_ZH ? f->closed_zh : f->closed_en;

	if (closed.n == 0)
		closed = w->lang == LANG_ZH ? STR("已销号") : STR("closed");
	if (!f->closed)
		add(w, "%.*s", STR_ARG(outcome));
	else if (outcome.n == 0)
		add(w, "%.*s", STR_ARG(closed));
	else
		add(w, w->lang == LANG_ZH ? "%.*s，%.*s" : "%.*s, %.*s", STR_ARG(closed), STR_ARG(outcome));
}

static void
say_days_zh(struct words *w, int32_t behind, int days, bool workdays)
{
	const char *measure = workdays ? "个工作日" : "天";

	if (behind == 0)
		add(w, "今日到期");
	else if (behind > 0)
		add(w, "逾期%d%s", -days, measure);
	else
		add(w, "距到期还有%d%s", days, measure);
}

static void
say_days_en(struct words *w, int32_t behind, int days, bool workdays)
{
	int n = behind > 0 ? -days : days;
	const char *measure = workdays ? "working day" : "day", *many = n == 1 ? "" : "s";

	if (behind == 0)
		add(w, "due today");
	else if (behind > 0)
		add(w, "overdue by %d %s%s", n, measure, many);
	else
		add(w, "%d %s%s left", n, measure, many);
}

static void
say_days(struct words *w, const struct lamp_rules *r, const struct lamp_facts *f, const struct lamp_told *told)
{
	if (!dated(f))
		add(w, w->lang == LANG_ZH ? "未定时限" : "no deadline set");
	else if (w->lang == LANG_ZH)
		say_days_zh(w, told->day - f->due, told->days, r->workdays);
	else
		say_days_en(w, told->day - f->due, told->days, r->workdays);
}

static void
say_lag(struct words *w, struct progress p)
{
	int should = progress_percent(p.should, p.total), actual = progress_percent(p.actual, p.total);
	int lag = progress_lag(p), points = lag < 0 ? -lag : lag;
	const char *many = points == 1 ? "" : "s";

	if (p.total == 0)
		return;
	if (lag == 0)
		add(w, w->lang == LANG_ZH ? "应完成%d%%，实际%d%%" : "should be %d%% done, is %d%%", should, actual);
	else if (w->lang == LANG_ZH)
		add(w, "应完成%d%%，实际%d%%，%s%d点", should, actual, lag > 0 ? "差" : "超前", points);
	else
		add(w, "should be %d%% done, is %d%%, %d point%s %s", should, actual, points, many,
		    lag > 0 ? "behind" : "ahead");
}

size_t
lamp_reason(char out[LAMP_REASON], const struct lamp_rules *r, const struct lamp_facts *f,
    const struct lamp_told *told, enum lang lang)
{
	const struct lamp_row *row = &r->rows[told->row];
	struct words w = { .out = out, .lang = lang };
	bool closed = row->closed == 1 || row->outcome.n > 0, paused = row->paused == 1;
	bool days = row->left != -1 || row->overdue != -1, lag = row->lag != -1;
	bool all = !closed && !paused && !days && !lag;

	out[0] = '\0';
	if (closed || (all && f->closed))
		say_closed(&w, f);
	if (paused || (all && f->paused))
		add(&w, lang == LANG_ZH ? "计时已暂停" : "the clock stands still");
	if (days || (all && !f->closed))
		say_days(&w, r, f, told);
	if (lag || all)
		say_lag(&w, told->progress);
	return w.n;
}
