/*
 * output: where a command writes: standard output, or a file that appears
 * whole or not at all. The file is written under a temporary name beside it
 * and renamed by output_close; a device or pipe is written to as it is.
 */
#ifndef BH_OUTPUT_H
#define BH_OUTPUT_H

#include "base/buf.h"

struct output {
	struct buf buf;		/* write here; its err is told by output_close */
	int fd;
	int error;		/* errno of what failed; 0 where nothing did */
	char *path, *temp;	/* NULL where nothing is to be renamed */
};

/* path: NULL or "-" for standard output. On failure *o holds nothing. */
enum err output_open(struct output *, const char *path, struct why *);
/* keep: false takes back what was written to a file. */
enum err output_close(struct output *, bool keep, struct why *);

#endif
