/* bihuan login: proves who one is, and keeps a session for the commands that follow. */
#include <stdio.h>

#include "cli/acting.h"
#include "cli/place.h"
#include "cli/token.h"

struct keeping {
	struct limits limits;
	char token[SESSION_TOKEN];
};

/* The session that the file held before, if it did, ends with it. */
static enum err
begin(const struct hand *h, void *arg, struct why *why)
{
	struct keeping *k = arg;
	char old[SESSION_TOKEN];
	enum err err = limits_load(h->store, &k->limits, why);

	if (err == OK && token_read(old, NULL) == OK)
		err = session_end(h->store, cstr(old), why);
	explicit_bzero(old, sizeof old);
	return err == OK ? session_begin(h->store, &k->limits, h->person, h->now, k->token, why) : err;
}

static enum err
login(const struct call *c, struct site *s)
{
	struct keeping k;
	struct uuid person;
	struct why why = { 0 };
	struct buf b = { 0 };
	char until[INSTANT_TEXT];
	enum err err = acting_prove(c, s, cstr(c->files[0]), PROVE_LOGIN, &person, begin, &k);

	if (err != OK)
		return err;
	err = token_write(k.token, &why);
	explicit_bzero(k.token, sizeof k.token);
	if (err != OK)
		return say_error(c->voice, NULL, &why);
	instant_print(until, instant_now() + (k.limits.v[LIMIT_SESSION] + OFFSET_CHINA) * 60 * INSTANT_SECOND);
	until[10] = ' ';
	until[16] = '\0';
	buf_printf(&b, say_text(SAY_LOGGED_IN, c->voice.lang), until);
	return place_print(c, &b);
}

static enum err
login_run(const struct call *c)
{
	char path[PATH_MAX];
	struct site s;
	enum err err;

	if (c->nfiles != 1)
		return say_usage(c->voice, NULL, SAY_ONE_LOGIN);
	if (!token_path(path))
		return say_usage(c->voice, NULL, SAY_NO_SESSION_FILE);
	err = place_open(c, STORE_WRITE, &s);
	if (err != OK)
		return err;
	err = login(c, &s);
	site_close(&s);
	return err;
}

const struct command command_login = {
	.name = "login",
	.run = login_run,
	.usage_zh = "登录名 [--password-file 文件] [--code 动态码] [--db 文件]",
	.usage_en = "LOGIN [--password-file FILE] [--code CODE] [--db FILE]",
	.zh = "登录：此后的命令由此人办理，到退出或过期为止",
	.en = "log in: what follows is done by this person, until logout or the session's end",
	.takes = TAKES(DB) | TAKES(PASSWORD_FILE) | TAKES(CODE),
};
