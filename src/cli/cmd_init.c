/* bihuan init: a new ledger, with its key, its administrators and the head of the office. */
#include <pwd.h>
#include <stdio.h>
#include <unistd.h>

#include "base/json.h"
#include "cli/place.h"

static struct str
own_account(void)
{
	const struct passwd *p = getpwuid(getuid());

	return p == NULL ? (struct str){ NULL, 0 } : cstr(p->pw_name);
}

static void
put_persons(struct buf *b, const struct site_made *made)
{
	for (size_t i = 0; i < SITE_PERSON_COUNT; i++) {
		buf_puts(b, i > 0 ? STR(",\n{\"login\":") : STR("\n{\"login\":"));
		json_str(b, cstr(made->persons[i].login));
		JSON_PUT(b, ",\"name\":");
		json_str(b, cstr(made->persons[i].name));
		JSON_PUT(b, ",\"role\":");
		json_str(b, cstr(person_role_word(made->persons[i].role)));
		JSON_PUT(b, ",\"password\":");
		json_str(b, cstr(made->persons[i].password));
		JSON_PUT(b, "}");
	}
}

static void
put_json(struct buf *b, const struct call *c, const struct site_made *made)
{
	char site[UUID_TEXT];

	JSON_PUT(b, "{\"format\":\"bihuan.init/1\",\"db\":");
	json_name(b, cstr(place_path(c)));
	JSON_PUT(b, ",\"site\":");
	json_str(b, (struct str){ site, uuid_print(site, made->site) });
	JSON_PUT(b, ",\"key\":\"");
	note_key_print(b, &made->key);
	JSON_PUT(b, "\",\n\"persons\":[");
	put_persons(b, made);
	JSON_PUT(b, "]}\n");
}

static void
put_text(struct buf *b, const struct call *c, const struct site_made *made)
{
	enum lang lang = c->voice.lang;

	buf_printf(b, "%s%s\n\n", say_text(SAY_MADE, lang), place_path(c));
	for (size_t i = 0; i < SITE_PERSON_COUNT; i++)
		buf_printf(b, "  %-10s  %s  %s\n", made->persons[i].login, made->persons[i].password,
		    person_role_label(made->persons[i].role, lang));
	buf_printf(b, "\n%s\n%s\n  ", say_text(SAY_ONCE, lang), say_text(SAY_KEY, lang));
	note_key_print(b, &made->key);
	buf_putc(b, '\n');
}

static enum err
init_run(const struct call *c)
{
	struct site_plan plan = { .account = own_account(), .kind = HASH_SHA256, .now = instant_now() };
	struct site_made made;
	struct why why = { 0 };
	struct buf b = { 0 };
	enum err err = place_no_files(c);

	if (err != OK)
		return err;
	if (c->opt[OPT_UNIT] == NULL)
		return say_usage(c->voice, NULL, SAY_NO_UNIT);
	if (c->opt[OPT_HASH] != NULL && !hash_kind_parse(cstr(c->opt[OPT_HASH]), &plan.kind))
		return say_usage(c->voice, c->opt[OPT_HASH], SAY_WRONG_HASH);
	plan.unit = cstr(c->opt[OPT_UNIT]);
	if (site_create(place_path(c), &plan, &made, &why) != OK)
		return say_error(c->voice, place_path(c), &why);
	if (c->opt[OPT_JSON] != NULL)
		put_json(&b, c, &made);
	else
		put_text(&b, c, &made);
	explicit_bzero(&made, sizeof made);
	return place_print(c, &b);
}

const struct command command_init = {
	.name = "init",
	.run = init_run,
	.usage_zh = "--unit 单位名称 [--db 文件] [--hash sha256|sm3] [--json]",
	.usage_en = "--unit NAME [--db FILE] [--hash sha256|sm3] [--json]",
	.zh = "新建台账库：密钥、三员和整改办负责人，密码只显示一次",
	.en = "begin a ledger: its key, the three administrators and the head of the office; passwords are shown once",
	.takes = TAKES(DB) | TAKES(UNIT) | TAKES(HASH) | TAKES(JSON),
};
