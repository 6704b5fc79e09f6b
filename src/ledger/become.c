#include "ledger/become.h"
#include "ledger/act_inside.h"

struct work {
	struct arena *arena;
	const struct hand *hand;
	struct ledgers *ledgers;
	const struct actor *actor;
	const struct becoming *q;
	struct record *before;		/* the records that end, as they are */
	const struct move *maker;
	struct why *why;
};

/* ---- the records that end ---- */

static enum err
read_before(struct work *w)
{
	enum err err = OK;

	if (w->q->nrecords == 0 || w->q->nrecords > BECOME_MOST || w->q->nparts == 0 || w->q->nparts > BECOME_MOST) {
		fail(w->why, E_TOOBIG, 0, "%zu", w->q->nrecords + w->q->nparts);
		return E_TOOBIG;
	}
	w->before = arena_zalloc(w->arena, w->q->nrecords * sizeof *w->before);
	for (size_t i = 0; i < w->q->nrecords && err == OK; i++) {
		err = act_read(w->arena, w->hand->store, w->actor, w->q->ledger, w->q->records[i], &w->before[i], w->why);
		for (size_t j = 0; j < i && err == OK; j++)
			if (w->before[j].key == w->before[i].key)
				err = fail(w->why, E_VALUE, 0, "%.*s", STR_ARG(w->before[i].number));
	}
	return err;
}

/* ---- may they become that ---- */

static bool
names(const struct work *w, const struct move *m)
{
	const struct becoming *q = w->q;

	for (size_t i = 0; i < m->becomes.n; i++) {
		const struct become_kind *b = &m->becomes.v[i];

		if (str_eq(b->kind, q->kind->kind->key) && (b->ledger.n == 0 ? q->into == q->ledger :
		    q->into != q->ledger && str_eq(b->ledger, q->into->force->d->key)))
			return true;
	}
	return false;
}

static enum err
check_moves(struct work *w)
{
	const struct becoming *q = w->q;

	w->maker = kind_becoming(q->kind->kind);
	for (size_t i = 0; i < q->nrecords; i++) {
		const struct record *r = &w->before[i];
		const struct move *m = kind_move(record_kind(r), q->event, r->state);

		if (m == NULL)
			return fail(w->why, E_MOVE, 0, "%.*s", STR_ARG(label_in(record_kind(r)->states.v[r->state].label, q->lang)));
		if (w->maker == NULL || r->kind != w->before[0].kind || !names(w, m))
			return fail(w->why, E_MOVE, 0, "%.*s → %.*s", STR_ARG(label_in(m->label, q->lang)),
			    STR_ARG(label_in(q->kind->kind->label, q->lang)));
	}
	return OK;
}

/* ---- what they leave ---- */

static bool
holds_several(const struct field_rule *f)
{
	return f->type == TYPE_UNITS || f->type == TYPE_LINK;
}

static bool
has_id(const struct field_value *v, struct uuid id)
{
	for (size_t i = 0; i < v->n; i++)
		if (uuid_equal(v->ids[i], id))
			return true;
	return false;
}

/* Those of `more` that are not in it yet, behind the others. */
static void
join(struct arena *a, struct field_value *v, const struct field_value *more)
{
	struct uuid *ids = arena_alloc(a, (v->n + more->n + 1) * sizeof *ids);
	struct field_value out = { .set = true, .ids = ids, .n = v->n };

	if (v->n > 0)
		memcpy(ids, v->ids, v->n * sizeof *ids);
	for (size_t i = 0; i < more->n; i++)
		if (!has_id(&out, more->ids[i]))
			ids[out.n++] = more->ids[i];
	*v = out;
}

/* A choice is the same where its word is. */
static bool
fits(const struct field_rule *to, struct field_value *v)
{
	if (to->type == TYPE_CHOICE)
		v->number = field_choice(to, v->text);
	return to->type != TYPE_CHOICE || v->number >= 0;
}

static bool
may_go_over(const struct work *w, const struct field_rule *from, const struct field_rule *to)
{
	return from->type == to->type && (to->type != TYPE_LINK || (w->q->into == w->q->ledger && str_eq(from->to, to->to)));
}

static void
take_over(struct work *w, const struct field_rule *to, struct field_value *out)
{
	const struct kind *k = record_kind(&w->before[0]);
	int at = kind_field(k, to->key);

	if (at < 0 || !may_go_over(w, &k->fields.v[at], to))
		return;
	for (size_t i = 0; i < w->q->nrecords; i++) {
		struct field_value v = w->before[i].fields[at];

		if (!v.set || (out->set && !holds_several(to)) || !fits(to, &v))
			continue;
		if (holds_several(to))
			join(w->arena, out, &v);
		else
			*out = v;
	}
}

/* ---- the records that are made ---- */

static struct field_value
came_from(const struct work *w)
{
	struct uuid *ids = arena_alloc(w->arena, w->q->nrecords * sizeof *ids);

	for (size_t i = 0; i < w->q->nrecords; i++)
		ids[i] = w->before[i].id;
	return (struct field_value){ .set = true, .ids = ids, .n = w->q->nrecords };
}

static enum err
make_one(struct work *w, const struct become_part *part, struct record *made)
{
	const struct kind *k = w->q->kind->kind;
	struct field_value *fields = arena_zalloc(w->arena, k->fields.n * sizeof *fields);
	struct request q = { .ledger = w->q->into, .kind = k->key, .event = w->maker->event, .given = part->given, .fields = fields,
		.reason = w->q->reason, .seen = SEEN_ANY, .until = DAY_NONE, .answers = NUMBER_NONE, .today = w->q->today, .lang = w->q->lang };
	int link = kind_part(k, PART_CAME_FROM);

	for (size_t i = 0; i < k->fields.n; i++) {
		if ((part->given >> i & 1) != 0)
			fields[i] = part->fields[i];
		else if ((w->maker->fills >> i & 1) != 0)
			take_over(w, &k->fields.v[i], &fields[i]);
		if (fields[i].set)
			q.given |= UINT64_C(1) << i;
	}
	fields[link] = came_from(w);
	q.given |= UINT64_C(1) << link;
	return act(w->arena, w->hand, w->ledgers, w->actor, &q, made, w->why);
}

static enum err
end_one(struct work *w, size_t i, struct record *ended)
{
	const struct becoming *b = w->q;
	struct request q = { .ledger = b->ledger, .record = b->records[i], .event = b->event, .reason = b->reason, .seen = w->before[i].last,
		.becomes = true, .until = DAY_NONE, .answers = NUMBER_NONE, .today = b->today, .lang = b->lang };

	return act(w->arena, w->hand, w->ledgers, w->actor, &q, ended, w->why);
}

enum err
become(struct arena *a, const struct hand *h, struct ledgers *l, const struct actor *actor, const struct becoming *q, struct record *made,
    struct record *ended, struct why *why)
{
	struct work w = { .arena = a, .hand = h, .ledgers = l, .actor = actor, .q = q, .why = why };
	enum err err = read_before(&w);

	if (err == OK)
		err = check_moves(&w);
	for (size_t i = 0; i < q->nparts && err == OK; i++)
		err = make_one(&w, &q->parts[i], &made[i]);
	for (size_t i = 0; i < q->nrecords && err == OK; i++)
		err = end_one(&w, i, &ended[i]);
	return err;
}
