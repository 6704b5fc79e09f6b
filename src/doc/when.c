#include "doc/when.h"

#include "doc/around.h"
#include "doc/marker.h"
#include "doc/numeral.h"
#include "doc/words.h"

struct number {
	const char *end;
	int value;
	unsigned digits;	/* as written in Arabic; 0: no number */
	bool han;		/* written in Chinese figures */
};

static const char *
skip_blanks(const char *p, const char *end)
{
	while (p < end) {
		if (*p == ' ')
			p++;
		else if (stands(p, end, "　"))
			p += strlen("　");
		else
			break;
	}
	return p;
}

static struct number
arabic_at(const char *p, const char *end)
{
	unsigned ascii = numeral_figures(p, end), len;
	struct number n = { .end = p };
	int digit;

	if (ascii > 0 && ascii < FIGURES_AT_ONCE)
		n = (struct number){ p + ascii, (int)numeral_value(words_raw_upto(p, end), ascii), ascii, false };
	for (;;) {
		if (n.end >= end || ((unsigned char)*n.end >= 0x80 && (unsigned char)*n.end != 0xEF))
			break;
		digit = utf8_digit(char_at(n.end, end, &len));
		if (digit < 0)
			break;
		if (n.digits < 8)
			n.value = n.value * 10 + digit;
		n.digits++;
		n.end += len;
	}
	return n;
}

/* 0..9, else -1. */
static int
han_digit(const char *p, const char *end)
{
	unsigned len;

	switch (char_at(p, end, &len)) {
	case U'〇': case U'零': case U'○': return 0;
	case U'一': return 1;
	case U'二': return 2;
	case U'三': return 3;
	case U'四': return 4;
	case U'五': return 5;
	case U'六': return 6;
	case U'七': return 7;
	case U'八': return 8;
	case U'九': return 9;
	}
	return -1;
}

/* 二〇二六 as four digits; 三, 十二, 二十, 三十一 as one or two. */
static struct number
han_at(const char *p, const char *end)
{
	struct number n = { .end = p, .han = true };
	size_t bytes;
	int digit;

	for (; n.digits < 5 && (digit = han_digit(n.end, end)) >= 0; n.digits++) {
		n.value = n.value * 10 + digit;
		n.end += 3;
	}
	if (n.digits == 4)
		return n;
	n.value = (int)marker_numeral(p, end, &bytes);
	if (n.value == 0)
		return (struct number){ .end = p };
	return (struct number){ p + bytes, n.value, n.value < 10 ? 1 : 2, true };
}

static struct number
number_at(const char *p, const char *end)
{
	struct number n = arabic_at(p, end);

	return n.digits > 0 || p >= end || (unsigned char)*p < 0x80 ? n : han_at(p, end);
}

/* Behind the unit that stands at p, blanks before it passed over; NULL if it does not. */
static const char *
unit_at(const char *p, const char *end, uint32_t unit)
{
	unsigned len;

	p = skip_blanks(p, end);
	return char_at(p, end, &len) == unit ? p + len : NULL;
}

/* Behind a word or dash that joins two ends of a stretch; NULL if none stands at p. */
static const char *
joint_at(const char *p, const char *end)
{
	unsigned len;
	uint32_t c;

	p = skip_blanks(p, end);
	c = char_at(p, end, &len);
	switch (c) {
	case U'至': case U'到': case U'—': case U'－': case U'–': case U'―': case U'～': case '~': case '-': case U'〜':
		p += len;
		if (char_at(p, end, &len) == c)
			p += len;
		return skip_blanks(p, end);
	}
	return NULL;
}

struct level {
	uint32_t unit, other;
	unsigned least, most;		/* digits */
	int from, to;
};

static const struct level years = { U'年', 0, 4, 4, 1900, 2199 };
static const struct level months = { U'月', 0, 1, 2, 1, 12 };
static const struct level days = { U'日', U'号', 1, 2, 1, 31 };

static bool
fits(const struct level *l, struct number n)
{
	return ((n.digits >= l->least) & (n.digits <= l->most) & (n.value >= l->from) & (n.value <= l->to)) != 0;
}

/* Behind the 、 of two that follow on each other, 3、4月; NULL if none stands at p. */
static const char *
listing_at(const char *p, const char *end, int value)
{
	const char *q = stands(p, end, "、") ? p + strlen("、") : NULL;

	return q != NULL && number_at(q, end).value == value + 1 ? q : NULL;
}

