/*
 * cues: finding the cues of words/status.txt in a node's words, and the marks
 * that tell: what ends a sentence or a clause, digits, 《》. cues_find() looks
 * over a block of bytes and leaves few places; cue_at() and mark_bit() say what
 * stands there. What it means for the state is told by status.c.
 *
 * Words are UTF-8, [p, end) of them; nothing is kept and nothing fails. What is
 * asked at each place is a few steps, and in line.
 */
#ifndef BH_CUES_H
#define BH_CUES_H

#include "base/gates.h"
#include "base/utf8.h"
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
 * A bit for each byte at p < end, where a character begins, at which a cue or a
 * mark that tells may stand; the lowest is of p. None is left out but
 * digits behind which a digit stands. *n bytes are told about; the next call
 * is for p + *n, if that is before the end.
 */
uint64_t cues_find(const char *p, const char *end, unsigned *n);

/*
 * Where a cue may stand: only where a group of cues that one character begins is a group that the next one
 * follows in. Everything follows in the group of those that stand alone, or go on with no Han.
 */
#define GATE_ALONE 0x80
extern const struct gate status_gate[GATES];	/* what no Han ends in is never touched */

/*
 * Han from U+4000 on, by its first byte: all cues begin with one, the marks stand below and above. Two scripts
 * right behind it pass too, so that eight first bytes are one test.
 */
static inline bool
cue_han(char c)
{
	return (unsigned char)(c - 0xE4) <= 0xEB - 0xE4;
}

/* Of the character of three bytes at p. */
static inline const struct gate *
cue_gate(const char *p)
{
	return gate_at(status_gate, p + 1);
}

/* Whether a cue may stand at p, where cue_han() holds: all that cue_at() finds, and some more. */
static inline bool
cue_may(const char *p, const char *end)
{
	if (end - p < 6)
		return end - p >= 3 && (cue_gate(p)->begins & GATE_ALONE) != 0;
	return (cue_gate(p)->begins & cue_gate(p + 3)->follows) != 0;
}

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

static inline unsigned
cue_slot(uint64_t raw)
{
	return (unsigned)(raw * status_factor >> (64 - STATUS_SLOT_BITS));
}

/* The longest cue of eight bytes or more at p, whose bytes are `raw`. */
static inline const struct word *
cue_long(uint64_t raw, const char *p, const char *end)
{
	const unsigned place = words_pair(raw) * STATUS_PLACES / WORDS_PAIRS;

	for (unsigned i = status_places[place]; i < status_places[place + 1]; i++)
		if (words_stands(&status_words[i], raw, p, end))
			return &status_words[i];
	return NULL;
}

/* The shorter one that those of its bytes tell: one row is looked at; NULL if it is another. */
static inline const struct word *
cue_short(uint64_t told, uint64_t raw)
{
	const struct word *w = &status_words[status_slots[cue_slot(told)]];

	return (raw ^ w->head) << w->spare == 0 ? w : NULL;
}

/* The longest cue at p, where cue_han() holds; NULL if none stands there. Its value is of enum cue. */
static inline const struct word *
cue_at(const char *p, const char *end)
{
	uint64_t raw = words_raw_upto(p, end);
	const struct word *two, *one, *cue;

	if (words_bit(status_heads, cue_slot(raw)) && (cue = cue_long(raw, p, end)) != NULL)
		return cue;
	two = cue_short(raw & 0xFFFFFFFFFFFF, raw);
	one = cue_short(raw & 0xFFFFFF, raw);
	return two != NULL ? two : one;
}

/* Marks that tell, as bits of their ASCII form: what ends a sentence, what ends a clause, digits. */
#define MARK_BIT(c) (UINT64_C(1) << (c))
#define MARKS_STOP (MARK_BIT(';') | MARK_BIT('!') | MARK_BIT('?') | MARK_BIT('\n'))
#define MARKS_COMMA (MARK_BIT(',') | MARK_BIT(':'))
#define MARKS_DIGIT (MARK_BIT('9' + 1) - MARK_BIT('0'))

/* The bit of a mark, both widths alike; 0 for what has none. */
static inline uint64_t
mark_bit(uint32_t c)
{
	if (c - 0xFF01 <= 0xFF5E - 0xFF01)
		c -= 0xFF01 - '!';
	return c < 64 ? MARK_BIT(c) : 0;
}

/* Whether it ends a sentence. */
static inline bool
mark_stops(uint32_t c)
{
	return c == U'。' || (mark_bit(c) & MARKS_STOP) != 0;
}

/* Whether it ends a clause, or a sentence. */
static inline bool
mark_ends(uint32_t c)
{
	return c == U'。' || (mark_bit(c) & (MARKS_STOP | MARKS_COMMA)) != 0;
}

/* Whether it is the first of three bytes that mark_ends() is never true of: its marks begin with E3 and EF. */
static inline bool
mark_not(char c)
{
	return (unsigned char)(c - 0xE0) < 0xEF - 0xE0 && c != (char)0xE3;
}

#endif
