/*
 * event: one thing that happened, or one decision, on one ledger of one site
 * (docs/ledger.md).
 *
 * Its envelope is text of ten lines, made here and nowhere else; its payload a
 * JSON object, kept as the bytes it was hashed as. The leaf that stands in the
 * tree is H(0x00 ‖ envelope ‖ H(salt ‖ payload)): with salt and payload taken away,
 * envelope and payload hash still make the leaf, and nobody can guess what was there.
 */
#ifndef BH_EVENT_H
#define BH_EVENT_H

#include "base/hash.h"
#include "base/instant.h"
#include "base/uuid.h"

#define EVENT_SALT 16
#define EVENT_TYPE 40			/* characters of a type */
#define EVENT_PAYLOAD ((size_t)1 << 20)	/* bytes; a text of a record has 64 KiB at most */

/* Identifiers that are nil are those that stand as "-". */
struct event {
	struct uuid site, ledger;
	uint64_t number;
	int64_t time;			/* instant.h */
	struct uuid person, acting_for;
	bool defined;			/* a definition is in force */
	enum hash_kind definition_kind;
	struct hash definition;
	struct uuid record;
	struct str type;
	/* With the payload removed, removed is set, the two before it are empty, and the hash is what is left. */
	struct str payload;
	unsigned char salt[EVENT_SALT];
	bool removed;
	struct hash payload_hash;
};

/* Lower-case letters, digits and single hyphens between them, 1 to EVENT_TYPE, a letter first. */
bool event_type_ok(struct str);

/*
 * What can stand in an envelope: a time that can be written, a number below 2^63, a type as above, a site and a ledger;
 * a person where somebody is acted for. E_MALFORMED says in `why` which does not hold.
 */
enum err event_check(const struct event *, struct why *);

/* The bytes of the envelope; the event has passed event_check. Returns how many, at most EVENT_ENVELOPE. */
#define EVENT_ENVELOPE 480
size_t event_envelope(char out[EVENT_ENVELOPE], const struct event *);
/* The event without its payload, strictly as event_envelope writes it; the type is a slice of what was read. Else E_MALFORMED. */
enum err event_envelope_parse(struct str, struct event *, struct why *);

/* H(salt ‖ payload), into e->payload_hash. The hasher's algorithm is that of the ledger. */
enum err event_seal(struct event *, struct hasher *);
/* The leaf of an event that is sealed. */
enum err event_leaf(const struct event *, struct hasher *, struct hash *leaf);
/* Whether payload and salt are those of payload_hash; of one removed, true. An error of the hasher counts as not. */
bool event_sealed(const struct event *, struct hasher *);

#endif
