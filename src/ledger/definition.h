/*
 * definition: all that is said of one kind of ledger, read from a YAML file
 * and checked (docs/definitions.md is the language).
 *
 * What is here holds: every state can be reached and left for a final one,
 * names are known, conditions are of the right type. What is not in the table
 * of moves cannot happen. Nothing here knows the day, an event or a row.
 *
 * A definition lives in the arena of its faults, with the words of its file.
 * Its hash is taken over the bytes of the file, by who has read them.
 */
#ifndef BH_DEFINITION_H
#define BH_DEFINITION_H

#include "ledger/clock.h"
#include "ledger/expression.h"
#include "ledger/role.h"

#define DEFINITION_KINDS 16
#define DEFINITION_FIELDS 64	/* of a kind: bits of a word */
#define DEFINITION_STATES 64
#define DEFINITION_MOVES 128
#define DEFINITION_LAMPS 16	/* of the palette */
#define DEFINITION_ROWS 32	/* of a table with no limit of its own: clocks, lamps, steps … */

/* Who: a role that is held on a scope, or a part that one has in this record. */
#define PARTIES(X) /*	id		word		zh		en */ \
	BUSINESS_ROLES(X) \
	X(PUBLIC,	"public",	"公众",		"public") \
	/* parts in a record: who reported last, who decided the level of review before, fields that stand as such */ \
	X(REPORTER,	"reporter",	"报告人",	"reporter") \
	X(REVIEWED,	"reviewed",	"上一级审核人",	"who reviewed before") \
	X(IN_CHARGE,	"in-charge",	"责任领导",	"leader in charge") \
	X(LEAD,		"lead",		"牵头单位",	"lead") \
	X(SUPPORT,	"support",	"配合单位",	"support") \
	X(PERSON,	"person",	"责任人",	"person answering")

enum party {
#define X(id, word, zh, en) PARTY_##id,
	PARTIES(X)
#undef X
	PARTY_COUNT
};
struct label party_label(enum party);
#define PARTY_BIT(id) (1u << PARTY_##id)

/* The type of a field, and what a condition reads of it. */
#define FIELD_TYPES(X) /* id		word		value		zh		en */ \
	X(TEXT,		"text",		DATUM_TEXT,	"短文字",	"text") \
	X(LONG_TEXT,	"long-text",	DATUM_TEXT,	"长文字",	"long text") \
	X(INTEGER,	"integer",	DATUM_NUMBER,	"整数",		"integer") \
	X(DECIMAL,	"decimal",	DATUM_NUMBER,	"小数",		"decimal") \
	X(QUANTITY,	"quantity",	DATUM_NUMBER,	"数量",		"quantity") \
	X(DAY,		"day",		DATUM_DAY,	"日期",		"day") \
	X(CHOICE,	"choice",	DATUM_CHOICE,	"选项",		"choice") \
	X(FLAG,		"flag",		DATUM_FLAG,	"是否",		"flag") \
	X(PERSON,	"person",	DATUM_THING,	"人员",		"person") \
	X(POST,		"post",		DATUM_THING,	"岗位",		"post") \
	X(UNIT,		"unit",		DATUM_THING,	"单位",		"unit") \
	X(UNITS,	"units",	DATUM_THING,	"多个单位",	"units") \
	X(DOCUMENT,	"document",	DATUM_THING,	"文件",		"document") \
	X(LINK,		"link",		DATUM_THING,	"关联记录",	"link")

enum field_type {
#define X(id, word, value, zh, en) TYPE_##id,
	FIELD_TYPES(X)
#undef X
	TYPE_COUNT
};
#define TYPE_BIT(id) TYPE_BIT_OF(TYPE_##id)
#define TYPE_BIT_OF(type) (1u << (type))

