#include "ledger/upgrade.h"
#include "ledger/act.h"
#include "store/table_list.h"

#define PAGE 500	/* records, which share an arena */

struct telling {
	struct hand engine;
	struct ledgers *ledgers;
	const struct ledger *ledger;
	const struct kind_force *kind;
	int32_t today;
	struct arena *arena;	/* of a page */
	struct why *why;
};

static bool
as_shown(const struct lamp_shown *a, const struct lamp_shown *b)
{
	return a->show == b->show && a->row == b->row && a->next == b->next;
}

static enum err
tell_one(struct telling *t, int64_t key)
{
	struct record r;
	struct change c = CHANGE_OF(t->kind, t->today);
	int32_t was;
	enum err err = record_read(t->arena, t->engine.store, NULL, t->ledger, t->kind->kind->key, key, SEQ_NOW, &r, t->why);

	if (err != OK)
		return err;
	was = r.due;
	r.due = record_due(&r);
	decide_shown(t->arena, &r, t->ledgers->calendar, t->today, &c);
	return r.due == was && (!c.has_lamp || as_shown(&r.lamp, &c.lamp)) ? OK :
	    act_engine(t->arena, &t->engine, EVENT_LAMP_MOVED, &c, &r, t->why);
}

/* Keys behind *last, which is then that of the last; *n: how many there were. */
static enum err
read_keys(struct telling *t, int64_t last, int64_t keys[PAGE], size_t *n)
{
	const struct table_query q = { .ledger = t->ledger->number, .seq = SEQ_NOW, .order = TABLE_KEY, .behind = true, .last_key = last,
		.limit = PAGE };
	struct rows rows;

	*n = 0;
	table_page(t->engine.store, &t->kind->table->store, &q, &rows);
	while (rows_next(&rows))
		keys[(*n)++] = rows_int(&rows, LIST_KEY);
	return rows_end(&rows, t->why);
}

static enum err
tell_page(struct telling *t, const int64_t *keys, size_t n)
{
	volatile enum err err = OK;

	t->arena = arena_new(0);
	if (t->arena == NULL || arena_try(t->arena)) {
		arena_free(t->arena);
		return fail(t->why, E_MEMORY, 0, "%s", "");
	}
	for (size_t i = 0; i < n && err == OK; i++)
		err = tell_one(t, keys[i]);
	arena_free(t->arena);
	return err;
}

static enum err
tell_kind(struct telling *t)
{
	int64_t keys[PAGE], last = 0;
	size_t n;
	enum err err;

	do {
		err = read_keys(t, last, keys, &n);
		if (err != OK || n == 0)
			return err;
		last = keys[n - 1];
		err = tell_page(t, keys, n);
	} while (err == OK);
	return err;
}

enum err
upgrade_lamps(const struct hand *h, struct ledgers *l, const struct ledger *g, struct why *why)
{
	struct telling t = { .engine = *h, .ledgers = l, .ledger = g, .today = date_days(instant_day(h->now, OFFSET_CHINA)), .why = why };
	enum err err = OK;

	t.engine.person = t.engine.acting_for = (struct uuid){ { 0 } };
	for (size_t i = 0; i < g->force->d->kinds.n && err == OK; i++) {
		t.kind = &g->force->kinds[i];
		err = tell_kind(&t);
	}
	return err;
}
