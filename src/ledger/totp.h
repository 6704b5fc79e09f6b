/*
 * totp: codes that a telephone shows for half a minute (RFC 6238 over RFC 4226: HMAC-SHA-1, six digits), and codes that stand on
 * paper and are good once, for who has lost the telephone. No clock and no store.
 */
#ifndef BH_TOTP_H
#define BH_TOTP_H

#include "base/buf.h"
#include "base/hash.h"

#define TOTP_SECRET 20			/* bytes */
#define TOTP_DIGITS 6
#define TOTP_SECONDS 30
#define TOTP_SKEW 1			/* steps by which a telephone may be fast or slow */

enum err totp_secret_make(unsigned char secret[TOTP_SECRET], struct why *why);
/* The code of a step (RFC 4226, 5.3), with its NUL. */
enum err totp_code(const unsigned char secret[TOTP_SECRET], uint64_t step, char out[TOTP_DIGITS + 1]);
/* The step that a time in seconds falls in. */
int64_t totp_step(int64_t seconds);
/*
 * Whether the code is that of a step near `now` that is later than `last`, and which step that is: kept as the next `last`, it
 * sees to it that no code is taken twice. Takes as long whatever the code is.
 */
enum err totp_check(const unsigned char secret[TOTP_SECRET], struct str code, int64_t now, int64_t last, int64_t *step, bool *right);
/* otpauth://totp/…, as telephones take it. The login is as the directory takes one. */
void totp_uri(struct buf *, struct str login, const unsigned char secret[TOTP_SECRET]);
/* RFC 4648, without padding: what is typed where no picture can be read. */
void totp_base32(struct buf *, const unsigned char *, size_t);

#define RECOVERY_CODES 10
#define RECOVERY_TEXT 20		/* room for one, with its NUL: 80 bits of chance, as PASSWORD_MADE */

enum err recovery_make(char out[RECOVERY_TEXT], struct why *why);
/* What is kept of it: small letters, and hyphens and blanks left out, are all the same. */
enum err recovery_hash(struct str code, struct hash *);

#endif
