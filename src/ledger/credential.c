#include "ledger/credential.h"

#include <sodium.h>
#include <stdio.h>

#include "base/json.h"
#include "base/utf8.h"
#include "ledger/payload.h"
#include "ledger/session.h"

#define MINUTE (60 * INSTANT_SECOND)

/* Of nobody's password, but as long in weighing as any: Argon2id with the parameters of password_hash. */
#define NOBODY "$argon2id$v=19$m=65536,t=2,p=1$bm9ib2R5J3NwYXNzd29yZA$bm9ib2R5J3NwYXNzd29yZG5vYm9keSdzcGFzc3dvcmQ"
_Static_assert(sizeof NOBODY <= PASSWORD_HASH, "it is kept like others");

enum credential_event {
#define X(id, type) EVENT_##id,
	CREDENTIAL_EVENTS(X)
#undef X
};

static const char *const types[] = {
#define X(id, type) type,
	CREDENTIAL_EVENTS(X)
#undef X
};

/* ---- events ---- */

/* by: NULL where there is nothing more to say. */
static enum err
tell(const struct hand *h, enum credential_event what, struct uuid actor, struct uuid person, struct str from, const char *by,
    struct why *why)
{
	struct buf b = { 0 };
	struct event e = { .site = h->site, .ledger = h->directory, .person = actor,
		.acting_for = uuid_is_nil(actor) ? actor : h->acting_for, .time = h->now, .type = cstr(types[what]) };
	int64_t seq = 0;
	enum err err;

	JSON_PUT(&b, "{\"person\":");
	json_uuid_or_null(&b, person);
	JSON_PUT(&b, ",\"from\":");
	json_name(&b, utf8_cut(from, FROM_MOST));
	if (by != NULL)
		buf_printf(&b, ",\"by\":\"%s\"", by);
	buf_putc(&b, '}');
	e.payload = (struct str){ b.p, b.n };
	err = b.err != OK ? fail(why, b.err, 0, "%s", "") : journal_append(h->journal, h->store, h->kind, &e, &seq, why);
	if (err == OK)
		err = directory_fold(h->store, seq, &e, NULL, why);
	buf_free(&b);
	return err;
}

enum err
credential_fold(struct store *s, int64_t seq, struct payload *p, struct why *why)
{
	(void)s;
	(void)seq;
	(void)why;
	payload_uuid_or_null(p, "person");
	payload_text(p, "from");
	return OK;
}

/* ---- who ---- */

enum err
credential_person(struct store *s, struct str login, struct uuid *out, struct why *why)
{
	struct rows rows;

	*out = (struct uuid){ { 0 } };
	store_ask(s, PERSON_BY_LOGIN, NULL, VALUES(value_text(login)), &rows);
	if (rows_next(&rows))
		rows_bytes(&rows, 0, out->b, UUID_BYTES);
	return rows_end(&rows, why);
}

enum err
credential_may(const struct hand *h, struct why *why)
{
	struct rows rows;
	bool may = uuid_is_nil(h->person);
	enum err err;

	store_ask(h->store, ROLES_OF, NULL, VALUES(value_id(h->person.b)), &rows);
	while (rows_next(&rows))
		may |= str_eq(rows_text(&rows, 1), cstr(person_role_word(PERSON_ROLE_SECURITY)));
	err = rows_end(&rows, why);
	return err != OK || may ? err : fail(why, E_RIGHT, 0, "%s", person_role_word(PERSON_ROLE_SECURITY));
}

/* By what tries are counted: the person, or what only that login gives. */
static enum err
name_who(struct str login, struct attempt *a, struct why *why)
{
	struct hash h;
	enum err err = OK;

	memcpy(a->who, a->person.b, ID_SIZE);
	if (uuid_is_nil(a->person)) {
		err = hash_bytes(HASH_SHA256, login, &h);
		memcpy(a->who, h.b, ID_SIZE);
	}
	return err == OK ? OK : fail(why, err, 0, "%s", "login");
}

/* ---- tries ---- */

static enum err
count_tries(const struct hand *h, const unsigned char *who, const struct limits *l, int64_t *n, struct why *why)
{
	return store_int(h->store, TRY_COUNT, VALUES(value_id(who), value_int(h->now - l->v[LIMIT_WINDOW] * MINUTE)), n, NULL, why);
}

/* What counts no more is cleared away, of everybody. */
static enum err
sweep(const struct hand *h, const struct limits *l, struct why *why)
{
	enum err err = store_do(h->store, TRY_SWEEP, VALUES(value_int(h->now - l->v[LIMIT_WINDOW] * MINUTE)), why);

	return err == OK ? store_do(h->store, LOCKOUT_SWEEP, VALUES(value_int(h->now)), why) : err;
}

