#include "test.h"

#include "ledger/expression.h"

enum { HARD, SOFT, COUNT, NONE, DAY, CLASS, TEXT, LEAD, SUPPORT, HUGE_ONE, TODAY, NAMES };

static const struct str classes[] = { STR("fast"), STR("slow") };
static const struct known_name names[NAMES] = {
	[HARD] = { STR("hard"), DATUM_FLAG, { NULL, 0 }, false },
	[SOFT] = { STR("soft"), DATUM_FLAG, { NULL, 0 }, false },
	[COUNT] = { STR("count"), DATUM_NUMBER, { NULL, 0 }, false },
	[NONE] = { STR("none"), DATUM_NUMBER, { NULL, 0 }, false },
	[DAY] = { STR("due-day"), DATUM_DAY, { NULL, 0 }, false },
	[CLASS] = { STR("class"), DATUM_CHOICE, { classes, 2 }, false },
	[TEXT] = { STR("text"), DATUM_TEXT, { NULL, 0 }, false },
	[LEAD] = { STR("lead"), DATUM_THING, { NULL, 0 }, false },
	[SUPPORT] = { STR("support"), DATUM_THING, { NULL, 0 }, false },
	[HUGE_ONE] = { STR("huge"), DATUM_NUMBER, { NULL, 0 }, false },
	[TODAY] = { STR("today"), DATUM_DAY, { NULL, 0 }, true },
};
static const struct names scope = { names, NAMES };

/* 2026-03-05 is day 20517 (56 years of 365 days, 14 leap days, 31 + 28 + 4), 2026-03-10 is 20522. */
static const struct datum values[NAMES] = {
	[HARD] = { .set = true, .number = 1 },
	[COUNT] = { .set = true, .number = 12 * NUMBER_ONE },
	[DAY] = { .set = true, .number = 20517 },
	[CLASS] = { .set = true, .number = 0 },
	[TEXT] = { .set = true, .text = STR("整改") },
	[LEAD] = { .set = true },
	[HUGE_ONE] = { .set = true, .number = INT64_MAX },
	[TODAY] = { .set = true, .number = 20522 },
};

static const struct {
	const char *text;
	bool holds;
} rows[] = {
	{ "hard", true },
	{ "soft", false },				/* absent */
	{ "not soft", true },
	{ "true", true },
	{ "false or hard", true },
	{ "hard and soft", false },
	{ "not hard or hard", true },			/* not binds closer */
	{ "soft and soft or hard", true },		/* and before or */
	{ "soft and (soft or hard)", false },
	{ "not not hard", true },
	{ "hard = true", true },
	{ "soft = false", false },			/* absent is neither */
	{ "count = 12", true },
	{ "count = 12.0", true },
	{ "count != 12", false },
	{ "count > 11.9999", true },
	{ "count < 12.0001", true },
	{ "count >= 12 and count <= 12", true },
	{ "count > 12 or count < 12", false },
	{ "count + 3 = 15", true },
	{ "count - 3 - 2 = 7", true },			/* from the left */
	{ "count - (3 - 2) = 11", true },
	{ "-count = -12", true },
	{ "0.1 + 0.2 = 0.3", true },			/* exact */
	{ "none = 0", false },
	{ "none != 0", false },
	{ "not (none = 0)", true },
	{ "none < 5 or none >= 5", false },
	{ "none + 1 = 1", false },
	{ "none is set", false },
	{ "none is not set", true },
	{ "count is set", true },
	{ "due-day = 2026-03-05", true },
	{ "due-day < 2026-03-06", true },
	{ "due-day + 5 = today", true },
	{ "due-day + 5.9 = today", true },		/* whole days */
	{ "today - due-day = 5", true },
	{ "today - due-day > 5", false },
	{ "due-day + 99999999 > due-day", false },	/* there is no such day: absent */
	{ "2024-02-28 + 2 = 2024-03-01", true },	/* a leap year */
	{ "huge + huge > 0", false },			/* leaves the range: absent */
	{ "huge + huge <= 0", false },
	{ "-huge - huge - huge < 0", false },
	{ "class = 'fast'", true },
	{ "class != 'slow'", true },
	{ "class in ('slow', 'fast')", true },
	{ "class not in ('slow')", true },
	{ "'fast' = class", true },
	{ "class = class", true },
	{ "count in (1, 2, 12)", true },
	{ "none in (1, 2)", false },
	{ "none not in (1, 2)", true },
	{ "due-day in (2026-03-05)", true },
	{ "text = '整改'", true },
	{ "text in ('销号', '整改')", true },
	{ "text != ''", true },
	{ "lead is set and support is not set", true },
	{ "\thard\n and\n  count=12 ", true },
	{ "((((((((hard))))))))", true },
};

