#include "read/digest.h"

#include <errno.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <unistd.h>

#define PIECE ((size_t)256 << 10)	/* stays in the second cache */

static void
digest_hex(const unsigned char *sum, unsigned n, char out[DIGEST_ROOM])
{
	static const char hex[] = "0123456789abcdef";

	for (unsigned i = 0; i < n; i++) {
		out[2 * i] = hex[sum[i] >> 4];
		out[2 * i + 1] = hex[sum[i] & 15];
	}
	out[2 * n] = '\0';
}

void
digest_bytes(struct str bytes, char out[DIGEST_ROOM])
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	EVP_Digest(bytes.p, bytes.n, sum, &n, EVP_sha256(), NULL);
	digest_hex(sum, n, out);
}

/* Feeds all of the file. */
static enum err
feed(EVP_MD_CTX *md, const struct file *f, char *piece, struct why *why)
{
	uint64_t at = 0;

	while (at < f->size) {
		size_t want = f->size - at < PIECE ? (size_t)(f->size - at) : PIECE;
		ssize_t got = pread(f->fd, piece, want, (off_t)at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail(why, E_UNREADABLE, at, "%s", f->name);
		if (got == 0)
			return fail(why, E_CHANGED, at, "%s", f->name);
		EVP_DigestUpdate(md, piece, (size_t)got);
		at += (uint64_t)got;
	}
	return OK;
}

enum err
digest_file(const struct file *f, char out[DIGEST_ROOM], struct why *why)
{
	char *piece = malloc(f->size < PIECE ? f->size + 1 : PIECE);
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	unsigned char sum[EVP_MAX_MD_SIZE];
	enum err err = E_MEMORY;
	unsigned n = 0;

	if (piece == NULL || md == NULL || EVP_DigestInit_ex(md, EVP_sha256(), NULL) != 1)
		fail(why, E_MEMORY, 0, "%s", f->name);
	else
		err = feed(md, f, piece, why);
	if (err == OK && EVP_DigestFinal_ex(md, sum, &n) == 1)
		digest_hex(sum, n, out);
	EVP_MD_CTX_free(md);
	free(piece);
	return err;
}
