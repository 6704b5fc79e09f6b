/*
 * scratch: a folder for one conversion by a program that reads and writes
 * files by name. It lies under TMPDIR, only the person who runs the
 * program may look into it, and it is gone afterwards, whatever was put there. A signal that
 * ends the program waits until then, if it is not SIGKILL.
 */
#ifndef BH_SCRATCH_H
#define BH_SCRATCH_H

#include <signal.h>

#include "read/reader.h"

#define SCRATCH_IN "in"		/* the name of the file in it; it tells a program nothing about its kind */

struct scratch {
	char *path;
	int dir;		/* the folder */
	int signals;		/* readable when the program is to end */
	sigset_t before;	/* the signals that were held back already */
};

/* Makes the folder and copies the file into it. *s is to be removed only on OK. */
enum err scratch_make(struct scratch *s, const struct file *f, struct why *);
/* Puts a file into it, and the folders that it is to lie in. */
bool scratch_put(const struct scratch *s, const char *name, struct str bytes);
/* What lies in it under a name, as a sealed copy in memory: E_EMPTY, where there is no such file, too. */
enum err scratch_take(const struct scratch *s, const char *name, const struct file *of, uint64_t most, struct file *out,
    struct why *);
void scratch_remove(struct scratch *s);

#endif
