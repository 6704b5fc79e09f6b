#include "doc/fact.h"

#include <stdio.h>

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
	int64_t unit = 1;
	int n;

	while (d.scale > 0 && d.digits % 10 == 0) {
		d.digits /= 10;
		d.scale--;
	}
	for (int i = 0; i < d.scale; i++)
		unit *= 10;
	n = snprintf(out, DECIMAL_TEXT, "%s%lld", d.digits < 0 ? "-" : "",
	    (long long)(d.digits < 0 ? -(d.digits / unit) : d.digits / unit));
	if (d.scale > 0)
		n += snprintf(out + n, DECIMAL_TEXT - (size_t)n, ".%0*lld", d.scale,
		    (long long)(d.digits < 0 ? -(d.digits % unit) : d.digits % unit));
	return (size_t)n;
}
