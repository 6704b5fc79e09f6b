#include "test.h"

#include "read/shown.h"

/*
 * One row: a file, and the lines it is read as (shown.h). Our own words, in
 * the shapes that papers, crawled pages and word processors leave.
 */
static const struct { const char *what, *file, *lines; } rows[] = {
	{ "one paragraph a line",
	  "关于核查情况的说明\n各单位：\n　　现将有关情况说明如下。\n　　一、总体情况\n",
	  "P 关于核查情况的说明\nP 各单位：\nP 现将有关情况说明如下。\nP 一、总体情况\n" },
	{ "every line end",
	  "第一行。\r\n第二行。\r第三行。\n\r\n第四行。",
	  "P 第一行。\nP 第二行。\nP 第三行。\nP 第四行。\n" },
	{ "form feeds part pages",
	  "首页的话。\n\f次页的话。\n末句。\n\f",
	  "P@1 首页的话。\nP@2 次页的话。\nP@2 末句。\n" },
	{ "signs that are not seen",
	  "\xEF\xBB\xBF整\xE2\x80\x8B改\xC2\xAD清单\x07已\x1B建立。\n\xE2\x80\x8F右标也去。\n",
	  "P 整改清单已建立。\nP 右标也去。\n" },
	{ "blanks of all widths at both ends",
	  "　　 \t正文。　 \n\xC2\xA0 又一段。\xC2\xA0\n",
	  "P 正文。\nP 又一段。\n" },
	{ "blanks inside are the writer's",
	  "张 三 组长 010-5550 手机 138 5550\n李 四 成员 王 五 成员\n",
	  "P 张 三 组长 010-5550 手机 138 5550\nP 李 四 成员 王 五 成员\n" },
	{ "a page of forty with indents",
	  "　　去年入夏以后，县里先后组织四个小组下到乡村，逐户核对账目，发\n"
	  "现登记不全、保管不善的情形仍然不少，有的台账甚至三年没有更新过一\n"
	  "次。\n"
	  "　　针对这些情形，小组会同所在乡镇一一列出清单，说清由谁来改、改\n"
	  "到什么程度、哪一天改完，并且约定每月碰头一次，互相通报进度，防止\n"
	  "拖延。\n"
	  "　　年底复核时，多数事项已经办结，余下的也有了时间表。\n",
	  "P 去年入夏以后，县里先后组织四个小组下到乡村，逐户核对账目，发现登记不全、保管不善的情形"
	  "仍然不少，有的台账甚至三年没有更新过一次。\n"
	  "P 针对这些情形，小组会同所在乡镇一一列出清单，说清由谁来改、改到什么程度、哪一天改完，"
	  "并且约定每月碰头一次，互相通报进度，防止拖延。\n"
	  "P 年底复核时，多数事项已经办结，余下的也有了时间表。\n" },
	{ "page numbers inside a sentence",
	  "　　去年入夏以后，县里先后组织四个小组下到乡村，逐户核对账目，发\n"
	  "现登记不全、保管不善的情形仍然不少，有的台账甚至三年没有更新过一\n"
	  "\n— 1 —\n\n"
	  "次。针对这些情形，小组会同所在乡镇一一列出清单，说清由谁来改、改\n"
	  "到什么程度、哪一天改完，并且约定每月碰头一次，互相通报进度，防止\n"
	  "拖延。\n"
	  "　　末段。\n"
	  "- 2 -\n",
	  "P@1 去年入夏以后，县里先后组织四个小组下到乡村，逐户核对账目，发现登记不全、保管不善的情形"
	  "仍然不少，有的台账甚至三年没有更新过一次。针对这些情形，小组会同所在乡镇一一列出清单，"
	  "说清由谁来改、改到什么程度、哪一天改完，并且约定每月碰头一次，互相通报进度，防止拖延。\n"
	  "P@2 末段。\n" },
	{ "a narrow column, markers at line starts and none at others",
	  "一是把好入口。对新进人员逐\n"
	  "一谈话，凡档案不全的，先补\n"
	  "后用，去年共补齐材料四百二\n"
	  "十份。\n"
	  "二是看住过程。每旬抽查两个\n"
	  "科室，抽查结果当天张贴，第\n"
	  "一、二两次不合格的分别提醒\n"
	  "和约谈。\n"
	  "\n"
	  "三是守牢出口。离岗必审，审\n"
	  "计没有结论的不办手续，全年\n"
	  "离岗审计九人。\n",
	  "P 一是把好入口。对新进人员逐一谈话，凡档案不全的，先补后用，去年共补齐材料四百二十份。\n"
	  "P 二是看住过程。每旬抽查两个科室，抽查结果当天张贴，第一、二两次不合格的分别提醒和约谈。\n"
	  "P 三是守牢出口。离岗必审，审计没有结论的不办手续，全年离岗审计九人。\n" },
	{ "a list of names is no wrapped text",
	  "海州县人民医院\n青山县中医医院\n白沙县妇幼保健院\n临河县疾控中心\n云溪县急救中心\n东港县康复医院\n",
	  "P 海州县人民医院\nP 青山县中医医院\nP 白沙县妇幼保健院\nP 临河县疾控中心\nP 云溪县急救中心\n"
	  "P 东港县康复医院\n" },
	{ "line ends that became blanks, in two pieces",
	  "一是建立清单管理制度。各科室每月上旬 把本科室的任务逐条列出,送办公室汇总, 由分管领导审定以后张贴上墙,接受全体 干部监督,年内已经张贴十二期,群众来\n"
	  "\n"
	  "信明显减少,群众来电也由上年的四十个 降到十一个。二是建立销号制度,完成一 件、核实一件、销号一件,没有佐证材料 的一律退回,年内共退回九件,其中五件 补齐以后重新上报。\n",
	  "P 一是建立清单管理制度。各科室每月上旬把本科室的任务逐条列出,送办公室汇总,由分管领导审定以后"
	  "张贴上墙,接受全体干部监督,年内已经张贴十二期,群众来信明显减少,群众来电也由上年的四十个降到"
	  "十一个。二是建立销号制度,完成一件、核实一件、销号一件,没有佐证材料的一律退回,年内共退回九件,"
	  "其中五件补齐以后重新上报。\n" },
	{ "page furniture around an article",
	  "您现在的位置：首页 > 政务公开 > 通知\n【字体：大 中 小】\n关于换证的通知\n"
	  "发布时间：2026-02-03 来源：办公室 浏览次数：88 保护视力色：\n请于月底前办理。\n"
	  "联系电话：0590-5550001\n（此件公开发布）\n打印本页 关闭窗口\n"
	  "主办单位：海州县人民政府\n版权所有 海州县人民政府办公室\n",
	  "P 关于换证的通知\nP 发布时间：2026-02-03 来源：办公室\nP 请于月底前办理。\n"
	  "P 联系电话：0590-5550001\nP （此件公开发布）\n" },
	{ "words that are furniture elsewhere",
	  "主办单位：海州县卫生健康局\n关闭窗口期内不得受理新的申请。\n首页应当写明文号。\n大中小企业均可报名。\n",
	  "P 主办单位：海州县卫生健康局\nP 关闭窗口期内不得受理新的申请。\nP 首页应当写明文号。\n"
	  "P 大中小企业均可报名。\n" },
	{ "front matter",
	  "---\ntitle: 通知\ndate: 2026-01-01\n---\n正文。\n",
	  "P 正文。\n" },
	{ "a rule is no front matter",
	  "---\n正文在此\n---\n又一段。\n",
	  "P ---\nP 正文在此\nP ---\nP 又一段。\n" },
	{ "a table by tabs",
	  "任务分工如下：\n序号\t任务\t时限\n1\t建台账\t3月底\n2\t\t年底\n以上请落实。\n",
	  "P 任务分工如下：\nR 序号\t任务\t时限\nR 1\t建台账\t3月底\nR 2\t\t年底\nP 以上请落实。\n" },
	{ "a table by bars, and bars that are none",
	  "| 甲 | 乙 |\n| 1 | 2 |\n甲|乙两栏合计为3。\n",
	  "R 甲\t乙\nR 1\t2\nP 甲|乙两栏合计为3。\n" },
	{ "lines set apart",
	  "正文结束。\n\n附件说明\n\n附件正文，从略。\n　　　　　　　　　　海州县卫生健康局\n　　　　　　　　　　2026年3月1日\n",
	  "P 正文结束。\nP^ 附件说明\nP 附件正文，从略。\nP^ 海州县卫生健康局\nP^ 2026年3月1日\n" },
};

