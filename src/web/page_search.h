/* What the page of a search is made of. */
#ifndef BH_PAGE_SEARCH_H
#define BH_PAGE_SEARCH_H

#include "web/visit.h"

typedef ARRAY(struct search_piece { struct str text; bool marked; }) search_pieces;

struct search_row {
	struct str id, ledger, number, state, lead;
	struct shown_lamp lamp;
	search_pieces title, line;
};

struct search_result {	/* of the page: struct search_page is the index's own */
	struct chrome chrome;
	struct str words, next;
	size_t count;
	bool more, asked;
	ARRAY(struct search_row) rows;
};

#endif
