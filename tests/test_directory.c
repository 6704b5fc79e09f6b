#include "test.h"

#include "directory.h"

static void
assert_path(struct fixture *f, struct uuid unit, const char *path)
{
	struct rows rows;

	store_ask(f->site.store, UNIT_NOW, NULL, VALUES(value_id(unit.b)), &rows);
	assert_true(rows_next(&rows));
	assert_str(rows_text(&rows, 0), path);
	must(rows_end(&rows, &why));
}

static void
units_below_units(void **state)
{
	struct fixture f;
	struct uuid a, b, c;

	(void)state;
	fixture_make(&f);
	a = add_unit(&f, nobody, "另一机关");	/* beside the first, which init made */
	b = add_unit(&f, a, "疾控处");
	c = add_unit(&f, a, "医政处");
	assert_path(&f, a, "0002");
	assert_path(&f, b, "00020001");
	assert_path(&f, c, "00020002");
	assert_path(&f, add_unit(&f, c, "科"), "000200020001");
	for (unsigned i = 0; i < 34; i++)
		b = add_unit(&f, a, "处");
	assert_path(&f, b, "00020010");		/* 1 to 9, A to Z, then 10 */
	fixture_free(&f);
}

static void
too_deep(void **state)
{
	struct fixture f;
	struct uuid unit = nobody;

	(void)state;
	fixture_make(&f);
	for (unsigned i = 0; i < UNIT_LEVELS; i++)
		unit = add_unit(&f, unit, "层");
	assert_int_equal(directory_add_unit(&f.hand, unit, STR("层"), true, &unit, NULL), E_TOOBIG);
	fixture_free(&f);
}

/* ---- units: names and places ---- */

static size_t
hits(struct fixture *f, const char *words)
{
	struct unit_hits found;

	must(directory_find_unit(f->site.store, f->arena, cstr(words), &found, &why));
	return found.n;
}

static void
assert_found(struct fixture *f, const char *words, struct uuid unit)
{
	struct unit_hits found;

	must(directory_find_unit(f->site.store, f->arena, cstr(words), &found, &why));
	if (found.n != 1 || !uuid_equal(found.v[0].uuid, unit))
		fail_msg("%s: %zu", words, found.n);
}

static void
assert_title(struct fixture *f, struct uuid unit, const char *title)
{
	struct unit_hits found;
	char text[UUID_TEXT];
	struct str got;

	uuid_print(text, unit);
	must(directory_find_unit(f->site.store, f->arena, cstr(text), &found, &why));
	assert_int_equal(found.n, 1);
	must(directory_unit_title(f->site.store, f->arena, found.v[0].path, &got, &why));
	assert_str(got, title);
}

static void
found_by_what_papers_call_them(void **state)
{
	struct fixture f;
	struct uuid a, b, office_a, office_b;

	(void)state;
	fixture_make(&f);
	a = add_unit(&f, nobody, "甲委");
	b = add_unit(&f, nobody, "乙局");
	office_a = add_unit(&f, a, "办公室");
	office_b = add_unit(&f, b, "办公室");
	must(directory_alias_unit(&f.hand, a, STR("甲市甲委员会"), &why));
	assert_found(&f, "甲委", a);
	assert_found(&f, "甲市甲委员会", a);
	assert_int_equal(hits(&f, "办公室"), 2);
	assert_found(&f, "甲委/办公室", office_a);
	assert_found(&f, "甲市甲委员会/办公室", office_a);
	assert_found(&f, "乙局/办公室", office_b);
	assert_int_equal(hits(&f, "丙局/办公室"), 0);
	assert_int_equal(hits(&f, "甲委/办公室/科"), 0);
	assert_int_equal(hits(&f, "甲委/"), 1);	/* what is not named is not asked */
	assert_int_equal(hits(&f, ""), 0);
	assert_int_equal(hits(&f, "甲"), 0);
	assert_int_equal(hits(&f, "01932f6e-0000-7000-8000-000000000001"), 0);
	assert_title(&f, office_b, "乙局/办公室");
	/* An alias that two have is two units', a name that has a slash is one name. */
	must(directory_alias_unit(&f.hand, b, STR("甲委"), &why));
	assert_int_equal(hits(&f, "甲委"), 2);
	assert_int_equal(hits(&f, "甲委/办公室"), 2);
	assert_found(&f, "医政处/医管处", add_unit(&f, b, "医政处/医管处"));
	fixture_free(&f);
}

