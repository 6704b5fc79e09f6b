/*
 * merkle: the tree of RFC 9162 (2.1) over the hashes of leaves, by either
 * algorithm (the hasher's).
 *
 *	leaf	H(0x00 ‖ data)
 *	node	H(0x01 ‖ left ‖ right)
 *	root	of no leaves H(""); of n, the node of the first k and the rest,
 *		k the largest power of two below n
 *
 * A subtree is complete when all of its 2^level leaves are there: it never
 * changes again. It is named by its level (a leaf: 0) and its index within it.
 * Of these, a store keeps each 8th level; all else is made from them.
 *
 * Whatever hashes can fail inside OpenSSL: E_INTERNAL, and what was to be
 * filled is of no use.
 */
#ifndef BH_MERKLE_H
#define BH_MERKLE_H

#include "base/hash.h"

#define MERKLE_MOST ((uint64_t)INT64_MAX)	/* leaves */
#define MERKLE_LEVELS 64
#define MERKLE_KEPT 8				/* a store keeps the levels 0, 8, 16 … */

enum err merkle_leaf(struct hasher *, struct str data, struct hash *out);
enum err merkle_node(struct hasher *, const struct hash *left, const struct hash *right, struct hash *out);

/*
 * A tree that grows. It begins as { 0 }, or with merkle_load; it holds no
 * leaves, only the last complete subtree of each level: of level l, the one
 * with index (n >> l) - 1, where bit l of n is 1 or the last append completed it.
 */
struct merkle {
	uint64_t n;
	struct hash last[MERKLE_LEVELS];
};

/* E_TOOBIG at MERKLE_MOST leaves. */
enum err merkle_append(struct merkle *, struct hasher *, const struct hash *leaf);
/* Whether the last append completed a subtree of this level, which then stands in last[level]. */
static inline bool
merkle_completed(const struct merkle *t, unsigned level)
{
	return t->n != 0 && (t->n & ((UINT64_C(1) << level) - 1)) == 0;
}
/* Two hashes a level at most. */
enum err merkle_root(const struct merkle *, struct hasher *, struct hash *out);
/* The same of an array. */
enum err merkle_root_of(struct hasher *, const struct hash *leaves, uint64_t n, struct hash *out);

/*
 * Where the hashes of complete subtrees come from. `level` is a multiple of
 * MERKLE_KEPT; `count` of them, at most 128, from `first` on, all complete in
 * the tree that is asked about. What it returns but OK is handed on.
 */
struct merkle_source {
	enum err (*get)(void *arg, unsigned level, uint64_t first, unsigned count, struct hash *out);
	void *arg;
};

/* A tree of n leaves as it stands in a source, to be appended to; its root alone. */
enum err merkle_load(struct merkle *, struct hasher *, const struct merkle_source *, uint64_t n);
enum err merkle_root_at(struct hasher *, const struct merkle_source *, uint64_t n, struct hash *out);

/* A proof: hashes from the leaf's side up. */
#define MERKLE_PATH 64		/* hashes; no tree of MERKLE_MOST leaves needs more */
struct merkle_path {
	unsigned n;
	struct hash v[MERKLE_PATH];
};

/*
 * That a leaf stands at `index` in the tree of n leaves (2.1.3); E_USAGE where index >= n.
 * A proof asks for two runs of 256 hashes of each kept level at most: about the leaf, and at the end of the tree.
 */
enum err merkle_inclusion(struct hasher *, const struct merkle_source *, uint64_t index, uint64_t n,
    struct merkle_path *out);
/*
 * That the tree of n leaves begins with that of m (2.1.4); E_USAGE where m > n. The RFC says nothing
 * of m = 0: here every tree begins with the empty one, and the proof is empty.
 */
enum err merkle_consistency(struct hasher *, const struct merkle_source *, uint64_t m, uint64_t n,
    struct merkle_path *out);

/*
 * OK where the proof holds, else E_FORGED. Sizes and index are taken as they were told: any are
 * refused that fit no tree. Of m = 0 the proof must be empty and root_m that of the empty tree; nothing
 * is said of root_n then, but where n = 0 too.
 */
enum err merkle_verify_inclusion(struct hasher *, const struct hash *leaf, uint64_t index, uint64_t n,
    const struct merkle_path *, const struct hash *root);
enum err merkle_verify_consistency(struct hasher *, uint64_t m, uint64_t n, const struct merkle_path *,
    const struct hash *root_m, const struct hash *root_n);

#endif
