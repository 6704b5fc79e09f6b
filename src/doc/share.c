#include "doc/quantity.h"

/* Numbers that need no measure word: fractions, halves, zero and doubling. */

/* A fraction that ends is its value; another keeps its denominator: 2 of unit /3. */
static const char *
part_of(struct quantity *q, struct decimal n, int64_t of)
{
	static const struct {
		int64_t of;
		struct str unit;
	} rates[] = { { 100, { "%", 1 } }, { 1000, { "‰", 3 } }, { 10000, { "‱", 3 } }, { 100000, { "/10万", 6 } } };

	q->measure = MEASURE_PLAIN;
	for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++)
		if (rates[i].of == of)
			q->unit = rates[i].unit;
	if (q->unit.n == 0) {
		if (n.scale == 0 && n.digits < of && n.digits * 1000 % of == 0)
			n = (struct decimal){ n.digits * 1000 / of, 3 };
		else
			q->unit = arena_printf(q->r->arena, "/%lld", (long long)of);
	}
	q->low = q->high = n;
	quantity_bound_before(q);
	quantity_bound_after(q);
	return quantity_state(q);
}

/* 百分之六十, 三分之二. */
APART static const char *
fraction_at(struct quantity *q)
{
	struct numeral n;

	if (!stands(q->n.end, q->end, "分之") || q->n.low.scale != 0 || q->n.low.digits < 2 ||
	    q->n.low.digits > 100000 || !numeral_read(q->n.end + 6, q->end, &n) || n.huge || n.string || n.pair)
		return q->at;
	q->to = n.end;
	return part_of(q, n.low, q->n.low.digits);
}

/* 1/3 of something: small, and said to be a part. 12/5 may be a day, 42/10万 is a rate. */
APART static const char *
slash_at(struct quantity *q)
{
	static const char *const part[] = { "的", "以上", "以下", "左右", NULL };
	struct numeral n;

	if (q->n.low.scale != 0 || !numeral_read(q->n.end + 1, q->end, &n) || n.figures > 2 || n.units ||
	    n.low.scale != 0 || n.low.digits > 10 || n.low.digits <= q->n.low.digits)
		return q->at;
	quantity_bound_before(q);
	if (!q->bounded && !any_at(n.end, q->end, part))
		return q->at;
	q->to = n.end;
	return part_of(q, q->n.low, n.low.digits);
}

/* 不足概算的一半: the words that bound it may stand before what it is half of. */
static void
bound_before_whole(struct quantity *q)
{
	const char *p = q->before_at;

	if (q->bounded || q->before != U'的')
		return;
	for (int i = 0; i < CLAUSE && utf8_is_han(char_before(p, q->begin, &p)); i++) {
		const struct word *w = words_at(&words_comparator, p, q->at);

		if (w == NULL || w->n < STR("不足").n || w->value == CMP_EQ)
			continue;
		q->bounded = true;
		q->bound = (enum cmp)w->value;
		q->from = p;
		return;
	}
}

/* 一半, 半数: 0.5 without a unit. */
APART static const char *
half_at(struct quantity *q)
{
	static const char *const halves[] = { "一半", "半数", NULL };

	if (!any_at(q->at, q->end, halves))
		return q->at;
	q->low = q->high = (struct decimal){ 5, 1 };
	q->to = q->at + 6;
	q->measure = MEASURE_PLAIN;
	quantity_bound_before(q);
	if (!q->bounded && stands_before(q->at, q->begin, "过")) {
		q->bounded = true;
		q->bound = CMP_GT;
		q->from = q->at - 3;
	}
	bound_before_whole(q);
	quantity_bound_after(q);
	return quantity_state(q);
}

/* 半年以上, 半个月内: a half that only its bound makes a measure (半年 alone is a rhythm). */
static const char *
half_unit_at(struct quantity *q)
{
	const struct word *w;
	const char *p = q->at + 3;

	if (!stands(q->at, q->end, "半") || (w = words_at(&words_measure, p, q->end)) == NULL)
		return q->at;
	q->measure = (enum measure)w->value;
	if (!is_time(q->measure) && w->n != STR("个百分点").n)
		return q->at;
	q->low = q->high = (struct decimal){ 5, 1 };
	q->unit = str_of(p, p + w->n);
	q->to = q->measure_end = p + w->n;
	quantity_bound_before(q);
	quantity_bound_after(q);
	return q->bounded || !is_time(q->measure) ? quantity_state(q) : q->at;
}

/* 零发生, “零”发生, 事件为零: 0 without a unit. */
APART static const char *
zero_at(struct quantity *q)
{
	static const char *const none[] = { "发生", "事故", "感染", "死亡", "伤亡", "新增", "投诉", "案件", "上访", "事件", "病例",
		NULL };
	static const uint32_t closes[] = { U'”', U'’', '"', 0 };
	unsigned len;
	const char *p = q->n.end;

	if (p != q->at + STR("零").n)
		return q->at;
	if (is_one_of(char_at(p, q->end, &len), closes))
		p += len;
	if (any_at(p, q->end, none))
		p += 6;
	else if (!stands_before(q->at, q->begin, "为") || utf8_is_han(char_at(p, q->end, &len)))
		return q->at;
	q->from = q->at;
	q->to = p;
	quantity_put(q, (struct decimal){ 0, 0 }, CMP_EQ);
	return q->to;
}

/* 翻一番 is twice, 翻两番 four times. */
APART static const char *
double_at(struct quantity *q)
{
	static const char *const turns[] = { "翻", "翻了", NULL };

	if (!stands(q->n.end, q->end, "番") || !any_before(q->at, q->begin, turns) ||
	    q->n.low.scale != 0 || q->n.low.digits < 1 || q->n.low.digits > 30)
		return q->at;
	q->low = q->high = (struct decimal){ (int64_t)1 << q->n.low.digits, 0 };
	q->unit = STR("倍");
	q->to = q->n.end + 3;
	quantity_bound_before(q);
	q->from = q->at - (stands_before(q->at, q->begin, "了") ? 6 : 3);
	quantity_bound_after(q);
	return quantity_state(q);
}

/* 翻番, 翻倍: doubled, with no number said. */
static const char *
doubled_at(struct quantity *q)
{
	static const char *const twice[] = { "翻番", "翻倍", NULL };

	if (!any_at(q->at, q->end, twice))
		return q->at;
	q->low = q->high = (struct decimal){ 2, 0 };
	q->unit = STR("倍");
	q->from = q->at;
	q->to = q->at + 6;
	quantity_put(q, q->low, CMP_EQ);
	return q->to;
}

const char *
quantity_share(struct quantity *q)
{
	if (q->n.next == '/')
		return slash_at(q);
	if (q->n.next == U'分')
		return fraction_at(q);
	if (q->n.next == U'半')
		return half_at(q);
	if (q->n.next == U'番')
		return double_at(q);
	return stands(q->at, q->end, "零") ? zero_at(q) : q->at;
}

const char *
quantity_share_bare(struct quantity *q)
{
	const char *to = half_at(q);

	if (to == q->at)
		to = half_unit_at(q);
	return to > q->at ? to : doubled_at(q);
}
