#include "cli/small_file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum err
small_file_take(int fd, const char *name, char *to, size_t room, size_t *n, struct why *why)
{
	char more;
	ssize_t got;

	*n = 0;
	while ((got = *n < room ? read(fd, to + *n, room - *n) : read(fd, &more, 1)) != 0) {
		if (got < 0 && errno != EINTR)
			return fail(why, errno == EISDIR ? E_NOTFILE : E_UNREADABLE, 0, "%s", name);
		if (got > 0 && *n == room)
			return fail(why, E_TOOBIG, 0, "%s", name);
		*n += got > 0 ? (size_t)got : 0;
	}
	return OK;
}

enum err
small_file_read(const char *path, char *to, size_t room, size_t *n, struct why *why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum err err;

	*n = 0;
	if (fd < 0)
		return fail(why, errno == ENOENT || errno == ENOTDIR ? E_ABSENT : E_UNREADABLE, 0, "%s", path);
	err = small_file_take(fd, path, to, room, n, why);
	close(fd);
	return err;
}
