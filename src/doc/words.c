#include "doc/words.h"

const struct word *
words_longest(const struct words *w, const char *p, const char *end)
{
	uint64_t raw = words_raw_upto(p, end);
	unsigned b = words_bucket(p, end);

	for (const struct word *v = w->v + w->bucket[b], *last = w->v + w->bucket[b + 1]; v < last; v++)
		if (words_stands(v, raw, p, end))
			return v;
	return NULL;
}

const struct word *
words_single(const struct words *w, const char *p, const char *end)
{
	unsigned b = words_bucket(p, end);

	for (unsigned i = w->bucket[b + 1]; i > w->bucket[b] && w->v[i - 1].n <= 3; i--)
		if (memcmp(w->v[i - 1].p, p, 3) == 0)
			return &w->v[i - 1];
	return NULL;
}

const struct word *
words_longest_back(const struct words *w, unsigned b, const char *p, const char *begin)
{
	for (unsigned i = w->bucket_back[b]; i < w->bucket_back[b + 1]; i++) {
		const struct word *v = &w->v[w->back[i]];

		if ((size_t)(p - begin) >= v->n && words_same(p - v->n, v->p, v->n))
			return v;
	}
	return NULL;
}
