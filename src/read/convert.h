/*
 * convert: the text of a file, read where that is safe. Plain text of UTF-8 is
 * read here; all else in a process without rights (sandbox.h), and what only
 * another program can read is first made readable by it, in one more.
 */
#ifndef BH_CONVERT_H
#define BH_CONVERT_H

#include "read/sandbox.h"

/*
 * What read_source would make of a file. E_CONVERTER names the package of a
 * program that is not there; else as sandbox_read.
 */
enum err convert_and_read(struct sandbox *, const struct file *, unsigned flags, struct arena *, struct text **,
    struct why *);

#endif
