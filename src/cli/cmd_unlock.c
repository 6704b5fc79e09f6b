/* bihuan unlock: lets somebody in again who failed too often; by the security administrator. */
#include <stdio.h>

#include "cli/acting.h"
#include "cli/place.h"

static enum err
unlock_it(const struct hand *h, void *arg, struct why *why)
{
	const struct uuid *person = arg;
	char from[FROM_MOST];

	return credential_unlock(h, *person, acting_from(from), why);
}

static enum err
unlock(const struct call *c, struct site *s)
{
	struct uuid person;
	struct why why = { 0 };
	struct buf b = { 0 };
	struct hand h;
	enum err err = acting_find(c, s, &h);

	if (err == OK)
		err = acting_person(c, s->store, c->files[0], &person);
	if (err != OK)
		return err;
	if (acting_write(&h, unlock_it, &person, &why) != OK)
		return say_error(c->voice, NULL, &why);
	buf_printf(&b, say_text(SAY_UNLOCKED, c->voice.lang), c->files[0]);
	return place_print(c, &b);
}

static enum err
unlock_run(const struct call *c)
{
	struct site s;
	enum err err;

	if (c->nfiles != 1)
		return say_usage(c->voice, NULL, SAY_ONE_LOGIN);
	err = place_open(c, STORE_WRITE, &s);
	if (err != OK)
		return err;
	err = unlock(c, &s);
	site_close(&s);
	return err;
}

const struct command command_unlock = {
	.name = "unlock",
	.run = unlock_run,
	.usage_zh = "登录名 [--db 文件]",
	.usage_en = "LOGIN [--db FILE]",
	.zh = "解除锁定，由安全管理员办理",
	.en = "let somebody in again who was locked out, by the security administrator",
	.takes = TAKES(DB),
};
