/*
 * http_mhd: the server by libmicrohttpd: an epoll set for each of some threads. What the library leaves open is closed here: it
 * takes heads that say their length twice, and its time-out begins anew with every byte (libmicrohttpd 0.9.75).
 *
 * A module: it uses nothing of the program.
 */
#include "web/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define IN_MEMORY ((size_t)64 << 10)	/* of a body; what is longer goes to a file */
#define SWALLOWED ((uint64_t)1 << 20)	/* of a body that is refused, so that its sender hears why */
#define RATE_AFTER 5			/* seconds that a body may take to become quick */
#define MEMORY_OF_CONNECTION ((size_t)32 << 10)	/* heads, and what the library keeps with them */

enum doing { AWAITS_HEAD, TAKES_BODY, IS_ANSWERED };

/* One connection: when what it is at began. Written by the thread that has it, read by the one that closes slow ones. */
struct link {
	struct link *next, **at;
	int fd;
	_Atomic double since;
	atomic_int doing;
	atomic_bool kept;	/* it has been answered once: it may wait longer for the next head */
	_Atomic uint64_t got;
	bool closed;
};

struct http_server {
	struct http_settings of;
	struct MHD_Daemon *daemon;
	pthread_mutex_t lock;	/* of the links */
	struct link *links;
	unsigned count;
	pthread_t reaper;
	atomic_bool stopping;
	atomic_uint busy;	/* exchanges that are not answered yet */
	uint16_t port;
};

struct http_exchange {
	struct http_server *server;
	struct MHD_Connection *connection;
	struct link *link;
	struct http_asked asked;
	char *path, *query, *method;
	char peer[INET6_ADDRSTRLEN];
	char *body;
	size_t n, cap;
	uint64_t most, swallowed;
	int fd;			/* of a long body */
	bool begun, suspended, given;
	int status, late;	/* late: what a body is refused with once it is there, for before nothing can be said */
	double since;
	struct MHD_Response *response;	/* of one that is answered later */
	pthread_mutex_t lock;
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- connections ---- */

/* What it does last: until then it is as it was, but that it has just begun. */
static void
link_does(struct link *l, enum doing doing)
{
	if (l == NULL)
		return;
	l->since = now();
	l->got = 0;
	l->doing = (int)doing;
}

static void
link_begin(struct http_server *s, struct MHD_Connection *c, void **context)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct link *l = calloc(1, sizeof *l);

	if (l == NULL || info == NULL) {
		free(l);
		return;
	}
	l->fd = info->connect_fd;
	link_does(l, AWAITS_HEAD);
	pthread_mutex_lock(&s->lock);
	l->next = s->links;
	l->at = &s->links;
	if (l->next != NULL)
		l->next->at = &l->next;
	s->links = l;
	s->count++;
	pthread_mutex_unlock(&s->lock);
	*context = l;
}

static void
link_end(struct http_server *s, void **context)
{
	struct link *l = *context;

	if (l == NULL)
		return;
	pthread_mutex_lock(&s->lock);
	*l->at = l->next;
	if (l->next != NULL)
		l->next->at = l->at;
	s->count--;
	pthread_mutex_unlock(&s->lock);
	free(l);
	*context = NULL;
}

static void
connection_noted(void *arg, struct MHD_Connection *c, void **context, enum MHD_ConnectionNotificationCode code)
{
	if (code == MHD_CONNECTION_NOTIFY_STARTED)
		link_begin(arg, c, context);
	else
		link_end(arg, context);
}

static bool
too_slow(const struct http_server *s, const struct link *l, double t)
{
	double took = t - l->since;

	if (l->doing == AWAITS_HEAD)
		return took > (l->kept ? s->of.idle_seconds : s->of.head_seconds);
	return l->doing == TAKES_BODY && took > RATE_AFTER && (double)l->got < took * s->of.body_rate;
}

