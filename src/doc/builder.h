/*
 * builder: an outline while it is being built. Private to outline.c, inside.c
 * and builder.c.
 */
#ifndef BH_BUILDER_H
#define BH_BUILDER_H

#include "doc/marker.h"
#include "doc/outline.h"

/* Words of one node or of the article, in reading order, before they are laid out one behind the other. */
struct link {
	struct span span;
	uint32_t next;		/* place in links plus 1; 0: last */
};

struct chain {
	uint32_t first, last;	/* places in links plus 1 */
	bool whole;		/* its matter stood in one line with its marker: it is one paragraph */
};

struct builder {
	struct document *d;
	struct article *a;
	str_array *leads;
	ARRAY(struct link) links;
	ARRAY(struct chain) chains;	/* of node i + 1 */
	struct chain preamble, closing;
	uint32_t open[OUTLINE_DEEPEST];	/* ids from the outermost to the innermost open node */
	unsigned depth;
	bool closed;			/* the closing words have begun */
	uint32_t seen[MARK_COUNT];	/* last number of each kind */
	const struct ledger_head *head;	/* of the last ledger; NULL: none was met */
	uint32_t head_source, head_page;	/* where it stands */

	const struct text *text;	/* the line being read */
	uint32_t source;
	const uint8_t *form;
	uint32_t end_line, last_marker;	/* the last line that begins with a marker */
};

/* How far out a kind of marker stands by custom; smaller is further out. */
extern const uint8_t mark_rank[MARK_COUNT];

/*
 * While the outline is built, the number of a MARK_LOST node is the kind of
 * marker it stands for, or LOST_LEVEL plus the level the file gives it.
 */
#define LOST_LEVEL 0x100u

static inline struct node *
builder_node(struct builder *b, uint32_t id)
{
	return &b->a->nodes.v[id - 1];
}

/* The innermost open node; 0 if none is. */
static inline uint32_t
builder_top(const struct builder *b)
{
	return b->depth == 0 ? 0 : b->open[b->depth - 1];
}

static inline struct span
builder_span(const struct builder *b, size_t from, size_t to)
{
	return (struct span){ b->source, (uint32_t)from, (uint32_t)to };
}

/* The innermost open node of this kind: its place in `open`, or -1. */
int builder_open_kind(const struct builder *, enum mark);
/* The same for a heading without marker that stands for this kind. */
int builder_open_lost(const struct builder *, enum mark);
/* The innermost open series of this kind expects just this number. */
bool builder_expects(const struct builder *, enum mark, uint32_t number);

/*
 * Whether the words of a node are no more than a title: one short sentence or
 * less. In an inspection feedback a sentence with its stop is a problem itself.
 */
bool builder_is_bare(const struct builder *, uint32_t id);

void builder_note(struct builder *, enum note_code, struct span, struct str detail);
/* Words without a marker: they go to the innermost open node, or to the article. */
void builder_add_words(struct builder *, struct span);
/* Opens a node below `depth` open ones; `at` is its marker. */
void builder_push(struct builder *, unsigned depth, enum mark, uint32_t number, struct span at);
/* Opens the node of a marker that stands at byte `at`, where its kind and number belong. */
void builder_open_marker(struct builder *, const struct marker *, size_t at);
/* The words of a chain, one span behind the other. */
void builder_lay_out(struct builder *, struct chain, span_array *to);

/* inside.c: the words [from, to) of the text: markers inside open nodes, the rest are words of what is open. */
void builder_read_inside(struct builder *, size_t from, size_t to);
/* inside.c: the next number of an open series of items stands inside s: （3） behind (2), 三是 behind 二是. */
bool builder_goes_on_inside(const struct builder *, struct str s);

#endif
