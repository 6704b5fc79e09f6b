#include "base/str.h"

size_t
str_find(struct str s, struct str needle, size_t from)
{
	const char *hit;

	if (needle.n > s.n || from > s.n - needle.n)
		return STR_NONE;
	if (needle.n == 0)
		return from;
	hit = memmem(s.p + from, s.n - from, needle.p, needle.n);
	return hit == NULL ? STR_NONE : (size_t)(hit - s.p);
}

size_t
str_rfind(struct str s, struct str needle)
{
	if (needle.n > s.n || needle.n == 0)
		return STR_NONE;
	for (size_t i = s.n - needle.n + 1; i-- > 0;)
		if (s.p[i] == needle.p[0] && memcmp(s.p + i, needle.p, needle.n) == 0)
			return i;
	return STR_NONE;
}

/* The last byte of a Chinese word tells most words apart, the first one few: look there first. */
bool
str_starts_any(struct str s, const struct str *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s.n >= words[i].n && s.p[words[i].n - 1] == words[i].p[words[i].n - 1] &&
		    memcmp(s.p, words[i].p, words[i].n) == 0)
			return true;
	return false;
}

bool
str_ends_any(struct str s, const struct str *words, size_t n)
{
	const char *end = str_end(s);

	for (size_t i = 0; i < n; i++)
		if (s.n >= words[i].n && end[-1] == words[i].p[words[i].n - 1] &&
		    memcmp(end - words[i].n, words[i].p, words[i].n) == 0)
			return true;
	return false;
}

bool
str_has_any(struct str s, const char *words)
{
	while (*words != '\0') {
		size_t n = strcspn(words, " ");

		if (str_find(s, (struct str){ words, n }, 0) != STR_NONE)
			return true;
		words += n + (words[n] == ' ');
	}
	return false;
}

/* How many bytes of blank stand at p; 0 if none. */
static size_t
blank_at(const char *p, const char *end)
{
	unsigned char c = (unsigned char)*p;

	if (c == ' ' || (c >= '\t' && c <= '\r'))
		return 1;
	if (c == 0xC2 && end - p >= 2 && (unsigned char)p[1] == 0xA0)
		return 2;
	if (end - p >= 3 && (memcmp(p, "\xE3\x80\x80", 3) == 0 || memcmp(p, "\xEF\xBB\xBF", 3) == 0 ||
	    (memcmp(p, "\xE2\x80", 2) == 0 && (unsigned char)p[2] <= 0x8B)))
		return 3;
	return 0;
}

struct str
str_trim_left(struct str s)
{
	size_t n;

	while (s.n > 0 && (n = blank_at(s.p, s.p + s.n)) > 0) {
		s.p += n;
		s.n -= n;
	}
	return s;
}

struct str
str_trim_right(struct str s)
{
	while (s.n > 0) {
		const char *end = s.p + s.n;

		if (blank_at(end - 1, end) == 1)
			s.n -= 1;
		else if (s.n >= 2 && blank_at(end - 2, end) == 2)
			s.n -= 2;
		else if (s.n >= 3 && blank_at(end - 3, end) == 3)
			s.n -= 3;
		else
			break;
	}
	return s;
}

struct str
str_trim(struct str s)
{
	return str_trim_right(str_trim_left(s));
}

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n == 0 ? 0 : memcmp(a.p, b.p, n);

	if (c != 0)
		return c;
	return a.n < b.n ? -1 : a.n > b.n;
}

/* FNV-1a; the map is for short keys of our own choosing and is bounded by the text. */
uint64_t
str_hash(struct str s)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	return h ^ (h >> 32);
}
