#include "test.h"

#include <stdlib.h>

#include "ledger/removal.h"
#include "ledger/verify.h"
#include "store.h"

#define EVENTS 700		/* two complete subtrees of 256, and a rest */
#define NOON (INT64_C(1793246400) * INSTANT_SECOND)	/* 2026-10-29T04:00:00Z */

static struct uuid
id(unsigned char n)
{
	return (struct uuid){ { 1, 0x93, 0x2f, 0x6e, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, n } };
}

#define SITE id(1)
#define SHA id(2)	/* a ledger of each algorithm */
#define SM3 id(3)

/* A store with its journal, and the key of its site. */
struct fixture {
	struct place place;
	struct store *store;
	struct journal *journal;
	struct note_signer signer;
	struct arena *arena;
	struct verify_report report;
};

static struct event
event_of(struct uuid ledger, int64_t time, struct str type, struct str payload)
{
	return (struct event){ .site = SITE, .ledger = ledger, .person = id(9), .record = id(20), .time = time, .type = type,
		.payload = payload };
}

static void
append(struct fixture *f, struct uuid ledger, unsigned i)
{
	char payload[40];
	struct event e;
	int64_t seq;

	snprintf(payload, sizeof payload, "{\"n\":%u}", i);
	e = event_of(ledger, NOON + i * INSTANT_SECOND, STR("progress"), cstr(payload));
	must(journal_append(f->journal, f->store, uuid_equal(ledger, SM3) ? HASH_SM3 : HASH_SHA256, &e, &seq, &why));
	assert_int_equal(e.number, i);
}

static void
fill(struct fixture *f, unsigned from, unsigned to)
{
	must(store_begin(f->store, &why));
	for (unsigned i = from; i < to; i++) {
		append(f, SHA, i);
		append(f, SM3, i);
	}
	must(store_commit(f->store, &why));
}

static void
fixture_make(struct fixture *f)
{
	*f = (struct fixture){ .arena = arena_new(0) };
	place_make(&f->place);
	must(store_create(f->place.path, &why));
	must(store_open(&f->store, f->place.path, STORE_WRITE, &why));
	f->journal = journal_new(OFFSET_CHINA);
	assert_non_null(f->journal);
	must(note_signer_new(&f->signer, STR("site.example"), &why));
	fill(f, 0, EVENTS);
}

static void
fixture_free(struct fixture *f)
{
	journal_free(f->journal);
	store_close(f->store);
	arena_free(f->arena);
	place_remove(&f->place);
}

static void
verify(struct fixture *f, struct str kept)
{
	must(verify_store(f->store, f->arena, &f->signer.key, 1, &kept, kept.n > 0, &f->report, &why));
}

/* A checkpoint of log `which`, signed by the site. */
static struct str
checkpoint(struct fixture *f, size_t which)
{
	struct journal_log *logs;
	struct buf out = { 0 };
	struct str note;
	size_t n;

	must(journal_logs(f->store, f->arena, &logs, &n, &why));
	assert_int_equal(n, 2);
	must(journal_checkpoint(f->store, &logs[which], &f->signer, NOON, &out, &why));
	note = arena_str(f->arena, (struct str){ out.p, out.n });
	buf_free(&out);
	return note;
}

static void
assert_fault(const struct fixture *f, enum verify_fault fault, uint64_t number)
{
	if (!f->report.bad || f->report.fault != fault || f->report.number != number)
		fail_msg("%s at %llu, wanted %s at %llu", f->report.bad ? verify_fault_name(f->report.fault) : "nothing",
		    (unsigned long long)f->report.number, verify_fault_name(fault), (unsigned long long)number);
}

static void
what_was_written_holds(void **state)
{
	struct fixture f;
	struct str kept;

	(void)state;
	fixture_make(&f);
	kept = checkpoint(&f, 0);
	checkpoint(&f, 1);
	verify(&f, kept);
	assert_false(f.report.bad);
	assert_int_equal(f.report.logs, 2);
	assert_int_equal(f.report.events, 2 * EVENTS);
	assert_int_equal(f.report.checkpoints, 3);	/* two that are stored, one of them kept too */

	/* It goes on from what is stored, by another journal. */
	journal_free(f.journal);
	f.journal = journal_new(OFFSET_CHINA);
	fill(&f, EVENTS, EVENTS + 400);
	verify(&f, kept);
	assert_false(f.report.bad);
	assert_int_equal(f.report.events, 2 * EVENTS + 800);
	fixture_free(&f);
}

