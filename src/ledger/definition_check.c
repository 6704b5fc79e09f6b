/* definition_check: what holds of a kind as a whole, and between kinds. */
#include "ledger/definition_inside.h"

#define BIT(i) (UINT64_C(1) << (i))

/* ---- states and moves ---- */

static uint64_t
all_states(const struct kind *k)
{
	return k->states.n == 64 ? UINT64_MAX : BIT(k->states.n) - 1;
}

static uint64_t
final_states(const struct kind *k)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < k->states.n; i++)
		bits |= k->states.v[i].final ? BIT(i) : 0;
	return bits;
}

/* Where the moves lead from these states, and those that makers begin in. */
static uint64_t
step_on(const struct kind *k, uint64_t from)
{
	uint64_t to = from;

	for (size_t i = 0; i < k->moves.n; i++) {
		const struct move *m = &k->moves.v[i];

		if (m->to != STATE_STAYS && (m->from == 0 || (m->from & from) != 0))
			to |= BIT(m->to);
	}
	return to;
}

/* From where the moves lead to these states. */
static uint64_t
step_back(const struct kind *k, uint64_t to)
{
	uint64_t from = to;

	for (size_t i = 0; i < k->moves.n; i++) {
		const struct move *m = &k->moves.v[i];

		if (m->to != STATE_STAYS && (to & BIT(m->to)) != 0)
			from |= m->from;
	}
	return from;
}

/* As far as steps lead: the set grows until it stays. */
static uint64_t
spread(const struct kind *k, uint64_t set, uint64_t (*step)(const struct kind *, uint64_t))
{
	for (uint64_t next; (next = step(k, set)) != set; )
		set = next;
	return set;
}

static void
tell_states(struct load *l, const struct kind *k, uint64_t states, enum fault_code code)
{
	for (size_t i = 0; i < k->states.n; i++)
		if ((states & BIT(i)) != 0)
			load_fault(l, code, k->states.v[i].node->key, k->states.v[i].key, STR(""));
}

static void
check_states(struct load *l, const struct kind *k)
{
	uint64_t reached = spread(k, 0, step_on), finals = final_states(k);
	bool made = false;

	for (size_t i = 0; i < k->moves.n; i++)
		made |= k->moves.v[i].from == 0;
	if (!made)
		load_fault(l, FAULT_NO_MAKER, k->node->key, STR(""), STR(""));
	else
		tell_states(l, k, all_states(k) & ~reached, FAULT_UNREACHABLE);
	if (finals == 0)
		load_fault(l, FAULT_NO_FINAL, k->node->key, STR(""), STR(""));
	else
		tell_states(l, k, reached & ~spread(k, finals, step_back), FAULT_DEAD_END);
}

/* What happens must follow from state and event alone. */
static void
check_twice(struct load *l, const struct kind *k, const struct move *m, const struct move *before)
{
	uint64_t both = m->from & before->from;
	size_t state = 0;

	if (!str_eq(m->event, before->event) || (both == 0 && (m->from != 0 || before->from != 0)))
		return;
	while (both != 0 && (both >> state & 1) == 0)
		state++;
	load_fault(l, FAULT_MOVE_TWICE, m->node, both == 0 ? STR("-") : k->states.v[state].key, load_line(l, before->node));
}

static void
check_moves(struct load *l, const struct kind *k)
{
	for (size_t i = 0; i < k->moves.n; i++)
		for (size_t j = 0; j < i; j++)
			check_twice(l, k, &k->moves.v[i], &k->moves.v[j]);
}

/* ---- fields ---- */

static void
check_filled(struct load *l, const struct kind *k)
{
	uint64_t filled = 0;

	for (size_t i = 0; i < k->moves.n; i++)
		filled |= k->moves.v[i].fills;
	for (size_t i = 0; i < k->fields.n; i++)
		if ((filled & BIT(i)) == 0)
			load_fault(l, FAULT_NEVER_FILLED, k->fields.v[i].node->key, k->fields.v[i].key, STR(""));
}

static void
check_required(struct load *l, const struct kind *k, const struct move *maker)
{
	for (size_t i = 0; i < k->fields.n; i++)
		if (k->fields.v[i].required && (maker->fills & BIT(i)) == 0)
			load_fault(l, FAULT_NOT_FILLED, maker->node, k->fields.v[i].key, STR(""));
}

static struct str
types_of(struct load *l, unsigned bits)
{
	struct str said = { NULL, 0 };

	for (unsigned t = 0; t < TYPE_COUNT; t++)
		if ((bits & TYPE_BIT_OF(t)) != 0)
			said = said.n == 0 ? field_type_word(t)
			    : arena_printf(l->arena, "%.*s, %.*s", STR_ARG(said), STR_ARG(field_type_word(t)));
	return said;
}