/* A number with its unit, or two joined before one unit (1—10月), the first already read; behind them, or NULL. */
static const char *
level_of(struct number a, const char *end, const struct level *l, int *from, int *to)
{
	struct number b = a;
	const char *q;

	if (!fits(l, a))
		return NULL;
	q = joint_at(a.end, end);
	if (q == NULL)
		q = listing_at(a.end, end, a.value);
	if (q != NULL) {
		b = number_at(q, end);
		if (!fits(l, b) || b.value <= a.value)
			return NULL;
	}
	q = unit_at(b.end, end, l->unit);
	if (q == NULL && l->other != 0)
		q = unit_at(b.end, end, l->other);
	*from = a.value;
	*to = b.value;
	return q;
}

static const char *
level_at(const char *p, const char *end, const struct level *l, int *from, int *to)
{
	return level_of(number_at(p, end), end, l, from, to);
}

static void
set_months(struct when *w, int from, int to)
{
	w->from.month = (int8_t)from;
	w->to.month = (int8_t)to;
	w->stretch |= from != to;
}

/* Months and days from the number n on; what was read moves w->end. */
static void
month_day_of(struct number n, const char *end, struct when *w)
{
	int a, b;
	const char *q = level_of(n, end, &months, &a, &b);

	if (q == NULL || stands(q, end, "龄"))
		return;
	set_months(w, a, b);
	w->end = q;
	if (w->stretch)
		return;
	q = level_at(skip_blanks(q, end), end, &days, &a, &b);
	if (q == NULL || b > date_month_days(2000, w->to.month))
		return;
	w->from.day = (int8_t)a;
	w->to.day = (int8_t)b;
	w->stretch = a != b;
	w->end = q;
}

static void
set_part(struct when *w, uint8_t value)
{
	static const struct { int8_t from, to; } parts[] = {
		[AFTER_HALF_1] = { 1, 6 }, [AFTER_HALF_2] = { 7, 12 },
		[AFTER_QUARTER_1] = { 1, 3 }, [AFTER_QUARTER_2] = { 4, 6 },
		[AFTER_QUARTER_3] = { 7, 9 }, [AFTER_QUARTER_4] = { 10, 12 },
		[AFTER_QUARTERS_3] = { 1, 9 },
	};

	set_months(w, parts[value].from, parts[value].to);
	w->part = true;
}

/* Applies one word behind; false where it does not belong to the date. */
static bool
after_one(struct when *w, uint8_t value)
{
	switch (value) {
	case AFTER_PLAIN:
		return true;
	case AFTER_END:
		w->late = true;
		if (w->to.month == 0)
			set_months(w, 12, 12);
		return true;
	case AFTER_START:
		if (w->to.month == 0)
			set_months(w, 1, 1);
		return true;
	case AFTER_BY: case AFTER_SINCE:
		w->close = value;
		return true;
	case AFTER_NAME:
		w->broken = true;
		return true;
	case AFTER_FIRST:
		if (w->to.month != 0)
			w->close = AFTER_BY;
		return w->to.month != 0;
	case AFTER_STOP:
		return false;
	}
	if (w->to.month != 0 || w->stretch)
		return false;
	set_part(w, value);
	return true;
}

/* Behind a weekday in brackets, （星期三） or (周日); p if none stands there. */
static const char *
weekday_at(const char *p, const char *end)
{
	static const char *const opens[] = { "（星期", "(星期", "（周", "(周" };

	for (size_t i = 0; i < sizeof opens / sizeof opens[0]; i++) {
		const char *day;

		if (!stands(p, end, opens[i]))
			continue;
		day = p + strlen(opens[i]);
		if (end - day < 4 || (unsigned char)*day < 0xE4)
			return p;
		if (stands(day + 3, end, "）"))
			return day + 6;
		if (day[3] == ')')
			return day + 4;
	}
	return p;
}

/* The weekday that may stand behind a day, and the hour. */
static const char *
clock_at(const char *p, const char *end)
{
	static const char *const words[] = { "上午", "下午", "中午", "晚上", "下班" };
	static const uint32_t units[] = { U'时', U'点', U'分', U'：', ':' };

	p = weekday_at(p, end);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (stands(p, end, words[i]))
			p += strlen(words[i]);
	for (;;) {
		struct number n = arabic_at(p, end);
		const char *q = NULL;

		for (size_t i = 0; n.digits > 0 && n.digits <= 2 && q == NULL &&
		    i < sizeof units / sizeof units[0]; i++)
			q = unit_at(n.end, end, units[i]);
		if (q == NULL)
			return n.digits == 2 && p[-1] == ':' ? n.end : p;
		p = q;
	}
}

static void
after_at(const char *end, struct when *w)
{
	const struct word *word;
	const char *p;

	if (w->to.day != 0)
		w->end = clock_at(w->end, end);
	for (unsigned words = 0; words < 4 && w->close == AFTER_STOP && !w->broken; words++) {
		p = skip_blanks(w->end, end);
		word = words_at(&words_date_after, p, end);
		if (word == NULL || !after_one(w, (uint8_t)word->value))
			break;
		w->end = p + (word->value == AFTER_FIRST ? strlen("前") : word->n);
	}
}

