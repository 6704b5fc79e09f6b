#include "ledger/payload.h"
#include "ledger/yaml.h"

#include <jansson.h>

void
payload_begin(struct payload *p, struct str bytes)
{
	*p = (struct payload){ .root = json_loadb(bytes.p, bytes.n, JSON_REJECT_DUPLICATES, NULL) };
}

enum err
payload_end(struct payload *p, struct why *why)
{
	json_decref(p->root);
	p->root = NULL;
	return p->wrong == NULL ? OK : fail(why, E_BROKEN, 0, "%s", p->wrong);
}

static const json_t *
member_of(struct payload *p, const char *name, bool right(const json_t *))
{
	const json_t *m = json_object_get(p->root, name);

	if (m != NULL && right(m))
		return m;
	if (p->wrong == NULL)
		p->wrong = name;
	return NULL;
}

static bool
is_text(const json_t *m)
{
	return json_is_string(m);
}

static bool
is_text_or_null(const json_t *m)
{
	return json_is_string(m) || json_is_null(m);
}

static bool
is_integer(const json_t *m)
{
	return json_is_integer(m);
}

static bool
is_flag(const json_t *m)
{
	return json_is_boolean(m);
}

static struct str
text_of(const json_t *m)
{
	return (struct str){ json_string_value(m), json_string_length(m) };
}

struct str
payload_text(struct payload *p, const char *member)
{
	return text_of(member_of(p, member, is_text));
}

struct str
payload_text_or_null(struct payload *p, const char *member)
{
	return text_of(member_of(p, member, is_text_or_null));
}

static struct uuid
uuid_of(struct payload *p, const json_t *m, const char *member)
{
	struct uuid u = { { 0 } };

	if (json_is_string(m) && !uuid_parse(text_of(m), &u) && p->wrong == NULL)
		p->wrong = member;
	return u;
}

struct uuid
payload_uuid(struct payload *p, const char *member)
{
	return uuid_of(p, member_of(p, member, is_text), member);
}

struct uuid
payload_uuid_or_null(struct payload *p, const char *member)
{
	return uuid_of(p, member_of(p, member, is_text_or_null), member);
}

bool
payload_flag(struct payload *p, const char *member)
{
	return json_is_true(member_of(p, member, is_flag));
}

int32_t
payload_day(struct payload *p, const char *member)
{
	struct date day = { 0 };

	if (!yaml_day(payload_text(p, member), &day) && p->wrong == NULL)
		p->wrong = member;
	return date_days(day);
}

static bool
is_list(const json_t *m)
{
	return json_is_array(m);
}

size_t
payload_list(struct payload *p, const char *member)
{
	return json_array_size(member_of(p, member, is_list));
}

struct uuid
payload_uuid_at(struct payload *p, const char *list, size_t i)
{
	const json_t *m = json_array_get(member_of(p, list, is_list), i);

	if (!json_is_string(m) && p->wrong == NULL)
		p->wrong = list;
	return uuid_of(p, m, list);
}

struct payload
payload_enter(struct payload *p, const char *list, size_t i)
{
	return (struct payload){ .root = json_array_get(member_of(p, list, is_list), i) };
}

void
payload_leave(struct payload *p, const struct payload *inside)
{
	if (p->wrong == NULL)
		p->wrong = inside->wrong;
}

int64_t
payload_integer(struct payload *p, const char *member)
{
	return json_integer_value(member_of(p, member, is_integer));
}
