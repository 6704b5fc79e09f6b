/*
 * tree: what the tree of a log costs, beside the bare hashing that it is made of.
 *
 *	tree LEAVES
 *
 * For each algorithm, seconds of the core: KIND-bare for OpenSSL alone, a leaf of 250 bytes and a node for each;
 * KIND-append for the same by merkle_leaf and merkle_append; KIND-inclusion for a proof, and KIND-verify for its check.
 */
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

#include "lap.h"
#include "store/merkle.h"

#define LEAF 250
#define TILE 256		/* 2 to the MERKLE_KEPT */

static struct {
	struct hasher *h;
	enum hash_kind kind;
	uint64_t n;
	struct hash *kept[MERKLE_LEVELS / MERKLE_KEPT];
	struct hash root;
	unsigned char data[1 + LEAF];
} tree;

static void
tell(const char *step, double seconds)
{
	printf("%s-%s %.9f\n", hash_name(tree.kind), step, seconds);
}

static void
must(bool holds)
{
	if (!holds)
		exit(1);
}

static void
bare(void)
{
	EVP_MD *md = EVP_MD_fetch(NULL, hash_name(tree.kind), NULL);
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	unsigned char node[1 + 2 * HASH_BYTES] = { 1 };

	must(md != NULL && c != NULL);
	lap();
	for (uint64_t i = 0; i < tree.n; i++) {
		memcpy(tree.data + 1, &i, sizeof i);
		must(EVP_DigestInit_ex(c, md, NULL) == 1 && EVP_DigestUpdate(c, tree.data, sizeof tree.data) == 1 &&
		    EVP_DigestFinal_ex(c, node + 1, NULL) == 1);
		must(EVP_DigestInit_ex(c, md, NULL) == 1 && EVP_DigestUpdate(c, node, sizeof node) == 1 &&
		    EVP_DigestFinal_ex(c, node + 1 + HASH_BYTES, NULL) == 1);
	}
	tell("bare", lap());
	EVP_MD_CTX_free(c);
	EVP_MD_free(md);
}

/* Keeps what a store keeps. */
static void
append(void)
{
	struct merkle t = { 0 };
	struct hash leaf;

	lap();
	for (uint64_t i = 0; i < tree.n; i++) {
		memcpy(tree.data + 1, &i, sizeof i);
		must(merkle_leaf(tree.h, (struct str){ (const char *)tree.data + 1, LEAF }, &leaf) == OK);
		must(merkle_append(&t, tree.h, &leaf) == OK);
		for (unsigned level = 0; merkle_completed(&t, level) && t.n >> level != 0; level += MERKLE_KEPT)
			tree.kept[level / MERKLE_KEPT][(t.n >> level) - 1] = t.last[level];
	}
	tell("append", lap());
	must(merkle_root(&t, tree.h, &tree.root) == OK);
}

static enum err
get(void *arg, unsigned level, uint64_t first, unsigned count, struct hash *out)
{
	(void)arg;
	memcpy(out, tree.kept[level / MERKLE_KEPT] + first, count * sizeof *out);
	return OK;
}

static void
prove(void)
{
	enum { PROOFS = 1000 };
	static struct merkle_path paths[PROOFS];
	struct merkle_source s = { get, NULL };

	lap();
	for (uint64_t i = 0; i < PROOFS; i++)
		must(merkle_inclusion(tree.h, &s, i * (tree.n / PROOFS), tree.n, &paths[i]) == OK);
	tell("inclusion", lap() / PROOFS);
	for (uint64_t i = 0; i < PROOFS; i++)
		must(merkle_verify_inclusion(tree.h, &tree.kept[0][i * (tree.n / PROOFS)], i * (tree.n / PROOFS), tree.n, &paths[i],
		    &tree.root) == OK);
	tell("verify", lap() / PROOFS);
}

int
main(int argc, char **argv)
{
	uint64_t most;

	must(argc == 2 && (tree.n = strtoull(argv[1], NULL, 10)) >= 1000);
	most = tree.n;
	for (size_t i = 0; i < sizeof tree.kept / sizeof tree.kept[0]; i++, most /= TILE)
		must((tree.kept[i] = calloc(most + 1, sizeof(struct hash))) != NULL);
	for (int kind = 0; kind < HASH_KINDS; kind++) {
		tree.kind = (enum hash_kind)kind;
		must((tree.h = hasher_new(tree.kind)) != NULL);
		bare();
		append();
		prove();
		hasher_free(tree.h);
	}
	return 0;
}
