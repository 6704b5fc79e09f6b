#include "read/child.h"
#include "base/sanitized.h"
#include "read/decode.h"
#include "read/record.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
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
	if (loads != LOADS_NONE)
		decode_load();
	if (loads == LOADS_ALL)
		decode_load_others();
}

/* ---- its work ---- */

/* Reads the file into the arena and tells it, or why not. */
static bool
read_and_tell(const struct request *r, struct arena *a)
{
	struct file f = { .name = r->words, .fd = STDIN_FILENO, .size = r->size };
	struct why why = { 0 };
	struct source s = { 0 };
	struct text *t;
	enum err err;

	if (arena_try(a)) {
		fail(&why, E_MEMORY, 0, "%s", r->words);
		return record_put_failure(STDOUT_FILENO, &why) == OK;
	}
	err = file_read(&f, &s, &why);
	if (err == OK)
		err = r->profile->read(a, &s, r->flags | READ_IN_PLACE, &t, &why);
	if (err == OK)
		err = record_put(STDOUT_FILENO, a, t, limit_of(&r->profile->output, r->size), &why);
	if (err == E_WRITE)
		return false;
	return err == OK || record_put_failure(STDOUT_FILENO, &why) == OK;
}

_Noreturn static void
read_file(const struct request *r)
{
	struct arena *a = arena_new(limit_of(&r->profile->memory, r->size));

	_exit(a != NULL && read_and_tell(r, a) ? ENDED_TOLD : ENDED_UNTOLD);
}

_Noreturn static void
run_program(struct request *r)
{
	static char *const environment[] = { (char *)"LC_ALL=C.UTF-8", (char *)"PATH=/usr/bin:/bin",
	    (char *)"OMP_THREAD_LIMIT=1", NULL };	/* tesseract: a process may make none */
	char *argv[ARGS_MOST + 1] = { NULL };
	size_t n = 0;

	for (char *p = r->words; p < r->words + r->n && n < ARGS_MOST; p += strlen(p) + 1)
		argv[n++] = p;
	execve(r->words, argv, environment);
	_exit(errno == ENOENT ? ENDED_ABSENT : ENDED_UNTOLD);
}

/* The file becomes standard input and the pipe standard output, of programs and of our readers alike. */
_Noreturn void
child_work(struct request *r, int file, int pipe, bool loaded)
{
	bool runs = r->profile->read == NULL;

	if (dup2(file, STDIN_FILENO) < 0 || dup2(pipe, STDOUT_FILENO) < 0)
		_exit(ENDED_LOOSE);
	if (runs)	/* another may have read it before, with the same offset */
		(void)lseek(STDIN_FILENO, 0, SEEK_SET);
	closefrom(STDERR_FILENO + 1);
	mallopt(M_ARENA_MAX, 1);	/* short of memory, it would look into /sys for how many it may open */
	if (!confine(r->profile, r->size, runs ? r->words : NULL, loaded))
		_exit(ENDED_LOOSE);
	if (runs)
		run_program(r);
	read_file(r);
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

	while (pid > 0 && wait4(pid, &v.status, 0, &use) < 0 && errno == EINTR)
		;
	v.seconds = (uint32_t)(use.ru_utime.tv_sec + use.ru_stime.tv_sec);
	return v;
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
