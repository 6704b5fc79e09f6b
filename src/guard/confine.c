#include "guard/confine.h"
#include "base/sanitized.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#define MiB ((uint64_t)1 << 20)

uint64_t
limit_of(const struct limit *l, uint64_t size)
{
	return l->more == 0 ? l->least : l->least + l->more * (size / l->each);
}

/* ---- the profiles ---- */

/* What is done to one system call; to all others, `others` of its list. */
struct call_rule {
	int call;
	uint32_t action;
};

struct calls {
	uint32_t others;
	const struct call_rule *rules;
	size_t n;
	bool program;		/* may open files, map code and make threads, but no processes */
	const struct call_rule *more;
	size_t nmore;
	bool local;		/* may have sockets, of this machine alone */
};

#define ALLOW(name) { SCMP_SYS(name), SCMP_ACT_ALLOW }
#define REFUSE(name, error) { SCMP_SYS(name), SCMP_ACT_ERRNO(error) }

/* Whatever asks for more than memory and its two descriptors attacks, or is a mistake of ours. */
static const struct call_rule reader_rules[] = {
	ALLOW(read), ALLOW(pread64), ALLOW(write), ALLOW(writev), ALLOW(close),
	ALLOW(brk), ALLOW(mremap), ALLOW(munmap), ALLOW(madvise),
	ALLOW(futex), ALLOW(clock_gettime), ALLOW(rt_sigreturn), ALLOW(exit), ALLOW(exit_group),
	ALLOW(sysinfo),			/* qsort of the C library asks how much memory there is */
	/* abort() then ends in a fault, and is told as the crash that it is. */
	ALLOW(getpid), ALLOW(gettid), REFUSE(tgkill, EPERM), REFUSE(rt_sigaction, EPERM), REFUSE(rt_sigprocmask, EPERM),
};

/* Libraries try, and go on without. */
static const struct call_rule opening_rules[] = { REFUSE(open, EACCES), REFUSE(openat, EACCES) };

/* A program of others does what programs do, but no more: a call refused is one it can tell of. */
static const struct call_rule converter_rules[] = {
	REFUSE(connect, EPERM), REFUSE(accept, EPERM), REFUSE(accept4, EPERM), REFUSE(sendto, EPERM),
	REFUSE(sendmsg, EPERM), REFUSE(sendmmsg, EPERM), REFUSE(recvmsg, EPERM), REFUSE(recvmmsg, EPERM),
	REFUSE(fork, EPERM), REFUSE(vfork, EPERM),
	REFUSE(clone3, ENOSYS),		/* its flags cannot be looked at; the C library then uses clone */
	REFUSE(kill, EPERM), REFUSE(tkill, EPERM), REFUSE(pidfd_send_signal, EPERM), REFUSE(pidfd_open, EPERM),
	REFUSE(ptrace, EPERM), REFUSE(process_vm_readv, EPERM), REFUSE(process_vm_writev, EPERM),
	REFUSE(io_uring_setup, ENOSYS),	/* would do what is refused here */
	REFUSE(unshare, EPERM), REFUSE(setns, EPERM), REFUSE(mount, EPERM), REFUSE(umount2, EPERM),
	REFUSE(move_mount, EPERM), REFUSE(open_tree, EPERM), REFUSE(fsopen, EPERM), REFUSE(pivot_root, EPERM),
	REFUSE(chroot, EPERM), REFUSE(bpf, EPERM), REFUSE(perf_event_open, EPERM), REFUSE(userfaultfd, EPERM),
	REFUSE(keyctl, EPERM), REFUSE(add_key, EPERM), REFUSE(request_key, EPERM),
	REFUSE(init_module, EPERM), REFUSE(finit_module, EPERM), REFUSE(delete_module, EPERM),
	REFUSE(kexec_load, EPERM), REFUSE(reboot, EPERM), REFUSE(swapon, EPERM), REFUSE(swapoff, EPERM),
	REFUSE(settimeofday, EPERM), REFUSE(clock_settime, EPERM), REFUSE(open_by_handle_at, EPERM),
	REFUSE(setitimer, EPERM), REFUSE(alarm, EPERM),		/* the timer that ends it */
	/* Landlock does not ask of these where the file lies, or did not at first. */
	REFUSE(chmod, EPERM), REFUSE(fchmod, EPERM), REFUSE(fchmodat, EPERM), REFUSE(chown, EPERM),
	REFUSE(fchown, EPERM), REFUSE(lchown, EPERM), REFUSE(fchownat, EPERM), REFUSE(truncate, EPERM),
	REFUSE(utime, EPERM), REFUSE(utimes, EPERM), REFUSE(futimesat, EPERM), REFUSE(utimensat, EPERM),
	REFUSE(setxattr, EPERM), REFUSE(lsetxattr, EPERM), REFUSE(fsetxattr, EPERM),
	REFUSE(removexattr, EPERM), REFUSE(lremovexattr, EPERM), REFUSE(fremovexattr, EPERM),
};

