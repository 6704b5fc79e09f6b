#include "write/json.h"

#include "base/utf8.h"

#define PIECE 4096	/* bytes escaped in one go: the worst case takes six times the room */

#define ONES  UINT64_C(0x0101010101010101)
#define HIGHS UINT64_C(0x8080808080808080)

/* Non-zero if one of the eight bytes is below 0x20, or is " or \. Exact for a zero answer. */
static inline uint64_t
must_escape(uint64_t w)
{
	uint64_t quote = w ^ (ONES * '"'), slash = w ^ (ONES * '\\');

	return ((w - ONES * 0x20) | (quote - ONES) | (slash - ONES)) & ~w & HIGHS;
}

static char *
escape_byte(char *to, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	static const char names[0x20] = {
		['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't',
	};

	if (c >= 0x20 && c != '"' && c != '\\') {
		*to++ = (char)c;
		return to;
	}
	*to++ = '\\';
	if (c >= 0x20 || names[c] != 0) {
		*to++ = c >= 0x20 ? (char)c : names[c];
		return to;
	}
	*to++ = 'u';
	*to++ = '0';
	*to++ = '0';
	*to++ = hex[c >> 4];
	*to++ = hex[c & 15];
	return to;
}

/* Eight bytes at a time while nothing among them is to be escaped; returns the end of what it wrote. */
static char *
escape_piece(char *to, const char *p, const char *end)
{
	const char *begin = p;
	uint64_t w;

	while (end - p >= 8) {
		memcpy(&w, p, 8);
		if (must_escape(w) == 0) {
			memcpy(to, &w, 8);
			to += 8;
			p += 8;
			continue;
		}
		for (const char *stop = p + 8; p < stop; p++)
			to = escape_byte(to, (unsigned char)*p);
	}
	/* The last eight once more: none of them to escape, those before p stand there already. */
	if (p < end && end - begin >= 8) {
		memcpy(&w, end - 8, 8);
		if (must_escape(w) == 0) {
			memcpy(to - (8 - (end - p)), &w, 8);
			return to + (end - p);
		}
	}
	for (; p < end; p++)
		to = escape_byte(to, (unsigned char)*p);
	return to;
}

void
json_escape(struct buf *b, struct str s)
{
	for (size_t n; s.n > 0; s = str_slice(s, n, s.n)) {
		n = s.n < PIECE ? s.n : PIECE;
		char *to = buf_room(b, n * 6);
		if (to == NULL)
			return;
		b->n += (size_t)(escape_piece(to, s.p, s.p + n) - to);
	}
}

void
json_str(struct buf *b, struct str s)
{
	json_putc(b, '"');
	json_escape(b, s);
	json_putc(b, '"');
}

void
json_str_or_null(struct buf *b, struct str s)
{
	if (s.n == 0)
		JSON_PUT(b, "null");
	else
		json_str(b, s);
}

void
json_name(struct buf *b, struct str s)
{
	json_putc(b, '"');
	for (size_t good; s.n > 0; s = str_slice(s, good + 1, s.n)) {
		good = utf8_check(s);
		json_escape(b, str_slice(s, 0, good));
		if (good < s.n)
			JSON_PUT(b, "\xEF\xBF\xBD");
	}
	json_putc(b, '"');
}

void
json_num(struct buf *b, uint32_t u)
{
	char digits[10], *p = digits + sizeof digits;

	do
		*--p = (char)('0' + u % 10);
	while ((u /= 10) != 0);
	json_put(b, p, (size_t)(digits + sizeof digits - p));
}

void
json_date_or_null(struct buf *b, struct date d)
{
	char text[DATE_TEXT];

	if (d.year == 0)
		JSON_PUT(b, "null");
	else
		json_str(b, (struct str){ text, date_print(text, d) });
}

void
json_span(struct buf *b, struct span s)
{
	json_putc(b, '[');
	json_num(b, s.source);
	json_putc(b, ',');
	json_num(b, s.from);
	json_putc(b, ',');
	json_num(b, s.to);
	json_putc(b, ']');
}

void
json_spans(struct buf *b, const struct span *v, size_t n)
{
	json_putc(b, '[');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			json_putc(b, ',');
		json_span(b, v[i]);
	}
	json_putc(b, ']');
}
