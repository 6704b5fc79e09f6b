#include "read/mend.h"
#include "base/gates.h"
#include "base/utf8.h"
#include "read/row.h"

#define CUTS 128		/* judged together */
#define GRAMS 8192		/* room for what these ask, twice */
#define AROUND 16384		/* bytes of text before and after that are asked */
#define NEAR 5			/* lines: how far a piece of a column may be misplaced */
#define SHORT 120		/* bytes: a line so short may be a heading */
#define REST 18			/* bytes: a sentence so short is the rest of one */

/* Two or three characters; how the text is asked whether they stand together. */
struct gram {
	uint64_t key;		/* 0: free */
	bool seen;
};

struct grams {
	struct gram *v;
	size_t cap;		/* a power of two */
	struct gate gates[GATES];	/* shut to nearly all pairs not asked for */
};

struct edge {
	uint32_t a, b;		/* at a line's start: first, second; at its end: last but one, last */
};

enum { GOES_ON = LINE_BREAK + 1 };	/* the kind of a line found to be one with the next */

static uint64_t
key2(uint32_t a, uint32_t b)
{
	return (uint64_t)a << 21 | b;
}

static uint64_t
key3(uint32_t a, uint32_t b, uint32_t c)
{
	return ((uint64_t)a << 42 | (uint64_t)b << 21 | c) + 1;
}

#define GOLDEN 0x9E3779B97F4A7C15u

static size_t
slot_of(uint64_t key)
{
	return (size_t)(key * GOLDEN >> 24);
}

static struct gram *
find(const struct grams *g, uint64_t key)
{
	size_t i = slot_of(key) & (g->cap - 1);

	while (g->v[i].key != 0 && g->v[i].key != key)
		i = (i + 1) & (g->cap - 1);
	return &g->v[i];
}

static struct edge
start_edge(struct str s)
{
	struct edge e = { 0 };
	unsigned len;

	e.a = utf8_get(s.p, str_end(s), &len);
	if (s.n > len)
		e.b = utf8_get(s.p + len, str_end(s), &len);
	return e;
}

static struct edge
end_edge(struct str s)
{
	struct edge e = { 0 };
	const char *p = utf8_back(str_end(s), s.p);
	unsigned len;

	e.b = utf8_get(p, str_end(s), &len);
	if (p > s.p)
		e.a = utf8_get(utf8_back(p, s.p), str_end(s), &len);
	return e;
}

static void
ask(struct grams *g, struct edge end, struct edge start)
{
	gates_open(g->gates, end.b, start.a);
	find(g, key2(end.b, start.a))->key = key2(end.b, start.a);
	find(g, key3(end.a, end.b, start.a))->key = key3(end.a, end.b, start.a);
	find(g, key3(end.b, start.a, start.b))->key = key3(end.b, start.a, start.b);
}

/* How well they fit: 0 never seen together, 1 two characters, 3 and 5 with a third. */
static unsigned
fit(const struct grams *g, struct edge end, struct edge start)
{
	if (!find(g, key2(end.b, start.a))->seen)
		return 0;
	return 1 + 2 * find(g, key3(end.a, end.b, start.a))->seen +
	    2 * find(g, key3(end.b, start.a, start.b))->seen;
}

/* Marks the pair whose second character is at p, if it was asked for, and what it is with the one before or after it in s. */
static void
mark(struct grams *g, struct str s, const char *p)
{
	const char *end = str_end(s), *first, *back;
	unsigned len;
	uint32_t a = char_before(p, s.p, &first), b = char_at(p, end, &len);
	struct gram *pair = find(g, key2(a, b));

	if (pair->key == 0)
		return;
	find(g, key3(char_before(first, s.p, &back), a, b))->seen = true;	/* one not asked for marks a free slot: no harm */
	p += len;
	if (p == end)
		return;
	pair->seen = true;
	find(g, key3(a, b, char_at(p, end, &len)))->seen = true;
}

/* Marks every gram asked for that stands in s. */
static void
answer(struct grams *g, struct str s)
{
	const char *p = s.p, *end = str_end(s);
	unsigned n;

	if (s.n == 0 || (p += utf8_len((unsigned char)*p)) >= end)
		return;
	mark(g, s, p);		/* the gates ask for a byte before the first pair */
	for (; p < end; p += n)
		for (uint64_t found = gates_find(g->gates, p, end, &n); found != 0; found &= found - 1)
			mark(g, s, p + __builtin_ctzll(found) + 1);
}

