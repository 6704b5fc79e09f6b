/* bihuan instruct: what a leader writes on a record, with a day to answer by. */
#include <stdlib.h>

#include "cli/records_walk.h"
#include "cli/verbs.h"

static enum err
do_give(struct desk *d)
{
	struct records r;
	struct request q;
	enum err err = records_open(d, &r);

	if (err == OK)
		err = records_request(&r, d->call->files[0], EVENT_INSTRUCTED, &q);
	if (err == OK && d->call->opt[OPT_TO] != NULL)
		err = desk_day(d, d->call->opt[OPT_TO], &q.until);
	if (err != OK)
		return err;
	q.text = cstr(d->call->files[1]);
	return records_act(&r, &q);
}

static enum err
do_answer(struct desk *d)
{
	struct records r;
	struct request q;
	char *end;
	enum err err = records_open(d, &r);

	if (err == OK)
		err = records_request(&r, d->call->files[0], EVENT_ANSWERED, &q);
	if (err != OK)
		return err;
	q.answers = strtoll(d->call->files[1], &end, 10);
	q.reason = cstr(d->call->files[2]);
	return *end == '\0' && q.answers >= 0 ? records_act(&r, &q) : desk_refuse(d, d->call->files[1], SAY_WRONG_COUNT, E_USAGE);
}

/* ---- those that wait for an answer ---- */

struct open_row {
	int64_t number;
	struct uuid person;
	struct str text;
	int32_t until;
};

static void
take_open(struct arena *a, struct rows *rows, void *row)
{
	struct open_row *o = row;

	o->number = rows_int(rows, 1);
	rows_bytes(rows, 2, o->person.b, UUID_BYTES);
	o->text = arena_str(a, rows_text(rows, 3));
	o->until = (int32_t)rows_int(rows, 4);
}

static void
put_json(struct records *r, const struct record *rec, const void *row, void *arg)
{
	const struct open_row *o = row;
	struct buf *b = &r->desk->out;

	(void)arg;
	json_member_text(b, "record", rec->number);
	buf_printf(b, ",\"number\":%lld", (long long)o->number);
	json_member_text(b, "by", tell_name(&r->teller, TYPE_PERSON, o->person));
	json_member_text(b, "text", o->text);
	tell_put_day(&r->desk->out, "until", o->until);
}

static void
put_cells(struct records *r, const struct record *rec, const void *row, struct cells *cells, void *arg)
{
	const struct open_row *o = row;
	struct arena *a = r->desk->arena;

	(void)arg;
	cells_add(a, cells, tell_day(&r->teller, o->until));
	cells_add(a, cells, rec->number);
	cells_add(a, cells, arena_printf(a, "%lld", (long long)o->number));
	cells_add(a, cells, tell_name(&r->teller, TYPE_PERSON, o->person));
	cells_add(a, cells, o->text);
}

static enum err
do_list(struct desk *d)
{
	static const struct records_walk walk = { INSTRUCTION_OPEN, sizeof(struct open_row), take_open, put_json, put_cells, NULL,
		"bihuan.instructions/1", "instructions", 5 };

	return records_walk_ledger(d, &walk);
}

#define USUAL (TAKES(DB) | TAKES(JSON) | TAKES(LEDGER) | TAKES(FOR))

static const struct verb verbs[] = {
	{ .name = "give", .work = do_give, .writes = true, .least = 2, .most = 2,
	    .usage_zh = "事项 批示内容 --to 日期", .usage_en = "RECORD TEXT --to DAY",
	    .zh = "批示，并定答复期限", .en = "write an instruction, with a day to answer by",
	    .takes = USUAL | TAKES(TO) },
	{ .name = "answer", .work = do_answer, .writes = true, .least = 3, .most = 3,
	    .usage_zh = "事项 批示序号 答复内容", .usage_en = "RECORD N TEXT",
	    .zh = "答复批示", .en = "answer an instruction",
	    .takes = USUAL },
	{ .name = "list", .work = do_list,
	    .usage_zh = "", .usage_en = "",
	    .zh = "列出待答复的批示", .en = "list instructions that wait for an answer",
	    .takes = USUAL },
};

const struct command command_instruct = {
	.name = "instruct",
	.verbs = verbs,
	.nverbs = sizeof verbs / sizeof verbs[0],
	.usage_zh = "give|answer|list … [--db 文件] [--json]",
	.usage_en = "give|answer|list … [--db FILE] [--json]",
	.zh = "领导批示及其答复",
	.en = "instructions of leaders, and their answers",
};
