/* Connections, statements and their scope, values in and out, errors, versions of the schema. */
#include "base/err.h"
#include "test.h"

#include "store.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "store/schema.h"

static struct place place;
static struct store *s;

static int
begin(void **state)
{
	(void)state;
	place_make(&place);
	must(store_create(place.path, &why));
	must(store_open(&s, place.path, STORE_WRITE, &why));
	return 0;
}

static int
end(void **state)
{
	(void)state;
	store_close(s);
	s = NULL;
	place_remove(&place);
	return 0;
}

/* ---- the catalogue ---- */

static void
every_statement(void **state)
{
	(void)state;
	for (unsigned i = 0; i < STATEMENT_COUNT; i++) {
		const char *fault = statement_fault(&statements[i]);
		const struct scope *scope = statements[i].reads == READS_SCOPED ? &scope_all : NULL;
		struct rows rows;

		if (fault != NULL)
			fail_msg("%s: %s", statements[i].name, fault);
		/* Prepared, it refuses a wrong number of values; not prepared, it says why. */
		store_ask(s, i, scope, VALUES(value_int(0), value_int(0), value_int(0), value_int(0), value_int(0),
		    value_int(0), value_int(0), value_int(0), value_int(0), value_int(0), value_int(0), value_int(0)), &rows);
		if (!str_has(cstr(rows.why.what), STR("values for")))
			fail_msg("%s: %s", statements[i].name, rows.why.what);
		rows_end(&rows, NULL);
	}
}

static const struct {
	struct statement_row row;
	bool good;
} faults[] = {
	{ { "", READS_PLAIN, STR(""), STR("SELECT id FROM site WHERE uuid = $1") }, true },
	{ { "", READS_PLAIN, STR(""), STR("SELECT $1, $2, $1, $3 FROM site") }, true },
	{ { "", READS_PLAIN, STR(""), STR("SELECT $2, $1 FROM site") }, false },
	{ { "", READS_PLAIN, STR(""), STR("SELECT $1, $3 FROM site") }, false },
	{ { "", READS_PLAIN, STR(""), STR("SELECT $x FROM site") }, false },
	{ { "", READS_PLAIN, STR(""), STR("SELECT id FROM site WHERE name = ?") }, false },
	{ { "", READS_PLAIN, STR(""), STR("SELECT id FROM site WHERE name = 'a'") }, false },
	{ { "", READS_PLAIN, STR(""), STR("SELECT seq FROM event WHERE seq = $1") }, false },
	{ { "", READS_PLAIN, STR(""), STR("SELECT 1 FROM site s JOIN payload y ON y.seq = s.id") }, false },
	{ { "", READS_PLAIN, STR(""), STR("UPDATE event SET seq = $1") }, false },
	{ { "", READS_PLAIN, STR(""), STR("INSERT INTO event (seq) VALUES ($1)") }, true },
	{ { "", READS_PLAIN, STR(""), STR("SELECT 1 FROM site s, event e") }, false },
	{ { "", READS_PLAIN, STR(""), STR("INSERT INTO event (seq) SELECT seq FROM event") }, false },
	{ { "", READS_ENGINE, STR("proofs"), STR("SELECT leaf FROM event") }, true },
	{ { "", READS_ENGINE, STR(""), STR("SELECT leaf FROM event") }, false },
	{ { "", READS_SCOPED, STR(""), STR("SELECT leaf FROM event WHERE log = $1") }, false },
	{ { "", READS_SCOPED, STR(""), STR("SELECT leaf FROM event e WHERE {scope e.log - -}") }, true },
	{ { "", READS_SCOPED, STR(""), STR("SELECT id FROM site WHERE {scope uuid - -}") }, false },
	{ { "", READS_PLAIN, STR(""), STR("SELECT id FROM site WHERE {scope uuid - -}") }, false },
};

static void
rules_of_statements(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
		if ((statement_fault(&faults[i].row) == NULL) != faults[i].good)
			fail_msg("%s", faults[i].row.sql.p);
}

/* ---- the scope ---- */

static const unsigned char who[ID_SIZE] = { 1 };

