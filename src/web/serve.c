#include "web/serve.h"

#include <dlfcn.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "ledger/tick.h"
#include "web/answer.h"
#include "web/face_inside.h"
#include "web/route.h"

#define CONNECTIONS 4096
#define HEAD_SECONDS 10
#define IDLE_SECONDS 75
#define BODY_RATE 4096			/* bytes a second */
#define BODY_UNKNOWN ((uint64_t)64 << 10)	/* of what no route takes: to be told so */
#define TICK_SECONDS 600		/* after which it is asked anew what a day brings */
#define MODULE "bihuan-http.so"

/* ---- workers ---- */

/* NULL: it is to stop, and nothing is left. */
static struct task *
take_task(struct face *f)
{
	struct task *t;

	pthread_mutex_lock(&f->lock);
	while (f->first == NULL && !f->stopping)
		pthread_cond_wait(&f->some, &f->lock);
	t = f->first;
	if (t != NULL) {
		f->first = t->next;
		if (f->first == NULL)
			f->last = &f->first;
	}
	pthread_mutex_unlock(&f->lock);
	return t;
}

static enum err
note_seen(struct scribe_job *j)
{
	return session_seen(j->hand->store, cstr(j->arg), j->hand->now, j->why);
}

static void *
work_on(void *arg)
{
	struct face *f = arg;
	struct task *t;

	while ((t = take_task(f)) != NULL) {
		struct why why = { 0 };

		if (t->exchange != NULL)
			answer_visit(f, t->exchange, t->asked);
		else
			scribe_write(f->scribe, (struct uuid){ { 0 } }, (struct uuid){ { 0 } }, note_seen, t->token, &why);
		explicit_bzero(t->token, sizeof t->token);
		free(t);
	}
	return NULL;
}

/* ---- days ---- */

static enum err
do_tick(struct scribe_job *j)
{
	struct tick_report report;

	return tick(j->arena, j->hand, j->ledgers, j->today, &report, j->why);
}

/* Until it is to stop; false then. */
static bool
wait_for_it(struct face *f, long seconds)
{
	struct timespec until;
	bool on;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += seconds;
	pthread_mutex_lock(&f->lock);
	while (!f->stopping && pthread_cond_timedwait(&f->stops, &f->lock, &until) == 0)
		;
	on = !f->stopping;
	pthread_mutex_unlock(&f->lock);
	return on;
}

/* What a new day brings, whoever else asks for it too. Where it fails now, it is tried again. */
static void *
keep_days(void *arg)
{
	struct face *f = arg;

	do {
		struct why why = { 0 };

		scribe_write(f->scribe, (struct uuid){ { 0 } }, (struct uuid){ { 0 } }, do_tick, NULL, &why);
	} while (wait_for_it(f, TICK_SECONDS));
	return NULL;
}

/* ---- what the server asks ---- */

static uint64_t
body_most(void *arg, const char *method, const char *path)
{
	struct str args[ROUTE_ARGS];
	bool any;
	const struct route *r = route_find(cstr(method), cstr(path), args, &any);

	(void)arg;
	return r == NULL ? BODY_UNKNOWN : r->body;
}

static bool
takes_long(void *arg, const struct http_asked *asked)
{
	struct str args[ROUTE_ARGS];
	bool any;
	const struct route *r = route_find(cstr(asked->method), cstr(asked->path), args, &any);

	(void)arg;
	return r != NULL && r->slow;
}

static void
take(void *arg, struct http_exchange *x, const struct http_asked *asked)
{
	answer_visit(arg, x, asked);
}

static void
hand_over(void *arg, struct http_exchange *x, const struct http_asked *asked)
{
	struct face *f = arg;
	struct task *t = calloc(1, sizeof *t);

	if (t != NULL) {
		t->exchange = x;
		t->asked = asked;
		if (face_put_task(f, t))
			return;
		free(t);
	}
	answer_shortly(f, x, 503);
}

static void
refuse(void *arg, int status, struct http_answer *out)
{
	(void)arg;
	answer_refused(status, out);
}

