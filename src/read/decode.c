#include "read/decode.h"
#include "base/utf8.h"
#include "read/scan.h"

#include <iconv.h>
#include <stdio.h>
#include <strings.h>
#include <uchardet/uchardet.h>

#define PROBE ((size_t)64 * 1024)	/* bytes from which UTF-16 and binary are told */
#define GUESS ((size_t)1 << 20)		/* bytes that uchardet sees */
#define STRAY 8				/* control characters that any text may have */
#define DOUBT 12			/* of a thousand characters rare in Chinese: not what it seems */

static const char *const encodings[] = {
#define X(id, name) name,
	ENCODINGS(X)
#undef X
};

static const char replacement[] = "\xEF\xBF\xBD";

const char *
encoding_name(enum encoding e)
{
	return encodings[e];
}

static bool
is_control(unsigned char c)
{
	return (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') || c == 0x7F;
}

/* Control characters, more than one in fifty bytes. */
static bool
has_controls(struct str s)
{
	size_t n = s.n < PROBE ? s.n : PROBE, controls = 0;

	for (size_t i = 0; i < n; i++)
		controls += is_control((unsigned char)s.p[i]);
	return controls > STRAY && controls * 50 > n;
}

/* No text of any kind: those, or a NUL. */
static bool
is_binary(struct str s)
{
	return has_controls(s) || memchr(s.p, '\0', s.n) != NULL;
}

/* ---- UTF-16 ---- */

static unsigned
unit_at(struct str s, size_t i, bool big)
{
	unsigned char a = (unsigned char)s.p[i], b = (unsigned char)s.p[i + 1];

	return big ? (unsigned)a << 8 | b : (unsigned)b << 8 | a;
}

/*
 * How much of a sample reads as Chinese or ASCII text in this byte order, of a
 * thousand units. Control characters and lone surrogates weigh against it.
 */
static int
fits_utf16(struct str s, bool big)
{
	size_t n = (s.n < PROBE ? s.n : PROBE) & ~(size_t)1;
	long good = 0, bad = 0;

	for (size_t i = 0; i < n; i += 2) {
		unsigned u = unit_at(s, i, big);

		if ((u >= 0x20 && u < 0x7F) || u == '\n' || u == '\r' || u == '\t' ||
		    (u >= 0x4E00 && u <= 0x9FA5) || (u >= 0x3000 && u <= 0x3011) ||
		    (u >= 0xFF00 && u <= 0xFF5E) || (u >= 0x2010 && u <= 0x2030))
			good++;
		else if (u < 0x20 || u == 0xFFFF || u == 0xFFFE || (u >= 0xD800 && u < 0xE000))
			bad++;
	}
	return n == 0 || bad * 100 > (long)n ? 0 : (int)(good * 2000 / (long)n);
}

/* -1 no UTF-16; 0 little, 1 big. Without a mark one order must fit and the other not. */
static int
utf16_order(struct str s)
{
	int little, big;

	if (s.n < 2 || s.n % 2 != 0)
		return -1;
	little = fits_utf16(s, false);
	big = fits_utf16(s, true);
	if (little > 950 && big < 700)
		return 0;
	return big > 950 && little < 700 ? 1 : -1;
}

static void
note(struct arena *a, struct text *t, enum note_code code, struct str detail)
{
	*array_add(a, &t->notes) = (struct note){ code, { 0 }, detail };
}

/* Gives back a run of arena_resize. */
static void
drop(struct arena *a, struct str s)
{
	arena_drop(a, (void *)(uintptr_t)s.p);
}

/* Where the first byte was replaced, and how many such places. */
struct damage {
	size_t n, first;
};

static void
say_damage(struct arena *a, struct text *t, const struct damage *d)
{
	if (d->n > 0)
		note(a, t, NOTE_REPLACED, arena_printf(a, "%zu (%zu)", d->n, d->first));
}

static struct str
from_utf16(struct arena *a, struct str s, bool big, struct damage *d)
{
	char *out = arena_resize(a, NULL, s.n / 2 * 3 + 4), *to = out;
	size_t i = 0;

	while (i + 2 <= s.n) {
		uint32_t c = unit_at(s, i, big);
		size_t at = i;

		i += 2;
		if (c >= 0xD800 && c < 0xE000) {
			uint32_t low = c < 0xDC00 && i + 2 <= s.n ? unit_at(s, i, big) : 0;

			if (low >= 0xDC00 && low < 0xE000) {
				c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
				i += 2;
			} else {
				c = 0xFFFD;
				d->first = d->n++ == 0 ? at : d->first;
			}
		}
		to += utf8_put(to, c);
	}
	if (i < s.n) {
		d->first = d->n++ == 0 ? i : d->first;
		to += utf8_put(to, 0xFFFD);
	}
	return (struct str){ out, (size_t)(to - out) };
}

/* ---- a few bad bytes in UTF-8 ---- */

/* Bad places that a file may have and still be UTF-8. */
static bool
few(const struct damage *d, size_t good)
{
	return d->n <= 1 + good / 100 && good > d->n;
}

/* s with every bad byte made U+FFFD, and how much of it was well-formed beyond ASCII; a part of it where too many are. */
static struct str
patch_utf8(struct arena *a, struct str s, size_t bad, struct damage *d, size_t *good)
{
	size_t cap = s.n + s.n / 64 + 64, n = 0;
	char *out = arena_resize(a, NULL, cap);
	size_t place = 0;

	*good = 0;
	for (size_t from = 0; from < s.n;) {
		struct str rest = str_slice(s, from, s.n);
		size_t run = from == 0 ? bad : utf8_check(rest);

		if (!few(d, *good + rest.n))
			break;		/* nor will it be, were all the rest sound */

		if (cap - n < run + 3) {
			cap += cap / 2 + run + 3;
			out = arena_resize(a, out, cap);
		}
		memcpy(out + n, rest.p, run);
		for (size_t i = 0; i < run; i++)
			*good += (unsigned char)rest.p[i] >= 0xC0;
		n += run;
		from += run;
		if (from == s.n)
			break;
		memcpy(out + n, replacement, 3);
		n += 3;
		/* What is left of a broken character is one place, not three: 会 with a bad byte in its middle. */
		if (d->n == 0 || run > 0 || from - place >= 3) {
			d->first = d->n++ == 0 ? from : d->first;
			place = from;
		}
		from++;
		while (from < s.n && ((unsigned char)s.p[from] & 0xC0) == 0x80)
			from++;
	}
	return (struct str){ out, n };
}

/* ---- GB18030 and its neighbours ---- */

/* More than one bad place in twenty bytes: this is no text of any kind we know. */
static bool
hopeless(const struct damage *d, size_t n)
{
	return d->n * 20 > n;
}

/*
 * Converts all of s. `lenient` makes a bad byte U+FFFD; otherwise the first
 * one ends it and *ok is false. The room is taken at once: running out of
 * memory must not lose the open converter.
 */
static struct str
from_charset(struct arena *a, const char *charset, struct str s, bool lenient, struct damage *d,
    bool *ok)
{
	/* GB18030 grows from 2 bytes to 3; one bad byte or half-width kana from 1 to 3. */
	bool gb = strcmp(charset, "GB18030") == 0 && !lenient;
	size_t room = gb ? s.n + s.n / 2 + 16 : 3 * s.n + 16, left = s.n;
	char *out = arena_resize(a, NULL, room), *to = out;
	char *from = (char *)(uintptr_t)s.p;	/* iconv does not write through it */
	iconv_t cd = iconv_open("UTF-8", charset);

	*ok = cd != (iconv_t)-1;
	while (*ok && left > 0 && iconv(cd, &from, &left, &to, &room) == (size_t)-1) {
		if (!lenient || room < 3 || (d->n > 4096 && hopeless(d, s.n - left))) {
			*ok = false;
			break;
		}
		memcpy(to, replacement, 3);
		to += 3;
		room -= 3;
		d->first = d->n++ == 0 ? s.n - left : d->first;
		from++;
		left--;
	}
	if (cd != (iconv_t)-1)
		iconv_close(cd);
	return (struct str){ out, (size_t)(to - out) };
}

/* Characters that Chinese text hardly has, per thousand: what a wrong guess is full of. */
static unsigned
oddness(struct str utf8)
{
	const char *p = utf8.p, *end = str_end(str_slice(utf8, 0, GUESS));
	size_t n = 0, odd = 0;
	unsigned len;

	for (; p < end; p += len) {
		uint32_t c = utf8_get(p, end, &len);

		if (c < 0x80)
			continue;
		n++;
		odd += (c >= 0xE000 && c <= 0xF8FF) || (c >= 0x3400 && c <= 0x4DBF) || c >= 0x20000 ||
		    (c >= 0x3040 && c <= 0x33FF) || (c >= 0x2E80 && c <= 0x2FFF) ||
		    (c >= 0x80 && c <= 0x24FF && !(c >= 0x2010 && c <= 0x2030) && c != 0xB7 && c != 0xD7 &&
		    c != 0x2103 && !(c >= 0x2460 && c <= 0x2473) && !(c >= 0x2160 && c <= 0x216B) &&
		    c != 0xB0 && c != 0xB1 && c != 0x2264 && c != 0x2265) || (c >= 0xA000 && c <= 0xF900);
	}
	return n == 0 ? 0 : (unsigned)(odd * 1000 / n);
}

static void
guess(struct str s, char name[32])
{
	uchardet_t u = uchardet_new();

	name[0] = '\0';
	if (u == NULL)
		return;
	if (uchardet_handle_data(u, s.p, s.n < GUESS ? s.n : GUESS) == 0) {
		uchardet_data_end(u);
		snprintf(name, 32, "%s", uchardet_get_charset(u));
	}
	uchardet_delete(u);
}

/* Charsets whose bytes are mostly valid GB18030 too; read only where they fit much better. */
static const struct {
	const char *guess, *charset;
	enum encoding encoding;
} neighbours[] = {
	{ "BIG5", "BIG5-HKSCS", ENC_BIG5 },
	{ "BIG5-HKSCS", "BIG5-HKSCS", ENC_BIG5 },
	{ "SHIFT_JIS", "CP932", ENC_SHIFT_JIS },
	{ "EUC-JP", "EUC-JP", ENC_EUC_JP },
	{ "EUC-KR", "CP949", ENC_EUC_KR },
	{ "UHC", "CP949", ENC_EUC_KR },
};

void
decode_load(void)
{
	(void)iconv_open("UTF-8", "GB18030");
}

void
decode_load_others(void)
{
	for (size_t i = 0; i < sizeof neighbours / sizeof neighbours[0]; i++)
		(void)iconv_open("UTF-8", neighbours[i].charset);
}

/* The neighbour that uchardet names, if the bytes read well in it and badly as GB18030. */
static bool
neighbour(struct arena *a, struct str s, unsigned gb_oddness, struct text *t, struct str *utf8)
{
	char name[32];

	guess(s, name);
	for (size_t i = 0; i < sizeof neighbours / sizeof neighbours[0]; i++) {
		struct damage none = { 0 };
		bool ok;

		if (strcasecmp(name, neighbours[i].guess) != 0)
			continue;
		*utf8 = from_charset(a, neighbours[i].charset, s, false, &none, &ok);
		if (ok && oddness(*utf8) < gb_oddness) {
			t->encoding = encodings[neighbours[i].encoding];
			note(a, t, NOTE_ENCODING, cstr(t->encoding));
			note(a, t, NOTE_ENCODING_DOUBT, arena_printf(a, "%s / %s", t->encoding, encodings[ENC_GB18030]));
			return true;
		}
		drop(a, *utf8);
	}
	return false;
}

static enum err
decode_gb(struct arena *a, struct str s, struct text *t, struct str *utf8, struct why *why)
{
	struct damage d = { 0 };
	bool ok;
	struct str gb = from_charset(a, "GB18030", s, false, &d, &ok);
	unsigned odd = ok ? oddness(gb) : 1000;

	if (odd >= DOUBT && neighbour(a, s, odd, t, utf8)) {
		drop(a, gb);
		return OK;
	}
	if (!ok) {
		drop(a, gb);
		gb = from_charset(a, "GB18030", s, true, &d, &ok);
	}
	if (!ok || hopeless(&d, s.n))
		return fail(why, E_GARBLED, d.first, "%.*s", STR_ARG(t->name));
	*utf8 = gb;
	t->encoding = encodings[ENC_GB18030];
	note(a, t, NOTE_ENCODING, cstr(t->encoding));
	if (odd >= DOUBT * 8)
		note(a, t, NOTE_ENCODING_DOUBT, cstr(t->encoding));
	say_damage(a, t, &d);
	return OK;
}

static enum err
decode_utf16(struct arena *a, struct str s, bool big, struct text *t, struct str *utf8)
{
	struct damage d = { 0 };

	*utf8 = from_utf16(a, s, big, &d);
	t->encoding = encodings[big ? ENC_UTF_16BE : ENC_UTF_16LE];
	note(a, t, NOTE_ENCODING, cstr(t->encoding));
	say_damage(a, t, &d);
	return OK;
}

static bool
is_text(struct str bytes, struct text *t)
{
	return (t->holds & SCAN_LOOKED) != 0 ? (t->holds & SCAN_TEXT) != 0 : scan_text(bytes, &t->holds);
}

static enum err
decode_any(struct arena *a, struct str bytes, struct text *t, struct str *utf8, struct why *why)
{
	struct damage d = { 0 };
	size_t good;
	int order;

	if (str_starts(bytes, STR("\xFF\xFE")))
		return decode_utf16(a, str_slice(bytes, 2, bytes.n), false, t, utf8);
	if (str_starts(bytes, STR("\xFE\xFF")))
		return decode_utf16(a, str_slice(bytes, 2, bytes.n), true, t, utf8);
	t->encoding = encodings[ENC_UTF_8];
	*utf8 = bytes;
	if (is_text(bytes, t) && ((t->holds & SCAN_NOISE) == 0 || !has_controls(bytes)))
		return OK;
	order = utf16_order(bytes);
	if (order >= 0)
		return decode_utf16(a, bytes, order == 1, t, utf8);
	if (is_binary(bytes))
		return fail(why, E_GARBLED, 0, "%.*s", STR_ARG(t->name));
	*utf8 = patch_utf8(a, bytes, utf8_check(bytes), &d, &good);
	if (few(&d, good)) {
		say_damage(a, t, &d);
		return OK;
	}
	drop(a, *utf8);
	return decode_gb(a, bytes, t, utf8, why);
}

enum err
decode(struct arena *a, struct str bytes, struct text *t, struct str *utf8, struct why *why)
{
	enum err err = decode_any(a, bytes, t, utf8, why);

	if (err == OK && utf8->p != bytes.p)
		t->holds = scan(*utf8);
	/* The mark of UTF-8, or of another encoding made UTF-8; some files have two. */
	while (err == OK && str_starts(*utf8, STR("\xEF\xBB\xBF")))
		*utf8 = str_slice(*utf8, 3, utf8->n);
	return err;
}
