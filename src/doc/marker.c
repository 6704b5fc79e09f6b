#include "doc/marker.h"

static uint32_t
get(const char *p, const char *end, unsigned *len)
{
	if (p >= end) {
		*len = 0;
		return 0;
	}
	return utf8_get(p, end, len);
}

uint32_t
marker_numeral(const char *p, const char *end, size_t *bytes)
{
	const char *begin = p;
	uint32_t n = 0;
	unsigned len, d;

	d = marker_han_digit(get(p, end, &len));
	if (d == 0)
		return 0;
	p += len;
	n = d;
	if (d < 10) {
		if (marker_han_digit(get(p, end, &len)) == 10) {
			n = d * 10;
			p += len;
		}
	}
	if (n >= 10 && (d = marker_han_digit(get(p, end, &len))) > 0 && d < 10) {
		n += d;
		p += len;
	}
	*bytes = (size_t)(p - begin);
	return n;
}

/* Up to four digits of either width; 0 if none stand there or more do. */
static uint32_t
digits_at(const char *p, const char *end, size_t *bytes)
{
	const char *begin = p;
	uint32_t n = 0;
	unsigned len;
	int d, count = 0;

	while ((d = utf8_digit(get(p, end, &len))) >= 0 && len > 0) {
		if (++count > 4)
			return 0;
		n = n * 10 + (uint32_t)d;
		p += len;
	}
	*bytes = (size_t)(p - begin);
	return n;
}

/* A year stands at p: four digits and 年. */
static bool
year_at(const char *p, const char *end)
{
	size_t bytes;
	uint32_t n = digits_at(p, end, &bytes);
	unsigned len;

	return n >= 1900 && n < 2200 && get(p + bytes, end, &len) == 0x5E74;
}

static bool
set(struct marker *m, enum mark mark, uint32_t number, const char *from, const char *to)
{
	*m = (struct marker){ mark, number, (uint16_t)(to - from) };
	return number > 0;
}

/* One sign that is bracket, number and mark at once. */
static bool
single_sign(const char *p, unsigned len, struct marker *m)
{
	static const struct { uint32_t from, to; enum mark mark; } signs[] = {
		{ 0x2460, 0x2473, MARK_CIRCLE },	/* ① */
		{ 0x2776, 0x277F, MARK_CIRCLE },	/* ❶ */
		{ 0x2474, 0x2487, MARK_NUM_PAREN },	/* ⑴ */
		{ 0x2488, 0x249B, MARK_NUM },		/* ⒈ */
		{ 0x3220, 0x3229, MARK_HAN_PAREN },	/* ㈠ */
	};
	uint32_t c = utf8_get(p, p + len, &len);

	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (c >= signs[i].from && c <= signs[i].to)
			return set(m, signs[i].mark, c - signs[i].from + 1, p, p + len);
	return false;
}

static bool
is_close(uint32_t c)
{
	return c == ')' || c == 0xFF09;
}

static bool
in_brackets(const char *p, const char *end, unsigned open, struct marker *m)
{
	const char *q = p + open;
	size_t bytes;
	unsigned len;
	enum mark mark = MARK_HAN_PAREN;
	uint32_t n = marker_numeral(q, end, &bytes);

	if (n == 0) {
		mark = MARK_NUM_PAREN;
		n = digits_at(q, end, &bytes);
		if (n == 0 || n > 200)
			return false;
	}
	q += bytes;
	if (!is_close(get(q, end, &len)))
		return false;
	return set(m, mark, n, p, q + len);
}

