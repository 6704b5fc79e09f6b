#include "web/face_inside.h"

#include <stdlib.h>
#include <string.h>

struct scribe *
face_scribe(struct face *f)
{
	return f->scribe;
}

struct seats *
face_seats(struct face *f)
{
	return f->seats;
}

const struct http_engine *
face_engine(const struct face *f)
{
	return f->engine;
}

const struct face_settings *
face_settings(const struct face *f)
{
	return &f->of;
}

uint16_t
face_port(const struct face *f)
{
	return f->engine->port(f->server);
}

void
face_weigh_begin(struct face *f)
{
	pthread_mutex_lock(&f->weighing);
}

void
face_weigh_end(struct face *f)
{
	pthread_mutex_unlock(&f->weighing);
}

void
face_put_counts(struct face *f, struct buf *b)
{
	struct http_server *server = f->server;
	unsigned long long all = 0;

	buf_puts(b, STR("# TYPE bihuan_requests_total counter\n"));
	for (int i = 1; i < 6; i++) {
		unsigned long long n = atomic_load(&f->counts.by_class[i]);

		all += n;
		buf_printf(b, "bihuan_requests_total{status=\"%dxx\"} %llu\n", i, n);
	}
	buf_puts(b, STR("# TYPE bihuan_request_seconds summary\n"));
	buf_printf(b, "bihuan_request_seconds_sum %.6f\nbihuan_request_seconds_count %llu\n", (double)atomic_load(&f->counts.microseconds) / 1e6, all);
	buf_puts(b, STR("# TYPE bihuan_slow_clients_closed_total counter\n"));
	buf_printf(b, "bihuan_slow_clients_closed_total %llu\n", (unsigned long long)atomic_load(&f->counts.by_class[0]));
	buf_puts(b, STR("# TYPE bihuan_connections gauge\n"));
	buf_printf(b, "bihuan_connections %u\n", server == NULL ? 0 : f->engine->connections(server));
}

/* ---- tasks ---- */

bool
face_put_task(struct face *f, struct task *t)
{
	bool taken;

	pthread_mutex_lock(&f->lock);
	taken = !f->stopping;
	if (taken) {
		t->next = NULL;
		*f->last = t;
		f->last = &t->next;
		pthread_cond_signal(&f->some);
	}
	pthread_mutex_unlock(&f->lock);
	return taken;
}

void
face_note_seen(struct face *f, struct str token)
{
	struct task *t = token.n < SESSION_TOKEN ? calloc(1, sizeof *t) : NULL;

	if (t == NULL)
		return;
	memcpy(t->token, token.p, token.n);
	if (!face_put_task(f, t))
		free(t);
}
