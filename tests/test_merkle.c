#include "test.h"

#include <sodium.h>

#include "store/merkle.h"

/* The vectors of RFC 9162's forerunners and of transparency-dev/merkle (testonly/constants.go). */
static const struct str datas[] = {
	STR(""), STR("\x00"), STR("\x10"), STR("\x20\x21"), STR("\x30\x31"), STR("\x40\x41\x42\x43"),
	STR("\x50\x51\x52\x53\x54\x55\x56\x57"),
	STR("\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"),
};
static const char *const roots[] = {
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
	"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
	"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
	"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
	"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
	"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
	"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
	"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

#define MOST 300

/* A tree of up to MOST leaves, and the roots of its parts [from, to) as the RFC defines them: by recursion. */
struct model {
	struct hasher *h;
	struct hash leaves[MOST];
	struct hash known[MOST + 1][MOST + 1];
	bool is_known[MOST + 1][MOST + 1];
};

static uint64_t
split(uint64_t n)
{
	uint64_t k = 1;

	while (2 * k < n)
		k *= 2;
	return k;
}

static struct hash
mth(struct model *m, uint64_t from, uint64_t to)
{
	struct hash left, right, *out = &m->known[from][to];
	uint64_t k = split(to - from);

	if (m->is_known[from][to])
		return *out;
	m->is_known[from][to] = true;
	if (to == from) {
		assert_int_equal(hasher_end(m->h, out), OK);
	} else if (to - from == 1) {
		*out = m->leaves[from];
	} else {
		left = mth(m, from, from + k);
		right = mth(m, from + k, to);
		hasher_put(m->h, "\x01", 1);
		hasher_put(m->h, left.b, HASH_BYTES);
		hasher_put(m->h, right.b, HASH_BYTES);
		assert_int_equal(hasher_end(m->h, out), OK);
	}
	return *out;
}

/* PATH of 2.1.3.1. */
static void
path(struct model *m, uint64_t index, uint64_t from, uint64_t to, struct merkle_path *out)
{
	uint64_t k = split(to - from);

	if (to - from == 1)
		return;
	path(m, index, index < from + k ? from : from + k, index < from + k ? from + k : to, out);
	out->v[out->n++] = index < from + k ? mth(m, from + k, to) : mth(m, from, from + k);
}

/* SUBPROOF of 2.1.4.1. */
static void
subproof(struct model *m, uint64_t old, uint64_t from, uint64_t to, bool begins, struct merkle_path *out)
{
	uint64_t k = split(to - from);

	if (old == to - from) {
		if (!begins)
			out->v[out->n++] = mth(m, from, to);
	} else if (old <= k) {
		subproof(m, old, from, from + k, begins, out);
		out->v[out->n++] = mth(m, from + k, to);
	} else {
		subproof(m, old - k, from + k, to, false, out);
		out->v[out->n++] = mth(m, from, from + k);
	}
}

static struct model *
model_new(enum hash_kind kind)
{
	struct model *m = calloc(1, sizeof *m);

	assert_non_null(m);
	assert_non_null(m->h = hasher_new(kind));
	for (uint32_t i = 0; i < MOST; i++) {
		char data[16];
		int n = snprintf(data, sizeof data, "leaf %u", i);

		assert_int_equal(merkle_leaf(m->h, (struct str){ data, (size_t)n }, &m->leaves[i]), OK);
	}
	return m;
}

static void
model_free(struct model *m)
{
	hasher_free(m->h);
	free(m);
}

/* What a store keeps: complete subtrees of each 8th level. */
struct kept {
	struct model *m;
	uint64_t n;		/* of which all must be complete */
	unsigned asked[MERKLE_LEVELS / MERKLE_KEPT];
};

static enum err
get(void *arg, unsigned level, uint64_t first, unsigned count, struct hash *out)
{
	struct kept *k = arg;

	assert_true(level % MERKLE_KEPT == 0 && count >= 1 && count <= 128);
	assert_true((first + count) << level <= k->n);
	k->asked[level / MERKLE_KEPT] += count;
	for (unsigned i = 0; i < count; i++)
		out[i] = mth(k->m, (first + i) << level, (first + i + 1) << level);
	return OK;
}

static void
assert_hash(const struct hash *got, const char *want)
{
	char hex[HASH_HEX];

	hash_hex(hex, got);
	assert_string_equal(hex, want);
}

static void
known_roots(void **state)
{
	struct hasher *h = hasher_new(HASH_SHA256);
	struct hash leaves[8], root;
	struct merkle t = { 0 };

	(void)state;
	for (size_t n = 0;; n++) {
		assert_int_equal(merkle_root(&t, h, &root), OK);
		assert_hash(&root, roots[n]);
		assert_int_equal(merkle_root_of(h, leaves, n, &root), OK);
		assert_hash(&root, roots[n]);
		if (n == 8)
			break;
		assert_int_equal(merkle_leaf(h, datas[n], &leaves[n]), OK);
		assert_int_equal(merkle_append(&t, h, &leaves[n]), OK);
	}
	hasher_free(h);
}

/* Proofs of transparency-dev/merkle, testdata: inclusion and consistency 1 to 4, each with the changes to its numbers that it refuses. */
static const struct row {
	bool inclusion;
	uint64_t a, n;		/* index or the smaller size */
	const char *proof[4];
} published[] = {
	{ true, 0, 8, { "lqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=", "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
	    "a0eq8p7jwq+a+Im8H7klTavTEXfxYjLdaqsDXKOb9uQ=" } },
	{ true, 5, 8, { "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=", "yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=",
	    "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=" } },
	{ true, 2, 3, { "+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU=" } },
	{ true, 1, 5, { "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=", "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
	    "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=" } },
	{ false, 1, 8, { "lqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=", "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
	    "a0eq8p7jwq+a+Im8H7klTavTEXfxYjLdaqsDXKOb9uQ=" } },
	{ false, 6, 8, { "DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=", "yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=",
	    "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=" } },
	{ false, 2, 5, { "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=", "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=" } },
	{ false, 6, 7, { "DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=", "sIaT7C5yFZcTBkHoIR5+7cy0wmQTlj7ubB4u0W/7Gl8=",
	    "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=" } },
};

static void
published_path(const struct row *row, struct merkle_path *p)
{
	p->n = 0;
	for (const char *const *text = row->proof; *text != NULL; text++)
		assert_int_equal(sodium_base642bin(p->v[p->n++].b, HASH_BYTES, *text, strlen(*text), NULL, NULL, NULL,
		    sodium_base64_VARIANT_ORIGINAL), 0);
}

static void
published_proofs(void **state)
{
	struct model *m = model_new(HASH_SHA256);

	(void)state;
	for (size_t i = 0; i < 8; i++)
		merkle_leaf(m->h, datas[i], &m->leaves[i]);
	for (size_t i = 0; i < sizeof published / sizeof published[0]; i++) {
		const struct row *r = &published[i];
		uint64_t sizes[] = { r->n * 2, r->n / 2 }, others[] = { r->a + 1, r->a - 1, r->a ^ 2 };
		struct hash root = mth(m, 0, r->n), old = mth(m, 0, r->a), *leaf = &m->leaves[r->a];
		struct kept kept = { m, r->n, { 0 } };
		struct merkle_source s = { get, &kept };
		struct merkle_path want, got;

		published_path(r, &want);
		assert_int_equal(r->inclusion ? merkle_inclusion(m->h, &s, r->a, r->n, &got) :
		    merkle_consistency(m->h, &s, r->a, r->n, &got), OK);
		assert_int_equal(got.n, want.n);
		assert_memory_equal(got.v, want.v, got.n * sizeof got.v[0]);
#define VERIFY(a, n) (r->inclusion ? merkle_verify_inclusion(m->h, leaf, a, n, &want, &root) : \
    merkle_verify_consistency(m->h, a, n, &want, &old, &root))
		assert_int_equal(VERIFY(r->a, r->n), OK);
		for (size_t k = 0; k < 2; k++)
			assert_int_equal(VERIFY(r->a, sizes[k]), E_FORGED);
		for (size_t k = 0; k < 3; k++)
			assert_int_equal(VERIFY(others[k], r->n), E_FORGED);
#undef VERIFY
	}
	model_free(m);
}

