/*
 * Word documents (ECMA-376 part 1), as Word, WPS and LibreOffice write them.
 * The parser's events become a list of items: paragraphs, and tables that hold
 * rows that hold cells that hold items. Then they are written as lines.
 *
 * A reader of the paper sees what is read here: numbers that Word makes itself
 * are words; what was deleted, hidden or is the code of a field is gone.
 */
#include "read/docx.h"

#include "base/array.h"
#include "base/utf8.h"
#include "read/container.h"
#include "read/lines.h"
#include "read/reader.h"
#include "read/relations.h"

#include <stdlib.h>

#define CELL_MOST 1200	/* bytes: a longer cell makes its table a layout */
#define FIELDS_MOST 32	/* in each other */
#define CODE_MOST 8	/* bytes of a field's code that are heeded */

enum what { PARAGRAPH, TABLE, ROW, CELL };

struct item {
	uint8_t what;
	uint8_t across;		/* columns of a cell */
	bool covered;		/* a cell that one above reaches down into */
	bool centred;
	uint8_t level;		/* of a heading, from 1; else 0 */
	uint32_t page;		/* breaks before it */
	uint32_t end;		/* the item behind all those inside */
	struct str words;	/* of a paragraph; LF where a line ends, FF where a page does */
};

typedef ARRAY(struct item) item_array;

/* A paragraph that is being read: its words so far, and what it says of its form. */
struct open {
	char *p;
	size_t n, cap;
	struct para_form form;
	struct str style;
	uint32_t page;
	bool started;		/* it is inside a paragraph, not between two */
	bool joined;		/* its mark was deleted: the next one goes on with it */
	item_array boxed;	/* of text boxes anchored in it */
};

/* A table, row or cell that is not closed. */
struct place {
	item_array *items;
	size_t i;
};

struct field {
	char code[CODE_MOST];
	uint8_t n;
	bool result;		/* what comes now is shown */
	bool dropped;		/* a table of contents: headings again */
};

struct docx {
	struct arena *arena;
	struct styles *styles;
	struct numbering *numbering;
	struct open open[XML_DEPTH_MOST];	/* the body's, then one for each text box in each other */
	unsigned nested;
	struct place places[XML_DEPTH_MOST];
	unsigned nplaces;
	struct field fields[FIELDS_MOST];
	unsigned nfields;
	item_array items;			/* of the body, then the notes */
	uint32_t page;
	unsigned skipping;			/* open elements whose words are not shown */
	unsigned in_form, in_run_form, in_mark;	/* open pPr, rPr, and rPr inside pPr */
	bool in_text, in_code, hidden;
	unsigned inserted, deleted;
};

/* ---- paragraphs ---- */

static struct open *
at(struct docx *d)
{
	return &d->open[d->nested];
}

static item_array *
items_of(struct docx *d)
{
	return d->nested == 0 ? &d->items : &d->open[d->nested - 1].boxed;
}

static void
put_words(struct docx *d, const char *p, size_t n)
{
	struct open *o = at(d);

	if (o->cap - o->n < n) {
		o->cap = (o->n + n) * 2 + 256;
		o->p = arena_resize(d->arena, o->p, o->cap);
	}
	memcpy(o->p + o->n, p, n);
	o->n += n;
}

/* Whether words that come now are seen by who reads the paper. */
static bool
is_shown(const struct docx *d)
{
	if (d->skipping > 0 || d->hidden)
		return false;
	for (unsigned i = 0; i < d->nfields && i < FIELDS_MOST; i++)
		if (!d->fields[i].result || d->fields[i].dropped)
			return false;
	return true;
}

static void
put_sign(struct docx *d, const char *sign)
{
	if (is_shown(d))
		put_words(d, sign, strlen(sign));
}

static void
open_paragraph(struct docx *d)
{
	struct open *o = at(d);

	if (o->joined) {
		o->joined = false;
		return;
	}
	o->n = 0;
	o->form = PARA_FORM_UNSET;
	o->style = (struct str){ NULL, 0 };
	o->page = d->page;
	o->started = true;
}