static const struct {
	const char *sql, *want;
	struct scope_part parts[3];
	size_t n, values;
	enum err err;
} scopes[] = {
	{ "A {scope l p k}", "A (1 = 0)", { { 0 } }, 0, 0, OK },
	{ "A {scope l p k} B", "A ((1 = 1)) B", { { 0 } }, 1, 0, OK },
	{ "A {scope l p k} B", "A ((1 = 1 AND l = $3)) B", { { .ledger = 1 } }, 1, 1, OK },
	{ "{scope t.l t.p k}", "((1 = 1 AND t.l = $3) OR (1 = 1 AND t.p >= $4 AND t.p < $5) OR (1 = 1 AND t.l = $6 AND t.p >= $7 AND t.p < $8))",
	  { { .ledger = 1 }, { .from = STR("a"), .to = STR("b") }, { .ledger = 2, .from = STR("c"), .to = STR("d") } }, 3, 6, OK },
	{ "{scope l - -}", "((1 = 1 AND l = $3) OR 1 = 0 OR 1 = 0)",
	  { { .ledger = 1 }, { .ledger = 2, .from = STR("c"), .to = STR("d") }, { .takes_part = true, .who = who } }, 3, 1, OK },
	{ "{scope l p k}", "((1 = 1 AND l = $3 AND k IN (SELECT p.record FROM party p WHERE p.valid_to = " NOW
	  " AND p.path >= $4 AND p.path < $5 AND p.part = $6)))",
	  { { .ledger = 1, .from = STR("a"), .to = STR("b"), .takes_part = true, .part = STR("lead") } }, 1, 4, OK },
	{ "{scope l p k}", "((1 = 1 AND k IN (SELECT p.record FROM party p WHERE p.valid_to = " NOW " AND p.who = $3)))",
	  { { .takes_part = true, .who = who } }, 1, 1, OK },
	{ "{scope - p k}", "(1 = 0)", { { .ledger = 1 } }, 1, 0, OK },
	{ "{scope l p}", "", { { 0 } }, 1, 0, E_INTERNAL },
	{ "{scope l p k", "", { { 0 } }, 1, 0, E_INTERNAL },
	{ "{scope l p k b more}", "", { { 0 } }, 1, 0, E_INTERNAL },
	{ "{scope +l +p +k}", "((1 = 1 AND EXISTS (SELECT 1 FROM party p WHERE p.record = k AND p.valid_to = " NOW " AND p.who = $3)))",
	  { { .takes_part = true, .who = who } }, 1, 1, OK },
	{ "{scope +l +p +k b}", "((1 = 1 AND +k IN (SELECT p.record FROM party p WHERE p.valid_to = " NOW " AND p.who = $3)))",
	  { { .takes_part = true, .who = who, .few = true } }, 1, 1, OK },
	{ "{scope +l +p +k b}", "((1 = 1 AND +p >= $3 AND +p < $4) OR (1 = 1 AND (b LIKE '%|' || $5 || '%')))",
	  { { .from = STR("a"), .to = STR("a~") }, { .from = STR("a"), .to = STR("a~"), .takes_part = true } }, 2, 3, OK },
	{ "{scope +l +p +k b}", "((1 = 1 AND (b LIKE '%|' || $3 || '|%' OR (1 = 1 AND +p >= $4 AND +p < $5 AND EXISTS (SELECT 1 FROM party p "
	  "WHERE p.record = k AND p.valid_to = " NOW " AND p.path >= $6 AND p.path < $7)))))",
	  { { .from = STR("a"), .to = STR("a "), .takes_part = true } }, 1, 5, OK },
	{ "{scope l p k b}", "((1 = 1 AND k IN (SELECT p.record FROM party p WHERE p.valid_to = " NOW " AND p.path >= $3 AND p.path < $4 AND p.part = $5)))",
	  { { .from = STR("a"), .to = STR("a~"), .takes_part = true, .part = STR("lead") } }, 1, 3, OK },
	{ "none", "none", { { 0 } }, 1, 0, OK },
};

static void
conditions(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof scopes / sizeof scopes[0]; i++) {
		struct scope scope = { scopes[i].parts, scopes[i].n };
		struct value out[SCOPE_VALUES];
		struct buf b = { 0 };
		size_t n = scope_write(&b, cstr(scopes[i].sql), &scope, 2, out);

		assert_int_equal(b.err, scopes[i].err);
		assert_int_equal(n, scopes[i].values);
		assert_str(((struct str){ b.p, b.n }), scopes[i].want);
		buf_free(&b);
	}
}

static size_t
history(unsigned record, const struct scope *scope, enum err want)
{
	struct rows rows;
	size_t n = 0;

	store_ask(s, EVENT_HISTORY, scope, VALUES(value_int(small_key(s, record)), value_int(SEQ_NOW)), &rows);
	while (rows_next(&rows))
		n++;
	assert_int_equal(rows_end(&rows, NULL), want);
	return n;
}

