/* /ledgers/CODE: records of a ledger: those for which something holds, in an order, page by page. */
#include "ledger/directory_read.h"
#include "ledger/yaml.h"
#include "store/event_row.h"
#include "web/counts.h"
#include "web/page_ledger.h"
#include "web/route.h"
#include "web_pages.h"

#define ROWS 50

struct looking {
	struct visit *v;
	struct ledger_page *p;
	const struct ledger *ledger;
	const struct kind_force *kind;
	struct scope scope;
	bool narrow;		/* a field is asked about that is for fewer eyes: no more is told than to them */
	unsigned see;
	struct table_filter filters[FILTERS_MOST];
	struct table_query q;
};

/* ---- columns ---- */

/* What every record has, in the order in which it is shown; fields of the definition follow where they filter. */
static const struct column {
	const char *name, *zh;
	size_t column;
	bool sorts;
} shown[] = {
	{ "number", "编号", TABLE_KEY, true }, { "lamp", "灯", RECORD_LAMP, true }, { "state", "状态", RECORD_STATE, true },
	{ "due", "时限", RECORD_DUE, true }, { "lead", "牵头单位", 0, false }, { "title", "事项", 0, false }, { "evidence", "佐证", RECORD_EVIDENCE, true },
};
#define SHOWN (sizeof shown / sizeof shown[0])

/* ---- queries of other pages like this one ---- */

/* The query as it is, but for one name; value empty: without it. Where the rows are others, they begin anew. */
static struct str
query_with(const struct looking *l, const char *name, struct str value)
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
	struct choice_box *box = array_add(l->v->arena, &l->p->boxes);

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

	l->p->unit = word;
	if (word.n == 0)
		return OK;
	err = directory_find_unit(l->v->teller.store, l->v->arena, word, &hits, &l->v->why);
	if (err != OK)
		return err;
	if (hits.n != 1) {
		l->p->chrome.wrong = hits.n == 0 ? visit_say(l->v, "没有这个单位") : visit_say(l->v, "不止一个单位叫这个名称，请写全，如 甲委/办公室");
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
	l->p->as_of = word;
	return day_seq(l->v->teller.store, date_days(day), &l->q.seq, &l->v->why);
}