/* Looked at once a second, by the one thread that may: a link lives as long as the lock is held. */
static void
reap(struct http_server *s)
{
	double t = now();
	bool stopping = atomic_load(&s->stopping);

	pthread_mutex_lock(&s->lock);
	for (struct link *l = s->links; l != NULL; l = l->next) {
		bool slow = too_slow(s, l, t), idle = stopping && l->doing == AWAITS_HEAD;

		if (l->closed || (!slow && !idle))
			continue;
		l->closed = true;
		shutdown(l->fd, SHUT_RDWR);
		if (slow && !l->kept && s->of.ended != NULL)
			s->of.ended(s->of.arg, 0, "", "", t - l->since);
	}
	pthread_mutex_unlock(&s->lock);
}

static void *
reaper(void *arg)
{
	struct http_server *s = arg;

	while (!atomic_load(&s->stopping)) {
		reap(s);
		usleep(500000);
	}
	return NULL;
}

/* ---- heads ---- */

struct counted {
	const char *name;
	unsigned n;
};

static enum MHD_Result
count_header(void *arg, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct counted *c = arg;

	(void)kind;
	(void)value;
	c->n += strcasecmp(name, c->name) == 0;
	return MHD_YES;
}

static unsigned
headers_named(struct MHD_Connection *c, const char *name)
{
	struct counted n = { name, 0 };

	MHD_get_connection_values(c, MHD_HEADER_KIND, count_header, &n);
	return n.n;
}

static bool
digits_only(const char *s)
{
	size_t n = strlen(s);

	return n > 0 && n < 19 && strspn(s, "0123456789") == n;
}

