/*
 * act: somebody does something with a record: a move of its definition, or
 * what every ledger knows. What is asked for is checked against the definition and the rights of who asks; then
 * it is one event, and the rows are as it leaves them.
 *
 * Who calls holds the one connection that writes, in a transaction, and stands between arena_try of both arenas.
 * What is asked for is checked before anything is written: the errors told below leave nothing behind. Where it ends in another one,
 * that of the store, the job is undone (store_mark_undo), and journal_forget is called.
 */
#ifndef BH_ACT_H
#define BH_ACT_H

#include "ledger/decide.h"
#include "ledger/rights.h"

#define SEEN_ANY (-1)

struct request {
	const struct ledger *ledger;
	struct str kind;	/* of a record that is to be made; else it is the record's own */
	int64_t record;		/* its key; 0: one is to be made */
	struct str event;
	uint64_t given;		/* bits of fields, by the kind's order */
	const struct field_value *fields;
	struct str reason;
	int64_t seen;		/* the number of the last event that who asks has seen of it; SEEN_ANY: not said */
	const struct evidence_given *evidence;
	size_t evidences;
	bool becomes;		/* others are made of the record (become.h): only then a move with `becomes` can be made */
	/* Of events that every ledger knows: */
	const struct named_milestone *milestones;	/* to stand from now on, beside those that were accepted */
	size_t nmilestones;
	const struct origin *origin;	/* of a record that is to be made; NULL: from no file */
	size_t place;		/* of a milestone that is accepted, from 1 */
	struct str text;	/* of an instruction */
	int32_t until;		/* the day to answer it by */
	int64_t answers;	/* the number of its event */
	struct str step;	/* of the ladder of notices */
	struct str about;	/* the number of a notice */
	enum found found;
	int32_t today;
	enum lang lang;		/* of what `why` says */
};

/*
 * E_RECORD: no such record, or none that the actor sees; E_STALE: somebody did something since; E_MOVE: not from this state; E_RIGHT;
 * E_VALUE: a field that this move does not fill, or a value that cannot be; E_NEEDS: what is missing, in words.
 * *out is the record behind the event.
 */
enum err act(struct arena *, const struct hand *, struct ledgers *, const struct actor *, const struct request *, struct record *out,
    struct why *);

/* What the engine itself does with a record: the hand is nobody's, and nothing is checked. *r is then as the event leaves it. */
enum err act_engine(struct arena *, const struct hand *, enum engine_event, const struct change *, struct record *r, struct why *);

/* Whether state and rights allow a move of a record, whatever it needs. */
bool act_may(const struct actor *, const struct record *, const struct move *);
/* The same of an event that every ledger knows; of a notice, whether there is a step that one may give. */
bool act_may_known(const struct actor *, const struct record *, enum engine_event);

#endif
