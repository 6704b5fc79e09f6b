/*
 * HTML: the article of a page, not the page. The parser's events become a
 * tree of blocks and the pieces of text in them; the block that holds most of
 * the prose is the article. Nothing here allocates while libxml2 is at work:
 * room for every block and piece is taken before, from the number of tags.
 */
#include "base/utf8.h"
#include "read/chrome.h"
#include "read/lines.h"
#include "read/reader.h"
#include "read/scan.h"
#include "read/tags.h"

#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#define BLOCKS_MOST 1000000u	/* blocks of a page; deeper or later ones count to the last */
#define FEED (64 * 1024)	/* bytes given to the parser at a time */
#define COLUMNS 64		/* of a table */
#define CELL_MOST 1200		/* bytes: a longer cell makes its table a layout */
#define TITLE_MOST 400		/* bytes */
#define NONE UINT32_MAX

enum use {
	INLINE,		/* part of a line */
	BLOCK,
	BREAK,		/* ends a line, holds nothing */
	TABLE, ROW, CELL,
	DROP,		/* no words of the article inside */
	ASIDE,		/* DROP, unless within an article element */
	LINK,
	HEAD_TITLE,
	META,
};

static const struct element {
	const char *name;
	enum use use;
	uint8_t level;	/* of a heading */
} elements[] = {
	{ "html", BLOCK, 0 }, { "body", BLOCK, 0 }, { "div", BLOCK, 0 }, { "p", BLOCK, 0 },
	{ "section", BLOCK, 0 }, { "article", BLOCK, 0 }, { "main", BLOCK, 0 },
	{ "ul", BLOCK, 0 }, { "ol", BLOCK, 0 }, { "li", BLOCK, 0 }, { "dl", BLOCK, 0 },
	{ "dt", BLOCK, 0 }, { "dd", BLOCK, 0 }, { "blockquote", BLOCK, 0 }, { "pre", BLOCK, 0 },
	{ "center", BLOCK, 0 }, { "address", BLOCK, 0 }, { "fieldset", BLOCK, 0 },
	{ "form", BLOCK, 0 }, { "figure", BLOCK, 0 }, { "figcaption", BLOCK, 0 },
	{ "caption", BLOCK, 0 }, { "details", BLOCK, 0 }, { "summary", BLOCK, 0 },
	{ "h1", BLOCK, 1 }, { "h2", BLOCK, 2 }, { "h3", BLOCK, 3 }, { "h4", BLOCK, 4 },
	{ "h5", BLOCK, 5 }, { "h6", BLOCK, 6 },
	{ "br", BREAK, 0 }, { "hr", BREAK, 0 },
	{ "table", TABLE, 0 }, { "tr", ROW, 0 }, { "td", CELL, 0 }, { "th", CELL, 0 },
	{ "a", LINK, 0 },
	{ "script", DROP, 0 }, { "style", DROP, 0 }, { "noscript", DROP, 0 },
	{ "template", DROP, 0 }, { "iframe", DROP, 0 }, { "object", DROP, 0 }, { "svg", DROP, 0 },
	{ "select", DROP, 0 }, { "button", DROP, 0 }, { "textarea", DROP, 0 }, { "nav", DROP, 0 },
	{ "audio", DROP, 0 }, { "video", DROP, 0 }, { "canvas", DROP, 0 }, { "map", DROP, 0 },
	{ "marquee", DROP, 0 },
	{ "header", ASIDE, 0 }, { "footer", ASIDE, 0 }, { "aside", ASIDE, 0 },
	{ "title", HEAD_TITLE, 0 }, { "meta", META, 0 },
};

