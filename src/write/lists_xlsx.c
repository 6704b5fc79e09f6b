/*
 * xlsx: a workbook with a sheet a list, a summary and the figures, set up to
 * be printed on A3 and to be edited: days are days and numbers numbers, cells
 * that belong together are merged (each keeps its value underneath, so that
 * filters work), the stable ID stands in a hidden column. Heights are
 * estimated from the width of the text, so that none is cut. Written twice it
 * is the same, byte for byte.
 *
 * Fonts are those of official papers; a computer without them takes its own of
 * the same family. What a colour says is also said in words.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <xlsxwriter.h>

#include "base/utf8.h"
#include "write/book.h"
#include "write/columns.h"
#include "write/writer.h"

#define FONT_BODY "仿宋"
#define FONT_HEAD "黑体"
#define POINTS 10.5		/* of the body: a Han character is as wide as two of a column's units */
#define LINE_POINTS 15.0
#define ROW_POINTS 400.0	/* a sheet allows 409 */
#define CELL_CHARACTERS 32000	/* a sheet allows 32767 */
#define HEAD_ROW 2		/* under the title and its line */
#define PAPER_A3 8
#define DATE_STEM "yyyy\"年\"m\"月\"d\""
#define DATE_FORMAT DATE_STEM "日\""
#define DATE_WORDS 12		/* characters; longer words stand in the text alone */

/* A look of cells; dates with words have one each, made when needed. */
enum look { LOOK_TITLE, LOOK_LINE, LOOK_HEAD, LOOK_LEFT, LOOK_TOP, LOOK_CENTRE, LOOK_NUMBER, LOOK_COUNTED, LOOK_DATE, LOOK_PLAIN, LOOK_COUNT };

static const struct {
	const char *font, *format;
	double points;
	uint8_t align, bold, border, wrap;
	lxw_color_t fill;
} looks[LOOK_COUNT] = {
	[LOOK_TITLE] = { FONT_HEAD, NULL, 20, LXW_ALIGN_CENTER, 0, 0, 0, 0 },
	[LOOK_LINE] = { FONT_BODY, NULL, POINTS, LXW_ALIGN_LEFT, 0, 0, 1, 0 },
	[LOOK_HEAD] = { FONT_HEAD, NULL, 11, LXW_ALIGN_CENTER, 0, 1, 1, 0xE8ECF2 },
	[LOOK_LEFT] = { FONT_BODY, NULL, POINTS, LXW_ALIGN_LEFT, 0, 1, 1, 0 },
	[LOOK_TOP] = { FONT_BODY, NULL, POINTS, LXW_ALIGN_LEFT, 0, 1, 1, 0 },
	[LOOK_CENTRE] = { FONT_BODY, NULL, POINTS, LXW_ALIGN_CENTER, 0, 1, 1, 0 },
	[LOOK_NUMBER] = { FONT_BODY, "General", POINTS, LXW_ALIGN_CENTER, 0, 1, 0, 0 },
	[LOOK_COUNTED] = { FONT_BODY, "#,##0", POINTS, LXW_ALIGN_CENTER, 0, 1, 0, 0 },
	[LOOK_DATE] = { FONT_BODY, DATE_FORMAT, POINTS, LXW_ALIGN_CENTER, 0, 1, 0, 0 },
	[LOOK_PLAIN] = { FONT_HEAD, NULL, 11, LXW_ALIGN_LEFT, 0, 0, 0, 0 },
};

/* Colours of the states; the words stand in the cell. */
static const struct { uint8_t status; lxw_color_t font, fill; } colours[] = {
	{ STATUS_DONE, 0x14602A, 0xE3F4E6 },
	{ STATUS_ONGOING, 0x7A4100, 0xFDF0DA },
	{ STATUS_PLANNED, 0x0B4F9E, 0xE4EEFA },
	{ STATUS_STANDING, 0x5B2379, 0xF2E8F7 },
};
#define COLOURS (sizeof colours / sizeof colours[0])

#define DATE_LOOKS 64		/* kinds of words for a day; more than these stand without */

struct book {
	const struct lists *lists;
	lxw_workbook *workbook;
	lxw_format *look[LOOK_COUNT];
	lxw_format *state[COLOURS], *absent;
	struct { struct str words; lxw_format *format; } dates[DATE_LOOKS];
	size_t ndates;
	struct buf text;	/* the string at hand, with its NUL */
};