static void
take_order(struct looking *l)
{
	struct str word = fields_get(&l->v->query, "sort");

	l->q.order = TABLE_KEY;
	l->p->sort = word;
	l->q.descending = word.n > 0 && word.p[0] == '-';
	if (l->q.descending)
		word = str_slice(word, 1, word.n);
	for (size_t i = 0; i < SHOWN; i++)
		if (shown[i].sorts && str_eq(word, cstr(shown[i].name)))
			l->q.order = shown[i].column;
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

static enum err
find_ledger(struct looking *l)
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

static void
put_row(struct looking *l, const struct record *rec)
{
	struct visit *v = l->v;
	struct teller *t = &v->teller;
	struct ledger_row *row = array_add(v->arena, &l->p->rows);
	char id[UUID_TEXT];

	*row = (struct ledger_row){ .id = arena_str(v->arena, (struct str){ id, uuid_print(id, rec->id) }), .number = rec->number,
		.title = tell_part(t, rec, PART_TITLE), .lead = tell_part(t, rec, PART_LEAD),
		.state = tell_label(t, record_kind(rec)->states.v[rec->state].label), .due = tell_day(t, rec->due),
		.late = !record_closed(rec) && day_valid(rec->due) && rec->due < t->today, .lamp = visit_lamp(v, rec) };
	if (rec->evidence > 0)
		row->evidence = arena_printf(v->arena, "%lld", (long long)rec->evidence);
}

/* All rows first: while they are read, nothing else is asked. One more than are shown tells whether there are more. */
static enum err
read_rows(struct looking *l)
{
	struct visit *v = l->v;
	ARRAY(struct record) list = { 0 };
	struct rows rows;
	enum err err;

	l->q.limit = ROWS + 1;
	table_page(v->teller.store, &l->kind->table->store, &l->q, &rows);
	while (rows_next(&rows)) {
		struct record rec;

		record_of_row(v->arena, l->ledger, l->kind, &rows, &rec);
		*array_add(v->arena, &list) = rec;
	}
	err = rows_end(&rows, &v->why);
	for (size_t i = 0; i < list.n && i < ROWS && err == OK; i++) {
		err = record_complete(v->arena, v->teller.store, l->q.seq, &list.v[i], &v->why);
		if (err == OK)
			put_row(l, &list.v[i]);
	}
	if (err == OK && list.n > ROWS)
		l->p->next = query_with(l, "after", print_place(l, list.v[ROWS - 1].key, order_value(l, &list.v[ROWS - 1])));
	return err;
}

/* Of the whole of what these eyes see, by one column: each leads to its rows. */
static enum err
read_counts(struct looking *l, size_t column, const char *name, ledger_counts *out)
{
	const struct table_query q = { .scope = l->q.scope, .ledger = l->q.ledger, .from = l->q.from, .to = l->q.to, .seq = l->q.seq, .order = TABLE_KEY };
	counted_list list = { 0 };
	enum err err = counts_read(l->v, l->kind, &q, column, &list);

	for (size_t i = 0; i < list.n && err == OK; i++)
		if (list.v[i].n > 0)
			*array_add(l->v->arena, out) = (struct ledger_count){ query_with(l, name, list.v[i].key), list.v[i].label, list.v[i].lamp, list.v[i].n };
	return err;
}

/* ---- what is around the rows ---- */

static void
put_heads(struct looking *l)
{
	for (size_t i = 0; i < SHOWN; i++) {
		const struct column *c = &shown[i];
		bool by = c->sorts && l->q.order == c->column;
		struct ledger_head *head = array_add(l->v->arena, &l->p->heads);

		*head = (struct ledger_head){ .label = visit_say(l->v, c->zh), .sorted = !by ? STR("none") : l->q.descending ? STR("descending") : STR("ascending") };
		if (c->sorts)
			head->query = query_with(l, "sort", arena_printf(l->v->arena, "%s%s", by && !l->q.descending ? "-" : "", c->name));
	}
}

static void
put_kinds(struct looking *l)
{
	const struct definition *d = l->ledger->force->d;

	for (size_t i = 0; i < d->kinds.n && d->kinds.n > 1; i++) {
		struct buf b = { 0 };

		url_put(&b, "kind", d->kinds.v[i].key);
		*array_add(l->v->arena, &l->p->kinds) = (struct ledger_tab){ arena_str(l->v->arena, (struct str){ b.p, b.n }),
			tell_label(&l->v->teller, d->kinds.v[i].label), &d->kinds.v[i] == l->kind->kind ? STR("page") : STR("") };
		buf_free(&b);
	}
}

static enum err
look(struct looking *l)
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
	if (err == OK)
		err = read_rows(l);
	if (err == OK)
		err = read_counts(l, RECORD_STATE, "state", &l->p->states);
	if (err == OK && l->kind->lamps.count > 0)
		err = read_counts(l, RECORD_LAMP, "lamp", &l->p->lamps);
	return err;
}

static enum err
ledger_run(struct visit *v)
{
	struct ledger_page p = { .rows = { 0 } };
	struct looking l = { .v = v, .p = &p };
	struct html h = visit_html(v);
	char *code;
	enum err err = find_ledger(&l);

	if (err != OK || l.kind == NULL)
		return err;
	code = (char *)(uintptr_t)arena_printf(v->arena, "%.*s", STR_ARG(l.ledger->code)).p;
	err = visit_chrome(v, "台账", code, &p.chrome);
	if (err == OK)
		err = look(&l);
	if (err != OK)
		return err;
	p.chrome.title = p.name = l.ledger->name;
	p.code = l.ledger->code;
	p.kind = l.kind->kind->key;
	put_heads(&l);
	put_kinds(&l);
	page_ledger(&h, &p);
	return OK;
}

const struct route route_ledger = { "GET", "/ledgers/{}", ROUTE_LOGIN, 0, false, ledger_run };
