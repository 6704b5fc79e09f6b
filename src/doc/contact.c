#include "doc/contact.h"

#include "base/utf8.h"
#include "doc/contact_label.h"
#include "doc/words.h"

enum { LONGEST_ADDRESS = 300, LONGEST_EMAIL = 100 };

/* The ASCII character that one at p means, its full-width form and the dashes folded; 0 if none. */
static char
ascii_at(const char *p, const char *end, unsigned *len)
{
	uint32_t c = utf8_get(p, end, len);

	if (c >= 0xFF01 && c <= 0xFF5E)
		return (char)(c - 0xFF01 + '!');
	if (c == 0x2014 || c == 0x2013 || c == 0x2010 || c == 0x2011 || c == 0x2212)
		return '-';
	return c < 0x80 ? (char)c : 0;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A name in an e-mail address may hold these. */
static bool
in_email(char c)
{
	return is_digit(c) || is_letter(c) || c == '.' || c == '-' || c == '_';
}

/* [p, end) with its full-width figures and signs made ASCII. */
static struct str
ascii_of(struct arena *a, const char *p, const char *end)
{
	char *out = arena_alloc(a, (size_t)(end - p) + 1);
	size_t n = 0;

	while (p < end) {
		unsigned len;
		char c = ascii_at(p, end, &len);

		if (c != 0) {
			out[n++] = c;
		} else {
			memcpy(out + n, p, len);
			n += len;
		}
		p += len;
	}
	return (struct str){ out, n };
}

static void
add_once(struct arena *a, str_array *list, struct str s)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->v[i], s))
			return;
	*array_add(a, list) = s;
}

struct digits {
	const char *end;
	unsigned n;
	char first, second;
};

static struct digits
digits_at(const char *p, const char *end)
{
	struct digits d = { .end = p };

	while (d.end < end) {
		unsigned len;
		char c = ascii_at(d.end, end, &len);

		if (!is_digit(c))
			break;
		if (d.n == 0)
			d.first = c;
		if (d.n == 1)
			d.second = c;
		d.n++;
		d.end += len;
	}
	return d;
}

/* Behind one character that means c; p if it does not stand there. */
static const char *
past(const char *p, const char *end, char c)
{
	unsigned len;

	return p < end && ascii_at(p, end, &len) == c ? p + len : p;
}

/* Behind an extension: -801, 转801. */
static const char *
extension_at(const char *p, const char *end)
{
	const char *q = past(p, end, '-');
	struct digits d;

	if (end - p >= 3 && memcmp(p, "转", 3) == 0)
		q = p + 3;
	d = digits_at(q, end);
	return q > p && d.n >= 2 && d.n <= 5 ? d.end : p;
}

static bool
is_mobile(struct digits d)
{
	return d.n == 11 && d.first == '1' && d.second >= '3';
}

/* (010)68792147, 0590-5550126, 0590 5550126, 05905550126. */
static const char *
area_phone_at(const char *p, const char *end)
{
	const char *open = past(p, end, '('), *q;
	struct digits area = digits_at(open, end), local;

	if (area.first != '0' || area.second == '0')
		return p;
	if (open == p && (area.n == 11 || area.n == 12))
		return extension_at(area.end, end);
	if (area.n < 3 || area.n > 4)
		return p;
	q = past(area.end, end, open > p ? ')' : '-');
	if (open > p && q == area.end)
		return p;
	q = past(q, end, '-');
	while (q < end && *q == ' ')
		q++;
	local = digits_at(q, end);
	if (q == area.end || local.n < 7 || local.n > 8)
		return p;
	return extension_at(local.end, end);
}

/* 400-123-4567, 400-1234567. */
static const char *
service_phone_at(const char *p, const char *end)
{
	struct digits head = digits_at(p, end), rest;
	const char *q = past(head.end, end, '-');

	if (head.n != 3 || q == head.end || (head.first != '4' && head.first != '8') || head.second != '0')
		return p;
	rest = digits_at(q, end);
	if (rest.n == 7)
		return rest.end;
	q = past(rest.end, end, '-');
	if (q == rest.end || (rest.n != 3 && rest.n != 4))
		return p;
	rest = digits_at(q, end);
	return rest.n == 3 || rest.n == 4 ? rest.end : p;
}

/* Behind the number at p; p if none stands there. labelled: 电话： vouches for a number without an area. */
static const char *
phone_at(const char *p, const char *end, bool labelled)
{
	struct digits d = digits_at(p, end);
	const char *q = area_phone_at(p, end);

	if (q == p)
		q = service_phone_at(p, end);
	if (q > p || d.n == 0)
		return q;
	if (is_mobile(d))
		return d.end;
	if (labelled && (d.n == 7 || d.n == 8 || (d.n == 5 && d.first == '1' && d.second == '2')))
		return extension_at(d.end, end);
	return p;
}

static const char *
skip_label_end(const char *p, const char *end)
{
	static const char *const signs[] = { "：", ":", " ", "　", "为", "】" };

	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
		if (str_starts(str_of(p, end), cstr(signs[i]))) {
			p += strlen(signs[i]);
			i = SIZE_MAX;	/* from the first again */
		}
	}
	return p;
}

/* A stop, or blanks, a comma or a bracket with a label behind. */
static bool
address_ends(const char *p, const char *end)
{
	static const char *const stops[] = { "。", "；", ";", "\n", "\t", "|" };
	static const char *const parts[] = { "，", ",", "（", "(", "　", " ", "、" };

	for (size_t i = 0; i < sizeof stops / sizeof stops[0]; i++)
		if (str_starts(str_of(p, end), cstr(stops[i])))
			return true;
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		size_t n = strlen(parts[i]);

		if (!str_starts(str_of(p, end), cstr(parts[i])))
			continue;
		while (p + n < end && p[n] == ' ')
			n++;
		return words_at(&words_contact, p + n, end) != NULL;
	}
	return false;
}

