/*
 * rights: who may see a record, and what part one has in it. This is the one
 * place that decides; the definition names parties (definition.h), and here it is told which of them somebody is.
 *
 *	a role (office, division, contact, leader, reviewer, supervisor, viewer)
 *		held on the ledger, and on the unit whose record it is or one above it
 *	lead, support	a division's or unit's contact for such a unit of the record
 *	in-charge, person	oneself, or who holds the post
 *	reporter, reviewed	whose hand it was, or for whom
 *
 * A leader's portfolio (分管) is a leader's role on each of its units, alone, and on each of its ledgers.
 *
 * Who acts for another has the rights of that other, and is bound by the exclusions of both. Administrators have no part in any record.
 */
#ifndef BH_RIGHTS_H
#define BH_RIGHTS_H

#include "ledger/record.h"

struct held_role {
	enum person_role role;
	int64_t ledger;		/* its number; 0: any */
	bool whole;		/* of all units */
	bool alone;		/* of the unit, not of what is below it: a portfolio */
	struct uuid unit;
	struct str from, to;	/* paths from <= p < to */
};

struct id_list {
	struct uuid *v;
	size_t n, cap;
};

/* What one holds. */
struct holdings {
	struct uuid person;
	ARRAY(struct held_role) roles;
	struct id_list posts;
};

struct actor {
	struct uuid person, acting_for;
	struct holdings own;		/* of who acts */
	struct holdings used;		/* of whose rights are used: the same, or those of who is acted for */
	ARRAY(struct holdings) givers;	/* of all who have this person act for them on that day */
};

/* As of that day. acting_for: nil, or whose rights are used: that it may be is asked elsewhere. */
enum err actor_read(struct arena *, struct store *, struct uuid person, struct uuid acting_for, int32_t today, struct actor *,
    struct why *);

/* Bits of the parties that one is in a record, by the rights that are used. */
unsigned rights_parties(const struct actor *, const struct record *);
/* Bits of what one is by any right, one's own too: for what a definition forbids to some (who-not). */
unsigned rights_excluded(const struct actor *, const struct record *);
/*
 * Whether one may decide a level of review: none of who reported, who is on a lead or support post, who acts for one of
 * these; at level 2 not who decided level 1. No definition loosens this.
 */
bool rights_independent(const struct actor *, const struct record *, int level);

/*
 * What of a ledger's kind one may see, as values for a statement; in the arena. Where one sees nothing there are no parts.
 * E_TOOBIG: more than SCOPE_MOST.
 */
enum err rights_scope(struct arena *, const struct actor *, const struct ledger *, const struct kind *, struct scope *, struct why *);
/* The same, of records of which one sees a field too; where that is told by more than one, of all of them (`see`: bits in all of theirs). */
enum err rights_scope_of_field(struct arena *, const struct actor *, const struct ledger *, const struct kind *, unsigned see, struct scope *,
    struct why *);
/* Whether one sees that there is such a ledger: who sees some kind of it may. */
bool rights_sees_ledger(const struct actor *, const struct ledger *);
/* Whether one sees all records of a ledger, of every kind: a role that may, on the whole or on the unit of all. For figures, which are of the whole. */
bool rights_on_whole(const struct actor *, const struct ledger *);
/* Whether one sees a field of a record that one sees. */
bool rights_sees_field(const struct field_rule *, unsigned parties);

#endif
