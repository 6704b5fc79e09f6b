#include "store/plain.h"

#include <sodium.h>

#include "base/utf8.h"

bool
plain_line(struct str *rest, struct str *line)
{
	const char *lf = rest->n == 0 ? NULL : memchr(rest->p, '\n', rest->n);

	if (lf == NULL)
		return false;
	*line = str_of(rest->p, lf);
	*rest = str_of(lf + 1, str_end(*rest));
	return true;
}

bool
plain_number(struct str s, uint64_t *out)
{
	uint64_t u = 0;

	if (s.n == 0 || (s.n > 1 && s.p[0] == '0'))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned digit = (unsigned)s.p[i] - '0';

		if (digit > 9 || u > ((uint64_t)INT64_MAX - digit) / 10)
			return false;
		u = u * 10 + digit;
	}
	*out = u;
	return true;
}

bool
plain_field(struct str line, struct str name, struct str *value)
{
	if (!str_starts(line, name) || line.n == name.n || line.p[name.n] != ' ')
		return false;
	*value = str_slice(line, name.n + 1, line.n);
	return true;
}

void
plain_put_base64(struct buf *out, const void *p, size_t n)
{
	size_t size = sodium_base64_encoded_len(n, sodium_base64_VARIANT_ORIGINAL);
	char *to = buf_room(out, size);

	if (to == NULL)
		return;
	sodium_bin2base64(to, size, p, n, sodium_base64_VARIANT_ORIGINAL);
	out->n += size - 1;
}

/* libsodium 1.0.18 takes bytes from 0x80 on for digits. */
static bool
is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

bool
plain_base64(struct str s, unsigned char *out, size_t room, size_t *n)
{
	*n = 0;
	return s.n == 0 || (is_ascii(s) &&
	    sodium_base642bin(out, room, s.p, s.n, NULL, n, NULL, sodium_base64_VARIANT_ORIGINAL) == 0);
}

bool
plain_is_base64(struct str s)
{
	enum { PIECE = 1024 };
	unsigned char out[PIECE / 4 * 3];
	size_t n;

	for (; s.n > PIECE; s = str_slice(s, PIECE, s.n))
		if (!plain_base64(str_slice(s, 0, PIECE), out, sizeof out, &n) || n != sizeof out)	/* padding comes last */
			return false;
	return plain_base64(s, out, sizeof out, &n);
}

bool
plain_hash(struct str s, struct hash *out)
{
	size_t n;

	return plain_base64(s, out->b, HASH_BYTES, &n) && n == HASH_BYTES;
}

bool
plain_is_text(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' && s.p[i] != '\n')
			return false;
	return utf8_check(s) == s.n;
}

/* White_Space of Unicode. */
static bool
is_blank(uint32_t c)
{
	static const uint32_t single[] = { ' ', 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000 };

	for (size_t i = 0; i < sizeof single / sizeof single[0]; i++)
		if (c == single[i])
			return true;
	return (c >= '\t' && c <= '\r') || (c >= 0x2000 && c <= 0x200A);
}

bool
plain_is_name(struct str s)
{
	unsigned len;

	if (s.n == 0 || !plain_is_text(s))
		return false;
	for (const char *p = s.p; p < str_end(s); p += len) {
		uint32_t c = utf8_get(p, str_end(s), &len);

		if (c == '+' || is_blank(c))
			return false;
	}
	return true;
}
