#include "store/merkle.h"

#define AT_ONCE (1u << (MERKLE_KEPT - 1))	/* the most kept hashes that one subtree between is made of */

enum err
merkle_leaf(struct hasher *h, struct str data, struct hash *out)
{
	hasher_put(h, "\x00", 1);
	hasher_put(h, data.p, data.n);
	return hasher_end(h, out);
}

enum err
merkle_node(struct hasher *h, const struct hash *left, const struct hash *right, struct hash *out)
{
	unsigned char both[1 + 2 * HASH_BYTES] = { 1 };

	memcpy(both + 1, left->b, HASH_BYTES);
	memcpy(both + 1 + HASH_BYTES, right->b, HASH_BYTES);
	hasher_put(h, both, sizeof both);
	return hasher_end(h, out);
}

static bool
bit(uint64_t n, unsigned level)
{
	return (n >> level & 1) != 0;
}

enum err
merkle_append(struct merkle *t, struct hasher *h, const struct hash *leaf)
{
	struct hash whole = *leaf, left;
	unsigned level = 0;

	if (t->n >= MERKLE_MOST)
		return E_TOOBIG;
	for (; bit(t->n, level); level++) {
		left = t->last[level];
		t->last[level] = whole;
		merkle_node(h, &left, &whole, &whole);
	}
	t->last[level] = whole;
	t->n++;
	return hasher_err(h);
}

enum err
merkle_root(const struct merkle *t, struct hasher *h, struct hash *out)
{
	bool any = false;

	if (t->n == 0)
		return hasher_end(h, out);
	for (unsigned level = 0; level < MERKLE_LEVELS; level++) {
		if (!bit(t->n, level))
			continue;
		if (any)
			merkle_node(h, &t->last[level], out, out);
		else
			*out = t->last[level];
		any = true;
	}
	return hasher_err(h);
}

enum err
merkle_root_of(struct hasher *h, const struct hash *leaves, uint64_t n, struct hash *out)
{
	struct merkle t = { 0 };
	enum err err = OK;

	for (uint64_t i = 0; i < n && err == OK; i++)
		err = merkle_append(&t, h, &leaves[i]);
	return err == OK ? merkle_root(&t, h, out) : err;
}

/* A complete subtree, from the kept level below it. */
static enum err
subtree(struct hasher *h, const struct merkle_source *s, unsigned level, uint64_t index, struct hash *out)
{
	struct hash v[AT_ONCE];
	unsigned up = level % MERKLE_KEPT, count = 1u << up;
	enum err err = s->get(s->arg, level - up, index << up, count, v);

	if (err != OK)
		return err;
	for (; count > 1; count /= 2)
		for (unsigned i = 0; i < count / 2; i++)
			merkle_node(h, &v[2 * i], &v[2 * i + 1], &v[i]);
	*out = v[0];
	return hasher_err(h);
}

enum err
merkle_load(struct merkle *t, struct hasher *h, const struct merkle_source *s, uint64_t n)
{
	enum err err = n > MERKLE_MOST ? E_TOOBIG : OK;

	t->n = n;
	for (unsigned level = 0; level < MERKLE_LEVELS && err == OK; level++)
		if (bit(n, level))
			err = subtree(h, s, level, (n >> level) - 1, &t->last[level]);
	return err;
}

enum err
merkle_root_at(struct hasher *h, const struct merkle_source *s, uint64_t n, struct hash *out)
{
	struct merkle t;
	enum err err = merkle_load(&t, h, s, n);

	return err == OK ? merkle_root(&t, h, out) : err;
}

/* The root of the leaves [from, to), which begin where a subtree of as many, rounded up to a power of two, begins. */
static enum err
part_root(struct hasher *h, const struct merkle_source *s, uint64_t from, uint64_t to, struct hash *out)
{
	uint64_t n = to - from;
	struct hash left;
	enum err err = OK;

	for (unsigned level = 0; level < MERKLE_LEVELS && err == OK; level++) {
		if (!bit(n, level))
			continue;
		to -= UINT64_C(1) << level;
		err = subtree(h, s, level, to >> level, &left);
		if ((n & ((UINT64_C(1) << level) - 1)) == 0)
			*out = left;
		else
			merkle_node(h, &left, out, out);
	}
	return err == OK ? hasher_err(h) : err;
}

/* The largest power of two below n; n > 1. */
static uint64_t
half(uint64_t n)
{
	return UINT64_C(1) << (63 - __builtin_clzll(n - 1));
}

static void
turn_round(struct merkle_path *p)
{
	for (unsigned i = 0; i < p->n / 2; i++) {
		struct hash x = p->v[i];

		p->v[i] = p->v[p->n - 1 - i];
		p->v[p->n - 1 - i] = x;
	}
}

/*
 * Goes down from the root of n leaves towards the leaf before `m`, and notes the other side at each
 * fork; ends at that leaf or, where `early`, at the first part that ends there, and notes it too
 * unless it is the whole old tree.
 */
