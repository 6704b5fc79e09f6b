/* bihuan person: persons, their accounts, and their leaving. */
#include "cli/listing.h"
#include "cli/people_import.h"
#include "cli/verbs.h"
#include "ledger/directory_read.h"

#define NOBODY "-"	/* in place of a successor */

static struct str
option(const struct desk *d, enum option o)
{
	return d->call->opt[o] == NULL ? (struct str){ NULL, 0 } : cstr(d->call->opt[o]);
}

static enum err
do_add(struct desk *d)
{
	struct uuid person;
	enum err err = directory_add_person(&d->hand, cstr(d->call->files[1]), cstr(d->call->files[0]), option(d, OPT_ACCOUNT), &person,
	    &d->why);

	return desk_entered(d, err, "person-added", &person);
}

/* The account that a person has: what is not given stays. */
static enum err
account_of(struct desk *d, struct uuid person, struct str *account)
{
	struct rows rows;

	store_ask(d->site.store, PERSON_NOW, NULL, VALUES(value_id(person.b)), &rows);
	if (rows_next(&rows) && !rows_null(&rows, 2))
		*account = arena_str(d->arena, rows_text(&rows, 2));
	return rows_end(&rows, &d->why);
}

static enum err
do_change(struct desk *d)
{
	struct str account = option(d, OPT_ACCOUNT);
	struct uuid person;
	enum err err = desk_person(d, d->call->files[0], &person);

	if (err == OK && d->call->opt[OPT_ACCOUNT] == NULL)
		err = account_of(d, person, &account);
	if (err == OK)
		err = directory_change_person(&d->hand, person, cstr(d->call->files[1]), account, &d->why);
	return desk_entered(d, err, "person-changed", NULL);
}

/* ---- leaving ---- */

struct leaving {
	struct uuid person;
	struct handover *list;
	size_t n;
	struct role_list roles;		/* of all, as they were before */
};

/* LOGIN of a successor, or "-". */
static enum err
successor(struct desk *d, const char *word, struct uuid *to)
{
	*to = (struct uuid){ { 0 } };
	return strcmp(word, NOBODY) == 0 ? OK : desk_person(d, word, to);
}

/* POST=LOGIN or ROLE=LOGIN: one thing of the list goes to one person. */
static enum err
name_one(struct desk *d, struct leaving *l, const char *word, const char *equals)
{
	struct str what = arena_printf(d->arena, "%.*s", STR_ARG(str_of(word, equals)));
	struct uuid thing, to;
	enum err err = desk_post(d, what.p, &thing);

	if (err == OK)
		err = successor(d, equals + 1, &to);
	if (err != OK)
		return err;
	for (size_t i = 0; i < l->n; i++)
		if (uuid_equal(l->list[i].what, thing)) {
			l->list[i].to = to;
			return OK;
		}
	return desk_refuse(d, what.p, SAY_NOT_THEIRS, E_USAGE);
}

/* A word without "=" is the successor for all that is not named; it comes first. */
static enum err
name_successors(struct desk *d, struct leaving *l)
{
	const struct call *c = d->call;
	enum err err = OK;

	for (size_t i = 1; i < c->nfiles && err == OK; i++) {
		const char *equals = strrchr(c->files[i], '=');
		struct uuid to = { { 0 } };

		if (equals != NULL) {
			err = name_one(d, l, c->files[i], equals);
			continue;
		}
		err = i == 1 ? successor(d, c->files[i], &to) : desk_refuse(d, c->files[i], SAY_TOO_MANY_WORDS, E_USAGE);
		for (size_t j = 0; j < l->n; j++)
			l->list[j].to = to;
	}
	return err;
}

/* The list holds every role once. */
static struct uuid
successor_of(const struct leaving *l, struct uuid what)
{
	for (size_t i = 0; i < l->n; i++)
		if (uuid_equal(l->list[i].what, what))
			return l->list[i].to;
	return (struct uuid){ { 0 } };
}

static struct str
label_of(const struct desk *d, struct str role)
{
	enum person_role r;

	return person_role_parse(role, &r) ? cstr(person_role_label(r, d->call->voice.lang)) : role;
}

static enum err
put_role_to_give(struct desk *d, const struct role_item *r, struct uuid to)
{
	struct rows rows;

	store_ask(d->site.store, PERSON_NOW, NULL, VALUES(value_id(to.b)), &rows);
	if (rows_next(&rows))
		buf_printf(&d->out, "  %.*s  %.*s  %.*s\n", STR_ARG(label_of(d, r->role)),
		    STR_ARG(r->unit_name.n > 0 ? r->unit_name : cstr(say_text(SAY_EVERYWHERE, d->call->voice.lang))),
		    STR_ARG(rows_text(&rows, 1)));
	return rows_end(&rows, &d->why);
}

