#include "ledger/act_inside.h"
#include "ledger/needs.h"
#include "base/utf8.h"
#include "store/event_row.h"

/* ---- the record as it is ---- */

static enum err
find_kind(struct arena *arena, struct store *s, const struct ledger *g, int64_t key, struct str *kind, struct why *why)
{
	struct rows rows;

	store_ask(s, RECORD_KIND, NULL, VALUES(value_int(key), value_int(g->number)), &rows);
	if (rows_next(&rows))
		*kind = arena_str(arena, rows_text(&rows, 0));
	else if (rows.err == OK)
		rows.err = fail(&rows.why, E_RECORD, 0, "%s", "");
	return rows_end(&rows, why);
}

enum err
act_read(struct arena *arena, struct store *s, const struct actor *actor, const struct ledger *g, int64_t key, struct record *r,
    struct why *why)
{
	struct str kind = { NULL, 0 };
	struct scope scope;
	const struct kind_force *kf;
	enum err err = find_kind(arena, s, g, key, &kind, why);

	if (err != OK)
		return err;
	kf = force_kind(g->force, kind);
	if (kf == NULL) {
		fail(why, E_BROKEN, 0, "%.*s", STR_ARG(kind));
		return E_BROKEN;
	}
	err = rights_scope(arena, actor, g, kf->kind, &scope, why);
	return err != OK ? err : record_read(arena, s, &scope, g, kind, key, SEQ_NOW, r, why);
}

static enum err
read_before(struct acting *a)
{
	return act_read(a->arena, a->hand->store, a->actor, a->q->ledger, a->q->record, &a->before, a->why);
}

static enum err
begin_before(struct acting *a)
{
	const struct kind_force *kf = force_kind(a->q->ledger->force, a->q->kind);

	if (kf == NULL) {
		fail(a->why, E_VALUE, 0, "%.*s", STR_ARG(a->q->kind));
		return E_VALUE;
	}
	record_blank(a->arena, a->q->ledger, kf, (struct uuid){ { 0 } }, &a->before);
	return uuid_new(&a->before.id) == OK ? OK : fail(a->why, E_INTERNAL, 0, "uuid");
}

/* Lists of the record behind it are its own: what happens to them does not change what was. */
#define OWN_LIST(arena, list)                                                          \
	do {                                                                           \
		size_t n_ = (list).n;                                                  \
		void *v_ = arena_alloc((arena), (n_ + 1) * sizeof *(list).v);          \
		if (n_ > 0)                                                            \
			memcpy(v_, (list).v, n_ * sizeof *(list).v);                   \
		(list).v = NULL;                                                       \
		(list).n = (list).cap = 0;                                             \
		for (size_t i_ = 0; i_ < n_; i_++) {                                   \
			void *to_ = array_add((arena), &(list));                       \
			memcpy(to_, (char *)v_ + i_ * sizeof *(list).v, sizeof *(list).v); \
		}                                                                      \
	} while (0)

static void
begin_after(struct acting *a)
{
	size_t bytes = (record_kind(&a->before)->fields.n + 1) * sizeof *a->before.fields;

	a->after = a->before;
	a->after.fields = arena_alloc(a->arena, bytes);
	memcpy(a->after.fields, a->before.fields, bytes);
	OWN_LIST(a->arena, a->after.clocks);
	OWN_LIST(a->arena, a->after.pauses);
	OWN_LIST(a->arena, a->after.milestones);
	OWN_LIST(a->arena, a->after.parties);
}

/* ---- may it be ---- */

static enum err
find_move(struct acting *a)
{
	const struct record *r = &a->before;

	a->engine = engine_event_find(a->q->event);
	if (a->q->ledger->archived)
		return fail(a->why, E_MOVE, 0, "%.*s", STR_ARG(a->q->ledger->name));
	if (a->engine < ENGINE_EVENT_COUNT)
		return r->state >= 0 ? OK : fail(a->why, E_MOVE, 0, "%.*s", STR_ARG(a->q->event));
	a->move = kind_move(record_kind(r), a->q->event, r->state < 0 ? STATE_STAYS : r->state);
	if (a->move != NULL)
		return OK;
	return fail(a->why, E_MOVE, 0, "%.*s", STR_ARG(r->state < 0 ? a->q->event :
	    label_in(record_kind(r)->states.v[r->state].label, a->q->lang)));
}

