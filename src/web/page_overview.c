/* /overview/CODE: a ledger at a glance: how many of each, then and now, by unit and lamp, and what is slowest; each figure leads to its records.
 * By a worker: of a large ledger, for who sees a part of it, a hundred units take a hundred counts. */
#include "ledger/directory_read.h"
#include "ledger/yaml.h"
#include "store/event_row.h"
#include "web/counts.h"
#include "web/page_overview.h"
#include "web/route.h"
#include "web_pages.h"

#define UNITS_MOST 100		/* of one unit, that are shown */
#define SLOW 10			/* records */
#define SLOW_LOOKED_AT 500	/* by their days, to find those that are not closed */

struct viewing {
	struct visit *v;
	struct overview_page *p;
	const struct ledger *ledger;
	const struct kind_force *kind;
	struct scope scope;
	struct table_query q, then;	/* then: as it was on the other day */
	struct uuid unit;
	struct str path;		/* of the unit whose parts are shown */
};

/* ---- what is asked ---- */

static enum err
find_ledger(struct viewing *w)
{
	struct visit *v = w->v;
	struct str kind = fields_get(&v->query, "kind");

	w->ledger = ledger_by_code(v->teller.ledgers, v->args[0]);
	if (w->ledger == NULL || !rights_sees_ledger(&v->teller.actor, w->ledger))
		return fail(&v->why, E_RECORD, 0, "%.*s", STR_ARG(v->args[0]));
	w->kind = kind.n == 0 ? &w->ledger->force->kinds[0] : force_kind(w->ledger->force, kind);
	if (w->kind == NULL)
		return fail(&v->why, E_RECORD, 0, "%.*s", STR_ARG(kind));
	return rights_scope(v->arena, &v->teller.actor, w->ledger, w->kind->kind, &w->scope, &v->why);
}

/* The unit that is asked for; else the whole, or the first that who comes has a role on. */
static struct str
path_of_actor(const struct visit *v)
{
	const struct holdings *h = &v->teller.actor.used;

	for (size_t i = 0; i < h->roles.n; i++)
		if (h->roles.v[i].whole)
			return STR(SITE_PATH);
	return h->roles.n > 0 ? h->roles.v[0].from : STR(SITE_PATH);
}

static enum err
find_unit(struct viewing *w)
{
	struct visit *v = w->v;
	struct str word = fields_get(&v->query, "unit");
	struct unit_hits hits = { 0 };
	struct rows rows;
	enum err err = OK;

	w->path = path_of_actor(v);
	if (word.n > 0)
		err = directory_find_unit(v->teller.store, v->arena, word, &hits, &v->why);
	if (err == OK && hits.n == 1)
		w->path = hits.v[0].path;
	if (err != OK)
		return err;
	store_ask(v->teller.store, UNIT_OF_PATH, NULL, VALUES(value_text(w->path)), &rows);
	if (rows_next(&rows)) {
		rows_bytes(&rows, 0, w->unit.b, UUID_BYTES);
		w->p->unit_name = arena_str(v->arena, rows_text(&rows, 1));
	}
	w->p->unit = hits.n == 1 ? word : STR("");
	w->q.from = hits.n == 1 ? w->path : STR("");
	w->q.to = hits.n == 1 ? arena_printf(v->arena, "%.*s~", STR_ARG(w->path)) : STR("");
	return rows_end(&rows, &v->why);
}

static enum err
read_day(struct viewing *w, const char *name, int32_t usual, struct str *text, int64_t *seq)
{
	struct visit *v = w->v;
	struct str word = fields_get(&v->query, name);
	struct date day;
	int32_t days = usual;

	if (word.n > 0) {
		if (!yaml_day(word, &day))
			return fail(&v->why, E_USAGE, 0, "%.*s", STR_ARG(word));
		days = date_days(day);
	}
	*text = tell_date(v->arena, days);
	return days == DAY_NONE ? OK : day_seq(v->teller.store, days, seq, &v->why);
}

/* Now, or the end of a day; and the day since which changes are told: the first of this month, unless asked. */
static enum err
find_days(struct viewing *w)
{
	struct date first = date_of_days(w->v->teller.today);
	enum err err;

	first.day = 1;
	w->q.seq = SEQ_NOW;
	w->q.scope = &w->scope;
	w->q.ledger = w->ledger->number;
	w->q.order = TABLE_KEY;
	err = read_day(w, "as-of", DAY_NONE, &w->p->as_of, &w->q.seq);
	w->then = w->q;
	if (err == OK)
		err = read_day(w, "since", date_days(first) - 1, &w->p->since, &w->then.seq);
	return err;
}