struct sheet {
	struct book *book;
	lxw_worksheet *ws;
	const struct list_def *def;
	const row_array *rows;
	lxw_row_t *at;		/* where each row begins; at[rows->n]: behind the last */
};

/* Good until the next call. */
static const char *
text_of(struct book *k, struct str s)
{
	const char *end = str_end(s), *p = s.p;

	for (size_t n = 0; p < end && n < CELL_CHARACTERS; n++)
		p += utf8_len((unsigned char)*p);
	k->text.n = 0;
	buf_put(&k->text, s.p, p < end ? (size_t)(p - s.p) : s.n);
	if (p < end)
		buf_puts(&k->text, STR("……（单元格放不下，余下见原文件）"));
	buf_putc(&k->text, 0);
	return k->text.err == OK ? k->text.p : "";
}

static lxw_format *
look_make(struct book *k, enum look look, const char *format)
{
	lxw_format *f = workbook_add_format(k->workbook);

	format_set_font_name(f, looks[look].font);
	format_set_font_family(f, 3);
	format_set_font_size(f, looks[look].points);
	format_set_align(f, looks[look].align);
	format_set_align(f, look == LOOK_TOP ? LXW_ALIGN_VERTICAL_TOP : LXW_ALIGN_VERTICAL_CENTER);
	if (looks[look].border)
		format_set_border(f, LXW_BORDER_THIN);
	if (looks[look].wrap)
		format_set_text_wrap(f);
	if (looks[look].fill != 0)
		format_set_bg_color(f, looks[look].fill);
	if (format != NULL)
		format_set_num_format(f, format);
	if (look == LOOK_DATE)
		format_set_shrink(f);
	return f;
}

static void
looks_make(struct book *k)
{
	for (enum look look = 0; look < LOOK_COUNT; look++)
		k->look[look] = look_make(k, look, looks[look].format);
	for (size_t i = 0; i < COLOURS; i++) {
		k->state[i] = workbook_add_format(k->workbook);
		format_set_font_color(k->state[i], colours[i].font);
		format_set_bg_color(k->state[i], colours[i].fill);
	}
	k->absent = workbook_add_format(k->workbook);
	format_set_font_color(k->absent, 0x6A6F77);
}

/* A day that is a day, and shows the words that it was read from: 2026年6月30日（6月底前） */
static lxw_format *
date_look(struct book *k, struct str words)
{
	char format[160];

	if (words.n == 0 || utf8_count(words) > DATE_WORDS || str_has(words, STR("\"")) || str_has(words, STR("\n")))
		return k->look[LOOK_DATE];
	for (size_t i = 0; i < k->ndates; i++)
		if (str_eq(k->dates[i].words, words))
			return k->dates[i].format;
	if (k->ndates == DATE_LOOKS)
		return k->look[LOOK_DATE];
	snprintf(format, sizeof format, DATE_STEM "日（%.*s）\"", STR_ARG(words));
	k->dates[k->ndates].words = words;
	k->dates[k->ndates].format = look_make(k, LOOK_DATE, format);
	return k->dates[k->ndates++].format;
}

static void
string_put(struct book *k, lxw_worksheet *ws, lxw_row_t row, lxw_col_t col, struct str s, enum look look)
{
	worksheet_write_string(ws, row, col, text_of(k, s), k->look[look]);
}

static void
date_put(lxw_worksheet *ws, lxw_row_t row, lxw_col_t col, struct date d, lxw_format *f)
{
	lxw_datetime day = { 0 };

	day.year = d.year;
	day.month = (uint8_t)d.month;
	day.day = (uint8_t)d.day;
	worksheet_write_datetime(ws, row, col, &day, f);
}

/* How many lines the text takes in a column; half a character is lost where a line may not break. */
static unsigned
lines_of(struct str s, unsigned width)
{
	unsigned lines = 1, at = 0, room = width > 6 ? width - 2 : width, len, n = 0;

	for (const char *p = s.p, *end = str_end(s); p < end && n < CELL_CHARACTERS; p += len, n++) {
		uint32_t c = utf8_get(p, end, &len);
		unsigned w = columns_of(c);

		if (c == '\n' || at + w > room) {
			lines++;
			at = 0;
		}
		at += c == '\n' ? 0 : w;
	}
	return lines;
}

