/* The JSON writer, and the format bihuan.extract/1 of a document made by hand. */
#include "base/err.h"	/* before cmocka, which has a macro of the name fail */
#include "test.h"

#include "write/extract.h"
#include "base/json.h"

static struct str
told(const struct buf *b)
{
	return (struct str){ b->p, b->n };
}

static const struct {
	const char *text, *want;
} rows[] = {
	{ "", "\"\"" },
	{ "整改", "\"整改\"" },
	{ "\"", "\"\\\"\"" },
	{ "a\\b", "\"a\\\\b\"" },
	{ "第一行\n第二行\t\r", "\"第一行\\n第二行\\t\\r\"" },
	{ "\x01\x1f\x7f", "\"\\u0001\\u001f\x7f\"" },
	{ "\b\f", "\"\\b\\f\"" },
	{ "八个字节之内没有，\"这里有\"；之后又没有了", "\"八个字节之内没有，\\\"这里有\\\"；之后又没有了\"" },
	{ "𠮷/😀", "\"𠮷/😀\"" },
};

static void
strings(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct buf b = { 0 };

		json_str(&b, cstr(rows[i].text));
		assert_str(told(&b), rows[i].want);
		buf_free(&b);
	}
}

/* The fast way must find every byte that wants escaping, wherever it stands among eight. */
static void
every_byte_everywhere(void **state)
{
	(void)state;
	for (unsigned c = 0; c < 256; c++) {
		for (size_t at = 0; at < 24; at++) {
			char text[24];
			struct buf b = { 0 };
			bool escaped = c < 0x20 || c == '"' || c == '\\';

			memset(text, 0xE6, sizeof text);
			text[at] = (char)c;
			json_escape(&b, (struct str){ text, sizeof text });
			assert_int_equal(b.n > sizeof text, escaped);
			assert_int_equal(b.p[at], escaped ? '\\' : (char)c);
			buf_free(&b);
		}
	}
}

static void
longer_than_a_piece(void **state)
{
	struct buf b = { 0 };
	size_t n = 100001;
	char *text = test_malloc(n);

	(void)state;
	memset(text, '\n', n);
	json_escape(&b, (struct str){ text, n });
	assert_int_equal(b.n, 2 * n);
	for (size_t i = 0; i < b.n; i += 2)
		assert_memory_equal(b.p + i, "\\n", 2);
	test_free(text);
	buf_free(&b);
}

static void
names_of_files(void **state)
{
	struct buf b = { 0 };

	(void)state;
	json_name(&b, cstr("整改\xFF\xE6.txt"));
	assert_str(told(&b), "\"整改\xEF\xBF\xBD\xEF\xBF\xBD.txt\"");
	buf_free(&b);
}

static void
numbers(void **state)
{
	struct buf b = { 0 };

	(void)state;
	json_num(&b, 0);
	buf_putc(&b, ' ');
	json_num(&b, 4294967295u);
	assert_str(told(&b), "0 4294967295");
	buf_free(&b);
}

/*
 * A document by hand. The body, with the byte at which each line begins:
 *	0	一、方面
 *	13	1.问题。已完成
 *	34	甲<TAB>乙
 */
#define BODY "一、方面\n1.问题。已完成\n甲\t乙\n"