/* ---- queries of pages of records ---- */

static struct str
query_of(struct viewing *w, struct str name, struct str key, struct str unit)
{
	struct buf b = { 0 };
	struct str out;

	url_put(&b, "kind", w->kind->kind->key);
	if (key.n > 0)
		url_put(&b, arena_printf(w->v->arena, "%.*s", STR_ARG(name)).p, key);
	if (unit.n > 0)
		url_put(&b, "unit", unit);
	if (w->q.seq != SEQ_NOW)
		url_put(&b, "as-of", w->p->as_of);
	out = arena_str(w->v->arena, (struct str){ b.p, b.n });
	buf_free(&b);
	return out;
}

/* ---- how many of each ---- */

static int64_t
of_key(const counted_list *list, struct str key)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->v[i].key, key))
			return list->v[i].n;
	return 0;
}

static int64_t
sum_of(const counted_list *list)
{
	int64_t sum = 0;

	for (size_t i = 0; i < list->n; i++)
		sum += list->v[i].n;
	return sum;
}

static enum err
put_table(struct viewing *w, const struct counted_column *c)
{
	struct overview_table *t = array_add(w->v->arena, &w->p->tables);
	counted_list now = { 0 }, then = { 0 };
	int64_t all;
	enum err err = counts_read(w->v, w->kind, &w->q, c->column, &now);

	t->label = c->label;
	if (err == OK)
		err = counts_read(w->v, w->kind, &w->then, c->column, &then);
	all = sum_of(&now);
	w->p->all = all;
	for (size_t i = 0; i < now.n && err == OK; i++) {
		int64_t was = of_key(&then, now.v[i].key);

		if (now.v[i].n == 0 && was == 0)
			continue;
		*array_add(w->v->arena, &t->counts) = (struct overview_count){ query_of(w, c->name, now.v[i].key, w->p->unit), now.v[i].label, now.v[i].lamp,
			now.v[i].n, was, now.v[i].n - was, arena_printf(w->v->arena, "%lld", all == 0 ? 0LL : (long long)(now.v[i].n * 100 / all)) };
	}
	return err;
}

static enum err
put_tables(struct viewing *w)
{
	struct counted_column c;
	enum err err = OK;

	for (size_t i = 0; counts_column(w->v, w->kind, i, &c) && err == OK; i++)
		err = put_table(w, &c);
	return err;
}

/* ---- units and lamps (or states, of a kind without lamps) ---- */

typedef ARRAY(struct named_unit { struct str id, path, name; }) named_units;

static enum err
read_units(struct viewing *w, named_units *out)
{
	struct visit *v = w->v;
	struct rows rows;

	store_ask(v->teller.store, UNITS_BELOW, NULL, VALUES(value_id(w->unit.b), value_int(UNITS_MOST)), &rows);
	while (rows_next(&rows)) {
		struct uuid id = { { 0 } };
		char text[UUID_TEXT];

		rows_bytes(&rows, 0, id.b, UUID_BYTES);
		*array_add(v->arena, out) = (struct named_unit){ arena_str(v->arena, (struct str){ text, uuid_print(text, id) }),
			arena_str(v->arena, rows_text(&rows, 1)), arena_str(v->arena, rows_text(&rows, 2)) };
	}
	return rows_end(&rows, &v->why);
}

/* Four shades, by the share of the unit's records. */
static struct str
shade(int64_t n, int64_t all)
{
	static const struct str shades[] = { STR(""), STR("s1"), STR("s2"), STR("s3"), STR("s4") };

	return n == 0 || all == 0 ? shades[0] : shades[1 + (n * 4 - 1) / all % 4];
}

static enum err
put_unit(struct viewing *w, const struct named_unit *u, size_t column, struct str name)
{
	struct table_query q = w->q;
	counted_list list = { 0 };
	struct overview_unit *row;
	enum err err;

	q.from = u->path;
	q.to = arena_printf(w->v->arena, "%.*s~", STR_ARG(u->path));
	err = counts_read(w->v, w->kind, &q, column, &list);
	if (err != OK || sum_of(&list) == 0)
		return err;
	row = array_add(w->v->arena, &w->p->units);
	*row = (struct overview_unit){ .id = u->id, .name = u->name, .all = sum_of(&list) };
	for (size_t i = 0; i < list.n; i++)
		if (!str_eq(list.v[i].key, STR(COUNTED_NONE)))
			*array_add(w->v->arena, &row->cells) = (struct overview_cell){ query_of(w, name, list.v[i].key, u->id), list.v[i].n, shade(list.v[i].n, row->all) };
	return OK;
}

