/*
 * outline: the numbered pieces of an article, as a tree.
 *
 * The order of levels is learned from the text: a kind of marker that is open
 * goes on with its series; a new kind that starts at 1 opens a level below; a
 * new kind that starts higher takes the place custom gives it (GB/T 9704-2012,
 * 7.3.3). Inside running text a marker counts only where a sentence ends, or
 * where its series expects just that number (一是 … 二是).
 */
#ifndef BH_OUTLINE_H
#define BH_OUTLINE_H

#include "doc/split.h"

#define OUTLINE_DEEPEST 12	/* levels; what is deeper stays at the last one and is reported */

/*
 * The outline of the article that begins with piece `first`: fills nodes,
 * spans, preamble, closing and tables. leads[i] of the result is the lead-in
 * of node i+1 where it opens a series outside the outline (…提出意见：一是…),
 * else empty.
 */
void outline_make(struct document *, struct article *, const piece_array *, uint32_t first,
    const struct forms *, str_array *leads);

/* Splits "主要是：甲；乙；丙。" of the problem sections of an inspection feedback into findings. */
void outline_split_findings(struct document *, struct article *, str_array *leads);

/* The node's own text as `bihuan.extract/1` prints it: how many of its first span's bytes the heading takes. */
void outline_headings(struct document *, struct article *);

#endif