/* Words of a class or id, and how they bear on the block being the article. */
static const struct hint {
	const char *word;
	int weight;
} hints[] = {
	{ "trs", 2 }, { "ucap", 2 }, { "article", 2 }, { "content", 1 }, { "zoom", 2 },
	{ "detail", 1 }, { "editor", 1 }, { "newscontent", 2 }, { "articlecontent", 2 },
	{ "nav", -2 }, { "menu", -2 }, { "breadcrumb", -2 }, { "crumb", -2 }, { "crumbs", -2 },
	{ "position", -1 }, { "location", -1 }, { "sidebar", -2 }, { "side", -1 }, { "share", -2 },
	{ "related", -2 }, { "recommend", -2 }, { "comment", -1 }, { "comments", -2 },
	{ "copyright", -2 }, { "footer", -2 }, { "foot", -2 }, { "friend", -1 }, { "links", -1 },
	{ "toolbar", -2 }, { "hits", -2 }, { "counter", -2 }, { "qrcode", -2 }, { "ewm", -2 },
	{ "banner", -2 }, { "search", -2 }, { "login", -2 }, { "print", -1 }, { "bread", -2 },
};

struct block {
	uint32_t parent;
	uint32_t first, end;	/* pieces [first, end) are inside it */
	uint32_t last;		/* blocks after it up to this one are inside it */
	uint32_t prose;		/* bytes of running text, not of links */
	uint32_t words, links;	/* bytes of text; of these in links */
	uint8_t use, level;
	uint8_t across, down;	/* of a cell */
	int8_t hint;
	bool centred;
	bool holds_table;
};

/* A line of the page. */
struct piece {
	uint32_t block, from, to;
	uint32_t links;		/* bytes of it in links */
};

struct page {
	char *text;
	size_t n, cap;
	size_t line;		/* where the open piece starts */
	uint32_t link_bytes;
	bool blank;		/* white space is due before the next character */
	bool blank_broke;	/* and it held a line end */
	struct block *blocks;
	uint32_t n_blocks, cap_blocks;
	struct piece *pieces;
	uint32_t n_pieces, cap_pieces;
	uint32_t at;		/* the open block */
	unsigned over;		/* blocks open that found no room */
	unsigned links;		/* open <a> */
	unsigned articles;	/* open <article> */
	const char *dropping;	/* name of the element being left out */
	unsigned drop_depth;
	bool in_title;
	char title[TITLE_MOST], meta_title[TITLE_MOST];
	size_t title_n, meta_title_n;
};

static const struct element *
element_of(const char *name)
{
	for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++)
		if (strcmp(name, elements[i].name) == 0)
			return &elements[i];
	return NULL;
}

/* ---- the parser's events ---- */

static void
end_piece(struct page *g)
{
	struct str s = { g->text + g->line, g->n - g->line };

	s = str_trim(s);
	if (s.n > 0 && g->n_pieces < g->cap_pieces) {
		g->pieces[g->n_pieces++] = (struct piece){ g->at, (uint32_t)(s.p - g->text),
			(uint32_t)(str_end(s) - g->text), g->link_bytes };
		g->line = g->n;
	} else if (s.n == 0) {
		g->n = g->line;
	}
	g->link_bytes = 0;
	g->blank = g->blank_broke = false;
}

static int
hint_of(const char *value)
{
	char word[24];
	size_t n = 0;
	int sum = 0;

	for (const char *p = value;; p++) {
		bool upper = *p >= 'A' && *p <= 'Z';
		bool letter = upper || (*p >= 'a' && *p <= 'z');

		/* contentBox, main-content, TRS_Editor */
		if (n > 0 && (!letter || (upper && p > value && p[-1] >= 'a'))) {
			word[n] = '\0';
			for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++)
				if (strcmp(word, hints[i].word) == 0)
					sum += hints[i].weight;
			n = 0;
		}
		if (*p == '\0')
			break;
		if (letter && n < sizeof word - 1)
			word[n++] = (char)(upper ? *p + 32 : *p);
	}
	return sum;
}

static unsigned
span_of(const char *value)
{
	long n = strtol(value, NULL, 10);

	return n < 1 ? 1 : n > COLUMNS ? COLUMNS : (unsigned)n;
}

