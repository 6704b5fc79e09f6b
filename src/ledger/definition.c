#include "ledger/definition_inside.h"

#include "base/utf8.h"

#define VERSION_MOST 9999
#define PATTERN_MOST 60		/* characters of a number's pattern */
#define SEQ_WIDTH 9

/* ---- the words of the language ---- */

#define WORD_OF(id, word, ...) { "" word, sizeof(word) - 1 },
static const struct str parties[] = { PARTIES(WORD_OF) };
static const struct str types[] = { FIELD_TYPES(WORD_OF) };
static const struct str parts[] = { PARTS(WORD_OF) };
static const struct str readings[] = { READINGS(WORD_OF) };
static const struct str builtins[] = { BUILTINS(WORD_OF) };
static const struct str periods[] = { PERIODS(WORD_OF) };
static const struct str rests[] = { RESTS(WORD_OF) };
static const struct str number_parts[] = { NUMBER_PART_WORDS(WORD_OF) };

const struct yaml_words party_words = { parties, PARTY_COUNT };
const struct yaml_words type_words = { types, TYPE_COUNT };
const struct yaml_words part_words = { parts, PART_COUNT };
const struct yaml_words reading_words = { readings, KIND_READS_COUNT };
const struct yaml_words period_words = { periods, PERIOD_COUNT };
const struct yaml_words rest_words = { rests, REST_COUNT };

struct label
party_label(enum party p)
{
	static const struct label labels[] = {
#define X(id, word, zh, en) { { zh, sizeof(zh) - 1 }, { en, sizeof(en) - 1 } },
		PARTIES(X)
#undef X
	};

	return labels[p];
}

struct str field_type_word(enum field_type t) { return types[t]; }
struct str part_word(enum part p) { return parts[p]; }
enum part
part_find(struct str word)
{
	for (int i = 0; i < PART_COUNT; i++)
		if (str_eq(word, parts[i]))
			return (enum part)i;
	return PART_NONE;
}

struct str builtin_word(enum builtin b) { return builtins[b]; }

static const struct {
	const char *word;
	bool lasts;
	struct label label;
} engine_events[ENGINE_EVENT_COUNT] = {
#define X(id, word, lasts, zh, en) { word, lasts, { { "" zh, sizeof(zh) - 1 }, { "" en, sizeof(en) - 1 } } },
	ENGINE_EVENTS(X)
#undef X
};

enum engine_event
engine_event_find(struct str word)
{
	int i = 0;

	while (i < ENGINE_EVENT_COUNT && !str_eq(word, cstr(engine_events[i].word)))
		i++;
	return (enum engine_event)i;
}

bool engine_event_lasts(enum engine_event e) { return engine_events[e].lasts; }
const char *engine_event_word(enum engine_event e) { return engine_events[e].word; }
struct label engine_event_label(enum engine_event e) { return engine_events[e].label; }

/* ---- what is loaded everywhere ---- */

void
load_fault(struct load *l, enum fault_code code, const struct yaml_node *at, struct str found, struct str expected)
{
	fault_add(l->f, code, at->at, found, expected);
}

void
load_unknown(struct load *l, enum fault_code code, const struct yaml_node *at, const struct yaml_words *known)
{
	fault_add_unknown(l->f, code, at->at, at->text, known->v, known->n);
}

struct str
load_line(struct load *l, const struct yaml_node *node)
{
	return arena_printf(l->arena, "%u", node->at.line);
}

int
load_index(struct load *l, const struct yaml_node *node, const struct yaml_words *words, enum fault_code code)
{
	if (!yaml_is_text(l->f, node))
		return -1;
	for (size_t i = 0; i < words->n; i++)
		if (str_eq(words->v[i], node->text))
			return (int)i;
	load_unknown(l, code, node, words);
	return -1;
}

static uint64_t
bit_of(struct load *l, const struct yaml_node *node, const struct yaml_words *words, enum fault_code code)
{
	int i = load_index(l, node, words, code);

	return i < 0 ? 0 : UINT64_C(1) << i;
}

