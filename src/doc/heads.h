/*
 * heads: what an official paper says of itself: title, issuing body, 发文字号,
 * addressees, days, the inspecting group, marks of secrecy, its kind. What is
 * not written stays empty: the issuer is the signature's, or the red head's.
 */
#ifndef BH_HEADS_H
#define BH_HEADS_H

#include "doc/split.h"

/* Before the outline. */
void heads_read(struct document *, struct article *, const piece_array *, uint32_t first,
    const struct forms *);
/* Behind the outline: contact, inspector and the year that dates without one take. */
void heads_finish(struct document *, struct article *);

#endif