static const char *
address_at(const char *p, const char *end, struct contact *c)
{
	const char *q = p;
	struct str s;

	if (end - p > LONGEST_ADDRESS)
		for (end = p + LONGEST_ADDRESS; ((unsigned char)*end & 0xC0) == 0x80; end--)
			continue;
	while (q < end && !address_ends(q, end))
		q += utf8_len((unsigned char)*q);
	s = str_trim(str_of(p, q > end ? end : q));
	if (s.n >= 6 && ((unsigned char)s.p[0] >= 0x80 || is_digit(s.p[0])) && c->postal.n == 0)
		c->postal = s;
	return q > end ? end : q;
}

/* The numbers behind a label, parted by 、 or a blank. */
static const char *
phones_at(struct arena *a, const char *p, const char *end, struct contact *c, bool fax)
{
	static const char *const between[] = { "、", "，", ",", "/", "；", ";", "或", " " };

	for (;;) {
		const char *q = phone_at(p, end, true), *next;

		if (q == p)
			return p;
		if (!fax)
			add_once(a, &c->phone, ascii_of(a, p, q));
		next = q;
		for (size_t i = 0; i < sizeof between / sizeof between[0] && next == q; i++)
			if (str_starts(str_of(q, end), cstr(between[i])))
				next = q + strlen(between[i]);
		if (next == q || phone_at(next, end, true) == next)
			return q;
		p = next;
	}
}

/* What the label at p leads to; p if no label stands there. */
static const char *
labelled_at(struct arena *a, const char *p, const char *end, struct contact *c)
{
	const struct word *w = words_at(&words_contact, p, end);
	const char *in;
	struct digits d;

	if (w == NULL)
		return p;
	in = skip_label_end(p + w->n, end);
	switch (w->value) {
	case LABEL_PHONE: case LABEL_FAX:
		if (words_at(&words_contact, in, end) != NULL)
			return in;
		return phones_at(a, in, end, c, w->value == LABEL_FAX);
	case LABEL_POSTAL:
		return in > p + w->n ? address_at(in, end, c) : in;
	case LABEL_SEND:
		return address_at(in, end, c);
	case LABEL_POSTCODE:
		d = digits_at(in, end);
		if (d.n == 6 && c->postcode.n == 0)
			c->postcode = ascii_of(a, in, d.end);
		return d.end;
	}
	return in;
}

/* Whether [from, to) ends in a name that ends an address (.cn); a line end may have stood there if not. */
static bool
ends_domain(const char *from, const char *to)
{
	static const char *const ends[] = { ".com", ".cn", ".net", ".org", ".gov", ".edu" };

	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
		if (str_ends(str_of(from, to), cstr(ends[i])))
			return true;
	return false;
}

static const char *
email_end(const char *p, const char *end)
{
	const char *to = p, *more;

	while (to < end && to - p < LONGEST_EMAIL && in_email(*to))
		to++;
	if (end - to < 2 || *to != ' ' || to == p || ends_domain(p, to))
		return to;
	for (more = to + 1; more < end && more - p < LONGEST_EMAIL && in_email(*more); more++)
		continue;
	return more > to + 1 && (more == end || (unsigned char)*more >= 0x80) ? more : to;
}

/* The address around the @ at p, without the blank that a line end left; returns the byte after it. */
static const char *
email_at(struct arena *a, struct str run, const char *p, unsigned at, struct contact *c)
{
	const char *from = p, *domain = p + at, *to = email_end(domain, str_end(run)), *past_it = to;
	struct str email;
	size_t n = 0;
	char *out;

	while (from > run.p && p - from < LONGEST_EMAIL && in_email(from[-1]))
		from--;
	while (to > domain && (to[-1] == '.' || to[-1] == '-'))
		to--;
	if (from == p || to == domain || memchr(domain, '.', (size_t)(to - domain)) == NULL)
		return past_it;
	email = ascii_of(a, from, to);
	out = arena_alloc(a, email.n);
	for (size_t i = 0; i < email.n; i++)
		if (email.p[i] != ' ')
			out[n++] = email.p[i];
	add_once(a, &c->email, (struct str){ out, n });
	return past_it;
}

/* Is it a character of three bytes that means no ASCII one and begins no label? Nearly all are. */
static bool
is_mute(const char *p, const char *end)
{
	unsigned char c = (unsigned char)*p;

	return c >= 0xE3 && c < 0xEF && end - p >= 3 && !words_may(&words_contact, p, end);
}

static bool
joins_figures(char c)
{
	return is_digit(c) || is_letter(c) || c == '-' || c == '.' || c == '/';
}

void
contact_find(struct arena *a, struct str run, struct contact *c)
{
	const char *end = str_end(run), *p = run.p;
	char before = 0;

	while (p < end) {
		unsigned len;
		const char *q = p;
		char sign;

		if (is_mute(p, end)) {
			before = 0;
			p += 3;
			continue;
		}
		sign = ascii_at(p, end, &len);
		if (sign == '@') {
			q = email_at(a, run, p, len, c);
		} else if ((is_digit(sign) || sign == '(') && !joins_figures(before)) {
			q = phone_at(p, end, false);
			if (q > p)
				add_once(a, &c->phone, ascii_of(a, p, q));
		} else if (sign == 0) {
			q = labelled_at(a, p, end, c);
		}
		before = q > p ? 0 : sign;
		p = q > p ? q : p + len;
	}
}