static void
lines_of_a_file(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct shown w = show("-", rows[i].file, strlen(rows[i].file));

		if (w.err != OK || strcmp(w.s, rows[i].lines) != 0)
			fail_msg("%s: %s\ngot:\n%swant:\n%s", rows[i].what, err_name(w.err),
			    w.s == NULL ? "" : w.s, rows[i].lines);
		assert_string_equal(w.t->reader, "text");
		shown_free(&w);
	}
}

/* Two columns whose lower halves were printed under each other's upper half. */
static void
columns_out_of_order(void **state)
{
	static const char file[] =
	    "一是抓排查。县疾控中心会同各乡镇,对所 有水源逐一取样,凡不合格的当日封存, 次日复检,结果张榜公布,全年取样九百 份,并在边远村组增设固定的监测\n"
	    "\n"
	    "二是抓宣传。印发明白纸两万张,在集市 设点讲解四十场,让群众知道怎样饮水、 怎样储水,发现水质异常及时上报,做到 家喻户晓。各乡镇要设固定的监测点,着\n"
	    "\n"
	    "点十七个。\n"
	    "\n"
	    "力抓好日常巡查,发现情况及时处置。有 关部门要着力抓好督促指导,对落实不力 的点名通报,对成效明显的给予鼓励,年 底统一考核,结果抄送组织部门。\n";
	struct shown w = show("-", file, sizeof file - 1);

	(void)state;
	assert_int_equal(w.err, OK);
	assert_int_equal(w.t->lines.n, 4);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(w.t->lines.v[i].kind, LINE_BREAK);
	assert_true(str_ends(line_str(w.t, &w.t->lines.v[0]), STR("固定的监测")));
	shown_free(&w);
}

