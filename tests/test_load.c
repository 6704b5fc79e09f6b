#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "read/reader.h"

static char folder[] = "/tmp/bihuan-load-XXXXXX";

static void
path_of(char out[128], const char *name)
{
	snprintf(out, 128, "%s/%s", folder, name);
}

static void
write_file(const char *name, const char *p, size_t n)
{
	char path[128];
	FILE *f;

	path_of(path, name);
	f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(p, 1, n, f), n);
	fclose(f);
}

static enum err
load(const char *name, struct source *s, struct why *why)
{
	char path[128];

	path_of(path, name);
	return load_file(path, s, why);
}

static void
what_is_refused(void **state)
{
	static const struct { const char *name; enum err err; } rows[] = {
		{ "absent.txt", E_ABSENT },
		{ "whole.txt/below", E_ABSENT },
		{ ".", E_NOTFILE },
		{ "fifo", E_NOTFILE },
		{ "empty.txt", E_EMPTY },
	};
	char path[128];

	(void)state;
	write_file("whole.txt", "一", 3);
	write_file("empty.txt", "", 0);
	path_of(path, "fifo");
	assert_int_equal(mkfifo(path, 0600), 0);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct source s = { .name = "untouched" };
		struct why why = { 0 };

		assert_int_equal(load(rows[i].name, &s, &why), rows[i].err);
		assert_int_equal(why.err, rows[i].err);
		assert_non_null(strstr(why.what, rows[i].name));
		assert_string_equal(s.name, "untouched");
	}
	assert_int_equal(load_file("/dev/zero", &(struct source){ 0 }, NULL), E_NOTFILE);
}

static void
a_file_one_may_not_read(void **state)
{
	struct source s;
	char path[128];

	(void)state;
	if (geteuid() == 0)
		skip();
	write_file("closed.txt", "一", 3);
	path_of(path, "closed.txt");
	assert_int_equal(chmod(path, 0), 0);
	assert_int_equal(load("closed.txt", &s, NULL), E_UNREADABLE);
}

static void
whole_bytes(void **state)
{
	static const size_t sizes[] = { 1, 2, 4095, 4096, 300000, 5000000 };

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		char *p = test_malloc(sizes[i]);
		struct source s = { 0 };

		for (size_t k = 0; k < sizes[i]; k++)
			p[k] = (char)(k * 7 + k / 256);
		write_file("whole.txt", p, sizes[i]);
		assert_int_equal(load("whole.txt", &s, NULL), OK);
		assert_int_equal(s.bytes.n, sizes[i]);
		assert_memory_equal(s.bytes.p, p, sizes[i]);
		source_free(&s);
		test_free(p);
	}
}

static void
too_big(void **state)
{
	struct why why = { 0 };
	struct source s;
	char path[128];

	(void)state;
	write_file("big.txt", "一", 3);
	path_of(path, "big.txt");
	assert_int_equal(truncate(path, (off_t)SOURCE_MOST + 1), 0);	/* a hole: takes no room */
	assert_int_equal(load("big.txt", &s, &why), E_TOOBIG);
	unlink(path);
}

static void
from_standard_input(void **state)
{
	static const char said[] = "从管道来的文字。\n";
	int ends[2], kept = dup(STDIN_FILENO);
	struct source s = { 0 };

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], said, sizeof said - 1), sizeof said - 1);
	close(ends[1]);
	dup2(ends[0], STDIN_FILENO);
	assert_int_equal(load_file("-", &s, NULL), OK);
	assert_str(s.bytes, said);
	assert_string_equal(s.name, "-");
	source_free(&s);
	/* Nothing more comes. */
	assert_int_equal(load_file("-", &s, NULL), E_EMPTY);
	dup2(kept, STDIN_FILENO);
	close(kept);
	close(ends[0]);
}

static atomic_bool stop;

static void *
grow(void *arg)
{
	int fd = open(arg, O_WRONLY | O_APPEND);
	ssize_t wrote = 1;

	while (!stop && wrote > 0)
		wrote = write(fd, "再添一行。\n", 16);
	close(fd);
	return NULL;
}

static void
a_file_that_grows(void **state)
{
	char *p = test_malloc(4000000);
	bool seen = false;
	char path[128];
	pthread_t writer;

	(void)state;
	memset(p, 'a', 4000000);
	write_file("growing.txt", p, 4000000);
	path_of(path, "growing.txt");
	assert_int_equal(pthread_create(&writer, NULL, grow, path), 0);
	for (int i = 0; i < 200 && !seen; i++) {
		struct source s = { 0 };
		enum err err = load("growing.txt", &s, NULL);

		assert_true(err == OK || err == E_CHANGED);
		seen = err == E_CHANGED;
		source_free(&s);
	}
	stop = true;
	pthread_join(writer, NULL);
	assert_true(seen);
	test_free(p);
}

static int
make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) == NULL;
}

static int
remove_folder(void **state)
{
	static const char *const names[] = { "whole.txt", "empty.txt", "fifo", "closed.txt",
		"growing.txt" };
	char path[128];

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		path_of(path, names[i]);
		unlink(path);
	}
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_refused),
		cmocka_unit_test(a_file_one_may_not_read),
		cmocka_unit_test(whole_bytes),
		cmocka_unit_test(too_big),
		cmocka_unit_test(from_standard_input),
		cmocka_unit_test(a_file_that_grows),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
