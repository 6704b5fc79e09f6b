/* Vectors of RFC 4226 (appendix D), RFC 6238 (appendix B, SHA-1), RFC 2202 and RFC 4648. */
#include "test.h"

#include "ledger/totp.h"

static const unsigned char secret[] = "12345678901234567890";

static const char *const counted[] = {	/* RFC 4226 */
	"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
};

static const struct { int64_t seconds; const char *code; } timed[] = {	/* RFC 6238: the last six of its eight digits */
	{ 59, "287082" }, { 1111111109, "081804" }, { 1111111111, "050471" },
	{ 1234567890, "005924" }, { 2000000000, "279037" }, { 20000000000, "353130" },
};

static void
vectors(void **state)
{
	char code[TOTP_DIGITS + 1];

	(void)state;
	for (size_t i = 0; i < sizeof counted / sizeof counted[0]; i++) {
		assert_int_equal(totp_code(secret, i, code), OK);
		assert_string_equal(code, counted[i]);
	}
	for (size_t i = 0; i < sizeof timed / sizeof timed[0]; i++) {
		assert_int_equal(totp_code(secret, (uint64_t)totp_step(timed[i].seconds), code), OK);
		assert_string_equal(code, timed[i].code);
	}
}

static const struct { struct str key, message; const char *mac; } macs[] = {	/* RFC 2202 */
	{ STR("\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b"), STR("Hi There"),
	    "b617318655057264e28bc0b6fb378c8ef146be00" },
	{ STR("Jefe"), STR("what do ya want for nothing?"), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79" },
};

static void
macs_of_sha1(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof macs / sizeof macs[0]; i++) {
		unsigned char mac[HMAC_SHA1];
		char text[2 * HMAC_SHA1 + 1] = "";

		assert_int_equal(hmac_sha1(macs[i].key, macs[i].message, mac), OK);
		for (size_t k = 0; k < sizeof mac; k++)
			snprintf(text + 2 * k, 3, "%02x", mac[k]);
		assert_string_equal(text, macs[i].mac);
	}
}

/* At 59 seconds, step 1. */
static const struct { const char *what; struct str code; int64_t last; bool right; int64_t step; } rows[] = {
	{ "of now",			STR("287082"),	0,	true,	1 },
	{ "of the step before",		STR("755224"),	-1,	true,	0 },
	{ "of the step behind",		STR("359152"),	0,	true,	2 },
	{ "two steps behind",		STR("969429"),	0,	false,	0 },
	{ "taken already",		STR("287082"),	1,	false,	0 },
	{ "before one taken already",	STR("755224"),	1,	false,	0 },
	{ "behind one taken already",	STR("359152"),	1,	true,	2 },
	{ "another",			STR("287083"),	0,	false,	0 },
	{ "too short",			STR("28708"),	0,	false,	0 },
	{ "too long",			STR("2870822"),	0,	false,	0 },
	{ "empty",			STR(""),	0,	false,	0 },
	{ "no digits",			STR("------"),	0,	false,	0 },
};

static void
which_are_taken(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		bool right;
		int64_t step = 0;

		assert_int_equal(totp_check(secret, rows[i].code, 59, rows[i].last, &step, &right), OK);
		if (right != rows[i].right || (right && step != rows[i].step))
			fail_msg("%s", rows[i].what);
	}
}

static const struct { const char *plain, *coded; } base32[] = {	/* RFC 4648 (10), without padding */
	{ "", "" }, { "f", "MY" }, { "fo", "MZXQ" }, { "foo", "MZXW6" }, { "foob", "MZXW6YQ" }, { "fooba", "MZXW6YTB" },
	{ "foobar", "MZXW6YTBOI" },
};

static void
assert_written(const struct buf *b, const char *want)
{
	const struct str got = { b->p, b->n };

	assert_str(got, want);
}

static void
what_a_telephone_takes(void **state)
{
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof base32 / sizeof base32[0]; i++) {
		b.n = 0;
		totp_base32(&b, (const unsigned char *)base32[i].plain, strlen(base32[i].plain));
		assert_written(&b, base32[i].coded);
	}
	b.n = 0;
	totp_uri(&b, STR("li.wei-2"), secret);
	assert_written(&b, "otpauth://totp/Bihuan:li.wei-2?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	    "&issuer=Bihuan&algorithm=SHA1&digits=6&period=30");
	buf_free(&b);
}

static void
codes_on_paper(void **state)
{
	static const char *const same[] = { "abcdefghjkmn2345", "ABCD-EFGH-JKMN-2345", " abcd efgh jkmn 2345 " };
	char code[RECOVERY_TEXT], other[RECOVERY_TEXT];
	struct hash a, b;

	(void)state;
	assert_int_equal(recovery_make(code, NULL), OK);
	assert_int_equal(recovery_make(other, NULL), OK);
	assert_int_equal(strlen(code), RECOVERY_TEXT - 1);
	assert_string_not_equal(code, other);
	assert_int_equal(recovery_hash(STR("ABCDEFGHJKMN2345"), &a), OK);
	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
		assert_int_equal(recovery_hash(cstr(same[i]), &b), OK);
		assert_true(hash_equal(&a, &b));
	}
	assert_int_equal(recovery_hash(STR("ABCDEFGHJKMN2346"), &b), OK);
	assert_false(hash_equal(&a, &b));
	assert_int_equal(recovery_hash(STR("ABCDEFGHJKMN2345ABCDEFGHJKMN2345"), &b), OK);
	assert_false(hash_equal(&a, &b));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vectors),
		cmocka_unit_test(macs_of_sha1),
		cmocka_unit_test(which_are_taken),
		cmocka_unit_test(what_a_telephone_takes),
		cmocka_unit_test(codes_on_paper),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
