/*
 * lines: how a reader puts its text together. The body is one block that
 * grows in the arena; a line is opened, bytes are put, and it is closed.
 * A line that stays empty leaves nothing behind.
 */
#ifndef BH_LINES_H
#define BH_LINES_H

#include "doc/line.h"

struct lines {
	struct arena *a;
	struct text *t;
	char *p;
	size_t n, cap;
	bool lent;		/* p is not of the arena: it is left when it is too small */
	size_t from;		/* where the open line starts */
};

/*
 * room: bytes the body will hold if all goes as usual; it grows past that. Where
 * t->over is set, that is the room: what is put must not overtake what is read.
 */
void lines_begin(struct lines *, struct arena *, struct text *, size_t room);
/* Hands the body to the text. */
void lines_end(struct lines *);
void lines_grow(struct lines *, size_t n);

static inline void
lines_put(struct lines *l, const char *p, size_t n)
{
	if (l->cap - l->n < n)
		lines_grow(l, n);
	if (l->p + l->n != p)	/* a body over its own bytes often stands where it should */
		memmove(l->p + l->n, p, n);
	l->n += n;
}

static inline void
lines_putc(struct lines *l, char c)
{
	if (l->n == l->cap)
		lines_grow(l, 1);
	l->p[l->n++] = c;
}

/* Puts words of a file that marks its lines itself: noise is gone, and a control character is a blank. */
void lines_put_clean(struct lines *, struct str);

/* The words of a cell: lines in it stay apart (LINE_INSIDE). */
void lines_put_cell(struct lines *, struct str);

/* Closes the open line. NULL if it was empty; else the line, good until the next one. */
struct line *lines_close(struct lines *, enum line_kind, uint32_t page);

/* A cell of the open line is covered by one above; lines are covered in order. Those beyond COVERED_MOST are not told. */
void lines_cover(struct lines *, uint32_t column);
#define COVERED_MOST ((size_t)1 << 20)	/* a ledger of 10,000 rows with ten merged columns has a tenth of them */

/* The open line is this row of a sheet, from 1. */
void lines_row(struct lines *, uint32_t row);

/* A note on bytes [from, to) of the body. */
void lines_note(struct lines *, enum note_code, size_t from, size_t to, struct str detail);

#endif
