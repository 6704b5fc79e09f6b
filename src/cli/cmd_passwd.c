/* bihuan passwd: one's own password, by the old one; another's, by the security administrator. */
#include <stdio.h>

#include "base/json.h"
#include "cli/acting.h"
#include "cli/place.h"
#include "cli/secret.h"

/* ---- one's own ---- */

static enum err
ask_new(const struct call *c, char out[SECRET_ROOM])
{
	char again[SECRET_ROOM];
	const char *path = c->opt[OPT_NEW_PASSWORD_FILE];
	enum err err = secret_take(c, path, SAY_NEW_PASSWORD, out);

	if (err != OK || path != NULL)
		return err;
	err = secret_take(c, NULL, SAY_AGAIN, again);
	if (err == OK && strcmp(out, again) != 0)
		err = say_usage(c->voice, NULL, SAY_NOT_SAME);
	explicit_bzero(again, sizeof again);
	return err;
}

static enum err
say_flaw(const struct call *c, const struct new_password *new)
{
	const char *zh = password_flaw_sentence(new->flaw, LANG_ZH), *en = password_flaw_sentence(new->flaw, LANG_EN);
	bool wants = new->flaw == PASSWORD_SHORT || new->flaw == PASSWORD_PLAIN;
	char full[2][200];

	snprintf(full[0], sizeof full[0], wants ? "%s %d" : "%s", zh, new->wanted);
	snprintf(full[1], sizeof full[1], wants ? "%s %d" : "%s", en, new->wanted);
	return say_both(c->voice, NULL, E_USAGE, full[0], full[1]);
}

struct change {
	struct uuid person;
	struct new_password new;
};

static enum err
change_it(const struct hand *h, void *arg, struct why *why)
{
	const struct change *change = arg;
	char from[FROM_MOST];

	return credential_change(h, change->person, change->new.hash, acting_from(from), why);
}

static enum err
change_to(const struct call *c, struct site *s, struct str login, struct change *change, const char *password)
{
	struct hand h = acting_nobody(s);
	struct why why = { 0 };
	struct buf b = { 0 };
	enum err err = credential_judge(s->store, change->person, login, cstr(password), &change->new, &why);

	if (err == OK && change->new.flaw != PASSWORD_NONE)
		return say_flaw(c, &change->new);
	if (err == OK)
		err = acting_write(&h, change_it, change, &why);
	if (err != OK)
		return say_error(c->voice, place_path(c), &why);
	buf_printf(&b, "%s", say_text(SAY_CHANGED, c->voice.lang));
	return place_print(c, &b);
}

static enum err
change_own(const struct call *c, struct site *s, struct str login)
{
	struct change change = { .person = { { 0 } } };
	char password[SECRET_ROOM] = "";
	enum err err = acting_prove(c, s, login, PROVE_CHANGE, &change.person, NULL, NULL);

	if (err == OK)
		err = ask_new(c, password);
	if (err == OK)
		err = change_to(c, s, login, &change, password);
	explicit_bzero(password, sizeof password);
	return err;
}

/* Without a login: of who acts. */
static enum err
change_of_actor(const struct call *c, struct site *s)
{
	char login[LOGIN_MOST + 1];
	struct why why = { 0 };
	struct hand h;
	enum err err = acting_find(c, s, &h);

	if (err != OK)
		return err;
	if (acting_login(&h, login, &why) != OK)
		return say_error(c->voice, place_path(c), &why);
	return change_own(c, s, cstr(login));
}

/* ---- another's ---- */

static enum err
reset_it(const struct hand *h, void *arg, struct why *why)
{
	const struct change *change = arg;
	char from[FROM_MOST];

	return credential_reset(h, change->person, change->new.hash, acting_from(from), why);
}

static enum err
print_reset(const struct call *c, struct str login, const char *password)
{
	struct buf b = { 0 };

	if (c->opt[OPT_JSON] == NULL) {
		buf_printf(&b, "%s%s\n", say_text(SAY_RESET, c->voice.lang), password);
		return place_print(c, &b);
	}
	JSON_PUT(&b, "{\"format\":\"bihuan.passwd/1\",\"login\":");
	json_str(&b, login);
	buf_printf(&b, ",\"password\":\"%s\"}\n", password);
	return place_print(c, &b);
}

static enum err
reset_other(const struct call *c, struct hand *h)
{
	struct change change = { .person = { { 0 } } };
	struct why why = { 0 };
	char password[PASSWORD_MADE] = "";
	enum err err = acting_person(c, h->store, c->files[0], &change.person);

	if (err != OK)
		return err;
	if (uuid_equal(change.person, h->person))
		return say_usage(c->voice, c->files[0], SAY_OWN_LOGIN);
	err = password_make(password, &why);
	if (err == OK)
		err = password_hash(cstr(password), change.new.hash, &why);
	if (err == OK)
		err = acting_write(h, reset_it, &change, &why);
	err = err == OK ? print_reset(c, cstr(c->files[0]), password) : say_error(c->voice, NULL, &why);
	explicit_bzero(password, sizeof password);
	return err;
}

/* ---- the command ---- */

static enum err
passwd(const struct call *c, struct site *s)
{
	struct hand h;
	enum err err;

	if (c->opt[OPT_RESET] == NULL)
		return c->nfiles == 1 ? change_own(c, s, cstr(c->files[0])) : change_of_actor(c, s);
	err = acting_find(c, s, &h);
	return err == OK ? reset_other(c, &h) : err;
}

static enum err
passwd_run(const struct call *c)
{
	struct site s;
	enum err err;

	if (c->nfiles > 1 || (c->nfiles == 0 && c->opt[OPT_RESET] != NULL))
		return say_usage(c->voice, NULL, SAY_ONE_LOGIN);
	err = place_open(c, STORE_WRITE, &s);
	if (err != OK)
		return err;
	err = passwd(c, &s);
	site_close(&s);
	return err;
}

const struct command command_passwd = {
	.name = "passwd",
	.run = passwd_run,
	.usage_zh = "[登录名] [--password-file 文件] [--new-password-file 文件] [--code 动态码] | --reset 登录名 [--json]",
	.usage_en = "[LOGIN] [--password-file FILE] [--new-password-file FILE] [--code CODE] | --reset LOGIN [--json]",
	.zh = "更改密码，须给旧密码；安全管理员用 --reset 重置他人的",
	.en = "change a password, by the old one; the security administrator resets another's with --reset",
	.takes = TAKES(DB) | TAKES(PASSWORD_FILE) | TAKES(NEW_PASSWORD_FILE) | TAKES(CODE) | TAKES(RESET) | TAKES(JSON),
};
