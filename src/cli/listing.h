/* listing: lists of things, each told as an object of members (JSON) or as cells of a row. */
#ifndef BH_CLI_LISTING_H
#define BH_CLI_LISTING_H

#include "cli/cells.h"
#include "cli/desk.h"

struct listing_form {
	const char *format, *name;	/* of the list in JSON */
	size_t size;			/* of a thing */
	void (*put_json)(struct desk *, const void *thing);	/* its members */
	void (*put_cells)(struct desk *, const void *thing, struct cells *);
	size_t columns;			/* of the cells */
};

void listing_print(struct desk *, const struct listing_form *, const void *things, size_t n);

#endif