static enum err
put_units(struct viewing *w)
{
	bool lamps = w->kind->lamps.count > 0;
	struct counted_column c;
	counted_list heads = { 0 };
	named_units units = { 0 };
	enum err err = read_units(w, &units);

	counts_column(w->v, w->kind, lamps, &c);
	if (err == OK)
		err = counts_read(w->v, w->kind, &w->q, c.column, &heads);
	for (size_t i = 0; i < heads.n && err == OK; i++)
		if (!str_eq(heads.v[i].key, STR(COUNTED_NONE)))
			*array_add(w->v->arena, &w->p->heads) = (struct overview_head){ heads.v[i].label, heads.v[i].lamp };
	for (size_t i = 0; i < units.n && err == OK; i++)
		err = put_unit(w, &units.v[i], c.column, c.name);
	return err;
}

/* ---- the slowest ---- */

static enum err
put_slow(struct viewing *w)
{
	struct visit *v = w->v;
	struct teller *t = &v->teller;
	const struct table_filter overdue = { RECORD_DUE, TEST_BELOW, value_int(t->today) };
	struct table_query q = w->q;
	ARRAY(struct record) list = { 0 };
	struct rows rows;
	enum err err;

	q.filters = &overdue;
	q.nfilters = 1;
	q.order = RECORD_DUE;
	q.limit = SLOW_LOOKED_AT;
	table_page(t->store, &w->kind->table->store, &q, &rows);
	while (rows_next(&rows)) {
		struct record rec;

		record_of_row(v->arena, w->ledger, w->kind, &rows, &rec);
		if (!record_closed(&rec) && list.n < SLOW)
			*array_add(v->arena, &list) = rec;
	}
	err = rows_end(&rows, &v->why);
	for (size_t i = 0; i < list.n && err == OK; i++) {
		struct record *rec = &list.v[i];
		char id[UUID_TEXT];

		err = record_complete(v->arena, t->store, q.seq, rec, &v->why);
		if (err == OK)
			*array_add(v->arena, &w->p->slow) = (struct overview_slow){ arena_str(v->arena, (struct str){ id, uuid_print(id, rec->id) }), rec->number,
				tell_part(t, rec, PART_TITLE), tell_part(t, rec, PART_LEAD), tell_day(t, rec->due), tell_lamp_reason(t, rec), visit_lamp(v, rec) };
	}
	return err;
}

/* ---- the page ---- */

static void
put_kinds(struct viewing *w)
{
	const struct definition *d = w->ledger->force->d;

	for (size_t i = 0; i < d->kinds.n && d->kinds.n > 1; i++) {
		struct buf b = { 0 };

		url_put(&b, "kind", d->kinds.v[i].key);
		*array_add(w->v->arena, &w->p->kinds) = (struct overview_kind){ arena_str(w->v->arena, (struct str){ b.p, b.n }),
			tell_label(&w->v->teller, d->kinds.v[i].label), &d->kinds.v[i] == w->kind->kind ? STR("page") : STR("") };
		buf_free(&b);
	}
}

static enum err
view(struct viewing *w)
{
	enum err err = find_days(w);

	if (err == OK)
		err = find_unit(w);
	w->then.from = w->q.from;
	w->then.to = w->q.to;
	if (err == OK)
		err = put_tables(w);
	if (err == OK)
		err = put_units(w);
	return err == OK ? put_slow(w) : err;
}

static enum err
overview_run(struct visit *v)
{
	struct overview_page p = { .all = 0 };
	struct viewing w = { .v = v, .p = &p };
	struct html h = visit_html(v);
	enum err err = find_ledger(&w);

	if (err != OK || w.kind == NULL)
		return err;
	err = visit_chrome(v, "总览", arena_printf(v->arena, "%.*s", STR_ARG(w.ledger->code)).p, &p.chrome);
	if (err == OK)
		err = view(&w);
	if (err != OK)
		return err;
	p.code = w.ledger->code;
	p.name = w.ledger->name;
	p.kind = w.kind->kind->key;
	put_kinds(&w);
	page_overview(&h, &p);
	return OK;
}

const struct route route_overview = { "GET", "/overview/{}", ROUTE_LOGIN, 0, true, overview_run };