/* Who may see no ledger, or another one, or some units of it where units are not known, sees nothing. */
static void
scope_of_rows(void **state)
{
	struct event_row e;
	int64_t log = small_log(s);

	(void)state;
	must(small_event(s, log, 1, 7, &e, &why));
	must(small_event(s, log, 1, 7, &e, &why));
	must(small_event(s, log, 1, 8, &e, &why));
	assert_int_equal(history(7, &scope_all, OK), 2);
	assert_int_equal(history(8, &scope_all, OK), 1);
	assert_int_equal(history(9, &scope_all, OK), 0);
	assert_int_equal(history(7, &(struct scope){ NULL, 0 }, OK), 0);
	assert_int_equal(history(7, &(struct scope){ &(struct scope_part){ .ledger = 1 }, 1 }, OK), 2);
	assert_int_equal(history(7, &(struct scope){ &(struct scope_part){ .ledger = 2 }, 1 }, OK), 0);
	assert_int_equal(history(7, &(struct scope){ &(struct scope_part){ .ledger = 1, .from = STR("0"), .to = STR("02") }, 1 }, OK), 2);
	assert_int_equal(history(7, &(struct scope){ &(struct scope_part){ .ledger = 1, .from = STR("02"), .to = STR("9") }, 1 }, OK), 0);
	must(store_do(s, PARTY_ADD, VALUES(value_int(small_key(s, 8)), value_text(STR("lead")), value_id(who), value_null(), value_int(3)), &why));
	assert_int_equal(history(8, &(struct scope){ &(struct scope_part){ .takes_part = true, .who = who }, 1 }, OK), 1);
	assert_int_equal(history(7, &(struct scope){ &(struct scope_part){ .takes_part = true, .who = who }, 1 }, OK), 0);
	assert_int_equal(history(7, NULL, E_INTERNAL), 0);
}

/* ---- values ---- */

static void
values_come_back(void **state)
{
	static const char bytes[] = "\0\xFF'; DROP TABLE site; --";
	static const int64_t numbers[] = { 0, 1, -1, INT64_MAX, INT64_MIN };
	struct str blob = { bytes, sizeof bytes };
	struct rows rows;

	(void)state;
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		store_ask_text(s, STR("SELECT $1, $2, $3, $4, $5, $6, $7"), NULL, VALUES(value_int(numbers[i]), value_text(STR("整改'\"")),
		    value_blob(blob), value_null(), value_text(STR("")), value_blob((struct str){ 0 }), value_real(0.5)), &rows);
		assert_true(rows_next(&rows));
		assert_int_equal(rows_int(&rows, 0), numbers[i]);
		assert_str(rows_text(&rows, 1), "整改'\"");
		assert_true(str_eq(rows_blob(&rows, 2), blob));
		assert_true(rows_null(&rows, 3));
		assert_false(rows_null(&rows, 4) || rows_null(&rows, 5));
		assert_int_equal(rows_text(&rows, 4).n + rows_blob(&rows, 5).n, 0);
		assert_true(rows_real(&rows, 6) == 0.5);
		assert_false(rows_next(&rows));
		must(rows_end(&rows, &why));
	}
}

/* A column of another type than the program takes it for is told, not taken for a number. */
static void
wrong_type(void **state)
{
	unsigned char id[ID_SIZE];
	struct rows rows;

	(void)state;
	store_ask_text(s, STR("SELECT $1, $2"), NULL, VALUES(value_text(STR("x")), value_blob(STR("short"))), &rows);
	assert_true(rows_next(&rows));
	assert_int_equal(rows_int(&rows, 0), 0);
	rows_bytes(&rows, 1, id, sizeof id);
	assert_int_equal(rows_end(&rows, NULL), E_BROKEN);
}

static void
rows_within_rows(void **state)
{
	struct event_row e;
	int64_t log = small_log(s), sum = 0;
	struct rows outer, inner;
	struct values all = VALUES(value_int(log), value_int(0), value_int(100));

	(void)state;
	for (unsigned i = 1; i <= 3; i++)
		must(small_event(s, log, 1, i, &e, &why));
	store_ask(s, LEAF_RANGE, NULL, all, &outer);
	while (rows_next(&outer)) {
		store_ask(s, LEAF_RANGE, NULL, all, &inner);
		while (rows_next(&inner))
			sum += 10 * rows_blob(&outer, 0).p[0] + rows_blob(&inner, 0).p[0];
		must(rows_end(&inner, &why));
	}
	must(rows_end(&outer, &why));
	assert_int_equal(sum, 3 * 10 * 6 + 3 * 6);
}

