#include "web/html.h"
#include "base/hex.h"

#include <string.h>

void
html_raw(struct html *h, struct str s)
{
	buf_puts(h->b, s);
}

static struct str
reference(unsigned char c)
{
	switch (c) {
	case '&':	return STR("&amp;");
	case '<':	return STR("&lt;");
	case '>':	return STR("&gt;");
	case '"':	return STR("&quot;");
	case '\'':	return STR("&#39;");
	default:	return STR("");		/* a control character */
	}
}

static bool
plain(unsigned char c)
{
	if (c < 0x20)
		return c == '\t' || c == '\n' || c == '\r';
	return c != '&' && c != '<' && c != '>' && c != '"' && c != '\'' && c != 0x7F;
}

void
html_text(struct html *h, struct str s)
{
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (plain((unsigned char)s.p[i]))
			continue;
		buf_puts(h->b, str_slice(s, from, i));
		buf_puts(h->b, reference((unsigned char)s.p[i]));
		from = i + 1;
	}
	buf_puts(h->b, str_slice(s, from, s.n));
}

void
html_chars(struct html *h, const char *s)
{
	html_text(h, cstr(s));
}

void
html_number(struct html *h, long long n)
{
	buf_printf(h->b, "%lld", n);
}

void
html_count(struct html *h, unsigned long long n)
{
	buf_printf(h->b, "%llu", n);
}

/* ---- URLs ---- */

static void
put_part(struct buf *b, struct str s)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || memchr("-._~", c, 4) != NULL) {
			buf_putc(b, (char)c);
			continue;
		}
		buf_putc(b, '%');
		buf_putc(b, digits[c >> 4]);
		buf_putc(b, digits[c & 15]);
	}
}

void
html_url(struct html *h, struct str s)
{
	put_part(h->b, s);
}

void
html_query(struct html *h, struct str s)
{
	html_text(h, s);
}

void
url_put(struct buf *b, const char *name, struct str value)
{
	buf_putc(b, b->n == 0 ? '?' : '&');
	buf_puts(b, cstr(name));
	buf_putc(b, '=');
	put_part(b, value);
}

static int
digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

size_t
url_read(char *out, struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i] == '+' ? ' ' : s.p[i];

		if (c == '%') {
			if (i + 2 >= s.n || digit(s.p[i + 1]) < 0 || digit(s.p[i + 2]) < 0)
				return SIZE_MAX;
			c = (char)(digit(s.p[i + 1]) << 4 | digit(s.p[i + 2]));
			i += 2;
		}
		if (c == '\0')
			return SIZE_MAX;
		out[n++] = c;
	}
	return n;
}

/* ---- sentences ---- */

struct str
web_say(enum lang lang, const char *zh)
{
	struct str want = cstr(zh);
	size_t from = 0, to = words_web_count;

	while (lang == LANG_EN && from < to) {
		size_t middle = from + (to - from) / 2;
		int order = str_cmp(words_web[middle].zh, want);

		if (order == 0)
			return words_web[middle].en;
		if (order < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return want;
}
