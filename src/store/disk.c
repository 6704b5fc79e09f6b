#include "store/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDERS_OPEN 16		/* while a folder is removed */

static const struct { int number; enum err err; } errors[] = {
	{ ENOSPC, E_FULL }, { EDQUOT, E_FULL }, { EROFS, E_READONLY }, { EACCES, E_READONLY }, { EPERM, E_READONLY },
	{ ENOENT, E_ABSENT }, { EEXIST, E_WRITE }, { ENOTEMPTY, E_WRITE }, { ENOMEM, E_MEMORY }, { EFBIG, E_TOOBIG },
};

enum err
disk_fail(struct why *why, const char *path)
{
	int number = errno;

	for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
		if (errors[i].number == number)
			return fail(why, errors[i].err, 0, "%s", path);
	return fail(why, E_DISK, 0, "%s", path);
}

static enum err
sync_path(const char *path, int flags, struct why *why)
{
	int fd = open(path, flags | O_CLOEXEC);
	enum err err = OK;

	if (fd < 0)
		return disk_fail(why, path);
	if (fsync(fd) != 0)
		err = disk_fail(why, path);
	close(fd);
	return err;
}

enum err
disk_settle(const char *path, struct why *why)
{
	char *copy = strdup(path);
	enum err err;

	if (copy == NULL)
		return fail(why, E_MEMORY, 0, "%s", path);
	err = sync_path(dirname(copy), O_RDONLY | O_DIRECTORY, why);
	free(copy);
	return err;
}

enum err
disk_folder(const char *path, struct why *why)
{
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return disk_fail(why, path);
	return disk_settle(path, why);	/* who made it may not have come so far */
}

enum err
disk_place(const char *from, const char *to, bool replace, struct why *why)
{
	enum err err = sync_path(from, O_RDONLY, why);

	if (err != OK)
		return err;
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, replace ? 0 : RENAME_NOREPLACE) != 0)
		return disk_fail(why, to);
	return disk_settle(to, why);
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	(void)st;
	(void)kind;
	(void)where;
	remove(path);
	return 0;
}

void
disk_remove(const char *path)
{
	nftw(path, remove_one, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS);
}
