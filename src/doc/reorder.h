/*
 * reorder: column blocks that were printed out of order, put back where the
 * text itself proves the place: a sentence cut at the end of one line goes on
 * with the orphan whose first character makes, with the last one of the cut,
 * a pair that the rest of the text uses, and no other pairing competes.
 * What is not proved so stays where it stands and is reported.
 */
#ifndef BH_REORDER_H
#define BH_REORDER_H

#include "doc/article.h"

/*
 * The lines [from, to) of a text in reading order; NULL where they stand in it.
 * A line that was moved loses its LINE_BREAK and is noted (NOTE_MOVED).
 */
uint32_t *reorder_lines(struct document *, uint32_t source, struct text *, uint32_t from, uint32_t to);

#endif
