/* bihuan look-back: a sample of what was struck off, drawn by a seed that is told; what was found; how much came back. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#include "cli/records_walk.h"
#include "cli/verbs.h"
#include "ledger/sample.h"

#define SEED_BYTES 8

/* --seed, else by chance. */
static enum err
take_seed(struct desk *d, struct str *out)
{
	unsigned char chance[SEED_BYTES];
	char text[2 * SEED_BYTES + 1] = "";

	*out = cstr(d->call->opt[OPT_SEED]);
	if (out->n > 0)
		return OK;
	if (getrandom(chance, sizeof chance, 0) != (ssize_t)sizeof chance)
		return fail(&d->why, E_INTERNAL, 0, "chance");
	for (size_t i = 0; i < sizeof chance; i++)
		snprintf(text + 2 * i, 3, "%02x", chance[i]);
	*out = arena_str(d->arena, cstr(text));
	return OK;
}

static enum err
do_draw(struct desk *d)
{
	struct records r;
	const struct ledger *g;
	const struct kind_force *kf;
	struct str seed;
	size_t n = 0;
	char *end;
	enum err err = records_open(d, &r);

	if (err == OK)
		err = records_ledger(&r, &g);
	if (err == OK)
		err = records_kind(&r, g, &kf);
	if (err == OK)
		err = take_seed(d, &seed);
	if (err != OK)
		return err;
	n = strtoul(d->call->files[0], &end, 10);
	if (*end != '\0')
		return desk_refuse(d, d->call->files[0], SAY_WRONG_COUNT, E_USAGE);
	err = sample_draw(d->arena, &d->hand, &r.teller.actor, g, kf, seed, n, &n, &d->why);
	if (err == E_NOTHING)
		return desk_refuse(d, NULL, SAY_NONE_TO_DRAW, err);
	if (err != OK)
		return err;
	if (desk_json(d)) {
		json_member_text(&d->out, "format", STR("bihuan.look-back/1"));
		json_member_text(&d->out, "seed", seed);
		buf_printf(&d->out, ",\"drawn\":%zu}\n", n);
	} else {
		buf_printf(&d->out, say_text(SAY_DRAWN, d->call->voice.lang), n, (int)seed.n, seed.p);
	}
	return OK;
}

static enum err
do_look(struct desk *d, enum found found)
{
	struct records r;
	struct request q;
	enum err err = records_open(d, &r);

	if (err == OK)
		err = records_request(&r, d->call->files[0], EVENT_LOOKED_BACK, &q);
	if (err != OK)
		return err;
	q.found = found;
	return records_act(&r, &q);
}

static enum err
do_holds(struct desk *d)
{
	return do_look(d, FOUND_HOLDS);
}

static enum err
do_rebound(struct desk *d)
{
	return do_look(d, FOUND_REBOUND);
}

/* ---- list ---- */

struct drawn_row {
	bool looked, holds;
};

struct rebounds {
	size_t drawn, looked, rebound;
};

static void
take_drawn(struct arena *a, struct rows *rows, void *row)
{
	struct drawn_row *drawn = row;

	(void)a;
	drawn->looked = !rows_null(rows, 2);
	drawn->holds = drawn->looked && rows_int(rows, 3) != 0;
}

static void
put_json(struct records *r, const struct record *rec, const void *row, void *arg)
{
	const struct drawn_row *drawn = row;

	(void)arg;
	json_member_text(&r->desk->out, "record", rec->number);
	json_member_text(&r->desk->out, "found", !drawn->looked ? STR("") : drawn->holds ? STR("holds") : STR("rebound"));
}

static void
put_cells(struct records *r, const struct record *rec, const void *row, struct cells *cells, void *arg)
{
	const struct drawn_row *drawn = row;
	enum sentence found = !drawn->looked ? SAY_TO_LOOK : drawn->holds ? SAY_HELD : SAY_REBOUND;
	struct rebounds *all = arg;

	all->drawn++;
	all->looked += drawn->looked;
	all->rebound += drawn->looked && !drawn->holds;
	cells_add(r->desk->arena, cells, rec->number);
	cells_add(r->desk->arena, cells, cstr(say_text(found, r->desk->call->voice.lang)));
	cells_add(r->desk->arena, cells, tell_part(&r->teller, rec, PART_TITLE));
}

static enum err
do_list(struct desk *d)
{
	struct rebounds all = { 0 };
	const struct records_walk walk = { LOOK_BACK_LIST, sizeof(struct drawn_row), take_drawn, put_json, put_cells, &all,
		"bihuan.look-backs/1", "look_backs", 3 };
	struct records r;
	const struct ledger *g;
	const struct kind_force *kf;
	enum err err = records_open(d, &r);

	if (err == OK)
		err = records_ledger(&r, &g);
	if (err == OK)
		err = records_kind(&r, g, &kf);
	if (err == OK)
		err = records_walk(&r, g, kf, &walk);
	if (err == OK && !desk_json(d))
		buf_printf(&d->out, say_text(SAY_REBOUND_RATE, d->call->voice.lang), all.drawn, all.looked, all.rebound,
		    progress_percent((int64_t)all.rebound, (int64_t)all.looked));
	return err;
}

#define USUAL (TAKES(DB) | TAKES(JSON) | TAKES(LEDGER) | TAKES(KIND) | TAKES(FOR))

static const struct verb verbs[] = {
	{ .name = "draw", .work = do_draw, .writes = true, .least = 1, .most = 1,
	    .usage_zh = "数目 [--seed 种子]", .usage_en = "N [--seed TEXT]",
	    .zh = "从已销号的事项里抽样；有种子就能复核抽样", .en = "draw a sample of what was struck off; with the seed anyone can draw it again",
	    .takes = USUAL | TAKES(SEED) },
	{ .name = "holds", .work = do_holds, .writes = true, .least = 1, .most = 1,
	    .usage_zh = "事项 --reason 查看情况", .usage_en = "RECORD --reason TEXT",
	    .zh = "查后未反弹", .en = "looked at, and it holds",
	    .takes = USUAL | TAKES(REASON) },
	{ .name = "rebound", .work = do_rebound, .writes = true, .least = 1, .most = 1,
	    .usage_zh = "事项 --reason 查看情况", .usage_en = "RECORD --reason TEXT",
	    .zh = "查后已反弹（再以 reopen 重新整改）", .en = "looked at, and it has come back (reopen it then)",
	    .takes = USUAL | TAKES(REASON) },
	{ .name = "list", .work = do_list,
	    .usage_zh = "", .usage_en = "",
	    .zh = "列出抽样、结果和反弹率", .en = "list samples, what was found, and the rebound rate",
	    .takes = USUAL },
};

const struct command command_look_back = {
	.name = "look-back",
	.verbs = verbs,
	.nverbs = sizeof verbs / sizeof verbs[0],
	.usage_zh = "draw|holds|rebound|list … [--db 文件] [--json]",
	.usage_en = "draw|holds|rebound|list … [--db FILE] [--json]",
	.zh = "回头看：抽样、查看、反弹率",
	.en = "look back at what was struck off: samples, findings, rebound rate",
};
