/* bihuan ledger: the ledgers, and the definitions under which they are kept. */
#include <stdio.h>

#include "cli/listing.h"
#include "cli/records.h"
#include "store/table_list.h"
#include "cli/verbs.h"
#include "ledger/keep.h"
#include "ledger/shipped.h"
#include "read/reader.h"

/* The bytes of a definition: one that ships, by its name, or a file. */
static enum err
take_definition(struct desk *d, const char *word, struct str *out)
{
	struct source s;
	enum err err;

	*out = shipped_find(cstr(word));
	if (out->n > 0)
		return OK;
	if (strchr(word, '/') == NULL && strchr(word, '.') == NULL)
		return desk_refuse(d, word, SAY_NO_DEFINITION, E_ABSENT);
	err = load_file(word, &s, &d->why);
	if (err != OK)
		return err;
	*out = arena_str(d->arena, s.bytes);
	source_free(&s);
	return OK;
}

/* What is wrong with a definition is shown where it stands. */
static enum err
tell_faults(struct desk *d, const struct faults *f, enum err err)
{
	struct voice v = d->call->voice;
	struct buf b = { 0 };

	for (size_t i = 0; err == E_DEFINITION && i < f->list.n; i++)
		fault_print(f, &f->list.v[i], v.lang, v.both, &b);
	fwrite(b.p, 1, b.n, stderr);
	buf_free(&b);
	return err;
}

static enum err
do_begin(struct desk *d)
{
	const struct call *c = d->call;
	struct records r;
	struct faults faults = { .name = cstr(c->files[0]) };
	const struct ledger *g = NULL;
	struct str bytes;
	enum err err = records_open(d, &r);

	if (err == OK)
		err = take_definition(d, c->files[0], &bytes);
	if (err == OK)
		err = tell_faults(d, &faults, ledger_begin(&d->hand, &r.ledgers, &r.teller.actor, bytes, cstr(c->files[1]), cstr(c->files[2]),
		    cstr(c->opt[OPT_ROUND]), &faults, &g, &d->why));
	return desk_entered(d, err, "ledger-begun", g == NULL ? NULL : &g->id);
}

static enum err
find(struct records *r, const char *code, const struct ledger **g)
{
	*g = ledger_by_code(&r->ledgers, cstr(code));
	return *g != NULL ? OK : desk_refuse(r->desk, code, SAY_NO_LEDGER, E_ABSENT);
}

static enum err
do_upgrade(struct desk *d)
{
	struct records r;
	struct faults faults = { .name = cstr(d->call->files[1]) };
	const struct ledger *g;
	struct str bytes;
	enum err err = records_open(d, &r);

	if (err == OK)
		err = find(&r, d->call->files[0], &g);
	if (err == OK)
		err = take_definition(d, d->call->files[1], &bytes);
	if (err == OK)
		err = tell_faults(d, &faults, ledger_upgrade(&d->hand, &r.ledgers, &r.teller.actor, g, bytes, &faults, &d->why));
	return desk_entered(d, err, "ledger-upgraded", NULL);
}

static enum err
do_archive(struct desk *d)
{
	struct records r;
	const struct ledger *g;
	enum err err = records_open(d, &r);

	if (err == OK)
		err = find(&r, d->call->files[0], &g);
	if (err == OK)
		err = ledger_archive(&d->hand, &r.ledgers, &r.teller.actor, g, cstr(d->call->opt[OPT_REASON]), &d->why);
	return desk_entered(d, err, "ledger-archived", NULL);
}

/* ---- list ---- */

static void
put_json(struct desk *d, const void *thing)
{
	const struct ledger *g = *(const struct ledger *const *)thing;
	char hash[HASH_TEXT];

	json_member_id(&d->out, "id", g->id);
	json_member_text(&d->out, "code", g->code);
	json_member_text(&d->out, "name", g->name);
	json_member_text(&d->out, "round", g->round);
	json_member_text(&d->out, "key", g->force->d->key);
	buf_printf(&d->out, ",\"version\":%d", g->force->d->version);
	json_member_text(&d->out, "definition", (struct str){ hash, hash_print(hash, g->force->hash_kind, &g->force->hash) });
	json_member_flag(&d->out, "archived", g->archived);
}

