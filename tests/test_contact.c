#include "test.h"

#include "doc/contact.h"

/* "phones|emails|postal|postcode"; several of a kind are parted by a blank. */
static const struct {
	const char *words, *found;
} rows[] = {
	{ "联系电话：0590-5550126；电子邮箱：ab_c.d@wjw.example.cn。", "0590-5550126|ab_c.d@wjw.example.cn||" },
	{ "电话（010）55501234", "(010)55501234|||" },
	{ "电话:(010)55501234", "(010)55501234|||" },
	{ "电话：023-55501234转801", "023-55501234转801|||" },
	{ "电话：0590—5550126", "0590-5550126|||" },
	{ "电话：０５９０－５５５０１２６", "0590-5550126|||" },
	{ "电话：0590-5550126、5550127", "0590-5550126 5550127|||" },
	{ "电话0590-5550126、0590-5550127（工作日8:30—17:30）", "0590-5550126 0590-5550127|||" },
	{ "手机：13800001234", "13800001234|||" },
	{ "热线：400-555-1234", "400-555-1234|||" },
	{ "监督举报电话：12388", "12388|||" },
	{ "电话：5550126；传真：5550127", "5550126|||" },
	{ "传真：0590-5550127，电话：0590-5550126", "0590-5550126|||" },
	{ "0590-5550126，再拨0590-5550126", "0590-5550126|||" },
	{ "邮箱：zg＠wjw.example", "|zg@wjw.example||" },
	{ "邮箱：zg@wjw.ex ample；地址", "|zg@wjw.example||" },
	{ "邮箱：zg@wjw.cn a", "|zg@wjw.cn||" },
	{ "邮箱：zg@wjw. example", "|zg@wjw.example||" },
	{ "邮箱zg@wjw.example，邮编960066", "|zg@wjw.example||960066" },
	{ "邮政地址：云溪市澄江路6号", "||云溪市澄江路6号|" },
	{ "通讯地址：云溪市澄江路6号市卫健委，邮编：960066", "||云溪市澄江路6号市卫健委|960066" },
	{ "邮政信箱：云溪市A-3信箱；电话：0590-5550126", "0590-5550126||云溪市A-3信箱|" },
	{ "来信：云溪市澄江路6号（邮编:960066）", "||云溪市澄江路6号|960066" },
	{ "信函请寄云溪市澄江路6号办公室（邮编960066），并在信封注明", "||云溪市澄江路6号办公室|960066" },
	{ "地址：澄江路6号　邮政编码：９６００６６", "||澄江路6号|960066" },
	{ "地址：澄江路6号（市政府院内）；", "||澄江路6号（市政府院内）|" },
	{ "地址：甲路6号。地址：乙路7号", "||甲路6号|" },
	{ "地址：甲路6号 电话：0590-5550126", "0590-5550126||甲路6号|" },
	/* None of these. */
	{ "网址：www.yunxi.example", "|||" },
	{ "2025-05-28印发", "|||" },
	{ "备案号07000348号", "|||" },
	{ "收治55501234人次", "|||" },
	{ "编号110101199001011234", "|||" },
	{ "邮编：96006", "|||" },
	{ "a@b", "|||" },
	{ "@", "|||" },
	{ "电话：", "|||" },
	{ "来信来访群众", "|||" },
	{ "0", "|||" },
};

static void
join(char *out, size_t size, const str_array *v)
{
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < v->n; i++)
		n += (size_t)snprintf(out + n, size - n, "%s%.*s", i > 0 ? " " : "", STR_ARG(v->v[i]));
}

static void
found(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct arena *a = arena_new(0);
		struct contact c = { 0 };
		char phone[200], email[200], got[700];

		assert_non_null(a);
		contact_find(a, cstr(rows[i].words), &c);
		join(phone, sizeof phone, &c.phone);
		join(email, sizeof email, &c.email);
		snprintf(got, sizeof got, "%s|%s|%.*s|%.*s", phone, email, STR_ARG(c.postal), STR_ARG(c.postcode));
		if (strcmp(got, rows[i].found) != 0)
			fail_msg("<%s>: got <%s>, want <%s>", rows[i].words, got, rows[i].found);
		arena_free(a);
	}
}

/* What one paragraph gave stays when the next is read. */
static void
adds(void **state)
{
	struct arena *a = arena_new(0);
	struct contact c = { 0 };

	(void)state;
	assert_non_null(a);
	contact_find(a, STR("电话：0590-5550126，地址：甲路6号"), &c);
	contact_find(a, STR("电话：0590-5550126、0590-5550127，地址：乙路7号，邮编：960066"), &c);
	assert_int_equal(c.phone.n, 2);
	assert_str(c.postal, "甲路6号");
	assert_str(c.postcode, "960066");
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(found), cmocka_unit_test(adds) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
