#include "doc/reading.h"

#include "base/utf8.h"
#include "doc/measure.h"
#include "doc/numeral.h"

/*
 * Quantities (gold guide, section Quantity): counts and measures only. A
 * number counts when a measure word or unit follows it and nothing around it
 * makes it a rank, a place in an order, a day, a name or a slogan. Everything
 * looks a bounded way around the number.
 */

struct quantity {
	struct reading *r;
	const char *begin, *end;	/* of the run */
	const char *at;			/* where the number begins */
	const char *to;			/* behind the last word taken so far */
	struct numeral n;
	struct decimal low, high;
	struct str unit;		/* as it will be printed */
	const char *measure_end;	/* behind the measure word, before / and brackets */
	enum measure measure;
	bool about;			/* 余, 多 or 几 with it */
	bool range;			/* low and high are two facts */
	bool bounded;			/* bound: from the words before or after it */
	enum cmp bound;
	const char *from;		/* where the words before it that bound it begin; else at */
};

/* How far to look for what governs a number, in characters. */
enum { NEAR = 5, CLAUSE = 16, QUOTE = 12 };

static uint32_t
char_at(const char *p, const char *end, unsigned *len)
{
	*len = 0;
	return p < end ? utf8_get(p, end, len) : 0;
}

/* The character before p; *at is where it begins. 0 at the start. */
static uint32_t
char_before(const char *p, const char *begin, const char **at)
{
	unsigned len;

	*at = p;
	if (p <= begin)
		return 0;
	*at = utf8_back(p, begin);
	return utf8_get(*at, p, &len);
}

static bool
is_one_of(uint32_t c, const uint32_t *set)
{
	while (*set != 0 && *set != c)
		set++;
	return *set != 0;
}

