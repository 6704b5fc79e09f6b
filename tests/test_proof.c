#include "test.h"

#include "store/plain.h"
#include "store/proof.h"

#define PETER "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define PETER_SECRET "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
#define STRANGER "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
#define ORIGIN "bihuan/site/ledger"
/* Of transparency-dev/merkle, testdata: leaf 5 of 8, and from 6 to 8. */
#define ROOT6 "duZ9rbzfHhDht03cYIq9L5jfsW+851J3tSMqEn8gh+8="
#define ROOT8 "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg="
#define LEAF5 "QnGia+DYqE8L1UyMMC58s6O10fpngKQLzOKHNHfatlg="
#define PATH5 "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=\nyoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=\n" \
	"037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=\n"
#define PATH6 "DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=\nyoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=\n" \
	"037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=\n"

static struct str
text_of(const struct buf *b)
{
	return (struct str){ b->p, b->n };
}

/* A signed checkpoint with what goes before it; the caller frees it. */
static struct buf
before_checkpoint(const char *first, const char *size, const char *root)
{
	struct note_signer s;
	struct buf text = { 0 }, out = { 0 };

	assert_int_equal(note_signer_parse(cstr(PETER_SECRET), &s, NULL), OK);
	buf_printf(&text, "%s\n%s\n%s\n", ORIGIN, size, root);
	buf_puts(&out, cstr(first));
	assert_int_equal(note_sign(&out, text_of(&text), &s, 1, NULL), OK);
	buf_free(&text);
	return out;
}

#define V1 "c2sp.org/tlog-proof@v1\n"

static const struct {
	const char *first, *size, *root;
	enum err parsed, checked;
} proofs[] = {
	{ V1 "index 5\n" PATH5 "\n", "8", ROOT8, OK, OK },
	{ V1 "extra AAAA\nindex 5\n" PATH5 "\n", "8", ROOT8, OK, OK },
	{ V1 "index 0\n\n", "1", LEAF5, OK, OK },
	{ V1 "index 4\n" PATH5 "\n", "8", ROOT8, OK, E_FORGED },
	{ V1 "index 5\n" PATH6 "\n", "8", ROOT8, OK, E_FORGED },
	{ V1 "index 5\n" PATH5 "\n", "16", ROOT8, OK, E_FORGED },
	{ V1 "index 5\n" PATH5 "\n", "5", ROOT8, OK, E_FORGED },
	{ V1 "index 5\n" PATH5 "\n", "8", ROOT6, OK, E_FORGED },
	{ V1 "index 5\n\n", "8", ROOT8, OK, E_FORGED },
	{ V1 "index 9223372036854775807\n" PATH5 "\n", "8", ROOT8, OK, E_FORGED },
	{ V1 "index 5\n" PATH5 "\n", "08", ROOT8, OK, E_MALFORMED },
	{ "", "8", ROOT8, E_MALFORMED, OK },
	{ "c2sp.org/tlog-proof@v2\nindex 5\n" PATH5 "\n", "8", ROOT8, E_MALFORMED, OK },
	{ "\n" V1 "index 5\n" PATH5 "\n", "8", ROOT8, E_MALFORMED, OK },
	{ V1 "\nindex 5\n" PATH5 "\n", "8", ROOT8, E_MALFORMED, OK },
	{ V1 "index 05\n" PATH5 "\n", "8", ROOT8, E_MALFORMED, OK },
	{ V1 "index  5\n" PATH5 "\n", "8", ROOT8, E_MALFORMED, OK },
	{ V1 "index 9223372036854775808\n" PATH5 "\n", "8", ROOT8, E_MALFORMED, OK },
	{ V1 "Index 5\n" PATH5 "\n", "8", ROOT8, E_MALFORMED, OK },
	{ V1 "index\n" PATH5 "\n", "8", ROOT8, E_MALFORMED, OK },
	{ V1 "extra AAA\nindex 5\n" PATH5 "\n", "8", ROOT8, E_MALFORMED, OK },
	{ V1 "extra \nindex 5\n" PATH5 "\n", "8", ROOT8, E_MALFORMED, OK },
	{ V1 "extra\nindex 5\n" PATH5 "\n", "8", ROOT8, E_MALFORMED, OK },
	{ V1 "index 5\nextra AAAA\n" PATH5 "\n", "8", ROOT8, E_MALFORMED, OK },
	{ V1 "index 5\n" PATH5, "8", ROOT8, E_MALFORMED, OK },
	{ V1 "index 5\nAAAA\n\n", "8", ROOT8, E_MALFORMED, OK },
	{ V1 "index 5\n " PATH5 "\n", "8", ROOT8, E_MALFORMED, OK },
	{ V1 "index 5\r\n\r\n", "8", ROOT8, E_MALFORMED, OK },
};