static bool
starts_own(struct str s)
{
	return row_start(s) >= ROW_FIGURE;
}

/* The body is closed up where lines go on in the next. */
struct closing {
	size_t next;		/* line to be put */
	size_t lines, bytes;	/* put */
	size_t mended;
};

struct mending {
	struct text *t;
	struct closing closing;
	struct grams grams;
	uint32_t cuts[CUTS];	/* lines */
	size_t n;
};

static struct str
line_at(const struct text *t, size_t i)
{
	return line_str(t, &t->lines.v[i]);
}

/* A line of running text near line i that may be the start of what was cut elsewhere. */
static bool
may_go_on(const struct text *t, size_t i)
{
	return i < t->lines.n && t->lines.v[i].kind != LINE_ROW && t->lines.v[i].kind != LINE_HEADING &&
	    !starts_own(line_at(t, i));
}

static void
ask_cut(struct mending *m, size_t i)
{
	struct edge end = end_edge(line_at(m->t, i));
	size_t from = i < NEAR ? 0 : i - NEAR, to = i + NEAR + 2;

	for (size_t k = from; k < to && k < m->t->lines.n; k++)
		if (k != i && may_go_on(m->t, k))
			ask(&m->grams, end, start_edge(line_at(m->t, k)));
}

/* The line near cut i, other than the next, that fits best; its fit, 0 if none does. */
static unsigned
best_other(struct mending *m, size_t i, size_t *line)
{
	struct edge end = end_edge(line_at(m->t, i));
	size_t from = i < NEAR ? 0 : i - NEAR, to = i + NEAR + 2;
	unsigned best = 0;

	for (size_t k = from; k < to && k < m->t->lines.n; k++) {
		unsigned n;

		if (k == i || k == i + 1 || !may_go_on(m->t, k))
			continue;
		n = fit(&m->grams, end, start_edge(line_at(m->t, k)));
		if (n > best) {
			best = n;
			*line = k;
		}
	}
	return best;
}

/* How well the line after cut i fits the end of another cut nearby. */
static unsigned
best_claim(struct mending *m, size_t cut)
{
	size_t next = m->cuts[cut] + 1;
	struct edge start = start_edge(line_at(m->t, next));
	unsigned best = 0;

	for (size_t k = cut < NEAR ? 0 : cut - NEAR; k < m->n && k <= cut + NEAR; k++) {
		size_t line = m->cuts[k];
		unsigned n;

		if (k == cut || line == next || line + NEAR + 1 < next || line > next + NEAR)
			continue;
		n = fit(&m->grams, end_edge(line_at(m->t, line)), start);
		if (n > best)
			best = n;
	}
	return best;
}

static bool
may_be_heading(struct str s)
{
	if (str_has(s, STR("。")))
		return false;
	return starts_own(s) || (s.n <= SHORT && !str_has(s, STR("，")) && !str_has(s, STR(",")));
}

/* Where the first sentence of s ends, if it is so short that it must be the rest of another. */
static size_t
rest_end(struct str s)
{
	return str_find(str_slice(s, 0, REST + strlen("。")), STR("。"), 0);
}

static void
set_broken(struct text *t, size_t i)
{
	if (t->lines.v[i].kind == LINE_PLAIN)
		t->lines.v[i].kind = LINE_BREAK;
}

/* A heading goes on in the next line only where that is a mere rest of it. */
static bool
is_heading(struct str s, struct str next, unsigned here)
{
	size_t rest = rest_end(next);

	if (!may_be_heading(s) || here >= 3 || rest <= 2 * strlen("字"))
		return false;
	return here == 0 || (rest == STR_NONE && next.n > SHORT);
}