static bool
is_letter(uint32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool
is_figure(uint32_t c)
{
	return utf8_digit(c) >= 0 || numeral_is_han(c);
}

static bool
is_blank(uint32_t c)
{
	return c == ' ' || c == 0xA0 || c == 0x3000;
}

static const char *
skip_blank(const char *p, const char *end)
{
	unsigned len;

	return is_blank(char_at(p, end, &len)) ? p + len : p;
}

static bool
stands(const char *p, const char *end, struct str s)
{
	return p <= end && str_starts(str_of(p, end), s);
}

static bool
stands_before(const char *p, const char *begin, struct str s)
{
	return str_ends(str_of(begin, p), s);
}

static bool
stands_any(const char *p, const char *end, const char *const *words)
{
	for (; *words != NULL; words++)
		if (stands(p, end, cstr(*words)))
			return true;
	return false;
}

static bool
stands_before_any(const char *p, const char *begin, const char *const *words)
{
	for (; *words != NULL; words++)
		if (stands_before(p, begin, cstr(*words)))
			return true;
	return false;
}

/* - – — － ～ ~ 至 到 */
static const uint32_t range_marks[] = { '-', 0x2013, 0x2014, 0xFF0D, 0xFF5E, '~', 0x81F3, 0x5230, 0 };
/* 、 和 及 与 */
static const uint32_t joins[] = { 0x3001, 0x548C, 0x53CA, 0x4E0E, 0 };

static bool
is_han_number(const struct quantity *q)
{
	return q->n.figures == 0;
}

static bool
is_value(const struct quantity *q, int64_t value)
{
	return q->low.scale == 0 && q->low.digits == value && !q->n.pair;
}

/* --- what stands directly before, whatever follows --- */

/* Part of something longer: 12345, COVID-19, 1+5, 15:40, 3.2.1, 数十. */
static bool
is_glued(const struct quantity *q)
{
	static const uint32_t always[] = { '.', '+', '=', '_', '@', '#', '/', '\\', 0xFF0B, 0xFF0F, 0x51E0, 0x6570, 0 };
	static const uint32_t after_figure[] = { ',', ':', 0xFF0E, 0xFF1A, '-', 0x2013, 0x2014, 0xFF0D,
		0xFF5E, '~', 0 };
	const char *p, *pp;
	uint32_t c = char_before(q->at, q->begin, &p), before;

	if (c == 0)
		return false;
	if (is_letter(c) || is_figure(c) || is_one_of(c, always))
		return true;
	if (!is_one_of(c, after_figure))
		return false;
	before = char_before(p, q->begin, &pp);
	return utf8_digit(before) >= 0 || is_letter(before) || (c != ',' && numeral_is_han(before));
}

/* 第五, and what goes on from it: 第一、二期, 第3至5项. */
static bool
is_ordinal(const struct quantity *q)
{
	const char *p = q->at, *back;
	uint32_t c = char_before(p, q->begin, &back);

	if (is_blank(c))
		c = char_before(p = back, q->begin, &back);
	for (int i = 0; i < CLAUSE && (is_one_of(c, joins) || is_one_of(c, range_marks) || is_figure(c)); i++)
		c = char_before(p = back, q->begin, &back);
	return c == 0x7B2C;	/* 第 */
}

/* --- measure word and unit --- */

/* 余 or 多 between the number and its measure word. */
static const char *
skip_more(struct quantity *q, const char *p)
{
	static const uint32_t more[] = { 0x4F59, 0x591A, 0x51E0, 0x6765, 0 };	/* 余多几来 */
	unsigned len;
	uint32_t c = char_at(p, q->end, &len);

	if (!is_one_of(c, more))
		return p;
	q->about = true;
	return p + len;
}

/* (次), （套）: a second measure word in brackets. Returns the byte behind it, p if none stands there. */
static const char *
skip_bracket(const char *p, const char *end)
{
	unsigned open, close;
	uint32_t c = char_at(p, end, &open);
	const struct word *w;

	if (c != '(' && c != 0xFF08)
		return p;
	w = words_at(&words_measure, p + open, end);
	if (w == NULL || w->value == MEASURE_NOT)
		return p;
	c = char_at(p + open + w->n, end, &close);
	return c == ')' || c == 0xFF09 ? p + open + w->n + close : p;
}

/* /10万, /万人, /年: the byte behind it, p if none stands there. */
static const char *
skip_per(const char *p, const char *end)
{
	unsigned len;
	uint32_t c = char_at(p, end, &len);
	const char *q = p + len, *number = q;
	struct numeral n;
	const struct word *w;

	if (c != '/' && c != 0xFF0F)
		return p;
	q = skip_blank(q, end);
	if (numeral_read(q, end, &n) && (n.bare || n.units || n.low.digits % 100 == 0))
		number = q = n.end;
	else
		number = NULL;
	w = words_at(&words_measure, q, end);
	if (w != NULL && w->value != MEASURE_NOT)
		return q + w->n;
	return number != NULL ? number : p;
}

/* 个多月, 年半 …: what stands between or behind the measure word and belongs to it. */
static const struct {
	struct str words, unit;
	bool half;
} split[] = {
	{ { "个多月", 9 }, { "个月", 6 }, false },
	{ { "个半月", 9 }, { "个月", 6 }, true },
	{ { "个多小时", 12 }, { "个小时", 9 }, false },
	{ { "个半小时", 12 }, { "个小时", 9 }, true },
	{ { "年半", 6 }, { "年", 3 }, true },
};

static bool
read_split(struct quantity *q, const char *p)
{
	struct decimal half = { 5, 1 };

	for (size_t i = 0; i < sizeof split / sizeof split[0]; i++) {
		if (!stands(p, q->end, split[i].words))
			continue;
		if (split[i].half && (!decimal_add(&q->low, half) || !decimal_add(&q->high, half)))
			return false;
		q->about |= !split[i].half;
		q->unit = split[i].unit;
		q->measure = MEASURE_TIME;
		q->to = q->measure_end = p + split[i].words.n;
		return true;
	}
	return false;
}

/* A unit in letters must end where the letters do: 5G is none, nor is 3mm2x. */
static bool
ends_clean(const char *p, const char *end)
{
	unsigned len;

	return !is_letter((unsigned char)p[-1]) || !is_letter(char_at(p, end, &len));
}

/* The measure word behind the number; false when there is none. */
static bool
read_unit(struct quantity *q)
{
	const char *p = skip_more(q, q->n.end), *unit;
	const struct word *w;

	if (!is_han_number(q))
		p = skip_blank(p, q->end);
	if (read_split(q, p))
		return true;
	unit = p;
	w = words_at(&words_measure, p, q->end);
	if (w == NULL) {
		p = skip_per(p, q->end);
		q->measure = MEASURE_FIGURES;
	} else if (w->value != MEASURE_NOT && ends_clean(p + w->n, q->end)) {
		q->measure = (enum measure)w->value;
		q->measure_end = p + w->n;
		p = skip_bracket(p + w->n, q->end);
		p = skip_per(p, q->end);
	}
	if (p == unit)
		return false;
	if (w == NULL)
		q->measure_end = p;
	q->unit = str_of(unit, p);
	q->to = p;
	return true;
}

/* --- what bounds it --- */

static const struct {
	struct str words;
} apart[] = { { { "至少", 6 } }, { { "最少", 6 } }, { { "至多", 6 } }, { { "最多", 6 } } };

/* 至少 may stand a verb away: 至少建成1所. Where it begins, else NULL. */
static const char *
bound_apart(const struct quantity *q)
{
	const char *p = q->at;

	for (int i = 0; i < NEAR && p > q->begin; i++) {
		uint32_t c = char_before(p, q->begin, &p);

		if (!utf8_is_han(c) || numeral_is_han(c))
			return NULL;
		for (size_t k = 0; k < sizeof apart / sizeof apart[0]; k++)
			if (stands_before(p, q->begin, apart[k].words))
				return p - apart[k].words.n;
	}
	return NULL;
}

/* The longest word of comparator.txt that ends at p, NULL if none does. */
static const struct word *
comparator_before(const char *p, const char *begin)
{
	const struct word *best = NULL;
	const char *from = p;

	for (int i = 0; i < NEAR && from > begin; i++) {
		const struct word *w;

		from = utf8_back(from, begin);
		w = words_at(&words_comparator, from, p);
		if (w != NULL && w->n == p - from)
			best = w;
	}
	return best;
}

static void
bind(struct quantity *q, const struct word *w, const char *from)
{
	q->from = from;
	if (w->value == CMP_EQ)
		return;
	q->bounded = true;
	q->bound = (enum cmp)w->value;
}

static void
read_bound_before(struct quantity *q)
{
	/* 了 有 为 占 在 到 达 */
	static const uint32_t fillers[] = { 0x4E86, 0x6709, 0x4E3A, 0x5360, 0x5728, 0x5230, 0x8FBE, 0 };
	const char *p = q->at, *back;
	const struct word *w;
	uint32_t c;

	q->from = q->at;
	c = char_before(p, q->begin, &back);
	if (is_blank(c))
		p = back;
	w = comparator_before(p, q->begin);
	if (w == NULL && is_one_of(char_before(p, q->begin, &back), fillers))
		w = comparator_before(p = back, q->begin);
	if (w == NULL && (p = bound_apart(q)) != NULL) {
		w = words_at(&words_comparator, p, q->at);
		p += w->n;
	}
	if (w != NULL)
		bind(q, w, w->value == CMP_EQ ? q->at : p - w->n);
}

/* 内 bounds only a length of time or way, and only where it begins no other word (内部, 内容). */
static bool
is_within(const struct quantity *q, const char *p)
{
	static const uint32_t other[] = { 0x90E8, 0x5BB9, 0x63A7, 0x6DB5, 0x5916, 0x8BBE, 0x751F, 0x79D1, 0x955C,
		0x5BA1, 0x8D44, 0x5206, 0x5730, 0 };	/* 部容控涵外设生科镜审资分地 */
	unsigned len;

	return (q->measure == MEASURE_TIME || q->measure == MEASURE_YEAR || q->measure == MEASURE_DAY) &&
	    stands(p, q->end, STR("内")) && !is_one_of(char_at(p + 3, q->end, &len), other);
}

static bool
is_time(enum measure m)
{
	return m == MEASURE_TIME || m == MEASURE_YEAR;
}

/* 3年多, 2倍多; but 3个多部门 … is 3个. */
static bool
may_follow(const struct quantity *q, const struct word *w)
{
	return w->n > STR("多").n || is_time(q->measure) || str_eq(q->unit, STR("倍")) || str_ends(q->unit, STR("元"));
}

static void
read_bound_after(struct quantity *q)
{
	const struct word *w = words_at(&words_bound, q->to, q->end);
	unsigned len = 0;

	if (w != NULL && !may_follow(q, w))
		w = NULL;
	if (w != NULL)
		len = w->n;
	else if (is_within(q, q->to))
		len = 3;
	if (len == 0)
		return;
	q->to += len;
	if (q->bounded)
		return;
	q->bounded = true;
	q->bound = w != NULL ? (enum cmp)w->value : CMP_LE;
}

/* --- what makes it no quantity --- */

/* A string of figures, a zero in front, 百 or 万 that nothing counts. */
static bool
is_no_number(const struct quantity *q)
{
	static const char *const up_to[] = { "上", "成", "过", NULL };

	if (q->n.string || q->n.padded)
		return true;
	if (!q->n.bare)
		return false;
	return !q->about && !(q->bounded && q->bound != CMP_EQ) && !stands_before_any(q->at, q->begin, up_to);
}

/* 每 in the clause before: 每月刊发一期. */
static bool
is_frequency(const struct quantity *q)
{
	const char *p = q->at;

	for (int i = 0; i < CLAUSE && p > q->begin; i++) {
		uint32_t c = char_before(p, q->begin, &p);

		if (c == 0x6BCF)	/* 每 */
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
	static const uint32_t joined[] = { 0x8FDB, 0x7EDF, 0x552F, 0x53E6, 0x67D0, 0x540C, 0x4E4B, 0x4EFB, 0x9010,
		0x4E13, 0x5355, 0x5212, 0x8FD9, 0x90A3, 0x54EA, 0 };
	const char *p;

	if (!is_han_number(q) || !is_value(q, 1) || q->n.units)
		return false;
	if (is_one_of(char_before(q->at, q->begin, &p), joined))
		return true;
	return !q->bounded && !str_eq(q->unit, STR("倍")) && !is_frequency(q) &&
	    !stands_before_any(q->at, q->begin, counting);
}

/* 二 before a measure word says which, not how many; 两 is the number. */
static bool
is_second(const struct quantity *q)
{
	return stands(q->at, q->end, STR("二")) && is_value(q, 2) && q->measure != MEASURE_TENTH &&
	    !str_eq(q->unit, STR("倍"));
}

/* Chinese figures in one step of each other: 三重一大, 五省一市, 五花八门. Not 每两周一次. */
static bool
is_idiom(const struct quantity *q)
{
	static const uint32_t times[] = { 0x5E74, 0x6708, 0x5468, 0x5929, 0 };	/* 年月周天 */
	const char *p;
	unsigned len;
	uint32_t c;

	if (!is_han_number(q))
		return false;
	if (numeral_is_han(char_at(q->measure_end, q->end, &len)) && !is_time(q->measure))
		return true;
	c = char_before(q->at, q->begin, &p);
	if (!utf8_is_han(c) || is_one_of(c, times))
		return false;
	c = char_before(p, q->begin, &p);
	return numeral_is_han(c) && q->measure_end - q->n.end <= 3 && !is_time(q->measure) &&
	    !stands_before(q->at, p, STR("是"));
}

/* In Chinese figures inside short quotation marks it is a slogan: “四个意识”. */
static bool
is_quoted(const struct quantity *q)
{
	static const uint32_t opens[] = { 0x201C, 0x2018, 0x300C, '"', 0 };
	static const uint32_t closes[] = { 0x201D, 0x2019, 0x300D, '"', 0 };
	const char *p = q->at;
	uint32_t c = 0;
	unsigned len;
	int i = 0;

	if (!is_han_number(q))
		return false;
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

	if (stands(q->to, q->end, STR("制")) && !stands(q->to, q->end, STR("制度")) &&
	    !stands(q->to, q->end, STR("制定")))
		return is_han_number(q);
	if (!is_han_number(q) || (!str_eq(q->unit, STR("项")) && !str_eq(q->unit, STR("条"))))
		return false;
	return stands_any(q->to, q->end, rules) && !stands_before_any(q->at, q->begin, makes);
}

/* 前三名, 前10位: who they are, not how many. */
static bool
is_rank(const struct quantity *q)
{
	static const char *const ranked[] = { "名", "位", "强", NULL };

	return stands_before(q->at, q->begin, STR("前")) && stands_any(q->unit.p, str_end(q->unit), ranked);
}

/* 每千人口, 每10万人, 每一项: a rate's base. 每两周 counts. */
static bool
is_base(const struct quantity *q)
{
	const char *p;
	uint32_t c = char_before(q->at, q->begin, &p);

	if (is_blank(c))
		c = char_before(p, q->begin, &p);
	if (c != 0x6BCF || is_time(q->measure))
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

	for (int i = 0; i < NEAR && stands_any(p, q->end, between); i++)
		p += 6;
	return stands_any(p, q->end, plans);
}

static bool
is_calendar_year(const struct quantity *q)
{
	return q->high.scale == 0 && q->high.digits >= 1900 && q->high.digits <= 2199 && !q->n.units;
}

static bool
refuse_year(const struct quantity *q)
{
	return is_calendar_year(q) || names_plan(q);
}

static bool
refuse_day(const struct quantity *q)
{
	static const uint32_t dated[] = { 0x6708, 0x5E74, 0 };	/* 月年 */
	const char *p;

	return is_one_of(char_before(q->at, q->begin, &p), dated) || !q->bounded || q->bound != CMP_LE;
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
		else if (!is_one_of(c, joins) && c != '(' && c != ')' && c != 0xFF08 && c != 0xFF09)
			break;
	}
	return n;
}

static bool
refuse_level(const struct quantity *q)
{
	if (stands(q->at, q->end, STR("两")))
		return false;
	return q->low.scale != 0 || q->low.digits < 2 || levels_before(q) < q->low.digits;
}

/* Chinese figures before a kind of place count what was listed: 两地, 沭阳、泗阳三县. */
static bool
refuse_place(const struct quantity *q)
{
	const char *p = q->at;

	if (!is_han_number(q) || stands(q->at, q->end, STR("两")))
		return false;
	for (int i = 0; i < CLAUSE && p > q->begin; i++) {
		uint32_t c = char_before(p, q->begin, &p);

		if (c == 0x3001)	/* 、 */
			return false;
		if (!utf8_is_han(c))
			break;
	}
	return !utf8_is_han(char_before(q->at, q->begin, &p)) || str_eq(q->unit, STR("国")) || q->unit.n > 3;
}

static bool
refuse_great(const struct quantity *q)
{
	unsigned len;

	return q->low.scale != 0 || q->low.digits < 2 || q->low.digits > 12 || q->about ||
	    stands_before(q->at, q->begin, STR("党的")) || stands(q->to, q->end, STR("工程")) ||
	    !utf8_is_han(char_at(q->to, q->end, &len));
}

static bool
refuse_point(const struct quantity *q)
{
	static const char *const advice[] = { "意见", "建议", "要求", "体会", "措施", "希望", "启示", "经验", "做法", NULL };
	const char *p = q->to;
	unsigned len;

	for (int i = 0; i < NEAR; i++) {
		if (stands_any(p, q->end, advice))
			return false;
		if (!utf8_is_han(char_at(p, q->end, &len)))
			break;
		p += len;
	}
	return true;
}

static bool
refuse_figures(const struct quantity *q)
{
	return is_han_number(q);
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

	if (!is_han_number(q) || !str_eq(q->unit, STR("次")))
		return false;
	if (stands_before(q->at, q->begin, STR("届")))
		return true;
	for (int i = 0; i < CLAUSE; i++, p += len) {
		uint32_t c = char_at(p, q->end, &len);

		if (!numeral_is_han(c) && !is_one_of(c, joins) && c != 0x6B21)	/* 次 */
			break;
	}
	return stands(p, q->end, STR("全会")) || stands(p, q->end, STR("全体会议"));
}

static bool (*const refusals[])(const struct quantity *) = {
	is_no_number, is_article, is_second, is_ordinal, is_idiom, is_quoted, is_name, is_rank, is_base, is_session,
};

static bool
is_refused(const struct quantity *q)
{
	for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++)
		if (refusals[i](q))
			return true;
	return (size_t)q->measure < sizeof refuse / sizeof refuse[0] && refuse[q->measure] != NULL &&
	    refuse[q->measure](q);
}

