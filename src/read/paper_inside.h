/*
 * paper_inside: what the parts of paper share. Lengths that do not say so are
 * in the paper's unit; `em` is how wide a Han character is.
 */
#ifndef BH_PAPER_INSIDE_H
#define BH_PAPER_INSIDE_H

#include "read/paper.h"

struct box {
	float left, right, top, bottom;
};

/* Words of one row with no wide gap between them. */
struct piece {
	struct box box;
	float em, high;		/* of its Han; high is 0 where it has none */
	float solid;		/* its right side, without a sign that may hang over the end of a row */
	uint32_t page;
	uint32_t first, n;	/* of sheet.order */
	bool dropped;		/* a running head, a page number */
};

/* Rows that stand over each other; the same place on several pages is one column. */
struct column {
	uint32_t key;		/* where on the page */
	uint32_t page;		/* of pictures; else 0 */
	float margin, end;	/* where rows begin and how far they may reach */
	float pitch;		/* from row to row */
	float indent;		/* of the first row of a paragraph; 0: none */
};

/* A row of text, or a row of a table with its cells parted by TAB. */
struct paper_row {
	struct str text;	/* never empty */
	struct box box;
	float em, latin;	/* wide: a Han character, a letter */
	uint32_t page, column;
	bool table;
};

/* A gutter between columns of text: where it runs on its page. */
struct known {
	float left, right;
};

struct sheet {
	struct arena *arena;
	const struct paper *paper;
	float usual;		/* em of most pieces */
	float natural;		/* em for a Han's height where rows are not stretched */
	float blank;		/* em: a gap beside Han from which on it is a blank, and none that the layout made */
	ARRAY(uint32_t) order;	/* words, piece by piece */
	ARRAY(struct piece) pieces;
	ARRAY(struct paper_row) rows;
	ARRAY(struct column) columns;
	ARRAY(struct known) known;	/* gutters that were seen between columns full of text */
	size_t dropped;
};

/* Pieces by number, those of one page or column, from top to bottom. */
struct pieces {
	uint32_t *v;
	size_t n;
};

/* A row as it is seen: pieces beside each other, from left to right. */
struct visual {
	struct box box;
	size_t from, n;		/* of the pieces it was made of, which are put in order */
};

typedef ARRAY(struct visual) visual_array;

/* Whether a and b overlap in height by this share of the lower one. */
static inline bool
beside(const struct box *a, const struct box *b, float share)
{
	float top = a->top > b->top ? a->top : b->top, bottom = a->bottom < b->bottom ? a->bottom : b->bottom;
	float high = a->bottom - a->top, other = b->bottom - b->top;

	return bottom - top >= (high < other ? high : other) * share;
}

static inline void
box_add(struct box *to, const struct box *b)
{
	to->left = b->left < to->left ? b->left : to->left;
	to->right = b->right > to->right ? b->right : to->right;
	to->top = b->top < to->top ? b->top : to->top;
	to->bottom = b->bottom > to->bottom ? b->bottom : to->bottom;
}

/* Signs that may hang over the end of a row, and never begin one; signs that never end one. Both end in 0. */
extern const uint32_t paper_hanging[], paper_opening[];
bool paper_is_one_of(uint32_t c, const uint32_t *signs);
uint32_t paper_last_sign(struct str);

/* paper.c: the words of n pieces from left to right, as one row of a column. */
struct paper_row paper_row_of(struct sheet *, const uint32_t *pieces, size_t n, uint32_t column);
/* Rows of pieces; those of each are brought together, from left to right. */
void paper_visuals(struct sheet *, struct pieces, visual_array *out);

/*
 * paper_order.c: appends the rows of a page, whose pieces are [from, to), in the order they are read in. What is known of
 * gutters is added to, and heeded: a page of a few rows does not tell itself that it has columns.
 */
void paper_order(struct sheet *, size_t from, size_t to);

/* paper_table.c: appends the rows of a table; gutters[i] is where column i ends and the next begins. */
void paper_table(struct sheet *, struct pieces, const float *gutters, size_t n, uint32_t column);

/* paper_join.c: what each column is like, from the rows in it; then whether a row goes on in the next. */
void paper_measure(struct sheet *);
enum joint {
	JOINT_APART,
	JOINT_ONE,
	JOINT_MAYBE,	/* nothing on paper tells */
};
/* joints[i]: between rows i and i + 1; all are told. */
void paper_joints(struct sheet *, enum joint *joints);
/* There was no room up to `end` for the beginning of row b, behind row a. */
bool paper_was_full(const struct paper_row *a, float end, const struct paper_row *b);
/* Puts a blank where two Latin words meet at a line end. */
bool paper_parts_words(struct str before, struct str behind);

#endif
