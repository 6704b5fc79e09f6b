#include "doc/quantity.h"

/*
 * Quantities (gold guide, section Quantity): counts and measures only. A
 * number counts when a measure word or unit follows it and nothing around it
 * makes it a rank, a place in an order, a day, a name or a slogan. Everything
 * looks a bounded way around the number.
 */

static bool
begins_in_unit(const struct quantity *q)
{
	static const char *const units[] = { "十", "百", "千", "万", "亿", NULL };

	return any_at(q->at, q->end, units);
}

/* Part of something longer: 12345, COVID-19, 1+5, 15:40, 3.2.1, 数十. */
static bool
is_glued(const struct quantity *q)
{
	const char *p;
	uint32_t c = q->before, before;

	if (c == 0)
		return false;
	if (utf8_is_han(c))
		return numeral_is_han(c) || ((c == U'几' || c == U'数') && begins_in_unit(q));
	before = char_before(q->before_at, q->begin, &p);
	switch (c) {
	case '.': case '+': case '_': case '@': case '#': case '/': case '\\': case U'＋': case U'／':
		return true;
	case '=':
		return before != '<' && before != '>';
	case ',':
		return utf8_digit(before) >= 0 || is_letter(before);
	case ':': case U'．': case U'：': case '-': case 0x2013: case 0x2014: case U'－': case U'～': case '~':
		return utf8_digit(before) >= 0 || is_letter(before) || numeral_is_han(before);
	}
	return is_letter(c) || utf8_digit(c) >= 0;
}

/* 余 or 多 between the number and its measure word; returns the byte behind both. */
static const char *
skip_more(struct quantity *q)
{
	switch (q->n.next) {
	case U'余': case U'多': case U'几': case U'来':
		q->about = true;
		return q->n.end + STR("余").n;
	}
	return q->n.end;
}

/* (次), （套） behind the bracket at p: the byte behind it, p if none stands there. */
APART static const char *
skip_bracket(const char *p, const char *end, unsigned open)
{
	unsigned close;
	const struct word *w = words_at(&words_measure, p + open, end);
	uint32_t c;

	if (w == NULL || w->value == MEASURE_NOT)
		return p;
	c = char_at(p + open + w->n, end, &close);
	return c == ')' || c == U'）' ? p + open + w->n + close : p;
}

/* /10万, /万人, /年: the byte behind it, p if none stands there. */
APART static const char *
skip_per(const char *p, const char *end, unsigned slash)
{
	const char *q = skip_blank(p + slash, end), *number;
	struct numeral n;
	const struct word *w;

	if (numeral_read(q, end, &n) && (n.bare || n.units || n.low.digits % 100 == 0))
		number = q = n.end;
	else
		number = NULL;
	w = words_at(&words_measure, q, end);
	if (w != NULL && w->value != MEASURE_NOT)
		return q + w->n;
	return number != NULL ? number : p;
}

/* A second measure word in brackets, and what the whole is counted by: the byte behind them; q->next is set. */
static inline const char *
skip_tail(struct quantity *q, const char *p, bool bracket)
{
	unsigned len;

	q->next = char_at(p, q->end, &len);
	if (bracket && (q->next == '(' || q->next == U'（')) {
		p = skip_bracket(p, q->end, len);
		q->next = char_at(p, q->end, &len);
	}
	if (q->next == '/' || q->next == U'／') {
		p = skip_per(p, q->end, len);
		q->next = char_at(p, q->end, &len);
	}
	return p;
}

/* 个多月, 年半 …: what stands between or behind the measure word and belongs to it. */
static const struct {
	const char *words;
	struct str unit;
	bool half;
} split[] = {
	{ "个多月", { "个月", 6 }, false },
	{ "个半月", { "个月", 6 }, true },
	{ "个多小时", { "个小时", 9 }, false },
	{ "个半小时", { "个小时", 9 }, true },
	{ "年半", { "年", 3 }, true },
};

