/*
 * PDF, as `pdftotext -bbox-layout` tells it: pages that hold flows that hold
 * blocks that hold lines that hold words, each with the box it stands in. What
 * it calls lines are rows here. Where a row fills its column and the next one
 * begins at the margin, the paragraph goes on, over columns and pages too;
 * what comes of it is read like any text, indented as on paper.
 */
#include "base/array.h"
#include "base/utf8.h"
#include "read/reader.h"
#include "read/row.h"
#include "read/scan.h"
#include "read/xml.h"

#include <stdlib.h>

#define INDENT_MOST 60		/* cells */
#define GAP_LETTERS 0.1f	/* of a line's height: between Latin words */
#define GAP_HAN 0.3f		/* … beside Han: figures stand a seventh apart without one, and lines are justified */
#define GAP_WIDE 0.65f		/* … between Han: a character was left free */
#define SAME 3.0f		/* points: places so near are one */
#define FULL 2.2f		/* heights: a row that ends so near its column's end is full */

struct pdf_row {
	float left, right, top, bottom;	/* points */
	uint32_t page;
	uint32_t from, to;		/* of the words */
	float margin, end;		/* where its column begins and ends */
	bool furniture;			/* a running head, a page number */
};

struct pdf {
	struct arena *arena;
	ARRAY(struct pdf_row) rows;
	ARRAY(char) words;
	uint32_t page;
	float end;			/* where the word before ended */
	float gap;			/* before the word at hand; below 0 at the beginning of a row */
	bool in_word;
	bool new_block;			/* no row of the open block was met */
};

static float
number(const struct xml_element *e, const char *name)
{
	struct str s = xml_attribute(e, name);
	char text[24];

	if (s.n == 0 || s.n >= sizeof text)
		return 0;
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	return strtof(text, NULL);
}

static void
put_words(struct pdf *p, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		*array_add(p->arena, &p->words) = s.p[i];
}

/* What stands beside the row before, behind it in the same block, is the same row: a wide gap parted them. */
static bool
goes_on_beside(const struct pdf *p, const struct xml_element *e)
{
	const struct pdf_row *r = p->rows.n == 0 ? NULL : array_last(&p->rows);
	float high = r == NULL ? 0 : r->bottom - r->top, down = r == NULL ? 0 : number(e, "yMin") - r->top;

	return r != NULL && !p->new_block && down < high / 3 && down > -high / 3 && number(e, "xMin") > r->right;
}

static void
open_row(struct pdf *p, const struct xml_element *e)
{
	struct pdf_row *r;

	if (goes_on_beside(p, e)) {
		array_last(&p->rows)->right = number(e, "xMax");
		return;
	}
	p->new_block = false;
	r = array_add(p->arena, &p->rows);

	r->left = number(e, "xMin");
	r->right = number(e, "xMax");
	r->top = number(e, "yMin");
	r->bottom = number(e, "yMax");
	r->page = p->page;
	r->from = r->to = (uint32_t)p->words.n;
	p->gap = -1;
}

static void
open_element(void *arg, const struct xml_element *e)
{
	struct pdf *p = arg;

	if (strcmp(e->name, "page") == 0) {
		p->page++;
	} else if (strcmp(e->name, "block") == 0) {
		p->new_block = true;
	} else if (strcmp(e->name, "line") == 0) {
		open_row(p, e);
		if (array_last(&p->rows)->from == p->words.n)
			p->end = number(e, "xMin");
	} else if (strcmp(e->name, "word") == 0 && p->rows.n > 0) {
		p->gap = array_last(&p->rows)->from == p->words.n ? -1 : number(e, "xMin") - p->end;
		p->end = number(e, "xMax");
		p->in_word = true;
	}
}

static void
close_element(void *arg, const char *name)
{
	struct pdf *p = arg;

	p->in_word = false;
	if (strcmp(name, "line") == 0 && p->rows.n > 0)
		array_last(&p->rows)->to = (uint32_t)p->words.n;
}

/* What stands between two words: nothing, a blank, or one as wide as a character. */
static struct str
gap_words(const struct pdf *p, struct str s)
{
	const struct pdf_row *r = array_last(&p->rows);
	bool before = (unsigned char)*array_last(&p->words) >= 0x80, behind = (unsigned char)s.p[0] >= 0x80;
	float gap = p->gap / (r->bottom - r->top);

	if (before && behind && gap > GAP_WIDE)
		return STR("　");
	return gap > (before || behind ? GAP_HAN : GAP_LETTERS) ? STR(" ") : (struct str){ NULL, 0 };
}

static void
take_text(void *arg, struct str s)
{
	struct pdf *p = arg;

	if (!p->in_word)
		return;
	if (p->gap >= 0 && p->words.n > 0)
		put_words(p, gap_words(p, s));
	p->gap = -1;
	put_words(p, s);
}

