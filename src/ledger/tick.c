#include "ledger/tick.h"
#include "ledger/act.h"
#include "ledger/turn.h"
#include "store/table_list.h"
#include "store/tally.h"

#define CHUNK 500	/* records that share an arena */

struct ticking {
	const struct hand *hand;
	struct ledgers *ledgers;
	const struct ledger *ledger;
	const struct kind_force *kind;
	int32_t today;
	struct tick_report *report;
	struct why *why;
};

typedef ARRAY(struct record) record_list;

/* Records whose lamp changes by that day, the first to change first. */
static enum err
read_due(const struct ticking *t, struct arena *a, record_list *out)
{
	const struct table_filter filter = { RECORD_LAMP_NEXT, TEST_MOST, value_int(t->today) };
	const struct table_query q = { .ledger = t->ledger->number, .seq = SEQ_NOW, .filters = &filter, .nfilters = 1,
		.order = RECORD_LAMP_NEXT, .limit = CHUNK };
	struct rows rows;

	table_page(t->hand->store, &t->kind->table->store, &q, &rows);
	while (rows_next(&rows)) {
		struct record r;

		record_of_row(a, t->ledger, t->kind, &rows, &r);
		*array_add(a, out) = r;
	}
	return rows_end(&rows, t->why);
}

static enum err
move_lamp(const struct ticking *t, struct arena *a, struct record *r)
{
	struct change c = CHANGE_OF(t->kind, t->today);
	struct lamp_told told;
	enum err err = record_complete(a, t->hand->store, SEQ_NOW, r, t->why);

	if (err != OK)
		return err;
	told = decide_lamp(a, r, t->ledgers->calendar, t->today);
	c.lamp = (struct lamp_shown){ (int)(told.state - t->kind->lamps.palette), told.row, told.changes };
	c.has_lamp = true;
	c.fields = r->fields;	/* of which it gives none */
	t->report->lamps++;
	return act_engine(a, t->hand, EVENT_LAMP_MOVED, &c, r, t->why);
}

static enum err
move_lamps_in(const struct ticking *t, struct arena *a, size_t *n)
{
	record_list list = { 0 };
	enum err err = read_due(t, a, &list);

	for (size_t i = 0; i < list.n && err == OK; i++)
		err = move_lamp(t, a, &list.v[i]);
	*n = list.n;
	return err;
}

static enum err
move_some(const struct ticking *t, size_t *n)
{
	struct arena *a = arena_new(0);
	volatile enum err err = E_MEMORY;

	if (a == NULL || arena_try(a))
		fail(t->why, E_MEMORY, 0, "%s", "");
	else
		err = move_lamps_in(t, a, n);
	arena_free(a);
	return err;
}

/* A lamp that was moved changes again on a later day: each pass leaves fewer. */
static enum err
move_lamps(const struct ticking *t)
{
	size_t n = CHUNK;
	enum err err = OK;

	while (n == CHUNK && err == OK)
		err = move_some(t, &n);
	return err;
}

static enum err
tick_ledger(struct ticking *t, struct arena *a)
{
	enum err err = turns_tick(a, t->hand, t->ledgers, t->ledger, t->today, &t->report->turns, t->why);

	for (size_t i = 0; i < t->ledger->force->d->kinds.n && err == OK; i++) {
		t->kind = &t->ledger->force->kinds[i];
		err = move_lamps(t);
	}
	return err;
}

enum err
tick(struct arena *a, const struct hand *h, struct ledgers *l, int32_t today, struct tick_report *report, struct why *why)
{
	struct ticking t = { .hand = h, .ledgers = l, .today = today, .report = report, .why = why };
	enum err err = OK;

	*report = (struct tick_report){ 0 };
	err = tally_gather(h->store, why);
	for (size_t i = 0; i < l->list.n && err == OK; i++) {
		t.ledger = l->list.v[i];
		if (!t.ledger->archived)
			err = tick_ledger(&t, a);
	}
	err = tally_gathered(h->store, err, why);
	return err == OK ? ledgers_tend(l, h->store, why) : err;
}
