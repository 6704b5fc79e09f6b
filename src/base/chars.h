/*
 * chars: which characters a short text holds, noted once, so that most words
 * of a list are refused by their first character and not looked for.
 */
#ifndef BH_CHARS_H
#define BH_CHARS_H

#include "base/utf8.h"

struct chars {
	struct str of;
	uint64_t bits[4];	/* by chars_place */
};

/* Of the character at p, of n bytes: by what its last two tell. Several characters share a place. */
static inline unsigned
chars_place(const char *p, unsigned n)
{
	return ((unsigned char)p[n - 1] & 0x3Fu) | (n == 3 ? ((unsigned char)p[1] & 3u) << 6 : 0);
}

static inline struct chars
chars_of(struct str s)
{
	struct chars c = { .of = s };

	for (const char *p = s.p, *end = str_end(s); p < end;) {
		unsigned n = utf8_len((unsigned char)*p), place;

		if ((size_t)(end - p) < n)
			break;
		place = chars_place(p, n);
		c.bits[place >> 6] |= UINT64_C(1) << (place & 63);
		p += n;
	}
	return c;
}

/* str_has_any() of the text. */
static inline bool
chars_have_any(const struct chars *c, const char *words)
{
	while (*words != '\0') {
		unsigned place = chars_place(words, utf8_len((unsigned char)*words));
		size_t n = 0;

		while (words[n] != '\0' && words[n] != ' ')
			n += utf8_len((unsigned char)words[n]);
		if ((c->bits[place >> 6] >> (place & 63) & 1) != 0 && str_find(c->of, (struct str){ words, n }, 0) != STR_NONE)
			return true;
		words += n + (words[n] == ' ');
	}
	return false;
}

#endif