static enum err
look_for_lock(const struct hand *h, const struct limits *l, struct attempt *a, struct why *why)
{
	int64_t tries = 0;
	enum err err = store_int(h->store, LOCKOUT_GET, VALUES(value_id(a->who)), &a->until, &a->locked, why);

	if (err == OK && !a->locked)
		err = count_tries(h, a->who, l, &tries, why);
	if (tries >= l->v[LIMIT_TRIES]) {	/* others are being weighed */
		a->locked = true;
		a->until = h->now + l->v[LIMIT_WINDOW] * MINUTE;
	}
	return err;
}

static enum err
clear_tries(const struct hand *h, const unsigned char *who, struct why *why)
{
	enum err err = store_do(h->store, TRY_CLEAR, VALUES(value_id(who)), why);

	return err == OK ? store_do(h->store, LOCKOUT_END, VALUES(value_id(who)), why) : err;
}

/* ---- what is kept of a person ---- */

static enum err
read_credential(const struct hand *h, const struct limits *l, struct attempt *a, struct why *why)
{
	struct rows rows;

	snprintf(a->hash, sizeof a->hash, "%s", NOBODY);
	store_ask(h->store, CREDENTIAL_GET, NULL, VALUES(value_id(a->person.b)), &rows);
	if (rows_next(&rows) && rows_text(&rows, 0).n < PASSWORD_HASH) {
		snprintf(a->hash, sizeof a->hash, "%.*s", STR_ARG(rows_text(&rows, 0)));
		a->expired = h->now - rows_int(&rows, 1) >= l->v[LIMIT_EXPIRY] * INSTANT_DAY;
		a->must_change = rows_int(&rows, 2) != 0;
	}
	return rows_end(&rows, why);
}

struct secret {
	bool there, confirmed;
	unsigned char bytes[TOTP_SECRET];
	int64_t step;
};

static enum err
read_secret(struct store *s, struct uuid person, struct secret *out, struct why *why)
{
	struct rows rows;

	*out = (struct secret){ .there = false };
	store_ask(s, TOTP_GET, NULL, VALUES(value_id(person.b)), &rows);
	if (rows_next(&rows)) {
		out->there = true;
		rows_bytes(&rows, 0, out->bytes, TOTP_SECRET);
		out->confirmed = rows_int(&rows, 1) != 0;
		out->step = rows_int(&rows, 2);
	}
	return rows_end(&rows, why);
}

/* ---- proving ---- */

static enum err
read_attempt(const struct hand *h, const struct limits *l, struct attempt *a, struct why *why)
{
	struct secret secret;
	enum err err = read_credential(h, l, a, why);

	if (err == OK)
		err = read_secret(h->store, a->person, &secret, why);
	if (err == OK)
		a->totp = secret.confirmed;
	explicit_bzero(&secret, sizeof secret);
	return err;
}

enum err
credential_try(const struct hand *h, struct str login, struct attempt *a, struct why *why)
{
	struct limits l;
	enum err err = limits_load(h->store, &l, why);

	*a = (struct attempt){ .locked = false };
	if (err == OK)
		err = credential_person(h->store, login, &a->person, why);
	if (err == OK)
		err = name_who(login, a, why);
	if (err == OK)
		err = sweep(h, &l, why);
	if (err == OK)
		err = look_for_lock(h, &l, a, why);
	if (err != OK || a->locked)
		return err;
	err = read_attempt(h, &l, a, why);
	return err == OK ? store_do(h->store, TRY_ADD, VALUES(value_id(a->who), value_int(h->now)), why) : err;
}

void
credential_weigh(struct attempt *a, struct str password)
{
	a->right = !a->locked && password_right(password, a->hash) && !uuid_is_nil(a->person);
}

/* The code on paper is gone with this. */
static enum err
take_recovery(const struct hand *h, struct uuid person, struct str code, bool *right, struct why *why)
{
	struct hash hash;
	int64_t id;
	enum err err = recovery_hash(code, &hash);

	if (err != OK)
		return fail(why, err, 0, "%s", "code");
	return store_int(h->store, RECOVERY_TAKE, VALUES(value_id(person.b), value_hash(hash.b)), &id, right, why);
}