/* What its style says where the paragraph itself does not. */
static struct para_form
whole_form(const struct docx *d, const struct open *o)
{
	struct para_form own = o->form, style = styles_form(d->styles, o->style);

	if (own.list == UNSET) {
		own.list = style.list;
		own.level = style.level != UNSET || style.list == UNSET ? style.level :
		    numbering_level_of(d->numbering, style.list, o->style);
	}
	own.level = own.level == UNSET ? 0 : own.level;
	own.outline = own.outline == UNSET ? style.outline : own.outline;
	own.centred = own.centred == UNSET ? style.centred : own.centred;
	return own;
}

/* The number that Word makes, and the words, in one. A paragraph without words is counted, but not seen. */
static struct str
all_words(struct docx *d, const struct open *o, const struct para_form *form)
{
	struct str words = str_trim((struct str){ o->p, o->n }), number = { NULL, 0 };

	if (form->list > 0)
		number = numbering_next(d->arena, d->numbering, d->styles, form->list, form->level);
	if (number.n == 0 || words.n == 0)
		return arena_str(d->arena, words);
	return arena_printf(d->arena, "%.*s%.*s", STR_ARG(number), STR_ARG(words));
}

/* Items of the text boxes in it come behind the paragraph. */
static void
take_boxed(struct docx *d, struct open *o)
{
	item_array *to = items_of(d);
	uint32_t base = (uint32_t)to->n;

	for (size_t i = 0; i < o->boxed.n; i++) {
		struct item *new = array_add(d->arena, to);

		*new = o->boxed.v[i];
		new->end += base;
	}
	o->boxed.n = 0;
}

static void
close_paragraph(struct docx *d)
{
	struct open *o = at(d);
	struct para_form form;
	struct str words;

	if (!o->started || o->joined)
		return;
	o->started = false;
	form = whole_form(d, o);
	words = all_words(d, o, &form);
	if (words.n > 0 && !styles_is_contents(d->styles, o->style)) {
		struct item *i = array_add(d->arena, items_of(d));

		i->what = PARAGRAPH;
		i->words = words;
		i->page = o->page;
		i->centred = form.centred == 1;
		i->level = form.outline >= 0 && form.outline < 6 ? (uint8_t)(form.outline + 1) : 0;
		i->end = (uint32_t)items_of(d)->n;
	}
	take_boxed(d, o);
}

/* ---- tables ---- */

static void
open_item(struct docx *d, enum what what)
{
	item_array *items = items_of(d);
	struct item *i = array_add(d->arena, items);

	i->what = (uint8_t)what;
	i->across = 1;
	d->places[d->nplaces++] = (struct place){ items, items->n - 1 };
}

static void
close_item(struct docx *d)
{
	struct place p = d->places[--d->nplaces];

	p.items->v[p.i].end = (uint32_t)p.items->n;
}

/* The cell that is open; NULL outside of one. */
static struct item *
open_one(struct docx *d)
{
	const struct place *p = d->nplaces == 0 ? NULL : &d->places[d->nplaces - 1];

	return p == NULL || p->items->v[p->i].what != CELL ? NULL : &p->items->v[p->i];
}

static void
take_across(struct docx *d, const struct xml_element *e)
{
	struct item *cell = open_one(d);
	long n = xml_number(e, "val", 1);

	if (cell != NULL)
		cell->across = (uint8_t)(n < 1 ? 1 : n > 63 ? 63 : n);
}

static void
take_down(struct docx *d, const struct xml_element *e)
{
	struct item *cell = open_one(d);

	if (cell != NULL)
		cell->covered = !str_eq(xml_attribute(e, "val"), STR("restart"));
}

/* ---- fields ---- */

static void
field_mark(struct docx *d, const struct xml_element *e)
{
	struct str type = xml_attribute(e, "fldCharType");
	struct field *f = d->nfields > 0 && d->nfields <= FIELDS_MOST ? &d->fields[d->nfields - 1] : NULL;

	if (str_eq(type, STR("begin"))) {
		if (d->nfields++ < FIELDS_MOST)
			d->fields[d->nfields - 1] = (struct field){ .n = 0 };
	} else if (str_eq(type, STR("separate")) && f != NULL) {
		f->result = true;
		f->dropped = str_starts(str_trim((struct str){ f->code, f->n }), STR("TOC"));
	} else if (str_eq(type, STR("end")) && d->nfields > 0) {
		d->nfields--;
	}
}

