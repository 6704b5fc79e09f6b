#include "store/writer.h"

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#define JOBS_MOST 1024		/* in one transaction */

/* Lives on the stack of the thread that waits for it. */
struct job {
	writer_job work;	/* NULL: store_purge */
	void *arg;
	enum err err;
	struct why why;
	sem_t done;
	struct job *next;
};

struct writer {
	struct store *store;
	pthread_t thread;
	pthread_mutex_t lock;	/* over what follows */
	pthread_cond_t some;
	struct job *first, **last;
	bool stopping;
};

/* ---- one transaction ---- */

/* False where the transaction is lost, and with it all jobs of it. */
static bool
run_job(struct store *s, struct job *job, struct why *lost)
{
	enum err err = store_mark(s, lost);

	if (err != OK)
		return false;
	job->err = job->work(s, job->arg, &job->why);
	if (!store_inside(s)) {		/* an error of the disk has ended it */
		*lost = job->why;
		lost->err = job->err != OK ? job->err : E_INTERNAL;
		return false;
	}
	err = job->err == OK ? store_mark_keep(s, lost) : store_mark_undo(s, lost);
	return err == OK;
}

static void
fail_all(struct job *jobs, const struct why *why)
{
	for (struct job *j = jobs; j != NULL; j = j->next) {
		j->err = why->err;
		j->why = *why;
	}
}

static void
run_jobs(struct store *s, struct job *jobs)
{
	struct why lost = { .err = OK };
	bool good = store_begin(s, &lost) == OK;

	for (struct job *j = jobs; good && j != NULL; j = j->next)
		good = j->work == NULL || run_job(s, j, &lost);
	if (good)
		good = store_commit(s, &lost) == OK;
	if (!good) {
		store_rollback(s);
		fail_all(jobs, &lost);
	}
}

static void
run_purges(struct store *s, struct job *jobs)
{
	for (struct job *j = jobs; j != NULL; j = j->next)
		if (j->work == NULL && j->err == OK)
			j->err = store_purge(s, &j->why);
}

/* A job's memory is its owner's as soon as it is woken. */
static void
wake_all(struct job *jobs)
{
	for (struct job *j = jobs, *next; j != NULL; j = next) {
		next = j->next;
		sem_post(&j->done);
	}
}

/* ---- the queue ---- */

/* Waits for jobs, and takes those that are there; NULL when it is to stop. */
static struct job *
take(struct writer *w)
{
	struct job *jobs, **end;

	pthread_mutex_lock(&w->lock);
	while (w->first == NULL && !w->stopping)
		pthread_cond_wait(&w->some, &w->lock);
	jobs = w->first;
	end = &jobs;
	for (int n = 0; *end != NULL && n < JOBS_MOST; n++)
		end = &(*end)->next;
	w->first = *end;
	if (*end == NULL)
		w->last = &w->first;
	*end = NULL;
	pthread_mutex_unlock(&w->lock);
	return jobs;
}

static void *
write_on(void *arg)
{
	struct writer *w = arg;
	struct job *jobs;

	while ((jobs = take(w)) != NULL) {
		run_jobs(w->store, jobs);
		run_purges(w->store, jobs);
		wake_all(jobs);
	}
	return NULL;
}

static bool
put(struct writer *w, struct job *job)
{
	bool taken;

	pthread_mutex_lock(&w->lock);
	taken = !w->stopping;
	if (taken) {
		*w->last = job;
		w->last = &job->next;
		pthread_cond_signal(&w->some);
	}
	pthread_mutex_unlock(&w->lock);
	return taken;
}

enum err
writer_run(struct writer *w, writer_job work, void *arg, struct why *why)
{
	struct job job = { .work = work, .arg = arg };

	sem_init(&job.done, 0, 0);
	if (!put(w, &job)) {
		sem_destroy(&job.done);
		return fail(why, E_BUSY, 0, "%s: the writer has stopped", store_path(w->store));
	}
	while (sem_wait(&job.done) != 0)
		;		/* a signal */
	sem_destroy(&job.done);
	if (job.err != OK && why != NULL)
		*why = job.why;
	return job.err;
}

enum err
writer_purge(struct writer *w, struct why *why)
{
	return writer_run(w, NULL, NULL, why);
}

/* ---- start and end ---- */

static void
writer_free(struct writer *w)
{
	store_close(w->store);
	pthread_cond_destroy(&w->some);
	pthread_mutex_destroy(&w->lock);
	free(w);
}

/* Signals are for the threads of who started it. */
static enum err
start_thread(struct writer *w, struct why *why)
{
	sigset_t all, before;
	int made;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	made = pthread_create(&w->thread, NULL, write_on, w);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return made == 0 ? OK : fail(why, E_MEMORY, 0, "%s", store_path(w->store));
}

enum err
writer_start(struct writer **out, const char *path, struct why *why)
{
	struct writer *w = calloc(1, sizeof *w);
	enum err err;

	if (w == NULL)
		return fail(why, E_MEMORY, 0, "%s", path);
	w->last = &w->first;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->some, NULL);
	err = store_open(&w->store, path, STORE_WRITE, why);
	if (err == OK)
		err = start_thread(w, why);
	if (err == OK)
		*out = w;
	else
		writer_free(w);
	return err;
}

void
writer_stop(struct writer *w)
{
	if (w == NULL)
		return;
	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	pthread_cond_signal(&w->some);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	writer_free(w);
}