/* --- ranges --- */

/* A mark of a range and a second number at p: where the number begins, else NULL. */
static const char *
second_number(const struct quantity *q, const char *p, struct numeral *n)
{
	unsigned len, next;

	p = skip_blank(p, q->end);
	if (!is_one_of(char_at(p, q->end, &len), range_marks))
		return NULL;
	p = skip_blank(p + len, q->end);
	if (!is_figure(char_at(p, q->end, &next)) || !numeral_read(p, q->end, n))
		return NULL;
	return n->huge || n->bare || n->string || n->pair ? NULL : p;
}

static bool
is_rising(struct decimal low, struct decimal high)
{
	return decimal_cmp(low, high) < 0;
}

/* 3至5个, 3-5万元: the first number takes its measure word, and its 万, from the second. */
static bool
read_range_short(struct quantity *q)
{
	struct numeral first = q->n, second;
	struct decimal low = first.low;

	if (second_number(q, first.end, &second) == NULL || first.pair)
		return false;
	if (second.power >= 2 && !first.units && decimal_shift(&low, second.power) && is_rising(low, second.low))
		first.low = low;
	q->n = second;
	q->low = first.low;
	q->high = second.low;
	if (!read_unit(q) || !is_rising(q->low, q->high)) {
		q->n = first;
		q->low = first.low;
		q->high = first.high;
		return false;
	}
	q->n.figures += first.figures;
	q->range = true;
	return true;
}

