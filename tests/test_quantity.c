#include "test.h"

#include "doc/reading.h"
#include "facts.h"

#include <time.h>

/* Every quantity of the text, as cmp value unit; nothing where nothing counts. */
static const struct {
	const char *text, *facts;
} rows[] = {
	/* counts */
	{ "印发简报26期，召开例会4次", "=26期 =4次" },
	{ "9项、7项、12项", "=9项 =7项 =12项" },
	{ "先后４次会商，销毁旧章１２枚", "=4次 =12枚" },
	{ "接诊患者1,280人次", "=1280人次" },
	{ "服务3.6万人次、巡诊1.45万场次", "=36000人次 =14500场次" },
	{ "受理投诉57件次", "=57件次" },
	{ "全科医生 4 万余人", "~40000人" },
	{ "总人口10亿零817万5288人", "=1008175288人" },
	{ "补助1.2万亿元", "=1200000000000元" },
	{ "拨付两千四百五十元", "=2450元" },
	{ "罚款人民币叁万伍仟元整", "=35000元" },
	{ "伍家岗区、陆家嘴街道", "" },
	{ "调剂设备41台（套），走访30家(次)", "=41台（套） =30家(次)" },
	{ "覆盖31个省(区、市)", "=31个" },
	{ "提高7.2个百分点，低了半个百分点", "=7.2个百分点 =0.5个百分点" },
	{ "跟班6个月", "=6个月" },
	{ "3省6地市参加", "=3省 =6地市" },
	{ "由8部门联合、九部门会签", "=8部门 =9部门" },
	{ "加入9省市联盟", "=9省市" },
	{ "服务人口达120万，日均6万以上", "=1200000 >=60000" },
	{ "经费86万元。", "=860000元" },
	{ "占35%", "=35%" },
	{ "占３５％", "=35％" },
	{ "死亡率3.2‰", "=3.2‰" },
	{ "速率100 Mbps、容量2TB", "=100Mbps =2TB" },
	{ "末了是7个", "=7个" },
	{ "末了是7", "" },

	/* in Chinese figures */
	{ "办了两期讲座、三种读本", "=2期 =3种" },
	{ "大楼已盖到三层", "=3层" },
	{ "推出十项举措", "=10项" },
	{ "办成三件大事", "=3件" },
	{ "提了五点建议，写了三点体会", "=5点 =3点" },
	{ "等六大行动，4大课题", "=6大 =4大" },
	{ "培育三大高地", "=3大" },
	{ "一百多件、十余万元、五百多人", "~100件 ~100000元 ~500人" },
	{ "近百家、超百亿元、百余名、上百场", "~100家 >10000000000元 ~100名 ~100场" },
	{ "三万五元、一百二十万三千人", "=35000元 =1203000人" },
	{ "三四个月、一二十个、四十五六岁、五六万套", ">=3个月 <=4个月 >=10个 <=20个 >=45岁 <=46岁 >=50000套 <=60000套" },
	{ "二十几个、一百几十次", "~20个 ~100次" },
	{ "拖了两年、两年半、三个半月、3个多月", "=2年 =2.5年 =3.5个月 ~3个月" },

	/* what they list */
	{ "市县两级同步", "=2级" },
	{ "县（区）、乡、村三级联动", "=3级" },
	{ "国家、省、市、县四级平台", "=4级" },
	{ "院科两级核算", "=2级" },
	{ "两省市、两地互认", "=2省市 =2地" },
	{ "东溪、西溪、南溪三县", "=3县" },
	{ "市县三级医院", "" },
	{ "三级医院、二级以上医院、三甲、一级抓一级", "" },
	{ "三级康复科，五级药房3个", "=3个" },

	/* bounds */
	{ "不少于200项、不低于20间/万人", ">=200项 >=20间/万人" },
	{ "65岁以上、70岁及以上、60周岁（含）以上", ">=65岁 >=70岁 >=60周岁" },
	{ "≥95%，≤3天，>5%，＜10%", ">=95% <=3天 >5% <10%" },
	{ "压到30分钟以内、15%以下、不超过3天", "<=30分钟 <=15% <=3天" },
	{ "5个工作日内答复，内部3个月内", "<=5个工作日 <=3个月" },
	{ "5年内部审计", "=5年" },
	{ "超过45分钟、占比超60%、高于95%", ">45分钟 >60% >95%" },
	{ "没有超过30分钟、未超过5%", "<=30分钟 <=5%" },
	{ "不足20天、低于80%、不到3成", "<20天 <80% <30%" },
	{ "20余次、约300人、近600项、150名左右", "~20次 ~300人 ~600项 ~150名" },
	{ "惠及万余人次、220余万人次", "~10000人次 ~2200000人次" },
	{ "3年多、两倍多、两成多", "~3年 ~2倍 ~20%" },
	{ "3个多部门联办的平台", "=3个" },
	{ "至少建成1所，每月最多停诊2次", ">=1所 <=2次" },
	{ "不少于人民币5万元", ">=50000元" },
	{ "最高达18‰", "=18‰" },
	{ "节约86万元、预约150人次、签约5家、最近3年", "=860000元 =150人次 =5家 =3年" },
	{ "近三年、近3年", "=3年 =3年" },
	{ "40左右，50上下。", "~40 ~50" },
	{ "评分不低于90，合格率98", ">=90" },

	/* ranges and lists that share a bound */
	{ "1-2个、3至5家、两到三次", ">=1个 <=2个 >=3家 <=5家 >=2次 <=3次" },
	{ "0—6岁儿童、35~64岁妇女", ">=0岁 <=6岁 >=35岁 <=64岁" },
	{ "100～150 kg", ">=100kg <=150kg" },
	{ "9亿～16亿元、13万元～17万元、15%～30%", ">=900000000元 <=1600000000元 >=130000元 <=170000元 >=15% <=30%" },
	{ "3—5万元", ">=30000元 <=50000元" },
	{ "由60分钟降到3分钟左右，从3%到5%", "=60分钟 ~3分钟 =3% =5%" },
	{ "由2.3亿元降至1.84亿元", "=230000000元 =184000000元" },
	{ "分别达到90%、65%以上", ">=90% >=65%" },
	{ "分别压到3‰、4.5‰以下", "<=3‰ <=4.5‰" },
	{ "分别达到5%以上、10%以上", ">=5% >=10%" },
	{ "分别控制在7/10万、3.1‰以下", "<=7/10万 <=3.1‰" },
	{ "新增7个、投入3.1万元以下", "=7个 <=31000元" },
	{ "最多的滞后14个百分点", "=14个百分点" },
	{ "不足预算的一半，超过人数的一半", "<0.5 >0.5" },
	{ "分别不少于5名、40名和8名", ">=5名 >=40名 >=8名" },
	{ "不少于10类30项", ">=10类 >=30项" },
	{ "分别下降6.45%、16.18%", "=6.45% =16.18%" },
	{ "5个、90%以上", "=5个 >=90%" },

	/* parts, halves, doublings, zero */
	{ "三成，六成以上，三成半，七成六", "=30% >=60% =35% =76%" },
	{ "完成立项、见成效、七成立案", "" },
	{ "百分之六十以上、千分之三、百分之百", ">=60% =3‰ =100%" },
	{ "四分之三、三分之二以上、1/3的人", "=0.75 >=2/3 =1/3" },
	{ "一半以上的、过半数、半数以上", ">=0.5 >0.5 >=0.5" },
	{ "半年以上、半年内，每半年、上半年、半年来", ">=0.5年 <=0.5年" },
	{ "翻一番、翻了两番、实现翻番", "=2倍 =4倍 =2倍" },
	{ "增长一倍、1.5倍", "=1倍 =1.5倍" },
	{ "不少于1/3，12/5", ">=1/3" },
	{ "零发生、“零”发生、零事故、事件为零。", "=0 =0 =0 =0" },
	{ "零容忍、零距离、零突破、为零售药店", "" },
	{ "42/10万以下、1/10万、6.5张/千人、2次/年", "<=42/10万 =1/10万 =6.5张/千人 =2次/年" },
	{ "气温-3.5℃，同比-2.1%", "=-3.5℃ =-2.1%" },

	/* how often */
	{ "每两周报送一次", "=2周 =1次" },
	{ "每月刊出一期，每半年召开一次例会", "=1期 =1次" },
	{ "按季度调度1次，每年不少于两次", "=1次 >=2次" },
	{ "每周、每月、每季度更新", "" },
	{ "半年一次，一季度一次，一月一调度", "=1次 =1次" },
	{ "每3个月，每2年轮训", "=3个月 =2年" },
	{ "每千人口3.2张，每10万人5例", "=3.2张 =5例" },
	{ "每一项都要落实，每个问题每次会议", "" },
	{ "至少一次、不少于一家、为期一年、一个月内", ">=1次 >=1家 =1年 <=1个月" },

	/* 一 as an article; words that begin with a figure */
	{ "作为一项重要任务，一批、一些、一定、一支铁军", "" },
	{ "解决一个、销号一个，一张网，一次办好", "" },
	{ "每项工作进一步、统一、唯一、专一", "" },
	{ "一律 一旦 万一 星期五 八国联军 二百五 半斤八两", "" },
	{ "千方百计、百姓、万家、数百家、数十家、几千人", "" },
	{ "床位数1.35万张，人数三千人", "=13500张 =3000人" },
	{ "十分重要，十分钟", "=10分钟" },

	/* slogans and names */
	{ "“四大行动”“三个一批”“三张清单”", "" },
	{ "“3张清单”“4个明确”", "=3张 =4个" },
	{ "\"四个意识\"和\"五张图\"", "" },
	{ "两个确立、四个自信、两个一百年", "" },
	{ "三重一大、三会一课、五省一市、五花八门、一院一策、三升一降", "" },
	{ "四大工程、二十大精神、党的六大", "" },
	{ "八项规定、六条禁令、落实三项制度、妇幼四部制、两票制", "" },
	{ "建立三项制度", "=3项" },
	{ "三名工程、三位一体、两张皮", "" },
	{ "共三类九项，四县两区，三大类二十条", "=3类 =9项 =4县 =2区 =3大类 =20条" },
	{ "三年行动、三年专项行动、两年攻坚", "=3年 =3年 =2年" },
	{ "三年行动计划、3年行动方案、五年规划", "" },
	{ "12345工程、323攻坚、4686、1+5、双随机一公开、120急救", "" },
	{ "三门峡、七台河、五台县、九江、六安", "" },
	{ "第五次、第3批、第一、二期，第2、3项，第1至3条", "" },
	{ "前三名、前10位", "" },
	{ "五次全会、九届三次、四次全会", "" },
	{ "二级、二类、二次供水、二人转", "" },

	/* days, years, numbers of papers, places and telephones */
	{ "2024年、2023—2027年、1990年代、2024年度、3年级", "" },
	{ "12月20日，8月份，每月5日前", "" },
	{ "10日内办结，会前3日送阅，不少于30日，缩短0.5日", "<=10日 =3日 >=30日 =0.5日" },
	{ "二〇二六年、二〇二四年度", "" },
	{ "十四五期间、十五五时期、三五年、二、三产业", "" },
	{ "15:40、15时40分、下午3点、三点钟", "" },
	{ "云卫〔2026〕7号、国办发[1987]9号", "" },
	{ "电话：0590-5550126转8，邮编960066", "" },
	{ "澄江路66号3楼501室", "" },
	{ "5G、3D、A4纸、H7N9、COVID-19、v1.2.3、GB/T 9704-2012", "" },
	{ "1：1.2、3:2", "" },
	{ "追缴.8万元", "" },
	{ "建院100周年", "" },
	{ "123456789012345678元", "" },
};

