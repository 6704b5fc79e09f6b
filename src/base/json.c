#include "base/json.h"

#include <endian.h>

#include "base/lanes.h"
#include "base/sanitized.h"
#include "base/utf8.h"

#define PIECE 4096	/* bytes escaped in one go: the worst case takes six times the room */

#define ONES  UINT64_C(0x0101010101010101)
#define HIGHS UINT64_C(0x8080808080808080)

/* Non-zero if one of the eight bytes is below 0x20, or is " or \. Exact for a zero answer. */
static inline uint64_t
must_escape_8(uint64_t w)
{
	uint64_t quote = w ^ (ONES * '"'), slash = w ^ (ONES * '\\');

	return ((w - ONES * 0x20) | (quote - ONES) | (slash - ONES)) & ~w & HIGHS;
}

/* A bit for each byte that is to be escaped. */
static inline unsigned
must_escape(lanes v)
{
	return lanes_bits(lanes_control(v) | lanes_is(v, '"') | lanes_is(v, '\\'));
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

static inline uint64_t
load_8(const char *p)
{
	uint64_t w;

	memcpy(&w, p, 8);
	return w;
}

static inline uint64_t
load_4_4(const char *p, const char *q)
{
	uint32_t a, b;

	memcpy(&a, p, 4);
	memcpy(&b, q, 4);
	return (uint64_t)b << 32 | a;
}

/*
 * The last bytes, fewer than a block: in two steps that may overlap where none
 * is to be escaped, else one by one.
 */
static inline char *
escape_rest(char *to, const char *p, const char *end)
{
	size_t n = (size_t)(end - p);

	if (n >= 8 && (must_escape_8(load_8(p)) | must_escape_8(load_8(end - 8))) == 0) {
		memmove(to, p, 8);
		memmove(to + n - 8, end - 8, 8);
		return to + n;
	}
	if (n >= 4 && n < 8 && must_escape_8(load_4_4(p, end - 4)) == 0) {
		memmove(to, p, 4);
		memmove(to + n - 4, end - 4, 4);
		return to + n;
	}
	for (; p < end; p++)
		to = escape_byte(to, (unsigned char)*p);
	return to;
}

/* The same where a block lies before the end: it is written whole, over what it shares with the one before. */
static inline char *
escape_last(char *to, const char *p, const char *end)
{
	size_t n = (size_t)(end - p);
	lanes v = lanes_load(end - LANES);

	if (must_escape(v) != 0)
		return escape_rest(to, p, end);
	memcpy(to + n - LANES, &v, LANES);
	return to + n;
}

/*
 * A block at a time; one with something to escape is written whole too, and
 * what is behind the first such byte written again. Returns the end of what it
 * wrote.
 */
static __attribute__((noinline)) char *
escape_piece(char *to, const char *p, const char *end)
{
	const char *begin = p;

	while ((size_t)(end - p) >= LANES) {
		lanes v = lanes_load(p);
		unsigned bits = must_escape(v), n = bits == 0 ? LANES : (unsigned)__builtin_ctz(bits);

		memcpy(to, &v, LANES);
		to += n;
		p += n;
		if (bits != 0)
			to = escape_byte(to, (unsigned char)*p++);
	}
	return (size_t)(end - begin) < LANES ? escape_rest(to, p, end) : escape_last(to, p, end);
}

#ifdef WIDE
#define SHORT sizeof(__m256i)

/* What is to be escaped beside control characters, by its lower half; and the last of these. */
static const unsigned char by_half[16] = { 1, [0x2] = '"', [0xC] = '\\' }, control[16] = {
	0x1F, 0x1F, 0x1F, 0x1F, 0x1F, 0x1F, 0x1F, 0x1F, 0x1F, 0x1F, 0x1F, 0x1F, 0x1F, 0x1F, 0x1F, 0x1F };

/* A bit for each byte that is to be escaped. */
WIDE static inline uint32_t
must_escape_wide(__m256i v)
{
	__m256i sign = _mm256_cmpeq_epi8(v, _mm256_shuffle_epi8(wide_table(by_half), v));
	__m256i below = _mm256_cmpeq_epi8(v, _mm256_min_epu8(v, wide_table(control)));

	return (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(sign, below));
}

/* Whether SHORT bytes can be read at p, wherever the text ends: no page ends among them, and nothing watches them. */
static inline bool
is_open(const char *p)
{
	return !SANITIZED && (uintptr_t)p % 4096 <= 4096 - SHORT;
}

/*
 * A short text in one step, whatever its length, for nothing foretells that. False where this cannot be, or
 * something is to be escaped. SHORT bytes are written.
 */
WIDE static inline bool
escape_short(char *to, const char *p, size_t n)
{
	__m256i v;

	if (n - 1 >= SHORT || !is_open(p))	/* of no bytes p may be NULL */
		return false;
	v = wide_load(p);
	_mm256_storeu_si256((__m256i *)(void *)to, v);
	return _bzhi_u32(must_escape_wide(v), (unsigned)n) == 0;
}

_Static_assert(SHORT <= PEN_OVER, "more is written than there is room for");

/* The same as escape_piece in blocks of twice the size, and what is left in one step. */
WIDE static __attribute__((noinline)) char *
escape_blocks(char *to, const char *p, const char *end)
{
	while ((size_t)(end - p) >= SHORT) {
		__m256i v = wide_load(p);
		unsigned bits = must_escape_wide(v), n = (unsigned)_tzcnt_u32(bits);

		_mm256_storeu_si256((__m256i *)(void *)to, v);
		to += n;
		p += n;
		if (bits != 0)
			to = escape_byte(to, (unsigned char)*p++);
	}
	return escape_short(to, p, (size_t)(end - p)) ? to + (end - p) : escape_piece(to, p, end);
}

WIDE static char *
escape_wide(char *to, const char *p, const char *end)
{
	return escape_short(to, p, (size_t)(end - p)) ? to + (end - p) : escape_blocks(to, p, end);
}
#endif

static char *
escape(char *to, const char *p, const char *end)
{
#ifdef WIDE
	if (wide_here())
		return escape_wide(to, p, end);
#endif
	return escape_piece(to, p, end);
}

void
json_escape(struct buf *b, struct str s)
{
	for (size_t n; s.n > 0; s = str_slice(s, n, s.n)) {
		n = s.n < PIECE ? s.n : PIECE;
		char *pen = buf_room(b, n * 6 + PEN_OVER);
		if (pen == NULL)
			return;
		pen_close(b, escape(pen, s.p, s.p + n));
	}
}

char *
pen_str(char *pen, struct str s)
{
	*pen++ = '"';
	pen = escape(pen, s.p, str_end(s));
	*pen++ = '"';
	return pen;
}

void
json_str(struct buf *b, struct str s)
{
	char *pen;

	if (s.n > PIECE) {
		buf_putc(b, '"');
		json_escape(b, s);
		buf_putc(b, '"');
	} else if ((pen = buf_room(b, PEN_STR(s.n))) != NULL) {
		pen_close(b, pen_str(pen, s));
	}
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
	buf_putc(b, '"');
	for (size_t good; s.n > 0; s = str_slice(s, good + 1, s.n)) {
		good = utf8_check(s);
		json_escape(b, str_slice(s, 0, good));
		if (good < s.n)
			JSON_PUT(b, "\xEF\xBF\xBD");
	}
	buf_putc(b, '"');
}

#define EIGHT 100000000u

#define FOUR 10000u

/*
 * The digits of two numbers below FOUR, four bytes for each, the first one in
 * the lowest byte. All are found at once: halves of two, of one, side by side
 * in a word; the factors stand for division by 100 and by 10 within the range
 * they meet.
 */
static inline uint64_t
two_fours(uint64_t high, uint64_t low)
{
	uint64_t fours = low << 32 | high;
	uint64_t hundreds = fours * 10486 >> 20 & UINT64_C(0x7F0000007F);
	uint64_t twos = (fours - hundreds * 100) << 16 | hundreds;
	uint64_t tens = twos * 103 >> 10 & UINT64_C(0x000F000F000F000F);

	return (twos - tens * 10) << 8 | tens;
}

/* The last n of eight digits. */
static inline char *
put_digits(char *pen, uint64_t digits, unsigned n)
{
	uint64_t text = htole64((digits | ONES * '0') >> (64 - 8 * n));

	memcpy(pen, &text, sizeof text);
	return pen + n;
}

/* How many of eight digits are told: no zeros before the first, but one digit. */
static inline unsigned
digits_told(uint64_t digits)
{
	return 8 - (unsigned)__builtin_ctzll(digits | UINT64_C(1) << 56) / 8;
}

/* Writes at the pen, which has room for PEN_NUM. */
static inline char *
put_num(char *pen, uint32_t u)
{
	uint64_t digits;

	if (u < 10) {
		*pen++ = (char)('0' + u);
		return pen;
	}
	if (u >= EIGHT) {
		pen = put_num(pen, u / EIGHT);
		u %= EIGHT;
		return put_digits(pen, two_fours(u / FOUR, u % FOUR), 8);
	}
	digits = two_fours(u / FOUR, u % FOUR);
	return put_digits(pen, digits, digits_told(digits));
}

char *
pen_num(char *pen, uint32_t u)
{
	return put_num(pen, u);
}

void
json_num(struct buf *b, uint32_t u)
{
	char *pen = buf_room(b, PEN_NUM);

	if (pen != NULL)
		pen_close(b, put_num(pen, u));
}

void
json_uuid_or_null(struct buf *b, struct uuid u)
{
	char text[UUID_TEXT];

	json_str_or_null(b, uuid_is_nil(u) ? (struct str){ NULL, 0 } : (struct str){ text, uuid_print(text, u) });
}

void
json_date_or_null(struct buf *b, struct date d)
{
	char text[DATE_TEXT];
	size_t n = date_print(text, d);

	if (d.year == 0)
		JSON_PUT(b, "null");
	else
		json_str(b, (struct str){ text, n });
}

/* Two numbers and a comma. Mostly they have all digits but the last four in common. */
static inline char *
put_range(char *pen, uint32_t from, uint32_t to)
{
	uint64_t digits;
	unsigned n;

	if (from / FOUR != to / FOUR || from < FOUR || from >= EIGHT) {
		pen = put_num(pen, from);
		*pen++ = ',';
		return put_num(pen, to);
	}
	digits = two_fours(from / FOUR, from % FOUR);
	n = digits_told(digits);
	pen = put_digits(pen, digits, n);
	*pen++ = ',';
	return put_digits(pen, (digits & UINT32_MAX) | two_fours(to % FOUR, 0) << 32, n);
}

char *
pen_span(char *pen, struct span s)
{
	*pen++ = '[';
	pen = put_num(pen, s.source);
	*pen++ = ',';
	pen = put_range(pen, s.from, s.to);
	*pen++ = ']';
	return pen;
}

void
json_span(struct buf *b, struct span s)
{
	char *pen = buf_room(b, PEN_SPAN);

	if (pen != NULL)
		pen_close(b, pen_span(pen, s));
}

char *
pen_spans(char *pen, const struct span *v, size_t n)
{
	*pen++ = '[';
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			*pen++ = ',';
		pen = pen_span(pen, v[i]);
	}
	*pen++ = ']';
	return pen;
}

void
json_spans(struct buf *b, const struct span *v, size_t n)
{
	char *pen = buf_room(b, n * (PEN_SPAN + 1) + 2);

	if (pen != NULL)
		pen_close(b, pen_spans(pen, v, n));
}

void
json_next(struct buf *b)
{
	if (b->n > 0 && b->p[b->n - 1] != '{' && b->p[b->n - 1] != '[')
		buf_putc(b, ',');
}

void
json_member(struct buf *b, const char *name)
{
	if (b->n == 0)
		buf_putc(b, '{');
	json_next(b);
	json_str(b, cstr(name));
	buf_putc(b, ':');
}

void
json_member_id(struct buf *b, const char *name, struct uuid u)
{
	json_member(b, name);
	json_uuid_or_null(b, u);
}

void
json_member_text(struct buf *b, const char *name, struct str s)
{
	json_member(b, name);
	json_str_or_null(b, s);
}

void
json_member_date(struct buf *b, const char *name, struct date d)
{
	json_member(b, name);
	json_date_or_null(b, d);
}

void
json_member_flag(struct buf *b, const char *name, bool flag)
{
	json_member(b, name);
	buf_puts(b, flag ? STR("true") : STR("false"));
}
