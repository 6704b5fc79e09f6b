/*
 * inbox: what waits for somebody: what the rows say that this person, and no rule of chance, may or must do next. It is
 * asked anew each time; nothing of it is stored.
 */
#ifndef BH_INBOX_H
#define BH_INBOX_H

#include "ledger/act.h"

#define WAITINGS(X) /*	id		word		zh		en */ \
	X(CLOCK,	"clock",	"限时办理",	"to be done in time")	/* a clock runs that a move of this person's ends */ \
	X(REVIEW,	"review",	"待审核",	"to be reviewed") \
	X(REPORT,	"report",	"待报进展",	"to be reported on") \
	X(INSTRUCTION,	"instruction",	"待答复批示",	"an instruction to be answered") \
	X(RECEIPT,	"receipt",	"待签收文书",	"a notice to be received") \
	X(REPLY,	"reply",	"待答复文书",	"a notice to be replied to") \
	X(NOTICE,	"notice",	"该发文书",	"a notice to be given") \
	X(OVERDUE,	"overdue",	"已逾期",	"overdue")

enum waiting_for {
#define X(id, word, zh, en) WAITING_##id,
	WAITINGS(X)
#undef X
	WAITING_COUNT
};

const char *waiting_word(enum waiting_for);
const char *waiting_say(enum waiting_for, enum lang);

struct waiting {
	enum waiting_for what;
	int32_t due;		/* DAY_NONE: none is said */
	struct record record;
	struct str about;	/* of a clock or turn its name; of a notice its number, or the step that is due; the words of an instruction */
	struct label label;	/* of a clock, cadence or step; else empty */
};

struct waiting_list {
	struct waiting *v;
	size_t n, cap;
};

/* By day, what has none behind; of one day in the order of WAITINGS. */
enum err inbox_read(struct arena *, struct store *, const struct ledgers *, const struct actor *, int32_t today, struct waiting_list *,
    struct why *);

#endif
