/*
 * verify: whether the history of a store is what it was when it was written.
 *
 * Everything is made again: envelopes, seals, leaves, the tree, the roots of all checkpoints. The
 * first event that is not as it was is named. What was cut off at the end, or rewritten by somebody
 * who holds the key, shows only against a checkpoint that was kept elsewhere.
 */
#ifndef BH_VERIFY_H
#define BH_VERIFY_H

#include "ledger/journal.h"

#define VERIFY_FAULTS(X) /*	code		in JSON		said to a person */ \
	X(MISSING,	"missing",	"这里缺少事件",				"an event is missing here") \
	X(FORM,		"form",		"事件的内容不合格式",			"an event as no program writes it") \
	X(TIME,		"time",		"事件的时间早于前一事件",		"the event is earlier than the one before it") \
	X(ENVELOPE,	"envelope",	"事件（谁、何时、什么）被改动过",	"who, when or what of the event was changed") \
	X(PAYLOAD,	"payload",	"事件的内容被改动过",			"what the event says was changed") \
	X(REMOVED,	"removed",	"事件的内容被删除，没有依据",		"what the event says was removed without an order") \
	X(TILE,		"tile",		"保存的树与事件不符",			"the tree that is kept does not fit the events") \
	X(SIZE,		"size",		"事件的数目与登记的不符",		"not as many events as were counted") \
	X(CHECKPOINT,	"checkpoint",	"与保存的检查点不符，此前有事件被改写",	"does not fit a checkpoint that is kept; something before it was rewritten") \
	X(SIGNATURE,	"signature",	"检查点的签名不成立",			"the signature of a checkpoint does not hold") \
	X(CUT,		"cut",		"事件少于在外保存的检查点所记，末尾被截去", \
								"fewer events than a checkpoint kept elsewhere counts; the end was cut off") \
	X(REWRITTEN,	"rewritten",	"与在外保存的检查点不符，历史被改写",	"does not fit a checkpoint kept elsewhere; the past was rewritten") \
	X(UNKNOWN,	"unknown-log",	"在外保存的检查点所指的台账不在这里",	"a checkpoint kept elsewhere is of a ledger that is not here")

enum verify_fault {
#define X(code, name, zh, en) VERIFY_##code,
	VERIFY_FAULTS(X)
#undef X
	VERIFY_FAULT_COUNT
};

const char *verify_fault_name(enum verify_fault);
const char *verify_fault_sentence(enum verify_fault, enum lang);

#define VERIFY_KEYS NOTE_KEYS

/* The keys of all sites that the store knows, VERIFY_KEYS at most: added at keys[*n]. */
enum err verify_keys(struct store *, struct note_key *keys, size_t *n, struct why *);

struct verify_report {
	uint64_t logs, events, removed, checkpoints;
	bool bad;			/* then the first that is: */
	enum verify_fault fault;
	struct uuid site, ledger;
	uint64_t number;		/* of the event; of a checkpoint, its size */
	int64_t time;			/* of the event; -1: there is none */
	struct uuid record;
	struct str type;		/* in the arena */
};

/*
 * The keys are those by which checkpoints are judged; `kept` are notes of checkpoints kept elsewhere, each of them signed by
 * one of the keys (else E_UNSIGNED, E_FORGED, E_MALFORMED: the note is none). A fault is no error: OK, and r->bad.
 */
enum err verify_store(struct store *, struct arena *, const struct note_key *keys, size_t nkeys,
    const struct str *kept, size_t nkept, struct verify_report *r, struct why *why);

#endif
