/* bihuan digest: each person's inbox, once a day, by the program that delivers; what could not be delivered. */
#include <stdio.h>

#include "cli/cells.h"
#include "cli/config.h"
#include "cli/hook.h"
#include "cli/inbox_print.h"
#include "cli/place.h"
#include "cli/verbs.h"
#include "ledger/directory_read.h"

struct letter {
	struct uuid person;
	struct str login, name, text;
	size_t items;
	bool delivered;
	int status;
};

typedef ARRAY(struct letter) letter_list;

/* ---- what is to be told ---- */

static enum err
was_told(struct desk *d, struct uuid person, int32_t day, bool *told)
{
	const struct values key = VALUES(value_id(person.b), value_int(day));
	int64_t delivered = 0;
	bool tried;
	enum err err = store_int(d->site.store, DIGEST_FIND, key, &delivered, &tried, &d->why);

	*told = delivered != 0;
	return err;
}

/* As `bihuan inbox` prints it to this person. */
static enum err
write_letter(struct records *r, const struct person_item *p, letter_list *out)
{
	struct desk *d = r->desk;
	struct waiting_list list = { 0 };
	enum err err = actor_read(d->arena, d->site.store, p->uuid, (struct uuid){ { 0 } }, r->teller.today, &r->teller.actor, &d->why);

	if (err == OK)
		err = inbox_read(d->arena, d->site.store, &r->ledgers, &r->teller.actor, r->teller.today, &list, &d->why);
	if (err != OK || list.n == 0)
		return err;
	inbox_text(r, &list);
	*array_add(d->arena, out) = (struct letter){ .person = p->uuid, .login = p->login, .name = p->name,
		.text = arena_str(d->arena, (struct str){ d->out.p, d->out.n }), .items = list.n };
	d->out.n = 0;
	return OK;
}

/* Rest days are quiet; who was told today is told no more. */
static enum err
write_all(struct records *r, letter_list *out)
{
	struct desk *d = r->desk;
	struct person_list persons = { 0 };
	enum err err = directory_list_persons(d->site.store, d->arena, SEQ_NOW, &persons, &d->why);

	if (err != OK || !calendar_is_workday(r->calendar, r->teller.today, &(bool){ true }))
		return err;
	for (size_t i = 0; i < persons.n && err == OK; i++) {
		bool told;

		err = was_told(d, persons.v[i].uuid, r->teller.today, &told);
		if (err == OK && !told)
			err = write_letter(r, &persons.v[i], out);
	}
	return err;
}

/* ---- telling it ---- */

static enum err
deliver(struct desk *d, const char *hook, struct letter *l)
{
	char *argv[] = { (char *)hook, (char *)arena_printf(d->arena, "%.*s", STR_ARG(l->login)).p,
		(char *)arena_printf(d->arena, "%.*s", STR_ARG(l->name)).p, NULL };
	enum err err = hook_run(argv, l->text, &l->status, &d->why);

	l->delivered = err == OK && l->status == 0;
	return err;
}

static enum err
note(struct desk *d, int32_t day, const struct letter *l)
{
	return store_do(d->site.store, DIGEST_PUT, VALUES(value_id(l->person.b), value_int(day), value_int((int64_t)l->items),
	    value_int(instant_now()), value_int(l->delivered), value_int(l->status)), &d->why);
}

static void
print_sent(struct desk *d, const letter_list *letters)
{
	size_t delivered = 0;

	for (size_t i = 0; i < letters->n; i++)
		delivered += letters->v[i].delivered;
	if (desk_json(d))
		buf_printf(&d->out, "{\"format\":\"bihuan.digest/1\",\"letters\":%zu,\"delivered\":%zu}\n", letters->n, delivered);
	else
		buf_printf(&d->out, say_text(SAY_DIGESTED, d->call->voice.lang), letters->n, delivered);
}

/* Nobody waits for the database while the program delivers: a transaction before, and one behind. */
static enum err
do_send(struct desk *d)
{
	const char *hook = d->call->config->value[CONFIG_HOOK];
	struct records r;
	letter_list letters = { 0 };
	enum err err;

	if (hook[0] == '\0')
		return desk_refuse(d, NULL, SAY_NO_HOOK, E_USAGE);
	if ((err = records_open_engine(d, &r)) != OK || (err = write_all(&r, &letters)) != OK)
		return err;
	store_rollback(d->site.store);
	for (size_t i = 0; i < letters.n && err == OK; i++)
		err = deliver(d, hook, &letters.v[i]);
	if (store_begin(d->site.store, &d->why) != OK)
		return d->why.err;
	for (size_t i = 0; i < letters.n && err == OK; i++)
		err = note(d, r.teller.today, &letters.v[i]);
	print_sent(d, &letters);
	return err;
}

static enum err
send_run(const struct call *c)
{
	return desk_engine(c, do_send);
}

/* ---- what was not delivered ---- */

static enum err
do_list(struct desk *d)
{
	struct cells cells = { .columns = 4 };
	struct rows rows;

	if (desk_json(d))
		desk_list_begin(d, "bihuan.undelivered/1", "undelivered");
	store_ask(d->site.store, DIGEST_UNDELIVERED, NULL, NO_VALUES, &rows);
	while (rows_next(&rows)) {
		struct str login = arena_str(d->arena, rows_text(&rows, 0));
		struct date day = date_of_days((int32_t)rows_int(&rows, 1));
		char text[DATE_TEXT];

		date_print(text, day);
		if (desk_json(d)) {
			desk_list_next(d);
			json_member_text(&d->out, "login", login);
			json_member_date(&d->out, "day", day);
			buf_printf(&d->out, ",\"items\":%lld,\"status\":%lld", (long long)rows_int(&rows, 2), (long long)rows_int(&rows, 3));
			continue;
		}
		cells_add(d->arena, &cells, arena_str(d->arena, cstr(text)));
		cells_add(d->arena, &cells, login);
		cells_add(d->arena, &cells, arena_printf(d->arena, "%lld", (long long)rows_int(&rows, 2)));
		cells_add(d->arena, &cells, arena_printf(d->arena, "%lld", (long long)rows_int(&rows, 3)));
	}
	if (desk_json(d))
		desk_list_end(d);
	else
		cells_print(&d->out, &cells);
	return rows_end(&rows, &d->why);
}

static const struct verb verbs[] = {
	{ .name = "send", .run = send_run, .writes = true,
	    .usage_zh = "", .usage_en = "",
	    .zh = "把各人的待办交配置里的 hook 程序送出，每人每天一次，休息日不送；由定时器调用",
	    .en = "give each person's inbox to the program that the configuration names as hook, once a day, not on rest days; for a timer",
	    .takes = TAKES(DB) | TAKES(JSON) },
	{ .name = "list", .work = do_list,
	    .usage_zh = "", .usage_en = "",
	    .zh = "列出没有送到的", .en = "what was not delivered",
	    .takes = TAKES(DB) | TAKES(JSON) },
};

const struct command command_digest = {
	.name = "digest",
	.verbs = verbs,
	.nverbs = sizeof verbs / sizeof verbs[0],
	.usage_zh = "send|list [--db 文件] [--json]",
	.usage_en = "send|list [--db FILE] [--json]",
	.zh = "每日提醒：各人的待办，送出和没有送到的",
	.en = "the daily digest: each person's inbox, sent, and what was not delivered",
};
