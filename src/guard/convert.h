/*
 * convert: the text of a file, read in a process without rights (sandbox.h). What only
 * another program can read is first made readable by it, in one more. A note says so where it
 * changed the file's format.
 */
#ifndef BH_CONVERT_H
#define BH_CONVERT_H

#include "guard/sandbox.h"

/* A program that files are converted by, for a person who asks what there is. */
struct converter_known {
	const char *name, *program, *package;
	const char *version;	/* the option by which it tells its own */
	bool here;
};
/* Number i of them, counted from 0; false where there are no more. */
bool converter_known(size_t i, struct converter_known *);

/*
 * What read_source would make of a file. E_CONVERTER names the package of a
 * program that is not there; else as sandbox_read.
 */
enum err convert_and_read(struct sandbox *, const struct file *, unsigned flags, struct arena *, struct text **,
    struct why *);

#endif