/* Every way to change one thing of a proof that holds. */
static void
changed_proofs(struct merkle_path *p, enum err (*verify)(void *arg, const struct merkle_path *), void *arg)
{
	static const struct hash zero;

	assert_int_equal(verify(arg, p), OK);
	for (unsigned i = 0; i < p->n; i++) {
		p->v[i].b[i % HASH_BYTES] ^= 4;
		assert_int_equal(verify(arg, p), E_FORGED);
		p->v[i].b[i % HASH_BYTES] ^= 4;
	}
	p->v[p->n++] = zero;
	assert_int_equal(verify(arg, p), E_FORGED);
	p->n--;
	if (p->n == 0)
		return;
	p->n--;
	assert_int_equal(verify(arg, p), E_FORGED);
	p->n++;
	memmove(p->v + 1, p->v, p->n++ * sizeof p->v[0]);
	assert_int_equal(verify(arg, p), E_FORGED);
	memmove(p->v, p->v + 1, --p->n * sizeof p->v[0]);
	assert_int_equal(verify(arg, p), OK);
}

struct claim {
	struct hasher *h;
	uint64_t a, n;
	struct hash first, root;	/* the leaf, or the smaller root */
};

static enum err
included(void *arg, const struct merkle_path *p)
{
	struct claim *c = arg;

	return merkle_verify_inclusion(c->h, &c->first, c->a, c->n, p, &c->root);
}