static void
ended(void *arg, int status, const char *method, const char *path, double seconds)
{
	struct face *f = arg;

	(void)method;
	(void)path;
	atomic_fetch_add(&f->counts.by_class[status >= 100 && status < 600 ? status / 100 : 0], 1);
	atomic_fetch_add(&f->counts.microseconds, (unsigned long long)(seconds * 1e6));
}

/* ---- start and end ---- */

static void *
open_beside(const char *folder)
{
	char path[PATH_MAX];

	return snprintf(path, sizeof path, "%s/" MODULE, folder) < (int)sizeof path ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
}

/* Where the program was built, it stands beside it; installed, where modules stand. */
static enum err
load_engine(struct face *f, struct why *why)
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	char *slash;

	if (n > 0) {
		self[n] = '\0';
		slash = strrchr(self, '/');
		*slash = '\0';
		f->module = open_beside(self);
	}
	if (f->module == NULL)
		f->module = open_beside(BH_MODULES);
	if (f->module == NULL)
		return fail(why, E_UNREADABLE, 0, "%s", dlerror());
	f->engine = dlsym(f->module, HTTP_ENGINE);
	return f->engine != NULL ? OK : fail(why, E_INTERNAL, 0, MODULE);
}

static enum err
start_workers(struct face *f, struct why *why)
{
	sigset_t all, before;
	int made = 0;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	for (; f->nworkers < WORKERS && made == 0; f->nworkers += made == 0)
		made = pthread_create(&f->workers[f->nworkers], NULL, work_on, f);
	if (made == 0)
		made = pthread_create(&f->clock, NULL, keep_days, f);
	f->clock_runs = made == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return made == 0 ? OK : fail(why, E_MEMORY, 0, "%s", "");
}

static enum err
start_server(struct face *f, struct why *why)
{
	const struct http_settings settings = { .address = f->of.address, .port = f->of.port, .listening = -1, .threads = f->of.threads,
		.connections = CONNECTIONS, .head_seconds = HEAD_SECONDS, .idle_seconds = IDLE_SECONDS, .body_rate = BODY_RATE, .arg = f,
		.body_most = body_most, .takes_long = takes_long, .take = take, .hand_over = hand_over, .refuse = refuse, .ended = ended };
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	f->server = f->engine->start(&settings, why->what, sizeof why->what);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (f->server == NULL)
		why->err = E_USAGE;
	return f->server != NULL ? OK : E_USAGE;
}

enum err
serve_start(struct face **out, const struct face_settings *of, struct why *why)
{
	struct face *f = calloc(1, sizeof *f);
	enum err err;

	if (f == NULL)
		return fail(why, E_MEMORY, 0, "%s", of->db);
	f->of = *of;
	f->last = &f->first;
	pthread_mutex_init(&f->weighing, NULL);
	pthread_mutex_init(&f->lock, NULL);
	pthread_cond_init(&f->some, NULL);
	pthread_cond_init(&f->stops, NULL);
	err = load_engine(f, why);
	if (err == OK)
		err = scribe_start(&f->scribe, of->db, why);
	if (err == OK)
		err = seats_open(&f->seats, of->db, of->threads + WORKERS, why);
	if (err == OK)
		err = start_workers(f, why);
	if (err == OK)
		err = start_server(f, why);
	if (err == OK)
		*out = f;
	else
		serve_stop(f, 0);
	return err;
}

static void
stop_workers(struct face *f)
{
	pthread_mutex_lock(&f->lock);
	f->stopping = true;
	pthread_cond_broadcast(&f->some);
	pthread_cond_broadcast(&f->stops);
	pthread_mutex_unlock(&f->lock);
	for (size_t i = 0; i < f->nworkers; i++)
		pthread_join(f->workers[i], NULL);
	if (f->clock_runs)
		pthread_join(f->clock, NULL);
}

void
serve_stop(struct face *f, unsigned seconds)
{
	if (f == NULL)
		return;
	if (f->server != NULL)
		f->engine->stop(f->server, seconds);
	stop_workers(f);
	seats_close(f->seats);
	scribe_stop(f->scribe);
	if (f->module != NULL)
		dlclose(f->module);
	pthread_cond_destroy(&f->stops);
	pthread_cond_destroy(&f->some);
	pthread_mutex_destroy(&f->lock);
	pthread_mutex_destroy(&f->weighing);
	free(f);
}
