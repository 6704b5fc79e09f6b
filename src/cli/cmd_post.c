/* bihuan post: posts and who holds them. */
#include "cli/listing.h"
#include "cli/verbs.h"
#include "ledger/directory_read.h"

static enum err
do_add(struct desk *d)
{
	struct uuid unit, post;
	enum err err = desk_unit(d, d->call->files[0], &unit);

	if (err == OK)
		err = directory_add_post(&d->hand, unit, cstr(d->call->files[1]), &post, &d->why);
	return desk_entered(d, err, "post-added", &post);
}

static enum err
do_hold(struct desk *d)
{
	struct uuid post, person;
	enum err err = desk_post(d, d->call->files[0], &post);

	if (err == OK)
		err = desk_person(d, d->call->files[1], &person);
	if (err == OK)
		err = directory_hold_post(&d->hand, post, person, &d->why);
	return desk_entered(d, err, "post-held", NULL);
}

static enum err
do_leave(struct desk *d)
{
	struct uuid post;
	enum err err = desk_post(d, d->call->files[0], &post);

	if (err == OK)
		err = directory_leave_post(&d->hand, post, &d->why);
	return desk_entered(d, err, "post-left", NULL);
}

static enum err
do_end(struct desk *d)
{
	struct uuid post;
	enum err err = desk_post(d, d->call->files[0], &post);

	if (err == OK)
		err = directory_end_post(&d->hand, post, &d->why);
	return desk_entered(d, err, "post-ended", NULL);
}

/* ---- list ---- */

static void
put_json(struct desk *d, const void *thing)
{
	const struct post_item *p = thing;

	json_member_id(&d->out, "post", p->uuid);
	json_member_text(&d->out, "name", p->name);
	json_member_id(&d->out, "unit", p->unit);
	json_member_text(&d->out, "unit_name", p->unit_name);
	json_member_id(&d->out, "person", p->person);
	json_member_text(&d->out, "login", p->login);
	json_member_text(&d->out, "person_name", p->person_name);
}

static void
put_cells(struct desk *d, const void *thing, struct cells *cells)
{
	const struct post_item *p = thing;

	cells_add(d->arena, cells, arena_printf(d->arena, "%.*s/%.*s", STR_ARG(p->unit_name), STR_ARG(p->name)));
	cells_add(d->arena, cells, p->login.n == 0 ? cstr(say_text(SAY_VACANT, d->call->voice.lang)) :
	    arena_printf(d->arena, "%.*s (%.*s)", STR_ARG(p->person_name), STR_ARG(p->login)));
}

static const struct listing_form form = { "bihuan.posts/1", "posts", sizeof(struct post_item), put_json, put_cells, 2 };

static enum err
do_list(struct desk *d)
{
	struct post_list list;
	int64_t seq;
	enum err err = desk_seq(d, &seq);

	if (err == OK)
		err = directory_list_posts(d->site.store, d->arena, seq, &list, &d->why);
	if (err == OK)
		listing_print(d, &form, list.v, list.n);
	return err;
}

static const struct verb verbs[] = {
	{ .name = "add", .work = do_add, .writes = true, .least = 2, .most = 2,
	    .usage_zh = "单位 名称", .usage_en = "UNIT NAME",
	    .zh = "设岗位", .en = "make a post of a unit",
	    .takes = TAKES(DB) | TAKES(JSON) },
	{ .name = "hold", .work = do_hold, .writes = true, .least = 2, .most = 2,
	    .usage_zh = "岗位 登录名", .usage_en = "POST LOGIN",
	    .zh = "任岗；一个岗位同时只有一人", .en = "put a person there; one at a time",
	    .takes = TAKES(DB) | TAKES(JSON) },
	{ .name = "leave", .work = do_leave, .writes = true, .least = 1, .most = 1,
	    .usage_zh = "岗位", .usage_en = "POST",
	    .zh = "离岗", .en = "its holder leaves it",
	    .takes = TAKES(DB) | TAKES(JSON) },
	{ .name = "end", .work = do_end, .writes = true, .least = 1, .most = 1,
	    .usage_zh = "岗位", .usage_en = "POST",
	    .zh = "撤销空缺的岗位", .en = "end a post that is vacant",
	    .takes = TAKES(DB) | TAKES(JSON) },
	{ .name = "list", .work = do_list,
	    .usage_zh = "[--as-of 日期]", .usage_en = "[--as-of DAY]",
	    .zh = "列出岗位和任岗人", .en = "list posts and who holds them",
	    .takes = TAKES(DB) | TAKES(JSON) | TAKES(AS_OF) },
};

const struct command command_post = {
	.name = "post",
	.verbs = verbs,
	.nverbs = sizeof verbs / sizeof verbs[0],
	.usage_zh = "add|hold|leave|end|list … [--db 文件] [--json]",
	.usage_en = "add|hold|leave|end|list … [--db FILE] [--json]",
	.zh = "岗位：写作 单位/岗位",
	.en = "posts, written UNIT/POST",
};
