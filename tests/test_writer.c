/* One thread writes for many: jobs that fail alone, jobs of sixteen threads, the end. */
#include "base/err.h"
#include "test.h"

#include "store.h"

#include <pthread.h>
#include <sys/wait.h>

#include "store/writer.h"

#define THREADS 16
#define JOBS 100	/* of each thread */

static struct place place;
static struct writer *writer;

static int
begin(void **state)
{
	(void)state;
	place_make(&place);
	must(store_create(place.path, &why));
	must(writer_start(&writer, place.path, &why));
	return 0;
}

static int
end(void **state)
{
	(void)state;
	writer_stop(writer);
	place_remove(&place);
	return 0;
}

/* n: what the event tells; a job of an odd `spoil` writes and then fails. */
struct task {
	unsigned n;
	bool spoil;
	struct event_row event;
};

static enum err
work(struct store *s, void *arg, struct why *why)
{
	struct task *t = arg;
	enum err err = small_event(s, small_log(s), 1, t->n, &t->event, why);

	return err == OK && t->spoil ? fail(why, E_EMPTY, 0, "spoilt %u", t->n) : err;
}

static int64_t
count(const char *sql)
{
	struct store *s;
	int64_t n;

	must(store_open(&s, place.path, STORE_READ, &why));
	n = tell(s, sql);
	store_close(s);
	return n;
}

static void
one_fails_alone(void **state)
{
	struct task good = { .n = 1 }, bad = { .n = 2, .spoil = true };
	struct why told = { 0 };

	(void)state;
	must(writer_run(writer, work, &good, &why));
	assert_int_equal(writer_run(writer, work, &bad, &told), E_EMPTY);
	assert_string_equal(told.what, "spoilt 2");
	must(writer_run(writer, work, &good, &why));
	assert_int_equal(good.event.number, 1);
	assert_int_equal(count("SELECT count(*) FROM event"), 2);
	assert_int_equal(count("SELECT count(*) FROM identity"), 1);
}

/* A job that ends the transaction under the others: told, and nothing of it stays. */
static enum err
unruly(struct store *s, void *arg, struct why *why)
{
	enum err err = work(s, arg, why);

	store_rollback(s);
	return err;
}

/* A job that leaves its rows open. */
static enum err
untidy(struct store *s, void *arg, struct why *why)
{
	struct rows rows;

	store_ask(s, LOG_LIST, NULL, NO_VALUES, &rows);
	rows_next(&rows);
	return work(s, arg, why) == OK ? fail(why, E_EMPTY, 0, "untidy") : E_INTERNAL;
}

static void
jobs_that_misbehave(void **state)
{
	struct task t = { .n = 1 };

	(void)state;
	must(writer_run(writer, work, &t, &why));
	assert_int_equal(writer_run(writer, unruly, &t, NULL), E_INTERNAL);
	assert_int_equal(writer_run(writer, untidy, &t, NULL), E_EMPTY);
	assert_int_equal(writer_run(writer, untidy, &t, NULL), E_EMPTY);
	must(writer_run(writer, work, &t, &why));
	assert_int_equal(count("SELECT count(*) FROM event"), 2);
}

/* Each sees its own events as soon as it is told that they are there. */
static void *
many_jobs(void *arg)
{
	unsigned first = *(unsigned *)arg;
	struct store *reader;
	intptr_t wrong = 0;

	must(store_open(&reader, place.path, STORE_READ, &why));
	for (unsigned i = 0; i < JOBS; i++) {
		struct task t = { .n = first + i, .spoil = i % 10 == 9 };
			struct rows rows;

		wrong += writer_run(writer, work, &t, NULL) != (t.spoil ? E_EMPTY : OK);
		store_ask(reader, EVENT_HISTORY, &scope_all, VALUES(value_int(small_key(reader, t.n)), value_int(SEQ_NOW)), &rows);
		wrong += rows_next(&rows) == t.spoil;
		wrong += !t.spoil && rows_int(&rows, 0) != t.event.seq;
		must(rows_end(&rows, &why));
	}
	store_close(reader);
	return (void *)wrong;
}

