/* Ledgers begun, upgraded and archived; what the engine decides: numbers, clocks, lamps; payloads that are removed. */
#include "test.h"

#include "records.h"
#include "ledger/removal.h"

static struct uuid top, first, second, third;

static void
make(struct book *b)
{
	struct unit_hits hits;
	struct uuid id;

	book_make(b);
	must(directory_find_unit(b->f.site.store, b->f.arena, STR("泓水市卫生健康委员会"), &hits, &why));
	top = hits.v[0].uuid;
	first = add_unit(&b->f, top, "一处");
	second = add_unit(&b->f, top, "二处");
	third = add_unit(&b->f, nobody, "三院");
	must(directory_give_role(&b->f.hand, book_office(b), PERSON_ROLE_OFFICE, nobody, nobody, &id, &why));
	for (int i = 0; i < PERSON_ROLE_VIEWER; i++)
		directory_give_role(&b->f.hand, book_office(b), (enum person_role)i, top, nobody, &id, NULL);
}

static struct uuid
person_with(struct book *b, const char *login, enum person_role role, struct uuid unit, struct uuid ledger)
{
	struct uuid person = add_person(&b->f, login), id;

	must(directory_give_role(&b->f.hand, person, role, unit, ledger, &id, &why));
	return person;
}

static enum err
begin_as(struct book *b, struct uuid person, const char *code, const char *name, const char *round)
{
	struct faults faults = { .name = STR("x") };
	struct hand h = book_hand(b, person, nobody);
	struct actor actor = book_actor(b, b->f.arena, person, nobody);
	const struct ledger *g;
	enum err err;

	must(store_mark(b->f.site.store, &why));
	err = ledger_begin(&h, &b->ledgers, &actor, shipped_find(STR("key-task")), cstr(code), cstr(name), cstr(round), &faults, &g, &said);
	if (err == OK)
		must(store_mark_keep(b->f.site.store, &why));
	else {
		must(store_mark_undo(b->f.site.store, &why));
		journal_forget(b->f.site.journal);
		book_load(b);
	}
	return err;
}

/* ---- who may, and what it may be called ---- */

static void
only_the_office_of_the_whole(void **state)
{
	struct book b;
	struct uuid other;

	(void)state;
	make(&b);
	must(uuid_new(&other));
	assert_int_equal(begin_as(&b, person_with(&b, "a", PERSON_ROLE_OFFICE, nobody, nobody), "a", "名", ""), OK);
	assert_int_equal(begin_as(&b, person_with(&b, "b", PERSON_ROLE_OFFICE, top, nobody), "b", "名", ""), OK);
	assert_int_equal(begin_as(&b, person_with(&b, "c", PERSON_ROLE_OFFICE, first, nobody), "c", "名", ""), E_RIGHT);
	assert_int_equal(begin_as(&b, person_with(&b, "d", PERSON_ROLE_OFFICE, nobody, other), "d", "名", ""), E_RIGHT);
	assert_int_equal(begin_as(&b, person_with(&b, "e", PERSON_ROLE_LEADER, nobody, nobody), "e", "名", ""), E_RIGHT);
	assert_int_equal(begin_as(&b, add_person(&b.f, "f"), "f", "名", ""), E_RIGHT);
	book_free(&b);
}

static void
codes_and_names(void **state)
{
	static const struct { const char *code, *name, *round; enum err err; } rows[] = {
		{ "xs26", "名", "2026", OK },
		{ "xs26", "名", "", E_TAKEN },
		{ "XS-26._", "名", "一轮", OK },
		{ "整改", "名", "", OK },
		{ "", "名", "", E_VALUE },
		{ "a b", "名", "", E_VALUE },
		{ "a/b", "名", "", E_VALUE },
		{ "\xFF", "名", "", E_VALUE },
		{ "a2345678901234567890123x", "名", "", OK },
		{ "a23456789012345678901234x", "名", "", E_VALUE },
		{ "b", "", "", E_VALUE },
		{ "b", "\xFF", "", E_VALUE },
		{ "b", "名", "两 轮", E_VALUE },
	};
	struct book b;

	(void)state;
	make(&b);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (begin_as(&b, book_office(&b), rows[i].code, rows[i].name, rows[i].round) != rows[i].err)
			fail_msg("row %zu", i);
	assert_int_equal(book_begin_with(&b, STR("ledger: x"), "bad", "", &(const struct ledger *){ NULL }), E_DEFINITION);
	book_free(&b);
}

