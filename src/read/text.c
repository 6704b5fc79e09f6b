/*
 * Plain text. Rows are read into a window; from the window is learned how the
 * text was broken (wrapped rows, or line ends that became blanks); then rows
 * that are one paragraph are put together. One pass, the window bounded.
 */
#include "base/utf8.h"
#include "read/chrome.h"
#include "read/lines.h"
#include "read/mend.h"
#include "read/reader.h"
#include "read/row.h"
#include "read/scan.h"

#include <stdio.h>

#define WINDOW 512		/* rows seen at a time */
#define CLEANED ((size_t)32 << 10)	/* bytes cleaned at a time: as much as front matter may take */
#define KEPT 64			/* of these, the last are seen again with what follows */
#define WIDTH_LEAST 16		/* of what a column is made of */
#define CELLS_MOST 128		/* a wrapped row is no wider */
#define FAR 8			/* cells of indent that set a row apart */
#define WORD_MOST 80		/* bytes: no address is longer */

/* How the rows of a window were broken. */
struct shape {
	bool wrapped;		/* rows end where the paper did */
	bool torn;		/* line ends have become blanks */
	bool indented;		/* paragraphs start with an indent */
	unsigned cells, chars;	/* of a full row */
	unsigned margin;	/* indent of a row that starts no paragraph */
	unsigned step;
};

struct reading {
	struct lines out;
	struct str rest;	/* clean and not read yet */
	struct str raw;		/* not clean yet; what is cleaned of it is put behind the rest */
	unsigned holds;		/* SCAN_ */
	uint32_t page;		/* of the row being read */
	size_t numbered;	/* lines from here on await their page number */
	bool has_feeds;
	unsigned gap;
	bool turned, begun;
	size_t joined, dropped;
	struct chrome chrome;
	struct row rows[WINDOW];
	size_t n;
	struct shape shape;
	/* The paragraph being put together. */
	size_t parts;		/* rows in it */
	unsigned edge;		/* cells of its last row, and one */
	struct row first;
};

/* A page number was met: the lines since the last one were on that page. */
static void
number_pages(struct reading *r, uint32_t page)
{
	line_array *lines = &r->out.t->lines;

	if (r->has_feeds)
		return;
	for (; r->numbered < lines->n; r->numbered++)
		lines->v[r->numbered].page = page;
	r->page = page + 1;
	for (size_t i = r->n; i-- > 0 && r->rows[i].page == 0;)
		r->rows[i].page = page;
}

/* Rows are cleaned a little before they are read, while they are near; always up to a line end. */
static void
clean_more(struct reading *r)
{
	size_t n = r->raw.n;
	const char *stop = n > CLEANED ? memchr(r->raw.p + CLEANED, '\n', n - CLEANED) : NULL;
	struct str more = stop == NULL ? r->raw : str_of(r->raw.p, stop + 1);

	r->rest.n += scan_clean((char *)(uintptr_t)r->rest.p + r->rest.n, more);
	r->raw = str_slice(r->raw, more.n, n);
}

static bool
has_rest(struct reading *r)
{
	while (r->rest.n == 0 && r->raw.n > 0)
		clean_more(r);
	return r->rest.n > 0;
}

/* The row is page furniture; one that may be is, if an imprint follows it. */
static bool
is_furniture(struct reading *r, enum chrome_verdict v)
{
	struct scan_row counts;
	struct str ahead;

	if (v != CHROME_MAYBE)
		return v == CHROME_ROW;
	if (r->rest.n < CLEANED && r->raw.n > 0)
		clean_more(r);
	ahead = r->rest;
	for (unsigned i = 0; i < 4 && ahead.n > 0; i++) {
		struct str next = str_trim(row_take(&ahead, r->has_feeds, &counts));

		if (next.n > 0)
			return chrome_is_imprint(&r->chrome, next);
	}
	return false;
}

