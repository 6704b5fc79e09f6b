#include "read/reader.h"
#include "base/huge.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define STREAM_FIRST ((size_t)256 * 1024)	/* room for what comes without a size */

/* read(2) until n bytes or the end; -1 on error. */
static ssize_t
read_full(int fd, char *p, size_t n)
{
	size_t got = 0;

	while (got < n) {
		ssize_t r = read(fd, p + got, n - got);

		if (r == 0)
			break;
		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return -1;
		got += (size_t)r;
	}
	return (ssize_t)got;
}

static bool
same_file(const struct stat *a, const struct stat *b)
{
	return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	    a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* A regular file: its size is known, so one byte more than that shows growth. */
static enum err
read_sized(int fd, const char *path, const struct stat *st, char **p, size_t *n, struct why *why)
{
	struct stat after;
	ssize_t got;

	if ((uint64_t)st->st_size > SOURCE_MOST)
		return fail(why, E_TOOBIG, 0, "%s", path);
	*n = (size_t)st->st_size;
	*p = huge_alloc(*n + 1);
	if (*p == NULL)
		return fail(why, E_MEMORY, 0, "%s", path);
	got = read_full(fd, *p, *n + 1);
	if (got < 0)
		return fail(why, E_UNREADABLE, 0, "%s", path);
	if ((size_t)got != *n || fstat(fd, &after) != 0 || !same_file(st, &after))
		return fail(why, E_CHANGED, (size_t)got, "%s", path);
	return OK;
}

/* A pipe, or a file of /proc that says its size is 0. */
static enum err
read_stream(int fd, const char *path, char **p, size_t *n, struct why *why)
{
	size_t cap = STREAM_FIRST;

	*p = malloc(cap);
	for (*n = 0; *p != NULL;) {
		ssize_t got = read_full(fd, *p + *n, cap - *n);
		char *more;

		if (got < 0)
			return fail(why, E_UNREADABLE, *n, "%s", path);
		*n += (size_t)got;
		if (*n < cap)
			return OK;
		if (cap > SOURCE_MOST)
			return fail(why, E_TOOBIG, *n, "%s", path);
		cap = cap * 2 > SOURCE_MOST ? SOURCE_MOST + 1 : cap * 2;
		more = realloc(*p, cap);
		if (more == NULL)
			break;
		*p = more;
	}
	return fail(why, E_MEMORY, *n, "%s", path);
}

static enum err
open_path(const char *path, int *fd, struct why *why)
{
	/* O_NONBLOCK: opening a FIFO without a writer must not wait. */
	*fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (*fd >= 0)
		return OK;
	if (errno == ENOENT || errno == ENOTDIR)
		return fail(why, E_ABSENT, 0, "%s", path);
	if (errno == ENXIO || errno == ENODEV)
		return fail(why, E_NOTFILE, 0, "%s", path);
	return fail(why, E_UNREADABLE, 0, "%s", path);
}

enum err
load_file(const char *path, struct source *s, struct why *why)
{
	bool standard = strcmp(path, "-") == 0;
	char *p = NULL;
	size_t n = 0;
	int fd = STDIN_FILENO;
	struct stat st;
	enum err err = standard ? OK : open_path(path, &fd, why);

	if (err != OK)
		return err;
	if (fstat(fd, &st) != 0)
		err = fail(why, E_UNREADABLE, 0, "%s", path);
	else if (S_ISDIR(st.st_mode) || (!standard && !S_ISREG(st.st_mode)))
		err = fail(why, E_NOTFILE, 0, "%s", path);
	else if (S_ISREG(st.st_mode) && st.st_size > 0 && !standard)
		err = read_sized(fd, path, &st, &p, &n, why);
	else
		err = read_stream(fd, path, &p, &n, why);
	if (!standard)
		close(fd);
	if (err == OK && n == 0)
		err = fail(why, E_EMPTY, 0, "%s", path);
	if (err != OK) {
		free(p);
		return err;
	}
	*s = (struct source){ path, { p, n }, p };
	return OK;
}

void
source_free(struct source *s)
{
	free(s->hold);
	*s = (struct source){ 0 };
}