static const struct call_rule lonely_rules[] = {
	REFUSE(socket, EPERM), REFUSE(socketpair, EPERM), REFUSE(bind, EPERM), REFUSE(listen, EPERM),
};

/*
 * LibreOffice ends where it cannot listen for others of its kind. It is told that it does: the call is not made,
 * and its socket has no name and no other end.
 */
static const struct call_rule office_rules[] = {
	REFUSE(bind, 0), REFUSE(listen, 0),
};

#define CALLS(rules) (rules), sizeof(rules) / sizeof(rules)[0]
static const struct calls reader_calls = { SCMP_ACT_KILL_PROCESS, CALLS(reader_rules), false, NULL, 0, false };
static const struct calls converter_calls = { SCMP_ACT_ALLOW, CALLS(converter_rules), true, CALLS(lonely_rules), false };
static const struct calls office_calls = { SCMP_ACT_ALLOW, CALLS(converter_rules), true, CALLS(office_rules), true };

/* Programs, their libraries and their settings. */
static const char *const programs_folders[] = { "/usr", "/lib", "/lib64", "/etc", NULL };
/* Nothing of /etc that is the machine's own: a document may ask for other files to be put into it. */
static const char *const office_folders[] = {
	"/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/libreoffice", "/etc/fonts", "/etc/localtime",
	"/var/cache/fontconfig", "/var/lib/libreoffice", "/var/spool/libreoffice", "/dev/urandom", NULL
};

const struct profile profile_reader = {
	.name = "reader",
	.work = { 2, 1, 4 * MiB },	/* our readers take 10 ms for each MiB; a slow machine twenty times that */
	.wait = { 20, 2, 4 * MiB },	/* a busy machine, a disk far away */
	.memory = { 192 * MiB, 24, 1 },	/* libraries have 100 MiB; a file of the shortest lines becomes 20 times its size */
	.output = { 1 * MiB, 4, 1 },	/* a byte may become a character of three; words for notes */
	.files = 3,			/* the file, the pipe, and nowhere for complaints */
	.calls = &reader_calls,
	.folders = NULL,
	.read = read_source,
};

/* A container is small: its parts are ten to a hundred times as large (container.c holds them to 200). */
const struct profile profile_container = {
	.name = "container",
	.work = { 2, 2, MiB },		/* 10 MB of XML a second on a slow machine */
	.wait = { 20, 4, MiB },
	.memory = { 384 * MiB, 64, 1 },	/* a part is held whole, and what is made of it beside it */
	.output = { 1 * MiB, 64, 1 },
	.files = 3,
	.calls = &reader_calls,
	.folders = NULL,
	.read = read_source,
};

const struct profile profile_converter = {
	.name = "converter",
	.work = { 2, 1, 80 << 10 },	/* pdftotext: 11 ms for a page of 2 kB or more; a slow machine seven times that */
	.wait = { 60, 8, MiB },		/* the program and its fonts come from the disk first */
	.memory = { 1024 * MiB, 16, 1 },	/* of others: what they map is not all used */
	.output = { 64 * MiB, 64, 1 },	/* each word of a page with its box in XML, out of compressed streams */
	.files = 64,			/* fonts, tables of characters, libraries */
	.calls = &converter_calls,
	.folders = programs_folders,
	.read = NULL,
};

/* LibreOffice starts in a second, and takes another for 1,000 pages or 20,000 rows. */
const struct profile profile_office = {
	.name = "office",
	.work = { 10, 8, MiB },		/* ten times that: a slow machine, a page that is hard to lay out */
	.wait = { 40, 16, MiB },	/* 200 MB of program come from the disk first */
	.memory = { 1536 * MiB, 64, 1 },	/* 400 MB for a page, with libraries and fonts that are mapped */
	.output = { 64 * MiB, 16, 1 },	/* what it makes is packed, as the file often is not */
	.room = { 128 * MiB, 32, 1 },	/* its settings have 0.3 MB; while it packs, what it made lies beside that unpacked */
	.files = 1024,			/* fonts and settings stay open, it asks for this many */
	.threads = true,		/* for its timers and for what it packs */
	.calls = &office_calls,
	.folders = office_folders,
	.read = NULL,
	.again = 81,			/* after it has written its first settings */
};

