#include "test.h"

#include "doc/reading.h"
#include "facts.h"

/* One node of one article, read; what of it is a date, as "value role; value role". */
struct paper {
	enum article_kind kind;
	int year;
	struct date issued;
	enum status status;
};

static struct article *
read_one(struct arena *a, struct paper paper, const char *words)
{
	struct document *d = arena_zalloc(a, sizeof *d);
	struct text *t = arena_zalloc(a, sizeof *t);
	struct article *article;
	struct node *node;

	t->body = cstr(words);
	d->arena = a;
	d->texts = arena_alloc(a, sizeof *d->texts);
	d->texts[0] = t;
	d->ntexts = 1;
	article = array_add(a, &d->articles);
	article->kind = (uint8_t)paper.kind;
	article->year = paper.year;
	article->issued = paper.issued;
	*array_add(a, &article->spans) = (struct span){ 0, 0, (uint32_t)t->body.n };
	node = array_add(a, &article->nodes);
	node->nrun = 1;
	node->status = (uint8_t)paper.status;
	read_facts(d);
	return article;
}

static void
tell(char *out, size_t size, const struct article *article)
{
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < article->facts.n; i++) {
		const struct fact *f = &article->facts.v[i];
		char from[DATE_TEXT], to[DATE_TEXT];

		if (f->type != FACT_DATE)
			continue;
		date_print(from, f->date.from);
		date_print(to, f->date.to);
		n += (size_t)snprintf(out + n, size - n, "%s%s%s%s %s", n > 0 ? "; " : "", from,
		    f->date.to.year != 0 ? "/" : "", f->date.to.year != 0 ? to : "",
		    date_role_name(f->role));
	}
}

struct row {
	const char *words, *dates;
};

static void
check(struct paper paper, const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct arena *a = arena_new(0);
		char got[400];

		assert_non_null(a);
		tell(got, sizeof got, read_one(a, paper, rows[i].words));
		if (strcmp(got, rows[i].dates) != 0)
			fail_msg("<%s>: got <%s>, want <%s>", rows[i].words, got, rows[i].dates);
		arena_free(a);
	}
}

#define COUNT(a) (sizeof(a) / sizeof (a)[0])

/* A report of results, issued on 2026-03-10. */
static const struct paper report = { KIND_RECTIFICATION, 2026, { 2026, 3, 10 }, STATUS_NONE };
/* A plan for 2026. */
static const struct paper plan = { KIND_PLAN, 2026, { 2026, 2, 1 }, STATUS_NONE };

static const struct row printed[] = {
	{ "2025年9月8日，小组进场。", "2025-09-08 event" },
	{ "2025年4月2日至5月30日开展核查", "2025-04-02/2025-05-30 period" },
	{ "2025年4月2日—9日", "2025-04-02/2025-04-09 period" },
	{ "2024年11月至2025年2月", "2024-11/2025-02 period" },
	{ "2023—2027年总投入", "2023/2027 period" },
	{ "2023-2025年度", "2023/2025 period" },
	{ "2022年至2024年", "2022/2024 period" },
	{ "2022年到2024年", "2022/2024 period" },
	{ "2025年1—10月收治病人", "2025-01/2025-10 period" },
	{ "２０２５年６月３日，会商", "2025-06-03 event" },
	{ "二〇二五年六月三日，会商", "2025-06-03 event" },
	{ "二○二五年十二月二十一日，会商", "2025-12-21 event" },
	{ "2025 年 6 月 3 日，会商", "2025-06-03 event" },
	{ "2024.5.6签订合同", "2024-05-06 event" },
	{ "2025-05-28签订合同", "2025-05-28 event" },
	{ "2025/5/28签订合同", "2025-05-28 event" },
	{ "2025年3月份抽查", "2025-03 event" },
	{ "2025年3月中旬抽查", "2025-03 event" },
	{ "2025年3月4日（星期二）上午召开", "2025-03-04 event" },
	{ "2025年3月4日（星期2日，召开", "2025-03-04 event" },
	{ "2024年度预算", "2024 period" },
	{ "2025年3月审计了2023年度预算，6月20日送达", "2025-03 event; 2023 period; 2025-06-20 event" },
	{ "2025年上半年门诊量", "2025-01/2025-06 period" },
	{ "2024年下半年门诊量", "2024-07/2024-12 period" },
	{ "2025年第二季度门诊量", "2025-04/2025-06 period" },
	{ "2025年前三季度门诊量", "2025-01/2025-09 period" },
	{ "2025年4月8日（星期二）上午9:30前来函", "2025-04-08 event" },
	{ "2020年年初，疫情来袭", "2020-01 event" },
	{ "2019年和2020年的账目", "2019 period; 2020 period" },
};

