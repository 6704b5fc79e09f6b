#include "read/scan.h"
#include "base/utf8.h"
#include "base/wide.h"

#define LANES 16
#define LANES_TARGET
#define LANES_NAME(x) x##_16
#include "read/scan_lanes.h"
#undef LANES
#undef LANES_TARGET
#undef LANES_NAME

#ifdef WIDE
#define LANES 32
#define LANES_TARGET WIDE
#define LANES_NAME(x) x##_32
#include "read/scan_lanes.h"
#define TWIN(name, ...) (wide_here() ? name##_32(__VA_ARGS__) : name##_16(__VA_ARGS__))
#else
#define TWIN(name, ...) name##_16(__VA_ARGS__)
#endif

static unsigned
blanks_of(struct str s)
{
	return s.n > 0 && memchr(s.p, ' ', s.n) != NULL ? SCAN_BLANK : 0;	/* nearly always soon */
}

unsigned
scan(struct str s)
{
	return TWIN(scan_body, s) | blanks_of(s);
}

bool
scan_text(struct str s, unsigned *holds)
{
	bool is_text = TWIN(text_body, s, holds);

	if (is_text)
		*holds |= blanks_of(s);
	return is_text;
}

void
scan_on(struct scan_look *l, const char *p, size_t n, bool whole)
{
	size_t to = n;
	unsigned holds = 0;

	for (size_t back = 1; !whole && to == n && back <= 4 && back <= n - l->done; back++)
		if (((unsigned char)p[n - back] & 0xC0) != 0x80)
			to = n - back;
	if ((l->holds & SCAN_TEXT) != 0 && !scan_text(str_of(p + l->done, p + to), &holds))
		l->holds &= ~SCAN_TEXT;
	l->holds |= holds;
	l->done = to;
}

void
scan_row(struct str s, bool feeds, struct scan_row *row)
{
	TWIN(row_body, row, s.p, s.n, feeds ? '\f' : '\n');
}

unsigned
scan_gaps(struct str s, uint8_t *gaps, unsigned most)
{
	return TWIN(gaps_body, s, gaps, most);
}

static bool
dropped(uint32_t c)
{
	return (c < 0x20 && c != '\n' && c != '\t' && c != '\f') || (c >= 0x7F && c <= 0x9F) ||
	    c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
	    (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

size_t
scan_clean(char *out, struct str s)
{
	const char *p = s.p, *end = str_end(s);
	char *to = out;

	while (p < end) {
		const char *stop = TWIN(next_noise, p, end);
		unsigned len;
		uint32_t c;

		memmove(to, p, (size_t)(stop - p));
		to += stop - p;
		p = stop;
		if (p == end)
			break;
		c = utf8_get(p, end, &len);
		if (c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029) {
			if (c == '\r' && end - p >= 2 && p[1] == '\n')
				len = 2;
			*to++ = '\n';
		} else if (!dropped(c)) {
			memmove(to, p, len);
			to += len;
		}
		p += len;
	}
	return (size_t)(to - out);
}

void
scan_replace(char *p, size_t n, char what, char by)
{
	const char *end = p + n;

	while (p < end && (p = memchr(p, what, (size_t)(end - p))) != NULL)
		*p++ = by;
}
