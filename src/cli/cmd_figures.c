/* bihuan figures: figures that were reported up are pinned; what they are now shows beside them. */
#include "cli/listing.h"
#include "cli/records.h"
#include "cli/verbs.h"
#include "ledger/sample.h"

static enum err
do_file(struct desk *d)
{
	struct records r;
	const struct ledger *g;
	enum err err = records_open(d, &r);

	if (err == OK)
		err = records_ledger(&r, &g);
	if (err == OK)
		err = figures_file(d->arena, &d->hand, &r.teller.actor, g, cstr(d->call->files[0]), &d->why);
	return desk_entered(d, err, "figures-filed", NULL);
}

static void
put_json(struct desk *d, const void *thing)
{
	const struct figure *f = thing;

	json_member_text(&d->out, "kind", f->kind);
	json_member_text(&d->out, "by", f->by);
	json_member_text(&d->out, "value", f->value);
	buf_printf(&d->out, ",\"filed\":%lld,\"now\":%lld", (long long)f->filed, (long long)f->now);
}

static void
put_cells(struct desk *d, const void *thing, struct cells *cells)
{
	const struct figure *f = thing;

	cells_add(d->arena, cells, f->kind);
	cells_add(d->arena, cells, f->by);
	cells_add(d->arena, cells, f->value);
	cells_add(d->arena, cells, arena_printf(d->arena, "%lld", (long long)f->filed));
	cells_add(d->arena, cells, arena_printf(d->arena, "%lld", (long long)f->now));
	cells_add(d->arena, cells, f->now == f->filed ? STR("") : arena_printf(d->arena, "%+lld", (long long)(f->now - f->filed)));
}

static const struct listing_form form = { "bihuan.figures/1", "figures", sizeof(struct figure), put_json, put_cells, 6 };

static enum err
do_compare(struct desk *d)
{
	struct records r;
	const struct ledger *g;
	struct figure_list list = { 0 };
	enum err err = records_open(d, &r);

	if (err == OK)
		err = records_ledger(&r, &g);
	if (err == OK && !rights_on_whole(&r.teller.actor, g))
		err = fail(&d->why, E_RIGHT, 0, "figures");
	if (err == OK)
		err = figures_compare(d->arena, d->site.store, g, cstr(d->call->files[0]), &list, &d->why);
	if (err == OK)
		listing_print(d, &form, list.v, list.n);
	return err;
}

static enum err
do_list(struct desk *d)
{
	struct records r;
	const struct ledger *g;
	struct rows rows;
	enum err err = records_open(d, &r);

	if (err == OK)
		err = records_ledger(&r, &g);
	if (err != OK)
		return err;
	if (desk_json(d))
		desk_list_begin(d, "bihuan.filed/1", "filed");
	store_ask(d->site.store, FILED_LIST, NULL, VALUES(value_int(g->number)), &rows);
	while (rows_next(&rows)) {
		if (desk_json(d)) {
			desk_list_next(d);
			json_member_text(&d->out, "name", rows_text(&rows, 1));
		} else {
			buf_printf(&d->out, "%.*s\n", STR_ARG(rows_text(&rows, 1)));
		}
	}
	if (desk_json(d))
		desk_list_end(d);
	return rows_end(&rows, &d->why);
}

#define USUAL (TAKES(DB) | TAKES(JSON) | TAKES(LEDGER) | TAKES(FOR))

static const struct verb verbs[] = {
	{ .name = "file", .work = do_file, .writes = true, .least = 1, .most = 1,
	    .usage_zh = "名称", .usage_en = "NAME",
	    .zh = "把此刻的数按此名称固定（上报数）", .en = "pin the figures of now under a name",
	    .takes = USUAL },
	{ .name = "compare", .work = do_compare, .least = 1, .most = 1,
	    .usage_zh = "名称", .usage_en = "NAME",
	    .zh = "上报数与现在的数对照", .en = "what was filed beside what it is now",
	    .takes = USUAL },
	{ .name = "list", .work = do_list,
	    .usage_zh = "", .usage_en = "",
	    .zh = "列出上报过的数", .en = "what was filed",
	    .takes = USUAL },
};

const struct command command_figures = {
	.name = "figures",
	.verbs = verbs,
	.nverbs = sizeof verbs / sizeof verbs[0],
	.usage_zh = "file|compare|list … [--db 文件] [--json]",
	.usage_en = "file|compare|list … [--db FILE] [--json]",
	.zh = "上报数：固定下来，以后的更正看得出差别",
	.en = "figures that were reported: pinned, so that later corrections show",
};
