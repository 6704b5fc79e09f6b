/* Values of fields and what events say: in JSON, in rows, in memory; what is refused; what was printed is read as it was. */
#include "test.h"

#include <jansson.h>

#include "records.h"

#define ID1 "01932f6e-0000-7000-8000-000000000001"
#define ID2 "01932f6e-0000-7000-8000-000000000002"
#define LINE300 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
    "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" \
    "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"

static const struct choice choices[] = { { STR("first"), { STR("一"), STR("one") } }, { STR("second"), { STR("二"), STR("two") } } };

static struct field_rule
rule_of(enum field_type type)
{
	struct field_rule f = { .key = STR("x"), .label = { STR("某栏"), STR("some field") }, .type = type };

	if (type == TYPE_CHOICE) {
		f.choices.v = (struct choice *)(uintptr_t)choices;
		f.choices.n = 2;
	}
	return f;
}

enum { NOT_READ, READ, GOOD };	/* is no such value; is one, but breaks a limit; may stand */

static const struct { enum field_type type; const char *json; int holds; } rows[] = {
	{ TYPE_TEXT, "null", GOOD },
	{ TYPE_TEXT, "\"字\"", GOOD },
	{ TYPE_TEXT, "\"\"", READ },
	{ TYPE_TEXT, "\"" LINE300 "\"", GOOD },
	{ TYPE_TEXT, "\"" LINE300 "x\"", READ },
	{ TYPE_TEXT, "\"a\\nb\"", READ },
	{ TYPE_TEXT, "\"a\\u007f\"", READ },
	{ TYPE_TEXT, "1", NOT_READ },
	{ TYPE_TEXT, "[\"a\"]", NOT_READ },
	{ TYPE_LONG_TEXT, "\"a\\n\\tb\"", GOOD },
	{ TYPE_LONG_TEXT, "\"a\\rb\"", READ },
	{ TYPE_LONG_TEXT, "true", NOT_READ },
	{ TYPE_DOCUMENT, "{\"file\":\"sha256:00\",\"pages\":[1,2.5,null,true]}", GOOD },
	{ TYPE_DOCUMENT, "{}", GOOD },
	{ TYPE_DOCUMENT, "\"file\"", NOT_READ },
	{ TYPE_DOCUMENT, "[]", NOT_READ },
	{ TYPE_INTEGER, "\"12\"", GOOD },
	{ TYPE_INTEGER, "\"-12\"", GOOD },
	{ TYPE_INTEGER, "\"99999999999999\"", GOOD },
	{ TYPE_INTEGER, "\"100000000000000\"", NOT_READ },
	{ TYPE_INTEGER, "\"1.5\"", READ },
	{ TYPE_INTEGER, "12", NOT_READ },
	{ TYPE_INTEGER, "\"\"", NOT_READ },
	{ TYPE_INTEGER, "\"-\"", NOT_READ },
	{ TYPE_INTEGER, "\"1.\"", NOT_READ },
	{ TYPE_INTEGER, "\" 1\"", NOT_READ },
	{ TYPE_INTEGER, "\"+1\"", NOT_READ },
	{ TYPE_DECIMAL, "\"-0.0001\"", GOOD },
	{ TYPE_DECIMAL, "\"12.5\"", GOOD },
	{ TYPE_DECIMAL, "\"0.00001\"", NOT_READ },
	{ TYPE_DECIMAL, "\"1e3\"", NOT_READ },
	{ TYPE_QUANTITY, "{\"cmp\":\">=\",\"value\":\"80\",\"unit\":\"%\"}", GOOD },
	{ TYPE_QUANTITY, "{\"cmp\":\"\",\"value\":\"80\",\"unit\":\"\"}", GOOD },
	{ TYPE_QUANTITY, "{\"cmp\":\"~\",\"value\":\"0.5\",\"unit\":\"亿元\"}", GOOD },
	{ TYPE_QUANTITY, "{\"cmp\":\"=\",\"value\":\"80\",\"unit\":\"\"}", READ },
	{ TYPE_QUANTITY, "{\"cmp\":\"\",\"value\":\"80\",\"unit\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}", READ },
	{ TYPE_QUANTITY, "{\"cmp\":\"\",\"value\":80,\"unit\":\"\"}", NOT_READ },
	{ TYPE_QUANTITY, "{\"cmp\":\"\",\"value\":\"80\"}", NOT_READ },
	{ TYPE_QUANTITY, "\"80\"", NOT_READ },
	{ TYPE_DAY, "\"2026-03-05\"", GOOD },
	{ TYPE_DAY, "\"1900-01-01\"", GOOD },
	{ TYPE_DAY, "\"2199-12-31\"", GOOD },
	{ TYPE_DAY, "\"2026-02-30\"", NOT_READ },
	{ TYPE_DAY, "\"2026-3-5\"", NOT_READ },
	{ TYPE_DAY, "20260305", NOT_READ },
	{ TYPE_CHOICE, "\"second\"", GOOD },
	{ TYPE_CHOICE, "\"third\"", READ },
	{ TYPE_CHOICE, "2", NOT_READ },
	{ TYPE_FLAG, "true", GOOD },
	{ TYPE_FLAG, "false", GOOD },
	{ TYPE_FLAG, "1", NOT_READ },
	{ TYPE_FLAG, "\"true\"", NOT_READ },
	{ TYPE_PERSON, "\"" ID1 "\"", GOOD },
	{ TYPE_POST, "\"" ID1 "\"", GOOD },
	{ TYPE_UNIT, "\"" ID1 "\"", GOOD },
	{ TYPE_UNIT, "\"00000000-0000-0000-0000-000000000000\"", READ },
	{ TYPE_UNIT, "\"01932f6e\"", NOT_READ },
	{ TYPE_UNIT, "[\"" ID1 "\"]", NOT_READ },
	{ TYPE_UNITS, "[\"" ID1 "\",\"" ID2 "\"]", GOOD },
	{ TYPE_UNITS, "[\"" ID1 "\",\"" ID1 "\"]", READ },
	{ TYPE_UNITS, "[]", NOT_READ },
	{ TYPE_UNITS, "\"" ID1 "\"", NOT_READ },
	{ TYPE_LINK, "[\"" ID2 "\"]", GOOD },
	{ TYPE_LINK, "[1]", NOT_READ },
	{ TYPE_LINK, "{}", NOT_READ },
};

