/*
 * A process that works on records is killed at any moment: every act it had acknowledged is there, several events of one act are there
 * together or not at all, the history verifies, and the rows are those that a rebuild makes.
 *
 *	test_kill_records [TIMES]	3 unless told
 */
#include "test.h"

#include "kill.h"
#include "records.h"
#include "ledger/become.h"
#include "ledger/tick.h"
#include "ledger/verify.h"

#define WHEN_MOST 60	/* acts that are acknowledged before it is killed */
#define TOLD_MOST 4096

static int times = 3;

/* What was acknowledged: the record, and the number of its last event then. */
struct told {
	struct uuid id;
	int64_t last;
};

/* ---- the process that is killed ---- */

struct worker {
	struct book b;
	struct hand hand;
	struct actor actor;
	const struct ledger *ledger;
	struct record last;	/* the draft that was entered last; key 0: none */
	unsigned n;
};

static enum err
enter(struct worker *w, struct arena *a)
{
	const struct kind_force *kf = force_kind(w->ledger->force, STR("finding"));
	struct field_value fields[DEFINITION_FIELDS] = { { .set = false } };
	int title = kind_part(kf->kind, PART_TITLE);
	struct request q = { .ledger = w->ledger, .kind = STR("finding"), .event = STR("enter"), .given = UINT64_C(1) << title, .fields = fields,
		.seen = SEEN_ANY, .today = w->b.today, .until = DAY_NONE, .answers = NUMBER_NONE };

	fields[title] = (struct field_value){ .set = true, .text = arena_printf(w->b.f.arena, "第%u件，每件各不相同", w->n) };
	if (w->last.key != 0 && w->n % 3 == 1) {
		q.kind = (struct str){ NULL, 0 };
		q.record = w->last.key;
		q.event = STR("mend");
	}
	return act(a, &w->hand, &w->b.ledgers, &w->actor, &q, &w->last, &said);
}

/* One ends and two are made: three events. */
static enum err
split(struct worker *w, struct arena *a)
{
	const struct become_part parts[2] = { { .given = 0 } };
	struct becoming q = { .ledger = w->ledger, .event = STR("split"), .records = &w->last.key, .nrecords = 1, .reason = STR("分"),
		.into = w->ledger, .kind = w->last.kind, .parts = parts, .nparts = 2, .today = w->b.today };
	struct record made[2], ended;
	enum err err = become(a, &w->hand, &w->b.ledgers, &w->actor, &q, made, &ended, &said);

	w->last = made[1];
	return err;
}

static enum err
pass_day(struct worker *w, struct arena *a)
{
	struct tick_report report;

	w->hand.now += INSTANT_DAY;
	w->b.today++;
	return tick(a, &w->hand, &w->b.ledgers, w->b.today, &report, &said);
}

static enum err
work(struct worker *w, struct arena *a)
{
	struct hand engine = w->hand;
	enum err err;

	w->hand.now += 1000;
	if (w->n % 5 == 4)
		return split(w, a);
	if (w->n % 17 != 16)
		return enter(w, a);
	w->hand.person = nobody;
	err = pass_day(w, a);
	engine.now = w->hand.now;
	w->hand = engine;
	return err;
}

/* Its record and its last event, behind a commit. */
static bool
work_once(struct worker *w, int told)
{
	struct arena *a = arena_new(0);
	struct told t;
	enum err err;

	if (a == NULL || arena_try(a))
		abort();
	must(store_begin(w->b.f.site.store, &why));
	err = work(w, a);
	if (err != OK) {
		fprintf(stderr, "%s: %s\n", err_name(err), said.what);
		return false;
	}
	must(store_commit(w->b.f.site.store, &why));
	t = (struct told){ w->last.id, w->last.last };
	arena_free(a);
	w->n++;
	return write(told, &t, sizeof t) == sizeof t;
}

static void
book_open(struct book *b, const char *path, enum store_mode mode)
{
	memset(b, 0, sizeof *b);
	must(site_open(&b->f.site, path, mode, &why));
	b->f.hand = (struct hand){ .store = b->f.site.store, .journal = b->f.site.journal, .site = b->f.site.site, .directory = b->f.site.directory,
		.kind = b->f.site.kind, .now = 1793246400000001 };
	b->today = TODAY;
	b->f.arena = arena_new(0);
	if (b->f.arena == NULL || arena_try(b->f.arena))
		abort();
	must(shipped_calendar(b->f.arena, &b->calendar, &why));
	book_load(b);
}

static void
book_close(struct book *b)
{
	arena_free(b->f.arena);
	site_close(&b->f.site);
}

static void
child(void *path, int told)
{
	static struct worker w;

	signal(SIGPIPE, SIG_IGN);
	book_open(&w.b, path, STORE_WRITE);
	w.hand = book_hand(&w.b, book_office(&w.b), nobody);
	w.hand.now = instant_now();
	w.actor = book_actor(&w.b, w.b.f.arena, w.hand.person, nobody);
	w.ledger = ledger_by_code(&w.b.ledgers, STR("xs"));
	while (work_once(&w, told))
		;
}

/* ---- what must hold ---- */

static void
are_there(struct book *b, const struct told *told, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct record r;

		must(record_read_by_id(b->f.arena, b->f.site.store, &b->ledgers, told[i].id, &r, &why));
		assert_true(r.last >= told[i].last);
	}
}

static void
whole(struct book *b)
{
	struct store *s = b->f.site.store;
	struct verify_report report;

	assert_true(tells(s, "PRAGMA integrity_check", "ok"));
	must(verify_store(s, b->f.arena, NULL, 0, NULL, 0, &report, &why));
	assert_false(report.bad);
	assert_int_equal(tell(s, "SELECT count(*) FROM link WHERE field = 'came-from'"),
	    2 * tell(s, "SELECT count(*) FROM t_rectification__finding WHERE c_state = 'void' AND valid_to = " NOW));
	assert_int_equal(tell(s, "SELECT max(last) FROM counter"), tell(s, "SELECT count(*) FROM records"));
	assert_true(book_counted(b));
}

static void
make(struct place *place)
{
	const struct site_plan plan = { .unit = STR("泓水市卫生健康委员会"), .account = STR("clerk"), .now = 1793246400000000 };
	struct site_made made;
	struct book b;

	place_make(place);
	must(site_create(place->path, &plan, &made, &why));
	book_open(&b, place->path, STORE_WRITE);
	must(store_begin(b.f.site.store, &why));
	book_begin(&b, "rectification", "xs", "2026");
	must(store_commit(b.f.site.store, &why));
	book_close(&b);
}

static void
killed(void **state)
{
	static struct told told[TOLD_MOST];
	struct place place;
	size_t all = 0;

	(void)state;
	make(&place);
	for (int i = 0; i < times; i++) {
		size_t n = kill_at_work(child, place.path, sizeof told[0], WHEN_MOST, told, TOLD_MOST);
		struct book b;

		book_open(&b, place.path, STORE_WRITE);
		are_there(&b, told, n);
		whole(&b);
		if (i + 1 == times || i % 100 == 0) {
			must(store_begin(b.f.site.store, &why));
			assert_true(book_rebuilt_as_kept(&b));
			must(store_commit(b.f.site.store, &why));
		}
		book_close(&b);
		all += n;
	}
	print_message("%d kills, %zu acts acknowledged, none lost, none by half\n", times, all);
	place_remove(&place);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(killed) };

	if (argc > 1)
		times = atoi(argv[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