static enum err
check_seen(struct acting *a)
{
	return a->q->seen == SEEN_ANY || a->q->seen == a->before.last ? OK :
	    fail(a->why, E_STALE, 0, "%.*s", STR_ARG(a->before.number));
}

bool
act_may(const struct actor *actor, const struct record *r, const struct move *m)
{
	return (rights_parties(actor, r) & m->who) != 0 && (rights_excluded(actor, r) & m->who_not) == 0 &&
	    (m->level == 0 || rights_independent(actor, r, m->level));
}

/* A record that is to be made belongs to whom its first event says. */
static enum err
check_right(struct acting *a)
{
	const struct record *r = a->before.state < 0 ? &a->after : &a->before;

	return a->move == NULL || act_may(a->actor, r, a->move) ? OK :
	    fail(a->why, E_RIGHT, 0, "%.*s", STR_ARG(label_in(a->move->label, a->q->lang)));
}

/* ---- what it brings ---- */

static enum err
check_target(struct acting *a, enum statement st, struct uuid id, const struct field_rule *f)
{
	struct rows rows;

	store_ask(a->hand->store, st, NULL, VALUES(value_id(id.b)), &rows);
	if (!rows_next(&rows) && rows.err == OK)
		rows.err = fail(&rows.why, E_VALUE, 0, "%.*s", STR_ARG(label_in(f->label, a->q->lang)));
	return rows_end(&rows, a->why);
}

/* A link leads to a record of its kind; of another ledger where the definition says so. */
static enum err
check_link(struct acting *a, const struct field_rule *f, struct uuid id)
{
	struct rows rows;
	bool good = false;

	store_ask(a->hand->store, RECORD_KNOWN, NULL, VALUES(value_id(id.b)), &rows);
	if (rows_next(&rows)) {
		const struct ledger *g = ledger_by_number(a->ledgers, rows_int(&rows, 1));
		struct str key = f->to_ledger.n > 0 ? f->to_ledger : a->q->ledger->force->d->key;

		good = str_eq(f->to, STR("any")) || (g != NULL && str_eq(g->force->d->key, key) && str_eq(rows_text(&rows, 2), f->to));
	}
	if (rows.err == OK && !good)
		rows.err = fail(&rows.why, E_VALUE, 0, "%.*s", STR_ARG(label_in(f->label, a->q->lang)));
	return rows_end(&rows, a->why);
}

static enum err
check_targets(struct acting *a, const struct field_rule *f, const struct field_value *v)
{
	enum err err = OK;

	for (size_t i = 0; i < v->n && err == OK; i++)
		switch (f->type) {
		case TYPE_UNIT:
		case TYPE_UNITS:
			err = check_target(a, UNIT_NOW, v->ids[i], f);
			break;
		case TYPE_PERSON:
			err = check_target(a, PERSON_NOW, v->ids[i], f);
			break;
		case TYPE_POST:
			err = check_target(a, POST_NOW, v->ids[i], f);
			break;
		case TYPE_LINK:
			err = check_link(a, f, v->ids[i]);
			break;
		default:
			break;
		}
	return err;
}

static enum err
check_fields(struct acting *a)
{
	const struct kind *k = record_kind(&a->before);
	uint64_t fills = a->move == NULL ? 0 : a->move->fills;
	enum err err = OK;

	for (size_t i = 0; i < k->fields.n && err == OK; i++) {
		const struct field_rule *f = &k->fields.v[i];

		if ((a->q->given >> i & 1) == 0)
			continue;
		if ((fills >> i & 1) == 0)
			return fail(a->why, E_VALUE, 0, "%.*s", STR_ARG(label_in(f->label, a->q->lang)));
		err = field_check(f, &a->q->fields[i], a->why);
		if (err == OK && a->q->fields[i].set)
			err = check_targets(a, f, &a->q->fields[i]);
	}
	return err;
}