static void
renamed(void **state)
{
	struct fixture f;
	struct uuid a;
	struct unit_list list;
	int64_t before;

	(void)state;
	fixture_make(&f);
	a = add_unit(&f, nobody, "卫生局");
	before = seq_now(&f);
	must(directory_rename_unit(&f.hand, a, STR("卫生和计划生育委员会"), &why));
	must(directory_rename_unit(&f.hand, a, STR("卫生健康委员会"), &why));
	assert_found(&f, "卫生局", a);
	assert_found(&f, "卫生和计划生育委员会", a);
	assert_found(&f, "卫生健康委员会", a);
	assert_int_equal(directory_rename_unit(&f.hand, a, STR("卫生健康委员会"), NULL), E_TAKEN);
	assert_int_equal(directory_alias_unit(&f.hand, a, STR("卫生局"), NULL), E_TAKEN);
	assert_int_equal(directory_alias_unit(&f.hand, a, STR("卫生健康委员会"), NULL), E_TAKEN);
	assert_int_equal(directory_alias_unit(&f.hand, a, STR(""), NULL), E_USAGE);
	assert_int_equal(directory_rename_unit(&f.hand, a, STR("甲\t乙"), NULL), E_USAGE);
	assert_int_equal(directory_rename_unit(&f.hand, nobody, STR("甲"), NULL), E_ABSENT);
	/* Called again as before: that is its name and no other name any more. */
	must(directory_rename_unit(&f.hand, a, STR("卫生局"), &why));
	must(directory_list_units(f.site.store, f.arena, SEQ_NOW, &list, &why));
	assert_int_equal(list.n, 2);
	assert_str(list.v[1].name, "卫生局");
	assert_int_equal(list.v[1].naliases, 2);
	assert_true(list.v[1].division && !list.v[0].division);
	must(directory_list_units(f.site.store, f.arena, before, &list, &why));
	assert_str(list.v[1].title, "卫生局");
	assert_int_equal(list.v[1].naliases, 0);
	assert_true(rebuilt_as_kept(&f));
	fixture_free(&f);
}

struct told_changes {
	char text[400];
};

static enum err
note_change(void *arg, int64_t seq, const struct path_change *c, struct why *why)
{
	struct told_changes *t = arg;
	size_t n = strlen(t->text);

	(void)seq;
	(void)why;
	snprintf(t->text + n, sizeof t->text - n, "%.*s>%.*s ", STR_ARG(c->from), STR_ARG(c->to));
	return OK;
}

static void
moved(void **state)
{
	struct fixture f;
	struct uuid a, b, c, d;
	struct told_changes t = { "" };
	struct path_watch watch = { note_change, &t };

	(void)state;
	fixture_make(&f);
	a = add_unit(&f, nobody, "甲");		/* 0002 */
	b = add_unit(&f, a, "乙");		/* 00020001 */
	c = add_unit(&f, b, "丙");		/* 000200010001 */
	d = add_unit(&f, nobody, "丁");		/* 0003 */
	f.hand.watch = &watch;
	must(directory_move_unit(&f.hand, b, d, &why));
	assert_path(&f, b, "00030001");
	assert_path(&f, c, "000300010001");
	assert_title(&f, c, "丁/乙/丙");
	assert_str(cstr(t.text), "00020001>00030001 ");
	/* New ones come behind all that ever stood there, on either side. */
	assert_path(&f, add_unit(&f, a, "戊"), "00020002");
	assert_path(&f, add_unit(&f, b, "己"), "000300010002");
	must(directory_move_unit(&f.hand, b, a, &why));
	assert_path(&f, c, "000200030001");
	assert_path(&f, add_unit(&f, b, "庚"), "000200030003");
	must(directory_move_unit(&f.hand, c, nobody, &why));
	assert_path(&f, c, "0004");
	assert_str(cstr(t.text), "00020001>00030001 00030001>00020003 000200030001>0004 ");
	assert_int_equal(directory_move_unit(&f.hand, a, a, NULL), E_USAGE);
	assert_int_equal(directory_move_unit(&f.hand, a, b, NULL), E_USAGE);
	assert_int_equal(directory_move_unit(&f.hand, b, a, NULL), E_TAKEN);
	assert_int_equal(directory_move_unit(&f.hand, a, nobody, NULL), E_TAKEN);
	assert_int_equal(directory_move_unit(&f.hand, nobody, a, NULL), E_ABSENT);
	assert_true(rebuilt_as_kept(&f));
	fixture_free(&f);
}

