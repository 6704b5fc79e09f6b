#include "write/columns.h"

#include "base/lanes.h"
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

/* What of a text is shown in so many columns: up to `end`, and "…" behind it if there is more. */
struct cut {
	const char *end;
	unsigned columns;
	bool more;
};

/* The columns of the character at p, and its bytes. */
static inline unsigned
width_at(const char *p, const char *end, unsigned *len)
{
	unsigned char c = (unsigned char)*p;

	*len = 3;
	return c >= 0xE4 && c <= 0xE9 ? 2 : columns_of(utf8_get(p, end, len));	/* nearly all is Han */
}

/*
 * The columns of the characters that begin among the sixteen bytes, summed; more than `LANES` where one of them is
 * neither printable ASCII nor as wide as nearly all others: E4 to E9, E3 80 and EF BC but for the last and first sign.
 */
static inline unsigned
columns_in(const char *p)
{
	lanes a = lanes_load(p), b = lanes_load(p + 1), c = lanes_load(p + 2);
	lanes inner = (lanes)((a & 0xC0) == 0x80), ascii = (lanes)(a - 0x20 < 0x7F - 0x20);
	lanes wide = (lanes)(a - 0xE4 <= 0xE9 - 0xE4) | (lanes_is(a, 0xE3) & lanes_is(b, 0x80) & ~lanes_is(c, 0xBF)) |
	    (lanes_is(a, 0xEF) & lanes_is(b, 0xBC) & ~lanes_is(c, 0x80));
	lanes columns = (ascii & 1) | (wide & 2);
	uint64_t half[2];

	if (lanes_any(~(inner | ascii | wide)))
		return LANES + 1;
	memcpy(half, &columns, sizeof half);
	return (unsigned)((half[0] + half[1]) * UINT64_C(0x0101010101010101) >> 56);
}

/* Past what surely fits, sixteen bytes at a time; it ends where a character begins. */
static const char *
skip_fitting(const char *p, const char *end, unsigned most, unsigned *used)
{
	while (end - p >= (ptrdiff_t)LANES + 2 && *used + LANES + 2 < most) {
		unsigned n = columns_in(p);

		if (n > LANES)
			break;
		*used += n;
		p += LANES;
	}
	while (p < end && ((unsigned char)*p & 0xC0) == 0x80)
		p++;
	return p;
}

static struct cut
cut_at(struct str s, unsigned most)
{
	const char *end = str_end(s), *room, *p;
	unsigned used = 0, used_then, len, w;

	p = skip_fitting(s.p, end, most, &used);
	for (; p < end && used + 2 < most; p += len)
		used += width_at(p, end, &len);
	room = p;
	used_then = used;
	for (; p < end; p += len) {
		w = width_at(p, end, &len);
		if (used + w > most)
			return (struct cut){ room, used_then + 1, true };
		used += w;
		if (used < most) {
			room = p + len;
			used_then = used;
		}
	}
	return (struct cut){ end, used, false };
}

static bool
commands_terminal(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x2028 && c <= 0x202E) ||
	    (c >= 0x2066 && c <= 0x2069);
}

/* None of the sixteen bytes is, or begins, a character that commands a terminal. */
static inline bool
harmless(lanes v)
{
	return !lanes_any(lanes_control(v) | lanes_is(v, 0x7F) | lanes_is(v, 0xC2) | lanes_is(v, 0xE2));
}

static bool
all_harmless(const char *p, const char *end)
{
	if ((size_t)(end - p) < LANES)
		return false;
	for (; (size_t)(end - p) > LANES; p += LANES)
		if (!harmless(lanes_load(p)))
			return false;
	return harmless(lanes_load(end - LANES));
}

static void
put_clean(struct buf *b, const char *p, const char *end)
{
	const char *from = p;
	unsigned len;

	if (all_harmless(p, end))
		p = end;
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

static void
put_cut(struct buf *b, struct str s, struct cut c)
{
	put_clean(b, s.p, c.end);
	if (c.more)
		buf_puts(b, STR("…"));
}

void
columns_put(struct buf *b, struct str s, unsigned most)
{
	/* No character takes more columns than bytes. */
	if (s.n <= most)
		put_clean(b, s.p, str_end(s));
	else
		put_cut(b, s, cut_at(s, most));
}

void
columns_fill(struct buf *b, struct str s, unsigned width)
{
	struct cut c = cut_at(s, width);

	put_cut(b, s, c);
	columns_pad(b, c.columns < width ? width - c.columns : 0);
}

void
columns_pad(struct buf *b, unsigned n)
{
	static const char blanks[] = "                ";
	const unsigned step = sizeof blanks - 1;
	char *to = buf_room(b, n + step);

	if (to == NULL)
		return;
	for (unsigned i = 0; i < n; i += step)
		memcpy(to + i, blanks, step);
	b->n += n;
}
