/* Conditions: whatever parses is evaluated, with values at the ends of their ranges and absent ones. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "ledger/expression.h"

static const struct str words[] = { STR("fast"), STR("slow") };
static const struct known_name names[] = {
	{ STR("f"), DATUM_FLAG, { NULL, 0 }, false },
	{ STR("n"), DATUM_NUMBER, { NULL, 0 }, false },
	{ STR("m"), DATUM_NUMBER, { NULL, 0 }, false },
	{ STR("d"), DATUM_DAY, { NULL, 0 }, false },
	{ STR("t"), DATUM_TEXT, { NULL, 0 }, false },
	{ STR("c"), DATUM_CHOICE, { words, 2 }, false },
	{ STR("u"), DATUM_THING, { NULL, 0 }, false },
	{ STR("today"), DATUM_DAY, { NULL, 0 }, true },
};
enum { NAMES = sizeof names / sizeof names[0] };
static const struct names scope = { names, NAMES };

static const int64_t ends[] = { 0, 1, -1, NUMBER_ONE, INT64_MAX, INT64_MIN, 84005, -25567 };

static void
evaluate(const struct expression *e)
{
	struct datum values[NAMES];

	for (unsigned i = 0; i < 64; i++) {
		for (unsigned k = 0; k < NAMES; k++)
			values[k] = (struct datum){ .set = (i >> (k % 3) & 1) != 0, .number = ends[(i / 8 + k) % 8], .text = STR("整改") };
		expression_holds(e, values);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new((size_t)16 << 20);
	struct yaml_node node = { .kind = YAML_SCALAR, .at = { 1, 1 }, .inside = { 1, 1 }, .text = { (const char *)p, n } };
	struct faults f = { .arena = a };
	const struct expression *e;

	if (a == NULL)
		return 0;
	if (utf8_check(node.text) == n && !arena_try(a)) {
		e = expression_parse(&f, &node, &scope, n % 2 == 0);
		if ((e == NULL) != (f.list.n > 0))
			abort();
		if (e != NULL)
			evaluate(e);
	}
	arena_free(a);
	return 0;
}
