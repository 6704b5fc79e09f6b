/* Backups while others write, restored and tried; damage is told. */
#include "base/err.h"
#include "test.h"

#include "store.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "store/backup.h"
#include "store/writer.h"

#define BACKUPS 5
#define JOBS 200	/* before the first backup */

static struct place place;
static struct writer *writer;
static char evidence[160];

static int
begin(void **state)
{
	(void)state;
	place_make(&place);
	snprintf(evidence, sizeof evidence, "%s/" PLACE_EVIDENCE, place.folder);
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

/* ---- events with evidence ---- */

struct task {
	unsigned n;
	struct evidence file;
};

static enum err
work(struct store *s, void *arg, struct why *why)
{
	const struct task *t = arg;
	struct event_row e;
	enum err err = small_event(s, small_log(s), 1, t->n, &e, why);

	if (err != OK)
		return err;
	return store_do(s, EVIDENCE_ADD, VALUES(value_hash(t->file.hash), value_int((int64_t)t->file.size),
	    value_text(STR("text/plain")), value_text(STR("a.txt")), value_int(e.seq), value_null()), why);
}

/* The file first, then the row. */
static void
one_more(unsigned n)
{
	struct task t = { .n = n };
	char text[32];
	int fd = memfd_create("evidence", MFD_CLOEXEC), length = snprintf(text, sizeof text, "evidence %u", n % 50);

	if (write(fd, text, (size_t)length) != length || lseek(fd, 0, SEEK_SET) != 0)
		abort();
	must(evidence_put(evidence, fd, 100, NULL, &t.file, &why));
	close(fd);
	must(writer_run(writer, work, &t, &why));
}

static atomic_bool stop;

static void *
write_on(void *arg)
{
	for (unsigned n = *(unsigned *)arg; !atomic_load(&stop); n++)
		one_more(n);
	return NULL;
}

/* ---- backups ---- */

static void
backup_path(char out[200], int i)
{
	snprintf(out, 200, "%s/backup-%d", place.folder, i);
}

/* The names in a folder, but for . and .. */
static unsigned
entries(const char *path)
{
	DIR *d = opendir(path);
	unsigned n = 0;

	assert_non_null(d);
	while (readdir(d) != NULL)
		n++;
	closedir(d);
	return n - 2;
}

/* Each event up to some moment with its evidence, and none behind it. */
static int64_t
look(const char *path)
{
	char ledger[250];
	struct store *s;
	int64_t events;

	snprintf(ledger, sizeof ledger, "%s/" PLACE_LEDGER, path);
	must(store_open(&s, ledger, STORE_READ, &why));
	events = tell(s, "SELECT count(*) FROM event");
	assert_int_equal(events, tell(s, "SELECT max(seq) FROM event"));
	assert_int_equal(events, tell(s, "SELECT size FROM log"));
	assert_int_equal(events, tell(s, "SELECT count(*) FROM evidence"));
	assert_int_equal(events, tell(s, "SELECT count(*) FROM payload"));
	assert_true(tells(s, "PRAGMA journal_mode", "wal"));
	store_close(s);
	return events;
}

/* More pages than are copied at a time. */
static enum err
fill(struct store *s, void *arg, struct why *why)
{
	static char text[4 << 20];

	(void)arg;
	memset(text, 'x', sizeof text);
	return store_do(s, SETTING_PUT, VALUES(value_text(STR("large")), value_text((struct str){ text, sizeof text })), why);
}

static void
while_others_write(void **state)
{
	struct backup_report report;
	pthread_t threads[2];
	unsigned firsts[2] = { 10000, 20000 };
	char path[200], again[250];
	int64_t before = JOBS;

	(void)state;
	must(writer_run(writer, fill, NULL, &why));
	for (unsigned n = 1; n <= JOBS; n++)
		one_more(n);
	atomic_store(&stop, false);
	for (int i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, write_on, &firsts[i]), 0);
	for (int i = 0; i < BACKUPS; i++) {
		backup_path(path, i);
		must(backup_make(place.path, path, &report, &why));
		assert_true(report.events >= before);
		before = report.events;
	}
	atomic_store(&stop, true);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	for (int i = 0; i < BACKUPS; i++) {
		backup_path(path, i);
		assert_int_equal(entries(path), 2);
		must(backup_drill(path, NULL, NULL, &report, &why));
		assert_int_equal(report.evidence.files, 50);
		snprintf(again, sizeof again, "%s-restored", path);
		assert_int_equal(mkdir(again, 0700), 0);
		snprintf(again, sizeof again, "%s-restored/" PLACE_LEDGER, path);
		must(backup_restore(path, again, NULL, &why));
		snprintf(again, sizeof again, "%s-restored", path);
		assert_int_equal(entries(again), 2);
		assert_int_equal(look(again), report.events);
	}
}