/* What the attributes say; true if the element is not shown. */
static bool
read_attributes(struct block *b, const xmlChar **atts)
{
	bool hidden = false;

	for (; atts != NULL && atts[0] != NULL; atts += 2) {
		const char *name = (const char *)atts[0];
		const char *value = atts[1] == NULL ? "" : (const char *)atts[1];

		if (strcmp(name, "class") == 0 || strcmp(name, "id") == 0) {
			int sum = b->hint + hint_of(value);

			b->hint = (int8_t)(sum < -9 ? -9 : sum > 9 ? 9 : sum);
		} else if (strcmp(name, "align") == 0) {
			b->centred = strcasecmp(value, "center") == 0;
		} else if (strcmp(name, "style") == 0) {
			b->centred |= strcasestr(value, "align:center") != NULL ||
			    strcasestr(value, "align: center") != NULL;
			hidden |= strcasestr(value, "display:none") != NULL ||
			    strcasestr(value, "display: none") != NULL;
		} else if (strcmp(name, "hidden") == 0) {
			hidden = true;
		} else if (strcmp(name, "colspan") == 0) {
			b->across = (uint8_t)span_of(value);
		} else if (strcmp(name, "rowspan") == 0) {
			b->down = (uint8_t)span_of(value);
		}
	}
	return hidden;
}

static void
read_meta(struct page *g, const xmlChar **atts)
{
	const char *name = "", *content = "";

	for (; atts != NULL && atts[0] != NULL; atts += 2) {
		if (atts[1] == NULL)
			continue;
		if (strcmp((const char *)atts[0], "name") == 0)
			name = (const char *)atts[1];
		else if (strcmp((const char *)atts[0], "content") == 0)
			content = (const char *)atts[1];
	}
	if (strcasecmp(name, "ArticleTitle") == 0 && strlen(content) < TITLE_MOST) {
		g->meta_title_n = strlen(content);
		memcpy(g->meta_title, content, g->meta_title_n);
	}
}

static void
open_block(struct page *g, struct block b)
{
	end_piece(g);
	if (g->n_blocks == g->cap_blocks || g->over > 0) {
		g->over++;
		return;
	}
	b.parent = g->at;
	b.first = g->n_pieces;
	b.centred |= g->blocks[g->at].centred && b.use != CELL;
	g->at = g->n_blocks;
	g->blocks[g->n_blocks++] = b;
}

static void
close_block(struct page *g)
{
	end_piece(g);
	if (g->over > 0) {
		g->over--;
		return;
	}
	g->blocks[g->at].end = g->n_pieces;
	g->blocks[g->at].last = g->n_blocks - 1;
	if (g->at != 0)
		g->at = g->blocks[g->at].parent;
}

static void
start_element(void *arg, const xmlChar *xname, const xmlChar **atts)
{
	struct page *g = arg;
	const char *name = (const char *)xname;
	const struct element *e;
	struct block b = { .across = 1, .down = 1 };

	if (g->dropping != NULL) {
		g->drop_depth += strcmp(name, g->dropping) == 0;
		return;
	}
	e = element_of(name);
	if (e == NULL)
		return;
	b.use = (uint8_t)e->use;
	b.level = e->level;
	if (e->use >= BLOCK && e->use <= CELL && read_attributes(&b, atts)) {
		b.use = DROP;
	} else if (e->use == ASIDE) {
		b.use = g->articles > 0 && strcmp(name, "header") == 0 ? BLOCK : DROP;
	}
	switch (b.use) {
	case BLOCK: case TABLE: case ROW: case CELL:
		g->articles += strcmp(name, "article") == 0;
		if (strcmp(name, "article") == 0)
			b.hint += 2;
		b.centred |= strcmp(name, "center") == 0;
		open_block(g, b);
		break;
	case BREAK:
		end_piece(g);
		break;
	case DROP:
		end_piece(g);
		g->dropping = e->name;
		g->drop_depth = 1;
		break;
	case LINK:
		g->links++;
		break;
	case HEAD_TITLE:
		g->in_title = true;
		break;
	case META:
		read_meta(g, atts);
		break;
	}
}