/* 13万元～17万元, 15%～30%: both with their unit; 由60分钟到3分钟 is no range. */
static void
read_range_full(struct quantity *q)
{
	static const char *const from[] = { "由", "从", NULL };
	struct quantity second = *q;

	if (q->range || q->n.pair || stands_before_any(q->at, q->begin, from) ||
	    second_number(q, q->to, &second.n) == NULL)
		return;
	second.low = second.high = second.n.low;
	if (!read_unit(&second) || !str_eq(second.unit, q->unit) || !is_rising(q->low, second.low))
		return;
	q->high = second.low;
	q->to = second.to;
	q->range = true;
}

/* --- putting it down --- */

static bool
was_joined(const struct quantity *q, const struct fact *f, const char *p)
{
	uint32_t at = q->r->at.from + (uint32_t)(p - q->begin);
	const char *back;
	uint32_t c;

	if (f->type != FACT_QUANTITY || f->node != q->r->node || f->span.source != q->r->at.source ||
	    f->span.from < q->r->at.from)
		return false;
	c = char_before(p, q->begin, &back);
	return f->span.to == at || (is_one_of(c, joins) && f->span.to == at - (uint32_t)(p - back));
}

static const char *
place_of(const struct quantity *q, const struct fact *f)
{
	return q->begin + (f->span.from - q->r->at.from);
}

