/* Persons who change and leave, posts, delegations, portfolios, and who may do what. */
#include "test.h"

#include "directory.h"

static enum err
role_given(struct fixture *f, const struct hand *h, struct uuid person, enum person_role role)
{
	struct uuid out;

	(void)f;
	return directory_give_role(h, person, role, nobody, nobody, &out, NULL);
}

static struct uuid
holder(struct fixture *f, struct uuid post)
{
	struct uuid person = nobody;
	struct rows rows;

	store_ask(f->site.store, HOLDER_NOW, NULL, VALUES(value_id(post.b)), &rows);
	if (rows_next(&rows))
		rows_bytes(&rows, 0, person.b, UUID_BYTES);
	must(rows_end(&rows, &why));
	return person;
}

static unsigned
count(struct fixture *f, enum statement st, struct values v)
{
	struct rows rows;
	unsigned n = 0;

	store_ask(f->site.store, st, NULL, v, &rows);
	while (rows_next(&rows))
		n++;
	must(rows_end(&rows, &why));
	return n;
}

/* ---- persons ---- */

static void
who_changes(void **state)
{
	struct fixture f;
	struct uuid li, other;
	struct person_list list;
	bool found;

	(void)state;
	fixture_make(&f);
	li = add_person(&f, "li");
	must(directory_change_person(&f.hand, li, STR("李某甲"), STR("lijia"), &why));
	must(directory_by_account(f.site.store, STR("lijia"), &other, &found, &why));
	assert_true(found && uuid_equal(other, li));
	must(directory_change_person(&f.hand, li, STR("李某乙"), STR("lijia"), &why));	/* it is theirs */
	assert_int_equal(directory_change_person(&f.hand, li, STR("李某"), STR("clerk"), NULL), E_TAKEN);
	assert_int_equal(directory_change_person(&f.hand, li, STR(""), STR(""), NULL), E_USAGE);
	assert_int_equal(directory_change_person(&f.hand, li, STR("李某"), STR("a\nb"), NULL), E_USAGE);
	assert_int_equal(directory_change_person(&f.hand, nobody, STR("李某"), STR(""), NULL), E_ABSENT);
	must(directory_change_person(&f.hand, li, STR("李某丙"), (struct str){ NULL, 0 }, &why));
	must(directory_by_account(f.site.store, STR("lijia"), &other, &found, &why));
	assert_false(found);
	must(directory_list_persons(f.site.store, f.arena, SEQ_NOW, &list, &why));
	assert_int_equal(list.n, 5);
	assert_str(list.v[1].login, "li");
	assert_str(list.v[1].name, "李某丙");
	assert_true(rebuilt_as_kept(&f));
	fixture_free(&f);
}