static void
end_element(void *arg, const xmlChar *xname)
{
	struct page *g = arg;
	const char *name = (const char *)xname;
	const struct element *e;

	if (g->dropping != NULL) {
		if (strcmp(name, g->dropping) == 0 && --g->drop_depth == 0)
			g->dropping = NULL;
		return;
	}
	e = element_of(name);
	if (e == NULL)
		return;
	switch (e->use) {
	case ASIDE:
		if (g->articles == 0 || strcmp(name, "header") != 0)
			break;
		/* FALLTHROUGH */
	case BLOCK: case TABLE: case ROW: case CELL:
		if (strcmp(name, "article") == 0 && g->articles > 0)
			g->articles--;
		close_block(g);
		break;
	case LINK:
		if (g->links > 0)
			g->links--;
		break;
	case HEAD_TITLE:
		g->in_title = false;
		break;
	default:
		break;
	}
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

/* White space between two Han characters is only where the page's source broke. */
static void
put_blank(struct page *g, char next)
{
	bool inside = g->n > g->line;
	bool han = inside && (unsigned char)g->text[g->n - 1] >= 0x80 && (unsigned char)next >= 0x80;

	if (inside && !(han && g->blank_broke))
		g->text[g->n++] = ' ';
	g->blank = g->blank_broke = false;
}

static void
put_text(struct page *g, const char *p, const char *end)
{
	size_t before = g->n;

	while (p < end) {
		const char *from = p;

		while (p < end && is_space(*p)) {
			g->blank = true;
			g->blank_broke |= *p++ == '\n';
		}
		for (from = p; p < end && !is_space(*p);)
			p++;
		if (from == p)
			continue;
		if (g->cap - g->n < (size_t)(p - from) + 1)
			return;
		if (g->blank)
			put_blank(g, *from);
		memcpy(g->text + g->n, from, (size_t)(p - from));
		g->n += (size_t)(p - from);
	}
	if (g->links > 0)
		g->link_bytes += (uint32_t)(g->n - before);
}

static void
characters(void *arg, const xmlChar *s, int len)
{
	struct page *g = arg;

	if (g->dropping != NULL || len <= 0)
		return;
	if (g->in_title) {
		size_t n = TITLE_MOST - g->title_n < (size_t)len ? TITLE_MOST - g->title_n : (size_t)len;

		memcpy(g->title + g->title_n, s, n);
		g->title_n += n;
		return;
	}
	put_text(g, (const char *)s, (const char *)s + len);
}

static enum err
parse(struct page *g, struct str s, struct why *why)
{
	xmlSAXHandler sax = { .startElement = start_element, .endElement = end_element,
		.characters = characters, .cdataBlock = characters, .ignorableWhitespace = characters };
	htmlParserCtxtPtr c = htmlCreatePushParserCtxt(&sax, g, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);

	if (c == NULL)
		return fail(why, E_MEMORY, 0, "%s", "html");
	/* The page's own charset is not heeded: the bytes are UTF-8 by now, whatever it says. */
	htmlCtxtUseOptions(c, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
	    HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC | HTML_PARSE_COMPACT);
	for (size_t i = 0; i < s.n; i += FEED)
		htmlParseChunk(c, s.p + i, (int)(s.n - i < FEED ? s.n - i : FEED), 0);
	htmlParseChunk(c, NULL, 0, 1);
	htmlFreeParserCtxt(c);
	while (g->at != 0 || g->over > 0)
		close_block(g);
	close_block(g);
	return OK;
}

/* ---- which block is the article ---- */

static struct str
piece_str(const struct page *g, const struct piece *p)
{
	return (struct str){ g->text + p->from, p->to - p->from };
}

/* Bytes of running text: what is mostly links, or short and without a stop, counts nothing. */
static uint32_t
prose_of(const struct page *g, const struct piece *p)
{
	struct str s = piece_str(g, p);

	if (p->links * 2 > s.n)
		return 0;
	if (s.n < 60 && !str_has(s, STR("。")) && !str_has(s, STR("；")))
		return (uint32_t)s.n / 8;
	return (uint32_t)s.n - p->links;
}

static void
weigh(struct page *g)
{
	for (uint32_t i = 0; i < g->n_pieces; i++) {
		struct block *b = &g->blocks[g->pieces[i].block];

		b->prose += prose_of(g, &g->pieces[i]);
		b->words += g->pieces[i].to - g->pieces[i].from;
		b->links += g->pieces[i].links;
	}
	/* Children stand after their parent, so one pass from the end adds everything up. */
	for (uint32_t i = g->n_blocks; i-- > 1;) {
		struct block *b = &g->blocks[i], *parent = &g->blocks[b->parent];

		if (b->hint <= -2)
			b->prose /= 4;
		parent->prose += b->prose;
		parent->words += b->words;
		parent->links += b->links;
		parent->holds_table |= b->use == TABLE || b->holds_table;
	}
}

/* Rows of cells, not a frame that the page is laid out with. */
static bool
is_data(const struct page *g, uint32_t table)
{
	const struct block *t = &g->blocks[table];
	unsigned rows = 0, cells = 0;

	if (t->holds_table)
		return false;
	for (uint32_t i = table + 1; i <= t->last; i++) {
		const struct block *b = &g->blocks[i];

		rows += b->use == ROW;
		cells += b->use == CELL;
		if (b->use == CELL && b->words > CELL_MOST)
			return false;
	}
	return rows >= 2 && cells >= rows * 2 - 1;
}

/*
 * Down from the page, into the child that holds most of the prose, for as long
 * as one does: the smallest block that still holds the article.
 */
static uint32_t
find_article(const struct page *g)
{
	uint32_t at = 0, i = 1;

	while (i <= g->blocks[at].last && i < g->n_blocks) {
		const struct block *b = &g->blocks[i];
		/* A block that says it is the article needs less to be believed. */
		uint64_t need = b->hint >= 2 ? 50 : b->hint > 0 ? 65 : 75;

		if ((uint64_t)b->prose * 100 >= need * g->blocks[at].prose && b->prose > 0 &&
		    b->level == 0 && !(b->use == TABLE && is_data(g, i))) {
			at = i;
			i++;
		} else {
			i = b->last + 1;
		}
	}
	/* A single paragraph or cell is no article while its parent is hardly larger. */
	while (at != 0 && g->blocks[at].end - g->blocks[at].first <= 1 &&
	    g->blocks[g->blocks[at].parent].words < g->blocks[at].words * 2)
		at = g->blocks[at].parent;
	return at;
}

/* ---- out ---- */

struct writing {
	struct lines out;
	const struct page *page;
	struct chrome chrome;
	size_t dropped;
};

static void
put_piece(struct writing *w, const struct piece *p)
{
	const struct block *b = &w->page->blocks[p->block];
	struct str s = piece_str(w->page, p);
	struct line *l;
	unsigned level = b->level;

	if (chrome_judge(&w->chrome, s) == CHROME_ROW) {
		w->dropped++;
		return;
	}
	s = chrome_cut(&w->chrome, s);
	lines_put_clean(&w->out, s);
	l = lines_close(&w->out, level > 0 ? LINE_HEADING : LINE_PLAIN, 0);
	if (l != NULL) {
		l->level = (uint8_t)level;
		l->centred = b->centred;
	}
}

/* A block that is furniture though it stands inside the article. */
static bool
is_aside(const struct block *b)
{
	return b->hint <= -2 && (b->words < 600 || b->links * 2 > b->words);
}

/* Cells that a cell above reaches down into. */
struct columns {
	uint8_t left[COLUMNS];	/* rows still covered */
	unsigned at;
};

static void
put_tab(struct writing *w, struct columns *c)
{
	if (c->at++ > 0)
		lines_putc(&w->out, '\t');
}

static void
skip_covered(struct writing *w, struct columns *c)
{
	while (c->at < COLUMNS && c->left[c->at] > 0) {
		c->left[c->at]--;
		lines_cover(&w->out, c->at);
		put_tab(w, c);
	}
}

static void
put_cell(struct writing *w, struct columns *c, const struct block *cell)
{
	skip_covered(w, c);
	for (unsigned k = 0; k < cell->across; k++) {
		if (c->at < COLUMNS)
			c->left[c->at] = (uint8_t)(cell->down - 1);
		put_tab(w, c);
		if (k > 0)
			continue;
		for (uint32_t i = cell->first; i < cell->end; i++) {
			if (i > cell->first)
				lines_putc(&w->out, ' ');
			lines_put_clean(&w->out, piece_str(w->page, &w->page->pieces[i]));
		}
	}
}

/* Captions, and words that stand in the table outside its cells. */
static uint32_t
put_stray(struct writing *w, uint32_t from, uint32_t to)
{
	for (; from < to; from++)
		put_piece(w, &w->page->pieces[from]);
	return from;
}

static void
put_table(struct writing *w, uint32_t table)
{
	const struct block *t = &w->page->blocks[table];
	struct columns c = { 0 };
	uint32_t piece = t->first;

	for (uint32_t i = table + 1; i <= t->last; i++) {
		const struct block *b = &w->page->blocks[i];

		if (b->use == ROW) {
			lines_close(&w->out, LINE_ROW, 0);
			c.at = 0;
		}
		if (b->use == ROW || (b->use == CELL && c.at == 0))
			piece = put_stray(w, piece, b->first);
		if (b->use == CELL) {
			put_cell(w, &c, b);
			piece = b->end;
			i = b->last;
		}
	}
	lines_close(&w->out, LINE_ROW, 0);
	put_stray(w, piece, t->end);
}

static void
put_block(struct writing *w, uint32_t top)
{
	const struct page *g = w->page;
	uint32_t piece = g->blocks[top].first, i = top + 1;

	/* Pieces in order; blocks that are left out or are tables take theirs along. */
	for (; i <= g->blocks[top].last && i < g->n_blocks;) {
		const struct block *b = &g->blocks[i];
		bool table = b->use == TABLE && is_data(g, i), aside = is_aside(b);

		if (!table && !aside) {
			i++;
			continue;
		}
		for (; piece < b->first; piece++)
			put_piece(w, &g->pieces[piece]);
		if (table)
			put_table(w, i);
		else
			w->dropped += b->end - b->first;
		piece = b->end;
		i = b->last + 1;
	}
	for (; piece < g->blocks[top].end; piece++)
		put_piece(w, &g->pieces[piece]);
}

/* Without the name of the site after the last _ or | or " - ". */
static struct str
without_site(struct str s)
{
	static const struct str marks[] = { STR("_"), STR("|"), STR(" - "), STR("--") };

	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
		size_t at = str_find(s, marks[i], 0);

		if (at != STR_NONE && at > 12)
			return str_trim(str_slice(s, 0, at));
	}
	return s;
}

