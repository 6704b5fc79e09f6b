/* prove: somebody proves to be who they say: by a password, and a code where they have begun one. By a worker: weighing takes a tenth of a second. */
#ifndef BH_PROVE_H
#define BH_PROVE_H

#include "ledger/credential.h"
#include "web/visit.h"

struct proof {
	struct str login, code;
	enum proving what;
	struct str old;			/* of PROVE_LOGIN: a session that ends with it; empty: none */
	struct attempt attempt;
	enum err verdict;		/* OK, E_PASSWORD, E_LOCKOUT, E_MUST_CHANGE */
	struct limits limits;
	char token[SESSION_TOKEN];	/* of PROVE_LOGIN, where the verdict is OK: a session has begun */
};

/* OK where it could be judged. */
enum err prove(struct visit *, struct proof *, struct str password);
/* In words. */
struct str prove_verdict(const struct visit *, const struct proof *);

#endif