/* A merged cell gives its lines to all the rows under it; it is asked for at the last. */
static double
row_points(const struct sheet *s, size_t r)
{
	unsigned most = 1;

	for (size_t i = 0; i < s->def->ncolumns; i++) {
		const struct column *col = &s->def->columns[i];
		const struct cell *c = &s->rows->v[r].cell[i];
		unsigned lines;

		if (col->flags & COLUMN_MERGE || c->type == CELL_DATE)
			continue;
		lines = lines_of(c->text, col->width);
		if (lines > most)
			most = lines;
	}
	return most * LINE_POINTS + 6;
}

/* The rows from r on that stand together and show the same in column i. */
static size_t
rows_together(const struct sheet *s, size_t r, size_t i)
{
	const row_array *rows = s->rows;
	size_t n = 1;

	while (r + n < rows->n && rows->v[r + n].group == rows->v[r].group &&
	    str_eq(rows->v[r + n].cell[i].text, rows->v[r].cell[i].text))
		n++;
	return n;
}

/* What the merged cells need beyond the rows that they cover goes to the last of them. */
static void
points_of_merged(const struct sheet *s, double *points)
{
	for (size_t i = 0; i < s->def->ncolumns; i++) {
		if ((s->def->columns[i].flags & COLUMN_MERGE) == 0)
			continue;
		for (size_t r = 0, n; r < s->rows->n; r += n) {
			double have = 0, need = lines_of(s->rows->v[r].cell[i].text, s->def->columns[i].width) *
			    LINE_POINTS + 6;

			n = rows_together(s, r, i);
			for (size_t k = 0; k < n; k++)
				have += points[r + k];
			if (need > have)
				points[r + n - 1] += need - have;
		}
	}
}

/* A row that one row of a sheet cannot hold takes several, merged. */
static enum err
rows_place(struct sheet *s)
{
	double *points = calloc(s->rows->n + 1, sizeof *points);

	s->at = calloc(s->rows->n + 1, sizeof *s->at);
	if (points == NULL || s->at == NULL) {
		free(points);
		return E_MEMORY;
	}
	for (size_t r = 0; r < s->rows->n; r++)
		points[r] = row_points(s, r);
	points_of_merged(s, points);
	s->at[0] = HEAD_ROW + 1;
	for (size_t r = 0; r < s->rows->n; r++) {
		unsigned n = 1 + (unsigned)(points[r] / ROW_POINTS);

		s->at[r + 1] = s->at[r] + n;
		for (unsigned i = 0; i < n; i++)
			worksheet_set_row(s->ws, s->at[r] + i, points[r] / n, NULL);
	}
	free(points);
	return OK;
}

/* What covers several rows of the sheet stands at their top: a page may end before their middle. */
static enum look
look_of(const struct column *col, bool tall)
{
	if (tall || col->flags & COLUMN_MERGE)
		return LOOK_TOP;
	return col->flags & COLUMN_CENTRE ? LOOK_CENTRE : LOOK_LEFT;
}

static void
cell_put(struct sheet *s, lxw_row_t row, size_t i, bool tall, const struct cell *c)
{
	enum look look = look_of(&s->def->columns[i], tall);

	switch ((enum cell_type)c->type) {
	case CELL_NUMBER:
		worksheet_write_number(s->ws, row, (lxw_col_t)i, c->number, s->book->look[LOOK_NUMBER]);
		break;
	case CELL_DATE:
		date_put(s->ws, row, (lxw_col_t)i, c->day, date_look(s->book, c->words));
		break;
	case CELL_ABSENT:
		look = tall ? LOOK_TOP : LOOK_CENTRE;
		/* FALLTHROUGH */
	case CELL_TEXT:
		string_put(s->book, s->ws, row, (lxw_col_t)i, c->text, look);
		break;
	}
}

/* Column i of the rows [r, r + n), merged where they take more than one row of the sheet. */
static void
cells_put(struct sheet *s, size_t r, size_t n, size_t i)
{
	lxw_row_t last = s->at[r + n] - 1;
	bool tall = s->at[r + 1] - s->at[r] > 1;

	if (last > s->at[r])
		worksheet_merge_range(s->ws, s->at[r], (lxw_col_t)i, last, (lxw_col_t)i, "",
		    s->book->look[look_of(&s->def->columns[i], tall)]);
	for (size_t k = 0; k < n; k++)
		cell_put(s, s->at[r + k], i, tall, &s->rows->v[r + k].cell[i]);
}