struct pass {
	struct arena *arena;
	struct document d;
	struct text text, *texts;
};

static struct article *
pass_begin(struct pass *p, const char *text, size_t n)
{
	struct article *a;

	memset(p, 0, sizeof *p);
	p->arena = arena_new(0);
	p->text.body = (struct str){ text, n };
	p->texts = &p->text;
	p->d = (struct document){ .arena = p->arena, .texts = &p->texts, .ntexts = 1 };
	a = array_add(p->arena, &p->d.articles);
	*array_add(p->arena, &a->preamble) = (struct span){ 0, 0, (uint32_t)n };
	return a;
}

static void
print_facts(const struct article *a, char *out, size_t size)
{
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < a->facts.n; i++) {
		const struct fact *f = &a->facts.v[i];
		char value[DECIMAL_TEXT];

		if (f->type != FACT_QUANTITY)
			continue;
		decimal_print(value, fact_value(f));
		n += (size_t)snprintf(out + n, size - n, "%s%s%s%.*s", n > 0 ? " " : "", cmp_name(f->cmp), value,
		    STR_ARG(fact_unit(f)));
	}
}

static void
what_counts(void **state)
{
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct pass p;
		struct article *a = pass_begin(&p, rows[i].text, strlen(rows[i].text));
		char got[1024];

		read_facts(&p.d);
		print_facts(a, got, sizeof got);
		if (strcmp(got, rows[i].facts) != 0) {
			print_error("%s\n\tgot  <%s>\n\twant <%s>\n", rows[i].text, got, rows[i].facts);
			wrong++;
		}
		arena_free(p.arena);
	}
	assert_int_equal(wrong, 0);
}

