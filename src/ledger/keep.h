/*
 * keep: ledgers are begun, put under a later definition, and archived. Only the office does so (E_RIGHT): one that holds
 * its role on the whole, and of a ledger that is there, on it or on all. E_MOVE: it is archived already.
 */
#ifndef BH_KEEP_H
#define BH_KEEP_H

#include "ledger/rights.h"

#define CODE_MOST 24		/* bytes of a ledger's code: letters and digits of any script, '-', '.', '_' */

/*
 * Begins a ledger under a definition, given as the bytes of its file; `faults` tells what is wrong with it (E_DEFINITION).
 * E_TAKEN: the code is another's; E_USAGE: a code or name that cannot be. round: may be empty.
 */
enum err ledger_begin(const struct hand *, struct ledgers *, const struct actor *, struct str bytes, struct str code, struct str name,
    struct str round, struct faults *, const struct ledger **, struct why *);
/*
 * Puts a later version in force; records of states that were renamed go on under their new names, and their lamps are told by the new
 * rules at once. E_UPGRADE: another ledger's definition, or no later version; a kind or state that is gone; a field of another type, or
 * one that is no longer, or only now, lead, support, in charge or the person answering.
 */
enum err ledger_upgrade(const struct hand *, struct ledgers *, const struct actor *, const struct ledger *, struct str bytes,
    struct faults *, struct why *);
/* Nothing happens in it any more. */
enum err ledger_archive(const struct hand *, struct ledgers *, const struct actor *, const struct ledger *, struct str reason,
    struct why *);

#endif
