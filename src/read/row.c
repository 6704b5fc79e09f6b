#include "read/row.h"
#include "base/utf8.h"
#include "read/scan.h"

static bool
is_numeral(uint32_t c)
{
	switch (c) {
	case 0x4E00: case 0x4E8C: case 0x4E09: case 0x56DB: case 0x4E94:	/* 一二三四五 */
	case 0x516D: case 0x4E03: case 0x516B: case 0x4E5D: case 0x5341:	/* 六七八九十 */
	case 0x767E:								/* 百 */
		return true;
	}
	return false;
}

/* The run of digits or of numerals at *p; moves *p past it. How many characters. */
static unsigned
skip_number(const char **p, const char *end)
{
	unsigned n = 0, len;
	bool han = false;

	for (; *p < end; *p += len, n++) {
		uint32_t c = utf8_get(*p, end, &len);

		if (n == 0)
			han = is_numeral(c);
		if (han ? !is_numeral(c) : utf8_digit(c) < 0)
			break;
	}
	return n;
}

static uint32_t
peek(const char *p, const char *end)
{
	unsigned len;

	return p < end ? utf8_get(p, end, &len) : 0;
}

/* Who wrote it: a short row by itself, whatever stands above. */
static bool
is_byline(struct str s)
{
	static const struct str words[] = { STR("本报记者"), STR("本报通讯员"), STR("通讯员"), STR("记者　"), STR("记者 ") };

	if (s.n > 90 || s.n < 3)
		return false;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (memcmp(s.p, words[i].p, 3) == 0 && str_starts(s, words[i]))
			return true;
	return false;
}

/* A row that begins with a number: 一是 一、 1. 1、 */
static enum row_start
number_start(struct str s, bool han)
{
	const char *p = s.p, *end = str_end(s);
	unsigned len, n = skip_number(&p, end);
	uint32_t next;

	if (n > 3 || p == end)
		return ROW_WORD;
	next = utf8_get(p, end, &len);
	if (next == 0x662F && han)			/* 一是 */
		return ROW_MARK;
	if (next == 0x3001)				/* 一、 1、 */
		return ROW_FIGURE;
	if ((next == '.' || next == 0xFF0E) && !han)
		return utf8_digit(peek(p + len, end)) < 0 ? ROW_FIGURE : ROW_WORD;
	return ROW_WORD;
}

/* A row that begins with a Han character, as most do. */
static enum row_start
han_start(struct str s, uint32_t c)
{
	const char *end = str_end(s), *after = s.p + 3;
	uint32_t next;

	if (c == 0x7B2C) {			/* 第一章 */
		if (skip_number(&after, end) == 0)
			return ROW_WORD;
		next = peek(after, end);
		return next == 0x7AE0 || next == 0x8282 ? ROW_MARK : ROW_WORD;
	}
	if (is_numeral(c))
		return number_start(s, true);
	return is_byline(s) ? ROW_MARK : ROW_WORD;
}

enum row_start
row_start(struct str s)
{
	const char *end = str_end(s), *after;
	unsigned len, n;
	uint32_t c = utf8_get(s.p, end, &len), next;

	if (c >= 0x4E00 && c <= 0x9FFF)
		return han_start(s, c);
	switch (c) {
	case ',': case '.': case ';': case ':': case '!': case '?': case ')': case '%':
	case 0xFF0C: case 0x3002: case 0x3001: case 0xFF1B: case 0xFF1A: case 0xFF01: case 0xFF1F:
	case 0x300B: case 0xFF09: case 0x201D: case 0x2019: case 0x3011: case 0xFF05: case 0x300D:
		return ROW_CLOSER;
	case 0x25A0: case 0x25A1: case 0x25CF: case 0x25C6: case 0x25B2: case 0x2605: case 0x3010:
		return ROW_MARK;		/* ■□●◆▲★【 */
	case '(': case 0xFF08:
		after = s.p + len;
		n = skip_number(&after, end);
		next = peek(after, end);
		if (n > 0 && n <= 3 && (next == ')' || next == 0xFF09))
			return ROW_MARK;
		/* (上接 (下转 */
		return next == 0x4E0A || next == 0x4E0B ? ROW_MARK : ROW_WORD;
	}
	if (c >= 0x2460 && c <= 0x2473)		/* ①..⑳ */
		return ROW_MARK;
	return utf8_digit(c) >= 0 ? number_start(s, false) : ROW_WORD;
}

static enum row_end
end_of(struct str s)
{
	const char *p = str_end(s);
	bool closed = false;
	unsigned len;

	if (s.n >= 3 && p[-3] >= '\xE4' && p[-3] <= '\xE9')
		return ROW_OPEN;	/* a Han character, as most rows end */
	while (p > s.p) {
		p = utf8_back(p, s.p);
		switch (utf8_get(p, str_end(s), &len)) {
		case 0x3002: case 0xFF01: case 0xFF1F: case 0xFF1B: case 0x2026:	/* 。！？；… */
		case '!': case '?': case ';':
			return ROW_FINAL;
		case '.': case 0xFF1A: case ':':
			return closed ? ROW_OPEN : ROW_FINAL;
		case 0xFF0C: case 0x3001: case ',': case 0xFF08: case '(': case 0x300A: case 0x201C:
			return closed ? ROW_OPEN : ROW_COMMA;
		case ')': case 0xFF09: case '"': case '\'': case 0x201D: case 0x2019: case 0x300D:
			if (closed)
				return ROW_OPEN;
			closed = true;
			break;
		default:
			return ROW_OPEN;
		}
	}
	return ROW_OPEN;
}