/* What a field stands as, for who knows the field by no name. One field of a kind at most. */
#define PARTS(X) /*	id		word		types */ \
	X(NONE,		"",		0) \
	X(TITLE,	"title",	TYPE_BIT(TEXT)) \
	X(IN_CHARGE,	"in-charge",	TYPE_BIT(PERSON) | TYPE_BIT(POST)) \
	X(LEAD,		"lead",		TYPE_BIT(UNIT) | TYPE_BIT(UNITS)) \
	X(SUPPORT,	"support",	TYPE_BIT(UNIT) | TYPE_BIT(UNITS)) \
	X(PERSON,	"person",	TYPE_BIT(PERSON) | TYPE_BIT(POST)) \
	X(IMPOSED,	"imposed",	TYPE_BIT(DAY)) \
	X(PROMISED,	"promised",	TYPE_BIT(DAY)) \
	X(CLASS,	"class",	TYPE_BIT(CHOICE)) \
	X(SECTION,	"section",	TYPE_BIT(TEXT)) \
	X(PLACE,	"place",	TYPE_BIT(INTEGER)) \
	X(CAME_FROM,	"came-from",	TYPE_BIT(LINK)) \
	X(OUTCOME,	"outcome",	TYPE_BIT(CHOICE))

enum part {
#define X(id, word, types) PART_##id,
	PARTS(X)
#undef X
	PART_COUNT
};

/* What of a document becomes records of a kind: nodes of the outline by their role, or figures that are to be reached. */
#define READINGS(X) \
	X(NOTHING,	"") \
	X(FINDING,	"finding") \
	X(MEASURE,	"measure") \
	X(DUTY,		"duty") \
	X(PROPOSAL,	"proposal") \
	X(COMMITMENT,	"commitment") \
	X(FIGURE,	"figure")

enum kind_reads {
#define X(id, word) KIND_READS_##id,
	READINGS(X)
#undef X
	KIND_READS_COUNT
};

/* Names that every record has beside its fields: in conditions (with a type) and in the columns of papers. */
#define BUILTINS(X) /*	id		word		value		outside	column */ \
	X(STATE,	"state",	DATUM_CHOICE,	false,	true) \
	X(CLOSED,	"closed",	DATUM_FLAG,	false,	false) \
	X(DUE,		"due",		DATUM_DAY,	false,	true) \
	X(EVIDENCE,	"evidence",	DATUM_NUMBER,	false,	true) \
	X(TODAY,	"today",	DATUM_DAY,	true,	false) \
	X(NUMBER,	"number",	DATUM_TEXT,	false,	true) \
	X(LAMP,		"lamp",		DATUM_THING,	true,	true) \
	X(SOURCE,	"source",	DATUM_THING,	false,	true)

enum builtin {
#define X(id, word, value, outside, column) BUILTIN_##id,
	BUILTINS(X)
#undef X
	BUILTIN_COUNT
};

/*
 * Events that every ledger knows beside those of its moves, which may not be called by these words.
 * `lasts`: it is something a person did, which who decides on the record should have seen.
 */
#define ENGINE_EVENTS(X) /*	id			word			lasts	zh		en */ \
	X(LEDGER_BEGUN,		"ledger-begun",		false,	"开立台账",	"Ledger begun") \
	X(LEDGER_UPGRADED,	"ledger-upgraded",	false,	"启用新版定义",	"New version put in force") \
	X(LEDGER_ARCHIVED,	"ledger-archived",	false,	"归档",		"Archived") \
	X(REMOVED,		"removed",		false,	"依规删除",	"Removed by order") \
	X(LAMP_MOVED,		"lamp-moved",		false,	"变灯",		"Lamp changed") \
	X(TURN_OPENED,		"turn-opened",		false,	"开始调度",	"Turn opened") \
	X(TURN_CLOSED,		"turn-closed",		false,	"结束调度",	"Turn closed") \
	X(EVIDENCE_ADDED,	"evidence-added",	true,	"补充佐证",	"Evidence added") \
	X(MILESTONES_SET,	"milestones-set",	true,	"设定节点",	"Milestones set") \
	X(MILESTONE_ACCEPTED,	"milestone-accepted",	true,	"确认节点",	"Milestone accepted") \
	X(INSTRUCTED,		"instructed",		true,	"批示",		"Instruction") \
	X(ANSWERED,		"answered",		true,	"答复批示",	"Instruction answered") \
	X(NOTICE_GIVEN,		"notice-given",		true,	"发出文书",	"Notice given") \
	X(NOTICE_RECEIVED,	"notice-received",	true,	"签收文书",	"Notice received") \
	X(NOTICE_ANSWERED,	"notice-answered",	true,	"答复文书",	"Notice answered") \
	X(LOOK_BACK_DRAWN,	"look-back-drawn",	false,	"回头看抽样",	"Sample drawn") \
	X(LOOKED_BACK,		"looked-back",		true,	"回头看",	"Looked back") \
	X(FIGURES_FILED,	"figures-filed",	false,	"上报数字",	"Figures filed")

