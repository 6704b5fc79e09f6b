/*
 * record_search: records as the search index takes them in (store/search.h), and the scopes by which it is asked.
 *
 * A record is found by its number, its title, and a text: every field of words, labels of choices in both languages, numbers with
 * their measure words, words of documents that it cites; names of the units that lead and support; of its events the reasons,
 * instructions, numbers of notices and names of evidence. All of that is for whoever sees the record: fields that only some
 * parties may see are left out, for everybody.
 *
 * What was removed by order is not in it, though rows made before may still have it: of a record of which anything was removed,
 * a field is taken only as an event that is left says it.
 *
 * Kinds of a ledger may be for different eyes. So what the index calls a ledger is a kind of one, by a number of its own.
 */
#ifndef BH_RECORD_SEARCH_H
#define BH_RECORD_SEARCH_H

#include "ledger/rights.h"
#include "store/search.h"

/* Lives as long as the search that was opened with it. */
struct record_search {
	struct store *store;
	struct buf text;
	bool removed;		/* it took in that something was removed by order: search_purge is due */
};

enum err record_search_open(struct record_search *, struct store *, const unsigned char site[ID_SIZE], struct search **, struct why *);
void record_search_close(struct record_search *, struct search *);

/* What a record is found by, as it is. */
struct found_by {
	struct str title, text;	/* lines */
	int64_t at;		/* time of its newest event */
};
/* The record is complete (record_complete). *r loses values that were removed; b keeps the text. */
enum err record_found_by(struct arena *, struct store *, const struct ledgers *, struct record *r, struct buf *b, struct found_by *,
    struct why *);

/*
 * What somebody may find: in all ledgers, or in one of them. The scopes show no record twice. E_TOOBIG as rights_scope. They are
 * good as long as the index is at the seq at which the ledgers were read.
 */
enum err record_search_scopes(struct arena *, const struct actor *, const struct ledgers *, const struct ledger *only,
    struct scope **, size_t *n, struct why *);

#endif
