#include "test.h"

#include "base/hash.h"

/* By sha256sum(1); SM3 as in GB/T 32905-2016, appendix A, and by openssl-dgst(1). */
static const struct {
	const char *of;
	unsigned times;
	const char *text;
} sums[] = {
	{ "", 0, "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ "abc", 1, "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ "a", 1000000, "sha256:cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0" },
	{ "", 0, "sm3:1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b" },
	{ "abc", 1, "sm3:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0" },
	{ "abcd", 16, "sm3:debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732" },
};

static void
known_sums(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof sums / sizeof sums[0]; i++) {
		enum hash_kind kind = HASH_KINDS;
		char text[HASH_TEXT];
		struct hash want, got;
		struct hasher *h;

		assert_true(hash_parse(cstr(sums[i].text), &kind, &want));
		h = hasher_new(kind);
		assert_non_null(h);
		assert_int_equal(hasher_kind(h), kind);
		for (int again = 0; again < 2; again++) {
			for (unsigned k = 0; k < sums[i].times; k++)
				hasher_put(h, sums[i].of, strlen(sums[i].of));
			assert_int_equal(hasher_end(h, &got), OK);
			assert_true(hash_equal(&got, &want));
		}
		hasher_free(h);
		assert_int_equal(hash_print(text, kind, &got), strlen(sums[i].text));
		assert_string_equal(text, sums[i].text);
		if (sums[i].times == 1) {
			assert_int_equal(hash_bytes(kind, cstr(sums[i].of), &got), OK);
			assert_true(hash_equal(&got, &want));
		}
	}
	hasher_free(NULL);
}

#define HEX "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static void
what_is_no_hash(void **state)
{
	static const char *const texts[] = {
		"", ":", HEX, ":" HEX, "sha256" HEX, "sha256:", "SHA256:" HEX, "sha-256:" HEX, "sha1:" HEX, "md5:" HEX,
		"sha256:" HEX "0", "sha256: " HEX, "sha256:BA7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
		"sha256:xa7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "sha256:sm3:" HEX,
	};
	enum hash_kind kind;
	struct hash h;

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		if (hash_parse(cstr(texts[i]), &kind, &h))
			fail_msg("<%s> is taken", texts[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_sums),
		cmocka_unit_test(what_is_no_hash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
