/* search_inside: what the files of search share. */
#ifndef BH_SEARCH_INSIDE_H
#define BH_SEARCH_INSIDE_H

#include <sys/types.h>

#include "store/search.h"
#include "store/search_statements.h"

/* The one row of the file about itself. */
struct search_about {
	int64_t version, seq;
	int64_t last;			/* id given */
	int64_t newest;			/* time of an entry, of all that ever were */
	unsigned char site[ID_SIZE];
	unsigned char leaf[HASH_SIZE];	/* of the event `seq`: zeroes of 0 */
};

struct search {
	struct store *store;		/* the file is attached to it where `attached` */
	bool attached;
	char *path;
	dev_t device;			/* of the file that is open */
	ino_t inode;
	unsigned char site[ID_SIZE];
	struct search_source source;
	const struct engine *engine;
	void *conn;			/* the one that writes; NULL: not open */
	void *prepared[SEARCH_STATEMENT_COUNT];
	struct search_about about;	/* while a step is taken */
	struct buf text, title, number, place, whole;
};

/*
 * Brings the index up to the database, mends the file where it must, and leaves a transaction of the store
 * open: what is read in it is not behind.
 */
enum err search_fresh(struct search *, struct why *);
/* Whether the file of that name is the one that is open: another process may have removed it. */
bool search_same_file(const struct search *);
/* Whether an error tells that the file is damaged; then search_mend makes it again, empty. */
bool search_damaged(enum err);
enum err search_mend(struct search *, struct why *);

/*
 * Terms of a place, a private character at their front: no text has them. An entry has that of its ledger, of its
 * unit and each above it; of who takes part, and of the units that do and each above them. By them what a scope does not show
 * is mostly not looked at; what is shown, the condition in the statement decides.
 */
void search_place_ledger(struct buf *, int64_t ledger);
void search_place_unit(struct buf *, struct str path);
void search_place_who(struct buf *, const unsigned char *who);
void search_place_part(struct buf *, struct str path);

#endif