static void
rows_put(struct sheet *s)
{
	lxw_col_t id = (lxw_col_t)s->def->ncolumns;

	for (size_t i = 0; i < s->def->ncolumns; i++) {
		bool merge = s->def->columns[i].flags & COLUMN_MERGE;

		for (size_t r = 0, n; r < s->rows->n; r += n) {
			n = merge ? rows_together(s, r, i) : 1;
			cells_put(s, r, n, i);
		}
	}
	for (size_t r = 0; r < s->rows->n; r++)
		worksheet_write_string(s->ws, s->at[r], id, s->rows->v[r].id, NULL);
}

static void
line_put(struct sheet *s, lxw_col_t last)
{
	const struct lists *l = s->book->lists;
	struct buf b = { 0 };

	buf_puts(&b, STR("来源："));
	for (size_t i = 0; i < l->articles.n; i++) {
		const struct list_article *a = &l->articles.v[i];

		buf_printf(&b, "%s%.*s %.*s", i > 0 ? "；" : "", STR_ARG(a->letter), STR_ARG(a->title));
		if (a->secrecy.n > 0)
			buf_printf(&b, "【%.*s】", STR_ARG(a->secrecy));
	}
	buf_printf(&b, "。共 %zu 项。“" NOT_STATED "”：文件没有写明，留待填写。", s->rows->n);
	worksheet_merge_range(s->ws, 1, 0, 1, last, text_of(s->book, (struct str){ b.p, b.n }),
	    s->book->look[LOOK_LINE]);
	worksheet_set_row(s->ws, 1, lines_of((struct str){ b.p, b.n }, 180) * LINE_POINTS + 4, NULL);
	buf_free(&b);
}

static void
head_put(struct sheet *s)
{
	lxw_col_t last = (lxw_col_t)(s->def->ncolumns - 1);

	worksheet_merge_range(s->ws, 0, 0, 0, last, s->def->name, s->book->look[LOOK_TITLE]);
	worksheet_set_row(s->ws, 0, 36, NULL);
	line_put(s, last);
	for (size_t i = 0; i < s->def->ncolumns; i++) {
		worksheet_set_column(s->ws, (lxw_col_t)i, (lxw_col_t)i, s->def->columns[i].width, NULL);
		worksheet_write_string(s->ws, HEAD_ROW, (lxw_col_t)i, s->def->columns[i].name, s->book->look[LOOK_HEAD]);
	}
	worksheet_set_row(s->ws, HEAD_ROW, 30, NULL);
	worksheet_write_string(s->ws, HEAD_ROW, last + 1, "ID", s->book->look[LOOK_HEAD]);
	worksheet_set_column_opt(s->ws, last + 1, last + 1, 20, NULL, &(lxw_row_col_options){ .hidden = LXW_TRUE });
}

static void
condition_put(lxw_worksheet *ws, lxw_row_t first, lxw_col_t left, lxw_row_t last, lxw_col_t right,
    const char *words, lxw_format *f)
{
	char value[64];
	lxw_conditional_format c = {
		.type = LXW_CONDITIONAL_TYPE_CELL,
		.criteria = LXW_CONDITIONAL_CRITERIA_EQUAL_TO,
		.value_string = value,
		.format = f,
	};

	snprintf(value, sizeof value, "\"%s\"", words);
	worksheet_conditional_format_range(ws, first, left, last, right, &c);
}

