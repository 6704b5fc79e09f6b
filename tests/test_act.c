/* Records under the shipped definition of rectification: moves, rights, clocks, lamps; rebuilt as kept. */
#include "test.h"

#include "ledger/act.h"
#include "ledger/keep.h"
#include "ledger/directory_read.h"
#include "ledger/rebuild.h"
#include "ledger/shipped.h"
#include "ledger/site.h"
#include "store.h"

#define CLOCK(day) (INSTANT_DAY * (int64_t)(day) + 4 * 3600 * INSTANT_SECOND)	/* noon in China */

static const struct uuid nobody;

struct fixture {
	struct place place;
	struct site site;
	struct hand hand;
	struct arena *arena;
	struct calendar calendar;
	struct ledgers ledgers;
	const struct ledger *ledger;
	struct uuid whole, medical, disease, office, contact, helper, reviewer, chief, boss, post;
	int32_t today;
};

static struct uuid
person(struct fixture *f, const char *login, enum person_role role, struct uuid unit)
{
	struct uuid id, given;

	must(directory_add_person(&f->hand, cstr(login), cstr(login), (struct str){ NULL, 0 }, &id, &why));
	must(directory_give_role(&f->hand, id, role, unit, nobody, &given, &why));
	return id;
}

static struct uuid
find_unit(struct fixture *f)
{
	struct unit_hits hits;

	must(directory_find_unit(f->site.store, f->arena, STR("泓水市卫生健康委员会"), &hits, &why));
	assert_int_equal(hits.n, 1);
	return hits.v[0].uuid;
}

static void
fixture_people(struct fixture *f)
{
	f->whole = find_unit(f);
	must(directory_add_unit(&f->hand, f->whole, STR("医政处"), true, &f->medical, &why));
	must(directory_add_unit(&f->hand, f->whole, STR("疾控处"), true, &f->disease, &why));
	f->office = person(f, "clerk", PERSON_ROLE_OFFICE, f->whole);
	f->contact = person(f, "contact", PERSON_ROLE_DIVISION, f->medical);
	f->helper = person(f, "helper", PERSON_ROLE_DIVISION, f->disease);
	f->reviewer = person(f, "reviewer", PERSON_ROLE_REVIEWER, f->whole);
	f->chief = person(f, "chief", PERSON_ROLE_LEADER, f->whole);
	f->boss = person(f, "boss", PERSON_ROLE_LEADER, f->whole);
	must(directory_add_post(&f->hand, f->whole, STR("分管领导"), &f->post, &why));
	must(directory_hold_post(&f->hand, f->post, f->chief, &why));
}

static void
fixture_make(struct fixture *f)
{
	const struct site_plan plan = { .unit = STR("泓水市卫生健康委员会"), .now = CLOCK(20517) };	/* 2026-03-05, a Thursday */
	struct site_made made;
	struct faults faults = { .name = STR("rectification") };
	struct actor actor;

	memset(f, 0, sizeof *f);
	f->today = 20517;
	f->arena = arena_new(0);
	place_make(&f->place);
	must(site_create(f->place.path, &plan, &made, &why));
	must(site_open(&f->site, f->place.path, STORE_WRITE, &why));
	f->hand = (struct hand){ .store = f->site.store, .journal = f->site.journal, .site = f->site.site,
		.directory = f->site.directory, .kind = f->site.kind, .now = plan.now + 1 };
	must(shipped_calendar(f->arena, &f->calendar, &why));
	must(store_begin(f->site.store, &why));
	must(ledgers_load(&f->ledgers, f->arena, f->site.store, &f->calendar, &why));
	fixture_people(f);
	f->hand.person = f->office;
	must(actor_read(f->arena, f->site.store, f->office, nobody, f->today, &actor, &why));
	must(ledger_begin(&f->hand, &f->ledgers, &actor, shipped_find(STR("rectification")), STR("xs26"), STR("2026年巡察整改"), STR("2026"), &faults,
	    &f->ledger, &why));
}

static void
fixture_free(struct fixture *f)
{
	store_rollback(f->site.store);
	site_close(&f->site);
	place_remove(&f->place);
	arena_free(f->arena);
}

/* Text of a field as a test writes it: of its type. */
static struct field_value
value_of(struct fixture *f, const struct field_rule *rule, const char *text)
{
	struct field_value v = { .set = true };
	struct uuid *id = arena_alloc(f->arena, sizeof *id);
	struct date d;

	switch (rule->type) {
	case TYPE_DAY:
		assert_true(yaml_day(cstr(text), &d));
		v.number = date_days(d);
		break;
	case TYPE_FLAG:
		v.number = strcmp(text, "true") == 0;
		break;
	case TYPE_CHOICE:
		v.text = cstr(text);
		v.number = field_choice(rule, v.text);
		break;
	case TYPE_UNIT:
	case TYPE_UNITS:
		*id = strcmp(text, "医政处") == 0 ? f->medical : f->disease;
		v.ids = id;
		v.n = 1;
		break;
	case TYPE_PERSON:
	case TYPE_POST:
		*id = rule->type == TYPE_POST ? f->post : f->contact;
		v.ids = id;
		v.n = 1;
		break;
	default:
		v.text = cstr(text);
	}
	return v;
}

