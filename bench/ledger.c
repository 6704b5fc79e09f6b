/*
 * ledger: pages, counts and the tick of a ledger of very many records.
 *
 *	ledger FOLDER RECORDS
 *
 * Makes a site in FOLDER, which is new: one unit for ten records (a tree four deep), RECORDS findings under the definition that ships,
 * each with two rows that are past, its parties, and ten events with small payloads; rows are put straight into the tables, and the
 * events are bytes of chance in a log that no journal would verify. Then it asks, as somebody of the office, of a division with few
 * records, and who only takes part, for pages by each column that the command list offers, filtered by each; counts subtrees of every
 * depth; counts as of days; and ticks. Prints lines of a name and numbers, each time in ms:
 *
 *	make SECONDS MB
 *	tend SECONDS			indexes of pairs, which a tick makes once
 *	page-WHO QUERIES p50 p99 WORST p99-BY-THE-CLOCK PERCENT-WITHIN-20-MS
 *	slow WHO FILTER#VALUE SORT WHICH rows=N MS	the slowest pages
 *	bare-NAME OURS BARE			the same rows asked of SQLite by its best index
 *	count-NAME QUERIES p50 p99 WORST p99-BY-THE-CLOCK PERCENT-WITHIN-20-MS
 *	count-bare MS			the same as the first, by counting rows
 *	turns SECONDS TURNS LAMPS BY-THE-CLOCK	a day on which turns open
 *	tick SECONDS TURNS LAMPS BY-THE-CLOCK	the day after, on which about one lamp in a hundred changes
 *	peak-pages MB, peak-turns MB, peak-tick MB	each of a process of its own
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lap.h"
#include "ledger/act.h"
#include "ledger/keep.h"
#include "ledger/shipped.h"
#include "ledger/site.h"
#include "ledger/tick.h"
#include "store/event_row.h"
#include "store/tally.h"

#define TODAY 20781		/* 2026-11-24, a Tuesday within a 旬 */
#define DAYS 730		/* of history */
#define NOW_US ((int64_t)TODAY * 86400000000 + 6 * 3600000000LL)
#define CITIES 20
#define COUNTIES 200
#define POSTS 200
#define PERSONS 20000
#define EVENTS 10
#define PATH 20
#define FIXED 6			/* values of a row before its own columns (table.h) */
#define SOON 0.020		/* s: what a page may take */

static _Noreturn void
die(const char *what)
{
	fprintf(stderr, "ledger: %s\n", what);
	exit(1);
}

#define must(call)                                                                            \
	do {                                                                                  \
		struct why must_why = { 0 };                                                  \
		if ((call) != OK) {                                                           \
			fprintf(stderr, "%s: %s\n", #call, must_why.what);                    \
			exit(1);                                                              \
		}                                                                             \
	} while (0)
#define WHY (&must_why)

static double
clock_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- chance, the same everywhere ---- */

static uint64_t chance_state = UINT64_C(0x9E3779B97F4A7C15);

static unsigned
chance(unsigned below)
{
	chance_state ^= chance_state >> 12;
	chance_state ^= chance_state << 25;
	chance_state ^= chance_state >> 27;
	return (unsigned)((chance_state * UINT64_C(0x2545F4914F6CDD1D)) >> 33) % below;
}

/* The first few come up far more often. */
static unsigned
skewed(unsigned below)
{
	double r = chance(1u << 20) / (double)(1u << 20);

	return (unsigned)(r * r * r * below);
}

static void
id_of(unsigned char id[ID_SIZE], unsigned char kind, unsigned n)
{
	memset(id, kind, ID_SIZE);
	memcpy(id, &n, sizeof n);
}

enum { ID_UNIT = 0x51, ID_RECORD, ID_POST, ID_PERSON };

/* ---- units ---- */

static unsigned units, records;

static void
level(char *out, unsigned n)
{
	static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	for (int i = SCOPE_LEVEL - 1; i >= 0; i--, n /= 36)
		out[i] = digits[n % 36];
}

static unsigned
parent_of(unsigned unit)
{
	return unit <= CITIES ? 0 : unit <= CITIES + COUNTIES ? 1 + (unit - 1 - CITIES) % CITIES : 1 + CITIES + (unit - 1 - CITIES - COUNTIES) % COUNTIES;
}

/* Unit 0 is the whole; then cities, counties, and the rest. */
static void
path_of(unsigned unit, char out[PATH + 1])
{
	unsigned chain[4], n = 0;

	for (; unit > 0; unit = parent_of(unit))
		chain[n++] = unit;
	level(out, 1);
	for (unsigned i = 0; i < n; i++)
		level(out + SCOPE_LEVEL * (i + 1), chain[n - 1 - i]);
	out[SCOPE_LEVEL * (n + 1)] = '\0';
}

/* ---- the ledger ---- */

struct desk {
	struct arena *arena;
	struct site site;
	struct hand hand;
	struct calendar calendar;
	struct ledgers ledgers;
	const struct ledger *ledger;
	const struct kind_force *kind;
};

static void
desk_open(struct desk *d, const char *path, enum store_mode mode)
{
	*d = (struct desk){ .arena = arena_new(0) };
	if (d->arena == NULL || arena_try(d->arena))
		die("memory");
	must(site_open(&d->site, path, mode, WHY));
	d->hand = (struct hand){ .store = d->site.store, .journal = d->site.journal, .site = d->site.site, .directory = d->site.directory,
		.kind = d->site.kind, .now = NOW_US };
	must(shipped_calendar(d->arena, &d->calendar, WHY));
	must(ledgers_load(&d->ledgers, d->arena, d->site.store, &d->calendar, WHY));
	d->ledger = ledger_by_code(&d->ledgers, STR("xs"));
	d->kind = d->ledger == NULL ? NULL : force_kind(d->ledger->force, STR("finding"));
}

static void
desk_close(struct desk *d)
{
	site_close(&d->site);
	arena_free(d->arena);
}

static void
begin_ledger(struct desk *d)
{
	struct faults faults = { .name = STR("rectification") };
	struct actor actor;
	bool found;

	must(directory_by_login(d->site.store, STR("office"), &d->hand.person, &found, WHY));
	must(store_begin(d->site.store, WHY));
	must(actor_read(d->arena, d->site.store, d->hand.person, (struct uuid){ { 0 } }, TODAY, &actor, WHY));
	must(ledger_begin(&d->hand, &d->ledgers, &actor, shipped_find(STR("rectification")), STR("xs"), STR("xs"), STR("2025"), &faults, &d->ledger, WHY));
	must(store_commit(d->site.store, WHY));
	d->kind = force_kind(d->ledger->force, STR("finding"));
}

static size_t
column_of(const struct kind_force *kf, const char *field)
{
	int i = kind_field(kf->kind, cstr(field));

	if (i < 0)
		die(field);
	return RECORD_FIELDS + kf->at[i];
}

/* ---- rows, past what writes them ---- */

struct raw {
	sqlite3 *db;
	sqlite3_stmt *st;
};

static void
run(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
		fprintf(stderr, "%s\n", sql);
		die(sqlite3_errmsg(db));
	}
}

