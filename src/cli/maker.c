#include "cli/maker.h"

const struct move *
kind_maker(const struct kind *k)
{
	for (size_t i = 0; i < k->moves.n; i++)
		if (k->moves.v[i].from == 0)
			return &k->moves.v[i];
	return NULL;
}

static bool
maker_fills(const struct kind *k, size_t field)
{
	const struct move *m = kind_maker(k);

	return m != NULL && (m->fills >> field & 1) != 0;
}

int
maker_part(const struct kind *k, enum part part)
{
	int field = kind_part(k, part);

	return field >= 0 && maker_fills(k, (size_t)field) ? field : -1;
}

int
maker_type(const struct kind *k, enum field_type type)
{
	for (size_t i = 0; i < k->fields.n; i++)
		if (k->fields.v[i].type == (int)type && maker_fills(k, i))
			return (int)i;
	return -1;
}

int
maker_link(const struct kind *from, const struct kind *to)
{
	for (size_t i = 0; i < from->fields.n; i++)
		if (from->fields.v[i].kind == to && maker_fills(from, i))
			return (int)i;
	return -1;
}
