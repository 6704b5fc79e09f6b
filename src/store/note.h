/*
 * note: text signed by one or more Ed25519 keys, as c2sp.org/signed-note says,
 * and the checkpoints of c2sp.org/tlog-checkpoint, which are such notes. (A
 * note of doc/note.h is another thing: a remark on how a document was read.)
 *
 *	text, its lines ending in LF
 *	(an empty line)
 *	— NAME BASE64(key ID ‖ signature)
 *
 * Who reads a note names the keys it knows. Signatures of other keys are
 * ignored; one of a known key that does not hold makes the note worthless.
 * What is taken from a note points into it.
 */
#ifndef BH_SIGNED_NOTE_H
#define BH_SIGNED_NOTE_H

#include "base/buf.h"
#include "base/hash.h"

/* Limits of what is read. */
#define NOTE_BYTES (512u << 10)		/* of a note */
#define NOTE_SIGNATURES 64		/* in a note; the rules demand 16 at least */
#define NOTE_SIGNATURE 8192		/* bytes of one: those of other kinds are long */
#define NOTE_NAME 200			/* bytes of the name of a key */
#define NOTE_KEYS 64			/* that one reader knows */

#define NOTE_KEY_BYTES 32

/* A key as others know it. */
struct note_key {
	char name[NOTE_NAME + 1];
	uint32_t id;			/* of name and key: no need to be unlike all others' */
	unsigned char key[NOTE_KEY_BYTES];
};

/* And as its owner does. */
struct note_signer {
	struct note_key key;
	unsigned char seed[NOTE_KEY_BYTES];
};

/* A new key. E_USAGE: no name for a key (store/plain.h) or too long; E_INTERNAL: no chance to be had. */
enum err note_signer_new(struct note_signer *, struct str name, struct why *why);
/* Writes zeros over it. */
void note_signer_wipe(struct note_signer *);

/*
 * In text: "NAME+ID+BASE64", and what its owner keeps secret, "PRIVATE+KEY+NAME+ID+BASE64". Read back
 * exactly; E_MALFORMED, also where the ID is not that of name and key.
 */
void note_key_print(struct buf *, const struct note_key *);
enum err note_key_parse(struct str, struct note_key *, struct why *why);
void note_signer_print(struct buf *, const struct note_signer *);
enum err note_signer_parse(struct str, struct note_signer *, struct why *why);

/*
 * Writes the whole note; its text must not be empty, must end in LF and hold no control characters, else
 * E_USAGE. A signature is added to a note that stands by note_put_signature with its text.
 */
enum err note_sign(struct buf *, struct str text, const struct note_signer *, size_t n, struct why *why);
enum err note_put_signature(struct buf *, struct str text, const struct note_signer *, struct why *why);

struct signed_note {
	struct str text;
	uint64_t by;		/* bit i: signed by keys[i] */
};

/*
 * The note, where one known key at least signed it, and every signature in the name of a known one holds; else *out is empty.
 * E_MALFORMED, E_TOOBIG: no note; E_FORGED: a known key's signature does not hold; E_UNSIGNED: of known keys, none.
 * Two keys of the same name and ID are not told apart: the first counts. n is at most NOTE_KEYS.
 */
enum err note_open(struct str, const struct note_key *keys, size_t n, struct signed_note *, struct why *why);

/* What a log says of itself. */
struct checkpoint {
	struct str origin;	/* not empty, no LF */
	uint64_t size;		/* at most INT64_MAX */
	struct hash root;	/* by the algorithm of the log: the form does not tell it */
	struct str more;	/* lines of others behind these three; ours have none */
};

/* The text of a note. */
void checkpoint_print(struct buf *, const struct checkpoint *);
/* E_MALFORMED. */
enum err checkpoint_parse(struct str text, struct checkpoint *, struct why *why);

/*
 * Both at once. A key may sign for many logs: a checkpoint of another origin than `origin` is
 * E_FORGED, for it is told in the wrong place.
 */
enum err checkpoint_open(struct str note, const struct note_key *keys, size_t n, struct str origin,
    struct checkpoint *, struct why *why);

#endif
