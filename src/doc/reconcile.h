/*
 * reconcile: what the preamble counts (反馈4个方面35个问题，已完成28个) held
 * against the outline. A note says equal, or names the gap.
 */
#ifndef BH_RECONCILE_H
#define BH_RECONCILE_H

#include "doc/article.h"

/* Behind the facts. */
void reconcile(struct document *, struct article *);

#endif