static void
who_leaves(void **state)
{
	struct fixture f;
	struct uuid unit, li, wang, zhang, chief, deputy, role, out, record;
	struct handover all[3];
	bool found;

	(void)state;
	fixture_make(&f);
	unit = add_unit(&f, nobody, "甲委");
	li = add_person(&f, "li");
	wang = add_person(&f, "wang");
	zhang = add_person(&f, "zhang");
	chief = add_post(&f, unit, "主任");
	deputy = add_post(&f, unit, "副主任");
	must(directory_hold_post(&f.hand, chief, li, &why));
	must(directory_hold_post(&f.hand, deputy, li, &why));
	must(directory_give_role(&f.hand, li, PERSON_ROLE_LEADER, unit, nobody, &role, &why));
	must(directory_delegate(&f.hand, li, zhang, TODAY, TODAY + 3, STR("出差"), &out, &why));
	must(directory_set_portfolio(&f.hand, li, &unit, 1, NULL, 0, &why));
	must(uuid_new(&record));
	all[0] = (struct handover){ chief, wang };
	all[1] = (struct handover){ deputy, nobody };
	all[2] = (struct handover){ role, wang };

	assert_int_equal(directory_leave(&f.hand, li, all, 2, &record, 1, NULL), E_USAGE);	/* the role is not named */
	assert_int_equal(directory_leave(&f.hand, li, all + 1, 2, &record, 1, NULL), E_USAGE);	/* nor the first post */
	assert_int_equal(directory_leave(&f.hand, li, (struct handover[]){ all[0], all[1], all[2], all[0] }, 4, NULL, 0, NULL), E_USAGE);
	all[0].to = li;
	assert_int_equal(directory_leave(&f.hand, li, all, 3, &record, 1, NULL), E_USAGE);
	all[0].to = person_of(&f, "auditor");
	assert_int_equal(directory_leave(&f.hand, li, all, 3, &record, 1, NULL), E_TAKEN);
	all[0].to = record;
	assert_int_equal(directory_leave(&f.hand, li, all, 3, &record, 1, NULL), E_ABSENT);
	all[0].to = wang;
	assert_int_equal(directory_leave(&f.hand, li, all, HANDOVER_MOST + 1, NULL, 0, NULL), E_TOOBIG);
	assert_int_equal(directory_leave(&f.hand, record, all, 3, NULL, 0, NULL), E_ABSENT);

	must(directory_leave(&f.hand, li, all, 3, &record, 1, &why));
	assert_true(uuid_equal(holder(&f, chief), wang) && uuid_is_nil(holder(&f, deputy)));
	assert_int_equal(count(&f, ROLES_OF, VALUES(value_id(li.b))), 0);
	assert_int_equal(count(&f, ROLES_OF, VALUES(value_id(wang.b))), 0);	/* that is the security administrator's to give */
	assert_int_equal(count(&f, PORTFOLIO_OF, VALUES(value_id(li.b))), 0);
	assert_int_equal(count(&f, DELEGATIONS_TO, VALUES(value_id(zhang.b), value_int(TODAY))), 0);
	must(directory_by_login(f.site.store, STR("li"), &out, &found, &why));
	assert_false(found);
	/* The login is nobody else's, and who left gets nothing more. */
	assert_int_equal(directory_add_person(&f.hand, STR("李另某"), STR("li"), STR(""), &out, NULL), E_TAKEN);
	assert_int_equal(directory_hold_post(&f.hand, deputy, li, NULL), E_ABSENT);
	assert_int_equal(role_given(&f, &f.hand, li, PERSON_ROLE_VIEWER), E_ABSENT);
	assert_int_equal(directory_change_person(&f.hand, li, STR("李某"), STR(""), NULL), E_ABSENT);
	assert_int_equal(directory_leave(&f.hand, li, NULL, 0, NULL, 0, NULL), E_ABSENT);
	assert_true(rebuilt_as_kept(&f));
	fixture_free(&f);
}

/* What a person hands over is asked of the directory, and is what it wants. */
static void
holdings_are_the_list(void **state)
{
	struct fixture f;
	struct uuid li, role, post;
	struct handover *list;
	size_t n;

	(void)state;
	fixture_make(&f);
	li = add_person(&f, "li");
	post = add_post(&f, add_unit(&f, nobody, "甲委"), "主任");
	must(directory_hold_post(&f.hand, post, li, &why));
	must(directory_give_role(&f.hand, li, PERSON_ROLE_LEADER, nobody, nobody, &role, &why));
	must(directory_holdings(f.site.store, f.arena, li, &list, &n, &why));
	assert_true(n == 2 && uuid_equal(list[0].what, post) && uuid_equal(list[1].what, role) && uuid_is_nil(list[0].to));
	must(directory_leave(&f.hand, li, list, n, NULL, 0, &why));
	fixture_free(&f);
}

/* One of each of the three administrators stays. */
static void
the_last_administrator(void **state)
{
	struct fixture f;
	struct uuid auditor, role, other;
	struct handover *list;
	size_t n;

	(void)state;
	fixture_make(&f);
	auditor = person_of(&f, "auditor");
	must(directory_holdings(f.site.store, f.arena, auditor, &list, &n, &why));
	assert_int_equal(n, 1);
	assert_int_equal(directory_leave(&f.hand, auditor, list, n, NULL, 0, NULL), E_TAKEN);
	assert_int_equal(directory_take_role(&f.hand, list[0].what, NULL), E_TAKEN);
	other = add_person(&f, "shen");
	must(directory_give_role(&f.hand, other, PERSON_ROLE_AUDIT, nobody, nobody, &role, &why));
	must(directory_leave(&f.hand, auditor, list, n, NULL, 0, &why));
	assert_int_equal(directory_take_role(&f.hand, role, NULL), E_TAKEN);
	fixture_free(&f);
}