struct given {
	const char *field, *text;
};

#define NONE ((const struct given[]){ { NULL, NULL } })
#define GIVEN(...) ((const struct given[]){ __VA_ARGS__, { NULL, NULL } })

static enum err
do_act(struct fixture *f, struct uuid who, const struct record *r, const char *kind, const char *event, const struct given *given,
    const char *reason, struct record *out)
{
	const struct kind *k = force_kind(f->ledger->force, cstr(kind))->kind;
	struct field_value fields[64] = { { 0 } };
	struct evidence_given proof = { .size = 3, .media = STR("text/plain"), .name = STR("证明.txt"), .dated = f->today };
	struct request q = { .ledger = f->ledger, .kind = cstr(kind), .record = r == NULL ? 0 : r->key, .event = cstr(event),
		.fields = fields, .reason = cstr(reason), .seen = r == NULL ? SEEN_ANY : r->last, .today = f->today };
	struct hand h = f->hand;
	struct actor actor;
	struct why told = { 0 };
	enum err err;

	for (; given->field != NULL; given++) {
		int i = kind_field(k, cstr(given->field));

		if (strcmp(given->field, "+evidence") == 0) {
			q.evidence = &proof;
			q.evidences = 1;
			continue;
		}
		assert_true(i >= 0);
		fields[i] = value_of(f, &k->fields.v[i], given->text);
		q.given |= UINT64_C(1) << i;
	}
	h.person = who;
	h.now = CLOCK(f->today);
	must(store_mark(f->site.store, &why));
	must(actor_read(f->arena, f->site.store, who, nobody, f->today, &actor, &why));
	err = act(f->arena, &h, &f->ledgers, &actor, &q, out, &told);
	if (err == OK)
		must(store_mark_keep(f->site.store, &why));
	else {
		must(store_mark_undo(f->site.store, &why));
		journal_forget(f->site.journal);
	}
	return err;
}

static const char *
state_of(const struct record *r)
{
	static char word[64];

	snprintf(word, sizeof word, "%.*s", STR_ARG(record_kind(r)->states.v[r->state].key));
	return word;
}

static const char *
lamp_of(const struct record *r)
{
	static char word[64];

	snprintf(word, sizeof word, "%.*s", STR_ARG(r->kind->lamps.palette[r->lamp.show].name));
	return word;
}

static void
enter(struct fixture *f, struct record *r)
{
	assert_int_equal(do_act(f, f->office, NULL, "finding", "enter", GIVEN({ "title", "耗材验收把关不严" }, { "class", "staged" },
	    { "lead", "医政处" }, { "support", "疾控处" }, { "in-charge", "chief" }, { "imposed", "2026-06-30" }), "", r), OK);
}

/* From feedback to close-out, each step by who may. */
static void
life_of_a_finding(void **state)
{
	struct fixture f;
	struct record r;

	(void)state;
	fixture_make(&f);
	enter(&f, &r);
	assert_str(r.number, "2026-001");
	assert_string_equal(state_of(&r), "draft");
	assert_int_equal(do_act(&f, f.contact, &r, "finding", "hand-out", NONE, "", &r), E_RIGHT);
	assert_int_equal(do_act(&f, f.office, &r, "finding", "hand-out", NONE, "", &r), OK);
	assert_string_equal(state_of(&r), "handed-out");
	assert_int_equal(r.clocks.n, 1);
	assert_int_equal(r.clocks.v[0].due, 20517 + 5);	/* three workdays: Friday, Monday, Tuesday */
	assert_int_equal(do_act(&f, f.helper, &r, "finding", "sign", NONE, "", &r), E_RIGHT);
	assert_int_equal(do_act(&f, f.contact, &r, "finding", "sign", GIVEN({ "promised", "2026-05-31" }), "", &r), OK);
	assert_int_equal(r.clocks.n, 0);
	assert_int_equal(do_act(&f, f.contact, &r, "finding", "sign", NONE, "", &r), E_MOVE);
	assert_int_equal(do_act(&f, f.helper, &r, "finding", "progress", GIVEN({ "progress", "已印发验收流程，核对3批。" }), "", &r), OK);
	assert_int_equal(do_act(&f, f.contact, &r, "finding", "submit", GIVEN({ "progress", "已完成。" }, { "outcome", "done" }), "", &r), E_NEEDS);
	assert_int_equal(do_act(&f, f.contact, &r, "finding", "submit", GIVEN({ "progress", "已完成。" }, { "outcome", "done" },
	    { "+evidence", "" }), "", &r), OK);
	assert_string_equal(state_of(&r), "submitted");
	assert_int_equal(r.evidence, 1);
	assert_int_equal(do_act(&f, f.contact, &r, "finding", "accept", NONE, "", &r), E_RIGHT);
	assert_int_equal(do_act(&f, f.reviewer, &r, "finding", "accept", NONE, "", &r), OK);
	assert_int_equal(do_act(&f, f.reviewer, &r, "finding", "close", GIVEN({ "told", "已完成整改。" }), "", &r), E_RIGHT);	/* not twice */
	assert_int_equal(do_act(&f, f.boss, &r, "finding", "close", GIVEN({ "told", "已完成整改。" }), "", &r), OK);
	assert_string_equal(state_of(&r), "closed");
	assert_string_equal(lamp_of(&r), "blue");
	assert_int_equal(do_act(&f, f.chief, &r, "finding", "reopen", NONE, "", &r), E_NEEDS);
	assert_int_equal(do_act(&f, f.chief, &r, "finding", "reopen", NONE, "回头看发现反弹", &r), OK);
	assert_string_equal(state_of(&r), "open");
	fixture_free(&f);
}

