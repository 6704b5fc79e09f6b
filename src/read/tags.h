/*
 * tags: HTML made harmless for a parser whose work grows with the square of
 * some things: attributes of one tag, end tags over deep nesting, comments
 * that never end. What comes out reads the same: tags with the few attributes
 * that tell anything here, and text; comments, scripts and styles are gone.
 */
#ifndef BH_TAGS_H
#define BH_TAGS_H

#include "base/str.h"

/* Bytes that out must have room for. */
#define TAGS_ROOM(n) (2 * (n) + 64)

/* Writes what is left of s, well-formed UTF-8, to out. Returns the bytes written. */
size_t tags_tame(char *out, struct str s);

#endif