static void
take_code(struct docx *d, struct str s)
{
	struct field *f = d->nfields > 0 && d->nfields <= FIELDS_MOST ? &d->fields[d->nfields - 1] : NULL;

	for (size_t i = 0; f != NULL && i < s.n && f->n < CODE_MOST; i++)
		f->code[f->n++] = s.p[i];
}

/* ---- text boxes ---- */

static void
open_box(struct docx *d)
{
	d->nested++;
	at(d)->started = at(d)->joined = false;
}

static void
close_box(struct docx *d)
{
	d->nested--;
}

/* ---- elements ---- */

static bool
is_off(const struct xml_element *e)
{
	struct str s = xml_attribute(e, "val");

	return str_eq(s, STR("0")) || str_eq(s, STR("false")) || str_eq(s, STR("off"));
}

static void
open_text(struct docx *d)
{
	d->in_text = true;
}

static void
open_code(struct docx *d)
{
	d->in_code = true;
}

static void
open_run(struct docx *d)
{
	d->hidden = false;
}

static void
open_form(struct docx *d)
{
	d->in_form++;
}

static void
close_form(struct docx *d)
{
	d->in_form--;
}

static void
open_run_form(struct docx *d)
{
	d->in_run_form++;
	d->in_mark += d->in_form > 0;
}

static void
close_run_form(struct docx *d)
{
	d->in_run_form--;
	d->in_mark -= d->in_mark > 0;
}

static void
open_table(struct docx *d)
{
	open_item(d, TABLE);
}

static void
open_row(struct docx *d)
{
	open_item(d, ROW);
}

static void
open_cell(struct docx *d)
{
	open_item(d, CELL);
}

static void
close_text(struct docx *d)
{
	d->in_text = d->in_code = false;
}

static void
close_run(struct docx *d)
{
	d->hidden = false;
}

/* Inside the form of a paragraph's mark, that mark was deleted. */
static void
open_deleted(struct docx *d)
{
	if (d->in_mark > 0 && d->skipping == 0)
		at(d)->joined = true;
	d->deleted += d->in_run_form == 0 && d->skipping == 0;
	d->skipping++;
}

static void
open_inserted(struct docx *d)
{
	d->inserted += d->in_run_form == 0;
}

static void
open_skipped(struct docx *d)
{
	d->skipping++;
}

static void
close_skipped(struct docx *d)
{
	d->skipping--;
}

static void
page_break(struct docx *d)
{
	d->page++;
	if (is_shown(d))
		put_words(d, "\f", 1);
}

static void
put_tab(struct docx *d)
{
	if (d->in_form == 0)	/* there it sets a stop */
		put_sign(d, " ");
}

static void
put_hyphen(struct docx *d)
{
	put_sign(d, "-");
}

static void
put_line_end(struct docx *d)
{
	put_sign(d, "\n");
}

static void
take_break(struct docx *d, const struct xml_element *e)
{
	struct str type = xml_attribute(e, "type");

	put_sign(d, type.n == 0 || str_eq(type, STR("textWrapping")) || str_eq(type, STR("page")) ? "\n" : " ");
}

static void
take_style(struct docx *d, const struct xml_element *e)
{
	if (d->in_form > 0)
		at(d)->style = arena_str(d->arena, xml_attribute(e, "val"));
}

static void
take_form(struct docx *d, const struct xml_element *e)
{
	if (d->in_form > 0)
		para_form_take(&at(d)->form, e);
}

static void
take_hidden(struct docx *d, const struct xml_element *e)
{
	if (d->in_run_form > 0 && d->in_mark == 0)
		d->hidden = !is_off(e);
}

