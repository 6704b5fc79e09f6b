#include "cli/token.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "cli/small_file.h"
#include "store/disk.h"

#define FOLDER "bihuan"
#define NAME "session"

static const char *
named(void)
{
	const char *path = getenv("BIHUAN_SESSION");

	return path != NULL && path[0] != '\0' ? path : NULL;
}

bool
token_named(void)
{
	return named() != NULL;
}

bool
token_path(char out[PATH_MAX])
{
	const char *folder = getenv("XDG_RUNTIME_DIR");

	if (named() != NULL)
		return snprintf(out, PATH_MAX, "%s", named()) < PATH_MAX;
	return folder != NULL && folder[0] == '/' && snprintf(out, PATH_MAX, "%s/" FOLDER "/" NAME, folder) < PATH_MAX;
}

static bool
only_ours(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() && (st.st_mode & 077) == 0;
}

enum err
token_read(char out[SESSION_TOKEN], struct why *why)
{
	char path[PATH_MAX];
	size_t n = 0;
	enum err err;
	int fd;

	if (!token_path(path))
		return fail(why, E_ABSENT, 0, "%s", "");
	fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)	/* a link is none of ours */
		return errno == ELOOP || errno == EACCES ? fail(why, E_RIGHT, 0, "%s", path) : fail(why, E_ABSENT, 0, "%s", "");
	err = only_ours(fd) ? small_file_take(fd, path, out, SESSION_TOKEN, &n, why) : fail(why, E_RIGHT, 0, "%s", path);
	close(fd);
	if (err == OK && (n != SESSION_TOKEN || out[n - 1] != '\n'))
		err = fail(why, E_SESSION, 0, "%s", path);
	if (err == OK)
		out[n - 1] = '\0';
	return err;
}

enum err
token_say(const struct call *c, const struct why *why)
{
	return why->err == E_RIGHT ? say_as(c->voice, why->what, E_RIGHT, SAY_SESSION_OPEN) : say_error(c->voice, NULL, why);
}

/* The folder of the usual place; what BIHUAN_SESSION names lies where there is one. */
static enum err
make_folder(const char *path, struct why *why)
{
	char folder[PATH_MAX];

	if (named() != NULL)
		return OK;
	snprintf(folder, sizeof folder, "%.*s", (int)(strlen(path) - strlen("/" NAME)), path);
	return mkdir(folder, 0700) == 0 || errno == EEXIST ? OK : disk_fail(why, folder);
}

static enum err
write_new(const char *part, const char *token, struct why *why)
{
	int fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	bool done;

	if (fd < 0)
		return disk_fail(why, part);
	done = fd_write(fd, token, strlen(token)) && fd_write(fd, "\n", 1);
	return close(fd) == 0 && done ? OK : disk_fail(why, part);
}

enum err
token_write(const char *token, struct why *why)
{
	char path[PATH_MAX], part[PATH_MAX + 8];
	enum err err;

	if (!token_path(path))
		return fail(why, E_ABSENT, 0, "%s", "");
	err = make_folder(path, why);
	snprintf(part, sizeof part, "%s.part", path);
	unlink(part);
	if (err == OK)
		err = write_new(part, token, why);
	if (err == OK && rename(part, path) != 0)
		err = disk_fail(why, path);
	if (err != OK)
		unlink(part);
	return err;
}

void
token_remove(void)
{
	char path[PATH_MAX];

	if (token_path(path))
		unlink(path);
}
