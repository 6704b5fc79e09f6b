/* counts: how many records there are of each value of a column, with what each is called, and the query of a ledger's page that shows them. */
#ifndef BH_COUNTS_H
#define BH_COUNTS_H

#include "store/table_list.h"
#include "web/visit.h"

#define COUNTED_NONE "-"	/* the key of where the column says nothing */

struct counted {
	struct str key, label;
	struct shown_lamp lamp;		/* of the column of lamps */
	int64_t n;
};

typedef ARRAY(struct counted) counted_list;

/* Of what the query lets through, by a column of RECORD_COLUMNS or of a field of choices; in the order of the definition. */
enum err counts_read(struct visit *, const struct kind_force *, const struct table_query *, size_t column, counted_list *);

/* A column by which records of the kind are counted on pages, one after another; false: there are no more. */
struct counted_column {
	size_t column;
	struct str name, label;		/* name: of the filter of a ledger's page */
};
bool counts_column(const struct visit *, const struct kind_force *, size_t i, struct counted_column *);

#endif
