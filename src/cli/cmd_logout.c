/* bihuan logout: ends the session. */
#include "cli/acting.h"
#include "cli/place.h"
#include "cli/token.h"

/* One that has ended by itself is not told to the auditors again. */
static enum err
end(const struct hand *h, void *arg, struct why *why)
{
	const char *token = arg;
	struct limits l;
	struct session session;
	char from[FROM_MOST];
	enum err err = limits_load(h->store, &l, why);

	if (err == OK)
		err = session_find(h->store, &l, cstr(token), h->now, &session, why);
	if (err == OK)
		err = credential_left(h, session.person, acting_from(from), why);
	else if (err == E_SESSION)
		err = OK;
	return err == OK ? session_end(h->store, cstr(token), why) : err;
}

static enum err
logout(const struct call *c, struct site *s, char *token)
{
	struct hand h = acting_nobody(s);
	struct why why = { 0 };
	struct buf b = { 0 };

	if (acting_write(&h, end, token, &why) != OK)
		return say_error(c->voice, place_path(c), &why);
	token_remove();
	buf_printf(&b, "%s", say_text(SAY_LOGGED_OUT, c->voice.lang));
	return place_print(c, &b);
}

static enum err
logout_run(const struct call *c)
{
	char token[SESSION_TOKEN];
	struct why why = { 0 };
	struct site s;
	enum err err = place_no_files(c);

	if (err != OK)
		return err;
	if (token_read(token, &why) != OK)
		return why.err == E_ABSENT ? say_as(c->voice, NULL, E_SESSION, SAY_NOT_LOGGED_IN) : token_say(c, &why);
	err = place_open(c, STORE_WRITE, &s);
	if (err == OK) {
		err = logout(c, &s, token);
		site_close(&s);
	}
	explicit_bzero(token, sizeof token);
	return err;
}

const struct command command_logout = {
	.name = "logout",
	.run = logout_run,
	.usage_zh = "[--db 文件]",
	.usage_en = "[--db FILE]",
	.zh = "退出登录",
	.en = "end the session",
	.takes = TAKES(DB),
};