static sqlite3_stmt *
prepared(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *st;

	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
		die(sqlite3_errmsg(db));
	return st;
}

static void
put(sqlite3_stmt *st, const struct value *v, size_t n)
{
	static const char none[] = "";

	for (size_t i = 0; i < n; i++) {
		const char *p = v[i].u.s.p == NULL ? none : v[i].u.s.p;

		switch (v[i].kind) {
		case VALUE_INT:		sqlite3_bind_int64(st, (int)i + 1, v[i].u.i); break;
		case VALUE_TEXT:	sqlite3_bind_text(st, (int)i + 1, p, (int)v[i].u.s.n, SQLITE_STATIC); break;
		case VALUE_BLOB:	sqlite3_bind_blob(st, (int)i + 1, p, (int)v[i].u.s.n, SQLITE_STATIC); break;
		default:		sqlite3_bind_null(st, (int)i + 1);
		}
	}
	if (sqlite3_step(st) != SQLITE_DONE)
		die(sqlite3_errmsg(sqlite3_db_handle(st)));
	sqlite3_reset(st);
}

#define PUT(st, ...) put(st, VALUES(__VA_ARGS__).v, VALUES(__VA_ARGS__).n)

static void
make_units(sqlite3 *db)
{
	sqlite3_stmt *st = prepared(db, "INSERT INTO unit (uuid, parent, path, name, division, valid_from, valid_to) VALUES ($1, $2, $3, $4, 1, 1, $5)");

	for (unsigned i = 1; i < units; i++) {
		unsigned char id[ID_SIZE], parent[ID_SIZE];
		char path[PATH + 1], name[40];

		id_of(id, ID_UNIT, i);
		id_of(parent, ID_UNIT, parent_of(i));
		path_of(i, path);
		snprintf(name, sizeof name, "第%u处室", i);
		PUT(st, value_id(id), value_id(parent), value_text(cstr(path)), value_text(cstr(name)), value_int(SEQ_NOW));
	}
	sqlite3_finalize(st);
}

/* ---- records ---- */

enum stage { DRAFT, HANDED_OUT, REFUSED, OPEN, PAUSED, SUBMITTED, REVIEWED, CLOSED, VOID, STATES };
static const char *const states[STATES] = { "draft", "handed-out", "refused", "open", "paused", "submitted", "reviewed", "closed", "void" };
enum light { BLUE, GREY, RED, YELLOW, GREEN, LAMPS };
static const char *const lamps[LAMPS] = { "blue", "grey", "red", "yellow", "green" };

struct version {
	int64_t from;
	enum stage state;
	enum light lamp;
};

struct made {
	unsigned i, unit, support;	/* support 0: none */
	int32_t born, due;
	struct version v[3];
	enum { AT_ONCE, STAGED, LASTING } class;
	bool hard;
	unsigned aspect, post, person, evidence;
};

static const char *const classes[] = { "at-once", "staged", "lasting" };
static const char *const places[] = { "市直机关", "县区", "乡镇", "街道", "国有企业", "医院", "学校", "开发区", "基层站所", "下属事业单位", "社区",
	"行业协会", "派出机构", "窗口单位", "执法队伍", "项目部" };
static const char *const aspects[] = { "主体责任", "监督责任", "选人用人", "基层党建", "巡视整改", "作风建设", "资金管理", "项目管理", "采购招标",
	"医疗服务", "安全生产", "信访维稳" };

static int32_t
day_of_seq(int64_t seq)
{
	int32_t day = TODAY - DAYS + (int32_t)(seq * DAYS / ((int64_t)records * EVENTS));

	return day > TODAY ? TODAY : day;
}

static enum light
lamp_of(enum stage s, int32_t due, int32_t day)
{
	if (s == CLOSED || s == VOID)
		return BLUE;
	return s == PAUSED ? GREY : due == 0 ? GREEN : due < day ? RED : due - day <= 7 ? YELLOW : GREEN;
}

/* The older, the likelier it is closed. */
static enum stage
last_state(unsigned i)
{
	static const enum stage others[] = { OPEN, OPEN, OPEN, OPEN, OPEN, OPEN, HANDED_OUT, HANDED_OUT, SUBMITTED, SUBMITTED, REVIEWED, DRAFT,
		DRAFT, PAUSED, REFUSED, VOID };
	double age = 1 - i / (double)records;

	return chance(1000) < (unsigned)(1000 * (0.2 + 0.75 * age)) ? CLOSED : others[chance(sizeof others / sizeof others[0])];
}

