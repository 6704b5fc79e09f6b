/*
 * upgrade: what a new version of its definition does to the lamps of a ledger's records. That states have new names follows from the
 * version itself (ledgers_fold); lamps are decisions of a day, and so events of their own: one for each record whose lamp, or day in
 * force, is another under the new rules.
 */
#ifndef BH_UPGRADE_H
#define BH_UPGRADE_H

#include "ledger/decide.h"

/* The new version is in force. The day is that of the hand; the events are the engine's. */
enum err upgrade_lamps(const struct hand *, struct ledgers *, const struct ledger *, struct why *);

#endif
