#include "read/tags.h"

#include <strings.h>

#define NAME_MOST 24		/* bytes of a tag's name */
#define VALUE_MOST 4096		/* bytes of an attribute's value */
#define KEPT_MOST 12		/* attributes of a tag */
#define DEPTH_MOST 2000		/* open tags; those beyond are taken out, their text stays */

static const char *const wanted[] = {
	"class", "id", "align", "style", "hidden", "colspan", "rowspan", "name", "content",
};

/* Elements that end by themselves: how many are open says nothing of the depth. */
static const char *const shallow[] = {
	"p", "li", "td", "th", "tr", "dt", "dd", "tbody", "thead", "tfoot", "option", "br", "hr",
	"img", "input", "meta", "link", "col", "area", "base", "wbr", "source", "param", "embed",
};

/* Elements whose content is no HTML. */
static const char *const raw[] = { "script", "style" };

struct taming {
	const char *p, *end;
	char *to;
	unsigned depth, over;
	bool no_quote[2];	/* no ' or " is left to close one */
};

struct tag {
	char name[NAME_MOST + 1];
	bool closes;
	unsigned kept;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
listed(const char *const *list, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(list[i]) == name.n && strncasecmp(list[i], name.p, name.n) == 0)
			return true;
	return false;
}

#define IN(list, name) listed((list), sizeof(list) / sizeof(list)[0], (name))

static void
put(struct taming *t, const char *p, size_t n)
{
	memcpy(t->to, p, n);
	t->to += n;
}

/* The value at p, in quotes or not; moves p past it. */
static struct str
take_value(struct taming *t)
{
	const char *from = t->p, *close = NULL;
	char quote = t->p < t->end ? *t->p : '\0';

	if ((quote == '"' || quote == '\'') && !t->no_quote[quote == '"']) {
		close = memchr(t->p + 1, quote, (size_t)(t->end - t->p - 1));
		t->no_quote[quote == '"'] = close == NULL;
	}
	if (close != NULL) {
		t->p = close + 1;
		return str_of(from + 1, close);
	}
	while (t->p < t->end && !is_blank(*t->p) && *t->p != '>')
		t->p++;
	return str_of(from, t->p);
}

static void
skip_blanks(struct taming *t)
{
	while (t->p < t->end && is_blank(*t->p))
		t->p++;
}

static void
keep_attribute(struct taming *t, struct tag *tag, struct str name, struct str value)
{
	if (tag->closes || tag->kept == KEPT_MOST || value.n > VALUE_MOST || !IN(wanted, name))
		return;
	tag->kept++;
	*t->to++ = ' ';
	put(t, name.p, name.n);
	put(t, "=\"", 2);
	for (size_t i = 0; i < value.n; i++)
		*t->to++ = value.p[i] == '"' ? '\'' : value.p[i];
	*t->to++ = '"';
}

static void
take_attributes(struct taming *t, struct tag *tag, bool keep)
{
	for (;;) {
		struct str name, value = { "", 0 };
		const char *from;

		while (t->p < t->end && (is_blank(*t->p) || *t->p == '/'))
			t->p++;
		if (t->p == t->end || *t->p == '>')
			break;
		from = t->p++;		/* whatever it is, so as to get on */
		while (t->p < t->end && !is_blank(*t->p) && *t->p != '/' && *t->p != '>' && *t->p != '=')
			t->p++;
		name = str_of(from, t->p);
		skip_blanks(t);
		if (t->p < t->end && *t->p == '=') {
			t->p++;
			skip_blanks(t);
			value = take_value(t);
		}
		if (keep)
			keep_attribute(t, tag, name, value);
	}
	if (t->p < t->end)
		t->p++;
}

/* Past the content of a script or style, up to its end tag. */
static void
skip_raw(struct taming *t, struct str name)
{
	while (t->p < t->end && (t->p = memchr(t->p, '<', (size_t)(t->end - t->p))) != NULL) {
		if ((size_t)(t->end - t->p) > name.n + 1 && t->p[1] == '/' &&
		    strncasecmp(t->p + 2, name.p, name.n) == 0)
			return;
		t->p++;
	}
	t->p = t->end;
}

/* Whether the tag may go out; keeps count of what is open. */
static bool
may_pass(struct taming *t, const struct tag *tag, struct str name)
{
	if (IN(shallow, name))
		return true;
	if (!tag->closes) {
		if (t->depth < DEPTH_MOST)
			return t->depth++, true;
		return t->over++, false;
	}
	if (t->over > 0)
		return t->over--, false;
	if (t->depth == 0)
		return false;
	t->depth--;
	return true;
}

static void
take_tag(struct taming *t)
{
	struct tag tag = { .closes = t->p[1] == '/' };
	const char *from = t->p + 1 + tag.closes, *p = from;
	struct str name;
	bool passes;

	while (p < t->end && !is_blank(*p) && *p != '/' && *p != '>')
		p++;
	name = str_of(from, p);
	t->p = p;
	passes = name.n <= NAME_MOST && may_pass(t, &tag, name);
	if (passes) {
		put(t, "</", 1 + (size_t)tag.closes);
		put(t, name.p, name.n);
	}
	take_attributes(t, &tag, passes);
	if (passes)
		*t->to++ = '>';
	if (!tag.closes && IN(raw, name))
		skip_raw(t, name);
}

/* <!-- … -->, <!DOCTYPE …>, <?xml …?>, <![CDATA[ … */
static void
skip_declaration(struct taming *t)
{
	struct str rest = str_of(t->p, t->end);
	size_t at = str_starts(rest, STR("<!--")) ? str_find(rest, STR("-->"), 4) :
	    str_find(rest, STR(">"), 1);

	if (at == STR_NONE)
		t->p = t->end;
	else
		t->p += at + (str_starts(rest, STR("<!--")) ? 3 : 1);
}

size_t
tags_tame(char *out, struct str s)
{
	struct taming t = { .p = s.p, .end = str_end(s), .to = out };

	while (t.p < t.end) {
		const char *open = memchr(t.p, '<', (size_t)(t.end - t.p));
		char next, after;

		if (open == NULL)
			open = t.end;
		put(&t, t.p, (size_t)(open - t.p));
		t.p = open;
		if (t.p == t.end)
			break;
		next = t.end - t.p > 1 ? t.p[1] : '\0';
		after = t.end - t.p > 2 ? t.p[2] : '\0';
		if (is_letter(next) || (next == '/' && is_letter(after))) {
			take_tag(&t);
		} else if (next == '!' || next == '?' || next == '/') {
			skip_declaration(&t);
		} else {
			/* A mark of its own, as in 3 < 5; set off where the parser would take a name. */
			put(&t, "< ", next == '_' || next == ':' || next == '.' ? 2 : 1);
			t.p++;
		}
	}
	return (size_t)(t.to - out);
}