uint64_t
load_bits(struct load *l, const struct yaml_node *node, const struct yaml_words *words, enum fault_code code)
{
	uint64_t bits = 0;

	if (node == NULL)
		return 0;
	if (node->kind == YAML_SCALAR)
		return bit_of(l, node, words, code);
	if (!yaml_is_list(l->f, node, DEFINITION_FIELDS))
		return 0;
	for YAML_EACH(item, node)
		bits |= bit_of(l, item, words, code);
	return bits;
}

unsigned
load_parties(struct load *l, const struct yaml_node *node)
{
	return (unsigned)load_bits(l, node, &party_words, FAULT_UNKNOWN_WORD);
}

struct yaml_words
load_words(struct load *l, const struct yaml_node *map)
{
	struct str *v = arena_alloc(l->arena, (map == NULL ? 1 : map->n + 1) * sizeof *v);
	struct yaml_words words = { v, 0 };

	for YAML_EACH(value, map)
		v[words.n++] = value->key->text;
	return words;
}

struct yaml_words
load_list(struct load *l, const struct yaml_node *node)
{
	struct str *v = arena_alloc(l->arena, (node->n + 1) * sizeof *v);
	struct yaml_words words = { v, 0 };

	if (node->kind == YAML_SCALAR && yaml_is_text(l->f, node))
		v[words.n++] = node->text;
	if (node->kind == YAML_SCALAR || !yaml_is_list(l->f, node, DEFINITION_ROWS))
		return words;
	for YAML_EACH(item, node)
		if (yaml_is_text(l->f, item))
			v[words.n++] = item->text;
	return words;
}

/* ---- numbers ---- */

static bool
pattern_fault(struct load *l, const struct yaml_node *node, size_t at, struct str found)
{
	fault_add(l->f, FAULT_PATTERN, yaml_place(node, at), found, STR("{round}, {year}, {unit}, {seq}, {seq:3}"));
	return false;
}

/* What stands between braces. */
static bool
read_part(struct str inside, struct number_part *part)
{
	size_t colon = str_find(inside, STR(":"), 0);
	struct str word = colon == STR_NONE ? inside : str_slice(inside, 0, colon);
	struct str width = colon == STR_NONE ? STR("0") : str_slice(inside, colon + 1, inside.n);

	part->kind = 0;
	while (part->kind < NUMBER_WORDS && !str_eq(number_parts[part->kind], word))
		part->kind++;
	part->width = width.n == 1 ? width.p[0] - '0' : -1;
	part->text = word;
	return part->kind < NUMBER_WORDS && part->width >= 0 && part->width <= SEQ_WIDTH &&
	    (colon == STR_NONE || (part->kind == NUMBER_SEQ && part->width > 0));
}

/* One part of the text from `at`; where it ends. STR_NONE with a fault. */
static size_t
take_part(struct load *l, const struct yaml_node *node, size_t at, struct number_part *part)
{
	struct str text = node->text;
	size_t end = str_find(text, text.p[at] == '{' ? STR("}") : STR("{"), at);

	if (text.p[at] != '{') {
		end = end == STR_NONE ? text.n : end;
		*part = (struct number_part){ .kind = NUMBER_WORDS, .text = str_slice(text, at, end) };
		return end;
	}
	if (end == STR_NONE || !read_part(str_slice(text, at + 1, end), part)) {
		pattern_fault(l, node, at, str_slice(text, at, end == STR_NONE ? text.n : end + 1));
		return STR_NONE;
	}
	return end + 1;
}

