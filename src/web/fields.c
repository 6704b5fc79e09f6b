#include "web/fields.h"
#include "base/utf8.h"
#include "web/html.h"

static bool
decode(struct arena *a, struct str s, struct str *out)
{
	char *p = arena_alloc(a, s.n + 1);
	size_t n = url_read(p, s);

	*out = (struct str){ p, n };
	return n != SIZE_MAX && utf8_check(*out) == n;
}

static enum err
take(struct arena *a, struct str part, fields_sent *out, struct why *why)
{
	size_t eq = str_find(part, STR("="), 0);
	struct field_sent f;

	if (part.n == 0)
		return OK;
	if (eq == STR_NONE)
		eq = part.n;
	if (out->n == FIELDS_MOST || eq > FIELD_NAME_MOST || !decode(a, str_slice(part, 0, eq), &f.name) ||
	    !decode(a, str_slice(part, eq + 1 < part.n ? eq + 1 : part.n, part.n), &f.value))
		return fail(why, E_USAGE, 0, "%.*s", STR_ARG(str_slice(part, 0, part.n < 60 ? part.n : 60)));
	*array_add(a, out) = f;
	return OK;
}

enum err
fields_read(struct arena *a, struct str text, fields_sent *out, struct why *why)
{
	enum err err = OK;

	while (text.n > 0 && err == OK) {
		size_t at = str_find(text, STR("&"), 0);

		err = take(a, str_slice(text, 0, at == STR_NONE ? text.n : at), out, why);
		text = str_slice(text, at == STR_NONE ? text.n : at + 1, text.n);
	}
	return err;
}

struct str
fields_get(const fields_sent *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->v[i].name, cstr(name)))
			return f->v[i].value;
	return (struct str){ NULL, 0 };
}

bool
fields_has(const fields_sent *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->v[i].name, cstr(name)))
			return true;
	return false;
}

bool
digits_read(struct str s, int64_t *out)
{
	*out = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9' || i >= 18)
			return false;
		*out = *out * 10 + (s.p[i] - '0');
	}
	return s.n > 0;
}
