/*
 * The sandbox against a reader that does what the file tells it to: the word in the file is a row
 * of ATTEMPTS. It stands in this program alone.
 */
#include "test.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/sanitized.h"
#include "guard/relay.h"
#include "guard/sandbox.h"

static char folder[] = "/tmp/bihuan-sandbox-XXXXXX";

/* ---- the reader that attempts ---- */

/* Reached only where nothing stopped it. */
static enum err
unstopped(struct why *why)
{
	return fail(why, E_INTERNAL, 0, "%s", "nothing stopped it");
}

static enum err
attempt_open(struct why *why)
{
	int fd = open("/etc/passwd", O_RDONLY);

	return fd < 0 ? fail(why, E_UNREADABLE, 0, "%s", "") : unstopped(why);
}

static enum err
attempt_socket(struct why *why)
{
	socket(AF_INET, SOCK_STREAM, 0);
	return unstopped(why);
}

static enum err
attempt_connect(struct why *why)
{
	struct sockaddr to = { .sa_family = AF_UNIX };

	connect(STDOUT_FILENO, &to, sizeof to);
	return unstopped(why);
}

static enum err
attempt_exec(struct why *why)
{
	execl("/bin/true", "true", (char *)NULL);
	return unstopped(why);
}

static enum err
attempt_fork(struct why *why)
{
	if (fork() == 0)
		_exit(0);
	return unstopped(why);
}

static enum err
attempt_kill(struct why *why)
{
	kill(getppid(), SIGKILL);
	return unstopped(why);
}

static enum err
attempt_code(struct why *why)
{
	mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return unstopped(why);
}

static enum err
attempt_unlink(struct why *why)
{
	unlink(folder);
	return unstopped(why);
}

static char *volatile taken;	/* so that the compiler does not do without */

/* 2 GiB, as a library would. */
static enum err
attempt_memory(struct why *why)
{
	taken = malloc((size_t)2 << 30);
	return taken == NULL ? fail(why, E_MEMORY, 0, "%s", "") : unstopped(why);
}

/* All there is, in small pieces: the C library then looks for more in other ways. */
static enum err
attempt_hoard(struct why *why)
{
	do
		taken = malloc(4000);
	while (taken != NULL);
	return fail(why, E_MEMORY, 0, "%s", "");
}

static enum err
attempt_loop(struct why *why)
{
	for (volatile unsigned i = 0; ; i++)
		;
	return unstopped(why);
}

static enum err
attempt_wait(struct why *why)
{
	int never = 0;

	syscall(SYS_futex, &never, FUTEX_WAIT, 0, NULL, NULL, 0);
	return unstopped(why);
}

/* Onto the file, which must not change by it, and without end to the parent. */
static enum err
attempt_output(struct why *why)
{
	static char zeros[65536];

	for (int fd = STDIN_FILENO; fd <= STDOUT_FILENO; fd++)
		while (write(fd, zeros, sizeof zeros) > 0)
			;
	return unstopped(why);
}

static volatile int *nowhere;

static enum err
attempt_crash(struct why *why)
{
	*nowhere = 0;
	return unstopped(why);
}

static enum err
attempt_abort(struct why *why)
{
	abort();
	return unstopped(why);
}

static enum err
attempt_exit(struct why *why)
{
	_exit(3);
	return unstopped(why);
}

/* Ends well, and told nothing. */
static enum err
attempt_silence(struct why *why)
{
	_exit(0);
	return unstopped(why);
}

/* A head that promises more than may be told. */
static enum err
attempt_promise(struct why *why)
{
	struct relay_head h = { .mark = RELAY_MARK, .reader = "text", .encoding = "utf-8" };

	h.count[PART_BODY] = UINT32_MAX - 1;
	return write(STDOUT_FILENO, &h, sizeof h) > 0 ? attempt_output(why) : unstopped(why);
}

static enum err
attempt_nonsense(struct why *why)
{
	static const char words[] = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
	    "<html><body>nonsense, and more of it than the head of a record has bytes</body></html>";

	return write(STDOUT_FILENO, words, sizeof words) > 0 ? unstopped(why) : OK;
}

#define PLAIN 0			/* also where there is no seccomp, or under a sanitizer */
#define WANTS_SECCOMP 1
#define WANTS_MEMORY 2		/* a limit of address space */