void
load_pattern(struct load *l, const struct yaml_node *node, struct number_pattern *out)
{
	unsigned counts = 0;

	if (node == NULL || !yaml_is_text(l->f, node))
		return;
	if (utf8_count(node->text) > PATTERN_MOST) {
		load_fault(l, FAULT_TOO_LONG, node, STR(""), STR("60"));
		return;
	}
	for (size_t at = 0; at < node->text.n; ) {
		if (out->n == NUMBER_PARTS) {
			load_fault(l, FAULT_TOO_MANY, node, STR(""), STR("16"));
			return;
		}
		at = take_part(l, node, at, &out->v[out->n]);
		if (at == STR_NONE)
			return;
		counts += out->v[out->n++].kind == NUMBER_SEQ;
	}
	if (counts != 1)
		load_fault(l, FAULT_PATTERN_SEQ, node, STR(""), STR(""));
	out->node = node;
}

/* ---- the palette ---- */

static bool
is_colour(struct str s)
{
	for (size_t i = 1; i < s.n; i++)
		if (memchr("0123456789abcdef", s.p[i], 16) == NULL)
			return false;
	return s.n == 7 && s.p[0] == '#';
}

static void
load_palette(struct load *l, const struct yaml_node *map)
{
	static const struct yaml_key keys[] = {
		YAML_KEY(struct lamp, label, "label", YAML_LABEL, .required = true),
		YAML_KEY(struct lamp, colour, "colour", YAML_TEXT, .required = true),
		YAML_KEY(struct lamp, mark, "mark", YAML_TEXT, .required = true, .most = 1),
	};

	for YAML_EACH(value, map) {
		struct lamp *lamp = array_add(l->arena, &l->d->palette);

		yaml_name(l->f, value->key, &lamp->key);
		if (yaml_take(l->f, value, keys, sizeof keys / sizeof keys[0], lamp) && !is_colour(lamp->colour))
			load_fault(l, FAULT_UNKNOWN_WORD, value, lamp->colour, STR("#1a7f37"));
	}
	l->d->palette_words = load_words(l, map);
}

/* ---- papers ---- */

struct raw_paper {
	struct paper p;
	const struct yaml_node *kind, *columns, *group, *when;
};

/* A link of another kind that leads here, by the name it has from this side. */
static const struct field_rule *
inverse_find(const struct definition *d, const struct kind *kind, struct str name)
{
	for (size_t k = 0; k < d->kinds.n; k++)
		for (size_t i = 0; i < d->kinds.v[k].fields.n; i++) {
			const struct field_rule *f = &d->kinds.v[k].fields.v[i];

			if (f->kind == kind && str_eq(f->inverse, name))
				return f;
		}
	return NULL;
}

static bool
is_column(struct str name)
{
#define X(id, word, value, outside, column) if (column && str_eq(name, builtins[BUILTIN_##id])) return true;
	BUILTINS(X)
#undef X
	return false;
}

/* All that a paper of this kind may show, for a sentence. */
static struct yaml_words
column_words(struct load *l, const struct kind *kind)
{
	struct str *v = arena_alloc(l->arena, (kind->fields.n + BUILTIN_COUNT) * sizeof *v);
	struct yaml_words words = { v, 0 };

	for (size_t i = 0; i < kind->fields.n; i++)
		v[words.n++] = kind->fields.v[i].key;
	for (size_t i = 0; i < BUILTIN_COUNT; i++)
		if (is_column(builtins[i]))
			v[words.n++] = builtins[i];
	return words;
}

static void
load_column(struct load *l, const struct paper *p, const struct yaml_node *node, struct paper_column *out)
{
	int own = p->kind == NULL ? -1 : kind_field(p->kind, node->text);
	const struct field_rule *from_there;
	struct yaml_words known;

	if (!yaml_is_text(l->f, node) || p->kind == NULL)
		return;
	out->key = node->text;
	if (own >= 0) {
		out->field = &p->kind->fields.v[own];
		out->label = out->field->label;
		if (p->public && !out->field->public)
			load_fault(l, FAULT_NOT_PUBLIC, node, node->text, STR(""));
		return;
	}
	from_there = inverse_find(l->d, p->kind, node->text);
	if (from_there != NULL) {
		out->label = from_there->inverse_label;
		if (p->public && !from_there->public)
			load_fault(l, FAULT_NOT_PUBLIC, node, node->text, STR(""));
	} else if (!is_column(node->text)) {
		known = column_words(l, p->kind);
		load_unknown(l, FAULT_UNKNOWN_FIELD, node, &known);
	}
}