/* 90%、65%以上: the bound behind the last is also for those before it. */
static void
carry_back(const struct quantity *q)
{
	fact_array *facts = &q->r->article->facts;
	const char *p = q->from;

	for (size_t i = facts->n; i > q->r->first; i--) {
		struct fact *f = &facts->v[i - 1];

		if (!was_joined(q, f, p) || f->quantity.cmp != CMP_EQ || !str_eq(f->quantity.unit, q->unit))
			break;
		f->quantity.cmp = (uint8_t)q->bound;
		p = place_of(q, f);
	}
}

/* 不少于10类30项, 不少于5名、40名: the bound before the first is also for those behind it. */
static void
carry_forward(struct quantity *q)
{
	const fact_array *facts = &q->r->article->facts;
	const char *p = q->at;

	for (size_t i = facts->n; i > q->r->first && facts->n - i < NEAR; i--) {
		const struct fact *f = &facts->v[i - 1];
		const struct word *w;

		if (!was_joined(q, f, p) || f->quantity.cmp == CMP_ABOUT)
			return;
		p = place_of(q, f);
		w = words_at(&words_comparator, p, q->end);
		if (w != NULL && w->value == f->quantity.cmp) {
			q->bounded = true;
			q->bound = (enum cmp)w->value;
			return;
		}
	}
}

