/*
 * writes: durable writes a second of sixteen threads, through the one that
 * writes for all and each on a connection of its own, and rows a second of one
 * job of many.
 *
 *	writes FOLDER SECONDS ROWS
 *
 * Prints a line for each: a name and a number a second. FOLDER is a new one, on the
 * disk that is meant. The bare connections insert the same row into a table alike, a commit
 * each, as durable (WAL, synchronous=FULL).
 */
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "store/event_row.h"
#include "store/writer.h"

#define THREADS 16

#define PAYLOAD STR("{\"text\":\"已完成制度修订，正在征求意见，拟于月底前印发\",\"percent\":60}")

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static _Noreturn void
die(const char *what)
{
	fprintf(stderr, "writes: %s\n", what);
	exit(1);
}

static atomic_bool stop;

/* Runs `body` on so many threads for the seconds; what each returns is summed. */
static double
on_threads(int count, void *(*body)(void *), void *arg, double seconds)
{
	pthread_t threads[THREADS];
	double start = now(), sum = 0;
	void *n;

	atomic_store(&stop, false);
	for (int i = 0; i < count; i++)
		if (pthread_create(&threads[i], NULL, body, arg) != 0)
			die("no thread");
	usleep((useconds_t)(seconds * 1e6));
	atomic_store(&stop, true);
	for (int i = 0; i < count; i++) {
		pthread_join(threads[i], &n);
		sum += (double)(intptr_t)n;
	}
	return sum / (now() - start);
}

/* ---- through the writer ---- */

static int64_t log_id;

static enum err
append(struct store *s, void *arg, struct why *why)
{
	struct event_row e = { .log = log_id, .time = 1, .type = STR("progress"), .payload = PAYLOAD };
	enum err err = event_row_reserve(s, 20000, &e, why);

	(void)arg;
	return err == OK ? event_row_append(s, &e, why) : err;
}

/* One row, as the bare connections insert it. */
static enum err
insert(struct store *s, void *arg, struct why *why)
{
	(void)arg;
	return store_do_text(s, STR("INSERT INTO bare (bytes) VALUES ($1)"), VALUES(value_blob(PAYLOAD)), why);
}

struct course {
	struct writer *w;
	writer_job job;
};

static void *
through_writer(void *arg)
{
	const struct course *c = arg;
	intptr_t n = 0;

	for (; !atomic_load(&stop); n++)
		if (writer_run(c->w, c->job, NULL, NULL) != OK)
			die("a job failed");
	return (void *)n;
}

static enum err
make_log(struct store *s, void *arg, struct why *why)
{
	unsigned char id[ID_SIZE] = { 1 };
	int64_t site, ledger;
	enum err err = site_number(s, id, true, &site, why);

	(void)arg;
	if (err == OK)
		err = ledger_number(s, id, STR("sha256"), &ledger, why);
	if (err == OK)
		err = log_number(s, site, ledger, &log_id, why);
	return err == OK ? store_define(s, "CREATE TABLE bare (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT", why) : err;
}

static enum err
append_many(struct store *s, void *arg, struct why *why)
{
	enum err err = OK;

	for (int i = *(int *)arg; err == OK && i > 0; i--)
		err = append(s, NULL, why);
	return err;
}

static struct writer *
open_writer(const char *path)
{
	struct writer *w;

	if (store_create(path, NULL) != OK || writer_start(&w, path, NULL) != OK || writer_run(w, make_log, NULL, NULL) != OK)
		die("no database");
	return w;
}

/* ---- on bare connections ---- */

static sqlite3 *
open_bare(const char *path)
{
	sqlite3 *db;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		die("no bare database");
	sqlite3_busy_timeout(db, 60000);
	if (sqlite3_exec(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
	    "CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT", NULL, NULL, NULL) != SQLITE_OK)
		die(sqlite3_errmsg(db));
	return db;
}

static void *
on_its_own(void *arg)
{
	sqlite3 *db = open_bare(arg);
	sqlite3_stmt *st;
	intptr_t n = 0;

	if (sqlite3_prepare_v2(db, "INSERT INTO bare (bytes) VALUES ($1)", -1, &st, NULL) != SQLITE_OK)
		die(sqlite3_errmsg(db));
	for (; !atomic_load(&stop); n++) {
		sqlite3_bind_blob(st, 1, PAYLOAD.p, (int)PAYLOAD.n, SQLITE_STATIC);
		if (sqlite3_step(st) != SQLITE_DONE)
			die(sqlite3_errmsg(db));
		sqlite3_reset(st);
	}
	sqlite3_finalize(st);
	sqlite3_close(db);
	return (void *)n;
}

int
main(int argc, char **argv)
{
	char path[4096], bare[4096];
	double seconds, start;
	struct course course;
	int rows;

	if (argc != 4)
		die("usage: writes FOLDER SECONDS ROWS");
	seconds = atof(argv[2]);
	rows = atoi(argv[3]);
	snprintf(path, sizeof path, "%s/ledger.db", argv[1]);
	snprintf(bare, sizeof bare, "%s/bare.db", argv[1]);
	if (mkdir(argv[1], 0700) != 0)
		die("the folder is there");
	course = (struct course){ open_writer(path), insert };
	sqlite3_close(open_bare(bare));
	printf("bare %.0f\n", on_threads(THREADS, on_its_own, bare, seconds));
	printf("alone %.0f\n", on_threads(1, on_its_own, bare, seconds));
	printf("rows %.0f\n", on_threads(THREADS, through_writer, &course, seconds));
	course.job = append;
	printf("events %.0f\n", on_threads(THREADS, through_writer, &course, seconds));
	start = now();
	if (writer_run(course.w, append_many, &rows, NULL) != OK)
		die("the import failed");
	printf("import %.0f\n", rows / (now() - start));
	writer_stop(course.w);
	return 0;
}
