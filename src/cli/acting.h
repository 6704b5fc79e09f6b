/*
 * acting: who does what a command does: the person of the session (token.h), or where there is none the
 * person that the directory knows the account of the operating system to be.
 */
#ifndef BH_ACTING_H
#define BH_ACTING_H

#include "cli/command.h"
#include "ledger/credential.h"
#include "ledger/site.h"

/*
 * Tells why nobody does: E_SESSION: neither, or a session that has ended; E_RIGHT: --for somebody who has not asked for it. A
 * site that is open for writing notes that the session was seen.
 */
enum err acting_find(const struct call *, struct site *, struct hand *);
/* A hand of which nobody has been told yet whose it is, at this moment. */
struct hand acting_nobody(const struct site *);
/* The person of a login; tells where there is none. */
enum err acting_person(const struct call *, struct store *, const char *login, struct uuid *);
/* The login of who acts. */
enum err acting_login(const struct hand *, char out[LOGIN_MOST + 1], struct why *);
/* "cli ACCOUNT TERMINAL" */
struct str acting_from(char out[FROM_MOST]);

/* One transaction: committed where `work` says OK. */
typedef enum err (*acting_work)(const struct hand *, void *arg, struct why *);
enum err acting_write(const struct hand *, acting_work, void *arg, struct why *);

/*
 * Password and code of a person, asked for and judged. Tells what is wrong. `also` (or NULL) is done with it, in the
 * transaction that says OK.
 */
enum err acting_prove(const struct call *, const struct site *, struct str login, enum proving, struct uuid *person, acting_work also,
    void *arg);

#endif