static enum err
walk(struct hasher *h, const struct merkle_source *s, uint64_t m, uint64_t n, bool early, struct merkle_path *out)
{
	uint64_t from = 0, to = n;
	enum err err = OK;

	out->n = 0;
	while (err == OK && to - from > 1 && !(early && m == to)) {
		uint64_t middle = from + half(to - from);

		if (m <= middle) {
			err = part_root(h, s, middle, to, &out->v[out->n++]);
			to = middle;
		} else {
			err = part_root(h, s, from, middle, &out->v[out->n++]);
			from = middle;
		}
	}
	if (err == OK && early && from > 0)
		err = part_root(h, s, from, to, &out->v[out->n++]);
	if (err == OK)
		turn_round(out);
	return err;
}

enum err
merkle_inclusion(struct hasher *h, const struct merkle_source *s, uint64_t index, uint64_t n, struct merkle_path *out)
{
	if (index >= n || n > MERKLE_MOST)
		return E_USAGE;
	return walk(h, s, index + 1, n, false, out);
}

enum err
merkle_consistency(struct hasher *h, const struct merkle_source *s, uint64_t m, uint64_t n, struct merkle_path *out)
{
	out->n = 0;
	if (m > n || n > MERKLE_MOST)
		return E_USAGE;
	return m == 0 ? OK : walk(h, s, m, n, true, out);
}

/* Of the path of a node, at each level: its index, and that of the last node. */
struct place {
	uint64_t index, last;
};

static void
up(struct place *at)
{
	at->index >>= 1;
	at->last >>= 1;
}

/* Whether the next hash of a proof stands to the left. It then stands at the first level where this is a right child. */
static bool
is_right(struct place *at)
{
	if (!bit(at->index, 0) && at->index != at->last)
		return false;
	while (!bit(at->index, 0) && at->index != 0)
		up(at);
	return true;
}

static enum err
verdict(const struct hasher *h, bool holds)
{
	return hasher_err(h) != OK ? hasher_err(h) : holds ? OK : E_FORGED;
}

enum err
merkle_verify_inclusion(struct hasher *h, const struct hash *leaf, uint64_t index, uint64_t n,
    const struct merkle_path *p, const struct hash *root)
{
	struct place at = { index, n - 1 };
	struct hash r = *leaf;

	if (index >= n || n > MERKLE_MOST || p->n > MERKLE_PATH)
		return E_FORGED;
	for (unsigned i = 0; i < p->n; i++) {
		if (at.last == 0)
			return E_FORGED;
		if (is_right(&at))
			merkle_node(h, &p->v[i], &r, &r);
		else
			merkle_node(h, &r, &p->v[i], &r);
		up(&at);
	}
	return verdict(h, at.last == 0 && hash_equal(&r, root));
}

/* Both trees again from one proof: of the old one, only what stands to the left. */
static enum err
both_roots(struct hasher *h, struct place at, const struct hash *seed, const struct hash *v, unsigned count,
    const struct hash *root_m, const struct hash *root_n)
{
	struct hash old = *seed, new = *seed;

	for (unsigned i = 0; i < count; i++) {
		if (at.last == 0)
			return E_FORGED;
		if (is_right(&at)) {
			merkle_node(h, &v[i], &old, &old);
			merkle_node(h, &v[i], &new, &new);
		} else {
			merkle_node(h, &new, &v[i], &new);
		}
		up(&at);
	}
	return verdict(h, at.last == 0 && hash_equal(&old, root_m) && hash_equal(&new, root_n));
}

/* Nothing is proved but what the sizes tell: the empty tree, or the same. */
static enum err
without_proof(struct hasher *h, uint64_t m, uint64_t n, const struct hash *root_m, const struct hash *root_n)
{
	struct hash empty = *root_m;

	if (m == 0)
		hasher_end(h, &empty);
	return verdict(h, hash_equal(&empty, root_m) && (m != n || hash_equal(root_m, root_n)));
}

enum err
merkle_verify_consistency(struct hasher *h, uint64_t m, uint64_t n, const struct merkle_path *p,
    const struct hash *root_m, const struct hash *root_n)
{
	struct place at = { m - 1, n - 1 };
	bool whole = (m & (m - 1)) == 0;	/* the old tree is a subtree of the new one, and its root begins the proof */

	if (m > n || n > MERKLE_MOST || p->n > MERKLE_PATH)
		return E_FORGED;
	if (m == 0 || m == n)
		return p->n > 0 ? E_FORGED : without_proof(h, m, n, root_m, root_n);
	if (p->n == 0)
		return E_FORGED;
	while (bit(at.index, 0))
		up(&at);
	return whole ? both_roots(h, at, root_m, p->v, p->n, root_m, root_n) :
	    both_roots(h, at, &p->v[0], p->v + 1, p->n - 1, root_m, root_n);
}