static bool
is_latin(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* An address at the end of a paragraph often has no full stop after it. */
static bool
ends_in_latin(struct str s)
{
	return is_latin(s.p[s.n - 1]);
}

/* Says of a line that is cut whether it goes on in the next. */
static void
judge(struct mending *m, size_t cut)
{
	struct text *t = m->t;
	size_t i = m->cuts[cut], other = 0;
	bool marked = !may_go_on(t, i + 1);
	unsigned here = marked ? 0 : fit(&m->grams, end_edge(line_at(t, i)),
	    start_edge(line_at(t, i + 1)));

	if (!marked && (is_heading(line_at(t, i), line_at(t, i + 1), here) ||
	    (here == 0 && ends_in_latin(line_at(t, i))))) {
		t->lines.v[i].kind = LINE_PLAIN;
		return;
	}
	/* In the order they stand in, unless what follows clearly belongs to another cut. */
	if (!marked && (here >= 3 || best_claim(m, cut) < 3)) {
		t->lines.v[i].kind = GOES_ON;
		return;
	}
	if (!marked)
		set_broken(t, i + 1);
	if (best_other(m, i, &other) >= 3)
		set_broken(t, other);
}

/* Asks the text around a cut, but for what comes before `asked`; returns where it ended. */
static size_t
answer_around(struct mending *m, struct line cut, size_t asked)
{
	struct str body = m->t->body;
	size_t from = cut.to < AROUND ? 0 : cut.to - AROUND, to = cut.to + AROUND;

	if (to < asked + AROUND / 4 && to < body.n)
		return asked;	/* not worth it yet; the next cut asks for it too */
	if (from < asked)
		from = asked;
	while (from > 0 && from < body.n && ((unsigned char)body.p[from] & 0xC0) == 0x80)
		from--;
	answer(&m->grams, str_slice(body, from, to));
	return to;
}

/* Judges the cuts gathered, by the text around them. */
static void
judge_all(struct mending *m)
{
	const struct line *v = m->t->lines.v;
	size_t asked = 0;	/* bytes of the body already asked */

	if (m->n == 0)
		return;
	memset(m->grams.v, 0, m->grams.cap * sizeof *m->grams.v);
	memset(m->grams.gates, 0, sizeof m->grams.gates);
	for (size_t k = 0; k < m->n; k++)
		ask_cut(m, m->cuts[k]);
	for (size_t k = 0; k < m->n; k++)
		asked = answer_around(m, v[m->cuts[k]], asked);
	for (size_t k = 0; k < m->n; k++)
		judge(m, k);
	m->n = 0;
}

/* Puts line `l` behind those closed up so far, as one with the last of them if that goes on. */
static void
close_line(struct closing *c, struct text *t, struct line l)
{
	char *p = (char *)(uintptr_t)t->body.p;		/* the reader's own block */
	struct line *into = &t->lines.v[c->lines];

	if (c->lines > 0 && into[-1].kind == GOES_ON) {
		into--;
		c->mended++;
		c->bytes--;	/* the LF between them */
		if (is_latin(p[c->bytes - 1]) && is_latin(p[l.from]))
			p[c->bytes++] = ' ';
		into->kind = l.kind;
		into->centred = false;
	} else {
		*into = l;
		into->from = (uint32_t)c->bytes;
		c->lines++;
	}
	if (c->bytes != l.from)
		memmove(p + c->bytes, p + l.from, l.to - l.from);
	c->bytes += l.to - l.from;
	into->to = (uint32_t)c->bytes;
	p[c->bytes++] = '\n';
}

/* Closes up what no cut behind line i asks any more: while it is near. */
static void
close_behind(struct mending *m, size_t i)
{
	const struct line *v = m->t->lines.v;
	struct closing *c = &m->closing;

	for (; c->next + NEAR < i && v[c->next].to + AROUND + 4 < v[i].to; c->next++)
		close_line(c, m->t, v[c->next]);
}

static size_t
close_all(struct mending *m)
{
	struct closing *c = &m->closing;

	for (; c->next < m->t->lines.n; c->next++)
		close_line(c, m->t, m->t->lines.v[c->next]);
	m->t->lines.n = c->lines;
	m->t->body.n = c->bytes;
	return c->mended;
}

static bool
is_cut(const struct text *t, size_t i)
{
	struct row r = { .s = line_at(t, i) };

	if (t->lines.v[i].kind != LINE_BREAK || i + 1 == t->lines.n)
		return false;
	row_look(&r);
	return r.end != ROW_FINAL;
}

size_t
mend(struct arena *a, struct text *t)
{
	struct mending *m = NULL;
	size_t mended;

	for (size_t i = 0; i < t->lines.n; i++) {
		if (!is_cut(t, i))
			continue;
		if (m == NULL) {
			m = arena_zalloc(a, sizeof *m);
			m->t = t;
			m->grams.cap = GRAMS;	/* CUTS * (2 * NEAR + 1) * 3 is about half */
			m->grams.v = arena_resize(a, NULL, m->grams.cap * sizeof *m->grams.v);
		}
		m->cuts[m->n++] = (uint32_t)i;
		if (m->n == CUTS) {
			judge_all(m);
			close_behind(m, i);
		}
	}
	if (m == NULL)
		return 0;
	judge_all(m);
	mended = close_all(m);
	arena_drop(a, m->grams.v);
	return mended;
}