/* States are chosen from a list, and coloured whenever they change. */
static void
states_put(struct sheet *s, lxw_row_t last)
{
	char *choices[STATUS_COUNT + 1] = { 0 };
	lxw_data_validation v = { .validate = LXW_VALIDATION_TYPE_LIST, .value_list = choices,
		.ignore_blank = LXW_VALIDATION_ON, .dropdown = LXW_VALIDATION_ON,
		.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING };

	for (unsigned i = 0; i < STATUS_COUNT; i++)
		choices[i] = (char *)status_label((enum status)i);
	for (size_t i = 0; i < s->def->ncolumns; i++) {
		lxw_col_t col = (lxw_col_t)i;

		if ((s->def->columns[i].flags & COLUMN_STATUS) == 0)
			continue;
		worksheet_data_validation_range(s->ws, HEAD_ROW + 1, col, last, col, &v);
		for (size_t k = 0; k < COLOURS; k++)
			condition_put(s->ws, HEAD_ROW + 1, col, last, col, status_label(colours[k].status),
			    s->book->state[k]);
	}
	condition_put(s->ws, HEAD_ROW + 1, 0, last, (lxw_col_t)(s->def->ncolumns - 1), NOT_STATED, s->book->absent);
}

/* The first mark of secrecy goes on every page; all of them stand above the lists. */
static struct str
secrecy_of(const struct lists *l)
{
	for (size_t i = 0; i < l->articles.n; i++) {
		struct str s = l->articles.v[i].secrecy;

		if (s.n > 0 && s.n < 60 && !str_has(s, STR("&")))
			return s;
	}
	return (struct str){ 0 };
}

static void
page_setup(struct book *k, lxw_worksheet *ws, const char *name)
{
	char header[200];

	snprintf(header, sizeof header, "&L&\"" FONT_HEAD ",Regular\"&9%.*s&R&\"" FONT_BODY ",Regular\"&9%s",
	    STR_ARG(secrecy_of(k->lists)), name);
	worksheet_set_paper(ws, PAPER_A3);
	worksheet_set_landscape(ws);
	worksheet_set_margins(ws, 0.4, 0.4, 0.6, 0.6);
	worksheet_fit_to_pages(ws, 1, 0);
	worksheet_center_horizontally(ws);
	worksheet_set_header(ws, header);
	worksheet_set_footer(ws, "&C&\"" FONT_BODY ",Regular\"&9第 &P 页，共 &N 页");
}

static enum err
sheet_put(struct book *k, enum list list)
{
	struct sheet s = { .book = k, .def = list_def(list), .rows = &k->lists->rows[list] };
	lxw_col_t right = (lxw_col_t)(s.def->ncolumns - 1);
	lxw_row_t last;
	enum err rc;

	s.ws = workbook_add_worksheet(k->workbook, s.def->name);
	head_put(&s);
	rc = rows_place(&s);
	if (rc == OK) {
		rows_put(&s);
		last = s.rows->n > 0 ? s.at[s.rows->n] - 1 : HEAD_ROW + 1;
		if (s.rows->n == 0)
			worksheet_merge_range(s.ws, last, 0, last, right, "（文件中没有可列入的内容）",
			    k->look[LOOK_CENTRE]);
		states_put(&s, last);
		worksheet_autofilter(s.ws, HEAD_ROW, 0, last, right);
		worksheet_freeze_panes(s.ws, HEAD_ROW + 1, 2);
		worksheet_repeat_rows(s.ws, HEAD_ROW, HEAD_ROW);
		worksheet_print_area(s.ws, 0, 0, last, right);
		worksheet_set_zoom(s.ws, 85);
		page_setup(k, s.ws, s.def->name);
	}
	free(s.at);
	return rc;
}

/* A small table: its head, then rows put by the caller. */
static lxw_row_t
table_head(struct book *k, lxw_worksheet *ws, lxw_row_t row, const char *title, const char *const *names, size_t n)
{
	worksheet_write_string(ws, row, 0, title, k->look[LOOK_PLAIN]);
	worksheet_set_row(ws, row, 22, NULL);
	worksheet_set_row(ws, row + 1, 20, NULL);
	for (size_t i = 0; i < n; i++)
		worksheet_write_string(ws, row + 1, (lxw_col_t)i, names[i], k->look[LOOK_HEAD]);
	return row + 2;
}

#define NAMES(v) v, sizeof v / sizeof v[0]

