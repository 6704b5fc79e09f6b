/*
 * columns: text measured in columns of a terminal, where a Han character
 * takes two. Control characters, which could command the terminal, and line
 * ends are printed as a blank.
 */
#ifndef BH_COLUMNS_H
#define BH_COLUMNS_H

#include "base/buf.h"

/* 0 (combining), 1 or 2 (wide and full-width of Unicode's East Asian Width). */
unsigned columns_of(uint32_t character);
unsigned columns_width(struct str);
/* At most `most` columns of s, the last one "…" where it was cut. */
void columns_put(struct buf *, struct str s, unsigned most);
/* The same, and blanks up to `width`. */
void columns_fill(struct buf *, struct str s, unsigned width);
void columns_pad(struct buf *, unsigned n);

#endif