/* ---- posts ---- */

static void
posts(void **state)
{
	struct fixture f;
	struct uuid a, b, li, wang, chief, out;
	struct post_list list;
	int64_t then;

	(void)state;
	fixture_make(&f);
	a = add_unit(&f, nobody, "甲委");
	b = add_unit(&f, nobody, "乙局");
	li = add_person(&f, "li");
	wang = add_person(&f, "wang");
	chief = add_post(&f, a, "主任");
	add_post(&f, b, "主任");
	assert_int_equal(directory_add_post(&f.hand, a, STR("主任"), &out, NULL), E_TAKEN);
	assert_int_equal(directory_add_post(&f.hand, a, STR(" "), &out, NULL), E_USAGE);
	assert_int_equal(directory_add_post(&f.hand, nobody, STR("主任"), &out, NULL), E_ABSENT);
	assert_int_equal(directory_leave_post(&f.hand, chief, NULL), E_ABSENT);
	must(directory_hold_post(&f.hand, chief, li, &why));
	then = seq_now(&f);
	assert_int_equal(directory_hold_post(&f.hand, chief, wang, NULL), E_TAKEN);
	assert_int_equal(directory_hold_post(&f.hand, chief, li, NULL), E_TAKEN);
	assert_int_equal(directory_end_post(&f.hand, chief, NULL), E_TAKEN);
	assert_int_equal(role_given(&f, &f.hand, li, PERSON_ROLE_AUDIT), E_TAKEN);
	must(directory_leave_post(&f.hand, chief, &why));
	assert_int_equal(directory_hold_post(&f.hand, chief, person_of(&f, "sysadmin"), NULL), E_TAKEN);
	must(directory_hold_post(&f.hand, chief, wang, &why));
	must(directory_leave_post(&f.hand, chief, &why));
	must(directory_set_portfolio(&f.hand, chief, &b, 1, NULL, 0, &why));
	must(directory_end_post(&f.hand, chief, &why));
	assert_int_equal(count(&f, PORTFOLIO_OF, VALUES(value_id(chief.b))), 0);
	assert_int_equal(directory_hold_post(&f.hand, chief, li, NULL), E_ABSENT);
	assert_int_equal(directory_end_post(&f.hand, chief, NULL), E_ABSENT);
	assert_int_equal(count(&f, HOLDER_AT, VALUES(value_id(chief.b), value_int(then))), 1);
	assert_int_equal(count(&f, POSTS_OF_AT, VALUES(value_id(li.b), value_int(then))), 1);
	assert_int_equal(count(&f, POSTS_OF, VALUES(value_id(li.b))), 0);
	must(directory_list_posts(f.site.store, f.arena, then, &list, &why));
	assert_int_equal(list.n, 2);
	assert_str(list.v[0].login, "li");
	assert_int_equal(list.v[1].login.n, 0);
	add_post(&f, a, "主任");	/* the name is free again */
	assert_true(rebuilt_as_kept(&f));
	fixture_free(&f);
}

/* Two posts of one name come together only by a merger. */
static void
posts_that_come_together(void **state)
{
	struct fixture f;
	struct uuid a, b, *found;
	size_t n;

	(void)state;
	fixture_make(&f);
	a = add_unit(&f, nobody, "甲委");
	b = add_unit(&f, nobody, "乙局");
	add_post(&f, a, "主任");
	add_post(&f, b, "主任");
	must(directory_merge_unit(&f.hand, b, a, &why));
	must(directory_find_posts(f.site.store, f.arena, a, STR("主任"), &found, &n, &why));
	assert_int_equal(n, 2);
	fixture_free(&f);
}

/* ---- portfolios ---- */

