/* definition_kind: what a kind says, key by key. */
#include "ledger/definition_inside.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])
#define DURATION_MOST 999

static const struct str forms[] = { STR("reminder"), STR("supervision"), STR("admonition"), STR("talk") };
static const struct yaml_words form_words = { forms, COUNT(forms) };

/* ---- fields ---- */

struct raw_field {
	struct field_rule f;
	const struct yaml_node *see, *choices, *to;
};

/* What is only for some type: the key, the type, and whether that type must say it. */
static const struct {
	struct str key;
	int type;
	bool required;
} keys_of_type[] = {
	{ STR("choices"), TYPE_CHOICE, true },
	{ STR("unit"), TYPE_QUANTITY, false },
	{ STR("to"), TYPE_LINK, true },
	{ STR("inverse"), TYPE_LINK, true },
	{ STR("inverse-label"), TYPE_LINK, true },
};

static const struct yaml_node *
entry(const struct yaml_node *map, struct str key)
{
	for YAML_EACH(value, map)
		if (value->key != NULL && str_eq(value->key->text, key))
			return value;
	return NULL;
}

static void
check_keys_of_type(struct load *l, const struct field_rule *f)
{
	for (size_t i = 0; i < COUNT(keys_of_type); i++) {
		const struct yaml_node *said = entry(f->node, keys_of_type[i].key);
		bool mine = f->type == keys_of_type[i].type;

		if (said != NULL && !mine)
			load_fault(l, FAULT_KEY_OF_TYPE, said->key, said->key->text, type_words.v[keys_of_type[i].type]);
		if (said == NULL && mine && keys_of_type[i].required)
			load_fault(l, FAULT_MISSING_KEY, f->node->key, STR(""), keys_of_type[i].key);
	}
}

static void
load_choices(struct load *l, struct field_rule *f, const struct yaml_node *map)
{
	for YAML_EACH(value, map) {
		struct choice *c = array_add(l->arena, &f->choices);

		yaml_name(l->f, value->key, &c->key);
		yaml_label(l->f, value, &c->label);
	}
	f->choice_words = load_words(l, map);
}

/* `kind`, `ledger/kind` */
static void
split_target(struct str text, struct str *ledger, struct str *kind)
{
	size_t slash = str_find(text, STR("/"), 0);

	*kind = slash == STR_NONE ? text : str_slice(text, slash + 1, text.n);
	*ledger = slash == STR_NONE ? STR("") : str_slice(text, 0, slash);
}

/* Or `any`. */
static void
load_to(struct load *l, struct field_rule *f, const struct yaml_node *node)
{
	if (node == NULL || !yaml_is_text(l->f, node))
		return;
	f->to_node = node;
	split_target(node->text, &f->to_ledger, &f->to);
}

/* The language's own words would hide a field, or be hidden by it. */
static void
check_field_name(struct load *l, const struct yaml_node *name)
{
	bool taken = expression_word(name->text);

	for (size_t i = 0; i < BUILTIN_COUNT; i++)
		taken |= str_eq(name->text, builtin_word(i));
	if (taken)
		load_fault(l, FAULT_RESERVED, name, name->text, STR(""));
}

static void
load_field(struct load *l, struct kind *k, const struct yaml_node *node)
{
	static const struct yaml_key keys[] = {
		YAML_KEY(struct raw_field, f.label, "label", YAML_LABEL, .required = true),
		YAML_KEY(struct raw_field, f.hint, "hint", YAML_LABEL),
		YAML_KEY(struct raw_field, f.type, "type", YAML_WORD, .required = true, .words = &type_words),
		YAML_KEY(struct raw_field, f.as, "as", YAML_WORD, .words = &part_words),
		YAML_KEY(struct raw_field, f.required, "required", YAML_FLAG),
		YAML_KEY(struct raw_field, f.list, "list", YAML_FLAG),
		YAML_KEY(struct raw_field, f.public, "public", YAML_FLAG),
		YAML_KEY(struct raw_field, see, "see", YAML_ANY),
		YAML_KEY(struct raw_field, choices, "choices", YAML_MAP, .most = DEFINITION_FIELDS),
		YAML_KEY(struct raw_field, f.unit, "unit", YAML_TEXT, .most = 20),
		YAML_KEY(struct raw_field, to, "to", YAML_ANY),
		YAML_KEY(struct raw_field, f.inverse, "inverse", YAML_NAME),
		YAML_KEY(struct raw_field, f.inverse_label, "inverse-label", YAML_LABEL),
	};
	struct raw_field raw = { .f.node = node, .f.type = TYPE_COUNT };
	struct field_rule *f;

	if (!yaml_name(l->f, node->key, &raw.f.key))
		return;
	check_field_name(l, node->key);
	yaml_take(l->f, node, keys, COUNT(keys), &raw);
	raw.f.see = load_parties(l, raw.see);
	load_choices(l, &raw.f, raw.choices);
	load_to(l, &raw.f, raw.to);
	if (raw.f.inverse.n > 0)
		check_field_name(l, entry(node, STR("inverse")));
	if (raw.f.type == TYPE_COUNT)	/* it was no type: a fault is told */
		raw.f.type = TYPE_TEXT;
	else
		check_keys_of_type(l, &raw.f);
	f = array_add(l->arena, &k->fields);
	*f = raw.f;
}

