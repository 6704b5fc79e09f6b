/* What tests of a process that is killed share: who works tells through a pipe what is done, and dies at any moment. */
#ifndef BH_TEST_KILL_H
#define BH_TEST_KILL_H

#include <signal.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

static inline unsigned
chance(unsigned below)
{
	unsigned n = 0;

	if (getrandom(&n, sizeof n, 0) != sizeof n)
		abort();
	return n % below;
}

/*
 * `work` is done by a child until it is killed; it writes things of `size` bytes to the pipe. They go to `out`, `most` at most: those told
 * before the kill, which comes behind as many as chance says, and those that stood in the pipe. Returns how many.
 */
static inline size_t
kill_at_work(void work(void *arg, int told), void *arg, size_t size, unsigned when_most, void *out, size_t most)
{
	size_t n = 0, when = chance(when_most);
	char *to = out;
	int pipes[2], status;
	pid_t pid;

	if (pipe(pipes) != 0)
		abort();
	pid = fork();
	if (pid == 0) {
		close(pipes[0]);
		work(arg, pipes[1]);
		_exit(1);	/* it was to be killed */
	}
	close(pipes[1]);
	while (n < when && read(pipes[0], to + n * size, size) == (ssize_t)size)
		n++;
	usleep(chance(3000));
	kill(pid, SIGKILL);
	while (n < most && read(pipes[0], to + n * size, size) == (ssize_t)size)
		n++;
	close(pipes[0]);
	waitpid(pid, &status, 0);
	if (!WIFSIGNALED(status))
		abort();
	return n;
}

#endif
