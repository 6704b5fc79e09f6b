#include "web/looking.h"
#include "ledger/directory_read.h"
#include "ledger/yaml.h"
#include "store/event_row.h"
#include "web/counts.h"

#define ROWS 50

static const struct { const char *name; size_t column; } orders[] = {
	{ "number", TABLE_KEY }, { "lamp", RECORD_LAMP }, { "state", RECORD_STATE }, { "due", RECORD_DUE }, { "evidence", RECORD_EVIDENCE },
};

/* ---- queries of other pages like this one ---- */

struct str
looking_query(const struct looking *l, const char *name, struct str value)
{
	const fields_sent *sent = &l->v->query;
	struct buf b = { 0 };
	struct str out;

	for (size_t i = 0; i < sent->n; i++) {
		const struct field_sent *f = &sent->v[i];

		if (f->value.n > 0 && !str_eq(f->name, cstr(name)) && !str_eq(f->name, STR("after")) && !str_eq(f->name, STR("said")))
			url_put(&b, arena_printf(l->v->arena, "%.*s", STR_ARG(f->name)).p, f->value);
	}
	if (value.n > 0)
		url_put(&b, name, value);
	out = arena_str(l->v->arena, b.n > 0 ? (struct str){ b.p, b.n } : STR("?"));
	buf_free(&b);
	return out;
}

/* ---- filters ---- */

static void
add_filter(struct looking *l, size_t column, enum table_test test, struct value value)
{
	if (l->q.nfilters < FILTERS_MOST)
		l->filters[l->q.nfilters++] = (struct table_filter){ column, test, value };
}

static struct choice_box *
add_box(struct looking *l, const char *name, struct str label)
{
	struct choice_box *box = array_add(l->v->arena, &l->boxes);

	*box = (struct choice_box){ .name = arena_printf(l->v->arena, "%s", name), .label = label };
	return box;
}

/* Whether it is what the query asks for. */
static void
add_option(struct looking *l, struct choice_box *box, size_t column, struct str key, struct str label)
{
	bool asked = str_eq(fields_get(&l->v->query, box->name.p), key);

	*array_add(l->v->arena, &box->options) = (struct choice_option){ key, label, asked ? STR("selected") : STR("") };
	if (asked)
		add_filter(l, column, str_eq(key, STR(COUNTED_NONE)) ? TEST_ABSENT : TEST_IS, value_text(key));
}

static void
take_states(struct looking *l)
{
	const struct kind *k = l->kind->kind;
	struct choice_box *box = add_box(l, "state", visit_say(l->v, "状态"));

	for (size_t i = 0; i < k->states.n; i++)
		add_option(l, box, RECORD_STATE, k->states.v[i].key, tell_label(&l->v->teller, k->states.v[i].label));
}

static void
take_lamps(struct looking *l)
{
	const struct lamp_rules *rules = &l->kind->lamps;
	struct choice_box *box;

	if (rules->count == 0)
		return;
	box = add_box(l, "lamp", visit_say(l->v, "灯"));
	for (int i = 0; i < rules->states; i++)
		add_option(l, box, RECORD_LAMP, rules->palette[i].name,
		    arena_printf(l->v->arena, "%.*s %.*s", STR_ARG(rules->palette[i].mark), STR_ARG(visit_lamp_state(l->v, &rules->palette[i]).name)));
	add_option(l, box, RECORD_LAMP, STR(COUNTED_NONE), visit_say(l->v, "未填"));
}

static void
take_choices(struct looking *l)
{
	const struct kind *k = l->kind->kind;

	for (size_t i = 0; i < k->fields.n; i++) {
		const struct field_rule *f = &k->fields.v[i];
		size_t before = l->q.nfilters;
		struct choice_box *box;

		if (!f->list || f->type != TYPE_CHOICE)
			continue;
		box = add_box(l, arena_printf(l->v->arena, "f.%.*s", STR_ARG(f->key)).p, tell_label(&l->v->teller, f->label));
		for (size_t c = 0; c < f->choices.n; c++)
			add_option(l, box, RECORD_FIELDS + l->kind->at[i], f->choices.v[c].key, tell_label(&l->v->teller, f->choices.v[c].label));
		add_option(l, box, RECORD_FIELDS + l->kind->at[i], STR(COUNTED_NONE), visit_say(l->v, "未填"));
		if (f->see != 0 && l->q.nfilters > before) {
			l->see = l->narrow ? l->see & f->see : f->see;
			l->narrow = true;
		}
	}
}

/* A unit and what is below it, by what people call it. */
static enum err
take_unit(struct looking *l)
{
	struct str word = fields_get(&l->v->query, "unit");
	struct unit_hits hits;
	enum err err;

	l->unit = word;
	if (word.n == 0)
		return OK;
	err = directory_find_unit(l->v->teller.store, l->v->arena, word, &hits, &l->v->why);
	if (err != OK)
		return err;
	if (hits.n != 1) {
		l->wrong = hits.n == 0 ? visit_say(l->v, "没有这个单位") : visit_say(l->v, "不止一个单位叫这个名称，请写全，如 甲委/办公室");
		return OK;
	}
	l->q.from = hits.v[0].path;
	l->q.to = arena_printf(l->v->arena, "%.*s~", STR_ARG(hits.v[0].path));
	return OK;
}

static enum err
take_as_of(struct looking *l)
{
	struct str word = fields_get(&l->v->query, "as-of");
	struct date day;

	l->q.seq = SEQ_NOW;
	if (word.n == 0)
		return OK;
	if (!yaml_day(word, &day))
		return fail(&l->v->why, E_USAGE, 0, "%.*s", STR_ARG(word));
	l->as_of = word;
	return day_seq(l->v->teller.store, date_days(day), &l->q.seq, &l->v->why);
}