/* ---- states ---- */

static void
load_state(struct load *l, struct kind *k, const struct yaml_node *node)
{
	static const struct yaml_key keys[] = {
		YAML_KEY(struct state, label, "label", YAML_LABEL, .required = true),
		YAML_KEY(struct state, final, "final", YAML_FLAG),
		YAML_KEY(struct state, pause, "pause", YAML_FLAG),
	};
	struct state *s = array_add(l->arena, &k->states);

	s->node = node;
	s->key = node->key->text;
	yaml_name(l->f, node->key, &s->key);
	yaml_take(l->f, node, keys, COUNT(keys), s);
}

/* The names that a condition on records of this kind may read. */
static void
make_scope(struct load *l, struct kind *k)
{
	static const enum datum_type field_values[] = {
#define X(id, word, value, zh, en) value,
		FIELD_TYPES(X)
#undef X
	};
	static const struct known_name builtins[] = {
#define X(id, word, value, outside, column) { { "" word, sizeof(word) - 1 }, value, { NULL, 0 }, outside },
		BUILTINS(X)
#undef X
	};
	struct known_name *v = arena_alloc(l->arena, (k->fields.n + BUILTIN_COUNT) * sizeof *v);

	for (size_t i = 0; i < k->fields.n; i++) {
		const struct field_rule *f = &k->fields.v[i];

		v[i] = (struct known_name){ f->key, field_values[f->type], f->choice_words, false };
	}
	memcpy(v + k->fields.n, builtins, sizeof builtins);
	v[k->fields.n + BUILTIN_STATE].choices = k->state_words;
	k->scope = (struct names){ v, k->fields.n + BUILTIN_COUNT };
}

static struct yaml_words
field_words(struct load *l, const struct kind *k)
{
	struct str *v = arena_alloc(l->arena, (k->fields.n + 1) * sizeof *v);

	for (size_t i = 0; i < k->fields.n; i++)
		v[i] = k->fields.v[i].key;
	return (struct yaml_words){ v, k->fields.n };
}

static uint64_t
load_fields(struct load *l, const struct kind *k, const struct yaml_node *node)
{
	if (node != NULL && node->kind == YAML_SCALAR && str_eq(node->text, STR("all")))
		return k->fields.n == 64 ? UINT64_MAX : (UINT64_C(1) << k->fields.n) - 1;
	return load_bits(l, node, &k->field_words, FAULT_UNKNOWN_FIELD);
}

static uint64_t
load_states(struct load *l, const struct kind *k, const struct yaml_node *node)
{
	return load_bits(l, node, &k->state_words, FAULT_UNKNOWN_STATE);
}

static const struct expression *
load_when(struct load *l, const struct kind *k, const struct yaml_node *node, bool outside)
{
	return node == NULL || k->scope.n == 0 ? NULL : expression_parse(l->f, node, &k->scope, outside);
}

/* ---- moves ---- */

struct raw_needs {
	struct needs n;
	const struct yaml_node *set, *closed, *when, *say;
};

struct raw_move {
	struct move m;
	const struct yaml_node *from, *to, *who, *who_not, *fills, *needs, *becomes;
};

