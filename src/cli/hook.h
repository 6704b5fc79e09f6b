/*
 * hook: a program of the site's own that delivers what it is given: to mail, to the messenger of the government, to a
 * telephone. It gets words as arguments and a text on standard input, and says by its exit status whether it did.
 */
#ifndef BH_HOOK_H
#define BH_HOOK_H

#include "base/err.h"

#define HOOK_SECONDS 60		/* then it is ended */

/* argv ends in NULL; argv[0] is its path. *status: its exit status, or minus the signal that ended it. E_ABSENT: it cannot be run. */
enum err hook_run(char *const argv[], struct str text, int *status, struct why *);

#endif
