#include "ledger/inbox.h"
#include "store/table_list.h"

#include <stdlib.h>

#define WORKERS (PARTY_BIT(LEAD) | PARTY_BIT(SUPPORT) | PARTY_BIT(PERSON))

static const struct {
	const char *word, *label[2];
} waitings[WAITING_COUNT] = {
#define X(id, word, zh, en) { word, { zh, en } },
	WAITINGS(X)
#undef X
};

const char *
waiting_word(enum waiting_for w)
{
	return waitings[w].word;
}

const char *
waiting_say(enum waiting_for w, enum lang lang)
{
	return waitings[w].label[lang];
}

/* One kind of one ledger, for one person. */
struct looking {
	struct arena *arena;
	struct store *store;
	const struct ledger *ledger;
	const struct kind_force *kind;
	const struct actor *actor;
	struct scope scope;
	int32_t today;
	struct waiting_list *out;
	struct why *why;
};

/* A row that may be somebody's: its record, and what it is about. */
struct hint {
	int64_t record;
	int32_t due;
	struct str about, extra;
};

typedef ARRAY(struct hint) hint_list;

static int32_t
get_day(struct rows *rows, unsigned column)
{
	return rows_null(rows, column) ? DAY_NONE : (int32_t)rows_int(rows, column);
}

static struct waiting *
add(struct looking *l, enum waiting_for what, int32_t due, const struct record *r, struct str about)
{
	struct waiting *w = array_add(l->arena, l->out);

	*w = (struct waiting){ .what = what, .due = due, .record = *r, .about = about };
	return w;
}

static enum err
read(struct looking *l, int64_t key, struct record *r)
{
	return record_read(l->arena, l->store, &l->scope, l->ledger, l->kind->kind->key, key, SEQ_NOW, r, l->why);
}

/* Rows of a statement of one kind: record, a day, and up to two texts. */
static enum err
read_hints(struct looking *l, enum statement st, const unsigned columns[4], unsigned texts, hint_list *out)
{
	struct rows rows;

	store_ask(l->store, st, &l->scope, VALUES(value_int(l->ledger->number), value_text(l->kind->kind->key)), &rows);
	while (rows_next(&rows)) {
		struct hint *h = array_add(l->arena, out);

		*h = (struct hint){ .record = rows_int(&rows, columns[0]), .due = get_day(&rows, columns[1]) };
		if (texts > 0)
			h->about = arena_str(l->arena, rows_text(&rows, columns[2]));
		if (texts > 1)
			h->extra = arena_str(l->arena, rows_text(&rows, columns[3]));
	}
	return rows_end(&rows, l->why);
}

/* ---- clocks and reviews ---- */

static const struct clock_rule *
clock_named(const struct kind *k, struct str key)
{
	for (size_t i = 0; i < k->clocks.n; i++)
		if (str_eq(k->clocks.v[i].key, key))
			return &k->clocks.v[i];
	return NULL;
}

/* Whose a clock is: theirs who decide, where a decision ends it; else theirs who work on the record, where they can; else anybody's who may. */
enum ender { ENDS_ANY, ENDS_WORKING, ENDS_DECIDING };

static enum ender
ender_of(const struct move *m)
{
	return m->level > 0 ? ENDS_DECIDING : move_reports(m) ? ENDS_WORKING : ENDS_ANY;
}

static enum ender
enders(const struct record *r, const struct clock_rule *rule)
{
	enum ender most = ENDS_ANY;

	for (size_t i = 0; i < rule->nends; i++) {
		const struct move *m = kind_move(record_kind(r), rule->ends[i], r->state);

		if (m != NULL && ender_of(m) > most)
			most = ender_of(m);
	}
	return most;
}

/* Whether the person may make some move, from the record's state, that ends the clock. */
static bool
ends_it(const struct looking *l, const struct record *r, const struct clock_rule *rule)
{
	enum ender who = enders(r, rule);

	for (size_t i = 0; i < rule->nends; i++) {
		const struct move *m = kind_move(record_kind(r), rule->ends[i], r->state);

		if (m != NULL && ender_of(m) == who && act_may(l->actor, r, m))
			return true;
	}
	return false;
}

static enum err
look_at_clocks(struct looking *l)
{
	hint_list hints = { 0 };
	enum err err = l->kind->kind->clocks.n == 0 ? OK :
	    read_hints(l, RUNNING_LIST, (const unsigned[]){ 0, 2, 1, 0 }, 1, &hints);

	for (size_t i = 0; i < hints.n && err == OK; i++) {
		const struct clock_rule *rule = clock_named(l->kind->kind, hints.v[i].about);
		struct record r;

		err = rule == NULL || rule->nends == 0 ? OK : read(l, hints.v[i].record, &r);
		if (err == OK && rule != NULL && rule->nends > 0 && ends_it(l, &r, rule))
			add(l, WAITING_CLOCK, hints.v[i].due, &r, rule->key)->label = rule->label;
	}
	return err;
}

