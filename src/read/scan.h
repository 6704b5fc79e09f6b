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

unsigned scan(struct str utf8);

/* s is well-formed UTF-8 (RFC 3629) and holds no NUL. utf8_check says where it is not. */
bool scan_is_text(struct str s);

/*
 * Writes s to out (room for s.n bytes; may be s.p itself) with every line end
 * made LF, and without control characters (TAB and FF stay), soft hyphens,
 * zero-width and direction marks. Returns the bytes written.
 */
size_t scan_clean(char *out, struct str s);

/* Makes every `what` of the n bytes at p a `by`. */
void scan_replace(char *p, size_t n, char what, char by);

#define SCAN_WIDE 400	/* bytes: longer runs are not counted */

/*
 * Counts the characters of s, and the cells they fill on paper (a character
 * outside ASCII is two wide). Both UINT16_MAX where s is over SCAN_WIDE bytes.
 */
void scan_width(struct str s, uint16_t *chars, uint16_t *cells);

#endif
