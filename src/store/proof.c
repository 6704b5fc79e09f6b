#include "store/proof.h"

#include "store/plain.h"

#define FIRST_LINE STR("c2sp.org/tlog-proof@v1")

static void
put_number(struct buf *out, struct str name, uint64_t u)
{
	buf_puts(out, name);
	buf_putc(out, ' ');
	buf_putu(out, u);
	buf_putc(out, '\n');
}

/* The hashes, an empty line, the checkpoint: how both kinds end. */
static void
put_end(struct buf *out, const struct merkle_path *path, struct str checkpoint)
{
	for (unsigned i = 0; i < path->n; i++) {
		plain_put_base64(out, path->v[i].b, HASH_BYTES);
		buf_putc(out, '\n');
	}
	buf_putc(out, '\n');
	buf_puts(out, checkpoint);
}

static bool
get_number(struct str *rest, struct str name, uint64_t *u)
{
	struct str line, value;

	return plain_line(rest, &line) && plain_field(line, name, &value) && plain_number(value, u);
}

static bool
get_end(struct str rest, struct merkle_path *path, struct str *checkpoint)
{
	struct str line;

	for (path->n = 0; plain_line(&rest, &line); path->n++) {
		if (line.n == 0) {
			*checkpoint = rest;
			return rest.n > 0;
		}
		if (path->n == MERKLE_PATH || !plain_hash(line, &path->v[path->n]))
			return false;
	}
	return false;
}

static enum err
not_so(struct why *why)
{
	return fail(why, E_MALFORMED, 0, "%s", "");
}

void
proof_print(struct buf *out, const struct proof *p)
{
	buf_puts(out, FIRST_LINE);
	buf_putc(out, '\n');
	if (p->extra.n > 0) {
		buf_puts(out, STR("extra "));
		buf_puts(out, p->extra);
		buf_putc(out, '\n');
	}
	put_number(out, STR("index"), p->index);
	put_end(out, &p->path, p->checkpoint);
}

/* The line of what stands beside the proof, where there is one. */
static bool
get_extra(struct str *rest, struct str *extra)
{
	struct str line, after = *rest;

	if (!plain_line(&after, &line) || !plain_field(line, STR("extra"), extra))
		return true;
	*rest = after;
	return extra->n > 0 && plain_is_base64(*extra);
}

enum err
proof_parse(struct str s, struct proof *p, struct why *why)
{
	struct str rest = s, line;

	*p = (struct proof){ 0 };
	if (s.n > PROOF_BYTES)
		return fail(why, E_TOOBIG, PROOF_BYTES, "%s", "");
	if (!plain_line(&rest, &line) || !str_eq(line, FIRST_LINE) || !get_extra(&rest, &p->extra) ||
	    !get_number(&rest, STR("index"), &p->index) || !get_end(rest, &p->path, &p->checkpoint))
		return not_so(why);
	return OK;
}

enum err
proof_check(const struct proof *p, struct hasher *h, const struct hash *leaf, const struct note_key *keys, size_t n,
    struct str origin, struct checkpoint *at, struct why *why)
{
	struct checkpoint c;
	enum err err = checkpoint_open(p->checkpoint, keys, n, origin, &c, why);

	*at = (struct checkpoint){ 0 };
	if (err != OK)
		return err;
	err = merkle_verify_inclusion(h, leaf, p->index, c.size, &p->path, &c.root);
	if (err != OK)
		return fail(why, err, 0, "%.*s", STR_ARG(origin));
	*at = c;
	return OK;
}

void
growth_print(struct buf *out, const struct growth *g)
{
	put_number(out, STR("old"), g->old);
	put_end(out, &g->path, g->checkpoint);
}

enum err
growth_parse(struct str s, struct growth *g, struct why *why)
{
	struct str rest = s;

	*g = (struct growth){ 0 };
	if (s.n > PROOF_BYTES)
		return fail(why, E_TOOBIG, PROOF_BYTES, "%s", "");
	return get_number(&rest, STR("old"), &g->old) && get_end(rest, &g->path, &g->checkpoint) ? OK : not_so(why);
}

enum err
growth_check(const struct growth *g, struct hasher *h, const struct checkpoint *old, const struct note_key *keys, size_t n,
    struct checkpoint *at, struct why *why)
{
	struct checkpoint c;
	enum err err = checkpoint_open(g->checkpoint, keys, n, old->origin, &c, why);

	*at = (struct checkpoint){ 0 };
	if (err != OK)
		return err;
	err = g->old != old->size ? E_FORGED :
	    merkle_verify_consistency(h, old->size, c.size, &g->path, &old->root, &c.root);
	if (err != OK)
		return fail(why, err, 0, "%.*s", STR_ARG(old->origin));
	*at = c;
	return OK;
}