static void
portfolios(void **state)
{
	struct fixture f;
	struct uuid a, b, li, chief, ledger, none[PORTFOLIO_MOST + 1];
	struct portfolio_list list;

	(void)state;
	fixture_make(&f);
	a = add_unit(&f, nobody, "甲委");
	b = add_unit(&f, nobody, "乙局");
	li = add_person(&f, "li");
	chief = add_post(&f, a, "分管副主任");
	must(uuid_new(&ledger));
	memset(none, 0, sizeof none);
	must(directory_set_portfolio(&f.hand, chief, (struct uuid[]){ a, b }, 2, &ledger, 1, &why));
	must(directory_set_portfolio(&f.hand, li, &b, 1, NULL, 0, &why));
	must(directory_hold_post(&f.hand, chief, li, &why));
	assert_int_equal(count(&f, PORTFOLIO_OF, VALUES(value_id(chief.b))), 3);
	assert_int_equal(count(&f, PORTFOLIO_OF_PERSON, VALUES(value_id(li.b))), 3);	/* each once: a, b, the ledger */
	must(directory_list_portfolios(f.site.store, f.arena, SEQ_NOW, &list, &why));
	assert_int_equal(list.n, 4);
	must(directory_set_portfolio(&f.hand, chief, &a, 1, NULL, 0, &why));
	assert_int_equal(count(&f, PORTFOLIO_OF_PERSON, VALUES(value_id(li.b))), 2);
	must(directory_set_portfolio(&f.hand, chief, NULL, 0, NULL, 0, &why));
	assert_int_equal(count(&f, PORTFOLIO_OF_PERSON, VALUES(value_id(li.b))), 1);
	assert_int_equal(directory_set_portfolio(&f.hand, li, (struct uuid[]){ a, a }, 2, NULL, 0, NULL), E_USAGE);
	assert_int_equal(directory_set_portfolio(&f.hand, li, NULL, 0, (struct uuid[]){ ledger, ledger }, 2, NULL), E_USAGE);
	assert_int_equal(directory_set_portfolio(&f.hand, li, none, PORTFOLIO_MOST + 1, NULL, 0, NULL), E_USAGE);
	assert_int_equal(directory_set_portfolio(&f.hand, li, &ledger, 1, NULL, 0, NULL), E_ABSENT);
	assert_int_equal(directory_set_portfolio(&f.hand, li, NULL, 0, none, 1, NULL), E_ABSENT);
	assert_int_equal(directory_set_portfolio(&f.hand, ledger, &a, 1, NULL, 0, NULL), E_ABSENT);
	assert_int_equal(directory_set_portfolio(&f.hand, person_of(&f, "auditor"), &a, 1, NULL, 0, NULL), E_TAKEN);
	assert_int_equal(role_given(&f, &f.hand, li, PERSON_ROLE_SYSTEM), E_TAKEN);
	assert_true(rebuilt_as_kept(&f));
	fixture_free(&f);
}

/* ---- delegations ---- */

enum { LI, WANG, ZHANG, AUDITOR };

static const struct { int from, to, first, last; const char *reason; enum err err; } delegations[] = {
	{ LI, WANG, 5, 10, "休假", OK },
	{ LI, WANG, 5, 10, "休假", OK },		/* twice does no harm */
	{ LI, ZHANG, 7, 20, "B岗", OK },		/* two for one */
	{ LI, LI, 5, 10, "休假", E_USAGE },
	{ LI, WANG, 10, 9, "休假", E_USAGE },
	{ LI, WANG, -3, -1, "休假", E_USAGE },	/* over before today */
	{ LI, WANG, -3, 0, "休假", OK },
	{ LI, WANG, 0, DELEGATION_MOST, "休假", E_USAGE },
	{ LI, WANG, 200, 200 + DELEGATION_MOST - 1, "休假", OK },
	{ LI, WANG, 70000, 70001, "休假", E_USAGE },	/* beyond all days */
	{ LI, WANG, 5, 10, "", E_USAGE },
	{ LI, AUDITOR, 5, 10, "休假", E_TAKEN },
	{ AUDITOR, LI, 5, 10, "休假", E_TAKEN },
	{ WANG, ZHANG, 10, 30, "休假", E_TAKEN },	/* what came from li is not handed on: on the tenth */
	{ WANG, ZHANG, 11, 12, "休假", OK },
	{ ZHANG, LI, 0, 5, "休假", E_TAKEN },	/* li gives on the fifth */
	{ ZHANG, LI, 1, 4, "休假", OK },
};