#define ATTEMPTS(X) \
	X(open,		E_UNREADABLE,	PLAIN) \
	X(socket,	E_FORBIDDEN,	WANTS_SECCOMP) \
	X(connect,	E_FORBIDDEN,	WANTS_SECCOMP) \
	X(exec,		E_FORBIDDEN,	WANTS_SECCOMP) \
	X(fork,		E_FORBIDDEN,	WANTS_SECCOMP) \
	X(kill,		E_FORBIDDEN,	WANTS_SECCOMP) \
	X(code,		E_FORBIDDEN,	WANTS_SECCOMP) \
	X(unlink,	E_FORBIDDEN,	WANTS_SECCOMP) \
	X(memory,	E_MEMORY,	WANTS_MEMORY) \
	X(hoard,	E_MEMORY,	WANTS_MEMORY) \
	X(loop,		E_SLOW,		PLAIN) \
	X(wait,		E_SLOW,		PLAIN) \
	X(output,	E_LIED,		PLAIN) \
	X(crash,	E_CRASHED,	PLAIN) \
	X(abort,	E_CRASHED,	PLAIN) \
	X(exit,		E_CRASHED,	PLAIN) \
	X(silence,	E_LIED,		PLAIN) \
	X(promise,	E_LIED,		PLAIN) \
	X(nonsense,	E_LIED,		PLAIN)

static const struct {
	const char *word;
	enum err (*attempt)(struct why *);
	enum err told;
	int wants;
} attempts[] = {
#define X(word, told, wants) { #word, attempt_##word, told, wants },
	ATTEMPTS(X)
#undef X
};
#define NATTEMPTS (sizeof attempts / sizeof attempts[0])

/* A body that line.h forbids, told by the usual way. */
static enum err
lie(struct arena *a, struct text **t)
{
	struct text *new = arena_zalloc(a, sizeof *new);

	new->reader = "text";
	new->encoding = "utf-8";
	new->body = STR("\x1b[2J\n");
	*array_add(a, &new->lines) = (struct line){ .to = 4 };
	*t = new;
	return OK;
}

static enum err
read_hostile(struct arena *a, struct source *s, unsigned flags, struct text **t, struct why *why)
{
	for (size_t i = 0; i < NATTEMPTS; i++)
		if (str_eq(s->bytes, cstr(attempts[i].word)))
			return attempts[i].attempt(why);
	if (str_eq(s->bytes, STR("linger"))) {
		s->bytes = STR("linger\n");
		if (read_source(a, s, 0, t, why) == OK && relay_put(STDOUT_FILENO, a, *t, 1000, why) == OK)
			attempt_wait(why);
	}
	return str_eq(s->bytes, STR("lie")) ? lie(a, t) : read_source(a, s, flags, t, why);
}

static struct profile hostile, converter, office;

/* ---- what the tests share ---- */

static void
write_file(char path[128], const char *name, const char *bytes)
{
	FILE *f;

	snprintf(path, 128, "%s/%s", folder, name);
	f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, strlen(bytes), f), strlen(bytes));
	fclose(f);
}

static enum err
read_path(struct sandbox *s, const char *path, unsigned flags, struct arena *a, struct text **t, struct why *why)
{
	struct file f;
	enum err err = file_open(path, &f, why);

	if (err != OK)
		return err;
	err = sandbox_read(s, &f, flags, a, t, why);
	file_close(&f);
	return err;
}

/* A file with these bytes, read. */
static enum err
read_bytes(struct sandbox *s, const char *bytes, struct why *why)
{
	struct arena *a = arena_new(0);
	struct text *t = NULL;
	char path[128];
	enum err err;

	write_file(path, "file.txt", bytes);
	err = read_path(s, path, 0, a, &t, why);
	if (err == OK)
		assert_str(str_slice(t->body, 0, strlen(bytes)), bytes);
	arena_free(a);
	return err;
}

static int
count_entries(const char *of)
{
	DIR *d = opendir(of);
	const struct dirent *e;
	int n = 0;

	while ((e = readdir(d)) != NULL)
		n += e->d_name[0] != '.';
	closedir(d);
	return n;
}

static int
count_descriptors(void)
{
	return count_entries("/proc/self/fd");
}

/* The first child of a process; 0 if it has none. */
static pid_t
child_of(pid_t pid)
{
	char path[64];
	int child = 0;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, pid);
	f = fopen(path, "r");
	if (f != NULL && fscanf(f, "%d", &child) != 1)
		child = 0;
	if (f != NULL)
		fclose(f);
	return child;
}

