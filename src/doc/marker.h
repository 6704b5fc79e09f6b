/*
 * marker: the signs that number an official document (GB/T 9704-2012, 7.3.3:
 * 一、 （一） 1. （1）; and by custom ①, 第一章, 第一条, 一是, 第一，), in both
 * widths and as single signs (㈠ ⑴ ⒈). Form only: whether a sign at this place
 * is a marker, and of which level, the outline decides.
 */
#ifndef BH_MARKER_H
#define BH_MARKER_H

#include "doc/article.h"

struct marker {
	enum mark mark;
	uint32_t number;	/* 1..9999; 最后 counts as 0 */
	uint16_t bytes;		/* of the whole sign: （一） with its brackets, 1. with its point */
};

/* The marker that stands at p < end. A numeral without its mark is none (一些, 2024年, 3.6亿). */
bool marker_at(const char *p, const char *end, struct marker *m);

/* A Han numeral 一..九十九 at p; 0 if none. *bytes is its length. */
uint32_t marker_numeral(const char *p, const char *end, size_t *bytes);

#endif
