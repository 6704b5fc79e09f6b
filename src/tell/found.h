/*
 * found: records by the words in them, as these eyes may see them: which line of each has the words, and where.
 *
 * The index and the rights of who asks are of one moment, or it is asked again.
 */
#ifndef BH_FOUND_H
#define BH_FOUND_H

#include "ledger/record_search.h"
#include "tell/teller.h"

#define FOUND_MARKS 64

struct found_record {
	struct record rec;
	enum search_rank rank;
	struct str line;	/* of its text, where words stand: a piece of it */
	struct search_mark marks[FOUND_MARKS];	/* in the line */
	size_t nmarks;
};

struct finding {
	struct teller *teller;
	struct search *search;		/* opened with the source */
	struct record_search *source;
	/* Within a transaction that has just begun: the teller, and what it borrows, becomes that of this moment; *only: one ledger, or NULL. */
	enum err (*now)(void *arg, const struct ledger **only);
	void *arg;
	struct str words;
	struct search_page page;	/* offset and limit are given */
	struct search_query query;
	int64_t seq;			/* at which the rights are those of who asks */
	ARRAY(struct found_record) list;
};

/* No transaction of the store stands open when it is called; where it returns OK, one does, of the moment of what was found. E_QUERY. */
enum err finding_ask(struct finding *);
/* Where words stand in a text: how many marks. */
size_t finding_marks(const struct finding *, struct str text, struct search_mark out[FOUND_MARKS]);

/* Members of an object. */
void found_put_json(struct finding *, struct buf *, const struct found_record *);

#endif
