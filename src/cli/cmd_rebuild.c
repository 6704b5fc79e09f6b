/* bihuan rebuild: all that is made from events, made again. */
#include "cli/place.h"
#include "ledger/rebuild.h"

static enum err
rebuild_run(const struct call *c)
{
	struct why why = { 0 };
	struct buf b = { 0 };
	struct site s;
	uint64_t events = 0;
	enum err err = place_no_files(c);

	if (err == OK)
		err = place_open(c, STORE_WRITE, &s);
	if (err != OK)
		return err;
	err = rebuild_store(s.store, &events, &why);
	site_close(&s);
	if (err != OK)
		return say_error(c->voice, place_path(c), &why);
	if (c->opt[OPT_JSON] != NULL)
		buf_printf(&b, "{\"format\":\"bihuan.rebuild/1\",\"events\":%llu}\n", (unsigned long long)events);
	else
		buf_printf(&b, say_text(SAY_REBUILT, c->voice.lang), (unsigned long long)events);
	return place_print(c, &b);
}

const struct command command_rebuild = {
	.name = "rebuild",
	.run = rebuild_run,
	.usage_zh = "[--db 文件] [--json]",
	.usage_en = "[--db FILE] [--json]",
	.zh = "由事件重建各表；应与重建前相同",
	.en = "make all tables again from the events; they come out as they were",
	.takes = TAKES(DB) | TAKES(JSON),
};
