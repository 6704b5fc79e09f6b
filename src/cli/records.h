/*
 * records: what commands on records share: the ledgers, who acts, records and values by the words of the call, and how a
 * record is printed.
 */
#ifndef BH_CLI_RECORDS_H
#define BH_CLI_RECORDS_H

#include "base/map.h"
#include "cli/desk.h"
#include "ledger/act.h"
#include "ledger/doubt.h"

struct records {
	struct desk *desk;
	struct calendar *calendar;
	struct ledgers ledgers;
	struct actor actor;
	int32_t today;		/* the local day of the hand's time */
	struct map names;	/* what identifiers are called, once it was asked */
	ARRAY(struct str) called;
};

/* Reads the ledgers, and who acts; tells why nobody does. */
enum err records_open(struct desk *, struct records *);

/* Without anybody: for what the engine does. */
enum err records_open_engine(struct desk *, struct records *);

/* --ledger CODE, else the only one that is not archived; tells why none. */
enum err records_ledger(struct records *, const struct ledger **);
/* --kind, else the first of the definition; tells why none. */
enum err records_kind(struct records *, const struct ledger *, const struct kind_force **);
/* The record that a word names: its number, CODE/number, or its identifier. Tells that it is not there, or that several are called so. */
enum err records_find(struct records *, const char *word, const struct ledger **, int64_t *key);
/* Reads it for the eyes of who acts, as of --as-of. */
enum err records_read(struct records *, const struct ledger *, int64_t key, struct record *);

/* A request about the record that a word names, by whoever acts, today. */
enum err records_request(struct records *, const char *word, enum engine_event, struct request *);
/* Makes it, and prints the record as it is then. */
enum err records_act(struct records *, const struct request *);

/* Its number and state, a line. */
void records_put_state(struct records *, const struct record *);

/* What is doubtful of a record that waits for a review, for who applied and who reviews: lines, or a member of JSON. */
enum err records_put_doubts(struct records *, const struct record *);

/* Keeps a file under its hash, before the event that names it is. */
enum err records_keep_file(struct records *, const char *path, struct evidence_given *);

/* A value as a person writes it: a day, a word or label of a choice, a number with its measure word, names and logins, numbers of records. */
enum err records_value(struct records *, const struct ledger *, const struct field_rule *, struct str text, struct field_value *);

/* A field by its name or its label; -1. */
int records_field(const struct kind *, struct str name);
/* FIELD=VALUE, the field by its name or its label, into its place of `fields`; tells what is no field. */
enum err records_take_field(struct records *, const struct ledger *, const struct kind *, const char *word, struct field_value *fields,
    uint64_t *given);

/* The media type of a file, by the ending of its name. */
struct str records_media(struct str name);

/* What a unit, person or post is called; a record: its number. Its identifier where that is not known. */
struct str records_name(struct records *, int field_type, struct uuid);
/* A value as a person reads it. */
struct str records_text(struct records *, const struct field_rule *, const struct field_value *);

/* The field that stands as a part, as a person reads it; empty where there is none, or who acts may not see it. */
struct str records_part(struct records *, const struct record *, enum part);
/* Why its lamp shows as it does; empty of a kind without lamps. */
struct str records_lamp_reason(struct records *, const struct record *);
/* A label in the language of the call. */
struct str records_label(const struct records *, struct label);
/* 2026-03-05; empty, or null, where there is none. */
struct str records_day(struct records *, int32_t);
struct str records_date(struct arena *, int32_t);
/* 2026-03-05 09:11, as clocks in China show it. */
struct str records_time(struct arena *, int64_t time);
void records_put_day(struct records *, const char *member, int32_t);

/* Members of an object, without its brackets: what the parties may see of the record. */
void records_put_json(struct records *, const struct record *, unsigned parties);

#endif
