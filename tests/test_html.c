#include "test.h"

#include "base/buf.h"
#include "read/shown.h"

#define PROSE "各科室按照分工逐项落实，每月汇总一次，年底统一考核；没有完成的，说明原因。"

static const struct { const char *what, *file, *lines, *title; } rows[] = {
	{ "headings, paragraphs, line breaks, entities",
	  "<html><head><title>年度安排_海州县政府</title></head><body><h1>海州县年度安排</h1>"
	  "<p>&nbsp;&emsp;" PROSE "</p><h2>一、任务</h2><p>甲&lt;乙&amp;丙&#x3002;<br>第二行，"
	  "也是正文。</p></body></html>",
	  "H1 海州县年度安排\nP " PROSE "\nH2 一、任务\nP 甲<乙&丙。\nP 第二行，也是正文。\n",
	  "海州县年度安排" },
	{ "what a page says of its title",
	  "<html><head><meta name='ArticleTitle' content='整改公告'><title>首页 - 海州</title></head>"
	  "<body><p>" PROSE "</p><p>" PROSE "</p></body></html>",
	  "P " PROSE "\nP " PROSE "\n", "整改公告" },
	{ "the article among navigation, a form around all",
	  "<html><body><form><div class='nav'><ul><li><a href=1>机构职能</a></li><li><a href=2>政策文件"
	  "</a></li></ul></div><div>当前位置：<a href=/>首页</a></div><div class='box'><h1>海州县整改情况公告</h1>"
	  "<div>发布时间：2026-03-01　浏览次数：<span>5</span></div><div id='UCAP-CONTENT'><p>" PROSE
	  "</p><p>" PROSE "</p><div class='share'>分享到：微信</div></div></div><footer>版权所有 海州县</footer>"
	  "</form><script>document.write('<p>不是正文，不要。</p>')</script></body></html>",
	  "H1^ 海州县整改情况公告\nP 发布时间：2026-03-01\nP " PROSE "\nP " PROSE "\n",
	  "海州县整改情况公告" },
	{ "a table, its cells merged across and down, a line end in a cell",
	  "<body><p>" PROSE "</p><table><caption>分工表</caption><tr><th>序号<th>任务<th>时限</tr>"
	  "<tr><td rowspan=2>1<td>建立<br>台账<td>3月</tr><tr><td>核对<td>4月</tr>"
	  "<tr><td colspan=2>合计<td>2项</tr></table><p>" PROSE "</p></body>",
	  "P " PROSE "\nP 分工表\nR 序号\t任务\t时限\nR 1\t建立 台账\t3月\nR \t核对\t4月\nR 合计\t\t2项\nP "
	  PROSE "\n", "" },
	{ "a table that lays out the page is none",
	  "<body><table><tr><td>栏目</td><td><table><tr><td><p>" PROSE "</p><p>" PROSE
	  "</p></td></tr></table></td></tr></table></body>",
	  "P " PROSE "\nP " PROSE "\n", "" },
	{ "source lines broken between characters",
	  "<body><p>各科室按照分工\n  逐项落实，word\nword 每月\t汇总，年底统一考核，没有完成的说明原因。</p><p>"
	  PROSE "</p></body>",
	  "P 各科室按照分工逐项落实，word word 每月 汇总，年底统一考核，没有完成的说明原因。\nP " PROSE "\n", "" },
	{ "what is not shown, and what is set in the middle",
	  "<body><p style='text-align:center'>通知</p><p>" PROSE "</p><p style='display:none'>" PROSE
	  "</p><div hidden>" PROSE "</div><p>" PROSE "</p></body>",
	  "P^ 通知\nP " PROSE "\nP " PROSE "\n", "" },
	{ "a charset the page is wrong about",
	  "<html><head><meta charset='gb2312'><meta http-equiv='Content-Type' content='text/html;"
	  " charset=big5'></head><body><p>囍字与" PROSE "</p></body></html>",
	  "P 囍字与" PROSE "\n", "" },
	{ "marks that open no tag, comments, scripts that look like text",
	  "<body><p>甲<5，乙>3，a < b <_c>。" PROSE "<!-- <p>不要</p> --><script>'</p>'</script ><p id=x/y class=\"a>b\">"
	  PROSE "<style>p{}</style></body>",
	  "P 甲<5，乙>3，a < b < _c>。" PROSE "\nP " PROSE "\n", "" },
	{ "tags that are not closed, or not opened",
	  "<html><body></div></td><p>" PROSE "<p>" PROSE "<b><i>尾</p></body>",
	  "P " PROSE "\nP " PROSE "尾\n", "" },
};