/* What a hand does to the file, and what is said of it. The tampered log is that of SHA-256 (its id is 1). */
static const struct tampering { const char *what, *sql; enum verify_fault fault; uint64_t number; } tamperings[] = {
	{ "a time", "UPDATE event SET time = time + 1 WHERE log = 1 AND number = 300", VERIFY_ENVELOPE, 300 },
	{ "a person", "UPDATE event SET person = NULL WHERE log = 1 AND number = 12", VERIFY_ENVELOPE, 12 },
	{ "a type", "UPDATE event SET type = 'accept' WHERE log = 1 AND number = 699", VERIFY_ENVELOPE, 699 },
	{ "a record", "UPDATE event SET record = person WHERE log = 1 AND number = 0", VERIFY_ENVELOPE, 0 },
	{ "a type no program writes", "UPDATE event SET type = 'ACCEPT' WHERE log = 1 AND number = 699", VERIFY_FORM, 699 },
	{ "a leaf", "UPDATE event SET leaf = zeroblob(32) WHERE log = 1 AND number = 5", VERIFY_ENVELOPE, 5 },
	{ "a payload", "UPDATE payload SET bytes = CAST('{\"n\":7}' AS BLOB) WHERE seq = (SELECT seq FROM event WHERE log = 1 AND number = 8)",
	    VERIFY_PAYLOAD, 8 },
	{ "a salt", "UPDATE payload SET salt = zeroblob(16) WHERE seq = (SELECT seq FROM event WHERE log = 1 AND number = 8)", VERIFY_PAYLOAD, 8 },
	{ "a payload that is gone", "DELETE FROM payload WHERE seq = (SELECT seq FROM event WHERE log = 1 AND number = 77)", VERIFY_REMOVED, 77 },
	{ "an event that is gone", "DELETE FROM payload WHERE seq = (SELECT seq FROM event WHERE log = 1 AND number = 256);"
	    "DELETE FROM event WHERE log = 1 AND number = 256", VERIFY_MISSING, 256 },
	{ "two swapped", "UPDATE event SET number = 9999 WHERE log = 1 AND number = 40; UPDATE event SET number = 40 WHERE log = 1 AND number = 41;"
	    "UPDATE event SET number = 41 WHERE log = 1 AND number = 9999", VERIFY_ENVELOPE, 40 },
	{ "an earlier time at the end", "UPDATE event SET time = 1 WHERE log = 1 AND number = 699", VERIFY_TIME, 699 },
	{ "a tile", "UPDATE tile SET hash = zeroblob(32) WHERE log = 1 AND place = 1", VERIFY_TILE, 511 },
	{ "a tile that is gone", "DELETE FROM tile WHERE log = 1 AND place = 0", VERIFY_TILE, 255 },
	{ "the end", "DELETE FROM payload WHERE seq IN (SELECT seq FROM event WHERE log = 1 AND number >= 690);"
	    "DELETE FROM event WHERE log = 1 AND number >= 690", VERIFY_SIZE, 690 },
	{ "the size", "UPDATE log SET size = 690 WHERE id = 1", VERIFY_SIZE, 700 },
	{ "a checkpoint's words", "UPDATE checkpoint SET note = replace(note, '700', '701') WHERE log = 1", VERIFY_SIGNATURE, 700 },
	{ "a checkpoint's size", "UPDATE checkpoint SET size = 699 WHERE log = 1", VERIFY_SIGNATURE, 699 },
};

static void
tampering_is_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof tamperings / sizeof tamperings[0]; i++) {
		struct fixture f;

		fixture_make(&f);
		checkpoint(&f, 0);
		must(store_define(f.store, "PRAGMA foreign_keys = OFF", &why));
		must(store_define(f.store, tamperings[i].sql, &why));
		verify(&f, (struct str){ NULL, 0 });
		if (!f.report.bad || f.report.fault != tamperings[i].fault || f.report.number != tamperings[i].number)
			fail_msg("%s: %s at %llu", tamperings[i].what, f.report.bad ? verify_fault_name(f.report.fault) : "nothing",
			    (unsigned long long)f.report.number);
		fixture_free(&f);
	}
}

/* The end is cut off, and everything beside it made to fit; only what was kept elsewhere tells. */
static void
an_old_file_put_back(void **state)
{
	struct fixture f;
	struct str kept;

	(void)state;
	fixture_make(&f);
	kept = checkpoint(&f, 0);
	must(store_define(f.store, "PRAGMA foreign_keys = OFF", &why));
	must(store_define(f.store, "DELETE FROM payload WHERE seq IN (SELECT seq FROM event WHERE log = 1 AND number >= 600);"
	    "DELETE FROM event WHERE log = 1 AND number >= 600; UPDATE log SET size = 600 WHERE id = 1; DELETE FROM checkpoint", &why));
	verify(&f, (struct str){ NULL, 0 });
	assert_false(f.report.bad);
	verify(&f, kept);
	assert_fault(&f, VERIFY_CUT, 600);
	fixture_free(&f);
}

/* One who has the program and the key writes a new history of the same length. */
static void
a_forger_with_the_key(void **state)
{
	struct fixture honest, forged;
	struct str kept;

	(void)state;
	fixture_make(&honest);
	kept = checkpoint(&honest, 0);
	fixture_make(&forged);		/* other salts, else the same: as good as other words */
	forged.signer = honest.signer;
	checkpoint(&forged, 0);
	verify(&forged, (struct str){ NULL, 0 });
	assert_false(forged.report.bad);
	verify(&forged, kept);
	assert_fault(&forged, VERIFY_REWRITTEN, EVENTS);
	fixture_free(&forged);
	fixture_free(&honest);
}

