/*
 * spool: bytes that are written now and wanted later. They stay in memory
 * until there are many (a buf's worth), then go to a temporary file that has
 * no name and is gone with the program; where none can be made they stay in
 * memory. Write to `buf` as to any other.
 */
#ifndef BH_SPOOL_H
#define BH_SPOOL_H

#include <stdio.h>

#include "base/buf.h"

struct spool {
	struct buf buf;
	FILE *file;		/* what left the buf; NULL while all of it is there */
};

void spool_init(struct spool *);
/* Appends all of it to `to`, whose err tells what failed, on either side. */
void spool_pour(struct spool *, struct buf *to);
void spool_free(struct spool *);

#endif
