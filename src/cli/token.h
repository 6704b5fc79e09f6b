/*
 * token: where the command line keeps its session: the file that BIHUAN_SESSION names, else bihuan/session under
 * XDG_RUNTIME_DIR. Only its owner may read it.
 */
#ifndef BH_TOKEN_H
#define BH_TOKEN_H

#include "cli/command.h"
#include "ledger/session.h"

#include <limits.h>

/* Whether BIHUAN_SESSION names a file: then nobody is meant but who it is for, though it is not there. */
bool token_named(void);
/* False where the environment names no place. */
bool token_path(char out[PATH_MAX]);
/* E_ABSENT: there is none; E_RIGHT: somebody else's, or others may read it; E_SESSION: it holds no token. */
enum err token_read(char out[SESSION_TOKEN], struct why *);
/* Tells such an error, and returns it. */
enum err token_say(const struct call *, const struct why *);
/* Makes the folder under XDG_RUNTIME_DIR, if need be. */
enum err token_write(const char *token, struct why *);
void token_remove(void);

#endif