/* The status that a head is refused with; 0: it is good. */
static int
judge_head(struct http_exchange *x, const char *version)
{
	struct MHD_Connection *c = x->connection;
	const char *length = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Content-Length");
	unsigned codings = headers_named(c, "Transfer-Encoding");

	if (strcmp(version, "HTTP/1.1") != 0 && strcmp(version, "HTTP/1.0") != 0)
		return 505;
	if (headers_named(c, "Host") != 1 || headers_named(c, "Content-Length") > 1 || (length != NULL && !digits_only(length)))
		return 400;
	if (codings > 1 || (codings > 0 && length != NULL))
		return 400;
	if (codings > 0 && strcasecmp(MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Transfer-Encoding"), "chunked") != 0)
		return 501;
	if (x->asked.path[0] != '/' || headers_named(c, "Upgrade") > 0)
		return 400;
	return length != NULL && strtoull(length, NULL, 10) > x->most ? 413 : 0;
}

/* ---- answers ---- */

static struct MHD_Response *
response_of(const struct http_answer *a)
{
	struct MHD_Response *r;

	if (a->fd >= 0)
		r = MHD_create_response_from_fd_at_offset64(a->size, a->fd, a->from);
	else
		r = MHD_create_response_from_buffer_with_free_callback_cls(a->n, (void *)a->bytes, a->done, a->arg);
	if (r == NULL) {
		if (a->fd >= 0)
			close(a->fd);
		else if (a->done != NULL)
			a->done(a->arg);
		return NULL;
	}
	for (size_t i = 0; i < a->nheaders; i++)
		MHD_add_response_header(r, a->headers[i].name, a->headers[i].value);
	return r;
}

static enum MHD_Result
queue(struct http_exchange *x)
{
	enum MHD_Result done;

	if (x->response == NULL)
		return MHD_NO;
	done = MHD_queue_response(x->connection, (unsigned)x->status, x->response);
	MHD_destroy_response(x->response);
	x->response = NULL;
	link_does(x->link, IS_ANSWERED);
	return done;
}

static void
nothing(void *arg)
{
	(void)arg;
}

/* From any thread: where the connection waits for it, it is woken. */
static void
answer(struct http_exchange *x, const struct http_answer *a)
{
	struct http_answer with = *a;
	bool wake;

	if (with.done == NULL)
		with.done = nothing;
	pthread_mutex_lock(&x->lock);
	x->response = response_of(&with);
	x->status = a->status;
	x->given = true;
	wake = x->suspended;
	pthread_mutex_unlock(&x->lock);
	if (wake)
		MHD_resume_connection(x->connection);
}

static enum MHD_Result
refuse(struct http_exchange *x, int status)
{
	struct http_answer a = { .status = status, .fd = -1 };

	x->server->of.refuse(x->server->of.arg, status, &a);
	answer(x, &a);
	if (x->response != NULL)
		MHD_add_response_header(x->response, "Connection", "close");
	return queue(x);
}

/* ---- bodies ---- */

static bool
write_whole(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t wrote = write(fd, p, n);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return false;
		p += wrote;
		n -= (size_t)wrote;
	}
	return true;
}

/* What is long goes to a file without a name, in TMPDIR or /tmp. */
static int
nameless(void)
{
	const char *folder = getenv("TMPDIR");
	char path[4096];
	int fd = open(folder != NULL ? folder : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd >= 0 || snprintf(path, sizeof path, "%s/bihuan-XXXXXX", folder != NULL ? folder : "/tmp") >= (int)sizeof path)
		return fd;
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	return fd;
}

static bool
grow(struct http_exchange *x, size_t more)
{
	size_t cap = x->cap == 0 ? 4096 : x->cap;
	char *p;

	while (cap < x->n + more)
		cap *= 2;
	if (cap == x->cap)
		return true;
	p = realloc(x->body, cap);
	if (p == NULL)
		return false;
	x->body = p;
	x->cap = cap;
	return true;
}

static bool
spill(struct http_exchange *x)
{
	x->fd = nameless();
	if (x->fd < 0 || !write_whole(x->fd, x->body, x->n))
		return false;
	free(x->body);
	x->body = NULL;
	x->cap = 0;
	return true;
}

/* 0, or the status that the body is refused with. */
static int
take_piece(struct http_exchange *x, const char *p, size_t n)
{
	if (x->n + n > x->most)
		return 413;
	if (x->fd < 0 && x->n + n > IN_MEMORY && !spill(x))
		return 507;
	if (x->fd >= 0) {
		if (!write_whole(x->fd, p, n))
			return 507;
	} else {
		if (!grow(x, n))
			return 503;
		memcpy(x->body + x->n, p, n);
	}
	x->n += n;
	if (x->link != NULL)
		x->link->got += n;
	return 0;
}

static bool
body_ready(struct http_exchange *x)
{
	x->asked.n = x->n;
	x->asked.body = x->body == NULL ? "" : x->body;
	if (x->fd < 0)
		return true;
	x->asked.body = mmap(NULL, x->n, PROT_READ, MAP_PRIVATE, x->fd, 0);
	return x->asked.body != MAP_FAILED;
}

/* ---- exchanges ---- */

static void
peer_of(struct http_exchange *x)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *a = info == NULL ? NULL : info->client_addr;

	if (a != NULL && a->sa_family == AF_INET)
		inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)a)->sin_addr, x->peer, sizeof x->peer);
	else if (a != NULL && a->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)a)->sin6_addr, x->peer, sizeof x->peer);
}

static void
exchange_free(struct http_exchange *x)
{
	if (x->fd >= 0) {
		if (x->asked.body != NULL && x->asked.body != MAP_FAILED && x->n > 0)
			munmap((void *)(uintptr_t)x->asked.body, x->n);
		close(x->fd);
	}
	if (x->response != NULL)
		MHD_destroy_response(x->response);
	pthread_mutex_destroy(&x->lock);
	free(x->body);
	free(x->path);
	free(x->query);
	free(x->method);
	free(x);
}

/*
 * The library takes the query apart into memory of the connection, and where that runs out it forgets to answer (0.9.75). It stands in the
 * library's own buffer here: without its signs it is one part.
 */
static void
hide_query(char *query)
{
	for (; *query != '\0'; query++)
		if (*query == '&')
			*query = '_';
}

