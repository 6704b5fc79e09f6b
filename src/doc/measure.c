#include "doc/quantity.h"

/*
 * What makes a number no quantity (gold guide, section Quantity): ranks and
 * places in an order, days, names and slogans. A check is one function, named
 * once: in refuse_any for every number, in refuse_han for those in Chinese
 * figures alone, or in refuse[] for one kind of measure.
 */

/* 第五, and what goes on from it: 第一、二期, 第3至5项. */
static bool
is_ordinal(const struct quantity *q)
{
	const char *back = q->before_at;
	uint32_t c = q->before;

	if (is_blank(c))
		c = char_before(back, q->begin, &back);
	for (int i = 0; i < CLAUSE && (is_join(c) || is_range_mark(c) || is_figure(c)); i++)
		c = char_before(back, q->begin, &back);
	return c == U'第';
}

/* A string of figures, a zero in front, 百 or 万 that nothing counts, 伍 or 陆 in a name. */
static bool
is_no_number(const struct quantity *q)
{
	if (q->n.string || q->n.padded || (q->n.formal && !str_eq(q->unit, STR("元"))))
		return true;
	return q->n.bare && !q->about && !q->bounded;
}

/* 每 in the clause before, or a stretch right before: 每月刊发一期, 半年一次. */
static bool
is_frequency(const struct quantity *q)
{
	static const char *const stretches[] = { "半年", "一年", "季度", "一月", "半月", "一旬", "一周", "两周", "一天", NULL };
	const char *p = q->at;

	if (str_eq(q->unit, STR("次")) && any_before(q->at, q->begin, stretches))
		return true;
	for (int i = 0; i < CLAUSE && p > q->begin; i++) {
		uint32_t c = char_before(p, q->begin, &p);

		if (c == U'每')
			return i > 0;
		if (!utf8_is_han(c) && utf8_digit(c) < 0)
			return false;
	}
	return false;
}

/* 一 before a measure word is an article (一项重要任务) unless it is bounded or says how often. */
static bool
is_article(const struct quantity *q)
{
	static const char *const counting[] = { "为期", "历时", "连续", "仅", "仅有", "只有", NULL };
	/* 进 统 唯 另 某 同 之 任 逐 专 单 划 这 那 哪: one word with 一 */
	static const uint32_t joined[] = { U'进', U'统', U'唯', U'另', U'某', U'同', U'之', U'任', U'逐',
		U'专', U'单', U'划', U'这', U'那', U'哪', 0 };

	if (!is_value(q, 1) || q->n.units)
		return false;
	if (is_one_of(q->before, joined))
		return true;
	return !q->bounded && !str_eq(q->unit, STR("倍")) && !is_frequency(q) &&
	    !any_before(q->at, q->begin, counting);
}

/* 二 before a measure word says which, not how many; 两 is the number. */
static bool
is_second(const struct quantity *q)
{
	return stands(q->at, q->end, "二") && is_value(q, 2) && q->measure != MEASURE_TENTH &&
	    !str_eq(q->unit, STR("倍"));
}

/* Is it a number of its own with a measure word, and not 一? Then two in a row count: 三类九项. */
static bool
counts_alone(const char *p, const char *end)
{
	struct numeral n;
	const struct word *w;

	if (stands(p, end, "一") || !numeral_read(p, end, &n) || n.bare || n.string)
		return false;
	w = words_at(&words_measure, n.end, end);
	return w != NULL && (w->value == MEASURE_PLAIN || w->value == MEASURE_PLACE);
}

/* Chinese figures in one step of each other: 三重一大, 五省一市, 五花八门. Not 每两周一次. */
static bool
is_idiom(const struct quantity *q)
{
	static const uint32_t times[] = { U'年', U'月', U'周', U'天', 0 };
	const char *p;
	unsigned len;
	uint32_t c;

	if (q->measure == MEASURE_TENTH)
		return false;
	if (numeral_is_han(char_at(q->measure_end, q->end, &len)) && !is_time(q->measure) &&
	    !(counts_alone(q->at, q->end) && counts_alone(q->measure_end, q->end)))
		return true;
	if (!utf8_is_han(q->before) || is_one_of(q->before, times))
		return false;
	c = char_before(q->before_at, q->begin, &p);
	return numeral_is_han(c) && q->measure_end - q->n.end <= 3 &&
	    !(counts_alone(q->at, q->end) && counts_alone(p, q->end));
}