/* Counts a run no more that stands at an end of the row; returns the cells of its blanks. */
static unsigned
take_off(struct scan_row *counts, struct str run)
{
	unsigned cells = 0, len;

	for (size_t i = 0; i < run.n; i += len) {
		unsigned char c = (unsigned char)run.p[i];

		len = utf8_len(c);
		counts->inner -= len - 1;
		counts->high -= len == 1 ? 0 : len;
		cells += c == '\t' ? 4 : c == 0xE3 ? 2 : c < 0x80 || c == 0xC2;
	}
	return cells;
}

static bool
between_bars(struct str s)
{
	return s.n > 2 && s.p[0] == '|' && s.p[s.n - 1] == '|';
}

/* Makes a row of the words s in `whole`, of which `counts` tells. */
static void
make_row(struct reading *r, struct row *row, struct str whole, struct str s, struct scan_row counts)
{
	unsigned indent = take_off(&counts, str_of(whole.p, s.p));

	take_off(&counts, str_of(str_end(s), str_end(whole)));
	if (whole.n > SCAN_WIDE && s.n <= SCAN_WIDE)	/* so many blanks that not all was counted */
		scan_row(s, false, &counts);
	*row = (struct row){ .s = s, .whole = whole, .page = r->page, .turned = r->turned,
		.gap = (uint8_t)r->gap, .blanks = (uint8_t)(counts.blanks > 255 ? 255 : counts.blanks) };
	row->indent = (uint8_t)(indent > 255 ? 255 : indent);
	row->chars = scan_chars(s.n, counts.inner);
	row->cells = scan_cells(s.n, counts.inner, counts.high);
	if (row->cells != UINT16_MAX && row->indent < FAR) {
		row->cells = (uint16_t)(row->cells + row->indent);
		row->chars = (uint16_t)(row->chars + row->indent / 2);
	}
	row->table = (r->holds & SCAN_BAR) != 0 && between_bars(s);
	row_look(row);
	if (row->blanks >= ROW_STEPS_LEAST && s.n > 100)
		row->step = (uint8_t)row_step(s);
}

/* The next row that holds words; false at the end. */
static bool
read_row(struct reading *r, struct row *row)
{
	bool found = false;

	while (!found && has_rest(r)) {
		struct scan_row counts;
		struct str whole = row_take(&r->rest, r->has_feeds, &counts), s = str_trim(whole);
		enum chrome_verdict verdict;
		uint32_t number;
		bool feed = r->has_feeds && str_end(whole) < str_end(r->rest) && *str_end(whole) == '\f';

		if (s.n == 0) {
			r->gap += r->gap < 255;
		} else if ((number = row_page_number(s)) != 0) {
			number_pages(r, number);
			r->turned = true;
		} else if (verdict = chrome_judge(&r->chrome, s), is_furniture(r, verdict) ||
		    (!r->begun && r->gap == 0 && chrome_is_masthead(s))) {
			r->dropped++;
		} else {
			if (verdict == CHROME_DATED && (r->holds & SCAN_BLANK) != 0)
				s = chrome_cut(&r->chrome, s);
			make_row(r, row, whole, s, counts);
			found = r->begun = true;
			r->gap = 0;
			r->turned = false;
		}
		if (feed) {
			r->page++;
			r->turned = true;
		}
	}
	return found;
}

/* The width under which the most rows lie close: at most an eighth short of it. */
static unsigned
common_width(const unsigned *count, unsigned most, unsigned *rows)
{
	unsigned best = 0, n = 0, from = WIDTH_LEAST - WIDTH_LEAST / 8;

	*rows = 0;
	for (unsigned k = from; k < WIDTH_LEAST; k++)
		n += count[k];
	for (unsigned w = WIDTH_LEAST; w < most; w++) {
		n += count[w];
		for (; from < w - w / 8; from++)
			n -= count[from];
		if (n > *rows) {
			*rows = n;
			best = w;
		}
	}
	return best;
}

static bool
has_clause_mark(struct str s)
{
	return str_has(s, STR("，")) || str_has(s, STR("。")) || str_has(s, STR("、")) ||
	    str_has(s, STR(","));
}

