#include "write/book.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <xlsxwriter.h>

#include "base/temp.h"
#include "base/utf8.h"
#include "write/columns.h"

#define CELL_BYTES 32000	/* a cell holds 32767 characters */
#define COLUMNS 16384		/* of a sheet */
#define NARROWEST 8
#define WIDEST 40		/* longer texts are wrapped */
#define LINE 15			/* points; a row has at most 27 of them */
#define LINES 27
#define PAPER_A4 9		/* ECMA-376 Part 1, 18.3.1.63, paperSize */

static enum err
file_read(int fd, struct buf *b, struct why *why)
{
	for (;;) {
		char *to = buf_room(b, 65536);
		ssize_t n = to == NULL ? -1 : read(fd, to, 65536);

		if (n == 0)
			return OK;
		if (n < 0)
			return fail(why, to == NULL ? E_MEMORY : E_WRITE, 0, "xlsx: %s", strerror(errno));
		b->n += (size_t)n;
	}
}

enum err
book_put(enum err (*make)(void *arg, const char *path, struct why *), void *arg, struct buf *b, struct why *why)
{
	char path[PATH_MAX];
	int fd;
	enum err rc;

	snprintf(path, sizeof path, "%s" TEMP_NAME, temp_folder());
	fd = mkstemp(path);
	if (fd < 0)
		return fail(why, E_WRITE, 0, "%s: %s", path, strerror(errno));
	rc = make(arg, path, why);
	if (rc == OK)
		rc = file_read(fd, b, why);
	close(fd);
	unlink(path);
	return rc;
}

/* ---- sheets of texts ---- */

struct pen {
	lxw_worksheet *ws;
	lxw_format *wrapped, *ruled, *head;
	bool lines_drawn;
	lxw_row_t row;
	lxw_col_t column;
	struct buf text;
	unsigned lines;		/* of the row's tallest text */
	unsigned char width[COLUMNS];	/* of the widest text, at most WIDEST; 0 without one */
};

struct sheets {
	const struct plain_sheet *v;
	size_t n;
};

static lxw_format *
format_of(const struct pen *pen)
{
	return !pen->lines_drawn ? pen->wrapped : pen->row == 0 ? pen->head : pen->ruled;
}

/* Line ends inside a cell stand as people see them. */
static void
put_cell(void *to, struct str s)
{
	struct pen *pen = to;
	struct str inside = STR("\xE2\x80\xA8");
	lxw_col_t column = pen->column;
	unsigned width, lines;

	if (column == COLUMNS)
		return;
	pen->column++;
	s = utf8_cut(s, CELL_BYTES);
	if (s.n == 0 && pen->lines_drawn)
		worksheet_write_blank(pen->ws, pen->row, column, format_of(pen));
	if (s.n == 0)
		return;
	width = columns_width(s);
	if (width > pen->width[column])
		pen->width[column] = (unsigned char)(width < WIDEST ? width : WIDEST);
	lines = (width + WIDEST - 1) / WIDEST;
	pen->text.n = 0;
	for (size_t i = 0; i < s.n; i++)
		if (str_starts(str_slice(s, i, s.n), inside)) {
			buf_putc(&pen->text, '\n');
			lines++;
			i += inside.n - 1;
		} else {
			buf_putc(&pen->text, s.p[i]);
		}
	buf_putc(&pen->text, '\0');
	if (lines > pen->lines)
		pen->lines = lines < LINES ? lines : LINES;
	if (pen->text.err == OK)
		worksheet_write_string(pen->ws, pen->row, column, pen->text.p, format_of(pen));
}

static void
put_sheet(struct pen *pen, const struct plain_sheet *sheet)
{
	memset(pen->width, 0, sizeof pen->width);
	pen->lines_drawn = sheet->ruled;
	for (size_t row = 0; row < sheet->rows; row++) {
		pen->row = (lxw_row_t)row;
		pen->column = 0;
		pen->lines = 0;
		sheet->row(sheet->arg, row, put_cell, pen);
		if (pen->lines > 1)
			worksheet_set_row(pen->ws, pen->row, LINE * pen->lines, NULL);
	}
	for (lxw_col_t i = 0; i < COLUMNS; i++)
		if (pen->width[i] > NARROWEST)
			worksheet_set_column(pen->ws, i, i, pen->width[i] + 2, NULL);
	if (sheet->ruled && pen->column > 0) {
		worksheet_set_column(pen->ws, pen->column - 1, pen->column - 1, WIDEST, NULL);
		worksheet_freeze_panes(pen->ws, 1, 0);
		worksheet_repeat_rows(pen->ws, 0, 0);
	}
	worksheet_set_paper(pen->ws, PAPER_A4);
	worksheet_set_landscape(pen->ws);
	worksheet_fit_to_pages(pen->ws, 1, 0);
}

static void
rule(lxw_format *f)
{
	format_set_text_wrap(f);
	format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
	format_set_border(f, LXW_BORDER_THIN);
}

static enum err
make_plain(void *arg, const char *path, struct why *why)
{
	const struct sheets *s = arg;
	lxw_workbook *book = workbook_new(path);
	struct pen pen = { .ws = NULL };
	lxw_error bad;
	enum err err;

	if (book == NULL)
		return fail(why, E_MEMORY, 0, "xlsx");
	pen.wrapped = workbook_add_format(book);
	format_set_text_wrap(pen.wrapped);
	format_set_align(pen.wrapped, LXW_ALIGN_VERTICAL_TOP);
	pen.ruled = workbook_add_format(book);
	pen.head = workbook_add_format(book);
	rule(pen.ruled);
	rule(pen.head);
	format_set_bold(pen.head);
	for (size_t i = 0; i < s->n; i++) {
		bool named = s->v[i].name != NULL && workbook_validate_sheet_name(book, s->v[i].name) == LXW_NO_ERROR;

		pen.ws = workbook_add_worksheet(book, named ? s->v[i].name : NULL);
		put_sheet(&pen, &s->v[i]);
	}
	bad = workbook_close(book);
	err = pen.text.err;
	buf_free(&pen.text);
	if (err != OK)
		return fail(why, err, 0, "xlsx");
	return bad == LXW_NO_ERROR ? OK : fail(why, E_WRITE, 0, "xlsx: %s", lxw_strerror(bad));
}

enum err
book_put_plain(const struct plain_sheet *v, size_t n, struct buf *b, struct why *why)
{
	struct sheets s = { v, n };

	return book_put(make_plain, &s, b, why);
}
