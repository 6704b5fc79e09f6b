/* What the desk (工作台) is made of: what waits for who comes. */
#ifndef BH_PAGE_DESK_H
#define BH_PAGE_DESK_H

#include "web/visit.h"

struct desk_row {
	struct str id, ledger, number, title, lead, state, about, due;
	struct shown_lamp lamp;
	bool late;
};

struct desk_group {
	struct str what;
	size_t count;
	bool more;		/* than are shown */
	ARRAY(struct desk_row) rows;
};

struct desk_page {
	struct chrome chrome;
	struct str today;
	ARRAY(struct desk_group) groups;
};

#endif