static lxw_row_t
articles_put(struct book *k, lxw_worksheet *ws, lxw_row_t row)
{
	static const char *const names[] = { "代号", "来源", "文件名", "发文机关", "发文字号", "成文日期", "密级", "问题",
		"任务", "写明责任处" };
	const struct lists *l = k->lists;

	row = table_head(k, ws, row, "一、来源", NAMES(names));
	for (size_t i = 0; i < l->articles.n; i++, row++) {
		const struct list_article *a = &l->articles.v[i];
		const struct str words[] = { a->letter, a->title, l->sources.v[a->source].file, a->issuer, a->number,
			STR(""), a->secrecy };

		for (lxw_col_t c = 0; c < 7; c++)
			string_put(k, ws, row, c, words[c].n == 0 ? STR(NOT_STATED) : words[c],
			    c == 1 ? LOOK_LEFT : LOOK_CENTRE);
		if (a->issued.day != 0)
			date_put(ws, row, 5, a->issued, k->look[LOOK_DATE]);
		for (unsigned c = 0; c < LIST_COUNT; c++)
			worksheet_write_number(ws, row, (lxw_col_t)(7 + c), a->rows[c], k->look[LOOK_NUMBER]);
		worksheet_set_row(ws, row, (lines_of(a->title, 60) + lines_of(l->sources.v[a->source].file, 30)) * LINE_POINTS, NULL);
	}
	return row + 1;
}

static lxw_row_t
gaps_put(struct book *k, lxw_worksheet *ws, lxw_row_t row)
{
	static const char *const names[] = { "清单", "栏目", "项数", NOT_STATED };
	const struct lists *l = k->lists;

	row = table_head(k, ws, row, "二、" NOT_STATED "的栏目（留待填写）", NAMES(names));
	for (enum list list = 0; list < LIST_COUNT; list++) {
		const struct list_def *def = list_def(list);

		for (size_t i = 0; i < def->ncolumns; i++) {
			if (l->absent[list][i] == 0)
				continue;
			string_put(k, ws, row, 0, cstr(def->name), LOOK_CENTRE);
			string_put(k, ws, row, 1, cstr(def->columns[i].name), LOOK_LEFT);
			worksheet_write_number(ws, row, 2, (double)l->rows[list].n, k->look[LOOK_NUMBER]);
			worksheet_write_number(ws, row, 3, l->absent[list][i], k->look[LOOK_NUMBER]);
			worksheet_set_row(ws, row++, 18, NULL);
		}
	}
	return row + 1;
}

static lxw_row_t
notes_put(struct book *k, lxw_worksheet *ws, lxw_row_t row)
{
	static const char *const names[] = { "序号", "提示" };
	const struct lists *l = k->lists;
	struct buf b = { 0 };

	if (l->notes.n == 0)
		return row;
	row = table_head(k, ws, row, "三、读取时的提示", NAMES(names));
	for (size_t i = 0; i < l->notes.n; i++, row++) {
		b.n = 0;
		lists_note(l, i, &b);
		worksheet_write_number(ws, row, 0, (double)i + 1, k->look[LOOK_NUMBER]);
		string_put(k, ws, row, 1, (struct str){ b.p, b.n }, LOOK_LEFT);
		worksheet_set_row(ws, row, lines_of((struct str){ b.p, b.n }, 60) * LINE_POINTS + 4, NULL);
	}
	buf_free(&b);
	return row + 1;
}

static void
summary_put(struct book *k)
{
	static const double widths[] = { 12, 60, 30, 30, 22, 18, 12, 8, 8, 12 };
	lxw_worksheet *ws = workbook_add_worksheet(k->workbook, "汇总");
	lxw_row_t row = 0;

	for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++)
		worksheet_set_column(ws, (lxw_col_t)i, (lxw_col_t)i, widths[i], NULL);
	worksheet_merge_range(ws, 0, 0, 0, 9, "汇总", k->look[LOOK_TITLE]);
	worksheet_set_row(ws, 0, 36, NULL);
	row = articles_put(k, ws, 2);
	row = gaps_put(k, ws, row);
	row = notes_put(k, ws, row);
	worksheet_merge_range(ws, row, 0, row, 9, "编号：来源代号-W 问题，C 措施（问题-措施），R 工作任务，Y 整改意见，N 承诺。"
	    "完成时限有几个的，取最后一个，其余见“任务/节点”。", k->look[LOOK_LINE]);
	page_setup(k, ws, "汇总");
}