static void
load_paper(struct load *l, const struct yaml_node *node)
{
	static const struct yaml_key keys[] = {
		YAML_KEY(struct raw_paper, p.label, "label", YAML_LABEL, .required = true),
		YAML_KEY(struct raw_paper, kind, "kind", YAML_ANY, .required = true),
		YAML_KEY(struct raw_paper, columns, "columns", YAML_LIST, .required = true, .most = DEFINITION_FIELDS),
		YAML_KEY(struct raw_paper, group, "group", YAML_ANY),
		YAML_KEY(struct raw_paper, p.public, "public", YAML_FLAG),
		YAML_KEY(struct raw_paper, when, "when", YAML_ANY),
	};
	struct raw_paper raw = { .p.node = node };
	int kind;

	yaml_name(l->f, node->key, &raw.p.key);
	yaml_take(l->f, node, keys, sizeof keys / sizeof keys[0], &raw);
	kind = raw.kind == NULL ? -1 : load_index(l, raw.kind, &l->d->kind_words, FAULT_UNKNOWN_KIND);
	raw.p.kind = kind < 0 ? NULL : &l->d->kinds.v[kind];
	for YAML_EACH(column, raw.columns)
		load_column(l, &raw.p, column, array_add(l->arena, &raw.p.columns));
	if (raw.group != NULL)
		load_column(l, &raw.p, raw.group, &raw.p.group);
	if (raw.when != NULL && raw.p.kind != NULL)
		raw.p.when = expression_parse(l->f, raw.when, &raw.p.kind->scope, true);
	*array_add(l->arena, &l->d->papers) = raw.p;
}

/* ---- upgrades ---- */

struct raw_upgrade {
	int from;
	const struct yaml_node *states;
};

static void
load_renamings(struct load *l, const struct kind *kind, const struct yaml_node *map)
{
	struct renaming *r;

	if (!yaml_is_map(l->f, map, DEFINITION_STATES))
		return;
	for YAML_EACH(value, map) {
		r = array_add(l->arena, &l->d->renamings);
		r->kind = kind->key;
		yaml_name(l->f, value->key, &r->from);
		r->to = load_index(l, value, &kind->state_words, FAULT_UNKNOWN_STATE);
	}
}

static void
load_upgrade(struct load *l, const struct yaml_node *node)
{
	static const struct yaml_key keys[] = {
		YAML_KEY(struct raw_upgrade, from, "from", YAML_INTEGER, .required = true, .least = 1, .most = VERSION_MOST),
		YAML_KEY(struct raw_upgrade, states, "states", YAML_MAP, .required = true),
	};
	struct raw_upgrade raw = { 0 };
	int kind;

	yaml_take(l->f, node, keys, sizeof keys / sizeof keys[0], &raw);
	l->d->upgrade_from = raw.from;
	if (raw.from >= l->d->version)
		load_fault(l, FAULT_UPGRADE_VERSION, node->key, STR(""), arena_printf(l->arena, "%d", l->d->version));
	for YAML_EACH(value, raw.states) {
		kind = load_index(l, value->key, &l->d->kind_words, FAULT_UNKNOWN_KIND);
		if (kind >= 0)
			load_renamings(l, &l->d->kinds.v[kind], value);
	}
}

/* ---- the whole ---- */

struct raw_definition {
	struct definition d;
	const struct yaml_node *see, *palette, *kinds, *papers, *upgrade;
};

