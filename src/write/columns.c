#include "write/columns.h"

#include "base/utf8.h"

/* Unicode 15, EastAsianWidth.txt W and F, and the marks that take no column; in order. */
static const struct {
	uint32_t from, to;
	unsigned columns;
} ranges[] = {
	{ 0x0300, 0x036F, 0 },
	{ 0x1100, 0x115F, 2 },
	{ 0x200B, 0x200F, 0 },
	{ 0x202A, 0x202E, 0 },
	{ 0x2060, 0x2064, 0 },
	{ 0x2E80, 0x303E, 2 },
	{ 0x3041, 0xA4CF, 2 },
	{ 0xA960, 0xA97C, 2 },
	{ 0xAC00, 0xD7A3, 2 },
	{ 0xF900, 0xFAFF, 2 },
	{ 0xFE00, 0xFE0F, 0 },
	{ 0xFE10, 0xFE19, 2 },
	{ 0xFE30, 0xFE6B, 2 },
	{ 0xFEFF, 0xFEFF, 0 },
	{ 0xFF01, 0xFF60, 2 },
	{ 0xFFE0, 0xFFE6, 2 },
	{ 0x1F300, 0x1F64F, 2 },
	{ 0x1F680, 0x1F6FF, 2 },
	{ 0x1F900, 0x1F9FF, 2 },
	{ 0x20000, 0x3FFFD, 2 },
};

unsigned
columns_of(uint32_t c)
{
	if (c < ranges[0].from)
		return 1;
	if (c >= 0x3041 && c <= 0xA4CF)		/* nearly all there is */
		return 2;
	for (size_t i = 0; i < sizeof ranges / sizeof ranges[0] && c >= ranges[i].from; i++)
		if (c <= ranges[i].to)
			return ranges[i].columns;
	return 1;
}

unsigned
columns_width(struct str s)
{
	unsigned n = 0, len;

	for (const char *p = s.p, *end = str_end(s); p < end; p += len)
		n += columns_of(utf8_get(p, end, &len));
	return n;
}

/* Where s passes `most` columns, its end if it does not; *room: where to cut so that one more column is free. */
static const char *
cut_at(struct str s, unsigned most, unsigned *used, const char **room, unsigned *used_then)
{
	const char *p = s.p, *end = str_end(s);
	unsigned len, w;

	*room = p;
	*used_then = 0;
	for (*used = 0; p < end; p += len) {
		unsigned char c = (unsigned char)*p;

		len = 3;
		w = c >= 0xE4 && c <= 0xE9 ? 2 : columns_of(utf8_get(p, end, &len));	/* nearly all is Han */
		if (*used + w > most)
			break;
		*used += w;
		if (*used < most) {
			*room = p + len;
			*used_then = *used;
		}
	}
	return p < end ? p : end;
}

static bool
commands_terminal(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
	    (c >= 0x2066 && c <= 0x2069);
}

static void
put_clean(struct buf *b, const char *p, const char *end)
{
	const char *from = p;
	unsigned len;

	for (; p < end; p += len) {
		unsigned char c = (unsigned char)*p;

		len = utf8_len(c);
		if (c >= 0xE3 || (c >= 0x20 && c < 0x7F) || !commands_terminal(utf8_get(p, end, &len)))
			continue;
		buf_puts(b, str_of(from, p));
		buf_putc(b, ' ');
		from = p + len;
	}
	buf_puts(b, str_of(from, end));
}

unsigned
columns_put(struct buf *b, struct str s, unsigned most)
{
	unsigned used, used_then;
	const char *room, *end = cut_at(s, most, &used, &room, &used_then);

	if (end == str_end(s)) {
		put_clean(b, s.p, end);
		return used;
	}
	put_clean(b, s.p, room);
	buf_puts(b, STR("…"));
	return used_then + 1;
}

void
columns_pad(struct buf *b, unsigned n)
{
	while (n-- > 0)
		buf_putc(b, ' ');
}