static struct hash
hash_of(const char *base64)
{
	struct hash h;

	assert_true(plain_hash(cstr(base64), &h));
	return h;
}

static struct note_key
key(const char *text)
{
	struct note_key k;

	assert_int_equal(note_key_parse(cstr(text), &k, NULL), OK);
	return k;
}

static void
of_an_event(void **state)
{
	struct hasher *h = hasher_new(HASH_SHA256);
	struct note_key peter = key(PETER);
	struct hash leaf = hash_of(LEAF5);

	(void)state;
	for (size_t i = 0; i < sizeof proofs / sizeof proofs[0]; i++) {
		struct buf file = before_checkpoint(proofs[i].first, proofs[i].size, proofs[i].root), again = { 0 };
		struct checkpoint at;
		struct proof p;
		enum err err = proof_parse(text_of(&file), &p, NULL);

		if (err != proofs[i].parsed)
			fail_msg("%zu: %s", i, err_name(err));
		if (err == OK) {
			proof_print(&again, &p);
			assert_true(str_eq(text_of(&again), text_of(&file)));
			err = proof_check(&p, h, &leaf, &peter, 1, cstr(ORIGIN), &at, NULL);
			if (err != proofs[i].checked)
				fail_msg("%zu: %s", i, err_name(err));
			if (err == OK)
				assert_true(at.size == strtoull(proofs[i].size, NULL, 10));
			else
				assert_true(at.size == 0 && at.origin.n == 0);
		}
		buf_free(&file);
		buf_free(&again);
	}
	hasher_free(h);
}

/* The proof holds, and yet is not what was asked for. */
static void
of_something_else(void **state)
{
	struct hasher *h = hasher_new(HASH_SHA256), *sm3 = hasher_new(HASH_SM3);
	struct buf file = before_checkpoint(V1 "index 5\n" PATH5 "\n", "8", ROOT8);
	struct note_key peter = key(PETER), stranger = key(STRANGER);
	struct hash leaf = hash_of(LEAF5), other = hash_of(ROOT6);
	struct checkpoint at;
	struct proof p;

	(void)state;
	assert_int_equal(proof_parse(text_of(&file), &p, NULL), OK);
	assert_int_equal(proof_check(&p, h, &other, &peter, 1, cstr(ORIGIN), &at, NULL), E_FORGED);
	assert_int_equal(proof_check(&p, sm3, &leaf, &peter, 1, cstr(ORIGIN), &at, NULL), E_FORGED);
	assert_int_equal(proof_check(&p, h, &leaf, &peter, 1, cstr("bihuan/site/other"), &at, NULL), E_FORGED);
	assert_int_equal(proof_check(&p, h, &leaf, &stranger, 1, cstr(ORIGIN), &at, NULL), E_UNSIGNED);
	assert_int_equal(proof_check(&p, h, &leaf, NULL, 0, cstr(ORIGIN), &at, NULL), E_UNSIGNED);
	buf_free(&file);
	hasher_free(h);
	hasher_free(sm3);
}

