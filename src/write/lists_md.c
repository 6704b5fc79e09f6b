/*
 * md: a Markdown table a list. What Markdown would read as its own stands
 * escaped; line ends inside a cell are <br>.
 */
#include <inttypes.h>

#include "write/writer.h"

static void
text_put(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\n') {
			buf_puts(b, STR("<br>"));
		} else if (s.p[i] == '<') {
			buf_puts(b, STR("&lt;"));
		} else if (s.p[i] == '&') {
			buf_puts(b, STR("&amp;"));
		} else {
			if (memchr("\\|`*_[]#~", s.p[i], 9) != NULL)
				buf_putc(b, '\\');
			buf_putc(b, s.p[i] == '\t' ? ' ' : s.p[i]);
		}
	}
}

static void
list_put(const struct lists *l, enum list list, struct buf *b)
{
	const struct list_def *def = list_def(list);

	buf_printf(b, "\n## %s（%zu 项）\n\n|", def->name, l->rows[list].n);
	for (size_t i = 0; i < def->ncolumns; i++)
		buf_printf(b, " %s |", def->columns[i].name);
	buf_puts(b, STR("\n|"));
	for (size_t i = 0; i < def->ncolumns; i++)
		buf_puts(b, def->columns[i].flags & COLUMN_CENTRE ? STR(" :---: |") : STR(" --- |"));
	buf_putc(b, '\n');
	for (size_t r = 0; r < l->rows[list].n; r++) {
		buf_putc(b, '|');
		for (size_t i = 0; i < def->ncolumns; i++) {
			buf_putc(b, ' ');
			text_put(b, l->rows[list].v[r].cell[i].text);
			buf_puts(b, STR(" |"));
		}
		buf_putc(b, '\n');
	}
}

static enum err
md_put(const struct lists *l, unsigned which, struct buf *b, struct why *why)
{
	(void)why;
	buf_puts(b, STR("# 问题清单、任务清单、责任清单\n\n来源：\n\n"));
	for (size_t i = 0; i < l->articles.n; i++) {
		const struct list_article *a = &l->articles.v[i];

		buf_printf(b, "- %.*s：", STR_ARG(a->letter));
		text_put(b, a->title);
		if (a->secrecy.n > 0)
			buf_printf(b, "（%.*s）", STR_ARG(a->secrecy));
		buf_putc(b, '\n');
	}
	for (enum list list = 0; list < LIST_COUNT; list++)
		if (which & 1u << list)
			list_put(l, list, b);
	buf_puts(b, STR("\n## 汇总\n\n```\n"));
	lists_summary(l, b);
	buf_puts(b, STR("```\n"));
	return OK;
}

const struct writer writer_md = {
	.name = "md",
	.what = "Markdown 表格",
	.put = md_put,
};