static bool
can_run(int wants)
{
	int abi;
	unsigned layers = confine_layers(&abi);

	return wants == PLAIN || (wants == WANTS_MEMORY && !SANITIZED) ||
	    (wants == WANTS_SECCOMP && (layers & LAYER_SECCOMP) != 0);
}

/* ---- tests ---- */

static void
attempts_are_stopped(void **state)
{
	struct sandbox *s;

	(void)state;
	assert_int_equal(sandbox_start(&s, &hostile, SANDBOX_MANY, NULL), OK);
	for (size_t i = 0; i < NATTEMPTS; i++) {
		struct why why = { 0 };
		enum err err;

		if (!can_run(attempts[i].wants))
			continue;
		err = read_bytes(s, attempts[i].word, &why);
		if (err != attempts[i].told || why.err != err)
			fail_msg("%s: %s, want %s", attempts[i].word, err_name(err), err_name(attempts[i].told));
		/* The next file is read. */
		assert_int_equal(read_bytes(s, "一、总体要求\n", &why), OK);
	}
	assert_int_equal(read_bytes(s, "lie", NULL), E_LIED);
	sandbox_stop(s);
}

/* No descriptor and no process is left, and every next file is read. */
static void
nothing_is_left(void **state)
{
	(void)state;
	for (int many = 0; many < 2; many++) {
		int before = count_descriptors();
		struct sandbox *s;

		assert_int_equal(sandbox_start(&s, &hostile, many, NULL), OK);
		for (int i = 0; i < 20; i++) {
			assert_int_equal(read_bytes(s, "output", NULL), E_LIED);
			assert_int_equal(read_bytes(s, "crash", NULL), E_CRASHED);
			assert_int_equal(read_bytes(s, "open", NULL), E_UNREADABLE);
			assert_int_equal(read_bytes(s, "一、总体要求\n", NULL), OK);
		}
		sandbox_stop(s);
		assert_int_equal(count_descriptors(), before);
		assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
		assert_int_equal(errno, ECHILD);
	}
	sandbox_stop(NULL);
}

/* One that told all and does not end holds up nobody. */
static void
a_child_that_lingers(void **state)
{
	struct profile patient = hostile;
	struct sandbox *s;
	time_t before = time(NULL);

	(void)state;
	patient.wait = (struct limit){ 60, 0, 1 };
	for (int many = 0; many < 2; many++) {
		assert_int_equal(sandbox_start(&s, &patient, many, NULL), OK);
		assert_int_equal(read_bytes(s, "linger", NULL), OK);
		assert_int_equal(read_bytes(s, "一、总体要求\n", NULL), OK);
		assert_int_equal(read_bytes(s, "linger", NULL), OK);
		sandbox_stop(s);
		assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	}
	assert_true(time(NULL) - before < 10);
}

static void
a_dead_server_is_started_again(void **state)
{
	struct sandbox *s;

	(void)state;
	assert_int_equal(sandbox_start(&s, &hostile, SANDBOX_MANY, NULL), OK);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(read_bytes(s, "一、总体要求\n", NULL), OK);
		kill(child_of(getpid()), SIGKILL);
	}
	assert_int_equal(read_bytes(s, "一、总体要求\n", NULL), OK);
	sandbox_stop(s);
}

static bool
gone_soon(pid_t pid)
{
	for (int i = 0; i < 500 && kill(pid, 0) == 0; i++) {
		usleep(10000);
		waitpid(pid, NULL, WNOHANG);
	}
	return kill(pid, 0) != 0;
}

