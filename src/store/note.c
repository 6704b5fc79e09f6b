#include "store/note.h"

#include <sodium.h>

#include "base/hex.h"
#include "store/plain.h"

#define ED25519 0x01			/* c2sp.org/signed-note: the first byte of a key in text */
#define SECRET STR("PRIVATE+KEY+")
#define DASH STR("— ")
#define ID_BYTES 4

static uint32_t
id_get(const unsigned char b[ID_BYTES])
{
	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static void
id_put(unsigned char b[ID_BYTES], uint32_t id)
{
	for (int i = 0; i < ID_BYTES; i++)
		b[i] = (unsigned char)(id >> (24 - 8 * i));
}

/* The first bytes of SHA-256(name ‖ LF ‖ kind ‖ key). */
static enum err
id_of(const struct note_key *k, uint32_t *id)
{
	unsigned char whole[NOTE_NAME + 2 + NOTE_KEY_BYTES];
	size_t n = strlen(k->name);
	struct hash sum;
	enum err err;

	memcpy(whole, k->name, n);
	whole[n++] = '\n';
	whole[n++] = ED25519;
	memcpy(whole + n, k->key, NOTE_KEY_BYTES);
	err = hash_bytes(HASH_SHA256, (struct str){ (const char *)whole, n + NOTE_KEY_BYTES }, &sum);
	*id = id_get(sum.b);
	return err;
}

static bool
take_name(struct note_key *k, struct str name)
{
	if (name.n > NOTE_NAME || !plain_is_name(name))
		return false;
	memcpy(k->name, name.p, name.n);
	k->name[name.n] = '\0';
	return true;
}

static void
key_of_seed(struct note_signer *s)
{
	unsigned char secret[crypto_sign_SECRETKEYBYTES];

	crypto_sign_seed_keypair(s->key.key, secret, s->seed);
	sodium_memzero(secret, sizeof secret);
}

enum err
note_signer_new(struct note_signer *s, struct str name, struct why *why)
{
	*s = (struct note_signer){ 0 };
	if (!take_name(&s->key, name))
		return fail(why, E_USAGE, 0, "%.*s", STR_ARG(name));
	if (sodium_init() < 0)
		return fail(why, E_INTERNAL, 0, "libsodium");
	randombytes_buf(s->seed, sizeof s->seed);
	key_of_seed(s);
	return id_of(&s->key, &s->key.id);
}

void
note_signer_wipe(struct note_signer *s)
{
	sodium_memzero(s, sizeof *s);
}

/* NAME+ID+BASE64 of one half of a key. */
static void
half_print(struct buf *out, const struct note_key *k, const unsigned char half[NOTE_KEY_BYTES])
{
	unsigned char whole[1 + NOTE_KEY_BYTES] = { ED25519 }, id[ID_BYTES];
	char hex[2 * ID_BYTES];

	id_put(id, k->id);
	hex_print(hex, id, ID_BYTES);
	memcpy(whole + 1, half, NOTE_KEY_BYTES);
	buf_puts(out, cstr(k->name));
	buf_putc(out, '+');
	buf_put(out, hex, sizeof hex);
	buf_putc(out, '+');
	plain_put_base64(out, whole, sizeof whole);
	sodium_memzero(whole, sizeof whole);
}

/* Cuts it in three: base64 may hold '+' too, names and IDs do not. */
static bool
half_parse(struct str s, struct note_key *k, unsigned char half[NOTE_KEY_BYTES])
{
	size_t one = str_find(s, STR("+"), 0), two = one == STR_NONE ? STR_NONE : str_find(s, STR("+"), one + 1);
	unsigned char whole[1 + NOTE_KEY_BYTES], id[ID_BYTES];
	size_t n;
	bool ok = two != STR_NONE && two - one - 1 == sizeof id * 2 && take_name(k, str_slice(s, 0, one)) &&
	    hex_parse(id, s.p + one + 1, sizeof id) && plain_base64(str_slice(s, two + 1, s.n), whole, sizeof whole, &n) &&
	    n == sizeof whole && whole[0] == ED25519;

	if (ok) {
		k->id = id_get(id);
		memcpy(half, whole + 1, NOTE_KEY_BYTES);
	}
	sodium_memzero(whole, sizeof whole);
	return ok;
}

/* Whether the ID that was told is that of name and key. */
static enum err
check_id(const struct note_key *k, struct why *why)
{
	uint32_t id;
	enum err err = id_of(k, &id);

	if (err != OK)
		return fail(why, err, 0, "%s", k->name);
	return id == k->id ? OK : fail(why, E_MALFORMED, 0, "%s", k->name);
}

void
note_key_print(struct buf *out, const struct note_key *k)
{
	half_print(out, k, k->key);
}

enum err
note_key_parse(struct str s, struct note_key *k, struct why *why)
{
	*k = (struct note_key){ 0 };
	return half_parse(s, k, k->key) ? check_id(k, why) : fail(why, E_MALFORMED, 0, "%.*s", STR_ARG(s));
}

void
note_signer_print(struct buf *out, const struct note_signer *s)
{
	buf_puts(out, SECRET);
	half_print(out, &s->key, s->seed);
}

/* What is wrong with a secret key is told without showing it. */
enum err
note_signer_parse(struct str s, struct note_signer *k, struct why *why)
{
	*k = (struct note_signer){ 0 };
	if (!str_starts(s, SECRET) || !half_parse(str_slice(s, SECRET.n, s.n), &k->key, k->seed))
		return fail(why, E_MALFORMED, 0, "PRIVATE+KEY");
	key_of_seed(k);
	return check_id(&k->key, why);
}

enum err
note_put_signature(struct buf *out, struct str text, const struct note_signer *s, struct why *why)
{
	unsigned char secret[crypto_sign_SECRETKEYBYTES], key[NOTE_KEY_BYTES], signature[ID_BYTES + crypto_sign_BYTES];

	if (text.n == 0 || text.p[text.n - 1] != '\n' || !plain_is_text(text))
		return fail(why, E_USAGE, 0, "%s", s->key.name);
	crypto_sign_seed_keypair(key, secret, s->seed);
	id_put(signature, s->key.id);
	crypto_sign_detached(signature + ID_BYTES, NULL, (const unsigned char *)text.p, text.n, secret);
	sodium_memzero(secret, sizeof secret);
	buf_puts(out, DASH);
	buf_puts(out, cstr(s->key.name));
	buf_putc(out, ' ');
	plain_put_base64(out, signature, sizeof signature);
	buf_putc(out, '\n');
	return out->err;
}

enum err
note_sign(struct buf *out, struct str text, const struct note_signer *signers, size_t n, struct why *why)
{
	enum err err = n == 0 ? fail(why, E_USAGE, 0, "%s", "") : OK;

	buf_puts(out, text);
	buf_putc(out, '\n');
	for (size_t i = 0; i < n && err == OK; i++)
		err = note_put_signature(out, text, &signers[i], why);
	return err;
}

/* One line of signature, read. */
struct signature {
	struct str name;
	uint32_t id;
	unsigned char bytes[ID_BYTES + NOTE_SIGNATURE];
	size_t n;		/* behind the ID */
};

static bool
signature_parse(struct str line, struct signature *s)
{
	struct str rest = str_slice(line, DASH.n, line.n);
	size_t blank = str_find(rest, STR(" "), 0), n;

	if (!str_starts(line, DASH) || blank == STR_NONE || !plain_is_name(str_slice(rest, 0, blank)) ||
	    !plain_base64(str_slice(rest, blank + 1, rest.n), s->bytes, sizeof s->bytes, &n) || n <= ID_BYTES)
		return false;
	s->name = str_slice(rest, 0, blank);
	s->id = id_get(s->bytes);
	s->n = n - ID_BYTES;
	return true;
}

/* The place of its key among those known; n where it is none of them. */
static size_t
whose(const struct signature *s, const struct note_key *keys, size_t n)
{
	size_t i = 0;

	while (i < n && !(keys[i].id == s->id && str_eq(cstr(keys[i].name), s->name)))
		i++;
	return i;
}

static bool
holds(const struct signature *s, struct str text, const struct note_key *k)
{
	return s->n == crypto_sign_BYTES && crypto_sign_verify_detached(s->bytes + ID_BYTES, (const unsigned char *)text.p, text.n,
	    k->key) == 0;
}

/* The text, and behind the last empty line the signatures. */
static bool
cut(struct str s, struct str *text, struct str *signatures)
{
	size_t at = str_rfind(s, STR("\n\n"));

	if (at == STR_NONE || !plain_is_text(s))
		return false;
	*text = str_slice(s, 0, at + 1);
	*signatures = str_slice(s, at + 2, s.n);
	return signatures->n > 0 && s.p[s.n - 1] == '\n';
}

/* Looks at each of `rest`, the lines of signature of the note s. */
static enum err
look(struct str s, struct str rest, const struct note_key *keys, size_t n, struct signed_note *out, struct why *why)
{
	struct signature one;
	struct str line;

	for (unsigned count = 0; plain_line(&rest, &line); count++) {
		size_t at = (size_t)(line.p - s.p), key;

		if (count == NOTE_SIGNATURES)
			return fail(why, E_TOOBIG, at, "%s", "");
		if (!signature_parse(line, &one))
			return fail(why, E_MALFORMED, at, "%s", "");
		if ((key = whose(&one, keys, n)) == n)
			continue;
		if (!holds(&one, out->text, &keys[key]))
			return fail(why, E_FORGED, at, "%s", keys[key].name);
		out->by |= UINT64_C(1) << key;
	}
	return out->by != 0 ? OK : fail(why, E_UNSIGNED, 0, "%s", "");
}

enum err
note_open(struct str s, const struct note_key *keys, size_t n, struct signed_note *out, struct why *why)
{
	struct signed_note note = { 0 };
	struct str signatures;
	enum err err;

	*out = note;
	if (n > NOTE_KEYS)
		return fail(why, E_USAGE, 0, "%zu", n);
	if (s.n > NOTE_BYTES)
		return fail(why, E_TOOBIG, NOTE_BYTES, "%s", "");
	if (!cut(s, &note.text, &signatures))
		return fail(why, E_MALFORMED, 0, "%s", "");
	err = look(s, signatures, keys, n, &note, why);
	if (err == OK)
		*out = note;
	return err;
}

void
checkpoint_print(struct buf *out, const struct checkpoint *c)
{
	buf_puts(out, c->origin);
	buf_putc(out, '\n');
	buf_putu(out, c->size);
	buf_putc(out, '\n');
	plain_put_base64(out, c->root.b, HASH_BYTES);
	buf_putc(out, '\n');
	buf_puts(out, c->more);
}

enum err
checkpoint_parse(struct str text, struct checkpoint *c, struct why *why)
{
	struct str rest = text, size, root;

	*c = (struct checkpoint){ 0 };
	if (!plain_is_text(text) || !plain_line(&rest, &c->origin) || c->origin.n == 0)
		return fail(why, E_MALFORMED, 0, "%s", "");
	if (!plain_line(&rest, &size) || !plain_number(size, &c->size))
		return fail(why, E_MALFORMED, c->origin.n + 1, "%.*s", STR_ARG(c->origin));
	if (!plain_line(&rest, &root) || !plain_hash(root, &c->root))
		return fail(why, E_MALFORMED, c->origin.n + size.n + 2, "%.*s", STR_ARG(c->origin));
	c->more = rest;
	if (rest.n > 0 && (rest.p[0] == '\n' || rest.p[rest.n - 1] != '\n' || str_has(rest, STR("\n\n"))))
		return fail(why, E_MALFORMED, text.n - rest.n, "%.*s", STR_ARG(c->origin));
	return OK;
}

enum err
checkpoint_open(struct str s, const struct note_key *keys, size_t n, struct str origin, struct checkpoint *c, struct why *why)
{
	struct signed_note note;
	enum err err = note_open(s, keys, n, &note, why);

	*c = (struct checkpoint){ 0 };
	if (err != OK || (err = checkpoint_parse(note.text, c, why)) != OK)
		return err;
	return str_eq(c->origin, origin) ? OK : fail(why, E_FORGED, 0, "%.*s", STR_ARG(c->origin));
}
