/* digest: the SHA-256 of a file's bytes, in hex. */
#ifndef BH_DIGEST_H
#define BH_DIGEST_H

#include "base/hash.h"
#include "read/reader.h"

#define DIGEST_ROOM HASH_HEX

void digest_bytes(struct str, char out[DIGEST_ROOM]);
/* Of the file as it lies there now, its first f->size bytes; its offset stays. E_UNREADABLE, E_CHANGED, E_MEMORY. */
enum err digest_file(const struct file *f, char out[DIGEST_ROOM], struct why *why);

#endif
