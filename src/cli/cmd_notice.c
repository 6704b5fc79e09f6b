/* bihuan notice: reminders, supervision notices, admonitions, summons: given, received, answered. */
#include "cli/records_walk.h"
#include "cli/verbs.h"

static enum err
do_give(struct desk *d)
{
	struct records r;
	struct request q;
	enum err err = records_open(d, &r);

	if (err == OK)
		err = records_request(&r, d->call->files[1], EVENT_NOTICE_GIVEN, &q);
	if (err != OK)
		return err;
	q.step = cstr(d->call->files[0]);
	return records_act(&r, &q);
}

/* The record that a notice was given on: it is named by its number. */
static enum err
find_noticed(struct records *r, const char *number, enum engine_event event, struct request *q)
{
	struct desk *d = r->desk;
	struct rows rows;

	*q = (struct request){ .event = cstr(engine_event_word(event)), .reason = cstr(d->call->opt[OPT_REASON]), .seen = SEEN_ANY,
		.today = r->teller.today, .until = DAY_NONE, .answers = NUMBER_NONE, .about = cstr(number), .lang = d->call->voice.lang };
	store_ask(d->site.store, NOTICE_NUMBERED, &scope_all, VALUES(value_text(cstr(number))), &rows);
	while (rows_next(&rows) && q->record == 0) {
		q->record = rows_int(&rows, 0);
		q->ledger = ledger_by_number(&r->ledgers, rows_int(&rows, 1));
	}
	if (rows.err == OK && q->ledger == NULL)
		rows.err = fail(&rows.why, E_RECORD, 0, "%s", number);
	return rows_end(&rows, &d->why);
}

static enum err
on_notice(struct desk *d, enum engine_event event)
{
	struct records r;
	struct request q;
	enum err err = records_open(d, &r);

	if (err == OK)
		err = find_noticed(&r, d->call->files[0], event, &q);
	return err == OK ? records_act(&r, &q) : err;
}

static enum err
do_receive(struct desk *d)
{
	return on_notice(d, EVENT_NOTICE_RECEIVED);
}

static enum err
do_reply(struct desk *d)
{
	return on_notice(d, EVENT_NOTICE_ANSWERED);
}

/* ---- list ---- */

struct notice_row {
	struct str step, number;
	int32_t day, reply;
	bool received, answered;
};

static void
take_notice(struct arena *a, struct rows *rows, void *row)
{
	*(struct notice_row *)row = (struct notice_row){ .step = arena_str(a, rows_text(rows, 1)), .number = arena_str(a, rows_text(rows, 2)),
		.day = (int32_t)rows_int(rows, 3), .reply = rows_null(rows, 4) ? DAY_NONE : (int32_t)rows_int(rows, 4),
		.received = !rows_null(rows, 5), .answered = !rows_null(rows, 6) };
}

static struct str
step_label(struct records *r, const struct kind *k, struct str key)
{
	int at = kind_step(k, key);

	return at < 0 ? key : tell_label(&r->teller, k->notices.v[at].label);
}

static void
put_json(struct records *r, const struct record *rec, const void *row, void *arg)
{
	const struct notice_row *n = row;
	struct buf *b = &r->desk->out;

	(void)arg;
	json_member_text(b, "number", n->number);
	json_member_text(b, "step", n->step);
	json_member_text(b, "record", rec->number);
	tell_put_day(&r->desk->out, "day", n->day);
	tell_put_day(&r->desk->out, "reply", n->reply);
	json_member_flag(b, "received", n->received);
	json_member_flag(b, "answered", n->answered);
}

static void
put_cells(struct records *r, const struct record *rec, const void *row, struct cells *cells, void *arg)
{
	const struct notice_row *n = row;
	enum sentence how = n->answered ? SAY_REPLIED : n->received ? SAY_RECEIVED : SAY_SENT;
	struct arena *a = r->desk->arena;

	(void)arg;
	cells_add(a, cells, n->number);
	cells_add(a, cells, step_label(r, record_kind(rec), n->step));
	cells_add(a, cells, rec->number);
	cells_add(a, cells, tell_day(&r->teller, n->day));
	cells_add(a, cells, tell_day(&r->teller, n->reply));
	cells_add(a, cells, cstr(say_text(how, r->desk->call->voice.lang)));
}

static enum err
do_list(struct desk *d)
{
	static const struct records_walk walk = { NOTICE_LIST, sizeof(struct notice_row), take_notice, put_json, put_cells, NULL,
		"bihuan.notices/1", "notices", 6 };

	return records_walk_ledger(d, &walk);
}

#define USUAL (TAKES(DB) | TAKES(JSON) | TAKES(LEDGER) | TAKES(FOR))

static const struct verb verbs[] = {
	{ .name = "give", .work = do_give, .writes = true, .least = 2, .most = 2,
	    .usage_zh = "级别 事项", .usage_en = "STEP RECORD",
	    .zh = "发出文书，自动编号", .en = "give a notice; it gets its number",
	    .takes = USUAL | TAKES(REASON) },
	{ .name = "receive", .work = do_receive, .writes = true, .least = 1, .most = 1,
	    .usage_zh = "文书编号", .usage_en = "NUMBER",
	    .zh = "签收文书", .en = "confirm the receipt of a notice",
	    .takes = USUAL },
	{ .name = "reply", .work = do_reply, .writes = true, .least = 1, .most = 1,
	    .usage_zh = "文书编号 --reason 答复", .usage_en = "NUMBER --reason TEXT",
	    .zh = "答复文书", .en = "reply to a notice",
	    .takes = USUAL | TAKES(REASON) },
	{ .name = "list", .work = do_list,
	    .usage_zh = "", .usage_en = "",
	    .zh = "列出文书及其签收、答复", .en = "list notices, their receipts and replies",
	    .takes = USUAL },
};

const struct command command_notice = {
	.name = "notice",
	.verbs = verbs,
	.nverbs = sizeof verbs / sizeof verbs[0],
	.usage_zh = "give|receive|reply|list … [--db 文件] [--json]",
	.usage_en = "give|receive|reply|list … [--db FILE] [--json]",
	.zh = "提醒函、督办单、告诫书、约谈通知：发出、签收、答复",
	.en = "reminders, supervision notices, admonitions, summons: given, received, answered",
};
