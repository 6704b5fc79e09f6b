#include "ledger/limit.h"

static const struct {
	const char *name;
	int usual, least, most;
} rows[LIMIT_COUNT] = {
#define X(id, name, usual, least, most) { name, usual, least, most },
	LIMITS(X)
#undef X
};

/* The number that a row tells; -1 where it tells none. */
static int
number_of(struct str s)
{
	int n = 0;

	if (s.n == 0 || s.n > 5)
		return -1;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return -1;
		n = n * 10 + (s.p[i] - '0');
	}
	return n;
}

static enum err
load_one(struct store *s, size_t i, int *out, struct why *why)
{
	struct rows r;

	*out = rows[i].usual;
	store_ask(s, SETTING_GET, NULL, VALUES(value_text(cstr(rows[i].name))), &r);
	if (rows_next(&r))
		*out = number_of(rows_text(&r, 0));
	if (r.err == OK && (*out < rows[i].least || *out > rows[i].most))
		r.err = fail(&r.why, E_BROKEN, 0, "%s", rows[i].name);
	return rows_end(&r, why);
}

enum err
limits_load(struct store *s, struct limits *l, struct why *why)
{
	enum err err = OK;

	for (size_t i = 0; i < LIMIT_COUNT && err == OK; i++)
		err = load_one(s, i, &l->v[i], why);
	return err;
}