static enum err
consistent(void *arg, const struct merkle_path *p)
{
	struct claim *c = arg;

	return merkle_verify_consistency(c->h, c->a, c->n, p, &c->first, &c->root);
}

static void
inclusions(struct model *m, uint64_t n)
{
	for (uint64_t i = 0; i < n; i++) {
		struct kept kept = { m, n, { 0 } };
		struct merkle_source s = { get, &kept };
		struct merkle_path want = { 0 }, got;
		struct claim c = { m->h, i, n, m->leaves[i], mth(m, 0, n) };

		assert_int_equal(merkle_inclusion(m->h, &s, i, n, &got), OK);
		assert_true(kept.asked[0] <= 512 && kept.asked[1] <= 512);
		path(m, i, 0, n, &want);
		assert_int_equal(got.n, want.n);
		assert_memory_equal(got.v, want.v, got.n * sizeof got.v[0]);
		assert_int_equal(included(&c, &got), OK);
		if (n <= 20 || i % 64 == 0)
			changed_proofs(&got, included, &c);
	}
}

static void
consistencies(struct model *m, uint64_t n)
{
	for (uint64_t old = 0; old <= n; old++) {
		struct kept kept = { m, n, { 0 } };
		struct merkle_source s = { get, &kept };
		struct merkle_path want = { 0 }, got;
		struct claim c = { m->h, old, n, mth(m, 0, old), mth(m, 0, n) };

		assert_int_equal(merkle_consistency(m->h, &s, old, n, &got), OK);
		assert_true(kept.asked[0] <= 512 && kept.asked[1] <= 512);
		if (old > 0)
			subproof(m, old, 0, n, true, &want);
		assert_int_equal(got.n, want.n);
		assert_memory_equal(got.v, want.v, got.n * sizeof got.v[0]);
		assert_int_equal(consistent(&c, &got), OK);
		if (n <= 20 || old % 64 == 1)
			changed_proofs(&got, consistent, &c);
		c.first.b[0] ^= 1;
		assert_int_equal(consistent(&c, &got), E_FORGED);
		c.first.b[0] ^= 1;
		c.root.b[31] ^= 1;
		assert_int_equal(consistent(&c, &got), old == 0 && n > 0 ? OK : E_FORGED);
	}
}

