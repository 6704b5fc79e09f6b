#include "test.h"

#include <stdlib.h>

#include "ledger/rebuild.h"
#include "ledger/site.h"
#include "store.h"

static const struct uuid nobody;

struct fixture {
	struct place place;
	struct site site;
	struct hand hand;
};

static void
fixture_make(struct fixture *f)
{
	const struct site_plan plan = { .unit = STR("泓水市卫生健康委员会"), .account = STR("clerk"), .now = 1793246400000000 };
	struct site_made made;

	place_make(&f->place);
	must(site_create(f->place.path, &plan, &made, &why));
	must(site_open(&f->site, f->place.path, STORE_WRITE, &why));
	f->hand = (struct hand){ .store = f->site.store, .journal = f->site.journal, .site = f->site.site,
		.directory = f->site.directory, .kind = f->site.kind, .now = plan.now + 1 };
	must(store_begin(f->site.store, &why));
}

static void
fixture_free(struct fixture *f)
{
	site_close(&f->site);
	place_remove(&f->place);
}

static void
assert_path(struct fixture *f, struct uuid unit, const char *path)
{
	struct rows rows;

	store_ask(f->site.store, UNIT_NOW, NULL, VALUES(value_id(unit.b)), &rows);
	assert_true(rows_next(&rows));
	assert_str(rows_text(&rows, 0), path);
	must(rows_end(&rows, &why));
}

static struct uuid
add_unit(struct fixture *f, struct uuid parent, const char *name)
{
	struct uuid unit;

	must(directory_add_unit(&f->hand, parent, cstr(name), true, &unit, &why));
	return unit;
}

static struct uuid
add_person(struct fixture *f, const char *login)
{
	struct uuid person;

	must(directory_add_person(&f->hand, STR("王某"), cstr(login), (struct str){ NULL, 0 }, &person, &why));
	return person;
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

static const struct { struct str name, login, account; enum err err; } persons[] = {
	{ STR("李某"), STR("li"), STR(""), OK },
	{ STR("李某"), STR("li"), STR(""), E_TAKEN },
	{ STR("李某"), STR("li2"), STR("clerk"), E_TAKEN },	/* that is the head of the office */
	{ STR("李某"), STR("office"), STR(""), E_TAKEN },
	{ STR(""), STR("li3"), STR(""), E_USAGE },
	{ STR(" 李某"), STR("li3"), STR(""), E_USAGE },
	{ STR("李\n某"), STR("li3"), STR(""), E_USAGE },
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
	{ "person-added", "{}" },
	{ "role-given", "{\"role\":null}" },
	{ "role-taken", "{}" },
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

		if (directory_fold(f.site.store, 99, &e, NULL) != E_BROKEN)
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
		cmocka_unit_test(who_is_taken_in),
		cmocka_unit_test(roles_that_exclude),
		cmocka_unit_test(what_is_not_there),
		cmocka_unit_test(by_the_account),
		cmocka_unit_test(what_nobody_wrote),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