static void
delegated(void **state)
{
	struct fixture f;
	struct uuid who[4], out, first = nobody;
	bool may;

	(void)state;
	fixture_make(&f);
	who[LI] = add_person(&f, "li");
	who[WANG] = add_person(&f, "wang");
	who[ZHANG] = add_person(&f, "zhang");
	who[AUDITOR] = person_of(&f, "auditor");
	for (size_t i = 0; i < sizeof delegations / sizeof delegations[0]; i++) {
		enum err err = directory_delegate(&f.hand, who[delegations[i].from], who[delegations[i].to], TODAY + delegations[i].first,
		    TODAY + delegations[i].last, cstr(delegations[i].reason), &out, NULL);

		if (err != delegations[i].err)
			fail_msg("%zu: %s", i, err_name(err));
		first = i == 0 ? out : first;
	}
	for (int day = 3; day <= 12; day++) {
		must(directory_may_act_for(f.site.store, who[WANG], who[LI], TODAY + day, &may, &why));
		assert_int_equal(may, day >= 5 && day <= 10);
		must(directory_may_act_for(f.site.store, who[LI], who[WANG], TODAY + day, &may, &why));
		assert_false(may);
		must(directory_may_act_for(f.site.store, who[ZHANG], who[WANG], TODAY + day, &may, &why));
		assert_int_equal(may, day >= 11);
	}
	assert_int_equal(count(&f, DELEGATIONS_TO, VALUES(value_id(who[WANG].b), value_int(TODAY + 5))), 2);
	must(directory_end_delegation(&f.hand, first, &why));
	assert_int_equal(count(&f, DELEGATIONS_TO, VALUES(value_id(who[WANG].b), value_int(TODAY + 5))), 1);
	assert_int_equal(directory_end_delegation(&f.hand, first, NULL), E_ABSENT);
	assert_int_equal(role_given(&f, &f.hand, who[WANG], PERSON_ROLE_AUDIT), E_TAKEN);
	assert_int_equal(directory_delegate(&f.hand, who[LI], first, TODAY, TODAY, STR("休假"), &out, NULL), E_ABSENT);
	assert_true(rebuilt_as_kept(&f));
	fixture_free(&f);
}

/* ---- who may ---- */

/* Each thing that can be done, tried by each: whether it is let do it. */
struct stage {
	struct fixture f;
	struct uuid unit, spare, into, person, leaver, post, vacant, role, delegation;
	unsigned n;
};

static enum err
try_unit_add(struct stage *s, const struct hand *h)
{
	return directory_add_unit(h, s->unit, STR("处"), true, &(struct uuid){ { 0 } }, NULL);
}

static enum err
try_unit_rename(struct stage *s, const struct hand *h)
{
	return directory_rename_unit(h, s->unit, arena_printf(s->f.arena, "甲%u", s->n), NULL);
}

static enum err
try_unit_alias(struct stage *s, const struct hand *h)
{
	return directory_alias_unit(h, s->unit, arena_printf(s->f.arena, "又%u", s->n), NULL);
}

static enum err
try_unit_move(struct stage *s, const struct hand *h)
{
	return directory_move_unit(h, s->spare, s->unit, NULL);
}

static enum err
try_unit_merge(struct stage *s, const struct hand *h)
{
	return directory_merge_unit(h, s->into, s->unit, NULL);
}

static enum err
try_person_add(struct stage *s, const struct hand *h)
{
	return directory_add_person(h, STR("新某"), arena_printf(s->f.arena, "new%u", s->n), STR(""), &(struct uuid){ { 0 } }, NULL);
}

static enum err
try_person_change(struct stage *s, const struct hand *h)
{
	return directory_change_person(h, s->person, STR("王某"), STR(""), NULL);
}

static enum err
try_person_leave(struct stage *s, const struct hand *h)
{
	return directory_leave(h, s->leaver, NULL, 0, NULL, 0, NULL);
}

static enum err
try_role_give(struct stage *s, const struct hand *h)
{
	return role_given(&s->f, h, s->person, PERSON_ROLE_VIEWER);
}

static enum err
try_role_give_self(struct stage *s, const struct hand *h)
{
	(void)s;
	return role_given(&s->f, h, uuid_is_nil(h->person) ? s->person : h->person, PERSON_ROLE_VIEWER);
}

static enum err
try_role_take(struct stage *s, const struct hand *h)
{
	return directory_take_role(h, s->role, NULL);
}