/* Long names, and as many quantities as there may be. */
static void
large_definitions(void **state)
{
	struct book b;
	struct buf text = { 0 };
	const struct ledger *g;

	(void)state;
	make(&b);
	for (int kind = 0; kind < 2; kind++) {
		if (kind == 0)
			buf_puts(&text, STR("ledger: a-name-that-is-forty-characters-long-aaa\nversion: 1\nlabel: {zh: 长, en: Long}\nkinds:\n"));
		buf_printf(&text, "  another-name-that-is-forty-characters-%d:\n    label: {zh: 类, en: Kind}\n    fields:\n", kind);
		for (int i = 0; i < 64; i++)
			buf_printf(&text, "      %s%d: {type: quantity, label: {zh: 数, en: Number}}\n", "a-field-of-a-name-that-is-very-lo-", 10 + i);
		buf_puts(&text, STR("    states: {open: {label: {zh: 开, en: Open}, final: true}}\n"
		    "    moves: [{event: enter, label: {zh: 录, en: Enter}, to: open, who: office, fills: all}]\n"));
	}
	assert_int_equal(book_begin_with(&b, (struct str){ text.p, text.n }, "long", "", &g), OK);
	assert_int_equal(tell(b.f.site.store, "SELECT count(DISTINCT name) FROM made WHERE length(name) = 50"), 2);
	assert_true(book_rebuilt_as_kept(&b));
	buf_free(&text);
	book_free(&b);
}

/* ---- later versions ---- */

static struct str
replaced(struct arena *a, struct str s, const char *from, const char *to)
{
	size_t at;

	for (size_t start = 0; (at = str_find(s, cstr(from), start)) != STR_NONE; start = at + strlen(to))
		s = arena_printf(a, "%.*s%s%.*s", (int)at, s.p, to, STR_ARG(str_slice(s, at + strlen(from), s.n)));
	return s;
}

static enum err
upgrade(struct book *b, const struct ledger *g, struct uuid person, struct str text)
{
	struct faults faults = { .name = STR("x") };
	struct hand h = book_hand(b, person, nobody);
	struct actor actor = book_actor(b, b->f.arena, person, nobody);

	return ledger_upgrade(&h, &b->ledgers, &actor, g, text, &faults, &said);
}

static void
versions_that_do_not_go_with_it(void **state)
{
	static const struct { const char *from, *to; enum err err; } rows[] = {
		{ "version: 1", "version: 1", E_UPGRADE },
		{ "version: 1", "version: 2", OK },
		{ "ledger: key-task", "ledger: key-tasks", E_UPGRADE },
		{ "paused:", "resting:", E_DEFINITION },
		{ "progress: {type: long-text", "progress: {type: text", E_UPGRADE },
		{ "\n  task:\n", "\n  other:\n", E_DEFINITION },
		{ "stuck", "held", E_UPGRADE },		/* a state that is gone, and not renamed */
		{ "lead: {type: unit, as: lead", "led: {type: unit, as: lead", E_DEFINITION },
		{ "in-charge: {type: post, as: in-charge, required: true", "in-charge: {type: post, required: true", E_DEFINITION },
		{ "ordered-by: {type: person,", "ordered-by: {type: person, as: person,", E_UPGRADE },
		{ "support: {type: units, as: support,", "support: {type: units,", E_DEFINITION },
	};
	struct book b;
	const struct ledger *g;

	(void)state;
	make(&b);
	g = book_begin(&b, "key-task", "db", "");
	assert_int_equal(upgrade(&b, g, add_person(&b.f, "nobody"), shipped_find(STR("key-task"))), E_RIGHT);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct str text = replaced(b.f.arena, shipped_find(STR("key-task")), rows[i].from, rows[i].to);
		enum err err;

		if (strcmp(rows[i].from, "version: 1") != 0)
			text = replaced(b.f.arena, text, "version: 1", "version: 3");
		must(store_mark(b.f.site.store, &why));
		err = upgrade(&b, ledger_by_code(&b.ledgers, STR("db")), book_office(&b), text);
		must(store_mark_undo(b.f.site.store, &why));
		journal_forget(b.f.site.journal);
		book_load(&b);
		if (err != rows[i].err)
			fail_msg("%s: %s", rows[i].to, err_name(err));
	}
	book_free(&b);
}