static void
check_part(struct load *l, const struct kind *k, size_t at)
{
	static const unsigned types[] = {
#define X(id, word, bits) bits,
		PARTS(X)
#undef X
	};
	const struct field_rule *f = &k->fields.v[at];

	if (f->as == PART_NONE)
		return;
	if ((types[f->as] & TYPE_BIT_OF(f->type)) == 0)
		load_fault(l, FAULT_PART_TYPE, f->node->key, part_word(f->as), types_of(l, types[f->as]));
	for (size_t i = 0; i < at; i++)
		if (k->fields.v[i].as == f->as)
			load_fault(l, FAULT_PART_TWICE, f->node->key, part_word(f->as), load_line(l, k->fields.v[i].node->key));
}

/* ---- who ---- */

static enum part
part_of_party(enum party p)
{
	switch (p) {
	case PARTY_IN_CHARGE:	return PART_IN_CHARGE;
	case PARTY_LEAD:	return PART_LEAD;
	case PARTY_SUPPORT:	return PART_SUPPORT;
	case PARTY_PERSON:	return PART_PERSON;
	default:		return PART_NONE;
	}
}

/* Who is to act in a part that no field stands for could not be found. */
static void
check_who(struct load *l, const struct kind *k, unsigned who, const struct yaml_node *node)
{
	for (int p = 0; p < PARTY_COUNT; p++) {
		enum part part = part_of_party((enum party)p);

		if ((who & 1u << p) != 0 && part != PART_NONE && kind_part(k, part) < 0)
			load_fault(l, FAULT_NO_SUCH_PART, node, part_word(part), STR(""));
	}
}

/* Which records somebody sees is asked by roles and parts, not by who did what last. */
static void
check_see(struct load *l, const struct kind *k)
{
	static const enum party hands[] = { PARTY_REPORTER, PARTY_REVIEWED };

	for (size_t i = 0; i < sizeof hands / sizeof hands[0]; i++)
		if ((k->see & 1u << hands[i]) != 0)
			load_fault(l, FAULT_SEE_HAND, k->node->key, party_words.v[hands[i]], STR(""));
	check_who(l, k, k->see, k->node->key);
}

static void
check_parties(struct load *l, const struct kind *k)
{
	check_see(l, k);
	for (size_t i = 0; i < k->fields.n; i++)
		check_who(l, k, k->fields.v[i].see, k->fields.v[i].node->key);
	for (size_t i = 0; i < k->moves.n; i++)
		check_who(l, k, k->moves.v[i].who, k->moves.v[i].node);
	for (size_t i = 0; i < k->cadences.n; i++)
		check_who(l, k, k->cadences.v[i].who, k->cadences.v[i].node);
	for (size_t i = 0; i < k->notices.n; i++)
		check_who(l, k, k->notices.v[i].who | k->notices.v[i].to, k->notices.v[i].node);
}

/* ---- review ---- */

static void
check_review(struct load *l, const struct kind *k)
{
	for (int level = 1; level <= k->review; level++) {
		bool decided = false;

		for (size_t i = 0; i < k->moves.n; i++)
			decided |= k->moves.v[i].level == level;
		if (!decided)
			load_fault(l, FAULT_LEVEL_MISSING, k->node->key, arena_printf(l->arena, "%d", level), STR(""));
	}
}

/* ---- cadences, lamps, notices ---- */

static void
check_cadence(struct load *l, const struct kind *k, const struct cadence_rule *c)
{
	for (size_t i = 0; c->event.n > 0 && i < k->states.n; i++)
		if ((c->during & BIT(i)) != 0 && kind_move(k, c->event, (int)i) == NULL)
			load_fault(l, FAULT_EVENT_IMPOSSIBLE, c->node->key, k->states.v[i].key, c->event);
}

static bool
always(const struct lamp_rule *r)
{
	return r->left < 0 && r->overdue < 0 && r->lag < 0 && r->closed < 0 && r->paused < 0 && r->when == NULL;
}

static void
check_lamps(struct load *l, const struct kind *k)
{
	for (size_t i = 0; i < k->lamps.n; i++) {
		bool last = i + 1 == k->lamps.n;

		if (last && !always(&k->lamps.v[i]))
			load_fault(l, FAULT_LAST_LAMP, k->lamps.v[i].node, STR(""), STR(""));
		if (!last && always(&k->lamps.v[i])) {
			load_fault(l, FAULT_LAMP_BEHIND, k->lamps.v[i + 1].node, STR(""), STR(""));
			return;
		}
	}
}

static void
check_ladder(struct load *l, const struct kind *k)
{
	int before = 0;

	for (size_t i = 0; i < k->notices.n; i++) {
		const struct notice_step *s = &k->notices.v[i];

		if (s->overdue > 0 && s->overdue <= before)
			load_fault(l, FAULT_LADDER, s->node->key, STR(""), arena_printf(l->arena, "%d", before));
		before = s->overdue > 0 ? s->overdue : before;
	}
}

void
check_kind(struct load *l, const struct kind *k)
{
	check_states(l, k);
	check_moves(l, k);
	check_filled(l, k);
	for (size_t i = 0; i < k->moves.n; i++)
		if (k->moves.v[i].from == 0)
			check_required(l, k, &k->moves.v[i]);
	for (size_t i = 0; i < k->fields.n; i++)
		check_part(l, k, i);
	check_parties(l, k);
	check_review(l, k);
	for (size_t i = 0; i < k->cadences.n; i++)
		check_cadence(l, k, &k->cadences.v[i]);
	check_lamps(l, k);
	check_ladder(l, k);
}