/* Rows of running text, not a list of names: few end a sentence, many hold a comma. */
static bool
runs_on(const struct reading *r, unsigned width)
{
	unsigned n = 0, open = 0, marks = 0;

	for (size_t i = 0; i < r->n && n < 32; i++) {
		const struct row *row = &r->rows[i];

		if (row->cells > width || row->cells < width - width / 8)
			continue;
		n++;
		open += row->end != ROW_FINAL;
		marks += has_clause_mark(row->s);
	}
	return open * 2 >= n && marks * 5 >= n * 2;
}

static void
learn_wrapping(struct reading *r)
{
	unsigned cells[CELLS_MOST] = { 0 }, chars[CELLS_MOST] = { 0 }, margins[FAR] = { 0 };
	unsigned full, full_chars, lines = 0, indented = 0;
	struct shape *s = &r->shape;

	for (size_t i = 0; i < r->n; i++) {
		const struct row *row = &r->rows[i];

		lines += row->cells < CELLS_MOST ? 1 : 4;
		if (row->cells < CELLS_MOST) {
			cells[row->cells]++;
			chars[row->chars]++;
		}
	}
	s->cells = common_width(cells, CELLS_MOST, &full);
	s->chars = common_width(chars, CELLS_MOST, &full_chars);
	s->wrapped = full >= 4 && full * 5 >= lines * 2 && runs_on(r, s->cells);
	if (!s->wrapped)
		return;
	/* The margin is the smallest indent that is no exception. */
	for (size_t i = 0; i < r->n; i++)
		if (r->rows[i].indent < FAR && r->rows[i].cells + s->cells / 8 >= s->cells)
			margins[r->rows[i].indent]++;
	while (s->margin + 1 < FAR && margins[s->margin] * 12 < full)
		s->margin++;
	if (s->margin == FAR - 1)
		s->margin = 0;
	for (size_t i = 0; i < r->n; i++)
		indented += r->rows[i].indent >= s->margin + 2;
	s->indented = indented * 12 >= r->n;
}

/* Where no paragraph is long enough to tell by itself, what those of the window tell together. */
static unsigned
common_step(const struct reading *r)
{
	unsigned count[CELLS_MOST] = { 0 }, all = 0, like, step;

	for (size_t i = 0; i < r->n; i++) {
		uint8_t gaps[SCAN_WIDE];
		unsigned n;

		if (r->rows[i].blanks == 0)
			continue;
		n = scan_gaps(str_slice(r->rows[i].s, 0, SCAN_WIDE), gaps, SCAN_WIDE);
		for (unsigned k = 0; k < n; k++)
			count[gaps[k] < CELLS_MOST ? gaps[k] : 0]++;
		all += n;
	}
	step = common_width(count, 51, &like);
	return like >= 4 && like * 10 >= all * 8 ? step : 0;
}

static void
learn_tearing(struct reading *r)
{
	unsigned torn = 0, whole = 0, steps = 0;

	for (size_t i = 0; i < r->n; i++) {
		const struct row *row = &r->rows[i];

		torn += row->step != 0;
		steps += row->step;
		whole += row->step == 0 && row->s.n > 400;
	}
	r->shape.step = torn > 0 ? steps / torn : common_step(r);
	r->shape.torn = torn > 0 ? torn >= 2 && torn > whole : r->shape.step != 0 && whole == 0;
}

static unsigned
tabs(struct str s)
{
	const char *p = s.p, *end = str_end(s);
	unsigned n = 0;

	while (p < end && (p = memchr(p, '\t', (size_t)(end - p))) != NULL) {
		n++;
		p++;
	}
	return n;
}

/* Rows of a table stand together: each with as many cells as the one beside it. */
static void
learn_tables(struct reading *r)
{
	unsigned before = 0;

	if ((r->holds & SCAN_TAB) == 0)
		return;
	for (size_t i = 0; i < r->n; i++) {
		struct row *row = &r->rows[i];
		unsigned n = tabs(row->s) == 0 ? 0 : tabs(row->whole);

		if (n > 0 && i > 0 && row->gap == 0 && n == before && !between_bars(row->s))
			row->table = r->rows[i - 1].table = true;
		before = n;
	}
}

static void
learn(struct reading *r)
{
	r->shape = (struct shape){ 0 };
	learn_wrapping(r);
	if ((r->holds & SCAN_BLANK) != 0)
		learn_tearing(r);
	learn_tables(r);
}

