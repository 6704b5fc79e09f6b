/*
 * records_walk: lists of what is told of records beside their rows (notices, instructions, look-backs …), for who acts: rows of a
 * statement of the catalogue, each told with its record.
 */
#ifndef BH_RECORDS_WALK_H
#define BH_RECORDS_WALK_H

#include "cli/cells.h"
#include "cli/records.h"

struct records_walk {
	enum statement statement;	/* SCOPED: $1 the ledger's number, $2 the kind; its first column is the record */
	size_t size;			/* of what is kept of a row */
	void (*take)(struct arena *, struct rows *, void *row);
	/* Members of an object (JSON), or cells of a row. */
	void (*put_json)(struct records *, const struct record *, const void *row, void *arg);
	void (*put_cells)(struct records *, const struct record *, const void *row, struct cells *, void *arg);
	void *arg;
	const char *format, *name;	/* of the list in JSON */
	size_t columns;			/* of the cells */
};

/* Of one kind of the ledger, or of all (NULL). Printed as a list of the desk. */
enum err records_walk(struct records *, const struct ledger *, const struct kind_force *, const struct records_walk *);
/* Of all kinds of the ledger that the call names. */
enum err records_walk_ledger(struct desk *, const struct records_walk *);

#endif