/* Whether a file is brought twice under one name. */
static bool
brought_twice(const struct request *q)
{
	for (size_t i = 0; i < q->evidences; i++)
		for (size_t j = 0; j < i; j++)
			if (memcmp(q->evidence[i].hash.b, q->evidence[j].hash.b, HASH_BYTES) == 0 && str_eq(q->evidence[i].name, q->evidence[j].name))
				return true;
	return false;
}

static bool
evidence_good(const struct evidence_given *e)
{
	return e->size >= 0 && words_fit(e->media, NAME_MOST) && e->media.n > 0 && words_fit(e->name, EVIDENCE_NAME_MOST) && e->name.n > 0;
}

static bool
milestone_good(const struct named_milestone *m)
{
	return words_fit(m->name, TEXT_MOST) && str_trim(m->name).n > 0 && m->of.weight > 0 && m->of.weight <= MILESTONE_WEIGHT_MAX;
}

static enum err
check_words(struct acting *a)
{
	const struct request *q = a->q;

	if (!words_fit(q->reason, WORDS_MOST))
		return fail(a->why, E_VALUE, 0, "%s", q->lang == LANG_ZH ? "理由" : "reason");
	if (q->evidences > EVIDENCE_MOST || q->nmilestones > MILESTONES_MAX)
		return fail(a->why, E_TOOBIG, 0, "%zu", q->evidences + q->nmilestones);
	if (brought_twice(q))
		return fail(a->why, E_VALUE, 0, "%s", q->lang == LANG_ZH ? "同一份佐证材料给了两次" : "the same evidence twice");
	if (q->origin != NULL && (q->record != 0 || q->origin->part.n > ORIGIN_PART_MOST || q->origin->title.n > WORDS_MOST))
		return fail(a->why, E_VALUE, 0, "%s", q->lang == LANG_ZH ? "来源" : "origin");
	for (size_t i = 0; i < q->evidences; i++)
		if (!evidence_good(&q->evidence[i]))
			return fail(a->why, E_VALUE, 0, "%s", q->lang == LANG_ZH ? "佐证材料" : "evidence");
	for (size_t i = 0; i < q->nmilestones; i++)
		if (!milestone_good(&q->milestones[i]))
			return fail(a->why, E_VALUE, 0, "%s", q->lang == LANG_ZH ? "节点" : "milestone");
	return OK;
}

static void
make_change(struct acting *a)
{
	const struct request *q = a->q;
	struct change *c = &a->change;

	*c = (struct change)CHANGE_OF(a->before.kind, q->today);
	c->given = q->given;
	c->reason = q->reason;
	c->fields = arena_zalloc(a->arena, (record_kind(&a->before)->fields.n + 1) * sizeof *c->fields);
	c->origin = q->origin;
	for (size_t i = 0; i < record_kind(&a->before)->fields.n; i++)
		if ((q->given >> i & 1) != 0)
			c->fields[i] = q->fields[i];
	for (size_t i = 0; i < q->evidences; i++)
		*array_add(a->arena, &c->evidence) = q->evidence[i];
}

/* ---- what it needs ---- */

static enum err
check_needs(struct acting *a)
{
	const struct needing n = { .arena = a->arena, .store = a->hand->store, .ledgers = a->ledgers, .record = &a->after, .move = a->move,
		.fresh = a->before.state < 0, .reasoned = str_trim(a->q->reason).n > 0, .becomes = a->q->becomes, .today = a->q->today, .lang = a->q->lang };
	struct str missing = { NULL, 0 };
	enum err err = a->move == NULL ? OK : needs_missing(&n, &missing, a->why);

	return err != OK || missing.n == 0 ? err : fail(a->why, E_NEEDS, 0, "%.*s", STR_ARG(missing));
}