/* The second widest of the rows near row i: one may have been spaced out. */
static unsigned
width_near(const struct reading *r, size_t i, unsigned *chars)
{
	size_t from = i < 3 ? 0 : i - 3, to = i + 4 > r->n ? r->n : i + 4;
	unsigned most = 0, second = 0, most_chars = 0, least;

	*chars = 0;
	for (; from < to; from++) {
		const struct row *row = &r->rows[from];

		if (row->cells > r->shape.cells + r->shape.cells / 8)
			continue;
		if (row->cells > most) {
			second = most;
			most = row->cells;
		} else if (row->cells > second) {
			second = row->cells;
		}
		if (row->chars > most_chars) {
			*chars = most_chars;
			most_chars = row->chars;
		} else if (row->chars > *chars) {
			*chars = row->chars;
		}
	}
	/* Not much less than usual, though newspaper columns vary: a few short rows are no column. */
	least = r->shape.cells > 44 ? 7 : 6;
	if (*chars < r->shape.chars * least / 8)
		*chars = r->shape.chars * least / 8;
	return second < r->shape.cells * least / 8 ? r->shape.cells * least / 8 : second;
}

/* Row i reaches the edge of its column, so what follows may belong to it. */
static bool
full(const struct reading *r, size_t i)
{
	const struct row *row = &r->rows[i];
	unsigned chars, cells = width_near(r, i, &chars), own = row->cells, slack;

	/* Where paragraphs are indented, what starts at the margin is a title or a heading. */
	if (r->parts == 0 && r->shape.indented && row->indent < r->shape.margin + 2) {
		cells = r->shape.cells;
		chars = r->shape.chars;
	}
	if (own > r->shape.cells + r->shape.cells / 8)
		return false;
	/* The first row of a newspaper paragraph has lost its indent of two characters. */
	if (r->parts == 0 && row->indent == 0 && !r->shape.indented)
		own += 4;
	slack = cells < 32 ? 4 : cells / 8;
	/* A sentence that stops nowhere goes on, unless the row may be a heading. */
	if (row->end == ROW_OPEN && row[1].gap == 0 && (r->parts > 0 || row->start < ROW_FIGURE) &&
	    slack < cells / 4)
		slack = cells / 4;
	return own + slack >= cells || row->chars + 1u >= chars;
}

static bool
ends_in_number(struct str s)
{
	const char *p = utf8_back(str_end(s), s.p);
	unsigned len;
	uint32_t c = utf8_get(p, str_end(s), &len);

	/* 第 or a numeral: the 一、 that follows is no marker */
	return utf8_digit(c) >= 0 || c == 0x7B2C || c == 0x5341 || c == 0x4E8C || c == 0x4E00;
}

enum fate { APART, TOGETHER, BROKEN };

static bool
holds_stop(const struct reading *r, const struct row *a)
{
	return r->parts > 1 || str_has(a->s, STR("。")) ||
	    str_has(str_of(r->out.p + r->out.from, r->out.p + r->out.n), STR("。"));
}

/* Rows of one column: row i and the one after it. */
static enum fate
fate_wrapped(const struct reading *r, size_t i)
{
	const struct row *a = &r->rows[i], *b = a + 1;
	bool is_full;

	if (b->start == ROW_CLOSER && a->cells <= r->shape.cells + 8)
		return TOGETHER;
	if (b->cells > r->shape.cells + r->shape.cells / 8 + 4)
		return APART;
	if (b->indent >= r->shape.margin + 2 || a->indent >= r->shape.margin + FAR)
		return APART;
	if (a->end == ROW_FINAL && (b->gap > 0 || b->start >= ROW_FIGURE) && !(b->turned && r->shape.indented))
		return APART;
	if (a->end == ROW_FINAL && b->turned && !r->shape.indented)
		return APART;
	is_full = full(r, i);
	if (a->end == ROW_COMMA && b->start < ROW_FIGURE)
		return b->gap == 0 || is_full ? TOGETHER : APART;
	if (!is_full)
		return APART;
	if (b->start < ROW_FIGURE)
		return a->end == ROW_OPEN && b->gap > 0 ? BROKEN : TOGETHER;
	if (b->start == ROW_FIGURE && ends_in_number(a->s))
		return TOGETHER;
	return holds_stop(r, a) ? BROKEN : APART;
}

