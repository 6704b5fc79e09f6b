/*
 * words: the word lists, data compiled in. A list is one file in words/, a
 * word a line; after a TAB may stand a value (a number, or a name that an
 * `@include` line of the same file makes known). scripts/words.py turns each
 * into a table in which the words that share a bucket stand longest first; a
 * list that says `@gate` is asked at every character and has tables of its own
 * (doc/status.h).
 */
#ifndef BH_WORDS_H
#define BH_WORDS_H

#include <endian.h>

#include "base/str.h"

struct word {
	const char *p;
	uint16_t n;
	int16_t value;
};

#define WORDS_BUCKETS 256

struct words {
	const struct word *v;		/* by bucket, longest first within it */
	const uint16_t *bucket;		/* WORDS_BUCKETS + 1 places in v */
	const uint64_t *first;		/* a bit for each character of the basic plane that begins a word */
	const uint64_t *alone;		/* a bit for each words_tail of a character that is a word by itself */
	const uint64_t *last;		/* a bit for each character that ends a word */
	const uint64_t *pair;		/* a bit for each words_pair of two characters that begin a word */
	uint16_t n;
};

/* n bytes are the same; in line, for words are short and asked for everywhere. */
static inline bool
words_same(const char *a, const char *b, size_t n)
{
	uint64_t x, y;
	uint32_t u, v;

	for (; n >= 8; n -= 8, a += 8, b += 8) {
		memcpy(&x, a, 8);
		memcpy(&y, b, 8);
		if (x != y)
			return false;
	}
	if (n >= 4) {
		memcpy(&u, a, 4);
		memcpy(&v, b, 4);
		if (u != v)
			return false;
		n -= 4;
		a += 4;
		b += 4;
	}
	while (n > 0 && *a == *b) {
		n--;
		a++;
		b++;
	}
	return n == 0;
}

/* The bucket of a word by its first bytes: the whole first character. */
static inline unsigned
words_bucket(const char *p, const char *end)
{
	unsigned char c = (unsigned char)*p;

	if (c < 0x80 || end - p < 3)
		return c;
	return ((unsigned char)p[1] * 31u + (unsigned char)p[2] * 7u + c) & (WORDS_BUCKETS - 1);
}

/* Eight bytes at p, the first one lowest; six of them are the first two characters of a Chinese word. */
static inline uint64_t
words_raw(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof v);
	return le64toh(v);
}

#define WORDS_PAIRS 16384

/* Of two characters of three bytes each, from their raw bytes. */
static inline unsigned
words_pair(uint64_t raw)
{
	return (unsigned)((raw & 0xFFFFFFFFFFFF) * 0x9E3779B97F4A7C15u >> 50);
}

/* The last two of the three bytes of a character: they tell most apart. */
static inline unsigned
words_tail(uint64_t raw)
{
	return raw >> 8 & 0xFFFF;
}

/* The character of three bytes at p; 0 if it is of another length or ends past end. */
static inline unsigned
words_character(const char *p, const char *end)
{
	unsigned char a;

	if (end - p < 3 || (a = (unsigned char)p[0]) < 0xE0 || a >= 0xF0)
		return 0;
	return (a & 0x0Fu) << 12 | ((unsigned char)p[1] & 0x3Fu) << 6 | ((unsigned char)p[2] & 0x3Fu);
}

static inline bool
words_bit(const uint64_t *bits, unsigned i)
{
	return bits[i >> 6] >> (i & 63) & 1;
}

/* Whether a word of the list may stand at p < end, by its first two characters: nearly nowhere does one. */
static inline bool
words_may(const struct words *w, const char *p, const char *end)
{
	unsigned c = words_character(p, end);

	if (c == 0)
		return (unsigned char)*p >= 0x80 || words_bit(w->first, (unsigned char)*p);
	if (!words_bit(w->first, c))
		return false;
	if (end - p < 8 || words_character(p + 3, end) == 0)
		return true;
	return words_bit(w->pair, words_pair(words_raw(p))) || words_bit(w->alone, words_tail(words_raw(p)));
}

/* The longest word of the list that stands at p; NULL if none does. */
const struct word *words_at(const struct words *, const char *p, const char *end);
/* The longest word of the list that ends at p, not reaching back before begin; NULL if none does. */
const struct word *words_before(const struct words *, const char *p, const char *begin);
/* The first word of the list anywhere in s, and where; NULL if none stands there. */
const struct word *words_find(const struct words *, struct str s, size_t *at);

/* One line for each file in words/. */
#define WORD_LISTS(X) X(measure) X(comparator) X(bound) X(fixed) X(body) X(duty) X(kind) X(date_after) X(date_before) X(goal) X(contact)
#define X(name) extern const struct words words_##name;
WORD_LISTS(X)
#undef X

#endif
