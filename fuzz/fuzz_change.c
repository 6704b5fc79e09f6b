/*
 * What an event of a record says, as a bundle of another site may bring it: read, or refused; what was read is printed, read again
 * and printed the same. The first byte says under which of the definitions that ship.
 */
#include "reading.h"
#include "ledger/change.h"
#include "ledger/shipped.h"

#define FORCES 5

static struct arena *defined;
static struct force forces[FORCES];
static size_t nforces;

/* As ledgers.c makes it, but for tables. */
static void
set_kind(const struct definition *d, const struct kind *k, struct kind_force *out)
{
	struct lamp_state *palette = arena_zalloc(defined, (d->palette.n + 1) * sizeof *palette);

	for (size_t i = 0; i < d->palette.n; i++)
		palette[i].name = d->palette.v[i].key;
	*out = (struct kind_force){ .kind = k, .lamps = { .palette = palette, .states = (int)d->palette.n, .count = (int)k->lamps.n } };
}

static void
set_forces(void)
{
	defined = arena_new(0);
	HOLDS(defined != NULL && !arena_try(defined));
	for (size_t i = 0; i < shipped_count && nforces < FORCES; i++) {
		struct faults f = { .arena = defined, .text = { shipped[i].text, shipped[i].n } };
		const struct definition *d = definition_load(&f);

		if (d == NULL)		/* the calendar */
			continue;
		forces[nforces].d = d;
		forces[nforces].kinds = arena_zalloc(defined, d->kinds.n * sizeof *forces[0].kinds);
		for (size_t j = 0; j < d->kinds.n; j++)
			set_kind(d, &d->kinds.v[j], &forces[nforces].kinds[j]);
		nforces++;
	}
	HOLDS(nforces == FORCES);
}

static void
read_twice(struct arena *a, const struct force *f, struct str payload)
{
	struct change c, again;
	struct buf b = { 0 }, twice = { 0 };
	struct why why;

	if (change_parse(a, f, payload, &c, &why) != OK) {
		HOLDS(why.err == E_BROKEN && why.what[0] != '\0');
		return;
	}
	HOLDS(c.kind != NULL && day_valid(c.today));
	change_print(&b, &c);
	HOLDS(b.err == OK && change_parse(a, f, (struct str){ b.p, b.n }, &again, &why) == OK);
	change_print(&twice, &again);
	check_same(&twice, (struct str){ b.p, b.n });
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a;

	if (nforces == 0)
		set_forces();
	if (n == 0)
		return 0;
	a = arena_new(0);
	HOLDS(a != NULL && !arena_try(a));
	read_twice(a, &forces[p[0] % FORCES], (struct str){ (const char *)p + 1, n - 1 });
	arena_free(a);
	return 0;
}
