#include "test.h"

#include "base/gates.h"
#include "base/utf8.h"

/* How often a pair stands in a text, counted by hand; before it stand `filler` characters of three bytes. */
static const struct {
	const char *text;
	uint32_t first, second;
	unsigned times;
} rows[] = {
	{ "整改到位", U'整', U'改', 1 },
	{ "整改到位", U'改', U'整', 0 },
	{ "整改到位", U'到', U'位', 1 },	/* at the very end */
	{ "整整整", U'整', U'整', 2 },
	{ "整", U'整', U'改', 0 },
	{ "3月底3月末", U'3', U'月', 2 },
	{ "共3项、4项", U'共', U'3', 1 },
	{ "2026年06月", U'0', U'6', 1 },
	{ "a整b改a整", U'a', U'整', 2 },
	{ "§整§改", U'§', U'改', 1 },
	{ "𠀀整𠀀改", U'𠀀', U'改', 1 },
	{ "改𠀀改", U'改', U'𠀀', 1 },
};

static unsigned
count(const struct gate *gates, struct str s, uint32_t first, uint32_t second)
{
	const char *p = s.p, *end = str_end(s), *back;
	unsigned times = 0, n, len;

	for (; p < end; p += n)
		for (uint64_t found = gates_find(gates, p, end, &n); found != 0; found &= found - 1) {
			const char *behind = p + __builtin_ctzll(found) + 1;

			assert_true(behind < end);
			times += char_before(behind, s.p, &back) == first && char_at(behind, end, &len) == second;
		}
	return times;
}

/* Wherever the pair stands to the blocks that are looked at together, and to the end of the text. */
static void
every_pair_passes(void **state)
{
	static struct gate gates[GATES];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		for (unsigned before = 1; before < 50; before++)
			for (unsigned behind = 0; behind < 30; behind += 29) {
				char text[400];
				size_t n = 0;

				for (unsigned k = 0; k < before; k++, n += strlen("字"))
					memcpy(text + n, "字", strlen("字"));
				memcpy(text + n, rows[i].text, strlen(rows[i].text));
				n += strlen(rows[i].text);
				memset(text + n, '.', behind);
				memset(gates, 0, sizeof gates);
				gates_open(gates, rows[i].first, rows[i].second);
				assert_int_equal(count(gates, str_of(text, text + n + behind), rows[i].first, rows[i].second),
				    rows[i].times);
			}
}

/* What nobody asked for does not pass. */
static void
few_others_pass(void **state)
{
	static struct gate gates[GATES];
	struct str s = STR("字市卫生健康委员会关于审计查出问题整改结果的公告，二〇二六年三月十日");
	const char *end = str_end(s), *at = strstr(s.p, "整改");
	unsigned n;

	(void)state;
	assert_int_equal(gates_find(gates, s.p, end, &n), 0);
	gates_open(gates, U'整', U'改');
	assert_int_equal(count(gates, s, U'整', U'改'), 1);
	for (const char *p = s.p; p < end; p += n)
		for (uint64_t found = gates_find(gates, p, end, &n); found != 0; found &= found - 1)
			assert_ptr_equal(p + __builtin_ctzll(found), at + strlen("整") - 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_pair_passes),
		cmocka_unit_test(few_others_pass),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
