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
	return roles[r].name;
}

const char *
role_label(enum role r)
{
	return roles[r].label;
}

const char *
status_name(enum status s)
{
	return statuses[s].name;
}

const char *
status_label(enum status s)
{
	return statuses[s].label;
}

struct str
document_str(const struct document *d, struct span s)
{
	return str_slice(d->texts[s.source - d->first]->body, s.from, s.to);
}