/* Roles do not pass with a person's leaving: who they are meant for is told to whom it concerns. */
static enum err
put_roles_to_give(struct desk *d, const struct leaving *l)
{
	enum err err = OK;
	bool any = false;

	for (size_t i = 0; i < l->roles.n && err == OK && !desk_json(d); i++) {
		struct uuid to = successor_of(l, l->roles.v[i].uuid);

		if (uuid_is_nil(to))
			continue;
		if (!any)
			buf_printf(&d->out, "%s\n", say_text(SAY_TO_BE_GIVEN, d->call->voice.lang));
		any = true;
		err = put_role_to_give(d, &l->roles.v[i], to);
	}
	return err;
}

static enum err
do_leave(struct desk *d)
{
	struct leaving l = { .n = 0 };
	enum err err = desk_person(d, d->call->files[0], &l.person);

	if (err == OK)
		err = directory_holdings(d->site.store, d->arena, l.person, &l.list, &l.n, &d->why);
	if (err == OK)
		err = directory_list_roles(d->site.store, d->arena, SEQ_NOW, &l.roles, &d->why);
	if (err == OK)
		err = name_successors(d, &l);
	if (err == OK)
		err = directory_leave(&d->hand, l.person, l.list, l.n, NULL, 0, &d->why);
	err = desk_entered(d, err, "person-left", NULL);
	return err == OK ? put_roles_to_give(d, &l) : err;
}

/* ---- from a sheet ---- */

/* Whose the login is; nil: nobody's yet. E_TAKEN where that is somebody of another name. */
static enum err
person_of_row(struct desk *d, const struct people_row *row, struct uuid *out)
{
	struct rows rows;
	bool same = true;
	enum err err;

	*out = (struct uuid){ { 0 } };
	store_ask(d->site.store, PERSON_BY_LOGIN, NULL, VALUES(value_text(cstr(row->cells[PEOPLE_LOGIN]))), &rows);
	if (rows_next(&rows)) {
		rows_bytes(&rows, 0, out->b, UUID_BYTES);
		same = str_eq(rows_text(&rows, 1), cstr(row->cells[PEOPLE_NAME]));
	}
	err = rows_end(&rows, &d->why);
	return err != OK || same ? err : desk_refuse(d, row->cells[PEOPLE_LOGIN], SAY_OTHER_NAME, E_TAKEN);
}

static enum err
post_of_row(struct desk *d, const struct people_row *row, struct uuid *post, bool *entered)
{
	struct str name = cstr(row->cells[PEOPLE_POST]);
	struct uuid unit, *found;
	size_t n = 0;
	enum err err = desk_unit(d, row->cells[PEOPLE_UNIT], &unit);

	if (err == OK)
		err = directory_find_posts(d->site.store, d->arena, unit, name, &found, &n, &d->why);
	if (err != OK)
		return err;
	if (n > 1)
		return desk_refuse(d, row->cells[PEOPLE_POST], SAY_SEVERAL_POSTS, E_USAGE);
	if (n == 0) {
		*entered = true;
		return directory_add_post(&d->hand, unit, name, post, &d->why);
	}
	*post = found[0];
	return OK;
}

/* Who holds it already is left there. */
static enum err
hold_once(struct desk *d, struct uuid post, struct uuid person, bool *entered)
{
	struct uuid holder = { { 0 } };
	struct rows rows;
	enum err err;

	store_ask(d->site.store, HOLDER_NOW, NULL, VALUES(value_id(post.b)), &rows);
	if (rows_next(&rows))
		rows_bytes(&rows, 0, holder.b, UUID_BYTES);
	err = rows_end(&rows, &d->why);
	if (err != OK || uuid_equal(holder, person))
		return err;
	*entered = true;
	return directory_hold_post(&d->hand, post, person, &d->why);
}

static enum err
enter_row(struct desk *d, const struct people_row *row, bool *entered)
{
	struct uuid person, post;
	enum err err = person_of_row(d, row, &person);

	if (err == OK && uuid_is_nil(person)) {
		*entered = true;
		err = directory_add_person(&d->hand, cstr(row->cells[PEOPLE_NAME]), cstr(row->cells[PEOPLE_LOGIN]),
		    (struct str){ NULL, 0 }, &person, &d->why);
	}
	if (err != OK || row->cells[PEOPLE_POST][0] == '\0')
		return err;
	err = post_of_row(d, row, &post, entered);
	return err == OK ? hold_once(d, post, person, entered) : err;
}

static enum err
person_import(const struct call *c)
{
	return people_import(c, enter_row);
}

/* ---- list ---- */

static void
put_json_roles(struct buf *b, const struct role_list *roles)
{
	json_member(b, "roles");
	JSON_PUT(b, "[");
	for (size_t i = 0; i < roles->n; i++) {
		json_next(b);
		JSON_PUT(b, "{");
		json_member_id(b, "id", roles->v[i].uuid);
		json_member_text(b, "role", roles->v[i].role);
		json_member_id(b, "unit", roles->v[i].unit);
		json_member_text(b, "unit_name", roles->v[i].unit_name);
		json_member_id(b, "ledger", roles->v[i].ledger);
		JSON_PUT(b, "}");
	}
	JSON_PUT(b, "]");
}