static void
nothing_happens_in_an_archive(void **state)
{
	struct book b;
	struct hand h;
	struct actor actor;
	const struct ledger *g;
	char many[WORDS_MOST + 1];

	(void)state;
	make(&b);
	memset(many, 'a', sizeof many);
	g = book_begin(&b, "key-task", "db", "");
	h = book_hand(&b, book_office(&b), nobody);
	actor = book_actor(&b, b.f.arena, h.person, nobody);
	assert_int_equal(ledger_archive(&h, &b.ledgers, &actor, g, STR("\xFF"), NULL), E_VALUE);
	assert_int_equal(ledger_archive(&h, &b.ledgers, &actor, g, (struct str){ many, sizeof many }, NULL), E_VALUE);
	assert_int_equal(ledger_archive(&h, &b.ledgers, &(struct actor){ .person = h.person }, g, STR(""), NULL), E_RIGHT);
	must(ledger_archive(&h, &b.ledgers, &actor, g, STR("结束"), &why));
	assert_true(g->archived);
	assert_int_equal(ledger_archive(&h, &b.ledgers, &actor, g, STR(""), NULL), E_MOVE);
	assert_int_equal(upgrade(&b, g, h.person, file_text(b.f.arena, "tests/ledger/key-task-2.yaml")), E_MOVE);
	assert_int_equal(begin_as(&b, h.person, "db", "名", ""), E_TAKEN);
	book_load(&b);
	assert_true(ledger_by_code(&b.ledgers, STR("db"))->archived);
	assert_true(book_rebuilt_as_kept(&b));
	book_free(&b);
}

/* ---- acting ---- */

struct given {
	const char *field, *text;
};

#define GIVEN(...) ((const struct given[]){ __VA_ARGS__, { NULL, NULL } })
#define NONE GIVEN({ NULL, NULL })

static struct field_value
value_of(struct book *b, const struct field_rule *f, const char *text)
{
	struct field_value v = { .set = true, .text = cstr(text) };
	struct uuid *ids = arena_alloc(b->f.arena, sizeof *ids);
	struct date d;

	switch (f->type) {
	case TYPE_DAY:
		assert_true(yaml_day(cstr(text), &d));
		return (struct field_value){ .set = true, .number = date_days(d) };
	case TYPE_FLAG:
		return (struct field_value){ .set = true, .number = 1 };
	case TYPE_CHOICE:
		v.number = field_choice(f, v.text);
		return v;
	case TYPE_UNIT:
	case TYPE_UNITS:
		*ids = strcmp(text, "一处") == 0 ? first : strcmp(text, "二处") == 0 ? second : third;
		return (struct field_value){ .set = text[0] != '\0', .ids = ids, .n = text[0] != '\0' };
	default:
		return v;
	}
}

static enum err
try_act(struct book *b, const struct ledger *g, const struct record *r, const char *kind, const char *event, const struct given *given,
    size_t evidences, struct record *out)
{
	static const struct evidence_given proofs[] = {
		{ .size = 3, .media = { "text/plain", 10 }, .name = { "a.txt", 5 }, .dated = DAY_NONE },
		{ .size = 0, .media = { "text/plain", 10 }, .name = { "b.txt", 5 }, .dated = DAY_NONE },
	};
	const struct kind *k = force_kind(g->force, cstr(kind))->kind;
	struct field_value fields[DEFINITION_FIELDS] = { { 0 } };
	struct request q = { .ledger = g, .kind = cstr(kind), .record = r == NULL ? 0 : r->key, .event = cstr(event), .fields = fields,
		.reason = STR("理由"), .seen = SEEN_ANY, .evidence = proofs, .evidences = evidences, .today = b->today };
	struct hand h = book_hand(b, book_office(b), nobody);
	struct actor actor = book_actor(b, b->f.arena, h.person, nobody);

	for (; given->field != NULL; given++) {
		int i = kind_field(k, cstr(given->field));

		assert_true(i >= 0);
		fields[i] = value_of(b, &k->fields.v[i], given->text);
		q.given |= UINT64_C(1) << i;
	}
	return act(b->f.arena, &h, &b->ledgers, &actor, &q, out, &said);
}

