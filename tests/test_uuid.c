#include "test.h"

#include <pthread.h>

#include "base/uuid.h"

static const struct {
	const char *text;
	bool is;
} texts[] = {
	{ "017f22e2-79b0-7cc3-98c4-dc0c0c07398f", true },	/* RFC 9562, A.6 */
	{ "00000000-0000-0000-0000-000000000000", true },
	{ "ffffffff-ffff-ffff-ffff-ffffffffffff", true },
	{ "", false },
	{ "017F22E2-79B0-7CC3-98C4-DC0C0C07398F", false },
	{ "017f22e279b07cc398c4dc0c0c07398f", false },
	{ "017f22e2-79b0-7cc3-98c4-dc0c0c07398", false },
	{ "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0", false },
	{ "017f22e2079b0-7cc3-98c4-dc0c0c07398f", false },
	{ "017f22e2-79b07-cc3-98c4-dc0c0c07398f", false },
	{ "017f22e2-79b0-7cc3-98c4-dc0c0c07398g", false },
	{ " 17f22e2-79b0-7cc3-98c4-dc0c0c07398f", false },
	{ "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}", false },
};

static void
as_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct uuid u = { { 1 } }, before = u;
		char out[UUID_TEXT];

		if (uuid_parse(cstr(texts[i].text), &u) != texts[i].is)
			fail_msg("<%s>", texts[i].text);
		if (!texts[i].is) {
			assert_true(uuid_equal(u, before));
			continue;
		}
		assert_int_equal(uuid_print(out, u), UUID_TEXT - 1);
		assert_string_equal(out, texts[i].text);
	}
}

static struct uuid
named(const char *text)
{
	struct uuid u;

	assert_true(uuid_parse(cstr(text), &u));
	return u;
}

static void
order_and_nil(void **state)
{
	struct uuid a = named("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"), b = named("017f22e2-79b1-7000-8000-000000000000");

	(void)state;
	assert_true(uuid_cmp(a, b) < 0 && uuid_cmp(b, a) > 0 && uuid_cmp(a, a) == 0);
	assert_true(uuid_is_nil(named("00000000-0000-0000-0000-000000000000")));
	assert_false(uuid_is_nil(a));
}

/* 1645557742000 ms is 017f22e279b0 (RFC 9562, A.6). */
static const struct {
	const char *last;
	uint64_t ms;
	unsigned char chance[UUID_CHANCE];
	const char *next;
} steps[] = {
	/* the first: chance, its first bit taken */
	{ "00000000-0000-0000-0000-000000000000", 1645557742000,
	    { 0xFC, 0xC3, 0x18, 0xC4, 0xDC, 0x0C, 0x0C, 0x07, 0x39, 0x8F }, "017f22e2-79b0-74c3-98c4-dc0c0c07398f" },
	/* a later millisecond */
	{ "017f22e2-79b0-7fff-bfff-ffffffffffff", 1645557742001, { 0 }, "017f22e2-79b1-7000-8000-000000000000" },
	/* the clock stands: on by 1 at least, by 2^32 at most */
	{ "017f22e2-79b0-74c3-98c4-dc0c0c07398f", 1645557742000, { 0 }, "017f22e2-79b0-74c3-98c4-dc0c0c073990" },
	{ "017f22e2-79b0-74c3-98c4-dc0c0c07398f", 1645557742000, { 0xFF, 0xFF, 0xFF, 0xFF },
	    "017f22e2-79b0-74c3-98c4-dc0d0c07398f" },
	/* it went back */
	{ "017f22e2-79b0-74c3-98c4-dc0c0c07398f", 5, { 0, 0, 0, 1 }, "017f22e2-79b0-74c3-98c4-dc0c0c073991" },
	/* carried over the variant, and over the version */
	{ "017f22e2-79b0-74c3-bfff-ffffffffffff", 5, { 0 }, "017f22e2-79b0-74c4-8000-000000000000" },
	{ "017f22e2-79b0-7fff-bfff-ffffffffffff", 5, { 0 }, "017f22e2-79b1-7000-8000-000000000000" },
};

static void
one_after_another(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		struct uuid last = named(steps[i].last), next = uuid_after(last, steps[i].ms, steps[i].chance);
		char out[UUID_TEXT];

		uuid_print(out, next);
		if (strcmp(out, steps[i].next) != 0 || uuid_cmp(next, last) <= 0)
			fail_msg("step %zu: %s, want %s", i, out, steps[i].next);
	}
}

static void
new_ones(void **state)
{
	struct uuid last = { { 0 } }, u;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		assert_int_equal(uuid_new(&u), OK);
		assert_true(uuid_cmp(u, last) > 0);
		assert_int_equal(u.b[6] >> 4, 7);
		assert_int_equal(u.b[8] >> 6, 2);
		last = u;
	}
}

enum { THREADS = 4, EACH = 5000 };

static void *
make_some(void *arg)
{
	struct uuid *v = arg;

	for (int i = 0; i < EACH; i++)
		if (uuid_new(&v[i]) != OK || (i > 0 && uuid_cmp(v[i - 1], v[i]) >= 0))
			return NULL;
	return v;
}

static int
in_order(const void *a, const void *b)
{
	return memcmp(a, b, UUID_BYTES);
}

static void
of_many_threads(void **state)
{
	static struct uuid all[THREADS][EACH];
	const struct uuid *v = all[0];
	pthread_t threads[THREADS];
	void *ok;

	(void)state;
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, make_some, all[i]), 0);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], &ok);
		assert_non_null(ok);
	}
	qsort(all, THREADS * EACH, sizeof v[0], in_order);
	for (int i = 1; i < THREADS * EACH; i++)
		assert_false(uuid_equal(v[i - 1], v[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_text),
		cmocka_unit_test(order_and_nil),
		cmocka_unit_test(one_after_another),
		cmocka_unit_test(new_ones),
		cmocka_unit_test(of_many_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