/* ---- between kinds ---- */

/* Seen from the other side, a link has a name among the fields there. */
static void
check_inverse(struct load *l, const struct field_rule *f)
{
	const struct yaml_node *at = f->node->key;
	int own = kind_field(f->kind, f->inverse);

	if (own >= 0)
		load_fault(l, FAULT_NAME_TWICE, at, f->inverse, load_line(l, f->kind->fields.v[own].node->key));
	for (size_t k = 0; k < l->d->kinds.n; k++)
		for (size_t i = 0; i < l->d->kinds.v[k].fields.n; i++) {
			const struct field_rule *other = &l->d->kinds.v[k].fields.v[i];

			if (other != f && other->kind == f->kind && str_eq(other->inverse, f->inverse))
				load_fault(l, FAULT_NAME_TWICE, at, f->inverse, load_line(l, other->node->key));
		}
}

static const struct kind *
kind_called(const struct load *l, struct str key)
{
	for (size_t i = 0; i < l->d->kinds.n; i++)
		if (str_eq(l->d->kinds.v[i].key, key))
			return &l->d->kinds.v[i];
	return NULL;
}

static void
check_link(struct load *l, struct field_rule *f)
{
	if (f->type != TYPE_LINK || f->to.n == 0 || f->to_ledger.n > 0 || str_eq(f->to, STR("any")))
		return;
	f->kind = kind_called(l, f->to);
	if (f->kind == NULL)
		load_unknown(l, FAULT_UNKNOWN_KIND, f->to_node, &l->d->kind_words);
	else
		check_inverse(l, f);
}

/* ---- what a record ends as ---- */

/* Kinds of other ledgers are not looked up when one file is checked. */
static void
check_become(struct load *l, const struct kind *k, const struct become_kind *b)
{
	const struct kind *to = kind_called(l, b->kind);
	const struct field_rule *link;

	if (b->ledger.n > 0)
		return;
	if (to == NULL) {
		load_unknown(l, FAULT_UNKNOWN_KIND, b->node, &l->d->kind_words);
		return;
	}
	link = kind_becoming(to) == NULL ? NULL : &to->fields.v[kind_part(to, PART_CAME_FROM)];
	if (link == NULL || !(str_eq(link->to, STR("any")) || (link->to_ledger.n == 0 && str_eq(link->to, k->key))))
		load_fault(l, FAULT_CAME_FROM, b->node, b->kind, k->key);
}

static void
check_becomes(struct load *l, const struct kind *k, const struct move *m)
{
	if (m->becomes.n > 0 && (m->from == 0 || m->to < 0 || !k->states.v[m->to].final))
		load_fault(l, FAULT_BECOMES, m->node, m->event, STR(""));
	for (size_t i = 0; i < m->becomes.n; i++)
		check_become(l, k, &m->becomes.v[i]);
}

struct seen {
	ARRAY(struct yaml_node) patterns;
};

static void
check_pattern(struct load *l, const struct number_pattern *p, struct seen *seen)
{
	if (p->node == NULL)
		return;
	for (size_t i = 0; i < seen->patterns.n; i++)
		if (str_eq(seen->patterns.v[i].text, p->node->text))
			load_fault(l, FAULT_PATTERN_TWICE, p->node, STR(""), load_line(l, &seen->patterns.v[i]));
	*array_add(l->arena, &seen->patterns) = *p->node;
}

/* Numbers of one ledger stand once, whatever bears them. */
static void
check_patterns(struct load *l)
{
	struct seen seen = { 0 };

	for (size_t k = 0; k < l->d->kinds.n; k++) {
		const struct kind *kind = &l->d->kinds.v[k];

		check_pattern(l, &kind->number, &seen);
		for (size_t i = 0; i < kind->notices.n; i++)
			check_pattern(l, &kind->notices.v[i].number, &seen);
	}
}

/* What a document says becomes a record of one kind. */
static void
check_readings(struct load *l)
{
	for (size_t k = 0; k < l->d->kinds.n; k++)
		for (size_t i = 0; i < k; i++)
			if (l->d->kinds.v[k].reads != KIND_READS_NOTHING && l->d->kinds.v[i].reads == l->d->kinds.v[k].reads)
				load_fault(l, FAULT_READS_TWICE, l->d->kinds.v[k].node->key, reading_words.v[l->d->kinds.v[k].reads],
				    load_line(l, l->d->kinds.v[i].node->key));
}

void
check_kinds(struct load *l)
{
	check_readings(l);
	for (size_t k = 0; k < l->d->kinds.n; k++)
		for (size_t i = 0; i < l->d->kinds.v[k].fields.n; i++)
			check_link(l, &l->d->kinds.v[k].fields.v[i]);
	for (size_t k = 0; k < l->d->kinds.n; k++)
		for (size_t i = 0; i < l->d->kinds.v[k].moves.n; i++)
			check_becomes(l, &l->d->kinds.v[k], &l->d->kinds.v[k].moves.v[i]);
	check_patterns(l);
}
