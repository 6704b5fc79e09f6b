/* bihuan portfolio: the units and ledgers that a leader answers for. */
#include "cli/listing.h"
#include "cli/verbs.h"
#include "ledger/directory_read.h"

/* A post is written UNIT/POST. */
static enum err
find_owner(struct desk *d, const char *word, struct uuid *out)
{
	return strchr(word, '/') != NULL ? desk_post(d, word, out) : desk_person(d, word, out);
}

typedef ARRAY(struct uuid) uuid_array;

static enum err
find_units(struct desk *d, uuid_array *units)
{
	enum err err = OK;

	for (size_t i = 1; i < d->call->nfiles && err == OK; i++)
		err = desk_unit(d, d->call->files[i], array_add(d->arena, units));
	return err;
}

/* --ledger ID,ID */
static enum err
find_ledgers(struct desk *d, uuid_array *ledgers)
{
	struct str rest = d->call->opt[OPT_LEDGER] == NULL ? (struct str){ NULL, 0 } : cstr(d->call->opt[OPT_LEDGER]);
	enum err err = OK;

	while (rest.n > 0 && err == OK) {
		size_t comma = str_find(rest, STR(","), 0);
		struct str word = arena_printf(d->arena, "%.*s", STR_ARG(str_slice(rest, 0, comma)));

		err = desk_uuid(d, word.p, array_add(d->arena, ledgers));
		rest = str_slice(rest, comma == STR_NONE ? rest.n : comma + 1, rest.n);
	}
	return err;
}

static enum err
do_set(struct desk *d)
{
	uuid_array units = { 0 }, ledgers = { 0 };
	struct uuid owner;
	enum err err = find_owner(d, d->call->files[0], &owner);

	if (err == OK)
		err = find_units(d, &units);
	if (err == OK)
		err = find_ledgers(d, &ledgers);
	if (err == OK)
		err = directory_set_portfolio(&d->hand, owner, units.v, units.n, ledgers.v, ledgers.n, &d->why);
	return desk_entered(d, err, "portfolio-set", NULL);
}

/* ---- list ---- */

static void
put_json(struct desk *d, const void *thing)
{
	const struct portfolio_item *p = thing;

	json_member_id(&d->out, "owner", p->owner);
	json_member_text(&d->out, "login", p->login);
	json_member_text(&d->out, "post", p->post_name);
	json_member_text(&d->out, "post_unit", p->post_unit);
	json_member_id(&d->out, "unit", p->unit);
	json_member_text(&d->out, "unit_name", p->unit_name);
	json_member_id(&d->out, "ledger", p->ledger);
}

static void
put_cells(struct desk *d, const void *thing, struct cells *cells)
{
	const struct portfolio_item *p = thing;
	char ledger[UUID_TEXT] = "";

	if (!uuid_is_nil(p->ledger))
		uuid_print(ledger, p->ledger);
	cells_add(d->arena, cells, p->login.n > 0 ? arena_printf(d->arena, "%.*s (%.*s)", STR_ARG(p->person_name), STR_ARG(p->login)) :
	    arena_printf(d->arena, "%.*s/%.*s", STR_ARG(p->post_unit), STR_ARG(p->post_name)));
	cells_add(d->arena, cells, p->unit_name.n > 0 ? p->unit_name : arena_str(d->arena, cstr(ledger)));
}

static const struct listing_form form = { "bihuan.portfolios/1", "portfolios", sizeof(struct portfolio_item), put_json, put_cells, 2 };

static enum err
do_list(struct desk *d)
{
	struct portfolio_list list;
	int64_t seq;
	enum err err = desk_seq(d, &seq);

	if (err == OK)
		err = directory_list_portfolios(d->site.store, d->arena, seq, &list, &d->why);
	if (err == OK)
		listing_print(d, &form, list.v, list.n);
	return err;
}

static const struct verb verbs[] = {
	{ .name = "set", .work = do_set, .writes = true, .least = 1, .most = 1 + PORTFOLIO_MOST,
	    .usage_zh = "岗位|登录名 [单位…] [--ledger 标识[,标识…]]", .usage_en = "POST|LOGIN [UNIT…] [--ledger ID[,ID…]]",
	    .zh = "分管哪些单位、台账，代替原来的；不给则取消", .en = "the units and ledgers it holds, in place of those before; none: no portfolio",
	    .takes = TAKES(DB) | TAKES(JSON) | TAKES(LEDGER) },
	{ .name = "list", .work = do_list,
	    .usage_zh = "[--as-of 日期]", .usage_en = "[--as-of DAY]",
	    .zh = "列出分管", .en = "list portfolios",
	    .takes = TAKES(DB) | TAKES(JSON) | TAKES(AS_OF) },
};

const struct command command_portfolio = {
	.name = "portfolio",
	.verbs = verbs,
	.nverbs = sizeof verbs / sizeof verbs[0],
	.usage_zh = "set|list … [--db 文件] [--json]",
	.usage_en = "set|list … [--db FILE] [--json]",
	.zh = "分管：领导分管的单位和台账",
	.en = "portfolios: the units and ledgers that a leader answers for",
};
