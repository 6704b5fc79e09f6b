/* What the overview (总览) of a ledger is made of. */
#ifndef BH_PAGE_OVERVIEW_H
#define BH_PAGE_OVERVIEW_H

#include "web/visit.h"

struct overview_count {
	struct str query, label;
	struct shown_lamp lamp;
	long long now, then, change;
	struct str width;	/* of a bar: of a hundred */
};

struct overview_unit {
	struct str id, name;
	long long all;
	ARRAY(struct overview_cell { struct str query; long long n; struct str shade; }) cells;
};

struct overview_slow {
	struct str id, number, title, lead, due, reason;
	struct shown_lamp lamp;
};

struct overview_page {
	struct chrome chrome;
	struct str code, name, kind, unit, unit_name, as_of, since;
	long long all;
	ARRAY(struct overview_kind { struct str query, label, current; }) kinds;
	ARRAY(struct overview_table { struct str label; ARRAY(struct overview_count) counts; }) tables;
	ARRAY(struct overview_head { struct str label; struct shown_lamp lamp; }) heads;
	ARRAY(struct overview_unit) units;
	ARRAY(struct overview_slow) slow;
};

#endif
