/*
 * around: looking at the characters around a place in a text. Nothing here
 * reads past the ends it is given, and each call is cheap: a rule asks them at
 * every number.
 */
#ifndef BH_AROUND_H
#define BH_AROUND_H

#include "base/chars.h"
#include "base/utf8.h"

/* Kept out of its caller, so that a test before it is not paid for with its frame. */
#define APART __attribute__((noinline))

static inline bool
is_one_of(uint32_t c, const uint32_t *set)
{
	while (*set != 0 && *set != c)
		set++;
	return *set != 0;
}

/*
 * The same of a few characters of the basic plane, all compared at once: the
 * branches of a switch on what stands around a number are hard to foretell.
 * The set is an array of 8, 16 or 24, the rest of it 0.
 */
#define is_one_of_few(c, set) few_have((c), (set), sizeof (set) / sizeof (set)[0])

static inline bool
few_have(uint32_t c, const uint16_t *set, size_t n)
{
	typedef uint16_t eight __attribute__((vector_size(16)));
	eight found = { 0 }, v;
	uint64_t half[2];

	for (size_t i = 0; i + 8 <= n; i += 8) {
		memcpy(&v, set + i, sizeof v);
		found |= (eight)(v == (uint16_t)c);
	}
	memcpy(half, &found, sizeof half);
	return (half[0] | half[1]) != 0 && c - 1 < 0xFFFF;
}

/* The last character of s is one of the signs, none of which is Han: mostly a Han one stands there. */
static inline bool
ends_in_sign(struct str s, const uint32_t *signs)
{
	const char *at;
	uint32_t c = char_before(str_end(s), s.p, &at);

	return !(c >= 0x4E00 && c <= 0x9FFF) && is_one_of(c, signs);
}

static inline bool
is_letter(uint32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static inline bool
is_blank(uint32_t c)
{
	return c <= 0x3000 && (c == ' ' || c == 0xA0 || c == 0x3000);
}

static inline const char *
skip_blank(const char *p, const char *end)
{
	unsigned len;

	if (p >= end || (*p != ' ' && (unsigned char)*p != 0xC2 && (unsigned char)*p != 0xE3))
		return p;
	return is_blank(char_at(p, end, &len)) ? p + len : p;
}

/* Whether the word stands at p. */
static inline bool
stands(const char *p, const char *end, const char *word)
{
	size_t n = strlen(word);

	return p <= end && (size_t)(end - p) >= n && memcmp(p, word, n) == 0;
}

/* Whether it ends at p. */
static inline bool
stands_before(const char *p, const char *begin, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(p - begin) >= n && memcmp(p - n, word, n) == 0;
}

/*
 * Bytes of the first of the words that stands at p, 0 if none does. A list of
 * words ends in NULL. Nearly all differ in the first two bytes.
 */
static inline size_t
any_at(const char *p, const char *end, const char *const *words)
{
	for (; *words != NULL; words++) {
		const char *word = *words, *q = p;

		if (end - p >= 2 && memcmp(word, p, 2) != 0 && word[1] != '\0')
			continue;
		while (*word != '\0' && q < end && *q == *word) {
			q++;
			word++;
		}
		if (*word == '\0')
			return (size_t)(q - p);
	}
	return 0;
}

/* The same of those that end at p. */
static inline size_t
any_before(const char *p, const char *begin, const char *const *words)
{
	for (; *words != NULL; words++) {
		size_t n = strlen(*words);

		if ((size_t)(p - begin) >= n && p[-1] == (*words)[n - 1] && memcmp(p - n, *words, n) == 0)
			return n;
	}
	return 0;
}

/* Whether one of them stands anywhere in s. */
static inline bool
any_in(struct str s, const char *const *words)
{
	struct chars held = chars_of(s);

	for (; *words != NULL; words++)
		if (chars_may(&held, *words) && str_has(s, cstr(*words)))
			return true;
	return false;
}

#endif
