/* bihuan totp: codes of a telephone beside the password: begun, confirmed, ended. */
#include <stdio.h>

#include "base/json.h"
#include "cli/acting.h"
#include "cli/place.h"
#include "cli/secret.h"

static enum err
say_totp(const struct call *c, const struct why *why)
{
	if (why->err == E_ABSENT)
		return say_as(c->voice, NULL, E_ABSENT, SAY_NO_TOTP);
	return why->err == E_TAKEN ? say_as(c->voice, NULL, E_TAKEN, SAY_TOTP_THERE) : say_error(c->voice, NULL, why);
}

/* ---- begin ---- */

struct beginning {
	struct uuid person;
	unsigned char secret[TOTP_SECRET];
};

static enum err
begin_it(const struct hand *h, void *arg, struct why *why)
{
	struct beginning *b = arg;

	return credential_totp_begin(h, b->person, b->secret, why);
}

static enum err
print_begun(const struct call *c, struct str login, const struct beginning *begun)
{
	struct buf b = { 0 };

	if (c->opt[OPT_JSON] != NULL)
		JSON_PUT(&b, "{\"format\":\"bihuan.totp/1\",\"uri\":\"");
	else
		buf_printf(&b, "%s\n\n  ", say_text(SAY_TOTP_BEGUN, c->voice.lang));
	totp_uri(&b, login, begun->secret);
	if (c->opt[OPT_JSON] != NULL)
		JSON_PUT(&b, "\",\"secret\":\"");
	else
		buf_printf(&b, "\n  ");
	totp_base32(&b, begun->secret, TOTP_SECRET);
	buf_puts(&b, c->opt[OPT_JSON] != NULL ? STR("\"}\n") : STR("\n"));
	return place_print(c, &b);
}

static enum err
begin(const struct call *c, const struct site *s, struct hand *h)
{
	struct beginning begun = { .person = h->person };
	char login[LOGIN_MOST + 1];
	struct why why = { 0 };
	enum err err = acting_login(h, login, &why);

	(void)s;
	if (err == OK)
		err = acting_write(h, begin_it, &begun, &why);
	err = err == OK ? print_begun(c, cstr(login), &begun) : say_totp(c, &why);
	explicit_bzero(&begun, sizeof begun);
	return err;
}

/* ---- confirm ---- */

struct confirming {
	struct uuid person;
	struct str code;
	char codes[RECOVERY_CODES][RECOVERY_TEXT];
	bool right;
};

static enum err
confirm_it(const struct hand *h, void *arg, struct why *why)
{
	struct confirming *f = arg;
	char from[FROM_MOST];

	return credential_totp_confirm(h, f->person, f->code, acting_from(from), f->codes, &f->right, why);
}

static enum err
print_codes(const struct call *c, const struct confirming *f)
{
	struct buf b = { 0 };
	bool json = c->opt[OPT_JSON] != NULL;

	if (json)
		JSON_PUT(&b, "{\"format\":\"bihuan.totp/1\",\"recovery\":[");
	else
		buf_printf(&b, "%s\n\n", say_text(SAY_TOTP_CODES, c->voice.lang));
	for (size_t i = 0; i < RECOVERY_CODES; i++)
		buf_printf(&b, json ? "%s\"%s\"" : "%s  %s\n", json && i > 0 ? "," : "", f->codes[i]);
	buf_puts(&b, json ? STR("]}\n") : STR(""));
	return place_print(c, &b);
}