static void
many_threads(void **state)
{
	pthread_t threads[THREADS];
	unsigned firsts[THREADS];
	void *wrong;

	(void)state;
	for (unsigned i = 0; i < THREADS; i++) {
		firsts[i] = 1 + i * JOBS;
		assert_int_equal(pthread_create(&threads[i], NULL, many_jobs, &firsts[i]), 0);
	}
	for (unsigned i = 0; i < THREADS; i++) {
		pthread_join(threads[i], &wrong);
		assert_null(wrong);
	}
	assert_int_equal(count("SELECT count(*) FROM event"), THREADS * JOBS * 9 / 10);
	assert_int_equal(count("SELECT max(number) FROM event"), THREADS * JOBS * 9 / 10 - 1);
	assert_int_equal(count("SELECT seq FROM head"), THREADS * JOBS * 9 / 10);
	assert_int_equal(count("SELECT size FROM log"), THREADS * JOBS * 9 / 10);
}

/* ---- what was removed ---- */

static bool
file_has(const char *behind, const char *secret)
{
	static char bytes[4 << 20];
	char path[200];
	FILE *f;
	size_t n;

	snprintf(path, sizeof path, "%s%s", place.path, behind);
	f = fopen(path, "rb");
	if (f == NULL)
		return false;
	n = fread(bytes, 1, sizeof bytes, f);
	fclose(f);
	assert_true(n < sizeof bytes);
	return memmem(bytes, n, secret, strlen(secret)) != NULL;
}

static enum err
put_secret(struct store *s, void *arg, struct why *why)
{
	struct event_row e = { .log = small_log(s), .time = 1, .type = STR("note"), .payload = cstr(arg) };
	enum err err = event_row_reserve(s, 1, &e, why);

	return err == OK ? event_row_append(s, &e, why) : err;
}

static enum err
remove_first(struct store *s, void *arg, struct why *why)
{
	(void)arg;
	return store_do(s, PAYLOAD_REMOVE, VALUES(value_int(1)), why);
}

/* Not in a free page, not in the log. */
static void
removed_is_gone(void **state)
{
	static char large[20000], another[] = "another";
	struct store *reader;

	(void)state;
	memset(large, 'x', sizeof large - 1);
	memcpy(large + 15000, "the secret", 10);
	must(writer_run(writer, put_secret, large, &why));
	must(writer_run(writer, put_secret, another, &why));
	assert_true(file_has("", "the secret") || file_has("-wal", "the secret"));
	must(writer_run(writer, remove_first, NULL, &why));
	must(store_open(&reader, place.path, STORE_READ, &why));
	assert_int_equal(tell(reader, "SELECT count(*) FROM payload"), 1);
	must(writer_purge(writer, &why));
	assert_false(file_has("", "the secret") || file_has("-wal", "the secret"));
	assert_true(file_has("", another));
	assert_int_equal(tell(reader, "SELECT count(*) FROM event"), 2);
	store_close(reader);
}

/* ---- another process ---- */

static _Noreturn void
write_alone(unsigned first)
{
	int failed = 0;

	must(writer_start(&writer, place.path, &why));
	for (unsigned i = 0; i < JOBS; i++)
		failed += writer_run(writer, work, &(struct task){ .n = first + i }, NULL) != OK;
	writer_stop(writer);
	_exit(failed != 0);
}

/* Each process has its own thread that writes; no number is given twice, and none left out. */
static void
two_processes(void **state)
{
	pid_t children[2];
	int status;

	(void)state;
	place_make(&place);
	must(store_create(place.path, &why));
	for (unsigned i = 0; i < 2; i++) {
		children[i] = fork();
		if (children[i] == 0)
			write_alone(1 + i * JOBS);
	}
	for (int i = 0; i < 2; i++) {
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_int_equal(status, 0);
	}
	assert_int_equal(count("SELECT count(*) FROM event"), 2 * JOBS);
	assert_int_equal(count("SELECT max(number) FROM event"), 2 * JOBS - 1);
	assert_int_equal(count("SELECT seq FROM head"), 2 * JOBS);
	assert_int_equal(count("SELECT size FROM log"), 2 * JOBS);
	place_remove(&place);
}

static void
no_database(void **state)
{
	struct writer *w = NULL;
	char path[200];

	(void)state;
	snprintf(path, sizeof path, "%s/none.db", place.folder);
	assert_int_equal(writer_start(&w, path, NULL), E_ABSENT);
	assert_null(w);
	writer_stop(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(one_fails_alone, begin, end),
		cmocka_unit_test_setup_teardown(jobs_that_misbehave, begin, end),
		cmocka_unit_test_setup_teardown(many_threads, begin, end),
		cmocka_unit_test_setup_teardown(removed_is_gone, begin, end),
		cmocka_unit_test(two_processes),
		cmocka_unit_test_setup_teardown(no_database, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
