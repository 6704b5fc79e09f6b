/*
 * html: one page that needs nothing else. The lists stand on the left, the
 * words of the sources on the right; a row's link goes to its words, which
 * are then marked (:target, without any script). The script adds: a click anywhere
 * on a row, the arrow keys, every piece of words that stand in several places, and a
 * click on words leads back to their row. On paper the words stand in their column.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "write/writer.h"

static const char page_head[] =
	"<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	"style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	"<title>问题清单、任务清单、责任清单</title>\n<style>\n";

static const char page_style[] =
	"*{box-sizing:border-box}\n"
	"html,body{height:100%;margin:0}\n"
	"body{display:grid;grid-template:auto minmax(0,1fr)/minmax(0,1fr) 23rem;color:#1f2328;background:#fff;"
	"font:13px/1.55 \"Noto Sans CJK SC\",\"Source Han Sans SC\",\"Microsoft YaHei\",\"PingFang SC\",sans-serif}\n"
	"header{grid-column:1/3;display:flex;flex-wrap:wrap;align-items:baseline;gap:.2rem 1.6rem;padding:.5rem 1rem;"
	"border-bottom:1px solid #c9ced6;background:#f6f7f9}\n"
	"h1{font-size:16px;margin:0}\n"
	"nav a{margin-right:1.1rem}\n"
	"a{color:#0b4f9e}\n"
	"a:focus-visible,main:focus-visible,aside:focus-visible{outline:2px solid #0b4f9e;outline-offset:1px}\n"
	".secret{color:#a40000;font-weight:bold}\n"
	"main{overflow:auto;padding:0 1rem 3rem}\n"
	"aside{overflow:auto;padding:0 1rem 3rem;border-left:1px solid #c9ced6;background:#fcfcfb;font-size:14px;line-height:1.75}\n"
	"h2{font-size:15px;margin:1.1rem 0 .2rem}\n"
	"aside h2{position:sticky;top:0;margin:0;padding:.5rem 0;background:#fcfcfb;font-size:13px;color:#57606a;"
	"overflow-wrap:anywhere}\n"
	"aside p{margin:0 0 .45rem;white-space:pre-wrap;overflow-wrap:anywhere}\n"
	".gaps{margin:0 0 .45rem;color:#57606a}\n"
	"table{border-collapse:collapse;width:100%;table-layout:fixed}\n"
	"th,td{border:1px solid #d5d9e0;padding:.25rem .35rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}\n"
	"th{position:sticky;top:0;z-index:1;background:#eaedf2;font-weight:600;text-align:center;vertical-align:middle}\n"
	".c{text-align:center}\n"
	".absent{color:#63686f;font-size:12px;white-space:nowrap}\n"
	"tr.on>td:not([rowspan]){background:#fff6d6}\n"
	"tbody tr:hover>td:not([rowspan]){background:#f3f6fb}\n"
	"tbody tr.on:hover>td:not([rowspan]){background:#fff1bf}\n"
	"tr:target>td:not([rowspan]){background:#fff6d6}\n"
	".s{white-space:nowrap}\n"
	".s1{color:#14602a}.s2{color:#8a4b00}.s3{color:#0b4f9e}.s4{color:#6b2a8c}\n"
	"mark{scroll-margin:5rem 0 2rem;background:none;color:inherit;border-bottom:1px dotted #a9b0ba}\n"
	"mark:target,mark.on{background:#ffe27a;border-bottom-color:#a07800}\n"
	"mark:target mark,mark.on mark{background:none}\n"
	".go{white-space:nowrap}a+.go{margin-left:.6em;color:#57606a}\n"
	"abbr{text-decoration:none;font-weight:600}\n"
	".print{display:none}\n"
	"tbody tr{scroll-margin:4.5rem 0 1rem}\n"
	".narrow{width:auto;table-layout:auto}\n"
	".narrow td,.narrow th{position:static;padding:.2rem .7rem}\n"
	"@media (max-width:60rem){body{display:block;height:auto}aside{border:0;border-top:2px solid #c9ced6}}\n"
	"@media print{@page{size:A3 landscape;margin:12mm 10mm 14mm;"
	"@bottom-center{content:\"第 \" counter(page) \" 页，共 \" counter(pages) \" 页\";font-size:9pt}}"
	"html,body{height:auto}body{display:block;font-size:9.5pt;line-height:1.4}"
	"header{border:0;background:none;padding:0}nav,aside,.go,.screen{display:none}.print{display:inline}"
	"main{overflow:visible;padding:0}section+section{break-before:page}"
	"h2{font-size:16pt;text-align:center}th{position:static;background:#eee!important;"
	"print-color-adjust:exact;-webkit-print-color-adjust:exact}"
	"thead{display:table-header-group}td:not([rowspan]){break-inside:avoid}"
	".s{white-space:normal}tr.on>td,tr:target>td{background:none!important}a{color:inherit;text-decoration:none}th,td{border-color:#555}}\n";

static const char page_script[] =
	"<script>\n"
	"'use strict';\n"
	"(function () {\n"
	"	const all = (s, e) => Array.from((e || document).querySelectorAll(s));\n"
	"	const link = tr => tr && tr.matches('tr') && tr.querySelector('a.go');\n"
	"	function show(a) {\n"
	"		const tr = a.closest('tr');\n"
	"		all('.on').forEach(e => e.classList.remove('on'));\n"
	"		tr.classList.add('on');\n"
	"		a.dataset.s.split(' ').forEach(id => all('#' + id + ',[data-of=\"' + id + '\"]')\n"
	"			.forEach(e => e.classList.add('on')));\n"
	"		const to = document.querySelector('mark.on');\n"
	"		if (to)\n"
	"			to.scrollIntoView({block: 'center'});\n"
	"		history.replaceState(null, '', a.getAttribute('href'));\n"
	"		a.focus({preventScroll: true});\n"
	"		tr.scrollIntoView({block: 'nearest'});\n"
	"	}\n"
	"	function arrive() {\n"
	"		const at = all('a.go').find(a => a.getAttribute('href') === location.hash) ||\n"
	"			link(document.getElementById(location.hash.slice(1)));\n"
	"		if (at)\n"
	"			show(at);\n"
	"	}\n"
	"	addEventListener('hashchange', arrive);\n"
	"	arrive();\n"
	"	document.addEventListener('click', function (e) {\n"
	"		const other = e.target.closest('a:not(.go)'), tr = e.target.closest('tbody tr');\n"
	"		const mark = e.target.closest('mark');\n"
	"		if (other || String(getSelection()) !== '')\n"
	"			return;\n"
	"		if (tr && link(tr)) {\n"
	"			e.preventDefault();\n"
	"			show(link(tr));\n"
	"		} else if (mark) {\n"
	"			const a = document.querySelector('a.go[data-s~=\"' + (mark.id || mark.dataset.of) + '\"]');\n"
	"			if (a)\n"
	"				show(a);\n"
	"		}\n"
	"	});\n"
	"	document.addEventListener('keydown', function (e) {\n"
	"		const step = {ArrowDown: 1, ArrowUp: -1}[e.key], at = document.activeElement;\n"
	"		if (!step || !at || !at.classList.contains('go'))\n"
	"			return;\n"
	"		const links = all('a.go'), to = links[links.indexOf(at) + step];\n"
	"		e.preventDefault();\n"
	"		if (to)\n"
	"			show(to);\n"
	"	});\n"
	"})();\n"
	"</script>\n";

static void
text_put(struct buf *b, struct str s)
{
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		const char *as = NULL;

		switch (s.p[i]) {
		case '&':	as = "&amp;"; break;
		case '<':	as = "&lt;"; break;
		case '>':	as = "&gt;"; break;
		case '"':	as = "&quot;"; break;
		case '\n':	as = "<br>"; break;
		default:	continue;
		}
		buf_put(b, s.p + from, i - from);
		buf_puts(b, cstr(as));
		from = i + 1;
	}
	if (s.n > from)
		buf_put(b, s.p + from, s.n - from);
}

static void
widths_put(struct buf *b, enum list list, bool print)
{
	const struct list_def *def = list_def(list);
	unsigned sum = 0;

	for (size_t i = 0; i < def->ncolumns; i++)
		sum += print ? def->columns[i].width : def->columns[i].screen;
	for (size_t i = 0; i < def->ncolumns; i++) {
		unsigned w = print ? def->columns[i].width : def->columns[i].screen;

		buf_printf(b, "#%s col:nth-child(%zu){width:%u.%u%%}", def->key, i + 1, w * 100 / sum,
		    w * 1000 / sum % 10);
	}
}

static void
style_put(struct buf *b)
{
	buf_puts(b, cstr(page_style));
	for (enum list list = 0; list < LIST_COUNT; list++)
		widths_put(b, list, false);
	buf_puts(b, STR("\n@media print{"));
	for (enum list list = 0; list < LIST_COUNT; list++)
		widths_put(b, list, true);
	buf_puts(b, STR("}\n</style>\n</head>\n"));
}

static void
head_put(const struct lists *l, unsigned which, struct buf *b)
{
	buf_puts(b, STR("<body>\n<header><h1>问题清单、任务清单、责任清单</h1>\n<nav aria-label=\"清单\">"));
	for (enum list list = 0; list < LIST_COUNT; list++)
		if (which & 1u << list)
			buf_printf(b, "<a href=\"#%s\">%s（%zu）</a>", list_def(list)->key, list_def(list)->name,
			    l->rows[list].n);
	buf_puts(b, STR("<a href=\"#sum\">汇总</a></nav>\n"));
	for (size_t i = 0; i < l->articles.n; i++) {
		if (l->articles.v[i].secrecy.n == 0)
			continue;
		buf_printf(b, "<span class=\"secret\">%.*s：", STR_ARG(l->articles.v[i].letter));
		text_put(b, l->articles.v[i].secrecy);
		buf_puts(b, STR("</span>\n"));
	}
	buf_puts(b, STR("</header>\n"));
}

static void
gaps_put(const struct lists *l, enum list list, struct buf *b)
{
	const struct list_def *def = list_def(list);
	const char *before = NOT_STATED "：";

	buf_printf(b, "<p class=\"gaps\">共 %zu 项。", l->rows[list].n);
	for (size_t i = 0; i < def->ncolumns; i++) {
		if (l->absent[list][i] == 0)
			continue;
		buf_printf(b, "%s%s %" PRIu32 "", before, def->columns[i].name, l->absent[list][i]);
		before = "，";
	}
	buf_puts(b, STR("</p>\n"));
}

/* A 编号 that is a row of this page: letters, -, letters and digits. */
static size_t
number_at(struct str s)
{
	size_t n = 0, dash;

	while (n < s.n && s.p[n] >= 'A' && s.p[n] <= 'Z')
		n++;
	if (n == 0 || n == s.n || s.p[n] != '-')
		return 0;
	dash = n++;
	while (n < s.n && ((s.p[n] >= 'A' && s.p[n] <= 'Z') || s.p[n] == '-' || (s.p[n] >= '0' && s.p[n] <= '9')))
		n++;
	return n == dash + 1 ? 0 : n;
}

