/*
 * hex: bytes as hexadecimal digits in lower case, and back.
 */
#ifndef BH_HEX_H
#define BH_HEX_H

#include "base/str.h"

/* 2n digits, no NUL. Returns where they end. */
static inline char *
hex_print(char *to, const unsigned char *from, size_t n)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		*to++ = digits[from[i] >> 4];
		*to++ = digits[from[i] & 15];
	}
	return to;
}

/* 0..15, or -1: capitals are not taken. */
static inline int
hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The n bytes that 2n digits at `from` are; false where one is none. */
static inline bool
hex_parse(unsigned char *to, const char *from, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int high = hex_digit(from[2 * i]), low = hex_digit(from[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		to[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

#endif
