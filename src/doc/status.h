/*
 * status: the last state that a node's own words claim for its main action
 * (done, ongoing, planned, standing), by the cue words of words/status.txt.
 */
#ifndef BH_STATUS_H
#define BH_STATUS_H

#include "doc/article.h"
#include "doc/words.h"

/* What a word of words/status.txt tells about the sentence it stands in. */
enum cue {
	CUE_NONE,	/* nothing: it only covers shorter cues inside it (工作推进会) */
	CUE_MADE,	/* a product or an event: it is done (印发, 召开, 建成) */
	CUE_ACT,	/* an action that ends of itself (开展, 梳理); gives way to most others */
	CUE_OPEN,	/* said to be unfinished (正在, 拟于, 尚未) */
	CUE_PLAN,	/* said to come next (下一步将, 计划于) */
	CUE_DRAFT,	/* made, but not yet issued (起草, 征求意见稿) */
	CUE_PUSH,	/* moved along, no end named (推进, 加快) */
	CUE_KEEP,	/* conduct that goes on (定期, 严格落实) */
	CUE_TURN,	/* how often; nothing after it in its clause is an end (每月) */
	CUE_FOREVER,	/* said never to end (长期坚持, 常抓不懈) */
	CUE_DUE,	/* a time limit; what follows in its clause is not made yet (月底前) */
	CUE_ASIDE,	/* the clause only says why or by what; a product in it still counts (针对) */
	CUE_AIM,	/* the rest of the clause only says what for (确保) */
	CUE_STATE,	/* names the state in the cue after it, whatever else is said (整改状态) */
	CUE_COUNT
};
/* Added to a cue: it counts only where a clause begins; inside 《》 too; behind a clause's subject, it is its end and OPEN. */
#define CUE_HEAD 32
#define CUE_TITLE 64
#define CUE_TAIL 128
#define CUE_OF(value) ((enum cue)((value) & 31))

/*
 * Where a cue may stand: only where a group of cues that one character begins is a group that the next one
 * follows in. Everything follows in the group of those that stand alone, or go on with no Han.
 */
struct gate {
	uint8_t begins, follows;	/* bits of groups */
};
#define GATE_ALONE 0x80
extern const struct gate status_gate[0x10000];	/* by words_tail; what no Han ends in is never touched */

/*
 * The cues of eight bytes or more by words_pair of their first six bytes, longest first, and a bit for the
 * first eight bytes of each. The shorter ones by slots, no two in one: by their first two characters, or by the
 * first alone of those that are one character or go on with no Han; the last one, empty, where there is none.
 */
#define STATUS_PLACES 2048
extern const uint16_t status_places[STATUS_PLACES + 1];
#define STATUS_SLOT_BITS 13
#define STATUS_SLOTS (1 << STATUS_SLOT_BITS)
extern const uint64_t status_factor;	/* spreads bytes over the slots */
extern const uint16_t status_slots[STATUS_SLOTS];
extern const uint64_t status_heads[STATUS_SLOTS / 64];
extern const struct word status_words[];

struct status_context {
	enum article_kind kind;
	enum role role;			/* of the node */
	bool future;			/* it stands in a section of what comes next (下一步, 后续安排) */
};

/*
 * words: the node's own words, heading first; may hold LF between paragraphs.
 * NONE where there are no words, or where they state a finding of an inspection.
 */
enum status status_of(struct str words, const struct status_context *);

/*
 * A node that only wraps (1)(2) items: ongoing if half or more of them are
 * unfinished (ongoing or planned), else done; NONE where no child has one.
 */
enum status status_of_children(const enum status *children, size_t n);

#endif
