#include "read/reader.h"
#include "base/fd.h"
#include "base/huge.h"
#include "read/scan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE ((size_t)1 << 20)		/* read and looked at while it is near */
#define STREAM_PIECE ((size_t)256 << 10)	/* of what comes without a size */

/* Copies all of `from` to `to`, through `piece`; *n are the bytes of it. */
static enum err
copy_stream(int from, int to, char *piece, uint64_t most, uint64_t *n, const char *name, struct why *why)
{
	for (*n = 0;;) {
		ssize_t got = read(from, piece, STREAM_PIECE);

		if (got == 0)
			return OK;
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail(why, E_UNREADABLE, *n, "%s", name);
		*n += (uint64_t)got;
		if (*n > most)
			return fail(why, E_TOOBIG, *n, "%s", name);
		if (!fd_write(to, piece, (size_t)got))
			return fail(why, E_MEMORY, *n, "%s", name);
	}
}

enum err
file_of_stream(int from, const char *name, uint64_t most, struct file *f, struct why *why)
{
	char *piece = malloc(STREAM_PIECE);
	int fd = memfd_create("bihuan", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	enum err err = E_MEMORY;
	uint64_t n = 0;

	if (piece == NULL || fd < 0)
		fail(why, E_MEMORY, 0, "%s", name);
	else
		err = copy_stream(from, fd, piece, most, &n, name, why);
	free(piece);
	if (err == OK && n == 0)
		err = fail(why, E_EMPTY, 0, "%s", name);
	if (err == OK && fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0)
		err = fail(why, E_MEMORY, 0, "%s", name);
	if (err != OK && fd >= 0)
		close(fd);
	if (err == OK)
		*f = (struct file){ .name = name, .fd = fd, .size = n, .sealed = true };
	return err;
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

/* What is not of a known size (a pipe, a file of /proc that says it is 0) is copied. */
static enum err
file_of(int fd, const char *path, struct file *f, struct why *why)
{
	bool standard = fd == STDIN_FILENO;
	struct stat st;

	if (fstat(fd, &st) != 0)
		return fail(why, E_UNREADABLE, 0, "%s", path);
	if (S_ISDIR(st.st_mode) || (!standard && !S_ISREG(st.st_mode)))
		return fail(why, E_NOTFILE, 0, "%s", path);
	if (standard || st.st_size == 0)
		return file_of_stream(fd, path, SOURCE_MOST, f, why);
	if ((uint64_t)st.st_size > SOURCE_MOST)
		return fail(why, E_TOOBIG, 0, "%s", path);
	*f = (struct file){ .name = path, .fd = fd, .size = (uint64_t)st.st_size, .written = st.st_mtim };
	return OK;
}

enum err
file_open(const char *path, struct file *f, struct why *why)
{
	bool standard = strcmp(path, "-") == 0;
	int fd = STDIN_FILENO;
	enum err err = standard ? OK : open_path(path, &fd, why);

	if (err != OK)
		return err;
	err = file_of(fd, path, f, why);
	if (!standard && (err != OK || f->fd != fd))
		close(fd);
	return err;
}

enum err
file_unchanged(const struct file *f, struct why *why)
{
	struct stat st;

	if (f->sealed)
		return OK;
	if (fstat(f->fd, &st) != 0 || (uint64_t)st.st_size != f->size ||
	    st.st_mtim.tv_sec != f->written.tv_sec || st.st_mtim.tv_nsec != f->written.tv_nsec)
		return fail(why, E_CHANGED, 0, "%s", f->name);
	return OK;
}

void
file_close(struct file *f)
{
	close(f->fd);
	*f = (struct file){ .fd = -1 };
}

/* Until n bytes or the end; -1 on error. */
static ssize_t
read_full(int fd, char *p, size_t n, struct scan_look *look)
{
	size_t got = 0;
	ssize_t r;

	do {
		r = pread(fd, p + got, n - got < PIECE ? n - got : PIECE, (off_t)got);
		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return -1;
		got += (size_t)r;
		scan_on(look, p, got, r == 0);
	} while (r != 0 && got < n);
	return (ssize_t)got;
}

enum err
file_read(const struct file *f, struct source *s, struct why *why)
{
	struct scan_look look = SCAN_BEGIN;
	size_t n = (size_t)f->size;
	enum err err = OK;
	ssize_t got;
	char *p;

	if (f->size > SOURCE_MOST)
		return fail(why, E_TOOBIG, 0, "%s", f->name);
	p = huge_alloc(n + 1);		/* one byte more than its size shows growth */
	if (p == NULL)
		return fail(why, E_MEMORY, 0, "%s", f->name);
	got = read_full(f->fd, p, n + 1, &look);
	if (got < 0)
		err = fail(why, E_UNREADABLE, 0, "%s", f->name);
	else if ((size_t)got != n)
		err = fail(why, E_CHANGED, (size_t)got, "%s", f->name);
	if (err != OK) {
		free(p);
		return err;
	}
	*s = (struct source){ .name = f->name, .bytes = { p, n }, .hold = p, .holds = look.holds };
	return OK;
}

/* A byte more: in its last page, or in a page behind it. */
char *
file_map(int fd, uint64_t size)
{
	char *p = mmap(NULL, (size_t)size + 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return NULL;
	if (mmap(p, (size_t)size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, fd, 0) != MAP_FAILED)
		return p;
	munmap(p, (size_t)size + 1);
	return NULL;
}

void
file_look(const struct file *f, char *mapped, struct source *s)
{
	struct scan_look look = SCAN_BEGIN;
	size_t n = (size_t)f->size;

	(void)madvise(mapped, n, MADV_POPULATE_READ);	/* older kernels take them by the sixteen */
	for (size_t to = 0; to < n;) {
		to += n - to < PIECE ? n - to : PIECE;
		scan_on(&look, mapped, to, to == n);
	}
	*s = (struct source){ .name = f->name, .bytes = { mapped, n }, .holds = look.holds };
}

enum err
load_file(const char *path, struct source *s, struct why *why)
{
	struct source read = { 0 };
	struct file f = { .fd = -1 };
	enum err err = file_open(path, &f, why);

	if (err != OK)
		return err;
	err = file_read(&f, &read, why);
	if (err == OK && (err = file_unchanged(&f, why)) != OK)
		source_free(&read);
	file_close(&f);
	if (err == OK)
		*s = read;
	return err;
}

void
source_free(struct source *s)
{
	free(s->hold);
	*s = (struct source){ 0 };
}