/* More texts than are kept. */
static void
many_texts(void **state)
{
	(void)state;
	for (int turn = 0; turn < 2; turn++)
		for (int i = 0; i < 200; i++) {
			char sql[64];

			snprintf(sql, sizeof sql, "SELECT %d + 1", i);
			assert_int_equal(tell(s, sql), i + 1);
		}
}

/* ---- transactions ---- */

static void
marks(void **state)
{
	struct event_row e;
	int64_t log = small_log(s);

	(void)state;
	must(store_begin(s, &why));
	must(small_event(s, log, 1, 1, &e, &why));
	must(store_mark(s, &why));
	must(small_event(s, log, 1, 2, &e, &why));
	assert_int_equal(e.number, 1);
	must(store_mark_undo(s, &why));
	must(store_mark(s, &why));
	must(small_event(s, log, 1, 3, &e, &why));
	assert_int_equal(e.number, 1);
	must(store_mark_keep(s, &why));
	assert_int_equal(store_begin(s, NULL), E_INTERNAL);
	must(store_commit(s, &why));
	assert_int_equal(tell(s, "SELECT count(*) FROM event"), 2);
	assert_int_equal(store_commit(s, NULL), E_INTERNAL);
	assert_int_equal(store_mark(s, NULL), E_INTERNAL);
}

static void
a_snapshot_stays(void **state)
{
	struct store *reader;
	struct event_row e;
	int64_t log = small_log(s);

	(void)state;
	must(small_event(s, log, 1, 1, &e, &why));
	must(store_open(&reader, place.path, STORE_READ, &why));
	must(store_begin(reader, &why));
	assert_int_equal(tell(reader, "SELECT count(*) FROM event"), 1);
	must(small_event(s, log, 1, 2, &e, &why));
	assert_int_equal(tell(reader, "SELECT count(*) FROM event"), 1);
	must(store_commit(reader, &why));
	assert_int_equal(tell(reader, "SELECT count(*) FROM event"), 2);
	assert_int_equal(store_do(reader, SETTING_PUT, VALUES(value_text(STR("a")), value_text(STR("b"))), NULL), E_READONLY);
	store_close(reader);
}

/* ---- events ---- */

/* Numbers count on; neither time nor day goes back. */
static void
events_are_numbered(void **state)
{
	static const struct { int32_t day; int64_t time; } rows[] = { { 5, 5000 }, { 7, 7000 }, { 6, 7000 }, { 9, 9000 } };
	static const struct { int32_t day; int64_t seq; } days[] = {
		{ 4, 0 }, { 5, 1 }, { 6, 1 }, { 7, 3 }, { 8, 3 }, { 9, 4 }, { 99, 4 },
	};
	struct event_row e;
	int64_t log = small_log(s), seq;

	(void)state;
	for (int i = 0; i < 4; i++) {
		must(small_event(s, log, rows[i].day, 0, &e, &why));
		assert_int_equal(e.number, i);
		assert_int_equal(e.seq, i + 1);
		assert_int_equal(e.time, rows[i].time);
	}
	for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
		must(day_seq(s, days[i].day, &seq, &why));
		assert_int_equal(seq, days[i].seq);
	}
	assert_int_equal(small_event(s, 99, 1, 0, &e, NULL), E_INTERNAL);
}

