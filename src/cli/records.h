/*
 * records: what commands on records share: the ledgers, who acts, records and values by the words of the call, and how
 * what was done is printed.
 */
#ifndef BH_CLI_RECORDS_H
#define BH_CLI_RECORDS_H

#include "cli/desk.h"
#include "ledger/act.h"
#include "ledger/doubt.h"
#include "tell/teller.h"

struct records {
	struct desk *desk;
	struct calendar *calendar;
	struct ledgers ledgers;
	struct teller teller;	/* for who acts, as of --as-of, on the local day of the hand's time */
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

/* A request about the record that a word names, by whoever acts, today. */
enum err records_request(struct records *, const char *word, enum engine_event, struct request *);
/* Makes it, and prints the record as it is then. */
enum err records_act(struct records *, const struct request *);

/* Its number and state, a line. */
void records_put_state(struct records *, const struct record *);

/* What is doubtful of a record that waits for a review, for who applied and who reviews: lines, or a member of JSON. */
enum err records_put_doubts(struct records *, const struct record *);
/* The same of bits, as lines. */
void records_print_doubts(const struct records *, unsigned doubts);

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
#endif
