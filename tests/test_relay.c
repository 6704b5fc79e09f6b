#include "test.h"

#include <sys/mman.h>
#include <unistd.h>

#include "guard/relay.h"

#define MOST ((uint64_t)1 << 20)

static const char body[] = "关于整改的报告\n一、总体要求\n序号\t问题\n";

/* A text with something in each part. */
static struct text *
make_text(struct arena *a)
{
	static const struct line lines[] = {
		{ 0, 21, 1, LINE_HEADING, 2, true },
		{ 22, 40, 1, LINE_PLAIN, 0, false },
		{ 41, 54, 3, LINE_ROW, 0, false },
	};
	struct text *t = arena_zalloc(a, sizeof *t);

	t->reader = "html";
	t->encoding = "gb18030";
	t->title = cstr("报告");
	t->body = cstr(body);
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		*array_add(a, &t->lines) = lines[i];
	*array_add(a, &t->covered) = (struct covered){ 2, 0 };
	*array_add(a, &t->covered) = (struct covered){ 2, 1 };
	*array_add(a, &t->rows) = (struct sheet_row){ 0, 1 };
	*array_add(a, &t->rows) = (struct sheet_row){ 2, 9 };
	*array_add(a, &t->notes) = (struct note){ NOTE_ENCODING, { 0 }, cstr("gb18030") };
	*array_add(a, &t->notes) = (struct note){ NOTE_MOVED, { 0, 22, 40 }, { "", 0 } };
	return t;
}

/* What relay_put or relay_put_failure writes. */
static struct str
told(struct arena *a, const struct text *t, const struct why *failure)
{
	int fd = memfd_create("relay", 0);
	struct str s;
	char *p;

	assert_true(fd >= 0);
	assert_int_equal(t != NULL ? relay_put(fd, a, t, MOST, NULL) : relay_put_failure(fd, failure), OK);
	s.n = (size_t)lseek(fd, 0, SEEK_END);
	s.p = p = arena_alloc(a, s.n + 64);
	assert_int_equal(pread(fd, p, s.n, 0), s.n);
	close(fd);
	return s;
}

static enum err
get(struct arena *a, struct str s, struct text **t, struct why *why)
{
	struct relay_from from = { .fd = -1, .bytes = s };

	return relay_get(&from, MOST, a, t, why);
}

static void
assert_same(const struct text *got, const struct text *want)
{
	assert_string_equal(got->reader, want->reader);
	assert_string_equal(got->encoding, want->encoding);
	assert_true(str_eq(got->title, want->title));
	assert_true(str_eq(got->body, want->body));
	assert_int_equal(got->lines.n, want->lines.n);
	for (size_t i = 0; i < want->lines.n; i++) {
		assert_int_equal(got->lines.v[i].from, want->lines.v[i].from);
		assert_int_equal(got->lines.v[i].to, want->lines.v[i].to);
		assert_int_equal(got->lines.v[i].page, want->lines.v[i].page);
		assert_int_equal(got->lines.v[i].kind, want->lines.v[i].kind);
		assert_int_equal(got->lines.v[i].level, want->lines.v[i].level);
		assert_int_equal(got->lines.v[i].centred, want->lines.v[i].centred);
	}
	assert_int_equal(got->covered.n, want->covered.n);
	for (size_t i = 0; i < want->covered.n; i++) {
		assert_int_equal(got->covered.v[i].line, want->covered.v[i].line);
		assert_int_equal(got->covered.v[i].column, want->covered.v[i].column);
	}
	assert_int_equal(got->rows.n, want->rows.n);
	for (size_t i = 0; i < want->rows.n; i++) {
		assert_int_equal(got->rows.v[i].line, want->rows.v[i].line);
		assert_int_equal(got->rows.v[i].row, want->rows.v[i].row);
	}
	assert_int_equal(got->notes.n, want->notes.n);
	for (size_t i = 0; i < want->notes.n; i++) {
		assert_int_equal(got->notes.v[i].code, want->notes.v[i].code);
		assert_int_equal(got->notes.v[i].at.from, want->notes.v[i].at.from);
		assert_int_equal(got->notes.v[i].at.to, want->notes.v[i].at.to);
		assert_true(str_eq(got->notes.v[i].detail, want->notes.v[i].detail));
	}
}

static void
comes_back(void **state)
{
	struct arena *a = arena_new(0);
	struct text *t = make_text(a), *got = NULL;

	(void)state;
	assert_int_equal(get(a, told(a, t, NULL), &got, NULL), OK);
	assert_same(got, t);
	arena_free(a);
}

static void
a_failure_comes_back(void **state)
{
	struct arena *a = arena_new(0);
	struct why why = { E_GARBLED, 17, "报告.txt" }, got = { 0 };
	struct text *t = NULL;

	(void)state;
	assert_int_equal(get(a, told(a, NULL, &why), &t, &got), E_GARBLED);
	assert_int_equal(got.err, E_GARBLED);
	assert_int_equal(got.at, 17);
	assert_string_equal(got.what, why.what);
	assert_null(t);
	arena_free(a);
}

