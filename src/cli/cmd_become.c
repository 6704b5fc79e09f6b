/* bihuan become: records that end as others: split, merged, of another kind, carried over. */
#include <stdlib.h>

#include "cli/cells.h"
#include "cli/records.h"
#include "ledger/become.h"
#include "store/table_list.h"

#define ALL_MOST 10000	/* records of --all */

struct becoming_asked {
	struct records r;
	struct becoming q;
	ARRAY(int64_t) keys;
	ARRAY(struct become_part) parts;
};

/* ---- words: records, then the fields of each part, with + between parts ---- */

static bool
names_record(const char *word)
{
	return strchr(word, '=') == NULL && strcmp(word, "+") != 0;
}

static enum err
take_records(struct becoming_asked *a, size_t *at)
{
	const struct call *c = a->r.desk->call;
	enum err err = OK;

	for (*at = 1; *at < c->nfiles && names_record(c->files[*at]) && err == OK; ++*at) {
		const struct ledger *g;

		if (a->keys.n == BECOME_MOST)
			return fail(&a->r.desk->why, E_TOOBIG, 0, "%zu", c->nfiles);
		err = records_find(&a->r, c->files[*at], &g, array_add(a->r.desk->arena, &a->keys));
		if (err == OK && a->q.ledger != NULL && g != a->q.ledger)
			err = fail(&a->r.desk->why, E_RECORD, 0, "%s", c->files[*at]);
		a->q.ledger = g;
	}
	return err == OK && a->keys.n == 0 ? desk_refuse(a->r.desk, NULL, SAY_TOO_FEW_WORDS, E_USAGE) : err;
}

/* ---- --all ---- */

static enum err
take_in_state(struct becoming_asked *a, const struct kind_force *kf, const struct scope *scope, int state)
{
	struct desk *d = a->r.desk;
	const struct table_filter filter = { RECORD_STATE, TEST_IS, value_text(kf->kind->states.v[state].key) };
	const struct table_query q = { .scope = scope, .ledger = a->q.ledger->number, .seq = SEQ_NOW, .filters = &filter, .nfilters = 1,
		.order = TABLE_KEY, .limit = ALL_MOST + 1 };
	struct rows rows;

	table_page(d->site.store, &kf->table->store, &q, &rows);
	while (rows_next(&rows))
		*array_add(d->arena, &a->keys) = rows_int(&rows, LIST_KEY);
	return rows_end(&rows, &d->why);
}

/* The states from which the event ends a record of the kind. */
static unsigned
states_of(const struct kind *k, struct str event)
{
	unsigned from = 0;

	for (size_t i = 0; i < k->moves.n; i++)
		if (str_eq(k->moves.v[i].event, event) && k->moves.v[i].becomes.n > 0)
			from |= k->moves.v[i].from;
	return from;
}

static int
compare_keys(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* Of the kind that --kind names, in the order in which they were made. */
static enum err
take_all(struct becoming_asked *a, size_t *at)
{
	struct desk *d = a->r.desk;
	const struct kind_force *kf = NULL;
	struct scope scope;
	enum err err = records_ledger(&a->r, &a->q.ledger);

	*at = 1;
	if (err == OK)
		err = records_kind(&a->r, a->q.ledger, &kf);
	if (err == OK)
		err = rights_scope(d->arena, &a->r.teller.actor, a->q.ledger, kf->kind, &scope, &d->why);
	for (size_t i = 0; err == OK && i < kf->kind->states.n; i++)
		if ((states_of(kf->kind, a->q.event) >> i & 1) != 0)
			err = take_in_state(a, kf, &scope, (int)i);
	if (err != OK)
		return err;
	if (a->keys.n == 0)
		return desk_refuse(d, d->call->files[0], SAY_NO_SUCH_RECORDS, E_NOTHING);
	if (a->keys.n > ALL_MOST)
		return fail(&d->why, E_TOOBIG, 0, "%d", ALL_MOST);
	qsort(a->keys.v, a->keys.n, sizeof a->keys.v[0], compare_keys);
	return OK;
}

/* --into and --kind; without them the ledger and the kind of the first record. */
static enum err
take_target(struct becoming_asked *a)
{
	const struct call *c = a->r.desk->call;
	struct record first;
	enum err err = tell_read(&a->r.teller, a->q.ledger, a->keys.v[0], &first);

	a->q.into = a->q.ledger;
	if (err == OK && c->opt[OPT_INTO] != NULL) {
		a->q.into = ledger_by_code(&a->r.ledgers, cstr(c->opt[OPT_INTO]));
		if (a->q.into == NULL)
			return desk_refuse(a->r.desk, c->opt[OPT_INTO], SAY_NO_LEDGER, E_ABSENT);
	}
	if (err != OK)
		return err;
	a->q.kind = force_kind(a->q.into->force, c->opt[OPT_KIND] != NULL ? cstr(c->opt[OPT_KIND]) : record_kind(&first)->key);
	return a->q.kind != NULL ? OK : desk_refuse(a->r.desk, c->opt[OPT_KIND], SAY_NO_KIND, E_USAGE);
}

static struct become_part *
add_part(struct becoming_asked *a)
{
	struct become_part *p = array_add(a->r.desk->arena, &a->parts);

	*p = (struct become_part){ .fields = arena_zalloc(a->r.desk->arena, DEFINITION_FIELDS * sizeof *p->fields) };
	return p;
}

static enum err
take_parts(struct becoming_asked *a, size_t at)
{
	const struct call *c = a->r.desk->call;
	struct become_part *p = add_part(a);
	enum err err = OK;

	for (; at < c->nfiles && err == OK; at++)
		if (strcmp(c->files[at], "+") == 0)
			p = add_part(a);
		else
			err = records_take_field(&a->r, a->q.into, a->q.kind->kind, c->files[at],
			    (struct field_value *)(uintptr_t)p->fields, &p->given);
	return err;
}

/* ---- what it comes to ---- */

static void
put_records(struct becoming_asked *a, const struct record *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		desk_list_next(a->r.desk);
		tell_put_json(&a->r.teller, &a->r.desk->out, &v[i], rights_parties(&a->r.teller.actor, &v[i]));
	}
	if (n > 0)
		buf_putc(&a->r.desk->out, '}');
}

