#include "ledger/session.h"

#include <sodium.h>

#include "base/array.h"
#include "base/hash.h"
#include "base/hex.h"

#define MINUTE (60 * INSTANT_SECOND)
#define CHANCE 32	/* bytes */

_Static_assert(SESSION_TOKEN == 2 * CHANCE + 1, "as the header says");

static enum err
hash_of(struct str token, struct hash *h, struct why *why)
{
	enum err err = hash_bytes(HASH_SHA256, token, h);

	return err == OK ? OK : fail(why, err, 0, "%s", "session");
}

enum err
session_begin(struct store *s, const struct limits *l, struct uuid person, int64_t now, char token[SESSION_TOKEN], struct why *why)
{
	unsigned char chance[CHANCE];
	struct hash h;
	enum err err = sodium_init() < 0 ? fail(why, E_INTERNAL, 0, "%s", "libsodium") : OK;

	if (err == OK) {
		randombytes_buf(chance, sizeof chance);
		*hex_print(token, chance, sizeof chance) = '\0';
		err = hash_of(cstr(token), &h, why);
	}
	if (err == OK)
		err = store_do(s, SESSION_SWEEP, VALUES(value_int(now), value_int(now - l->v[LIMIT_IDLE] * MINUTE)), why);
	if (err == OK)
		err = store_do(s, SESSION_ADD, VALUES(value_hash(h.b), value_id(person.b), value_int(now),
		    value_int(now + l->v[LIMIT_SESSION] * MINUTE)), why);
	sodium_memzero(chance, sizeof chance);
	return err;
}

/* The row of a token, and whether there is one. */
static enum err
read_row(struct store *s, struct str token, struct session *out, bool *found, struct why *why)
{
	struct rows rows;
	struct hash h;
	enum err err = hash_of(token, &h, why);

	*found = false;
	if (err != OK)
		return err;
	store_ask(s, SESSION_GET, NULL, VALUES(value_hash(h.b)), &rows);
	if (rows_next(&rows)) {
		rows_bytes(&rows, 0, out->person.b, UUID_BYTES);
		out->made = rows_int(&rows, 1);
		out->seen = rows_int(&rows, 2);
		out->until = rows_int(&rows, 3);
		*found = true;
	}
	return rows_end(&rows, why);
}

enum err
session_find(struct store *s, const struct limits *l, struct str token, int64_t now, struct session *out, struct why *why)
{
	bool found;
	enum err err = read_row(s, token, out, &found, why);

	if (err != OK)
		return err;
	if (!found || now >= out->until || now - out->seen >= l->v[LIMIT_IDLE] * MINUTE)
		return fail(why, E_SESSION, 0, "%s", "");
	return OK;
}

enum err
session_seen(struct store *s, struct str token, int64_t now, struct why *why)
{
	struct hash h;
	enum err err = hash_of(token, &h, why);

	return err == OK ? store_do(s, SESSION_SEEN, VALUES(value_int(now), value_hash(h.b)), why) : err;
}

enum err
session_end(struct store *s, struct str token, struct why *why)
{
	struct hash h;
	enum err err = hash_of(token, &h, why);

	return err == OK ? store_do(s, SESSION_END, VALUES(value_hash(h.b)), why) : err;
}

enum err
session_end_all(struct store *s, struct uuid person, struct why *why)
{
	return store_do(s, SESSION_END_ALL, VALUES(value_id(person.b)), why);
}

enum err
session_list(struct store *s, struct arena *a, const struct limits *l, struct uuid person, struct str token, int64_t now,
    struct session_item **out, size_t *n, struct why *why)
{
	ARRAY(struct session_item) list = { 0 };
	struct rows rows;
	struct hash own, one;
	enum err err = hash_of(token, &own, why);

	if (err != OK)
		return err;
	store_ask(s, SESSION_OF, NULL, VALUES(value_id(person.b), value_int(now), value_int(now - l->v[LIMIT_IDLE] * MINUTE)), &rows);
	while (rows_next(&rows)) {
		rows_bytes(&rows, 0, one.b, HASH_BYTES);
		*array_add(a, &list) = (struct session_item){ rows_int(&rows, 1), rows_int(&rows, 2), rows_int(&rows, 3), hash_equal(&one, &own) };
	}
	*out = list.v;
	*n = list.n;
	return rows_end(&rows, why);
}

enum err
session_end_others(struct store *s, struct uuid person, struct str token, struct why *why)
{
	struct hash h;
	enum err err = hash_of(token, &h, why);

	return err == OK ? store_do(s, SESSION_END_OTHERS, VALUES(value_id(person.b), value_hash(h.b)), why) : err;
}
