#include "base/str.h"

#include "base/wide.h"

#ifdef BH_SSE2
#define LANES 16

struct sought {
	const char *p;
	size_t n;		/* 2 at least */
	__m128i last, before;	/* its last two bytes: of a Chinese character they tell most */
};

/* The first of the LANES places from p at which it stands; NULL if at none. */
static inline const char *
in_block(const struct sought *w, const char *p)
{
	__m128i last = _mm_loadu_si128((const __m128i *)(const void *)(p + w->n - 1));
	__m128i before = _mm_loadu_si128((const __m128i *)(const void *)(p + w->n - 2));
	int hits = _mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(last, w->last), _mm_cmpeq_epi8(before, w->before)));

	for (; hits != 0; hits &= hits - 1) {
		const char *at = p + __builtin_ctz((unsigned)hits);

		if (*at == *w->p && memcmp(at, w->p, w->n) == 0)
			return at;
	}
	return NULL;
}

/*
 * Words are sought in lines: a search that prepares nothing beats memmem, which
 * builds a table.
 */
static const char *
find(const char *p, const char *end, const char *needle, size_t n)
{
	const struct sought w = { needle, n, _mm_set1_epi8(needle[n - 1]), _mm_set1_epi8(needle[n - 2]) };
	const char *last = end - n, *at;	/* where it may begin last */

	if (last - p < LANES - 1) {
		for (; p <= last; p++)
			if (p[n - 1] == needle[n - 1] && memcmp(p, needle, n) == 0)
				return p;
		return NULL;
	}
	for (; last - p >= LANES; p += LANES)
		if ((at = in_block(&w, p)) != NULL)
			return at;
	return in_block(&w, last - (LANES - 1));	/* overlaps the one before it */
}
#else
static const char *
find(const char *p, const char *end, const char *needle, size_t n)
{
	return memmem(p, (size_t)(end - p), needle, n);
}
#endif

size_t
str_find(struct str s, struct str needle, size_t from)
{
	const char *hit;

	if (needle.n > s.n || from > s.n - needle.n)
		return STR_NONE;
	if (needle.n == 0)
		return from;
	if (needle.n == 1)
		hit = memchr(s.p + from, needle.p[0], s.n - from);
	else
		hit = find(s.p + from, s.p + s.n, needle.p, needle.n);
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
str_trim_blanks_left(struct str s)
{
	size_t n;

	while (s.n > 0 && (n = blank_at(s.p, s.p + s.n)) > 0) {
		s.p += n;
		s.n -= n;
	}
	return s;
}

struct str
str_trim_blanks_right(struct str s)
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

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n == 0 ? 0 : memcmp(a.p, b.p, n);

	if (c != 0)
		return c;
	return a.n < b.n ? -1 : a.n > b.n;
}

static inline uint64_t
mixed(uint64_t h, uint64_t w)
{
	h = (h ^ w) * 0x9E3779B97F4A7C15u;
	return h ^ h >> 32;
}

/* Eight bytes at a time; the map is for short keys of our own choosing and is bounded by the text. */
uint64_t
str_hash(struct str s)
{
	uint64_t h = s.n, w = 0;

	for (; s.n >= sizeof w; s = str_slice(s, sizeof w, s.n)) {
		memcpy(&w, s.p, sizeof w);
		h = mixed(h, w);
	}
	w = 0;
	if (s.n > 0)
		memcpy(&w, s.p, s.n);
	return mixed(h, w);
}