/* The piece that is the title: the last h1 up to the article's end, or what <title> and <meta> say. */
static uint32_t
find_title(const struct page *g, uint32_t article, struct str said)
{
	const struct block *a = &g->blocks[article];
	uint32_t found = NONE;

	for (uint32_t i = 0; i < a->end; i++) {
		struct str s = piece_str(g, &g->pieces[i]);
		bool h1 = g->blocks[g->pieces[i].block].level == 1 && s.n >= 12;

		if (i >= a->first && found != NONE)
			break;
		if (h1 || (said.n > 0 && str_eq(s, said)))
			found = i;
	}
	return found;
}

static struct str
clean_title(struct arena *a, const char *p, size_t n)
{
	char *out = arena_alloc(a, n + 1);
	struct str s = str_trim((struct str){ p, n });
	struct str clean = { out, scan_clean(out, s) };

	/* TITLE_MOST may have cut the last character in two. */
	clean.n = utf8_check(clean);
	for (size_t i = 0; i < clean.n; i++)
		if (is_space(out[i]))
			out[i] = ' ';
	return str_trim(clean);
}

/* The title and the line with day and source often stand above the block of the article. */
static void
put_head(struct writing *w, uint32_t article, uint32_t title)
{
	const struct page *g = w->page;
	uint32_t first = g->blocks[article].first;

	if (title == NONE || title >= first)
		return;
	put_piece(w, &g->pieces[title]);
	if (w->out.t->lines.n > 0)
		array_last(&w->out.t->lines)->centred = true;
	for (uint32_t i = title + 1; i < first && i < title + 12; i++)
		if (chrome_is_dated(&w->chrome, piece_str(g, &g->pieces[i])))
			put_piece(w, &g->pieces[i]);
}

