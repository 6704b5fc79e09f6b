/*
 * scribe: the one that writes for all visits: a job is a transaction's part on the thread of the writer (store/writer.h), with a hand and the ledgers as
 * they are there. Other programs may write beside it.
 */
#ifndef BH_SCRIBE_H
#define BH_SCRIBE_H

#include "ledger/rights.h"
#include "web/seat.h"

struct scribe;

enum err scribe_start(struct scribe **, const char *path, struct why *);
void scribe_stop(struct scribe *);		/* NULL is accepted */

struct scribe_job {
	struct hand *hand;
	struct ledgers *ledgers;
	struct arena *arena;		/* of the job: what is to outlive it is copied */
	int32_t today;
	struct why *why;
	void *arg;
};

typedef enum err (*scribe_work)(struct scribe_job *);

/*
 * By somebody's hand, now; person nil: the engine's. When it returns OK, what was done is on the disk. Where the work refuses before it has written
 * anything (act.h), nothing else is touched.
 */
enum err scribe_write(struct scribe *, struct uuid person, struct uuid acting_for, scribe_work, void *arg, struct why *);

#endif