/* 1. 1． 1、 1）: not 3.6 and not 2、3季度; a year may follow the point. */
static bool
arabic(const char *p, const char *end, struct marker *m)
{
	size_t bytes;
	unsigned len, next;
	uint32_t n = digits_at(p, end, &bytes), c;
	const char *q;

	if (n == 0 || n > 999 || bytes > 9)
		return false;
	q = p + bytes;
	c = get(q, end, &len);
	if (is_close(c))
		return set(m, MARK_NUM_PAREN, n, p, q + len);
	if (c != '.' && c != 0xFF0E && c != 0x3001)
		return false;
	q += len;
	c = get(q, end, &next);
	if (next > 0 && utf8_digit(c) >= 0 && !year_at(q, end))
		return false;
	if (c == '%' || c == '.')
		return false;
	return set(m, MARK_NUM, n, p, q);
}

/* A list of ranks, not a marker: 二、三级医院 一、二、三产业 三、四季度. */
static bool
is_enumeration(const char *p, const char *end)
{
	static const char *const ranks[] = { "级", "类", "季", "线", "产", "期", "等", "、", "年", "是" };
	size_t bytes;

	if (marker_numeral(p, end, &bytes) == 0)
		return false;
	p += bytes;
	for (size_t i = 0; i < sizeof ranks / sizeof ranks[0]; i++)
		if (end - p >= 3 && memcmp(p, ranks[i], 3) == 0)
			return true;
	return false;
}

/* 一、 一是 一要 */
static bool
han(const char *p, const char *end, struct marker *m)
{
	size_t bytes;
	uint32_t n = marker_numeral(p, end, &bytes), c;
	unsigned len;

	if (n == 0)
		return false;
	c = get(p + bytes, end, &len);
	if (c == 0x3001)
		return !is_enumeration(p + bytes + len, end) && set(m, MARK_HAN, n, p, p + bytes + len);
	if (c == 0x662F || c == 0x8981)		/* 是 要 */
		return set(m, MARK_IS, n, p, p + bytes + len);
	return false;
}

/* 第一章 第一条 第一， */
static bool
ordinal(const char *p, const char *end, struct marker *m)
{
	static const struct { const char *word; enum mark mark; } units[] = {
		{ "编", MARK_PART }, { "部分", MARK_PART }, { "章", MARK_CHAPTER },
		{ "节", MARK_SECTION }, { "条", MARK_ARTICLE },
		{ "，", MARK_ORDINAL }, { ",", MARK_ORDINAL },
	};
	const char *q = p + 3;		/* 第 */
	size_t bytes;
	unsigned len;
	uint32_t n = marker_numeral(q, end, &bytes), c;

	if (n == 0 && (n = digits_at(q, end, &bytes)) == 0)
		return false;
	q += bytes;
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
		size_t w = strlen(units[i].word);

		if ((size_t)(end - q) < w || memcmp(q, units[i].word, w) != 0)
			continue;
		q += w;
		c = get(q, end, &len);
		if (units[i].mark != MARK_ORDINAL && len > 0 && c != ' ' && c != 0x3000 && c != '\n')
			return false;
		return set(m, units[i].mark, n, p, q);
	}
	return false;
}

/* 首先， 其次， 再次， 最后， */
static bool
in_words(const char *p, const char *end, struct marker *m)
{
	static const struct { const char *word; uint32_t number; } words[] = {
		{ "首先，", 1 }, { "其次，", 2 }, { "再次，", 3 }, { "首先,", 1 }, { "其次,", 2 }, { "再次,", 3 },
	};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		size_t n = strlen(words[i].word);

		if ((size_t)(end - p) >= n && memcmp(p, words[i].word, n) == 0)
			return set(m, MARK_ORDINAL, words[i].number, p, p + n);
	}
	return false;
}

bool
marker_read(enum marker_first first, const char *p, unsigned len, const char *end, struct marker *m)
{
	switch (first) {
	case MARKER_BRACKET:
		return in_brackets(p, end, len, m);
	case MARKER_DIGIT:
		return arabic(p, end, m);
	case MARKER_HAN:
		return han(p, end, m);
	case MARKER_DI:
		return ordinal(p, end, m);
	case MARKER_WORD:
		return in_words(p, end, m);
	case MARKER_SIGN:
		return single_sign(p, len, m);
	default:
		return false;
	}
}