/* Signs of Wingdings that clerks tick with. */
static void
take_symbol(struct docx *d, const struct xml_element *e)
{
	static const struct { const char *code, *sign; } signs[] = {
		{ "F052", "☑" }, { "F0FE", "☑" }, { "F0A8", "□" }, { "F06F", "□" }, { "F0FC", "√" }, { "F0FB", "×" },
		{ "F051", "☒" }, { "F0FD", "☒" },
	};
	struct str code = xml_attribute(e, "char");

	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (str_eq(code, cstr(signs[i].code)))
			put_sign(d, signs[i].sign);
}

/* The lines between text and notes are notes too. */
static void
take_note(struct docx *d, const struct xml_element *e)
{
	d->skipping += xml_attribute(e, "type").n > 0;
}

static void
close_note(struct docx *d)
{
	d->skipping = 0;
}

/* Sorted by name. What is not here is nothing of its own: what it holds is read. */
static const struct element {
	const char *name;
	void (*open)(struct docx *);
	void (*close)(struct docx *);
	void (*take)(struct docx *, const struct xml_element *);	/* the same as open, of attributes */
} elements[] = {
	{ "Fallback", open_skipped, close_skipped, NULL },	/* says again what Choice said */
	{ "br", NULL, NULL, take_break },
	{ "cr", put_line_end, NULL, NULL },
	{ "del", open_deleted, close_skipped, NULL },
	{ "endnote", NULL, close_note, take_note },
	{ "fldChar", NULL, NULL, field_mark },
	{ "footnote", NULL, close_note, take_note },
	{ "gridSpan", NULL, NULL, take_across },
	{ "ilvl", NULL, NULL, take_form },
	{ "ins", open_inserted, NULL, NULL },
	{ "instrText", open_code, close_text, NULL },
	{ "jc", NULL, NULL, take_form },
	{ "lastRenderedPageBreak", page_break, NULL, NULL },
	{ "moveFrom", open_deleted, close_skipped, NULL },
	{ "moveTo", open_inserted, NULL, NULL },
	{ "noBreakHyphen", put_hyphen, NULL, NULL },
	{ "numId", NULL, NULL, take_form },
	{ "outlineLvl", NULL, NULL, take_form },
	{ "p", open_paragraph, close_paragraph, NULL },
	{ "pPr", open_form, close_form, NULL },
	{ "pPrChange", open_skipped, close_skipped, NULL },
	{ "pStyle", NULL, NULL, take_style },
	{ "ptab", put_tab, NULL, NULL },
	{ "r", open_run, close_run, NULL },
	{ "rPr", open_run_form, close_run_form, NULL },
	{ "rPrChange", open_skipped, close_skipped, NULL },
	{ "rt", open_skipped, close_skipped, NULL },		/* how a character is read aloud */
	{ "sectPrChange", open_skipped, close_skipped, NULL },
	{ "sym", NULL, NULL, take_symbol },
	{ "t", open_text, close_text, NULL },
	{ "tab", put_tab, NULL, NULL },
	{ "tbl", open_table, close_item, NULL },
	{ "tblPrChange", open_skipped, close_skipped, NULL },
	{ "tc", open_cell, close_item, NULL },
	{ "tcPrChange", open_skipped, close_skipped, NULL },
	{ "tr", open_row, close_item, NULL },
	{ "trPrChange", open_skipped, close_skipped, NULL },
	{ "txbxContent", open_box, close_box, NULL },
	{ "vMerge", NULL, NULL, take_down },
	{ "vanish", NULL, NULL, take_hidden },
};

static int
compare_element(const void *name, const void *row)
{
	return strcmp(name, ((const struct element *)row)->name);
}

static const struct element *
element_of(const char *name)
{
	return bsearch(name, elements, sizeof elements / sizeof elements[0], sizeof elements[0], compare_element);
}

/* Inside what is skipped only what skips is followed, to know where that ends. */
static bool
is_followed(const struct docx *d, const struct element *e)
{
	return e != NULL && (d->skipping == 0 || e->close == close_skipped || e->close == close_note);
}

static void
open_element(void *arg, const struct xml_element *xml)
{
	struct docx *d = arg;
	const struct element *e = element_of(xml->name);

	if (!is_followed(d, e))
		return;
	if (e->open != NULL)
		e->open(d);
	if (e->take != NULL)
		e->take(d, xml);
}

