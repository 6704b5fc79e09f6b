#include "doc/builder.h"

#define TITLE_LINE 120	/* bytes; a longer sentence is matter, not a title */

const uint8_t mark_rank[MARK_COUNT] = {
	[MARK_NONE] = 30, [MARK_LOST] = 5, [MARK_PART] = 1, [MARK_CHAPTER] = 2, [MARK_SECTION] = 3,
	[MARK_ARTICLE] = 4, [MARK_HAN] = 6, [MARK_HAN_PAREN] = 7, [MARK_NUM] = 8, [MARK_IS] = 10,
	[MARK_ORDINAL] = 10, [MARK_NUM_PAREN] = 12, [MARK_CIRCLE] = 14,
};

/* Adds words to a chain; what goes on where the last words ended becomes one span with them. */
static void
chain_add(struct builder *b, struct chain *c, struct span s)
{
	struct link *l;

	if (s.from == s.to)
		return;
	if (c->last != 0) {
		struct link *last = &b->links.v[c->last - 1];

		if (last->span.source == s.source && last->span.to + 1 == s.from &&
		    b->text->body.p[last->span.to] == '\n') {
			last->span.to = s.to;
			return;
		}
	}
	l = array_add(b->d->arena, &b->links);
	l->span = s;
	if (c->last != 0)
		b->links.v[c->last - 1].next = (uint32_t)b->links.n;
	else
		c->first = (uint32_t)b->links.n;
	c->last = (uint32_t)b->links.n;
}

void
builder_note(struct builder *b, enum note_code code, struct span at, struct str detail)
{
	*array_add(b->d->arena, &b->d->notes) = (struct note){ code, at, detail };
}

/* Words without a marker: they go to the innermost open node, or to the article. */
void
builder_add_words(struct builder *b, struct span s)
{
	uint32_t id = builder_top(b);

	if (id != 0)
		chain_add(b, &b->chains.v[id - 1], s);
	else
		chain_add(b, b->a->nodes.n == 0 ? &b->preamble : &b->closing, s);
}

/* Opens a node below `depth` open ones. */
void
builder_push(struct builder *b, unsigned depth, enum mark mark, uint32_t number, struct span at)
{
	struct node *n;
	uint32_t parent;

	if (depth >= OUTLINE_DEEPEST) {
		depth = OUTLINE_DEEPEST - 1;
		builder_note(b, NOTE_DEPTH, at, (struct str){ NULL, 0 });
	}
	b->depth = depth;
	parent = builder_top(b);
	n = array_add(b->d->arena, &b->a->nodes);
	n->parent = parent;
	n->mark = (uint8_t)mark;
	n->number = number;
	n->depth = (uint8_t)(depth + 1);
	n->marker = document_str(b->d, at);
	array_add(b->d->arena, &b->chains);
	array_add(b->d->arena, b->leads);
	if (parent != 0)
		builder_node(b, parent)->children++;
	b->open[depth] = (uint32_t)b->a->nodes.n;
	b->depth = depth + 1;
	b->seen[mark] = number;
}

/* The innermost open node of this kind: its place in `open`, or -1. */
int
builder_open_kind(const struct builder *b, enum mark mark)
{
	for (int i = (int)b->depth - 1; i >= 0; i--)
		if (b->a->nodes.v[b->open[i] - 1].mark == mark)
			return i;
	return -1;
}

/* A lost marker and the kind it stands for are siblings. */
int
builder_open_lost(const struct builder *b, enum mark mark)
{
	int i = builder_open_kind(b, MARK_LOST);

	if (i < 0)
		return -1;
	return b->a->nodes.v[b->open[i] - 1].number == mark ? i : -1;
}

/* The innermost open node of this kind, or one whose lost marker stands for it: they are siblings. -1 if none is. */
static int
open_sibling(const struct builder *b, enum mark mark)
{
	bool lost = false;	/* only the innermost lost one is asked */

	for (int i = (int)b->depth - 1; i >= 0; i--) {
		const struct node *n = &b->a->nodes.v[b->open[i] - 1];

		if (n->mark == mark)
			return i;
		if (n->mark == MARK_LOST && !lost && n->number == mark)
			return i;
		lost |= n->mark == MARK_LOST;
	}
	return -1;
}

/* How many open nodes stay open under a marker of this kind and number. */
static unsigned
depth_for(const struct builder *b, enum mark mark, uint32_t number)
{
	int i = open_sibling(b, mark);
	unsigned depth = b->depth;

	if (i >= 0) {
		/* 一是 once more below an open 一是: the series of a deeper item. */
		if (number == 1 && mark_rank[mark] >= mark_rank[MARK_IS] && (unsigned)i + 1 < b->depth &&
		    b->a->nodes.v[b->open[b->depth - 1] - 1].mark != MARK_NONE)
			return b->depth;
		return (unsigned)i;
	}
	if (number == 1 && (depth == 0 || mark_rank[mark] >= mark_rank[MARK_IS] ||
	    mark_rank[b->a->nodes.v[b->open[depth - 1] - 1].mark] < mark_rank[mark]))
		return depth;
	while (depth > 0 && mark_rank[b->a->nodes.v[b->open[depth - 1] - 1].mark] >= mark_rank[mark])
		depth--;
	return depth;
}

/* A series that runs on over its parents (1 to 33 across 一、 to 七、) or starts anew is whole. */
static void
check_number(struct builder *b, enum mark mark, uint32_t number, struct span at)
{
	uint32_t last = b->seen[mark];

	if (number == 1 || number == last + 1 || last == 0 || mark_rank[mark] >= mark_rank[MARK_IS])
		return;
	builder_note(b, NOTE_NUMBER_GAP, at,
	    arena_printf(b->d->arena, "%u → %u", (unsigned)last, (unsigned)number));
}

void
builder_open_marker(struct builder *b, const struct marker *m, size_t at)
{
	struct span s = builder_span(b, at, at + m->bytes);

	check_number(b, m->mark, m->number, s);
	builder_push(b, depth_for(b, m->mark, m->number), m->mark, m->number, s);
	b->closed = false;
}

/* The innermost open series of this kind expects just this number. */
bool
builder_expects(const struct builder *b, enum mark mark, uint32_t number)
{
	int i = builder_open_kind(b, mark);

	return i >= 0 && b->a->nodes.v[b->open[i] - 1].number + 1 == number;
}

void
builder_lay_out(struct builder *b, struct chain c, span_array *to)
{
	for (uint32_t i = c.first; i != 0; i = b->links.v[i - 1].next)
		*array_add(b->d->arena, to) = b->links.v[i - 1].span;
}

bool
builder_is_bare(const struct builder *b, uint32_t id)
{
	const struct chain *c = &b->chains.v[id - 1];
	struct str s;
	size_t at;

	if (c->first == 0)
		return true;
	if (c->first != c->last)
		return false;
	s = document_str(b->d, b->links.v[c->first - 1].span);
	at = str_find(s, STR("。"), 0);
	if (at != STR_NONE && (at + 3 < s.n || s.n > TITLE_LINE || b->a->kind == KIND_FEEDBACK))
		return false;
	return !str_ends(s, STR("；")) && !str_ends(s, STR(";")) && memchr(s.p, '\n', s.n) == NULL;
}