static void
put(const struct quantity *q, struct decimal value, enum cmp cmp)
{
	struct fact *f = reading_add(q->r, FACT_QUANTITY, q->from, q->to);

	f->quantity.value = value;
	f->quantity.unit = q->unit;
	f->quantity.cmp = (uint8_t)cmp;
}

/* 下降-3.5%: the sign before it, of what can fall below zero. */
static void
read_sign(struct quantity *q)
{
	static const uint32_t minus[] = { '-', 0xFF0D, 0x2212, 0 };
	static const char *const signed_units[] = { "%", "％", "‰", "℃", "个百分点", NULL };
	const char *p;

	if (q->range || !is_one_of(char_before(q->at, q->begin, &p), minus) ||
	    !stands_any(q->unit.p, str_end(q->unit), signed_units))
		return;
	q->low.digits = -q->low.digits;
	q->from = p;
}

/* 近三年 looks back over just three. */
static bool
is_recent(const struct quantity *q)
{
	return is_time(q->measure) && q->from < q->at && stands(q->from, q->at, STR("近"));
}

static const char *
state(struct quantity *q)
{
	if (q->range || q->n.pair) {
		put(q, q->low, CMP_GE);
		put(q, q->high, CMP_LE);
		return q->to;
	}
	if (!q->bounded && q->about) {
		q->bounded = true;
		q->bound = CMP_ABOUT;
	}
	if (q->bounded && q->bound == CMP_ABOUT && !q->about && is_recent(q))
		q->bounded = false;
	if (!q->bounded)
		carry_forward(q);
	else if (q->from == q->at && !q->about)
		carry_back(q);
	read_sign(q);
	put(q, q->low, q->bounded ? q->bound : CMP_EQ);
	return q->to;
}