/* Whether two rows of a page stand over each other for half of the shorter one: in one column. */
static bool
in_one_column(const struct pdf_row *a, const struct pdf_row *b)
{
	float from = a->left > b->left ? a->left : b->left, to = a->right < b->right ? a->right : b->right;
	float wide = a->right - a->left, other = b->right - b->left;

	return (to - from) * 2 >= (wide < other ? wide : other);
}

#define AROUND 48	/* rows around one that are asked where its column begins */
#define EXCEPTION 12	/* one of so many */

/* How many rows in [from, to) begin where row k does, in the column of row i. */
static unsigned
beginning_at(const struct pdf *p, size_t i, size_t k, size_t from, size_t to)
{
	const struct pdf_row *rows = p->rows.v;
	unsigned n = 0;

	for (size_t m = from; m < to; m++)
		n += rows[m].page == rows[i].page && rows[m].left > rows[k].left - SAME &&
		    rows[m].left < rows[k].left + SAME && in_one_column(&rows[i], &rows[m]);
	return n;
}

/* The column of row i begins where the leftmost rows around it do, unless they are exceptions, and ends where the longest ends. */
static void
find_column(struct pdf *p, size_t i)
{
	struct pdf_row *rows = p->rows.v, *r = &rows[i];
	size_t from = i < AROUND ? 0 : i - AROUND, to = i + AROUND < p->rows.n ? i + AROUND : p->rows.n;
	unsigned all = 0;

	r->margin = r->left;
	r->end = r->right;
	for (size_t k = from; k < to; k++) {
		if (rows[k].page != r->page || !in_one_column(r, &rows[k]))
			continue;
		all++;
		if (rows[k].right > r->end && rows[k].left > r->left - (r->right - r->left))
			r->end = rows[k].right;
	}
	for (size_t k = from; k < to; k++)
		if (rows[k].page == r->page && rows[k].left < r->margin && in_one_column(r, &rows[k]) &&
		    beginning_at(p, i, k, from, to) * EXCEPTION >= all)
			r->margin = rows[k].left;
}

static struct str
words_of(const struct pdf *p, const struct pdf_row *r)
{
	return str_of(p->words.v + r->from, p->words.v + r->to);
}

/* — 3 —, 3, 第3页 共9页 */
static bool
is_page_number(struct str s)
{
	static const uint32_t signs[] = { '-', '/', ' ', U'—', U'–', U'－', U'·', U'　', U'第', U'页', U'共', 0 };
	unsigned len;
	bool digit = false;

	for (const char *p = s.p; p < str_end(s); p += len) {
		uint32_t c = utf8_get(p, str_end(s), &len);
		const uint32_t *sign = signs;

		digit |= utf8_digit(c) >= 0;
		while (*sign != 0 && *sign != c)
			sign++;
		if (*sign == 0 && utf8_digit(c) < 0)
			return false;
	}
	return digit;
}

/* The first row of a page whose like, at the same height, begins the page before or behind. */
static bool
is_running_head(const struct pdf *p, size_t i, size_t other)
{
	const struct pdf_row *a = &p->rows.v[i], *b = &p->rows.v[other];

	return a->page != b->page && a->top - b->top < SAME && b->top - a->top < SAME &&
	    str_eq(words_of(p, a), words_of(p, b));
}

/* The rows that begin a page, and page numbers at either end of one. */
static void
find_furniture(struct pdf *p)
{
	size_t n = p->rows.n, before = n;

	for (size_t i = 0; i < n; i++) {
		struct pdf_row *r = &p->rows.v[i];
		bool first = i == 0 || r[-1].page != r->page, last = i + 1 == n || r[1].page != r->page;

		r->furniture |= (first || last) && is_page_number(words_of(p, r));
		if (!first)
			continue;
		if (before < n && is_running_head(p, i, before))
			r->furniture = p->rows.v[before].furniture = true;
		before = i;
	}
}

/* A number that begins a paragraph; 一是 and 首先 stand inside of one as often. */
static bool
begins_with_marker(struct str s)
{
	static const struct str inner[] = { STR("首先"), STR("其次"), STR("再次"), STR("最后") };

	return row_start(s) >= ROW_FIGURE && !str_starts(str_slice(s, 3, s.n), STR("是")) &&
	    !str_starts_any(s, inner, sizeof inner / sizeof inner[0]);
}

static bool
is_ascii(char c)
{
	return (unsigned char)c > ' ' && (unsigned char)c < 0x80;
}

/*
 * How wide the first word of a row is that no line is broken in: letters and
 * figures, with the bracket or quote that opens before them, or the Han
 * character that a sign of ASCII follows.
 */
