#include "test.h"

#include "doc/numeral.h"

/* What stands behind | is not part of the numeral. */
static const struct {
	const char *text, *low, *high;
} values[] = {
	/* Arabic figures, both widths, grouped (GB/T 15835 5.1.1) and with a fraction (5.1.2) */
	{ "7|项", "7", NULL },
	{ "624,000|人", "624000", NULL },
	{ "12,345,678|", "12345678", NULL },
	{ "1，280万|元", "12800000", NULL },
	{ "12|,34", "12", NULL },
	{ "1234|,567", "1234", NULL },
	{ "1|,2803", "1", NULL },
	{ "55 235 367.346|", "55235367.346", NULL },
	{ "６００万|元", "6000000", NULL },
	{ "３．５|%", "3.5", NULL },
	{ "0.46|", "0.46", NULL },
	{ "286.37万|元", "2863700", NULL },
	{ "1.37亿|元", "137000000", NULL },
	{ "1.2万亿|元", "1200000000000", NULL },
	{ "4 万|余人", "40000", NULL },
	{ "4| 个", "4", NULL },
	{ "10亿零817万5288|人", "1008175288", NULL },
	{ "200亿零四千230|", "20000004230", NULL },
	{ "100万三千|", "1003000", NULL },
	{ "3千|", "3000", NULL },
	{ "3|.", "3", NULL },
	/* Chinese ones */
	{ "零|", "0", NULL },
	{ "十|", "10", NULL },
	{ "十五|", "15", NULL },
	{ "两|家", "2", NULL },
	{ "二十|", "20", NULL },
	{ "一百零五|", "105", NULL },
	{ "一千零五十|", "1050", NULL },
	{ "三千零五十二|", "3052", NULL },
	{ "一亿零一|", "100000001", NULL },
	{ "十二万|", "120000", NULL },
	{ "三兆|", "3000000000000", NULL },
	{ "三点五亿|", "350000000", NULL },
	{ "零点五|", "0.5", NULL },
	{ "一百点123|", "100.123", NULL },
	{ "十|点整", "10", NULL },
	{ "叁万伍仟|元", "35000", NULL },
	/* the last unit unsaid */
	{ "三万五|", "35000", NULL },
	{ "一百二|", "120", NULL },
	{ "两千四百五|", "2450", NULL },
	{ "一百二十万三|", "1203000", NULL },
	{ "两千零五|", "2005", NULL },
	/* two neighbours, and 几 (4.2.2) */
	{ "三四|个月", "3", "4" },
	{ "一二十|个", "10", "20" },
	{ "四十五六|岁", "45", "46" },
	{ "五六万|套", "50000", "60000" },
	{ "两三百|", "200", "300" },
	{ "二十|几", "20", NULL },
	{ "一百几十|", "100", NULL },
	{ "二十几万|", "200000", NULL },
	{ "220余万|人次", "2200000", NULL },
	{ "三百多万|", "3000000", NULL },
	/* and what stops one */
	{ "三十|百", "30", NULL },
	{ "3|/4", "3", NULL },
};

static void
value_and_end(const char *marked, const char *low, const char *high)
{
	char text[128], got[2][DECIMAL_TEXT];
	const char *bar = strchr(marked, '|');
	size_t at = (size_t)(bar - marked);
	struct numeral n;

	memcpy(text, marked, at);
	strcpy(text + at, bar + 1);
	assert_true(numeral_read(text, text + strlen(text), &n));
	decimal_print(got[0], n.low);
	decimal_print(got[1], n.high);
	if (strcmp(got[0], low) != 0 || strcmp(got[1], high ? high : low) != 0 || n.end != text + at ||
	    n.pair != (high != NULL))
		fail_msg("%s: %s to %s, %zu bytes", marked, got[0], got[1], (size_t)(n.end - text));
}

static void
what_a_numeral_comes_to(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
		value_and_end(values[i].text, values[i].low, values[i].high);
}

enum { ABOUT = 1, BARE = 2, STRING = 4, HUGE_ = 8, PADDED = 16, FORMAL = 32, LARGE = 64 };

static const struct {
	const char *text;
	unsigned is;
} kinds[] = {
	{ "12",			0 },
	{ "百",			BARE },
	{ "万",			BARE | LARGE },
	{ "十",			0 },
	{ "220余万",		ABOUT | LARGE },
	{ "二〇二六",		STRING },
	{ "一二三四五",		STRING },
	{ "三五",		STRING },	/* no neighbours: 三五年 is a manner of speaking */
	{ "十五五",		STRING },
	{ "0527",		PADDED },
	{ "0.5",		0 },
	{ "叁佰",		FORMAL },
	{ "123456789012345",	0 },
	{ "1234567890123456",	HUGE_ },
	{ "999999999999999亿",	HUGE_ | LARGE },
	{ "0.1234567891",	HUGE_ },
};

static void
what_kind_it_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		struct numeral n;
		const char *p = kinds[i].text;
		unsigned is;

		assert_true(numeral_read(p, p + strlen(p), &n));
		is = (n.about ? ABOUT : 0) | (n.bare ? BARE : 0) | (n.string ? STRING : 0) | (n.huge ? HUGE_ : 0) |
		    (n.padded ? PADDED : 0) | (n.formal ? FORMAL : 0) | (n.large ? LARGE : 0);
		if (is != kinds[i].is || n.end != p + strlen(p))
			fail_msg("%s: %u, want %u", p, is, kinds[i].is);
	}
}

static void
where_none_begins(void **state)
{
	static const char *const texts[] = { "", "个", "余", "几千", "第三", ",000", "点五", "\xE4\xB8", "-3" };
	struct numeral n;

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		if (numeral_read(texts[i], texts[i] + strlen(texts[i]), &n))
			fail_msg("<%s> is read", texts[i]);
}

/* Cut anywhere, a numeral never reads past its end. */
static void
cut_short(void **state)
{
	static const char text[] = "10亿零817万5288点五三四十几万1,280.5";

	(void)state;
	for (size_t n = 1; n <= sizeof text - 1; n++) {
		char *copy = malloc(n);
		struct numeral num;

		memcpy(copy, text, n);
		numeral_read(copy, copy + n, &num);
		assert_true(num.end <= copy + n);
		free(copy);
	}
}

static void
decimals(void **state)
{
	struct decimal d = { 286, 2 }, most = { INT64_MAX, 0 };
	char out[DECIMAL_TEXT];

	(void)state;
	assert_true(decimal_shift(&d, 4));
	assert_true(decimal_add(&d, (struct decimal){ 5, 1 }));
	decimal_print(out, d);
	assert_string_equal(out, "28600.5");
	assert_false(decimal_shift(&most, 1));
	assert_false(decimal_add(&most, (struct decimal){ 1, 0 }));
	assert_true(most.digits == INT64_MAX);
	assert_true(decimal_cmp((struct decimal){ 5, 1 }, (struct decimal){ 1, 0 }) < 0);
	assert_true(decimal_cmp((struct decimal){ 50, 2 }, (struct decimal){ 5, 1 }) == 0);
	assert_true(decimal_cmp(most, (struct decimal){ 1, 9 }) > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_numeral_comes_to),
		cmocka_unit_test(what_kind_it_is),
		cmocka_unit_test(where_none_begins),
		cmocka_unit_test(cut_short),
		cmocka_unit_test(decimals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
