#include "test.h"

#include "base/utf8.h"
#include "doc/reading.h"
#include "facts.h"

/* Each duty as "lead、lead/support、support", parted by |. */
struct row {
	const char *words, *duties;
};

static const struct row labelled[] = {
	{ "（责任单位：甲科、乙处）", "甲科、乙处/" },
	{ "责任单位:甲科,乙处", "甲科、乙处/" },
	{ "责任科室：党群办；配合单位：市二院、各县区卫健局", "党群办/市二院、各县区卫健局" },
	{ "牵头单位：市甲局；参与单位：市乙局、各乡镇", "市甲局/市乙局、各乡镇" },
	{ "牵头处室：人财处；协办：各处室。", "人财处/各处室" },
	{ "责任股室:基层股;整改状态:已销号", "基层股/" },
	{ "责任单位：市数据中心，2月10日前切换", "市数据中心/" },
	{ "责任单位：甲科 完成时限：6月底", "甲科/" },
	{ "协办：各县（市、区）卫健局", "" },
	{ "责任单位：各县（市、区）卫健局、甲科", "各县（市、区）卫健局、甲科/" },
	{ "责任单位：市甲局等部门", "市甲局/" },
	{ "责任单位：市甲局和市乙局", "市甲局、市乙局/" },
	{ "责任单位：市甲委（牵头）、市乙局、丙镇", "市甲委/市乙局、丙镇" },
	{ "责任单位：市乙局、市甲委（牵头）", "市甲委/市乙局" },
	{ "牵头单位：市甲局；责任单位：市乙局，各镇（街道）", "市甲局/市乙局、各镇（街道）" },
	{ "牵头部门：医务部（质控科）。", "医务部（质控科）/" },
	{ "〔责任单位：市甲局、市乙局〕【责任科室：丙科】", "市甲局、市乙局/|丙科/" },
	{ "责任单位：", "" },
	{ "责任单位：按要求整改。", "" },
	{ "责任领导：张三", "" },
};

static const struct row spoken[] = {
	{ "（甲科牵头，乙科、丙办配合）", "甲科/乙科、丙办" },
	{ "(甲科牵头,乙科配合)", "甲科/乙科" },
	{ "（甲科、乙院按职责分工负责）", "甲科、乙院/" },
	{ "（甲科、乙科负责）", "甲科、乙科/" },
	{ "（甲科牵头，各县区按职责分工负责）", "甲科/各县区" },
	{ "甲办负责，市二院配合", "甲办/市二院" },
	{ "由甲科牵头、乙科配合，9月底前办好", "甲科/乙科" },
	{ "由甲科牵头，市第三医院、市疾控中心参与", "甲科/市第三医院、市疾控中心" },
	{ "由甲科、乙科共同负责，常抓不懈", "甲科、乙科/" },
	{ "由甲科会同乙科办理", "甲科/乙科" },
	{ "线索由县纪委直接办理", "县纪委/" },
	{ "明确由院党委书记分管宣传", "院党委书记/" },
	{ "每项都由分管财务的副局长牵头", "分管财务的副局长/" },
	{ "组建由市一院牵头的专科联盟", "市一院/" },
	{ "以联席会议办公室名义牵头调度", "联席会议办公室/" },
	{ "我委2024年负责的3件实事", "我委/" },
	{ "全部做完我委牵头的3件实事", "我委/" },
	{ "市卫健委牵头的3件实事", "市卫健委/" },
	{ "建立了市政府分管领导分工负责的机制", "市政府分管领导/" },
	{ "分别由市甲委和市乙办牵头", "市甲委、市乙办/" },
	{ "派驻纪检组负责对整改开展监督", "派驻纪检组/" },
	{ "形成院长负总责、分管领导直接管、科室负责人具体抓的格局", "院长/分管领导、科室负责人" },
	{ "党组书记对巡察整改负总责", "党组书记/" },
	{ "局党组书记切实履行第一责任人责任", "局党组书记/" },
	{ "院党委主要负责人要担起“第一责任人”责任", "院党委主要负责人/" },
	{ "各院院长是第一责任人", "各院院长/" },
	{ "班子成员分别担任各组的牵头领导", "班子成员/" },
};

static const struct row refused[] = {
	{ "成立以局长为组长的专班", "" },
	{ "由在职处级干部担任组长", "" },
	{ "落实主体责任", "" },
	{ "扛起第一责任人责任", "" },
	{ "压实院长第一责任人责任", "" },
	{ "牵头起草方案", "" },
	{ "牵头开会4次", "" },
	{ "各牵头单位报送进展", "" },
	{ "由有关部门负责", "" },
	{ "由于甲科负责", "" },
	{ "约谈科室负责人", "" },
	{ "院长负责制", "" },
	{ "对人民负责", "" },
	{ "谁主管谁负责", "" },
	{ "由平均9天缩短到3天", "" },
	{ "加强甲科负责事项", "" },
	{ "全部负责", "" },
	{ "，牵头", "" },
	{ "由", "" },
	{ "第一责任人", "" },
	{ "责任单位", "" },
};