static void
who_saw_less_is_refused(void **state)
{
	struct fixture f;
	struct record r, old;

	(void)state;
	fixture_make(&f);
	enter(&f, &r);
	old = r;
	assert_int_equal(do_act(&f, f.office, &r, "finding", "mend", GIVEN({ "title", "耗材验收把关不严格" }), "", &r), OK);
	assert_int_equal(do_act(&f, f.office, &old, "finding", "hand-out", NONE, "", &old), E_STALE);
	fixture_free(&f);
}

/* ---- rebuilt as kept ---- */

#define DUMP "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"

static void
dump_table(struct store *s, struct str name, struct buf *out)
{
	char sql[200];
	struct rows rows;

	snprintf(sql, sizeof sql, "SELECT * FROM %.*s ORDER BY 1, 2, 3", STR_ARG(name));
	store_ask_text(s, cstr(sql), NULL, NO_VALUES, &rows);
	while (rows_next(&rows)) {
		buf_printf(out, "%.*s", STR_ARG(name));
		for (unsigned i = 0; i < (str_starts(name, STR("t_")) ? 12u : 5u); i++) {
			struct value v = store_engine(s)->column(rows.prepared == NULL ? NULL : *(void **)rows.prepared, i);

			if (v.kind == VALUE_INT)
				buf_printf(out, "|%lld", (long long)v.u.i);
			else if (v.kind == VALUE_TEXT)
				buf_printf(out, "|%.*s", STR_ARG(v.u.s));
			else if (v.kind == VALUE_BLOB)
				buf_printf(out, "|x%zu", v.u.s.n);
		}
		buf_putc(out, '\n');
	}
	rows_end(&rows, NULL);
}

static void
rebuilt_is_kept(void **state)
{
	static const char *const tables[] = { "register", "records", "party", "link", "running", "pause", "milestone", "counter", "evidence",
		"t_rectification__finding", "t_rectification__measure", "t_rectification__task" };
	struct fixture f;
	struct record r;
	struct buf kept = { 0 }, again = { 0 };
	uint64_t events;

	(void)state;
	fixture_make(&f);
	enter(&f, &r);
	assert_int_equal(do_act(&f, f.office, &r, "finding", "hand-out", NONE, "", &r), OK);
	f.today += 2;
	assert_int_equal(do_act(&f, f.contact, &r, "finding", "sign", GIVEN({ "promised", "2026-05-31" }), "", &r), OK);
	assert_int_equal(do_act(&f, f.boss, &r, "finding", "pause", NONE, "等待省级文件", &r), OK);
	f.today += 20;
	assert_int_equal(do_act(&f, f.boss, &r, "finding", "go-on", NONE, "", &r), OK);
	must(store_commit(f.site.store, &why));
	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
		dump_table(f.site.store, cstr(tables[i]), &kept);
	must(rebuild_store(f.site.store, &events, &why));
	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
		dump_table(f.site.store, cstr(tables[i]), &again);
	assert_true(kept.n > 200);
	assert_str(((struct str){ again.p, again.n }), arena_printf(f.arena, "%.*s", (int)kept.n, kept.p).p);
	buf_free(&kept);
	buf_free(&again);
	fixture_free(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(life_of_a_finding),
		cmocka_unit_test(who_saw_less_is_refused),
		cmocka_unit_test(rebuilt_is_kept),
	};

	places_in_memory();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