static int64_t
later(int64_t seq)
{
	int64_t last = (int64_t)records * EVENTS - 1;

	seq += 1 + chance(records / 2 + 1);
	return seq > last ? last : seq;
}

static void
make_record(unsigned i, struct made *m)
{
	enum stage last = last_state(i);

	*m = (struct made){ .i = i, .unit = 1 + CITIES + (chance(2) ? skewed(units - 1 - CITIES) : chance(units - 1 - CITIES)) };
	m->born = day_of_seq((int64_t)i * EVENTS);
	m->class = chance(10) < 3 ? AT_ONCE : chance(10) == 0 ? LASTING : STAGED;
	m->due = m->class == LASTING ? 0 : m->born + 20 + (int32_t)chance(340);
	if (last != CLOSED && last != VOID && last != PAUSED && chance(40) == 0)
		m->due = TODAY;		/* tomorrow its lamp changes */
	m->hard = chance(20) == 0;
	m->aspect = skewed(12);
	m->post = skewed(POSTS);
	m->person = skewed(PERSONS);
	m->evidence = last == CLOSED ? 1 + chance(5) : chance(2);
	m->support = chance(3) > 0 ? 0 : 1 + CITIES + chance(units - 1 - CITIES);
	m->v[0] = (struct version){ (int64_t)i * EVENTS + 1, DRAFT, lamp_of(DRAFT, m->due, m->born) };
	m->v[1].from = later(m->v[0].from);
	m->v[1].state = chance(3) == 0 ? HANDED_OUT : OPEN;
	m->v[1].lamp = lamp_of(m->v[1].state, m->due, day_of_seq(m->v[1].from));
	m->v[2].from = later(m->v[1].from) + 1;
	m->v[2].state = last;
	m->v[2].lamp = lamp_of(last, m->due, TODAY);
}

static struct value
day_or_null(int32_t day)
{
	return day == 0 ? value_null() : value_int(day);
}

static struct value
lamp_next(const struct made *m, const struct version *v)
{
	if (v->state == CLOSED || v->state == VOID || v->lamp == RED || m->due == 0 || v->state == PAUSED)
		return value_null();
	return value_int(v->lamp == YELLOW ? m->due + 1 : m->due - 7 > TODAY + 1 ? m->due - 7 : TODAY + 2);
}

struct making {
	struct desk *d;
	sqlite3 *db;
	sqlite3_stmt *row, *identity, *record, *party, *event, *payload;
	size_t title, aspect, class, hard, in_charge, lead, person, imposed, promised, progress, outcome;
};

static void
put_rows(struct making *k, const struct made *m, int64_t key)
{
	struct value v[FIXED + TABLE_COLUMNS_MOST], *own = v + FIXED;
	size_t n = k->d->kind->table->columns.n;
	unsigned char unit[ID_SIZE], post[ID_SIZE], person[ID_SIZE];
	char title[200], number[32], path[PATH + 1], support[PATH + 1], beside[PATH + 3] = "", progress[300];

	path_of(m->unit, path);
	path_of(m->support, support);
	if (m->support != 0 && m->support != m->unit)
		snprintf(beside, sizeof beside, SCOPE_BESIDE "%s" SCOPE_BESIDE, support);
	id_of(unit, ID_UNIT, m->unit);
	id_of(post, ID_POST, m->post);
	id_of(person, ID_PERSON, m->person);
	snprintf(title, sizeof title, "%s有%u家单位在%s方面落实不到位，台账记录不完整", places[chance(16)], chance(3000), aspects[m->aspect]);
	snprintf(number, sizeof number, "2025-%03u", m->i + 1);
	snprintf(progress, sizeof progress, "已召开专题会议研究，制定整改措施%u项，正在逐项推进，预计月底前完成阶段性任务并报送书面报告", m->i % 9 + 1);
	for (size_t i = 0; i < FIXED + n; i++)
		v[i] = value_null();
	v[0] = value_int(key);
	v[1] = value_int(k->d->ledger->number);
	v[2] = value_text(cstr(path));
	v[3] = value_text(cstr(beside));
	own[RECORD_NUMBER] = value_text(cstr(number));
	own[RECORD_DUE] = own[k->imposed] = day_or_null(m->due);
	own[RECORD_LAST] = value_int(m->i * EVENTS + 9);
	own[k->title] = value_text(cstr(title));
	own[k->aspect] = value_text(cstr(aspects[m->aspect]));
	own[k->class] = value_text(cstr(classes[m->class]));
	own[k->hard] = value_int(m->hard);
	own[k->in_charge] = value_id(post);
	own[k->lead] = value_id(unit);
	own[k->person] = value_id(person);
	own[k->progress] = value_text(cstr(progress));
	for (int i = 0; i < 3; i++) {
		v[4] = value_int(m->v[i].from);
		v[5] = value_int(i == 2 ? SEQ_NOW : m->v[i + 1].from);
		own[RECORD_STATE] = value_text(cstr(states[m->v[i].state]));
		own[RECORD_LAMP] = value_text(cstr(lamps[m->v[i].lamp]));
		own[RECORD_LAMP_ROW] = value_int(m->v[i].lamp);
		own[RECORD_LAMP_NEXT] = lamp_next(m, &m->v[i]);
		own[RECORD_EVIDENCE] = value_int(i == 2 ? m->evidence : 0);
		if (m->v[i].state == CLOSED)
			own[k->outcome] = value_text(cstr(m->i % 10 < 7 ? "done" : m->i % 10 < 9 ? "stage-done" : "long-term"));
		put(k->row, v, FIXED + n);
	}
	PUT(k->record, v[0], v[1], own[RECORD_NUMBER], v[2]);
}

