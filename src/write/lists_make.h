/*
 * lists_make: between lists.c, which finds the rows, lists_view.c, which
 * looks things up in an article, and lists_columns.c, which fills the cells.
 * Nobody else includes it.
 */
#ifndef BH_LISTS_MAKE_H
#define BH_LISTS_MAKE_H

#include "write/lists.h"

/* Words put together piece by piece. */
typedef ARRAY(char) bytes;
void bytes_put(struct arena *, bytes *, struct str);
struct str bytes_str(const bytes *);

/*
 * The article at hand. Nodes and facts are chained by number, from 1; 0 ends
 * a chain. Words come from the copies in lists.sources, so they outlive the document.
 */
struct view {
	struct arena *arena;
	const struct article *article;
	const struct list_source *sources;	/* of the document */
	uint32_t first;		/* the span.source of sources[0] */
	uint32_t base;		/* the place of sources[0] in lists.sources */
	uint32_t *child, *next;	/* by node: first child, next sibling; child[0]: the top */
	uint32_t *place;	/* by node: the how-manieth child it is, from 1 */
	uint32_t *fact;		/* by node: its first fact */
	uint32_t *after;	/* by fact: the next one of the same node */
	uint32_t *field;	/* by node: the place of its first field in article.fields */
	struct str *number;	/* by node: the 编号 of its row; empty where it has none */
	uint32_t *place_of;	/* by node: of its row in LIST_FINDINGS, plus 1 */
	uint32_t *figure;	/* by node: the figure in its 编号 */
	struct str name;	/* the article's title, else the file's name */
	struct str letter;
	bool printed[ROLE_COUNT];	/* the article numbers this role through */
};

struct deadline {
	struct date day;
	uint32_t place;		/* as it came */
	struct str number;
};

/* A body or person that leads, and what. */
struct holder {
	struct str leader, unit, person, support;	/* several are parted by 、 */
	str_array numbers;
	ARRAY(struct deadline) deadlines;	/* by day */
	span_array spans;			/* the words that say so */
};

/* What a row is made from: a node of a view, or a holder. */
struct item {
	struct arena *arena;
	const struct view *view;
	const struct node *node;
	uint32_t id;		/* of the node */
	uint32_t finding;	/* the finding above a task; 0: none */
	const struct holder *holder;
	struct row *row;
	uint32_t place;		/* of the row in its list, from 1 */
	bool own;		/* a list that this program wrote tells what stands in the row */
};

/* Fills a cell with words of a ledger sheet; a day stands as one where they begin with it. */
void cell_of_words(const struct item *, struct str words, struct cell *);

void view_init(struct view *, const struct lists *, const struct document *, const struct article *, uint32_t base);
const struct node *view_node(const struct view *, uint32_t id);
struct str view_str(const struct view *, struct span);
/* span.source as an index into lists.sources */
struct span view_span(const struct view *, struct span);

/*
 * The node after `at` in the subtree of root, in reading order; 0 behind the
 * last. WALK_OWN leaves out what has a role, and so may have a row, of its own.
 */
enum walk { WALK_ALL, WALK_OWN };
uint32_t view_walk(const struct view *, uint32_t root, uint32_t at, enum walk);
/* The nearest node above id that has this role; 0 if none. */
uint32_t view_above(const struct view *, uint32_t id, enum role);

/* A fact of this type at or after number i in the chain of a node; 0 if none. */
uint32_t view_fact(const struct view *, uint32_t i, enum fact_type);
const struct fact *view_fact_at(const struct view *, uint32_t i);

/*
 * What a ledger sheet says of a node in columns of this kind, lines parted by LF; empty where
 * it says nothing. Of the node alone, or of what stands over it up to its finding.
 */
struct str node_field(const struct view *, uint32_t id, enum field_kind);
struct str node_field_up(const struct view *, uint32_t id, enum field_kind);

/* The words of the node, and of what lies below it without a role, as printed. */
struct str node_words(const struct view *, uint32_t id);
void node_spans(const struct view *, uint32_t id, span_array *);
/* Its heading, else its words without what only leads over (…，主要是：). */
struct str node_title(const struct view *, uint32_t id);
/* Its words, but for a heading so short that it stands apart. */
struct str node_told(const struct view *, uint32_t id);
/* Its words behind the heading; empty if there are none. */
struct str node_body(const struct view *, uint32_t id);
/* 二、（一）3 */
struct str node_path(const struct view *, uint32_t id);
/* The titles of the sections above it, a line each. */
struct str node_sections(const struct view *, uint32_t id);

/* The last day by which the node, or what the walk finds below it, is to be done; year 0 if none is stated. */
struct date node_deadline(const struct view *, uint32_t id, enum walk, struct str *words);
/* Whether somebody is named for the node, above it or, in a walk of all, below it. */
bool node_has_duty(const struct view *, uint32_t id, enum walk);

/* The clause that a fact stands in; with what follows where the clause is the fact alone. */
struct str fact_clause(const struct view *, const struct fact *);
/* What stands before it in the words of its node. */
struct str fact_before(const struct view *, const struct fact *);
/* The figures of a node, in reading order. */
void node_figures(const struct view *, uint32_t id, figure_array *);

enum lead { LEAD_UNIT, LEAD_LEADER, LEAD_PERSON };
/* What a lead of a duty is, by the label before its name, else by how the name ends. */
enum lead lead_kind(const struct view *, const struct fact *, struct str lead);

/* list with word behind it, parted by sep; list itself if word is one of it. */
struct str words_join(struct arena *, struct str list, const char *sep, struct str word);
/* "2026年6月30日", "2026年6月", "2026年" */
struct str date_words(struct arena *, struct date);

#endif
