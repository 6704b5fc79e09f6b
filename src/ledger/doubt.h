/*
 * doubt: what makes a claim that work is done doubtful, by cheap signs alone: told to who applies and to who reviews, and
 * deciding nothing. A claim is the paragraphs that who reports fills in (the first long text that a reporting move fills).
 */
#ifndef BH_DOUBT_H
#define BH_DOUBT_H

#include "ledger/record.h"

#define DOUBTS(X) /*	id		word			zh					en */ \
	X(NO_EVIDENCE,	"no-evidence",		"没有佐证材料",				"no evidence") \
	X(NO_FIGURE,	"no-figure",		"进展里没有一个数字",			"no figure in what is reported") \
	X(SAME_TEXT,	"same-text",		"进展与此前所报相同",			"the same text as reported before") \
	X(PROMISE,	"promise",		"说的是打算，不是结果",			"a promise is told, not a result") \
	X(USED_EVIDENCE, "used-evidence",	"佐证材料也用在其他事项上",		"evidence that stands with another record too") \
	X(OLD_EVIDENCE,	"old-evidence",		"佐证材料的日期早于该事项",		"evidence dated before the record was made")

enum doubt {
#define X(id, word, zh, en) DOUBT_##id,
	DOUBTS(X)
#undef X
	DOUBT_COUNT
};

const char *doubt_word(enum doubt);
const char *doubt_say(enum doubt, enum lang);

/* Whether the record waits for a review: some level of it is decided from its state. */
bool doubt_awaits_review(const struct record *);
/* Bits of what is doubtful in the record as it is. */
enum err doubts_of(struct arena *, struct store *, const struct record *, unsigned *bits, struct why *);

#endif
