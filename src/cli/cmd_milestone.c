/* bihuan milestone: the milestones of a record: set, accepted, listed. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/cells.h"
#include "cli/records.h"
#include "cli/verbs.h"

/* NAME:WEIGHT[:DAY], cut from its end: a name may hold colons. */
static bool
take_milestone(struct arena *a, struct str word, struct named_milestone *m)
{
	size_t colon = str_rfind(word, STR(":"));
	struct date day;
	int64_t weight;

	*m = (struct named_milestone){ .of = { .due = DAY_NONE, .accepted = DAY_NONE } };
	if (colon != STR_NONE && yaml_day(str_slice(word, colon + 1, word.n), &day)) {
		m->of.due = date_days(day);
		word = str_slice(word, 0, colon);
		colon = str_rfind(word, STR(":"));
	}
	if (colon == STR_NONE || !number_parse(str_slice(word, colon + 1, word.n), &weight) || weight % NUMBER_ONE != 0)
		return false;
	m->of.weight = (int32_t)(weight / NUMBER_ONE <= INT32_MAX ? weight / NUMBER_ONE : 0);
	m->name = arena_str(a, str_slice(word, 0, colon));
	return true;
}

static enum err
do_set(struct desk *d)
{
	struct records r;
	struct request q;
	ARRAY(struct named_milestone) list = { 0 };
	enum err err = records_open(d, &r);

	if (err == OK)
		err = records_request(&r, d->call->files[0], EVENT_MILESTONES_SET, &q);
	for (size_t i = 1; i < d->call->nfiles && err == OK; i++)
		if (!take_milestone(d->arena, cstr(d->call->files[i]), array_add(d->arena, &list)))
			err = desk_refuse(d, d->call->files[i], SAY_WRONG_MILESTONE, E_USAGE);
	q.milestones = list.v;
	q.nmilestones = list.n;
	return err == OK ? records_act(&r, &q) : err;
}

static enum err
do_accept(struct desk *d)
{
	struct records r;
	struct request q;
	char *end;
	enum err err = records_open(d, &r);

	if (err == OK)
		err = records_request(&r, d->call->files[0], EVENT_MILESTONE_ACCEPTED, &q);
	if (err != OK)
		return err;
	q.place = strtoul(d->call->files[1], &end, 10);
	return *end == '\0' ? records_act(&r, &q) : desk_refuse(d, d->call->files[1], SAY_WRONG_COUNT, E_USAGE);
}

static void
put_json(struct records *r, const struct record *rec)
{
	struct desk *d = r->desk;
	struct milestone bare[MILESTONES_MAX];
	struct progress p;

	desk_list_begin(d, "bihuan.milestones/1", "milestones");
	for (size_t i = 0; i < rec->milestones.n; i++) {
		const struct named_milestone *m = &rec->milestones.v[i];

		bare[i] = m->of;
		desk_list_next(d);
		json_member_text(&d->out, "name", m->name);
		buf_printf(&d->out, ",\"weight\":%d", (int)m->of.weight);
		tell_put_day(&r->desk->out, "due", m->of.due);
		tell_put_day(&r->desk->out, "accepted", m->of.accepted);
	}
	p = milestone_progress(bare, rec->milestones.n, r->teller.today);
	desk_list_end(d);
	d->out.n -= 2;		/* the members that follow the list */
	buf_printf(&d->out, ",\"should\":%d,\"actual\":%d}\n", progress_percent(p.should, p.total), progress_percent(p.actual, p.total));
}

static void
add_rows(struct records *r, const struct record *rec)
{
	struct desk *d = r->desk;
	struct cells cells = { .columns = 5 };

	for (size_t i = 0; i < rec->milestones.n; i++) {
		const struct named_milestone *m = &rec->milestones.v[i];

		cells_add(d->arena, &cells, arena_printf(d->arena, "%zu", i + 1));
		cells_add(d->arena, &cells, arena_printf(d->arena, "%d", (int)m->of.weight));
		cells_add(d->arena, &cells, tell_day(&r->teller, m->of.due));
		cells_add(d->arena, &cells, tell_day(&r->teller, m->of.accepted));
		cells_add(d->arena, &cells, m->name);
	}
	cells_print(&d->out, &cells);
}

static enum err
do_list(struct desk *d)
{
	struct records r;
	const struct ledger *g;
	struct record rec;
	int64_t key;
	enum err err = records_open(d, &r);

	if (err == OK)
		err = records_find(&r, d->call->files[0], &g, &key);
	if (err == OK)
		err = tell_read(&r.teller, g, key, &rec);
	if (err != OK)
		return err;
	if (desk_json(d))
		put_json(&r, &rec);
	else
		add_rows(&r, &rec);
	return OK;
}

#define USUAL (TAKES(DB) | TAKES(JSON) | TAKES(LEDGER) | TAKES(FOR))

static const struct verb verbs[] = {
	{ .name = "set", .work = do_set, .writes = true, .least = 2, .most = MILESTONES_MAX,
	    .usage_zh = "事项 名称:权重[:日期]…", .usage_en = "RECORD NAME:WEIGHT[:DAY]...",
	    .zh = "设定节点；已确认的节点保留", .en = "set milestones; those that were accepted stay",
	    .takes = USUAL | TAKES(REASON) },
	{ .name = "accept", .work = do_accept, .writes = true, .least = 2, .most = 2,
	    .usage_zh = "事项 序号", .usage_en = "RECORD N",
	    .zh = "确认节点完成", .en = "accept a milestone as reached",
	    .takes = USUAL | TAKES(REASON) },
	{ .name = "list", .work = do_list, .least = 1, .most = 1,
	    .usage_zh = "事项", .usage_en = "RECORD",
	    .zh = "列出节点", .en = "list milestones",
	    .takes = USUAL | TAKES(AS_OF) },
};

const struct command command_milestone = {
	.name = "milestone",
	.verbs = verbs,
	.nverbs = sizeof verbs / sizeof verbs[0],
	.usage_zh = "set|accept|list 事项 … [--db 文件] [--json]",
	.usage_en = "set|accept|list RECORD … [--db FILE] [--json]",
	.zh = "事项的节点：权重和时限，应完成与实际完成由此算出",
	.en = "milestones of a record: what should be done and what is, by their weights",
};
