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

/* Which first characters a set of words may have. */
struct sieve {
	uint64_t bits[16];
};

struct chrome {
	struct sieve first, dated;
	bool below;		/* the last row looked at was an imprint */
};

enum chrome_verdict {
	CHROME_NONE,
	CHROME_ROW,	/* furniture: drop the row */
	CHROME_MAYBE,	/* furniture if the next row is; see chrome_is_imprint */
};

void chrome_prepare(struct chrome *);
/* row: without blanks at either end, not empty. Rows are shown in order. */
enum chrome_verdict chrome_judge(struct chrome *, struct str row);
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
