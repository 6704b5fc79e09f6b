/* bihuan role: the roles of persons on units and ledgers. */
#include "cli/listing.h"
#include "cli/people_import.h"
#include "cli/verbs.h"
#include "ledger/directory_read.h"

/* What the words name: LOGIN ROLE [--unit] [--ledger]. */
struct named {
	struct uuid person, unit, ledger;
	enum person_role role;
};

static enum err
take_words(struct desk *d, struct named *n)
{
	enum err err = desk_person(d, d->call->files[0], &n->person);

	if (err == OK)
		err = desk_role(d, d->call->files[1], &n->role);
	if (err == OK)
		err = desk_option_unit(d, &n->unit);
	return err == OK ? desk_option_ledger(d, &n->ledger) : err;
}

static enum err
do_give(struct desk *d)
{
	struct named n;
	struct uuid role;
	enum err err = take_words(d, &n);

	if (err == OK)
		err = directory_give_role(&d->hand, n.person, n.role, n.unit, n.ledger, &role, &d->why);
	return desk_entered(d, err, "role-given", &role);
}

/* The first role that is all that was named. */
static enum err
find_held(struct desk *d, struct uuid *role)
{
	struct role_list list;
	struct named n;
	enum err err = take_words(d, &n);

	if (err == OK)
		err = directory_list_roles(d->site.store, d->arena, SEQ_NOW, &list, &d->why);
	for (size_t i = 0; err == OK && i < list.n; i++) {
		const struct role_item *r = &list.v[i];

		if (uuid_equal(r->person, n.person) && str_eq(r->role, cstr(person_role_word(n.role))) && uuid_equal(r->unit, n.unit) &&
		    uuid_equal(r->ledger, n.ledger)) {
			*role = r->uuid;
			return OK;
		}
	}
	return err == OK ? desk_refuse(d, d->call->files[1], SAY_ROLE_NOT_HELD, E_ABSENT) : err;
}

static enum err
do_take(struct desk *d)
{
	struct uuid role;
	enum err err = d->call->nfiles == 1 ? desk_uuid(d, d->call->files[0], &role) : find_held(d, &role);

	if (err == OK)
		err = directory_take_role(&d->hand, role, &d->why);
	return desk_entered(d, err, "role-taken", NULL);
}

/* ---- from a sheet ---- */

/* Whether the person holds the role on the unit, on all ledgers. */
static enum err
holds(struct desk *d, const struct named *n, bool *found)
{
	struct rows rows;

	*found = false;
	store_ask(d->site.store, ROLES_OF, NULL, VALUES(value_id(n->person.b)), &rows);
	while (rows_next(&rows)) {
		struct uuid unit = { { 0 } };

		rows_bytes(&rows, 2, unit.b, UUID_BYTES);
		*found |= str_eq(rows_text(&rows, 1), cstr(person_role_word(n->role))) && uuid_equal(unit, n->unit) && rows_null(&rows, 3);
	}
	return rows_end(&rows, &d->why);
}

static enum err
give_once(struct desk *d, const struct named *n, bool *entered)
{
	struct uuid role;
	bool found;
	enum err err = holds(d, n, &found);

	if (err != OK || found)
		return err;
	*entered = true;
	return directory_give_role(&d->hand, n->person, n->role, n->unit, n->ledger, &role, &d->why);
}

/* The roles of a row are on its unit; an administrator's is on none. */
static enum err
give_row(struct desk *d, const struct people_row *row, bool *entered)
{
	struct str rest = cstr(row->cells[PEOPLE_ROLE]), word;
	struct uuid person, unit = { { 0 } };
	enum err err = rest.n == 0 ? OK : desk_person(d, row->cells[PEOPLE_LOGIN], &person);

	while (err == OK && people_next_word(&rest, &word)) {
		struct named n = { .person = person };

		err = desk_role(d, arena_printf(d->arena, "%.*s", STR_ARG(word)).p, &n.role);
		if (err == OK && !person_role_alone(n.role))
			err = desk_unit(d, row->cells[PEOPLE_UNIT], &unit);
		n.unit = person_role_alone(n.role) ? n.unit : unit;
		if (err == OK)
			err = give_once(d, &n, entered);
	}
	return err;
}