static void
figure_put(struct book *k, lxw_worksheet *ws, lxw_row_t row, const struct row *task, const struct figure *f)
{
	static const char *const compare[CMP_COUNT] = {
		[CMP_EQ] = "＝", [CMP_GE] = "≥", [CMP_LE] = "≤", [CMP_GT] = "＞", [CMP_LT] = "＜", [CMP_ABOUT] = "约",
	};
	char value[DECIMAL_TEXT];

	value[decimal_print(value, f->value)] = 0;
	string_put(k, ws, row, 0, task->number, LOOK_CENTRE);
	string_put(k, ws, row, 1, f->target ? STR("目标") : STR("已报结果"), LOOK_CENTRE);
	string_put(k, ws, row, 2, cstr(compare[f->cmp]), LOOK_CENTRE);
	worksheet_write_number(ws, row, 3, strtod(value, NULL),
	    k->look[strchr(value, '.') == NULL ? LOOK_COUNTED : LOOK_NUMBER]);
	string_put(k, ws, row, 4, f->unit, LOOK_CENTRE);
	string_put(k, ws, row, 5, f->words, LOOK_LEFT);
	worksheet_set_row(ws, row, lines_of(f->words, 90) * LINE_POINTS + 4, NULL);
}

/* Every figure of the tasks as a number, to sort, sum and compare. */
static void
figures_put(struct book *k)
{
	static const char *const names[] = { "编号", "性质", "比较", "数值", "量词", "原文" };
	static const double widths[] = { 14, 12, 8, 16, 12, 90 };
	lxw_worksheet *ws = workbook_add_worksheet(k->workbook, "数值");
	const row_array *rows = &k->lists->rows[LIST_TASKS];
	lxw_row_t row = 1;

	for (lxw_col_t i = 0; i < 6; i++) {
		worksheet_set_column(ws, i, i, widths[i], NULL);
		worksheet_write_string(ws, 0, i, names[i], k->look[LOOK_HEAD]);
	}
	for (size_t r = 0; r < rows->n; r++)
		for (size_t i = 0; i < rows->v[r].figures.n; i++)
			figure_put(k, ws, row++, &rows->v[r], &rows->v[r].figures.v[i]);
	worksheet_autofilter(ws, 0, 0, row > 1 ? row - 1 : 1, 5);
	worksheet_freeze_panes(ws, 1, 0);
	worksheet_repeat_rows(ws, 0, 0);
	page_setup(k, ws, "数值");
}

/* The day of the latest source, so that the same input gives the same file. */
static void
properties_put(struct book *k)
{
	struct date last = { .year = 2000 };
	lxw_doc_properties p = { .title = (char *)"问题清单、任务清单、责任清单", .author = (char *)"bihuan" };

	for (size_t i = 0; i < k->lists->articles.n; i++)
		if (date_cmp(k->lists->articles.v[i].issued, last) > 0)
			last = k->lists->articles.v[i].issued;
	p.created = (time_t)date_days(last) * 86400;
	workbook_set_properties(k->workbook, &p);
}

static enum err
book_make(const struct lists *l, unsigned which, const char *path, struct why *why)
{
	struct book k = { .lists = l, .workbook = workbook_new(path) };
	lxw_error bad;
	enum err rc = OK;

	if (k.workbook == NULL)
		return fail(why, E_MEMORY, 0, "xlsx");
	looks_make(&k);
	for (enum list list = 0; list < LIST_COUNT && rc == OK; list++)
		if (which & 1u << list)
			rc = sheet_put(&k, list);
	summary_put(&k);
	figures_put(&k);
	properties_put(&k);
	bad = workbook_close(k.workbook);
	if (rc == OK)
		rc = k.text.err;
	buf_free(&k.text);
	if (rc != OK)
		return fail(why, rc, 0, "xlsx");
	return bad == LXW_NO_ERROR ? OK : fail(why, E_WRITE, 0, "xlsx: %s", lxw_strerror(bad));
}

struct making_book {
	const struct lists *lists;
	unsigned which;
};

static enum err
make_book(void *arg, const char *path, struct why *why)
{
	const struct making_book *m = arg;

	return book_make(m->lists, m->which, path, why);
}

static enum err
xlsx_put(const struct lists *l, unsigned which, struct buf *b, struct why *why)
{
	struct making_book m = { l, which };

	return book_put(make_book, &m, b, why);
}

const struct writer writer_xlsx = {
	.name = "xlsx",
	.what = "电子表格，A3 横向打印",
	.put = xlsx_put,
};
