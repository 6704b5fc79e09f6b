/*
 * looking: a page of the records of a ledger, as the query of a URL asks for it:
 *
 *	kind	the first of the definition, unless told
 *	state, lamp, f.FIELD	its key; "-": where it says nothing. Fields of choices that the definition lists
 *	unit	and what is below it, by what people call it
 *	as-of	the end of that day
 *	sort	number, lamp, state, due, evidence; with - before it backwards
 *	after	the row behind which it begins, as `next` of the page before says
 */
#ifndef BH_LOOKING_H
#define BH_LOOKING_H

#include "store/table_list.h"
#include "web/visit.h"

struct choice_box {	/* a filter by a column of a few values */
	struct str name, label;
	ARRAY(struct choice_option { struct str key, label, selected; }) options;
};

struct looking {
	struct visit *v;
	const struct ledger *ledger;
	const struct kind_force *kind;
	struct scope scope;
	bool narrow;		/* a field is asked about that is for fewer eyes: no more is told than to them */
	unsigned see;
	struct table_filter filters[FILTERS_MOST];
	struct table_query q;
	/* What was asked, as a form shows it again; wrong: what could not be taken, in words. */
	struct str sort, unit, as_of, wrong;
	ARRAY(struct choice_box) boxes;
	/* What there is: complete records; the query of the page behind, or nothing. */
	ARRAY(struct record) records;
	struct str next;
};

/* Of the ledger that the URL names, and the kind that it asks for: E_RECORD where who comes sees none such. `v` is set. */
enum err looking_ledger(struct looking *);
enum err looking_rows(struct looking *);
/* The query as it is, but for one name; value empty: without it. Where the rows are others, they begin anew. */
struct str looking_query(const struct looking *, const char *name, struct str value);

#endif
