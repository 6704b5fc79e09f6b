/*
 * record: one entry of a ledger as it is, or was at some seq: its state, its
 * fields, the clocks that run, its milestones.
 *
 * It is made by record_fold from its events, one after another, and by nothing
 * else; record_read reads it back from the rows. Both live in an arena.
 */
#ifndef BH_RECORD_H
#define BH_RECORD_H

#include "ledger/change.h"

/* Made by who works on a record: parts of it may make it, and it decides nothing. */
bool move_reports(const struct move *);
bool clock_rule_starts(const struct clock_rule *, struct str type);

#define SITE_PATH "0001"	/* the unit that init makes: whose records are without a lead */

struct running_clock {
	const struct clock_rule *rule;
	int32_t started, due;	/* days; due DAY_NONE: it stands, or its years end */
};

/* Who holds a part of the record; of a unit its path. */
struct party_held {
	enum part part;
	struct uuid who;
	struct str path;
};

/* By whose hand, and for whom; both nil: nobody yet. */
struct by {
	struct uuid person, acting_for;
};

struct record {
	int64_t key;		/* its number in `identity` */
	struct uuid id;
	const struct ledger *ledger;
	const struct kind_force *kind;
	int64_t since;		/* the seq from which it is so; 0: there is none yet */
	int64_t last;		/* the number of its last event in the log of its ledger */
	struct str path;	/* of the unit whose record it is */
	struct str number;
	int state;		/* of its kind; -1: there is none yet */
	int32_t due;		/* the day in force; DAY_NONE */
	struct lamp_shown lamp;
	int64_t evidence;	/* how many pieces */
	struct by reporter, reviewer;	/* who reported last; who decided the level of review before */
	struct field_value *fields;	/* of its kind, in order */
	ARRAY(struct running_clock) clocks;
	ARRAY(struct pause) pauses;
	ARRAY(struct named_milestone) milestones;
	ARRAY(struct party_held) parties;
};

/* The kind's rule. */
static inline const struct kind *
record_kind(const struct record *r)
{
	return r->kind->kind;
}

static inline bool
record_closed(const struct record *r)
{
	return r->state >= 0 && record_kind(r)->states.v[r->state].final;
}

static inline bool
record_paused(const struct record *r)
{
	return r->state >= 0 && record_kind(r)->states.v[r->state].pause;
}

/*
 * The record of that key as it was at seq, or is at SEQ_NOW, under the definition in force then; scope NULL is for the program
 * itself. E_RECORD: there was none then, or none in the scope.
 */
enum err record_read(struct arena *, struct store *, const struct scope *, const struct ledger *,
    struct str kind, int64_t key, int64_t seq, struct record *, struct why *);
/* What a row of a page tells (table_list.h): all but lists, clocks, pauses, milestones, parties and the identifier. */
void record_of_row(struct arena *, const struct ledger *, const struct kind_force *, struct rows *, struct record *);
/* And the rest of it, as of the same seq. */
enum err record_complete(struct arena *, struct store *, int64_t seq, struct record *, struct why *);
/* The record of that identifier as it is, of whatever ledger, for the program itself. */
enum err record_read_by_id(struct arena *, struct store *, const struct ledgers *, struct uuid, struct record *, struct why *);
/* One that is not there yet: nothing is set. */
void record_blank(struct arena *, const struct ledger *, const struct kind_force *, struct uuid id, struct record *);

/* What conditions read of it: one datum for each name of the kind's scope. today: DAY_NONE where it may not be read. */
const struct datum *record_data(struct arena *, const struct record *, int32_t today);
/* The day in force: the imposed one, else that of a clock that is a deadline; DAY_NONE. */
int32_t record_due(const struct record *);

/* What an event did to a record, beside what its change gives. */
struct applied {
	const struct move *move;	/* NULL: an event that every ledger knows */
	uint32_t ended;			/* bits of clocks */
	bool paused, resumed;
};

/*
 * The record as it is behind an event of that type, in memory alone: fields, state, hands, clocks, pauses,
 * milestones, the day in force. by: who made it. False where the definition has no such move from its state, and the engine no such event.
 */
bool record_apply(struct arena *, struct record *, struct str type, struct by, const struct change *, struct applied *);
/* Whether who decides on the record should have seen such an event: its number becomes the record's last. */
bool record_noted(const struct applied *, struct str type);
/* Resolves the parties of the fields that a change gives: paths of units. E_BROKEN, or what `absent` says, where one is not there. */
enum err record_place(struct arena *, struct store *, const struct change *, enum err absent, struct record *, struct why *);
/* The rows of a record to which an event of that type, taken in as seq, was applied. */
enum err record_write(struct arena *, struct store *, int64_t seq, struct str type, struct by, const struct change *,
    const struct applied *, struct record *, struct why *);

/* Applies an event that is read from the journal: of a ledger, record or not. E_BROKEN where only damage makes it so. */
enum err record_fold(struct arena *, struct store *, struct ledgers *, int64_t seq, const struct event *, struct why *);

/* Who keeps paths of units in records: where a unit moves, all that is told of it, past rows too, stands under its new path. */
struct path_watch records_watch(struct store *);
/* All that was made of events of ledgers; in a transaction. */
enum err records_clear(struct store *, struct why *);

#endif