/* by: how it was proved. */
static enum err
take_code(const struct hand *h, struct uuid person, struct str code, bool *right, const char **by, struct why *why)
{
	struct secret secret;
	int64_t step = 0;
	enum err err = read_secret(h->store, person, &secret, why);

	*right = !secret.confirmed;
	*by = secret.confirmed ? "totp" : "password";
	if (err == OK && secret.confirmed) {
		err = totp_check(secret.bytes, code, h->now / INSTANT_SECOND, secret.step, &step, right);
		if (err == OK && *right)
			err = store_do(h->store, TOTP_TAKE, VALUES(value_int(step), value_id(person.b)), why);
		else if (err == OK) {
			*by = "recovery";
			err = take_recovery(h, person, code, right, why);
		}
	}
	explicit_bzero(&secret, sizeof secret);
	return err;
}

static const struct uuid nobody;	/* who has not proved to be anybody */

/* Once, though many that were weighed together are refused one after another. */
static enum err
lock_out(const struct hand *h, const struct attempt *a, const struct limits *l, struct str from, struct why *why)
{
	bool locked;
	int64_t until, tries = 0;
	enum err err = store_int(h->store, LOCKOUT_GET, VALUES(value_id(a->who)), &until, &locked, why);

	if (err == OK)
		err = count_tries(h, a->who, l, &tries, why);
	if (err != OK || locked || tries < l->v[LIMIT_TRIES])
		return err;
	err = store_do(h->store, LOCKOUT_PUT, VALUES(value_id(a->who), value_int(h->now + l->v[LIMIT_LOCK] * MINUTE)), why);
	return err == OK ? tell(h, EVENT_LOCKED, nobody, a->person, from, NULL, why) : err;
}

static enum err
refuse(const struct hand *h, const struct attempt *a, struct str from, const char *what, struct why *why)
{
	struct limits l;
	enum err err = tell(h, EVENT_REFUSED, nobody, a->person, from, what, why);

	if (err == OK)
		err = limits_load(h->store, &l, why);
	return err == OK ? lock_out(h, a, &l, from, why) : err;
}

/* Whether the password that was weighed is still the one. */
static enum err
still_there(const struct hand *h, const struct attempt *a, bool *same, struct why *why)
{
	struct limits l;
	struct attempt now = { .person = a->person };
	enum err err = limits_load(h->store, &l, why);

	if (err == OK)
		err = read_credential(h, &l, &now, why);
	*same = strcmp(now.hash, a->hash) == 0;
	return err;
}

static enum err
admit(const struct hand *h, const struct attempt *a, enum proving what, const char *by, struct str from, enum err *verdict,
    struct why *why)
{
	enum err err = clear_tries(h, a->who, why);

	if (err != OK || what == PROVE_CHANGE)
		return err;
	if (!a->must_change && !a->expired)
		return tell(h, EVENT_LOGGED_IN, a->person, a->person, from, by, why);
	*verdict = E_MUST_CHANGE;
	return tell(h, EVENT_REFUSED, nobody, a->person, from, a->must_change ? "must-change" : "expired", why);
}

enum err
credential_settle(const struct hand *h, const struct attempt *a, struct str code, enum proving what, struct str from,
    enum err *verdict, struct why *why)
{
	const char *by = "";
	bool right = a->right;
	enum err err = OK;

	*verdict = a->locked ? E_LOCKOUT : E_PASSWORD;
	if (a->locked)
		return OK;
	if (right)
		err = still_there(h, a, &right, why);
	if (err == OK && !right)
		return refuse(h, a, from, "password", why);
	if (err == OK)
		err = take_code(h, a->person, code, &right, &by, why);
	if (err != OK || !right)
		return err != OK ? err : refuse(h, a, from, "code", why);
	*verdict = OK;
	return admit(h, a, what, by, from, verdict, why);
}

enum err
credential_left(const struct hand *h, struct uuid person, struct str from, struct why *why)
{
	return tell(h, EVENT_LOGGED_OUT, person, person, from, NULL, why);
}

/* ---- passwords ---- */

static const struct { const char *zh, *en; } flaws[] = {
#define X(id, zh, en) { zh, en },
	PASSWORD_FLAWS(X)
#undef X
};

const char *
password_flaw_sentence(enum password_flaw f, enum lang lang)
{
	return lang == LANG_ZH ? flaws[f].zh : flaws[f].en;
}

/* Capitals, small letters, digits, others: how many of these kinds. */
static int
kinds_of(struct str s)
{
	unsigned kinds = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		kinds |= c >= 'A' && c <= 'Z' ? 1u : c >= 'a' && c <= 'z' ? 2u : c >= '0' && c <= '9' ? 4u : 8u;
	}
	return __builtin_popcount(kinds);
}

