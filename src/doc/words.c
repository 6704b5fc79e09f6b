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
words_single(const struct words *w, uint64_t raw, const char *p, const char *end)
{
	unsigned b = words_bucket(p, end);

	for (const struct word *v = w->v + w->bucket[b + 1]; v > w->v + w->bucket[b] && v[-1].n <= 3; v--)
		if (words_stands(v - 1, raw, p, end))
			return v - 1;
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

const struct word *
words_single_back(const struct words *w, unsigned b, uint64_t raw)
{
	for (unsigned i = w->bucket_back[b + 1]; i > w->bucket_back[b]; i--) {
		const struct word *v = &w->v[w->back[i - 1]];

		if (v->n > 3)
			break;
		if (v->head == raw)
			return v;
	}
	return NULL;
}
