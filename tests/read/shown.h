/*
 * What a reader made of some bytes, as one string to compare: a line of the
 * text a row, its kind before it (P plain, H1..H6 heading, R row of a table,
 * B broken), "^" where the file sets it apart, "@n" where it stands on page n.
 */
#ifndef BH_SHOWN_H
#define BH_SHOWN_H

#include "test.h"

#include "read/reader.h"

struct shown {
	struct arena *a;
	struct text *t;
	enum err err;
	struct why why;
	char *s;
};

static inline struct shown
show(const char *name, const char *bytes, size_t n)
{
	struct shown w = { .a = arena_new(0) };
	struct source src = { .name = name, .bytes = { bytes, n } };
	size_t cap = 1, at = 0;

	assert_non_null(w.a);
	w.err = read_source(w.a, &src, 0, &w.t, &w.why);
	if (w.err != OK)
		return w;
	cap += w.t->body.n + w.t->lines.n * 24;
	w.s = test_malloc(cap);
	w.s[0] = '\0';
	for (size_t i = 0; i < w.t->lines.n; i++) {
		const struct line *l = &w.t->lines.v[i];
		struct str s = line_str(w.t, l);
		char level[2] = { (char)('0' + l->level), '\0' };
		char page[16] = "";

		if (l->page > 0)
			snprintf(page, sizeof page, "@%u", l->page);
		at += (size_t)snprintf(w.s + at, cap - at, "%c%s%s%s %.*s\n", "PHRB"[l->kind],
		    l->kind == LINE_HEADING ? level : "", l->centred ? "^" : "", page, STR_ARG(s));
		assert_int_equal(w.t->body.p[l->to], '\n');
	}
	return w;
}

static inline void
shown_free(struct shown *w)
{
	if (w->s != NULL)
		test_free(w->s);
	arena_free(w->a);
}

static inline bool
has_note(const struct text *t, enum note_code code)
{
	for (size_t i = 0; i < t->notes.n; i++)
		if (t->notes.v[i].code == code)
			return true;
	return false;
}

#endif
