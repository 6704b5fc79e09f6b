/*
 * face: the served ledger: a server of HTTP, the seats that read, the pen that writes, and the routes.
 *
 * What is asked for with GET is answered on the threads of the server, which takes milliseconds; all else by workers, who may wait for
 * the disk. A password is weighed by one of them at a time.
 */
#ifndef BH_FACE_H
#define BH_FACE_H

#include "base/err.h"
#include "web/http.h"
#include "web/pen.h"

struct face_settings {
	const char *db, *evidence;	/* evidence: the folder */
	const char *address;		/* of this machine */
	uint16_t port;			/* 0: any that is free */
	unsigned threads;		/* that answer */
	bool behind_tls;		/* a proxy speaks TLS before it: cookies are for that alone */
};

struct face;

/* E_USAGE: the address cannot be had. The module of the server is looked for beside the program. */
enum err face_start(struct face **, const struct face_settings *, struct why *);
uint16_t face_port(const struct face *);
/* What is under way is ended; waits so many seconds for it. NULL is accepted. */
void face_stop(struct face *, unsigned seconds);

/* ---- for visits ---- */

struct seats *face_seats(struct face *);
const struct http_engine *face_engine(const struct face *);
/* By a worker, some time soon: that its session was seen now. */
void face_note_seen(struct face *, struct str token);
struct pen *face_pen(struct face *);
const struct face_settings *face_settings(const struct face *);
/* One at a time: who weighs a password stands between. */
void face_weigh_begin(struct face *);
void face_weigh_end(struct face *);

#endif
