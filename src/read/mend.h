/*
 * mend: sentences cut between two lines. The reader leaves a line as
 * LINE_BREAK where its sentence stops nowhere and the next line starts nothing
 * of its own. Whether the two are one is judged by the text itself: do the
 * characters on both sides of the cut stand together elsewhere, and does no
 * line nearby fit better (column blocks printed out of order)? Nothing is
 * ever moved: what does not fit stays LINE_BREAK, on both sides.
 */
#ifndef BH_MEND_H
#define BH_MEND_H

#include "doc/line.h"

/* Joins lines of *t where the cut is mended. Returns how many. */
size_t mend(struct arena *, struct text *t);

#endif
