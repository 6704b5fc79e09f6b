/* record_write: the rows of a record behind an event; and events of the journal applied again. */
#include "ledger/payload.h"
#include "ledger/record.h"
#include "ledger/removal.h"
#include "ledger/sample.h"
#include "ledger/turn.h"
#include "store/event_row.h"

#include <stdlib.h>

struct writing {
	struct arena *arena;
	struct str type;
	struct by by;
	struct store *store;
	int64_t seq;
	const struct change *change;
	const struct applied *applied;
	struct record *record;
	bool fresh;		/* its first event: there is nothing to end */
	struct why *why;
};

static struct value
day_or_null(int32_t day)
{
	return day_valid(day) ? value_int(day) : value_null();
}

static struct value
id_or_null(const struct uuid *id)
{
	return uuid_is_nil(*id) ? value_null() : value_id(id->b);
}

/* ---- who has a part in it ---- */

/* Parts whose holders are looked for from the other side. */
static const enum part held_parts[] = { PART_LEAD, PART_SUPPORT, PART_IN_CHARGE, PART_PERSON };
#define HELD_PARTS (sizeof held_parts / sizeof held_parts[0])

/* The field that stands as that part, where the change gives it; -1. */
static int
given_part(const struct record *r, const struct change *c, enum part part)
{
	int field = kind_part(record_kind(r), part);

	return field >= 0 && (c->given >> field & 1) != 0 ? field : -1;
}

static enum err
path_of_unit(struct arena *a, struct store *s, struct uuid unit, enum err absent, struct str *out, struct why *why)
{
	struct rows rows;

	store_ask(s, UNIT_NOW, NULL, VALUES(value_id(unit.b)), &rows);
	if (rows_next(&rows))
		*out = arena_str(a, rows_text(&rows, 0));
	else if (rows.err == OK)
		rows.err = fail(&rows.why, absent, 0, "%s", "unit");
	return rows_end(&rows, why);
}

static void
forget_part(struct record *r, enum part part)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->parties.n; i++)
		if (r->parties.v[i].part != part)
			r->parties.v[kept++] = r->parties.v[i];
	r->parties.n = kept;
}

/* The record is the first leading unit's. */
static enum err
place_part(struct arena *a, struct store *s, enum part part, int field, enum err absent, struct record *r, struct why *why)
{
	const struct field_value *v = &r->fields[field];
	int type = record_kind(r)->fields.v[field].type;
	enum err err = OK;

	forget_part(r, part);
	if (part == PART_LEAD)
		r->path = STR(SITE_PATH);
	for (size_t i = 0; i < v->n && err == OK; i++) {
		struct party_held *p = array_add(a, &r->parties);

		*p = (struct party_held){ .part = part, .who = v->ids[i] };
		if (type == TYPE_UNIT || type == TYPE_UNITS)
			err = path_of_unit(a, s, v->ids[i], absent, &p->path, why);
		if (i == 0 && part == PART_LEAD)
			r->path = p->path;
	}
	return err;
}

enum err
record_place(struct arena *a, struct store *s, const struct change *c, enum err absent, struct record *r, struct why *why)
{
	enum err err = OK;

	for (size_t i = 0; i < HELD_PARTS && err == OK; i++) {
		int field = given_part(r, c, held_parts[i]);

		if (field >= 0)
			err = place_part(a, s, held_parts[i], field, absent, r, why);
	}
	return err;
}

static enum err
put_part(struct writing *w, enum part part)
{
	const struct record *r = w->record;
	struct value key = value_int(r->key), word = value_text(part_word(part)), seq = value_int(w->seq);
	enum err err = w->fresh ? OK : store_do(w->store, PARTY_DROP, VALUES(key, word, seq), w->why);

	if (err == OK && !w->fresh)
		err = store_do(w->store, PARTY_END, VALUES(seq, key, word), w->why);
	for (size_t i = 0; i < r->parties.n && err == OK; i++) {
		const struct party_held *p = &r->parties.v[i];

		if (p->part == part)
			err = store_do(w->store, PARTY_ADD, VALUES(key, word, value_id(p->who.b),
			    p->path.n > 0 ? value_text(p->path) : value_null(), seq), w->why);
	}
	return err;
}

static enum err
put_parties(struct writing *w)
{
	enum err err = OK;

	for (size_t i = 0; i < HELD_PARTS && err == OK; i++)
		if (given_part(w->record, w->change, held_parts[i]) >= 0)
			err = put_part(w, held_parts[i]);
	return err;
}

