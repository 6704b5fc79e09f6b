/*
 * directory: who there is: units (divisions among them), persons, the posts that persons hold, the
 * roles that persons hold on units and ledgers, delegations and portfolios. It is a ledger like others, with a log of its
 * own; its rows are made from its events. What stands in it is read by directory_read.h.
 *
 * Who writes hands over a struct hand: the connection that writes, in a transaction, and who acts. Each function is one
 * event or none, and asks directory_rights.h first.
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

/*
 * Paths of units change where a unit moves or is merged: what was `from`, or began with it, begins with `to` from that seq
 * on. `to` never stood for another unit, but where `from` was merged into it.
 */
struct path_change {
	struct str from, to;
};

/*
 * Who keeps paths beside the directory is told, when the rows of units stand. What one event changes is told piece by
 * piece, to be done in that order: of a merger the units below first, each moved whole, then the unit itself.
 */
struct path_watch {
	enum err (*changed)(void *arg, int64_t seq, const struct path_change *, struct why *);
	void *arg;
};

/* Who writes, and by whose hand. */
struct hand {
	struct store *store;
	struct journal *journal;
	struct uuid site, directory;	/* the ledger of the directory */
	enum hash_kind kind;		/* of ledgers that are new */
	struct uuid person, acting_for;	/* nil: the engine */
	int64_t now;
	const struct path_watch *watch;	/* NULL: nobody keeps paths */
};

#define NAME_MOST 200		/* bytes of the name of a unit, post or person */
#define LOGIN_MOST 64		/* of a login: a-z 0-9 . _ -, a letter first */
#define REASON_MOST 600		/* bytes */
#define UNIT_LEVELS 16
#define PATH_LEVEL SCOPE_LEVEL	/* characters of a path for each level */
#define PATH_MOST (UNIT_LEVELS * PATH_LEVEL)
#define HANDOVER_MOST 1000	/* posts and roles of one person; records that are handed over */
#define DELEGATION_MOST 366	/* days */
#define PORTFOLIO_MOST 1000	/* units and ledgers */

/*
 * Of all of them: E_RIGHT: who acts may not; E_USAGE: a name that is empty, too long, or holds control characters;
 * E_ABSENT: no such unit, post or person, or it has ended; E_TAKEN: taken, or excluded by what there is.
 */

/* ---- units ---- */

/* E_TOOBIG: units too deep. */
enum err directory_add_unit(const struct hand *, struct uuid parent, struct str name, bool division, struct uuid *,
    struct why *);
/* The name that it had stays as another name of it. E_TAKEN: that is its name. */
enum err directory_rename_unit(const struct hand *, struct uuid unit, struct str name, struct why *);
/* Another name by which papers call it; other units may have the same. */
enum err directory_alias_unit(const struct hand *, struct uuid unit, struct str name, struct why *);
/* With all below it; a parent of nil: to the top. E_USAGE: below itself; E_TAKEN: there it is; E_TOOBIG. */
enum err directory_move_unit(const struct hand *, struct uuid unit, struct uuid parent, struct why *);
/*
 * The unit ends. What is below it, its names, posts, roles and places in portfolios go to the other.
 * E_USAGE: into itself or what is below it; E_TOOBIG.
 */
enum err directory_merge_unit(const struct hand *, struct uuid unit, struct uuid into, struct why *);

/* ---- persons ---- */

/* account: of the operating system; empty: none. A login that somebody had once is never given again. */
enum err directory_add_person(const struct hand *, struct str name, struct str login, struct str account, struct uuid *,
    struct why *);
enum err directory_change_person(const struct hand *, struct uuid person, struct str name, struct str account, struct why *);

struct handover {
	struct uuid what, to;		/* a post or a role of who leaves; nil: to nobody */
};

/*
 * Ends the person, and all posts, roles, delegations and the portfolio of the person. The list (移交) names every post and every
 * role once, else E_USAGE. A post is held by its successor at once; a role is given by the security administrator: the
 * event says to whom it is to go. records: what hangs on the person, kept in the event. E_TAKEN: the last of an administrator's kind.
 */
enum err directory_leave(const struct hand *, struct uuid person, const struct handover *, size_t n,
    const struct uuid *records, size_t nrecords, struct why *);

/* Unit and ledger nil: of all units; of all ledgers. An administrator is nothing else: holds no other role, post or portfolio. */
enum err directory_give_role(const struct hand *, struct uuid person, enum person_role, struct uuid unit, struct uuid ledger,
    struct uuid *, struct why *);
/* E_TAKEN: the last of an administrator's kind. */
enum err directory_take_role(const struct hand *, struct uuid role, struct why *);

/* The person behind an account of the operating system, or a login; found tells. */
enum err directory_by_account(struct store *, struct str account, struct uuid *, bool *found, struct why *);
enum err directory_by_login(struct store *, struct str login, struct uuid *, bool *found, struct why *);

/* ---- posts (岗位) and portfolios (分管) ---- */

/* E_TAKEN: the unit has a post of this name. */
enum err directory_add_post(const struct hand *, struct uuid unit, struct str name, struct uuid *, struct why *);
/* One person at a time, else E_TAKEN; no administrator. */
enum err directory_hold_post(const struct hand *, struct uuid post, struct uuid person, struct why *);
/* E_ABSENT where nobody holds it. */
enum err directory_leave_post(const struct hand *, struct uuid post, struct why *);
/* E_TAKEN while somebody holds it. Its portfolio ends too. */
enum err directory_end_post(const struct hand *, struct uuid post, struct why *);

/*
 * The units (each alone, without what is below it) and ledgers that a post or a person answers for, in place of those before; none: no
 * portfolio. E_USAGE: one is named twice, or too many.
 */
enum err directory_set_portfolio(const struct hand *, struct uuid owner, const struct uuid *units, size_t nunits,
    const struct uuid *ledgers, size_t nledgers, struct why *);

/* ---- delegations (A/B岗, leave, entering for someone) ---- */

/*
 * `to` may act for `from` on these days, both included (days since 1970-01-01). E_USAGE: to oneself, over before today, or longer than
 * DELEGATION_MOST; E_TAKEN: an administrator's, or one that would hand on, on any of the days, what is delegated.
 */
enum err directory_delegate(const struct hand *, struct uuid from, struct uuid to, int32_t first, int32_t last,
    struct str reason, struct uuid *, struct why *);
enum err directory_end_delegation(const struct hand *, struct uuid delegation, struct why *);
/* Whether a delegation from the one to the other is in force on a day. */
enum err directory_may_act_for(struct store *, struct uuid person, struct uuid other, int32_t day, bool *may, struct why *);

/*
 * Makes the rows of an event of the directory, taken in as seq; watch: who is told of paths, or NULL. What it says is E_BROKEN
 * where no program would have written it.
 */
enum err directory_fold(struct store *, int64_t seq, const struct event *, const struct path_watch *watch, struct why *);

#endif
