/* Definitions: what loads holds together; what does not has faults with places in the file, and sentences that can be printed. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "ledger/definition.h"

#define HOLDS(what) \
	do { \
		if (!(what)) { \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #what); \
			abort(); \
		} \
	} while (0)

static void
check_kind(const struct definition *d, const struct kind *k)
{
	static const struct datum nothing[DEFINITION_FIELDS + BUILTIN_COUNT];

	HOLDS(k->states.n > 0 && k->states.n <= DEFINITION_STATES && k->fields.n <= DEFINITION_FIELDS);
	for (size_t i = 0; i < k->moves.n; i++) {
		const struct move *m = &k->moves.v[i];

		HOLDS(m->to >= STATE_STAYS && m->to < (int)k->states.n && m->who != 0 && m->level <= k->review);
		HOLDS(m->from != 0 || m->to != STATE_STAYS);
		expression_holds(m->needs.when, nothing);
	}
	for (size_t i = 0; i < k->lamps.n; i++)
		HOLDS(k->lamps.v[i].show >= 0 && k->lamps.v[i].show < (int)d->palette.n);
	for (size_t i = 0; i < k->clocks.n; i++)
		HOLDS((k->clocks.v[i].runs.count > 0 || k->clocks.v[i].end) && k->clocks.v[i].nstarts > 0);
}

static void
check_fault(const struct faults *f, const struct fault *fault, struct buf *b)
{
	b->n = 0;
	HOLDS(fault->at.line > 0 && fault->at.column > 0 && fault->code < FAULT_COUNT);
	fault_print(f, fault, LANG_ZH, true, b);
	HOLDS(b->err != OK || (b->n > 0 && utf8_check((struct str){ b->p, b->n }) == b->n));
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct faults f = { .arena = a, .name = STR("x.yaml"), .text = { (const char *)p, n } };
	struct buf b = { 0 };

	if (a == NULL)
		return 0;
	if (!arena_try(a)) {
		const struct definition *d = definition_load(&f);

		HOLDS((d == NULL) == (f.list.n > 0) && f.list.n <= FAULTS_MOST);
		for (size_t i = 0; d != NULL && i < d->kinds.n; i++)
			check_kind(d, &d->kinds.v[i]);
		for (size_t i = 0; i < f.list.n; i++)
			check_fault(&f, &f.list.v[i], &b);
	}
	buf_free(&b);
	arena_free(a);
	return 0;
}