/* However the program ends. */
static void
the_server_dies_with_the_program(void **state)
{
	int ends[2];
	pid_t program, server = 0;

	(void)state;
	/* What loses its parent comes to this process, which must take it. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	assert_int_equal(pipe(ends), 0);
	program = fork();
	if (program == 0) {
		struct sandbox *s;

		if (sandbox_start(&s, &hostile, SANDBOX_MANY, NULL) != OK)
			_exit(1);
		server = child_of(getpid());
		if (write(ends[1], &server, sizeof server) != sizeof server)
			_exit(1);
		pause();
	}
	assert_int_equal(read(ends[0], &server, sizeof server), sizeof server);
	assert_true(server > 0 && kill(server, 0) == 0);
	kill(program, SIGKILL);
	waitpid(program, NULL, 0);
	assert_true(gone_soon(server));
	close(ends[0]);
	close(ends[1]);
	while (waitpid(-1, NULL, 0) > 0)
		;
}

/* The same as without a sandbox. */
static void
samples_are_read_alike(void **state)
{
	static const char *const names[] = { "rectification.txt", "gb18030.txt", "workplan.md", "page.html" };
	struct sandbox *s;

	(void)state;
	assert_int_equal(sandbox_start(&s, &profile_reader, SANDBOX_MANY, NULL), OK);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct arena *a = arena_new(0);
		struct source source;
		struct text *got, *want;
		char path[128];

		snprintf(path, sizeof path, "samples/%s", names[i]);
		assert_int_equal(load_file(path, &source, NULL), OK);
		assert_int_equal(read_source(a, &source, READ_HASH, &want, NULL), OK);
		assert_int_equal(read_path(s, path, READ_HASH, a, &got, NULL), OK);
		assert_true(str_eq(got->name, want->name) && str_eq(got->title, want->title));
		assert_string_equal(got->sha256, want->sha256);
		assert_string_equal(got->encoding, want->encoding);
		assert_string_equal(got->reader, want->reader);
		assert_int_equal(got->bytes, want->bytes);
		assert_true(str_eq(got->body, want->body));
		assert_int_equal(got->lines.n, want->lines.n);
		for (size_t k = 0; k < want->lines.n; k++) {
			assert_int_equal(got->lines.v[k].kind, want->lines.v[k].kind);
			assert_int_equal(got->lines.v[k].centred, want->lines.v[k].centred);
		}
		assert_int_equal(got->notes.n, want->notes.n);
		source_free(&source);
		arena_free(a);
	}
	sandbox_stop(s);
}

/* Shift_JIS is read by a converter that no server loads before one is wanted. */
static void
a_seldom_converter(void **state)
{
	static const char said[] = "\xCB\xDC\xC6\xFC\xA4\xCE\xB2\xF1\xB5\xC4\xA4\xC7\xA4\xCF\xA1\xA2"
	    "\xB5\xC4\xBB\xF6\xCF\xBF\xA4\xCE\xB3\xCE\xC7\xA7\xA4\xF2\xB9\xD4\xA4\xA4\xA4\xDE\xA4\xB7\xA4\xBF\xA1\xA3\n";
	struct sandbox *s;
	char bytes[50 * sizeof said] = "", path[128];

	(void)state;
	for (int i = 0; i < 50; i++)
		strcat(bytes, said);
	write_file(path, "file.txt", bytes);
	for (int many = 0; many < 2; many++) {
		struct arena *a = arena_new(0);
		struct source source;
		struct text *got, *want;

		assert_int_equal(sandbox_start(&s, &profile_reader, many, NULL), OK);
		assert_int_equal(load_file(path, &source, NULL), OK);
		assert_int_equal(read_source(a, &source, 0, &want, NULL), OK);
		assert_int_equal(read_path(s, path, 0, a, &got, NULL), OK);
		assert_string_equal(got->encoding, want->encoding);
		assert_true(str_eq(got->body, want->body));
		source_free(&source);
		arena_free(a);
		sandbox_stop(s);
	}
}

static void
from_standard_input(void **state)
{
	static const char said[] = "从管道来的文字。\n";
	int ends[2], kept = dup(STDIN_FILENO);
	struct arena *a = arena_new(0);
	struct sandbox *s;
	struct text *t;

	(void)state;
	assert_int_equal(sandbox_start(&s, &profile_reader, SANDBOX_MANY, NULL), OK);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], said, sizeof said - 1), sizeof said - 1);
	close(ends[1]);
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
	assert_int_equal(read_path(s, "-", READ_HASH, a, &t, NULL), OK);
	assert_str(t->body, said);
	assert_str(t->name, "-");
	assert_int_equal(strlen(t->sha256), 64);
	dup2(kept, STDIN_FILENO);
	close(kept);
	sandbox_stop(s);
	arena_free(a);
}