static struct article *
read_nodes(struct arena *a, const char *const *words, size_t n)
{
	struct document *d = arena_zalloc(a, sizeof *d);
	struct article *article;

	d->arena = a;
	d->texts = arena_alloc(a, n * sizeof *d->texts);
	d->ntexts = (uint32_t)n;
	article = array_add(a, &d->articles);
	article->year = 2026;
	for (size_t i = 0; i < n; i++) {
		struct text *t = arena_zalloc(a, sizeof *t);
		struct node *node = array_add(a, &article->nodes);

		t->body = cstr(words[i]);
		d->texts[i] = t;
		node->run = (uint32_t)i;
		node->nrun = 1;
		*array_add(a, &article->spans) = (struct span){ (uint32_t)i, 0, (uint32_t)t->body.n };
	}
	read_facts(d);
	return article;
}

static size_t
tell_names(char *out, size_t size, const struct str *v, unsigned n)
{
	size_t len = 0;

	for (unsigned i = 0; i < n; i++)
		len += (size_t)snprintf(out + len, size - len, "%s%.*s", i > 0 ? "、" : "", STR_ARG(v[i]));
	return len;
}

static void
tell(char *out, size_t size, const struct article *article)
{
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < article->facts.n; i++) {
		const struct fact *f = &article->facts.v[i];

		if (f->type != FACT_DUTY)
			continue;
		n += (size_t)snprintf(out + n, size - n, "%s", n > 0 ? "|" : "");
		n += tell_names(out + n, size - n, f->lead, f->nlead);
		n += (size_t)snprintf(out + n, size - n, "/");
		n += tell_names(out + n, size - n, f->support, f->nsupport);
	}
}

static void
check(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct arena *a = arena_new(0);
		char got[900];

		assert_non_null(a);
		tell(got, sizeof got, read_nodes(a, &rows[i].words, 1));
		if (strcmp(got, rows[i].duties) != 0)
			fail_msg("<%s>: got <%s>, want <%s>", rows[i].words, got, rows[i].duties);
		arena_free(a);
	}
}

#define COUNT(a) (sizeof(a) / sizeof (a)[0])

static void
duties(void **state)
{
	(void)state;
	check(labelled, COUNT(labelled));
	check(spoken, COUNT(spoken));
}

static void
no_duties(void **state)
{
	(void)state;
	check(refused, COUNT(refused));
}

/* What a text says of its owner notes holds until its end. */
static void
rules_of_a_text(void **state)
{
	static const struct {
		const char *words[4];
		const char *duties;
	} texts[] = {
		{ { "（责任单位：甲科，乙科，逗号前是牵头单位，下同）", "（责任单位：丙科、丁科，戊科）", "（责任单位：己科）" },
		    "甲科/乙科|丙科、丁科/戊科|己科/" },
		{ { "（责任单位：甲科、乙科，排第一位的为牵头单位，下同）", "（责任单位：丙科、丁科）" },
		    "甲科/乙科|丙科/丁科" },
		{ { "（责任单位：甲科、乙科，排在首位的为牵头单位）", "（责任单位：丙科、丁科）" },
		    "甲科/乙科|丙科、丁科/" },
		{ { "以下各项均需各区卫健局落实，不再一一列出。", "（甲科负责）", "责任单位：乙科", "由丙科汇总，由丁科负责" },
		    "各区卫健局/|甲科/各区卫健局|乙科/各区卫健局|丁科/" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct arena *a = arena_new(0);
		char got[900];
		size_t n = 0;

		assert_non_null(a);
		while (n < 4 && texts[i].words[n] != NULL)
			n++;
		tell(got, sizeof got, read_nodes(a, texts[i].words, n));
		assert_string_equal(got, texts[i].duties);
		arena_free(a);
	}
}

/* A list longer than the rule looks ends with a whole name. */
static void
long_list(void **state)
{
	struct arena *a = arena_new(0);
	char words[6000] = "x责任单位：甲科";
	const char *p = words;
	struct article *article;

	(void)state;
	assert_non_null(a);
	for (int i = 0; i < 300; i++)
		strcat(words, "、市乙丙局");
	article = read_nodes(a, &p, 1);
	assert_int_equal(article->facts.n, 1);
	assert_true(article->facts.v[0].nlead > 150);
	for (unsigned i = 1; i + 1 < article->facts.v[0].nlead; i++)
		assert_str(article->facts.v[0].lead[i], "市乙丙局");
	for (unsigned i = 0; i < article->facts.v[0].nlead; i++)
		assert_int_equal(utf8_check(article->facts.v[0].lead[i]), article->facts.v[0].lead[i].n);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(duties),
		cmocka_unit_test(no_duties),
		cmocka_unit_test(rules_of_a_text),
		cmocka_unit_test(long_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