/* "2026-001  已作废  标题", and behind an arrow what came of it. */
static void
put_rows(struct becoming_asked *a, struct cells *cells, const char *before, const struct record *v, size_t n)
{
	struct arena *arena = a->r.desk->arena;

	for (size_t i = 0; i < n; i++) {
		cells_add(arena, cells, arena_printf(arena, "%s%.*s", before, STR_ARG(v[i].number)));
		cells_add(arena, cells, tell_label(&a->r.teller, record_kind(&v[i])->states.v[v[i].state].label));
		cells_add(arena, cells, tell_part(&a->r.teller, &v[i], PART_TITLE));
	}
}

struct becoming_done {
	struct record *made, *ended;
	size_t nmade, nended;
};

static void
print_all(struct becoming_asked *a, const struct becoming_done *done)
{
	struct buf *b = &a->r.desk->out;
	struct cells cells = { .columns = 3 };

	if (!desk_json(a->r.desk)) {
		put_rows(a, &cells, "", done->ended, done->nended);
		put_rows(a, &cells, "→ ", done->made, done->nmade);
		cells_print(b, &cells);
		return;
	}
	JSON_PUT(b, "{\"format\":\"bihuan.become/1\",\"ended\":[");
	put_records(a, done->ended, done->nended);
	JSON_PUT(b, "],\"made\":[");
	put_records(a, done->made, done->nmade);
	JSON_PUT(b, "]}\n");
}

static enum err
become_one(struct becoming_asked *a, const int64_t *keys, size_t n, struct becoming_done *done)
{
	struct desk *d = a->r.desk;
	enum err err;

	a->q.records = keys;
	a->q.nrecords = n;
	err = become(d->arena, &d->hand, &a->r.ledgers, &a->r.teller.actor, &a->q, done->made + done->nmade, done->ended + done->nended, &d->why);
	done->nmade += a->q.nparts;
	done->nended += n;
	return err;
}

/* All of them together, or each for itself. */
static enum err
become_all(struct becoming_asked *a, struct becoming_done *done)
{
	struct arena *arena = a->r.desk->arena;
	size_t n = a->keys.n;
	const struct call *c = a->r.desk->call;
	bool each = c->opt[OPT_EACH] != NULL || c->opt[OPT_ALL] != NULL;
	enum err err = OK;

	a->q.parts = a->parts.v;
	a->q.nparts = a->parts.n;
	a->q.today = a->r.teller.today;
	*done = (struct becoming_done){ arena_zalloc(arena, n * a->parts.n * sizeof *done->made), arena_zalloc(arena, n * sizeof *done->ended), 0, 0 };
	if (!each)
		return become_one(a, a->keys.v, n, done);
	for (size_t i = 0; i < n && err == OK; i++)
		err = become_one(a, &a->keys.v[i], 1, done);
	return err;
}

static enum err
do_become(struct desk *d)
{
	struct becoming_asked a = { .q = { .event = cstr(d->call->files[0]), .reason = cstr(d->call->opt[OPT_REASON]), .lang = d->call->voice.lang } };
	struct becoming_done done;
	size_t at = 0;
	enum err err = records_open(d, &a.r);

	if (err == OK)
		err = (d->call->opt[OPT_ALL] != NULL ? take_all : take_records)(&a, &at);
	if (err == OK)
		err = take_target(&a);
	if (err == OK)
		err = take_parts(&a, at);
	if (err == OK)
		err = become_all(&a, &done);
	if (err == OK)
		print_all(&a, &done);
	return err;
}

static enum err
become_run(const struct call *c)
{
	return c->nfiles < (c->opt[OPT_ALL] != NULL ? 1 : 2) ? say_usage(c->voice, NULL, SAY_TOO_FEW_WORDS) : desk_write(c, do_become);
}

const struct command command_become = {
	.name = "become",
	.run = become_run,
	.usage_zh = "动作 事项…|--all [--kind 种类] [--into 代号] [--each] [--reason 理由] [字段=内容]… [+ 字段=内容…]…",
	.usage_en = "EVENT RECORD...|--all [--kind KIND] [--into CODE] [--each] [--reason TEXT] [FIELD=VALUE]... [+ FIELD=VALUE...]...",
	.zh = "拆分、合并、转类、结转：原事项终结，变成的事项另立，两边互相注明",
	.en = "split, merge, change the kind, carry over: records end, others are made of them, and both tell of each other",
	.takes = TAKES(DB) | TAKES(JSON) | TAKES(LEDGER) | TAKES(KIND) | TAKES(INTO) | TAKES(EACH) | TAKES(ALL) | TAKES(REASON) | TAKES(FOR),
};
