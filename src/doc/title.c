/*
 * title: papers cited as 《…》. Every distinct title is a fact once a node; a
 * defined short title is one too. What stands inside is read by no other rule.
 */
#include "doc/reading.h"

#include "base/utf8.h"

enum {
	LONGEST = 360,		/* bytes of a title; beyond it the bracket is one that was never closed */
	DEEPEST = 4,		/* titles within titles */
	LOOK_BACK = 256,	/* facts of the node compared for the same title */
};

enum bracket { B_NONE, B_OPEN, B_OPEN_INNER, B_CLOSE, B_CLOSE_INNER, B_STOP };

/* All brackets of this kind, and the stop that no title holds, begin with the byte E3. */
static enum bracket
bracket_at(const char *p, const char *end)
{
	static const struct {
		const char *text;
		enum bracket is;
	} rows[] = {
		{ "《", B_OPEN },
		{ "》", B_CLOSE },
		{ "〈", B_OPEN_INNER },
		{ "〉", B_CLOSE_INNER },
		{ "。", B_STOP },
	};

	if (end - p < 3)
		return B_NONE;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (memcmp(p, rows[i].text, 3) == 0)
			return rows[i].is;
	return B_NONE;
}

/* The next character that may be one. */
static const char *
bracket_from(const char *p, const char *end)
{
	return p < end ? memchr(p, 0xE3, (size_t)(end - p)) : NULL;
}

/* No title goes on behind a line end. */
static const char *
title_bound(const char *p, const char *end)
{
	const char *bound = end - p > LONGEST ? p + LONGEST : end, *line = memchr(p, '\n', (size_t)(bound - p));

	return line != NULL ? line : bound;
}

/*
 * The 》 that closes the 《 before p; NULL if none does. Inner 〈〉 count only
 * when `inner`: with one of a pair lost in the source they do not balance. A
 * 《 straight behind a 》 begins the next title.
 */
static const char *
title_close(const char *p, const char *end, bool inner)
{
	const char *closed = NULL;
	unsigned depth = 1;

	for (end = title_bound(p, end); (p = bracket_from(p, end)) != NULL; p += 3) {
		enum bracket b = bracket_at(p, end);

		if (b == B_STOP || (p == closed && b == B_OPEN) || depth > DEEPEST)
			return NULL;
		if (b == B_OPEN || (inner && b == B_OPEN_INNER))
			depth++;
		else if (b == B_CLOSE || (inner && b == B_CLOSE_INNER))
			depth--;
		if (depth == 0)
			return p;
		if (b == B_CLOSE)
			closed = p + 3;
	}
	return NULL;
}

/* The first 》 behind p, if no other title opens before it. */
static const char *
title_first_close(const char *p, const char *end)
{
	for (end = title_bound(p, end); (p = bracket_from(p, end)) != NULL; p += 3) {
		enum bracket b = bracket_at(p, end);

		if (b == B_CLOSE)
			return p;
		if (b == B_STOP || b == B_OPEN)
			return NULL;
	}
	return NULL;
}

/* The same title, blanks inside (2020 年版) aside. */
static bool
title_same(struct str a, struct str b)
{
	size_t i = 0, k = 0;

	for (;;) {
		while (i < a.n && a.p[i] == ' ')
			i++;
		while (k < b.n && b.p[k] == ' ')
			k++;
		if (i == a.n || k == b.n)
			return i == a.n && k == b.n;
		if (a.p[i++] != b.p[k++])
			return false;
	}
}

static bool
title_known(const struct reading *r, struct str title)
{
	const fact_array *facts = &r->article->facts;
	size_t first = r->first;

	if (facts->n > LOOK_BACK && first < facts->n - LOOK_BACK)
		first = facts->n - LOOK_BACK;
	for (size_t i = facts->n; i > first; i--)
		if (facts->v[i - 1].type == FACT_DOCUMENT && title_same(fact_title(&facts->v[i - 1]), title))
			return true;
	return false;
}

const char *
title_at(struct reading *r, const char *p)
{
	const char *end = str_end(r->run), *in = p + strlen("《"), *close;
	struct str title;

	close = title_close(in, end, true);
	if (close == NULL)
		close = title_close(in, end, false);
	if (close == NULL)
		close = title_first_close(in, end);
	if (close == NULL)
		return p;
	title = str_trim(str_of(in, close));
	close += strlen("》");
	if (title.n > 0 && !title_known(r, title))
		fact_set_title(reading_add(r, FACT_DOCUMENT, p, close), title);
	return close;
}

const struct rule rule_title = { "title", "《", NULL };