APART static bool
read_split(struct quantity *q, const char *p)
{
	struct decimal half = { 5, 1 };
	unsigned len;

	for (size_t i = 0; i < sizeof split / sizeof split[0]; i++) {
		if (!stands(p, q->end, split[i].words))
			continue;
		if (split[i].half && (!decimal_add(&q->low, half) || !decimal_add(&q->high, half)))
			return false;
		q->about |= !split[i].half;
		q->unit = split[i].unit;
		q->measure = MEASURE_TIME;
		q->to = q->measure_end = p + strlen(split[i].words);
		q->next = char_at(q->to, q->end, &len);
		return true;
	}
	return false;
}

/* Of all that read_split takes, the second character is one of two. */
static inline bool
may_split(const struct quantity *q, const char *p)
{
	return stands(p + STR("个").n, q->end, "多") || stands(p + STR("个").n, q->end, "半");
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
	const char *p = skip_more(q), *unit;
	const struct word *w;

	if (!is_han_number(q))
		p = skip_blank(p, q->end);
	unit = p;
	w = words_at(&words_measure, p, q->end);
	if (w != NULL && may_split(q, p) && read_split(q, p))
		return true;
	if (w == NULL) {
		p = skip_tail(q, p, false);
		q->measure = MEASURE_FIGURES;
	} else if (w->value != MEASURE_NOT && ends_clean(p + w->n, q->end)) {
		q->measure = (enum measure)w->value;
		q->measure_end = p + w->n;
		p = skip_tail(q, p + w->n, true);
	}
	if (p == unit)
		return false;
	if (w == NULL)
		q->measure_end = p;
	q->unit = str_of(unit, p);
	q->to = p;
	return true;
}

/* A mark of a range at p: what stands behind it, else NULL. */
static inline const char *
behind_mark(const struct quantity *q, const char *p)
{
	unsigned len;

	p = skip_blank(p, q->end);
	return is_range_mark(char_at(p, q->end, &len)) ? skip_blank(p + len, q->end) : NULL;
}

/* The second number of a range at p, behind its mark: where it begins, else NULL. */
static const char *
second_number(const struct quantity *q, const char *p, struct numeral *n)
{
	unsigned next;

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
	const char *p;
	struct numeral first, second;
	struct decimal low = q->low;

	if (!is_range_mark(q->n.next) && !is_blank(q->n.next))
		return false;
	p = behind_mark(q, q->n.end);
	if (p == NULL || q->n.pair || second_number(q, p, &second) == NULL)
		return false;
	first = q->n;
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
	const char *p;
	struct quantity second;
	struct numeral n;

	if (!is_range_mark(q->next) && !is_blank(q->next))
		return;
	p = behind_mark(q, q->to);
	if (p == NULL || q->range || q->n.pair || second_number(q, p, &n) == NULL || any_before(q->at, q->begin, from))
		return;
	second = *q;
	second.n = n;
	second.low = second.high = second.n.low;
	if (!read_unit(&second) || !str_eq(second.unit, q->unit) || !is_rising(q->low, second.low))
		return;
	q->high = second.low;
	q->to = second.to;
	q->range = true;
}

static bool
was_joined(const struct quantity *q, const struct fact *f, const char *p)
{
	uint32_t at = q->r->at.from + (uint32_t)(p - q->begin);
	const char *back;
	uint32_t c;

	if (at - f->span.to > 4)	/* further than a character; nearly always so */
		return false;
	if (f->type != FACT_QUANTITY || f->node != q->r->node || f->span.source != q->r->at.source ||
	    f->span.from < q->r->at.from)
		return false;
	c = char_before(p, q->begin, &back);
	return f->span.to == at || (is_join(c) && f->span.to == at - (uint32_t)(p - back));
}

static const char *
place_of(const struct quantity *q, const struct fact *f)
{
	return q->begin + (f->span.from - q->r->at.from);
}

/* 分别为8/10万、2.6‰以下: said of each, whatever its unit. */
static bool
is_for_each(const struct quantity *q, const char *p)
{
	for (int i = 0; i < NEAR && utf8_is_han(char_before(p, q->begin, &p)); i++)
		if (stands(p, q->end, "分别"))
			return true;
	return false;
}