/* What a watch refuses does not happen. */
static enum err
refuse_change(void *arg, int64_t seq, const struct path_change *c, struct why *why)
{
	(void)arg;
	(void)seq;
	return fail(why, E_FULL, 0, "%.*s", STR_ARG(c->to));
}

static void
a_watch_that_fails(void **state)
{
	struct fixture f;
	struct path_watch watch = { refuse_change, NULL };
	struct uuid a, b;

	(void)state;
	fixture_make(&f);
	a = add_unit(&f, nobody, "甲");
	b = add_unit(&f, a, "乙");
	f.hand.watch = &watch;
	assert_int_equal(directory_move_unit(&f.hand, b, nobody, NULL), E_FULL);
	assert_int_equal(directory_merge_unit(&f.hand, b, a, NULL), E_FULL);
	fixture_free(&f);
}

static void
merged(void **state)
{
	struct fixture f;
	struct uuid a, b, c, d, post, person, role, other;
	struct told_changes t = { "" };
	struct path_watch watch = { note_change, &t };
	struct role_list roles;
	struct post_list posts;
	struct portfolio_list portfolios;

	(void)state;
	fixture_make(&f);
	a = add_unit(&f, nobody, "甲委");	/* 0002 */
	b = add_unit(&f, nobody, "乙局");	/* 0003 */
	c = add_unit(&f, b, "一处");		/* 00030001 */
	d = add_unit(&f, c, "一科");
	add_unit(&f, b, "二处");
	must(directory_alias_unit(&f.hand, b, STR("乙办"), &why));
	must(directory_alias_unit(&f.hand, b, STR("甲委"), &why));
	person = add_person(&f, "li");
	post = add_post(&f, b, "局长");
	must(directory_hold_post(&f.hand, post, person, &why));
	must(directory_give_role(&f.hand, person, PERSON_ROLE_CONTACT, b, nobody, &role, &why));
	must(directory_set_portfolio(&f.hand, post, (struct uuid[]){ a, b, c }, 3, NULL, 0, &why));
	f.hand.watch = &watch;
	must(directory_merge_unit(&f.hand, b, a, &why));
	assert_str(cstr(t.text), "00030001>00020001 00030002>00020002 0003>0002 ");
	assert_path(&f, d, "000200010001");
	assert_title(&f, d, "甲委/一处/一科");
	assert_found(&f, "乙局", a);
	assert_found(&f, "乙办", a);
	assert_found(&f, "甲委", a);
	assert_found(&f, "乙局/一处", c);
	must(directory_list_roles(f.site.store, f.arena, SEQ_NOW, &roles, &why));
	assert_true(uuid_equal(roles.v[1].uuid, role) && uuid_equal(roles.v[1].unit, a));
	must(directory_list_posts(f.site.store, f.arena, SEQ_NOW, &posts, &why));
	assert_true(posts.n == 1 && uuid_equal(posts.v[0].unit, a) && uuid_equal(posts.v[0].person, person));
	must(directory_list_portfolios(f.site.store, f.arena, SEQ_NOW, &portfolios, &why));
	assert_int_equal(portfolios.n, 2);	/* 甲委 stood there already */
	/* What has ended gets nothing more. */
	assert_int_equal(directory_add_post(&f.hand, b, STR("副局长"), &other, NULL), E_ABSENT);
	assert_int_equal(directory_add_unit(&f.hand, b, STR("三处"), true, &other, NULL), E_ABSENT);
	assert_int_equal(directory_give_role(&f.hand, person, PERSON_ROLE_CONTACT, b, nobody, &other, NULL), E_ABSENT);
	assert_int_equal(directory_set_portfolio(&f.hand, post, &b, 1, NULL, 0, NULL), E_ABSENT);
	assert_int_equal(directory_merge_unit(&f.hand, b, a, NULL), E_ABSENT);
	assert_int_equal(directory_merge_unit(&f.hand, a, b, NULL), E_ABSENT);
	assert_int_equal(directory_merge_unit(&f.hand, a, nobody, NULL), E_ABSENT);
	assert_int_equal(directory_merge_unit(&f.hand, a, a, NULL), E_USAGE);
	assert_int_equal(directory_merge_unit(&f.hand, a, d, NULL), E_USAGE);
	must(directory_merge_unit(&f.hand, c, a, &why));	/* into the one above */
	assert_path(&f, d, "00020003");
	assert_true(rebuilt_as_kept(&f));
	fixture_free(&f);
}

