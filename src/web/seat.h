/*
 * seat: a connection that reads, with the ledgers as they are, for one visit after another. There are as many as visits can be answered at once;
 * a seat belongs to the thread that has taken it.
 */
#ifndef BH_SEAT_H
#define BH_SEAT_H

#include "base/arena.h"
#include "ledger/calendar.h"
#include "ledger/ledgers.h"
#include "ledger/record_search.h"
#include "ledger/site.h"

struct seat {
	struct site site;
	struct arena *arena;		/* of what follows */
	struct calendar calendar;
	struct ledgers ledgers;
	int64_t stamp;			/* which register they are of; -1: none yet */
	struct record_search source;	/* of the index of words, once somebody searched here */
	struct search *search;
	struct seat *next;
};

struct seats;

enum err seats_open(struct seats **, const char *path, size_t n, struct why *);
void seats_close(struct seats *);	/* all have been given back; NULL is accepted */

/*
 * Waits for one that is free, and begins to read: what the visit sees is of one moment, and the ledgers are those of it. NULL with an error
 * of the store.
 */
struct seat *seat_take(struct seats *, enum err *, struct why *);
void seat_give(struct seats *, struct seat *);

/* Reads the ledgers where they are others than before: for who has a connection of its own. */
enum err seat_refresh(struct seat *, struct why *);

/* The index of words, opened with the seat's connection; no transaction may stand open. */
enum err seat_search(struct seat *, struct why *);

#endif
