/*
 * http: what the web face wants of a server of HTTP/1.1, and nothing of the library that is one. It stands in a module
 * (http_mhd.c), so that commands that serve nothing do not load it, and can be replaced.
 *
 * An exchange is one request and its answer. Its head is checked before anything else sees it: one Host, at most one Content-Length and
 * not beside Transfer-Encoding, no upgrade. A body is kept in memory, or in a file without a name where it is long; then `take` is
 * called, on a thread that many connections share: what takes more than some milliseconds answers later, from a thread of its own.
 *
 * Slow clients are closed: without a full head in `head_seconds`, or a body that comes slower than `body_rate`.
 */
#ifndef BH_HTTP_H
#define BH_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct http_exchange;	/* of the library */

struct http_header {
	const char *name, *value;
};

/* What is answered: bytes that are freed by `done` with `arg`, or a piece of a file, which is closed. */
struct http_answer {
	int status;
	const struct http_header *headers;
	size_t nheaders;
	const void *bytes;
	size_t n;
	void (*done)(void *arg);
	void *arg;
	int fd;			/* -1: bytes */
	uint64_t from, size;	/* of the file */
};

struct http_asked {
	const char *method, *path, *query;	/* path: as it came, before any %XX; query: behind the ?, "" */
	const char *peer;			/* the address of the other end of the connection */
	const char *body;			/* n bytes, in memory or mapped */
	size_t n;
};

struct http_settings {
	const char *address;		/* of this machine: 127.0.0.1 */
	uint16_t port;			/* 0: any */
	int listening;			/* a socket that listens already, or -1 */
	unsigned threads, connections;	/* connections: at most */
	unsigned head_seconds, idle_seconds;
	unsigned body_rate;		/* bytes a second, at least, once some seconds have gone */
	void *arg;
	/* How long a body may be: asked when the head is there. 0: none is taken. */
	uint64_t (*body_most)(void *arg, const char *method, const char *path);
	/* Whether it is answered later: then `hand_over` is called in place of `take`, and somebody answers. */
	bool (*takes_long)(void *arg, const struct http_asked *);
	void (*take)(void *arg, struct http_exchange *, const struct http_asked *);
	void (*hand_over)(void *arg, struct http_exchange *, const struct http_asked *);
	/* What is said where the head or the length is refused: a status (400, 411, 413 …). */
	void (*refuse)(void *arg, int status, struct http_answer *);
	/* An exchange has ended, or a connection was closed for its slowness (status 0). */
	void (*ended)(void *arg, int status, const char *method, const char *path, double seconds);
};

struct http_server;

struct http_engine {
	struct http_server *(*start)(const struct http_settings *, char *error, size_t n);
	uint16_t (*port)(const struct http_server *);
	unsigned (*connections)(struct http_server *);
	/* No new connections; those that are there end with what they are at. Waits so many seconds. */
	void (*stop)(struct http_server *, unsigned seconds);
	const char *(*header)(struct http_exchange *, const char *name);	/* NULL: none */
	/* Once for each exchange, from any thread. */
	void (*answer)(struct http_exchange *, const struct http_answer *);
};

#define HTTP_ENGINE "http_engine"	/* the name of the one in a module */

#endif
