/* What the page of a record (事项), and of a move of it, is made of. */
#ifndef BH_PAGE_RECORD_H
#define BH_PAGE_RECORD_H

#include "tell/whole.h"
#include "web/visit.h"

struct record_event {
	struct str time, what, who, acting_for, reason;
	struct shown_lamp lamp;		/* that it changed to */
	ARRAY(struct record_change { struct str label, text; }) changes;
	bool removed;
};

struct record_link {
	struct str id, number, title, lead, state;
	struct shown_lamp lamp;
};

struct record_page {
	struct chrome chrome;
	struct str id, number, title, kind, ledger, code, state, reason, due, last;
	struct shown_lamp lamp;
	ARRAY(struct record_field { struct str label, text; bool wide; }) fields;
	ARRAY(struct record_move { struct str event, label, lacks; }) moves;
	ARRAY(struct record_other { struct str label, who; }) others;	/* moves that others may make now */
	ARRAY(struct record_known { struct str event, label; }) known;
	ARRAY(struct record_instruction { struct str by, text, until; bool answered, late; }) instructions;
	ARRAY(struct record_notice { struct str number, step, day, reply; bool received, answered; }) notices;
	ARRAY(struct record_doubt { struct str sentence; }) doubts;
	ARRAY(struct record_clock { struct str label, due; bool late; }) clocks;
	ARRAY(struct record_milestone { struct str name, due, accepted; long long weight; }) milestones;
	ARRAY(struct record_group { struct str label; size_t count; ARRAY(struct record_link) records; }) linked;
	ARRAY(struct record_piece { struct str place; size_t version; struct str name, size, dated, time, by; }) pieces;
	ARRAY(struct record_event) events;
};

/* An input for a field that a move fills. */
struct move_input {
	struct str name, label, hint, value;
	bool required, is_text, is_long, is_day, is_choice, is_flag, is_number, is_file;
	ARRAY(struct move_option { struct str key, label, selected; }) options;
};

struct move_page {
	struct chrome chrome;
	struct str id, number, title, event, label, seen, reason, lacks;
	bool known;			/* an event that every ledger knows: by another address */
	bool wants_reason, wants_evidence;
	int evidence;			/* pieces that it wants in all */
	ARRAY(struct move_input) inputs;
};

/* Whether there is something that the event could be about. */
bool known_offers(const struct whole *, enum engine_event);

#endif