static struct str
printed(struct arena *a, const struct field_rule *f, const struct field_value *v)
{
	struct buf b = { 0 };
	struct str s;

	field_put_json(&b, f, v);
	s = arena_str(a, (struct str){ b.p, b.n });
	buf_free(&b);
	return s;
}

/* Read, judged, printed as it was. */
static void
in_json(void **state)
{
	struct arena *a = arena_new(0);

	(void)state;
	assert_false(arena_try(a));
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct field_rule f = rule_of(rows[i].type);
		json_t *json = json_loads(rows[i].json, JSON_DECODE_ANY, NULL);
		struct field_value v;
		bool read = field_get_json(a, &f, json, &v);
		enum err err = read ? field_check(&f, &v, &said) : E_BROKEN;
		enum err want = rows[i].holds == GOOD ? OK : rows[i].holds == READ ? E_VALUE : E_BROKEN;

		json_decref(json);
		if (err != want)
			fail_msg("%s: %s", rows[i].json, err_name(err));
		if (err == E_VALUE)
			assert_string_equal(said.what, "某栏");
		if (err == OK)
			assert_str(printed(a, &f, &v), rows[i].json);
	}
	arena_free(a);
}

/* What JSON cannot say, but a caller could. */
static void
never_to_stand(void **state)
{
	static const struct uuid nil;
	const struct { enum field_type type; struct field_value v; } wrong[] = {
		{ TYPE_TEXT, { .set = true, .text = STR("\xFF") } },
		{ TYPE_TEXT, { .set = true, .text = { "a\0b", 3 } } },
		{ TYPE_LONG_TEXT, { .set = true, .text = { "a\0b", 3 } } },
		{ TYPE_DOCUMENT, { .set = true, .text = STR("words") } },
		{ TYPE_DOCUMENT, { .set = true, .text = STR("{\"a\": 1}") } },
		{ TYPE_DOCUMENT, { .set = true, .text = STR("{\"a\":1,\"a\":1}") } },
		{ TYPE_DOCUMENT, { .set = true, .text = STR("\"a\"") } },
		{ TYPE_INTEGER, { .set = true, .number = INT64_MAX / NUMBER_ONE * NUMBER_ONE } },
		{ TYPE_DECIMAL, { .set = true, .number = INT64_MIN } },
		{ TYPE_QUANTITY, { .set = true, .number = INT64_MAX } },
		{ TYPE_DAY, { .set = true, .number = DAY_LAST + 1 } },
		{ TYPE_DAY, { .set = true, .number = INT64_MIN } },
		{ TYPE_FLAG, { .set = true, .number = 2 } },
		{ TYPE_PERSON, { .set = true } },
		{ TYPE_PERSON, { .set = true, .ids = &nil, .n = 1 } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct field_rule f = rule_of(wrong[i].type);

		if (field_check(&f, &wrong[i].v, NULL) != E_VALUE)
			fail_msg("row %zu", i);
	}
}

/* As long as it may be, and one byte longer. */
static void
long_documents(void **state)
{
	struct field_rule f = rule_of(TYPE_DOCUMENT);
	char text[DOCUMENT_MOST + 1];
	struct field_value v = { .set = true, .text = { text, DOCUMENT_MOST } };

	(void)state;
	memset(text, 'a', sizeof text);
	memcpy(text, "{\"a\":\"", 6);
	memcpy(text + DOCUMENT_MOST - 2, "\"}", 2);
	assert_int_equal(field_check(&f, &v, NULL), OK);
	memcpy(text + DOCUMENT_MOST - 2, "a\"}", 3);
	v.text.n++;
	assert_int_equal(field_check(&f, &v, NULL), E_VALUE);
}

static void
a_measure_word_that_is_laid_down(void **state)
{
	struct field_rule f = rule_of(TYPE_QUANTITY);
	struct field_value v = { .set = true, .number = 80 * NUMBER_ONE, .text = STR("%") };

	(void)state;
	f.unit = STR("家");
	assert_int_equal(field_check(&f, &v, NULL), E_VALUE);
	v.text = STR("家");
	assert_int_equal(field_check(&f, &v, NULL), OK);
}

static void
documents_are_tidied(void **state)
{
	struct arena *a = arena_new(0);
	struct field_value v = { .set = true };

	(void)state;
	assert_false(arena_try(a));
	assert_true(field_tidy_document(a, STR(" { \"a\" : [ 1 ,2 ] } "), &v));
	assert_str(v.text, "{\"a\":[1,2]}");
	assert_false(field_tidy_document(a, STR("words"), &v));
	assert_false(field_tidy_document(a, STR("[1]"), &v));
	assert_false(field_tidy_document(a, STR(""), &v));
	arena_free(a);
}

/* Each good value into a row of a table with its columns, and back; lists stand elsewhere. */
static void
in_rows(void **state)
{
	struct place place;
	struct store *s;
	struct arena *a = arena_new(0);
	unsigned char id[ID_SIZE] = { 1 };
	int64_t ledger, key;

	(void)state;
	assert_false(arena_try(a));
	place_make(&place);
	must(store_create(place.path, &why));
	must(store_open(&s, place.path, STORE_WRITE, &why));
	must(store_begin(s, &why));
	must(ledger_number(s, id, STR("sha256"), &ledger, &why));
	must(identity_number(s, id, &key, &why));
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct field_rule f = rule_of(rows[i].type);
		enum column_type types[FIELD_COLUMNS];
		const char *suffix[FIELD_COLUMNS];
		struct table_column columns[FIELD_COLUMNS];
		struct value values[FIELD_COLUMNS];
		struct store_table t;
		struct field_value v, back;
		struct rows at;
		bool fresh;
		size_t n = field_columns(rows[i].type, types, suffix);
		json_t *json = json_loads(rows[i].json, JSON_DECODE_ANY, NULL);
		bool read = field_get_json(a, &f, json, &v);

		json_decref(json);
		if (!read || rows[i].holds != GOOD)
			continue;
		for (size_t j = 0; j < n; j++)
			columns[j] = (struct table_column){ arena_printf(a, "x%s", suffix[j]), types[j], false, true, PAIR_NONE, false };
		assert_int_equal(field_put_row(&f, &v, values), n);
		must(table_write(a, &(struct table_shape){ STR("x"), columns, n }, &t, &why));
		must(table_make(s, &t, &fresh, &why));
		must(table_put(s, &t, 1 + (int64_t)i, &(struct table_row){ key, ledger, STR("0001"), STR(""), { values, n } }, &why));
		table_ask(s, &t, NULL, key, SEQ_NOW, &at);
		assert_true(rows_next(&at));
		field_get_row(a, &f, &at, TABLE_OWN, &back);
		must(rows_end(&at, &why));
		if (n > 0 && !field_equal(&v, &back))
			fail_msg("%s", rows[i].json);
		assert_true(n > 0 || rows[i].type == TYPE_UNITS || rows[i].type == TYPE_LINK);
	}
	store_rollback(s);
	store_close(s);
	place_remove(&place);
	arena_free(a);
}