/* ---- what goes wrong ---- */

static void
spoil(const char *path, off_t at, const char *bytes)
{
	int fd;

	assert_int_equal(chmod(path, 0600), 0);
	fd = open(path, O_WRONLY);
	assert_int_equal(pwrite(fd, bytes, strlen(bytes), at), strlen(bytes));
	close(fd);
}

static void
nothing_is_replaced(void **state)
{
	char path[200], none[200], log[200];

	(void)state;
	one_more(1);
	backup_path(path, 1);
	backup_path(none, 2);
	must(backup_make(place.path, path, NULL, &why));
	assert_int_equal(backup_make(place.path, path, NULL, NULL), E_WRITE);
	assert_int_equal(backup_restore(path, path, NULL, NULL), E_WRITE);
	assert_int_equal(backup_restore(none, path, NULL, NULL), E_WRITE);
	assert_int_equal(backup_restore(path, place.path, NULL, NULL), E_WRITE);
	snprintf(log, sizeof log, "%s/new.db-wal", place.folder);
	assert_int_equal(close(open(log, O_WRONLY | O_CREAT, 0600)), 0);
	spoil(log, 0, "what another database left");
	snprintf(log, sizeof log, "%s/new.db", place.folder);
	assert_int_equal(backup_restore(path, log, NULL, NULL), E_WRITE);
	snprintf(log, sizeof log, "%s/away/new.db", place.folder);
	assert_int_equal(backup_restore(path, log, NULL, NULL), E_ABSENT);
	assert_int_equal(backup_restore(place.folder, none, NULL, NULL), E_BUSY);	/* a place in use is no backup */
	assert_int_equal(access(none, F_OK), -1);
	assert_int_equal(backup_drill(none, NULL, NULL, NULL, NULL), E_ABSENT);
	assert_int_equal(backup_make(none, none, NULL, NULL), E_ABSENT);
	assert_int_equal(access(none, F_OK), -1);
}

/* Where the file of task 1 stands in a folder of evidence. */
static void
find_file(char out[300])
{
	struct task t;
	int fd = memfd_create("evidence", MFD_CLOEXEC);

	assert_int_equal(write(fd, "evidence 1", 10), 10);
	lseek(fd, 0, SEEK_SET);
	must(evidence_put(evidence, fd, 100, NULL, &t.file, &why));
	close(fd);
	snprintf(out, 300, "/%02x/%02x/", t.file.hash[0], t.file.hash[1]);
	for (int i = 0; i < HASH_SIZE; i++)
		snprintf(out + strlen(out), 3, "%02x", t.file.hash[i]);
}

static void
damage_is_told(void **state)
{
	struct backup_report report;
	char path[200], file[800], name[300];

	(void)state;
	for (unsigned n = 1; n <= 30; n++)
		one_more(n);
	find_file(name);
	backup_path(path, 1);
	must(backup_make(place.path, path, NULL, &why));
	must(backup_check(place.path, NULL, NULL, &report, &why));
	assert_int_equal(report.evidence.files, 30);

	snprintf(file, sizeof file, "%s/" PLACE_EVIDENCE "%s", path, name);
	spoil(file, 0, "E");
	assert_int_equal(backup_drill(path, NULL, NULL, &report, NULL), E_BROKEN);
	assert_int_equal(report.evidence.damaged, 1);
	unlink(file);
	assert_int_equal(backup_drill(path, NULL, NULL, &report, NULL), E_BROKEN);
	assert_int_equal(report.evidence.absent, 1);
	assert_int_equal(report.evidence.files, 30);

	/* What is left of a place is worth a backup, and the backup tells what it is not. */
	snprintf(file, sizeof file, "%s%s", evidence, name);
	unlink(file);
	backup_path(path, 2);
	assert_int_equal(backup_make(place.path, path, &report, NULL), E_BROKEN);
	assert_int_equal(report.evidence.absent, 1);
	assert_int_equal(report.events, 30);
	assert_int_equal(look(path), 30);

	snprintf(file, sizeof file, "%s/" PLACE_LEDGER, path);
	for (off_t at = 2 * 4096; at < 20 * 4096; at += 4096)
		spoil(file, at, "nonsense");
	assert_int_equal(backup_drill(path, NULL, NULL, &report, NULL), E_BROKEN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(while_others_write, begin, end),
		cmocka_unit_test_setup_teardown(nothing_is_replaced, begin, end),
		cmocka_unit_test_setup_teardown(damage_is_told, begin, end),
	};

	places_in_memory();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
