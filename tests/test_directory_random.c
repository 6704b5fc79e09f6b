/*
 * The directory under thousands of operations of chance, half of them to be refused: an accepted one is one event, a refused
 * one none; rows made again are the rows that were kept; lists as of a seq are those that stood then; no path is ever a
 * second unit's; and who keeps paths by what a watch is told has them right.
 */
#include "test.h"

#include "directory.h"

#define OPERATIONS 2000
#define KNOWN_MOST 800
#define MOMENTS 20

struct known {
	struct uuid v[KNOWN_MOST];
	size_t n;
};

struct moment {
	int64_t seq;
	struct str told;
};

struct play {
	struct fixture f;
	uint64_t state;
	struct known units, persons, posts, roles, delegations;
	struct known ended;	/* units that were merged, */
	struct known into;	/* and into which */
	unsigned done, refused, number;
	/* A keeper of paths: the path under which each unit's things are kept, by what it was told. */
	char kept[KNOWN_MOST][PATH_MOST + 1];
	struct moment moments[MOMENTS];
	size_t nmoments;
};

/* xorshift64*; the same on every machine. */
static unsigned
chance(struct play *p, unsigned below)
{
	p->state ^= p->state >> 12;
	p->state ^= p->state << 25;
	p->state ^= p->state >> 27;
	return (unsigned)((p->state * UINT64_C(0x2545F4914F6CDD1D)) >> 33) % below;
}

static void
know(struct known *k, struct uuid u)
{
	if (k->n == KNOWN_MOST)
		abort();
	k->v[k->n++] = u;
}

/* One that is known, ended or not; now and then one that never was. */
static struct uuid
some(struct play *p, const struct known *k)
{
	struct uuid u;

	if (k->n > 0 && chance(p, 12) > 0)
		return k->v[chance(p, (unsigned)k->n)];
	must(uuid_new(&u));
	return u;
}

static struct uuid
some_or_nil(struct play *p, const struct known *k)
{
	return chance(p, 4) == 0 ? nobody : some(p, k);
}

static struct str
a_name(struct play *p)
{
	static const char *const names[] = { "办公室", "医政处", "疾控处", "财务处", "法规处", "基层处", "", "两\n行" };

	if (chance(p, 3) == 0)
		return cstr(names[chance(p, 8)]);
	return arena_printf(p->f.arena, "第%u单位", chance(p, 400));
}

/* ---- the operations; each true where it was accepted ---- */

static bool
unit_added(struct play *p)
{
	struct uuid unit;
	bool good = directory_add_unit(&p->f.hand, some_or_nil(p, &p->units), a_name(p), chance(p, 2), &unit, NULL) == OK;
	struct rows rows;

	if (!good)
		return false;
	store_ask(p->f.site.store, UNIT_NOW, NULL, VALUES(value_id(unit.b)), &rows);
	assert_true(rows_next(&rows));
	snprintf(p->kept[p->units.n], PATH_MOST + 1, "%.*s", STR_ARG(rows_text(&rows, 0)));
	must(rows_end(&rows, &why));
	know(&p->units, unit);
	return true;
}

static bool
unit_renamed(struct play *p)
{
	return directory_rename_unit(&p->f.hand, some(p, &p->units), a_name(p), NULL) == OK;
}

static bool
unit_aliased(struct play *p)
{
	return directory_alias_unit(&p->f.hand, some(p, &p->units), a_name(p), NULL) == OK;
}

static bool
unit_moved(struct play *p)
{
	return directory_move_unit(&p->f.hand, some(p, &p->units), some_or_nil(p, &p->units), NULL) == OK;
}

static bool
unit_merged(struct play *p)
{
	struct uuid unit = some(p, &p->units), into = some(p, &p->units);

	/* Else few would be left. */
	if (chance(p, 3) > 0 || directory_merge_unit(&p->f.hand, unit, into, NULL) != OK)
		return false;
	know(&p->ended, unit);
	know(&p->into, into);
	return true;
}

static bool
person_added(struct play *p)
{
	struct str login = arena_printf(p->f.arena, "p%u", chance(p, 500)), account = arena_printf(p->f.arena, "u%u", chance(p, 500));
	struct uuid person;
	bool good = directory_add_person(&p->f.hand, a_name(p), login, chance(p, 2) ? account : (struct str){ NULL, 0 }, &person,
	    NULL) == OK;

	if (good)
		know(&p->persons, person);
	return good;
}

