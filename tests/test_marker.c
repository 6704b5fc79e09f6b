#include "test.h"

#include "doc/marker.h"

/* GB/T 9704-2012, 7.3.3, and the habits of the field, in both widths; number 0: no marker. */
static const struct {
	const char *text;
	enum mark mark;
	uint32_t number;
	const char *sign;
} rows[] = {
	{ "一、总体要求", MARK_HAN, 1, "一、" },
	{ "十二、其他", MARK_HAN, 12, "十二、" },
	{ "二十、附则", MARK_HAN, 20, "二十、" },
	{ "三十三、督导", MARK_HAN, 33, "三十三、" },
	{ "（一）压实责任", MARK_HAN_PAREN, 1, "（一）" },
	{ "(十一)压实责任", MARK_HAN_PAREN, 11, "(十一)" },
	{ "㈢压实责任", MARK_HAN_PAREN, 3, "㈢" },
	{ "1.按月报送", MARK_NUM, 1, "1." },
	{ "12．按月报送", MARK_NUM, 12, "12．" },
	{ "１２．按月报送", MARK_NUM, 12, "１２．" },
	{ "3、按月报送", MARK_NUM, 3, "3、" },
	{ "3. 按月报送", MARK_NUM, 3, "3." },
	{ "⒊按月报送", MARK_NUM, 3, "⒊" },
	{ "1.2023年以来补报", MARK_NUM, 1, "1." },
	{ "（3）汇总", MARK_NUM_PAREN, 3, "（3）" },
	{ "(10)汇总", MARK_NUM_PAREN, 10, "(10)" },
	{ "4）汇总", MARK_NUM_PAREN, 4, "4）" },
	{ "⑷汇总", MARK_NUM_PAREN, 4, "⑷" },
	{ "①汇总", MARK_CIRCLE, 1, "①" },
	{ "⑳汇总", MARK_CIRCLE, 20, "⑳" },
	{ "一是抓早", MARK_IS, 1, "一是" },
	{ "十一是抓小", MARK_IS, 11, "十一是" },
	{ "三要抓实", MARK_IS, 3, "三要" },
	{ "第一章 总则", MARK_CHAPTER, 1, "第一章" },
	{ "第十二条 办公室负责解释", MARK_ARTICLE, 12, "第十二条" },
	{ "第3条 办公室负责解释", MARK_ARTICLE, 3, "第3条" },
	{ "第二部分", MARK_PART, 2, "第二部分" },
	{ "第一，摸清底数", MARK_ORDINAL, 1, "第一，" },
	{ "其次，列出清单", MARK_ORDINAL, 2, "其次，" },

	{ "一些单位反映", 0, 0, "" },		/* a numeral, but no 、 */
	{ "一线人员", 0, 0, "" },
	{ "2024年底前完成", 0, 0, "" },
	{ "3.6亿元", 0, 0, "" },
	{ "2、3季度", 0, 0, "" },
	{ "12.5%", 0, 0, "" },
	{ "二、三级医院", 0, 0, "" },
	{ "三、四季度", 0, 0, "" },
	{ "一、二、三类地区", 0, 0, "" },
	{ "第一书记", 0, 0, "" },
	{ "第三条战线", 0, 0, "" },
	{ "（试行）", 0, 0, "" },
	{ "（2026年）", 0, 0, "" },
	{ "（", 0, 0, "" },			/* ends inside the opening */
	{ "(1", 0, 0, "" },
	{ "12345.热线", 0, 0, "" },
	{ "十", 0, 0, "" },
	{ "", 0, 0, "" },
};

static void
signs(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const char *p = rows[i].text;
		struct marker m = { 0 };
		bool is = marker_at(p, p + strlen(p), &m);

		if (is != (rows[i].number > 0))
			fail_msg("<%s>: %s a marker", p, is ? "taken for" : "not taken for");
		if (!is)
			continue;
		assert_int_equal(m.mark, rows[i].mark);
		assert_int_equal(m.number, rows[i].number);
		assert_int_equal(m.bytes, strlen(rows[i].sign));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(signs) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
