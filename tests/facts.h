/* The facts of all articles of a document. */
#ifndef BH_TEST_FACTS_H
#define BH_TEST_FACTS_H

#include "doc/triggers.h"

static inline void
read_facts(struct document *d)
{
	const struct triggers *t = triggers_make(d->arena);

	for (size_t i = 0; i < d->articles.n; i++)
		reading_article(d, &d->articles.v[i], t);
}

#endif