static bool
person_changed(struct play *p)
{
	struct str account = arena_printf(p->f.arena, "u%u", chance(p, 100));

	return directory_change_person(&p->f.hand, some(p, &p->persons), a_name(p), account, NULL) == OK;
}

/* Names all that the person has, most times. */
static bool
person_left(struct play *p)
{
	static const enum statement all[] = { POSTS_OF, ROLES_OF };
	struct uuid person = some(p, &p->persons), record = some(p, &p->posts);
	struct handover list[HANDOVER_MOST];
	struct rows rows;
	size_t n = 0;

	for (size_t i = 0; i < 2; i++) {
		store_ask(p->f.site.store, all[i], NULL, VALUES(value_id(person.b)), &rows);
		while (rows_next(&rows) && n < HANDOVER_MOST) {
			rows_bytes(&rows, 0, list[n].what.b, UUID_BYTES);
			list[n++].to = some_or_nil(p, &p->persons);
		}
		must(rows_end(&rows, &why));
	}
	if (chance(p, 5) == 0 && n < HANDOVER_MOST)
		list[n++] = (struct handover){ some(p, &p->posts), nobody };
	if (chance(p, 5) == 0 && n > 0)
		n--;
	return directory_leave(&p->f.hand, person, list, n, &record, chance(p, 2), NULL) == OK;
}

static bool
role_given(struct play *p)
{
	struct uuid role;
	enum person_role as = (enum person_role)chance(p, PERSON_ROLE_COUNT);
	bool good = directory_give_role(&p->f.hand, some(p, &p->persons), as, some_or_nil(p, &p->units), nobody, &role, NULL) == OK;

	if (good)
		know(&p->roles, role);
	return good;
}

static bool
role_taken(struct play *p)
{
	return directory_take_role(&p->f.hand, some(p, &p->roles), NULL) == OK;
}

static bool
post_added(struct play *p)
{
	struct uuid post;
	bool good = directory_add_post(&p->f.hand, some(p, &p->units), a_name(p), &post, NULL) == OK;

	if (good)
		know(&p->posts, post);
	return good;
}

static bool
post_held(struct play *p)
{
	return directory_hold_post(&p->f.hand, some(p, &p->posts), some(p, &p->persons), NULL) == OK;
}

static bool
post_left(struct play *p)
{
	return directory_leave_post(&p->f.hand, some(p, &p->posts), NULL) == OK;
}

static bool
post_ended(struct play *p)
{
	return directory_end_post(&p->f.hand, some(p, &p->posts), NULL) == OK;
}

static bool
portfolio_set(struct play *p)
{
	struct uuid units[4], ledgers[2], owner = some(p, chance(p, 2) ? &p->posts : &p->persons);

	for (size_t i = 0; i < 4; i++)
		units[i] = some(p, &p->units);
	for (size_t i = 0; i < 2; i++)
		must(uuid_new(&ledgers[i]));
	return directory_set_portfolio(&p->f.hand, owner, units, chance(p, 4), ledgers, chance(p, 3), NULL) == OK;
}

static bool
delegated(struct play *p)
{
	int32_t first = TODAY - 5 + (int32_t)chance(p, 300), last = first - 2 + (int32_t)chance(p, 20);
	struct uuid delegation;
	bool good = directory_delegate(&p->f.hand, some(p, &p->persons), some(p, &p->persons), first, last, STR("休假"), &delegation,
	    NULL) == OK;

	if (good)
		know(&p->delegations, delegation);
	return good;
}

static bool
delegation_ended(struct play *p)
{
	return directory_end_delegation(&p->f.hand, some(p, &p->delegations), NULL) == OK;
}

static bool (*const operations[])(struct play *) = { unit_added, unit_added, unit_added, unit_renamed, unit_aliased, unit_moved,
	unit_moved, unit_merged, person_added, person_added, person_changed, person_left, role_given, role_given, role_taken, post_added,
	post_added, post_held, post_held, post_left, post_ended, portfolio_set, portfolio_set, delegated, delegated, delegation_ended };
#define NOPERATIONS (sizeof operations / sizeof operations[0])

/* ---- what must hold ---- */