static void
too_deep_after_all(void **state)
{
	struct fixture f;
	struct uuid deep = nobody, a, b;

	(void)state;
	fixture_make(&f);
	for (unsigned i = 0; i < UNIT_LEVELS - 1; i++)
		deep = add_unit(&f, deep, "层");
	a = add_unit(&f, nobody, "甲");
	b = add_unit(&f, a, "乙");
	assert_int_equal(directory_move_unit(&f.hand, a, deep, NULL), E_TOOBIG);
	must(directory_merge_unit(&f.hand, a, deep, &why));
	assert_int_equal(directory_merge_unit(&f.hand, deep, b, NULL), E_USAGE);
	a = add_unit(&f, nobody, "丙");
	add_unit(&f, add_unit(&f, a, "丁"), "戊");
	assert_int_equal(directory_merge_unit(&f.hand, a, deep, NULL), E_TOOBIG);
	fixture_free(&f);
}

static const struct { struct str name, login, account; enum err err; } persons[] = {
	{ STR("李某"), STR("li"), STR(""), OK },
	{ STR("李某"), STR("li"), STR(""), E_TAKEN },
	{ STR("李某"), STR("li2"), STR("clerk"), E_TAKEN },	/* that is the head of the office */
	{ STR("李某"), STR("office"), STR(""), E_TAKEN },
	{ STR(""), STR("li3"), STR(""), E_USAGE },
	{ STR(" 李某"), STR("li3"), STR(""), E_USAGE },
	{ STR("李\n某"), STR("li3"), STR(""), E_USAGE },
	{ STR("李\x7F某"), STR("li3"), STR(""), E_USAGE },
	{ STR("李\xC2\x9B某"), STR("li3"), STR(""), E_USAGE },	/* a C1 control character */
	{ STR("李\xE2\x80\xA8某"), STR("li3"), STR(""), E_USAGE },	/* a line end of a cell */
	{ STR("李\xE2\x80\xA9某"), STR("li3"), STR(""), E_USAGE },
	{ STR("\xE6\x9D"), STR("li3"), STR(""), E_USAGE },
	{ STR("李某"), STR(""), STR(""), E_USAGE },
	{ STR("李某"), STR("Li"), STR(""), E_USAGE },
	{ STR("李某"), STR("3li"), STR(""), E_USAGE },
	{ STR("李某"), STR("li@x"), STR(""), E_USAGE },
	{ STR("李某"), STR("li.wei-2_x"), STR("liwei"), OK },
};

static void
who_is_taken_in(void **state)
{
	struct fixture f;

	(void)state;
	fixture_make(&f);
	for (size_t i = 0; i < sizeof persons / sizeof persons[0]; i++) {
		struct uuid person;
		enum err err = directory_add_person(&f.hand, persons[i].name, persons[i].login, persons[i].account, &person, NULL);

		if (err != persons[i].err)
			fail_msg("%zu: %s", i, err_name(err));
	}
	fixture_free(&f);
}