enum engine_event {
#define X(id, word, lasts, zh, en) EVENT_##id,
	ENGINE_EVENTS(X)
#undef X
	ENGINE_EVENT_COUNT
};

struct duration {
	int count;
	enum period unit;
};

/* ---- numbers ---- */

#define NUMBER_PARTS 16
#define NUMBER_PART_WORDS(X) X(ROUND, "round") X(YEAR, "year") X(UNIT, "unit") X(SEQ, "seq")
enum number_part_kind {
#define X(id, word) NUMBER_##id,
	NUMBER_PART_WORDS(X)
#undef X
	NUMBER_WORDS		/* words as they stand */
};

struct number_part {
	enum number_part_kind kind;
	int width;		/* of {seq:3}; 0: as many digits as it has */
	struct str text;
};

/* `{round}-{seq:3}`: seq counts from 1 for each value of what else stands in braces. n: 0 where there is none. */
struct number_pattern {
	struct number_part v[NUMBER_PARTS];
	size_t n;
	const struct yaml_node *node;
};

/* ---- kinds ---- */

struct choice {
	struct str key;
	struct label label;
};

struct field_rule {
	struct str key;
	struct label label, hint;
	int type;		/* enum field_type */
	int as;			/* enum part */
	bool required;		/* every move that makes a record fills it */
	bool list;		/* indexed, offered for filter and sort */
	bool public;
	unsigned see;		/* bits of parties; 0: who sees the record */
	ARRAY(struct choice) choices;
	struct yaml_words choice_words;
	struct str unit;	/* measure word of a quantity; empty: any */
	struct str to_ledger;	/* of a link: another ledger's key; empty: this one */
	struct str to;		/* the key of a kind, or "any" (of any ledger) */
	const struct yaml_node *to_node;
	const struct kind *kind;	/* the same, of this ledger; else NULL */
	struct str inverse;	/* the name of this link seen from there */
	struct label inverse_label;
	const struct yaml_node *node;
};

struct state {
	struct str key;
	struct label label;
	bool final;		/* struck off */
	bool pause;		/* clocks stand still */
	const struct yaml_node *node;
};

#define STATE_STAYS (-1)

struct needs {
	uint64_t set;		/* bits of fields that have a value behind the move */
	uint64_t closed;	/* links: all records there are in a final state */
	int evidence;		/* at least so many */
	bool reason;
	bool milestones;	/* all are accepted */
	const struct expression *when;
	struct label say;	/* why not, where `when` does not hold */
};

/* A kind of records that a record may end as. */
struct become_kind {
	struct str ledger;	/* the key of another ledger's definition; empty: this ledger */
	struct str kind;
	const struct yaml_node *node;
};

struct move {
	struct str event;
	struct label label;
	uint64_t from;		/* bits of states; 0: it makes a record */
	int to;			/* a state, or STATE_STAYS */
	unsigned who, who_not;	/* bits of parties */
	int level;		/* of review that it decides; 0: none */
	uint64_t fills;		/* bits of fields that it may write; no other may be written */
	struct needs needs;
	ARRAY(struct become_kind) becomes;	/* what it makes of the record, which it ends */
	const struct yaml_node *node;
};

struct clock_rule {
	struct str key;
	struct label label;
	struct duration runs;
	bool end;		/* to the end of the period: of the one it starts in (0), of the n-th after that */
	int rest;		/* enum rest: where the due day is a rest day */
	bool deadline;		/* its due day is the record's, where none was imposed */
	struct str *starts, *ends;	/* events */
	size_t nstarts, nends;	/* without ends: any final state */
	const struct expression *when;
	struct label source;	/* where the rule is written */
	struct label set_by;	/* who set it */
	struct date set_on;	/* and when; year 0: not said */
	const struct yaml_node *node;
};

struct cadence_rule {
	struct str key;
	struct label label;
	int every;		/* enum period */
	int after;		/* workdays after the turn's end; 0: its last workday */
	struct str event;	/* what answers a turn; empty: nothing is asked */
	uint64_t during;	/* bits of states */
	unsigned who;		/* who is asked or urged */
	const struct expression *when;
	const struct yaml_node *node;
};