static void
do_act(struct book *b, const struct ledger *g, struct record *r, bool makes, const char *kind, const char *event, const struct given *given,
    size_t evidences)
{
	enum err err = try_act(b, g, makes ? NULL : r, kind, event, given, evidences, r);

	if (err != OK)
		fail_msg("%s: %s %s", event, err_name(err), said.what);
}

static void
numbers(void **state)
{
	struct book b;
	const struct ledger *xs, *bare;
	struct record r;

	(void)state;
	make(&b);
	xs = book_begin(&b, "rectification", "xs26", "2026");
	bare = book_begin(&b, "rectification", "xs", "");
	for (int i = 1; i <= 3; i++) {
		do_act(&b, xs, &r, true, "finding", "enter", GIVEN({ "title", "问题" }), 0);
		assert_str(r.number, arena_printf(b.f.arena, "2026-%03d", i).p);
		assert_int_equal(try_act(&b, xs, NULL, "finding", "enter", NONE, 0, &r), E_NEEDS);	/* takes no number */
	}
	do_act(&b, bare, &r, true, "finding", "enter", GIVEN({ "title", "问题" }), 0);
	assert_str(r.number, "xs-001");		/* without a round, its code */
	do_act(&b, xs, &r, true, "measure", "enter", GIVEN({ "title", "措施" }), 0);
	assert_str(r.number, "C2026-0001");
	b.today = date_days((struct date){ .year = 2026, .month = 12, .day = 31 });
	bare = book_begin(&b, "second-body", "jd", "");
	do_act(&b, bare, &r, true, "matter", "enter", GIVEN({ "title", "甲" }, { "way", "visit" }, { "lead", "一处" }, { "seen", "所见" }), 0);
	assert_str(r.number, "监2026-001");
	b.today++;
	do_act(&b, bare, &r, true, "matter", "enter", GIVEN({ "title", "甲" }, { "way", "visit" }, { "lead", "一处" }, { "seen", "所见" }), 0);
	assert_str(r.number, "监2027-001");	/* counted anew for each year */
	assert_true(book_rebuilt_as_kept(&b));
	book_free(&b);
}

/* {unit} is the unit that leads first; without one, nothing. */
static void
numbers_of_units(void **state)
{
	struct book b;
	const struct ledger *g;
	struct record r;

	(void)state;
	make(&b);
	assert_int_equal(book_begin_with(&b, replaced(b.f.arena, replaced(b.f.arena, shipped_find(STR("rectification")), "\"{round}-{seq:3}\"",
	    "\"{unit}{year}第{seq}号\""), "ledger: rectification", "ledger: by-unit"), "u", "", &g), OK);
	do_act(&b, g, &r, true, "finding", "enter", GIVEN({ "title", "甲" }, { "lead", "一处" }), 0);
	assert_str(r.number, "一处2026第1号");
	do_act(&b, g, &r, true, "finding", "enter", GIVEN({ "title", "甲" }, { "lead", "二处" }), 0);
	assert_str(r.number, "二处2026第1号");
	do_act(&b, g, &r, true, "finding", "enter", GIVEN({ "title", "甲" }, { "lead", "一处" }), 0);
	assert_str(r.number, "一处2026第2号");
	do_act(&b, g, &r, true, "finding", "enter", GIVEN({ "title", "甲" }), 0);
	assert_str(r.number, "2026第1号");
	book_free(&b);
}

static const char *
lamp_of(const struct record *r)
{
	static char word[64];

	snprintf(word, sizeof word, "%.*s", STR_ARG(r->kind->lamps.palette[r->lamp.show].name));
	return word;
}

