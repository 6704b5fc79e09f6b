/*
 * event_row: the row of an event (docs/ledger.md), with all that its envelope
 * is made of. Hashes are made elsewhere; here they are bytes.
 *
 * To append, in a transaction of who writes:
 *
 *	event_row_reserve(s, day, &e, why)	gives seq, number and time
 *	… the caller makes envelope, salt and leaf …
 *	event_row_append(s, &e, why)
 *
 * Two events never get one number: the rows that count are locked until the
 * transaction ends. Where it is undone, so are the numbers.
 */
#ifndef BH_EVENT_ROW_H
#define BH_EVENT_ROW_H

#include "store/store.h"

#define SALT_SIZE 16

struct event_row {
	int64_t seq, log, number;
	int64_t time;			/* microseconds UTC */
	/* Small numbers of identity_number and definition_number; 0: none. */
	int64_t person, acting_for, definition, record;
	struct str type;
	unsigned char payload_hash[HASH_SIZE], leaf[HASH_SIZE], salt[SALT_SIZE];
	struct str payload;
};

/* Before: log, time. `day`: the local day on which it is taken in, since 1970-01-01; it never goes back. */
enum err event_row_reserve(struct store *, int32_t day, struct event_row *, struct why *);
enum err event_row_append(struct store *, const struct event_row *, struct why *);

/* Small numbers of what envelopes name; given where there is none yet. */
enum err identity_number(struct store *, const unsigned char *id, int64_t *out, struct why *);
enum err definition_number(struct store *, struct str algorithm, const unsigned char *hash, struct str bytes, int64_t *out,
    struct why *);
enum err site_number(struct store *, const unsigned char *id, bool own, int64_t *out, struct why *);
/* `hash` counts only for a ledger that is new: "sha256" or "sm3". */
enum err ledger_number(struct store *, const unsigned char *id, struct str hash, int64_t *out, struct why *);
enum err log_number(struct store *, int64_t site, int64_t ledger, int64_t *out, struct why *);

/* The last seq of a local day, or of the days before it; 0 before the first event. */
enum err day_seq(struct store *, int32_t day, int64_t *seq, struct why *);

#endif