/* Words that would command a terminal are not shown. */
static void
a_failure_that_commands(void **state)
{
	struct arena *a = arena_new(0);
	struct why why = { E_GARBLED, 0, "\x1B]0;x\a" }, got = { 0 };
	struct text *t = NULL;

	(void)state;
	assert_int_equal(get(a, told(a, NULL, &why), &t, &got), E_GARBLED);
	assert_string_equal(got.what, "");
	arena_free(a);
}

/* The body comes in pieces, which part characters and lines. */
static void
a_large_one(void **state)
{
	struct arena *a = arena_new(0);
	struct text *t = make_text(a), *got = NULL;
	struct relay_from from = { .fd = memfd_create("relay", 0) };
	size_t n = 0, most = (size_t)3 << 20;
	char *p = arena_alloc(a, most + 64);

	(void)state;
	for (t->lines.n = 0; n < most; n++) {
		struct line l = { .from = (uint32_t)n, .kind = LINE_PLAIN };

		for (size_t k = 0; k <= n % 40; k++)
			n = (size_t)((char *)mempcpy(p + n, "督", 3) - p);
		l.to = (uint32_t)n;
		p[n] = '\n';
		*array_add(a, &t->lines) = l;
	}
	t->body = (struct str){ p, n };
	t->notes.n = 0;
	assert_int_equal(relay_put(from.fd, a, t, 8 * MOST, NULL), OK);
	lseek(from.fd, 0, SEEK_SET);
	assert_int_equal(relay_get(&from, 8 * MOST, a, &got, NULL), OK);
	assert_same(got, t);
	close(from.fd);
	arena_free(a);
}

static void
more_than_may_be_told(void **state)
{
	struct arena *a = arena_new(0);
	struct text *t = make_text(a);
	int fd = memfd_create("relay", 0);

	(void)state;
	assert_int_equal(relay_put(fd, a, t, 100, NULL), E_TOOBIG);
	assert_int_equal(lseek(fd, 0, SEEK_END), 0);
	close(fd);
	arena_free(a);
}

/* ---- lies ---- */

/* A relay told by the rules, and then changed. */
struct told {
	struct relay_head *head;
	char *title, *words, *body;
	struct relay_note *notes;
	struct relay_page *pages;
	struct covered *covered;
	struct sheet_row *sheet_rows;
	uint8_t *rows;
	size_t n;
};

static struct told
parts_of(struct str s)
{
	struct told t = { .head = (void *)(uintptr_t)s.p, .n = s.n };
	char *p = (char *)(t.head + 1) + t.head->count[PART_WHAT];

	t.title = p;
	t.notes = (void *)(p += t.head->count[PART_TITLE]);
	t.words = p += t.head->count[PART_NOTES] * sizeof *t.notes;
	t.pages = (void *)(p += t.head->count[PART_WORDS]);
	t.covered = (void *)(p += t.head->count[PART_PAGES] * sizeof *t.pages);
	t.sheet_rows = (void *)(p += t.head->count[PART_COVERED] * sizeof *t.covered);
	t.rows = (void *)(p += t.head->count[PART_SHEET_ROWS] * sizeof *t.sheet_rows);
	t.body = p + t.head->count[PART_ROWS];
	return t;
}

/* Notes and pages may stand at any byte. */
#define SET(at, field, value)                                                    \
	do {                                                                     \
		__typeof__((at)->field) value_ = (value);                        \
		memcpy((char *)(at) + offsetof(__typeof__(*(at)), field), &value_, sizeof value_); \
	} while (0)