static void
load_needs(struct load *l, const struct kind *k, const struct yaml_node *node, struct needs *out)
{
	static const struct yaml_key keys[] = {
		YAML_KEY(struct raw_needs, set, "set", YAML_ANY),
		YAML_KEY(struct raw_needs, closed, "closed", YAML_ANY),
		YAML_KEY(struct raw_needs, n.evidence, "evidence", YAML_INTEGER, .least = 1, .most = 99),
		YAML_KEY(struct raw_needs, n.reason, "reason", YAML_FLAG),
		YAML_KEY(struct raw_needs, n.milestones, "milestones", YAML_FLAG),
		YAML_KEY(struct raw_needs, when, "when", YAML_ANY),
		YAML_KEY(struct raw_needs, say, "say", YAML_ANY),
	};
	struct raw_needs raw = { 0 };

	yaml_take(l->f, node, keys, COUNT(keys), &raw);
	raw.n.set = load_fields(l, k, raw.set);
	raw.n.closed = load_fields(l, k, raw.closed);
	for (size_t i = 0; i < k->fields.n; i++)
		if ((raw.n.closed >> i & 1) != 0 && k->fields.v[i].type != TYPE_LINK)
			load_fault(l, FAULT_NOT_LINK, raw.closed, k->fields.v[i].key, STR(""));
	raw.n.when = load_when(l, k, raw.when, true);
	if (raw.say != NULL)
		yaml_label(l->f, raw.say, &raw.n.say);
	else if (raw.when != NULL)
		load_fault(l, FAULT_SAY_MISSING, raw.when->key, STR(""), STR(""));
	if (raw.n.milestones && !k->milestones)
		load_fault(l, FAULT_NO_MILESTONES, node, STR(""), STR(""));
	*out = raw.n;
}

static void
load_become(struct load *l, struct move *m, const struct yaml_node *node)
{
	struct become_kind *b;

	if (!yaml_is_text(l->f, node))
		return;
	b = array_add(l->arena, &m->becomes);
	b->node = node;
	split_target(node->text, &b->ledger, &b->kind);
}

static void
load_becomes(struct load *l, struct move *m, const struct yaml_node *node)
{
	if (node == NULL)
		return;
	if (node->kind == YAML_SCALAR)
		load_become(l, m, node);
	else if (yaml_is_list(l->f, node, DEFINITION_KINDS))
		for YAML_EACH(item, node)
			load_become(l, m, item);
}

/* Who may not review is no choice of a definition: it is so in all. */
static unsigned
never_reviews(int level)
{
	return level == 0 ? 0 : PARTY_BIT(REPORTER) | PARTY_BIT(LEAD) | PARTY_BIT(SUPPORT) |
	    (level > 1 ? PARTY_BIT(REVIEWED) : 0);
}

static void
load_move(struct load *l, struct kind *k, const struct yaml_node *node)
{
	static const struct yaml_key keys[] = {
		YAML_KEY(struct raw_move, m.event, "event", YAML_NAME, .required = true),
		YAML_KEY(struct raw_move, m.label, "label", YAML_LABEL, .required = true),
		YAML_KEY(struct raw_move, from, "from", YAML_ANY),
		YAML_KEY(struct raw_move, to, "to", YAML_ANY),
		YAML_KEY(struct raw_move, who, "who", YAML_ANY, .required = true),
		YAML_KEY(struct raw_move, who_not, "who-not", YAML_ANY),
		YAML_KEY(struct raw_move, m.level, "level", YAML_INTEGER, .least = 1, .most = 2),
		YAML_KEY(struct raw_move, fills, "fills", YAML_ANY),
		YAML_KEY(struct raw_move, needs, "needs", YAML_MAP),
		YAML_KEY(struct raw_move, becomes, "becomes", YAML_ANY),
	};
	struct raw_move raw = { .m.node = node, .m.to = STATE_STAYS };

	yaml_take(l->f, node, keys, COUNT(keys), &raw);
	if (engine_event_find(raw.m.event) < ENGINE_EVENT_COUNT)
		load_fault(l, FAULT_RESERVED, node, raw.m.event, STR(""));
	raw.m.from = load_states(l, k, raw.from);
	if (raw.to != NULL)
		raw.m.to = load_index(l, raw.to, &k->state_words, FAULT_UNKNOWN_STATE);
	else if (raw.from == NULL)
		load_fault(l, FAULT_MAKER_STAYS, node, STR(""), STR(""));
	raw.m.who = load_parties(l, raw.who);
	raw.m.who_not = load_parties(l, raw.who_not) | never_reviews(raw.m.level);
	raw.m.fills = load_fields(l, k, raw.fills);
	if (raw.needs != NULL)
		load_needs(l, k, raw.needs, &raw.m.needs);
	load_becomes(l, &raw.m, raw.becomes);
	if (raw.m.level > k->review)
		load_fault(l, FAULT_REVIEW_LEVEL, node, STR(""), arena_printf(l->arena, "%d", k->review));
	*array_add(l->arena, &k->moves) = raw.m;
}

