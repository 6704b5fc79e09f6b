/* record_apply: a record behind an event, in memory alone. */
#include "ledger/record.h"

struct applying {
	struct arena *arena;
	struct record *record;
	struct str type;
	struct by by;
	const struct change *change;
	struct applied *out;
};

/* ---- clocks and pauses ---- */

static bool
named(const struct str *events, size_t n, struct str type)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(events[i], type))
			return true;
	return false;
}

bool
clock_rule_starts(const struct clock_rule *rule, struct str type)
{
	return named(rule->starts, rule->nstarts, type);
}

/* What starts it anew ends it first: where its condition no longer holds it does not run on. */
static bool
ends(const struct clock_rule *rule, struct str type, bool closed)
{
	return clock_rule_starts(rule, type) || (rule->nends == 0 ? closed : named(rule->ends, rule->nends, type));
}

static void
end_clocks(struct applying *p)
{
	struct record *r = p->record;
	size_t kept = 0;

	for (size_t i = 0; i < r->clocks.n; i++) {
		const struct clock_rule *rule = r->clocks.v[i].rule;

		if (ends(rule, p->type, record_closed(r)))
			p->out->ended |= UINT32_C(1) << (rule - record_kind(r)->clocks.v);
		else
			r->clocks.v[kept++] = r->clocks.v[i];
	}
	r->clocks.n = kept;
}

/* Clocks in the order of their names, as they are read. */
static struct running_clock *
clock_place(struct applying *p, const struct clock_rule *rule)
{
	struct record *r = p->record;
	size_t i = 0;

	while (i < r->clocks.n && str_cmp(r->clocks.v[i].rule->key, rule->key) < 0)
		i++;
	if (i < r->clocks.n && r->clocks.v[i].rule == rule)
		return &r->clocks.v[i];
	array_add(p->arena, &r->clocks);
	memmove(&r->clocks.v[i + 1], &r->clocks.v[i], (r->clocks.n - 1 - i) * sizeof r->clocks.v[0]);
	r->clocks.v[i] = (struct running_clock){ .rule = rule };
	return &r->clocks.v[i];
}

/* What starts a clock starts it on the day of the event; what only sets another day leaves its start. */
static void
tell_clocks(struct applying *p)
{
	for (size_t i = 0; i < p->change->clocks.n; i++) {
		const struct clock_told *told = &p->change->clocks.v[i];
		const struct clock_rule *rule = &record_kind(p->record)->clocks.v[told->rule];
		struct running_clock *c = clock_place(p, rule);

		if (clock_rule_starts(rule, p->type))
			c->started = p->change->today;
		c->due = told->due;
	}
}

/* The clocks stand from the day behind that on which work is paused to that on which it goes on. */
static void
turn_pause(struct applying *p, bool before)
{
	struct record *r = p->record;

	p->out->paused = !before && record_paused(r);
	p->out->resumed = before && !record_paused(r) && r->pauses.n > 0;
	if (p->out->paused)
		*array_add(p->arena, &r->pauses) = (struct pause){ p->change->today + 1, DAY_NONE };
	if (p->out->resumed)
		array_last(&r->pauses)->to = p->change->today + 1;
}

/* ---- hands ---- */

bool
move_reports(const struct move *m)
{
	return m->from != 0 && m->level == 0 && (m->who & (PARTY_BIT(LEAD) | PARTY_BIT(SUPPORT) | PARTY_BIT(PERSON))) != 0;
}

static void
note_hands(struct applying *p)
{
	if (p->out->move->level == 1)
		p->record->reviewer = p->by;
	if (move_reports(p->out->move)) {
		p->record->reporter = p->by;
		p->record->reviewer = (struct by){ 0 };
	}
}

/* ---- the whole ---- */

static void
take_fields(struct applying *p)
{
	struct record *r = p->record;

	for (size_t i = 0; i < record_kind(r)->fields.n; i++)
		if ((p->change->given >> i & 1) != 0)
			r->fields[i] = p->change->fields[i];
	if (p->out->move != NULL && p->change->number.n > 0)
		r->number = p->change->number;
	r->evidence += (int64_t)p->change->evidence.n;
	if (!p->change->has_milestones)
		return;
	r->milestones.n = 0;
	for (size_t i = 0; i < p->change->milestones.n; i++)
		*array_add(p->arena, &r->milestones) = p->change->milestones.v[i];
}

static void
take_move(struct applying *p)
{
	bool paused = record_paused(p->record);

	if (p->out->move->to != STATE_STAYS)
		p->record->state = p->out->move->to;
	note_hands(p);
	end_clocks(p);
	turn_pause(p, paused);
}

bool
record_apply(struct arena *a, struct record *r, struct str type, struct by by, const struct change *c, struct applied *out)
{
	struct applying p = { a, r, type, by, c, out };
	bool known = engine_event_find(type) < ENGINE_EVENT_COUNT;

	*out = (struct applied){ .move = known ? NULL : kind_move(record_kind(r), type, r->state < 0 ? STATE_STAYS : r->state) };
	if (known ? r->state < 0 : out->move == NULL)
		return false;
	take_fields(&p);
	if (out->move != NULL)
		take_move(&p);
	tell_clocks(&p);
	if (c->has_lamp)
		r->lamp = c->lamp;
	r->due = record_due(r);
	return true;
}
