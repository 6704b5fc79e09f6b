/*
 * rebuild: views are made from events, so they can be dropped and made again.
 * What comes out is what stood there, row by row; else one of the two was wrong.
 */
#ifndef BH_REBUILD_H
#define BH_REBUILD_H

#include "ledger/record.h"
#include "ledger/removal.h"

/* In one transaction: after any error the rows stand as they were. *events: how many were folded. */
enum err rebuild_store(struct store *, uint64_t *events, struct why *);

/*
 * Removes payloads (removal.h) and makes all rows again without what is gone, in the transaction that stands. When it is committed, the
 * bytes are purged (store_purge). Who holds a struct ledgers loads it anew. Where rows could not be made without them (E_BROKEN: of the directory, names that later events lean on), nothing is to be
 * removed: the caller undoes it.
 */
enum err rebuild_removing(struct journal *, struct store *, struct event *, const uint64_t *numbers, size_t n, struct str order,
    struct why *why);

/* The same within a transaction that is there already. */
enum err rebuild_within(struct store *, uint64_t *events, struct why *why);

#endif