static void
a_checkpoint_of_elsewhere(void **state)
{
	struct fixture f;
	struct note_signer other;
	struct str kept;
	struct buf out = { 0 };
	struct checkpoint c = { .origin = STR("bihuan/somewhere/else"), .size = 3 };
	struct buf text = { 0 };

	(void)state;
	fixture_make(&f);
	checkpoint_print(&text, &c);
	must(note_sign(&out, (struct str){ text.p, text.n }, &f.signer, 1, &why));
	verify(&f, (struct str){ out.p, out.n });
	assert_fault(&f, VERIFY_UNKNOWN, 3);

	must(note_signer_new(&other, STR("other.example"), &why));
	out.n = 0;
	must(note_sign(&out, (struct str){ text.p, text.n }, &other, 1, &why));
	kept = (struct str){ out.p, out.n };
	assert_int_equal(verify_store(f.store, f.arena, &f.signer.key, 1, &kept, 1, &f.report, NULL), E_UNSIGNED);
	buf_free(&text);
	buf_free(&out);
	fixture_free(&f);
}

static void
an_ordered_removal(void **state)
{
	static const uint64_t numbers[] = { 3, 256 };
	static const uint64_t itself[] = { EVENTS }, nowhere[] = { 5000 };
	struct fixture f;
	struct event e = event_of(SHA, NOON + 1000 * INSTANT_SECOND, STR(""), STR(""));
	struct str kept;

	(void)state;
	fixture_make(&f);
	kept = checkpoint(&f, 0);
	must(store_begin(f.store, &why));
	must(removal_make(f.journal, f.store, &e, numbers, 2, STR("误录身份证号，经批准删除"), &why));
	must(store_commit(f.store, &why));
	verify(&f, kept);
	assert_false(f.report.bad);
	assert_int_equal(f.report.removed, 2);
	assert_int_equal(tell(f.store, "SELECT count(*) FROM payload"), 2 * EVENTS + 1 - 2);

	must(store_begin(f.store, &why));
	assert_int_equal(removal_make(f.journal, f.store, &e, itself, 1, STR("为了抹去痕迹"), NULL), E_MALFORMED);
	assert_int_equal(removal_make(f.journal, f.store, &e, nowhere, 1, STR("误录"), NULL), E_ABSENT);
	assert_int_equal(removal_make(f.journal, f.store, &e, numbers, 0, STR("误录"), NULL), E_USAGE);
	assert_int_equal(removal_make(f.journal, f.store, &e, numbers, 2, STR(""), NULL), E_USAGE);
	store_rollback(f.store);
	fixture_free(&f);
}

/* A clock that goes back does not take the history with it. */
static void
a_clock_set_back(void **state)
{
	struct fixture f;
	struct event e = event_of(SHA, NOON - INSTANT_DAY, STR("late"), STR("{}"));
	int64_t seq;

	(void)state;
	fixture_make(&f);
	must(store_begin(f.store, &why));
	must(journal_append(f.journal, f.store, HASH_SHA256, &e, &seq, &why));
	must(store_commit(f.store, &why));
	assert_true(e.time == NOON + (EVENTS - 1) * INSTANT_SECOND);
	verify(&f, (struct str){ NULL, 0 });
	assert_false(f.report.bad);
	fixture_free(&f);
}

/* What was undone leaves no trace, and the journal goes on. */
static void
a_transaction_undone(void **state)
{
	struct fixture f;

	(void)state;
	fixture_make(&f);
	must(store_begin(f.store, &why));
	append(&f, SHA, EVENTS);
	store_rollback(f.store);
	journal_forget(f.journal);
	fill(&f, EVENTS, EVENTS + 2);
	verify(&f, (struct str){ NULL, 0 });
	assert_false(f.report.bad);
	fixture_free(&f);
}

static void
what_is_refused(void **state)
{
	struct fixture f;
	struct event e = event_of(SHA, NOON, STR("Progress"), STR("{}"));
	int64_t seq;

	(void)state;
	fixture_make(&f);
	must(store_begin(f.store, &why));
	assert_int_equal(journal_append(f.journal, f.store, HASH_SHA256, &e, &seq, NULL), E_MALFORMED);
	e.type = STR("progress");
	e.defined = true;
	assert_int_equal(journal_append(f.journal, f.store, HASH_SHA256, &e, &seq, NULL), E_ABSENT);
	must(journal_define(f.store, HASH_SHA256, STR("ledger: x\n"), &e.definition, &why));
	must(journal_append(f.journal, f.store, HASH_SHA256, &e, &seq, &why));
	must(store_commit(f.store, &why));
	verify(&f, (struct str){ NULL, 0 });
	assert_false(f.report.bad);
	fixture_free(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_written_holds),
		cmocka_unit_test(tampering_is_named),
		cmocka_unit_test(an_old_file_put_back),
		cmocka_unit_test(a_forger_with_the_key),
		cmocka_unit_test(a_checkpoint_of_elsewhere),
		cmocka_unit_test(an_ordered_removal),
		cmocka_unit_test(a_clock_set_back),
		cmocka_unit_test(a_transaction_undone),
		cmocka_unit_test(what_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
