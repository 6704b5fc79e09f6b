/*
 * child: what it costs to read a file in a process without rights.
 *
 *	child TIMES FILE
 *
 * A line each: where it is read, seconds on the clock for one reading, median of TIMES: by the process
 * itself; in a child that a server forked; in a child that the process forks.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "guard/sandbox.h"

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static enum err
read_here(struct arena *a, const struct file *f)
{
	struct source bytes = { 0 };
	struct text *text;
	enum err rc = file_read(f, &bytes, NULL);

	if (rc == OK)
		rc = read_source(a, &bytes, 0, &text, NULL);
	source_free(&bytes);
	return rc;
}

/* NULL: in this process. */
static enum err
read_once(struct sandbox *s, const struct file *f)
{
	struct arena *a = arena_new(0);
	struct text *text;
	enum err rc = E_MEMORY;

	if (a != NULL && !arena_try(a))
		rc = s == NULL ? read_here(a, f) : sandbox_read(s, f, 0, a, &text, NULL);
	arena_free(a);
	return rc;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static enum err
measure(const char *where, struct sandbox *s, const struct file *f, size_t times)
{
	double *took = calloc(times, sizeof *took);
	enum err rc = took == NULL ? E_MEMORY : OK;

	for (size_t i = 0; i < times && rc == OK; i++) {
		double start = now();

		rc = read_once(s, f);
		took[i] = now() - start;
	}
	if (rc == OK) {
		qsort(took, times, sizeof *took, compare);
		printf("%s %.7f\n", where, took[times / 2]);
	}
	free(took);
	return rc;
}

static enum err
in_children(bool many, const struct file *f, size_t times)
{
	struct sandbox *s;
	enum err rc = sandbox_start(&s, &profile_reader, many, NULL);

	if (rc != OK)
		return rc;
	rc = measure(many ? "server" : "fork", s, f, times);
	sandbox_stop(s);
	return rc;
}

int
main(int argc, char **argv)
{
	struct file f;
	enum err rc = E_USAGE;

	if (argc != 3)
		return err_exit(rc);
	if ((rc = file_open(argv[2], &f, NULL)) != OK)
		return err_exit(rc);
	rc = measure("here", NULL, &f, strtoul(argv[1], NULL, 10));
	for (int many = 1; many >= 0 && rc == OK; many--)
		rc = in_children(many, &f, strtoul(argv[1], NULL, 10));
	file_close(&f);
	return err_exit(rc);
}