/* ---- the event ---- */

static enum err
decide(struct acting *a)
{
	enum err err = a->before.state >= 0 ? OK :
	    decide_number(a->arena, a->hand->store, &a->after, &record_kind(&a->after)->number, &a->change, a->why);

	if (err != OK)
		return err;
	decide_clocks(a->arena, &a->after, a->q->event, &a->applied, a->ledgers->calendar, &a->change);
	begin_after(a);
	record_apply(a->arena, &a->after, a->q->event, (struct by){ a->hand->person, a->hand->acting_for }, &a->change, &a->applied);
	decide_shown(a->arena, &a->after, a->ledgers->calendar, a->q->today, &a->change);
	if (a->change.has_lamp)
		a->after.lamp = a->change.lamp;
	return record_place(a->arena, a->hand->store, &a->change, E_VALUE, &a->after, a->why);
}

/* The event, and the rows of the record that it was applied to in memory. */
static enum err
append(struct arena *arena, const struct hand *h, struct str type, const struct change *c, const struct applied *applied,
    struct record *r, struct why *why)
{
	const struct force *f = r->ledger->force;
	struct buf b = { 0 };
	struct event e = { .site = h->site, .ledger = r->ledger->id, .person = h->person, .acting_for = h->acting_for, .time = h->now,
		.defined = true, .definition_kind = f->hash_kind, .definition = f->hash, .record = r->id, .type = type };
	int64_t seq = 0;
	enum err err;

	change_print(&b, c);
	e.payload = (struct str){ b.p, b.n };
	err = b.err != OK ? fail(why, b.err, 0, "%s", "") : journal_append(h->journal, h->store, h->kind, &e, &seq, why);
	buf_free(&b);
	if (err == OK && r->key == 0)
		err = identity_number(h->store, r->id.b, &r->key, why);
	if (err != OK)
		return err;
	if (record_noted(applied, type))
		r->last = (int64_t)e.number;
	return record_write(arena, h->store, seq, type, (struct by){ h->person, h->acting_for }, c, applied, r, why);
}

static enum err
write_event(struct acting *a)
{
	return append(a->arena, a->hand, a->q->event, &a->change, &a->applied, &a->after, a->why);
}

enum err
act_engine(struct arena *arena, const struct hand *h, enum engine_event type, const struct change *c, struct record *r, struct why *why)
{
	struct str word = cstr(engine_event_word(type));
	struct applied applied = { 0 };

	if (!record_apply(arena, r, word, (struct by){ h->person, h->acting_for }, c, &applied))
		return fail(why, E_INTERNAL, 0, "%.*s", STR_ARG(word));
	return append(arena, h, word, c, &applied, r, why);
}

static enum err
apply(struct acting *a)
{
	enum err err;

	make_change(a);
	err = a->move == NULL ? known_take(a) : OK;
	if (err != OK)
		return err;
	begin_after(a);
	record_apply(a->arena, &a->after, a->q->event, (struct by){ a->hand->person, a->hand->acting_for }, &a->change, &a->applied);
	return record_place(a->arena, a->hand->store, &a->change, E_VALUE, &a->after, a->why);
}

enum err
act(struct arena *arena, const struct hand *h, struct ledgers *l, const struct actor *actor, const struct request *q, struct record *out,
    struct why *why)
{
	static enum err (*const steps[])(struct acting *) = { find_move, check_seen, check_words, check_fields, apply, check_right,
		check_needs, decide, write_event };	/* of events that every ledger knows the right is asked in apply, first */
	struct acting a = { .arena = arena, .hand = h, .ledgers = l, .actor = actor, .q = q, .engine = ENGINE_EVENT_COUNT, .why = why };
	enum err err = q->record == 0 ? begin_before(&a) : read_before(&a);

	for (size_t i = 0; i < sizeof steps / sizeof steps[0] && err == OK; i++)
		err = steps[i](&a);
	if (err == OK)
		*out = a.after;
	return err;
}