/* ---- links ---- */

static enum err
put_link(struct writing *w, const struct field_rule *rule, const struct field_value *v)
{
	struct value key = value_int(w->record->key), word = value_text(rule->key), seq = value_int(w->seq);
	enum err err = w->fresh ? OK : store_do(w->store, LINK_DROP, VALUES(key, word, seq), w->why);

	if (err == OK && !w->fresh)
		err = store_do(w->store, LINK_END, VALUES(seq, key, word), w->why);
	for (size_t i = 0; i < v->n && err == OK; i++) {
		int64_t target;

		err = identity_number(w->store, v->ids[i].b, &target, w->why);
		if (err == OK)
			err = store_do(w->store, LINK_ADD, VALUES(key, word, value_int((int64_t)i), value_int(target), seq), w->why);
	}
	return err;
}

static enum err
put_links(struct writing *w)
{
	const struct kind *k = record_kind(w->record);
	enum err err = OK;

	for (size_t i = 0; i < k->fields.n && err == OK; i++)
		if ((w->change->given >> i & 1) != 0 && (k->fields.v[i].type == TYPE_UNITS || k->fields.v[i].type == TYPE_LINK))
			err = put_link(w, &k->fields.v[i], &w->record->fields[i]);
	return err;
}

/* ---- clocks and pauses ---- */

static enum err
end_clock(struct writing *w, const struct clock_rule *rule)
{
	struct value key = value_int(w->record->key), word = value_text(rule->key), seq = value_int(w->seq);
	enum err err = store_do(w->store, RUNNING_DROP, VALUES(key, word, seq), w->why);

	return err == OK ? store_do(w->store, RUNNING_END, VALUES(seq, key, word), w->why) : err;
}

static enum err
put_clock(struct writing *w, const struct clock_rule *rule)
{
	const struct record *r = w->record;
	enum err err = end_clock(w, rule);

	for (size_t i = 0; i < r->clocks.n && err == OK; i++)
		if (r->clocks.v[i].rule == rule)
			err = store_do(w->store, RUNNING_ADD, VALUES(value_int(r->key), value_text(rule->key),
			    value_int(r->clocks.v[i].started), day_or_null(r->clocks.v[i].due), value_int(w->seq)), w->why);
	return err;
}

static enum err
put_clocks(struct writing *w)
{
	const struct kind *k = record_kind(w->record);
	enum err err = OK;

	for (size_t i = 0; i < k->clocks.n && err == OK; i++)
		if ((w->applied->ended >> i & 1) != 0)
			err = end_clock(w, &k->clocks.v[i]);
	for (size_t i = 0; i < w->change->clocks.n && err == OK; i++)
		err = put_clock(w, &k->clocks.v[w->change->clocks.v[i].rule]);
	return err;
}

static enum err
put_pause(struct writing *w)
{
	struct value key = value_int(w->record->key), seq = value_int(w->seq);
	const struct pause *p;
	enum err err = OK;

	if (!w->applied->paused && !w->applied->resumed)
		return OK;
	p = array_last(&w->record->pauses);
	if (w->applied->resumed) {
		err = store_do(w->store, PAUSE_DROP, VALUES(key, seq), w->why);
		if (err == OK)
			err = store_do(w->store, PAUSE_END, VALUES(seq, key), w->why);
	}
	return err != OK ? err : store_do(w->store, PAUSE_ADD, VALUES(key, value_int(p->from), day_or_null(p->to), seq), w->why);
}

/* ---- milestones, evidence, numbers ---- */

static enum err
put_milestones(struct writing *w)
{
	const struct record *r = w->record;
	struct value key = value_int(r->key), seq = value_int(w->seq);
	enum err err;

	if (!w->change->has_milestones)
		return OK;
	err = store_do(w->store, MILESTONE_DROP, VALUES(key, seq), w->why);
	if (err == OK)
		err = store_do(w->store, MILESTONE_END, VALUES(seq, key), w->why);
	for (size_t i = 0; i < r->milestones.n && err == OK; i++) {
		const struct named_milestone *m = &r->milestones.v[i];

		err = store_do(w->store, MILESTONE_ADD, VALUES(key, value_int((int64_t)i + 1), value_text(m->name),
		    value_int(m->of.weight), day_or_null(m->of.due), day_or_null(m->of.accepted), seq), w->why);
	}
	return err;
}

