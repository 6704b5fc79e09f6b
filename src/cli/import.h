/*
 * import: what documents and sheets say becomes records of a ledger. Nobody else but the files import_*.c and
 * cmd_import.c includes this.
 *
 * A file is read as a whole before anything is written (the carrier is struct lists). What may become one record is an offer: a
 * node of a document, a figure of it, or a row of a sheet. Offers are light; the values of one are made when its turn comes, in
 * memory that is given back behind it.
 *
 *	import_offers.c		what a file offers; import_sheet.c: tables whose head names fields of a kind
 *	import_values.c		the fields of an offer; what cannot be understood is told, and never guessed
 *	import_versions.c	whether a file is a later version of one that was taken in, and what it changes
 *	import_enter.c		offers become records, by moves of the definition
 *	import_report.c		what was done; import_errors.c: a copy of a sheet that says why rows were not taken
 */
#ifndef BH_CLI_IMPORT_H
#define BH_CLI_IMPORT_H

#include "cli/whom.h"
#include "cli/records.h"
#include "cli/maker.h"
#include "write/lists.h"

#define IMPORT_BATCH 5000	/* rows of a sheet that are written in one transaction */
#define IMPORT_FILE ((uint64_t)512 << 20)	/* bytes of a file that is kept */

/* What became of an offer. */
#define OFFER_STATES(X) /*	id		in JSON		said */ \
	X(WAITING,	"waiting",	"待录入",	"waiting") \
	X(ENTERED,	"entered",	"录入",		"entered") \
	X(KNOWN,	"known",	"已有",		"known") \
	X(UPDATED,	"updated",	"更新",		"updated") \
	X(ADDED,	"added",	"新增（未录入）", "added (not taken)") \
	X(CHANGED,	"changed",	"改动",		"changed") \
	X(FAULTY,	"faulty",	"未能录入",	"not taken")

enum offer_state {
#define X(id, word, zh, en) OFFER_##id,
	OFFER_STATES(X)
#undef X
	OFFER_STATE_COUNT
};

/* A table whose head names fields of one kind: a row of it is a record. */
struct sheet {
	const struct kind_force *kind;
	uint32_t source;
	uint32_t head, end;		/* lines: of its head, and behind its last row */
	bool goes_on;			/* its head stands over the table before; `head` is the line before its rows */
	uint32_t ncolumns;
	struct sheet_column {
		enum { COLUMN_UNREAD, COLUMN_FIELD, COLUMN_KEY, COLUMN_NUMBERED, COLUMN_INVERSE } is;
		int field;		/* of the kind; of COLUMN_INVERSE: of `from` */
		const struct kind_force *from;	/* whose link leads here */
		struct str head;
	} *columns;
	struct sheet *next;
};

/* A record that another one leads to. */
struct led {
	int field;		/* a link of the kind of who leads */
	struct uuid id;
	bool fresh;		/* made by this call */
};

struct offer {
	const struct kind_force *kind;
	uint32_t source;
	/* a document: */
	const struct row *row;		/* NULL of a sheet */
	const struct figure *figure;	/* one of the row's; NULL: the row itself */
	/* a sheet: */
	const struct sheet *sheet;
	uint32_t line;
	struct str part;	/* what it is known by when it is read again */
	struct str number;	/* that the file gives it; may be empty */
	uint32_t within;	/* the offer that links to it, plus 1; 0: none */
	ARRAY(struct led) leads;
	/* what became of it: */
	uint8_t state;
	int64_t key;		/* of the record; 0: none */
	struct uuid id;
	struct str told;	/* the record's number */
	struct str fault;	/* why it was not taken, or what is another than in the record */
	struct str before;	/* OFFER_CHANGED: the words that the record was made from */
};

/* Words that were left out, or a row that was: of which offer. */
struct unresolved {
	uint32_t offer;
	struct str field, words;	/* its label; what the file says */
	struct str why;
};

