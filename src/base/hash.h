/*
 * hash: what bytes are known by. Two algorithms, both of 32 bytes: SHA-256,
 * and SM3 (GB/T 32905), by OpenSSL.
 *
 *	struct hasher *h = hasher_new(HASH_SHA256);
 *	if (h == NULL)
 *		return fail(why, E_MEMORY, ...);
 *	hasher_put(h, p, n);
 *	err = hasher_end(h, &sum);
 *
 * A hasher serves for any number of hashes, one after another, in one thread.
 */
#ifndef BH_HASH_H
#define BH_HASH_H

#include "base/err.h"

#define HASHES(X) /* name	in text		to OpenSSL */ \
	X(HASH_SHA256,	"sha256",	"SHA256") \
	X(HASH_SM3,	"sm3",		"SM3")

enum hash_kind {
#define X(name, text, openssl) name,
	HASHES(X)
#undef X
	HASH_KINDS
};

#define HASH_BYTES 32

struct hash {
	unsigned char b[HASH_BYTES];
};

const char *hash_name(enum hash_kind);
bool hash_kind_parse(struct str name, enum hash_kind *);

static inline bool
hash_equal(const struct hash *a, const struct hash *b)
{
	return memcmp(a->b, b->b, HASH_BYTES) == 0;
}

/* 64 digits in lower case and a NUL. */
#define HASH_HEX (2 * HASH_BYTES + 1)
void hash_hex(char out[HASH_HEX], const struct hash *);
/* "sha256:…"; returns its bytes. */
#define HASH_TEXT (HASH_HEX + 8)
size_t hash_print(char out[HASH_TEXT], enum hash_kind, const struct hash *);
/* Exactly what hash_print writes. */
bool hash_parse(struct str, enum hash_kind *, struct hash *);

/* NULL when out of memory, or where the OpenSSL of this machine has no such algorithm. */
struct hasher *hasher_new(enum hash_kind);
void hasher_free(struct hasher *);
enum hash_kind hasher_kind(const struct hasher *);
void hasher_put(struct hasher *, const void *, size_t);
/*
 * The hash of what was put since it was made or last ended. A failure inside OpenSSL, here or in
 * a put, is remembered: E_INTERNAL, now and from then on, and the hash is all zeros.
 */
enum err hasher_end(struct hasher *, struct hash *);
/* What is remembered: who hashes much may ask once, at the end. */
enum err hasher_err(const struct hasher *);

/* All of it at once: E_MEMORY, E_INTERNAL. */
enum err hash_bytes(enum hash_kind, struct str, struct hash *);

/* For codes of telephones alone, which know nothing newer (RFC 2104 over SHA-1): E_INTERNAL. */
#define HMAC_SHA1 20
enum err hmac_sha1(struct str key, struct str message, unsigned char out[HMAC_SHA1]);

#endif
