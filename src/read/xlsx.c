/*
 * Excel workbooks (ECMA-376 part 1, 18), as Excel, WPS and LibreOffice write
 * them: each sheet that is shown, its cells as they are seen. A day is a number
 * in the file, and only its format says so.
 */
#include "base/date.h"
#include "base/utf8.h"
#include "read/container.h"
#include "read/grid.h"
#include "read/reader.h"
#include "read/relations.h"
#include "read/xml.h"

#include <stdio.h>
#include <stdlib.h>

#define SHEETS_MOST 256
#define FORMATS_MOST 4096	/* that the book names; Excel has room for 250. What is beyond shows a plain number */
#define STYLES_MOST 65536	/* of cells; 65,490 in Excel */
#define ROWS_MOST 1048576	/* of a sheet; so it is in Excel */
#define DAY_1900 (-25569)	/* 1899-12-30 in days since 1970-01-01: the day 0 of most books */
#define DAY_1904 (-24107)	/* 1904-01-01: of those made on old Macintoshes */
#define DAY_LAST 109574		/* the serial of 2199-12-31 */

/* What the format of a number makes of it; bits of what a day is shown with. */
enum { SHOW_YEAR = 1, SHOW_MONTH = 2, SHOW_DAY = 4, SHOW_TIME = 8, SHOW_PERCENT = 16 };

/* How the format of a cell shows a number. */
struct look {
	uint8_t shows;
	struct str tail;	/* of a day: the words that follow it (6月底前), where the format itself holds some */
};

struct sheet {
	struct str name;
	const char *part;
};

struct book {
	struct arena *arena;
	struct container *container;
	struct why *why;
	relation_array relations;
	ARRAY(struct sheet) sheets;
	ARRAY(struct str) strings;
	ARRAY(struct look) looks;		/* of each cell format */
	struct { ARRAY(long) ids; ARRAY(struct look) looks; } formats;	/* those that the book names */
	int32_t day0;
	/* while a part is read */
	char *p;
	size_t n, cap;				/* the words at hand */
	bool in_text, in_formats, aside;	/* aside: how characters are read aloud */
	struct grid grid;
	uint32_t row, column;			/* of the cell at hand */
	uint32_t next_row, next_column;		/* where a cell stands that does not say */
	char type;
	long style;
};

/* ---- words at hand ---- */

static void
take_text(void *arg, struct str s)
{
	struct book *b = arg;

	if (!b->in_text || b->aside)
		return;
	if (b->cap - b->n < s.n) {
		b->cap = (b->n + s.n) * 2 + 256;
		b->p = arena_resize(b->arena, b->p, b->cap);
	}
	memcpy(b->p + b->n, s.p, s.n);
	b->n += s.n;
}

static struct str
words(struct book *b)
{
	return arena_str(b->arena, (struct str){ b->p, b->n });
}

/* ---- workbook.xml: the sheets ---- */

static void
open_book(void *arg, const struct xml_element *e)
{
	struct book *b = arg;
	struct str id = xml_attribute(e, "id"), state = xml_attribute(e, "state");

	if (strcmp(e->name, "workbookPr") == 0 && xml_attribute(e, "date1904").p != NULL)
		b->day0 = str_eq(xml_attribute(e, "date1904"), STR("0")) ||
		    str_eq(xml_attribute(e, "date1904"), STR("false")) ? DAY_1900 : DAY_1904;
	if (strcmp(e->name, "sheet") != 0 || b->sheets.n == SHEETS_MOST || (state.n > 0 && !str_eq(state, STR("visible"))))
		return;
	for (size_t i = 0; i < b->relations.n; i++)
		if (str_eq(b->relations.v[i].id, id))
			*array_add(b->arena, &b->sheets) = (struct sheet){
				arena_str(b->arena, xml_attribute(e, "name")), b->relations.v[i].part };
}

static void
close_nothing(void *arg, const char *name)
{
	(void)arg, (void)name;
}

/* ---- sharedStrings.xml ---- */

static void
open_string(void *arg, const struct xml_element *e)
{
	struct book *b = arg;

	if (strcmp(e->name, "si") == 0)
		b->n = 0;
	b->in_text = strcmp(e->name, "t") == 0;
	b->aside |= strcmp(e->name, "rPh") == 0;
}

static void
close_string(void *arg, const char *name)
{
	struct book *b = arg;

	b->in_text = false;
	if (strcmp(name, "rPh") == 0)
		b->aside = false;
	else if (strcmp(name, "si") == 0)
		*array_add(b->arena, &b->strings) = words(b);
}

/* ---- styles.xml: which numbers are days ---- */

