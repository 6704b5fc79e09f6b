/*
 * reading: one pass over an article for its facts. The driver (reading.c)
 * walks each node's words once and asks, at a character some rule cares
 * about (triggers.c), that rule what stands there. A rule is one file and one
 * row here.
 */
#ifndef BH_READING_H
#define BH_READING_H

#include "doc/article.h"
#include "doc/words.h"

/* Where a pass stands. The driver fills all but what a rule says it keeps. */
struct reading {
	struct arena *arena;
	const struct document *document;
	struct article *article;
	note_array *notes;
	uint32_t node;			/* id; 0: the article's preamble or closing */
	enum role role;			/* of that node, or of its nearest ancestor that has one that is no section */
	enum status status;		/* of that node, STATUS_NONE where none was judged */
	struct str run;			/* the words being read: one span, may hold LF between paragraphs */
	struct span at;			/* its place; at.from is the byte of run.p */
	size_t first;			/* article.facts.v[first] is this node's first fact */

	int last_year;			/* kept by date.c: the year last named in this node, 0 none */
	uint8_t owners;			/* kept by duty.c: how a list of owners parts, enum owner_order */
	str_array everywhere;		/* kept by duty.c: bodies that join every later owner note */
};

/*
 * What stands at p (inside r->run)? A rule that takes words appends its facts
 * (reading_add) and returns the byte after what it took; otherwise p. It may
 * look back to the start of r->run and ahead to its end, a bounded way. It
 * takes nothing at an ASCII figure that stands behind another one.
 *
 * A rule is a row rule_NAME and a function NAME_at.
 */
struct rule {
	const char *name;
	const char *triggers;		/* the characters of one or three bytes it wants to be asked about */
	const struct words *words;	/* … and the first characters of these words; may be NULL */
};

/* In the order they are asked. */
#define RULES(X) X(title) X(date) X(duty) X(quantity)
#define X(name)                          \
	extern const struct rule rule_##name; \
	const char *name##_at(struct reading *, const char *p);
RULES(X)
#undef X

/* A new fact of this node that stands in the words [from, to). */
struct fact *reading_add(struct reading *, enum fact_type, const char *from, const char *to);

/* Asks the rules about the words of r->run. */
struct triggers;			/* doc/triggers.h */
void reading_run(struct reading *, const struct triggers *);

/* The sentence around p: from after the last 。；！？LF to the next one (which it does not hold). */
struct str reading_sentence(const struct reading *, const char *p);

/* Reads the facts of an article; outline, roles and status must be there. */
void reading_article(struct document *, struct article *, const struct triggers *);

#endif