static enum err
put_evidence(struct writing *w)
{
	enum err err = OK;

	for (size_t i = 0; i < w->change->evidence.n && err == OK; i++) {
		const struct evidence_given *e = &w->change->evidence.v[i];

		err = store_do(w->store, EVIDENCE_ADD, VALUES(value_hash(e->hash.b), value_int(e->size), value_text(e->media),
		    value_text(e->name), value_int(w->seq), day_or_null(e->dated)), w->why);
	}
	return err;
}

/* A file is named with its size, so that it can be checked and carried into a backup. */
static enum err
put_document(struct writing *w, struct str json)
{
	struct hash hash;
	int64_t size;

	return !field_document_file(json, &hash, &size) ? OK : store_do(w->store, DOCUMENT_ADD, VALUES(value_int(w->record->key), value_hash(hash.b),
	    value_int(size), value_int(w->seq)), w->why);
}

static enum err
put_documents(struct writing *w)
{
	const struct kind *k = record_kind(w->record);
	enum err err = OK;

	for (size_t i = 0; i < k->fields.n && err == OK; i++)
		if (k->fields.v[i].type == TYPE_DOCUMENT && (w->change->given >> i & 1) != 0 && w->change->fields[i].set)
			err = put_document(w, w->change->fields[i].text);
	return err;
}

static enum err
put_origin(struct writing *w)
{
	const struct origin *o = w->change->origin;

	return o == NULL ? OK : store_do(w->store, INTAKE_ADD, VALUES(value_int(w->record->key), value_int(w->record->ledger->number),
	    value_hash(o->file.hash.b), value_int(o->file.size), value_text(o->file.name), value_text(o->title), value_text(o->part),
	    value_int(w->seq)), w->why);
}

static enum err
put_number(struct writing *w)
{
	const struct change *c = w->change;

	return c->number.n == 0 ? OK : store_do(w->store, COUNTER_PUT, VALUES(value_int(w->record->ledger->number),
	    value_text(c->number_of), value_int(c->number_seq)), w->why);
}

/* ---- the row ---- */

static struct values
row_values(struct writing *w)
{
	const struct record *r = w->record;
	const struct kind *k = record_kind(r);
	size_t n = r->kind->table->columns.n;
	struct value *v = arena_alloc(w->arena, n * sizeof *v);

	for (size_t i = 0; i < n; i++)
		v[i] = value_null();
	v[RECORD_NUMBER] = r->number.n > 0 ? value_text(r->number) : value_null();
	v[RECORD_STATE] = value_text(k->states.v[r->state].key);
	v[RECORD_DUE] = day_or_null(r->due);
	if (r->lamp.show >= 0) {
		v[RECORD_LAMP] = value_text(r->kind->lamps.palette[r->lamp.show].name);
		v[RECORD_LAMP_ROW] = value_int(r->lamp.row);
		v[RECORD_LAMP_NEXT] = day_or_null(r->lamp.next);
	}
	v[RECORD_EVIDENCE] = value_int(r->evidence);
	v[RECORD_LAST] = value_int(r->last);
	v[RECORD_REPORTER] = id_or_null(&r->reporter.person);
	v[RECORD_REPORTER_FOR] = id_or_null(&r->reporter.acting_for);
	v[RECORD_REVIEWER] = id_or_null(&r->reviewer.person);
	v[RECORD_REVIEWER_FOR] = id_or_null(&r->reviewer.acting_for);
	for (size_t i = 0; i < k->fields.n; i++)
		field_put_row(&k->fields.v[i], &r->fields[i], &v[RECORD_FIELDS + r->kind->at[i]]);
	return (struct values){ v, n };
}

static int
compare_paths(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* "|a|b|", each once, of paths in order. */
static struct str
join_paths(struct arena *a, const struct str *paths, size_t n)
{
	size_t room = 1, at = 0;
	char *text;

	for (size_t i = 0; i < n; i++)
		room += 1 + paths[i].n;
	text = arena_alloc(a, room);
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && str_eq(paths[i], paths[i - 1]))
			continue;
		text[at++] = SCOPE_BESIDE[0];
		memcpy(text + at, paths[i].p, paths[i].n);
		at += paths[i].n;
	}
	text[at++] = SCOPE_BESIDE[0];
	return (struct str){ text, at };
}

/* The units that take part, but its own. */
static struct str
paths_beside(struct arena *a, const struct record *r)
{
	ARRAY(struct str) paths = { 0 };

	for (size_t i = 0; i < r->parties.n; i++)
		if (r->parties.v[i].path.n > 0 && !str_eq(r->parties.v[i].path, r->path))
			*array_add(a, &paths) = r->parties.v[i].path;
	if (paths.n == 0)
		return STR("");
	qsort(paths.v, paths.n, sizeof paths.v[0], compare_paths);
	return join_paths(a, paths.v, paths.n);
}

