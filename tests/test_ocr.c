#include "test.h"

#include "read/shown.h"

/* Pages as tesseract tells them: only a program's own file is read so, so the reader is asked here. */
#define HEAD "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
#define PAGE HEAD "1\t1\t0\t0\t0\t0\t0\t0\t560\t800\t-1\t\n"
#define LINE(left, top) "4\t1\t1\t1\t1\t0\t" left "\t" top "\t400\t24\t-1\t\n"
#define WORD(left, width, conf, words) "5\t1\t1\t1\t1\t1\t" left "\t0\t" width "\t20\t" conf "\t" words "\n"

static const struct { const char *what, *file, *lines; } rows[] = {
	{ "gaps between characters of ink are no blanks",
	  PAGE LINE("120", "100") WORD("120", "38", "90.1", "整改") WORD("170", "58", "55", "情况的") WORD("240", "40", "96", "通报"),
	  "P@1 整改情况的通报\n" },
	{ "a paragraph over two pages",
	  PAGE LINE("120", "100") WORD("120", "358", "90", "各科室按照分工逐项落实每月汇总一次")
	  LINE("80", "140") WORD("80", "398", "90", "年底统一考核没有完成的说明原因并限期补")
	  PAGE LINE("80", "100") WORD("80", "398", "90", "齐各科室按照分工逐项落实每月汇总一次年")
	  LINE("80", "140") WORD("80", "78", "90", "底考核。") LINE("120", "180") WORD("120", "58", "90", "完毕。"),
	  "P@1 各科室按照分工逐项落实每月汇总一次年底统一考核没有完成的说明原因并限期补齐各科室按照分工逐项落实每月汇总一次年底考核。\n"
	  "P@2 完毕。\n" },
	{ "words between Latin letters, and rows that tell nothing",
	  PAGE "3\t1\t1\n\n" LINE("80", "100") WORD("80", "40", "90", "word") WORD("130", "30", "90", "two") WORD("170", "9", "90", " "),
	  "P@1 word two\n" },
};

static void
pages_recognised(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct shown w = show("-", rows[i].file, strlen(rows[i].file));

		if (w.err != OK || strcmp(w.s, rows[i].lines) != 0)
			fail_msg("%s: %s\ngot:\n%swant:\n%s", rows[i].what, err_name(w.err), w.s == NULL ? "" : w.s, rows[i].lines);
		assert_string_equal(w.t->reader, "ocr");
		assert_true(has_note(w.t, NOTE_RECOGNISED));
		shown_free(&w);
	}
}

/* One word of three was doubtful. */
static void
doubts_are_told(void **state)
{
	struct shown w = show("-", rows[0].file, strlen(rows[0].file));

	(void)state;
	for (size_t i = 0; i < w.t->notes.n; i++)
		if (w.t->notes.v[i].code == NOTE_RECOGNISED)
			assert_str(w.t->notes.v[i].detail, "1 / 3");
	shown_free(&w);
}

static void
nothing_recognised(void **state)
{
	static const struct { const char *file; enum err err; } bad[] = {
		{ PAGE, E_SCANNED },
		{ PAGE LINE("80", "100") WORD("80", "40", "90", "\xFF"), E_DAMAGED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct shown w = show("-", bad[i].file, strlen(bad[i].file));

		assert_int_equal(w.err, bad[i].err);
		shown_free(&w);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_recognised),
		cmocka_unit_test(doubts_are_told),
		cmocka_unit_test(nothing_recognised),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