/* Past text in quotes, in brackets, or behind a sign that makes the next one text; p where none stands. */
static const char *
skip_literal(const char *p, const char *end)
{
	const char *close;

	if (*p == '\\' || *p == '_' || *p == '*')
		return p + 2 < end ? p + 2 : end;
	if (*p != '"' && *p != '[')
		return p;
	close = memchr(p + 1, *p == '[' ? ']' : '"', (size_t)(end - p - 1));
	return close == NULL ? end : close + 1;
}

/* What the first section of a format code shows (18.8.31). */
static uint8_t
shows_of(struct str code)
{
	unsigned shows = 0;
	bool era = false;	/* e is the year where a month stands too; else of 0.00E+00, or of General */

	for (const char *p = code.p, *end = str_end(code), *next; p < end && *p != ';'; p = next) {
		char c = (char)(*p | 0x20);

		next = skip_literal(p, end);
		if (next > p)
			continue;
		next = p + 1;
		era |= c == 'e';
		shows |= c == 'y' ? SHOW_YEAR : c == 'm' ? SHOW_MONTH : c == 'd' ? SHOW_DAY :
		    c == 'h' || c == 's' ? SHOW_TIME : *p == '%' ? SHOW_PERCENT : 0;
	}
	if (era && (shows & SHOW_MONTH) != 0)
		shows |= SHOW_YEAR;
	/* m between hours and seconds is minutes */
	return (uint8_t)((shows & ~SHOW_MONTH) == SHOW_TIME ? SHOW_TIME : shows);
}