/* All that is told of a moment. */
static struct str
told(struct play *p, int64_t seq)
{
	struct store *s = p->f.site.store;
	struct arena *a = p->f.arena;
	struct unit_list units;
	struct person_list persons;
	struct role_list roles;
	struct post_list posts;
	struct delegation_list delegations;
	struct portfolio_list portfolios;
	struct buf b = { 0 };
	struct str text;

	must(directory_list_units(s, a, seq, &units, &why));
	must(directory_list_persons(s, a, seq, &persons, &why));
	must(directory_list_roles(s, a, seq, &roles, &why));
	must(directory_list_posts(s, a, seq, &posts, &why));
	must(directory_list_delegations(s, a, seq, &delegations, &why));
	must(directory_list_portfolios(s, a, seq, &portfolios, &why));
	for (size_t i = 0; i < units.n; i++) {
		buf_printf(&b, "%.*s %.*s:", STR_ARG(units.v[i].path), STR_ARG(units.v[i].title));
		for (size_t j = 0; j < units.v[i].naliases; j++)
			buf_printf(&b, " %.*s", STR_ARG(units.v[i].aliases[j]));
		buf_putc(&b, '\n');
	}
	for (size_t i = 0; i < persons.n; i++) {
		const struct person_item *q = &persons.v[i];

		buf_printf(&b, "%.*s %.*s %.*s:", STR_ARG(q->login), STR_ARG(q->name), STR_ARG(q->account));
		for (size_t j = 0; j < q->roles.n; j++)
			buf_printf(&b, " %.*s@%.*s", STR_ARG(q->roles.v[j].role), STR_ARG(q->roles.v[j].unit_name));
		for (size_t j = 0; j < q->posts.n; j++)
			buf_printf(&b, " %.*s/%.*s", STR_ARG(q->posts.v[j].unit_name), STR_ARG(q->posts.v[j].name));
		buf_putc(&b, '\n');
	}
	for (size_t i = 0; i < posts.n; i++)
		buf_printf(&b, "%.*s/%.*s %.*s\n", STR_ARG(posts.v[i].unit_name), STR_ARG(posts.v[i].name), STR_ARG(posts.v[i].login));
	for (size_t i = 0; i < delegations.n; i++)
		buf_printf(&b, "%.*s %.*s %d %d\n", STR_ARG(delegations.v[i].from), STR_ARG(delegations.v[i].to), delegations.v[i].first,
		    delegations.v[i].last);
	for (size_t i = 0; i < portfolios.n; i++)
		buf_printf(&b, "%.*s%.*s: %.*s\n", STR_ARG(portfolios.v[i].login), STR_ARG(portfolios.v[i].post_name),
		    STR_ARG(portfolios.v[i].unit_name));
	text = arena_str(a, (struct str){ b.p, b.n });
	buf_free(&b);
	return text;
}

static enum err
rekey(void *arg, int64_t seq, const struct path_change *c, struct why *why)
{
	struct play *p = arg;

	assert_int_equal(seq, seq_now(&p->f));
	for (size_t i = 0; i < p->units.n; i++) {
		char path[2 * PATH_MOST + 1];
		struct str was = cstr(p->kept[i]);

		if (!str_starts(was, c->from))
			continue;
		snprintf(path, sizeof path, "%.*s%.*s", STR_ARG(c->to), STR_ARG(str_slice(was, c->from.n, was.n)));
		assert_true(strlen(path) <= PATH_MOST);
		memcpy(p->kept[i], path, strlen(path) + 1);
	}
	(void)why;
	return OK;
}

/* Where a unit's things are to be: at itself, or at what it was merged into in the end. */
static struct uuid
heir(const struct play *p, struct uuid unit)
{
	for (size_t i = 0; i < p->ended.n; i++)
		if (uuid_equal(p->ended.v[i], unit))
			unit = p->into.v[i];
	return unit;
}

static void
paths_hold(struct play *p)
{
	for (size_t i = 0; i < p->units.n; i++) {
		struct uuid unit = heir(p, p->units.v[i]);
		struct rows rows;

		store_ask(p->f.site.store, UNIT_NOW, NULL, VALUES(value_id(unit.b)), &rows);
		assert_true(rows_next(&rows));
		assert_str(rows_text(&rows, 0), p->kept[i]);
		must(rows_end(&rows, &why));
	}
	assert_int_equal(tell(p->f.site.store, "SELECT count(*) FROM unit a JOIN unit b ON a.path = b.path AND a.uuid <> b.uuid"), 0);
	assert_int_equal(tell(p->f.site.store, "SELECT count(*) FROM unit a JOIN unit b ON b.uuid = a.parent AND a.valid_from < b.valid_to "
	    "AND b.valid_from < a.valid_to AND substr(a.path, 1, length(a.path) - 4) <> b.path"), 0);
	assert_int_equal(tell(p->f.site.store, "SELECT count(*) FROM unit a WHERE parent IS NOT NULL AND valid_to = " NOW
	    " AND NOT EXISTS (SELECT 1 FROM unit b WHERE b.uuid = a.parent AND b.valid_to = " NOW ")"), 0);
}