static void
against_the_model(enum hash_kind kind, uint64_t most)
{
	struct model *m = model_new(kind);
	struct merkle t = { 0 };

	for (uint64_t n = 0; n <= most; n++) {
		struct kept kept = { m, n, { 0 } };
		struct merkle_source s = { get, &kept };
		struct hash root, want = mth(m, 0, n);
		struct merkle loaded;

		assert_int_equal(merkle_root(&t, m->h, &root), OK);
		assert_true(hash_equal(&root, &want));
		assert_int_equal(merkle_root_at(m->h, &s, n, &root), OK);
		assert_true(hash_equal(&root, &want));
		inclusions(m, n);
		consistencies(m, n);
		if (n == most)
			break;
		assert_int_equal(merkle_load(&loaded, m->h, &s, n), OK);
		assert_int_equal(merkle_append(&loaded, m->h, &m->leaves[n]), OK);
		assert_int_equal(merkle_append(&t, m->h, &m->leaves[n]), OK);
		for (unsigned level = 0; level < 9; level++) {
			struct hash last;

			assert_int_equal(merkle_completed(&t, level), (n + 1) % (UINT64_C(1) << level) == 0);
			if (!merkle_completed(&t, level))
				continue;
			last = mth(m, n + 1 - (UINT64_C(1) << level), n + 1);
			assert_true(hash_equal(&t.last[level], &last) && hash_equal(&loaded.last[level], &last));
		}
	}
	model_free(m);
}

static void
all_trees_sha256(void **state)
{
	(void)state;
	against_the_model(HASH_SHA256, MOST);
}

static void
all_trees_sm3(void **state)
{
	(void)state;
	against_the_model(HASH_SM3, 70);
}

/* Trees of any size whose leaves are all the same: a level has one hash. */
struct uniform {
	uint64_t n;
	struct hash at[MERKLE_LEVELS];
};

static enum err
get_uniform(void *arg, unsigned level, uint64_t first, unsigned count, struct hash *out)
{
	struct uniform *u = arg;

	assert_true(level % MERKLE_KEPT == 0 && first + count <= u->n >> level);
	for (unsigned i = 0; i < count; i++)
		out[i] = u->at[level];
	return OK;
}

static const uint64_t large[] = {
	65535, 65536, 65537, 16777215, 16777217, (UINT64_C(1) << 40) + 12345, (UINT64_C(1) << 62) + 1, MERKLE_MOST - 1, MERKLE_MOST,
};

static void
large_trees(void **state)
{
	struct uniform u = { 0 };
	struct merkle_source s = { get_uniform, &u };
	struct hasher *h = hasher_new(HASH_SHA256);
	struct merkle_path p;

	(void)state;
	merkle_leaf(h, STR("same"), &u.at[0]);
	for (unsigned i = 1; i < MERKLE_LEVELS; i++)
		merkle_node(h, &u.at[i - 1], &u.at[i - 1], &u.at[i]);
	for (size_t i = 0; i < sizeof large / sizeof large[0]; i++) {
		uint64_t n = u.n = large[i], some[] = { 0, 1, 255, 256, 65534, n / 2, n / 3 * 2, n - 1 };
		struct hash root, old;

		assert_int_equal(merkle_root_at(h, &s, n, &root), OK);
		for (size_t k = 0; k < sizeof some / sizeof some[0]; k++) {
			assert_int_equal(merkle_inclusion(h, &s, some[k], n, &p), OK);
			assert_int_equal(merkle_verify_inclusion(h, &u.at[0], some[k], n, &p, &root), OK);
			assert_int_equal(merkle_root_at(h, &s, some[k], &old), OK);
			assert_int_equal(merkle_consistency(h, &s, some[k], n, &p), OK);
			assert_int_equal(merkle_verify_consistency(h, some[k], n, &p, &old, &root), OK);
		}
	}
	hasher_free(h);
}

