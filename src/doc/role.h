/*
 * role: what each node is: a section that only groups, a finding, a measure, a
 * duty, a proposal, a commitment. Told by the kind of the paper, the part of it
 * the node stands in, and the level at which that part numbers its matter.
 */
#ifndef BH_ROLE_H
#define BH_ROLE_H

#include "doc/article.h"

/* Role and future of every node. leads: from outline_make. */
void roles_assign(struct document *, struct article *, const str_array *leads);

/* The status of every node that claims one; behind roles_assign. */
void statuses_assign(struct document *, struct article *);

#endif
