/*
 * field: what a ledger sheet says of a node beside its words: one cell of the
 * node's row, under a head that names it (责任领导, 完成时限, 进展 …). The
 * cells that are the words of findings, tasks and measures are no fields: they
 * are nodes like those of prose.
 *
 * A cell merged over several rows, or repeated in them, says it of all of
 * them. Where its field goes then, its kind tells:
 *	AT_OUTER the outermost node whose rows it covers: who answers for a finding
 *	AT_INNER as AT_OUTER; of one row alone the innermost: what was done in that row
 *	AT_EACH	the innermost node of each row: every measure has its day and its state
 */
#ifndef BH_FIELD_H
#define BH_FIELD_H

#include "base/array.h"
#include "doc/note.h"

/* Nodes are nested as the last four stand here, outermost first. */
enum field_place { AT_OUTER, AT_INNER, AT_EACH, AT_NUMBER, AT_ASPECT, AT_FINDING, AT_TASK, AT_MEASURE };

/* How facts are read from a cell. */
enum field_reading {
	FIELD_PLAIN,		/* none: words for a person */
	FIELD_FACTS,		/* as from any words */
	FIELD_LEADS,		/* names, of who leads */
	FIELD_SUPPORTS,		/* names, of who supports */
	FIELD_DUE,		/* the day by which it is to be done */
	FIELD_WHEN,		/* the day on which it was */
};

#define FIELDS(X) /*	id		name (JSON, --map)	label		place		reading */ \
	X(FIELD_NONE,		"none",		"不读",		AT_OUTER,		FIELD_PLAIN) \
	X(FIELD_ASPECT,		"aspect",	"方面",		AT_ASPECT,		FIELD_PLAIN) \
	X(FIELD_FINDING,	"finding",	"问题",		AT_FINDING,		FIELD_FACTS) \
	X(FIELD_TASK,		"task",		"任务",		AT_TASK,		FIELD_FACTS) \
	X(FIELD_MEASURE,	"measure",	"措施",		AT_MEASURE,		FIELD_FACTS) \
	X(FIELD_PLACE,		"place",	"序号",		AT_NUMBER,		FIELD_PLAIN) \
	X(FIELD_NUMBER,		"number",	"编号",		AT_OUTER,		FIELD_PLAIN) \
	X(FIELD_LEADER,		"leader",	"责任领导",	AT_OUTER,		FIELD_LEADS) \
	X(FIELD_UNIT,		"unit",		"牵头单位",	AT_OUTER,		FIELD_LEADS) \
	X(FIELD_PERSON,		"person",	"责任人",	AT_OUTER,		FIELD_LEADS) \
	X(FIELD_SUPPORT,	"support",	"配合单位",	AT_OUTER,		FIELD_SUPPORTS) \
	X(FIELD_CLASS,		"class",	"类别",		AT_OUTER,		FIELD_PLAIN) \
	X(FIELD_SOURCE,		"source",	"来源",		AT_OUTER,		FIELD_PLAIN) \
	X(FIELD_CAUSE,		"cause",	"原因",		AT_OUTER,		FIELD_PLAIN) \
	X(FIELD_REMARK,		"remark",	"备注",		AT_OUTER,		FIELD_PLAIN) \
	X(FIELD_TARGET,		"target",	"目标",		AT_INNER,		FIELD_FACTS) \
	X(FIELD_PROGRESS,	"progress",	"进展",		AT_INNER,		FIELD_FACTS) \
	X(FIELD_EVIDENCE,	"evidence",	"佐证",		AT_INNER,		FIELD_FACTS) \
	X(FIELD_NEXT,		"next",		"下一步",	AT_INNER,		FIELD_PLAIN) \
	X(FIELD_DEADLINE,	"deadline",	"时限",		AT_EACH,		FIELD_DUE) \
	X(FIELD_DONE_ON,	"done-on",	"完成时间",	AT_EACH,		FIELD_WHEN) \
	X(FIELD_STATUS,		"status",	"状态",		AT_EACH,		FIELD_PLAIN) \
	/* of the lists that this program writes */ \
	X(FIELD_ID,		"id",		"ID",		AT_OUTER,		FIELD_PLAIN) \
	X(FIELD_ANSWERS,	"answers",	"对应问题",	AT_OUTER,		FIELD_PLAIN) \
	X(FIELD_MILESTONES,	"milestones",	"任务/节点",	AT_OUTER,		FIELD_PLAIN) \
	X(FIELD_NUMBERS,	"numbers",	"承担的问题与措施", AT_FINDING,		FIELD_PLAIN) \
	X(FIELD_LAMP,		"lamp",		"当前灯",	AT_OUTER,		FIELD_PLAIN) \
	X(FIELD_WORDS,		"words",	"原文",		AT_OUTER,		FIELD_PLAIN)

enum field_kind {
#define X(id, name, label, place, reading) id,
	FIELDS(X)
#undef X
	FIELD_COUNT
};

struct field {
	uint32_t node;		/* id */
	struct span span;	/* the words of its cell; never empty */
	uint8_t kind;		/* enum field_kind */
};

typedef ARRAY(struct field) field_array;

/* A column of a ledger sheet, and what it is read as. */
struct ledger_column {
	uint32_t column;	/* from 0 */
	uint8_t kind;		/* enum field_kind */
	struct str head;	/* what stands over it, of several rows from the top down; may be empty */
};

/* A table that is a ledger: its columns, by place. */
struct ledger_sheet {
	uint32_t table;		/* index into article.tables */
	uint32_t ncolumns;
	struct ledger_column *columns;
};

/* A head as a person said it is to be read (`--map`). */
struct head_map {
	struct str head;
	uint8_t kind;
};

typedef ARRAY(struct head_map) head_map_array;

const char *field_name(enum field_kind);
const char *field_label(enum field_kind);	/* Chinese */
enum field_place field_place(enum field_kind);
enum field_reading field_reading(enum field_kind);
/* FIELD_COUNT if it is the name of none. */
enum field_kind field_named(struct str);

/* A cell that says that there is nothing: /, 无, 原文未写. */
bool field_is_blank(struct str);

#endif