/* Formats that need no code (18.8.30, those of Chinese Excel too). */
static uint8_t
shows_built_in(long id)
{
	const uint8_t day = SHOW_YEAR | SHOW_MONTH | SHOW_DAY;
	static const struct { long from, to; uint8_t shows; } rows[] = {
		{ 9, 10, SHOW_PERCENT }, { 14, 15, SHOW_YEAR | SHOW_MONTH | SHOW_DAY }, { 16, 16, SHOW_MONTH | SHOW_DAY },
		{ 17, 17, SHOW_YEAR | SHOW_MONTH }, { 18, 21, SHOW_TIME }, { 27, 27, SHOW_YEAR | SHOW_MONTH },
		{ 28, 29, SHOW_MONTH | SHOW_DAY }, { 32, 35, SHOW_TIME }, { 36, 36, SHOW_YEAR | SHOW_MONTH },
		{ 45, 47, SHOW_TIME }, { 50, 50, SHOW_YEAR | SHOW_MONTH }, { 51, 51, SHOW_MONTH | SHOW_DAY },
		{ 52, 52, SHOW_YEAR | SHOW_MONTH }, { 53, 54, SHOW_MONTH | SHOW_DAY }, { 57, 57, SHOW_YEAR | SHOW_MONTH },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (id >= rows[i].from && id <= rows[i].to)
			return rows[i].shows;
	return id == 22 || id == 30 || id == 31 || id == 58 ? day : 0;
}

/* What the first section of a format code shows behind its last letter: what is quoted there, but for the sign of the day. */
static struct str
tail_of(struct str code)
{
	static const struct str signs[] = { STR("年"), STR("月"), STR("日"), STR("号") };
	struct str tail = { NULL, 0 };

	for (const char *p = code.p, *end = str_end(code), *next; p < end && *p != ';'; p = next) {
		next = skip_literal(p, end);
		if (next == p)
			tail = (struct str){ next = p + 1, 0 };
		else if (*p == '"' && next - p >= 2 && next[-1] == '"')
			tail = str_of(p + 1, next - 1);
	}
	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (str_starts(tail, signs[i]))
			tail = str_slice(tail, signs[i].n, tail.n);
	return tail;
}

static struct look
look_of(const struct book *b, long id)
{
	for (size_t i = 0; i < b->formats.ids.n; i++)
		if (b->formats.ids.v[i] == id)
			return b->formats.looks.v[i];
	return (struct look){ .shows = shows_built_in(id) };
}

static void
open_style(void *arg, const struct xml_element *e)
{
	struct book *b = arg;

	if (strcmp(e->name, "numFmt") == 0 && b->formats.ids.n < FORMATS_MOST) {
		*array_add(b->arena, &b->formats.ids) = xml_number(e, "numFmtId", 0);
		*array_add(b->arena, &b->formats.looks) = (struct look){ shows_of(xml_attribute(e, "formatCode")),
			arena_str(b->arena, tail_of(xml_attribute(e, "formatCode"))) };
	} else if (strcmp(e->name, "cellXfs") == 0) {
		b->in_formats = true;
	} else if (strcmp(e->name, "xf") == 0 && b->in_formats && b->looks.n < STYLES_MOST) {
		*array_add(b->arena, &b->looks) = look_of(b, xml_number(e, "numFmtId", 0));
	}
}

static void
close_style(void *arg, const char *name)
{
	if (strcmp(name, "cellXfs") == 0)
		((struct book *)arg)->in_formats = false;
}

/* ---- a sheet ---- */

/* AB12: the column and row, from 0; false if it is another thing. */
static bool
place_of(struct str s, uint32_t *row, uint32_t *column)
{
	uint32_t c = 0, r = 0;
	size_t i = 0;

	for (; i < s.n && i < 3 && s.p[i] >= 'A' && s.p[i] <= 'Z'; i++)
		c = c * 26 + (uint32_t)(s.p[i] - 'A') + 1;
	for (; i < s.n && i < 10 && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		r = r * 10 + (uint32_t)(s.p[i] - '0');
	if (i != s.n || c == 0 || r == 0 || r > ROWS_MOST)
		return false;
	*row = r - 1;
	*column = c - 1;
	return true;
}

static void
open_merge(struct book *b, struct str s)
{
	size_t at = str_find(s, STR(":"), 0);
	struct grid_merge m;

	if (at != STR_NONE && place_of(str_slice(s, 0, at), &m.row, &m.column) &&
	    place_of(str_slice(s, at + 1, s.n), &m.last_row, &m.last_column))
		*array_add(b->arena, &b->grid.merges) = m;
}

static void
open_cell(struct book *b, const struct xml_element *e)
{
	struct str type = xml_attribute(e, "t");

	b->row = b->next_row;
	b->column = b->next_column;
	place_of(xml_attribute(e, "r"), &b->row, &b->column);
	b->next_column = b->column + 1;
	b->type = type.n == 0 ? 'n' : str_eq(type, STR("inlineStr")) ? 'i' : str_eq(type, STR("str")) ? 'f' : type.p[0];
	b->style = xml_number(e, "s", 0);
	b->n = 0;
}

static void
open_sheet(void *arg, const struct xml_element *e)
{
	struct book *b = arg;

	b->in_text = strcmp(e->name, "v") == 0 || (strcmp(e->name, "t") == 0 && b->type == 'i');
	b->aside |= strcmp(e->name, "rPh") == 0;
	if (strcmp(e->name, "row") == 0) {
		long row = xml_number(e, "r", (long)b->next_row + 1);

		b->next_row = row >= 1 && row <= ROWS_MOST ? (uint32_t)row - 1 : b->next_row;
		b->next_column = 0;
	} else if (strcmp(e->name, "c") == 0) {
		open_cell(b, e);
	} else if (strcmp(e->name, "mergeCell") == 0) {
		open_merge(b, xml_attribute(e, "ref"));
	}
}

/* A number of at most four figures. */
static char *
put_number(char *to, int n)
{
	for (int part = 1000; part > 0; part /= 10)
		if (n >= part || part == 1)
			*to++ = (char)('0' + n / part % 10);
	return to;
}

/* 2024年5月6日: what the format shows of it. */
static struct str
day_words(struct book *b, double serial, struct look look)
{
	unsigned shows = look.shows;
	struct date d = date_of_days((int32_t)serial + b->day0 + (b->day0 == DAY_1900 && serial < 60));
	char *text = arena_alloc(b->arena, 3 * (4 + strlen("年")) + look.tail.n + 1), *to = text;

	if (shows & SHOW_YEAR)
		to = stpcpy(put_number(to, d.year), "年");
	if (shows & SHOW_MONTH)
		to = stpcpy(put_number(to, d.month), "月");
	if (shows & SHOW_DAY)
		to = stpcpy(put_number(to, d.day), "日");
	if (look.tail.n > 0)
		to = mempcpy(to, look.tail.p, look.tail.n);
	return str_of(text, to);
}

static struct str
time_words(struct book *b, double serial)
{
	unsigned minutes = (unsigned)((serial - (double)(int64_t)serial) * 24 * 60 + 0.5);

	return arena_printf(b->arena, "%02u:%02u", minutes / 60 % 24, minutes % 60);
}

/* A number as it is seen: without what binary fractions add to it. */
static struct str
number_words(struct book *b)
{
	struct look look = b->style >= 0 && (size_t)b->style < b->looks.n ? b->looks.v[b->style] : (struct look){ .shows = 0 };
	unsigned shows = look.shows;
	char text[64], *end;
	double value;

	if (b->n == 0 || b->n >= sizeof text)
		return words(b);
	memcpy(text, b->p, b->n);
	text[b->n] = '\0';
	value = strtod(text, &end);
	if (*end != '\0')
		return words(b);
	if ((shows & (SHOW_YEAR | SHOW_MONTH | SHOW_DAY)) != 0 && value >= 1 && value <= DAY_LAST)
		return day_words(b, value, look);
	if ((shows & SHOW_TIME) != 0 && value >= 0 && value < 1)
		return time_words(b, value);
	if ((shows & SHOW_PERCENT) != 0)
		return arena_printf(b->arena, "%.12g%%", value * 100);
	return memchr(text, '.', b->n) == NULL && memchr(text, 'E', b->n) == NULL ? words(b) : arena_printf(b->arena, "%.15g", value);
}

static struct str
cell_words(struct book *b)
{
	unsigned long i;
	char number[24];

	switch (b->type) {
	case 's':
		if (b->n == 0 || b->n >= sizeof number)
			return (struct str){ NULL, 0 };
		memcpy(number, b->p, b->n);
		number[b->n] = '\0';
		i = strtoul(number, NULL, 10);
		return i < b->strings.n ? b->strings.v[i] : (struct str){ NULL, 0 };
	case 'b':
		return b->n == 1 && b->p[0] == '1' ? STR("TRUE") : STR("FALSE");
	case 'n':
		return number_words(b);
	case 'd':	/* 2024-05-06T00:00:00 */
		return utf8_cut(words(b), 10);
	default:
		return words(b);
	}
}

static void
close_sheet(void *arg, const char *name)
{
	struct book *b = arg;

	b->in_text = false;
	if (strcmp(name, "rPh") == 0)
		b->aside = false;
	else if (strcmp(name, "row") == 0)
		b->next_row++;
	else if (strcmp(name, "c") == 0)
		grid_put(b->arena, &b->grid, b->row, b->column, cell_words(b));
}

/* ---- the parts ---- */

static enum err
read_part(struct book *b, const char *part, const struct xml_calls *calls)
{
	struct str xml = { NULL, 0 };
	enum err err;

	if (part == NULL || !container_has(b->container, part))
		return OK;
	err = container_part(b->container, b->arena, part, &xml, b->why);
	if (err == OK)
		err = xml_read(b->arena, xml, calls, b, b->why);
	arena_drop(b->arena, (char *)(uintptr_t)xml.p);
	return err;
}

static enum err
read_book(struct book *b)
{
	static const struct xml_calls book = { open_book, close_nothing, NULL };
	static const struct xml_calls strings = { open_string, close_string, take_text };
	static const struct xml_calls styles = { open_style, close_style, NULL };
	relation_array all = { 0 };
	enum err err = relations_read(b->container, b->arena, "", &all, b->why);
	const char *part = relations_find(&all, "officeDocument");

	part = part == NULL ? "xl/workbook.xml" : part;
	b->day0 = DAY_1900;
	if (err == OK)
		err = relations_read(b->container, b->arena, part, &b->relations, b->why);
	if (err == OK)
		err = read_part(b, part, &book);
	if (err == OK)
		err = read_part(b, relations_find(&b->relations, "sharedStrings"), &strings);
	if (err == OK)
		err = read_part(b, relations_find(&b->relations, "styles"), &styles);
	return err;
}

static enum err
read_sheet(struct book *b, const struct sheet *s)
{
	static const struct xml_calls calls = { open_sheet, close_sheet, take_text };

	b->grid.cells.n = b->grid.merges.n = 0;
	b->grid.right = 0;
	b->next_row = b->next_column = 0;
	return read_part(b, s->part, &calls);
}

struct job {
	struct book *book;
	struct text *text;
	enum err err;
};

/* One sheet behind the other; where there are several, each under its name. */
static void
read_parts(void *arg)
{
	struct job *j = arg;
	struct book *b = j->book;
	struct lines out;

	j->err = read_book(b);
	lines_begin(&out, b->arena, j->text, 4096);
	for (size_t i = 0; i < b->sheets.n && j->err == OK; i++) {
		j->err = read_sheet(b, &b->sheets.v[i]);
		if (b->sheets.n > 1 && b->grid.cells.n > 0 && j->err == OK) {
			struct line *l;

			lines_put_clean(&out, str_trim(b->sheets.v[i].name));
			l = lines_close(&out, LINE_HEADING, (uint32_t)i + 1);
			if (l != NULL)
				l->level = 1;
		}
		if (j->err == OK)
			grid_write(&out, &b->grid, (uint32_t)i + 1);
	}
	lines_end(&out);
}

static enum err
xlsx_read(struct arena *a, struct str bytes, struct text *t, struct why *why)
{
	struct book *b = arena_zalloc(a, sizeof *b);
	struct job j = { b, t, OK };
	enum err err;

	b->arena = a;
	b->why = why;
	err = container_use(a, bytes, &b->container, read_parts, &j, why);
	return err == OK ? j.err : err;
}

static int
xlsx_knows(struct str bytes)
{
	return container_knows(bytes, "xl/workbook.xml");
}

const struct reader reader_xlsx = {
	.name = "xlsx",
	.suffixes = " .xlsx .xlsm .xltx .et ",
	.knows = xlsx_knows,
	.read = xlsx_read,
	.raw = true,
};