static struct document *
by_hand(struct arena *a)
{
	struct document *d = arena_zalloc(a, sizeof *d);
	struct text *t = arena_zalloc(a, sizeof *t);
	struct article *art;
	struct fact *f;

	*t = (struct text){ .name = cstr("a.txt"), .reader = "text", .encoding = "utf-8",
	    .bytes = 42, .body = cstr(BODY) };
	*array_add(a, &t->lines) = (struct line){ .from = 0, .to = 12, .page = 1 };
	*array_add(a, &t->lines) = (struct line){ .from = 13, .to = 33, .page = 1 };
	*array_add(a, &t->lines) = (struct line){ .from = 34, .to = 41, .page = 2, .kind = LINE_ROW };
	*array_add(a, &t->notes) = (struct note){ NOTE_JOINED, { 0, 13, 33 }, cstr("1") };
	d->arena = a;
	d->texts = arena_alloc(a, sizeof *d->texts);
	d->texts[0] = t;
	d->ntexts = 1;
	d->first = 3;
	art = array_add(a, &d->articles);
	art->title = cstr("题");
	art->issued = (struct date){ 2026, 3, 5 };
	*array_add(a, &art->spans) = (struct span){ 3, 6, 12 };
	*array_add(a, &art->spans) = (struct span){ 3, 15, 33 };
	*array_add(a, &art->nodes) = (struct node){ .run = 0, .nrun = 1, .marker = cstr("一、"),
	    .heading = cstr("方面"), .text = 6, .depth = 1, .role = ROLE_SECTION };
	*array_add(a, &art->nodes) = (struct node){ .parent = 1, .run = 1, .nrun = 1,
	    .marker = cstr("1."), .heading = cstr("问题"), .text = 9, .depth = 2,
	    .role = ROLE_FINDING, .status = STATUS_DONE };
	f = array_add(a, &art->facts);
	*f = (struct fact){ .node = 2, .type = FACT_QUANTITY, .span = { 3, 24, 33 } };
	fact_set_quantity(f, (struct decimal){ 1250, 2 }, cstr("项"), CMP_GE);
	f = array_add(a, &art->facts);
	*f = (struct fact){ .node = 2, .type = FACT_DATE, .span = { 3, 24, 33 } };
	f->date.from = (struct date){ 2024, 0, 0 };
	f->date.to = (struct date){ 2025, 12, 0 };
	f->role = DATE_PERIOD;
	f = array_add(a, &art->facts);
	*f = (struct fact){ .node = 2, .type = FACT_DUTY, .span = { 3, 24, 33 } };
	f->lead = arena_zalloc(a, sizeof(struct str));
	f->lead[0] = cstr("甲局");
	f->nlead = 1;
	*array_add(a, &art->tables) = (struct table){ .source = 3, .row = 2, .nrows = 1 };
	return d;
}

static const char by_hand_json[] =
    "{\"format\":\"bihuan.extract/1\",\n\"articles\":["
    "\n{\"kind\":\"other\",\"title\":\"题\",\"issuer\":null,\"number\":null,"
    "\"issued\":\"2026-03-05\",\"inspector\":null,\"secrecy\":null,\"addressees\":[],"
    "\"contact\":{\"phone\":[],\"email\":[],\"postal\":null,\"postcode\":null},"
    "\"preamble\":\"\",\"closing\":\"\","
    "\"tables\":[{\"rows\":[[\"甲\",\"乙\"]],\"spans\":[[3,34,41]]}],"
    "\n\"nodes\":["
    "\n{\"id\":1,\"parent\":0,\"marker\":\"一、\",\"heading\":\"方面\",\"text\":\"\","
    "\"role\":\"section\",\"status\":null,\"spans\":[[3,6,12]]},"
    "\n{\"id\":2,\"parent\":1,\"marker\":\"1.\",\"heading\":\"问题\",\"text\":\"已完成\","
    "\"role\":\"finding\",\"status\":\"done\",\"spans\":[[3,15,33]]}],"
    "\n\"facts\":["
    "\n{\"node\":2,\"type\":\"quantity\",\"value\":12.5,\"unit\":\"项\",\"cmp\":\">=\","
    "\"text\":\"已完成\",\"spans\":[[3,24,33]]},"
    "\n{\"node\":2,\"type\":\"date\",\"value\":\"2024/2025-12\",\"role\":\"period\","
    "\"text\":\"已完成\",\"spans\":[[3,24,33]]},"
    "\n{\"node\":2,\"type\":\"duty\",\"lead\":[\"甲局\"],\"support\":[],"
    "\"text\":\"已完成\",\"spans\":[[3,24,33]]}]}],"
    "\n\"sources\":[\n{\"name\":\"a.txt\",\"sha256\":null,\"encoding\":\"utf-8\",\"bytes\":42,"
    "\"reader\":\"text\"}],"
    "\n\"places\":["
    "\n{\"span\":[3,0,33],\"page\":1},"
    "\n{\"span\":[3,34,37],\"page\":2,\"cell\":\"A1\"},"
    "\n{\"span\":[3,38,41],\"page\":2,\"cell\":\"B1\"},"
    "\n{\"span\":[3,34,41],\"page\":2}],"
    "\n\"notes\":["
    "\n{\"code\":\"not-read\",\"severity\":\"error\",\"at\":null,\"name\":\"b.txt\","
    "\"text\":\"未能读取：没有这个文件\"},"
    "\n{\"code\":\"lines-joined\",\"severity\":\"info\",\"at\":[3,13,33],"
    "\"text\":\"已把断开的行接成段落：1\"}]}\n";

