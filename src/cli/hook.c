#include "cli/hook.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/fd.h"

extern char **environ;

/* The text as a file that the program reads: it cannot keep us waiting by not reading. */
static int
text_file(struct str text)
{
	int fd = memfd_create("digest", MFD_CLOEXEC);

	if (fd >= 0 && (!fd_write(fd, text.p, text.n) || lseek(fd, 0, SEEK_SET) != 0)) {
		close(fd);
		return -1;
	}
	return fd;
}

static enum err
start(char *const argv[], int fd, pid_t *pid, struct why *why)
{
	posix_spawn_file_actions_t files;
	int made;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, fd, STDIN_FILENO);
	posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	made = posix_spawn(pid, argv[0], &files, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&files);
	return made == 0 ? OK : fail(why, E_ABSENT, 0, "%s", argv[0]);
}

/* Looks every tenth of a second; ends it when its time is over. */
static int
wait_for(pid_t pid)
{
	const struct timespec tenth = { 0, 100000000 };
	int status = 0;

	for (int i = 0; i < HOOK_SECONDS * 10; i++) {
		pid_t done = waitpid(pid, &status, WNOHANG);

		if (done == pid)
			return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
		if (done < 0 && errno != EINTR)
			return -SIGCHLD;
		nanosleep(&tenth, NULL);
	}
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	return -SIGKILL;
}

enum err
hook_run(char *const argv[], struct str text, int *status, struct why *why)
{
	int fd = text_file(text);
	pid_t pid;
	enum err err;

	if (fd < 0)
		return fail(why, E_MEMORY, 0, "%s", argv[0]);
	err = start(argv, fd, &pid, why);
	close(fd);
	if (err == OK)
		*status = wait_for(pid);
	return err;
}
