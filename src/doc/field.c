#include "doc/field.h"

static const struct {
	const char *name, *label;
	uint8_t place, reading;
} fields[] = {
#define X(id, name, label, place, reading) { name, label, place, reading },
	FIELDS(X)
#undef X
};

const char *
field_name(enum field_kind k)
{
	return fields[k].name;
}

const char *
field_label(enum field_kind k)
{
	return fields[k].label;
}

enum field_place
field_place(enum field_kind k)
{
	return (enum field_place)fields[k].place;
}

enum field_reading
field_reading(enum field_kind k)
{
	return (enum field_reading)fields[k].reading;
}

enum field_kind
field_named(struct str name)
{
	enum field_kind k = FIELD_NONE;

	while (k < FIELD_COUNT && !str_eq(name, cstr(fields[k].name)))
		k++;
	return k;
}

bool
field_is_blank(struct str s)
{
	static const struct str blanks[] = { STR("/"), STR("-"), STR("—"), STR("——"), STR("无"), STR("／"), STR("\\"),
		STR("原文未写") };

	s = str_trim(s);
	for (size_t i = 0; i < sizeof blanks / sizeof blanks[0]; i++)
		if (str_eq(s, blanks[i]))
			return true;
	return s.n == 0;
}
