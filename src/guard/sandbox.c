#include "guard/sandbox.h"
#include "guard/child.h"
#include "read/decode.h"
#include "read/digest.h"
#include "guard/relay.h"
#include "read/scan.h"
#include "guard/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PIPE_ROOM (1 << 20)		/* of a large file: fewer turns between the two processes */
#define PIPE_USUAL ((uint64_t)64 << 10)	/* what a pipe has anyway */
#define PATIENCE 200			/* milliseconds: a process of a GiB takes half of that to end */
#define LINGERING 5000			/* milliseconds from the end of the output of a child to its own */
#define TRIES 2				/* for one file, where it was not the file that ended a child */

struct sandbox {
	const struct profile *reader;
	bool many;
	bool loaded;		/* children find all that they may want from files loaded */
	pid_t server;		/* if many; 0: none runs */
	int sock;		/* to it; -1: none */
	pid_t child;		/* if not many; 0: none runs */
	int pipe;		/* from the child; -1: none */
	bool owed;		/* how the child that was asked last ended is not known yet */
};

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* ---- between program and server ---- */

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

/* ---- the server ---- */

static bool
asked_no_more(int sock)
{
	char c;

	return recv(sock, &c, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

static volatile pid_t working;	/* the server's child */

/* The program waits no longer for a child that has nothing more to tell. */
static void
end_with_child(int sig)
{
	(void)sig;
	if (working > 0 && kill(working, SIGKILL) == 0)
		waitpid(working, NULL, 0);
	_exit(0);
}

/* Each child is forked before its file is known, and waits for it. */
_Noreturn static void
wait_and_work(int sock, pid_t server, bool loaded)
{
	static struct request r;
	int fds[2];

	signal(SIGTERM, SIG_DFL);
	child_bind(server);
	if (!request_get(sock, &r, fds))
		child_idle();
	child_work(&r, fds[0], fds[1], loaded);
}

/* One child after another. */
_Noreturn static void
serve(int sock, bool loaded)
{
	pid_t server = getpid();

	signal(SIGTERM, end_with_child);
	for (;;) {
		pid_t pid = fork();
		struct verdict v;

		if (pid == 0)
			wait_and_work(sock, server, loaded);
		working = pid;
		v = child_wait(pid);
		working = 0;
		if (send(sock, &v, sizeof v, MSG_NOSIGNAL) < 0 || pid < 0 || asked_no_more(sock))
			_exit(0);
		if (child_forbidden(&v) && !loaded) {
			decode_load_others();
			loaded = true;
		}
	}
}

/* Nothing that the program has open stays open here: who reads its output must see it end. */
_Noreturn static void
become_server(int sock, pid_t parent, bool loaded)
{
	child_bind(parent);
	child_ready(loaded ? LOADS_ALL : LOADS_GB18030);
	confine_prepare();
	sock = fcntl(sock, F_DUPFD, STDERR_FILENO + 1);
	dup2(STDERR_FILENO, STDIN_FILENO);
	dup2(STDERR_FILENO, STDOUT_FILENO);
	dup2(sock, STDERR_FILENO + 1);
	closefrom(STDERR_FILENO + 2);
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
	while (s->server > 0 && waitpid(s->server, NULL, 0) < 0 && errno == EINTR)
		;
	s->server = 0;
	s->owed = false;
}

/* How the child ended, once; false where the server died instead. */
static bool
verdict_get(struct sandbox *s, struct verdict *v)
{
	ssize_t got;

	s->owed = false;
	if (!s->many) {
		*v = child_wait(s->child);
		s->child = 0;
		return true;
	}
	do
		got = recv(s->sock, v, sizeof *v, 0);
	while (got < 0 && errno == EINTR);
	return got == (ssize_t)sizeof *v;
}

/* Within a few seconds. One that could only go on in vain is then ended by settle(). */
static bool
ends_soon(const struct sandbox *s)
{
	struct pollfd p = { .fd = s->many ? s->sock : pidfd_open(s->child, 0), .events = POLLIN };
	bool soon = p.fd < 0 || poll(&p, 1, LINGERING) != 0;

	if (!s->many)
		close_fd(&p.fd);
	return soon;
}

/* A child that has nothing more to tell does not go on for long: it and the server end. */
static void
hurry(const struct sandbox *s)
{
	struct pollfd p = { .fd = s->sock, .events = POLLIN };

	if (s->child > 0)
		kill(s->child, SIGKILL);
	if (s->server > 0 && s->owed && poll(&p, 1, PATIENCE) == 0)
		kill(s->server, SIGTERM);
}

/* What the last file left undone, a jump to the caller's arena_try among it. */
static void
settle(struct sandbox *s)
{
	struct verdict v;

	close_fd(&s->pipe);
	hurry(s);
	if (s->owed && !verdict_get(s, &v))
		reap_server(s);
}

enum err
sandbox_start(struct sandbox **s, const struct profile *reader, bool many, struct why *why)
{
	struct sandbox *new;
	int abi;
	unsigned layers = confine_layers(&abi);
	enum err err = OK;

	if ((layers & (LAYER_RLIMITS | LAYER_SECCOMP)) == 0)
		return fail(why, E_SANDBOX, 0, "%s", "");
	new = malloc(sizeof *new);
	if (new == NULL)
		return fail(why, E_MEMORY, 0, "%s", "");
	*new = (struct sandbox){ .reader = reader, .many = many, .sock = -1, .pipe = -1 };
	new->loaded = (layers & LAYER_SECCOMP) == 0;	/* nothing would end a child that wants a file */
	if (many)
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
	settle(s);
	reap_server(s);
	free(s);
}

#define PEEK ((size_t)16 << 10)	/* bytes: what is foreign shows it in its first words */

/*
 * What is no UTF-8 from its beginning is most often GB18030. The process that asks still has its rights,
 * so nothing but scan_text looks at the bytes, which the program trusts with any relay.
 */
static bool
is_foreign(int file)
{
	static char bytes[PEEK];
	struct scan_look look = SCAN_BEGIN;
	ssize_t n = pread(file, bytes, sizeof bytes, 0);

	if (n > 0)
		scan_on(&look, bytes, (size_t)n, false);
	return (look.holds & SCAN_TEXT) == 0;
}

/* Forks the child for one file. */
static bool
fork_child(struct sandbox *s, const struct request *r, int file, int pipe)
{
	pid_t program = getpid();

	s->child = fork();
	if (s->child == 0) {
		struct request mine = *r;

		child_bind(program);
		child_ready(s->loaded ? LOADS_ALL : is_foreign(file) ? LOADS_GB18030 : LOADS_NONE);
		child_work(&mine, file, pipe, s->loaded);
	}
	return s->child > 0;
}

/* Hands the file to a child, whose pipe is then s->pipe. False where there is none to take it. */
static bool
ask(struct sandbox *s, const struct request *r, const struct file *f)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0)
		return false;
	if (r->size > PIPE_USUAL)
		(void)fcntl(ends[0], F_SETPIPE_SZ, PIPE_ROOM);
	s->owed = s->many ? request_put(s->sock, r, f->fd, ends[1]) : fork_child(s, r, f->fd, ends[1]);
	close(ends[1]);
	s->pipe = ends[0];
	return s->owed;
}

