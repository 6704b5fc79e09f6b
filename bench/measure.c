/*
 * measure: runs a command again and again, its output thrown away, and prints
 * a line each time: seconds that it ran on a core, seconds from start to end,
 * peak memory in KB, exit status.
 *
 *	measure TIMES COMMAND [ARGUMENT...]
 *
 * In C because a child's peak is never told lower than that of the program
 * that started it, and this one is small.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static int
run(posix_spawn_file_actions_t *quiet, char **command)
{
	struct rusage usage;
	double start = now();
	int status;
	pid_t pid;

	if (posix_spawnp(&pid, command[0], quiet, NULL, command, environ) != 0) {
		perror(command[0]);
		return 1;
	}
	if (wait4(pid, &status, 0, &usage) < 0)
		return 1;
	printf("%.6f %.6f %ld %d\n", seconds(usage.ru_utime) + seconds(usage.ru_stime),
	    now() - start, usage.ru_maxrss,
	    WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status));
	return 0;
}

int
main(int argc, char **argv)
{
	posix_spawn_file_actions_t quiet;
	int failed = 0;

	if (argc < 3) {
		fputs("usage: measure TIMES COMMAND [ARGUMENT...]\n", stderr);
		return 2;
	}
	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
	for (int i = atoi(argv[1]); i > 0 && !failed; i--)
		failed = run(&quiet, argv + 2);
	posix_spawn_file_actions_destroy(&quiet);
	return failed;
}