static enum err
try_post_add(struct stage *s, const struct hand *h)
{
	return directory_add_post(h, s->unit, arena_printf(s->f.arena, "岗%u", s->n), &(struct uuid){ { 0 } }, NULL);
}

static enum err
try_post_hold(struct stage *s, const struct hand *h)
{
	return directory_hold_post(h, s->vacant, s->person, NULL);
}

static enum err
try_post_leave(struct stage *s, const struct hand *h)
{
	return directory_leave_post(h, s->post, NULL);
}

static enum err
try_post_end(struct stage *s, const struct hand *h)
{
	return directory_end_post(h, s->vacant, NULL);
}

static enum err
try_portfolio(struct stage *s, const struct hand *h)
{
	return directory_set_portfolio(h, s->person, &s->unit, 1, NULL, 0, NULL);
}

static enum err
try_portfolio_self(struct stage *s, const struct hand *h)
{
	return directory_set_portfolio(h, uuid_is_nil(h->person) ? s->person : h->person, &s->unit, 1, NULL, 0, NULL);
}

static enum err
try_delegate(struct stage *s, const struct hand *h)
{
	return directory_delegate(h, s->person, s->leaver, TODAY, TODAY, STR("休假"), &(struct uuid){ { 0 } }, NULL);
}

static enum err
try_delegate_own(struct stage *s, const struct hand *h)
{
	return directory_delegate(h, uuid_is_nil(h->person) ? s->person : h->person, s->leaver, TODAY, TODAY, STR("休假"),
	    &(struct uuid){ { 0 } }, NULL);
}

static enum err
try_delegation_end(struct stage *s, const struct hand *h)
{
	return directory_end_delegation(h, s->delegation, NULL);
}

/* The engine, the three administrators, somebody who does business (of whom the delegation is), somebody else, the first for the second. */
enum { ENGINE, SYSTEM, SECURITY, AUDIT, OFFICE, OTHER, ACTING, ACTORS };

#define MAY OK
#define NOT E_RIGHT
static const struct {
	const char *name;
	enum err (*try)(struct stage *, const struct hand *);
	enum err want[ACTORS];
} rights[] = {
	/*						engine	system	security audit	office	other	acting for */
	{ "unit add",		try_unit_add,		{ MAY,	MAY,	NOT,	NOT,	NOT,	NOT,	NOT } },
	{ "unit rename",	try_unit_rename,	{ MAY,	MAY,	NOT,	NOT,	NOT,	NOT,	NOT } },
	{ "unit alias",		try_unit_alias,		{ MAY,	MAY,	NOT,	NOT,	NOT,	NOT,	NOT } },
	{ "unit move",		try_unit_move,		{ MAY,	MAY,	NOT,	NOT,	NOT,	NOT,	NOT } },
	{ "unit merge",		try_unit_merge,		{ MAY,	MAY,	NOT,	NOT,	NOT,	NOT,	NOT } },
	{ "person add",		try_person_add,		{ MAY,	MAY,	NOT,	NOT,	NOT,	NOT,	NOT } },
	{ "person change",	try_person_change,	{ MAY,	MAY,	NOT,	NOT,	NOT,	NOT,	NOT } },
	{ "person leave",	try_person_leave,	{ MAY,	MAY,	NOT,	NOT,	NOT,	NOT,	NOT } },
	{ "role give",		try_role_give,		{ MAY,	NOT,	MAY,	NOT,	NOT,	NOT,	NOT } },
	{ "role to oneself",	try_role_give_self,	{ MAY,	NOT,	NOT,	NOT,	NOT,	NOT,	NOT } },
	{ "role take",		try_role_take,		{ MAY,	NOT,	MAY,	NOT,	NOT,	NOT,	NOT } },
	{ "post add",		try_post_add,		{ MAY,	MAY,	NOT,	NOT,	NOT,	NOT,	NOT } },
	{ "post hold",		try_post_hold,		{ MAY,	MAY,	NOT,	NOT,	NOT,	NOT,	NOT } },
	{ "post leave",		try_post_leave,		{ MAY,	MAY,	NOT,	NOT,	NOT,	NOT,	NOT } },
	{ "post end",		try_post_end,		{ MAY,	MAY,	NOT,	NOT,	NOT,	NOT,	NOT } },
	{ "portfolio",		try_portfolio,		{ MAY,	NOT,	MAY,	NOT,	NOT,	NOT,	NOT } },
	/* Of an administrator: excluded already. */
	{ "portfolio of one's own", try_portfolio_self,	{ MAY,	E_TAKEN, E_TAKEN, E_TAKEN, NOT,	NOT,	E_TAKEN } },
	{ "delegate another's",	try_delegate,		{ MAY,	NOT,	MAY,	NOT,	NOT,	NOT,	NOT } },
	{ "delegate one's own",	try_delegate_own,	{ MAY,	E_TAKEN, E_TAKEN, E_TAKEN, MAY,	MAY,	NOT } },
	{ "end a delegation",	try_delegation_end,	{ MAY,	NOT,	MAY,	NOT,	MAY,	NOT,	NOT } },
};

