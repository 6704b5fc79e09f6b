/*
 * limit: how much is allowed of what persons prove themselves by, and for how long: one table. A row of the table
 * `setting` named as here says otherwise for its site, between the least and the most that stand here.
 */
#ifndef BH_LIMIT_H
#define BH_LIMIT_H

#include "store/store.h"

/* By default what is asked of systems of level 3 (GB/T 22239, 8.1.4.1), as it is commonly examined. */
#define LIMITS(X) /*	id		name			default	least	most	what it is */ \
	X(LENGTH,	"password-length",	8,	8,	64	/* characters of a password */) \
	X(CLASSES,	"password-classes",	3,	1,	4	/* capitals, small letters, digits, others: so many of them */) \
	X(HISTORY,	"password-history",	5,	1,	24	/* passwords, the one in force among them, that may not come again */) \
	X(EXPIRY,	"password-days",	90,	1,	3650	/* after which it must be changed */) \
	X(TRIES,	"login-tries",		5,	1,	20	/* wrong ones ... */) \
	X(WINDOW,	"login-minutes",	30,	1,	1440	/* ... within these, and log-in is locked ... */) \
	X(LOCK,		"lock-minutes",		30,	1,	1440	/* ... for these */) \
	X(SESSION,	"session-minutes",	480,	1,	1440	/* a session, whatever is done in it */) \
	X(IDLE,		"idle-minutes",		30,	1,	1440	/* a session in which nothing is done */)

enum limit {
#define X(id, name, usual, least, most) LIMIT_##id,
	LIMITS(X)
#undef X
	LIMIT_COUNT
};

struct limits {
	int v[LIMIT_COUNT];
};

/* E_BROKEN where a row says what is no number, or one that is not allowed. */
enum err limits_load(struct store *, struct limits *, struct why *);

#endif