static void
a_file_that_changes(void **state)
{
	struct arena *a = arena_new(0);
	struct timespec then[2] = { { .tv_sec = 1 }, { .tv_sec = 1 } };
	struct sandbox *s;
	struct text *t;
	struct file f;
	char path[128];

	(void)state;
	assert_int_equal(sandbox_start(&s, &profile_reader, SANDBOX_MANY, NULL), OK);
	write_file(path, "file.txt", "一、总体要求\n");
	assert_int_equal(file_open(path, &f, NULL), OK);
	assert_int_equal(futimens(f.fd, then), 0);
	assert_int_equal(sandbox_read(s, &f, 0, a, &t, NULL), E_CHANGED);
	file_close(&f);
	assert_int_equal(file_open(path, &f, NULL), OK);
	assert_int_equal(truncate(path, 3), 0);
	assert_int_equal(sandbox_read(s, &f, 0, a, &t, NULL), E_CHANGED);
	assert_int_equal(sandbox_read(s, &f, READ_HASH, a, &t, NULL), E_CHANGED);
	file_close(&f);
	assert_int_equal(read_bytes(s, "一、总体要求\n", NULL), OK);
	sandbox_stop(s);
	arena_free(a);
}

/* A large file is mapped, and comes back as pages of a pipe. */
static void
a_large_file(void **state)
{
	static const char line[] = "（一）关于监督检查不到位的问题。\n";
	const size_t n = (sizeof line - 1) * 100000;
	struct arena *a = arena_new(0);
	struct sandbox *s;
	struct text *t;
	struct file f;
	char path[128], *bytes = malloc(n + 1);

	(void)state;
	for (size_t i = 0; i < n; i += sizeof line - 1)
		memcpy(bytes + i, line, sizeof line - 1);
	bytes[n] = '\0';
	write_file(path, "large.txt", bytes);
	for (int many = 0; many < 2; many++) {
		assert_int_equal(sandbox_start(&s, &profile_reader, many != 0, NULL), OK);
		assert_int_equal(read_path(s, path, 0, a, &t, NULL), OK);
		assert_int_equal(t->lines.n, 100000);
		assert_true(str_eq(t->body, (struct str){ bytes, n }));
		sandbox_stop(s);
	}
	assert_int_equal(sandbox_start(&s, &profile_reader, SANDBOX_MANY, NULL), OK);
	assert_int_equal(file_open(path, &f, NULL), OK);
	assert_int_equal(truncate(path, 4096), 0);
	assert_int_equal(sandbox_read(s, &f, 0, a, &t, NULL), E_CHANGED);
	file_close(&f);
	assert_int_equal(read_path(s, path, 0, a, &t, NULL), OK);
	sandbox_stop(s);
	unlink(path);
	free(bytes);
	arena_free(a);
}

/* False where memory ran out, and control came back here. */
static bool
read_into(struct arena *a, struct sandbox *s, const struct file *f)
{
	struct text *t;

	if (arena_try(a))
		return false;
	sandbox_read(s, f, 0, a, &t, NULL);
	return true;
}

/* Memory that runs out in the middle leaves a sandbox that goes on. */
static void
out_of_memory(void **state)
{
	struct arena *small = arena_new(100);
	struct sandbox *s;
	struct file f;
	int before;
	char path[128];

	(void)state;
	write_file(path, "file.txt", "一、总体要求\n");
	assert_int_equal(sandbox_start(&s, &profile_reader, SANDBOX_MANY, NULL), OK);
	assert_int_equal(file_open(path, &f, NULL), OK);
	before = count_descriptors();
	assert_false(read_into(small, s, &f));
	assert_int_equal(read_bytes(s, "一、总体要求\n", NULL), OK);
	assert_int_equal(count_descriptors(), before);
	file_close(&f);
	sandbox_stop(s);
	arena_free(small);
}

/* ---- converters ---- */

static enum err
convert_as(struct sandbox *s, const struct profile *p, const char *const *argv, struct arena *a, struct str *out,
    struct why *why)
{
	const struct program program = { .argv = argv, .made = "out" };
	struct file f, made;
	struct source source;
	char path[128];
	enum err err;

	write_file(path, "file.txt", "乙\n甲\n");
	assert_int_equal(file_open(path, &f, NULL), OK);
	err = sandbox_convert(s, p, &f, &program, &made, why);
	if (err == OK) {
		assert_int_equal(file_read(&made, &source, NULL), OK);
		*out = arena_str(a, source.bytes);
		source_free(&source);
		file_close(&made);
	}
	file_close(&f);
	return err;
}