/* The numbers of other rows, each a link to its row. */
static void
numbers_put(struct buf *b, struct str s)
{
	while (s.n > 0) {
		size_t n = number_at(s), next;

		if (n > 0)
			buf_printf(b, "<a href=\"#%.*s\">%.*s</a>", (int)n, s.p, (int)n, s.p);
		for (next = n > 0 ? n : 1; next < s.n && (s.p[next] < 'A' || s.p[next] > 'Z'); next++)
			;
		text_put(b, str_slice(s, n, next));
		s = str_slice(s, next, s.n);
	}
}

static void
anchor_put(struct buf *b, const struct span *s)
{
	buf_printf(b, "s%" PRIu32 "-%" PRIu32 "-%" PRIu32, s->source, s->from, s->to);
}

static void
link_put(struct buf *b, const struct row *row, const char *label, struct str of)
{
	if (row->nspans == 0)
		return;
	buf_puts(b, STR("<a class=\"go\" href=\"#"));
	anchor_put(b, &row->spans[0]);
	buf_puts(b, STR("\" data-s=\""));
	for (uint32_t i = 0; i < row->nspans; i++) {
		if (i > 0)
			buf_putc(b, ' ');
		anchor_put(b, &row->spans[i]);
	}
	buf_printf(b, "\" aria-label=\"%.*s %s\">%s</a>", STR_ARG(of), label, label);
}