/* Inside short quotation marks it is a slogan: “四个意识”. */
static bool
is_quoted(const struct quantity *q)
{
	static const uint32_t opens[] = { U'“', U'‘', U'「', '"', 0 };
	static const uint32_t closes[] = { U'”', U'’', U'」', '"', 0 };
	const char *p = q->at;
	uint32_t c = 0;
	unsigned len;
	int i = 0;

	while (i < QUOTE && utf8_is_han(c = char_before(p, q->begin, &p)))
		i++;
	if (i == QUOTE || !is_one_of(c, opens))
		return false;
	p = q->to;
	while (i < QUOTE && utf8_is_han(c = char_at(p, q->end, &len))) {
		p += len;
		i++;
	}
	return i < QUOTE && is_one_of(c, closes);
}

/* What follows makes a name of it: 两票制, 八项规定, 三年行动计划. */
static bool
is_name(const struct quantity *q)
{
	static const char *const rules[] = { "规定", "准则", "禁令", "纪律", "制度", "意见", "铁律", NULL };
	static const char *const makes[] = { "制定", "制订", "出台", "提出", "建立", "健全", "完善", "修订", "形成", "印发",
		"了", "等", "新增", "起草", "共", NULL };

	if (stands(q->to, q->end, "制") && !stands(q->to, q->end, "制度") &&
	    !stands(q->to, q->end, "制定"))
		return true;
	if (!str_eq(q->unit, STR("项")) && !str_eq(q->unit, STR("条")))
		return false;
	return any_at(q->to, q->end, rules) && !any_before(q->at, q->begin, makes);
}

/* 前三名, 前10位: who they are, not how many. */
static bool
is_rank(const struct quantity *q)
{
	static const char *const ranked[] = { "名", "位", "强", NULL };

	return stands_before(q->at, q->begin, "前") && any_at(q->unit.p, str_end(q->unit), ranked);
}

/* 每千人口, 每10万人, 每一项: a rate's base. 每两周 counts. */
static bool
is_base(const struct quantity *q)
{
	const char *p;
	uint32_t c = q->before;

	if (is_blank(c))
		c = char_before(q->before_at, q->begin, &p);
	if (c != U'每' || is_time(q->measure))
		return false;
	return q->n.units || is_value(q, 1) || (q->low.digits >= 100 && q->low.digits % 100 == 0);
}

/* 三年行动计划, 五年规划: a plan's name. */
static bool
names_plan(const struct quantity *q)
{
	static const char *const plans[] = { "计划", "规划", "方案", NULL };
	static const char *const between[] = { "行动", "专项", "攻坚", "发展", "工作", "建设", "提升", "滚动", "整治",
		"治理", "改革", NULL };
	const char *p = q->to;

	for (int i = 0; i < NEAR && any_at(p, q->end, between); i++)
		p += 6;
	return any_at(p, q->end, plans);
}

bool
quantity_is_year(const struct quantity *q)
{
	return q->high.scale == 0 && q->high.digits >= 1900 && q->high.digits <= 2199 && !q->n.units;
}

static bool
refuse_year(const struct quantity *q)
{
	return quantity_is_year(q) || names_plan(q);
}

static bool
refuse_day(const struct quantity *q)
{
	static const uint32_t dated[] = { U'月', U'年', 0 };
	static const char *const lasting[] = { "前", "缩短", "延长", "压缩", "压减", "推迟", "延迟", NULL };	/* 会前3日 */

	if (is_one_of(q->before, dated))
		return true;
	return (!q->bounded || q->bound == CMP_ABOUT) && !any_before(q->at, q->begin, lasting);
}

/* How many levels are listed right before: 省市县, 乡(镇)、村. */
static int
levels_before(const struct quantity *q)
{
	static const char levels[] = "省市县区乡镇村州盟旗组户院科局处厅部委国家街道社中央地班站校";
	const char *p = q->at;
	int n = 0;

	for (int i = 0; i < CLAUSE && p > q->begin; i++) {
		const char *end = p;
		uint32_t c = char_before(p, q->begin, &p);
		struct str s = str_of(p, end);

		if (utf8_is_han(c) && str_has(cstr(levels), s))
			n++;
		else if (!is_join(c) && c != '(' && c != ')' && c != U'（' && c != U'）')
			break;
	}
	return n;
}