static const struct yaml_key keys_of_ledger[] = {
	YAML_KEY(struct raw_definition, d.key, "ledger", YAML_NAME, .required = true),
	YAML_KEY(struct raw_definition, d.version, "version", YAML_INTEGER, .required = true, .least = 1, .most = VERSION_MOST),
	YAML_KEY(struct raw_definition, d.label, "label", YAML_LABEL, .required = true),
	YAML_KEY(struct raw_definition, d.about, "about", YAML_LABEL),
	YAML_KEY(struct raw_definition, see, "see", YAML_ANY),
	YAML_KEY(struct raw_definition, palette, "palette", YAML_MAP, .most = DEFINITION_LAMPS),
	YAML_KEY(struct raw_definition, kinds, "kinds", YAML_MAP, .required = true, .most = DEFINITION_KINDS),
	YAML_KEY(struct raw_definition, papers, "papers", YAML_MAP, .most = DEFINITION_ROWS),
	YAML_KEY(struct raw_definition, upgrade, "upgrade", YAML_MAP),
};

/* Papers speak of every kind: where one is not understood, they would be told of its faults once more. */
static void
load_views(struct load *l, const struct raw_definition *raw)
{
	if (l->f->list.n > 0)
		return;
	for YAML_EACH(paper, raw->papers)
		load_paper(l, paper);
	if (raw->upgrade != NULL)
		load_upgrade(l, raw->upgrade);
}

const struct definition *
definition_load(struct faults *f)
{
	const struct yaml_node *root = yaml_parse(f);
	struct raw_definition *raw = arena_zalloc(f->arena, sizeof *raw);
	struct load l = { .f = f, .arena = f->arena, .d = &raw->d };

	if (root != NULL) {
		yaml_take(f, root, keys_of_ledger, sizeof keys_of_ledger / sizeof keys_of_ledger[0], raw);
		raw->d.see = load_parties(&l, raw->see);
		load_palette(&l, raw->palette);
		load_kinds(&l, raw->kinds);
		load_views(&l, raw);
	}
	faults_sort(f);
	return f->list.n > 0 ? NULL : &raw->d;
}

/* ---- for who asks ---- */

int
kind_state(const struct kind *k, struct str key)
{
	for (size_t i = 0; i < k->states.n; i++)
		if (str_eq(k->states.v[i].key, key))
			return (int)i;
	return -1;
}

int
kind_field(const struct kind *k, struct str key)
{
	for (size_t i = 0; i < k->fields.n; i++)
		if (str_eq(k->fields.v[i].key, key))
			return (int)i;
	return -1;
}

int
kind_step(const struct kind *k, struct str key)
{
	for (size_t i = 0; i < k->notices.n; i++)
		if (str_eq(k->notices.v[i].key, key))
			return (int)i;
	return -1;
}

int
kind_part(const struct kind *k, enum part part)
{
	for (size_t i = 0; i < k->fields.n; i++)
		if (k->fields.v[i].as == (int)part)
			return (int)i;
	return -1;
}

const struct kind *
definition_reads(const struct definition *d, enum kind_reads what)
{
	for (size_t i = 0; i < d->kinds.n; i++)
		if (d->kinds.v[i].reads == (int)what)
			return &d->kinds.v[i];
	return NULL;
}

bool
kind_struck_off(const struct kind *k, int state)
{
	if (k->review == 0 || !k->states.v[state].final)
		return k->states.v[state].final;
	for (size_t i = 0; i < k->moves.n; i++)
		if (k->moves.v[i].level == k->review && k->moves.v[i].to == state)
			return true;
	return false;
}

const struct move *
kind_becoming(const struct kind *k)
{
	int field = kind_part(k, PART_CAME_FROM);

	for (size_t i = 0; i < k->moves.n && field >= 0; i++)
		if (k->moves.v[i].from == 0 && (k->moves.v[i].fills >> field & 1) != 0)
			return &k->moves.v[i];
	return NULL;
}

const struct move *
kind_move(const struct kind *k, struct str event, int from)
{
	for (size_t i = 0; i < k->moves.n; i++) {
		const struct move *m = &k->moves.v[i];

		if (str_eq(m->event, event) && (from == STATE_STAYS ? m->from == 0 : (m->from >> from & 1) != 0))
			return m;
	}
	return NULL;
}
