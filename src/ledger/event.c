#include "ledger/event.h"
#include "store/merkle.h"

#include <inttypes.h>
#include <stdio.h>

#define FORMAT "bihuan.event/1"

bool
event_type_ok(struct str s)
{
	if (s.n == 0 || s.n > EVENT_TYPE || s.p[0] < 'a' || s.p[0] > 'z')
		return false;
	for (size_t i = 1; i < s.n; i++) {
		char c = s.p[i];
		bool hyphen = c == '-';

		if (!hyphen && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'))
			return false;
		if (hyphen && (s.p[i - 1] == '-' || i + 1 == s.n))
			return false;
	}
	return true;
}

static enum err
refuse(struct why *why, const char *line)
{
	return fail(why, E_MALFORMED, 0, "%s", line);
}

enum err
event_check(const struct event *e, struct why *why)
{
	if (uuid_is_nil(e->site))
		return refuse(why, "site");
	if (uuid_is_nil(e->ledger))
		return refuse(why, "ledger");
	if (e->number > INT64_MAX)
		return refuse(why, "number");
	if (e->time < 0 || e->time >= INSTANT_END)
		return refuse(why, "time");
	if (uuid_is_nil(e->person) && !uuid_is_nil(e->acting_for))
		return refuse(why, "for");
	if (!event_type_ok(e->type))
		return refuse(why, "type");
	if (e->payload.n > EVENT_PAYLOAD)
		return fail(why, E_TOOBIG, e->payload.n, "%.*s", STR_ARG(e->type));
	return OK;
}

/* ---- the envelope ---- */

/* One line; values are of known length and hold no LF. */
static char *
put_line(char *to, const char *name, struct str value)
{
	to = stpcpy(to, name);
	*to++ = ' ';
	to = mempcpy(to, value.p, value.n);
	*to++ = '\n';
	return to;
}

static char *
put_uuid(char *to, const char *name, struct uuid u)
{
	char text[UUID_TEXT];

	return put_line(to, name, uuid_is_nil(u) ? STR("-") : (struct str){ text, uuid_print(text, u) });
}

static char *
put_number(char *to, uint64_t n)
{
	char text[24];

	return put_line(to, "number", (struct str){ text, (size_t)snprintf(text, sizeof text, "%" PRIu64, n) });
}

static char *
put_time(char *to, int64_t t)
{
	char text[INSTANT_TEXT];

	return put_line(to, "time", (struct str){ text, instant_print(text, t) });
}

static char *
put_definition(char *to, const struct event *e)
{
	char text[HASH_TEXT];

	if (!e->defined)
		return put_line(to, "definition", STR("-"));
	return put_line(to, "definition", (struct str){ text, hash_print(text, e->definition_kind, &e->definition) });
}

size_t
event_envelope(char out[EVENT_ENVELOPE], const struct event *e)
{
	char *to = stpcpy(out, FORMAT "\n");

	to = put_uuid(to, "site", e->site);
	to = put_uuid(to, "ledger", e->ledger);
	to = put_number(to, e->number);
	to = put_time(to, e->time);
	to = put_uuid(to, "person", e->person);
	to = put_uuid(to, "for", e->acting_for);
	to = put_definition(to, e);
	to = put_uuid(to, "record", e->record);
	to = put_line(to, "type", e->type);
	return (size_t)(to - out);
}

/* Takes the line "NAME VALUE\n" off *rest. */
static bool
take_line(struct str *rest, const char *name, struct str *value)
{
	size_t n = strlen(name);
	size_t end = str_find(*rest, STR("\n"), 0);

	if (end == STR_NONE || end < n + 2 || memcmp(rest->p, name, n) != 0 || rest->p[n] != ' ')
		return false;
	*value = str_slice(*rest, n + 1, end);
	*rest = str_slice(*rest, end + 1, rest->n);
	return true;
}

/* `nil`: it may be "-". No identifier is written as zeros. */
static bool
take_uuid(struct str *rest, const char *name, bool nil, struct uuid *u)
{
	struct str value;

	*u = (struct uuid){ { 0 } };
	if (!take_line(rest, name, &value))
		return false;
	if (str_eq(value, STR("-")))
		return nil;
	return uuid_parse(value, u) && !uuid_is_nil(*u);
}

/* Decimal, without leading zeros, below 2^63. */
static bool
take_number(struct str *rest, uint64_t *n)
{
	struct str value;

	*n = 0;
	if (!take_line(rest, "number", &value) || value.n > 19 || (value.n > 1 && value.p[0] == '0'))
		return false;
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] < '0' || value.p[i] > '9')
			return false;
		*n = *n * 10 + (uint64_t)(value.p[i] - '0');
	}
	return *n <= INT64_MAX;
}

static bool
take_time(struct str *rest, int64_t *t)
{
	struct str value;

	return take_line(rest, "time", &value) && instant_parse(value, t);
}

static bool
take_definition(struct str *rest, struct event *e)
{
	struct str value;

	if (!take_line(rest, "definition", &value))
		return false;
	e->defined = !str_eq(value, STR("-"));
	return !e->defined || hash_parse(value, &e->definition_kind, &e->definition);
}

/* The name of the first line that is not as it should be; NULL where all are. */
static const char *
take_lines(struct str *rest, struct event *e)
{
	if (!str_starts(*rest, STR(FORMAT "\n")))
		return FORMAT;
	*rest = str_slice(*rest, sizeof FORMAT, rest->n);
	if (!take_uuid(rest, "site", false, &e->site))
		return "site";
	if (!take_uuid(rest, "ledger", false, &e->ledger))
		return "ledger";
	if (!take_number(rest, &e->number))
		return "number";
	if (!take_time(rest, &e->time))
		return "time";
	if (!take_uuid(rest, "person", true, &e->person))
		return "person";
	if (!take_uuid(rest, "for", true, &e->acting_for))
		return "for";
	if (!take_definition(rest, e))
		return "definition";
	if (!take_uuid(rest, "record", true, &e->record))
		return "record";
	return take_line(rest, "type", &e->type) && rest->n == 0 ? NULL : "type";
}

enum err
event_envelope_parse(struct str s, struct event *out, struct why *why)
{
	struct event e = { .removed = true };
	const char *wrong = take_lines(&s, &e);
	enum err err = wrong == NULL ? event_check(&e, why) : refuse(why, wrong);

	if (err == OK)
		*out = e;
	return err;
}

/* ---- the hashes ---- */

static enum err
hash_payload(const struct event *e, struct hasher *h, struct hash *out)
{
	hasher_put(h, e->salt, EVENT_SALT);
	hasher_put(h, e->payload.p, e->payload.n);
	return hasher_end(h, out);
}

enum err
event_seal(struct event *e, struct hasher *h)
{
	return hash_payload(e, h, &e->payload_hash);
}

bool
event_sealed(const struct event *e, struct hasher *h)
{
	struct hash now;

	return e->removed || (hash_payload(e, h, &now) == OK && hash_equal(&now, &e->payload_hash));
}

enum err
event_leaf(const struct event *e, struct hasher *h, struct hash *leaf)
{
	char data[EVENT_ENVELOPE + HASH_BYTES];
	size_t n = event_envelope(data, e);

	memcpy(data + n, e->payload_hash.b, HASH_BYTES);
	return merkle_leaf(h, (struct str){ data, n + HASH_BYTES }, leaf);
}
