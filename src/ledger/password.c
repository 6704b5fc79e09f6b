#include "ledger/password.h"

#include <sodium.h>

static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";	/* neither I and 1 nor O and 0: thirty-two */
_Static_assert(sizeof letters == 33 && PASSWORD_HASH >= crypto_pwhash_STRBYTES, "as the header says");

enum err
password_make(char out[PASSWORD_MADE], struct why *why)
{
	if (sodium_init() < 0)
		return fail(why, E_INTERNAL, 0, "%s", "libsodium");
	for (unsigned i = 0; i < PASSWORD_MADE - 1; i++)
		out[i] = i % 5 == 4 ? '-' : letters[randombytes_uniform(32)];
	out[PASSWORD_MADE - 1] = '\0';
	return OK;
}

enum err
password_hash(struct str password, char out[PASSWORD_HASH], struct why *why)
{
	if (password.n == 0 || password.n > PASSWORD_MOST)
		return fail(why, E_USAGE, 0, "%s", "password");
	if (sodium_init() < 0 || crypto_pwhash_str_alg(out, password.p, password.n, crypto_pwhash_OPSLIMIT_INTERACTIVE,
	    crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0)
		return fail(why, E_MEMORY, 0, "%s", "password");
	return OK;
}

bool
password_right(struct str password, const char *hash)
{
	return password.n > 0 && password.n <= PASSWORD_MOST && sodium_init() >= 0 &&
	    crypto_pwhash_str_verify(hash, password.p, password.n) == 0;
}
