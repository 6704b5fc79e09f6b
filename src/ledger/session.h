/*
 * session: that a person has proved who they are, for a while. Who holds the token is that person; the store holds
 * only its hash. Not from events: that somebody logged in is one, what they were handed is none.
 *
 * A session ends after LIMIT_SESSION, and after LIMIT_IDLE in which it was not seen (limit.h). What writes is in the
 * caller's transaction.
 */
#ifndef BH_SESSION_H
#define BH_SESSION_H

#include "base/arena.h"
#include "base/instant.h"
#include "base/uuid.h"
#include "ledger/limit.h"

#define SESSION_TOKEN 65	/* 64 digits of 32 bytes of chance, and a NUL */

struct session {
	struct uuid person;
	int64_t made, seen, until;
};

/* Those that have ended are cleared away with it. */
enum err session_begin(struct store *, const struct limits *, struct uuid person, int64_t now, char token[SESSION_TOKEN], struct why *);
/* E_SESSION where it is unknown, has ended, or is of somebody who is here no more. Reads only. */
enum err session_find(struct store *, const struct limits *, struct str token, int64_t now, struct session *, struct why *);
enum err session_seen(struct store *, struct str token, int64_t now, struct why *);
enum err session_end(struct store *, struct str token, struct why *);	/* one that is not there has ended */
enum err session_end_all(struct store *, struct uuid person, struct why *);

/* Those of a person that have not ended, the newest first; `here`: that of the token. */
struct session_item {
	int64_t made, seen, until;
	bool here;
};
enum err session_list(struct store *, struct arena *, const struct limits *, struct uuid person, struct str token, int64_t now,
    struct session_item **, size_t *n, struct why *);
/* All of the person's but that of the token. */
enum err session_end_others(struct store *, struct uuid person, struct str token, struct why *);

#endif