/* All lines of an envelope come out as they went in. */
static void
envelopes(void **state)
{
	unsigned char person[ID_SIZE], other[ID_SIZE], record[ID_SIZE], hash[HASH_SIZE] = { 3 }, got[HASH_SIZE];
	struct event_row e = { .log = small_log(s), .time = 42, .type = STR("submit"), .payload = STR("{}") };
	struct rows rows;

	(void)state;
	id_of(person, 11);
	id_of(other, 12);
	id_of(record, 13);
	must(identity_number(s, person, &e.person, &why));
	must(identity_number(s, other, &e.acting_for, &why));
	must(identity_number(s, record, &e.record, &why));
	must(definition_number(s, STR("sm3"), hash, STR("name: x"), &e.definition, &why));
	must(event_row_reserve(s, 1, &e, &why));
	must(event_row_append(s, &e, &why));
	store_ask(s, EVENT_RANGE, NULL, VALUES(value_int(e.log), value_int(0), value_int(1)), &rows);
	assert_true(rows_next(&rows));
	rows_bytes(&rows, 4, got, ID_SIZE);
	assert_memory_equal(got, person, ID_SIZE);
	rows_bytes(&rows, 5, got, ID_SIZE);
	assert_memory_equal(got, other, ID_SIZE);
	assert_str(rows_text(&rows, 6), "sm3");
	rows_bytes(&rows, 7, got, HASH_SIZE);
	assert_memory_equal(got, hash, HASH_SIZE);
	rows_bytes(&rows, 8, got, ID_SIZE);
	assert_memory_equal(got, record, ID_SIZE);
	assert_str(rows_text(&rows, 9), "submit");
	assert_str(rows_blob(&rows, 13), "{}");
	must(rows_end(&rows, &why));
	must(store_do(s, PAYLOAD_REMOVE, VALUES(value_int(e.seq)), &why));
	store_ask(s, EVENT_RANGE, NULL, VALUES(value_int(e.log), value_int(0), value_int(1)), &rows);
	assert_true(rows_next(&rows));
	assert_true(rows_null(&rows, 12) && rows_null(&rows, 13));
	must(rows_end(&rows, &why));
}

/* ---- databases that are not ours, or not now ---- */

static void
write_file(const char *path, const char *bytes, size_t n)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	fclose(f);
}

static void
refused(void **state)
{
	static char noise[8192];
	struct store *other = NULL;
	char path[200];

	(void)state;
	memset(noise, 'x', sizeof noise);
	assert_int_equal(store_create(place.path, NULL), E_WRITE);
	snprintf(path, sizeof path, "%s/none.db", place.folder);
	assert_int_equal(store_open(&other, path, STORE_READ, NULL), E_ABSENT);
	assert_int_equal(access(path, F_OK), -1);
	write_file(path, noise, sizeof noise);
	assert_int_equal(store_open(&other, path, STORE_READ, NULL), E_FOREIGN);
	write_file(path, "", 0);
	assert_int_equal(store_open(&other, path, STORE_WRITE, NULL), E_FOREIGN);
	must(store_define(s, "PRAGMA user_version = 999", &why));
	assert_int_equal(store_open(&other, place.path, STORE_READ, NULL), E_NEWER);
	must(store_define(s, "PRAGMA application_id = 7", &why));
	assert_int_equal(store_open(&other, place.path, STORE_READ, NULL), E_FOREIGN);
	snprintf(path, sizeof path, "%s/no/folder.db", place.folder);
	assert_int_equal(store_create(path, NULL), E_ABSENT);
}

static void
held_by_another(void **state)
{
	struct store *other;

	(void)state;
	must(store_open(&other, place.path, STORE_WRITE, &why));
	store_patience(other, 1);
	must(store_begin(s, &why));
	assert_int_equal(store_begin(other, NULL), E_BUSY);
	store_rollback(s);
	must(store_begin(other, &why));
	store_close(other);
}

/* A page of noise in the middle is told, not taken for rows. */
static void
damaged(void **state)
{
	struct store *other = NULL;
	struct event_row e;
	struct rows rows;
	int64_t log = small_log(s);
	enum err err;
	int fd;

	(void)state;
	for (unsigned i = 1; i < 300; i++)
		must(small_event(s, log, 1, i, &e, &why));
	store_close(s);
	s = NULL;
	fd = open(place.path, O_WRONLY);
	for (off_t at = 4096; at < 40 * 4096; at += 4096)
		assert_int_equal(pwrite(fd, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 8, at), 8);
	close(fd);
	err = store_open(&other, place.path, STORE_READ, NULL);
	if (err == OK) {
		store_ask(other, EVENT_SINCE, NULL, VALUES(value_int(0), value_int(1000)), &rows);
		while (rows_next(&rows))
			;
		err = rows_end(&rows, NULL);
		store_close(other);
	}
	assert_int_equal(err, E_BROKEN);
}

/* Opens, reads everything there is, and closes. */
static enum err
read_all(const char *path)
{
	struct store *other;
	struct rows rows;
	enum err err = store_open(&other, path, STORE_READ, NULL);

	if (err != OK)
		return err;
	store_ask(other, EVENT_SINCE, NULL, VALUES(value_int(0), value_int(1000)), &rows);
	while (rows_next(&rows))
		for (unsigned i = 0; i < 14; i++)
			rows_null(&rows, i);
	err = rows_end(&rows, NULL);
	store_close(other);
	return err;
}

