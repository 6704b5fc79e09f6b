/* define: how `bihuan define` shows a definition: as tables for people, as JSON for programs. */
#ifndef BH_DEFINE_H
#define BH_DEFINE_H

#include "ledger/definition.h"

/* What was made of one file. */
struct defined {
	const struct faults *faults;
	const struct definition *d;	/* NULL where there are faults */
	const char *sha256;
};

void define_table(const struct defined *, enum lang, struct buf *);
/* One object of the array `files`. */
void define_json(const struct defined *, enum lang, struct buf *);

#endif