/* The size is that of a picture, 12 MiB at most; how long it takes is told by how many words stand on it. */
const struct profile profile_recogniser = {
	.name = "recogniser",
	.work = { 60, 0, 1 },		/* two to five seconds for a page of print, on a slow machine twenty */
	.wait = { 180, 0, 1 },
	.memory = { 1024 * MiB, 4, 1 },	/* what it knows of Chinese is 40 MiB, and it maps more than it uses */
	.output = { 16 * MiB, 0, 1 },	/* 60 bytes a word: more than any page has */
	.files = 64,
	.calls = &converter_calls,
	.folders = programs_folders,
	.read = NULL,
};

/* ---- rlimits ---- */

/* Not above what the process may have already. */
static bool
put_limits_of(int what, uint64_t soft, uint64_t hard)
{
	struct rlimit r;

	if (getrlimit(what, &r) != 0)
		return false;
	if (hard < r.rlim_max)
		r.rlim_max = hard;
	r.rlim_cur = soft < r.rlim_max ? soft : r.rlim_max;
	return setrlimit(what, &r) == 0;
}

static bool
put_limit(int what, uint64_t most)
{
	return put_limits_of(what, most, most);
}

/* At the first limit SIGXCPU ends the process and tells why; one that will not hear it is killed a second later. */
static bool
put_work(uint64_t seconds)
{
	return put_limits_of(RLIMIT_CPU, seconds, seconds + 1);
}

/* On the clock: SIGALRM. A program that is executed keeps the timer. */
static bool
put_wait(uint64_t seconds)
{
	struct itimerval t = { .it_value.tv_sec = (time_t)seconds };

	return setitimer(ITIMER_REAL, &t, NULL) == 0;
}

static bool
put_limits(const struct profile *p, uint64_t size)
{
	return put_work(limit_of(&p->work, size)) && put_wait(limit_of(&p->wait, size)) &&
	    put_limit(RLIMIT_NOFILE, p->files) && (p->threads || put_limit(RLIMIT_NPROC, 0)) &&
	    put_limit(RLIMIT_CORE, 0) &&
	    /* A sanitizer takes all address space there is, and may say what it found into a file; a program has none. */
	    (SANITIZED || put_limit(RLIMIT_AS, limit_of(&p->memory, size))) &&
	    ((SANITIZED && p->read != NULL) || put_limit(RLIMIT_FSIZE, limit_of(&p->room, size)));
}

/* ---- seccomp ---- */

static bool
put_list(scmp_filter_ctx ctx, const struct call_rule *rules, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (seccomp_rule_add(ctx, rules[i].action, rules[i].call, 0) != 0)
			return false;
	return true;
}

/* Threads, but no processes. */
static bool
put_rules_of_program(scmp_filter_ctx ctx, const struct calls *c)
{
	const uint32_t no = SCMP_ACT_ERRNO(EPERM);

	return put_list(ctx, c->more, c->nmore) &&
	    seccomp_rule_add(ctx, no, SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0)) == 0 &&
	    (!c->local || seccomp_rule_add(ctx, no, SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_NE, AF_UNIX)) == 0);
}

static bool
put_rules(scmp_filter_ctx ctx, const struct calls *c, bool loaded)
{
	if (!put_list(ctx, c->rules, c->n) || (loaded && !c->program && !put_list(ctx, CALLS(opening_rules))))
		return false;
	/* Memory of no file, and not to be executed. */
	if (!c->program && seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0), SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS)) != 0)
		return false;
	/* Pages into the pipe, and nothing out of it. */
	if (!c->program && seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(vmsplice), 2,
	    SCMP_A0(SCMP_CMP_EQ, STDOUT_FILENO), SCMP_A3(SCMP_CMP_EQ, 0)) != 0)
		return false;
	return !c->program || put_rules_of_program(ctx, c);
}

static bool
put_calls(const struct calls *c, bool loaded)
{
	scmp_filter_ctx ctx = seccomp_init(c->others);
	bool done = ctx != NULL && put_rules(ctx, c, loaded) && seccomp_load(ctx) == 0;

	seccomp_release(ctx);
	return done;
}

void
confine_prepare(void)
{
	scmp_filter_ctx ctx = seccomp_init(reader_calls.others);
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (ctx != NULL && nowhere >= 0 && put_rules(ctx, &reader_calls, false))
		seccomp_export_bpf(ctx, nowhere);
	if (nowhere >= 0)
		close(nowhere);
	seccomp_release(ctx);
}

/* ---- Landlock ---- */

/* As in linux/landlock.h, which may be older than the kernel. */
struct ruleset {
	uint64_t fs, net, scoped;
};

struct beneath {
	uint64_t allowed;
	int32_t fd;
} __attribute__((packed));

