/*
 * Markdown, as people write it: headings, lists, tables, emphasis, links,
 * fences. A line of the source is a line of the text, but for rows that an
 * editor wrapped in the middle of a sentence.
 */
#include "base/utf8.h"
#include "read/chrome.h"
#include "read/lines.h"
#include "read/reader.h"
#include "read/row.h"
#include "read/scan.h"

#define WRAPPED 56	/* cells: a row at least so wide may have been wrapped by an editor */
#define HEAD ((size_t)64 * 1024)

struct writing {
	struct lines out;
	bool open;		/* a paragraph that the next row may go on with */
	bool fenced;
	bool table;		/* the row before was of a table */
};

static struct str
peek_row(struct str rest)
{
	struct scan_row counts;

	return str_trim(row_take(&rest, false, &counts));
}

/* 1..6, and s without its #s; 0 if it is no heading. */
static unsigned
heading(struct str *s)
{
	unsigned n = 0;
	struct str text;

	while (n < s->n && s->p[n] == '#')
		n++;
	if (n == 0 || n > 6 || n == s->n || s->p[n] != ' ')
		return 0;
	text = str_trim(str_slice(*s, n, s->n));
	while (text.n > 0 && text.p[text.n - 1] == '#')
		text.n--;
	*s = str_trim_right(text);
	return n;
}

/* A row of one repeated mark: --- === *** ___ (blanks between allowed). */
static bool
is_rule(struct str s, const char *marks)
{
	unsigned n = 0;

	if (s.n == 0 || strchr(marks, s.p[0]) == NULL)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == s.p[0])
			n++;
		else if (s.p[i] != ' ')
			return false;
	}
	return n >= 3;
}

/* |---|:--:| : parts the head of a table from its rows. */
static bool
is_separator(struct str s)
{
	bool bar = false, dash = false;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '|')
			bar = true;
		else if (s.p[i] == '-')
			dash = true;
		else if (s.p[i] != ':' && s.p[i] != ' ')
			return false;
	}
	return bar && dash;
}

/* The next "](" and the ")" after it, kept so that a row is searched once, however many [ it has. */
struct link {
	size_t mid, end;
};

static bool
link_at(struct str s, size_t i, struct link *l)
{
	if (l->mid <= i)
		l->mid = str_find(s, STR("]("), i);
	if (l->mid == STR_NONE || memchr(s.p + i + 1, '[', l->mid - i - 1) != NULL)
		return false;
	if (l->end <= l->mid)
		l->end = str_find(s, STR(")"), l->mid);
	return l->end != STR_NONE;
}

/* Puts s without its emphasis marks, escapes and link targets. */
static void
put_inline(struct writing *w, struct str s)
{
	bool paired = str_find(s, STR("__"), 0) != str_rfind(s, STR("__"));
	struct link l = { 0 };

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i], next = i + 1 < s.n ? s.p[i + 1] : '\0';

		if (c == '`' || (c == '!' && next == '['))
			continue;
		if ((c == '*' && next == '*') || (paired && c == '_' && next == '_')) {
			i++;
			continue;
		}
		if (c == '\\' && next > ' ' && next < 0x7F && strchr("\\`*_{}[]()#+-.!|<>", next) != NULL) {
			lines_putc(&w->out, next);
			i++;
			continue;
		}
		if (c == '[' && link_at(s, i, &l)) {
			lines_put(&w->out, s.p + i + 1, l.mid - i - 1);
			i = l.end;
			continue;
		}
		lines_putc(&w->out, c);
	}
}

static void
close_line(struct writing *w, enum line_kind kind, unsigned level)
{
	struct line *l = lines_close(&w->out, kind, 0);

	if (l != NULL)
		l->level = (uint8_t)level;
	w->open = false;
}

static void
put_cells(struct writing *w, struct str s)
{
	size_t from = s.n > 0 && s.p[0] == '|', to = s.n - (s.n > 1 && s.p[s.n - 1] == '|');

	for (size_t i = from; i <= to; i++) {
		if (i < to && (s.p[i] != '|' || (i > 0 && s.p[i - 1] == '\\')))
			continue;
		put_inline(w, str_trim(str_slice(s, from, i)));
		if (i < to)
			lines_putc(&w->out, '\t');
		from = i + 1;
	}
	close_line(w, LINE_ROW, 0);
}

static struct str
without_bullet(struct str s)
{
	while (str_starts(s, STR("> ")) || str_eq(s, STR(">")))
		s = str_trim_left(str_slice(s, 1, s.n));
	if (str_starts(s, STR("- ")) || str_starts(s, STR("* ")) || str_starts(s, STR("+ ")))
		s = str_trim_left(str_slice(s, 2, s.n));
	if (str_starts(s, STR("[ ] ")) || str_starts(s, STR("[x] ")) || str_starts(s, STR("[X] ")))
		s = str_trim_left(str_slice(s, 4, s.n));
	return s;
}

