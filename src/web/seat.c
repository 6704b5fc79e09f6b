#include "web/seat.h"

#include <pthread.h>
#include <stdlib.h>

#include "ledger/shipped.h"

struct seats {
	pthread_mutex_t lock;
	pthread_cond_t some;
	struct seat *free;
	size_t n;
	struct seat v[];
};

void
seats_close(struct seats *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->n; i++) {
		if (s->v[i].search != NULL)
			record_search_close(&s->v[i].source, s->v[i].search);
		site_close(&s->v[i].site);
		arena_free(s->v[i].arena);
	}
	pthread_cond_destroy(&s->some);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

enum err
seats_open(struct seats **out, const char *path, size_t n, struct why *why)
{
	struct seats *s = calloc(1, sizeof *s + n * sizeof s->v[0]);
	enum err err = OK;

	if (s == NULL)
		return fail(why, E_MEMORY, 0, "%s", path);
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->some, NULL);
	for (; s->n < n && err == OK; s->n++) {
		struct seat *seat = &s->v[s->n];

		seat->stamp = -1;
		err = site_open(&seat->site, path, STORE_READ, why);
		if (err != OK)
			break;
		seat->next = s->free;
		s->free = seat;
	}
	if (err == OK)
		*out = s;
	else
		seats_close(s);
	return err;
}

/* ---- the ledgers of one moment ---- */

static enum err
read_stamp(struct store *s, int64_t *stamp, struct why *why)
{
	struct rows rows;

	store_ask(s, REGISTER_SEQ, NULL, NO_VALUES, &rows);
	if (rows_next(&rows))
		*stamp = rows_int(&rows, 0);
	return rows_end(&rows, why);
}

static enum err
load(struct seat *seat, struct why *why)
{
	enum err err = shipped_calendar(seat->arena, &seat->calendar, why);

	return err == OK ? ledgers_load(&seat->ledgers, seat->arena, seat->site.store, &seat->calendar, why) : err;
}

enum err
seat_refresh(struct seat *seat, struct why *why)
{
	int64_t stamp = 0;
	volatile enum err err = read_stamp(seat->site.store, &stamp, why);

	if (err != OK || stamp == seat->stamp)
		return err;
	seat->stamp = -1;
	arena_free(seat->arena);
	seat->arena = arena_new(0);
	if (seat->arena == NULL || arena_try(seat->arena))
		return fail(why, E_MEMORY, 0, "%s", "");
	err = load(seat, why);
	if (err == OK)
		seat->stamp = stamp;
	return err;
}

enum err
seat_search(struct seat *seat, struct why *why)
{
	return seat->search != NULL ? OK : record_search_open(&seat->source, seat->site.store, seat->site.site.b, &seat->search, why);
}

/* ---- taking ---- */

static struct seat *
wait_for_one(struct seats *s)
{
	struct seat *seat;

	pthread_mutex_lock(&s->lock);
	while (s->free == NULL)
		pthread_cond_wait(&s->some, &s->lock);
	seat = s->free;
	s->free = seat->next;
	pthread_mutex_unlock(&s->lock);
	return seat;
}

struct seat *
seat_take(struct seats *s, enum err *err, struct why *why)
{
	struct seat *seat = wait_for_one(s);

	*err = store_begin(seat->site.store, why);
	if (*err == OK)
		*err = seat_refresh(seat, why);
	if (*err == OK)
		return seat;
	seat_give(s, seat);
	return NULL;
}

void
seat_give(struct seats *s, struct seat *seat)
{
	store_rollback(seat->site.store);
	pthread_mutex_lock(&s->lock);
	seat->next = s->free;
	s->free = seat;
	pthread_cond_signal(&s->some);
	pthread_mutex_unlock(&s->lock);
}