static void
close_element(void *arg, const char *name)
{
	struct docx *d = arg;
	const struct element *e = element_of(name);

	if (is_followed(d, e) && e->close != NULL)
		e->close(d);
}

static void
take_text(void *arg, struct str s)
{
	struct docx *d = arg;

	if (d->in_code)
		take_code(d, s);
	else if (d->in_text && at(d)->started && is_shown(d))
		put_words(d, s.p, s.n);
}

/* ---- out ---- */

struct writing {
	struct lines out;
	const item_array *items;
	bool paged;		/* the file says where its pages end */
};

static uint32_t
page_of(const struct writing *w, uint32_t breaks)
{
	return w->paged ? breaks + 1 : 0;
}

static void
close_line(struct writing *w, const struct item *i, uint32_t breaks)
{
	struct line *l = lines_close(&w->out, i->level > 0 ? LINE_HEADING : LINE_PLAIN, page_of(w, breaks));

	if (l != NULL) {
		l->level = i->level;
		l->centred = i->centred;
	}
}

/* Up to the next sign that ends a line or a page; *sign is that, or 0. */
static struct str
next_words(struct str *rest, char *sign)
{
	const char *p = rest->p, *end = str_end(*rest);
	struct str words;

	while (p < end && *p != '\n' && *p != '\f')
		p++;
	words = str_of(rest->p, p);
	*sign = p < end ? *p : '\0';
	*rest = str_of(p + (p < end), end);
	return words;
}

static void
put_paragraph(struct writing *w, const struct item *i)
{
	struct str rest = i->words;
	uint32_t now = i->page, began = now;
	char sign;

	do {
		struct str words = next_words(&rest, &sign);
		bool first = w->out.n == w->out.from;

		if (first)
			began = now;
		lines_put_clean(&w->out, first ? str_trim_left(words) : words);
		now += sign == '\f';
		if (sign != '\f')
			close_line(w, i, began);
	} while (sign != '\0');
}

/* The paragraphs of a cell stand in one, parted by blanks. */
static void
put_cell(struct writing *w, const struct item *cell)
{
	const struct item *first = cell + 1, *end = w->items->v + cell->end;

	for (const struct item *i = first; i < end; i++) {
		if (i > first)
			lines_putc(&w->out, ' ');
		lines_put_clean(&w->out, i->words);
	}
}

static void
put_row(struct writing *w, const struct item *row)
{
	const struct item *first = row + 1, *end = w->items->v + row->end, *next;
	uint32_t breaks = UINT32_MAX, column = 0;

	for (const struct item *cell = first; cell < end; cell = next, column++) {
		next = w->items->v + cell->end;
		if (cell > first)
			lines_putc(&w->out, '\t');
		if (cell->what == CELL && cell->covered)
			lines_cover(&w->out, column);
		else if (cell->what == CELL)
			put_cell(w, cell);
		for (unsigned k = 1; k < cell->across; k++, column++)
			lines_putc(&w->out, '\t');
		if (breaks == UINT32_MAX && next > cell + 1)
			breaks = cell[1].page;
	}
	lines_close(&w->out, LINE_ROW, page_of(w, breaks == UINT32_MAX ? 0 : breaks));
}

/* Rows of cells, not a frame that the page is laid out with. */
static bool
is_data(const struct writing *w, const struct item *table)
{
	const struct item *end = w->items->v + table->end;
	unsigned rows = 0, cells = 0;
	size_t words = 0;

	for (const struct item *i = table + 1; i < end; i++) {
		rows += i->what == ROW;
		cells += i->what == CELL;
		words = i->what == PARAGRAPH ? words + i->words.n : 0;
		if (i->what == TABLE || words > CELL_MOST)
			return false;
	}
	return rows >= 2 && cells >= rows * 2 - 1;
}

static void
put_items(struct writing *w)
{
	const struct item *i = w->items->v, *end = i + w->items->n, *rows = i;

	for (; i < end; i++) {
		if (i->what == TABLE && is_data(w, i))
			rows = w->items->v + i->end;
		if (i->what == PARAGRAPH && i >= rows)
			put_paragraph(w, i);
		else if (i->what == ROW && i < rows)
			put_row(w, i);
	}
}