static const struct {
	const char *first, *size, *root;
	enum err parsed, checked;
} growths[] = {
	{ "old 6\n" PATH6 "\n", "8", ROOT8, OK, OK },
	{ "old 6\n\n", "6", ROOT6, OK, OK },
	{ "old 6\n\n", "6", ROOT8, OK, E_FORGED },
	{ "old 6\n" PATH6 "\n", "6", ROOT6, OK, E_FORGED },
	{ "old 6\n" PATH5 "\n", "8", ROOT8, OK, E_FORGED },
	{ "old 6\n" PATH6 "\n", "8", ROOT6, OK, E_FORGED },
	{ "old 6\n" PATH6 "\n", "5", ROOT8, OK, E_FORGED },
	{ "old 5\n" PATH6 "\n", "8", ROOT8, OK, E_FORGED },
	{ "old 0\n\n", "8", ROOT8, OK, E_FORGED },	/* what is known already is not forgotten */
	{ "old 06\n" PATH6 "\n", "8", ROOT8, E_MALFORMED, OK },
	{ "6\n" PATH6 "\n", "8", ROOT8, E_MALFORMED, OK },
	{ "old 6\n" PATH6, "8", ROOT8, E_MALFORMED, OK },
	{ "", "8", ROOT8, E_MALFORMED, OK },
};

static void
of_growth(void **state)
{
	struct hasher *h = hasher_new(HASH_SHA256);
	struct note_key peter = key(PETER), stranger = key(STRANGER);
	struct checkpoint old = { STR(ORIGIN), 6, hash_of(ROOT6), { 0 } }, elsewhere = { STR("elsewhere"), 6, hash_of(ROOT6), { 0 } };

	(void)state;
	for (size_t i = 0; i < sizeof growths / sizeof growths[0]; i++) {
		struct buf file = before_checkpoint(growths[i].first, growths[i].size, growths[i].root), again = { 0 };
		struct checkpoint at;
		struct growth g;
		enum err err = growth_parse(text_of(&file), &g, NULL);

		if (err != growths[i].parsed)
			fail_msg("%zu: %s", i, err_name(err));
		if (err == OK) {
			growth_print(&again, &g);
			assert_true(str_eq(text_of(&again), text_of(&file)));
			err = growth_check(&g, h, &old, &peter, 1, &at, NULL);
			if (err != growths[i].checked)
				fail_msg("%zu: %s", i, err_name(err));
			assert_int_equal(growth_check(&g, h, &old, &stranger, 1, &at, NULL), E_UNSIGNED);
			assert_int_equal(growth_check(&g, h, &elsewhere, &peter, 1, &at, NULL), E_FORGED);
		}
		buf_free(&file);
		buf_free(&again);
	}
	hasher_free(h);
}

/* A file of so many hashes, or bytes beside it. */
static enum err
parsed_with(unsigned hashes, size_t extra)
{
	struct buf out = { 0 };
	struct proof p;
	enum err err;

	buf_puts(&out, STR(V1));
	if (extra > 0)
		buf_puts(&out, STR("extra "));
	for (size_t i = 0; i < extra; i += 4)
		buf_puts(&out, STR("AAAA"));
	buf_puts(&out, extra > 0 ? STR("\nindex 0\n") : STR("index 0\n"));
	for (unsigned i = 0; i < hashes; i++)
		buf_puts(&out, STR(ROOT6 "\n"));
	buf_puts(&out, STR("\ncheckpoint\n"));
	err = proof_parse(text_of(&out), &p, NULL);
	buf_free(&out);
	return err;
}

static void
limits(void **state)
{
	(void)state;
	assert_int_equal(parsed_with(MERKLE_PATH, 0), OK);
	assert_int_equal(parsed_with(MERKLE_PATH + 1, 0), E_MALFORMED);
	assert_int_equal(parsed_with(1, 1024), OK);
	assert_int_equal(parsed_with(1, 1028), OK);
	assert_int_equal(parsed_with(1, 100000), OK);
	assert_int_equal(parsed_with(1, PROOF_BYTES), E_TOOBIG);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_an_event),
		cmocka_unit_test(of_something_else),
		cmocka_unit_test(of_growth),
		cmocka_unit_test(limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