static enum err
confirm(const struct call *c, const struct site *s, struct hand *h)
{
	struct confirming f = { .person = h->person };
	struct why why = { 0 };
	char typed[SECRET_ROOM] = "";
	enum err err = OK;

	(void)s;
	if (c->opt[OPT_CODE] == NULL && !secret_can_ask())
		return say_usage(c->voice, NULL, SAY_NO_CODE);
	if (c->opt[OPT_CODE] == NULL)
		err = secret_take(c, NULL, SAY_CODE, typed);
	if (err != OK)
		return err;
	f.code = c->opt[OPT_CODE] != NULL ? cstr(c->opt[OPT_CODE]) : cstr(typed);
	h->now = instant_now();
	if (acting_write(h, confirm_it, &f, &why) != OK)
		return say_totp(c, &why);
	err = f.right ? print_codes(c, &f) : say_error(c->voice, NULL, &(struct why){ .err = E_PASSWORD });
	explicit_bzero(&f, sizeof f);
	return err;
}

/* ---- end ---- */

static enum err
end_it(const struct hand *h, void *arg, struct why *why)
{
	const struct uuid *person = arg;
	char from[FROM_MOST];

	return credential_totp_end(h, *person, acting_from(from), why);
}

/* One's own: by password and code, so that a session left open does not do. */
static enum err
end_own(const struct call *c, const struct site *s, struct hand *h)
{
	char login[LOGIN_MOST + 1];
	struct uuid person;
	struct why why = { 0 };
	bool there = false;

	if (acting_login(h, login, &why) != OK || credential_totp_there(h->store, h->person, &there, &why) != OK)
		return say_error(c->voice, place_path(c), &why);
	if (!there)
		return say_as(c->voice, NULL, E_ABSENT, SAY_NO_TOTP);
	return acting_prove(c, s, cstr(login), PROVE_CHANGE, &person, end_it, &h->person);
}

static enum err
end_other(const struct call *c, struct hand *h, struct uuid person)
{
	struct why why = { 0 };

	return acting_write(h, end_it, &person, &why) == OK ? OK : say_totp(c, &why);
}

static enum err
end(const struct call *c, const struct site *s, struct hand *h)
{
	struct uuid person = h->person;
	struct buf b = { 0 };
	enum err err = c->nfiles == 2 ? acting_person(c, h->store, c->files[1], &person) : OK;

	if (err == OK)
		err = uuid_equal(person, h->person) ? end_own(c, s, h) : end_other(c, h, person);
	if (err != OK)
		return err;
	buf_printf(&b, "%s", say_text(SAY_TOTP_ENDED, c->voice.lang));
	return place_print(c, &b);
}

/* ---- the command ---- */

static const struct {
	const char *name;
	size_t words;		/* at most, behind the command */
	enum err (*run)(const struct call *, const struct site *, struct hand *);
} verbs[] = {
	{ "begin", 1, begin },
	{ "confirm", 1, confirm },
	{ "end", 2, end },
};

static enum err
run_verb(const struct call *c, size_t i)
{
	struct hand h;
	struct site s;
	enum err err = place_open(c, STORE_WRITE, &s);

	if (err != OK)
		return err;
	err = acting_find(c, &s, &h);
	if (err == OK)
		err = verbs[i].run(c, &s, &h);
	site_close(&s);
	return err;
}

static enum err
totp_run(const struct call *c)
{
	for (size_t i = 0; c->nfiles > 0 && i < sizeof verbs / sizeof verbs[0]; i++)
		if (strcmp(c->files[0], verbs[i].name) == 0 && c->nfiles <= verbs[i].words)
			return run_verb(c, i);
	return say_usage(c->voice, c->nfiles > 0 ? c->files[c->nfiles - 1] : NULL, SAY_TOTP_VERB);
}

const struct command command_totp = {
	.name = "totp",
	.run = totp_run,
	.usage_zh = "begin | confirm [--code 动态码] | end [登录名] [--password-file 文件] [--code 动态码] [--json]",
	.usage_en = "begin | confirm [--code CODE] | end [LOGIN] [--password-file FILE] [--code CODE] [--json]",
	.zh = "登录时除密码外加动态码：开始、确认、停用",
	.en = "a code of a telephone beside the password: begin, confirm, end",
	.takes = TAKES(DB) | TAKES(PASSWORD_FILE) | TAKES(CODE) | TAKES(JSON),
};
