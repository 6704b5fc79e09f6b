/* /: the desk (工作台): what waits for who comes, by what is to be done. */
#include "ledger/inbox.h"
#include "web/page_desk.h"
#include "web/route.h"
#include "web_pages.h"

#define ROWS_MOST 100	/* of one group */

static struct str
about(const struct visit *v, const struct waiting *w)
{
	struct str label = tell_label(&v->teller, w->label);

	return label.n > 0 ? label : w->about;
}

static void
put_row(struct visit *v, struct desk_group *g, const struct waiting *w)
{
	const struct record *rec = &w->record;
	struct teller *t = &v->teller;
	char id[UUID_TEXT];
	struct desk_row *row = array_add(v->arena, &g->rows);

	*row = (struct desk_row){ .id = arena_str(v->arena, (struct str){ id, uuid_print(id, rec->id) }), .ledger = rec->ledger->name, .number = rec->number,
		.title = tell_part(t, rec, PART_TITLE), .lead = tell_part(t, rec, PART_LEAD),
		.state = tell_label(t, record_kind(rec)->states.v[rec->state].label), .about = about(v, w), .due = tell_day(t, w->due),
		.late = day_valid(w->due) && w->due < t->today, .lamp = visit_lamp(v, rec) };
}

static void
put_group(struct visit *v, struct desk_page *p, const struct waiting_list *list, enum waiting_for what)
{
	struct desk_group g = { .what = cstr(waiting_say(what, v->lang)) };

	for (size_t i = 0; i < list->n; i++) {
		if (list->v[i].what != what)
			continue;
		if (g.count++ < ROWS_MOST)
			put_row(v, &g, &list->v[i]);
	}
	g.more = g.count > ROWS_MOST;
	if (g.count > 0)
		*array_add(v->arena, &p->groups) = g;
}

static enum err
desk_run(struct visit *v)
{
	struct teller *t = &v->teller;
	struct desk_page p = { .today = tell_day(t, t->today) };
	struct waiting_list list = { 0 };
	struct html h = visit_html(v);
	enum err err = inbox_read(v->arena, t->store, t->ledgers, &t->actor, t->today, &list, &v->why);

	for (int i = 0; i < WAITING_COUNT && err == OK; i++)
		put_group(v, &p, &list, (enum waiting_for)i);
	if (err == OK)
		err = visit_chrome(v, "工作台", "desk", &p.chrome);
	if (err == OK)
		page_desk(&h, &p);
	return err;
}

const struct route route_desk = { "GET", "/", ROUTE_LOGIN, 0, false, desk_run };
