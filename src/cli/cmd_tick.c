/* bihuan tick: what happens because a day has come. For a timer: any number of times a day. */
#include "cli/place.h"
#include "cli/records.h"
#include "ledger/tick.h"

static enum err
do_tick(struct desk *d)
{
	struct records r;
	struct tick_report report;
	enum err err = records_open_engine(d, &r);

	if (err == OK)
		err = tick(d->arena, &d->hand, &r.ledgers, r.teller.today, &report, &d->why);
	if (err != OK)
		return err;
	if (desk_json(d))
		buf_printf(&d->out, "{\"format\":\"bihuan.tick/1\",\"turns\":%llu,\"lamps\":%llu}\n", (unsigned long long)report.turns,
		    (unsigned long long)report.lamps);
	else
		buf_printf(&d->out, say_text(SAY_TICKED, d->call->voice.lang), (unsigned long long)report.turns,
		    (unsigned long long)report.lamps);
	return OK;
}

static enum err
tick_run(const struct call *c)
{
	enum err err = place_no_files(c);

	return err == OK ? desk_engine(c, do_tick) : err;
}

const struct command command_tick = {
	.name = "tick",
	.run = tick_run,
	.usage_zh = "[--db 文件] [--json]",
	.usage_en = "[--db FILE] [--json]",
	.zh = "到日子该办的：开闭各轮调度、变灯；由定时器调用，可反复执行，漏了会补",
	.en = "what a new day brings: turns open and close, lamps change; for a timer, as often as it likes",
	.takes = TAKES(DB) | TAKES(JSON),
};