static void
status_put(struct buf *b, const struct row *row, struct str label)
{
	static const char *const signs[STATUS_COUNT] = {
		[STATUS_NONE] = "", [STATUS_DONE] = "✓", [STATUS_ONGOING] = "◐", [STATUS_PLANNED] = "○",
		[STATUS_STANDING] = "∞",
	};

	buf_printf(b, "<span class=\"s s%u\">%s %.*s</span>", row->status, signs[row->status], STR_ARG(label));
}

/* A 二、（一）3. with the title to be seen over the letter; on paper the title itself. */
static void
from_put(struct buf *b, const struct row *row, struct str text)
{
	size_t letter = str_find(row->number, STR("-"), 0), line = str_rfind(text, STR("\n"));

	buf_puts(b, STR("<span class=\"screen\"><abbr title=\""));
	text_put(b, str_slice(text, 0, line));
	buf_puts(b, STR("\">"));
	text_put(b, str_slice(row->number, 0, letter));
	buf_puts(b, STR("</abbr> "));
	if (line != STR_NONE)
		text_put(b, str_slice(text, line + 1, text.n));
	buf_puts(b, STR("</span><span class=\"print\">"));
	text_put(b, text);
	buf_puts(b, STR("</span>"));
}

static void
cell_words_put(struct buf *b, const struct column *col, const struct row *row, const struct cell *c)
{
	if (col->flags & COLUMN_NUMBERS) {
		numbers_put(b, c->text);
		buf_putc(b, ' ');
		link_put(b, row, "原文", c->text);
	} else if (col->flags & COLUMN_SOURCE) {
		link_put(b, row, "原文", row->number);
		buf_puts(b, STR("<span class=\"print\">"));
		text_put(b, c->text);
		buf_puts(b, STR("</span>"));
	} else if (col->flags & COLUMN_FROM) {
		from_put(b, row, c->text);
	} else if (col->flags & COLUMN_STATUS && c->type != CELL_ABSENT) {
		status_put(b, row, c->text);
	} else {
		text_put(b, c->text);
	}
}