/* 2024年11月13日, in either digits or 二〇二四年… */
static bool
is_date(struct str s)
{
	static const char day[] = "日";
	unsigned han = 0, len;

	if (s.n < 14 || s.n > 40 || memcmp(str_end(s) - 3, day, 3) != 0)
		return false;
	for (const char *p = s.p; p < str_end(s); p += len) {
		uint32_t c = utf8_get(p, str_end(s), &len);

		if (c == 0x5E74 || c == 0x6708 || c == 0x65E5)	/* 年月日 */
			han++;
		else if (utf8_digit(c) < 0 && !is_numeral(c) && c != 0x3007 && c != 0x25CB && c != ' ')
			return false;
	}
	return han == 3;
}

void
row_look(struct row *r)
{
	r->date = is_date(r->s);
	r->start = (uint8_t)row_start(r->s);
	r->end = (uint8_t)end_of(r->s);
}

static bool
is_dash(uint32_t c)
{
	return c == '-' || c == 0x2014 || c == 0x2013 || c == 0xFF0D || c == 0x2015 || c == 0x2500;
}

/* Reads digits; UINT32_MAX where there are none, or too many for a page. */
static uint32_t
page_digits(const char **p, const char *end)
{
	uint32_t v = 0;
	unsigned len, n = 0;

	for (; *p < end; *p += len, n++) {
		int d = utf8_digit(utf8_get(*p, end, &len));

		if (d < 0)
			break;
		v = n < 5 ? v * 10 + (uint32_t)d : v;
	}
	return n == 0 || n > 4 ? UINT32_MAX : v;
}

static void
skip_blanks(const char **p, const char *end)
{
	struct str rest = str_trim_left(str_of(*p, end));

	*p = rest.p;
}

static bool
take(const char **p, const char *end, const char *word)
{
	size_t n = strlen(word);

	if ((size_t)(end - *p) < n || memcmp(*p, word, n) != 0)
		return false;
	*p += n;
	skip_blanks(p, end);
	return true;
}

static unsigned
skip_dashes(const char **p, const char *end)
{
	unsigned n = 0, len;

	for (; *p < end && is_dash(utf8_get(*p, end, &len)); *p += len)
		n++;
	skip_blanks(p, end);
	return n;
}

uint32_t
row_page_number_closer(struct str s)
{
	const char *p = s.p, *end = str_end(s);
	uint32_t n;

	if (take(&p, end, "第")) {
		n = page_digits(&p, end);
		skip_blanks(&p, end);
		if (n == UINT32_MAX || !take(&p, end, "页"))
			return 0;
		take(&p, end, "/");
		take(&p, end, "，");
		if (take(&p, end, "共") && (page_digits(&p, end) == UINT32_MAX || (skip_blanks(&p, end), !take(&p, end, "页"))))
			return 0;
		return p == end ? n : 0;
	}
	if (skip_dashes(&p, end) > 0) {
		n = page_digits(&p, end);
		skip_blanks(&p, end);
		return n != UINT32_MAX && skip_dashes(&p, end) > 0 && p == end ? n : 0;
	}
	n = page_digits(&p, end);
	skip_blanks(&p, end);
	if (n == UINT32_MAX || !take(&p, end, "/"))
		return 0;
	return page_digits(&p, end) != UINT32_MAX && p == end ? n : 0;
}

#define STEPS 24	/* blanks looked at */
#define STEP_LEAST 10
#define STEP_MOST 50

unsigned
row_step(struct str s)
{
	uint8_t gaps[STEPS];
	unsigned n = scan_gaps(s, gaps, STEPS), near = 0, best = 0;
	unsigned upto[STEP_MOST * 6 / 5 + 1] = { 0 };	/* how many gaps are no longer */

	if (n < ROW_STEPS_LEAST)
		return 0;
	for (unsigned i = 0; i < n; i++)
		if (gaps[i] <= STEP_MOST * 6 / 5)
			upto[gaps[i]]++;
	for (unsigned k = 1; k <= STEP_MOST * 6 / 5; k++)
		upto[k] += upto[k - 1];
	/* The gap that most others are within a fifth of. */
	for (unsigned i = 0; i < n; i++) {
		unsigned like, gap = gaps[i];

		if (gap < STEP_LEAST || gap > STEP_MOST)
			continue;
		like = upto[gap * 6 / 5] - upto[(gap * 4 + 4) / 5 - 1];
		if (like > near) {
			near = like;
			best = gap;
		}
	}
	return near * 10 >= n * 7 ? best : 0;
}

bool
row_ends_in_marker(struct str s)
{
	const char *p = str_end(s), *open;
	unsigned len, n = 0;
	uint32_t c = 0;

	if (s.n == 0)
		return false;
	p = utf8_back(p, s.p);
	c = utf8_get(p, str_end(s), &len);
	if (c != ')' && c != 0xFF09)
		return false;
	while (p > s.p && n < 4) {
		p = utf8_back(p, s.p);
		c = utf8_get(p, str_end(s), &len);
		if (c == '(' || c == 0xFF08)
			break;
		n++;
	}
	if (p == s.p || n == 0 || (c != '(' && c != 0xFF08))
		return false;
	open = p;
	p += len;
	return skip_number(&p, str_end(s)) == n && end_of(str_of(s.p, open)) == ROW_FINAL;
}
