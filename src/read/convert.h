/*
 * convert: files that another program makes readable. The program runs in a
 * process of its own without rights (sandbox.h), and so does the reader of what
 * it writes.
 */
#ifndef BH_CONVERT_H
#define BH_CONVERT_H

#include "read/sandbox.h"

struct converter {
	const char *magic;		/* what such a file begins with, after some bytes at most */
	const char *const *argv;	/* the program reads standard input, and writes for one of READERS */
	const char *package;		/* of Debian, that has the program */
};

#define CONVERTERS(X) X(pdf)
#define X(name) extern const struct converter converter_##name;
CONVERTERS(X)
#undef X

/*
 * What sandbox_read makes of a file; first the converter of its kind, if it has
 * one, makes another file of it. E_CONVERTER names the package of a program that
 * is not there.
 */
enum err convert_and_read(struct sandbox *, const struct file *, unsigned flags, struct arena *, struct text **,
    struct why *);

#endif
