/*
 * paper: words with the boxes they stand in on printed pages (a PDF, a picture
 * that was recognised), made the lines of a text.
 *
 *	paper.c         words to pieces of rows; running heads and page numbers are left out
 *	paper_order.c   pieces to rows in the order they are read in: columns, tables
 *	paper_table.c   rows of a table out of pieces
 *	paper_join.c    rows to paragraphs
 *
 * A page is what its white shows: a gutter that runs down beside several rows
 * parts columns of text or cells of a table, and what reaches across ends it.
 * A paragraph goes on where its row had no room for what the next one begins
 * with, unless an indent says otherwise.
 */
#ifndef BH_PAPER_H
#define BH_PAPER_H

#include "base/array.h"
#include "doc/line.h"

/* Any unit of length, the same for all. */
struct paper_word {
	float left, right, top, bottom;
	uint32_t from, to;	/* of the characters */
	uint32_t page;		/* from 1; filled in */
};

struct paper {
	struct arena *arena;
	ARRAY(char) chars;
	ARRAY(struct paper_word) words;
	ARRAY(float) pages;	/* how wide each is */
	bool pictures;		/* pages were laid on a glass: no two stand alike */
};

/* Opens the next page. */
void paper_page(struct paper *, float wide);
/* Opens a word on the last page; paper_put adds to the last one opened. */
void paper_word(struct paper *, struct paper_word box);
void paper_put(struct paper *, struct str);

/* Fills body, lines and notes of *t, which is empty where there are no words. */
void paper_write(struct paper *, struct text *t);

#endif