static enum err
convert(struct sandbox *s, const char *const *argv, struct arena *a, struct str *out, struct why *why)
{
	return convert_as(s, &converter, argv, a, out, why);
}

static void
programs(void **state)
{
	static const struct {
		const char *argv[4];
		enum err err;
		const char *out;
	} rows[] = {
		{ { "/usr/bin/cat" }, OK, "乙\n甲\n" },
		{ { "/usr/bin/cat", "-n" }, OK, "     1\t乙\n     2\t甲\n" },
		{ { "/usr/bin/cat", "/usr/bin/../../etc/debian_version" }, OK, NULL },
		{ { "/usr/bin/sort" }, OK, "乙\n甲\n" },
		{ { "/usr/bin/true" }, E_EMPTY, NULL },
		{ { "/usr/bin/false" }, E_CRASHED, NULL },
		{ { "/usr/bin/no-such-program" }, E_ABSENT, NULL },
		{ { "/usr/bin/yes" }, E_TOOBIG, NULL },
		{ { "/usr/bin/sleep", "60" }, E_SLOW, NULL },
	};
	int before = count_descriptors();
	struct sandbox *s;

	(void)state;
	assert_int_equal(sandbox_start(&s, &profile_reader, SANDBOX_MANY, NULL), OK);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct arena *a = arena_new(0);
		struct why why = { 0 };
		struct str out = { 0 };
		enum err err = convert(s, rows[i].argv, a, &out, &why);

		if (err != rows[i].err)
			fail_msg("%s: %s (%s)", rows[i].argv[0], err_name(err), why.what);
		if (rows[i].out != NULL)
			assert_str(out, rows[i].out);
		assert_int_equal(read_bytes(s, "一、总体要求\n", NULL), OK);
		arena_free(a);
	}
	sandbox_stop(s);
	assert_int_equal(count_descriptors(), before);
}

/* What a program must not do, whichever layer stops it. */
static void
programs_that_attempt(void **state)
{
	static const struct {
		const char *argv[4];
		unsigned layer;
	} rows[] = {
		{ { "/usr/bin/cat", "/proc/self/environ" }, LAYER_LANDLOCK },
		{ { "/usr/bin/ls", "/root" }, LAYER_LANDLOCK },
		{ { "/usr/bin/touch", "/tmp/bihuan-sandbox-touched" }, LAYER_LANDLOCK },
		{ { "/usr/bin/env", "/usr/bin/cat" }, LAYER_LANDLOCK },
		{ { "/usr/bin/sh", "-c", "(cat)" }, LAYER_SECCOMP },
		{ { "/usr/bin/python3", "-c", "import socket; socket.socket(); print(1)" }, LAYER_SECCOMP },
		{ { "/usr/bin/python3", "-c", "import os; os.fchmod(0, 0o640); print(1)" }, LAYER_SECCOMP },
		{ { "/usr/bin/python3", "-c", "import signal; signal.setitimer(signal.ITIMER_REAL, 0); print(1)" },
		    LAYER_SECCOMP },
	};
	struct sandbox *s;
	int abi;
	unsigned layers = confine_layers(&abi);

	(void)state;
	assert_int_equal(sandbox_start(&s, &profile_reader, SANDBOX_MANY, NULL), OK);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct arena *a = arena_new(0);
		struct str out = { 0 };

		if ((layers & rows[i].layer) != 0 && convert(s, rows[i].argv, a, &out, NULL) == OK)
			fail_msg("%s %s: %.*s", rows[i].argv[0], rows[i].argv[1], STR_ARG(out));
		arena_free(a);
	}
	assert_int_not_equal(access("/tmp/bihuan-sandbox-touched", F_OK), 0);
	sandbox_stop(s);
}