static void
take_order(struct looking *l)
{
	struct str word = fields_get(&l->v->query, "sort");

	l->q.order = TABLE_KEY;
	l->sort = word;
	l->q.descending = word.n > 0 && word.p[0] == '-';
	if (l->q.descending)
		word = str_slice(word, 1, word.n);
	for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++)
		if (str_eq(word, cstr(orders[i].name)))
			l->q.order = orders[i].column;
}

/* ---- the row behind which a page begins: "KEY", and the value of its order: "n", "i12", "t文字" ---- */

static struct str
print_place(struct looking *l, int64_t key, struct value v)
{
	switch (v.kind) {
	case VALUE_INT:		return arena_printf(l->v->arena, "%lld.i%lld", (long long)key, (long long)v.u.i);
	case VALUE_TEXT:	return arena_printf(l->v->arena, "%lld.t%.*s", (long long)key, STR_ARG(v.u.s));
	default:		return arena_printf(l->v->arena, "%lld.n", (long long)key);
	}
}

static bool
read_number(struct str s, int64_t *out)
{
	bool minus = s.n > 0 && s.p[0] == '-', good = digits_read(str_slice(s, minus, s.n), out);

	*out = minus ? -*out : *out;
	return good;
}

static enum err
take_place(struct looking *l)
{
	struct str word = fields_get(&l->v->query, "after");
	size_t dot = str_find(word, STR("."), 0);
	struct str value = dot == STR_NONE ? STR("") : str_slice(word, dot + 2, word.n);
	int64_t n = 0;

	if (word.n == 0)
		return OK;
	l->q.behind = true;
	if (dot == STR_NONE || dot + 1 >= word.n || !read_number(str_slice(word, 0, dot), &l->q.last_key))
		return fail(&l->v->why, E_USAGE, 0, "%.*s", STR_ARG(word));
	l->q.last = word.p[dot + 1] == 't' ? value_text(value) : value_null();
	if (word.p[dot + 1] == 'i') {
		if (!read_number(value, &n))
			return fail(&l->v->why, E_USAGE, 0, "%.*s", STR_ARG(word));
		l->q.last = value_int(n);
	}
	return OK;
}

/* ---- reading ---- */

enum err
looking_ledger(struct looking *l)
{
	struct visit *v = l->v;
	struct str kind = fields_get(&v->query, "kind");

	l->ledger = ledger_by_code(v->teller.ledgers, v->args[0]);
	if (l->ledger == NULL || !rights_sees_ledger(&v->teller.actor, l->ledger))
		return fail(&v->why, E_RECORD, 0, "%.*s", STR_ARG(v->args[0]));
	l->kind = kind.n == 0 ? &l->ledger->force->kinds[0] : force_kind(l->ledger->force, kind);
	if (l->kind == NULL)
		return fail(&v->why, E_RECORD, 0, "%.*s", STR_ARG(kind));
	return OK;
}

static enum err
take_scope(struct looking *l)
{
	struct visit *v = l->v;

	l->q.scope = &l->scope;
	l->q.ledger = l->ledger->number;
	l->q.filters = l->filters;
	if (l->narrow)
		return rights_scope_of_field(v->arena, &v->teller.actor, l->ledger, l->kind->kind, l->see, &l->scope, &v->why);
	return rights_scope(v->arena, &v->teller.actor, l->ledger, l->kind->kind, &l->scope, &v->why);
}

static struct value
order_value(const struct looking *l, const struct record *rec)
{
	switch (l->q.order) {
	case RECORD_LAMP:	return rec->lamp.show < 0 ? value_null() : value_text(rec->kind->lamps.palette[rec->lamp.show].name);
	case RECORD_STATE:	return value_text(record_kind(rec)->states.v[rec->state].key);
	case RECORD_DUE:	return day_valid(rec->due) ? value_int(rec->due) : value_null();
	case RECORD_EVIDENCE:	return value_int(rec->evidence);
	default:		return value_null();
	}
}

/* All rows first: while they are read, nothing else is asked. One more than are told tells whether there are more. */
static enum err
read_rows(struct looking *l)
{
	struct visit *v = l->v;
	struct rows rows;
	enum err err;

	l->q.limit = ROWS + 1;
	table_page(v->teller.store, &l->kind->table->store, &l->q, &rows);
	while (rows_next(&rows)) {
		struct record rec;

		record_of_row(v->arena, l->ledger, l->kind, &rows, &rec);
		*array_add(v->arena, &l->records) = rec;
	}
	err = rows_end(&rows, &v->why);
	if (err == OK && l->records.n > ROWS) {
		l->records.n = ROWS;
		l->next = looking_query(l, "after", print_place(l, l->records.v[ROWS - 1].key, order_value(l, &l->records.v[ROWS - 1])));
	}
	for (size_t i = 0; i < l->records.n && err == OK; i++)
		err = record_complete(v->arena, v->teller.store, l->q.seq, &l->records.v[i], &v->why);
	return err;
}

enum err
looking_rows(struct looking *l)
{
	enum err err = take_unit(l);

	take_states(l);
	take_lamps(l);
	take_choices(l);
	take_order(l);
	if (err == OK)
		err = take_as_of(l);
	if (err == OK)
		err = take_place(l);
	if (err == OK)
		err = take_scope(l);
	return err == OK ? read_rows(l) : err;
}