static int32_t
day(int year, int month, int d)
{
	return date_days((struct date){ .year = year, .month = month, .day = d });
}

/* Of the year 2026 the calendar knows every rest day; November has none but weekends. */
static void
lamps_and_days(void **state)
{
	struct book b;
	const struct ledger *g;
	struct record r;

	(void)state;
	make(&b);
	b.today = day(2026, 11, 2);
	g = book_begin(&b, "rectification", "xs26", "2026");
	do_act(&b, g, &r, true, "finding", "enter", GIVEN({ "title", "甲" }, { "imposed", "2026-11-20" }), 0);
	assert_string_equal(lamp_of(&r), "green");
	assert_int_equal(r.lamp.next, day(2026, 11, 13));	/* seven days are left */
	b.today = day(2026, 11, 13);
	do_act(&b, g, &r, false, "finding", "mend", GIVEN({ "title", "乙" }), 0);
	assert_string_equal(lamp_of(&r), "yellow");
	assert_int_equal(r.lamp.next, day(2026, 11, 21));
	b.today = day(2026, 11, 21);
	do_act(&b, g, &r, false, "finding", "mend", GIVEN({ "title", "丙" }), 0);
	assert_string_equal(lamp_of(&r), "red");
	assert_int_equal(r.lamp.next, DAY_NONE);
	do_act(&b, g, &r, false, "finding", "mend", GIVEN({ "imposed", "2026-12-31" }, { "lead", "一处" }), 0);
	assert_string_equal(lamp_of(&r), "green");
	assert_str(r.path, "00010001");
	do_act(&b, g, &r, false, "finding", "mend", GIVEN({ "lead", "" }), 0);
	assert_str(r.path, SITE_PATH);		/* without a lead it is the whole's */
	do_act(&b, g, &r, false, "finding", "void", NONE, 0);
	assert_string_equal(lamp_of(&r), "white");
	assert_int_equal(r.lamp.next, DAY_NONE);
	assert_true(book_rebuilt_as_kept(&b));
	book_free(&b);
}

static int32_t
clock_due_of(const struct record *r, const char *key)
{
	for (size_t i = 0; i < r->clocks.n; i++)
		if (str_eq(r->clocks.v[i].rule->key, cstr(key)))
			return r->clocks.v[i].due;
	return 0;
}

/* "At once": a month from the handing out, where that is a rest day the next workday; pauses push it. */
static void
clocks_and_pauses(void **state)
{
	struct book b;
	const struct ledger *g;
	struct record r;
	struct uuid id;

	(void)state;
	make(&b);
	must(directory_give_role(&b.f.hand, book_office(&b), PERSON_ROLE_DIVISION, first, nobody, &id, &why));
	b.today = day(2026, 10, 29);
	assert_int_equal(book_begin_with(&b, replaced(b.f.arena, replaced(b.f.arena, shipped_find(STR("rectification")), "set: [class, in-charge, lead]",
	    "set: [class, lead]"), "class != 'staged' or imposed is set", "class is set"), "xs", "", &g), OK);
	do_act(&b, g, &r, true, "finding", "enter", GIVEN({ "title", "甲" }, { "class", "at-once" }, { "lead", "一处" }), 0);
	do_act(&b, g, &r, false, "finding", "hand-out", NONE, 0);
	assert_int_equal(r.clocks.n, 2);
	assert_int_equal(clock_due_of(&r, "sign-for"), day(2026, 11, 3));	/* Friday, Monday, Tuesday */
	assert_int_equal(clock_due_of(&r, "at-once"), day(2026, 11, 30));	/* the 29th is a Sunday */
	assert_int_equal(r.due, day(2026, 11, 30));
	do_act(&b, g, &r, false, "finding", "sign", NONE, 0);
	assert_int_equal(r.clocks.n, 1);
	b.today = day(2026, 11, 3);
	do_act(&b, g, &r, false, "finding", "pause", NONE, 0);
	assert_int_equal(clock_due_of(&r, "at-once"), DAY_NONE);
	assert_int_equal(r.due, DAY_NONE);
	assert_string_equal(lamp_of(&r), "grey");
	b.today = day(2026, 11, 10);
	do_act(&b, g, &r, false, "finding", "go-on", NONE, 0);
	assert_int_equal(clock_due_of(&r, "at-once"), day(2026, 12, 7));	/* seven days on: the 6th is a Sunday */
	do_act(&b, g, &r, false, "finding", "pause", NONE, 0);
	do_act(&b, g, &r, false, "finding", "go-on", NONE, 0);
	assert_int_equal(r.due, day(2026, 12, 7));		/* goes on the same day: no day stood */
	b.today = day(2026, 11, 11);
	do_act(&b, g, &r, false, "finding", "pause", NONE, 0);
	b.today = day(2026, 11, 12);
	do_act(&b, g, &r, false, "finding", "go-on", NONE, 0);
	assert_int_equal(r.due, day(2026, 12, 7));		/* one day: Sunday the 6th becomes Monday the 7th */
	assert_int_equal(r.pauses.n, 3);
	assert_true(book_rebuilt_as_kept(&b));
	book_free(&b);
}

