/* Files under their hashes: in, out, checked; what no row names. */
#include "base/err.h"
#include "test.h"

#include "store.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "store/evidence.h"

static struct place place;
static struct store *s;
static char folder[160];

static int
begin(void **state)
{
	(void)state;
	place_make(&place);
	snprintf(folder, sizeof folder, "%s/evidence", place.folder);
	must(store_create(place.path, &why));
	must(store_open(&s, place.path, STORE_WRITE, &why));
	return 0;
}

static int
end(void **state)
{
	(void)state;
	store_close(s);
	place_remove(&place);
	return 0;
}

static int
file_of(const char *p, size_t n)
{
	int fd = memfd_create("evidence", MFD_CLOEXEC);

	assert_int_equal(write(fd, p, n), n);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

static enum err
put(const char *p, size_t n, uint64_t most, const unsigned char *expect, struct evidence *e)
{
	int fd = file_of(p, n);
	enum err err = evidence_put(folder, fd, most, expect, e, NULL);

	close(fd);
	return err;
}

static void
path_in(char out[400], const char *hex)
{
	snprintf(out, 400, "%s/%.2s/%.2s/%s", folder, hex, hex + 2, hex);
}

/* Hashes are those of sha256sum. */
static const struct { const char *bytes, *hex; } rows[] = {
	{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
};

static void
in_and_out(void **state)
{
	char path[400], got[100];
	struct evidence e;
	uint64_t size;
	int fd;

	(void)state;
	for (size_t i = 0; i < 2 * (sizeof rows / sizeof rows[0]); i++) {	/* the same once more */
		const char *bytes = rows[i / 2].bytes;
		size_t n = strlen(bytes);

		assert_int_equal(put(bytes, n, n, NULL, &e), OK);
		assert_int_equal(e.size, n);
		path_in(path, rows[i / 2].hex);
		assert_int_equal(access(path, R_OK), 0);
		must(evidence_get(folder, e.hash, &fd, &size, &why));
		assert_int_equal(size, n);
		assert_int_equal(read(fd, got, sizeof got), n);
		assert_memory_equal(got, bytes, n);
		close(fd);
		must(evidence_check(folder, &e, &why));
	}
}

static void
count_path(void *arg, const char *path)
{
	(void)path;
	++*(unsigned *)arg;
}

static unsigned
unnamed(void)
{
	unsigned n = 0;

	must(evidence_unnamed(folder, s, count_path, &n, &why));
	return n;
}

static void
refused(void **state)
{
	unsigned char other[HASH_SIZE] = { 0 };
	struct evidence e;
	uint64_t size;
	int fd, pipes[2];

	(void)state;
	assert_int_equal(put("abcd", 4, 3, NULL, &e), E_TOOBIG);
	assert_int_equal(put("abcd", 4, 4, other, &e), E_BROKEN);
	assert_int_equal(evidence_get(folder, other, &fd, &size, NULL), E_ABSENT);
	assert_int_equal(pipe(pipes), 0);
	assert_int_equal(evidence_put(folder, pipes[1], 9, NULL, &e, NULL), E_UNREADABLE);	/* the end that writes */
	close(pipes[0]);
	close(pipes[1]);
	assert_int_equal(unnamed(), 0);
	assert_int_equal(evidence_put("/dev/null/none", 0, 9, NULL, &e, NULL), E_DISK);
}

static void
name_row(const struct evidence *e, const char *name)
{
	struct event_row event;

	must(small_event(s, small_log(s), 1, 1, &event, &why));
	must(store_do(s, EVIDENCE_ADD, VALUES(value_hash(e->hash), value_int((int64_t)e->size), value_text(STR("text/plain")),
	    value_text(cstr(name)), value_int(event.seq), value_null()), &why));
}

static void
change(const char *hex, const char *mode, const char *bytes)
{
	char path[400];
	FILE *f;

	path_in(path, hex);
	assert_int_equal(chmod(path, 0600), 0);
	f = fopen(path, mode);
	assert_non_null(f);
	fputs(bytes, f);
	fclose(f);
}

static void
all_are_checked(void **state)
{
	struct evidence e[3];
	struct evidence_report report;
	char path[400];

	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(put(rows[i].bytes, strlen(rows[i].bytes), 100, NULL, &e[i]), OK);
		assert_int_equal(unnamed(), 1);
		name_row(&e[i], "a");
		name_row(&e[i], "b");
		assert_int_equal(unnamed(), 0);
	}
	must(evidence_verify(folder, s, &report, &why));
	assert_int_equal(report.files, 3);
	assert_int_equal(report.bytes, 3 + 56);
	assert_int_equal(report.absent + report.damaged, 0);
	change(rows[0].hex, "a", "x");	/* longer */
	change(rows[1].hex, "w", "abd");	/* other bytes */
	path_in(path, rows[2].hex);
	unlink(path);
	must(evidence_verify(folder, s, &report, &why));
	assert_int_equal(report.damaged, 2);
	assert_int_equal(report.absent, 1);
	assert_int_equal(report.first.err, E_ABSENT);	/* rows go by the hash */
	assert_int_equal(put("abc", 3, 3, NULL, &e[1]), OK);	/* put again, it is whole again */
	must(evidence_check(folder, &e[1], &why));
}

/* What was being put when the process died. */
static void
leftovers(void **state)
{
	char path[400];
	struct evidence e;
	FILE *f;

	(void)state;
	assert_int_equal(put("abc", 3, 3, NULL, &e), OK);
	name_row(&e, "a");
	snprintf(path, sizeof path, "%s/new/AbCdEf", folder);
	f = fopen(path, "wb");
	assert_non_null(f);
	fclose(f);
	assert_int_equal(unnamed(), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(in_and_out, begin, end),
		cmocka_unit_test_setup_teardown(refused, begin, end),
		cmocka_unit_test_setup_teardown(all_are_checked, begin, end),
		cmocka_unit_test_setup_teardown(leftovers, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
