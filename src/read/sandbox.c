#include "read/sandbox.h"
#include "base/sanitized.h"
#include "read/decode.h"
#include "read/digest.h"
#include "read/record.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define PIPE_ROOM (1 << 20)		/* of a large file: fewer turns between the two processes */
#define PIPE_USUAL ((uint64_t)64 << 10)	/* what a pipe has anyway */
#define WORDS_MOST 6144			/* a path has 4096 bytes at most; the words of a program are few */
#define ARGS_MOST 32
#define TRIES 2				/* a server that died is started again once for a file */

/* What the program asks of a child. Both are forks of one process: an address means the same to both. */
struct request {
	const struct profile *profile;
	uint64_t size;
	unsigned flags;
	uint32_t n;		/* bytes of words */
	char words[WORDS_MOST];	/* each ended by NUL: the name of the file, or a program and its arguments */
};
#define REQUEST_LEAST offsetof(struct request, words)

/* How a child ended, as waitpid tells; and the seconds that it worked. */
struct verdict {
	int status;
	uint32_t seconds;
};

/* Exit statuses of a child that has nothing to tell. */
enum {
	ENDED_TOLD = 0,
	ENDED_UNTOLD = 80,	/* the pipe would not take it */
	ENDED_ALONE,		/* the program asks no more */
	ENDED_LOOSE,		/* it could not be confined */
	ENDED_ABSENT,		/* the program to run is not there */
};

struct sandbox {
	const struct profile *reader;
	pid_t server;		/* 0: none runs */
	bool loaded;		/* it has loaded all that libraries may want from files */
	bool last;		/* it will take no more requests */
	int sock;		/* to it; -1: none */
	int pipe;		/* from the child; -1: none */
	bool owed;		/* a verdict is still to come */
};

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* ---- the child ---- */

static bool
request_get(int sock, struct request *r, int fds[2])
{
	char room[CMSG_SPACE(2 * sizeof(int))] = { 0 };
	struct iovec v = { r, sizeof *r };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof room };
	ssize_t got = recvmsg(sock, &m, 0);
	struct cmsghdr *c = got < (ssize_t)REQUEST_LEAST ? NULL : CMSG_FIRSTHDR(&m);

	if (c == NULL || c->cmsg_len != CMSG_LEN(2 * sizeof(int)))
		return false;
	memcpy(fds, CMSG_DATA(c), 2 * sizeof(int));
	return true;
}

/* Reads the file into the arena and tells it, or why not. */
static bool
read_and_tell(const struct request *r, struct arena *a)
{
	uint64_t most = limit_of(&r->profile->output, r->size);
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
		err = record_put(STDOUT_FILENO, a, t, most, &why);
	if (err == E_WRITE)
		return false;
	return err == OK || record_put_failure(STDOUT_FILENO, &why) == OK;
}

_Noreturn static void
child_read(const struct request *r)
{
	struct arena *a = arena_new(limit_of(&r->profile->memory, r->size));

	_exit(a != NULL && read_and_tell(r, a) ? ENDED_TOLD : ENDED_UNTOLD);
}

_Noreturn static void
child_run(struct request *r)
{
	static char *const environment[] = { (char *)"LC_ALL=C.UTF-8", (char *)"PATH=/usr/bin:/bin", NULL };
	char *argv[ARGS_MOST + 1] = { NULL };
	size_t n = 0;

	for (char *p = r->words; p < r->words + r->n && n < ARGS_MOST; p += strlen(p) + 1)
		argv[n++] = p;
	execve(argv[0], argv, environment);
	_exit(errno == ENOENT ? ENDED_ABSENT : ENDED_UNTOLD);
}

