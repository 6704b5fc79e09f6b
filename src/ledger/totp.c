#include "ledger/totp.h"

#include <sodium.h>
#include <stdio.h>

#include "ledger/password.h"

_Static_assert(RECOVERY_TEXT == PASSWORD_MADE, "one is made like a password");

enum err
totp_secret_make(unsigned char secret[TOTP_SECRET], struct why *why)
{
	if (sodium_init() < 0)
		return fail(why, E_INTERNAL, 0, "%s", "libsodium");
	randombytes_buf(secret, TOTP_SECRET);
	return OK;
}

enum err
totp_code(const unsigned char secret[TOTP_SECRET], uint64_t step, char out[TOTP_DIGITS + 1])
{
	unsigned char message[8], mac[HMAC_SHA1];
	uint32_t number;
	unsigned at;
	enum err err;

	for (unsigned i = 0; i < sizeof message; i++)
		message[i] = (unsigned char)(step >> (56 - 8 * i));
	err = hmac_sha1((struct str){ (const char *)secret, TOTP_SECRET }, (struct str){ (const char *)message, sizeof message }, mac);
	if (err != OK)
		return err;
	at = mac[HMAC_SHA1 - 1] & 0x0F;
	number = ((uint32_t)(mac[at] & 0x7F) << 24 | (uint32_t)mac[at + 1] << 16 | (uint32_t)mac[at + 2] << 8 | mac[at + 3]) % 1000000;
	snprintf(out, TOTP_DIGITS + 1, "%06u", number);
	return OK;
}

int64_t
totp_step(int64_t seconds)
{
	return seconds / TOTP_SECONDS;
}

enum err
totp_check(const unsigned char secret[TOTP_SECRET], struct str code, int64_t now, int64_t last, int64_t *step, bool *right)
{
	bool whole = code.n == TOTP_DIGITS;
	char want[TOTP_DIGITS + 1];
	enum err err = OK;

	*right = false;
	for (int64_t s = totp_step(now) - TOTP_SKEW; s <= totp_step(now) + TOTP_SKEW && err == OK; s++) {
		err = totp_code(secret, (uint64_t)s, want);
		if (err == OK && sodium_memcmp(want, whole ? code.p : "------", TOTP_DIGITS) == 0 && s > last && !*right) {
			*right = true;
			*step = s;
		}
	}
	return err;
}

void
totp_base32(struct buf *b, const unsigned char *p, size_t n)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	unsigned held = 0, bits = 0;

	for (size_t i = 0; i < n; i++) {
		held = (held << 8 | p[i]) & 0xFFF;
		for (bits += 8; bits >= 5; bits -= 5)
			buf_putc(b, letters[held >> (bits - 5) & 31]);
	}
	if (bits > 0)
		buf_putc(b, letters[held << (5 - bits) & 31]);
}

void
totp_uri(struct buf *b, struct str login, const unsigned char secret[TOTP_SECRET])
{
	buf_printf(b, "otpauth://totp/Bihuan:%.*s?secret=", STR_ARG(login));
	totp_base32(b, secret, TOTP_SECRET);
	buf_printf(b, "&issuer=Bihuan&algorithm=SHA1&digits=%d&period=%d", TOTP_DIGITS, TOTP_SECONDS);
}

enum err
recovery_make(char out[RECOVERY_TEXT], struct why *why)
{
	return password_make(out, why);
}

enum err
recovery_hash(struct str code, struct hash *out)
{
	char plain[RECOVERY_TEXT];
	size_t n = 0;

	for (size_t i = 0; i < code.n && n < sizeof plain; i++)
		if (code.p[i] != '-' && code.p[i] != ' ')
			plain[n++] = code.p[i] >= 'a' && code.p[i] <= 'z' ? (char)(code.p[i] - 'a' + 'A') : code.p[i];
	return hash_bytes(HASH_SHA256, (struct str){ plain, n }, out);
}