/* ---- spans of time ---- */

static bool
read_duration(struct str s, struct duration *out)
{
	size_t i = 0, unit;
	struct str word;

	out->count = 0;
	for (; i < s.n && i < 3 && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		out->count = out->count * 10 + (s.p[i] - '0');
	word = str_trim(str_slice(s, i, s.n));
	for (unit = 0; unit < PERIOD_COUNT; unit++)
		if (str_starts(word, period_words.v[unit]) && (word.n == period_words.v[unit].n ||
		    (word.n == period_words.v[unit].n + 1 && str_ends(word, STR("s")))))
			break;
	out->unit = unit < PERIOD_COUNT ? (enum period)unit : PERIOD_DAY;
	return i > 0 && unit < PERIOD_COUNT;
}

/* `5 workdays`, at least `least` of them. */
static void
load_duration(struct load *l, const struct yaml_node *node, int least, struct duration *out)
{
	if (node == NULL || !yaml_is_text(l->f, node) || (read_duration(node->text, out) && out->count >= least))
		return;
	load_fault(l, FAULT_WRONG_DURATION, node, node->text,
	    STR("day, workday, week, tenday, month, quarter, half, year"));
}

/* ---- clocks ---- */

struct raw_clock {
	struct clock_rule c;
	const struct yaml_node *runs, *starts, *ends, *when;
};

/* Events of the moves, in the order of the moves; one that several moves bear stands several times. */
static struct yaml_words
event_words(struct load *l, const struct kind *k)
{
	struct str *v = arena_alloc(l->arena, (k->moves.n + 1) * sizeof *v);
	struct yaml_words words = { v, 0 };

	for (size_t i = 0; i < k->moves.n; i++) {
		size_t before = 0;

		while (before < words.n && !str_eq(v[before], k->moves.v[i].event))
			before++;
		if (before == words.n)
			v[words.n++] = k->moves.v[i].event;
	}
	return words;
}

static void
check_events(struct load *l, const struct kind *k, const struct yaml_node *node)
{
	struct yaml_words known = event_words(l, k);

	if (node->kind == YAML_SCALAR)
		load_index(l, node, &known, FAULT_UNKNOWN_EVENT);
	else
		for YAML_EACH(item, node)
			load_index(l, item, &known, FAULT_UNKNOWN_EVENT);
}

static struct str *
load_events(struct load *l, const struct kind *k, const struct yaml_node *node, size_t *n)
{
	struct yaml_words events = { NULL, 0 };

	*n = 0;
	if (node == NULL)
		return NULL;
	events = load_list(l, node);
	if (events.n == node->n || (node->kind == YAML_SCALAR && events.n == 1))
		check_events(l, k, node);
	*n = events.n;
	return (struct str *)(uintptr_t)events.v;
}

static void
load_clock(struct load *l, struct kind *k, const struct yaml_node *node)
{
	static const struct yaml_key keys[] = {
		YAML_KEY(struct raw_clock, c.label, "label", YAML_LABEL, .required = true),
		YAML_KEY(struct raw_clock, starts, "starts", YAML_ANY, .required = true),
		YAML_KEY(struct raw_clock, ends, "ends", YAML_ANY),
		YAML_KEY(struct raw_clock, runs, "runs", YAML_ANY, .required = true),
		YAML_KEY(struct raw_clock, c.end, "end", YAML_FLAG),
		YAML_KEY(struct raw_clock, c.rest, "rest", YAML_WORD, .words = &rest_words),
		YAML_KEY(struct raw_clock, c.deadline, "deadline", YAML_FLAG),
		YAML_KEY(struct raw_clock, when, "when", YAML_ANY),
		YAML_KEY(struct raw_clock, c.source, "source", YAML_LABEL, .required = true),
		YAML_KEY(struct raw_clock, c.set_by, "set-by", YAML_LABEL, .required = true),
		YAML_KEY(struct raw_clock, c.set_on, "set-on", YAML_DAY),
	};
	struct raw_clock raw = { .c.node = node };

	yaml_name(l->f, node->key, &raw.c.key);
	yaml_take(l->f, node, keys, COUNT(keys), &raw);
	load_duration(l, raw.runs, raw.c.end ? 0 : 1, &raw.c.runs);
	raw.c.starts = load_events(l, k, raw.starts, &raw.c.nstarts);
	raw.c.ends = load_events(l, k, raw.ends, &raw.c.nends);
	raw.c.when = load_when(l, k, raw.when, false);
	*array_add(l->arena, &k->clocks) = raw.c;
}

/* ---- cadences ---- */

struct raw_cadence {
	struct cadence_rule c;
	const struct yaml_node *event, *during, *who, *when;
};

static void
load_cadence(struct load *l, struct kind *k, const struct yaml_node *node)
{
	static const struct yaml_key keys[] = {
		YAML_KEY(struct raw_cadence, c.label, "label", YAML_LABEL, .required = true),
		YAML_KEY(struct raw_cadence, c.every, "every", YAML_WORD, .required = true, .words = &period_words),
		YAML_KEY(struct raw_cadence, c.after, "after", YAML_INTEGER, .least = 1, .most = 31),
		YAML_KEY(struct raw_cadence, event, "event", YAML_ANY),
		YAML_KEY(struct raw_cadence, during, "during", YAML_ANY, .required = true),
		YAML_KEY(struct raw_cadence, who, "who", YAML_ANY, .required = true),
		YAML_KEY(struct raw_cadence, when, "when", YAML_ANY),
	};
	struct raw_cadence raw = { .c.node = node };
	size_t n;

	yaml_name(l->f, node->key, &raw.c.key);
	yaml_take(l->f, node, keys, COUNT(keys), &raw);
	if (raw.event != NULL && yaml_is_text(l->f, raw.event)) {
		load_events(l, k, raw.event, &n);
		raw.c.event = raw.event->text;
	}
	raw.c.during = load_states(l, k, raw.during);
	raw.c.who = load_parties(l, raw.who);
	raw.c.when = load_when(l, k, raw.when, false);
	*array_add(l->arena, &k->cadences) = raw.c;
}

/* ---- lamps ---- */

struct raw_lamp {
	struct lamp_rule r;
	bool closed, paused;
	const struct yaml_node *show, *when;
};

static void
load_lamp(struct load *l, struct kind *k, const struct yaml_node *node)
{
	static const struct yaml_key keys[] = {
		YAML_KEY(struct raw_lamp, show, "show", YAML_ANY, .required = true),
		YAML_KEY(struct raw_lamp, r.left, "left", YAML_INTEGER, .least = 0, .most = 3660),
		YAML_KEY(struct raw_lamp, r.overdue, "overdue", YAML_INTEGER, .least = 1, .most = 3660),
		YAML_KEY(struct raw_lamp, r.lag, "lag", YAML_INTEGER, .least = 1, .most = 100),
		YAML_KEY(struct raw_lamp, closed, "closed", YAML_FLAG),
		YAML_KEY(struct raw_lamp, paused, "paused", YAML_FLAG),
		YAML_KEY(struct raw_lamp, when, "when", YAML_ANY),
	};
	struct raw_lamp raw = { .r = { .left = -1, .overdue = -1, .lag = -1, .node = node } };

	yaml_take(l->f, node, keys, COUNT(keys), &raw);
	if (raw.show != NULL)
		raw.r.show = load_index(l, raw.show, &l->d->palette_words, FAULT_UNKNOWN_LAMP);
	raw.r.closed = entry(node, STR("closed")) == NULL ? -1 : raw.closed;
	raw.r.paused = entry(node, STR("paused")) == NULL ? -1 : raw.paused;
	raw.r.when = load_when(l, k, raw.when, false);
	if (raw.r.lag > 0 && !k->milestones)
		load_fault(l, FAULT_NO_MILESTONES, node, STR(""), STR(""));
	*array_add(l->arena, &k->lamps) = raw.r;
}

/* ---- notices ---- */

struct raw_notice {
	struct notice_step s;
	const struct yaml_node *number, *reply, *who, *to;
};

static void
load_notice(struct load *l, struct kind *k, const struct yaml_node *node)
{
	static const struct yaml_key keys[] = {
		YAML_KEY(struct raw_notice, s.label, "label", YAML_LABEL, .required = true),
		YAML_KEY(struct raw_notice, s.form, "form", YAML_WORD, .required = true, .words = &form_words),
		YAML_KEY(struct raw_notice, s.overdue, "overdue", YAML_INTEGER, .least = 1, .most = 3660),
		YAML_KEY(struct raw_notice, number, "number", YAML_ANY, .required = true),
		YAML_KEY(struct raw_notice, reply, "reply", YAML_ANY),
		YAML_KEY(struct raw_notice, who, "who", YAML_ANY, .required = true),
		YAML_KEY(struct raw_notice, to, "to", YAML_ANY, .required = true),
	};
	struct raw_notice raw = { .s.node = node };

	yaml_name(l->f, node->key, &raw.s.key);
	yaml_take(l->f, node, keys, COUNT(keys), &raw);
	load_pattern(l, raw.number, &raw.s.number);
	load_duration(l, raw.reply, 1, &raw.s.reply);
	raw.s.who = load_parties(l, raw.who);
	raw.s.to = load_parties(l, raw.to);
	*array_add(l->arena, &k->notices) = raw.s;
}

/* ---- a kind ---- */

struct raw_kind {
	struct kind k;
	const struct yaml_node *see, *number, *fields, *states, *moves, *clocks, *cadence, *lamps, *notices;
};

static const struct yaml_key keys_of_kind[] = {
	YAML_KEY(struct raw_kind, k.label, "label", YAML_LABEL, .required = true),
	YAML_KEY(struct raw_kind, number, "number", YAML_ANY),
	YAML_KEY(struct raw_kind, see, "see", YAML_ANY),
	YAML_KEY(struct raw_kind, k.milestones, "milestones", YAML_FLAG),
	YAML_KEY(struct raw_kind, k.review, "review", YAML_INTEGER, .least = 1, .most = 2),
	YAML_KEY(struct raw_kind, k.reads, "reads", YAML_WORD, .words = &reading_words),
	YAML_KEY(struct raw_kind, fields, "fields", YAML_MAP, .required = true, .most = DEFINITION_FIELDS),
	YAML_KEY(struct raw_kind, states, "states", YAML_MAP, .required = true, .most = DEFINITION_STATES),
	YAML_KEY(struct raw_kind, moves, "moves", YAML_LIST, .required = true, .most = DEFINITION_MOVES),
	YAML_KEY(struct raw_kind, clocks, "clocks", YAML_MAP, .most = DEFINITION_ROWS),
	YAML_KEY(struct raw_kind, cadence, "cadence", YAML_MAP, .most = DEFINITION_ROWS),
	YAML_KEY(struct raw_kind, lamps, "lamps", YAML_LIST, .most = DEFINITION_ROWS),
	YAML_KEY(struct raw_kind, notices, "notices", YAML_MAP, .most = DEFINITION_ROWS),
};

/* In this order: each speaks of what stands above it. */
static void
load_parts(struct load *l, struct raw_kind *raw)
{
	const struct {
		const struct yaml_node *of;
		void (*load)(struct load *, struct kind *, const struct yaml_node *);
	} steps[] = {
		{ raw->moves, load_move },
		{ raw->clocks, load_clock },
		{ raw->cadence, load_cadence },
		{ raw->lamps, load_lamp },
		{ raw->notices, load_notice },
	};

	size_t before = l->f->list.n + l->f->more;

	for YAML_EACH(node, raw->fields)
		load_field(l, &raw->k, node);
	for YAML_EACH(node, raw->states)
		load_state(l, &raw->k, node);
	raw->k.state_words = load_words(l, raw->states);
	raw->k.field_words = field_words(l, &raw->k);
	if (l->f->list.n + l->f->more == before)	/* else conditions would be told of the same faults */
		make_scope(l, &raw->k);
	for (size_t i = 0; i < COUNT(steps); i++)
		for YAML_EACH(node, steps[i].of)
			steps[i].load(l, &raw->k, node);
}

static void
load_kind(struct load *l, const struct yaml_node *node)
{
	struct raw_kind raw = { .k.node = node };
	size_t before = l->f->list.n + l->f->more;

	yaml_name(l->f, node->key, &raw.k.key);
	if (str_eq(node->key->text, STR("any")))
		load_fault(l, FAULT_RESERVED, node->key, node->key->text, STR(""));
	yaml_take(l->f, node, keys_of_kind, COUNT(keys_of_kind), &raw);
	raw.k.see = load_parties(l, raw.see);
	load_pattern(l, raw.number, &raw.k.number);
	load_parts(l, &raw);
	if (l->f->list.n + l->f->more == before)	/* else most of what follows would be told of the fault */
		check_kind(l, &raw.k);
	*array_add(l->arena, &l->d->kinds) = raw.k;
}

void
load_kinds(struct load *l, const struct yaml_node *map)
{
	l->d->kind_words = load_words(l, map);
	for YAML_EACH(node, map)
		load_kind(l, node);
	check_kinds(l);
}