static const struct row stretches[] = {
	{ "2023年以来共立项9个", "2023 period" },
	{ "自2025年12月1日起施行", "2025-12-01 period" },
	{ "从2022年起每年一评", "2022 period" },
	{ "2008年至今", "2008 period" },
	{ "“十四五”时期任务", "2021/2025 period" },
	{ "\"十三五\"时期任务", "2016/2020 period" },
	{ "谋划“十五五”期间的项目", "2026/2030 period" },
	{ "“十五”时期", "2001/2005 period" },
	{ "“九五”时期", "1996/2000 period" },
	{ "比2024年少两成", "2024 period" },
	{ "由2022年的16件降到2025年的9件", "2022 period; 2025 period" },
	{ "全年共办理", "2026 period" },
	{ "2024年共请专家9名，全年坐诊", "2024 period; 2024 period" },
	{ "今年共办理", "2026 period" },
	{ "去年12月建站", "2025-12 event" },
};

static const struct row done_or_due[] = {
	{ "款项于2025年10月底前全部退回", "2025-10 event" },
	{ "新楼2024年底前投入使用", "2024-12 event" },
	{ "已于2月底前清退", "2026-02 event" },
	{ "截至2026年2月20日，办结九成", "2026-02-20 event" },
	{ "截至11月底，办结九成", "2025-11 event" },
	{ "截至2025年底", "2025-12 event" },
	{ "剩余问题2026年6月底前办结", "2026-06 deadline" },
	{ "计划6月底前办结，9月20日前验收", "2026-06 deadline; 2026-09-20 deadline" },
	{ "力争年底前开工", "2026-12 deadline" },
	{ "年内将再办两期", "2026 deadline" },
	{ "到2028年实现全覆盖", "2028 deadline" },
	{ "2027年前见底", "2027 deadline" },
	{ "完成时限：2026年5月", "2026-05 deadline" },
	{ "2024年以来重抓此事，拟于5月底前收官", "2024 period; 2026-05 deadline" },
	{ "2025年10月抽查，12月复查", "2025-10 event; 2025-12 event" },
	{ "召开2026年卫生工作会议", "2026 event" },
	{ "举办2025年第一期骨干班", "2025 event" },
	{ "组织2025年度分级评价", "2025 period" },
	{ "参加2024年技能竞赛", "2024 period" },
	{ "今年8月听取汇报", "2025-08 event" },
	{ "2024年3、4月份两次暗访", "2024-03/2024-04 period" },
	{ "2020年以前年度的往来款", "2020 period" },
	{ "2023年同期9件，3月12件", "2023 period; 2026-03 event" },
};

static const struct row planned[] = {
	{ "6月底前全部竣工", "2026-06 deadline" },
	{ "6月底前5家医院完成", "2026-06 deadline" },
	{ "1月底前挂牌", "2026-01 deadline" },
	{ "三季度内上线", "2026-09 deadline" },
	{ "三季度末前上线", "2026-09 deadline" },
	{ "上半年完成招标", "2026-06 deadline" },
	{ "一季度门诊量", "2026-01/2026-03 period" },
	{ "前三季度门诊量", "2026-01/2026-09 period" },
	{ "至9月底进度过八成", "2026-09 deadline" },
	{ "到2027年底，占比过半", "2027-12 deadline" },
	{ "4月办好宣传月", "2026-04 event" },
	{ "5月全面完成搬迁", "2026-05 deadline" },
	{ "与2025年相比，三季度内下降", "2025 period; 2026-09 deadline" },
	{ "请于3月20日17:00前报送", "2026-03-20 deadline" },
	{ "4月30日（星期四）下班前函复", "2026-04-30 deadline" },
	{ "12月底，九成达标", "2026-12 deadline" },
	{ "到2027年和2030年，分别过三成、四成", "2027 deadline; 2030 deadline" },
	{ "次年1月底前归档", "" },
};

