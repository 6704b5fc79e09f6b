/* bihuan unit: units and divisions, their names and their place in the tree. */
#include "cli/desk.h"
#include "cli/verbs.h"
#include "ledger/directory_read.h"
#include "write/columns.h"

#define TOP "/"		/* in place of a parent */

static enum err
do_add(struct desk *d)
{
	const struct call *c = d->call;
	struct uuid parent, unit;
	enum err err = desk_option_unit(d, &parent);

	if (err == OK)
		err = directory_add_unit(&d->hand, parent, cstr(c->files[0]), c->opt[OPT_DIVISION] != NULL, &unit, &d->why);
	return desk_entered(d, err, "unit-added", &unit);
}

static enum err
do_rename(struct desk *d)
{
	struct uuid unit;
	enum err err = desk_unit(d, d->call->files[0], &unit);

	if (err == OK)
		err = directory_rename_unit(&d->hand, unit, cstr(d->call->files[1]), &d->why);
	return desk_entered(d, err, "unit-renamed", NULL);
}

static enum err
do_alias(struct desk *d)
{
	struct uuid unit;
	enum err err = desk_unit(d, d->call->files[0], &unit);

	if (err == OK)
		err = directory_alias_unit(&d->hand, unit, cstr(d->call->files[1]), &d->why);
	return desk_entered(d, err, "unit-aliased", NULL);
}

static enum err
do_move(struct desk *d)
{
	bool top = strcmp(d->call->files[1], TOP) == 0;
	struct uuid unit, parent = { { 0 } };
	enum err err = desk_unit(d, d->call->files[0], &unit);

	if (err == OK && !top)
		err = desk_unit(d, d->call->files[1], &parent);
	if (err == OK)
		err = directory_move_unit(&d->hand, unit, parent, &d->why);
	return desk_entered(d, err, "unit-moved", NULL);
}

static enum err
do_merge(struct desk *d)
{
	struct uuid unit, into;
	enum err err = desk_unit(d, d->call->files[0], &unit);

	if (err == OK)
		err = desk_unit(d, d->call->files[1], &into);
	if (err == OK)
		err = directory_merge_unit(&d->hand, unit, into, &d->why);
	return desk_entered(d, err, "unit-merged", NULL);
}

/* ---- list ---- */

static void
put_json(struct desk *d, const struct unit_list *l)
{
	struct buf *b = &d->out;

	desk_list_begin(d, "bihuan.units/1", "units");
	for (size_t i = 0; i < l->n; i++) {
		const struct unit_item *u = &l->v[i];

		desk_list_next(d);
		json_member_id(b, "unit", u->uuid);
		json_member_id(b, "parent", u->parent);
		json_member_text(b, "name", u->name);
		json_member_text(b, "title", u->title);
		json_member_flag(b, "division", u->division);
		json_member(b, "also");
		JSON_PUT(b, "[");
		for (size_t j = 0; j < u->naliases; j++) {
			json_next(b);
			json_str(b, u->aliases[j]);
		}
		JSON_PUT(b, "]");
	}
	desk_list_end(d);
}

/* Indented by depth; other names behind it. */
static void
put_text(struct desk *d, const struct unit_list *l)
{
	enum lang lang = d->call->voice.lang;

	for (size_t i = 0; i < l->n; i++) {
		const struct unit_item *u = &l->v[i];

		columns_pad(&d->out, (unsigned)(u->path.n / PATH_LEVEL - 1) * 2);
		columns_put(&d->out, u->name, UINT32_MAX);
		for (size_t j = 0; j < u->naliases; j++) {
			buf_puts(&d->out, j > 0 ? STR(", ") : cstr(say_text(SAY_ALSO_CALLED, lang)));
			columns_put(&d->out, u->aliases[j], UINT32_MAX);
		}
		buf_puts(&d->out, u->naliases > 0 ? STR(")\n") : STR("\n"));
	}
}

static enum err
do_list(struct desk *d)
{
	struct unit_list list;
	int64_t seq;
	enum err err = desk_seq(d, &seq);

	if (err == OK)
		err = directory_list_units(d->site.store, d->arena, seq, &list, &d->why);
	if (err != OK)
		return err;
	if (desk_json(d))
		put_json(d, &list);
	else
		put_text(d, &list);
	return OK;
}

static const struct verb verbs[] = {
	{ .name = "add", .work = do_add, .writes = true, .least = 1, .most = 1,
	    .usage_zh = "名称 [--unit 上级单位] [--division]", .usage_en = "NAME [--unit ABOVE] [--division]",
	    .zh = "增加单位或处室", .en = "add a unit or a division",
	    .takes = TAKES(DB) | TAKES(JSON) | TAKES(UNIT) | TAKES(DIVISION) },
	{ .name = "rename", .work = do_rename, .writes = true, .least = 2, .most = 2,
	    .usage_zh = "单位 名称", .usage_en = "UNIT NAME",
	    .zh = "改名，原名仍可用来查找", .en = "give it another name; it is still found by the one it had",
	    .takes = TAKES(DB) | TAKES(JSON) },
	{ .name = "move", .work = do_move, .writes = true, .least = 2, .most = 2,
	    .usage_zh = "单位 上级单位|/", .usage_en = "UNIT ABOVE|/",
	    .zh = "改变隶属，连同下级；“/”为没有上级", .en = "put it below another, with all below it; \"/\" is the top",
	    .takes = TAKES(DB) | TAKES(JSON) },
	{ .name = "merge", .work = do_merge, .writes = true, .least = 2, .most = 2,
	    .usage_zh = "单位 并入的单位", .usage_en = "UNIT INTO",
	    .zh = "并入另一单位：下级、岗位、角色、名称都转过去", .en = "end it; what is below it, its posts, roles and names go to the other",
	    .takes = TAKES(DB) | TAKES(JSON) },
	{ .name = "alias", .work = do_alias, .writes = true, .least = 2, .most = 2,
	    .usage_zh = "单位 又称", .usage_en = "UNIT NAME",
	    .zh = "公文中的另一种叫法", .en = "another name by which papers call it",
	    .takes = TAKES(DB) | TAKES(JSON) },
	{ .name = "list", .work = do_list,
	    .usage_zh = "[--as-of 日期]", .usage_en = "[--as-of DAY]",
	    .zh = "列出单位，按隶属排列", .en = "list them as a tree",
	    .takes = TAKES(DB) | TAKES(JSON) | TAKES(AS_OF) },
};

const struct command command_unit = {
	.name = "unit",
	.verbs = verbs,
	.nverbs = sizeof verbs / sizeof verbs[0],
	.usage_zh = "add|rename|move|merge|alias|list … [--db 文件] [--json]",
	.usage_en = "add|rename|move|merge|alias|list … [--db FILE] [--json]",
	.zh = "单位和处室：名称、隶属、合并",
	.en = "units and divisions: their names, what stands below what, mergers",
};
