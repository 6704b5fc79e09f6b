/* face_inside: what a served ledger is made of: for who starts it and who asks it. */
#ifndef BH_FACE_INSIDE_H
#define BH_FACE_INSIDE_H

#include <pthread.h>
#include <stdatomic.h>

#include "ledger/session.h"
#include "web/face.h"

#define WORKERS 8			/* of what waits for the disk, or takes long */

/* What a worker is to do: answer an exchange, or (NULL) note that a session was seen. */
struct task {
	struct task *next;
	struct http_exchange *exchange;
	const struct http_asked *asked;
	char token[SESSION_TOKEN];
};

/* Since the start; written by any thread. */
struct face_counts {
	atomic_ullong by_class[6];	/* of statuses: [2]: 2xx; [0]: closed for their slowness */
	atomic_ullong microseconds;	/* that answers took, all in all */
};

struct face {
	struct face_counts counts;
	struct face_settings of;
	void *module;
	const struct http_engine *engine;
	struct http_server *_Atomic server;	/* requests come before its start has returned */
	struct seats *seats;
	struct scribe *scribe;
	pthread_mutex_t weighing;
	pthread_mutex_t lock;		/* of what follows */
	pthread_cond_t some;
	struct task *first, **last;
	bool stopping;
	pthread_cond_t stops;
	pthread_t workers[WORKERS], clock;
	size_t nworkers;
	bool clock_runs;
};

/* False: it is to stop. */
bool face_put_task(struct face *, struct task *);

#endif
