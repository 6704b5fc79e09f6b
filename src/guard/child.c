#include "guard/child.h"
#include "base/sanitized.h"
#include "read/decode.h"
#include "guard/relay.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Exit statuses. */
enum {
	ENDED_TOLD = 0,
	ENDED_UNTOLD = 80,	/* the pipe would not take it */
	ENDED_LOOSE,		/* it could not be confined */
	ENDED_ABSENT,		/* the program to run is not there */
};

/* ---- before the file is known ---- */

/* A program may ignore some, or catch a fault; a child would go on, as would what it executes. */
static void
hear_signals(void)
{
	sigset_t none;

	for (int s = SIGHUP; s <= SIGSYS; s++)
		signal(s, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

void
child_bind(pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(ENDED_LOOSE);
}

void
child_ready(enum loads loads)
{
	int nowhere = SANITIZED ? -1 : open("/dev/null", O_WRONLY | O_CLOEXEC);	/* a sanitizer says what it found */

	if (nowhere >= 0)
		dup2(nowhere, STDERR_FILENO);
	hear_signals();
	setenv("TZ", "UTC0", 1);	/* a library that makes days of seconds would look for the place of the machine */
	tzset();
	if (loads != LOADS_NONE)
		decode_load();
	if (loads == LOADS_ALL)
		decode_load_others();
}

/* ---- its work ---- */

#define MAP_LEAST ((uint64_t)1 << 20)	/* bytes: to map a smaller file costs as much as to read it */

/* What a process that reads a large file has mapped while it had the right to: pages that are not copied. */
static char *
map_large(const struct request *r, int file)
{
	return r->size < MAP_LEAST ? NULL : file_map(file, r->size);
}

/* The bytes of the file, and whether they may be written over. */
static enum err
take_file(const struct file *f, char *mapped, struct source *s, unsigned *flags, struct why *why)
{
	*flags = mapped == NULL ? READ_IN_PLACE : 0;
	if (mapped == NULL)
		return file_read(f, s, why);
	file_look(f, mapped, s);
	return OK;
}

/* Reads the file into the arena and tells it, or why not. */
static bool
read_and_tell(const struct request *r, char *mapped, struct arena *a)
{
	unsigned flags;
	struct file f = { .name = r->words, .fd = STDIN_FILENO, .size = r->size };
	struct why why = { 0 };
	struct source s = { 0 };
	struct text *t;
	enum err err;

	if (arena_try(a)) {
		fail(&why, E_MEMORY, 0, "%s", r->words);
		return relay_put_failure(STDOUT_FILENO, &why) == OK;
	}
	err = take_file(&f, mapped, &s, &flags, &why);
	if (err == OK)
		err = r->profile->read(a, &s, r->flags | flags, &t, &why);
	if (err == OK)
		err = relay_put(STDOUT_FILENO, a, t, limit_of(&r->profile->output, r->size), &why);
	if (err == E_WRITE)
		return false;
	return err == OK || relay_put_failure(STDOUT_FILENO, &why) == OK;
}

_Noreturn static void
read_file(const struct request *r, char *mapped)
{
	struct arena *a = arena_new(limit_of(&r->profile->memory, r->size));

	_exit(a != NULL && read_and_tell(r, mapped, a) ? ENDED_TOLD : ENDED_UNTOLD);
}

/* Behind the folder it is to work in. */
static char *
program_of(struct request *r)
{
	return r->words + strlen(r->words) + 1;
}

_Noreturn static void
run_program(struct request *r)
{
	static char home[WORDS_MOST + 8], temp[WORDS_MOST + 8];
	static char *const environment[] = {
		(char *)"LC_ALL=C.UTF-8", (char *)"PATH=/usr/bin:/bin",
		(char *)"SAL_USE_VCLPLUGIN=svp",	/* LibreOffice draws into memory, not onto a screen */
		(char *)"MALLOC_ARENA_MAX=2",		/* 64 MB of the address space each */
		(char *)"OMP_THREAD_LIMIT=1",		/* tesseract: a process may make none */
		home, temp, NULL
	};
	char *argv[ARGS_MOST + 1] = { NULL };
	size_t n = 0;

	snprintf(home, sizeof home, "HOME=%s", r->words);
	snprintf(temp, sizeof temp, "TMPDIR=%s", r->words);
	for (char *p = program_of(r); p < r->words + r->n && n < ARGS_MOST; p += strlen(p) + 1)
		argv[n++] = p;
	execve(program_of(r), argv, environment);
	_exit(errno == ENOENT ? ENDED_ABSENT : ENDED_UNTOLD);
}

/* The file becomes standard input and the pipe standard output, of programs and of our readers alike. */
_Noreturn void
child_work(struct request *r, int file, int pipe, bool loaded)
{
	bool runs = r->profile->read == NULL;
	char *mapped = runs ? NULL : map_large(r, file);

	if (dup2(file, STDIN_FILENO) < 0 || dup2(pipe, STDOUT_FILENO) < 0)
		_exit(ENDED_LOOSE);
	if (runs)	/* another may have read it before, with the same offset */
		(void)lseek(STDIN_FILENO, 0, SEEK_SET);
	closefrom(STDERR_FILENO + 1);
	mallopt(M_ARENA_MAX, 1);	/* short of memory, it would look into /sys for how many it may open */
	if (runs && r->profile->room.least > 0 && chdir(r->words) != 0)
		_exit(ENDED_LOOSE);
	if (!confine(r->profile, r->size, runs ? program_of(r) : NULL, loaded))
		_exit(ENDED_LOOSE);
	if (runs)
		run_program(r);
	read_file(r, mapped);
}

_Noreturn void
child_idle(void)
{
	_exit(ENDED_UNTOLD);
}

/* ---- its end ---- */

struct verdict
child_wait(pid_t pid)
{
	struct verdict v = { .status = ENDED_LOOSE << 8 };
	struct rusage use = { 0 };
	struct timeval worked;

	while (pid > 0 && wait4(pid, &v.status, 0, &use) < 0 && errno == EINTR)
		;
	timeradd(&use.ru_utime, &use.ru_stime, &worked);
	v.seconds = (uint32_t)(worked.tv_sec + (worked.tv_usec >= 500000));	/* a limit is met a little before it is */
	return v;
}

bool
child_again(const struct profile *p, const struct verdict *v)
{
	return p->again != 0 && WIFEXITED(v->status) && WEXITSTATUS(v->status) == p->again;
}

bool
child_forbidden(const struct verdict *v)
{
	return WIFSIGNALED(v->status) && WTERMSIG(v->status) == SIGSYS;
}

static enum err
judge_signal(const struct profile *p, const struct file *f, const struct verdict *v, struct why *why)
{
	switch (WTERMSIG(v->status)) {
	case SIGXCPU:
	case SIGALRM:
		return fail(why, E_SLOW, 0, "%s", f->name);
	case SIGSYS:
	case SIGXFSZ:
		return fail(why, E_FORBIDDEN, 0, "%s", f->name);
	case SIGKILL:
		/* One that would not hear SIGXCPU; else it was the kernel's, short of memory. */
		return fail(why, v->seconds >= limit_of(&p->work, f->size) ? E_SLOW : E_MEMORY, 0, "%s", f->name);
	default:
		return fail(why, E_CRASHED, 0, "%s: SIG%s", f->name, sigabbrev_np(WTERMSIG(v->status)));
	}
}

enum err
child_judge(const struct profile *p, const struct file *f, const struct verdict *v, struct why *why)
{
	if (p->read == NULL && v->status != 0 && v->seconds >= limit_of(&p->work, f->size))
		return fail(why, E_SLOW, 0, "%s", f->name);	/* a program may catch SIGXCPU, and end as it likes */
	if (WIFSIGNALED(v->status))
		return judge_signal(p, f, v, why);
	switch (WEXITSTATUS(v->status)) {
	case ENDED_TOLD:
		return OK;
	case ENDED_LOOSE:
		return fail(why, E_SANDBOX, 0, "%s", f->name);
	case ENDED_ABSENT:
		return fail(why, E_ABSENT, 0, "%s", f->name);
	default:
		return fail(why, E_CRASHED, 0, "%s: exit status %d", f->name, WEXITSTATUS(v->status));
	}
}
