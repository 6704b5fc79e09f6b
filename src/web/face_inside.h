/* face_inside: what a served ledger is made of: for who starts it and who asks it. */
#ifndef BH_FACE_INSIDE_H
#define BH_FACE_INSIDE_H

#include <pthread.h>

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

struct face {
	struct face_settings of;
	void *module;
	const struct http_engine *engine;
	struct http_server *server;
	struct seats *seats;
	struct pen *pen;
	pthread_mutex_t weighing;
	pthread_mutex_t lock;		/* of what follows */
	pthread_cond_t some;
	struct task *first, **last;
	bool stopping;
	pthread_t workers[WORKERS];
	size_t nworkers;
};

/* False: it is to stop. */
bool face_put_task(struct face *, struct task *);

#endif