static void
as_conditions_read_them(void **state)
{
	struct field_rule f = rule_of(TYPE_CHOICE);
	struct field_value known = { .set = true, .text = STR("second"), .number = 1 }, gone = { .set = true, .text = STR("old"), .number = -1 };

	(void)state;
	assert_true(field_datum(&f, &known).set);
	assert_int_equal(field_datum(&f, &known).number, 1);
	assert_false(field_datum(&f, &gone).set);	/* a choice that a later version has no more */
	assert_false(field_equal(&known, &gone));
	assert_true(field_equal(&(struct field_value){ .number = 1 }, &(struct field_value){ .number = 2 }));	/* both are not set */
	assert_int_equal(field_choice(&f, STR("first")), 0);
	assert_int_equal(field_choice(&f, STR("")), -1);
}

/* ---- what an event says ---- */

static const char *const changes[] = {
	"{\"kind\":\"finding\",\"today\":\"2026-03-05\"}",
	"{\"kind\":\"finding\",\"today\":\"2026-03-05\",\"fields\":{\"title\":\"甲\\\"乙\",\"words\":{\"file\":\"a\"},\"hard\":true,"
	    "\"lead\":\"" ID1 "\",\"support\":[\"" ID1 "\",\"" ID2 "\"],\"person\":null,\"imposed\":\"2026-06-30\"}}",
	"{\"kind\":\"measure\",\"today\":\"2026-03-05\",\"fields\":{\"target\":{\"cmp\":\">=\",\"value\":\"80\",\"unit\":\"%\"}},\"reason\":\"为\\n何\","
	    "\"number\":{\"text\":\"C2026-0001\",\"of\":\"C2026-{seq}\",\"seq\":1}}",
	"{\"kind\":\"finding\",\"today\":\"2026-03-05\",\"evidence\":[{\"hash\":\"sha256:"
	    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\",\"size\":120,\"media\":\"text/plain\",\"name\":\"通知.txt\","
	    "\"dated\":\"2026-03-01\"},{\"hash\":\"sha256:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\",\"size\":0,"
	    "\"media\":\"a\",\"name\":\"b\",\"dated\":null}]}",
	"{\"kind\":\"finding\",\"today\":\"2026-03-05\",\"milestones\":[]}",
	"{\"kind\":\"finding\",\"today\":\"2026-03-05\",\"milestones\":[{\"name\":\"一\",\"weight\":30,\"due\":\"2026-04-30\",\"accepted\":null},"
	    "{\"name\":\"二\",\"weight\":1,\"due\":null,\"accepted\":\"2026-05-01\"}]}",
	"{\"kind\":\"finding\",\"today\":\"2026-03-05\",\"clocks\":{\"review\":\"2026-03-12\",\"at-once\":null},\"lamp\":{\"show\":\"green\",\"row\":6,"
	    "\"next\":\"2026-06-23\"}}",
	"{\"kind\":\"finding\",\"today\":\"2026-03-05\",\"lamp\":{\"show\":\"blue\",\"row\":0,\"next\":null}}",
	"{\"kind\":\"finding\",\"today\":\"2026-03-05\",\"instruction\":{\"text\":\"抓紧\",\"until\":\"2026-03-20\"}}",
	"{\"kind\":\"finding\",\"today\":\"2026-03-05\",\"reason\":\"已办\",\"answers\":17}",
	"{\"kind\":\"finding\",\"today\":\"2026-03-05\",\"number\":{\"text\":\"2026整提1号\",\"of\":\"2026整提{seq}号\",\"seq\":1},"
	    "\"notice\":{\"step\":\"remind\",\"reply\":\"2026-03-10\"}}",
	"{\"kind\":\"finding\",\"today\":\"2026-03-05\",\"about\":\"2026整提1号\"}",
	"{\"kind\":\"finding\",\"today\":\"2026-03-05\",\"found\":\"holds\"}",
	"{\"kind\":\"finding\",\"today\":\"2026-03-05\",\"found\":\"rebound\"}",
};