/* All that is said must hold; the first rule that holds gives the lamp. */
struct lamp_rule {
	int show;		/* of the palette */
	int left;		/* at most so many days are left; -1: not asked */
	int overdue;		/* at least so many days */
	int lag;		/* at least so many points behind the milestones */
	int closed, paused;	/* 0, 1; -1: not asked */
	const struct expression *when;
	const struct yaml_node *node;
};

struct notice_step {
	struct str key;
	struct label label;
	int form;		/* 0 reminder, 1 supervision, 2 admonition, 3 talk */
	int overdue;		/* days after which it is due; 0: given by hand */
	struct number_pattern number;
	struct duration reply;	/* count 0: none is said */
	unsigned who, to;	/* who gives it, who gets it */
	const struct yaml_node *node;
};

struct kind {
	struct str key;
	struct label label;
	unsigned see;		/* 0: who sees the ledger */
	struct number_pattern number;
	bool milestones;
	int review;		/* levels: 0, 1 or 2 */
	int reads;		/* enum kind_reads: what of a document becomes such a record */
	ARRAY(struct field_rule) fields;
	ARRAY(struct state) states;
	ARRAY(struct move) moves;
	ARRAY(struct clock_rule) clocks;
	ARRAY(struct cadence_rule) cadences;
	ARRAY(struct lamp_rule) lamps;
	ARRAY(struct notice_step) notices;
	struct names scope;	/* fields, then built-in names */
	struct yaml_words state_words, field_words;
	const struct yaml_node *node;
};

/* ---- the ledger ---- */

struct lamp {
	struct str key;
	struct label label;
	struct str colour;	/* #rrggbb */
	struct str mark;	/* one character, so that colour is not the only sign */
};

struct paper_column {
	struct str key;
	const struct field_rule *field;	/* NULL: a built-in name, or a link seen from its other side */
	struct label label;		/* empty of a built-in name */
};

struct paper {
	struct str key;
	struct label label;
	const struct kind *kind;
	ARRAY(struct paper_column) columns;
	struct paper_column group;	/* key empty: none */
	bool public;
	const struct expression *when;	/* which records */
	const struct yaml_node *node;
};

struct renaming {
	struct str kind, from;
	int to;			/* state of that kind */
};

struct definition {
	struct str key;
	int version;
	struct label label, about;
	unsigned see;		/* 0: all who hold a role on the scope */
	ARRAY(struct lamp) palette;
	struct yaml_words palette_words;
	ARRAY(struct kind) kinds;
	struct yaml_words kind_words;
	ARRAY(struct paper) papers;
	int upgrade_from;	/* version; 0: none */
	ARRAY(struct renaming) renamings;
};

/* NULL where there is a fault. f: arena, name and text are set; both stay as long as the definition. */
const struct definition *definition_load(struct faults *f);

/* -1 where there is none. */
int kind_state(const struct kind *, struct str key);
int kind_field(const struct kind *, struct str key);
int kind_step(const struct kind *, struct str key);	/* of the ladder of notices; -1 */
int kind_part(const struct kind *, enum part);	/* the field that stands as it */
const struct kind *definition_reads(const struct definition *, enum kind_reads);	/* NULL: none does */
/* The move of that event from that state (STATE_STAYS: one that makes a record); NULL: it cannot happen. */
const struct move *kind_move(const struct kind *, struct str event, int from);
/*
 * Whether a record in that state was struck off: a final state to which the last level of review leads; any final state of a kind
 * without review. What was dropped, void or carried over was not.
 */
bool kind_struck_off(const struct kind *, int state);
/* The move by which a record is made of others: it makes records, and fills the field that stands as came-from. NULL: there is none. */
const struct move *kind_becoming(const struct kind *);

/* ENGINE_EVENT_COUNT: none of them. */
enum engine_event engine_event_find(struct str word);
bool engine_event_lasts(enum engine_event);
const char *engine_event_word(enum engine_event);
struct label engine_event_label(enum engine_event);

struct str field_type_word(enum field_type);
struct str part_word(enum part);
enum part part_find(struct str word);	/* PART_NONE: none */
struct str builtin_word(enum builtin);

#endif
