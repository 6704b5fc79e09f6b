/*
 * article: one official text inside a document, as it was understood: its
 * heads, its outline and its facts. Everything in it borrows from the texts it
 * was read from, or lives in the arena.
 */
#ifndef BH_ARTICLE_H
#define BH_ARTICLE_H

#include "doc/fact.h"
#include "doc/field.h"
#include "doc/line.h"

#define ARTICLE_KINDS(X) \
	X(KIND_OTHER, "other", "其他") \
	X(KIND_RECTIFICATION, "rectification-report", "整改情况报告") \
	X(KIND_FEEDBACK, "inspection-feedback", "巡视巡察反馈") \
	X(KIND_PLAN, "work-plan", "工作要点") \
	X(KIND_AUDIT, "audit-rectification", "审计整改报告") \
	X(KIND_NOTICE, "supervision-notice", "督办通知") \
	X(KIND_NEWS, "news", "新闻")

enum article_kind {
#define X(name, text, zh) name,
	ARTICLE_KINDS(X)
#undef X
	KIND_COUNT
};

#define ROLES(X) \
	X(ROLE_NONE, "", "") \
	X(ROLE_SECTION, "section", "方面")	/* only groups */ \
	X(ROLE_FINDING, "finding", "问题") \
	X(ROLE_MEASURE, "measure", "措施")	/* what was or is being done about findings */ \
	X(ROLE_DUTY, "duty", "任务")		/* a task of a plan */ \
	X(ROLE_PROPOSAL, "proposal", "整改意见") \
	X(ROLE_COMMITMENT, "commitment", "承诺")	/* what the inspected body promises */

enum role {
#define X(name, text, zh) name,
	ROLES(X)
#undef X
	ROLE_COUNT
};

/* The last state that the text claims for the main action. */
#define STATUSES(X) \
	X(STATUS_NONE, "", "原文未写") \
	X(STATUS_DONE, "done", "已完成") \
	X(STATUS_ONGOING, "ongoing", "推进中") \
	X(STATUS_PLANNED, "planned", "计划") \
	X(STATUS_STANDING, "standing", "长期坚持")

enum status {
#define X(name, text, zh) name,
	STATUSES(X)
#undef X
	STATUS_COUNT
};

const char *kind_name(enum article_kind);
const char *kind_label(enum article_kind);	/* Chinese */
const char *role_name(enum role);		/* NULL for ROLE_NONE */
const char *role_label(enum role);
const char *status_name(enum status);		/* NULL for STATUS_NONE */
const char *status_label(enum status);

/* The kinds of marker, outermost by custom first; the order in force is learned from each text. */
#define MARKERS(X) \
	X(MARK_NONE)		/* a finding split by punctuation */ \
	X(MARK_LOST)		/* a heading whose marker is missing in the source */ \
	X(MARK_PART)		/* 第一编 第一部分 */ \
	X(MARK_CHAPTER)		/* 第一章 */ \
	X(MARK_SECTION)		/* 第一节 */ \
	X(MARK_ARTICLE)		/* 第一条 */ \
	X(MARK_HAN)		/* 一、 */ \
	X(MARK_HAN_PAREN)	/* （一） */ \
	X(MARK_NUM)		/* 1. 1、 1． */ \
	X(MARK_NUM_PAREN)	/* （1） 1） */ \
	X(MARK_CIRCLE)		/* ① */ \
	X(MARK_IS)		/* 一是 一要 */ \
	X(MARK_ORDINAL)		/* 第一， 首先 其次 最后 */

enum mark {
#define X(name) name,
	MARKERS(X)
#undef X
	MARK_COUNT
};

/*
 * One piece of the outline. Its own words are `run`: spans in reading order,
 * from the character after its marker to the last before its first child (and
 * what follows its children, if that is its own). `heading` is its title or
 * first sentence without final punctuation; `text` says where the text that
 * `bihuan.extract/1` prints begins in the first span: behind a short heading,
 * or at the start.
 */
