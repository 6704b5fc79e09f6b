/* bihuan inbox: what waits for who asks. */
#include "cli/inbox_print.h"
#include "cli/place.h"

static enum err
do_inbox(struct desk *d)
{
	struct records r;
	struct waiting_list list = { 0 };
	enum err err = records_open(d, &r);

	if (err == OK)
		err = inbox_read(d->arena, d->site.store, &r.ledgers, &r.teller.actor, r.teller.today, &list, &d->why);
	if (err != OK)
		return err;
	if (desk_json(d))
		inbox_json(&r, &list);
	else
		inbox_text(&r, &list);
	return OK;
}

static enum err
inbox_run(const struct call *c)
{
	enum err err = place_no_files(c);

	return err == OK ? desk_read(c, do_inbox) : err;
}

const struct command command_inbox = {
	.name = "inbox",
	.run = inbox_run,
	.usage_zh = "[--for 登录名] [--db 文件] [--json]",
	.usage_en = "[--for LOGIN] [--db FILE] [--json]",
	.zh = "待您办理的：签收、审核、报进展、答复批示和文书、逾期",
	.en = "what waits for you: to sign, review, report, answer; what is overdue",
	.takes = TAKES(DB) | TAKES(JSON) | TAKES(FOR),
};