/* Paragraphs whose inner line ends have become blanks. */
static enum fate
fate_torn(const struct reading *r, size_t i)
{
	const struct row *a = &r->rows[i], *b = a + 1;

	if (b->start == ROW_CLOSER)
		return TOGETHER;
	if (a->end == ROW_FINAL)
		return APART;
	if (row_ends_in_marker(a->s))
		return b->start < ROW_FIGURE ? TOGETHER : BROKEN;
	/* Whether the next paragraph goes on with this one, its words must tell (mend.h). */
	return b->start < ROW_FIGURE || holds_stop(r, a) ? BROKEN : APART;
}

static enum fate
fate(const struct reading *r, size_t i)
{
	const struct row *a = &r->rows[i];

	if (i + 1 >= r->n || a->table || a[1].table)
		return APART;
	/* A day stands alone, and a name above it is a signature. */
	if (a[1].date || (i + 2 < r->n && a[2].date && a[1].end == ROW_OPEN))
		return APART;
	if (r->shape.torn && (a->step != 0 || a[1].step != 0 || r->shape.wrapped == false))
		return fate_torn(r, i);
	if (r->shape.wrapped)
		return fate_wrapped(r, i);
	return APART;
}

static bool
is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The blank at p parts two Latin words, and not those of an address. */
static bool
parts_latin(struct str s, const char *blank)
{
	const char *from = blank, *to = blank + 1;

	if (to >= str_end(s) || !is_word_byte(from[-1]) || !is_word_byte(*to))
		return false;
	while (from > s.p && from[-1] > ' ')
		from--;
	while (to < str_end(s) && *to > ' ')
		to++;
	return memchr(from, '@', (size_t)(to - from)) == NULL;
}

/*
 * Puts the row without the blanks that were line ends: in a row that has them
 * regularly, all; in a short one, those as far apart as elsewhere in the text.
 */
static void
put_mended(struct reading *r, const struct row *row)
{
	const char *p = row->s.p, *end = str_end(row->s), *line = p, *blank;
	unsigned step = r->shape.step;

	for (; (blank = memchr(p, ' ', (size_t)(end - p))) != NULL; p = blank + 1) {
		uint16_t chars, cells;
		bool ends = row->step != 0;

		scan_width(str_of(line, blank), &chars, &cells);
		ends |= chars * 10u >= step * 7 && chars * 10u <= step * 14 && blank[1] != ' ';
		lines_put(&r->out, p, (size_t)(blank - p));
		if (!ends || parts_latin(row->s, blank))
			lines_putc(&r->out, ' ');
		if (ends)
			line = blank + 1;
	}
	lines_put(&r->out, p, (size_t)(end - p));
}

static void
put_cells(struct reading *r, struct row *row)
{
	bool bars = between_bars(row->s);
	struct str s = bars ? str_slice(row->s, 1, row->s.n - 1) : row->whole;
	const char *p = s.p, *end = str_end(s);

	for (;;) {
		const char *stop = memchr(p, bars ? '|' : '\t', (size_t)(end - p));
		struct str cell = str_trim(str_of(p, stop == NULL ? end : stop));

		lines_put(&r->out, cell.p, cell.n);
		if (stop == NULL)
			break;
		lines_putc(&r->out, '\t');
		p = stop + 1;
	}
}

/*
 * Two Latin words met at a line end. Where the row before reached the very
 * edge, or an address stands there, a word was cut rather than ended.
 */
static bool
parts_words(const struct reading *r, const struct row *row)
{
	struct str done = { r->out.p + r->out.from, r->out.n - r->out.from };
	const char *p = row->s.p;
	size_t i = done.n;

	if (!is_word_byte(done.p[i - 1]) || !is_word_byte(row->s.p[0]))
		return false;
	for (; p < str_end(row->s) && *p > ' '; p++)
		if (*p == '@')
			return false;
	while (i > 0 && done.n - i < WORD_MOST && done.p[i - 1] > ' ')
		if (strchr("@./:", done.p[--i]) != NULL)
			return false;
	return r->edge < r->shape.cells;
}

