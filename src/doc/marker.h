/*
 * marker: the signs that number an official document (GB/T 9704-2012, 7.3.3:
 * 一、 （一） 1. （1）; and by custom ①, 第一章, 第一条, 一是, 第一，), in both
 * widths and as single signs (㈠ ⑴ ⒈). Form only: whether a sign at this place
 * is a marker, and of which level, the outline decides.
 */
#ifndef BH_MARKER_H
#define BH_MARKER_H

#include "base/utf8.h"
#include "doc/article.h"

struct marker {
	enum mark mark;
	uint32_t number;	/* 1..9999; 最后 counts as 0 */
	uint16_t bytes;		/* of the whole sign: （一） with its brackets, 1. with its point */
};

/* 1..9 of 一..九, 10 of 十, else 0: each has a place of its own, and none needs a branch. */
static inline unsigned
marker_han_digit(uint32_t c)
{
	static const struct {
		uint16_t c;
		uint8_t digit;
	} places[16] = {
		[0] = { U'一', 1 }, [14] = { U'二', 2 }, [10] = { U'三', 3 }, [15] = { U'四', 4 }, [2] = { U'五', 5 },
		[4] = { U'六', 6 }, [3] = { U'七', 7 }, [7] = { U'八', 8 }, [12] = { U'九', 9 }, [6] = { U'十', 10 },
	};
	unsigned i = c * 13 >> 1 & 15;

	return places[i].c == c ? places[i].digit : 0;
}

/* The kinds of character that a marker begins with; nearly all begin none. */
enum marker_first {
	MARKER_NONE,
	MARKER_BRACKET,		/* ( （ */
	MARKER_DIGIT,
	MARKER_HAN,		/* 一 to 十 */
	MARKER_DI,		/* 第 */
	MARKER_WORD,		/* 首 其 再 */
	MARKER_SIGN,		/* ① ⑴ ⒈ ㈠ and more */
};

static inline enum marker_first
marker_first(uint32_t c)
{
	if (c < 0x80)
		return c >= '0' && c <= '9' ? MARKER_DIGIT : c == '(' ? MARKER_BRACKET : MARKER_NONE;
	if (c >= 0x4E00 && c <= 0x56DB)
		return c == 0x5176 || c == 0x518D ? MARKER_WORD : marker_han_digit(c) > 0 ? MARKER_HAN : MARKER_NONE;
	if (c > 0x56DB && c < 0xFF08)
		return c == 0x7B2C ? MARKER_DI : c == 0x9996 ? MARKER_WORD : MARKER_NONE;
	if (c >= 0xFF08)
		return c == 0xFF08 ? MARKER_BRACKET : utf8_digit(c) >= 0 ? MARKER_DIGIT : MARKER_NONE;
	return c >= 0x2460 && c <= 0x3229 ? MARKER_SIGN : MARKER_NONE;
}

/* The rest of marker_at, for a character of `len` bytes that may begin a marker. */
bool marker_read(enum marker_first, const char *p, unsigned len, const char *end, struct marker *m);

/* The marker that stands at p. A numeral without its mark is none (一些, 2024年, 3.6亿). */
static inline bool
marker_at(const char *p, const char *end, struct marker *m)
{
	enum marker_first first;
	unsigned len;

	if (p >= end)
		return false;
	first = marker_first(utf8_get(p, end, &len));
	return first != MARKER_NONE && marker_read(first, p, len, end, m);
}

/* A Han numeral 一..九十九 at p; 0 if none. *bytes is its length. */
uint32_t marker_numeral(const char *p, const char *end, size_t *bytes);

#endif
