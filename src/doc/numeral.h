/*
 * numeral: numbers as Chinese papers write them, in Arabic figures of either
 * width, in Chinese ones, and mixed (GB/T 15835-2011): 1,280  ３.６万  220余万
 * 两千四百五  10亿零817万5288  三四十. Values are exact.
 *
 * It says what a run of characters comes to, not whether a number is meant:
 * that is for quantity.c.
 */
#ifndef BH_NUMERAL_H
#define BH_NUMERAL_H

#include "base/utf8.h"
#include "doc/fact.h"
#include "doc/words.h"

struct numeral {
	struct decimal low, high;	/* the same, but for two neighbours: 三四十 is 30 and 40 */
	const char *end;		/* the byte after it */
	uint32_t next;			/* the character that stands there; 0 at the end of the text */
	uint32_t figures;		/* Arabic figures in it; 0: Chinese ones alone */
	uint8_t power;			/* of ten, of the unit it ends in; 0 where it ends in a figure */
	bool about;			/* 余, 多 or 几 stands inside: 220余万, 二十几万 */
	bool pair;			/* two neighbours: low and high differ */
	bool bare;			/* begins with a unit that nothing counts: 百, 万 */
	bool units;			/* holds 十, 百, 千, 万 or 亿 */
	bool large;			/* holds 万 or 亿 */
	bool formal;			/* holds a figure of the forms used for money: 叁, 拾 */
	bool string;			/* figures one after another, read out rather than counted: 二〇二六 */
	bool huge;			/* more than 15 figures, or past what a decimal holds: no value */
	bool padded;			/* begins with a 0 that counts nothing: 0527 */
};

#define NUMERAL_FIGURES 15

/* Every character that a numeral can begin with, both widths and the forms for money too. */
#define NUMERAL_CHARS                                   \
	"0123456789０１２３４５６７８９"                \
	"〇零一二两三四五六七八九十百千万亿兆"          \
	"壹贰叁肆伍陆柒捌玖拾佰仟"

/* How many ASCII figures stand at p, told of all bytes at once: FIGURES_AT_ONCE if no fewer do. */
#define FIGURES_AT_ONCE 8
static inline unsigned
numeral_figures(const char *p, const char *end)
{
	uint64_t raw = words_raw_upto(p, end) ^ 0x3030303030303030;	/* 0 to 9, or more where none stands */
	uint64_t none = ((raw + 0x7676767676767676) | raw) & 0x8080808080808080;

	return none == 0 ? FIGURES_AT_ONCE : (unsigned)__builtin_ctzll(none) >> 3;
}

/* What the first n of eight ASCII figures come to: moved up behind zeros, then by twos, fours and all eight. */
static inline uint32_t
numeral_value(uint64_t raw, unsigned n)
{
	if (n == 0)
		return 0;
	raw = (raw & 0x0F0F0F0F0F0F0F0F) << (64 - 8 * n);
	raw = (raw * 10 + (raw >> 8)) & 0x00FF00FF00FF00FF;
	raw = (raw * 100 + (raw >> 16)) & 0x0000FFFF0000FFFF;
	return (uint32_t)(raw * 10000 + (raw >> 32));
}

/* The longest numeral at p; false where none begins. Reads each byte once, however long it is. */
bool numeral_read(const char *p, const char *end, struct numeral *);

/* Is the character a Chinese figure or unit? Not the forms used for money. */
bool numeral_is_han(uint32_t c);

/* d * 10^power, or a sum: false and d untouched where it would not fit. */
bool decimal_shift(struct decimal *d, int power);
bool decimal_add(struct decimal *d, struct decimal more);
/* Below zero, zero or above as a is less than, the same as or more than b. */
int decimal_cmp(struct decimal a, struct decimal b);

static inline bool
is_figure(uint32_t c)
{
	return utf8_digit(c) >= 0 || numeral_is_han(c);
}

#endif
