/*
 * stops: the places of a text at which something may begin: behind a sentence
 * end (。；：！？ and ; : ! ?), and at 是, which closes the markers 一是, 二是.
 * One pass, a block at a time.
 */
#ifndef BH_STOPS_H
#define BH_STOPS_H

#include "base/str.h"

struct stops {
	const char *p, *end;		/* not yet looked at */
	const char *over;		/* up to here bytes may be looked at, though nothing behind `end` is told */
	const char *block;		/* the block that `hits` is about */
	uint64_t hits;
	size_t bytes;			/* of the sentence end met last; 0: it was 是 */
};

/* Of s, which is a part of the text `whole`. */
static inline struct stops
stops_of(struct str s, struct str whole)
{
	return (struct stops){ .p = s.p, .end = str_end(s), .over = str_end(whole) };
}

/* The first byte of the next such character; NULL when there is none. */
const char *stops_next(struct stops *);

/* Goes on at p, which is not before what was returned last. */
void stops_skip(struct stops *, const char *p);

/* Whether s ends in the middle of a sentence; an empty one does. */
bool stops_cut(struct str s);

/* Bytes of the sentence end at p (1 or 3); 0 if what stands there is none, 是 too. */
static inline size_t
stop_bytes(const char *p, const char *end)
{
	unsigned char a = (unsigned char)p[0], b, c;

	if (a == ';' || a == ':' || a == '!' || a == '?')
		return 1;
	if (end - p < 3)
		return 0;
	b = (unsigned char)p[1];
	c = (unsigned char)p[2];
	if (a == 0xE3)
		return b == 0x80 && c == 0x82 ? 3 : 0;
	return a == 0xEF && b == 0xBC && (c == 0x9B || c == 0x9A || c == 0x81 || c == 0x9F) ? 3 : 0;
}

#endif
