#include "test.h"

#include "china.h"
#include "ledger/milestone.h"

#define LENGTH(a) (sizeof(a) / sizeof (a)[0])

struct row {
	struct {
		const char *due, *accepted;
		int weight;
	} milestones[4];
	const char *day;
	int total, should, actual;	/* weights */
	int percent_should, percent_actual, lag;
	int behind;			/* the most points it is behind by; -1000: never behind */
};

/* Weights summed by hand. */
static const struct row rows[] = {
	{ { { "2026-03-31", "2026-03-20", 22 }, { "2026-06-30", NULL, 38 }, { "2026-12-31", NULL, 40 } },
	    "2026-07-01", 100, 60, 22, 60, 22, 38, 38 },
	/* On its due day a milestone is not yet behind. */
	{ { { "2026-03-31", "2026-03-20", 22 }, { "2026-06-30", NULL, 38 }, { "2026-12-31", NULL, 40 } },
	    "2026-06-30", 100, 22, 22, 22, 22, 0, 0 },
	/* Accepted on the day, and not before. */
	{ { { "2026-03-31", "2026-07-01", 1 }, { "2026-04-30", "2026-07-02", 1 }, { NULL, NULL, 1 } },
	    "2026-07-01", 3, 2, 1, 67, 33, 34, 33 },
	/* 1 of 8 is 12.5 %, rounded up. */
	{ { { "2026-03-31", NULL, 1 }, { "2026-12-31", NULL, 7 } }, "2026-04-01", 8, 1, 0, 13, 0, 13, 12 },
	/* Ahead. */
	{ { { "2026-03-31", "2026-01-05", 1 }, { "2026-12-31", "2026-01-06", 3 } }, "2026-02-01",
	    4, 0, 4, 0, 100, -100, -100 },
	/* Weights that are none do not count; nothing left is nothing behind. */
	{ { { "2026-03-31", NULL, 0 }, { "2026-03-31", NULL, -5 }, { "2026-03-31", NULL, 1000001 } }, "2026-04-01",
	    0, 0, 0, 0, 0, 0, -1000 },
	{ { { "2026-03-31", NULL, 1000000 }, { "2026-03-31", "2026-03-31", 1 } }, "2026-04-01",
	    1000001, 1000001, 1, 100, 0, 100, 99 },
	{ { { NULL, NULL, 0 } }, "2026-04-01", 0, 0, 0, 0, 0, 0, -1000 },
};

static void
should_and_actual(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		const struct row *r = &rows[i];
		struct milestone m[4];
		struct progress p;

		for (size_t k = 0; k < LENGTH(m); k++)
			m[k] = (struct milestone){ day_read(r->milestones[k].due), day_read(r->milestones[k].accepted),
				r->milestones[k].weight };
		p = milestone_progress(m, LENGTH(m), day_read(r->day));
		assert_int_equal(p.total, r->total);
		assert_int_equal(p.should, r->should);
		assert_int_equal(p.actual, r->actual);
		assert_int_equal(progress_percent(p.should, p.total), r->percent_should);
		assert_int_equal(progress_percent(p.actual, p.total), r->percent_actual);
		assert_int_equal(progress_lag(p), r->lag);
		assert_int_equal(progress_behind(p, r->behind), r->behind != -1000);
		assert_false(progress_behind(p, r->behind + 1));
	}
}

static void
limits(void **state)
{
	static struct milestone many[MILESTONES_MAX + 5];
	struct progress p;

	(void)state;
	for (size_t i = 0; i < LENGTH(many); i++)
		many[i] = (struct milestone){ 0, DAY_NONE, MILESTONE_WEIGHT_MAX };
	p = milestone_progress(many, LENGTH(many), 1);
	assert_true(p.total == (int64_t)MILESTONES_MAX * MILESTONE_WEIGHT_MAX);
	assert_true(progress_behind(p, 100));
	p = milestone_progress(NULL, 0, 1);
	assert_false(progress_behind(p, -1000));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(should_and_actual),
		cmocka_unit_test(limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
