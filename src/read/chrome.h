/*
 * chrome: what stands around an article and is not of it: where one is on the
 * site, counters, buttons, imprints. The patterns are one table, in chrome.c.
 *
 * A row is dropped only when all of it is furniture. What may be content too
 * (主办单位, 地址) goes only beside a row that cannot be.
 */
#ifndef BH_CHROME_H
#define BH_CHROME_H

#include "base/str.h"

/* Which first characters the words of a set have: of three bytes, hashed. */
struct sieve {
	uint64_t bits[64];
};

#define CHROME_PATTERNS 80	/* at most */

struct chrome {
	struct sieve first;	/* of all that is asked of a row */
	struct sieve words;	/* of furniture, and of what may stand before it */
	struct sieve dated;
	/* Patterns by their first character, hashed: numbers from 1; the next of the same. */
	uint8_t head[256], next[CHROME_PATTERNS + 1];
	bool below;		/* the last row looked at was an imprint */
};

enum chrome_verdict {
	CHROME_NONE,
	CHROME_ROW,	/* furniture: drop the row */
	CHROME_MAYBE,	/* furniture if the next row is; see chrome_is_imprint */
	CHROME_DATED,	/* none, but chrome_cut may shorten it */
};

#define CHROME_MOST 360	/* bytes: longer rows are words of the article */

static inline unsigned
sieve_bit(const char *p)
{
	return ((unsigned)(unsigned char)p[1] << 6 ^ (unsigned char)p[2] ^ (unsigned)(unsigned char)p[0] << 3) & 4095;
}

static inline bool
sieve_has(const struct sieve *v, struct str s)
{
	unsigned bit;

	if (s.n < 3 || s.n > CHROME_MOST)
		return false;
	bit = sieve_bit(s.p);
	return (v->bits[bit / 64] >> bit % 64 & 1) != 0;
}

void chrome_prepare(struct chrome *);
enum chrome_verdict chrome_judge_closer(struct chrome *, struct str row);

/* row: without blanks at either end, not empty. Rows are shown in order. */
static inline enum chrome_verdict
chrome_judge(struct chrome *c, struct str row)
{
	/* nearly all rows begin otherwise */
	if (row.p[0] == '[' || row.p[0] == '|' || sieve_has(&c->first, row))
		return chrome_judge_closer(c, row);
	c->below = false;
	return CHROME_NONE;
}

/* The row is of the imprint of a site, beyond doubt. */
bool chrome_is_imprint(const struct chrome *, struct str row);
/* The row says when the article was put out, and by whom. */
bool chrome_is_dated(const struct chrome *, struct str row);
/* Such a row may go on with counters and buttons: it without them. */
struct str chrome_cut(const struct chrome *, struct str row);
/* Bytes of YAML front matter ("---" … "---") at the beginning of a file; 0 if there is none. */
size_t chrome_front_matter(struct str utf8);
/* A newspaper's own telephone, alone on the first row. */
bool chrome_is_masthead(struct str row);

#endif