/* A few bytes changed anywhere: rows or a sentence, and never one that blames the program. */
static void
spoilt_anywhere(void **state)
{
	static char bytes[1 << 20], spoilt[1 << 20];
	struct event_row e;
	int64_t log = small_log(s);
	unsigned chance = 7;
	char path[200];
	FILE *f;
	size_t n;

	(void)state;
	for (unsigned i = 1; i < 100; i++)
		must(small_event(s, log, 1, i, &e, &why));
	store_close(s);
	s = NULL;
	f = fopen(place.path, "rb");
	n = fread(bytes, 1, sizeof bytes, f);
	fclose(f);
	assert_true(n > 4096 && n < sizeof bytes);
	snprintf(path, sizeof path, "%s/spoilt.db", place.folder);
	for (int turn = 0; turn < 1500; turn++) {
		enum err err;

		memcpy(spoilt, bytes, n);
		for (int i = 0; i < 4; i++) {
			chance = chance * 1103515245 + 12345;
			spoilt[(chance >> 4) % (turn % 2 ? n : 8192)] = (char)(chance >> 24);
		}
		write_file(path, spoilt, n);
		err = read_all(path);
		if (err != OK && err != E_BROKEN && err != E_FOREIGN && err != E_NEWER)
			fail_msg("turn %d: %s", turn, err_name(err));
	}
}

/* ---- versions ---- */

#define VERSIONS_MOST 100

/* A schema as the program might have in a year: one version more. */
static void
an_old_one_is_brought_up(void **state)
{
	const struct engine *e = &engine_sqlite;
	const int now = schema_shipped.n;
	const char *versions[VERSIONS_MOST];
	const struct schema later = { versions, now + 1 }, broken = { versions, now + 2 };
	struct store *old;
	struct event_row ev;
	char copy[200];
	int version;
	bool is_old;

	(void)state;
	memcpy(versions, schema_shipped.versions, (size_t)now * sizeof versions[0]);
	versions[now] = "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT;";
	versions[now + 1] = "CREATE TABLE nonsense (;";
	must(small_event(s, small_log(s), 1, 5, &ev, &why));
	must(schema_check(e, store_conn(s), &later, place.path, &is_old, &why));
	assert_true(is_old);
	must(schema_upgrade(e, store_conn(s), &later, place.path, &why));
	must(e->version(store_conn(s), &version, &why));
	assert_int_equal(version, now + 1);
	assert_int_equal(tell(s, "SELECT count(*) FROM later"), 0);
	assert_int_equal(tell(s, "SELECT count(*) FROM event"), 1);

	snprintf(copy, sizeof copy, "%s.version-%d", place.path, now);
	must(store_open(&old, copy, STORE_READ, &why));
	assert_int_equal(tell(old, "SELECT count(*) FROM event"), 1);
	assert_true(tells(old, "PRAGMA integrity_check", "ok"));
	store_close(old);

	assert_int_equal(schema_check(e, store_conn(s), &schema_shipped, place.path, &is_old, NULL), E_NEWER);
	assert_int_not_equal(schema_upgrade(e, store_conn(s), &broken, place.path, NULL), OK);
	must(e->version(store_conn(s), &version, &why));
	assert_int_equal(version, now + 1);
	assert_false(store_inside(s));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_statement, begin, end),
		cmocka_unit_test(rules_of_statements),
		cmocka_unit_test(conditions),
		cmocka_unit_test_setup_teardown(scope_of_rows, begin, end),
		cmocka_unit_test_setup_teardown(values_come_back, begin, end),
		cmocka_unit_test_setup_teardown(wrong_type, begin, end),
		cmocka_unit_test_setup_teardown(rows_within_rows, begin, end),
		cmocka_unit_test_setup_teardown(many_texts, begin, end),
		cmocka_unit_test_setup_teardown(marks, begin, end),
		cmocka_unit_test_setup_teardown(a_snapshot_stays, begin, end),
		cmocka_unit_test_setup_teardown(events_are_numbered, begin, end),
		cmocka_unit_test_setup_teardown(envelopes, begin, end),
		cmocka_unit_test_setup_teardown(refused, begin, end),
		cmocka_unit_test_setup_teardown(held_by_another, begin, end),
		cmocka_unit_test_setup_teardown(damaged, begin, end),
		cmocka_unit_test_setup_teardown(spoilt_anywhere, begin, end),
		cmocka_unit_test_setup_teardown(an_old_one_is_brought_up, begin, end),
	};

	places_in_memory();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
