#include "doc/words.h"

const struct word *
words_at(const struct words *w, const char *p, const char *end)
{
	unsigned b;

	if (p >= end || !words_may(w, p, end))
		return NULL;
	b = words_bucket(p, end);
	for (unsigned i = w->bucket[b]; i < w->bucket[b + 1]; i++)
		if ((size_t)(end - p) >= w->v[i].n && words_same(p, w->v[i].p, w->v[i].n))
			return &w->v[i];
	return NULL;
}

const struct word *
words_before(const struct words *w, const char *p, const char *begin)
{
	const struct word *best = NULL;
	unsigned c;

	if (p == begin)
		return NULL;
	c = p - begin < 3 || (unsigned char)p[-1] < 0x80 ? (unsigned char)p[-1] : words_character(p - 3, p);
	if (c != 0 && !words_bit(w->last, c))
		return NULL;
	for (unsigned i = 0; i < w->n; i++)
		if ((size_t)(p - begin) >= w->v[i].n && p[-1] == w->v[i].p[w->v[i].n - 1] &&
		    (best == NULL || w->v[i].n > best->n) && words_same(p - w->v[i].n, w->v[i].p, w->v[i].n))
			best = &w->v[i];
	return best;
}

const struct word *
words_find(const struct words *w, struct str s, size_t *at)
{
	const char *end = str_end(s);

	for (const char *p = s.p; p < end; p++) {
		const struct word *hit;

		if (((unsigned char)*p & 0xC0) == 0x80)
			continue;
		hit = words_at(w, p, end);
		if (hit != NULL) {
			if (at != NULL)
				*at = (size_t)(p - s.p);
			return hit;
		}
	}
	return NULL;
}
