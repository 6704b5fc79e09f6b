/*
 * directory: who there is: units (divisions among them), persons, and the
 * roles that persons hold on units and ledgers. It is a ledger like others, with a log of its own; its rows are
 * made from its events.
 *
 * Who writes hands over a struct hand: the connection that writes, in a transaction, and who acts.
 */
#ifndef BH_DIRECTORY_H
#define BH_DIRECTORY_H

#include "ledger/journal.h"
#include "ledger/role.h"

const char *person_role_word(enum person_role);
const char *person_role_label(enum person_role, enum lang);
bool person_role_parse(struct str word, enum person_role *);
/* One of the three administrators, who holds no role beside. */
bool person_role_alone(enum person_role);

/* Who writes, and by whose hand. */
struct hand {
	struct store *store;
	struct journal *journal;
	struct uuid site, directory;	/* the ledger of the directory */
	enum hash_kind kind;		/* of ledgers that are new */
	struct uuid person, acting_for;	/* nil: the engine */
	int64_t now;
};

#define NAME_MOST 200		/* bytes of the name of a unit or person */
#define LOGIN_MOST 64		/* of a login: a-z 0-9 . _ -, a letter first */
#define UNIT_LEVELS 16
#define PATH_LEVEL 4		/* characters of a path for each level */

/*
 * Each is one event. E_USAGE: a name that is empty, too long, or holds control characters; E_ABSENT: no such unit or person;
 * E_TAKEN: the login or account is another's, or the role excludes one that is held; E_TOOBIG: units too deep.
 */
enum err directory_add_unit(const struct hand *, struct uuid parent, struct str name, bool division, struct uuid *,
    struct why *);
/* account: of the operating system; empty: none. */
enum err directory_add_person(const struct hand *, struct str name, struct str login, struct str account, struct uuid *,
    struct why *);
/* Nil: of all units; of all ledgers. */
enum err directory_give_role(const struct hand *, struct uuid person, enum person_role, struct uuid unit, struct uuid ledger,
    struct uuid *, struct why *);
enum err directory_take_role(const struct hand *, struct uuid role, struct why *);

/* The person behind an account of the operating system; found tells. */
enum err directory_by_account(struct store *, struct str account, struct uuid *, bool *found, struct why *);

/* Makes the rows of an event of the directory, taken in as seq. What it says is E_BROKEN where no program would have written it. */
enum err directory_fold(struct store *, int64_t seq, const struct event *, struct why *);

#endif