static enum err
ask_again(struct sandbox *s, const struct request *r, const struct file *f, struct why *why)
{
	for (int i = 0; i < TRIES; i++) {
		enum err err;

		settle(s);
		err = s->many && s->server == 0 ? start_server(s, why) : OK;
		if (err != OK)
			return err;
		if (ask(s, r, f))
			return OK;
		reap_server(s);
	}
	return fail(why, E_MEMORY, 0, "%s", f->name);
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

/* The end of the child that was asked, which has told all it had to tell. */
static enum err
end_of(struct sandbox *s, const struct file *f, struct verdict *v, struct why *why)
{
	close_fd(&s->pipe);	/* one that goes on telling stops here */
	if (!ends_soon(s)) {
		settle(s);
		return fail(why, E_SLOW, 0, "%s", f->name);
	}
	if (verdict_get(s, v))
		return OK;
	reap_server(s);
	return fail(why, E_CRASHED, 0, "%s", f->name);
}

/* How it has ended; OK: as one that told everything. */
static enum err
judge(struct sandbox *s, const struct profile *p, const struct file *f, struct why *why)
{
	struct verdict v;
	enum err err = end_of(s, f, &v, why);

	return err == OK ? child_judge(p, f, &v, why) : err;
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

/* The relay of the child that was asked. A whole one needs no verdict: the next call takes it. */
static enum err
listen_to(struct sandbox *s, const struct profile *p, const struct file *f, struct arena *a, struct text **t,
    struct why *why)
{
	struct relay_from from = { .fd = s->pipe };
	struct why told = { 0 };
	enum err err = relay_get(&from, limit_of(&p->output, f->size), a, t, &told);

	if (err == E_CRASHED) {
		err = judge(s, p, f, why);
		return err != OK ? err : fail(why, E_LIED, 0, "%s", f->name);
	}
	close_fd(&s->pipe);
	if (err == E_LIED)
		return fail(why, err, 0, "%s: %s", f->name, told.what);
	return err == OK ? OK : fail(why, err, told.at, "%s", told.what);
}

/* The child only wanted a converter that was not loaded, or died with its server. */
static bool
worth_again(struct sandbox *s, enum err err)
{
	if (err == E_FORBIDDEN && !s->loaded) {
		s->loaded = true;
		return true;
	}
	return err == E_CRASHED && s->many && s->server == 0;
}

enum err
sandbox_read_as(struct sandbox *s, const struct profile *p, const struct file *f, unsigned flags, struct arena *a,
    struct text **t, struct why *why)
{
	struct request r = { .profile = p, .size = f->size, .flags = flags & ~READ_HASH };
	char hash[DIGEST_ROOM] = "";
	struct text *new = NULL;
	int tries = 0;
	enum err err;

	if (!put_word(&r, f->name))
		return fail(why, E_ABSENT, 0, "%s", f->name);
	do {
		err = ask_again(s, &r, f, why);
		if (err == OK && (flags & READ_HASH) != 0 && hash[0] == '\0')
			err = digest_file(f, hash, why);	/* while the child works */
		if (err == OK)
			err = listen_to(s, p, f, a, &new, why);
	} while (worth_again(s, err) && ++tries < TRIES);
	if (err == OK)
		err = complete(f, hash, a, new, why);
	else if (err == E_CRASHED && file_unchanged(f, NULL) != OK)
		err = file_unchanged(f, why);	/* a child has no more of a file that was cut off */
	if (err == OK)
		*t = new;
	return err;
}

enum err
sandbox_read(struct sandbox *s, const struct file *f, unsigned flags, struct arena *a, struct text **t,
    struct why *why)
{
	return sandbox_read_as(s, s->reader, f, flags, a, t, why);
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

/* A program, and the folder that it is to work in. */
static enum err
ask_program(struct sandbox *s, const struct profile *p, const struct file *f, const char *folder,
    const char *const *argv, struct why *why)
{
	struct request r = { .profile = p, .size = f->size };
	bool put = put_word(&r, folder);

	for (size_t i = 0; argv[i] != NULL && put; i++)
		put = i < ARGS_MOST && put_word(&r, argv[i]);
	return put ? ask_again(s, &r, f, why) : fail(why, E_USAGE, 0, "%s", argv[0]);
}

/* Until the program has closed its output. False where it takes too long, or this one is to end. */
static bool
wait_for(struct sandbox *s, const struct scratch *room, uint64_t seconds)
{
	static char nobody_reads[4096];
	struct timespec now, end;
	struct pollfd p[] = { { .fd = s->pipe, .events = POLLIN }, { .fd = room->signals, .events = POLLIN } };

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += (time_t)seconds;
	do {
		if (poll(p, 2, 1000) > 0 && p[1].revents != 0)
			return false;
		if (p[0].revents != 0 && read(s->pipe, nobody_reads, sizeof nobody_reads) == 0)
			return true;
		clock_gettime(CLOCK_MONOTONIC, &now);
	} while (now.tv_sec < end.tv_sec);
	return false;
}

/* Its limits end a program that does not catch their signals; what does is ended here. */
static enum err
run_in(struct sandbox *s, const struct profile *p, const struct file *f, const struct scratch *room,
    const char *const *argv, struct verdict *v, struct why *why)
{
	enum err err = ask_program(s, p, f, room->path, argv, why);

	if (err != OK)
		return err;
	if (!wait_for(s, room, limit_of(&p->wait, f->size) + 1)) {
		settle(s);
		return fail(why, E_SLOW, 0, "%s", f->name);
	}
	return end_of(s, f, v, why);
}

static enum err
convert_in(struct sandbox *s, const struct profile *p, const struct file *f, const struct scratch *room,
    const struct program *program, struct file *out, struct why *why)
{
	struct verdict v;
	enum err err;

	if (program->prepare != NULL)
		program->prepare(room);
	err = run_in(s, p, f, room, program->argv, &v, why);
	if (err == OK && child_again(p, &v))
		err = run_in(s, p, f, room, program->argv, &v, why);
	if (err == OK)
		err = child_judge(p, f, &v, why);
	return err != OK ? err : scratch_take(room, program->made, f, limit_of(&p->output, f->size), out, why);
}

enum err
sandbox_convert(struct sandbox *s, const struct profile *p, const struct file *f, const struct program *program,
    struct file *out, struct why *why)
{
	struct scratch room;
	enum err err;

	if (p->room.least == 0) {
		err = ask_program(s, p, f, "", program->argv, why);
		return err != OK ? err : take_output(s, p, f, out, why);
	}
	err = scratch_make(&room, f, why);
	if (err != OK)
		return err;
	err = convert_in(s, p, f, &room, program, out, why);
	scratch_remove(&room);
	return err;
}
