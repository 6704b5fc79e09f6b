/* What the pages of logging in, and of one's password, are made of. */
#ifndef BH_PAGE_LOGIN_H
#define BH_PAGE_LOGIN_H

#include "web/visit.h"

struct login_page {
	struct chrome chrome;
	struct str login, next;
};

struct password_page {
	struct chrome chrome;
	struct str login;
	bool must, changed;	/* must: before one may log in */
	ARRAY(struct own_session { struct str made, seen, until; bool here; }) sessions;
	bool others;		/* there are more than this one */
};

#endif
