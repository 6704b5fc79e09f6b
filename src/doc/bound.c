#include "doc/quantity.h"

#include "base/lanes.h"

/* What bounds a number: the words before it (不少于, 近) and behind it (以上, 左右). */

APART static bool
ends_apart(const struct quantity *q, const char *p)
{
	static const char *const apart[] = { "至少", "最少", "至多", "最多", NULL };

	return any_before(p, q->begin, apart) > 0;
}

enum { REACH = (NEAR + 1) * 3 };	/* bytes in which 至少 may end */

/* Whether 少 or 多 is within reach of p: asked of all places at once, for nearly nowhere is it. */
static bool
may_end_apart(const char *p)
{
	static const unsigned char less[] = "少", more[] = "多";	/* the first bytes are the same */
	lanes a = lanes_load(p - REACH), b = lanes_load(p - REACH + 1), c = lanes_load(p - REACH + 2);

	_Static_assert(LANES + 2 == REACH, "lanes for each of three bytes");
	return lanes_any(lanes_is(a, less[0]) &
	    ((lanes_is(b, less[1]) & lanes_is(c, less[2])) | (lanes_is(b, more[1]) & lanes_is(c, more[2]))));
}

/* 至少 may stand a verb away: 至少建成1所; not 最多的滞后3天. Where it begins, else NULL. */
static const char *
bound_apart(const struct quantity *q)
{
	const char *p = q->at;

	if (p - q->begin >= REACH && !may_end_apart(p))
		return NULL;
	for (int i = 0; i <= NEAR && p - q->begin >= 3; i++, p -= 3) {
		unsigned char first = (unsigned char)p[-3];

		if (first < 0xE4 || first > 0xE9)	/* no Han character */
			break;
		if ((memcmp(p - 3, "少", 3) == 0 || memcmp(p - 3, "多", 3) == 0) && ends_apart(q, p))
			return stands(p, q->end, "的") ? NULL : p - STR("至少").n;
	}
	return NULL;
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

/* What may stand between a bound and its number: 超过了5个. */
static bool
is_filler(uint32_t c)
{
	static const uint16_t set[8] = { U'了', U'有', U'为', U'占', U'在', U'到', U'达' };

	return is_one_of_few(c, set);
}

void
quantity_bound_before(struct quantity *q)
{
	const char *p = q->at, *back = q->before_at;
	const struct word *w;
	uint32_t c = q->before;

	q->from = q->at;
	if (q->n.bare && c == U'上')	/* 上百家 */
		q->about = true;
	if (is_blank(c)) {
		p = back;
		c = char_before(p, q->begin, &back);
	}
	w = words_before(&words_comparator, p, q->begin);
	if (w == NULL && is_filler(c))
		w = words_before(&words_comparator, p = back, q->begin);
	if (w == NULL && stands_before(q->at, q->begin, "人民币"))
		w = words_before(&words_comparator, p = q->at - STR("人民币").n, q->begin);
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
	static const uint32_t other[] = { U'部', U'容', U'控', U'涵', U'外', U'设', U'生', U'科', U'镜',
		U'审', U'资', U'分', U'地', 0 };
	unsigned len;

	return (q->measure == MEASURE_TIME || q->measure == MEASURE_YEAR || q->measure == MEASURE_DAY) &&
	    stands(p, q->end, "内") && !is_one_of(char_at(p + 3, q->end, &len), other);
}

/* 3年多, 2倍多; but 3个多部门 … is 3个. */
static bool
may_follow(const struct quantity *q, const struct word *w)
{
	return w->n > STR("多").n || is_time(q->measure) || q->measure == MEASURE_TENTH ||
	    str_eq(q->unit, STR("倍")) || str_ends(q->unit, STR("元"));
}

void
quantity_bound_after(struct quantity *q)
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
