#include "base/utf8.h"

unsigned
utf8_put(char *p, uint32_t cp)
{
	if (cp < 0x80) {
		p[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		p[0] = (char)(0xC0 | cp >> 6);
		p[1] = (char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		p[0] = (char)(0xE0 | cp >> 12);
		p[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		p[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	p[0] = (char)(0xF0 | cp >> 18);
	p[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	p[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	p[3] = (char)(0x80 | (cp & 0x3F));
	return 4;
}

/* Bytes of the well-formed character at p; 0 if it is not one (RFC 3629, section 4). */
static size_t
well_formed(const unsigned char *p, size_t left)
{
	unsigned char c = p[0];

	if (c < 0x80)
		return 1;
	if (c < 0xC2 || c > 0xF4)
		return 0;
	if (c < 0xE0)
		return left >= 2 && (p[1] & 0xC0) == 0x80 ? 2 : 0;
	if (left < 3 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80)
		return 0;
	if (c < 0xF0) {
		if ((c == 0xE0 && p[1] < 0xA0) || (c == 0xED && p[1] > 0x9F))
			return 0;
		return 3;
	}
	if (left < 4 || (p[3] & 0xC0) != 0x80)
		return 0;
	if ((c == 0xF0 && p[1] < 0x90) || (c == 0xF4 && p[1] > 0x8F))
		return 0;
	return 4;
}

size_t
utf8_check(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i = 0, n;

	while (i < s.n) {
		/* Han text: runs of three-byte characters with nothing special about them. */
		while (i + 3 <= s.n && p[i] >= 0xE1 && p[i] <= 0xEC && (p[i + 1] & 0xC0) == 0x80 &&
		    (p[i + 2] & 0xC0) == 0x80)
			i += 3;
		while (i < s.n && p[i] < 0x80)
			i++;
		if (i == s.n)
			break;
		n = well_formed(p + i, s.n - i);
		if (n == 0)
			return i;
		i += n;
	}
	return s.n;
}

#define ONES UINT64_C(0x0101010101010101)

/* How many of the eight bytes go on with a character. */
static inline size_t
going_on(uint64_t w)
{
	return (size_t)((((w >> 7) & ~(w >> 6)) & ONES) * ONES >> 56);
}

size_t
utf8_count(struct str s)
{
	size_t n = s.n, i = 0;

	for (; i + 8 <= s.n; i += 8) {
		uint64_t w;

		memcpy(&w, s.p + i, 8);
		n -= going_on(w);
	}
	for (; i < s.n; i++)
		n -= ((unsigned char)s.p[i] & 0xC0) == 0x80;
	return n;
}
