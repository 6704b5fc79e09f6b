#include "ledger/turn.h"
#include "base/json.h"
#include "ledger/payload.h"
#include "store/table_list.h"

/* One cadence of one kind of a ledger. */
struct of_cadence {
	struct arena *arena;
	const struct hand *hand;
	struct store *store;
	const struct ledger *ledger;
	const struct kind_force *kind;
	const struct cadence_rule *rule;
	struct why *why;
};

static const struct cadence_rule *
find_rule(const struct kind *k, struct str key)
{
	for (size_t i = 0; i < k->cadences.n; i++)
		if (str_eq(k->cadences.v[i].key, key))
			return &k->cadences.v[i];
	return NULL;
}

/* ---- whom a turn asks ---- */

/* Its own lists are asked of a record only where a condition may read them. */
static enum err
is_asked(const struct of_cadence *c, struct record *r, bool *asked)
{
	enum err err = OK;

	*asked = true;
	if (c->rule->when == NULL)
		return OK;
	err = record_complete(c->arena, c->store, SEQ_NOW, r, c->why);
	*asked = err == OK && expression_holds(c->rule->when, record_data(c->arena, r, DAY_NONE));
	return err;
}

static enum err
ask_record(const struct of_cadence *c, int64_t turn, struct record *r)
{
	bool asked;
	enum err err = is_asked(c, r, &asked);

	return err != OK || !asked ? err : store_do(c->store, ASKED_ADD, VALUES(value_int(turn), value_int(r->key)), c->why);
}

typedef ARRAY(struct record) record_list;

#define CHUNK 500	/* records that share an arena */

/* Records in the states of the cadence, in the order in which they were made; no more at once than share an arena. */
struct walking {
	enum err (*each)(const struct of_cadence *, int64_t turn, struct record *);
	int64_t turn, last;	/* the key of the last */
	struct str state;
	size_t n;		/* of the chunk */
};

static enum err
records_in(const struct of_cadence *c, const struct walking *w, record_list *out)
{
	const struct table_filter filter = { RECORD_STATE, TEST_IS, value_text(w->state) };
	const struct table_query q = { .ledger = c->ledger->number, .seq = SEQ_NOW, .filters = &filter, .nfilters = 1,
		.order = TABLE_KEY, .behind = true, .last_key = w->last, .limit = CHUNK };
	struct rows rows;

	table_page(c->store, &c->kind->table->store, &q, &rows);
	while (rows_next(&rows)) {
		struct record r;

		record_of_row(c->arena, c->ledger, c->kind, &rows, &r);
		*array_add(c->arena, out) = r;
	}
	return rows_end(&rows, c->why);
}

static enum err
walk_chunk(const struct of_cadence *c, struct walking *w)
{
	record_list list = { 0 };
	enum err err = records_in(c, w, &list);

	for (size_t i = 0; i < list.n && err == OK; i++)
		err = w->each(c, w->turn, &list.v[i]);
	w->n = list.n;
	if (list.n > 0)
		w->last = list.v[list.n - 1].key;
	return err;
}

static enum err
walk_some(const struct of_cadence *c, struct walking *w)
{
	struct of_cadence chunk = *c;
	volatile enum err err = E_MEMORY;

	chunk.arena = arena_new(0);
	if (chunk.arena == NULL || arena_try(chunk.arena))
		fail(c->why, E_MEMORY, 0, "%s", "");
	else
		err = walk_chunk(&chunk, w);
	arena_free(chunk.arena);
	return err;
}

static enum err
walk_all(const struct of_cadence *c, int64_t turn, enum err (*each)(const struct of_cadence *, int64_t, struct record *))
{
	const struct kind *k = c->kind->kind;
	enum err err = OK;

	for (size_t i = 0; i < k->states.n && err == OK; i++) {
		struct walking w = { .each = each, .turn = turn, .state = k->states.v[i].key, .n = CHUNK };

		while ((c->rule->during >> i & 1) != 0 && w.n == CHUNK && err == OK)
			err = walk_some(c, &w);
	}
	return err;
}

