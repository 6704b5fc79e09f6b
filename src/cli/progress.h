/*
 * progress: a bar on standard error, only on a terminal, and only once the
 * work has taken a while. It counts bytes of input.
 */
#ifndef BH_PROGRESS_H
#define BH_PROGRESS_H

#include "base/err.h"

struct progress {
	bool on, shown;
	enum lang lang;
	uint64_t total, done;		/* bytes */
	size_t nfiles, files;
	int64_t started, drawn;		/* milliseconds */
};

/* Measures the files; those that cannot be measured count nothing. */
void progress_start(struct progress *, char *const *files, size_t n, bool wanted, enum lang);
void progress_step(struct progress *, uint64_t bytes);
void progress_file(struct progress *);
/* Wipes the bar, so that a message may be printed; it comes back with the next step. */
void progress_hide(struct progress *);

#endif
