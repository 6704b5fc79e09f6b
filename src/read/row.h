/*
 * row: one printed line of a plain text file, and what can be told from it
 * alone. text.c decides from these which rows are one paragraph.
 */
#ifndef BH_ROW_H
#define BH_ROW_H

#include "read/scan.h"

enum row_end {
	ROW_OPEN,	/* a word, a closing bracket: tells nothing */
	ROW_COMMA,	/* the sentence goes on: ，、（《“ */
	ROW_FINAL,	/* 。；：！？… and what closes after them */
};

enum row_start {
	ROW_WORD,
	ROW_CLOSER,	/* a mark that never starts a line: ，。、；：》） */
	ROW_FIGURE,	/* 一、 1. 1、 : a marker, or a number that a line end tore */
	ROW_MARK,	/* （一） (1) ① 一是 第一章 ■ : a marker for sure */
};

struct row {
	struct str s;		/* without blanks at either end */
	struct str whole;	/* as the file has it */
	uint32_t page;
	uint16_t chars, cells;	/* with the indent; UINT16_MAX where over SCAN_WIDE */
	uint8_t indent;		/* cells of blank before it */
	uint8_t gap;		/* blank rows before it */
	uint8_t blanks;		/* ' ' in it, at most 255 */
	uint8_t start, end;	/* enum row_start, enum row_end */
	bool turned;		/* a page number stood between it and the row before */
	bool table;
	bool date;		/* a day and nothing else, as under a signature */
	uint8_t step;		/* characters from blank to blank, where that is regular; else 0 */
};

/* Fills start, end and date from s, which is not empty. */
void row_look(struct row *);

uint32_t row_page_number_closer(struct str s);

/* The number of a page footer (— 3 —, -3-, 第3页, 3/9); 0 if it is none. Few rows are so short and begin so. */
static inline uint32_t
row_page_number(struct str s)
{
	unsigned char c = s.n == 0 || s.n > 60 ? 0 : (unsigned char)s.p[0];

	return (c >= '0' && c <= '9') || c == '-' || c == 0xE2 || c == 0xE7 || c == 0xEF ? row_page_number_closer(s) : 0;
}

/*
 * A text whose line ends were made blanks has one every `step` characters.
 * Returns it, or 0 where the blanks of s are the writer's own.
 */
unsigned row_step(struct str s);
#define ROW_STEPS_LEAST 3	/* blanks: fewer tell nothing */

/* The row ends inside running text "…。(1)": the words belonging to its marker come next. */
bool row_ends_in_marker(struct str s);

/* How the words of a row begin. */
enum row_start row_start(struct str s);

/*
 * Takes the next row off `rest`, without its line end; with `feeds` a form feed
 * ends one too. *counts tells what it holds.
 */
static inline struct str
row_take(struct str *rest, bool feeds, struct scan_row *counts)
{
	struct str whole = *rest;

	scan_row(whole, feeds, counts);
	whole.n = counts->n;
	*rest = str_slice(*rest, whole.n + 1, rest->n);
	return whole;
}

#endif
