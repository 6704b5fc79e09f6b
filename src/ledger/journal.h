/*
 * journal: the logs of a store (docs/ledger.md). Events are appended to it,
 * each with its place in the tree of its log, and proofs are made of it.
 *
 * Who appends holds the one connection that writes, within a transaction. The
 * journal remembers the frontier of each log; where a transaction, or a job of
 * it, is undone, journal_forget makes it read them again.
 */
#ifndef BH_JOURNAL_H
#define BH_JOURNAL_H

#include "base/array.h"
#include "ledger/event.h"
#include "store/merkle.h"
#include "store/note.h"
#include "store/store.h"

struct journal;

/* offset: minutes by which the local day is ahead of UTC (instant.h). NULL when out of memory. */
struct journal *journal_new(int offset);
void journal_free(struct journal *);	/* NULL is accepted */
void journal_forget(struct journal *);

/*
 * Appends an event. In: site, ledger, person, acting_for, definition, record, type, payload, and as time the clock of who
 * asks. Out: number, salt, payload_hash, and a time not before that of the event before it. The log, and a ledger that
 * is new, are begun with it; `kind` counts only for a ledger that is new. A definition must be known
 * (journal_define). E_MALFORMED, E_TOOBIG as event_check; E_ABSENT: no such definition; errors of the store.
 */
enum err journal_append(struct journal *, struct store *, enum hash_kind kind, struct event *, int64_t *seq, struct why *);

/* Keeps the bytes of a definition under their hash. */
enum err journal_define(struct store *, enum hash_kind, struct str bytes, struct hash *, struct why *);

/* ---- what stands in it ---- */

struct journal_log {
	int64_t id;
	struct uuid site, ledger;
	enum hash_kind kind;
	uint64_t size;
	int64_t time;		/* of the last event */
};

/* All logs, in the order in which they were begun, in the arena. */
enum err journal_logs(struct store *, struct arena *, struct journal_log **out, size_t *n, struct why *);

/*
 * Every event of a log from `first` on, in order, with its payload unless that was removed. Slices are good until `take`
 * returns; what it returns but OK ends the walk and is handed on.
 */
struct journal_event {
	struct event event;
	int64_t seq;
	struct hash leaf;	/* as it is stored */
};
enum err journal_walk(struct store *, const struct journal_log *, uint64_t first,
    enum err (*take)(void *arg, const struct journal_event *, struct why *), void *arg, struct why *);

/* The same of all logs, at most so many behind *seq, in the order in which they were taken in; *seq is then that of the last. */
enum err journal_since(struct store *, const struct journal_log *, size_t n, int64_t *seq, int64_t most,
    enum err (*take)(void *arg, const struct journal_event *, struct why *), void *arg, struct why *why);

/* Hashes of a log for merkle.h: `arg` is a struct journal_hashes. An error of the store stands in its `why`. */
struct journal_hashes {
	struct store *store;
	int64_t log;
	struct why why;
};
struct merkle_source journal_source(struct journal_hashes *);

/* "bihuan/SITE/LEDGER" */
#define JOURNAL_ORIGIN 82
size_t journal_origin(char out[JOURNAL_ORIGIN], struct uuid site, struct uuid ledger);

/*
 * Signs the log as it is and keeps that beside it; the note goes to `out` too. A log never
 * has two checkpoints of one size: the one that stands is told again. E_EMPTY: it has no event yet.
 */
enum err journal_checkpoint(struct store *, const struct journal_log *, const struct note_signer *, int64_t now,
    struct buf *out, struct why *);

#endif