static void
put_json_posts(struct buf *b, const struct post_list *posts)
{
	json_member(b, "posts");
	JSON_PUT(b, "[");
	for (size_t i = 0; i < posts->n; i++) {
		json_next(b);
		JSON_PUT(b, "{");
		json_member_id(b, "id", posts->v[i].uuid);
		json_member_text(b, "name", posts->v[i].name);
		json_member_id(b, "unit", posts->v[i].unit);
		json_member_text(b, "unit_name", posts->v[i].unit_name);
		JSON_PUT(b, "}");
	}
	JSON_PUT(b, "]");
}

static void
put_json(struct desk *d, const void *thing)
{
	const struct person_item *p = thing;

	json_member_id(&d->out, "person", p->uuid);
	json_member_text(&d->out, "login", p->login);
	json_member_text(&d->out, "name", p->name);
	json_member_text(&d->out, "account", p->account);
	put_json_roles(&d->out, &p->roles);
	put_json_posts(&d->out, &p->posts);
}

/* "经办@某委, 某委/分管副主任" */
static struct str
duties_of(struct desk *d, const struct person_item *p)
{
	struct str all = { NULL, 0 };

	for (size_t i = 0; i < p->roles.n; i++) {
		const struct role_item *r = &p->roles.v[i];

		all = arena_printf(d->arena, "%.*s%s%.*s%s%.*s", STR_ARG(all), all.n > 0 ? ", " : "", STR_ARG(label_of(d, r->role)),
		    r->unit_name.n > 0 ? "@" : "", STR_ARG(r->unit_name));
	}
	for (size_t i = 0; i < p->posts.n; i++)
		all = arena_printf(d->arena, "%.*s%s%.*s/%.*s", STR_ARG(all), all.n > 0 ? ", " : "", STR_ARG(p->posts.v[i].unit_name),
		    STR_ARG(p->posts.v[i].name));
	return all;
}

static void
put_cells(struct desk *d, const void *thing, struct cells *cells)
{
	const struct person_item *p = thing;

	cells_add(d->arena, cells, p->login);
	cells_add(d->arena, cells, p->name);
	cells_add(d->arena, cells, duties_of(d, p));
}

static const struct listing_form form = { "bihuan.persons/1", "persons", sizeof(struct person_item), put_json, put_cells, 3 };

static enum err
do_list(struct desk *d)
{
	struct person_list list;
	int64_t seq;
	enum err err = desk_seq(d, &seq);

	if (err == OK)
		err = directory_list_persons(d->site.store, d->arena, seq, &list, &d->why);
	if (err == OK)
		listing_print(d, &form, list.v, list.n);
	return err;
}

static const struct verb verbs[] = {
	{ .name = "add", .work = do_add, .writes = true, .least = 2, .most = 2,
	    .usage_zh = "登录名 姓名 [--account 账号]", .usage_en = "LOGIN NAME [--account ACCOUNT]",
	    .zh = "增加人员；登录名不得重复使用", .en = "add a person; a login is never given again",
	    .takes = TAKES(DB) | TAKES(JSON) | TAKES(ACCOUNT) },
	{ .name = "change", .work = do_change, .writes = true, .least = 2, .most = 2,
	    .usage_zh = "登录名 姓名 [--account 账号]", .usage_en = "LOGIN NAME [--account ACCOUNT]",
	    .zh = "更改姓名、账号", .en = "change the name and the account",
	    .takes = TAKES(DB) | TAKES(JSON) | TAKES(ACCOUNT) },
	{ .name = "leave", .work = do_leave, .writes = true, .least = 1, .most = HANDOVER_MOST,
	    .usage_zh = "登录名 [接任人|-] [岗位或角色=接任人|-]…", .usage_en = "LOGIN [SUCCESSOR|-] [POST-OR-ROLE=SUCCESSOR|-]…",
	    .zh = "离开并移交：岗位转给接任人，角色终止", .en = "end with a hand-over: posts go to their successors, roles end",
	    .takes = TAKES(DB) | TAKES(JSON) },
	{ .name = "import", .run = person_import, .least = 1, .most = 1,
	    .usage_zh = "文件", .usage_en = "FILE",
	    .zh = "录入名单，列名：姓名、登录名、单位、岗位；角色由 role import 授予",
	    .en = "enter a sheet with the columns 姓名, 登录名, 单位, 岗位; its roles are given by role import",
	    .takes = TAKES(DB) | TAKES(JSON) },
	{ .name = "list", .work = do_list,
	    .usage_zh = "[--as-of 日期]", .usage_en = "[--as-of DAY]",
	    .zh = "列出人员及其角色、岗位", .en = "list persons with their roles and posts",
	    .takes = TAKES(DB) | TAKES(JSON) | TAKES(AS_OF) },
};

const struct command command_person = {
	.name = "person",
	.verbs = verbs,
	.nverbs = sizeof verbs / sizeof verbs[0],
	.usage_zh = "add|change|leave|import|list … [--db 文件] [--json]",
	.usage_en = "add|change|leave|import|list … [--db FILE] [--json]",
	.zh = "人员：登录名、姓名、离开和移交",
	.en = "persons: logins, names, leaving with a hand-over",
};
