/* What a page of a ledger (台账) is made of. */
#ifndef BH_PAGE_LEDGER_H
#define BH_PAGE_LEDGER_H

#include "web/looking.h"

struct ledger_row {
	struct str id, number, title, lead, state, due, evidence;
	struct shown_lamp lamp;
	bool late;
};

struct ledger_head {	/* of a column */
	struct str label, query, sorted;	/* query: the page sorted by it; empty: it is not; sorted: "ascending", "descending" */
};

typedef ARRAY(struct ledger_count { struct str query, label; struct shown_lamp lamp; long long n; }) ledger_counts;

struct ledger_page {
	struct chrome chrome;
	struct looking l;	/* what was asked: its boxes, its next page */
	struct str code, name, kind;
	ARRAY(struct ledger_tab { struct str query, label, current; }) kinds;
	ledger_counts states, lamps;
	ARRAY(struct ledger_head) heads;
	ARRAY(struct ledger_row) rows;
};

#endif
