/* bihuan delegate: who may act for whom, on which days. */
#include "cli/listing.h"
#include "cli/verbs.h"
#include "ledger/directory_read.h"

static enum err
do_give(struct desk *d)
{
	const struct call *c = d->call;
	struct uuid from, to, delegation;
	int32_t first, last;
	enum err err;

	if (c->opt[OPT_FROM] == NULL || c->opt[OPT_TO] == NULL || c->opt[OPT_REASON] == NULL)
		return desk_refuse(d, NULL, SAY_NO_DAYS, E_USAGE);
	err = desk_person(d, c->files[0], &from);
	if (err == OK)
		err = desk_person(d, c->files[1], &to);
	if (err == OK)
		err = desk_day(d, c->opt[OPT_FROM], &first);
	if (err == OK)
		err = desk_day(d, c->opt[OPT_TO], &last);
	if (err == OK)
		err = directory_delegate(&d->hand, from, to, first, last, cstr(c->opt[OPT_REASON]), &delegation, &d->why);
	return desk_entered(d, err, "delegated", &delegation);
}

static enum err
do_end(struct desk *d)
{
	struct uuid delegation;
	enum err err = desk_uuid(d, d->call->files[0], &delegation);

	if (err == OK)
		err = directory_end_delegation(&d->hand, delegation, &d->why);
	return desk_entered(d, err, "delegation-ended", NULL);
}

/* ---- list ---- */

static void
put_json(struct desk *d, const void *thing)
{
	const struct delegation_item *g = thing;

	json_member_id(&d->out, "id", g->uuid);
	json_member_text(&d->out, "from", g->from);
	json_member_text(&d->out, "to", g->to);
	json_member_date(&d->out, "first", date_of_days(g->first));
	json_member_date(&d->out, "last", date_of_days(g->last));
	json_member_text(&d->out, "reason", g->reason);
}

static void
put_cells(struct desk *d, const void *thing, struct cells *cells)
{
	const struct delegation_item *g = thing;
	char first[DATE_TEXT], last[DATE_TEXT], id[UUID_TEXT];

	date_print(first, date_of_days(g->first));
	date_print(last, date_of_days(g->last));
	uuid_print(id, g->uuid);
	cells_add(d->arena, cells, arena_printf(d->arena, "%s .. %s", first, last));
	cells_add(d->arena, cells, arena_printf(d->arena, "%.*s (%.*s)", STR_ARG(g->from_name), STR_ARG(g->from)));
	cells_add(d->arena, cells, arena_printf(d->arena, "%.*s (%.*s)", STR_ARG(g->to_name), STR_ARG(g->to)));
	cells_add(d->arena, cells, arena_str(d->arena, cstr(id)));
	cells_add(d->arena, cells, g->reason);
}

static const struct listing_form form = { "bihuan.delegations/1", "delegations", sizeof(struct delegation_item), put_json, put_cells, 5 };

static enum err
do_list(struct desk *d)
{
	struct delegation_list list;
	int64_t seq;
	enum err err = desk_seq(d, &seq);

	if (err == OK)
		err = directory_list_delegations(d->site.store, d->arena, seq, &list, &d->why);
	if (err == OK)
		listing_print(d, &form, list.v, list.n);
	return err;
}

static const struct verb verbs[] = {
	{ .name = "give", .work = do_give, .writes = true, .least = 2, .most = 2,
	    .usage_zh = "本人 代理人 --from 日期 --to 日期 --reason 事由", .usage_en = "LOGIN DELEGATE --from DAY --to DAY --reason TEXT",
	    .zh = "委托他人代为办理", .en = "let somebody act for a person",
	    .takes = TAKES(DB) | TAKES(JSON) | TAKES(FROM) | TAKES(TO) | TAKES(REASON) },
	{ .name = "end", .work = do_end, .writes = true, .least = 1, .most = 1,
	    .usage_zh = "标识", .usage_en = "ID",
	    .zh = "结束委托", .en = "end it before its last day",
	    .takes = TAKES(DB) | TAKES(JSON) },
	{ .name = "list", .work = do_list,
	    .usage_zh = "[--as-of 日期]", .usage_en = "[--as-of DAY]",
	    .zh = "列出委托", .en = "list delegations",
	    .takes = TAKES(DB) | TAKES(JSON) | TAKES(AS_OF) },
};

const struct command command_delegate = {
	.name = "delegate",
	.verbs = verbs,
	.nverbs = sizeof verbs / sizeof verbs[0],
	.usage_zh = "give|end|list … [--db 文件] [--json]",
	.usage_en = "give|end|list … [--db FILE] [--json]",
	.zh = "委托代理（A/B 岗、休假、代为录入）",
	.en = "who acts for whom: leave, deputies, entering for others",
};
