/*
 * lists: the three lists that a rectification office keeps, made from what
 * documents state: findings, tasks, and who answers for them.
 *
 *	struct lists *l = lists_new(arena);
 *	lists_add(l, document);			(each document, in order)
 *	lists_finish(l);
 *	rc = lists_write(l, writer_find(STR("xlsx")), "out.xlsx", NULL, &why);
 *
 * lists_add copies what it needs into the arena, so a document may be freed
 * behind it. Nothing is made up: a cell whose matter the text does not state
 * is CELL_ABSENT, stands as 原文未写 and is counted.
 *
 * Rows: a node of role finding is a row of LIST_FINDINGS. A measure below a
 * finding, a duty, a proposal and a commitment are rows of LIST_TASKS; so is
 * a finding with measure words of its own and no measures below it. A body
 * that leads any of them is a row of LIST_DUTIES.
 *
 * Numbers (编号) are for reading: the letter of the article, then W findings,
 * C measures (C finding-measure; C00 where there is no finding), R duties of
 * a plan, Y proposals, N commitments; the figure is the printed one where the
 * article numbers them through. The stable ID is for machines: it depends
 * only on the normalised text of the source and the place of the words in it, so it is
 * the same whenever the same file is read again, beside whatever others.
 *
 * A list that this program wrote is read like any ledger sheet; by the hidden
 * column of IDs its rows are known, and keep their ID, their number and all
 * that stands in them.
 */
#ifndef BH_LISTS_H
#define BH_LISTS_H

#include "base/buf.h"
#include "doc/article.h"

#define NOT_STATED "原文未写"

enum list { LIST_FINDINGS, LIST_TASKS, LIST_DUTIES, LIST_COUNT };

#define LIST_COLUMNS 11		/* the most that a list has */
#define LIST_ID 17		/* of a stable ID, with its NUL */

enum cell_type {
	CELL_ABSENT,		/* the text does not state it; text is 原文未写 */
	CELL_TEXT,
	CELL_NUMBER,
	CELL_DATE,
};

struct cell {
	uint8_t type;		/* enum cell_type */
	struct str text;	/* what a person reads, of any type; lines parted by LF */
	uint32_t number;	/* CELL_NUMBER */
	struct date day;	/* CELL_DATE: the last day that the words cover */
	struct str words;	/* CELL_DATE: 6月底前, without the year of the day; empty where they only name the day */
};

struct item;		/* what a row is made from */

#define COLUMN_CENTRE	1u
#define COLUMN_MERGE	2u	/* equal cells of one group are merged downwards */
#define COLUMN_NUMBERS	4u	/* holds 编号 of other rows */
#define COLUMN_SOURCE	8u	/* the words of the document */
#define COLUMN_STATUS	16u
#define COLUMN_FROM	32u	/* the title of the source, then the place in it on a line of its own */
#define COLUMN_SHEET	64u	/* `field` is taken of any ledger sheet, not only of lists that this program wrote */

struct column {
	const char *name;	/* as it stands in the head */
	const char *key;	/* in JSON */
	uint8_t width;		/* on paper and in a sheet, in half-width characters */
	uint8_t screen;		/* on a screen, in parts of the list's width */
	uint8_t flags;
	uint8_t field;		/* enum field_kind: where a ledger sheet has that cell, its words are taken */
	void (*fill)(const struct item *, struct cell *);
};

struct list_def {
	const char *name, *key;
	const char *file;	/* what is added to the name of a file that holds this list alone */
	size_t ncolumns;
	const struct column *columns;
};

/* A figure that a task states: kept for JSON, words as the text has them. */
struct figure {
	struct decimal value;
	struct str unit, words;
	uint8_t cmp;		/* enum cmp */
	bool target;		/* to be reached; else claimed as reached */
};

typedef ARRAY(struct figure) figure_array;

/* Who is named for a node, several parted by 、. */
#define ROW_WHO(X) X(LEADER) X(UNIT) X(PERSON) X(SUPPORT)
enum row_who {
#define X(id) ROW_##id,
	ROW_WHO(X)
#undef X
	ROW_WHO_COUNT
};

struct row {
	struct cell cell[LIST_COLUMNS];
	char id[LIST_ID];	/* stable */
	struct str number;	/* 编号; empty in LIST_DUTIES */
	uint32_t group;		/* equal in rows that stand together */
	struct span *spans;	/* its words, span.source an index into lists.sources */
	uint32_t nspans;
	figure_array figures;	/* LIST_TASKS */
	uint8_t role, status;
	bool own;		/* it was a row of a list that this program wrote */
	/* of a node; empty in LIST_DUTIES */
	struct str title;	/* its heading, else its words */
	struct str sections;	/* the titles above it, a line each */
	struct str words;	/* its own, as the text has them */
	struct str who[ROW_WHO_COUNT];	/* as it says, or in a sheet what it stands in */
	struct date due;	/* the last day that is set; year 0 where none is */
	struct str place;	/* of the node: 二、（一）3, 第12行 */
	uint32_t finding;	/* LIST_TASKS: the place of the finding it stands in, in LIST_FINDINGS, plus 1; 0: in none */
	uint32_t article;	/* in lists.articles */
};

typedef ARRAY(struct row) row_array;

/* A text that rows were taken from, with its lines. */
struct list_source {
	struct str name, file, body;	/* file: the name without its folders */
	char sha256[65];	/* "" where it was not asked for */
	line_array lines;
	covered_array covered;	/* by line */
	sheet_row_array rows;	/* of a workbook */
	uint64_t bytes;		/* of the file */
	uint64_t hash;		/* of the body: what stable IDs hang on */
};

/* An article that rows were taken from. */
struct list_article {
	struct str letter;	/* A, B, ... Z, AA: its numbers begin with it */
	struct str title;	/* of the article, else the name of the file */
	struct str issuer, number, secrecy;	/* empty where not stated */
	struct date issued;
	uint32_t source;
	uint32_t rows[LIST_COUNT];	/* how many came from it; LIST_DUTIES: duties stated */
};

struct list_note {
	uint32_t source;
	uint8_t code;		/* enum note_code */
	struct str detail;
};

struct lists {
	struct arena *arena;
	row_array rows[LIST_COUNT];
	ARRAY(struct list_source) sources;
	ARRAY(struct list_article) articles;
	ARRAY(struct list_note) notes;	/* what was noted while reading: all that is no mere information, what agrees, how ledgers were read */
	uint32_t absent[LIST_COUNT][LIST_COLUMNS];	/* cells that the text does not state */
	struct making *making;	/* between lists_new and lists_finish */
};

const struct list_def *list_def(enum list);

/* All of these fail only by arena_try. */
struct lists *lists_new(struct arena *);
void lists_add(struct lists *, const struct document *);
/* Once, after the last document: makes LIST_DUTIES and the counts. */
void lists_finish(struct lists *);

/* How many rows, and how many cells of each column are 原文未写: a line a list, for a person. */
void lists_summary(const struct lists *, struct buf *);
/* What was noted while reading, the i-th of lists.notes, for a person: the file, the sentence, its detail. */
void lists_note(const struct lists *, size_t i, struct buf *);

#endif
