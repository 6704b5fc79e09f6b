/*
 * proof: what proves something about a log without the log, as files that
 * anybody can check: an event stands in it (c2sp.org/tlog-proof), and it only
 * grew (the form of c2sp.org/tlog-witness). tests/proof.py checks both, and
 * shares no line with this program.
 *
 *	c2sp.org/tlog-proof@v1		old SIZE
 *	index N				BASE64 of a hash …
 *	BASE64 of a hash …		(an empty line)
 *	(an empty line)			the newer checkpoint, a signed note
 *	the checkpoint
 *
 * The rules know SHA-256 alone. In proofs about a log of another algorithm the
 * hashes are of that; the hasher of who checks says which.
 */
#ifndef BH_PROOF_H
#define BH_PROOF_H

#include "store/merkle.h"
#include "store/note.h"

#define PROOF_BYTES (NOTE_BYTES + (64u << 10))

/* What was read points into the file. */
struct proof {
	struct str extra;	/* base64 of what somebody put beside it, proved by nothing; mostly none */
	uint64_t index;
	struct merkle_path path;
	struct str checkpoint;	/* the note, whole */
};

void proof_print(struct buf *, const struct proof *);
/* Exactly what proof_print writes; the checkpoint is not looked into. E_MALFORMED, E_TOOBIG. */
enum err proof_parse(struct str, struct proof *, struct why *why);
/*
 * Whether the leaf stands at the proof's index in the log `origin`, whose checkpoint one of the keys has
 * signed: the errors of checkpoint_open, or E_FORGED. OK fills *at.
 */
enum err proof_check(const struct proof *, struct hasher *, const struct hash *leaf, const struct note_key *keys,
    size_t n, struct str origin, struct checkpoint *at, struct why *why);

struct growth {
	uint64_t old;
	struct merkle_path path;
	struct str checkpoint;
};

void growth_print(struct buf *, const struct growth *);
enum err growth_parse(struct str, struct growth *, struct why *why);
/*
 * Whether the log of the newer checkpoint begins with all that `old` knew: it has the same origin and
 * is signed by one of the keys. That `old` was signed, its reader has seen when he opened it. An
 * older checkpoint in the place of the newer one is E_FORGED, as is a proof from another size.
 */
enum err growth_check(const struct growth *, struct hasher *, const struct checkpoint *old, const struct note_key *keys,
    size_t n, struct checkpoint *at, struct why *why);

#endif
