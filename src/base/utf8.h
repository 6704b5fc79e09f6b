/*
 * utf8: reading UTF-8 one character at a time. Text inside the program has
 * been checked when it was read (utf8_check), so utf8_get trusts it; it never
 * reads past `end` all the same.
 */
#ifndef BH_UTF8_H
#define BH_UTF8_H

#include "base/str.h"

/* Bytes of the character whose first byte is c. */
static inline unsigned
utf8_len(unsigned char c)
{
	return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* The character at p < end; *len its bytes (never past end). */
static inline uint32_t
utf8_get(const char *p, const char *end, unsigned *len)
{
	const unsigned char *u = (const unsigned char *)p;
	unsigned n = utf8_len(u[0]);

	if (n == 1 || (size_t)(end - p) < n) {
		*len = 1;
		return u[0];
	}
	*len = n;
	if (n == 2)
		return (u[0] & 0x1Fu) << 6 | (u[1] & 0x3Fu);
	if (n == 3)
		return (u[0] & 0x0Fu) << 12 | (u[1] & 0x3Fu) << 6 | (u[2] & 0x3Fu);
	return (u[0] & 0x07u) << 18 | (u[1] & 0x3Fu) << 12 | (u[2] & 0x3Fu) << 6 | (u[3] & 0x3Fu);
}

/* Where the character before p starts; p > begin. */
static inline const char *
utf8_back(const char *p, const char *begin)
{
	do
		p--;
	while (p > begin && ((unsigned char)*p & 0xC0) == 0x80);
	return p;
}

/* The character at p, quick where it has three bytes; 0 and no bytes at the end. */
static inline uint32_t
char_at(const char *p, const char *end, unsigned *len)
{
	const unsigned char *u = (const unsigned char *)p;

	*len = 0;
	if (p >= end)
		return 0;
	if ((u[0] & 0xF0) == 0xE0 && end - p >= 3) {	/* nearly all */
		*len = 3;
		return (u[0] & 0x0Fu) << 12 | (u[1] & 0x3Fu) << 6 | (u[2] & 0x3Fu);
	}
	return utf8_get(p, end, len);
}

/* The character before p; *at is where it begins. 0 at the start. */
static inline uint32_t
char_before(const char *p, const char *begin, const char **at)
{
	const unsigned char *u = (const unsigned char *)p;
	unsigned len;

	*at = p;
	if (p <= begin)
		return 0;
	if (p - begin >= 3 && u[-1] >= 0x80 && (u[-3] & 0xF0) == 0xE0) {	/* nearly all */
		*at = p - 3;
		return (u[-3] & 0x0Fu) << 12 | (u[-2] & 0x3Fu) << 6 | (u[-1] & 0x3Fu);
	}
	*at = utf8_back(p, begin);
	return utf8_get(*at, p, &len);
}

/* Writes cp at p (room for 4), returns its bytes. */
unsigned utf8_put(char *p, uint32_t cp);
/* The first byte that is not well-formed UTF-8 (RFC 3629); s.n if all is. */
size_t utf8_check(struct str s);
/* How many characters. */
size_t utf8_count(struct str s);

/* The first characters of s, at most `most` bytes of them. */
static inline struct str
utf8_cut(struct str s, size_t most)
{
	if (s.n > most) {
		while (most > 0 && ((unsigned char)s.p[most] & 0xC0) == 0x80)
			most--;
		s.n = most;
	}
	return s;
}

static inline bool
utf8_is_han(uint32_t c)
{
	return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3007 ||
	    (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

/* 0..9 of an ASCII or full-width digit, else -1. */
static inline int
utf8_digit(uint32_t c)
{
	if (c >= '0' && c <= '9')
		return (int)(c - '0');
	if (c >= 0xFF10 && c <= 0xFF19)
		return (int)(c - 0xFF10);
	return -1;
}

#endif