/* ---- rows ---- */

struct told_turn {
	int64_t number;
	int32_t first, last, due;
	bool missed;
};

static enum err
open_turn(const struct of_cadence *c, int64_t seq, const struct told_turn *t)
{
	int64_t turn;
	enum err err = store_int(c->store, TURN_ADD, VALUES(value_int(c->ledger->number), value_text(c->kind->kind->key),
	    value_text(c->rule->key), value_int(t->number), value_int(t->first), value_int(t->last), value_int(t->due),
	    value_int(t->missed), value_int(seq)), &turn, NULL, c->why);

	return err != OK || t->missed || c->rule->event.n == 0 ? err : walk_all(c, turn, ask_record);
}

/* Where it was asked and has not answered. */
static enum err
note_late(const struct of_cadence *c, int64_t turn, struct record *r)
{
	return store_do(c->store, ASKED_LATE, VALUES(value_int(turn), value_int(r->key)), c->why);
}

/* Who has left the states of the cadence since is not late. */
static enum err
close_turn(const struct of_cadence *c, int64_t seq, int64_t number)
{
	int64_t turn, any;
	bool found = false;
	enum err err = store_int(c->store, TURN_CLOSE, VALUES(value_int(seq), value_int(c->ledger->number), value_text(c->kind->kind->key),
	    value_text(c->rule->key), value_int(number)), &turn, NULL, c->why);

	if (err == OK)
		err = store_int(c->store, ASKED_UNANSWERED, VALUES(value_int(turn)), &any, &found, c->why);
	return err == OK && found ? walk_all(c, turn, note_late) : err;
}

/* ---- events ---- */

/* The cadence that the payload names, and its turn; a closing has the number alone. */
static enum err
read_turn(struct of_cadence *c, const struct event *e, bool opened, struct told_turn *t)
{
	struct payload p;

	payload_begin(&p, e->payload);
	c->kind = force_kind(c->ledger->force, payload_text(&p, "kind"));
	c->rule = c->kind == NULL ? NULL : find_rule(c->kind->kind, payload_text(&p, "cadence"));
	t->number = payload_integer(&p, "number");
	if (opened) {
		t->first = payload_day(&p, "first");
		t->last = payload_day(&p, "last");
		t->due = payload_day(&p, "due");
		t->missed = payload_flag(&p, "missed");
	}
	if (c->rule == NULL && p.wrong == NULL)
		p.wrong = "cadence";
	return payload_end(&p, c->why);
}

enum err
turn_fold(struct arena *a, struct store *s, const struct ledger *g, int64_t seq, const struct event *e, struct why *why)
{
	struct of_cadence c = { .arena = a, .store = s, .ledger = g, .why = why };
	bool opened = engine_event_find(e->type) == EVENT_TURN_OPENED;
	struct told_turn t = { 0 };
	enum err err = read_turn(&c, e, opened, &t);

	if (err != OK)
		return err;
	return opened ? open_turn(&c, seq, &t) : close_turn(&c, seq, t.number);
}

enum err
turn_answer(struct store *s, const struct record *r, struct str type, int64_t seq, struct why *why)
{
	const struct kind *k = record_kind(r);
	enum err err = OK;

	for (size_t i = 0; i < k->cadences.n && err == OK; i++)
		if (str_eq(k->cadences.v[i].event, type))
			err = store_do(s, ASKED_ANSWER, VALUES(value_int(seq), value_int(r->key), value_text(k->cadences.v[i].key)), why);
	return err;
}

/* ---- the clock ---- */

static void
put_day_member(struct buf *b, const char *name, int32_t day)
{
	json_member_date(b, name, date_of_days(day));
}

