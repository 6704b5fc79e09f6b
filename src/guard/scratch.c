#include "guard/scratch.h"
#include "base/temp.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEPTH_MOST 64		/* of folders in it; a profile of LibreOffice has ten */
#define PIECE ((size_t)1 << 24)	/* copied at a time */

/* ---- signals ---- */

static void
hold_signals(struct scratch *s)
{
	static const int ending[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM };
	sigset_t held;

	sigemptyset(&held);
	for (size_t i = 0; i < sizeof ending / sizeof ending[0]; i++)
		sigaddset(&held, ending[i]);
	pthread_sigmask(SIG_BLOCK, &held, &s->before);
	s->signals = signalfd(-1, &held, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void
release_signals(struct scratch *s)
{
	if (s->signals >= 0)
		close(s->signals);
	pthread_sigmask(SIG_SETMASK, &s->before, NULL);
}

/* ---- the way in ---- */

static bool
copy_in(int dir, const struct file *f)
{
	int to = openat(dir, SCRATCH_IN, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	off_t at = 0;
	ssize_t n = 1;

	if (to < 0)
		return false;
	while ((uint64_t)at < f->size && n > 0)
		n = sendfile(to, f->fd, &at, PIECE);
	return close(to) == 0 && (uint64_t)at == f->size;
}

/* A name has few folders, and each is made as it is met. */
bool
scratch_put(const struct scratch *s, const char *name, struct str bytes)
{
	char folder[128];
	int fd;
	bool put;

	for (const char *to = strchr(name, '/'); to != NULL; to = strchr(to + 1, '/')) {
		snprintf(folder, sizeof folder, "%.*s", (int)(to - name), name);
		if (mkdirat(s->dir, folder, 0700) != 0 && errno != EEXIST)
			return false;
	}
	fd = openat(s->dir, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	put = fd >= 0 && write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n;
	return fd < 0 ? false : close(fd) == 0 && put;
}

static char *
make_folder(void)
{
	char *path;

	if (asprintf(&path, "%s" TEMP_NAME, temp_folder()) < 0)
		return NULL;
	if (mkdtemp(path) != NULL)
		return path;
	free(path);
	return NULL;
}

enum err
scratch_make(struct scratch *s, const struct file *f, struct why *why)
{
	*s = (struct scratch){ .dir = -1 };
	hold_signals(s);
	s->path = make_folder();
	if (s->path != NULL)
		s->dir = open(s->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (s->dir >= 0 && copy_in(s->dir, f))
		return OK;
	fail(why, E_WRITE, 0, "%s", s->path != NULL ? s->path : "TMPDIR");
	scratch_remove(s);
	return E_WRITE;
}

/* ---- the way out ---- */

enum err
scratch_take(const struct scratch *s, const char *name, const struct file *of, uint64_t most, struct file *out,
    struct why *why)
{
	/* Neither a link out of the folder nor a FIFO that never ends. */
	int fd = openat(s->dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat st;
	enum err err;

	if (fd < 0)
		return fail(why, E_EMPTY, 0, "%s", of->name);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		err = fail(why, E_LIED, 0, "%s", of->name);
	else
		err = file_of_stream(fd, of->name, most, out, why);
	close(fd);
	return err;
}

/* ---- its end ---- */

static void empty_folder(int dir, int depth);

/* A link is removed, not followed. */
static void
remove_entry(int dir, const char *name, int depth)
{
	int sub;

	if (unlinkat(dir, name, 0) == 0)
		return;
	sub = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (sub >= 0)
		empty_folder(sub, depth + 1);
	unlinkat(dir, name, AT_REMOVEDIR);
}

/* Takes the descriptor. */
static void
empty_folder(int dir, int depth)
{
	DIR *d = depth > DEPTH_MOST ? NULL : fdopendir(dir);
	const struct dirent *e;

	if (d == NULL) {
		close(dir);
		return;
	}
	while ((e = readdir(d)) != NULL)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			remove_entry(dir, e->d_name, depth);
	closedir(d);
}

void
scratch_remove(struct scratch *s)
{
	if (s->dir >= 0)
		empty_folder(s->dir, 0);
	if (s->path != NULL)
		rmdir(s->path);
	free(s->path);
	release_signals(s);
}
