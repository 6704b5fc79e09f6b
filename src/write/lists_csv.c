/*
 * csv: RFC 4180 for Excel and WPS: UTF-8 with its mark in front, CRLF, every
 * cell quoted that needs it. A cell that a spreadsheet would take for a formula
 * (= + - @, TAB, CR in front) gets an apostrophe before it. The last column
 * is the stable ID. In one stream each list has a line with its name above, and an
 * empty line between them.
 */
#include "write/writer.h"

static bool
is_formula(struct str s)
{
	return s.n > 0 && memchr("=+-@\t\r", s.p[0], 6) != NULL;
}

static void
cell_put(struct buf *b, struct str s)
{
	bool quote = is_formula(s) || str_has(s, STR("\"")) || str_has(s, STR(",")) ||
	    str_has(s, STR("\n")) || str_has(s, STR("\r"));

	if (!quote) {
		buf_puts(b, s);
		return;
	}
	buf_putc(b, '"');
	if (is_formula(s))
		buf_putc(b, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_putc(b, '"');
		buf_putc(b, s.p[i]);
	}
	buf_putc(b, '"');
}

static void
list_put(const struct lists *l, enum list list, struct buf *b)
{
	const struct list_def *def = list_def(list);

	for (size_t i = 0; i < def->ncolumns; i++)
		buf_printf(b, "%s,", def->columns[i].name);
	buf_puts(b, STR("ID\r\n"));
	for (size_t r = 0; r < l->rows[list].n; r++) {
		const struct row *row = &l->rows[list].v[r];

		for (size_t i = 0; i < def->ncolumns; i++) {
			cell_put(b, row->cell[i].text);
			buf_putc(b, ',');
		}
		buf_printf(b, "%s\r\n", row->id);
	}
}

static enum err
csv_put(const struct lists *l, unsigned which, struct buf *b, struct why *why)
{
	bool alone = (which & (which - 1)) == 0, first = true;

	(void)why;
	buf_puts(b, STR("\xEF\xBB\xBF"));
	for (enum list list = 0; list < LIST_COUNT; list++) {
		if ((which & 1u << list) == 0)
			continue;
		if (!alone)
			buf_printf(b, "%s%s\r\n", first ? "" : "\r\n", list_def(list)->name);
		list_put(l, list, b);
		first = false;
	}
	return OK;
}

const struct writer writer_csv = {
	.name = "csv",
	.what = "表格文字，每张清单一个文件",
	.split = true,
	.put = csv_put,
};