static enum err
records_in(struct looking *l, struct str state, hint_list *out)
{
	const struct table_filter filter = { RECORD_STATE, TEST_IS, value_text(state) };
	const struct table_query q = { .scope = &l->scope, .ledger = l->ledger->number, .seq = SEQ_NOW, .filters = &filter, .nfilters = 1,
		.order = TABLE_KEY, .limit = INT64_MAX };
	struct rows rows;

	table_page(l->store, &l->kind->table->store, &q, &rows);
	while (rows_next(&rows))
		*array_add(l->arena, out) = (struct hint){ .record = rows_int(&rows, LIST_KEY), .due = DAY_NONE };
	return rows_end(&rows, l->why);
}

/* A review that a clock asks for is told by the clock. */
static bool
told_by_clock(const struct looking *l, const struct record *r)
{
	for (size_t i = 0; i < l->out->n; i++)
		if (l->out->v[i].what == WAITING_CLOCK && l->out->v[i].record.key == r->key)
			return true;
	return false;
}

static enum err
look_for_review(struct looking *l, size_t state)
{
	const struct kind *k = l->kind->kind;
	hint_list hints = { 0 };
	enum err err = records_in(l, k->states.v[state].key, &hints);

	for (size_t i = 0; i < hints.n && err == OK; i++) {
		struct record r;
		bool mine = false;

		err = read(l, hints.v[i].record, &r);
		for (size_t j = 0; j < k->moves.n && err == OK && !mine; j++)
			mine = k->moves.v[j].level > 0 && (k->moves.v[j].from >> state & 1) != 0 && act_may(l->actor, &r, &k->moves.v[j]);
		if (err == OK && mine && !told_by_clock(l, &r))
			add(l, WAITING_REVIEW, DAY_NONE, &r, (struct str){ NULL, 0 });
	}
	return err;
}

static enum err
look_at_reviews(struct looking *l)
{
	const struct kind *k = l->kind->kind;
	uint64_t states = 0;
	enum err err = OK;

	for (size_t i = 0; i < k->moves.n; i++)
		if (k->moves.v[i].level > 0)
			states |= k->moves.v[i].from;
	for (size_t i = 0; i < k->states.n && err == OK; i++)
		if ((states >> i & 1) != 0)
			err = look_for_review(l, i);
	return err;
}

/* ---- turns ---- */

static const struct cadence_rule *
cadence_named(const struct kind *k, struct str key)
{
	for (size_t i = 0; i < k->cadences.n; i++)
		if (str_eq(k->cadences.v[i].key, key))
			return &k->cadences.v[i];
	return NULL;
}

static enum err
look_at_turns(struct looking *l)
{
	hint_list hints = { 0 };
	enum err err = l->kind->kind->cadences.n == 0 ? OK :
	    read_hints(l, ASKED_OPEN, (const unsigned[]){ 0, 1, 2, 0 }, 1, &hints);

	for (size_t i = 0; i < hints.n && err == OK; i++) {
		const struct cadence_rule *rule = cadence_named(l->kind->kind, hints.v[i].about);
		struct record r;

		err = rule == NULL ? OK : read(l, hints.v[i].record, &r);
		if (err == OK && rule != NULL && (rule->during >> r.state & 1) != 0 && (rights_parties(l->actor, &r) & rule->who) != 0)
			add(l, WAITING_REPORT, hints.v[i].due, &r, rule->key)->label = rule->label;
	}
	return err;
}

/* ---- instructions and notices ---- */

static enum err
look_at_instructions(struct looking *l)
{
	hint_list hints = { 0 };
	enum err err = read_hints(l, INSTRUCTION_OPEN, (const unsigned[]){ 0, 4, 3, 0 }, 1, &hints);

	for (size_t i = 0; i < hints.n && err == OK; i++) {
		struct record r;

		err = read(l, hints.v[i].record, &r);
		if (err == OK && (rights_parties(l->actor, &r) & WORKERS) != 0)
			add(l, WAITING_INSTRUCTION, hints.v[i].due, &r, hints.v[i].about);
	}
	return err;
}

