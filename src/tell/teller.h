/*
 * teller: what one person is told of records, in one language, as of one time: records that they see, names for identifiers, values as
 * one reads them, a record in JSON. Commands, pages and the interface for programs tell by it, and so all tell the same.
 *
 * For one question: what it tells lives in its arena.
 */
#ifndef BH_TELLER_H
#define BH_TELLER_H

#include "base/map.h"
#include "ledger/ledgers.h"
#include "ledger/record.h"
#include "ledger/rights.h"

struct teller {
	struct arena *arena;
	struct store *store;
	struct why *why;
	enum lang lang;
	const struct calendar *calendar;
	const struct ledgers *ledgers;
	struct actor actor;	/* whose eyes */
	int32_t today;
	int64_t seq;		/* as of; SEQ_NOW */
	struct map names;	/* what identifiers are called, once it was asked */
	ARRAY(struct str) called;
};

/* ---- records: E_RECORD where there was none then, or none that these eyes see ---- */

enum err tell_read(struct teller *, const struct ledger *, int64_t key, struct record *);
enum err tell_read_id(struct teller *, struct uuid, struct record *);

/* ---- words ---- */

/* What a unit, person or post is called; a record: its number. Its identifier where that is not known. */
struct str tell_name(struct teller *, int field_type, struct uuid);
/* A value as a person reads it. */
struct str tell_text(struct teller *, const struct field_rule *, const struct field_value *);
/* The field that stands as a part, as a person reads it; empty where there is none, or these eyes may not see it. */
struct str tell_part(struct teller *, const struct record *, enum part);
/* Why its lamp shows as it does; empty of a kind without lamps. */
struct str tell_lamp_reason(struct teller *, const struct record *);
struct str tell_label(const struct teller *, struct label);
/* 2026-03-05; empty where there is none. */
struct str tell_date(struct arena *, int32_t day);
struct str tell_day(struct teller *, int32_t day);
/* 2026-03-05 09:11, as clocks in China show it. */
struct str tell_time(struct arena *, int64_t time);

/* ---- JSON ---- */

/* A member; null where there is no day. */
void tell_put_day(struct buf *, const char *member, int32_t day);
/* Members of an object, without its brackets: what the parties may see of the record. */
void tell_put_json(struct teller *, struct buf *, const struct record *, unsigned parties);

#endif
