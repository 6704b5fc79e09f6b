/* Proof files of strangers: what is read is written back byte for byte, and checking it does no harm. */
#include "reading.h"
#include "store/proof.h"

#define PETER STR("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
#define ORIGIN STR("bihuan/site/ledger")

/* The path by itself, with numbers that need not fit it. */
static void
verify(struct hasher *h, uint64_t a, uint64_t n, const struct merkle_path *path)
{
	struct hash leaf = { { 0 } }, root = { { 1 } };
	enum err err = merkle_verify_inclusion(h, &leaf, a, n, path, &root);

	HOLDS(err == E_FORGED);
	err = merkle_verify_consistency(h, a, n, path, &leaf, &root);
	HOLDS(err == E_FORGED);
}

static void
as_proof(struct str s, struct hasher *h, const struct note_key *key)
{
	struct hash leaf = { { 0 } };
	struct buf out = { 0 };
	struct checkpoint at;
	struct proof p;

	if (proof_parse(s, &p, NULL) != OK)
		return;
	proof_print(&out, &p);
	check_same(&out, s);
	proof_check(&p, h, &leaf, key, 1, ORIGIN, &at, NULL);
	verify(h, p.index, p.index + 1 + p.path.v[0].b[0], &p.path);
}

static void
as_growth(struct str s, struct hasher *h, const struct note_key *key)
{
	struct buf out = { 0 };
	struct checkpoint old = { .origin = ORIGIN }, at;
	struct growth g;

	if (growth_parse(s, &g, NULL) != OK)
		return;
	growth_print(&out, &g);
	check_same(&out, s);
	old.size = g.old;
	growth_check(&g, h, &old, key, 1, &at, NULL);
	verify(h, g.old, g.old + g.path.v[0].b[0], &g.path);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str s = { (const char *)p, n };
	static struct hasher *h;
	static struct note_key key;

	if (h == NULL) {
		HOLDS((h = hasher_new(HASH_SHA256)) != NULL);
		HOLDS(note_key_parse(PETER, &key, NULL) == OK);
	}
	as_proof(s, h, &key);
	as_growth(s, h, &key);
	return 0;
}