/* How many rows from r on show the same in a column that merges; 0 inside such a run. */
static size_t
rows_merged(const row_array *rows, const struct column *col, size_t i, size_t r)
{
	size_t n = 1;

	if ((col->flags & COLUMN_MERGE) == 0)
		return 1;
	if (r > 0 && rows->v[r - 1].group == rows->v[r].group)
		return 0;
	while (r + n < rows->n && rows->v[r + n].group == rows->v[r].group &&
	    str_eq(rows->v[r + n].cell[i].text, rows->v[r].cell[i].text))
		n++;
	return n;
}

static void
row_put(const struct lists *l, enum list list, size_t r, struct buf *b)
{
	const struct list_def *def = list_def(list);
	const struct row *row = &l->rows[list].v[r];

	buf_puts(b, STR("<tr id=\""));
	text_put(b, row->number.n > 0 ? row->number : cstr(row->id));
	buf_printf(b, "\" data-id=\"%s\">", row->id);
	for (size_t i = 0; i < def->ncolumns; i++) {
		const struct cell *c = &row->cell[i];
		size_t n = rows_merged(&l->rows[list], &def->columns[i], i, r);

		if (n == 0)
			continue;
		buf_printf(b, "<td class=\"%s%s\"", def->columns[i].flags & COLUMN_CENTRE ? "c" : "",
		    c->type == CELL_ABSENT ? " absent" : "");
		if (n > 1)
			buf_printf(b, " rowspan=\"%zu\"", n);
		buf_putc(b, '>');
		cell_words_put(b, &def->columns[i], row, c);
		buf_puts(b, STR("</td>"));
	}
	buf_puts(b, STR("</tr>\n"));
}

