/*
 * A process that writes is killed at any moment: what it had acknowledged is
 * there, and nothing is there by half.
 *
 *	test_kill [TIMES]	3 unless told
 */
#include "base/err.h"
#include "test.h"

#include "kill.h"
#include "store.h"

#include <pthread.h>

#include "store/writer.h"

#define THREADS 4
#define PIECES 3	/* events of a job: all of them or none */
#define ACKNOWLEDGED_MOST 400

static struct place place;
static int times = 3;

/* ---- the process that is killed ---- */

static struct writer *writer;
static int told;

static enum err
work(struct store *s, void *arg, struct why *why)
{
	int64_t log = small_log(s);
	struct event_row e;
	enum err err = OK;

	for (int i = 0; err == OK && i < PIECES; i++)
		err = small_event(s, log, 1, *(unsigned *)arg, &e, why);
	return err;
}

/* Names the job when it is told to be on the disk; ends when nobody listens. */
static void *
write_on(void *arg)
{
	for (unsigned n = *(unsigned *)arg; writer_run(writer, work, &n, NULL) == OK; n += THREADS)
		if (write(told, &n, sizeof n) != sizeof n)
			break;
	return NULL;
}

static void
child(void *arg, int pipe)
{
	pthread_t threads[THREADS];
	unsigned firsts[THREADS];

	told = pipe;
	signal(SIGPIPE, SIG_IGN);
	must(writer_start(&writer, place.path, &why));
	for (unsigned i = 0; i < THREADS; i++) {
		firsts[i] = *(unsigned *)arg + i;
		pthread_create(&threads[i], NULL, write_on, &firsts[i]);
	}
	for (unsigned i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
}

/* ---- what must hold ---- */

static int64_t
pieces_of(struct store *s, unsigned job)
{
	struct rows rows;
	int64_t n = 0;

	store_ask(s, EVENT_HISTORY, &scope_all, VALUES(value_int(small_key(s, job)), value_int(SEQ_NOW)), &rows);
	while (rows_next(&rows))
		n += !rows_null(&rows, 13);
	must(rows_end(&rows, &why));
	return n;
}

static void
whole(struct store *s)
{
	assert_true(tells(s, "PRAGMA integrity_check", "ok"));
	assert_int_equal(tell(s, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
	assert_int_equal(tell(s, "SELECT count(*) FROM (SELECT record FROM event GROUP BY record HAVING count(*) <> 3)"), 0);
	assert_int_equal(tell(s, "SELECT size FROM log"), tell(s, "SELECT count(*) FROM event"));
	assert_int_equal(tell(s, "SELECT seq FROM head"), tell(s, "SELECT max(seq) FROM event"));
	assert_int_equal(tell(s, "SELECT max(number) + 1 FROM event"), tell(s, "SELECT count(*) FROM event"));
	assert_int_equal(tell(s, "SELECT seq FROM day"), tell(s, "SELECT max(seq) FROM event"));
}

static void
killed(void **state)
{
	static unsigned jobs[1 << 20];
	struct store *s;
	unsigned first = 1;
	size_t n = 0, all = 0;

	(void)state;
	place_make(&place);
	must(store_create(place.path, &why));
	must(store_open(&s, place.path, STORE_WRITE, &why));
	assert_int_equal(PIECES, 3);	/* as `whole` says */
	must(work(s, &(unsigned){ 0x7FFFFFFF }, &why));
	store_close(s);
	for (int i = 0; i < times; i++) {
		n = kill_at_work(child, &first, sizeof jobs[0], ACKNOWLEDGED_MOST, jobs, sizeof jobs / sizeof jobs[0]);
		must(store_open(&s, place.path, STORE_READ, &why));
		for (size_t j = 0; j < n; j++)
			assert_int_equal(pieces_of(s, jobs[j]), PIECES);
		whole(s);
		store_close(s);
		first += 1 << 20;
		all += n;
	}
	print_message("%d kills, %zu jobs acknowledged, none lost, none by half\n", times, all);
	place_remove(&place);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(killed) };

	if (argc > 1)
		times = atoi(argv[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
