/*
 * sandbox: files are read in processes without rights (confine.h), so that a
 * hostile or damaged one harms nobody but itself.
 *
 * A child is forked for each file. It gets the open file and a pipe, gives its
 * rights up, reads, and tells a relay (relay.h) or, of a converter, plain bytes.
 * What it tells is checked; how it ended is a sentence.
 *
 * Children are forked by a server, itself forked by sandbox_start: a small
 * process forks in 0.1 ms, and it is safe beside threads that the program starts
 * later. Start it before any thread, and before memory grows. The server dies with the
 * thread that started it, and is started again should it die before. A program
 * that reads one file does without: it forks the child itself, and is half a
 * millisecond sooner.
 *
 * What libraries load from files when it is first wanted must be there before:
 * the converter of GB18030 is, or if one file is read and does not begin as UTF-8. The others
 * take half a millisecond, and hardly a file wants one: the first child that does is
 * ended, they are loaded, and the file is read again.
 *
 * A sandbox belongs to one thread at a time. Errors of a child, beside those of the reader:
 *
 *	E_CRASHED	it ended before it told everything
 *	E_SLOW		it was stopped at its limit of time
 *	E_MEMORY	at that of memory, or the kernel had none left
 *	E_FORBIDDEN	it tried what its profile does not allow
 *	E_TOOBIG	it has more to tell than its limit
 *	E_LIED		what it told is no relay
 */
#ifndef BH_SANDBOX_H
#define BH_SANDBOX_H

#include "guard/confine.h"

struct sandbox;
struct scratch;

#define SANDBOX_ONE false	/* file */
#define SANDBOX_MANY true

/*
 * reader: the profile of sandbox_read. Like any profile it is told to the server by
 * its address, and must be there when the server starts. E_SANDBOX where this
 * machine has neither seccomp nor rlimits.
 */
enum err sandbox_start(struct sandbox **, const struct profile *reader, bool many, struct why *);
/* Ends what still runs, and waits until it has. NULL is accepted. */
void sandbox_stop(struct sandbox *);

/*
 * Reads a file: what read_source would make of it, in the arena. flags: READ_HASH,
 * which is done here, for a child might lie. Out of memory is settled by the
 * caller's arena_try.
 */
enum err sandbox_read(struct sandbox *, const struct file *, unsigned flags, struct arena *, struct text **,
    struct why *);
/* The same under another profile that reads. */
enum err sandbox_read_as(struct sandbox *, const struct profile *, const struct file *, unsigned flags, struct arena *,
    struct text **, struct why *);

/*
 * Runs a program under a profile without `read`: the file is its standard
 * input, and what it writes a sealed file in memory, for sandbox_read. E_ABSENT: no such
 * program; E_CRASHED: its exit status is not 0; E_EMPTY: it wrote nothing.
 *
 * A profile with `room` is for programs that want files: they run in a folder of
 * their own where SCRATCH_IN is the file (scratch.h), and what they make of it is the file
 * `made` there. What they write to standard output counts for nothing. E_WRITE: no folder could be made;
 * E_LIED: what is there is no file.
 */
struct program {
	const char *const *argv;	/* the first is a whole path; passed as they are, up to a NULL */
	const char *made;		/* of a program with room */
	void (*prepare)(const struct scratch *);	/* what else it finds in its folder; NULL: nothing */
};
enum err sandbox_convert(struct sandbox *, const struct profile *, const struct file *, const struct program *,
    struct file *out, struct why *);

#endif