static const struct row refused[] = {
	{ "每月5日前报送", "" },
	{ "每年6月底前体检", "" },
	{ "三年行动攻坚", "" },
	{ "35岁以上人群", "" },
	{ "实施“1+5”文件", "" },
	{ "印发2024年7号文", "" },
	{ "2024年第12号公告", "" },
	{ "2020年版标准", "" },
	{ "“十四五”规划", "" },
	{ "《2024年工作要点》", "" },
	{ "中2025年一季度项目推进表》里", "" },
	{ "2024717日至830日", "" },
	{ "截至20254月底", "" },
	{ "202412月建成", "" },
	{ "附件：2026年任务清单", "" },
	{ "6月龄婴儿", "" },
	{ "3个月内办结", "" },
	{ "3年内办结", "" },
	{ "30日内退还", "" },
	{ "2025年13月", "2025 period" },
	{ "2月30日", "2026-02 event" },
	{ "电话0590-5550126", "" },
	{ "12024年", "" },
	{ "健全年度考核", "" },
	{ "全年龄段人群", "" },
	{ "年底考核", "" },
	{ "多年底账不清", "" },
	{ "说明年报数据", "" },
	{ "一年内两次", "" },
	{ "近年来", "" },
	{ "第三季", "" },
	{ "一", "" },
	{ "2", "" },
	{ "年", "" },
	{ "半", "" },
	{ "十五", "" },
};

static const struct row not_after[] = {
	{ "2024年内部审计", "2024 period" },
	{ "2024年初步建成", "2024 period" },
	{ "2024年底数不清", "2024 period" },
	{ "2023年前5个月", "2023 period" },
	{ "2021年起草规范", "2021 period" },
	{ "2025年中心任务", "2025 period" },
};

static void
as_printed(void **state)
{
	(void)state;
	check(report, printed, COUNT(printed));
	check(report, stretches, COUNT(stretches));
	check(report, not_after, COUNT(not_after));
}

static void
for_what(void **state)
{
	(void)state;
	check(report, done_or_due, COUNT(done_or_due));
	check(plan, planned, COUNT(planned));
}

static void
no_dates(void **state)
{
	(void)state;
	check(report, refused, COUNT(refused));
}

/* Without a year to go by there is no date; a stated one still is. */
static void
no_year(void **state)
{
	static const struct row rows[] = {
		{ "6月底前办结", "" },
		{ "全年", "" },
		{ "年底前", "" },
		{ "2025年3月开会，6月再开", "2025-03 event; 2025-06 event" },
	};

	(void)state;
	check((struct paper){ .kind = KIND_OTHER }, rows, COUNT(rows));
}

/* Where the day of issue is not known the node's status and the year decide. */
static void
without_issue(void **state)
{
	static const struct row done[] = { { "6月底前收官", "2021-06 event" }, { "2020年底前收官", "2020-12 event" } };
	static const struct row open[] = { { "6月底前收官", "2021-06 deadline" }, { "到2022年收官", "2022 deadline" } };

	(void)state;
	check((struct paper){ KIND_RECTIFICATION, 2021, { 0, 0, 0 }, STATUS_DONE }, done, COUNT(done));
	check((struct paper){ KIND_RECTIFICATION, 2021, { 0, 0, 0 }, STATUS_PLANNED }, open, COUNT(open));
}

/* The words of a date hold what leads it in, and its figures are no quantity. */
static void
where_it_stands(void **state)
{
	struct arena *a = arena_new(0);
	const char *words = "截至2026年2月20日前后";
	struct article *article;

	(void)state;
	assert_non_null(a);
	article = read_one(a, report, words);
	assert_int_equal(article->facts.n, 1);
	assert_int_equal(article->facts.v[0].span.from, 0);
	assert_str(str_slice(cstr(words), article->facts.v[0].span.from, article->facts.v[0].span.to), words);
	assert_int_equal(article->facts.v[0].node, 1);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_printed),
		cmocka_unit_test(for_what),
		cmocka_unit_test(no_dates),
		cmocka_unit_test(no_year),
		cmocka_unit_test(without_issue),
		cmocka_unit_test(where_it_stands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