static void
lines_of_a_page(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct shown w = show("a.html", rows[i].file, strlen(rows[i].file));

		if (w.err != OK || strcmp(w.s, rows[i].lines) != 0)
			fail_msg("%s: %s\ngot:\n%swant:\n%s", rows[i].what, err_name(w.err),
			    w.s == NULL ? "" : w.s, rows[i].lines);
		assert_string_equal(w.t->reader, "html");
		assert_str(w.t->title, rows[i].title);
		shown_free(&w);
	}
}

/* 500 KB of menus around 15 KB of article. */
static void
a_small_article_on_a_large_page(void **state)
{
	struct buf b = { 0 };
	struct shown w;
	size_t article;

	(void)state;
	buf_puts(&b, STR("<!DOCTYPE html><html><body><div class=\"menu\"><ul>"));
	for (int i = 0; i < 4000; i++)
		buf_printf(&b, "<li><a href=\"/column/%d.html\">栏目%d的名称</a></li>\n", i, i);
	buf_puts(&b, STR("</ul></div><div class=\"wrap\"><div>"));
	article = b.n;
	for (int i = 1; i <= 120; i++)
		buf_printf(&b, "<p>%d." PROSE "</p>\n", i);
	article = b.n - article;
	buf_puts(&b, STR("</div></div><div class=\"links\">"));
	for (int i = 0; i < 5000; i++)
		buf_printf(&b, "<a href=\"http://site%d.example/\">友情链接%d</a> | \n", i, i);
	buf_puts(&b, STR("</div></body></html>"));
	assert_in_range(b.n, 480000, 620000);
	assert_in_range(article, 13000, 17000);
	w = show("-", b.p, b.n);
	assert_int_equal(w.err, OK);
	assert_int_equal(w.t->lines.n, 120);
	for (size_t i = 0; i < w.t->lines.n; i++)
		assert_true(str_ends(line_str(w.t, &w.t->lines.v[i]), STR(PROSE)));
	assert_true(has_note(w.t, NOTE_CHROME));
	shown_free(&w);
	buf_free(&b);
}

/* What has made other parsers hang or fall. */
static void
hostile_pages(void **state)
{
	static const struct { const char *open, *close; int times; } pages[] = {
		{ "<div>", "</div>", 200000 },
		{ "<b><i>", "", 20000 },
		{ "<table><tr><td>", "", 50000 },
		{ "<ul><li>", "", 100000 },
		{ "<p", "", 300000 },
		{ "<<<", "", 300000 },
		{ "<td rowspan=99999999 colspan=99999999>", "", 20000 },
		{ "<tr>", "", 100000 },
		{ "<h1>", "", 100000 },
		{ "<a href=", "", 100000 },
		{ "<i><div>", "</i></b></p>", 50000 },
		{ "<!--", "", 300000 },
		{ "<script></scrip", "", 100000 },
		{ "<div class=\"nav nav nav nav nav nav nav nav nav nav\">", "</div>", 20000 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
		struct buf b = { 0 };
		struct shown w;

		buf_puts(&b, STR("<html><body>"));
		for (int k = 0; k < pages[i].times; k++)
			buf_puts(&b, cstr(pages[i].open));
		buf_puts(&b, STR(PROSE));
		for (int k = 0; k < pages[i].times; k++)
			buf_puts(&b, cstr(pages[i].close));
		w = show("-", b.p, b.n);
		assert_true(w.err == OK || w.err == E_EMPTY);
		shown_free(&w);
		buf_free(&b);
	}
}

/* A parser that compares each attribute with all before it would take minutes here. */
static void
a_tag_of_many_attributes(void **state)
{
	struct buf b = { 0 };
	struct shown w;

	(void)state;
	buf_puts(&b, STR("<html><body><p "));
	for (int i = 0; i < 100000; i++)
		buf_printf(&b, "a%d=\"%d\" ", i, i);
	buf_puts(&b, STR("align=center>" PROSE "</p></body></html>"));
	w = show("-", b.p, b.n);
	assert_int_equal(w.err, OK);
	assert_string_equal(w.s, "P^ " PROSE "\n");
	shown_free(&w);
	buf_free(&b);
}

/* Cut off anywhere, a page gives lines or says there are none. */
static void
cut_off_anywhere(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		for (size_t n = 1; n < strlen(rows[i].file); n += 3) {
			struct shown w = show("a.html", rows[i].file, n);

			assert_true(w.err == OK || w.err == E_EMPTY || w.err == E_GARBLED);
			shown_free(&w);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_of_a_page),
		cmocka_unit_test(a_small_article_on_a_large_page),
		cmocka_unit_test(hostile_pages),
		cmocka_unit_test(a_tag_of_many_attributes),
		cmocka_unit_test(cut_off_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