static void
what_was_done_is_said(void **state)
{
	static const char file[] = "当前位置：首页\n正文。\n";
	struct shown w = show("-", file, sizeof file - 1);

	(void)state;
	assert_true(has_note(w.t, NOTE_CHROME));
	assert_false(has_note(w.t, NOTE_JOINED));
	shown_free(&w);
}

static void
nothing_but_blanks(void **state)
{
	static const char *const files[] = { " ", "\n\n\r\n", "　　\n\xEF\xBB\xBF", "\f", "关闭本页" };

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		struct shown w = show("-", files[i], strlen(files[i]));

		assert_int_equal(w.err, E_EMPTY);
		shown_free(&w);
	}
}

/* Ten megabytes without a line end, and ten of short lines: neither takes long nor loses a byte. */
static void
large_files(void **state)
{
	enum { CHARS = 3500000 };
	char *p = test_malloc(CHARS * 3);
	struct shown w;

	(void)state;
	for (size_t i = 0; i < CHARS; i++)
		memcpy(p + 3 * i, "字", 3);
	w = show("-", p, CHARS * 3);
	assert_int_equal(w.err, OK);
	assert_int_equal(w.t->lines.n, 1);
	assert_int_equal(w.t->body.n, CHARS * 3 + 1);
	shown_free(&w);
	for (size_t i = 19; i < CHARS; i += 20)
		memset(p + 3 * i, '\n', 3);
	w = show("-", p, CHARS * 3);
	assert_int_equal(w.err, OK);
	assert_in_range(w.t->body.n, CHARS / 20 * 57, CHARS / 20 * 58);
	shown_free(&w);
	test_free(p);
}

static void
markdown(void **state)
{
	static const char file[] =
	    "---\ntitle: 要点\n---\n"
	    "# 年度**要点**\n\n"
	    "## 一、任务 ##\n"
	    "1. 建立`台账`，见[办法](http://a.example/b_c(1))。\n"
	    "- 培训 **12** 场\n"
	    "> 引用的话\n\n"
	    "| 序号 | 单位 |\n|:--|--:|\n| 1 | 甲\\|乙 |\n| 2 | |\n\n"
	    "次级标题\n----\n"
	    "```\n# 不是标题\n```\n"
	    "2\\*3 等于 6\n";
	struct shown w = show("要点.md", file, sizeof file - 1);

	(void)state;
	assert_int_equal(w.err, OK);
	assert_string_equal(w.t->reader, "markdown");
	assert_string_equal(w.s,
	    "H1 年度要点\nH2 一、任务\nP 1. 建立台账，见办法)。\nP 培训 12 场\nP 引用的话\n"
	    "R 序号\t单位\nR 1\t甲|乙\nR 2\t\nH2 次级标题\nP # 不是标题\nP 2*3 等于 6\n");
	shown_free(&w);
}

/* A plain text does not become markdown for a dash or a number sign. */
static void
who_reads_what(void **state)
{
	static const struct { const char *name, *file, *reader; } files[] = {
		{ "-", "# 甲\n正文\n## 乙\n正文\n", "markdown" },
		{ "a.txt", "- 3 -\n正文。\n", "text" },
		{ "a.txt", "# 一号楼\n正文。\n", "text" },
		{ "a.md", "# 标题\n正文。\n", "markdown" },
		{ "a.md", "没有任何记号的正文。\n", "text" },
		{ "-", "<!DOCTYPE html><p>正文。</p>", "html" },
		{ "a.txt", "页面里的 <p> 表示段落。\n", "text" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		struct shown w = show(files[i].name, files[i].file, strlen(files[i].file));

		assert_int_equal(w.err, OK);
		assert_string_equal(w.t->reader, files[i].reader);
		shown_free(&w);
	}
}

static void
the_hash_is_of_the_bytes(void **state)
{
	struct source s = { .name = "-", .bytes = { "\xEF\xBB\xBF" "abc\r\n", 8 } };
	struct arena *a = arena_new(0);
	struct text *t;

	(void)state;
	assert_int_equal(read_source(a, &s, READ_HASH, &t, NULL), OK);
	/* printf '\357\273\277abc\r\n' | sha256sum */
	assert_string_equal(t->sha256, "c3199f17595cd7b59cea561d9cb96f204ef903c38b1b9cb4a50b7e68d286f675");
	assert_int_equal(t->bytes, 8);
	assert_str(t->body, "abc\n");
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_of_a_file),
		cmocka_unit_test(columns_out_of_order),
		cmocka_unit_test(what_was_done_is_said),
		cmocka_unit_test(nothing_but_blanks),
		cmocka_unit_test(large_files),
		cmocka_unit_test(markdown),
		cmocka_unit_test(who_reads_what),
		cmocka_unit_test(the_hash_is_of_the_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