/* ---- the parts ---- */

struct job {
	struct arena *arena;
	struct container *container;
	struct text *text;
	struct why *why;
	enum err err;
};

/* The words of a part that stands in this relation to the document; empty where none does. */
static enum err
related(struct job *j, const relation_array *all, const char *type, struct str *out)
{
	const char *part = relations_find(all, type);

	*out = (struct str){ NULL, 0 };
	return part == NULL || !container_has(j->container, part) ? OK :
	    container_part(j->container, j->arena, part, out, j->why);
}

static enum err
read_forms(struct job *j, struct docx *d, const relation_array *all)
{
	struct str styles, numbering;
	enum err err = related(j, all, "styles", &styles);

	if (err == OK)
		err = related(j, all, "numbering", &numbering);
	if (err == OK)
		err = styles_read(j->arena, styles, &d->styles, j->why);
	if (err == OK)
		err = numbering_read(j->arena, numbering, &d->numbering, j->why);
	return err;
}

static enum err
read_words(struct job *j, struct docx *d, struct str part)
{
	static const struct xml_calls calls = { open_element, close_element, take_text };

	return part.n == 0 ? OK : xml_read(j->arena, part, &calls, d, j->why);
}

/* Footnotes and endnotes behind the body. */
static enum err
read_body(struct job *j, struct docx *d, const char *part, const relation_array *all)
{
	static const char *const notes[] = { "footnotes", "endnotes" };
	struct str words;
	enum err err = container_part(j->container, j->arena, part, &words, j->why);

	if (err == OK)
		err = read_words(j, d, words);
	for (size_t i = 0; i < sizeof notes / sizeof notes[0] && err == OK; i++) {
		err = related(j, all, notes[i], &words);
		if (err == OK)
			err = read_words(j, d, words);
	}
	return err;
}

static void
write_lines(struct job *j, struct docx *d)
{
	struct writing w = { .items = &d->items, .paged = d->page > 0 };
	size_t bytes = 0;

	for (size_t i = 0; i < d->items.n; i++)
		bytes += d->items.v[i].words.n + 1;
	lines_begin(&w.out, j->arena, j->text, bytes);
	if (d->items.n > 0)
		put_items(&w);
	lines_end(&w.out);
	if (d->inserted + d->deleted > 0)
		lines_note(&w.out, NOTE_REVISIONS, 0, 0,
		    arena_printf(j->arena, "+%u -%u", d->inserted, d->deleted));
}

static enum err
find_document(struct job *j, const char **part)
{
	relation_array all = { 0 };
	enum err err = relations_read(j->container, j->arena, "", &all, j->why);
	const char *found = relations_find(&all, "officeDocument");

	*part = found != NULL ? found : "word/document.xml";
	return err;
}

static void
read_parts(void *arg)
{
	struct job *j = arg;
	struct docx *d = arena_zalloc(j->arena, sizeof *d);
	relation_array all = { 0 };
	const char *part;

	d->arena = j->arena;
	j->err = find_document(j, &part);
	if (j->err == OK)
		j->err = relations_read(j->container, j->arena, part, &all, j->why);
	if (j->err == OK)
		j->err = read_forms(j, d, &all);
	if (j->err == OK)
		j->err = read_body(j, d, part, &all);
	if (j->err == OK)
		write_lines(j, d);
}

static enum err
docx_read(struct arena *a, struct str bytes, struct text *t, struct why *why)
{
	struct job j = { .arena = a, .text = t, .why = why };
	enum err err = container_use(a, bytes, &j.container, read_parts, &j, why);

	return err == OK ? j.err : err;
}

static int
docx_knows(struct str bytes)
{
	return container_knows(bytes, "word/document.xml");
}

const struct reader reader_docx = {
	.name = "docx",
	.suffixes = " .docx .docm .dotx .dotm ",
	.knows = docx_knows,
	.read = docx_read,
	.raw = true,
};