/* ---- payloads that are removed ---- */

static void
removed(struct book *b, const struct ledger *g, const uint64_t *numbers, size_t n)
{
	struct event e = { .site = b->f.hand.site, .ledger = g->id, .time = b->f.hand.now };

	must(rebuild_removing(b->f.site.journal, b->f.site.store, &e, numbers, n, STR("误录个人信息，经批准删除"), &why));
	book_load(b);
}

static void
read_again(struct book *b, struct record *r)
{
	must(record_read(b->f.arena, b->f.site.store, NULL, ledger_by_code(&b->ledgers, STR("xs26")), STR("finding"), r->key, SEQ_NOW, r, &why));
}

#define FIELD(r, name) ((r)->fields[kind_field(record_kind(r), STR(name))])

static void
what_is_left(void **state)
{
	struct book b;
	const struct ledger *g;
	struct record r, next;
	struct uuid id;

	(void)state;
	make(&b);
	must(directory_give_role(&b.f.hand, book_office(&b), PERSON_ROLE_DIVISION, first, nobody, &id, &why));
	assert_int_equal(book_begin_with(&b, replaced(b.f.arena, shipped_find(STR("rectification")), "set: [class, in-charge, lead]",
	    "set: [class, lead]"), "xs26", "2026", &g), OK);
	do_act(&b, g, &r, true, "finding", "enter", GIVEN({ "title", "张某的病历" }, { "class", "staged" }, { "lead", "一处" }, { "imposed", "2026-12-31" }), 1);
	do_act(&b, g, &r, false, "finding", "hand-out", NONE, 0);
	do_act(&b, g, &r, false, "finding", "sign", NONE, 0);
	do_act(&b, g, &r, false, "finding", "progress", GIVEN({ "progress", "第一次" }), 0);
	do_act(&b, g, &r, false, "finding", "progress", GIVEN({ "progress", "李某的电话" }), 2);
	do_act(&b, g, &r, false, "finding", "submit", GIVEN({ "progress", "李某的住址" }, { "outcome", "done" }), 0);
	assert_int_equal(r.evidence, 3);

	removed(&b, g, (const uint64_t[]){ 5, 6 }, 2);	/* the second report, and the application */
	g = ledger_by_code(&b.ledgers, STR("xs26"));
	read_again(&b, &r);
	assert_str(record_kind(&r)->states.v[r.state].key, "submitted");	/* it was made, whatever was said */
	assert_str(FIELD(&r, "progress").text, "第一次");
	assert_false(FIELD(&r, "outcome").set);
	assert_int_equal(r.evidence, 1);
	assert_int_equal(r.last, 6);
	assert_true(uuid_equal(r.reporter.person, book_office(&b)));
	assert_true(clock_due_of(&r, "review") > b.today);		/* the engine's decision stands */

	removed(&b, g, (const uint64_t[]){ 1, 6 }, 2);			/* what made it; and once more */
	g = ledger_by_code(&b.ledgers, STR("xs26"));
	read_again(&b, &r);
	assert_str(r.number, "2026-001");
	assert_false(FIELD(&r, "title").set);
	assert_str(r.path, SITE_PATH);
	assert_int_equal(r.parties.n, 0);
	assert_str(record_kind(&r)->states.v[r.state].key, "submitted");
	do_act(&b, g, &next, true, "finding", "enter", GIVEN({ "title", "乙" }), 0);
	assert_str(next.number, "2026-002");				/* no number is given twice */

	removed(&b, g, (const uint64_t[]){ 0 }, 1);			/* what began the ledger: its name */
	g = ledger_by_code(&b.ledgers, STR("xs26"));
	assert_str(g->name, "xs26");
	assert_str(g->round, "2026");
	assert_int_equal(tell(b.f.site.store, "SELECT count(*) FROM payload WHERE bytes LIKE '%某的%'"), 0);
	assert_true(book_rebuilt_as_kept(&b));
	book_free(&b);
}