/* --- the forms that have no measure word --- */

/* 百分之六十, 三分之二. A fraction that ends is its value; another keeps its denominator: 2 of unit /3. */
static const char *
fraction_at(struct quantity *q)
{
	static const struct {
		int64_t of;
		struct str unit;
	} rates[] = { { 100, { "%", 1 } }, { 1000, { "‰", 3 } }, { 10000, { "‱", 3 } }, { 100000, { "/10万", 6 } } };
	struct numeral n;
	int64_t of = q->n.low.digits;

	if (!stands(q->n.end, q->end, STR("分之")) || q->n.low.scale != 0 || of < 2 ||
	    !numeral_read(q->n.end + 6, q->end, &n) || n.huge || n.string || n.pair)
		return q->at;
	q->low = q->high = n.low;
	q->to = n.end;
	q->measure = MEASURE_PLAIN;
	for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++)
		if (rates[i].of == of)
			q->unit = rates[i].unit;
	if (q->unit.n == 0) {
		int64_t scaled = n.low.digits * (n.low.digits < 1000 && n.low.scale == 0 ? 1000 : 0);

		if (scaled > 0 && scaled % of == 0)
			q->low = (struct decimal){ scaled / of, 3 };
		else
			q->unit = arena_printf(q->r->arena, "/%lld", (long long)of);
	}
	read_bound_before(q);
	read_bound_after(q);
	return state(q);
}

/* 一半, 半数: 0.5 without a unit. */
static const char *
half_at(struct quantity *q)
{
	static const char *const halves[] = { "一半", "半数", NULL };

	if (!stands_any(q->at, q->end, halves))
		return q->at;
	q->low = q->high = (struct decimal){ 5, 1 };
	q->to = q->at + 6;
	q->measure = MEASURE_PLAIN;
	read_bound_before(q);
	read_bound_after(q);
	return state(q);
}

/* 半年以上, 半个月内: a half that only its bound makes a measure (半年 alone is a rhythm). */
static const char *
half_unit_at(struct quantity *q)
{
	const struct word *w;
	const char *p = q->at + 3;

	if (!stands(q->at, q->end, STR("半")) || (w = words_at(&words_measure, p, q->end)) == NULL)
		return q->at;
	q->measure = (enum measure)w->value;
	if (!is_time(q->measure) && w->n != STR("个百分点").n)
		return q->at;
	q->low = q->high = (struct decimal){ 5, 1 };
	q->unit = str_of(p, p + w->n);
	q->to = q->measure_end = p + w->n;
	read_bound_before(q);
	read_bound_after(q);
	return q->bounded || !is_time(q->measure) ? state(q) : q->at;
}

/* 零发生, “零”发生: 0 without a unit. */
static const char *
zero_at(struct quantity *q)
{
	static const char *const none[] = { "发生", "事故", "感染", "死亡", "伤亡", "新增", "投诉", "案件", "上访", "事件", "病例",
		NULL };
	static const uint32_t closes[] = { 0x201D, 0x2019, '"', 0 };
	unsigned len;
	const char *p = q->n.end;

	if (!stands(q->at, q->end, STR("零")) || p != q->at + 3)
		return q->at;
	if (is_one_of(char_at(p, q->end, &len), closes))
		p += len;
	if (!stands_any(p, q->end, none))
		return q->at;
	q->from = q->at;
	q->to = p + 6;
	put(q, (struct decimal){ 0, 0 }, CMP_EQ);
	return q->to;
}