#define HEAD "{\"kind\":\"finding\",\"today\":\"2026-03-05\","

static const struct { const char *payload, *member; } broken[] = {
	{ "", "kind" },
	{ "[]", "kind" },
	{ "{}", "kind" },
	{ "{\"kind\":1}", "kind" },
	{ "{\"kind\":\"nothing\"}", "kind" },
	{ "{\"kind\":\"finding\"}", "today" },
	{ "{\"kind\":\"finding\",\"today\":null}", "today" },
	{ "{\"kind\":\"finding\",\"today\":\"2026-02-30\"}", "today" },
	{ "{\"kind\":\"finding\",\"kind\":\"finding\",\"today\":\"2026-03-05\"}", "kind" },
	{ HEAD "\"fields\":[]}", "fields" },
	{ HEAD "\"fields\":{\"none\":1}}", "fields" },
	{ HEAD "\"fields\":{\"title\":1}}", "fields" },
	{ HEAD "\"reason\":1}", "reason" },
	{ HEAD "\"number\":\"1\"}", "text" },
	{ HEAD "\"number\":{\"text\":\"a\",\"seq\":1}}", "of" },
	{ HEAD "\"number\":{\"text\":\"a\",\"of\":\"b\",\"seq\":\"1\"}}", "seq" },
	{ HEAD "\"evidence\":{}}", "evidence" },
	{ HEAD "\"evidence\":[1]}", "hash" },
	{ HEAD "\"evidence\":[{\"hash\":\"sm3:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\"}]}", "hash" },
	{ HEAD "\"evidence\":[{\"hash\":\"sha256:00\"}]}", "hash" },
	{ HEAD "\"milestones\":1}", "milestones" },
	{ HEAD "\"milestones\":[{\"weight\":1}]}", "name" },
	{ HEAD "\"milestones\":[{\"name\":\"a\",\"weight\":1.5}]}", "weight" },
	{ HEAD "\"milestones\":[{\"name\":\"a\",\"weight\":1,\"due\":1}]}", "due" },
	{ HEAD "\"clocks\":[]}", "clocks" },
	{ HEAD "\"clocks\":{\"none\":null}}", "clocks" },
	{ HEAD "\"clocks\":{\"review\":1}}", "clocks" },
	{ HEAD "\"lamp\":1}", "show" },
	{ HEAD "\"lamp\":{\"show\":\"none\",\"row\":0,\"next\":null}}", "lamp" },
	{ HEAD "\"lamp\":{\"show\":\"red\",\"row\":8,\"next\":null}}", "lamp" },
	{ HEAD "\"lamp\":{\"show\":\"red\",\"row\":-1,\"next\":null}}", "lamp" },
	{ HEAD "\"lamp\":{\"show\":\"red\",\"row\":1}}", "next" },
	{ HEAD "\"instruction\":{\"text\":1}}", "text" },
	{ HEAD "\"answers\":\"1\"}", "answers" },
	{ HEAD "\"notice\":{\"step\":\"none\",\"reply\":null}}", "step" },
	{ HEAD "\"about\":1}", "about" },
	{ HEAD "\"found\":\"maybe\"}", "found" },
};

static void
printed_is_read(void **state)
{
	struct book b;
	const struct ledger *g;

	(void)state;
	book_make(&b);
	g = book_begin(&b, "rectification", "xs26", "2026");
	for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
		struct change c;
		struct buf out = { 0 };

		must(change_parse(b.f.arena, g->force, cstr(changes[i]), &c, &why));
		change_print(&out, &c);
		assert_str(((struct str){ out.p, out.n }), changes[i]);
		buf_free(&out);
	}
	for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
		struct change c;
		enum err err = change_parse(b.f.arena, g->force, cstr(broken[i].payload), &c, &said);

		if (err != E_BROKEN || strcmp(said.what, broken[i].member) != 0)
			fail_msg("%s: %s %s", broken[i].payload, err_name(err), said.what);
	}
	book_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_json),
		cmocka_unit_test(never_to_stand),
		cmocka_unit_test(long_documents),
		cmocka_unit_test(a_measure_word_that_is_laid_down),
		cmocka_unit_test(documents_are_tidied),
		cmocka_unit_test(in_rows),
		cmocka_unit_test(as_conditions_read_them),
		cmocka_unit_test(printed_is_read),
	};

	places_in_memory();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
