/*
 * directory_read: what stands in the directory: units found by what papers call them, and lists of
 * units, persons, roles, posts, delegations and portfolios, as of now (SEQ_NOW) or of a seq. All memory is the arena's.
 */
#ifndef BH_DIRECTORY_READ_H
#define BH_DIRECTORY_READ_H

#include "base/array.h"
#include "ledger/directory.h"

/* ---- finding ---- */

struct unit_hit {
	struct uuid uuid;
	struct str path;
};

struct unit_hits {		/* 0: none; 1: found; more: which of them is not guessed */
	struct unit_hit *v;
	size_t n;
};

/*
 * The units of now that are called so: by name, by another name of theirs, by identifier, or by names from a unit down,
 * each below the one before: 甲委/医政处. In the order of their paths.
 */
enum err directory_find_unit(struct store *, struct arena *, struct str words, struct unit_hits *, struct why *);
/* The names from the top down to a path of now: 甲委/医政处. */
enum err directory_unit_title(struct store *, struct arena *, struct str path, struct str *out, struct why *);
/* Posts of a unit of now by their name; more than one only after a merger. */
enum err directory_find_posts(struct store *, struct arena *, struct uuid unit, struct str name, struct uuid **out, size_t *n,
    struct why *);

/* What a person hands over (directory_leave): every post, then every role, to nobody yet. */
enum err directory_holdings(struct store *, struct arena *, struct uuid person, struct handover **out, size_t *n, struct why *);

/* ---- lists ---- */

struct unit_item {
	struct uuid uuid, parent;
	struct str path, name, title;	/* title: as directory_unit_title */
	bool division;
	const struct str *aliases;
	size_t naliases;
};
struct unit_list {
	struct unit_item *v;
	size_t n;
};
/* In the order of the tree: each unit before those below it. */
enum err directory_list_units(struct store *, struct arena *, int64_t seq, struct unit_list *, struct why *);

struct role_item {
	struct uuid uuid, person, unit, ledger;
	struct str person_name, login, role, unit_name;	/* unit_name empty: of all units */
};
struct role_list {
	struct role_item *v;
	size_t n;
};
/* By login. */
enum err directory_list_roles(struct store *, struct arena *, int64_t seq, struct role_list *, struct why *);

struct post_item {
	struct uuid uuid, unit, person;			/* person: who holds it; nil: nobody */
	struct str unit_name, name, person_name, login;
};
struct post_list {
	struct post_item *v;
	size_t n;
};
/* In the order of the tree. */
enum err directory_list_posts(struct store *, struct arena *, int64_t seq, struct post_list *, struct why *);

struct person_item {
	struct uuid uuid;
	struct str name, login, account;	/* account empty: none */
	struct role_list roles;
	struct post_list posts;
};
struct person_list {
	struct person_item *v;
	size_t n;
};
/* By login. */
enum err directory_list_persons(struct store *, struct arena *, int64_t seq, struct person_list *, struct why *);

struct delegation_item {
	struct uuid uuid;
	struct str from, from_name, to, to_name, reason;	/* from, to: logins */
	int32_t first, last;
};
struct delegation_list {
	struct delegation_item *v;
	size_t n;
};
/* Those that were not ended, past ones among them; by their first day. */
enum err directory_list_delegations(struct store *, struct arena *, int64_t seq, struct delegation_list *, struct why *);

struct portfolio_item {
	struct uuid owner, unit, ledger;		/* one of unit and ledger is nil */
	struct str login, person_name, post_unit, post_name, unit_name;	/* of the owner: a person, else a post */
};
struct portfolio_list {
	struct portfolio_item *v;
	size_t n;
};
/* What belongs to one owner stands together. */
enum err directory_list_portfolios(struct store *, struct arena *, int64_t seq, struct portfolio_list *, struct why *);

#endif