static size_t
count_tags(struct str s)
{
	const char *p = s.p, *end = str_end(s);
	size_t n = 0;

	while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		p++;
		n += p < end && *p != '/' && *p != '!';
	}
	return n;
}

static void
make_room(struct page *g, struct arena *a, struct str s)
{
	/* A tag opens at most one block, and the parser may put a paragraph around what follows it. */
	size_t tags = 2 * count_tags(s) + 16;

	g->cap_blocks = (uint32_t)(tags < BLOCKS_MOST ? tags : BLOCKS_MOST);
	g->cap_pieces = (uint32_t)(tags < BLOCKS_MOST ? 2 * tags : 2 * BLOCKS_MOST);
	g->blocks = arena_resize(a, NULL, g->cap_blocks * sizeof *g->blocks);
	g->pieces = arena_resize(a, NULL, g->cap_pieces * sizeof *g->pieces);
	/* An entity is never shorter than its character; a blank replaces at least one byte. */
	g->cap = s.n + 64;
	g->text = arena_resize(a, NULL, g->cap);
	g->blocks[0] = (struct block){ .across = 1, .down = 1 };
	g->n_blocks = 1;
}

static void
set_title(struct arena *a, struct text *t, const struct page *g, uint32_t piece)
{
	struct str s = clean_title(a, g->meta_title, g->meta_title_n);

	if (s.n == 0 && piece != NONE)
		s = arena_str(a, piece_str(g, &g->pieces[piece]));
	if (s.n == 0)
		s = without_site(clean_title(a, g->title, g->title_n));
	t->title = s;
}

