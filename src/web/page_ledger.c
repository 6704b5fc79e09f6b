/* /ledgers/CODE: records of a ledger: those for which something holds, in an order, page by page. */
#include "web/counts.h"
#include "web/page_ledger.h"
#include "web/route.h"
#include "web_pages.h"

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

/* ---- rows and counts ---- */

static void
put_row(struct ledger_page *p, const struct record *rec)
{
	struct visit *v = p->l.v;
	struct teller *t = &v->teller;
	struct ledger_row *row = array_add(v->arena, &p->rows);
	char id[UUID_TEXT];

	*row = (struct ledger_row){ .id = arena_str(v->arena, (struct str){ id, uuid_print(id, rec->id) }), .number = rec->number,
		.title = tell_part(t, rec, PART_TITLE), .lead = tell_part(t, rec, PART_LEAD),
		.state = tell_label(t, record_kind(rec)->states.v[rec->state].label), .due = tell_day(t, rec->due),
		.late = !record_closed(rec) && day_valid(rec->due) && rec->due < t->today, .lamp = visit_lamp(v, rec) };
	if (rec->evidence > 0)
		row->evidence = arena_printf(v->arena, "%lld", (long long)rec->evidence);
}

/* Of the whole of what these eyes see, by one column: each leads to its rows. */
static enum err
read_counts(struct ledger_page *p, size_t column, const char *name, ledger_counts *out)
{
	const struct table_query q = { .scope = p->l.q.scope, .ledger = p->l.q.ledger, .from = p->l.q.from, .to = p->l.q.to, .seq = p->l.q.seq, .order = TABLE_KEY };
	counted_list list = { 0 };
	enum err err = counts_read(p->l.v, p->l.kind, &q, column, &list);

	for (size_t i = 0; i < list.n && err == OK; i++)
		if (list.v[i].n > 0)
			*array_add(p->l.v->arena, out) = (struct ledger_count){ looking_query(&p->l, name, list.v[i].key), list.v[i].label, list.v[i].lamp, list.v[i].n };
	return err;
}

/* ---- what is around the rows ---- */

static void
put_heads(struct ledger_page *p)
{
	for (size_t i = 0; i < SHOWN; i++) {
		const struct column *c = &shown[i];
		bool by = c->sorts && p->l.q.order == c->column;
		struct ledger_head *head = array_add(p->l.v->arena, &p->heads);

		*head = (struct ledger_head){ .label = visit_say(p->l.v, c->zh), .sorted = !by ? STR("none") : p->l.q.descending ? STR("descending") : STR("ascending") };
		if (c->sorts)
			head->query = looking_query(&p->l, "sort", arena_printf(p->l.v->arena, "%s%s", by && !p->l.q.descending ? "-" : "", c->name));
	}
}

static void
put_kinds(struct ledger_page *p)
{
	const struct definition *d = p->l.ledger->force->d;

	for (size_t i = 0; i < d->kinds.n && d->kinds.n > 1; i++) {
		struct buf b = { 0 };

		url_put(&b, "kind", d->kinds.v[i].key);
		*array_add(p->l.v->arena, &p->kinds) = (struct ledger_tab){ arena_str(p->l.v->arena, (struct str){ b.p, b.n }),
			tell_label(&p->l.v->teller, d->kinds.v[i].label), &d->kinds.v[i] == p->l.kind->kind ? STR("page") : STR("") };
		buf_free(&b);
	}
}

static enum err
ask(struct ledger_page *p)
{
	enum err err = looking_rows(&p->l);

	for (size_t i = 0; i < p->l.records.n && err == OK; i++)
		put_row(p, &p->l.records.v[i]);
	if (err == OK)
		err = read_counts(p, RECORD_STATE, "state", &p->states);
	if (err == OK && p->l.kind->lamps.count > 0)
		err = read_counts(p, RECORD_LAMP, "lamp", &p->lamps);
	return err;
}

static enum err
ledger_run(struct visit *v)
{
	struct ledger_page p = { .l.v = v };
	struct html h = visit_html(v);
	enum err err = looking_ledger(&p.l);

	if (err != OK || p.l.kind == NULL)
		return err;
	err = visit_chrome(v, "台账", arena_printf(v->arena, "%.*s", STR_ARG(p.l.ledger->code)).p, &p.chrome);
	if (err == OK)
		err = ask(&p);
	if (err != OK)
		return err;
	p.chrome.title = p.name = p.l.ledger->name;
	p.chrome.wrong = p.l.wrong;
	p.code = p.l.ledger->code;
	p.kind = p.l.kind->kind->key;
	put_heads(&p);
	put_kinds(&p);
	page_ledger(&h, &p);
	return OK;
}

const struct route route_ledger = { "GET", "/ledgers/{}", ROUTE_LOGIN, 0, false, ledger_run };