static bool
refuse_level(const struct quantity *q)
{
	if (stands(q->at, q->end, "两"))
		return false;
	return q->low.scale != 0 || q->low.digits < 2 || levels_before(q) < q->low.digits;
}

/* Chinese figures before a kind of place count what was listed: 两地, 东溪、西溪两县; or go on: 四县两区. */
static bool
refuse_place(const struct quantity *q)
{
	const char *p = q->at;
	unsigned len;

	if (!is_han_number(q) || stands(q->at, q->end, "两") || numeral_is_han(char_at(q->to, q->end, &len)))
		return false;
	for (int i = 0; i < CLAUSE && p > q->begin; i++) {
		uint32_t c = char_before(p, q->begin, &p);

		if (c == U'、')
			return false;
		if (!utf8_is_han(c))
			break;
	}
	return !utf8_is_han(q->before) || str_eq(q->unit, STR("国")) || q->unit.n > 3;
}

static bool
refuse_great(const struct quantity *q)
{
	unsigned len;

	return q->low.scale != 0 || q->low.digits < 2 || q->low.digits > 12 || q->about ||
	    stands_before(q->at, q->begin, "党的") || stands(q->to, q->end, "工程") ||
	    !utf8_is_han(char_at(q->to, q->end, &len));
}

static bool
refuse_point(const struct quantity *q)
{
	static const char *const advice[] = { "意见", "建议", "要求", "体会", "措施", "希望", "启示", "经验", "做法", NULL };
	const char *p = q->to;
	unsigned len;

	for (int i = 0; i < NEAR; i++) {
		if (any_at(p, q->end, advice))
			return false;
		if (!utf8_is_han(char_at(p, q->end, &len)))
			break;
		p += len;
	}
	return true;
}

/* 分 behind 时 is of the clock. */
static bool
refuse_figures(const struct quantity *q)
{
	static const char *const clock[] = { "时", "点", "：", ":", NULL };

	return is_han_number(q) || (str_eq(q->unit, STR("分")) && any_before(q->at, q->begin, clock));
}

static bool
refuse_double(const struct quantity *q)
{
	(void)q;
	return true;	/* read by read_double, behind 翻 */
}

/* What each kind of measure word asks besides. */
static bool (*const refuse[])(const struct quantity *) = {
	[MEASURE_FIGURES] = refuse_figures,
	[MEASURE_YEAR] = refuse_year,
	[MEASURE_DAY] = refuse_day,
	[MEASURE_LEVEL] = refuse_level,
	[MEASURE_PLACE] = refuse_place,
	[MEASURE_GREAT] = refuse_great,
	[MEASURE_POINT] = refuse_point,
	[MEASURE_DOUBLE] = refuse_double,
};

/* 五次全会, 三次、四次全会: which session. */
static bool
is_session(const struct quantity *q)
{
	const char *p = q->to;
	unsigned len;

	if (!str_eq(q->unit, STR("次")))
		return false;
	if (stands_before(q->at, q->begin, "届"))
		return true;
	for (int i = 0; i < CLAUSE; i++, p += len) {
		uint32_t c = char_at(p, q->end, &len);

		if (!numeral_is_han(c) && !is_join(c) && c != U'次')
			break;
	}
	return stands(p, q->end, "全会") || stands(p, q->end, "全体会议");
}

static bool
is_fixed(const struct quantity *q)
{
	return words_at(&words_fixed, q->at, q->end) != NULL;
}

static bool
refuse_any(const struct quantity *q)
{
	return is_no_number(q) || is_second(q) || is_ordinal(q) || is_rank(q) || is_base(q);
}

APART static bool
refuse_han(const struct quantity *q)
{
	return is_article(q) || is_idiom(q) || is_quoted(q) || is_name(q) || is_session(q) || is_fixed(q);
}

bool
quantity_refused(const struct quantity *q)
{
	if (refuse_any(q) || (is_han_number(q) && refuse_han(q)))
		return true;
	return (size_t)q->measure < sizeof refuse / sizeof refuse[0] && refuse[q->measure] != NULL &&
	    refuse[q->measure](q);
}