struct node {
	uint32_t parent;	/* id; 0: the article. An id is the place in article.nodes plus 1 */
	uint32_t run, nrun;	/* article.spans.v[run] .. [run + nrun) */
	uint32_t children;	/* how many direct children */
	struct str marker;	/* as printed, with its 、 or brackets; may be empty */
	struct str heading;	/* may be empty */
	uint32_t text;		/* bytes of the first span that only the heading prints */
	uint32_t number;	/* what the marker counts; 0 where it does not */
	uint8_t mark;		/* enum mark */
	uint8_t depth;		/* 1 for children of the article */
	uint8_t role;		/* enum role */
	uint8_t status;		/* enum status */
	bool future;		/* it stands in a part of what comes next (下一步, 整改要求) */
	bool sheet;		/* a cell of a ledger sheet: its column tells its role */
};

typedef ARRAY(struct node) node_array;
typedef ARRAY(struct span) span_array;
typedef ARRAY(struct str) str_array;

struct contact {
	str_array phone, email;
	struct str postal, postcode;	/* empty where not stated */
};

/* Rows that stand together: [row, row + nrows) of lines.v of source `source`. */
struct table {
	uint32_t source, row, nrows;
	uint32_t node;		/* the node it stands in; 0: the article */
};

struct article {
	uint8_t kind;		/* enum article_kind */
	struct str title, issuer, number, inspector;	/* empty where not stated */
	struct date issued;				/* year 0 where not stated */
	struct str secrecy;				/* 机密★1年, 秘密★, 内部; empty where there is no mark */
	str_array addressees;
	struct contact contact;
	span_array preamble, closing;
	span_array spans;	/* the runs of all nodes */
	node_array nodes;
	fact_array facts;	/* in reading order */
	ARRAY(struct table) tables;
	ARRAY(struct ledger_sheet) ledgers;			/* the tables that were read as ledgers */
	field_array fields;				/* by node */
	int year;		/* what a date without a year takes: of issue, else of the title, else the
				 * year that the text names most; 0 where it names none */
};

/* The state of a node as a whole: the one its own words claim, else the least finished of those below it. */
enum status article_status(const struct article *, uint32_t id);

/* A group of texts that were read together, and the articles they hold. */
struct document {
	struct arena *arena;
	struct text **texts;	/* span.source is an index into it, plus `first` */
	uint32_t ntexts;
	uint32_t first;		/* the number of texts[0] in the whole call */
	ARRAY(struct article) articles;
	note_array notes;
	const head_map_array *maps;	/* how a person said that heads of ledgers are to be read; NULL: nothing said */
	/*
	 * Takes the articles that are finished, of a document of very many: then they are
	 * forgotten, and the next ones are made. NULL where all are to stay. `partial` says
	 * that articles were taken and the document is not made to its end.
	 */
	void (*part)(void *arg, struct document *);
	void *arg;
	bool partial;
};

/* Whether a text holds a page-turn note (上接第2版, 下转第3版): such texts are to be made together. */
bool text_turns(const struct text *);

/* The bytes of a span. */
static inline struct str
document_str(const struct document *d, struct span s)
{
	return str_slice(d->texts[s.source - d->first]->body, s.from, s.to);
}

#define ARTICLE_AHEAD 6	/* nodes */

/* Fetches the words of a node that comes some nodes later, if there is an i-th: in a large text they are far. */
static inline void
article_fetch(const struct article *a, size_t i)
{
	const char *p = i < a->nodes.n ? a->nodes.v[i].marker.p : NULL;

	if (p != NULL) {
		__builtin_prefetch(p);
		__builtin_prefetch(p + 64);
	}
}

#define DOCUMENT_OUTLINE 1u	/* the outline alone: no status, no facts */

/*
 * Makes the articles of texts that were read together: cuts them apart, joins
 * page turns, finds outline, heads, roles, status and facts. texts and
 * everything they hold must be in d->arena or outlive it. Fails only by
 * arena_try. `first` is the number of texts[0] among the sources of the call.
 */
void document_make(struct document *, unsigned flags);

#endif