/* An order's own event stays, and so does everything where one of its numbers is none. */
static void
not_removed(void **state)
{
	static const uint64_t order[] = { 2 }, none[] = { 1, 99 };
	struct book b;
	const struct ledger *g;
	struct record r;
	struct event e;

	(void)state;
	make(&b);
	g = book_begin(&b, "rectification", "xs26", "2026");
	do_act(&b, g, &r, true, "finding", "enter", GIVEN({ "title", "甲" }), 0);
	removed(&b, g, (const uint64_t[]){ 1 }, 1);
	e = (struct event){ .site = b.f.hand.site, .ledger = ledger_by_code(&b.ledgers, STR("xs26"))->id, .time = b.f.hand.now };
	assert_int_equal(rebuild_removing(b.f.site.journal, b.f.site.store, &e, order, 1, STR("为了抹去"), NULL), E_MALFORMED);
	assert_int_equal(rebuild_removing(b.f.site.journal, b.f.site.store, &e, none, 2, STR("误录"), NULL), E_ABSENT);
	book_free(&b);
}

/* A database that an older program left: its tables are made again when it is next opened, by whoever opens it. */
static void
renewed(void **state)
{
	struct book b;
	struct record r;
	struct site again;
	const struct ledger *xs;

	(void)state;
	make(&b);
	xs = book_begin(&b, "rectification", "xs26", "2026");
	do_act(&b, xs, &r, true, "finding", "enter", GIVEN({ "title", "问题" }, { "lead", "一处" }), 0);
	must(store_do_text(b.f.site.store, STR("UPDATE tally SET count = 7"), NO_VALUES, &why));
	must(store_do_text(b.f.site.store, STR("UPDATE made SET one = '', two = ''"), NO_VALUES, &why));
	must(store_do_text(b.f.site.store, STR("INSERT INTO setting (name, value) VALUES ('views', 'old')"), NO_VALUES, &why));
	must(store_commit(b.f.site.store, &why));
	for (int i = 0; i < 2; i++) {		/* then nothing is left to be done */
		must(site_open(&again, b.f.place.path, STORE_READ, &why));
		site_close(&again);
		assert_int_equal(tell(b.f.site.store, "SELECT sum(count) FROM tally WHERE length(path) = 4"), 1);
		assert_int_equal(tell(b.f.site.store, "SELECT count(*) FROM made WHERE one = 'state' AND two = 'lamp'"),
		    tell(b.f.site.store, "SELECT count(*) FROM made"));
		assert_true(tells(b.f.site.store, "SELECT value FROM setting WHERE name = 'views'", "made"));
	}
	must(store_begin(b.f.site.store, &why));
	book_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_office_of_the_whole),
		cmocka_unit_test(codes_and_names),
		cmocka_unit_test(large_definitions),
		cmocka_unit_test(versions_that_do_not_go_with_it),
		cmocka_unit_test(nothing_happens_in_an_archive),
		cmocka_unit_test(numbers),
		cmocka_unit_test(numbers_of_units),
		cmocka_unit_test(lamps_and_days),
		cmocka_unit_test(clocks_and_pauses),
		cmocka_unit_test(what_is_left),
		cmocka_unit_test(not_removed),
		cmocka_unit_test(renewed),
	};

	places_in_memory();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
