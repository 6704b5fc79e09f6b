/* media: what kind of thing a file is, by the ending of its name; and whether its first bytes say the same. */
#ifndef BH_MEDIA_H
#define BH_MEDIA_H

#include "ledger/change.h"
#include "store/evidence.h"

/* application/octet-stream of an ending that is not known. */
struct str media_of(struct str name);
/* False: the ending says one thing, the first bytes another. */
bool media_agrees(struct str name, struct str bytes);

/* What an event says of a file that was kept under its hash; of no day of its own yet. */
struct evidence_given media_given(const struct evidence *, struct str name);

#endif
