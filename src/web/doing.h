/* doing: somebody does something with a record by a form: its files, its being done by the scribe, and what is told where it is not. */
#ifndef BH_DOING_H
#define BH_DOING_H

#include "ledger/act.h"
#include "web/visit.h"

#define DOING_BODY ((uint64_t)600 << 20)	/* of a form with its files */

/* A request about the record, with what every form says: the reason, and what was seen of it (`seen`). */
struct request doing_request(struct visit *, const struct record *, struct str event);
/* Keeps a file under its hash, before the event that names it is. E_VALUE: it is not what its name says. */
enum err doing_keep_file(struct visit *, const struct file_sent *, struct evidence_given *);
/* Does it, with the files that the form brings as evidence. Errors as act's. */
enum err doing_act(struct visit *, const struct record *, struct request *);

/* Whether whoever sent the form can mend what is wrong: then it is shown again, as it was filled in. */
bool doing_can_mend(enum err);
struct str doing_wrong(const struct visit *, enum err);

#endif
