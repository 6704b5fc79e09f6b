#include "read/reader.h"
#include "base/huge.h"
#include "read/scan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define STREAM_FIRST ((size_t)256 * 1024)	/* room for what comes without a size */

#define PIECE ((size_t)1 << 20)		/* read and looked at while it is near */

/* Up to where the bytes of a file were looked at, and what was seen: SCAN_ (scan.h). */
struct look {
	size_t done;
	unsigned holds;
};

/* Looks at n bytes at p, but for those seen; at a last character only when `whole`: it may go on. */
static void
look_on(struct look *l, const char *p, size_t n, bool whole)
{
	size_t to = n;
	unsigned holds = 0;

	for (size_t back = 1; !whole && to == n && back <= 4 && back < n - l->done; back++)
		if (((unsigned char)p[n - back] & 0xC0) != 0x80)
			to = n - back;
	if ((l->holds & SCAN_TEXT) != 0 && !scan_text(str_of(p + l->done, p + to), &holds))
		l->holds &= ~SCAN_TEXT;
	l->holds |= holds;
	l->done = to;
}

/* read(2) until n bytes or the end; -1 on error. */
static ssize_t
read_full(int fd, char *p, size_t n, struct look *look)
{
	size_t got = 0;

	while (got < n) {
		ssize_t r = read(fd, p + got, n - got < PIECE ? n - got : PIECE);

		if (r == 0)
			break;
		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return -1;
		got += (size_t)r;
		if (look != NULL)
			look_on(look, p, got, false);
	}
	if (look != NULL)
		look_on(look, p, got, true);
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
read_sized(int fd, const char *path, const struct stat *st, char **p, size_t *n, unsigned *holds,
    struct why *why)
{
	struct look look = { .holds = SCAN_LOOKED | SCAN_TEXT };
	struct stat after;
	ssize_t got;

	if ((uint64_t)st->st_size > SOURCE_MOST)
		return fail(why, E_TOOBIG, 0, "%s", path);
	*n = (size_t)st->st_size;
	*p = huge_alloc(*n + 1);
	if (*p == NULL)
		return fail(why, E_MEMORY, 0, "%s", path);
	got = read_full(fd, *p, *n + 1, &look);
	if (got < 0)
		return fail(why, E_UNREADABLE, 0, "%s", path);
	if ((size_t)got != *n || fstat(fd, &after) != 0 || !same_file(st, &after))
		return fail(why, E_CHANGED, (size_t)got, "%s", path);
	*holds = look.holds;
	return OK;
}

/* A pipe, or a file of /proc that says its size is 0. */
static enum err
read_stream(int fd, const char *path, char **p, size_t *n, struct why *why)
{
	size_t cap = STREAM_FIRST;

	*p = malloc(cap);
	for (*n = 0; *p != NULL;) {
		ssize_t got = read_full(fd, *p + *n, cap - *n, NULL);
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
	unsigned holds = 0;
	struct stat st;
	enum err err = standard ? OK : open_path(path, &fd, why);

	if (err != OK)
		return err;
	if (fstat(fd, &st) != 0)
		err = fail(why, E_UNREADABLE, 0, "%s", path);
	else if (S_ISDIR(st.st_mode) || (!standard && !S_ISREG(st.st_mode)))
		err = fail(why, E_NOTFILE, 0, "%s", path);
	else if (S_ISREG(st.st_mode) && st.st_size > 0 && !standard)
		err = read_sized(fd, path, &st, &p, &n, &holds, why);
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
	*s = (struct source){ path, { p, n }, p, holds };
	return OK;
}

void
source_free(struct source *s)
{
	free(s->hold);
	*s = (struct source){ 0 };
}
