#include "test.h"

#include "ledger/event.h"

#define ENVELOPE \
	"bihuan.event/1\n" \
	"site 01932f6e-0000-7000-8000-000000000001\n" \
	"ledger 01932f70-0000-7000-8000-000000000002\n" \
	"number 17\n" \
	"time 2026-11-22T11:22:21.123456Z\n" \
	"person 01932f71-0000-7000-8000-000000000003\n" \
	"for -\n" \
	"definition sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n" \
	"record 01932f80-0000-7000-8000-000000000004\n" \
	"type submit\n"
#define SAID "{\"text\":\"已完成整改\"}"

/* Made with Python's hashlib, by docs/ledger.md alone; the salt is the bytes 0 to 15. */
static const struct { enum hash_kind kind; const char *payload, *leaf; } sums[] = {
	{ HASH_SHA256, "98d79450506651ae612c4434b2cc00adfef2a93d1610150d6f63d066f77ffcda",
	    "cd1a0dd16b8b3d679f1236a5994c41e30ffefd4de3163ca84829700ee2a86166" },
	{ HASH_SM3, "224ebf5e7bb7fd1b762b70210250eed7fd7942029e76151e0463141f8d020310",
	    "a8e8a464d096bd692ec4355be766d6b76d6967bec37a7dc651cdbb1ea02a118d" },
};

static struct event
sample(void)
{
	struct event e;

	assert_int_equal(event_envelope_parse(STR(ENVELOPE), &e, NULL), OK);
	return e;
}

static void
assert_envelope(const struct event *e, const char *want)
{
	char out[EVENT_ENVELOPE];

	assert_str(((struct str){ out, event_envelope(out, e) }), want);
}

static void
there_and_back(void **state)
{
	struct event e = sample();

	(void)state;
	assert_int_equal(e.number, 17);
	assert_true(e.defined && e.removed && uuid_is_nil(e.acting_for));
	assert_str(e.type, "submit");
	assert_envelope(&e, ENVELOPE);
}

static void
the_longest(void **state)
{
	struct event e = sample();
	char out[EVENT_ENVELOPE];

	(void)state;
	e.number = INT64_MAX;
	e.acting_for = e.person;
	e.type = STR("a123456789-123456789-123456789-123456789");
	assert_int_equal(event_check(&e, NULL), OK);
	assert_int_equal(event_envelope(out, &e), 419);		/* counted by hand */
}

static void
leaves(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof sums / sizeof sums[0]; i++) {
		struct hasher *h = hasher_new(sums[i].kind);
		struct event e = sample();
		struct hash leaf;
		char hex[HASH_HEX];

		e.removed = false;
		e.payload = STR(SAID);
		for (unsigned k = 0; k < EVENT_SALT; k++)
			e.salt[k] = (unsigned char)k;
		assert_int_equal(event_seal(&e, h), OK);
		hash_hex(hex, &e.payload_hash);
		assert_string_equal(hex, sums[i].payload);
		assert_true(event_sealed(&e, h));
		assert_int_equal(event_leaf(&e, h, &leaf), OK);
		hash_hex(hex, &leaf);
		assert_string_equal(hex, sums[i].leaf);

		/* Taken away by order: the leaf stays. */
		e.removed = true;
		e.payload = (struct str){ NULL, 0 };
		assert_true(event_sealed(&e, h));
		assert_int_equal(event_leaf(&e, h, &leaf), OK);
		hash_hex(hex, &leaf);
		assert_string_equal(hex, sums[i].leaf);

		e.removed = false;
		e.payload = STR("{\"text\":\"未完成整改\"}");
		assert_false(event_sealed(&e, h));
		hasher_free(h);
	}
}

/* What differs in one line, and which line the error names. */
static const struct { const char *from, *to, *line; } refused[] = {
	{ "bihuan.event/1", "bihuan.event/2", "bihuan.event/1" },
	{ "bihuan.event/1\n", "", "bihuan.event/1" },
	{ "site 01932f6e-0000-7000-8000-000000000001", "site -", "site" },
	{ "site 01932f6e", "site  01932f6e", "site" },
	{ "site 01932f6e", "Site 01932f6e", "site" },
	{ "site 01932f6e", "site 01932F6E", "site" },
	{ "ledger 01932f70-0000-7000-8000-000000000002\n", "", "ledger" },
	{ "ledger 01932f70-0000-7000-8000-000000000002", "ledger 00000000-0000-0000-0000-000000000000", "ledger" },
	{ "number 17", "number 017", "number" },
	{ "number 17", "number +17", "number" },
	{ "number 17", "number ", "number" },
	{ "number 17", "number 9223372036854775808", "number" },
	{ "number 17", "number 99999999999999999999", "number" },
	{ "11:22:21.123456Z", "11:22:21Z", "time" },
	{ "2026-11-22T", "2026-11-31T", "time" },
	{ "2026-11-22T", "1969-11-22T", "time" },
	{ "person 01932f71-0000-7000-8000-000000000003", "person", "person" },
	{ "person 01932f71-0000-7000-8000-000000000003\nfor -",
	    "person -\nfor 01932f71-0000-7000-8000-000000000003", "for" },
	{ "for -\n", "for -\nfor -\n", "definition" },
	{ "definition sha256:ba", "definition sha512:ba", "definition" },
	{ "15ad\n", "15a\n", "definition" },
	{ "record 0", "record 1\nrecord 0", "record" },
	{ "type submit", "type Submit", "type" },
	{ "type submit", "type ", "type" },
	{ "type submit", "type -submit", "type" },
	{ "type submit", "type sub--mit", "type" },
	{ "type submit", "type submit-", "type" },
	{ "type submit", "type 1submit", "type" },
	{ "type submit", "type a123456789-123456789-123456789-1234567890", "type" },
	{ "type submit\n", "type submit", "type" },
	{ "type submit\n", "type submit\n\n", "type" },
	{ "type submit\n", "type submit\r\n", "type" },
};

static void
what_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		const char *at = strstr(ENVELOPE, refused[i].from);
		struct event e = { .number = 99 };
		struct why why = { 0 };
		char text[1024];

		assert_non_null(at);
		snprintf(text, sizeof text, "%.*s%s%s", (int)(at - ENVELOPE), ENVELOPE, refused[i].to, at + strlen(refused[i].from));
		if (event_envelope_parse(cstr(text), &e, &why) != E_MALFORMED || strcmp(why.what, refused[i].line) != 0)
			fail_msg("%s: %s %s", refused[i].to, err_name(why.err), why.what);
		assert_int_equal(e.number, 99);
	}
}

/* Wherever it is cut off. */
static void
cut_anywhere(void **state)
{
	(void)state;
	for (size_t n = 0; n < sizeof ENVELOPE - 1; n++) {
		struct event e;

		assert_int_equal(event_envelope_parse((struct str){ ENVELOPE, n }, &e, NULL), E_MALFORMED);
	}
}

static void
too_large(void **state)
{
	struct event e = sample();

	(void)state;
	e.payload.n = EVENT_PAYLOAD + 1;
	assert_int_equal(event_check(&e, NULL), E_TOOBIG);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_and_back),
		cmocka_unit_test(the_longest),
		cmocka_unit_test(leaves),
		cmocka_unit_test(what_is_refused),
		cmocka_unit_test(cut_anywhere),
		cmocka_unit_test(too_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
