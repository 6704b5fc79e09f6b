/* bihuan checkpoint: what the ledgers are now, signed, to be kept elsewhere. */
#include "cli/place.h"

/* Signed notes, one behind another, with an empty line between them. */
static enum err
sign_all(struct site *s, struct arena *a, struct buf *b, struct why *why)
{
	struct journal_log *logs;
	size_t n;
	enum err err = journal_logs(s->store, a, &logs, &n, why);

	for (size_t i = 0; i < n && err == OK; i++) {
		if (!uuid_equal(logs[i].site, s->site) || logs[i].size == 0)
			continue;
		if (b->n > 0)
			buf_putc(b, '\n');
		err = journal_checkpoint(s->store, &logs[i], &s->signer, instant_now(), b, why);
	}
	return err;
}

static enum err
sign_and_keep(struct site *s, struct arena *a, struct buf *b, struct why *why)
{
	enum err err = store_begin(s->store, why);

	if (err != OK)
		return err;
	err = sign_all(s, a, b, why);
	if (err == OK)
		return store_commit(s->store, why);
	store_rollback(s->store);
	return err;
}

static enum err
print_all(const struct call *c, struct site *s)
{
	struct arena *a = arena_new(0);
	struct buf b = { 0 };
	struct why why = { 0 };
	enum err err;

	if (a == NULL || arena_try(a)) {
		arena_free(a);
		return say_error(c->voice, NULL, &(struct why){ .err = E_MEMORY });
	}
	err = s->signs ? sign_and_keep(s, a, &b, &why) : fail(&why, E_UNSIGNED, 0, "%s.key", place_path(c));
	arena_free(a);
	if (err == OK)
		return place_print(c, &b);
	buf_free(&b);
	return say_error(c->voice, place_path(c), &why);
}

static enum err
checkpoint_run(const struct call *c)
{
	return place_with(c, print_all);
}

const struct command command_checkpoint = {
	.name = "checkpoint",
	.run = checkpoint_run,
	.usage_zh = "[--db 文件]",
	.usage_en = "[--db FILE]",
	.zh = "签名的检查点：各台账此刻的状况，请存到别处或打印",
	.en = "signed checkpoints of all ledgers as they are now, to be kept elsewhere or printed",
	.takes = TAKES(DB),
};
