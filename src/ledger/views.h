/*
 * views: whether the rows that are made from events are what the events make: all is made again, held against what
 * was there, and put back as it was. An edited row is told with its table and, where it is a record's, the record.
 */
#ifndef BH_VIEWS_H
#define BH_VIEWS_H

#include "ledger/rebuild.h"

struct views_report {
	uint64_t events;
	size_t tables;
	bool bad;
	char table[64];		/* the first that differs */
	bool has_record;
	struct uuid record;	/* of its first row that does */
	char number[200];	/* of that record; may be empty */
};

/* In a transaction of its own, which is undone: who writes waits meanwhile. */
enum err views_check(struct store *, struct views_report *, struct why *);

#endif