static void
put_row(struct reading *r, size_t i)
{
	struct row *row = &r->rows[i];
	size_t at;

	if (r->parts == 0)
		r->first = *row;
	else if (parts_words(r, row))
		lines_putc(&r->out, ' ');
	r->parts++;
	r->edge = row->cells + 1u;
	at = r->out.n;
	if (row->table) {
		put_cells(r, row);
		return;
	}
	if (r->shape.torn && (row->step != 0 || !r->shape.wrapped))
		put_mended(r, row);
	else
		lines_put(&r->out, row->s.p, row->s.n);
	if ((r->holds & SCAN_TAB) != 0)
		scan_replace(r->out.p + at, r->out.n - at, '\t', ' ');
}

/* The file sets the paragraph apart: far from the margin, or alone between blank rows. */
static bool
set_apart(const struct reading *r, size_t last)
{
	const struct row *a = &r->first, *b = &r->rows[last];

	if (b->end == ROW_FINAL || b->end == ROW_COMMA || a->chars > 60 || r->parts > 2)
		return false;
	if (a->indent >= r->shape.margin + FAR)
		return true;
	return a->gap > 0 && last + 1 < r->n && b[1].gap > 0;
}

static void
close_paragraph(struct reading *r, size_t last, bool broken)
{
	bool table = r->rows[last].table;
	struct line *l = lines_close(&r->out, table ? LINE_ROW : broken ? LINE_BREAK : LINE_PLAIN,
	    r->first.page);

	if (l != NULL && !table && !broken)
		l->centred = set_apart(r, last);
	r->joined += r->parts - 1;
	r->parts = 0;
}

/* Puts out all rows but the last `keep`. */
static void
put_rows(struct reading *r, size_t keep)
{
	size_t i = 0;

	for (; i + keep < r->n; i++) {
		enum fate f = fate(r, i);	/* first: putting it out may overwrite it */

		put_row(r, i);
		if (f != TOGETHER)
			close_paragraph(r, i, f == BROKEN);
	}
	memmove(r->rows, r->rows + i, (r->n - i) * sizeof r->rows[0]);
	r->n -= i;
}

static void
say(struct reading *r, enum note_code code, size_t n)
{
	if (n > 0)
		lines_note(&r->out, code, 0, 0, arena_printf(r->out.a, "%zu", n));
}

static int
text_knows(struct str utf8)
{
	(void)utf8;
	return 1;
}

static enum err
text_read(struct arena *a, struct str utf8, struct text *t, struct why *why)
{
	struct reading *r = arena_resize(a, NULL, sizeof *r);	/* large, and given back */
	bool more = true;
	size_t front;

	(void)why;
	memset(r, 0, sizeof *r);
	lines_begin(&r->out, a, t, utf8.n);
	r->holds = t->holds;
	r->has_feeds = (r->holds & SCAN_FEED) != 0;
	r->page = r->has_feeds;
	chrome_prepare(&r->chrome);
	r->rest = utf8;
	if ((r->holds & SCAN_NOISE) != 0) {
		/* Cleaned in place: what is put out never overtakes what is still to be read. */
		r->rest = (struct str){ r->out.p, 0 };
		r->raw = utf8;
		has_rest(r);
	}
	front = chrome_front_matter(r->rest);
	r->rest = str_slice(r->rest, front, r->rest.n);
	r->dropped = front > 0;
	while (more) {
		while (r->n < WINDOW && (more = read_row(r, &r->rows[r->n])))
			r->n++;
		learn(r);
		put_rows(r, more ? KEPT : 0);
	}
	lines_end(&r->out);
	r->joined += mend(a, t);
	say(r, NOTE_JOINED, r->joined);
	say(r, NOTE_CHROME, r->dropped);
	arena_drop(a, r);
	return OK;
}

const struct reader reader_text = {
	.name = "text",
	.suffixes = " .txt .text ",
	.knows = text_knows,
	.read = text_read,
};
