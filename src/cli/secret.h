/*
 * secret: what is typed and not shown: from the terminal without echo, or the first line of a file ("-": of standard
 * input). Who takes one wipes it (explicit_bzero).
 */
#ifndef BH_SECRET_H
#define BH_SECRET_H

#include "cli/command.h"
#include "ledger/password.h"

#define SECRET_ROOM (PASSWORD_MOST + 2)	/* one too long is seen to be */

/* path: NULL for the terminal. Tells what goes wrong. */
enum err secret_take(const struct call *, const char *path, enum sentence prompt, char out[SECRET_ROOM]);
/* Whether there is a terminal to ask on. */
bool secret_can_ask(void);

#endif