static enum err
put_row(struct writing *w)
{
	struct record *r = w->record;
	struct table_row row = { .key = r->key, .ledger = r->ledger->number, .path = r->path, .beside = paths_beside(w->arena, r),
		.columns = row_values(w) };
	enum err err = (w->fresh ? table_begin : table_put)(w->store, &r->kind->table->store, w->seq, &row, w->why);

	return err != OK ? err : store_do(w->store, RECORD_PUT, VALUES(value_int(r->key), value_int(r->ledger->number),
	    value_text(record_kind(r)->key), r->number.n > 0 ? value_text(r->number) : value_null(), value_text(r->path)), w->why);
}

/* ---- instructions, notices, look-backs ---- */

static enum err
put_instruction(struct writing *w)
{
	const struct change *c = w->change;

	return c->instruction.n == 0 ? OK : store_do(w->store, INSTRUCTION_ADD, VALUES(value_int(w->record->key),
	    value_int(w->record->last), value_id(w->by.person.b), value_text(c->instruction), value_int(c->until), value_int(w->seq)), w->why);
}

static enum err
put_notice(struct writing *w)
{
	const struct change *c = w->change;

	return c->step < 0 ? OK : store_do(w->store, NOTICE_ADD, VALUES(value_int(w->record->key),
	    value_text(record_kind(w->record)->notices.v[c->step].key), value_text(c->number), value_int(c->today), day_or_null(c->reply),
	    value_int(w->seq)), w->why);
}

/* What an event is about: an instruction, or a notice, that stands. */
static enum err
put_about(struct writing *w)
{
	const struct change *c = w->change;
	struct value key = value_int(w->record->key), seq = value_int(w->seq);
	bool received = engine_event_find(w->type) == EVENT_NOTICE_RECEIVED;

	if (c->answers != NUMBER_NONE)
		return store_do(w->store, INSTRUCTION_ANSWER, VALUES(seq, key, value_int(c->answers)), w->why);
	if (c->about.n > 0)
		return store_do(w->store, received ? NOTICE_RECEIVE : NOTICE_ANSWER, VALUES(seq, key, value_text(c->about)), w->why);
	return c->found == FOUND_NOTHING ? OK :
	    store_do(w->store, LOOK_BACK_SET, VALUES(seq, value_int(c->found == FOUND_HOLDS), key), w->why);
}

static enum err
put_letters(struct writing *w)
{
	enum err err = put_instruction(w);

	if (err == OK)
		err = put_notice(w);
	return err == OK ? put_about(w) : err;
}

static enum err
put_answer(struct writing *w)
{
	return w->applied->move == NULL ? OK : turn_answer(w->store, w->record, w->type, w->seq, w->why);
}

enum err
record_write(struct arena *a, struct store *s, int64_t seq, struct str type, struct by by, const struct change *c,
    const struct applied *applied, struct record *r, struct why *why)
{
	static enum err (*const puts[])(struct writing *) = { put_parties, put_links, put_clocks, put_pause, put_milestones,
		put_evidence, put_documents, put_origin, put_number, put_row, put_answer, put_letters };
	struct writing w = { a, type, by, s, seq, c, applied, r, r->since == 0, why };
	enum err err = OK;

	r->since = seq;
	for (size_t i = 0; i < sizeof puts / sizeof puts[0] && err == OK; i++)
		err = puts[i](&w);
	return err;
}

/* ---- events read from the journal ---- */

/* Where it stands; *key stays 0 where it is none yet. */
static enum err
find_record(struct store *s, struct uuid id, int64_t *key, struct why *why)
{
	struct rows rows;

	*key = 0;
	store_ask(s, RECORD_KNOWN, NULL, VALUES(value_id(id.b)), &rows);
	if (rows_next(&rows))
		*key = rows_int(&rows, 0);
	return rows_end(&rows, why);
}

static enum err
read_or_begin(struct arena *a, struct store *s, const struct ledger *g, const struct kind_force *kf, struct uuid id,
    struct record *r, struct why *why)
{
	int64_t key;
	enum err err = find_record(s, id, &key, why);

	if (err == OK && key > 0)
		return record_read(a, s, NULL, g, kf->kind->key, key, SEQ_NOW, r, why);
	record_blank(a, g, kf, id, r);
	return err == OK ? identity_number(s, id.b, &r->key, why) : err;
}

