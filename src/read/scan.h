/*
 * scan: questions asked of every byte of a text, answered 32 bytes at a time
 * with the compiler's vector types (the same source on every processor).
 */
#ifndef BH_SCAN_H
#define BH_SCAN_H

#include "base/str.h"

/* What a text holds. */
#define SCAN_NOISE 1u	/* something that scan_clean would change; may be set without need */
#define SCAN_TAB 2u
#define SCAN_BAR 4u	/* '|' */
#define SCAN_BLANK 8u	/* ' ' */
#define SCAN_FEED 16u	/* form feed: scan_clean leaves it */
#define SCAN_LOOKED 32u	/* this was asked when the bytes came in, and … */
#define SCAN_TEXT 64u	/* … scan_text said yes */

unsigned scan(struct str utf8);

/* s is well-formed UTF-8 (RFC 3629) and holds no NUL; then also what scan() says. utf8_check says where it is not. */
bool scan_text(struct str s, unsigned *holds);

/* scan_text of what comes in pieces, each looked at while it is near. */
struct scan_look {
	size_t done;		/* bytes looked at */
	unsigned holds;		/* what they hold; with SCAN_TEXT as long as they are text */
};

#define SCAN_BEGIN ((struct scan_look){ 0, SCAN_LOOKED | SCAN_TEXT })
/* Of the n bytes at p, looks at those after l->done; at a last character only when `whole`: it may go on. */
void scan_on(struct scan_look *l, const char *p, size_t n, bool whole);

/*
 * Writes s to out (room for s.n bytes; may be s.p itself) with every line end
 * made LF, and without control characters (TAB and FF stay), soft hyphens,
 * zero-width and direction marks. Returns the bytes written.
 */
size_t scan_clean(char *out, struct str s);

/* Makes every `what` of the n bytes at p a `by`. */
void scan_replace(char *p, size_t n, char what, char by);

#define SCAN_WIDE 400	/* bytes: longer runs are not counted */

/* The bytes before a line end; and, where they are no more than SCAN_WIDE, how many of them are what. */
struct scan_row {
	size_t n;
	unsigned inner;		/* not the first of a character */
	unsigned high;		/* outside ASCII */
	unsigned blanks;	/* ' '; of a longer row UINT32_MAX, if it may have some */
};

/* The first row of s, all of it if it has no line end; with `feeds` a form feed ends one too. */
void scan_row(struct str s, bool feeds, struct scan_row *row);

/* The characters (UINT8_MAX: or more) from blank to blank of s; of how many gaps, `most` at most. */
unsigned scan_gaps(struct str s, uint8_t *gaps, unsigned most);

/*
 * The characters of a run of n bytes, and the cells they fill on paper (a character
 * outside ASCII is two wide). Both UINT16_MAX where n is over SCAN_WIDE.
 */
static inline uint16_t
scan_chars(size_t n, unsigned inner)
{
	return n > SCAN_WIDE ? UINT16_MAX : (uint16_t)(n - inner);
}

static inline uint16_t
scan_cells(size_t n, unsigned inner, unsigned high)
{
	return n > SCAN_WIDE ? UINT16_MAX : (uint16_t)(n + high - 2 * inner);
}

/* The same of s, which holds no line end. */
static inline void
scan_width(struct str s, uint16_t *chars, uint16_t *cells)
{
	struct scan_row r = { 0 };

	if (s.n <= SCAN_WIDE)
		scan_row(s, false, &r);
	*chars = scan_chars(s.n, r.inner);
	*cells = scan_cells(s.n, r.inner, r.high);
}

#endif