struct import_source {
	bool sheet;			/* read row by row */
	bool version;			/* a later one of a file that was taken in */
	bool kept;			/* as evidence */
	struct origin origin;		/* but for its part */
	struct str secrecy;		/* 内部; empty: no mark */
	size_t count[OFFER_STATE_COUNT];
};

/* A record that a later version of its document does not name any more. */
struct gone {
	uint32_t source;
	struct str number, title;
};

struct import {
	const struct call *call;
	struct lists *lists;
	struct str *secrecy;		/* by source, as it was read */
	struct desk *desk;
	struct records r;
	const struct ledger *ledger;
	const struct kind_force *only;	/* --kind; NULL: all that the definition reads */
	struct whom whom;
	struct import_source *sources;	/* by place in lists.sources */
	struct sheet *sheets, *last_sheet;	/* in the order of the files */
	ARRAY(struct offer) offers;
	ARRAY(struct unresolved) unresolved;
	ARRAY(struct gone) gone;
	struct map numbers;		/* numbers that the files give: place of the offer, plus 1 */
	struct map rows;		/* how often a row of these words was met */
	ARRAY(struct pending { int64_t key; const struct kind_force *kind; struct led led; uint32_t offer; }) pending;	/* of records that were there */
	enum err exit;			/* of the call, where its work could be done */
	enum { ON_KNOWN_SKIP, ON_KNOWN_STOP, ON_KNOWN_UPDATE } on_known;
	bool take, dry_run, whole;	/* --take, --dry-run, --all-or-nothing */
};

/* Where an offer stands, for a person: “第12行”, “二、（一）3”. */
struct str offer_place(const struct import *, const struct offer *);
/* The title that it would bear. */
struct str offer_title(const struct import *, const struct offer *);
/* The row of a sheet that an offer was read of, as its user counts; 0: none. */
uint32_t offer_row(const struct import *, const struct offer *);
void import_unresolved(struct import *, const struct offer *, struct str field, struct str words, const char *zh, const char *en);

/* ---- import_offers.c, import_sheet.c ---- */

/* All offers of all files, those that others link to first. */
void import_find(struct import *);
/* Tables that are sheets of one kind. */
void import_find_sheets(struct import *, uint32_t source);
void import_sheet_offers(struct import *, const struct sheet *);
/* A cell of a row; of cells merged downwards what the first says. */
struct str sheet_cell(const struct import *, const struct sheet *, uint32_t line, uint32_t column);
/* Of an offer of a sheet: the title that it would bear. */
struct str sheet_title(const struct import *, const struct offer *);
/* The cell that names a record, a link or a number; empty where there is no such column. */
struct str sheet_cell_of(const struct import *, const struct sheet *, uint32_t line, int is);

/* ---- import_known.c ---- */

/* The record of the ledger that bears a number; *key 0 where none does. */
enum err import_numbered(struct import *, struct str number, int64_t *key, struct uuid *, const struct kind_force **, struct why *);
/* By its identifier, else by its number, else by what it was made from; the offer's key stays 0 where it is new. */
enum err import_find_known(struct import *, struct offer *, struct why *);

/* ---- import_values.c ---- */

/*
 * The values of an offer, of the fields that are wanted, in the arena; *given: bits of those that the file tells. What is not
 * understood stands, of a sheet, as its fault; of a document it is unresolved.
 */
enum err import_values(struct import *, struct arena *, struct offer *, uint64_t wanted, struct field_value *, uint64_t *given,
    struct why *);
/* The next of 甲、乙；丙. False behind the last. */
bool import_next_word(struct str *rest, struct str *word);

/* ---- import_versions.c ---- */

enum err import_versions(struct import *, struct why *);

/* ---- import_enter.c ---- */

enum err import_enter(struct import *);

/* ---- import_report.c, import_errors.c ---- */

void import_report(struct import *);
enum err import_errors(struct import *, const char *path, struct why *);

#endif