/* Notices that were given: first received, then replied to where a reply is asked. */
static enum err
look_at_given(struct looking *l, enum statement st, enum waiting_for what)
{
	hint_list hints = { 0 };
	enum err err = read_hints(l, st, (const unsigned[]){ 0, 1, 2, 0 }, 1, &hints);

	for (size_t i = 0; i < hints.n && err == OK; i++) {
		struct record r;

		err = read(l, hints.v[i].record, &r);
		if (err == OK && (rights_parties(l->actor, &r) & (WORKERS | PARTY_BIT(IN_CHARGE))) != 0)
			add(l, what, hints.v[i].due, &r, hints.v[i].about);
	}
	return err;
}

/* ---- what is overdue ---- */

static enum err
given_before(struct looking *l, const struct record *r, const struct notice_step *step, bool *given)
{
	int64_t n = 0;
	enum err err = store_int(l->store, NOTICE_GIVEN, VALUES(value_int(r->key), value_text(step->key), value_int(r->due)), &n, NULL, l->why);

	*given = n > 0;
	return err;
}

/* The highest step of the ladder that is due and was not given since the day in force was over. */
static enum err
look_for_step(struct looking *l, const struct record *r)
{
	const struct kind *k = l->kind->kind;
	const struct notice_step *due = NULL;
	bool given = false;
	enum err err;

	for (size_t i = 0; i < k->notices.n; i++)
		if (k->notices.v[i].overdue > 0 && l->today - r->due >= k->notices.v[i].overdue)
			due = &k->notices.v[i];
	if (due == NULL || (rights_parties(l->actor, r) & due->who) == 0)
		return OK;
	err = given_before(l, r, due, &given);
	if (err == OK && !given)
		add(l, WAITING_NOTICE, r->due, r, due->key)->label = due->label;
	return err;
}

static enum err
look_at_overdue(struct looking *l)
{
	const struct table_filter filter = { RECORD_DUE, TEST_BELOW, value_int(l->today) };
	const struct table_query q = { .scope = &l->scope, .ledger = l->ledger->number, .seq = SEQ_NOW, .filters = &filter, .nfilters = 1,
		.order = RECORD_DUE, .limit = INT64_MAX };
	ARRAY(int64_t) keys = { 0 };
	struct rows rows;
	enum err err;

	table_page(l->store, &l->kind->table->store, &q, &rows);
	while (rows_next(&rows))
		*array_add(l->arena, &keys) = rows_int(&rows, LIST_KEY);
	err = rows_end(&rows, l->why);
	for (size_t i = 0; i < keys.n && err == OK; i++) {
		struct record r;

		err = read(l, keys.v[i], &r);
		if (err != OK || record_closed(&r) || record_paused(&r))
			continue;
		if ((rights_parties(l->actor, &r) & WORKERS) != 0)
			add(l, WAITING_OVERDUE, r.due, &r, (struct str){ NULL, 0 });
		err = look_for_step(l, &r);
	}
	return err;
}

/* ---- all of it ---- */

static enum err
look_at_kind(struct looking *l)
{
	enum err err = rights_scope(l->arena, l->actor, l->ledger, l->kind->kind, &l->scope, l->why);

	if (err != OK || l->scope.n == 0)
		return err;
	err = look_at_clocks(l);
	if (err == OK)
		err = look_at_reviews(l);
	if (err == OK)
		err = look_at_turns(l);
	if (err == OK)
		err = look_at_instructions(l);
	if (err == OK)
		err = look_at_given(l, NOTICE_UNRECEIVED, WAITING_RECEIPT);
	if (err == OK)
		err = look_at_given(l, NOTICE_UNANSWERED, WAITING_REPLY);
	return err == OK ? look_at_overdue(l) : err;
}

static int
compare(const void *a, const void *b)
{
	const struct waiting *x = a, *y = b;
	int64_t dx = day_valid(x->due) ? x->due : INT64_MAX, dy = day_valid(y->due) ? y->due : INT64_MAX;

	if (dx != dy)
		return dx < dy ? -1 : 1;
	if (x->what != y->what)
		return x->what < y->what ? -1 : 1;
	return (x->record.key > y->record.key) - (x->record.key < y->record.key);
}

enum err
inbox_read(struct arena *a, struct store *s, const struct ledgers *ledgers, const struct actor *actor, int32_t today,
    struct waiting_list *out, struct why *why)
{
	struct looking l = { .arena = a, .store = s, .actor = actor, .today = today, .out = out, .why = why };
	enum err err = OK;

	for (size_t i = 0; i < ledgers->list.n && err == OK; i++) {
		l.ledger = ledgers->list.v[i];
		for (size_t j = 0; j < l.ledger->force->d->kinds.n && err == OK && !l.ledger->archived; j++) {
			l.kind = &l.ledger->force->kinds[j];
			err = look_at_kind(&l);
		}
	}
	if (out->n > 1)
		qsort(out->v, out->n, sizeof out->v[0], compare);
	return err;
}
