/*
 * proof_files: a log of made-up events, and all that can be proved about it, for tests/proofs.py.
 *
 *	proof_files FOLDER sha256|sm3 COUNT [CHANGED]
 *
 * Of each event N: N.envelope, N.payload (salt and payload), N.hash (of these), N.proof; of each size M up to
 * COUNT: M.checkpoint, and M.growth, which leads from there to COUNT. CHANGED: the number of an event that is
 * another one than usual, the rest and the key being the same.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/instant.h"
#include "store/proof.h"

#define MOST 1000
#define SITE "01932f6e-0000-7000-8000-000000000001"
#define LEDGER "01932f70-0000-7000-8000-000000000002"
#define SECRET "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"	/* published */

static struct {
	struct hasher *h;
	struct hash leaves[MOST];
	struct note_signer signer;
	unsigned count;
	int folder;
} log_;

static void
must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "proof_files: %s\n", what);
	exit(1);
}

/* Writes a file and empties the buffer. */
static void
keep(struct buf *b, unsigned n, const char *kind)
{
	char name[40];
	int fd;

	snprintf(name, sizeof name, "%u.%s", n, kind);
	fd = openat(log_.folder, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	must(fd >= 0 && b->err == OK && write(fd, b->p, b->n) == (ssize_t)b->n && close(fd) == 0, name);
	b->n = 0;
}

static void
put_envelope(struct buf *b, unsigned n, bool changed)
{
	char time[INSTANT_TEXT];

	instant_print(time, INT64_C(1795346541123456) + n * INSTANT_SECOND);
	buf_printf(b, "bihuan.event/1\nsite %s\nledger %s\nnumber %u\ntime %s\n", SITE, LEDGER, n, time);
	buf_printf(b, "person 01932f71-0000-7000-8000-%012x\nfor -\ndefinition -\n", n % 7);
	buf_printf(b, "record 01932f80-0000-7000-8000-%012x\ntype %s\n", n / 4, changed ? "withdraw" : "submit");
}

/* The hash of salt and payload, for which there are files. */
static struct hash
make_payload(struct buf *b, unsigned n)
{
	char text[HASH_TEXT];
	struct hash inner;

	for (unsigned i = 0; i < 16; i++)
		buf_putc(b, (char)(n * 31 + i * 7));
	buf_printf(b, "{\"进展\":\"第%u次报送\"}", n);
	must(hash_bytes(hasher_kind(log_.h), (struct str){ b->p, b->n }, &inner) == OK, "payload");
	keep(b, n, "payload");
	hash_print(text, hasher_kind(log_.h), &inner);
	buf_puts(b, cstr(text));
	keep(b, n, "hash");
	return inner;
}

static void
make_event(struct buf *b, unsigned n, bool changed)
{
	struct hash inner = make_payload(b, n);
	struct str data;

	put_envelope(b, n, changed);
	buf_put(b, (const char *)inner.b, HASH_BYTES);
	data = (struct str){ b->p, b->n };
	must(merkle_leaf(log_.h, data, &log_.leaves[n]) == OK, "leaf");
	b->n -= HASH_BYTES;
	keep(b, n, "envelope");
}

/* As a store would: leaves, and whole tiles of them. */
static enum err
get(void *arg, unsigned level, uint64_t first, unsigned count, struct hash *out)
{
	(void)arg;
	for (unsigned i = 0; i < count; i++)
		must(merkle_root_of(log_.h, log_.leaves + ((first + i) << level), UINT64_C(1) << level, &out[i]) == OK, "tile");
	return OK;
}

static void
put_checkpoint(struct buf *b, unsigned size)
{
	struct checkpoint c = { .origin = STR("bihuan/" SITE "/" LEDGER), .size = size };
	struct buf text = { 0 };

	must(merkle_root_of(log_.h, log_.leaves, size, &c.root) == OK, "root");
	checkpoint_print(&text, &c);
	must(note_sign(b, (struct str){ text.p, text.n }, &log_.signer, 1, NULL) == OK, "note");
	buf_free(&text);
}

static void
make_proofs(struct buf *b)
{
	struct merkle_source s = { get, NULL };
	struct proof p = { 0 };
	struct growth g = { 0 };
	struct buf whole = { 0 };

	put_checkpoint(&whole, log_.count);
	p.checkpoint = g.checkpoint = (struct str){ whole.p, whole.n };
	for (unsigned n = 0; n < log_.count; n++) {
		p.index = n;
		must(merkle_inclusion(log_.h, &s, n, log_.count, &p.path) == OK, "inclusion");
		proof_print(b, &p);
		keep(b, n, "proof");
	}
	for (unsigned m = 0; m <= log_.count; m++) {
		g.old = m;
		must(merkle_consistency(log_.h, &s, m, log_.count, &g.path) == OK, "consistency");
		growth_print(b, &g);
		keep(b, m, "growth");
		put_checkpoint(b, m);
		keep(b, m, "checkpoint");
	}
	buf_free(&whole);
}

int
main(int argc, char **argv)
{
	long changed = argc > 4 ? strtol(argv[4], NULL, 10) : -1;
	enum hash_kind kind = HASH_SHA256;
	struct buf b = { 0 };

	must(argc >= 4 && hash_kind_parse(cstr(argv[2]), &kind), "usage");
	log_.count = (unsigned)strtoul(argv[3], NULL, 10);
	must(log_.count <= MOST && (log_.h = hasher_new(kind)) != NULL, "count or hash");
	must((log_.folder = open(argv[1], O_PATH | O_DIRECTORY)) >= 0, argv[1]);
	must(note_signer_parse(STR(SECRET), &log_.signer, NULL) == OK, "key");
	for (unsigned n = 0; n < log_.count; n++)
		make_event(&b, n, n == changed);
	make_proofs(&b);
	note_key_print(&b, &log_.signer.key);
	keep(&b, 0, "key");
	buf_free(&b);
	hasher_free(log_.h);
	return 0;
}