/* The URI as it came: the library would undo its %XX, which is for who knows the parts to do. */
static void *
exchange_new(void *arg, const char *uri, struct MHD_Connection *c)
{
	struct http_exchange *x = calloc(1, sizeof *x);
	const char *mark = strchr(uri, '?');

	(void)c;
	if (x == NULL)
		return NULL;
	x->server = arg;
	x->fd = -1;
	x->since = now();
	x->path = strndup(uri, mark == NULL ? strlen(uri) : (size_t)(mark - uri));
	x->query = strdup(mark == NULL ? "" : mark + 1);
	if (mark != NULL)
		hide_query((char *)(uintptr_t)mark);
	pthread_mutex_init(&x->lock, NULL);
	atomic_fetch_add(&x->server->busy, 1);
	return x;
}

static enum MHD_Result
begin(struct http_exchange *x, struct MHD_Connection *c, const char *method, const char *version)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct http_server *s = x->server;
	int status;

	x->begun = true;
	x->connection = c;
	x->link = info == NULL ? NULL : info->socket_context;
	x->method = strdup(method);
	if (x->path == NULL || x->query == NULL || x->method == NULL)
		return MHD_NO;
	peer_of(x);
	x->asked = (struct http_asked){ x->method, x->path, x->query, x->peer, "", 0 };
	x->most = s->of.body_most(s->of.arg, x->method, x->path);
	status = judge_head(x, version);
	if (status != 0)
		return refuse(x, status);
	link_does(x->link, TAKES_BODY);
	return MHD_YES;
}

static enum MHD_Result
ready(struct http_exchange *x)
{
	struct http_server *s = x->server;

	if (!body_ready(x))
		return refuse(x, 503);
	link_does(x->link, IS_ANSWERED);
	if (!s->of.takes_long(s->of.arg, &x->asked)) {
		s->of.take(s->of.arg, x, &x->asked);
		return queue(x);
	}
	x->suspended = true;
	MHD_suspend_connection(x->connection);
	s->of.hand_over(s->of.arg, x, &x->asked);
	return MHD_YES;
}

static enum MHD_Result
handle(void *arg, struct MHD_Connection *c, const char *url, const char *method, const char *version, const char *data, size_t *n, void **context)
{
	struct http_exchange *x = *context;

	(void)arg;
	(void)url;
	if (x == NULL)
		return MHD_NO;
	if (!x->begun)
		return begin(x, c, method, version);
	if (x->given)
		return queue(x);
	if (*n == 0)
		return x->late != 0 ? refuse(x, x->late) : ready(x);
	if (x->late == 0)
		x->late = take_piece(x, data, *n);
	if (x->late != 0)
		x->swallowed += *n;
	*n = 0;
	return x->swallowed > SWALLOWED ? MHD_NO : MHD_YES;
}

static void
completed(void *arg, struct MHD_Connection *c, void **context, enum MHD_RequestTerminationCode how)
{
	struct http_server *s = arg;
	struct http_exchange *x = *context;

	(void)c;
	(void)how;
	if (x == NULL)
		return;
	if (s->of.ended != NULL)
		s->of.ended(s->of.arg, x->status, x->method == NULL ? "" : x->method, x->path == NULL ? "" : x->path, now() - x->since);
	if (x->link != NULL)
		x->link->kept = true;
	link_does(x->link, AWAITS_HEAD);
	exchange_free(x);
	atomic_fetch_sub(&s->busy, 1);
	*context = NULL;
}

/* Undoes nothing: the path is split before it is decoded. */
static size_t
as_it_came(void *arg, struct MHD_Connection *c, char *s)
{
	(void)arg;
	(void)c;
	return strlen(s);
}

static void
no_words(void *arg, const char *format, va_list args)
{
	(void)arg;
	(void)format;
	(void)args;
}

/* ---- the server ---- */

