#include "test.h"

#include <iconv.h>

#include "base/utf8.h"
#include "read/decode.h"
#include "read/shown.h"

/* Our own words, long enough for a detector and short enough to read. */
static const char sample[] =
    "海州县卫生健康局关于年度重点工作完成情况的说明\n"
    "今年以来，我局围绕“五项攻坚”逐项推进，已办结21件，正在办理3件。\n"
    "一是补短板。新增床位120张，培训乡村医生86人次；\n"
    "二是强弱项。《县域用药目录》已印发，①慢病用药、②儿童用药实现衔接。\n"
    "2026年3月5日\n";

static size_t
convert(const char *charset, const char *s, size_t n, char *out, size_t cap)
{
	iconv_t cd = iconv_open(charset, "UTF-8");
	char *from = (char *)(uintptr_t)s, *to = out;
	size_t room = cap;

	assert_true(cd != (iconv_t)-1);
	assert_int_equal(iconv(cd, &from, &n, &to, &room), 0);
	iconv_close(cd);
	return cap - room;
}

static void
what_is_recognised(void **state)
{
	static const struct { const char *charset, *mark, *encoding; bool said; } rows[] = {
		{ "UTF-8",	"",		"utf-8",	false },
		{ "UTF-8",	"\xEF\xBB\xBF",	"utf-8",	false },
		{ "UTF-16LE",	"\xFF\xFE",	"utf-16le",	true },
		{ "UTF-16BE",	"\xFE\xFF",	"utf-16be",	true },
		{ "UTF-16LE",	"",		"utf-16le",	true },
		{ "UTF-16BE",	"",		"utf-16be",	true },
		{ "UTF-16LE",	"\xFF\xFE\xFF\xFE",	"utf-16le",	true },
		{ "GB18030",	"",		"gb18030",	true },
		{ "GB18030",	"\x84\x31\x95\x33",	"gb18030",	true },
		{ "GBK",	"",		"gb18030",	true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char bytes[4096];
		size_t mark = strlen(rows[i].mark), n;
		struct arena *a = arena_new(0);
		struct text t = { 0 };
		struct str utf8;

		memcpy(bytes, rows[i].mark, mark);
		n = mark + convert(rows[i].charset, sample, sizeof sample - 1, bytes + mark,
		    sizeof bytes - mark);
		assert_int_equal(decode(a, (struct str){ bytes, n }, &t, &utf8, NULL), OK);
		assert_string_equal(t.encoding, rows[i].encoding);
		assert_str(utf8, sample);
		assert_true(has_note(&t, NOTE_ENCODING) == rows[i].said);
		assert_false(has_note(&t, NOTE_REPLACED));
		assert_false(has_note(&t, NOTE_ENCODING_DOUBT));
		arena_free(a);
	}
}

static void
utf8_is_not_copied(void **state)
{
	struct arena *a = arena_new(0);
	struct text t = { 0 };
	struct str utf8;

	(void)state;
	assert_int_equal(decode(a, STR("字"), &t, &utf8, NULL), OK);
	assert_int_equal(arena_size(a), 0);
	arena_free(a);
}

static void
big5_is_told_from_gb(void **state)
{
	static const char words[] =
	    "本會於今年三月召開會議，討論醫療機構的檢查結果與後續處理，並請各單位於期限內回覆辦理情形。\n"
	    "各機構應依照規定設置專責人員，負責病人安全與感染管制業務，每季至少檢討一次。\n";
	char bytes[1024];
	size_t n = convert("BIG5", words, sizeof words - 1, bytes, sizeof bytes);
	struct shown w = show("旧文.txt", bytes, n);

	(void)state;
	assert_int_equal(w.err, OK);
	assert_string_equal(w.t->encoding, "big5");
	assert_true(has_note(w.t, NOTE_ENCODING_DOUBT));
	shown_free(&w);
}

/* However it is cut, what is read is well-formed, and what was lost is said. */
static void
a_bad_byte_anywhere(void **state)
{
	size_t n = sizeof sample - 1;
	char *bytes = test_malloc(n);

	(void)state;
	for (size_t at = 0; at < n; at++) {
		struct arena *a = arena_new(0);
		struct text t = { 0 };
		struct str utf8;

		memcpy(bytes, sample, n);
		bytes[at] = '\xFF';
		assert_int_equal(decode(a, (struct str){ bytes, n }, &t, &utf8, NULL), OK);
		assert_string_equal(t.encoding, "utf-8");
		assert_int_equal(utf8_check(utf8), utf8.n);
		assert_true(has_note(&t, NOTE_REPLACED));
		assert_true(str_has(utf8, STR("\xEF\xBF\xBD")));
		assert_true(at > n - 20 || str_ends(utf8, STR("2026年3月5日\n")));
		arena_free(a);
	}
	test_free(bytes);
}

static void
cut_off_anywhere(void **state)
{
	(void)state;
	for (size_t n = 1; n < sizeof sample - 1; n++) {
		struct arena *a = arena_new(0);
		struct text t = { 0 };
		struct str utf8 = { 0 };

		if (decode(a, (struct str){ sample, n }, &t, &utf8, NULL) == OK)
			assert_int_equal(utf8_check(utf8), utf8.n);
		else
			assert_true(n < 9);	/* too little to tell */
		if (n > 300)
			assert_string_equal(t.encoding, "utf-8");
		arena_free(a);
	}
}

static void
what_is_no_text(void **state)
{
	char noise[4096];
	uint32_t seed = 1;
	static const struct { const char *p; size_t n; enum err err; } rows[] = {
		{ "\x7F" "ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0\x3E\0", 20, E_FORMAT },
		{ "PK\3\4\x14\0\6\0\x08\0\0\0!\0", 14, E_DAMAGED },	/* a container, cut off */
		{ "\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16, E_SCANNED },
		{ "%PDF-1.7\n\1\2\3\4\5\6\7\x0E\x0F", 18, E_DAMAGED },	/* what pdftotext could not read either */
		{ "%DOC-1.7\n\1\2\3\4\5\6\7\x0E\x0F", 18, E_GARBLED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct shown w = show("x", rows[i].p, rows[i].n);

		assert_int_equal(w.err, rows[i].err);
		shown_free(&w);
	}
	for (size_t i = 0; i < sizeof noise; i++)
		noise[i] = (char)((seed = seed * 1664525 + 1013904223) >> 24);
	struct shown w = show("x", noise, sizeof noise);
	assert_int_equal(w.err, E_GARBLED);
	shown_free(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_recognised),
		cmocka_unit_test(utf8_is_not_copied),
		cmocka_unit_test(big5_is_told_from_gb),
		cmocka_unit_test(a_bad_byte_anywhere),
		cmocka_unit_test(cut_off_anywhere),
		cmocka_unit_test(what_is_no_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