/* The words that are quoted as the fact. */
static const struct {
	const char *text, *words;
} quotes[] = {
	{ "床位不少于200张的", "不少于200张" },
	{ "至少建成1所中心", "至少建成1所" },
	{ "培训118万余人次", "118万余人次" },
	{ "65岁以上老人", "65岁以上" },
	{ "新增1-2个点", "1-2个" },
	{ "就诊量翻一番", "翻一番" },
	{ "预约150人次", "150人次" },
};

static void
what_is_quoted(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof quotes / sizeof quotes[0]; i++) {
		struct pass p;
		struct article *a = pass_begin(&p, quotes[i].text, strlen(quotes[i].text));

		read_facts(&p.d);
		assert_true(a->facts.n > 0);
		assert_str(document_str(&p.d, a->facts.v[0].span), quotes[i].words);
		arena_free(p.arena);
	}
}

/* Every word of comparator.txt is found before a number, whatever it ends in. */
static void
every_comparator(void **state)
{
	(void)state;
	for (unsigned i = 0; i < words_comparator.n; i++) {
		const struct word *w = &words_comparator.v[i];
		char text[96];
		struct pass p;
		struct article *a;
		int n = snprintf(text, sizeof text, "，%.*s25%%，", (int)w->n, w->p);

		a = pass_begin(&p, text, (size_t)n);
		read_facts(&p.d);
		if (a->facts.n != 1 || a->facts.v[0].cmp != w->value)
			fail_msg("%s: %zu facts", text, a->facts.n);
		arena_free(p.arena);
	}
}

