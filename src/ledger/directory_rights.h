/*
 * directory_rights: who may change what of the directory, and who carries out a removal. One table; every function of directory.h asks it.
 *
 * The three administrators (三员) keep it between them: none does what another does. Nobody acts here for somebody else.
 */
#ifndef BH_DIRECTORY_RIGHTS_H
#define BH_DIRECTORY_RIGHTS_H

#include "ledger/directory.h"

#define DIRECTORY_ACTS(X) /*	act		who may		on what is one's own */ \
	X(UNITS,		SYSTEM,		SAME) \
	X(POSTS,		SYSTEM,		SAME) \
	X(PERSONS,		SYSTEM,		SAME) \
	X(ROLE_GIVEN,		SECURITY,	NEVER) \
	X(ROLE_TAKEN,		SECURITY,	SAME) \
	X(PORTFOLIOS,		SECURITY,	NEVER) \
	X(DELEGATIONS,		SECURITY,	ALWAYS) \
	X(REMOVALS,		SECURITY,	SAME)	/* of what events say, by order */

enum directory_act {
#define X(act, who, own) ACT_##act,
	DIRECTORY_ACTS(X)
#undef X
};

/*
 * `whose`: the person whom it is about, nil where about none. A hand without a person is the engine's, which may all.
 * E_RIGHT names the role that may.
 */
enum err directory_may(const struct hand *, enum directory_act, struct uuid whose, struct why *);

#endif
