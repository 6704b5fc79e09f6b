#include "doc/reorder.h"

#include "base/gates.h"
#include "base/utf8.h"

#define ORPHANS 24	/* of one article: more is no page but rubble, and is left alone */
#define CUTS 48
#define NEAR 60		/* lines between a cut and what goes on from it */
#define PROOF 2		/* how often the pair must stand elsewhere */
#define CLEAR 4		/* how many times as often as any other pairing of either */

struct place {
	uint32_t line;
	struct str edge;	/* the last character of a cut, the first of an orphan */
};

struct proof {
	struct text *text;
	struct str body;		/* of the article alone */
	struct place cuts[CUTS], orphans[ORPHANS];
	unsigned ncuts, norphans;
	uint16_t pairs[CUTS][ORPHANS];	/* how often the two characters stand together elsewhere */
};

static struct str
last_character(struct str s)
{
	const char *p = utf8_back(str_end(s), s.p);

	return str_of(p, str_end(s));
}

static bool
is_han(struct str character)
{
	unsigned len;

	return character.n == 3 && utf8_is_han(utf8_get(character.p, str_end(character), &len));
}

static bool
find_places(struct proof *p, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++) {
		const struct line *l = &p->text->lines.v[i];
		struct str s = line_str(p->text, l);

		if (s.n < 6 || l->kind == LINE_ROW)
			continue;
		if (l->kind == LINE_BREAK && is_han(str_slice(s, 0, 3))) {
			if (p->norphans == ORPHANS)
				return false;
			p->orphans[p->norphans++] = (struct place){ i, str_slice(s, 0, 3) };
		}
		if (is_han(last_character(s)) && p->ncuts < CUTS)
			p->cuts[p->ncuts++] = (struct place){ i, last_character(s) };
	}
	return p->norphans > 0;
}

/* The three bytes of a character as they stand: enough to tell two apart. */
static inline uint32_t
three(const char *p)
{
	uint16_t two;

	memcpy(&two, p, 2);
	return two | (uint32_t)(unsigned char)p[2] << 16;
}

/* Counts the pair that stands at p for every cut and orphan it would join. */
static void
count_at(struct proof *p, const char *at)
{
	for (unsigned c = 0; c < p->ncuts; c++)
		for (unsigned o = 0; o < p->norphans && three(p->cuts[c].edge.p) == three(at); o++)
			if (three(p->orphans[o].edge.p) == three(at + 3) && p->pairs[c][o] < UINT16_MAX)
				p->pairs[c][o]++;
}

static uint32_t
character(struct str s)
{
	unsigned len;

	return utf8_get(s.p, str_end(s), &len);
}

/* How often the last character of each cut and the first of each orphan stand together in the article. */
static void
weigh(struct proof *p)
{
	const char *at = p->body.p, *end = str_end(p->body);
	struct gate gates[GATES] = { 0 };
	unsigned n;

	for (unsigned c = 0; c < p->ncuts; c++)
		for (unsigned o = 0; o < p->norphans; o++)
			gates_open(gates, character(p->cuts[c].edge), character(p->orphans[o].edge));
	while (at < end && (unsigned char)*at < 0x80)	/* no Han */
		at++;
	for (; at < end; at += n)
		for (uint64_t found = gates_find(gates, at, end, &n); found != 0; found &= found - 1)
			count_at(p, at + __builtin_ctzll(found) + 1 - strlen("字"));
	for (unsigned c = 0; c < p->ncuts; c++)
		for (unsigned o = 0; o < p->norphans; o++) {
			uint32_t x = p->cuts[c].line, y = p->orphans[o].line;

			if (x == y || (x < y ? y - x : x - y) > NEAR)
				p->pairs[c][o] = 0;
		}
}

/* The orphan that cut c surely goes on with, plus 1; 0 if none is sure. */
static unsigned
proved(const struct proof *p, unsigned c)
{
	unsigned best = 0;

	for (unsigned o = 1; o < p->norphans; o++)
		if (p->pairs[c][o] > p->pairs[c][best])
			best = o;
	if (p->pairs[c][best] < PROOF)
		return 0;
	for (unsigned o = 0; o < p->norphans; o++)
		if (o != best && (unsigned)p->pairs[c][o] * CLEAR > p->pairs[c][best])
			return 0;
	for (unsigned k = 0; k < p->ncuts; k++)
		if (k != c && (unsigned)p->pairs[k][best] * CLEAR > p->pairs[c][best])
			return 0;
	return best + 1;
}

struct chain_of_lines {
	uint32_t *next;		/* of each line: the one that goes on from it, plus 1 */
	bool *moved;		/* it stands behind another line than the one before it */
	uint32_t *order, n;
};

/* A line, and what goes on from it. */
static void
put_line(struct chain_of_lines *c, uint32_t from, uint32_t i, uint32_t lines)
{
	while (c->n < lines) {
		c->order[c->n++] = from + i;
		if (c->next[i] == 0 || !c->moved[c->next[i] - 1])
			return;
		i = c->next[i] - 1;
	}
}

/* Whether line `to` is reached from line `i`: then `i` must not go behind it. */
static bool
leads_to(const struct chain_of_lines *c, uint32_t i, uint32_t to, uint32_t lines)
{
	for (uint32_t steps = 0; steps < lines; steps++) {
		if (i == to)
			return true;
		if (c->next[i] == 0)
			return false;
		i = c->next[i] - 1;
	}
	return true;
}

static uint32_t
link_lines(struct document *d, uint32_t source, const struct proof *p, uint32_t from, uint32_t lines,
    struct chain_of_lines *c)
{
	uint32_t moved = 0;

	for (unsigned k = 0; k < p->ncuts; k++) {
		unsigned o = proved(p, k);
		uint32_t x = p->cuts[k].line - from, y;
		struct line *l;

		if (o == 0)
			continue;
		y = p->orphans[o - 1].line - from;
		l = &p->text->lines.v[from + y];
		if (leads_to(c, y, x, lines))
			continue;
		c->next[x] = y + 1;
		c->moved[y] = true;
		l->kind = LINE_PLAIN;
		if (y == x + 1)
			continue;	/* it stands there already */
		moved++;
		*array_add(d->arena, &d->notes) = (struct note){ NOTE_MOVED, { source, l->from, l->to },
			utf8_cut(line_str(p->text, l), 60) };
	}
	return moved;
}

uint32_t *
reorder_lines(struct document *d, uint32_t source, struct text *t, uint32_t from, uint32_t to)
{
	struct proof p;
	struct chain_of_lines c = { 0 };
	uint32_t lines = to - from, i = from;

	while (i < to && t->lines.v[i].kind != LINE_BREAK)
		i++;
	if (i == to)		/* nearly always */
		return NULL;
	p = (struct proof){ .text = t };
	if (!find_places(&p, from, to))
		return NULL;
	p.body = str_slice(t->body, t->lines.v[from].from, t->lines.v[to - 1].to);
	weigh(&p);
	c.next = arena_zalloc(d->arena, lines * sizeof *c.next);
	c.moved = arena_zalloc(d->arena, lines * sizeof *c.moved);
	c.order = arena_alloc(d->arena, lines * sizeof *c.order);
	if (link_lines(d, source, &p, from, lines, &c) == 0)
		return NULL;
	for (i = 0; i < lines; i++)
		if (!c.moved[i])
			put_line(&c, from, i, lines);
	return c.order;
}