/* Nothing of now hangs on what has ended. */
static void
nothing_dangles(struct play *p)
{
	static const char *const wrong[] = {
		"SELECT count(*) FROM role r WHERE valid_to = " NOW " AND NOT EXISTS (SELECT 1 FROM person p WHERE p.uuid = r.person AND p.valid_to = " NOW ")",
		"SELECT count(*) FROM role r WHERE valid_to = " NOW " AND unit IS NOT NULL AND NOT EXISTS "
		    "(SELECT 1 FROM unit u WHERE u.uuid = r.unit AND u.valid_to = " NOW ")",
		"SELECT count(*) FROM post r WHERE valid_to = " NOW " AND NOT EXISTS (SELECT 1 FROM unit u WHERE u.uuid = r.unit AND u.valid_to = " NOW ")",
		"SELECT count(*) FROM post_holder r WHERE valid_to = " NOW " AND NOT EXISTS "
		    "(SELECT 1 FROM post u WHERE u.uuid = r.post AND u.valid_to = " NOW ")",
		"SELECT count(*) FROM post_holder r WHERE valid_to = " NOW " AND NOT EXISTS "
		    "(SELECT 1 FROM person u WHERE u.uuid = r.person AND u.valid_to = " NOW ")",
		"SELECT count(*) FROM delegation r WHERE valid_to = " NOW " AND NOT EXISTS "
		    "(SELECT 1 FROM person u WHERE u.uuid = r.giver AND u.valid_to = " NOW ")",
		"SELECT count(*) FROM portfolio r WHERE valid_to = " NOW " AND unit IS NOT NULL AND NOT EXISTS "
		    "(SELECT 1 FROM unit u WHERE u.uuid = r.unit AND u.valid_to = " NOW ")",
		"SELECT count(*) FROM delegation a JOIN delegation b ON a.receiver = b.giver AND a.valid_to = " NOW " AND b.valid_to = " NOW
		    " AND a.first_day <= b.last_day AND b.first_day <= a.last_day",
	};

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		if (tell(p->f.site.store, wrong[i]) != 0)
			fail_msg("%s", wrong[i]);
}

static void
operate(struct play *p)
{
	int64_t before = seq_now(&p->f);
	bool good = operations[chance(p, NOPERATIONS)](p);

	p->done += good;
	p->refused += !good;
	assert_int_equal(seq_now(&p->f), before + good);
	if (p->done % 50 == 0 && p->nmoments < MOMENTS && (p->nmoments == 0 || p->moments[p->nmoments - 1].seq < seq_now(&p->f)))
		p->moments[p->nmoments++] = (struct moment){ seq_now(&p->f), told(p, SEQ_NOW) };
}

static void
play(uint64_t seed)
{
	struct play *p = calloc(1, sizeof *p);
	struct path_watch watch = { rekey, p };

	assert_non_null(p);
	p->state = seed;
	fixture_make(&p->f);
	p->f.hand.watch = &watch;
	know(&p->persons, person_of(&p->f, "sysadmin"));
	know(&p->persons, person_of(&p->f, "office"));
	for (unsigned i = 0; i < OPERATIONS; i++)
		operate(p);
	print_message("%u accepted, %u refused, %zu units, %zu merged\n", p->done, p->refused, p->units.n, p->ended.n);
	assert_true(p->done > OPERATIONS / 4 && p->refused > OPERATIONS / 4 && p->nmoments > 5);
	paths_hold(p);
	nothing_dangles(p);
	assert_true(rebuilt_as_kept(&p->f));
	for (size_t i = 0; i < p->nmoments; i++)
		assert_true(str_eq(told(p, p->moments[i].seq), p->moments[i].told));
	fixture_free(&p->f);
	free(p);
}

static void
by_chance(void **state)
{
	(void)state;
	places_in_memory();
	for (uint64_t seed = 1; seed <= 3; seed++)
		play(seed * UINT64_C(0x9E3779B97F4A7C15));
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(by_chance) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
