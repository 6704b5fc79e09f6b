/*
 * ledger: a table that is a ledger sheet (台账, 清单), known by its head row.
 * Its findings, tasks and measures become nodes as those of prose do, what
 * else its rows say becomes fields (doc/field.h), and facts are read of both.
 *
 * The head may be several rows deep (整改责任 over 责任领导 and 责任单位) and
 * in any of the wordings of words/ledger.txt; it holds for the tables that
 * follow in the same sheet, until another one stands there.
 *
 * Rows are nested by what they hold: a finding over its measures, whether its
 * cell is merged over them, repeated in each row, or left empty below the first.
 */
#ifndef BH_LEDGER_H
#define BH_LEDGER_H

#include "doc/reading.h"

#define LEDGER_COLUMNS 64	/* that are read; a ledger has twenty */
#define LEDGER_HEAD 4		/* rows of a head, at most */

/* Added to the value of a word of words/ledger.txt: 完成时间 is when it was done where another column sets the time limit. */
#define FIELD_EITHER 64

/* A head, as it was found. */
struct ledger_head {
	struct ledger_column columns[LEDGER_COLUMNS];
	uint32_t ncolumns;
	uint32_t rows;		/* it takes */
};

/*
 * Whether a head begins at line `line` of a table that ends before `end`: fills
 * *h, its words in the arena. `maps`: heads that a person said how to read.
 */
bool ledger_head_at(struct arena *, const struct text *, uint32_t line, uint32_t end, const head_map_array *maps,
    struct ledger_head *h);

/* The words of a head as they are compared: without blanks, colons and what stands in brackets. In the arena. */
struct str ledger_head_words(struct arena *, struct str cell);

/* Whether the first cell of a row is a head: nearly no row of a ledger begins so. */
bool ledger_head_begins(const struct text *, uint32_t line, const head_map_array *maps);

/* The cell of a row in a column, from 0; empty where it has none. */
struct str ledger_cell(const struct text *, uint32_t line, uint32_t column);

/* The first of text.covered that is of this line or a later one. */
size_t ledger_covered_from(const struct text *, uint32_t line);

struct builder;

/*
 * Reads rows of a table from line *i on, before `end`, as those of a ledger,
 * into nodes and fields; false where the table is none. *i is then the line it
 * stopped at: `end`, or a row that is words for a section (一、党建方面), which
 * the caller reads before it calls again.
 */
bool ledger_rows(struct builder *, uint32_t *i, uint32_t end);

/* Orders the fields by node; what the sheets say of the article's kind. Once, when its outline is made. */
void ledger_finish(struct document *, struct article *);

/* Where a cell stands, as a person looks for it: “党建”第12行F列; rows count from 1, of the sheet or else of the table. In the arena. */
struct str ledger_place(const struct document *, const struct article *, struct span cell);

/* The status of nodes that are rows: by the cells that tell it, else by what is said of the progress. */
void ledger_statuses(struct document *, struct article *);

/* The facts that a field states; r->node and what belongs to it are set. */
void ledger_read_field(struct reading *, const struct triggers *, const struct field *);

#endif