static void
set_stage(struct stage *s)
{
	struct fixture *f = &s->f;

	fixture_make(f);
	s->unit = add_unit(f, nobody, "甲委");
	s->spare = add_unit(f, nobody, "乙局");
	s->into = add_unit(f, nobody, "丙局");
	s->person = add_person(f, "wang");
	s->leaver = add_person(f, "zhao");
	s->post = add_post(f, s->unit, "主任");
	s->vacant = add_post(f, s->unit, "副主任");
	must(directory_hold_post(&f->hand, s->post, s->person, &why));
	must(directory_give_role(&f->hand, s->person, PERSON_ROLE_REVIEWER, nobody, nobody, &s->role, &why));
	must(directory_delegate(&f->hand, person_of(f, "office"), s->person, TODAY + 9, TODAY + 9, STR("休假"), &s->delegation, &why));
}

static void
who_may(void **state)
{
	static const char *const logins[ACTORS] = { NULL, "sysadmin", "secadmin", "auditor", "office", "other", "sysadmin" };
	struct stage s = { .n = 0 };

	(void)state;
	set_stage(&s);
	add_person(&s.f, "other");
	for (size_t i = 0; i < sizeof rights / sizeof rights[0]; i++)
		for (int who = 0; who < ACTORS; who++) {
			struct hand h = s.f.hand;
			enum err err;

			h.person = logins[who] == NULL ? nobody : person_of(&s.f, logins[who]);
			h.acting_for = who == ACTING ? person_of(&s.f, "office") : nobody;
			s.n++;
			must(store_mark(s.f.site.store, &why));
			err = rights[i].try(&s, &h);
			must(store_mark_undo(s.f.site.store, &why));
			journal_forget(s.f.site.journal);
			if (err != rights[i].want[who])
				fail_msg("%s by %s: %s", rights[i].name, logins[who] == NULL ? "the engine" : logins[who], err_name(err));
		}
	fixture_free(&s.f);
}

/* Who had the right, and has it no more. */
static void
rights_that_ended(void **state)
{
	struct fixture f;
	struct uuid second, role, out;
	struct hand h;

	(void)state;
	fixture_make(&f);
	second = add_person(&f, "second");
	must(directory_give_role(&f.hand, second, PERSON_ROLE_SYSTEM, nobody, nobody, &role, &why));
	h = f.hand;
	h.person = second;
	must(directory_add_unit(&h, nobody, STR("甲"), false, &out, &why));
	must(directory_take_role(&f.hand, role, &why));
	assert_int_equal(directory_add_unit(&h, nobody, STR("乙"), false, &out, NULL), E_RIGHT);
	must(directory_leave(&f.hand, second, NULL, 0, NULL, 0, &why));
	assert_int_equal(directory_delegate(&h, second, person_of(&f, "office"), TODAY, TODAY, STR("休假"), &out, NULL), E_ABSENT);
	fixture_free(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_changes),
		cmocka_unit_test(who_leaves),
		cmocka_unit_test(holdings_are_the_list),
		cmocka_unit_test(the_last_administrator),
		cmocka_unit_test(posts),
		cmocka_unit_test(posts_that_come_together),
		cmocka_unit_test(portfolios),
		cmocka_unit_test(delegated),
		cmocka_unit_test(who_may),
		cmocka_unit_test(rights_that_ended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