static void
put_parties(struct making *k, const struct made *m, int64_t key)
{
	unsigned char unit[ID_SIZE], post[ID_SIZE], person[ID_SIZE];
	char path[PATH + 1];
	struct value seq = value_int(m->v[0].from), now = value_int(SEQ_NOW);

	id_of(post, ID_POST, m->post);
	id_of(person, ID_PERSON, m->person);
	id_of(unit, ID_UNIT, m->unit);
	path_of(m->unit, path);
	PUT(k->party, value_int(key), value_text(STR("lead")), value_id(unit), value_text(cstr(path)), seq, now);
	PUT(k->party, value_int(key), value_text(STR("in-charge")), value_id(post), value_null(), seq, now);
	PUT(k->party, value_int(key), value_text(STR("person")), value_id(person), value_null(), seq, now);
	if (m->support == 0)
		return;
	id_of(unit, ID_UNIT, m->support);
	path_of(m->support, path);
	PUT(k->party, value_int(key), value_text(STR("support")), value_id(unit), value_text(cstr(path)), seq, now);
}

static void
put_events(struct making *k, const struct made *m, int64_t key, int64_t base)
{
	static const char *const types[] = { "enter", "hand-out", "sign", "progress", "progress", "progress", "submit", "accept", "close", "lamp-moved" };
	char payload[120];
	uint64_t hash[4], salt[2];

	for (int j = 0; j < EVENTS; j++) {
		int64_t seq = base + (int64_t)m->i * EVENTS + j + 1;

		for (int h = 0; h < 4; h++)
			hash[h] = (uint64_t)chance(UINT32_MAX) << 32 | chance(UINT32_MAX);
		salt[0] = hash[0] ^ 1;
		salt[1] = hash[1];
		snprintf(payload, sizeof payload, "{\"day\":%d,\"progress\":\"已完成%d项\"}", m->born, j);
		PUT(k->event, value_int(seq), value_int(base + (int64_t)m->i * EVENTS + j), value_int(NOW_US), value_int(key),
		    value_text(cstr(types[j])), value_hash((const unsigned char *)hash), value_hash((const unsigned char *)hash));
		PUT(k->payload, value_int(seq), value_id((const unsigned char *)salt), value_blob(cstr(payload)));
	}
}

/* ---- the tally ---- */

/* One change of a count as one number: unit above, unit, state, lamp, day; the lowest bit tells which way. */
static uint64_t *changes;
static size_t nchanges;

static void
note_change(unsigned unit, const struct version *v, int32_t day, bool more)
{
	for (;; unit = parent_of(unit)) {
		changes[nchanges++] = ((((uint64_t)unit * STATES + v->state) * LAMPS + v->lamp) << 12 | (uint64_t)(day - TODAY + DAYS)) << 1 | more;
		if (unit == 0)
			return;
	}
}

static void
note_changes(const struct made *m)
{
	for (int i = 0; i < 3; i++) {
		int32_t day = day_of_seq(m->v[i].from);

		if (i > 0)
			note_change(m->unit, &m->v[i - 1], day, false);
		note_change(m->unit, &m->v[i], day, true);
	}
}