static enum err
html_read(struct arena *a, struct str utf8, struct text *t, struct why *why)
{
	struct page *g = arena_zalloc(a, sizeof *g);
	struct writing w = { .page = g };
	char *cleaned = NULL, *tamed;
	uint32_t article, title;
	enum err err;

	if ((t->holds & SCAN_NOISE) != 0) {
		cleaned = arena_resize(a, NULL, utf8.n);
		utf8 = (struct str){ cleaned, scan_clean(cleaned, utf8) };
	}
	tamed = arena_resize(a, NULL, TAGS_ROOM(utf8.n));
	utf8 = (struct str){ tamed, tags_tame(tamed, utf8) };
	arena_drop(a, cleaned);
	make_room(g, a, utf8);
	err = parse(g, utf8, why);
	arena_drop(a, tamed);
	if (err != OK)
		return err;
	weigh(g);
	article = find_article(g);
	title = find_title(g, article, without_site(clean_title(a,
	    g->meta_title_n > 0 ? g->meta_title : g->title,
	    g->meta_title_n > 0 ? g->meta_title_n : g->title_n)));
	lines_begin(&w.out, a, t, g->blocks[article].words + 4096);
	chrome_prepare(&w.chrome);
	put_head(&w, article, title);
	put_block(&w, article);
	lines_end(&w.out);
	set_title(a, t, g, title);
	w.dropped += g->n_pieces - (g->blocks[article].end - g->blocks[article].first);
	if (w.dropped > 0)
		lines_note(&w.out, NOTE_CHROME, 0, 0, arena_printf(a, "%zu", w.dropped));
	arena_drop(a, g->blocks);
	arena_drop(a, g->pieces);
	arena_drop(a, g->text);
	return OK;
}

#define HEAD 4096	/* bytes looked at for signs */

static bool
has_tag(struct str s, const char *tag)
{
	size_t n = strlen(tag);

	for (size_t i = 0; i + n <= s.n; i++)
		if (s.p[i] == '<' && strncasecmp(s.p + i, tag, n) == 0)
			return true;
	return false;
}

static int
html_knows(struct str utf8)
{
	struct str s = str_slice(str_trim_left(str_slice(utf8, 0, HEAD)), 0, HEAD);

	if (s.n == 0 || s.p[0] != '<')
		return has_tag(s, "<p") && has_tag(s, "</p>") ? 1 : 0;
	if (has_tag(s, "<!doctype html") || has_tag(s, "<html") || has_tag(s, "<body"))
		return 2;
	return has_tag(s, "</") ? 1 : 0;
}

const struct reader reader_html = {
	.name = "html",
	.suffixes = " .html .htm .xhtml .shtml ",
	.knows = html_knows,
	.read = html_read,
};