/* 翻一番 is twice, 翻两番 four times. */
static const char *
double_at(struct quantity *q)
{
	static const char *const turns[] = { "翻", "翻了", NULL };

	if (!stands(q->n.end, q->end, STR("番")) || !stands_before_any(q->at, q->begin, turns) ||
	    q->n.low.scale != 0 || q->n.low.digits < 1 || q->n.low.digits > 30)
		return q->at;
	q->low = q->high = (struct decimal){ (int64_t)1 << q->n.low.digits, 0 };
	q->unit = STR("倍");
	q->to = q->n.end + 3;
	read_bound_before(q);
	q->from = q->at - (stands_before(q->at, q->begin, STR("了")) ? 6 : 3);
	read_bound_after(q);
	return state(q);
}

static const char *(*const forms[])(struct quantity *) = { fraction_at, half_at, zero_at, double_at };

/* 三成, 三成半, 七成六: tenths, printed in per cent. */
static bool
read_tenths(struct quantity *q)
{
	struct decimal more = { 0 };
	struct numeral n;

	if (q->measure != MEASURE_TENTH)
		return true;
	if (stands(q->to, q->end, STR("半"))) {
		more.digits = 5;
		q->to += 3;
	} else if (is_han_number(q) && numeral_read(q->to, q->end, &n) && n.figures == 0 && !n.units && !n.string) {
		more = n.low;
		q->to = n.end;
	}
	q->unit = STR("%");
	return decimal_shift(&q->low, 1) && decimal_shift(&q->high, 1) && decimal_add(&q->low, more) &&
	    decimal_add(&q->high, more);
}

/* A number without a measure word counts where 万 or a bound shows that something is counted. */
static bool
read_unitless(struct quantity *q)
{
	const char *p;
	unsigned len;
	uint32_t c;

	q->measure = MEASURE_PLAIN;
	q->to = p = q->n.end;
	q->measure_end = p;
	if (is_han_number(q) || q->n.padded || q->about)
		return false;
	read_bound_before(q);
	read_bound_after(q);
	c = char_at(q->to, q->end, &len);
	if (is_letter(c) || is_figure(c) || c == '+' || c == '-' || c == '/' || c == ':' || c == 0xFF1A)
		return false;
	if (q->n.large)
		return true;
	return q->bounded && q->bound != CMP_EQ && !utf8_is_han(c) && c != '.' && !is_calendar_year(q);
}

static const char *
note_huge(const struct quantity *q)
{
	struct note *n = array_add(q->r->arena, q->r->notes);
	const char *to = q->n.end - q->at > 24 ? q->at + 24 : q->n.end;

	while (to < q->n.end && ((unsigned char)*to & 0xC0) == 0x80)
		to--;
	n->code = NOTE_NUMBER_HUGE;
	n->at = (struct span){ q->r->at.source, q->r->at.from + (uint32_t)(q->at - q->begin),
		q->r->at.from + (uint32_t)(q->n.end - q->begin) };
	n->detail = arena_printf(q->r->arena, "%.*s%s", (int)(to - q->at), q->at, to < q->n.end ? "…" : "");
	return q->n.end;
}

static const char *
counted_at(struct quantity *q)
{
	q->low = q->n.low;
	q->high = q->n.high;
	q->about = q->n.about;
	if (!read_range_short(q) && !read_unit(q))
		return read_unitless(q) && !is_refused(q) ? state(q) : q->at;
	read_bound_before(q);
	if (q->measure != MEASURE_TENTH)
		read_range_full(q);
	if (!read_tenths(q))
		return q->at;
	read_bound_after(q);
	return is_refused(q) ? q->at : state(q);
}

static const char *
quantity_at(struct reading *r, const char *p)
{
	struct quantity q = { .r = r, .begin = r->run.p, .end = str_end(r->run), .at = p };
	const struct word *name;

	if (is_glued(&q))
		return p;
	if ((unsigned char)*p >= 0x80 && (name = words_at(&words_fixed, p, q.end)) != NULL)
		return p + name->n;
	if (!numeral_read(p, q.end, &q.n))
		return half_at(&q) != p ? q.to : half_unit_at(&q);
	if (q.n.huge)
		return note_huge(&q);
	for (size_t i = 0; q.n.figures == 0 && i < sizeof forms / sizeof forms[0]; i++) {
		const char *to = forms[i](&q);

		if (to > p)
			return to;
	}
	return counted_at(&q);
}

const struct rule rule_quantity = { "quantity", NUMERAL_CHARS "半", NULL, quantity_at };
