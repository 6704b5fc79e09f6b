#include "doc/fact.h"

#include <string.h>

static const char *const type_names[] = {
#define X(name, text) text,
	FACT_TYPES(X)
#undef X
};
static const char *const cmp_names[] = {
#define X(name, text) text,
	COMPARATORS(X)
#undef X
};
static const char *const role_names[] = {
#define X(name, text) text,
	DATE_ROLES(X)
#undef X
};

const char *
fact_type_name(enum fact_type t)
{
	return type_names[t];
}

const char *
cmp_name(enum cmp c)
{
	return cmp_names[c];
}

const char *
date_role_name(enum date_role r)
{
	return role_names[r];
}

size_t
decimal_print(char out[DECIMAL_TEXT], struct decimal d)
{
	uint64_t left = d.digits < 0 ? 0 - (uint64_t)d.digits : (uint64_t)d.digits;
	char text[DECIMAL_TEXT], *end = text + sizeof text, *p = end;
	int8_t scale = d.scale;

	*--p = '\0';
	for (; scale > 0 && left % 10 == 0; scale--)
		left /= 10;
	for (int i = 0; left > 0 || i <= scale; i++, left /= 10) {
		if (i == scale && scale > 0)
			*--p = '.';
		*--p = (char)('0' + left % 10);
	}
	if (d.digits < 0)
		*--p = '-';
	memcpy(out, p, (size_t)(end - p));
	return (size_t)(end - p) - 1;
}
