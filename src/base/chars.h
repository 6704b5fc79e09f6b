/*
 * chars: which characters a short text holds, noted once, so that most words
 * of a list are refused by their first character and not looked for.
 */
#ifndef BH_CHARS_H
#define BH_CHARS_H

#include "base/str.h"

struct chars {
	struct str of;
	uint64_t bits[4];	/* by chars_place */
};

/* Bytes to step over at p: a character of three, else one byte, which no place or blank takes for another. */
static inline unsigned
chars_step(const char *p)
{
	return (unsigned char)*p >= 0xE0 ? 3 : 1;
}

/* Of the step at p: by what the last two bytes tell. Several characters share a place. */
static inline unsigned
chars_place(const char *p, unsigned step)
{
	return step == 1 ? *p & 0x3Fu : ((unsigned char)p[2] & 0x3Fu) | ((unsigned char)p[1] & 3u) << 6;
}

static inline struct chars
chars_of(struct str s)
{
	struct chars c = { .of = s };
	unsigned step;

	for (const char *p = s.p, *end = str_end(s); p < end && (step = chars_step(p)) <= (size_t)(end - p); p += step) {
		unsigned place = chars_place(p, step);

		c.bits[place >> 6] |= UINT64_C(1) << (place & 63);
	}
	return c;
}

/* Whether the text may hold a word that is not empty: nearly all are refused. */
static inline bool
chars_may(const struct chars *c, const char *word)
{
	unsigned place = chars_place(word, chars_step(word));

	return (c->bits[place >> 6] >> (place & 63) & 1) != 0;
}

/* str_has() of the text, of a word that is not empty. */
static inline bool
chars_have(const struct chars *c, struct str word)
{
	return chars_may(c, word.p) && str_find(c->of, word, 0) != STR_NONE;
}

/* str_has_any() of the text. */
static inline bool
chars_have_any(const struct chars *c, const char *words)
{
	while (*words != '\0') {
		size_t n = chars_step(words);

		while (words[n] != '\0' && words[n] != ' ')
			n += chars_step(words + n);
		if (chars_have(c, (struct str){ words, n }))
			return true;
		words += n + (words[n] == ' ');
	}
	return false;
}

#endif