static float
first_word(struct str s, float high)
{
	size_t lead = s.n > 3 && !is_ascii(s.p[0]) && is_ascii(s.p[3]) ? 3 : 0, n = lead;

	while (n < s.n && is_ascii(s.p[n]))
		n++;
	return (float)(n - lead) * high / 2 + (lead > 0 ? high : 0);
}

/* 整改情况：, 责任单位: begin a paragraph of their own behind a sentence that has ended. */
static bool
begins_with_label(struct str s)
{
	enum { LABEL_MOST = 8 * 3 };
	struct str head = str_slice(s, 0, LABEL_MOST + 3);
	size_t wide = str_find(head, STR("："), 0), narrow = str_find(head, STR(":"), 0);
	size_t at = wide < narrow ? wide : narrow;

	return at != STR_NONE && at >= 2 * 3 && str_find(str_slice(head, 0, at), STR("，"), 0) == STR_NONE;
}

/* Whether the paragraph that row r ends goes on in row `next`. */
static bool
goes_on(const struct pdf *p, const struct pdf_row *r, const struct pdf_row *next)
{
	float high = r->bottom - r->top, other = next->bottom - next->top;

	if (high <= 0 || other > high * 1.3f || high > other * 1.3f)
		return false;
	if (r->end - r->right > FULL * high + first_word(words_of(p, next), high) || next->left - next->margin > high)
		return false;
	return !begins_with_marker(words_of(p, next)) &&
	    !(str_ends(words_of(p, r), STR("。")) && begins_with_label(words_of(p, next)));
}

/* Cells from the margin; a Han character is two wide and as wide as a row is high. */
static unsigned
indent_of(const struct pdf_row *r)
{
	float high = r->bottom - r->top, cells = high <= 0 ? 0 : (r->left - r->margin) / high * 2 + 0.5f;

	return cells < 0 ? 0 : cells > INDENT_MOST ? INDENT_MOST : (unsigned)cells;
}

static bool
is_letter(char c)
{
	return is_ascii(c) && c != '-';
}

/* Paragraphs as rows of text, and a form feed where a page ends. */
static struct str
set_rows(struct pdf *p)
{
	char *out = arena_resize(p->arena, NULL, p->words.n + p->rows.n * (INDENT_MOST + 2) + p->page + 1), *to = out;
	const struct pdf_row *before = NULL;
	uint32_t page = 1;

	for (struct pdf_row *r = p->rows.v; r < p->rows.v + p->rows.n; r++) {
		struct str words = str_trim(words_of(p, r));

		if (r->furniture || words.n == 0)
			continue;
		if (before != NULL && goes_on(p, before, r)) {
			if (is_letter(to[-1]) && is_letter(words.p[0]))
				*to++ = ' ';
		} else {
			if (before != NULL)
				*to++ = '\n';
			for (; page < r->page; page++)
				*to++ = '\f';
			memset(to, ' ', indent_of(r));
			to += indent_of(r);
		}
		to = (char *)mempcpy(to, words.p, words.n);
		before = r;
	}
	return str_of(out, to);
}

/* pdftotext writes a DOCTYPE, which no part of an office file may have. */
static struct str
without_doctype(struct str s)
{
	const char *end = str_starts(s, STR("<!DOCTYPE")) ? memchr(s.p, '>', s.n) : NULL;

	return end == NULL ? s : str_of(end + 1, str_end(s));
}

static enum err
pdf_read(struct arena *a, struct str bytes, struct text *t, struct why *why)
{
	static const struct xml_calls calls = { open_element, close_element, take_text };
	struct pdf p = { .arena = a };
	struct str rows;
	enum err err = xml_read(a, without_doctype(bytes), &calls, &p, why);

	if (err != OK)
		return err;
	if (p.words.n == 0)
		return fail(why, E_SCANNED, 0, "%.*s", STR_ARG(t->name));
	for (size_t i = 0; i < p.rows.n; i++)
		find_column(&p, i);
	find_furniture(&p);
	rows = set_rows(&p);
	t->over = (char *)(uintptr_t)rows.p;
	t->holds = scan(rows);
	return reader_text.read(a, rows, t, why);
}

#define HEAD 4096	/* bytes in which <doc> stands: a title and a few other words come before */

static int
pdf_knows(struct str bytes)
{
	struct str head = str_slice(bytes, 0, HEAD);

	return str_starts(head, STR("<!DOCTYPE html")) && str_has(head, STR("<doc>")) && str_has(head, STR("<page ")) ? 2 : 0;
}

const struct reader reader_pdf = {
	.name = "pdf",
	.suffixes = " .pdf ",
	.knows = pdf_knows,
	.read = pdf_read,
	.raw = true,
};
