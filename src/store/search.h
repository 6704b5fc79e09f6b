/*
 * search: the records of a store by the words in them (search_words.h).
 *
 * The index is a file of its own beside the database, NAME-search.db, and can be thrown away: it is made of what
 * the database holds, and remembers the seq up to which it has taken that in. One that is damaged, of another version,
 * of another site or of another past (after a backup was restored) is made again by itself.
 *
 * What is told is told for a person, by the scope of who asks, and of the database as it is when it is asked: first the index takes in
 * what is new. So nobody is told, by a row or by a count, what the index still has of yesterday.
 *
 * A search belongs to one thread, and to one connection that only reads. Any number of them, of several processes,
 * share a file: one at a time writes to it.
 */
#ifndef BH_SEARCH_H
#define BH_SEARCH_H

#include "store/search_words.h"
#include "store/store.h"

struct search;

/* A unit, post or person that has a part in a record. */
struct search_party {
	const unsigned char *who;	/* ID_SIZE bytes */
	struct str path;		/* of a unit; else empty */
};

struct search_entry {
	int64_t key;		/* the record: its number in `identity` */
	int64_t ledger;		/* what scopes call its ledger: a number that the source gives, and who asks knows */
	struct str path;	/* of the unit */
	struct str number, title, text;
	int64_t at;		/* time of its newest event */
	const struct search_party *parties;
	size_t n_parties;
};

/*
 * Tells, by search_put and search_remove, each record whose newest event has since < seq <= until, as it
 * is now, in the order of these events where it can; and any other whose place is another since then: its unit moved, or one
 * that has a part in it. It reads the database by the connection that the search was opened with, within the transaction that
 * stands open.
 */
struct search_source {
	enum err (*changed)(void *arg, struct search *, int64_t since, int64_t until, struct why *);
	void *arg;
};

/* `store` only reads and stays the caller's; it must outlive the search. The file is made where it is not there. */
enum err search_open(struct search **, struct store *, const unsigned char site[ID_SIZE], struct search_source, struct why *);
void search_close(struct search *);	/* NULL is accepted */

/* Takes in what is new, SEARCH_STEP events at a time; each step is there whole or not at all. */
#define SEARCH_STEP 10000
enum err search_catch_up(struct search *, struct why *);
/* Up to which it has taken in; 0 where it holds nothing. */
enum err search_seq(struct search *, int64_t *seq, struct why *);
/* For the source alone. What was put under the key before is no longer found. */
enum err search_put(struct search *, const struct search_entry *, struct why *);
enum err search_remove(struct search *, int64_t key, struct why *);

/* ---- asking ---- */

enum search_rank { SEARCH_IN_NUMBER, SEARCH_IN_TITLE, SEARCH_IN_TEXT };

struct search_hit {
	int64_t key, at;
	enum search_rank rank;
};

#define SEARCH_COUNT 1000	/* counted exactly; more is told as more */
#define SEARCH_LIMIT 20		/* of a page, unless told */

struct search_page {
	size_t offset, limit;	/* wanted: together at most SEARCH_COUNT (E_USAGE) */
	struct search_hit *hits; /* room for `limit` */
	size_t n;		/* hits told */
	size_t count;		/* of all: at most SEARCH_COUNT */
	bool more;		/* there are more than that */
};

/*
 * What the query finds (E_QUERY) of what any of the scopes shows, none of which shows what another does: first where the number is the query, then where all words stand in the
 * title, then the others; of each the newest first, and of the same time what came last. A transaction of the store must not stand
 * open. E_BUSY while another takes in very much; errors of a disk where what is new cannot be taken in.
 */
enum err search_ask(struct search *, const struct scope *, size_t n, struct str query, struct search_page *, struct why *);

/* After an ordered removal was taken in: what was forgotten stands in no page of the file. E_BUSY while somebody asks. It takes long. */
enum err search_purge(struct search *, struct why *);

#endif