static enum err
write_turn(const struct of_cadence *c, enum engine_event type, const struct told_turn *t)
{
	const struct force *f = c->ledger->force;
	struct event e = { .site = c->hand->site, .ledger = c->ledger->id, .time = c->hand->now, .defined = true,
		.definition_kind = f->hash_kind, .definition = f->hash, .type = cstr(engine_event_word(type)) };
	struct buf b = { 0 };
	int64_t seq = 0;
	enum err err;

	json_member_text(&b, "kind", c->kind->kind->key);
	json_member_text(&b, "cadence", c->rule->key);
	buf_printf(&b, ",\"number\":%lld", (long long)t->number);
	if (type == EVENT_TURN_OPENED) {
		put_day_member(&b, "first", t->first);
		put_day_member(&b, "last", t->last);
		put_day_member(&b, "due", t->due);
		json_member_flag(&b, "missed", t->missed);
	}
	buf_putc(&b, '}');
	e.payload = (struct str){ b.p, b.n };
	err = b.err != OK ? fail(c->why, b.err, 0, "%s", "") :
	    journal_append(c->hand->journal, c->store, c->hand->kind, &e, &seq, c->why);
	if (err == OK)
		err = type == EVENT_TURN_OPENED ? open_turn(c, seq, t) : close_turn(c, seq, t->number);
	buf_free(&b);
	return err;
}

/* Turns whose due day is over. */
static enum err
close_due(const struct of_cadence *c, int32_t today, uint64_t *n)
{
	ARRAY(struct told_turn) over = { 0 };
	struct rows rows;
	enum err err;

	store_ask(c->store, TURN_OVER, NULL, VALUES(value_int(c->ledger->number), value_text(c->kind->kind->key),
	    value_text(c->rule->key), value_int(today)), &rows);
	while (rows_next(&rows))
		array_add(c->arena, &over)->number = rows_int(&rows, 0);
	err = rows_end(&rows, c->why);
	for (size_t i = 0; i < over.n && err == OK; i++, ++*n)
		err = write_turn(c, EVENT_TURN_CLOSED, &over.v[i]);
	return err;
}

static enum err
open_one(const struct of_cadence *c, struct turn turn, int32_t due, int32_t today, uint64_t *n)
{
	const struct told_turn t = { turn.number, turn.first, turn.last, due, due < today };
	enum err err = write_turn(c, EVENT_TURN_OPENED, &t);

	++*n;
	if (err != OK || !t.missed)
		return err;
	++*n;
	return write_turn(c, EVENT_TURN_CLOSED, &t);
}

/* Every turn behind the last, up to that of today; the first of a ledger is today's. */
static enum err
open_due(const struct of_cadence *c, const struct calendar *calendar, int32_t today, uint64_t *n)
{
	const struct cadence cadence = { (enum period)c->rule->every, c->rule->after };
	struct turn now = turn_of(cadence.period, today), t = now;
	int64_t last = 0;
	bool found;
	enum err err = store_int(c->store, TURN_LAST, VALUES(value_int(c->ledger->number), value_text(c->kind->kind->key),
	    value_text(c->rule->key)), &last, &found, c->why);

	if (err == OK && found)
		t = turn_later(now, (int32_t)(last + 1 - now.number));
	for (; err == OK && t.number <= now.number; t = turn_later(t, 1)) {
		bool known = true;
		int32_t due = cadence_due(cadence, calendar, t, &known);

		if (day_valid(due))
			err = open_one(c, t, due, today, n);
	}
	return err;
}

enum err
turns_tick(struct arena *a, const struct hand *h, struct ledgers *l, const struct ledger *g, int32_t today, uint64_t *n, struct why *why)
{
	struct of_cadence c = { .arena = a, .hand = h, .store = h->store, .ledger = g, .why = why };
	enum err err = OK;

	for (size_t i = 0; i < g->force->d->kinds.n && err == OK; i++) {
		c.kind = &g->force->kinds[i];
		for (size_t j = 0; j < c.kind->kind->cadences.n && err == OK; j++) {
			c.rule = &c.kind->kind->cadences.v[j];
			err = close_due(&c, today, n);
			if (err == OK)
				err = open_due(&c, l->calendar, today, n);
		}
	}
	return err;
}
