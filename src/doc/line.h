/*
 * line: what every reader makes of a file: normalised text, cut into lines,
 * each with where it came from. The outline and the facts see nothing else.
 *
 * Normalised text is UTF-8. A line is a paragraph, a heading or a table row;
 * it ends in one LF and holds no other control character but TAB, which parts
 * the cells of a row. A line end inside a cell is LINE_INSIDE, which stands nowhere else. Hard-wrapped lines have been joined; blanks at either
 * end and blanks that a line end left between two Han characters are gone.
 * Everything else stands as the file has it, both widths, noise and all:
 * `bihuan extract --text` prints it, and every span counts its bytes.
 */
#ifndef BH_LINE_H
#define BH_LINE_H

#include "base/array.h"
#include "doc/note.h"

#define LINE_INSIDE "\xE2\x80\xA8"	/* U+2028 */

enum line_kind {
	LINE_PLAIN,
	LINE_HEADING,	/* the file itself says so (h1..h6, #); level 1..6 */
	LINE_ROW,	/* one row of a table; rows that stand together are one table */
	LINE_BREAK,	/* plain, but its sentence goes on nowhere or comes from nowhere */
};

struct line {
	uint32_t from, to;	/* bytes of the body, without the LF */
	uint32_t page;		/* from 1; 0 where the file has no pages */
	uint8_t kind, level;
	bool centred;		/* the file sets it apart: indented far, or between blank lines */
};

/* A cell that one above reaches down into: merged cells, of which only the first is shown. */
struct covered {
	uint32_t line, column;	/* of text.lines; from 0 */
};

/* From line `line` on, until the next of these, lines are row `row`, row + 1 … of a sheet, counted from 1. */
struct sheet_row {
	uint32_t line, row;
};

typedef ARRAY(struct line) line_array;
typedef ARRAY(struct covered) covered_array;
typedef ARRAY(struct sheet_row) sheet_row_array;
typedef ARRAY(struct note) note_array;

/* One file as it was read. Everything in it lives in the arena it was read into. */
struct text {
	struct str name;	/* as the caller gave it; "-" for standard input */
	const char *reader;	/* "text", "html", ... */
	const char *encoding;	/* "utf-8", "gb18030", "utf-16le", "utf-16be" */
	uint64_t bytes;		/* size of the file */
	char sha256[65];	/* of the file, hex; "" unless asked for */
	struct str title;	/* what the file itself says its title is (html), else empty */
	struct str body;
	char *over;		/* while it is read: the bytes given to the reader, and one more, if it may
				 * write its body over them; else NULL */
	unsigned holds;		/* while it is read: what stands in those bytes, SCAN_ (read/scan.h) */
	line_array lines;
	covered_array covered;	/* by line */
	sheet_row_array rows;	/* by line; none where the file has no sheets */
	note_array notes;	/* at[0] is filled in by whoever knows the number of the source */
};

/* The line that holds byte `at` of the body. */
static inline uint32_t
line_find(const line_array *lines, uint32_t at)
{
	size_t behind;

	array_search(behind, lines->n, i, lines->v[i].from <= at);
	return behind == 0 ? 0 : (uint32_t)behind - 1;
}

static inline uint32_t
text_line(const struct text *t, uint32_t at)
{
	return line_find(&t->lines, at);
}

/* The row of its sheet that a line is; 0 where the file has no sheets. */
static inline uint32_t
sheet_row_find(const sheet_row_array *rows, uint32_t line)
{
	size_t behind;

	array_search(behind, rows->n, i, rows->v[i].line <= line);
	return behind == 0 ? 0 : rows->v[behind - 1].row + (line - rows->v[behind - 1].line);
}

static inline uint32_t
text_row(const struct text *t, uint32_t line)
{
	return sheet_row_find(&t->rows, line);
}

static inline struct str
line_str(const struct text *t, const struct line *l)
{
	return str_slice(t->body, l->from, l->to);
}

#endif
