#include "read/digest.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define PIECE ((size_t)256 << 10)	/* stays in the second cache */

void
digest_bytes(struct str bytes, char out[DIGEST_ROOM])
{
	struct hash sum = { { 0 } };

	hash_bytes(HASH_SHA256, bytes, &sum);
	hash_hex(out, &sum);
}

/* Feeds all of the file. */
static enum err
feed(struct hasher *h, const struct file *f, char *piece, struct why *why)
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
		hasher_put(h, piece, (size_t)got);
		at += (uint64_t)got;
	}
	return OK;
}

enum err
digest_file(const struct file *f, char out[DIGEST_ROOM], struct why *why)
{
	char *piece = malloc(f->size < PIECE ? f->size + 1 : PIECE);
	struct hasher *h = hasher_new(HASH_SHA256);
	enum err err = E_MEMORY;
	struct hash sum;

	if (piece == NULL || h == NULL)
		fail(why, E_MEMORY, 0, "%s", f->name);
	else
		err = feed(h, f, piece, why);
	if (err == OK && (err = hasher_end(h, &sum)) != OK)
		fail(why, err, 0, "%s", f->name);
	if (err == OK)
		hash_hex(out, &sum);
	hasher_free(h);
	free(piece);
	return err;
}