#define LIES(X) \
	X(mark,			t->head->mark++) \
	X(error,		t->head->err = ERR_COUNT) \
	X(error_beside_text,	t->head->err = E_GARBLED) \
	X(reader,		t->head->reader[0] = 'H') \
	X(reader_unended,	memset(t->head->reader, 'x', RELAY_NAME)) \
	X(reader_none,		t->head->reader[0] = '\0') \
	X(encoding,		memcpy(t->head->encoding, "utf-7", 6)) \
	X(what_beside_text,	t->head->count[PART_WHAT] = 1) \
	X(what_huge,		t->head->count[PART_WHAT] = 240) \
	X(title_huge,		t->head->count[PART_TITLE] = 4097) \
	X(title_cut,		t->head->count[PART_TITLE]--) \
	X(title_control,	t->title[0] = '\x1b') \
	X(title_c1,		memcpy(t->title, "\xC2\x9B" "1", 3)) \
	X(notes_huge,		t->head->count[PART_NOTES] = UINT64_MAX / 16) \
	X(notes_fewer,		t->head->count[PART_NOTES]--) \
	X(pages_huge,		t->head->count[PART_PAGES] = UINT64_MAX) \
	X(rows_huge,		t->head->count[PART_ROWS] = UINT32_MAX) \
	X(rows_more,		t->head->count[PART_ROWS]++) \
	X(rows_fewer,		t->head->count[PART_ROWS]--) \
	X(body_huge,		t->head->count[PART_BODY] = UINT64_MAX) \
	X(body_large,		t->head->count[PART_BODY] = MOST) \
	X(body_shorter,		t->head->count[PART_BODY]--) \
	X(body_none,		t->head->count[PART_BODY] = 0) \
	X(words_more,		t->head->count[PART_WORDS] = 3) \
	X(note_code,		SET(t->notes, code, NOTE_COUNT_)) \
	X(note_backwards,	SET(t->notes, from, 1)) \
	X(note_behind,		SET(t->notes, to, sizeof body)) \
	X(note_inside,		SET(t->notes, to, 4)) \
	X(note_detail,		SET(t->notes, n, UINT32_MAX)) \
	X(note_control,		t->words[0] = '\n') \
	X(page_behind,		SET(&t->pages[1], line, 3)) \
	X(page_before,		SET(&t->pages[1], line, 0)) \
	X(covered_huge,		t->head->count[PART_COVERED] = UINT64_MAX / 8) \
	X(covered_behind,	SET(&t->covered[1], line, 3)) \
	X(covered_back,		SET(&t->covered[0], line, 2); SET(&t->covered[1], line, 1)) \
	X(sheet_row_behind,	SET(&t->sheet_rows[1], line, 3)) \
	X(sheet_row_back,	SET(&t->sheet_rows[1], line, 0)) \
	X(row_bits,		t->rows[0] |= 0x40) \
	X(row_level,		t->rows[0] |= 7 << 2) \
	X(row_not_table,	t->rows[2] = LINE_PLAIN) \
	X(body_escape,		t->body[3] = '\x1b') \
	X(body_nul,		memcpy(t->body, "\0\0\0", 3)) \
	X(body_return,		memcpy(t->body, "\r\r\r", 3)) \
	X(body_feed,		memcpy(t->body, "\f\f\f", 3)) \
	X(body_delete,		memcpy(t->body, "\x7F\x7F\x7F", 3)) \
	X(body_c1,		memcpy(t->body, "\xC2\x9B" "1", 3)) \
	X(body_utf8,		t->body[1] = 'x') \
	X(body_surrogate,	memcpy(t->body, "\xED\xA0\x80", 3)) \
	X(body_end,		t->body[sizeof body - 2] = 'x') \
	X(line_empty,		memcpy(t->body, "\nxx", 3)) \
	X(line_more,		memcpy(t->body + 3, "x\nx", 3))

#define X(name, lie) static void lie_##name(struct told *t) { lie; }
LIES(X)
#undef X

static const struct {
	const char *name;
	void (*lie)(struct told *);
} lies[] = {
#define X(name, lie) { #name, lie_##name },
	LIES(X)
#undef X
};

static void
lies_are_seen(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
		struct arena *a = arena_new(0);
		struct str s = told(a, make_text(a), NULL);
		struct told t = parts_of(s);
		struct text *got = NULL;
		struct why why = { 0 };
		enum err err;

		lies[i].lie(&t);
		err = get(a, s, &got, &why);
		/* One that says there is more to come than comes ends early. */
		if ((err != E_LIED && err != E_CRASHED) || got != NULL || why.err != err)
			fail_msg("%s: %s", lies[i].name, err_name(err));
		arena_free(a);
	}
}

static void
a_failure_that_lies(void **state)
{
	struct arena *a = arena_new(0);
	struct str s = told(a, NULL, &(struct why){ E_GARBLED, 1, "name" });
	struct text *got = NULL;

	(void)state;
	((char *)(uintptr_t)s.p)[s.n - 2] = '\0';
	assert_int_equal(get(a, s, &got, NULL), E_LIED);
	arena_free(a);
}

/* Wherever it is cut it is told to be so, and nothing comes of it. */
static void
cut_anywhere(void **state)
{
	struct arena *a = arena_new(0);
	struct str s = told(a, make_text(a), NULL);

	(void)state;
	for (size_t n = 0; n < s.n; n++) {
		struct text *got = NULL;

		assert_int_equal(get(a, str_slice(s, 0, n), &got, NULL), E_CRASHED);
		assert_null(got);
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comes_back),
		cmocka_unit_test(a_failure_comes_back),
		cmocka_unit_test(a_failure_that_commands),
		cmocka_unit_test(a_large_one),
		cmocka_unit_test(more_than_may_be_told),
		cmocka_unit_test(lies_are_seen),
		cmocka_unit_test(a_failure_that_lies),
		cmocka_unit_test(cut_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