/* 90%、65%以上: the bound behind the last is also for those before it. */
static void
carry_back(const struct quantity *q)
{
	fact_array *facts = &q->r->article->facts;
	const char *p = q->from;

	for (size_t i = facts->n; i > q->r->first; i--) {
		struct fact *f = &facts->v[i - 1];

		if (!was_joined(q, f, p) || f->cmp != CMP_EQ)
			break;
		p = place_of(q, f);
		if (!str_eq(fact_unit(f), q->unit) && !is_for_each(q, p))
			break;
		f->cmp = (uint8_t)q->bound;
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

		if (!was_joined(q, f, p) || f->cmp == CMP_ABOUT)
			return;
		p = place_of(q, f);
		w = words_at(&words_comparator, p, q->end);
		if (w != NULL && w->value == f->cmp) {
			q->bounded = true;
			q->bound = (enum cmp)w->value;
			return;
		}
	}
}

void
quantity_put(const struct quantity *q, struct decimal value, enum cmp cmp)
{
	struct fact *f = reading_add(q->r, FACT_QUANTITY, q->from, q->to);

	fact_set_quantity(f, value, q->unit, cmp);
}

/* 下降-3.5%: the sign before it, of what can fall below zero. */
static void
read_sign(struct quantity *q)
{
	static const char *const signed_units[] = { "%", "％", "‰", "℃", "个百分点", NULL };
	uint32_t c = q->before;

	if (q->range || (c != '-' && c != U'－' && c != 0x2212) ||
	    !any_at(q->unit.p, str_end(q->unit), signed_units))
		return;
	q->low.digits = -q->low.digits;
	q->from = q->before_at;
}

/* 近三年 looks back over just three. */
static bool
is_recent(const struct quantity *q)
{
	return is_time(q->measure) && q->from < q->at && stands(q->from, q->at, "近");
}

const char *
quantity_state(struct quantity *q)
{
	if (q->range || q->n.pair) {
		quantity_put(q, q->low, CMP_GE);
		quantity_put(q, q->high, CMP_LE);
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
	quantity_put(q, q->low, q->bounded ? q->bound : CMP_EQ);
	return q->to;
}

/* 三成, 三成半, 七成六: tenths, printed in per cent. */
static bool
read_tenths(struct quantity *q)
{
	struct decimal more = { 0 };
	struct numeral n;

	if (q->measure != MEASURE_TENTH)
		return true;
	if (stands(q->to, q->end, "半")) {
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
	if (!q->n.large && utf8_is_han(q->n.next) && words_at(&words_bound, p, q->end) == NULL)
		return false;
	quantity_bound_before(q);
	quantity_bound_after(q);
	c = char_at(q->to, q->end, &len);
	if (is_letter(c) || is_figure(c) || c == '+' || c == '-' || c == '/' || c == ':' || c == U'：')
		return false;
	if (q->n.large)
		return true;
	return q->bounded && q->bound != CMP_EQ && !utf8_is_han(c) && c != '.' && !quantity_is_year(q);
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
		return read_unitless(q) && !quantity_refused(q) ? quantity_state(q) : q->at;
	quantity_bound_before(q);
	if (q->measure != MEASURE_TENTH)
		read_range_full(q);
	if (!read_tenths(q))
		return q->at;
	quantity_bound_after(q);
	return quantity_refused(q) ? q->at : quantity_state(q);
}

/* Each of what is not yet known set by itself: to zero the whole is dear, and most is soon written anew. */
static inline void
begin_at(struct quantity *q, struct reading *r, const char *p)
{
	q->r = r;
	q->begin = r->run.p;
	q->end = str_end(r->run);
	q->at = q->to = q->from = q->measure_end = p;
	q->before = char_before(p, q->begin, &q->before_at);
	q->next = 0;
	q->low = q->high = (struct decimal){ 0 };
	q->unit = (struct str){ 0 };
	q->measure = MEASURE_NOT;
	q->about = q->range = q->bounded = false;
	q->bound = CMP_EQ;
}

const char *
quantity_at(struct reading *r, const char *p)
{
	struct quantity q;
	const char *to;

	begin_at(&q, r, p);
	if (is_glued(&q))
		return p;
	if (!numeral_read(p, q.end, &q.n))
		return quantity_share_bare(&q);
	if (q.n.huge)
		return note_huge(&q);
	if ((to = quantity_share(&q)) > p)
		return to;
	return counted_at(&q);
}

const struct rule rule_quantity = { "quantity", NUMERAL_CHARS "半翻", NULL };