static bool
well_formed(struct str s)
{
	bool good = s.n <= PASSWORD_MOST && utf8_check(s) == s.n;

	for (size_t i = 0; i < s.n && good; i++)
		good = (unsigned char)s.p[i] >= 0x20 && s.p[i] != 0x7F;
	return good;
}

static void
look_at(const struct limits *l, struct str login, struct str password, struct new_password *out)
{
	if (!well_formed(password))
		out->flaw = PASSWORD_FORM;
	else if (utf8_count(password) < (size_t)(out->wanted = l->v[LIMIT_LENGTH]))
		out->flaw = PASSWORD_SHORT;
	else if (kinds_of(password) < (out->wanted = l->v[LIMIT_CLASSES]))
		out->flaw = PASSWORD_PLAIN;
	else if (login.n > 0 && str_has(password, login))
		out->flaw = PASSWORD_LOGIN;
}

/* Whether a password is one of those whose hashes the rows tell. */
static enum err
compare_with(struct store *s, enum statement st, struct values v, struct str password, struct new_password *out, struct why *why)
{
	struct rows rows;

	store_ask(s, st, NULL, v, &rows);
	while (out->flaw == PASSWORD_NONE && rows_next(&rows)) {
		char hash[PASSWORD_HASH];

		snprintf(hash, sizeof hash, "%.*s", STR_ARG(rows_text(&rows, 0)));
		if (password_right(password, hash))
			out->flaw = PASSWORD_USED;
	}
	return rows_end(&rows, why);
}

enum err
credential_judge(struct store *s, struct uuid person, struct str login, struct str password, struct new_password *out, struct why *why)
{
	struct value who = value_id(person.b);
	struct limits l;
	enum err err = limits_load(s, &l, why);

	*out = (struct new_password){ .flaw = PASSWORD_NONE };
	if (err != OK)
		return err;
	look_at(&l, login, password, out);
	err = compare_with(s, CREDENTIAL_GET, VALUES(who), password, out, why);
	if (err == OK)
		err = compare_with(s, PAST_PASSWORD_LIST, VALUES(who, value_int(l.v[LIMIT_HISTORY] - 1)), password, out, why);
	return err == OK && out->flaw == PASSWORD_NONE ? password_hash(password, out->hash, why) : err;
}

/* The one in force becomes one of the past, of which no more are kept than may count. */
static enum err
keep_past(const struct hand *h, struct uuid person, struct why *why)
{
	struct attempt old = { .person = person };
	struct limits l;
	enum err err = limits_load(h->store, &l, why);

	if (err == OK)
		err = read_credential(h, &l, &old, why);
	if (err == OK && strcmp(old.hash, NOBODY) != 0)
		err = store_do(h->store, PAST_PASSWORD_ADD, VALUES(value_id(person.b), value_text(cstr(old.hash))), why);
	if (err == OK)
		err = store_do(h->store, PAST_PASSWORD_TRIM, VALUES(value_id(person.b), value_int(l.v[LIMIT_HISTORY])), why);
	return err;
}

static enum err
put(const struct hand *h, struct uuid person, const char *hash, bool must_change, struct why *why)
{
	return store_do(h->store, CREDENTIAL_PUT, VALUES(value_id(person.b), value_text(cstr(hash)), value_int(h->now),
	    value_int(must_change)), why);
}

enum err
credential_first(const struct hand *h, struct uuid person, const char *hash, struct why *why)
{
	return put(h, person, hash, true, why);
}

static enum err
replace(const struct hand *h, struct uuid person, const char *hash, bool must_change, struct why *why)
{
	enum err err = keep_past(h, person, why);

	if (err == OK)
		err = put(h, person, hash, must_change, why);
	return err == OK ? session_end_all(h->store, person, why) : err;
}

enum err
credential_change(const struct hand *h, struct uuid person, const char *hash, struct str from, struct why *why)
{
	enum err err = replace(h, person, hash, false, why);

	return err == OK ? tell(h, EVENT_PASSWORD_CHANGED, person, person, from, NULL, why) : err;
}

enum err
credential_reset(const struct hand *h, struct uuid person, const char *hash, struct str from, struct why *why)
{
	enum err err = credential_may(h, why);

	if (err == OK && uuid_equal(h->person, person))		/* an open session would do in place of the old one */
		err = fail(why, E_RIGHT, 0, "%s", "");
	if (err == OK)
		err = replace(h, person, hash, true, why);
	if (err == OK)
		err = clear_tries(h, person.b, why);
	return err == OK ? tell(h, EVENT_PASSWORD_RESET, h->person, person, from, NULL, why) : err;
}