/* What a signal does is passed on to a program that is executed. */
static void
usual_signals(void)
{
	sigset_t none;

	for (int s = 1; s < NSIG; s++)
		signal(s, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Waits for a request and does what it asks: the file is standard input, the pipe standard output. */
_Noreturn static void
child(int sock, bool loaded)
{
	static struct request r;
	int fds[2];

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (!request_get(sock, &r, fds))
		_exit(ENDED_ALONE);
	if (dup2(fds[0], STDIN_FILENO) < 0 || dup2(fds[1], STDOUT_FILENO) < 0)
		_exit(ENDED_LOOSE);
	closefrom(STDERR_FILENO + 1);
	if (r.profile->read == NULL)
		usual_signals();
	if (!confine(r.profile, r.size, r.profile->read == NULL ? r.words : NULL, loaded))
		_exit(ENDED_LOOSE);
	if (r.profile->read == NULL)
		child_run(&r);
	child_read(&r);
}

/* ---- the server ---- */

static bool
asked_no_more(int sock)
{
	char c;

	return recv(sock, &c, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

static struct verdict
wait_for(pid_t pid)
{
	struct verdict v = { .status = ENDED_LOOSE << 8 };
	struct rusage use = { 0 };

	while (pid > 0 && wait4(pid, &v.status, 0, &use) < 0 && errno == EINTR)
		;
	v.seconds = (uint32_t)(use.ru_utime.tv_sec + use.ru_stime.tv_sec);
	return v;
}

static bool
forbidden(int status)
{
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS;
}

/* One child after another, each forked before its file is known. */
_Noreturn static void
serve(int sock, bool loaded)
{
	decode_load();
	if (loaded)
		decode_load_others();
	for (;;) {
		pid_t pid = fork();
		struct verdict v;

		if (pid == 0)
			child(sock, loaded);
		v = wait_for(pid);
		if (send(sock, &v, sizeof v, MSG_NOSIGNAL) < 0 || pid < 0 || asked_no_more(sock))
			_exit(0);
		if (forbidden(v.status) && !loaded) {
			decode_load_others();
			loaded = true;
		}
	}
}

/* Nothing that the program has open stays open here: who reads its output must see it end. */
_Noreturn static void
become_server(int sock, pid_t parent, bool loaded)
{
	int nowhere = open("/dev/null", O_RDWR);
	int last = SANITIZED ? STDOUT_FILENO : STDERR_FILENO;	/* a sanitizer says what it found */

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent || nowhere < 0)
		_exit(1);
	sock = fcntl(sock, F_DUPFD, 3);
	nowhere = fcntl(nowhere, F_DUPFD, 3);
	for (int fd = 0; fd <= last; fd++)
		dup2(nowhere, fd);
	dup2(sock, STDERR_FILENO + 1);
	closefrom(STDERR_FILENO + 2);
	usual_signals();
	signal(SIGPIPE, SIG_IGN);
	signal(SIGINT, SIG_IGN);	/* the terminal's: the program decides */
	serve(STDERR_FILENO + 1, loaded);
}

static enum err
start_server(struct sandbox *s, struct why *why)
{
	pid_t parent = getpid();
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		return fail(why, E_MEMORY, 0, "%s", "");
	s->server = fork();
	if (s->server == 0)
		become_server(ends[1], parent, s->loaded);
	close(ends[1]);
	s->sock = ends[0];
	s->last = false;
	if (s->server > 0)
		return OK;
	s->server = 0;
	close_fd(&s->sock);
	return fail(why, E_MEMORY, 0, "%s", "");
}

/* ---- the program ---- */

static void
reap_server(struct sandbox *s)
{
	close_fd(&s->sock);
	close_fd(&s->pipe);
	s->owed = false;
	while (s->server > 0 && waitpid(s->server, NULL, 0) < 0 && errno == EINTR)
		;
	s->server = 0;
}

enum err
sandbox_start(struct sandbox **s, const struct profile *reader, struct why *why)
{
	struct sandbox *new;
	int abi;
	unsigned layers = confine_layers(&abi);
	enum err err;

	if ((layers & (LAYER_RLIMITS | LAYER_SECCOMP)) == 0)
		return fail(why, E_SANDBOX, 0, "%s", "");
	new = malloc(sizeof *new);
	if (new == NULL)
		return fail(why, E_MEMORY, 0, "%s", "");
	*new = (struct sandbox){ .reader = reader, .sock = -1, .pipe = -1 };
	new->loaded = (layers & LAYER_SECCOMP) == 0;	/* nothing would end a child that wants a file */
	err = start_server(new, why);
	if (err == OK)
		*s = new;
	else
		free(new);
	return err;
}

void
sandbox_stop(struct sandbox *s)
{
	if (s == NULL)
		return;
	reap_server(s);
	free(s);
}

/* Waits for the child's end; false where the server died instead. */
static bool
verdict_get(struct sandbox *s, struct verdict *v)
{
	ssize_t got;

	if (!s->owed)
		return true;
	do
		got = recv(s->sock, v, sizeof *v, 0);
	while (got < 0 && errno == EINTR);
	s->owed = false;
	return got == (ssize_t)sizeof *v;
}

/* What the last file left undone, a jump to the caller's arena_try among it; and a server, if there is none. */
static enum err
settle(struct sandbox *s, struct why *why)
{
	struct verdict v;

	close_fd(&s->pipe);
	if (s->sock < 0 || !verdict_get(s, &v) || s->last)
		reap_server(s);
	return s->server > 0 ? OK : start_server(s, why);
}

static bool
request_put(int sock, const struct request *r, int in, int out)
{
	char room[CMSG_SPACE(2 * sizeof(int))] = { 0 };
	struct iovec v = { (void *)(uintptr_t)r, REQUEST_LEAST + r->n };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof room };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);
	const int fds[2] = { in, out };
	ssize_t sent;

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof fds);
	memcpy(CMSG_DATA(c), fds, sizeof fds);
	do
		sent = sendmsg(sock, &m, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	return sent == (ssize_t)v.iov_len;
}

/* Hands the file to a child, whose pipe is then s->pipe. False where the server is dead. */
static bool
ask(struct sandbox *s, const struct request *r, const struct file *f)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0)
		return false;
	if (r->size > PIPE_USUAL)
		(void)fcntl(ends[0], F_SETPIPE_SZ, PIPE_ROOM);
	s->owed = request_put(s->sock, r, f->fd, ends[1]);
	close(ends[1]);
	s->pipe = ends[0];
	return s->owed;
}