/* 三员分立: each of the three excludes every other role. */
static void
roles_that_exclude(void **state)
{
	struct fixture f;
	struct uuid role;

	(void)state;
	fixture_make(&f);
	for (int held = 0; held < PERSON_ROLE_COUNT; held++)
		for (int new = 0; new < PERSON_ROLE_COUNT; new++) {
			char login[16];
			struct uuid person;
			bool apart = held != new && (held >= PERSON_ROLE_SYSTEM || new >= PERSON_ROLE_SYSTEM);

			snprintf(login, sizeof login, "p%d.%d", held, new);
			person = add_person(&f, login);
			must(directory_give_role(&f.hand, person, (enum person_role)held, nobody, nobody, &role, &why));
			assert_int_equal(directory_give_role(&f.hand, person, (enum person_role)new, nobody, nobody, &(struct uuid){ { 0 } }, NULL),
			    apart ? E_TAKEN : OK);
			if (!apart)
				continue;
			must(directory_take_role(&f.hand, role, &why));
			must(directory_give_role(&f.hand, person, (enum person_role)new, nobody, nobody, &role, &why));
		}
	fixture_free(&f);
}

static void
what_is_not_there(void **state)
{
	struct fixture f;
	struct uuid other, out, person;

	(void)state;
	fixture_make(&f);
	must(uuid_new(&other));
	person = add_person(&f, "li");
	assert_int_equal(directory_add_unit(&f.hand, other, STR("处"), true, &out, NULL), E_ABSENT);
	assert_int_equal(directory_give_role(&f.hand, other, PERSON_ROLE_OFFICE, nobody, nobody, &out, NULL), E_ABSENT);
	assert_int_equal(directory_give_role(&f.hand, nobody, PERSON_ROLE_OFFICE, nobody, nobody, &out, NULL), E_ABSENT);
	assert_int_equal(directory_give_role(&f.hand, person, PERSON_ROLE_OFFICE, other, nobody, &out, NULL), E_ABSENT);
	assert_int_equal(directory_take_role(&f.hand, other, NULL), E_ABSENT);
	assert_int_equal(directory_take_role(&f.hand, nobody, NULL), E_ABSENT);
	fixture_free(&f);
}

static void
by_the_account(void **state)
{
	struct fixture f;
	struct uuid person;
	bool found;

	(void)state;
	fixture_make(&f);
	must(directory_by_account(f.site.store, STR("clerk"), &person, &found, &why));
	assert_true(found && !uuid_is_nil(person));
	must(directory_by_account(f.site.store, STR("root"), &person, &found, &why));
	assert_false(found);
	fixture_free(&f);
}

