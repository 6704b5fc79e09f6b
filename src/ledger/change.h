/*
 * change: what an event of a record says: its payload, as facts and decisions.
 *
 *	{"kind":"finding","today":"2026-03-05",
 *	 "fields":{"title":"…","imposed":"2026-06-30","support":null},
 *	 "reason":"…",
 *	 "number":{"text":"2026-001","of":"2026-{seq}","seq":1},
 *	 "evidence":[{"hash":"sha256:…","size":120,"media":"application/pdf","name":"通知.pdf","dated":"2026-03-01"}],
 *	 "milestones":[{"name":"…","weight":30,"due":"2026-04-30","accepted":null}],
 *	 "instruction":{"text":"…","until":"2026-03-20"},	a leader's; "answers":17 is the number of the event that gave it
 *	 "notice":{"step":"remind","reply":"2026-04-06"},	its number stands in "number"; "about":"2026整提1号" names one
 *	 "found":"holds",					or "rebound": by a look-back
 *	 "clocks":{"sign-for":"2026-03-10","review":null},
 *	 "lamp":{"show":"green","row":6,"next":"2026-06-23"},
 *	 "origin":{"file":{"hash":"sha256:…","size":9120,"media":"text/plain","name":"反馈.txt","dated":null},"title":"…","part":"0123456789abcdef"}}
 *
 * Only "kind" and "today" always stand. What the engine decided with a calendar or by the day (clocks, lamp, number) stands there as
 * it was decided: applying the event computes none of it again. `clocks` are those that the event starts anew or sets on
 * another day (null: it stands); that others end follows from their rules.
 */
#ifndef BH_CHANGE_H
#define BH_CHANGE_H

#include "ledger/ledgers.h"

#define EVIDENCE_MOST 100	/* pieces that one event brings */
#define EVIDENCE_NAME_MOST 255	/* bytes of the name of a file */
#define WORDS_MOST 2000	/* bytes */

struct lamp_shown {
	int show, row;		/* of the palette, of the kind's lamps; -1: none */
	int32_t next;		/* the day on which it changes by itself; DAY_NONE */
};

struct evidence_given {
	struct hash hash;
	int64_t size;
	struct str media, name;
	int32_t dated;		/* its own day; DAY_NONE: not said */
};

/* What a record was made from: a file that is kept as evidence is, and what of it. */
struct origin {
	struct evidence_given file;
	struct str title;	/* of what stands in it; may be empty */
	struct str part;	/* a word that is the same whenever this part of the same words is read */
};

#define ORIGIN_PART_MOST 64	/* bytes */

struct named_milestone {
	struct str name;
	struct milestone of;
};

struct clock_told {
	int rule;		/* of its kind */
	int32_t due;		/* DAY_NONE: it stands, or its years end */
};

#define NUMBER_NONE (-1)

enum found { FOUND_NOTHING, FOUND_HOLDS, FOUND_REBOUND };

/* What most events are without: no step, no answer, no day. */
#define CHANGE_OF(kind_, today_) \
	{ .kind = (kind_), .today = (today_), .until = DAY_NONE, .answers = NUMBER_NONE, .step = -1, .reply = DAY_NONE }

struct change {
	const struct kind_force *kind;
	int32_t today;
	uint64_t given;		/* bits of fields that it writes */
	struct field_value *fields;
	struct str reason;
	struct str number, number_of;	/* empty: none is given */
	int64_t number_seq;
	ARRAY(struct evidence_given) evidence;
	bool has_milestones;	/* all of them, from now on */
	ARRAY(struct named_milestone) milestones;
	struct str instruction;	/* empty: none */
	int32_t until;
	int64_t answers;	/* NUMBER_NONE: nothing */
	int step;		/* of the kind's notices; -1: none is given */
	int32_t reply;		/* DAY_NONE: none is asked */
	struct str about;	/* the number of a notice; empty: none */
	int found;		/* enum found */
	ARRAY(struct clock_told) clocks;
	bool has_lamp;
	struct lamp_shown lamp;
	const struct origin *origin;	/* NULL: from no file */
};

/* Words that an event may hold: whole UTF-8, no NUL, at most so many bytes. They may be empty. */
bool words_fit(struct str, size_t most);

void change_print(struct buf *, const struct change *);
/* E_BROKEN names the member that is amiss. */
enum err change_parse(struct arena *, const struct force *, struct str payload, struct change *, struct why *);

#endif