enum err
credential_unlock(const struct hand *h, struct uuid person, struct str from, struct why *why)
{
	enum err err = credential_may(h, why);

	if (err == OK)
		err = clear_tries(h, person.b, why);
	return err == OK ? tell(h, EVENT_UNLOCKED, h->person, person, from, NULL, why) : err;
}

/* ---- codes of the telephone ---- */

static enum err
put_secret(const struct hand *h, struct uuid person, const unsigned char secret[TOTP_SECRET], struct why *why)
{
	return store_do(h->store, TOTP_PUT, VALUES(value_id(person.b), value_blob((struct str){ (const char *)secret, TOTP_SECRET }),
	    value_int(0), value_int(0)), why);
}

enum err
credential_totp_there(struct store *s, struct uuid person, bool *there, struct why *why)
{
	struct secret secret;
	enum err err = read_secret(s, person, &secret, why);

	*there = secret.there;
	explicit_bzero(&secret, sizeof secret);
	return err;
}

enum err
credential_totp_begin(const struct hand *h, struct uuid person, unsigned char secret[TOTP_SECRET], struct why *why)
{
	struct secret old;
	enum err err = read_secret(h->store, person, &old, why);

	explicit_bzero(old.bytes, sizeof old.bytes);
	if (err == OK && old.confirmed)
		err = fail(why, E_TAKEN, 0, "%s", "totp");
	if (err == OK)
		err = totp_secret_make(secret, why);
	return err == OK ? put_secret(h, person, secret, why) : err;
}

static enum err
make_recovery(const struct hand *h, struct uuid person, char codes[RECOVERY_CODES][RECOVERY_TEXT], struct why *why)
{
	enum err err = store_do(h->store, RECOVERY_CLEAR, VALUES(value_id(person.b)), why);

	for (size_t i = 0; i < RECOVERY_CODES && err == OK; i++) {
		struct hash hash;

		err = recovery_make(codes[i], why);
		if (err == OK && (err = recovery_hash(cstr(codes[i]), &hash)) != OK)
			err = fail(why, err, 0, "%s", "code");
		if (err == OK)
			err = store_do(h->store, RECOVERY_ADD, VALUES(value_id(person.b), value_hash(hash.b)), why);
	}
	return err;
}

static enum err
begin_codes(const struct hand *h, struct uuid person, int64_t step, struct str from, char codes[RECOVERY_CODES][RECOVERY_TEXT],
    struct why *why)
{
	enum err err = store_do(h->store, TOTP_TAKE, VALUES(value_int(step), value_id(person.b)), why);

	if (err == OK)
		err = make_recovery(h, person, codes, why);
	return err == OK ? tell(h, EVENT_TOTP_BEGUN, person, person, from, NULL, why) : err;
}

enum err
credential_totp_confirm(const struct hand *h, struct uuid person, struct str code, struct str from,
    char codes[RECOVERY_CODES][RECOVERY_TEXT], bool *right, struct why *why)
{
	struct secret secret;
	int64_t step = 0;
	enum err err = read_secret(h->store, person, &secret, why);

	*right = false;
	if (err == OK && (!secret.there || secret.confirmed))
		err = fail(why, secret.confirmed ? E_TAKEN : E_ABSENT, 0, "%s", "totp");
	if (err == OK)
		err = totp_check(secret.bytes, code, h->now / INSTANT_SECOND, secret.step, &step, right);
	explicit_bzero(&secret, sizeof secret);
	return err == OK && *right ? begin_codes(h, person, step, from, codes, why) : err;
}

enum err
credential_totp_end(const struct hand *h, struct uuid person, struct str from, struct why *why)
{
	struct secret secret;
	enum err err = uuid_equal(h->person, person) ? OK : credential_may(h, why);

	if (err == OK)
		err = read_secret(h->store, person, &secret, why);
	if (err != OK)
		return err;
	explicit_bzero(secret.bytes, sizeof secret.bytes);
	if (!secret.there)
		return fail(why, E_ABSENT, 0, "%s", "totp");
	err = store_do(h->store, TOTP_END, VALUES(value_id(person.b)), why);
	if (err == OK)
		err = store_do(h->store, RECOVERY_CLEAR, VALUES(value_id(person.b)), why);
	return err == OK && secret.confirmed ? tell(h, EVENT_TOTP_ENDED, h->person, person, from, NULL, why) : err;
}