/* Events that no program of ours writes, as a bundle or a forger may bring them. */
static const struct { const char *type, *payload; } broken[] = {
	{ "unit-added", "" },
	{ "unit-added", "[]" },
	{ "unit-added", "{\"unit\":\"x\",\"parent\":null,\"name\":\"处\",\"division\":true}" },
	{ "unit-added", "{\"unit\":\"01932f6e-0000-7000-8000-000000000001\",\"name\":\"处\",\"division\":true}" },
	{ "unit-added", "{\"unit\":\"01932f6e-0000-7000-8000-000000000001\",\"parent\":null,\"name\":1,\"division\":true}" },
	{ "unit-added", "{\"unit\":\"01932f6e-0000-7000-8000-000000000001\",\"parent\":null,\"name\":\"处\",\"division\":1}" },
	{ "unit-added", "{\"unit\":\"01932f6e-0000-7000-8000-000000000001\",\"parent\":\"01932f6e-0000-7000-8000-00000000000f\","
	    "\"name\":\"处\",\"division\":true}" },
	{ "unit-added", "{\"unit\":\"01932f6e-0000-7000-8000-000000000001\",\"unit\":\"01932f6e-0000-7000-8000-000000000001\",\"parent\":null,"
	    "\"name\":\"处\",\"division\":true}" },
	{ "unit-added", "{\"unit\":\"01932f6e-0000-7000-8000-000000000001\",\"parent\":null,\"name\":\"\",\"division\":true}" },
	{ "person-added", "{}" },
	{ "role-given", "{\"role\":null}" },
	{ "role-taken", "{}" },
	{ "unit-renamed", "{\"unit\":\"01932f6e-0000-7000-8000-000000000001\",\"name\":\"处\"}" },
	{ "unit-renamed", "{\"unit\":\"01932f6e-0000-7000-8000-000000000001\"}" },
	{ "unit-aliased", "{\"unit\":\"01932f6e-0000-7000-8000-000000000001\",\"name\":\"处\"}" },
	{ "unit-moved", "{\"unit\":\"01932f6e-0000-7000-8000-000000000001\",\"parent\":null}" },
	{ "unit-moved", "{\"unit\":null,\"parent\":null}" },
	{ "unit-merged", "{\"unit\":\"01932f6e-0000-7000-8000-000000000001\",\"into\":\"01932f6e-0000-7000-8000-000000000001\"}" },
	{ "unit-merged", "{\"unit\":\"01932f6e-0000-7000-8000-000000000001\",\"into\":null}" },
	{ "person-changed", "{\"person\":\"01932f6e-0000-7000-8000-000000000001\",\"name\":\"李某\"}" },
	{ "person-left", "{\"person\":\"01932f6e-0000-7000-8000-000000000001\",\"posts\":[],\"roles\":[]}" },
	{ "person-left", "{\"person\":\"01932f6e-0000-7000-8000-000000000001\",\"posts\":{},\"roles\":[],\"records\":[]}" },
	{ "person-left", "{\"person\":\"01932f6e-0000-7000-8000-000000000001\",\"posts\":[1],\"roles\":[],\"records\":[]}" },
	{ "person-left", "{\"person\":\"01932f6e-0000-7000-8000-000000000001\",\"posts\":[{\"post\":\"x\",\"to\":null}],\"roles\":[],\"records\":[]}" },
	{ "post-added", "{\"post\":\"01932f6e-0000-7000-8000-000000000001\",\"unit\":null,\"name\":\"处长\"}" },
	{ "post-held", "{\"post\":\"01932f6e-0000-7000-8000-000000000001\"}" },
	{ "post-left", "{\"post\":\"01932f6e-0000-7000-8000-000000000001\"}" },
	{ "post-ended", "{}" },
	{ "portfolio-set", "{\"units\":[],\"ledgers\":[]}" },
	{ "portfolio-set", "{\"person\":\"01932f6e-0000-7000-8000-000000000001\",\"units\":[1],\"ledgers\":[]}" },
	{ "portfolio-set", "{\"person\":\"01932f6e-0000-7000-8000-000000000001\",\"units\":[],\"ledgers\":[null]}" },
	{ "portfolio-set", "{\"person\":\"01932f6e-0000-7000-8000-000000000001\",\"units\":[]}" },
	{ "delegated", "{\"delegation\":\"01932f6e-0000-7000-8000-000000000001\",\"from\":\"01932f6e-0000-7000-8000-000000000001\","
	    "\"to\":\"01932f6e-0000-7000-8000-000000000002\",\"first\":\"2026-13-01\",\"last\":\"2026-03-01\",\"reason\":\"休假\"}" },
	{ "delegated", "{\"delegation\":\"01932f6e-0000-7000-8000-000000000001\",\"from\":\"01932f6e-0000-7000-8000-000000000001\","
	    "\"to\":\"01932f6e-0000-7000-8000-000000000002\",\"first\":\"2026-03-02\",\"last\":\"2026-03-01\",\"reason\":\"休假\"}" },
	{ "delegation-ended", "{\"delegation\":1}" },
	{ "something-else", "{}" },
};

static void
what_nobody_wrote(void **state)
{
	struct fixture f;

	(void)state;
	fixture_make(&f);
	for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
		const struct event e = { .type = cstr(broken[i].type), .payload = cstr(broken[i].payload) };

		if (directory_fold(f.site.store, 99, &e, NULL, NULL) != E_BROKEN)
			fail_msg("%s %s", broken[i].type, broken[i].payload);
	}
	fixture_free(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(units_below_units),
		cmocka_unit_test(too_deep),
		cmocka_unit_test(found_by_what_papers_call_them),
		cmocka_unit_test(renamed),
		cmocka_unit_test(moved),
		cmocka_unit_test(a_watch_that_fails),
		cmocka_unit_test(merged),
		cmocka_unit_test(too_deep_after_all),
		cmocka_unit_test(who_is_taken_in),
		cmocka_unit_test(roles_that_exclude),
		cmocka_unit_test(what_is_not_there),
		cmocka_unit_test(by_the_account),
		cmocka_unit_test(what_nobody_wrote),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