static enum err
role_import(const struct call *c)
{
	return people_import(c, give_row);
}

/* ---- list ---- */

static void
put_json(struct desk *d, const void *thing)
{
	const struct role_item *r = thing;

	json_member_id(&d->out, "id", r->uuid);
	json_member_id(&d->out, "person", r->person);
	json_member_text(&d->out, "login", r->login);
	json_member_text(&d->out, "name", r->person_name);
	json_member_text(&d->out, "role", r->role);
	json_member_id(&d->out, "unit", r->unit);
	json_member_text(&d->out, "unit_name", r->unit_name);
	json_member_id(&d->out, "ledger", r->ledger);
}

static void
put_cells(struct desk *d, const void *thing, struct cells *cells)
{
	const struct role_item *r = thing;
	enum lang lang = d->call->voice.lang;
	enum person_role role;
	char ledger[2 + UUID_TEXT] = "";

	if (!uuid_is_nil(r->ledger))
		uuid_print(stpcpy(ledger, ", "), r->ledger);
	cells_add(d->arena, cells, r->login);
	cells_add(d->arena, cells, r->person_name);
	cells_add(d->arena, cells, person_role_parse(r->role, &role) ? cstr(person_role_label(role, lang)) : r->role);
	cells_add(d->arena, cells, arena_printf(d->arena, "%.*s%s",
	    STR_ARG(r->unit_name.n > 0 ? r->unit_name : cstr(say_text(SAY_EVERYWHERE, lang))), ledger));
}

static const struct listing_form form = { "bihuan.roles/1", "roles", sizeof(struct role_item), put_json, put_cells, 4 };

static enum err
do_list(struct desk *d)
{
	struct role_list list;
	int64_t seq;
	enum err err = desk_seq(d, &seq);

	if (err == OK)
		err = directory_list_roles(d->site.store, d->arena, seq, &list, &d->why);
	if (err == OK)
		listing_print(d, &form, list.v, list.n);
	return err;
}

static const struct verb verbs[] = {
	{ .name = "give", .work = do_give, .writes = true, .least = 2, .most = 2,
	    .usage_zh = "登录名 角色 [--unit 单位] [--ledger 标识]", .usage_en = "LOGIN ROLE [--unit UNIT] [--ledger ID]",
	    .zh = "授予角色；不得授予自己", .en = "give a role; nobody gives one to themselves",
	    .takes = TAKES(DB) | TAKES(JSON) | TAKES(UNIT) | TAKES(LEDGER) },
	{ .name = "take", .work = do_take, .writes = true, .least = 1, .most = 2,
	    .usage_zh = "登录名 角色 [--unit 单位] [--ledger 标识] | 标识", .usage_en = "LOGIN ROLE [--unit UNIT] [--ledger ID] | ID",
	    .zh = "收回角色", .en = "take a role away",
	    .takes = TAKES(DB) | TAKES(JSON) | TAKES(UNIT) | TAKES(LEDGER) },
	{ .name = "import", .run = role_import, .least = 1, .most = 1,
	    .usage_zh = "文件", .usage_en = "FILE",
	    .zh = "授予名单中的角色，列名：姓名、登录名、单位、角色", .en = "give the roles of a sheet with the columns 姓名, 登录名, 单位, 角色",
	    .takes = TAKES(DB) | TAKES(JSON) },
	{ .name = "list", .work = do_list,
	    .usage_zh = "[--as-of 日期]", .usage_en = "[--as-of DAY]",
	    .zh = "列出角色", .en = "list roles",
	    .takes = TAKES(DB) | TAKES(JSON) | TAKES(AS_OF) },
};

const struct command command_role = {
	.name = "role",
	.verbs = verbs,
	.nverbs = sizeof verbs / sizeof verbs[0],
	.usage_zh = "give|take|import|list … [--db 文件] [--json]",
	.usage_en = "give|take|import|list … [--db FILE] [--json]",
	.zh = "人员在单位、台账上的角色",
	.en = "roles of persons on units and ledgers",
};