static int
compare_changes(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void
put_tally(sqlite3 *db, const struct desk *d)
{
	sqlite3_stmt *tally = prepared(db, "INSERT INTO tally (id, made, ledger, path, one, two, count) VALUES ($1, $2, $3, $4, $5, $6, $7)");
	sqlite3_stmt *days = prepared(db, "INSERT INTO tally_day (tally, day, count) VALUES ($1, $2, $3)");
	int64_t id = 0;

	qsort(changes, nchanges, sizeof changes[0], compare_changes);
	for (size_t i = 0; i < nchanges; ) {
		uint64_t who = changes[i] >> 13;
		unsigned unit = (unsigned)(who / LAMPS / STATES);
		int64_t count = 0;
		char path[PATH + 1];

		id++;
		while (i < nchanges && changes[i] >> 13 == who) {
			uint64_t day = changes[i] >> 1;

			for (; i < nchanges && changes[i] >> 1 == day; i++)
				count += (changes[i] & 1) != 0 ? 1 : -1;
			PUT(days, value_int(id), value_int((int64_t)(day & 0xFFF) + TODAY - DAYS), value_int(count));
		}
		path_of(unit, path);
		PUT(tally, value_int(id), value_text(d->kind->table->store.name), value_int(d->ledger->number), value_text(cstr(path)),
		    value_text(cstr(states[who / LAMPS % STATES])), value_text(cstr(lamps[who % LAMPS])), value_int(count));
	}
	sqlite3_finalize(tally);
	sqlite3_finalize(days);
}

/* ---- making ---- */

#define INDEXES_MOST 64

/* Indexes of the large tables are made behind their rows. */
static size_t
drop_indexes(sqlite3 *db, char *again[INDEXES_MOST])
{
	sqlite3_stmt *st = prepared(db, "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND "
	    "(tbl_name LIKE 't_rectification__finding' OR tbl_name IN ('event', 'party', 'records', 'unit'))");
	char drop[200], *names[INDEXES_MOST];
	size_t n = 0;

	for (; sqlite3_step(st) == SQLITE_ROW && n < INDEXES_MOST; n++) {
		names[n] = strdup((const char *)sqlite3_column_text(st, 0));
		again[n] = strdup((const char *)sqlite3_column_text(st, 1));
	}
	sqlite3_finalize(st);
	for (size_t i = 0; i < n; i++) {
		snprintf(drop, sizeof drop, "DROP INDEX %s", names[i]);
		run(db, drop);
		free(names[i]);
	}
	return n;
}

static int64_t
raw_int(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *st = prepared(db, sql);
	int64_t n = sqlite3_step(st) == SQLITE_ROW ? sqlite3_column_int64(st, 0) : 0;

	sqlite3_finalize(st);
	return n;
}

static void
prepare_all(struct making *k)
{
	const struct kind_force *kf = k->d->kind;
	char sql[300];

	k->row = prepared(k->db, kf->table->store.insert.p);
	k->identity = prepared(k->db, "INSERT INTO identity (uuid) VALUES ($1)");
	snprintf(sql, sizeof sql, "INSERT INTO records (key, ledger, kind, number, path) VALUES ($1, $2, 'finding', $3, $4)");
	k->record = prepared(k->db, sql);
	k->party = prepared(k->db, "INSERT INTO party (record, part, who, path, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6)");
	snprintf(sql, sizeof sql, "INSERT INTO event (seq, log, number, time, record, type, payload_hash, leaf) "
	    "VALUES ($1, 1000, $2, $3, $4, $5, $6, $7)");
	k->event = prepared(k->db, sql);
	k->payload = prepared(k->db, "INSERT INTO payload (seq, salt, bytes) VALUES ($1, $2, $3)");
	k->title = column_of(kf, "title");
	k->aspect = column_of(kf, "aspect");
	k->class = column_of(kf, "class");
	k->hard = column_of(kf, "hard");
	k->in_charge = column_of(kf, "in-charge");
	k->lead = column_of(kf, "lead");
	k->person = column_of(kf, "person");
	k->imposed = column_of(kf, "imposed");
	k->progress = column_of(kf, "progress");
	k->outcome = column_of(kf, "outcome");
}

static void
end_all(struct making *k)
{
	sqlite3_stmt *all[] = { k->row, k->identity, k->record, k->party, k->event, k->payload };

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		sqlite3_finalize(all[i]);
}

static void
make_records(struct making *k)
{
	int64_t base = raw_int(k->db, "SELECT seq FROM head");

	run(k->db, "INSERT INTO site (id, uuid, own, verifier) VALUES (1000, zeroblob(16), 0, ''); "
	    "INSERT INTO log (id, site, ledger, size, time) SELECT 1000, 1000, max(id), 0, 0 FROM ledger");
	changes = malloc((size_t)records * 5 * 4 * sizeof *changes);
	if (changes == NULL)
		die("memory");
	for (unsigned i = 0; i < records; i++) {
		unsigned char id[ID_SIZE];
		struct made m;
		int64_t key;

		make_record(i, &m);
		id_of(id, ID_RECORD, i);
		PUT(k->identity, value_id(id));
		key = sqlite3_last_insert_rowid(k->db);
		note_changes(&m);
		for (int j = 0; j < 3; j++)
			m.v[j].from += base;
		put_rows(k, &m, key);
		put_parties(k, &m, key);
		put_events(k, &m, key, base);
	}
}

static void
put_days(struct making *k, int64_t base)
{
	sqlite3_stmt *st = prepared(k->db, "INSERT INTO day (day, seq) VALUES ($1, $2) ON CONFLICT (day) DO UPDATE SET seq = excluded.seq");
	int64_t total = (int64_t)records * EVENTS, last = 0;
	char sql[200];

	run(k->db, "DELETE FROM day");
	for (int32_t day = TODAY - DAYS; day <= TODAY; day++) {
		int64_t seq = day == TODAY ? total : ((int64_t)(day - TODAY + DAYS + 1) * total + DAYS - 1) / DAYS - 1;

		if (seq > last)
			PUT(st, value_int(day), value_int(base + (seq < total ? seq : total - 1 + (day == TODAY))));
		last = seq;
	}
	sqlite3_finalize(st);
	snprintf(sql, sizeof sql, "UPDATE head SET seq = %lld; UPDATE log SET size = %lld WHERE id = 1000", (long long)(base + total),
	    (long long)(base + total));
	run(k->db, sql);
}

static void
make_raw(struct desk *d, const char *path)
{
	struct making k = { .d = d };
	char *again[INDEXES_MOST];
	size_t n;
	int64_t base;

	if (sqlite3_open_v2(path, &k.db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
		die("no database");
	run(k.db, "PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; PRAGMA temp_store = FILE; "
	    "PRAGMA foreign_keys = OFF; BEGIN");
	base = raw_int(k.db, "SELECT seq FROM head");
	n = drop_indexes(k.db, again);
	make_units(k.db);
	prepare_all(&k);
	make_records(&k);
	end_all(&k);
	put_days(&k, base);
	put_tally(k.db, d);
	for (size_t i = 0; i < n; i++)
		run(k.db, again[i]);
	run(k.db, "COMMIT; PRAGMA journal_mode = WAL");
	sqlite3_close(k.db);
}

static void
make(const char *path)
{
	const struct site_plan plan = { .unit = STR("泓水市"), .account = STR("clerk"), .now = NOW_US - (int64_t)DAYS * 86400000000 };
	struct site_made made;
	struct desk d;

	must(site_create(path, &plan, &made, WHY));
	desk_open(&d, path, STORE_WRITE);
	begin_ledger(&d);
	site_close(&d.site);
	make_raw(&d, path);
}

/* ---- times ---- */

#define TIMES_MOST 20000

struct times {
	double core[TIMES_MOST], clock[TIMES_MOST];
	size_t n;
};

static int
compare_times(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
at(double *v, size_t n, double share)
{
	qsort(v, n, sizeof v[0], compare_times);
	return n == 0 ? 0 : v[(size_t)((double)(n - 1) * share)] * 1e3;
}

static void
told(const char *name, struct times *t)
{
	size_t within = 0;

	for (size_t i = 0; i < t->n; i++)
		within += t->core[i] <= SOON;
	printf("%s %zu %.2f %.2f %.2f %.2f %.1f\n", name, t->n, at(t->core, t->n, 0.5), at(t->core, t->n, 0.99), at(t->core, t->n, 1),
	    at(t->clock, t->n, 0.99), 100.0 * (double)within / (double)t->n);
	fflush(stdout);
}

static double
peak(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return (double)u.ru_maxrss / 1024;
}

/* ---- pages ---- */

struct asked_column {
	const char *name;
	size_t column;
};

#define COLUMNS_MOST 24

static size_t
offered(const struct kind_force *kf, struct asked_column out[COLUMNS_MOST])
{
	size_t n = 0;

	out[n++] = (struct asked_column){ "number", RECORD_NUMBER };
	out[n++] = (struct asked_column){ "state", RECORD_STATE };
	out[n++] = (struct asked_column){ "due", RECORD_DUE };
	out[n++] = (struct asked_column){ "lamp", RECORD_LAMP };
	out[n++] = (struct asked_column){ "evidence", RECORD_EVIDENCE };
	for (size_t i = 0; i < kf->kind->fields.n; i++) {
		const struct field_rule *f = &kf->kind->fields.v[i];

		if (f->list && f->type != TYPE_UNITS && f->type != TYPE_LINK && n < COLUMNS_MOST - 1)
			out[n++] = (struct asked_column){ f->key.p, RECORD_FIELDS + kf->at[i] };
	}
	return n;
}

struct sample {
	int64_t key;
	struct value *v;		/* of all columns */
};

#define SAMPLES 2

static struct value
column_value(struct arena *a, struct rows *rows, unsigned at, enum column_type type)
{
	if (rows_null(rows, at))
		return value_null();
	switch (type) {
	case COLUMN_TEXT:	return value_text(arena_str(a, rows_text(rows, at)));
	case COLUMN_BLOB:	return value_blob(arena_str(a, rows_blob(rows, at)));
	case COLUMN_REAL:	return value_real(rows_real(rows, at));
	default:		return value_int(rows_int(rows, at));
	}
}

/* Records of chance, whose values are filters and places in orders: what is frequent is asked for often. */
static void
take_samples(struct desk *d, struct sample out[SAMPLES])
{
	const struct kind_table *t = d->kind->table;
	struct rows rows;
	int64_t first = 0;

	for (int i = 0; i < SAMPLES; i++) {
		struct table_query q = { .ledger = d->ledger->number, .seq = SEQ_NOW, .order = TABLE_KEY, .behind = true, .limit = 1 };

		q.last_key = first + (int64_t)records * (2 * i + 1) / (2 * SAMPLES);
		out[i].v = arena_zalloc(d->arena, t->columns.n * sizeof *out[i].v);
		table_page(d->site.store, &t->store, &q, &rows);
		if (!rows_next(&rows))
			die("no sample");
		out[i].key = rows_int(&rows, LIST_KEY);
		for (size_t c = 0; c < t->columns.n; c++)
			out[i].v[c] = column_value(d->arena, &rows, LIST_ROW + TABLE_OWN + (unsigned)c, t->columns.v[c].type);
		must(rows_end(&rows, WHY));
	}
}

static unsigned
ask_page(struct desk *d, const struct table_query *q, double *core, double *clock)
{
	double from = clock_now();
	unsigned n = 0;
	struct rows rows;

	lap();
	table_page(d->site.store, &d->kind->table->store, q, &rows);
	while (rows_next(&rows))
		n++;
	must(rows_end(&rows, WHY));
	*core = lap();
	*clock = clock_now() - from;
	return n;
}

struct slow {
	double ms;
	char what[160];
};

#define SLOW 12

static void
note_slow(struct slow list[SLOW], double ms, const char *who, const char *filter, int value, const char *order, const char *deep, unsigned n)
{
	size_t i = SLOW - 1;

	if (ms <= list[i].ms)
		return;
	for (; i > 0 && list[i - 1].ms < ms; i--)
		list[i] = list[i - 1];
	list[i].ms = ms;
	snprintf(list[i].what, sizeof list[i].what, "slow %s %s#%d %s %s rows=%u", who, filter, value, order, deep, n);
}

static void
page_one(struct desk *d, struct table_query *q, const struct sample *deep, struct times *t, struct slow slow[SLOW], const char *who,
    const char *filter, int value, const char *order)
{
	char name[80];

	for (int way = 0; way < 4; way++) {
		double core, clock;
		unsigned n;

		q->descending = (way & 1) != 0;
		q->behind = (way & 2) != 0;
		q->last = q->order == TABLE_KEY ? value_null() : deep->v[q->order];
		q->last_key = deep->key;
		n = ask_page(d, q, &core, &clock);
		t->core[t->n] = core;
		t->clock[t->n++] = clock;
		snprintf(name, sizeof name, "%s%s", q->descending ? "-" : "", order);
		note_slow(slow, core * 1e3, who, filter, value, name, q->behind ? "deep" : "first", n);
	}
}

static void
pages(struct desk *d, const char *who, const struct scope *scope, const struct sample samples[SAMPLES])
{
	static struct times t;
	struct slow slow[SLOW] = { { 0 } };
	struct asked_column columns[COLUMNS_MOST];
	size_t n = offered(d->kind, columns);
	char name[80];

	t.n = 0;
	columns[n] = (struct asked_column){ "key", TABLE_KEY };
	for (size_t f = 0; f <= n; f++)		/* the last: no filter */
		for (int i = 0; i < (f == n ? 1 : SAMPLES); i++)
			for (size_t o = 0; o <= n; o++) {
				struct table_filter filter = { f == n ? 0 : columns[f].column, TEST_IS, value_null() };
				struct table_query q = { .scope = scope, .ledger = d->ledger->number, .seq = SEQ_NOW, .filters = &filter,
					.nfilters = f < n, .order = columns[o].column, .limit = 50 };

				if (f < n)
					filter.value = samples[i].v[filter.column];
				if (f < n && filter.value.kind == VALUE_NULL)
					filter.test = TEST_ABSENT;
				page_one(d, &q, &samples[(i + 1) % SAMPLES], &t, slow, who, f == n ? "none" : columns[f].name, i, columns[o].name);
			}
	snprintf(name, sizeof name, "page-%s", who);
	for (size_t i = 0; i < SLOW && slow[i].ms > 10; i++)
		printf("%s %.1f\n", slow[i].what, slow[i].ms);
	told(name, &t);
}

/* ---- the same of SQLite alone ---- */

static double
bare(sqlite3 *db, const char *sql)
{
	struct times t = { .n = 0 };
	sqlite3_stmt *st = prepared(db, sql);

	for (int i = 0; i < 200; i++) {
		lap();
		while (sqlite3_step(st) == SQLITE_ROW)
			;
		sqlite3_reset(st);
		t.core[t.n++] = lap();
	}
	sqlite3_finalize(st);
	return at(t.core, t.n, 0.5);
}

static double
ours(struct desk *d, const struct table_query *q)
{
	struct times t = { .n = 0 };
	double clock;

	for (; t.n < 200; t.n++)
		ask_page(d, q, &t.core[t.n], &clock);
	return at(t.core, t.n, 0.5);
}

static void
against_bare(struct desk *d, const char *path, const struct scope *office)
{
	const struct table_filter open = { RECORD_STATE, TEST_IS, value_text(STR("open")) };
	struct table_query q = { .scope = office, .ledger = d->ledger->number, .seq = SEQ_NOW, .order = RECORD_DUE, .limit = 50 };
	sqlite3 *db;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
		die("no database");
	printf("bare-due %.3f %.3f\n", ours(d, &q),
	    bare(db, "SELECT * FROM t_rectification__finding WHERE valid_to = " NOW " ORDER BY c_due, key LIMIT 50"));
	q.order = TABLE_KEY;
	q.filters = &open;
	q.nfilters = 1;
	printf("bare-open %.3f %.3f\n", ours(d, &q),
	    bare(db, "SELECT * FROM t_rectification__finding WHERE valid_to = " NOW " AND c_state = 'open' ORDER BY key LIMIT 50"));
	fflush(stdout);
	sqlite3_close(db);
}

/* ---- counts ---- */

static int64_t
count_one(struct desk *d, const struct scope *scope, unsigned unit, size_t column, int64_t seq, struct times *t)
{
	char path[PATH + 1], end[PATH + 2];
	struct table_query q = { .scope = scope, .ledger = d->ledger->number, .seq = seq };
	double from = clock_now();
	int64_t sum = 0;
	struct rows rows;

	path_of(unit, path);
	snprintf(end, sizeof end, "%s" SCOPE_END, path);
	q.from = cstr(path);
	q.to = cstr(end);
	lap();
	table_count(d->site.store, &d->kind->table->store, &q, column, &rows);
	while (rows_next(&rows))
		sum += rows_int(&rows, 1);
	must(rows_end(&rows, WHY));
	t->core[t->n] = lap();
	t->clock[t->n++] = clock_now() - from;
	return sum;
}

static unsigned
unit_of_depth(int depth)
{
	return depth == 0 ? 0 : depth == 1 ? 1 + chance(CITIES) : depth == 2 ? 1 + CITIES + chance(COUNTIES) :
	    1 + CITIES + COUNTIES + chance(units - 1 - CITIES - COUNTIES);
}

static int64_t
seq_of_day(struct desk *d, int32_t day)
{
	int64_t seq;

	must(day_seq(d->site.store, day, &seq, WHY));
	return seq;
}

static void
counts(struct desk *d, const char *who, const struct scope *scope, bool past)
{
	static struct times t;
	char name[80];

	for (int depth = 0; depth < 4; depth++) {
		t.n = 0;
		for (int i = 0; i < 200; i++)
			count_one(d, scope, unit_of_depth(depth), i % 2 == 0 ? RECORD_LAMP : RECORD_STATE,
			    past ? seq_of_day(d, TODAY - 1 - (int32_t)chance(DAYS - 10)) : SEQ_NOW, &t);
		snprintf(name, sizeof name, "count-%s-%s-depth-%d", who, past ? "then" : "now", depth);
		told(name, &t);
	}
}

/* The tally against the rows, and what counting them costs. */
static void
check_counts(struct desk *d, const char *path)
{
	struct times t = { .n = 0 };
	sqlite3 *db;
	char sql[300];
	int64_t rows;
	int32_t day = TODAY - 200;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
		die("no database");
	lap();
	rows = raw_int(db, "SELECT count(*) FROM (SELECT c_lamp, count(*) FROM t_rectification__finding WHERE valid_to = " NOW " AND path < '0002' GROUP BY c_lamp)");
	printf("count-bare %.1f\n", lap() * 1e3);
	rows = raw_int(db, "SELECT count(*) FROM t_rectification__finding WHERE valid_to = " NOW);
	if (count_one(d, NULL, 0, RECORD_LAMP, SEQ_NOW, &t) != rows)
		die("the tally is not what the rows are");
	for (unsigned unit = 1; unit < 300; unit += 99) {
		char p[PATH + 1];

		path_of(unit, p);
		snprintf(sql, sizeof sql, "SELECT count(*) FROM t_rectification__finding WHERE valid_from <= %lld AND valid_to > %lld AND path >= '%s' AND path < '%s~'",
		    (long long)seq_of_day(d, day), (long long)seq_of_day(d, day), p, p);
		rows = raw_int(db, sql);
		if (count_one(d, NULL, unit, RECORD_STATE, seq_of_day(d, day), &t) != rows)
			die("the tally is not what the rows were");
	}
	sqlite3_close(db);
}

/* ---- whose eyes ---- */

struct eyes {
	struct scope_part parts[4];
	struct scope scope;
	unsigned char who[ID_SIZE];
	char from[PATH + 1], to[PATH + 2];
};

/* As rights_scope makes it: what a role shows, what the unit takes part in, what one does oneself. unit -1: the whole; -2: no role. */
static void
look(struct eyes *e, const struct desk *d, int unit, unsigned person)
{
	int64_t ledger = d->ledger->number;
	size_t n = 0;

	id_of(e->who, ID_PERSON, person);
	if (unit == -1)
		e->parts[n++] = (struct scope_part){ .ledger = ledger };
	if (unit >= 0) {
		path_of((unsigned)unit, e->from);
		snprintf(e->to, sizeof e->to, "%s" SCOPE_END, e->from);
		e->parts[n++] = (struct scope_part){ .ledger = ledger, .from = cstr(e->from), .to = cstr(e->to) };
		e->parts[n++] = (struct scope_part){ .ledger = ledger, .from = cstr(e->from), .to = cstr(e->to), .takes_part = true };
	}
	e->parts[n++] = (struct scope_part){ .ledger = ledger, .takes_part = true, .who = e->who };
	e->scope = (struct scope){ e->parts, n };
}

static void
ask_all(struct desk *d, const char *path)
{
	struct eyes office, city, division, partaker;
	struct sample samples[SAMPLES];

	look(&office, d, -1, PERSONS + 1);
	look(&city, d, 3, PERSONS + 1);
	look(&division, d, (int)units - 7, PERSONS + 1);
	look(&partaker, d, -2, PERSONS / 2);
	check_counts(d, path);
	take_samples(d, samples);
	against_bare(d, path, &office.scope);
	pages(d, "office", &office.scope, samples);
	pages(d, "city", &city.scope, samples);
	pages(d, "division", &division.scope, samples);
	pages(d, "partaker", &partaker.scope, samples);
	counts(d, "office", &office.scope, false);
	counts(d, "office", &office.scope, true);
	counts(d, "city", &city.scope, false);
	counts(d, "division", &division.scope, false);
	printf("peak-pages %.0f\n", peak());
	fflush(stdout);
}

/* ---- ticks ---- */

static void
tick_day(struct desk *d, int32_t day, const char *name)
{
	struct arena *a = arena_new(0);
	struct tick_report report;
	double from = clock_now();

	if (a == NULL || arena_try(a))
		die("memory");
	d->hand.now = NOW_US + (day - TODAY) * INT64_C(86400000000);
	d->hand.person = (struct uuid){ { 0 } };
	lap();
	must(store_begin(d->site.store, WHY));
	must(tick(a, &d->hand, &d->ledgers, day, &report, WHY));
	must(store_commit(d->site.store, WHY));
	printf("%s %.2f %llu %llu %.2f\n", name, lap(), (unsigned long long)report.turns, (unsigned long long)report.lamps, clock_now() - from);
	fflush(stdout);
	arena_free(a);
}

/* What a process does, and what it held at most. */
static void
in_child(void (*what)(const char *), const char *path)
{
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		what(path);
		fflush(stdout);
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0)
		die("a process failed");
}

/* What a tick does once, when a table has become large. */
static void
do_tend(const char *path)
{
	struct desk d;
	double from = clock_now();

	desk_open(&d, path, STORE_WRITE);
	must(store_begin(d.site.store, WHY));
	must(tally_recount_parts(d.site.store, d.arena, WHY));	/* rows were put straight into the tables */
	must(table_tend(d.site.store, &d.kind->table->store, TABLE_LARGE, WHY));
	must(store_commit(d.site.store, WHY));
	printf("tend %.1f\n", clock_now() - from);
	desk_close(&d);
}

static void
do_ask(const char *path)
{
	struct desk d;

	desk_open(&d, path, STORE_READ);
	ask_all(&d, path);
	desk_close(&d);
}

static void
do_tick(const char *path)
{
	struct desk d;

	desk_open(&d, path, STORE_WRITE);
	tick_day(&d, TODAY, "turns");
	printf("peak-turns %.0f\n", peak());
	desk_close(&d);
}

static void
do_tick_next(const char *path)
{
	struct desk d;

	desk_open(&d, path, STORE_WRITE);
	tick_day(&d, TODAY + 1, "tick");
	printf("peak-tick %.0f\n", peak());
	desk_close(&d);
}

int
main(int argc, char **argv)
{
	char path[4096];
	struct stat st;
	double from = clock_now();

	if (argc < 2)
		die("usage: ledger FOLDER [RECORDS]");
	records = argc > 2 ? (unsigned)atoi(argv[2]) : 1000000;
	units = records / 10 > 1000 ? records / 10 : 1000;
	snprintf(path, sizeof path, "%s/ledger.db", argv[1]);
	if (mkdir(argv[1], 0700) == 0) {
		in_child(make, path);
		stat(path, &st);
		printf("make %.1f %.0f\n", clock_now() - from, (double)st.st_size / 1e6);
	}
	in_child(do_tend, path);
	in_child(do_ask, path);
	in_child(do_tick, path);
	in_child(do_tick_next, path);
	return 0;
}
