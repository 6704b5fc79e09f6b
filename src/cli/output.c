#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Keeps the reason of the first failure. */
static enum err
failed(struct output *o)
{
	if (o->error == 0)
		o->error = errno;
	return E_WRITE;
}

static enum err
write_all(void *arg, const char *p, size_t n)
{
	struct output *o = arg;
	ssize_t done;

	for (; n > 0; p += done, n -= (size_t)done) {
		done = write(o->fd, p, n);
		if (done < 0 && errno != EINTR)
			return failed(o);
		if (done < 0)
			done = 0;
	}
	return OK;
}

/* The rights that the file had, or those that a new one gets. */
static mode_t
rights(const struct stat *st)
{
	mode_t mask;

	if (st != NULL)
		return st->st_mode & 07777;
	mask = umask(0);
	umask(mask);
	return 0666 & ~mask;
}

static enum err
open_temp(struct output *o, const char *path, const struct stat *st)
{
	o->path = st == NULL ? strdup(path) : realpath(path, NULL);	/* not the link, what it names */
	if (o->path == NULL || asprintf(&o->temp, "%s.XXXXXX", o->path) < 0) {
		o->temp = NULL;
		return E_MEMORY;
	}
	o->fd = mkostemp(o->temp, O_CLOEXEC);
	if (o->fd < 0) {
		free(o->temp);
		o->temp = NULL;
		return failed(o);
	}
	(void)fchmod(o->fd, rights(st));
	return OK;
}

static enum err
open_path(struct output *o, const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return open_temp(o, path, NULL);
	if (S_ISREG(st.st_mode))
		return open_temp(o, path, &st);
	o->fd = open(path, O_WRONLY | O_CLOEXEC);
	return o->fd < 0 ? failed(o) : OK;
}

static void
say_reason(const struct output *o, enum err rc, struct why *why)
{
	fail(why, rc, 0, "%s", o->error != 0 ? strerror(o->error) : "");
}

static void
forget(struct output *o)
{
	buf_free(&o->buf);
	free(o->path);
	free(o->temp);
	o->path = o->temp = NULL;
}

enum err
output_open(struct output *o, const char *path, struct why *why)
{
	enum err rc = OK;

	*o = (struct output){ .fd = STDOUT_FILENO };
	o->buf.sink = write_all;
	o->buf.arg = o;
	if (path != NULL && strcmp(path, "-") != 0)
		rc = open_path(o, path);
	if (rc == OK)
		return OK;
	say_reason(o, rc, why);
	forget(o);
	return rc;
}

/* On the disk before it takes the name: a crash leaves the old file or the new one. */
static enum err
put_in_place(struct output *o)
{
	if (fsync(o->fd) != 0 || rename(o->temp, o->path) != 0)
		return failed(o);
	free(o->temp);
	o->temp = NULL;		/* nothing to take back any more */
	return OK;
}

enum err
output_close(struct output *o, bool keep, struct why *why)
{
	enum err rc = keep ? buf_flush(&o->buf) : OK;

	if (o->temp != NULL && keep && rc == OK)
		rc = put_in_place(o);
	if (o->temp != NULL)
		unlink(o->temp);
	if (o->fd != STDOUT_FILENO && close(o->fd) != 0 && rc == OK)
		rc = failed(o);
	if (rc != OK)
		say_reason(o, rc, why);
	forget(o);
	return rc;
}
