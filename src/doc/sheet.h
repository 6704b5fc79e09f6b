/*
 * sheet: a ledger sheet while its rows are read. Private to ledger.c, which
 * makes nodes of the rows, and ledger_fields.c, which finds out what node each
 * of their other cells is said of.
 */
#ifndef BH_SHEET_H
#define BH_SHEET_H

#include "doc/builder.h"
#include "doc/ledger.h"

/* How rows are nested, outermost first. What answers in a list of owners stands where findings do. */
enum level { LEVEL_ASPECT, LEVEL_FINDING, LEVEL_TASK, LEVEL_MEASURE, LEVEL_COUNT };

/* A cell of a row. */
struct value {
	struct span span;
	bool told;		/* it is not empty, by itself or by a cell above that reaches down */
};

/* A row of the finding at hand. */
struct ledger_row {
	uint32_t id[LEVEL_COUNT];	/* of its node at each level; 0: none */
	uint32_t items;			/* nodes that its innermost cell makes, from its id on */
	size_t begin[LEVEL_COUNT], end[LEVEL_COUNT];	/* the rows of that node; filled in by ledger_put_fields */
};

struct sheet {
	struct builder *b;
	const struct ledger_head *head;
	bool own;			/* written by this program: a row is one node, its words as they stand */
	unsigned base;			/* open nodes that the rows stand below */
	int column[LEVEL_COUNT];	/* index into head.columns; -1: none */
	int place[LEVEL_COUNT];		/* of its numbers */
	uint32_t id[LEVEL_COUNT];	/* open nodes */
	struct value open[LEVEL_COUNT];	/* their words */
	uint32_t items;			/* nodes of the innermost of them */
	struct value above[LEDGER_COLUMNS];
	size_t covered;			/* in text.covered: the first of the line at hand or later */
	ARRAY(struct ledger_row) rows;	/* of the finding at hand */
	ARRAY(struct value) values;	/* of each column of the first of them, then the second … */
};

static inline struct str
value_str(const struct sheet *s, struct value v)
{
	return document_str(s->b->d, v.span);
}

static inline bool
value_same(const struct sheet *s, struct value a, struct value b)
{
	return a.told && b.told && str_eq(value_str(s, a), value_str(s, b));
}

/* What the rows of the finding at hand say beside their words; then there are none at hand. */
void ledger_put_fields(struct sheet *);

#endif