/* The sentence of this row goes on in the next, which starts nothing of its own. */
static bool
goes_on(struct str s, struct str next)
{
	struct row a = { .s = s }, b = { .s = next };

	if (next.n == 0 || s.n > SCAN_WIDE || strchr("#->*+|`=", next.p[0]) != NULL)
		return false;
	row_look(&a);
	row_look(&b);
	scan_width(s, &a.chars, &a.cells);
	return a.cells >= WRAPPED && a.end != ROW_FINAL && b.start < ROW_FIGURE;
}

static void
put_paragraph(struct writing *w, struct str s, struct str next)
{
	if (w->open && s.n > 0 && (unsigned char)s.p[0] < 0x80 &&
	    (unsigned char)w->out.p[w->out.n - 1] < 0x80)
		lines_putc(&w->out, ' ');
	put_inline(w, s);
	w->open = goes_on(s, next);
	if (!w->open)
		close_line(w, LINE_PLAIN, 0);
}

static void
put_row(struct writing *w, struct str whole, struct str next)
{
	struct str s = str_trim(whole);
	bool fence = str_starts(s, STR("```")) || str_starts(s, STR("~~~"));
	unsigned level;

	if (fence) {
		w->fenced = !w->fenced;
	} else if (w->fenced) {
		lines_put(&w->out, s.p, s.n);
		close_line(w, LINE_PLAIN, 0);
	} else if (s.n == 0) {
		w->table = false;
	} else if (is_separator(s) && w->table) {
		return;
	} else if (s.n > 1 && ((s.p[0] == '|' && s.p[s.n - 1] == '|') ||
	    (memchr(s.p, '|', s.n) != NULL && (w->table || is_separator(next))))) {
		w->table = true;
		put_cells(w, s);
	} else if (is_rule(s, "-*_=")) {
		return;
	} else if ((level = heading(&s)) > 0) {
		put_inline(w, s);
		close_line(w, LINE_HEADING, level);
	} else if (is_rule(next, "=") || (is_rule(next, "-") && s.n < 120 && !str_starts(s, STR("- ")))) {
		put_inline(w, s);
		close_line(w, LINE_HEADING, next.p[0] == '=' ? 1 : 2);
	} else {
		put_paragraph(w, without_bullet(s), next);
	}
}

static enum err
markdown_read(struct arena *a, struct str utf8, struct text *t, struct why *why)
{
	struct writing w = { 0 };
	struct str rest;
	size_t front;

	(void)why;
	lines_begin(&w.out, a, t, utf8.n);
	/* Cleaned in place: what is put out never overtakes what is still to be read. */
	if ((t->holds & (SCAN_NOISE | SCAN_TAB | SCAN_FEED)) != 0) {
		utf8 = (struct str){ w.out.p, scan_clean(w.out.p, utf8) };
		scan_replace(w.out.p, utf8.n, '\t', ' ');
		scan_replace(w.out.p, utf8.n, '\f', '\n');
	}
	front = chrome_front_matter(utf8);
	rest = str_slice(utf8, front, utf8.n);
	while (rest.n > 0) {
		struct scan_row counts;
		struct str row = row_take(&rest, false, &counts);

		put_row(&w, row, peek_row(rest));
	}
	if (w.open)
		close_line(&w, LINE_PLAIN, 0);
	lines_end(&w.out);
	if (front > 0)
		lines_note(&w.out, NOTE_CHROME, 0, 0, STR("1"));
	return OK;
}

/* The row starts with a sign, or is the rule under the head of a table. */
static bool
is_sign(struct str s)
{
	return str_starts(s, STR("- ")) || str_starts(s, STR("* ")) || str_starts(s, STR("```")) || is_separator(s);
}

/* Signs: headings tell most; a lone "#" or "*" tells nothing. */
static int
markdown_knows(struct str utf8)
{
	struct str rest = str_slice(utf8, 0, HEAD);
	bool links = str_has(rest, STR("](")), strong = str_has(rest, STR("**"));
	unsigned headings = 0, signs = 0;

	while (rest.n > 0) {
		struct scan_row counts;
		struct str s = str_trim(row_take(&rest, false, &counts));

		if (s.n == 0)
			continue;
		headings += heading(&s) > 0;
		signs += (s.n > 0 && is_sign(s)) || (links && str_has(s, STR("](")));
		signs += strong && str_find(s, STR("**"), 0) != str_rfind(s, STR("**"));
	}
	if (headings >= 2 || (headings == 1 && signs > 0))
		return 2;
	return headings == 1 || signs >= 3;
}

const struct reader reader_markdown = {
	.name = "markdown",
	.suffixes = " .md .markdown ",
	.knows = markdown_knows,
	.read = markdown_read,
};
