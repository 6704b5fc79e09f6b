/*
 * rebuild: views are made from events, so they can be dropped and made again.
 * What comes out is what stood there, row by row; else one of the two was wrong.
 */
#ifndef BH_REBUILD_H
#define BH_REBUILD_H

#include "ledger/directory.h"

/* In one transaction: after any error the rows stand as they were. *events: how many were folded. */
enum err rebuild_store(struct store *, uint64_t *events, struct why *);

#endif
