#include "ledger/decide.h"

/* ---- lamps ---- */

/* Conditions of lamps, judged once: none reads the day. */
static uint64_t
judge_rows(struct arena *a, const struct record *r)
{
	const struct kind *k = record_kind(r);
	const struct datum *data = NULL;
	uint64_t given = 0;

	for (size_t i = 0; i < k->lamps.n; i++) {
		if (k->lamps.v[i].when == NULL)
			continue;
		if (data == NULL)
			data = record_data(a, r, DAY_NONE);
		given |= expression_holds(k->lamps.v[i].when, data) ? UINT64_C(1) << i : 0;
	}
	return given;
}

static const struct milestone *
bare_milestones(struct arena *a, const struct record *r)
{
	struct milestone *m = arena_alloc(a, (r->milestones.n + 1) * sizeof *m);

	for (size_t i = 0; i < r->milestones.n; i++)
		m[i] = r->milestones.v[i].of;
	return m;
}

struct lamp_facts
decide_facts(struct arena *a, const struct record *r)
{
	bool closed = record_closed(r), stands = closed || record_paused(r);
	struct label called = closed ? record_kind(r)->states.v[r->state].label : (struct label){ .zh = { NULL, 0 } };

	return (struct lamp_facts){ .due = stands ? DAY_NONE : r->due, .closed = closed, .paused = record_paused(r),
		.closed_zh = called.zh, .closed_en = called.en, .given = judge_rows(a, r), .milestones = bare_milestones(a, r), .count = closed ? 0 : r->milestones.n };
}

struct lamp_told
decide_lamp(struct arena *a, const struct record *r, const struct calendar *calendar, int32_t day)
{
	const struct lamp_facts facts = decide_facts(a, r);
	bool known = true;

	return lamp_tell(&r->kind->lamps, calendar, &facts, day, &known);
}

void
decide_shown(struct arena *a, const struct record *r, const struct calendar *calendar, int32_t day, struct change *c)
{
	const struct lamp_rules *rules = &r->kind->lamps;
	struct lamp_told told;

	c->has_lamp = rules->count > 0;
	if (!c->has_lamp)
		return;
	told = decide_lamp(a, r, calendar, day);
	c->lamp = (struct lamp_shown){ (int)(told.state - rules->palette), told.row, told.changes };
}

/* ---- clocks ---- */

static struct clock
clock_of(const struct clock_rule *rule)
{
	return (struct clock){ .period = rule->runs.unit, .n = rule->runs.count, .end = rule->end, .rest = (enum rest)rule->rest };
}

static int32_t
due_of(const struct record *r, const struct clock_rule *rule, int32_t start, const struct calendar *calendar)
{
	bool known = true;

	return clock_due_paused(clock_of(rule), calendar, start, r->pauses.v, r->pauses.n, &known);
}

static void
start_clocks(struct arena *a, const struct record *r, struct str type, const struct calendar *calendar, struct change *c)
{
	const struct kind *k = record_kind(r);
	const struct datum *data = NULL;

	for (size_t i = 0; i < k->clocks.n; i++) {
		const struct clock_rule *rule = &k->clocks.v[i];

		if (!clock_rule_starts(rule, type))
			continue;
		if (data == NULL)
			data = record_data(a, r, DAY_NONE);
		if (expression_holds(rule->when, data))
			*array_add(a, &c->clocks) = (struct clock_told){ (int)i, due_of(r, rule, c->today, calendar) };
	}
}

/* Those that run already get the day to which pauses push them. */
static void
push_clocks(struct arena *a, const struct record *r, struct str type, const struct calendar *calendar, struct change *c)
{
	const struct kind *k = record_kind(r);

	for (size_t i = 0; i < r->clocks.n; i++) {
		const struct running_clock *run = &r->clocks.v[i];

		if (!clock_rule_starts(run->rule, type))
			*array_add(a, &c->clocks) = (struct clock_told){ (int)(run->rule - k->clocks.v),
				due_of(r, run->rule, run->started, calendar) };
	}
}

void
decide_clocks(struct arena *a, const struct record *after, struct str type, const struct applied *applied,
    const struct calendar *calendar, struct change *c)
{
	start_clocks(a, after, type, calendar, c);
	if (applied->paused || applied->resumed)
		push_clocks(a, after, type, calendar, c);
}

/* ---- numbers ---- */

static struct str
year_text(struct arena *a, int32_t day)
{
	return arena_printf(a, "%d", date_of_days(day).year);
}

/* The name of the first unit that leads; empty where none does. */
static enum err
unit_text(struct arena *a, struct store *s, const struct record *r, struct str *out, struct why *why)
{
	int lead = kind_part(record_kind(r), PART_LEAD);
	struct rows rows;

	*out = (struct str){ NULL, 0 };
	if (lead < 0 || r->fields[lead].n == 0)
		return OK;
	store_ask(s, UNIT_NOW, NULL, VALUES(value_id(r->fields[lead].ids[0].b)), &rows);
	if (rows_next(&rows))
		*out = arena_str(a, rows_text(&rows, 1));
	return rows_end(&rows, why);
}

static struct str
part_text(struct arena *a, const struct number_part *p, const struct record *r, int32_t today, struct str unit, const int64_t *seq)
{
	switch (p->kind) {
	case NUMBER_ROUND:
		return r->ledger->round.n > 0 ? r->ledger->round : r->ledger->code;
	case NUMBER_YEAR:
		return year_text(a, today);
	case NUMBER_UNIT:
		return unit;
	case NUMBER_SEQ:
		return seq == NULL ? STR("{seq}") : arena_printf(a, "%0*lld", p->width, (long long)*seq);
	default:
		return p->text;
	}
}

/* seq NULL: what it counts for. */
static struct str
pattern_text(struct arena *a, const struct number_pattern *pattern, const struct record *r, int32_t today, struct str unit,
    const int64_t *seq)
{
	struct str s = { NULL, 0 };

	for (size_t i = 0; i < pattern->n; i++) {
		struct str part = part_text(a, &pattern->v[i], r, today, unit, seq);

		s = arena_printf(a, "%.*s%.*s", STR_ARG(s), STR_ARG(part));
	}
	return s;
}

enum err
decide_number(struct arena *a, struct store *s, const struct record *after, const struct number_pattern *pattern, struct change *c,
    struct why *why)
{
	struct str unit;
	int64_t last = 0;
	enum err err = OK;

	if (pattern->n == 0)
		return OK;
	err = unit_text(a, s, after, &unit, why);
	if (err != OK)
		return err;
	c->number_of = pattern_text(a, pattern, after, c->today, unit, NULL);
	err = store_int(s, COUNTER_GET, VALUES(value_int(after->ledger->number), value_text(c->number_of)), &last, &(bool){ false }, why);
	c->number_seq = last + 1;
	c->number = pattern_text(a, pattern, after, c->today, unit, &c->number_seq);
	return err;
}