/* Programs that get a folder; nothing of it is left. */
static void
programs_with_room(void **state)
{
	static const struct {
		const char *argv[5];
		enum err err;
		unsigned layer;		/* that it takes, but for rlimits */
	} rows[] = {
		{ { "/usr/bin/cp", "in", "out" }, OK, 0 },
		{ { "/usr/bin/cp", "in", "other" }, E_EMPTY, 0 },
		{ { "/usr/bin/mkdir", "-p", "out/b/c" }, E_LIED, 0 },
		{ { "/usr/bin/no-such-program" }, E_ABSENT, 0 },
		{ { "/usr/bin/false" }, E_CRASHED, 0 },
		{ { "/usr/bin/sleep", "60" }, E_SLOW, 0 },
		{ { "/usr/bin/dd", "if=/dev/urandom", "of=out", "bs=65536" }, E_FORBIDDEN, 0 },
		{ { "/usr/bin/python3", "-c", "import signal, time; signal.signal(signal.SIGALRM, signal.SIG_IGN); time.sleep(60)" },
		    E_SLOW, 0 },
		{ { "/usr/bin/cp", "in", "/tmp/bihuan-sandbox-touched" }, E_CRASHED, LAYER_LANDLOCK },
		{ { "/usr/bin/cat", "/etc/passwd" }, E_CRASHED, LAYER_LANDLOCK },
		{ { "/usr/bin/ln", "-s", "/etc/passwd", "out" }, E_CRASHED, LAYER_LANDLOCK },
		{ { "/usr/bin/mkfifo", "out" }, E_CRASHED, LAYER_LANDLOCK },
		{ { "/usr/bin/chmod", "777", "in" }, E_CRASHED, LAYER_SECCOMP },
		{ { "/usr/bin/sh", "-c", "(cat) >out" }, E_CRASHED, LAYER_SECCOMP },
		{ { "/usr/bin/python3", "-c", "import socket; socket.socket().close()" }, E_CRASHED, LAYER_SECCOMP },
	};
	int before = count_descriptors(), abi;
	unsigned layers = confine_layers(&abi);
	char *temp = getenv("TMPDIR");

	(void)state;
	if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0)
		skip();		/* none gets a folder */
	temp = temp == NULL ? NULL : strdup(temp);
	assert_int_equal(setenv("TMPDIR", folder, 1), 0);
	for (int many = 0; many < 2; many++) {
		struct sandbox *s;

		assert_int_equal(sandbox_start(&s, &profile_reader, many, NULL), OK);
		for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
			struct arena *a = arena_new(0);
			struct why why = { 0 };
			struct str out = { 0 };
			enum err err = convert_as(s, &office, rows[i].argv, a, &out, &why);

			if (err != rows[i].err && (layers & rows[i].layer) == rows[i].layer)
				fail_msg("%s %s: %s (%s)", rows[i].argv[0], rows[i].argv[1], err_name(err), why.what);
			if (rows[i].err == OK)
				assert_str(out, "乙\n甲\n");
			assert_int_equal(count_entries(folder), 1);	/* file.txt */
			arena_free(a);
		}
		sandbox_stop(s);
	}
	if (temp != NULL)
		setenv("TMPDIR", temp, 1);
	else
		unsetenv("TMPDIR");
	free(temp);
	assert_int_not_equal(access("/tmp/bihuan-sandbox-touched", F_OK), 0);
	assert_int_equal(count_descriptors(), before);
}

static int
begin(void **state)
{
	(void)state;
	signal(SIGPIPE, SIG_IGN);
	hostile = profile_reader;
	hostile.read = read_hostile;
	hostile.work = hostile.wait = (struct limit){ 2, 0, 1 };
	hostile.memory = (struct limit){ (uint64_t)192 << 20, 0, 1 };	/* soon used up, on a busy machine too */
	converter = profile_converter;
	converter.wait = (struct limit){ 1, 0, 1 };
	converter.output = (struct limit){ 65536, 0, 1 };
	office = profile_office;
	office.wait = (struct limit){ 1, 0, 1 };
	office.room = office.output = (struct limit){ 1 << 20, 0, 1 };
	return mkdtemp(folder) == NULL;
}

static int
end(void **state)
{
	char path[128];

	(void)state;
	snprintf(path, sizeof path, "%s/file.txt", folder);
	unlink(path);
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(attempts_are_stopped),
		cmocka_unit_test(nothing_is_left),
		cmocka_unit_test(a_child_that_lingers),
		cmocka_unit_test(a_dead_server_is_started_again),
		cmocka_unit_test(the_server_dies_with_the_program),
		cmocka_unit_test(samples_are_read_alike),
		cmocka_unit_test(a_seldom_converter),
		cmocka_unit_test(from_standard_input),
		cmocka_unit_test(a_file_that_changes),
		cmocka_unit_test(a_large_file),
		cmocka_unit_test(out_of_memory),
		cmocka_unit_test(programs),
		cmocka_unit_test(programs_that_attempt),
		cmocka_unit_test(programs_with_room),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
