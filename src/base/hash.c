#include "base/hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>

#include "base/hex.h"

static const struct {
	const char *name, *openssl;
} rows[HASH_KINDS] = {
#define X(name, text, openssl) { text, openssl },
	HASHES(X)
#undef X
};

struct hasher {
	EVP_MD_CTX *md;
	EVP_MD *algorithm;	/* fetched once: EVP_sha256() is looked up anew at each beginning */
	enum hash_kind kind;
	bool begun, broken;
};

const char *
hash_name(enum hash_kind kind)
{
	return rows[kind].name;
}

bool
hash_kind_parse(struct str name, enum hash_kind *out)
{
	for (int i = 0; i < HASH_KINDS; i++)
		if (str_eq(name, cstr(rows[i].name))) {
			*out = (enum hash_kind)i;
			return true;
		}
	return false;
}

void
hash_hex(char out[HASH_HEX], const struct hash *h)
{
	*hex_print(out, h->b, HASH_BYTES) = '\0';
}

size_t
hash_print(char out[HASH_TEXT], enum hash_kind kind, const struct hash *h)
{
	size_t n = strlen(rows[kind].name);

	memcpy(out, rows[kind].name, n);
	out[n] = ':';
	hash_hex(out + n + 1, h);
	return n + HASH_HEX;
}

bool
hash_parse(struct str s, enum hash_kind *kind, struct hash *out)
{
	size_t colon = str_find(s, STR(":"), 0);
	struct hash h = { { 0 } };

	if (colon == STR_NONE || s.n - colon != HASH_HEX || !hex_parse(h.b, s.p + colon + 1, HASH_BYTES) ||
	    !hash_kind_parse(str_slice(s, 0, colon), kind))
		return false;
	*out = h;
	return true;
}

struct hasher *
hasher_new(enum hash_kind kind)
{
	struct hasher *h = calloc(1, sizeof *h);

	if (h == NULL)
		return NULL;
	h->kind = kind;
	h->md = EVP_MD_CTX_new();
	h->algorithm = EVP_MD_fetch(NULL, rows[kind].openssl, NULL);
	if (h->md != NULL && h->algorithm != NULL && EVP_MD_get_size(h->algorithm) == HASH_BYTES)
		return h;
	hasher_free(h);
	return NULL;
}

void
hasher_free(struct hasher *h)
{
	if (h == NULL)
		return;
	EVP_MD_CTX_free(h->md);
	EVP_MD_free(h->algorithm);
	free(h);
}

enum hash_kind
hasher_kind(const struct hasher *h)
{
	return h->kind;
}

static void
begin(struct hasher *h)
{
	if (!h->begun && EVP_DigestInit_ex(h->md, h->algorithm, NULL) != 1)
		h->broken = true;
	h->begun = true;
}

void
hasher_put(struct hasher *h, const void *p, size_t n)
{
	begin(h);
	if (!h->broken && n > 0 && EVP_DigestUpdate(h->md, p, n) != 1)
		h->broken = true;
}

enum err
hasher_end(struct hasher *h, struct hash *out)
{
	begin(h);
	if (!h->broken && EVP_DigestFinal_ex(h->md, out->b, NULL) != 1)
		h->broken = true;
	h->begun = false;
	if (h->broken)
		*out = (struct hash){ { 0 } };
	return hasher_err(h);
}

enum err
hasher_err(const struct hasher *h)
{
	return h->broken ? E_INTERNAL : OK;
}

enum err
hash_bytes(enum hash_kind kind, struct str bytes, struct hash *out)
{
	struct hasher *h = hasher_new(kind);
	enum err err;

	if (h == NULL)
		return E_MEMORY;
	hasher_put(h, bytes.p, bytes.n);
	err = hasher_end(h, out);
	hasher_free(h);
	return err;
}

enum err
hmac_sha1(struct str key, struct str message, unsigned char out[HMAC_SHA1])
{
	return HMAC(EVP_sha1(), key.p, (int)key.n, (const unsigned char *)message.p, message.n, out, NULL) == NULL ? E_INTERNAL : OK;
}
