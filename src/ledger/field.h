/*
 * field: the value of one field of a record, in every form it takes: as it is
 * in memory, in an event's payload, in a row, in a condition.
 *
 *	type			in a payload				in a row
 *	text, long-text, choice	"text"					TEXT
 *	document		{"file":"sha256:…","name":…,"size":…}	TEXT, the same JSON
 *	integer, decimal	"12.5"					INTEGER, ten-thousandths
 *	quantity		{"cmp":">=","value":"80","unit":"%"}	INTEGER, and two TEXT
 *	day			"2026-03-05"				INTEGER, days since 1970-01-01
 *	flag			true					INTEGER
 *	person, post, unit	"0193…"					BLOB
 *	units, link		["0193…",…]				rows of the table `link`
 *
 * null is what is not set. Numbers are texts in JSON, so that no reader rounds them. A document is one object, without blanks
 * between its members.
 */
#ifndef BH_LEDGER_FIELD_H
#define BH_LEDGER_FIELD_H

#include "base/buf.h"
#include "base/hash.h"
#include "base/uuid.h"
#include "ledger/definition.h"
#include "store/table.h"

#define TEXT_MOST 300			/* bytes of a text */
#define LONG_TEXT_MOST ((size_t)64 << 10)
#define DOCUMENT_MOST ((size_t)72 << 10)	/* bytes of its JSON: the words that it cites are as long as a long text */
#define MEASURE_WORD_MOST 30		/* bytes */
#define TARGETS_MOST 1000		/* of one link */

struct field_value {
	bool set;
	struct str text;	/* text, long-text, choice; document: its JSON; quantity: its measure word */
	struct str cmp;		/* quantity: one of CMPS; empty: exactly */
	int64_t number;		/* ten-thousandths; days; 0 or 1; which of the choices */
	const struct uuid *ids;	/* persons, posts, units, records */
	size_t n;
};

/* Comparators of quantities: 不少于, 超过, 不超过, 少于, 约. */
#define CMPS(X) X(">=") X(">") X("<=") X("<") X("~")

/* Columns that a type takes in a table of records, and what each is called behind the field's name. */
#define FIELD_COLUMNS 3
size_t field_columns(enum field_type, enum column_type out[FIELD_COLUMNS], const char *suffix[FIELD_COLUMNS]);

/* Within the limits of its field: lengths, choices, ranges, one line, well-formed text; a document: a JSON object without blanks. E_VALUE names the field. */
enum err field_check(const struct field_rule *, const struct field_value *, struct why *);

void field_put_json(struct buf *, const struct field_rule *, const struct field_value *);
/* `json` is a jansson value. False where it is none of that type. Texts and lists are of the arena. */
bool field_get_json(struct arena *, const struct field_rule *, const void *json, struct field_value *);

/* Its columns, in order; returns how many. */
size_t field_put_row(const struct field_rule *, const struct field_value *, struct value *out);
/* From column `at` on. Lists stay empty: they stand in the table `link`. */
void field_get_row(struct arena *, const struct field_rule *, struct rows *, unsigned at, struct field_value *);

/* As a condition reads it. */
struct datum field_datum(const struct field_rule *, const struct field_value *);
bool field_equal(const struct field_value *, const struct field_value *);
/* A document as a person writes it, in the form in which it is kept; false where it is no object. */
bool field_tidy_document(struct arena *, struct str, struct field_value *);
/* The file that a document names with its size, kept where evidence is; false where it names none. */
bool field_document_file(struct str json, struct hash *, int64_t *size);
/* Which of its choices; -1. */
int field_choice(const struct field_rule *, struct str word);

/* "12.5" of ten-thousandths, and back; false where it is no number of up to 14 digits and 4 behind the point. */
#define NUMBER_TEXT 24
size_t number_print(char out[NUMBER_TEXT], int64_t);
bool number_parse(struct str, int64_t *);

#endif