static void
list_put(const struct lists *l, enum list list, struct buf *b)
{
	const struct list_def *def = list_def(list);

	buf_printf(b, "<section id=\"%s\">\n<h2>%s</h2>\n", def->key, def->name);
	gaps_put(l, list, b);
	buf_puts(b, STR("<table><colgroup>"));
	for (size_t i = 0; i < def->ncolumns; i++)
		buf_puts(b, STR("<col>"));
	buf_puts(b, STR("</colgroup>\n<thead><tr>"));
	for (size_t i = 0; i < def->ncolumns; i++)
		buf_printf(b, "<th scope=\"col\">%s</th>", def->columns[i].name);
	buf_puts(b, STR("</tr></thead>\n<tbody>\n"));
	for (size_t r = 0; r < l->rows[list].n; r++)
		row_put(l, list, r, b);
	buf_puts(b, STR("</tbody></table>\n</section>\n"));
}

static void
sum_put(const struct lists *l, struct buf *b)
{
	buf_puts(b, STR("<section id=\"sum\">\n<h2>汇总</h2>\n<table class=\"narrow\"><thead><tr><th scope=\"col\">"
	    "代号</th><th scope=\"col\">来源文件</th><th scope=\"col\">问题</th><th scope=\"col\">任务</th>"
	    "<th scope=\"col\">写明责任的地方</th></tr></thead>\n<tbody>\n"));
	for (size_t i = 0; i < l->articles.n; i++) {
		const struct list_article *a = &l->articles.v[i];

		buf_printf(b, "<tr><td class=\"c\">%.*s</td><td>", STR_ARG(a->letter));
		text_put(b, a->title);
		buf_puts(b, STR("<br>"));
		text_put(b, l->sources.v[a->source].file);
		buf_putc(b, ' ');
		text_put(b, a->secrecy);
		buf_printf(b, "</td><td class=\"c\">%" PRIu32 "</td><td class=\"c\">%" PRIu32 "</td><td class=\"c\">%"
		    PRIu32 "</td></tr>\n", a->rows[LIST_FINDINGS], a->rows[LIST_TASKS], a->rows[LIST_DUTIES]);
	}
	buf_puts(b, STR("</tbody></table>\n<p class=\"gaps\">编号：W 问题，C 措施（问题-措施），R 工作任务，Y 整改意见，N 承诺。"
	    "“" NOT_STATED "”：文件没有写明，留待填写，程序不作推断。</p>\n"));
	if (l->notes.n > 0)
		buf_puts(b, STR("<h2>读取时的提示</h2>\n<ul>\n"));
	for (size_t i = 0; i < l->notes.n; i++) {
		struct buf note = { 0 };

		lists_note(l, i, &note);
		buf_puts(b, STR("<li>"));
		text_put(b, (struct str){ note.p, note.n });
		buf_puts(b, STR("</li>\n"));
		buf_free(&note);
	}
	if (l->notes.n > 0)
		buf_puts(b, STR("</ul>\n"));
	buf_puts(b, STR("</section>\n"));
}

/* A piece of marked words inside one line. */
struct piece {
	struct span of;		/* the whole span; source: of lists.sources */
	uint32_t from, to;
	bool first;
};

struct pieces {
	struct piece *v;
	size_t n, cap, at;
};

static size_t
line_of(const struct list_source *s, uint32_t byte)
{
	size_t line;

	array_search(line, s->lines.n, i, s->lines.v[i].to < byte);
	return line;
}

static bool
piece_add(struct pieces *p, struct piece piece)
{
	if (p->n == p->cap) {
		size_t cap = p->cap == 0 ? 256 : p->cap * 2;
		struct piece *v = realloc(p->v, cap * sizeof *v);

		if (v == NULL)
			return false;
		p->v = v;
		p->cap = cap;
	}
	p->v[p->n++] = piece;
	return true;
}

static bool
span_cut(const struct lists *l, struct pieces *p, struct span s)
{
	const struct list_source *source = &l->sources.v[s.source];
	bool first = true;

	for (size_t i = line_of(source, s.from); i < source->lines.n && source->lines.v[i].from < s.to; i++) {
		uint32_t from = source->lines.v[i].from, to = source->lines.v[i].to;

		if (from < s.from)
			from = s.from;
		if (to > s.to)
			to = s.to;
		if (from >= to)
			continue;
		if (!piece_add(p, (struct piece){ s, from, to, first }))
			return false;
		first = false;
	}
	return true;
}

