/*
 * route: what can be asked for: a row of ROUTES names a struct route in the file of its page. Commands of a page, its answer and its rights
 * are in one place; the tests of rights and the description of the interface are made from this table.
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
	X(desk) X(login) X(login_post) X(logout_post) X(lang_post) X(password) X(password_post) X(sessions_post) X(health) X(metrics) X(asset) X(overview) X(ledger) X(search) X(record) X(move) X(move_post) X(known) X(known_post) X(evidence) \
	X(api_ledgers) X(api_records) X(api_record)

#define X(name) extern const struct route route_##name;
ROUTES(X)
#undef X

extern const struct route *const routes[];
extern const size_t routes_count;

/* *found: NULL, where no pattern fits (*any false) or none of this method (*any true). args are slices of the path, still as it came. */
const struct route *route_find(struct str method, struct str path, struct str args[ROUTE_ARGS], bool *any);

#endif