static void
put_cells(struct desk *d, const void *thing, struct cells *cells)
{
	const struct ledger *g = *(const struct ledger *const *)thing;

	cells_add(d->arena, cells, g->code);
	cells_add(d->arena, cells, arena_printf(d->arena, "%.*s/%d", STR_ARG(g->force->d->key), g->force->d->version));
	cells_add(d->arena, cells, g->archived ? cstr(say_text(SAY_ARCHIVED, d->call->voice.lang)) : STR(""));
	cells_add(d->arena, cells, g->name);
}

static enum err
sees_record(struct records *r, const struct ledger *g, const struct kind_force *kf, bool *any)
{
	struct desk *d = r->desk;
	struct scope scope;
	struct table_query q = { .scope = &scope, .ledger = g->number, .seq = SEQ_NOW, .order = TABLE_KEY, .limit = 1 };
	struct rows rows;
	enum err err = rights_scope(d->arena, &r->teller.actor, g, kf->kind, &scope, &d->why);

	if (err != OK)
		return err;
	table_page(d->site.store, &kf->table->store, &q, &rows);
	*any = rows_next(&rows);
	return rows_end(&rows, &d->why);
}

/* By a role; or by a part in one of its records. */
static enum err
sees(struct records *r, const struct ledger *g, bool *any)
{
	enum err err = OK;

	*any = rights_sees_ledger(&r->teller.actor, g);
	for (size_t i = 0; i < g->force->d->kinds.n && err == OK && !*any; i++)
		err = sees_record(r, g, &g->force->kinds[i], any);
	return err;
}

static const struct listing_form form = { "bihuan.ledgers/1", "ledgers", sizeof(struct ledger *), put_json, put_cells, 4 };

static enum err
do_list(struct desk *d)
{
	ARRAY(const struct ledger *) list = { 0 };
	struct records r;
	enum err err = records_open(d, &r);

	for (size_t i = 0; err == OK && i < r.ledgers.list.n; i++) {
		const struct ledger *g = r.ledgers.list.v[i];
		bool any;

		err = sees(&r, g, &any);
		if (err == OK && any)
			*array_add(d->arena, &list) = g;
	}
	if (err == OK)
		listing_print(d, &form, list.v, list.n);
	return err;
}

static const struct verb verbs[] = {
	{ .name = "begin", .work = do_begin, .writes = true, .least = 3, .most = 3,
	    .usage_zh = "定义 代号 名称 [--round 轮次]", .usage_en = "DEFINITION CODE NAME [--round CODE]",
	    .zh = "开一本台账；定义是随程序的名称或文件", .en = "begin a ledger; the definition is one that ships, or a file",
	    .takes = TAKES(DB) | TAKES(JSON) | TAKES(ROUND) | TAKES(FOR) },
	{ .name = "upgrade", .work = do_upgrade, .writes = true, .least = 2, .most = 2,
	    .usage_zh = "代号 定义", .usage_en = "CODE DEFINITION",
	    .zh = "启用定义的新版本", .en = "put a new version of its definition in force",
	    .takes = TAKES(DB) | TAKES(JSON) | TAKES(FOR) },
	{ .name = "archive", .work = do_archive, .writes = true, .least = 1, .most = 1,
	    .usage_zh = "代号 [--reason 事由]", .usage_en = "CODE [--reason TEXT]",
	    .zh = "归档，其后不再办理", .en = "archive it: nothing happens in it any more",
	    .takes = TAKES(DB) | TAKES(JSON) | TAKES(REASON) | TAKES(FOR) },
	{ .name = "list", .work = do_list,
	    .usage_zh = "", .usage_en = "",
	    .zh = "列出台账", .en = "list ledgers",
	    .takes = TAKES(DB) | TAKES(JSON) },
};

const struct command command_ledger = {
	.name = "ledger",
	.verbs = verbs,
	.nverbs = sizeof verbs / sizeof verbs[0],
	.usage_zh = "begin|upgrade|archive|list … [--db 文件] [--json]",
	.usage_en = "begin|upgrade|archive|list … [--db FILE] [--json]",
	.zh = "台账：开立、启用新版定义、归档",
	.en = "ledgers: begin, upgrade, archive",
};
