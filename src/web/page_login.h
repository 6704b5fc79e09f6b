/* What the page of logging in is made of. */
#ifndef BH_PAGE_LOGIN_H
#define BH_PAGE_LOGIN_H

#include "web/visit.h"

struct login_page {
	struct chrome chrome;
	struct str login, next;
};

#endif
