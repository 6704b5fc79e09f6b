/*
 * triggers: what the rules want to be asked about, and where in a run of words
 * it stands. Most characters begin nothing: the driver (reading.c) asks a rule
 * only at the hits found here, a window at a time. Triggers are made once for
 * all articles and live in the arena; hits are the caller's.
 */
#ifndef BH_TRIGGERS_H
#define BH_TRIGGERS_H

#include "doc/reading.h"

/* The place of each rule, and of its bit in a mask of rules. */
enum {
#define X(name) RULE_##name,
	RULES(X)
#undef X
};

const struct triggers *triggers_make(struct arena *);

/* The most bytes of a window; how many places are put down together, of which some may be none. */
enum { HITS_WINDOW = 1024, HITS_AT_ONCE = 4 };

/* Where rules want to be asked: characters, in their order. */
struct hits {
	size_t n;
	uint16_t at[HITS_WINDOW + HITS_AT_ONCE];	/* from the start of the window */
	uint8_t mask[HITS_WINDOW];			/* the rules to ask there: a bit for each, 1u << RULE_NAME */
};

/*
 * Finds the hits of the window that begins at `window`: inside the run, where a
 * character begins or where the window before ended. Returns where this one
 * ends. A figure behind another one may be among the hits, or not.
 */
const char *triggers_find(struct hits *, const struct triggers *, struct str run, const char *window);

#endif
