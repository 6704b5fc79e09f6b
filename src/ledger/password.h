/*
 * password: made, kept as Argon2id (RFC 9106), and checked. Checking takes 64 MiB and a tenth of a second: never on a
 * thread that answers others.
 */
#ifndef BH_PASSWORD_H
#define BH_PASSWORD_H

#include "base/err.h"

#define PASSWORD_MOST 200	/* bytes that are taken */
#define PASSWORD_HASH 128	/* room for what is kept, with its NUL */
#define PASSWORD_MADE 20	/* room for one that was made, with its NUL */

/* Four groups of four, of letters and digits that are not mistaken for each other: 80 bits of chance. */
enum err password_make(char out[PASSWORD_MADE], struct why *why);
/* What is kept. E_USAGE: empty or too long; E_MEMORY. */
enum err password_hash(struct str password, char out[PASSWORD_HASH], struct why *why);
/* In time that does not tell how much was right. */
bool password_right(struct str password, const char *hash);

#endif
