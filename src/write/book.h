/*
 * book: a workbook as bytes. The library that writes workbooks writes to a named file only; here it is a temporary one.
 */
#ifndef BH_BOOK_H
#define BH_BOOK_H

#include "base/buf.h"

/* make writes a workbook to the path; then its bytes are put into the buf. */
enum err book_put(enum err (*make)(void *arg, const char *path, struct why *), void *arg, struct buf *, struct why *);

/* A sheet of texts, row by row, nothing but texts; columns are as wide as theirs, long ones are wrapped. */
struct plain_sheet {
	size_t rows;
	/* Cells of a row, from 0: calls put for each, in order. */
	void (*row)(void *arg, size_t row, void (*put)(void *to, struct str), void *to);
	void *arg;
	const char *name;	/* of the sheet; NULL, or what no sheet can be called: a number */
	bool ruled;		/* to be printed and written on: lines, a head that stays, a wide last column */
};

enum err book_put_plain(const struct plain_sheet *, size_t n, struct buf *, struct why *);

#endif