static enum err
nothing(void *arg, unsigned level, uint64_t first, unsigned count, struct hash *out)
{
	(void)arg, (void)level, (void)first, (void)count, (void)out;
	return E_DAMAGED;
}

static void
what_is_refused(void **state)
{
	struct hasher *h = hasher_new(HASH_SHA256);
	struct merkle_source s = { nothing, NULL };
	struct merkle_path p = { 0 }, too_long = { .n = MERKLE_PATH + 1 };
	struct merkle full = { .n = MERKLE_MOST };
	struct hash x = { { 0 } };

	(void)state;
	assert_int_equal(merkle_append(&full, h, &x), E_TOOBIG);
	assert_int_equal(merkle_load(&full, h, &s, MERKLE_MOST + 1), E_TOOBIG);
	assert_int_equal(merkle_load(&full, h, &s, 5), E_DAMAGED);
	assert_int_equal(merkle_inclusion(h, &s, 0, 0, &p), E_USAGE);
	assert_int_equal(merkle_inclusion(h, &s, 5, 5, &p), E_USAGE);
	assert_int_equal(merkle_inclusion(h, &s, 0, MERKLE_MOST + 1, &p), E_USAGE);
	assert_int_equal(merkle_inclusion(h, &s, 4, 5, &p), E_DAMAGED);
	assert_int_equal(merkle_consistency(h, &s, 6, 5, &p), E_USAGE);
	assert_int_equal(merkle_consistency(h, &s, 4, 5, &p), E_DAMAGED);
	p.n = 0;
	assert_int_equal(merkle_verify_inclusion(h, &x, 0, 0, &p, &x), E_FORGED);
	assert_int_equal(merkle_verify_inclusion(h, &x, 0, 1, &p, &x), OK);
	assert_int_equal(merkle_verify_inclusion(h, &x, 1, 1, &p, &x), E_FORGED);
	assert_int_equal(merkle_verify_inclusion(h, &x, 0, UINT64_MAX, &p, &x), E_FORGED);
	assert_int_equal(merkle_verify_inclusion(h, &x, 0, 5, &too_long, &x), E_FORGED);
	assert_int_equal(merkle_verify_consistency(h, 1, 1, &p, &x, &x), OK);
	assert_int_equal(merkle_verify_consistency(h, 0, 0, &p, &x, &x), E_FORGED);
	assert_int_equal(merkle_verify_consistency(h, 2, 1, &p, &x, &x), E_FORGED);
	assert_int_equal(merkle_verify_consistency(h, 1, 2, &p, &x, &x), E_FORGED);
	assert_int_equal(merkle_verify_consistency(h, 1, UINT64_MAX, &p, &x, &x), E_FORGED);
	assert_int_equal(merkle_verify_consistency(h, 1, 5, &too_long, &x, &x), E_FORGED);
	assert_int_equal(merkle_root_of(h, NULL, 0, &x), OK);
	assert_int_equal(merkle_verify_consistency(h, 0, 0, &p, &x, &x), OK);
	assert_int_equal(merkle_verify_consistency(h, 0, 9, &p, &x, &full.last[0]), OK);
	p.n = 1;
	assert_int_equal(merkle_verify_consistency(h, 0, 9, &p, &x, &x), E_FORGED);
	assert_int_equal(merkle_verify_consistency(h, 9, 9, &p, &x, &x), E_FORGED);
	hasher_free(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_roots),
		cmocka_unit_test(published_proofs),
		cmocka_unit_test(all_trees_sha256),
		cmocka_unit_test(all_trees_sm3),
		cmocka_unit_test(large_trees),
		cmocka_unit_test(what_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