static enum err
ask_again(struct sandbox *s, const struct request *r, const struct file *f, struct why *why)
{
	for (int i = 0; i < TRIES; i++) {
		enum err err = settle(s, why);

		if (err != OK)
			return err;
		if (ask(s, r, f))
			return OK;
		reap_server(s);
	}
	return fail(why, E_CRASHED, 0, "%s", f->name);
}

/* A word of a request; false where there is no more room. */
static bool
put_word(struct request *r, const char *word)
{
	size_t n = strlen(word) + 1;

	if (n > WORDS_MOST - r->n)
		return false;
	memcpy(r->words + r->n, word, n);
	r->n += (uint32_t)n;
	return true;
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
		return fail(why, E_CRASHED, 0, "%s: %s", f->name, strsignal(WTERMSIG(v->status)));
	}
}

/* How the child that was asked has ended; OK: as one that told everything. */
static enum err
judge(struct sandbox *s, const struct profile *p, const struct file *f, struct why *why)
{
	struct verdict v = { 0 };

	close_fd(&s->pipe);	/* one that goes on telling stops here */
	if (!verdict_get(s, &v))
		return fail(why, E_CRASHED, 0, "%s", f->name);
	if (WIFSIGNALED(v.status))
		return judge_signal(p, f, &v, why);
	switch (WEXITSTATUS(v.status)) {
	case ENDED_TOLD:
		return OK;
	case ENDED_LOOSE:
		return fail(why, E_SANDBOX, 0, "%s", f->name);
	case ENDED_ABSENT:
		return fail(why, E_ABSENT, 0, "%s", f->name);
	default:
		return fail(why, E_CRASHED, 0, "%s: exit status %d", f->name, WEXITSTATUS(v.status));
	}
}

/* What is still true of the file, whatever the child says of it. */
static enum err
complete(const struct file *f, const char hash[DIGEST_ROOM], struct arena *a, struct text *t, struct why *why)
{
	t->name = arena_str(a, cstr(f->name));
	t->bytes = f->size;
	memcpy(t->sha256, hash, DIGEST_ROOM);
	return file_unchanged(f, why);
}

/* The record of the child that was asked. A whole one needs no verdict: the next call takes it. */
static enum err
listen_to(struct sandbox *s, const struct file *f, struct arena *a, struct text **t, struct why *why)
{
	struct record_from from = { .fd = s->pipe };
	struct why told = { 0 };
	enum err err = record_get(&from, limit_of(&s->reader->output, f->size), a, t, &told);

	if (err == E_CRASHED) {
		err = judge(s, s->reader, f, why);
		return err != OK ? err : fail(why, E_LIED, 0, "%s", f->name);
	}
	close_fd(&s->pipe);
	if (err == E_LIED)
		return fail(why, err, 0, "%s: %s", f->name, told.what);
	return err == OK ? OK : fail(why, err, told.at, "%s", told.what);
}

enum err
sandbox_read(struct sandbox *s, const struct file *f, unsigned flags, struct arena *a, struct text **t,
    struct why *why)
{
	struct request r = { .profile = s->reader, .size = f->size, .flags = flags & ~READ_HASH };
	char hash[DIGEST_ROOM] = "";
	struct text *new;
	enum err err;

	if (!put_word(&r, f->name))
		return fail(why, E_ABSENT, 0, "%s", f->name);
	err = ask_again(s, &r, f, why);
	if (err == OK && (flags & READ_HASH) != 0)
		err = digest_file(f, hash, why);	/* while the child works */
	if (err == OK)
		err = listen_to(s, f, a, &new, why);
	if (err == E_FORBIDDEN && !s->loaded) {	/* it may only have wanted a converter */
		s->loaded = true;
		err = ask_again(s, &r, f, why);
		if (err == OK)
			err = listen_to(s, f, a, &new, why);
	}
	if ((flags & READ_LAST) != 0)
		s->last = shutdown(s->sock, SHUT_WR) == 0;
	if (err == OK)
		err = complete(f, hash, a, new, why);
	if (err == OK)
		*t = new;
	return err;
}

/* What a program wrote; it counts only if the program ended well. */
static enum err
take_output(struct sandbox *s, const struct profile *p, const struct file *f, struct file *out, struct why *why)
{
	struct file made;
	enum err err = file_of_stream(s->pipe, f->name, limit_of(&p->output, f->size), &made, why);
	enum err end = err == OK || err == E_EMPTY ? judge(s, p, f, why) : err;

	close_fd(&s->pipe);
	if (err == OK && end != OK)
		file_close(&made);
	else if (err == OK)
		*out = made;
	return end != OK ? end : err;
}

enum err
sandbox_convert(struct sandbox *s, const struct profile *p, const struct file *f, const char *const *argv,
    struct file *out, struct why *why)
{
	struct request r = { .profile = p, .size = f->size };
	enum err err = OK;

	for (size_t i = 0; argv[i] != NULL; i++)
		if (i == ARGS_MOST || !put_word(&r, argv[i]))
			return fail(why, E_USAGE, 0, "%s", argv[0]);
	err = ask_again(s, &r, f, why);
	return err != OK ? err : take_output(s, p, f, out, why);
}
