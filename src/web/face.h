/* face: a served ledger, as a visit knows it: the seats that read, the scribe that writes, the server that is asked for heads. */
#ifndef BH_FACE_H
#define BH_FACE_H

#include "base/buf.h"
#include "base/err.h"
#include "web/http.h"
#include "web/scribe.h"

struct face_settings {
	const char *db, *evidence;	/* evidence: the folder */
	const char *address;		/* of this machine */
	uint16_t port;			/* 0: any that is free */
	unsigned threads;		/* that answer */
	bool behind_tls;		/* a proxy speaks TLS before it: cookies are for that alone */
};

struct face;

struct seats *face_seats(struct face *);
const struct http_engine *face_engine(const struct face *);
/* By a worker, some time soon: that its session was seen now. */
void face_note_seen(struct face *, struct str token);
struct scribe *face_scribe(struct face *);
const struct face_settings *face_settings(const struct face *);
/* One at a time: who weighs a password stands between. */
void face_weigh_begin(struct face *);
void face_weigh_end(struct face *);

/* What is counted, in the text format of Prometheus. */
void face_put_counts(struct face *, struct buf *);
uint16_t face_port(const struct face *);

#endif
