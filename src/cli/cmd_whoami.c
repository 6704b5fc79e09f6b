/* bihuan whoami: as whom commands act, and what that person is. */
#include "base/json.h"
#include "cli/acting.h"
#include "cli/place.h"

static void
put_role_json(struct buf *b, struct rows *rows, bool first)
{
	struct uuid unit, ledger;

	rows_bytes(rows, 2, unit.b, UUID_BYTES);
	rows_bytes(rows, 3, ledger.b, UUID_BYTES);
	buf_puts(b, first ? STR("{\"role\":") : STR(",{\"role\":"));
	json_str(b, rows_text(rows, 1));
	JSON_PUT(b, ",\"unit\":");
	json_uuid_or_null(b, unit);
	JSON_PUT(b, ",\"ledger\":");
	json_uuid_or_null(b, ledger);
	JSON_PUT(b, "}");
}

static void
put_role_text(struct buf *b, struct rows *rows, bool first, enum lang lang)
{
	enum person_role role;

	if (person_role_parse(rows_text(rows, 1), &role))
		buf_printf(b, "%s%s", first ? "  " : lang == LANG_ZH ? "、" : ", ", person_role_label(role, lang));
}

static enum err
put_roles(const struct call *c, const struct hand *h, struct buf *b, struct why *why)
{
	bool first = true;
	struct rows rows;

	for (store_ask(h->store, ROLES_OF, NULL, VALUES(value_id(h->person.b)), &rows); rows_next(&rows); first = false) {
		if (c->opt[OPT_JSON] != NULL)
			put_role_json(b, &rows, first);
		else
			put_role_text(b, &rows, first, c->voice.lang);
	}
	return rows_end(&rows, why);
}

static enum err
put_person(const struct call *c, const struct hand *h, struct buf *b, struct why *why)
{
	bool json = c->opt[OPT_JSON] != NULL;
	struct rows rows;
	enum err err;

	store_ask(h->store, PERSON_NOW, NULL, VALUES(value_id(h->person.b)), &rows);
	if (rows_next(&rows) && json) {
		JSON_PUT(b, "{\"format\":\"bihuan.whoami/1\",\"login\":");
		json_str(b, rows_text(&rows, 1));
		JSON_PUT(b, ",\"name\":");
		json_str(b, rows_text(&rows, 0));
		JSON_PUT(b, ",\"roles\":[");
	} else if (rows.err == OK) {
		buf_printf(b, "%.*s  %.*s", STR_ARG(rows_text(&rows, 1)), STR_ARG(rows_text(&rows, 0)));
	}
	err = rows_end(&rows, why);
	if (err == OK)
		err = put_roles(c, h, b, why);
	buf_puts(b, json ? STR("]}\n") : STR("\n"));
	return err;
}

static enum err
tell(const struct call *c, struct site *s)
{
	struct hand h;
	struct why why = { 0 };
	struct buf b = { 0 };
	enum err err = acting_find(c, s, &h);

	if (err != OK)
		return err;
	if (put_person(c, &h, &b, &why) == OK)
		return place_print(c, &b);
	buf_free(&b);
	return say_error(c->voice, place_path(c), &why);
}

static enum err
whoami_run(const struct call *c)
{
	return place_with(c, tell);
}

const struct command command_whoami = {
	.name = "whoami",
	.run = whoami_run,
	.usage_zh = "[--for 登录名] [--db 文件] [--json]",
	.usage_en = "[--for LOGIN] [--db FILE] [--json]",
	.zh = "此刻由谁办理，及其角色",
	.en = "as whom commands act now, with the roles of that person",
	.takes = TAKES(DB) | TAKES(FOR) | TAKES(JSON),
};
