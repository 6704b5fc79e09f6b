/*
 * child: a process that reads one file for sandbox.c: what it is asked, what it
 * does, and how it ended.
 */
#ifndef BH_CHILD_H
#define BH_CHILD_H

#include <sys/types.h>

#include "guard/confine.h"

#define WORDS_MOST 6144			/* a path has 4096 bytes at most; the words of a program are few */
#define ARGS_MOST 32			/* pdftotext takes five */

/* What the program asks. Both are forks of one process: an address means the same to both. */
struct request {
	const struct profile *profile;
	uint64_t size;
	unsigned flags;
	uint32_t n;		/* bytes of words */
	char words[WORDS_MOST];	/* each ended by NUL: the name of the file, or of a folder (scratch.h) or nothing, a program and its arguments */
};
#define REQUEST_LEAST offsetof(struct request, words)

/* How a child ended, as waitpid tells; and the seconds that it worked. */
struct verdict {
	int status;
	uint32_t seconds;
};

/* Which converters of character sets are loaded beforehand. */
enum loads { LOADS_NONE, LOADS_GB18030, LOADS_ALL };

/* After a fork: the process dies with its parent, `parent`. */
void child_bind(pid_t parent);
/*
 * Makes ready what children of its own inherit, or itself: signals are heard as
 * usual, complaints go nowhere, and what a child may want from files is loaded.
 */
void child_ready(enum loads);
/* `loaded`: with LOADS_ALL. Does what is asked, with no other descriptors than the file and the pipe, and ends. */
_Noreturn void child_work(struct request *, int file, int pipe, bool loaded);
/* Of a child that was asked nothing. */
_Noreturn void child_idle(void);

/* Waits for the end of a child; of one that could not be forked (-1), as if it could not be confined. */
struct verdict child_wait(pid_t);
/* OK: it told everything. The name and size are those of the file. */
enum err child_judge(const struct profile *, const struct file *, const struct verdict *, struct why *);
/* It asks to be started once more. */
bool child_again(const struct profile *, const struct verdict *);
/* It made a call that its profile does not have. */
bool child_forbidden(const struct verdict *);

#endif
