/*
 * words: the word lists, data compiled in. A list is one file in words/, a
 * word a line; after a TAB may stand a value (a number, or a name that an
 * `@include` line of the same file makes known). scripts/words.py turns each
 * into a table in which the words that share a bucket stand longest first; a
 * list that says `@gate` is asked at every character and has tables of its own
 * (doc/cues.h).
 */
#ifndef BH_WORDS_H
#define BH_WORDS_H

#include <endian.h>

#include "base/str.h"

struct word {
	const char *p;
	uint64_t head;			/* its first bytes as words_raw() gives them, 0 behind its end */
	uint16_t n;
	int16_t value;
	uint8_t spare;			/* bits of the head that it does not fill */
};

#define WORDS_BUCKETS 256

struct words {
	const struct word *v;		/* by bucket, longest first within it */
	const uint16_t *bucket;		/* WORDS_BUCKETS + 1 places in v */
	const uint16_t *back;		/* places in v by words_bucket_back, longest first within a bucket */
	const uint16_t *bucket_back;	/* WORDS_BUCKETS + 1 places in back */
	const uint64_t *first;		/* a bit for each character of the basic plane that begins a word */
	const uint64_t *alone;		/* a bit for each words_tail of a character that is a word by itself */
	const uint64_t *pair;		/* a bit for each words_pair of two characters that begin a word */
	const uint64_t *pair_back;	/* … and of two that end one */
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

/* … and by its last bytes, of which a word that ends in no ASCII character has two at least. */
static inline unsigned
words_bucket_back(const char *p, const char *begin)
{
	unsigned char c = (unsigned char)p[-1];

	if (c < 0x80 || p - begin < 2)
		return c;
	return ((unsigned char)p[-2] * 31u + c * 7u) & (WORDS_BUCKETS - 1);
}

/* Eight bytes at p, the first one lowest; six of them are the first two characters of a Chinese word. */
static inline uint64_t
words_raw(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof v);
	return le64toh(v);
}

/* The same where fewer may be left: 0 behind the end. */
static inline uint64_t
words_raw_upto(const char *p, const char *end)
{
	char held[8] = { 0 };

	if (end - p >= 8)
		return words_raw(p);
	memcpy(held, p, (size_t)(end - p));
	return words_raw(held);
}

/* Whether it stands at p, whose bytes are `raw`: they tell it, but for the rest of a long word. */
static inline bool
words_stands(const struct word *w, uint64_t raw, const char *p, const char *end)
{
	if ((raw ^ w->head) << w->spare != 0)
		return false;
	return w->n <= 8 || ((size_t)(end - p) >= w->n && words_same(p + 8, w->p + 8, w->n - 8u));
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

/* Whether the bytes at p are two characters of three bytes each. */
static inline bool
words_is_pair(uint64_t raw)
{
	return (raw & 0xF00000F0) == 0xE00000E0;
}

/* The same where p is not known to begin with two characters of three bytes. */
static inline bool
words_may_narrow(const struct words *w, const char *p, const char *end)
{
	unsigned c = words_character(p, end);

	if (c == 0)
		return (unsigned char)*p >= 0x80 || words_bit(w->first, (unsigned char)*p);
	return words_bit(w->first, c);
}

/* Whether a word of the list may stand at p < end, by its first two characters: nearly nowhere does one. */
static inline bool
words_may(const struct words *w, const char *p, const char *end)
{
	if (end - p >= 8) {
		uint64_t raw = words_raw(p);

		if (words_is_pair(raw))
			return words_bit(w->pair, words_pair(raw)) || words_bit(w->alone, words_tail(raw));
	}
	return words_may_narrow(w, p, end);
}

/* The longest word of the list that stands at p < end; NULL if none does. */
const struct word *words_longest(const struct words *, const char *p, const char *end);
/* The word of the one character of three bytes that stands at p, its bytes `raw`; NULL if there is none. */
const struct word *words_single(const struct words *, uint64_t raw, const char *p, const char *end);

/* The longest word of the list that stands at p; NULL if none does. */
static inline const struct word *
words_at(const struct words *w, const char *p, const char *end)
{
	if (end - p >= 8) {
		uint64_t raw = words_raw(p);

		if (words_is_pair(raw)) {
			if (words_bit(w->pair, words_pair(raw)))
				return words_longest(w, p, end);
			return words_bit(w->alone, words_tail(raw)) ? words_single(w, raw, p, end) : NULL;
		}
	}
	return p < end && words_may_narrow(w, p, end) ? words_longest(w, p, end) : NULL;
}

/* The longest word of one bucket_back that ends at p > begin; NULL if none does. */
const struct word *words_longest_back(const struct words *, unsigned bucket, const char *p, const char *begin);
/* The word of one bucket_back that is one character of three bytes, `raw`; NULL if there is none. */
const struct word *words_single_back(const struct words *, unsigned bucket, uint64_t raw);

/* The longest word of the list that ends at p, not reaching back before begin; NULL if none does. */
static inline const struct word *
words_before(const struct words *w, const char *p, const char *begin)
{
	unsigned b;

	if (p == begin)
		return NULL;
	b = words_bucket_back(p, begin);
	if (w->bucket_back[b] == w->bucket_back[b + 1])
		return NULL;
	if (p - begin >= 8) {
		uint64_t raw = words_raw(p - 8) >> 16;

		if (words_is_pair(raw) && !words_bit(w->pair_back, words_pair(raw)))
			return words_single_back(w, b, raw >> 24);
	}
	return words_longest_back(w, b, p, begin);
}

/* One line for each file in words/. */
#define WORD_LISTS(X) X(measure) X(comparator) X(bound) X(fixed) X(body) X(duty) X(kind) X(date_after) X(date_before) X(goal) X(contact) X(line) X(closing) X(ledger) X(state)
#define X(name) extern const struct words words_##name;
WORD_LISTS(X)
#undef X

#endif