static int
piece_cmp(const void *left, const void *right)
{
	const struct piece *a = left, *b = right;

	if (a->of.source != b->of.source)
		return a->of.source < b->of.source ? -1 : 1;
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	if (a->to != b->to)
		return a->to > b->to ? -1 : 1;
	if (a->of.from != b->of.from)
		return a->of.from < b->of.from ? -1 : 1;
	return a->of.to < b->of.to ? 1 : a->of.to > b->of.to ? -1 : 0;
}

static bool
pieces_make(const struct lists *l, unsigned which, struct pieces *p)
{
	size_t n = 0;

	for (enum list list = 0; list < LIST_COUNT; list++)
		for (size_t r = 0; which & 1u << list && r < l->rows[list].n; r++)
			for (uint32_t i = 0; i < l->rows[list].v[r].nspans; i++)
				if (!span_cut(l, p, l->rows[list].v[r].spans[i]))
					return false;
	if (p->n > 1)
		qsort(p->v, p->n, sizeof p->v[0], piece_cmp);
	for (size_t i = 0; i < p->n; i++)	/* several rows may have the same words */
		if (i == 0 || piece_cmp(&p->v[n - 1], &p->v[i]) != 0)
			p->v[n++] = p->v[i];
	p->n = n;
	return true;
}

/* Bytes [from, to) of one line, with the pieces that begin in it, and theirs in them. */
static void
marked_put(struct buf *b, const struct list_source *s, uint32_t source, struct pieces *p, uint32_t from, uint32_t to)
{
	while (p->at < p->n && p->v[p->at].of.source == source && p->v[p->at].from < to) {
		struct piece *piece = &p->v[p->at++];

		if (piece->from < from)		/* crosses the piece before: its rest */
			piece->from = from;
		if (piece->to > to)
			piece->to = to;
		if (piece->to <= piece->from)
			continue;
		text_put(b, str_slice(s->body, from, piece->from));
		buf_puts(b, piece->first ? STR("<mark id=\"") : STR("<mark data-of=\""));
		anchor_put(b, &piece->of);
		buf_puts(b, STR("\">"));
		marked_put(b, s, source, p, piece->from, piece->to);
		buf_puts(b, STR("</mark>"));
		from = piece->to;
	}
	text_put(b, str_slice(s->body, from, to));
}

static void
sources_put(const struct lists *l, struct pieces *p, struct buf *b)
{
	buf_puts(b, STR("<aside tabindex=\"0\" aria-label=\"原文\">\n"));
	for (uint32_t i = 0; i < l->sources.n; i++) {
		const struct list_source *s = &l->sources.v[i];

		buf_puts(b, STR("<h2>原文："));
		text_put(b, s->file);
		buf_puts(b, STR("</h2>\n"));
		for (size_t k = 0; k < s->lines.n; k++) {
			buf_puts(b, STR("<p>"));
			marked_put(b, s, i, p, s->lines.v[k].from, s->lines.v[k].to);
			buf_puts(b, STR("</p>\n"));
		}
	}
	buf_puts(b, STR("</aside>\n"));
}

static enum err
html_put(const struct lists *l, unsigned which, struct buf *b, struct why *why)
{
	struct pieces p = { 0 };
	bool made = pieces_make(l, which, &p);

	if (!made) {
		free(p.v);
		return fail(why, E_MEMORY, 0, "html");
	}
	buf_puts(b, cstr(page_head));
	style_put(b);
	head_put(l, which, b);
	buf_puts(b, STR("<main tabindex=\"0\" aria-label=\"清单\">\n"));
	for (enum list list = 0; list < LIST_COUNT; list++)
		if (which & 1u << list)
			list_put(l, list, b);
	sum_put(l, b);
	buf_puts(b, STR("</main>\n"));
	sources_put(l, &p, b);
	buf_puts(b, cstr(page_script));
	buf_puts(b, STR("</body>\n</html>\n"));
	free(p.v);
	return OK;
}

const struct writer writer_html = {
	.name = "html",
	.what = "网页，点一行看原文",
	.put = html_put,
};