/* 2024年7号, 2024年第12号: the number of a paper. */
static void
paper_number_at(const char *end, struct when *w)
{
	const char *p = skip_blanks(w->end, end);
	struct number n;

	if (stands(p, end, "第"))
		p += strlen("第");
	n = arabic_at(p, end);
	if (n.digits > 0 && stands(n.end, end, "号")) {
		w->broken = true;
		w->end = n.end + strlen("号");
	}
}

/* 2025-05-28, 2024.5.6, 2025/5/28; the year is already read. */
static bool
dashed_of(struct number n, const char *end, struct when *w)
{
	struct date d = { .year = (int16_t)n.value };
	const char *q = n.end;
	char sign;

	if (n.han || !fits(&years, n) || q >= end || (*q != '-' && *q != '.' && *q != '/'))
		return false;
	sign = *q;
	n = arabic_at(q + 1, end);
	d.month = (int8_t)n.value;
	if (!fits(&months, n) || n.end >= end || *n.end != sign)
		return false;
	n = arabic_at(n.end + 1, end);
	d.day = (int8_t)n.value;
	if (!fits(&days, n) || !date_valid(d))
		return false;
	w->from = w->to = d;
	w->end = n.end;
	return true;
}

/* One end: a year and what follows it, or a month and what follows it. */
static bool
point_at(const char *p, const char *end, struct when *w)
{
	struct number n = number_at(p, end);
	const char *q;
	int a, b;

	*w = (struct when){ .begin = p, .end = p };
	if (dashed_of(n, end, w)) {
		after_at(end, w);
		return true;
	}
	q = level_of(n, end, &years, &a, &b);
	if (q == NULL) {
		month_day_of(n.digits > 0 ? n : number_at(skip_blanks(p, end), end), end, w);
	} else {
		w->from.year = (int16_t)a;
		w->to.year = (int16_t)b;
		w->stretch = a != b;
		w->end = q;
		when_rest(q, end, w);
		return true;
	}
	if (w->end == p)
		return false;
	after_at(end, w);
	return true;
}

/* The far end of a stretch may leave out the year, and a day its month. */
static bool
far_end_at(const char *p, const char *end, struct when *w, const struct when *near)
{
	const char *q;
	int a, b;

	if (point_at(p, end, w))
		return !w->stretch && !w->broken &&
		    (near->to.year == 0 || w->to.year != 0 || near->to.month != 0);
	q = level_at(p, end, &days, &a, &b);
	if (q == NULL || a != b || near->to.day == 0)
		return false;
	w->to = (struct date){ 0, near->to.month, (int8_t)a };
	w->end = q;
	after_at(end, w);
	return true;
}

/* Digits that have lost the 年 or 月 between them: 2024717日, 20254月底, and their far end. */
static bool
garbled_at(const char *p, const char *end, struct when *w)
{
	struct number n = arabic_at(p, end);
	const char *q;

	if (n.digits < 5 || n.digits > 8 || (!stands(p, end, "19") && !stands(p, end, "20")))
		return false;
	for (;;) {
		q = unit_at(n.end, end, U'月');
		if (q == NULL)
			q = unit_at(n.end, end, U'日');
		if (q == NULL)
			break;
		w->end = q;
		q = joint_at(q, end);
		if (q == NULL)
			break;
		n = arabic_at(q, end);
	}
	w->broken = w->end > p;
	return w->broken;
}

void
when_rest(const char *p, const char *end, struct when *w)
{
	w->end = p;
	if (!w->stretch)
		month_day_of(number_at(skip_blanks(p, end), end), end, w);
	if (w->end == p)
		paper_number_at(end, w);
	after_at(end, w);
}

static bool
part_at(const char *p, const char *end, struct when *w)
{
	const struct word *word = words_at(&words_date_after, p, end);

	if (word == NULL || word->value < AFTER_HALF_1 || word->value > AFTER_QUARTERS_3)
		return false;
	*w = (struct when){ .begin = p, .end = p + word->n };
	set_part(w, (uint8_t)word->value);
	after_at(end, w);
	return true;
}

bool
when_at(const char *p, const char *end, struct when *w)
{
	struct when far;
	const char *q;

	if (!point_at(p, end, w))
		return part_at(p, end, w) || garbled_at(p, end, w);
	if (w->stretch || w->broken || w->close != AFTER_STOP)
		return true;
	q = joint_at(w->end, end);
	if (q == NULL || !far_end_at(q, end, &far, w))
		return true;
	if (far.to.year == 0)
		far.to.year = w->from.year;
	w->to = far.to;
	w->close = far.close;
	w->end = far.end;
	w->stretch = true;
	return true;
}
