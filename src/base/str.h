/*
 * str: a borrowed run of bytes, normally UTF-8, not ended by NUL.
 *
 * A str owns nothing. It points into a text, an arena or a literal, and is
 * good for as long as that is. The empty str has n == 0; its p may be NULL.
 */
#ifndef BH_STR_H
#define BH_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *p;
	size_t n;
};

/* A str over a string literal. */
#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
/* For printf("%.*s", STR_ARG(s)). */
#define STR_ARG(s) (int)(s).n, (s).p ? (s).p : ""

static inline struct str
str_of(const char *p, const char *end)
{
	return (struct str){ p, (size_t)(end - p) };
}

static inline struct str
cstr(const char *p)
{
	return (struct str){ p, p == NULL ? 0 : strlen(p) };
}

static inline const char *
str_end(struct str s)
{
	return s.n == 0 ? s.p : s.p + s.n;
}

/* The bytes [from, to) of s, cut to what is there. */
static inline struct str
str_slice(struct str s, size_t from, size_t to)
{
	if (to > s.n)
		to = s.n;
	if (from > to)
		from = to;
	return (struct str){ from == 0 ? s.p : s.p + from, to - from };
}

static inline bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool
str_starts(struct str s, struct str with)
{
	return s.n >= with.n && (with.n == 0 || memcmp(s.p, with.p, with.n) == 0);
}

static inline bool
str_ends(struct str s, struct str with)
{
	return s.n >= with.n &&
	    (with.n == 0 || memcmp(s.p + s.n - with.n, with.p, with.n) == 0);
}

#define STR_NONE SIZE_MAX

/* Where needle first stands in s at or after `from`; STR_NONE if nowhere. */
size_t str_find(struct str s, struct str needle, size_t from);
/* Where needle last stands in s; STR_NONE if nowhere. */
size_t str_rfind(struct str s, struct str needle);
static inline bool
str_has(struct str s, struct str needle)
{
	return str_find(s, needle, 0) != STR_NONE;
}


/* Whether one of n words stands at the start, at the end, anywhere. */
bool str_starts_any(struct str s, const struct str *words, size_t n);
bool str_ends_any(struct str s, const struct str *words, size_t n);
/* `words` are parted by single blanks; "" has none. */
bool str_has_any(struct str s, const char *words);

/*
 * Without blanks at either end: ASCII white space, U+00A0, U+2000..U+200B, U+3000, U+FEFF.
 * Mostly there are none, and the first or the last byte tells so.
 */
struct str str_trim_blanks_left(struct str s);
struct str str_trim_blanks_right(struct str s);

static inline struct str
str_trim_left(struct str s)
{
	unsigned char c;

	while (str_starts(s, STR("　")))		/* the indent of a paragraph */
		s = str_slice(s, strlen("　"), s.n);
	c = s.n < 3 ? ' ' : (unsigned char)s.p[0];
	return c <= ' ' || c == 0xC2 || c == 0xE2 || (c == 0xEF && s.p[1] == '\xBB') ? str_trim_blanks_left(s) : s;
}

static inline struct str
str_trim_right(struct str s)
{
	unsigned char c = s.n < 3 ? ' ' : (unsigned char)s.p[s.n - 1];
	bool maybe = c <= ' ' || c == 0x80 || c == 0xA0 || c == 0xBF || (c <= 0x8B && s.p[s.n - 3] == '\xE2');

	return maybe ? str_trim_blanks_right(s) : s;
}

static inline struct str
str_trim(struct str s)
{
	return str_trim_right(str_trim_left(s));
}

/* Byte order; for sorting and for the map. */
int str_cmp(struct str a, struct str b);
uint64_t str_hash(struct str s);

#endif