#define RULESET_VERSION 1u
#define RULE_BENEATH 1
#define FS_EXECUTE 1u
#define FS_OF_FILES (FS_EXECUTE | 2u | 4u)
#define FS_READ (4u | 8u)	/* files, folders */
/* In its own folder also: write files, remove folders and files, make both; and of later versions move, cut off. */
#define FS_OWN(abi) (FS_READ | 2u | 16u | 32u | 128u | 256u | ((abi) >= 2 ? 8192u : 0) | ((abi) >= 3 ? 16384u : 0))

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

static int
landlock_abi(void)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, RULESET_VERSION);

	return abi < 0 ? 0 : (int)abi;
}

/* All that this version can hold. */
static struct ruleset
ruleset_of(int abi)
{
	unsigned fs = abi >= 5 ? 16 : abi >= 3 ? 15 : abi >= 2 ? 14 : 13;

	return (struct ruleset){ ((uint64_t)1 << fs) - 1, abi >= 4 ? 3 : 0, abi >= 6 ? 3 : 0 };
}

/* What is not there needs no leave; what is no folder can be given none to what lies in it. */
static bool
leave(int ruleset, const char *path, uint64_t allowed)
{
	struct beneath b = { allowed, open(path, O_PATH | O_CLOEXEC) };
	struct stat st;
	bool done;

	if (b.fd >= 0 && fstat(b.fd, &st) == 0 && !S_ISDIR(st.st_mode))
		b.allowed &= FS_OF_FILES;
	done = b.fd < 0 || syscall(SYS_landlock_add_rule, ruleset, RULE_BENEATH, &b, 0) == 0;

	if (b.fd >= 0)
		close(b.fd);
	return done;
}

/* The dynamic linker of this program, which is that of others too; NULL if there is none. */
static const char *
linker(void)
{
	const ElfW(Phdr) *h = (const ElfW(Phdr) *)getauxval(AT_PHDR);
	size_t n = getauxval(AT_PHNUM);
	uintptr_t base = 0;

	for (size_t i = 0; i < n; i++)
		if (h[i].p_type == PT_PHDR)
			base = (uintptr_t)h - h[i].p_vaddr;
	for (size_t i = 0; i < n; i++)
		if (h[i].p_type == PT_INTERP)
			return (const char *)(base + h[i].p_vaddr);
	return NULL;
}

static bool
leave_all(int ruleset, const struct profile *p, int abi, const char *program)
{
	const char *ld = linker();

	for (const char *const *f = p->folders; f != NULL && *f != NULL; f++)
		if (!leave(ruleset, *f, FS_READ))
			return false;
	if (p->room.least > 0 && !leave(ruleset, ".", FS_OWN(abi)))
		return false;
	return program == NULL || (leave(ruleset, program, FS_EXECUTE | 4u) &&
	    (ld == NULL || leave(ruleset, ld, FS_EXECUTE | 4u)));
}

static bool
put_landlock(const struct profile *p, int abi, const char *program)
{
	struct ruleset r = ruleset_of(abi);
	int fd = (int)syscall(SYS_landlock_create_ruleset, &r, sizeof r, 0);
	bool done = fd >= 0 && leave_all(fd, p, abi, program) && syscall(SYS_landlock_restrict_self, fd, 0) == 0;

	if (fd >= 0)
		close(fd);
	return done;
}

/* ---- all of them ---- */

static bool
has_seccomp(void)
{
	return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;
}

unsigned
confine_layers(int *abi)
{
	unsigned layers = 0;
	struct rlimit r;

	*abi = landlock_abi();
	if (getrlimit(RLIMIT_CPU, &r) == 0)
		layers |= LAYER_RLIMITS;
	if (!SANITIZED && has_seccomp())
		layers |= LAYER_SECCOMP;
	if (*abi > 0)
		layers |= LAYER_LANDLOCK;
	return layers;
}

bool
confine(const struct profile *p, uint64_t size, const char *program, bool loaded)
{
	int abi;
	unsigned layers = confine_layers(&abi);

	if (program != NULL && has_seccomp())
		layers |= LAYER_SECCOMP;	/* it is not built as this one is */
	if ((layers & (LAYER_RLIMITS | LAYER_SECCOMP)) == 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return false;
	/* What may write files must not change the rights of others, nor start processes that outlive it. */
	if (p->room.least > 0 && (layers & LAYER_SECCOMP) == 0)
		return false;
	if ((layers & LAYER_LANDLOCK) != 0 && !put_landlock(p, abi, program))
		return false;
	if ((layers & LAYER_RLIMITS) != 0 && !put_limits(p, size))
		return false;
	return (layers & LAYER_SECCOMP) == 0 || put_calls(p->calls, loaded);
}
