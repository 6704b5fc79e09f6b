/*
 * converter: what it costs to run a converter under its profile.
 *
 *	converter TIMES FILE.pdf
 *
 * pdftotext is run as the program runs it, and with no sandbox at all, in turns. A
 * line each: what, and the median of seconds from start to end; then the
 * median of how much longer each run took than the one beside it.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "guard/sandbox.h"

static const char *const argv_pdf[] = { "/usr/bin/pdftotext", "-bbox-layout", "-", "-", NULL };

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The same without confining: what it writes is read from a pipe. */
static bool
run_bare(const char *path)
{
	static char env[] = "LC_ALL=C.UTF-8", *const environment[] = { env, NULL };
	posix_spawn_file_actions_t actions;
	struct file made;
	int ends[2], status = 1;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return false;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, path, O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	if (posix_spawn(&pid, argv_pdf[0], &actions, NULL, (char *const *)(uintptr_t)argv_pdf, environment) != 0)
		return false;
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	if (file_of_stream(ends[0], path, SOURCE_MOST, &made, NULL) == OK)
		file_close(&made);
	close(ends[0]);
	return waitpid(pid, &status, 0) == pid && status == 0;
}

static bool
run_confined(struct sandbox *s, const char *path)
{
	struct file f, made;
	bool done;

	if (file_open(path, &f, NULL) != OK)
		return false;
	done = sandbox_convert(s, &profile_converter, &f, &(struct program){ .argv = argv_pdf }, &made, NULL) == OK;
	if (done)
		file_close(&made);
	file_close(&f);
	return done;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void
tell(const char *what, double *v, size_t n)
{
	qsort(v, n, sizeof *v, compare);
	printf("%s %.6f\n", what, v[n / 2]);
}

int
main(int argc, char **argv)
{
	size_t n = argc == 3 ? (size_t)atol(argv[1]) : 0;
	double *bare = calloc(n + 1, sizeof *bare), *confined = calloc(n + 1, sizeof *confined), *more = calloc(n + 1, sizeof *more);
	struct sandbox *s;

	if (n == 0 || bare == NULL || confined == NULL || more == NULL) {
		fputs("usage: converter TIMES FILE.pdf\n", stderr);
		return 2;
	}
	if (sandbox_start(&s, &profile_reader, SANDBOX_ONE, NULL) != OK)
		return 1;
	for (size_t i = 0; i < n; i++) {
		double start = now(), middle;
		bool done = run_bare(argv[2]);

		middle = now();
		if (!done || !run_confined(s, argv[2]))
			return 1;
		bare[i] = middle - start;
		confined[i] = now() - middle;
		more[i] = confined[i] - bare[i];
	}
	sandbox_stop(s);
	tell("bare", bare, n);
	tell("confined", confined, n);
	tell("more", more, n);
	return 0;
}