/* A bound that one node sets is not for the numbers of the next. */
static void
nodes_apart(void **state)
{
	static const char text[] = "不少于5名、40名以上";
	struct pass p;
	struct article *a = pass_begin(&p, text, strlen("不少于5名、"));
	struct node *n = array_add(p.arena, &a->nodes);

	(void)state;
	*array_add(p.arena, &a->spans) = (struct span){ 0, (uint32_t)strlen("不少于5名、"), sizeof text - 1 };
	n->nrun = 1;
	p.text.body.n = sizeof text - 1;
	read_facts(&p.d);
	assert_int_equal(a->facts.n, 2);
	assert_int_equal(a->facts.v[0].cmp, CMP_GE);
	assert_int_equal(a->facts.v[1].node, 1);
	arena_free(p.arena);
}

/* `piece` over and over to n bytes; the seconds it takes to read. */
static double
seconds_for(const char *piece, size_t n, size_t *facts, size_t *notes)
{
	size_t step = strlen(piece);
	char *text = malloc(n + step);
	struct timespec from, to;
	struct pass p;
	struct article *a;

	for (size_t at = 0; at < n; at += step)
		memcpy(text + at, piece, step);
	a = pass_begin(&p, text, n / step * step);
	clock_gettime(CLOCK_MONOTONIC, &from);
	read_facts(&p.d);
	clock_gettime(CLOCK_MONOTONIC, &to);
	*facts = a->facts.n;
	*notes = p.d.notes.n;
	arena_free(p.arena);
	free(text);
	return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

static void
long_numbers(void **state)
{
	static const char *const pieces[] = { "7", "７", "1,234,", "0.", "一", "百", "十万", "五六", "零", "两个", "1-", "3个、",
		"每", "至少", "“三" };
	size_t facts, notes;

	(void)state;
	seconds_for("7", 10000, &facts, &notes);
	assert_int_equal(facts, 0);
	assert_int_equal(notes, 1);
	for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
		double t = seconds_for(pieces[i], 1000000, &facts, &notes);

		if (t > 5)
			fail_msg("<%s> takes %.1f s", pieces[i], t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_counts),
		cmocka_unit_test(what_is_quoted),
		cmocka_unit_test(every_comparator),
		cmocka_unit_test(nodes_apart),
		cmocka_unit_test(long_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
