#include "doc/article.h"

static const struct {
	const char *name, *label;
} kinds[] = {
#define X(name, text, zh) { text, zh },
	ARTICLE_KINDS(X)
#undef X
}, roles[] = {
#define X(name, text, zh) { text, zh },
	ROLES(X)
#undef X
}, statuses[] = {
#define X(name, text, zh) { text, zh },
	STATUSES(X)
#undef X
};

/* "" where there is none. */
static const char *
name_or_null(const char *name)
{
	return *name == '\0' ? NULL : name;
}

const char *
kind_name(enum article_kind k)
{
	return kinds[k].name;
}

const char *
kind_label(enum article_kind k)
{
	return kinds[k].label;
}

const char *
role_name(enum role r)
{
	return name_or_null(roles[r].name);
}

const char *
role_label(enum role r)
{
	return roles[r].label;
}

const char *
status_name(enum status s)
{
	return name_or_null(statuses[s].name);
}

const char *
status_label(enum status s)
{
	return statuses[s].label;
}

enum status
article_status(const struct article *a, uint32_t id)
{
	static const uint8_t open[STATUS_COUNT] = { [STATUS_NONE] = 0, [STATUS_DONE] = 1, [STATUS_STANDING] = 2,
		[STATUS_PLANNED] = 3, [STATUS_ONGOING] = 4 };
	const struct node *n = &a->nodes.v[id - 1];
	enum status s = n->status;

	if (s != STATUS_NONE)
		return s;
	for (uint32_t k = id; k < a->nodes.n && a->nodes.v[k].depth > n->depth; k++)
		if (open[a->nodes.v[k].status] > open[s])
			s = a->nodes.v[k].status;
	return s;
}