static void
the_format(void **state)
{
	struct arena *a = arena_new(0);
	struct document *d = by_hand(a);
	struct buf b = { 0 };
	struct extract x;

	(void)state;
	extract_init(&x, &b, LANG_ZH, false);
	form_json.failed(&x, "b.txt", "没有这个文件");
	assert_int_equal(b.n, 0);
	form_json.document(&x, d);
	form_json.end(&x);
	assert_int_equal(b.err, OK);
	assert_str(told(&b), by_hand_json);
	extract_free(&x);
	buf_free(&b);
	arena_free(a);
}

/* More than a buf holds goes to a file and comes back in order. */
static void
spool_there_and_back(void **state)
{
	struct spool s;
	struct buf b = { 0 };

	(void)state;
	spool_init(&s);
	for (uint32_t i = 0; i < 200000; i++) {
		json_num(&s.buf, i);
		buf_putc(&s.buf, '\n');
	}
	assert_non_null(s.file);
	spool_pour(&s, &b);
	assert_int_equal(b.err, OK);
	for (size_t i = 0, at = 0; i < 200000; i++) {
		char line[16];
		int n = snprintf(line, sizeof line, "%zu\n", i);

		assert_true(b.n - at >= (size_t)n);
		assert_memory_equal(b.p + at, line, (size_t)n);
		at += (size_t)n;
	}
	spool_free(&s);
	buf_free(&b);
}

static void
piece_by_piece(void **state)
{
	struct buf b = { 0 };

	(void)state;
	json_member_text(&b, "name", STR("甲{"));
	json_member_text(&b, "none", (struct str){ NULL, 0 });
	json_member_flag(&b, "good", true);
	json_member_flag(&b, "bad", false);
	json_member_id(&b, "id", (struct uuid){ { 0 } });
	json_member_date(&b, "day", (struct date){ 2026, 3, 5 });
	json_member(&b, "list");
	JSON_PUT(&b, "[");
	for (uint32_t i = 1; i < 3; i++) {
		json_next(&b);
		JSON_PUT(&b, "{");
		json_member(&b, "n");
		json_num(&b, i);
		JSON_PUT(&b, "}");
	}
	JSON_PUT(&b, "]}");
	assert_str(told(&b), "{\"name\":\"甲{\",\"none\":null,\"good\":true,\"bad\":false,\"id\":null,\"day\":\"2026-03-05\","
	    "\"list\":[{\"n\":1},{\"n\":2}]}");
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strings),
		cmocka_unit_test(piece_by_piece),
		cmocka_unit_test(every_byte_everywhere),
		cmocka_unit_test(longer_than_a_piece),
		cmocka_unit_test(names_of_files),
		cmocka_unit_test(numbers),
		cmocka_unit_test(the_format),
		cmocka_unit_test(spool_there_and_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
