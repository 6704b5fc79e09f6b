/*
 * route: what can be asked for: a name in ROUTES, and a struct route in the file of its page.
 */
#ifndef BH_ROUTE_H
#define BH_ROUTE_H

#include "web/visit.h"

enum route_who {
	ROUTE_OPEN,	/* whoever comes */
	ROUTE_LOGIN,	/* who has logged in */
};

struct route {
	const char *method;	/* GET (HEAD too) or POST */
	const char *pattern;	/* /ledgers/{}: {} is one part, as it was decoded */
	enum route_who who;
	uint64_t body;		/* bytes, at most; 0: none is taken */
	bool slow;		/* takes more than some milliseconds, or writes: by a worker */
	enum err (*run)(struct visit *);
};

#define ROUTES(X) \
	X(login) X(login_post) X(logout_post) X(lang_post) X(password) X(password_post) X(sessions_post) \
	X(desk) X(overview) X(ledger) X(search) \
	X(record) X(move) X(move_post) X(known) X(known_post) X(evidence) \
	X(api_ledgers) X(api_records) X(api_record) \
	X(asset) X(health) X(metrics)

#define X(name) extern const struct route route_##name;
ROUTES(X)
#undef X

extern const struct route *const routes[];
extern const size_t routes_count;

/* NULL where no pattern fits (*any false), or none of this method (*any true). args are slices of the path, still as it came. */
const struct route *route_find(struct str method, struct str path, struct str args[ROUTE_ARGS], bool *any);

#endif