bool
record_noted(const struct applied *applied, struct str type)
{
	return applied->move != NULL || engine_event_lasts(engine_event_find(type));
}

static enum err
fold_record(struct arena *a, struct store *s, const struct ledger *g, int64_t seq, const struct event *e, struct why *why)
{
	struct change c;
	struct record r;
	struct applied applied = { 0 };
	enum err err = change_parse(a, g->force, e->payload, &c, why);

	if (err == OK)
		err = read_or_begin(a, s, g, c.kind, e->record, &r, why);
	if (err != OK)
		return err;
	if (c.kind != r.kind || !record_apply(a, &r, e->type, (struct by){ e->person, e->acting_for }, &c, &applied))
		return fail(why, E_BROKEN, e->number, "%.*s", STR_ARG(e->type));
	if (record_noted(&applied, e->type))
		r.last = (int64_t)e->number;
	err = record_place(a, s, &c, E_BROKEN, &r, why);
	return err == OK ? record_write(a, s, seq, e->type, (struct by){ e->person, e->acting_for }, &c, &applied, &r, why) : err;
}

/* Events of a ledger as a whole. */
static enum err
fold_whole(struct arena *a, struct store *s, const struct ledger *g, int64_t seq, const struct event *e, struct why *why)
{
	switch (engine_event_find(e->type)) {
	case EVENT_TURN_OPENED:
	case EVENT_TURN_CLOSED:
		return turn_fold(a, s, g, seq, e, why);
	case EVENT_LOOK_BACK_DRAWN:
	case EVENT_FIGURES_FILED:
		return sample_fold(a, s, g, seq, e, why);
	default:
		return fail(why, E_BROKEN, e->number, "%.*s", STR_ARG(e->type));
	}
}

/* Events that change which ledgers there are, and under which definition. */
static bool
of_register(struct str type)
{
	enum engine_event e = engine_event_find(type);

	return e == EVENT_LEDGER_BEGUN || e == EVENT_LEDGER_UPGRADED || e == EVENT_LEDGER_ARCHIVED;
}

enum err
record_fold(struct arena *a, struct store *s, struct ledgers *l, int64_t seq, const struct event *e, struct why *why)
{
	const struct ledger *g;
	int64_t number = 0;
	enum err err;

	if (str_eq(e->type, STR(REMOVAL_TYPE)))
		return OK;
	if (of_register(e->type))
		return ledgers_fold(l, s, seq, e, why);
	err = store_int(s, LEDGER_NUMBER, VALUES(value_id(e->ledger.b)), &number, NULL, why);
	g = err == OK ? ledger_by_number(l, number) : NULL;
	if (err != OK)
		return err;
	if (g == NULL)
		return fail(why, E_BROKEN, e->number, "ledger");
	return uuid_is_nil(e->record) ? fold_whole(a, s, g, seq, e, why) : fold_record(a, s, g, seq, e, why);
}

/* ---- units that move ---- */

static enum err
repath(void *arg, int64_t seq, const struct path_change *c, struct why *why)
{
	struct store *s = arg;
	struct values v = VALUES(value_text(c->to), value_int((int64_t)c->from.n + 1), value_text(c->from));
	enum err err = store_do(s, RECORDS_REPATH, v, why);

	(void)seq;
	if (err == OK)
		err = store_do(s, PARTY_REPATH, v, why);
	return err == OK ? tables_repath(s, c->from, c->to, why) : err;
}

struct path_watch
records_watch(struct store *s)
{
	return (struct path_watch){ repath, s };
}

enum err
records_clear(struct store *s, struct why *why)
{
	static const enum statement clear[] = { REGISTER_CLEAR, RECORD_CLEAR, PARTY_CLEAR, LINK_CLEAR, RUNNING_CLEAR, PAUSE_CLEAR,
		MILESTONE_CLEAR, EVIDENCE_CLEAR, DOCUMENT_CLEAR, INTAKE_CLEAR, COUNTER_CLEAR, ASKED_CLEAR, TURN_CLEAR, INSTRUCTION_CLEAR,
		NOTICE_CLEAR, LOOK_BACK_CLEAR, FILED_COUNT_CLEAR, FILED_CLEAR };
	enum err err = tables_drop(s, why);

	for (size_t i = 0; i < sizeof clear / sizeof clear[0] && err == OK; i++)
		err = store_do(s, clear[i], NO_VALUES, why);
	return err;
}