/* « stands where the fault is. */
static const struct {
	const char *text;
	enum fault_code code;
} faults[] = {
	{ "«", FAULT_EMPTY_TEXT },
	{ "hard and«", FAULT_UNEXPECTED },
	{ "hard «hard", FAULT_UNEXPECTED },
	{ "«= 3", FAULT_UNEXPECTED },
	{ "count = «and hard", FAULT_UNEXPECTED },
	{ "(hard«", FAULT_UNEXPECTED },
	{ "hard«)", FAULT_UNEXPECTED },
	{ "count «~ 3", FAULT_UNEXPECTED },
	{ "text = «“整改”", FAULT_UNEXPECTED },
	{ "text = «'整改", FAULT_UNEXPECTED },
	{ "text = '整改' «全", FAULT_UNEXPECTED },
	{ "count is «12", FAULT_UNEXPECTED },
	{ "class in «'fast'", FAULT_UNEXPECTED },
	{ "class in ('fast' «'slow')", FAULT_UNEXPECTED },
	{ "class in («)", FAULT_UNEXPECTED },
	{ "hard not «= true", FAULT_UNEXPECTED },
	{ "«count", FAULT_WRONG_TYPE },
	{ "«due-day and hard", FAULT_WRONG_TYPE },
	{ "hard or «'整改'", FAULT_WRONG_TYPE },
	{ "not «count", FAULT_WRONG_TYPE },
	{ "count = «'整改'", FAULT_WRONG_TYPE },
	{ "count = «due-day", FAULT_WRONG_TYPE },
	{ "«text < '整改'", FAULT_WRONG_TYPE },
	{ "«class < 'slow'", FAULT_WRONG_TYPE },
	{ "«lead = 'x'", FAULT_WRONG_TYPE },
	{ "count in (12, «'x')", FAULT_WRONG_TYPE },
	{ "count in («count)", FAULT_WRONG_TYPE },
	{ "due-day + «due-day = 3", FAULT_WRONG_TYPE },
	{ "count - «due-day = 3", FAULT_WRONG_TYPE },
	{ "«text + 3 = 3", FAULT_WRONG_TYPE },
	{ "-«due-day = 3", FAULT_WRONG_TYPE },
	{ "«12 is set", FAULT_WRONG_TYPE },
	{ "class = '«fest'", FAULT_UNKNOWN_WORD },
	{ "class in ('fast', '«other')", FAULT_UNKNOWN_WORD },
	{ "hard and «cuont = 3", FAULT_UNKNOWN_NAME },
	{ "text = '整改' and «due = 3", FAULT_UNKNOWN_NAME },
	{ "«count-3 = 9", FAULT_UNKNOWN_NAME },		/* a minus has blanks around it */
	{ "due-day < «today", FAULT_NOT_HERE },
	{ "due-day = «2026-02-29", FAULT_WRONG_DAY },
	{ "due-day = «2026-3-5", FAULT_WRONG_DAY },
	{ "count = «123456789012345", FAULT_WRONG_NUMBER },
	{ "count = «1.00001", FAULT_WRONG_NUMBER },
	{ "count = «1.2.3", FAULT_WRONG_NUMBER },
	{ "(((((((((((((((((«hard)))))))))))))))))", FAULT_EXPRESSION_LONG },
	{ "not not not not not not not not not not not not not not not not not «hard", FAULT_EXPRESSION_LONG },
	{ "-----------------«count = 1", FAULT_EXPRESSION_LONG },
};

/* The text without its mark; *at counts characters before it. */
static struct str
unmark(struct arena *a, const char *marked, uint32_t *at)
{
	const char *mark = strstr(marked, "«");
	struct str before, after;

	*at = 0;
	if (mark == NULL)
		return cstr(marked);
	before = str_of(marked, mark);
	after = cstr(mark + strlen("«"));
	for (size_t i = 0; i < before.n; i++)
		*at += ((unsigned char)before.p[i] & 0xC0) != 0x80;
	return arena_printf(a, "%.*s%.*s", STR_ARG(before), STR_ARG(after));
}

static const struct expression *
parse(struct faults *f, struct str text, bool outside)
{
	struct yaml_node *node = arena_zalloc(f->arena, sizeof *node);

	*node = (struct yaml_node){ .kind = YAML_SCALAR, .at = { 1, 1 }, .inside = { 1, 1 }, .text = text };
	return expression_parse(f, node, &scope, outside);
}

static void
test_holds(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct faults f = { .arena = arena_new(0) };
		const struct expression *e;

		e = parse(&f, cstr(rows[i].text), true);
		if (e == NULL)
			fail_msg("%s: %s", rows[i].text, fault_name(f.list.v[0].code));
		if (expression_holds(e, values) != rows[i].holds)
			fail_msg("%s: should %shold", rows[i].text, rows[i].holds ? "" : "not ");
		arena_free(f.arena);
	}
	assert_true(expression_holds(NULL, NULL));
}

static void
test_faults(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
		struct faults f = { .arena = arena_new(0) };
		uint32_t at;
		struct str text = unmark(f.arena, faults[i].text, &at);

		assert_null(parse(&f, text, false));
		if (f.list.n != 1 || f.list.v[0].code != faults[i].code || f.list.v[0].at.column != at + 1)
			fail_msg("%s: %zu faults, first %s at %u", faults[i].text, f.list.n, fault_name(f.list.v[0].code),
			    f.list.v[0].at.column);
		arena_free(f.arena);
	}
}

/* A long one is refused before it is read; the longest that is taken stays within the stack. */
static void
test_length(void **state)
{
	struct faults f = { .arena = arena_new(0) };
	char text[EXPRESSION_BYTES + 2];

	(void)state;
	memset(text, ' ', sizeof text);
	memcpy(text, "hard", 4);
	assert_non_null(parse(&f, (struct str){ text, EXPRESSION_BYTES }, false));
	assert_null(parse(&f, (struct str){ text, EXPRESSION_BYTES + 1 }, false));
	assert_int_equal(f.list.v[0].code, FAULT_EXPRESSION_LONG);
	for (size_t i = 0; i + 2 <= EXPRESSION_BYTES; i += 2)
		memcpy(text + i, "1+", 2);
	memcpy(text + EXPRESSION_BYTES - 4, "1>0 ", 4);
	assert_true(expression_holds(parse(&f, (struct str){ text, EXPRESSION_BYTES }, false), values));
	arena_free(f.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_holds),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