static bool
address_of(const struct http_settings *of, struct sockaddr_storage *out)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)(void *)out;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)(void *)out;

	memset(out, 0, sizeof *out);
	if (inet_pton(AF_INET, of->address, &v4->sin_addr) == 1) {
		v4->sin_family = AF_INET;
		v4->sin_port = htons(of->port);
		return true;
	}
	if (inet_pton(AF_INET6, of->address, &v6->sin6_addr) != 1)
		return false;
	v6->sin6_family = AF_INET6;
	v6->sin6_port = htons(of->port);
	return true;
}

static bool
daemon_start(struct http_server *s)
{
	const struct http_settings *of = &s->of;
	const union MHD_DaemonInfo *info;
	struct sockaddr_storage address;
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ERROR_LOG | MHD_ALLOW_SUSPEND_RESUME;

	if (!address_of(of, &address)) {
		errno = EINVAL;
		return false;
	}
	if (address.ss_family == AF_INET6)
		flags |= MHD_USE_IPv6;
	s->daemon = MHD_start_daemon(flags, of->port, NULL, NULL, handle, s, MHD_OPTION_EXTERNAL_LOGGER, no_words, NULL, MHD_OPTION_SOCK_ADDR, &address,
	    MHD_OPTION_THREAD_POOL_SIZE, of->threads, MHD_OPTION_CONNECTION_LIMIT, of->connections, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
	    MEMORY_OF_CONNECTION, MHD_OPTION_NOTIFY_CONNECTION, connection_noted, s, MHD_OPTION_NOTIFY_COMPLETED, completed, s,
	    MHD_OPTION_URI_LOG_CALLBACK, exchange_new, s, MHD_OPTION_UNESCAPE_CALLBACK, as_it_came, NULL, MHD_OPTION_STRICT_FOR_CLIENT, 1,
	    of->listening >= 0 ? MHD_OPTION_LISTEN_SOCKET : MHD_OPTION_END, of->listening, MHD_OPTION_END);
	if (s->daemon == NULL)
		return false;
	info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT);
	s->port = info == NULL ? of->port : info->port;
	return true;
}

static void
server_free(struct http_server *s)
{
	pthread_mutex_destroy(&s->lock);
	free(s);
}

static struct http_server *
start(const struct http_settings *of, char *error, size_t n)
{
	struct http_server *s = calloc(1, sizeof *s);

	if (s == NULL) {
		snprintf(error, n, "%s", strerror(ENOMEM));
		return NULL;
	}
	s->of = *of;
	pthread_mutex_init(&s->lock, NULL);
	errno = 0;
	if (!daemon_start(s)) {
		snprintf(error, n, "%s:%u: %s", of->address, of->port, strerror(errno == 0 ? EADDRINUSE : errno));
		server_free(s);
		return NULL;
	}
	if (pthread_create(&s->reaper, NULL, reaper, s) != 0) {
		snprintf(error, n, "%s", strerror(EAGAIN));
		MHD_stop_daemon(s->daemon);
		server_free(s);
		return NULL;
	}
	return s;
}

static void
stop(struct http_server *s, unsigned seconds)
{
	MHD_socket listening = MHD_quiesce_daemon(s->daemon);
	double until = now() + seconds;

	if (listening != MHD_INVALID_SOCKET)
		close(listening);
	atomic_store(&s->stopping, true);
	pthread_join(s->reaper, NULL);
	while (atomic_load(&s->busy) > 0 && now() < until) {
		reap(s);
		usleep(20000);
	}
	reap(s);
	MHD_stop_daemon(s->daemon);
	server_free(s);
}

static uint16_t
port(const struct http_server *s)
{
	return s->port;
}

static unsigned
connections(struct http_server *s)
{
	unsigned n;

	pthread_mutex_lock(&s->lock);
	n = s->count;
	pthread_mutex_unlock(&s->lock);
	return n;
}

static const char *
header(struct http_exchange *x, const char *name)
{
	return MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, name);
}

extern const struct http_engine http_engine;
const struct http_engine http_engine = { start, port, connections, stop, header, answer };
