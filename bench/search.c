/*
 * search: how long it takes to index and to find, beside what SQLite offers by itself.
 *
 *	search FOLDER ROWS
 *
 * FOLDER is a new one. Makes ROWS entries (search_text.h) of 5 ledgers and 1,000 units, three levels deep, each of an event of
 * its own; indexes them by search_catch_up, puts the same texts into a table, and into one of the trigram tokenizer. Prints a line for
 * each figure: a name, then numbers. Times are those of the core, in ms; queries are asked TIMES times, with
 * the words of the kind in turn, for units by chance.
 *
 *	build SECONDS MB TEXT-MB PEAK-MB	the index, per 100,000 rows; its file, the texts in it; memory held at most
 *	trigram-build SECONDS MB	the same of the trigram table and its texts
 *	KIND MEDIAN P99 WORST CLOCK FOUND	a page of 20 with its count; the p99 by the clock too
 *	KIND-like MEDIAN FOUND		the first words of the kind as one pattern of LIKE over the texts, newest 20
 *	KIND-trigram MEDIAN FOUND	the same as a phrase of the trigram table
 */
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "search_text.h"
#include "store/event_row.h"
#include "store/search.h"

#define LEDGERS 5
#define TIMES 200
#define TIMES_OF_OTHERS 3
#define SEED 20261122
#define POSTS 5000		/* each has a part in as many entries */

static const char *folder;
static unsigned rows_wanted;
static struct store *base;
static int64_t ledgers[LEDGERS];
static double text_bytes;

static double
read_clock(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* ms that the core worked. */
static double
now(void)
{
	return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

static _Noreturn void
die(const char *what)
{
	fprintf(stderr, "search: %s\n", what);
	exit(1);
}

static void
must(enum err err, const struct why *why)
{
	if (err != OK) {
		fprintf(stderr, "search: %s: %s\n", err_name(err), why->what);
		exit(1);
	}
}

static const char *
in_folder(const char *name)
{
	static char path[4096];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	return path;
}

static double
megabytes(const char *name)
{
	struct stat st;

	return stat(in_folder(name), &st) == 0 ? (double)st.st_size / 1e6 : 0;
}

/* ---- the database: an event for each entry ---- */

static void
path_of(unsigned i, char out[13])
{
	snprintf(out, 13, "0001%04u%04u", i % 10, i / 10 % 100);
}

static int64_t
make_log(int64_t site, unsigned n, struct why *why)
{
	unsigned char id[ID_SIZE];
	int64_t log;

	memset(id, 0xC0 + (int)n, ID_SIZE);
	must(ledger_number(base, id, STR("sha256"), &ledgers[n], why), why);
	must(log_number(base, site, ledgers[n], &log, why), why);
	return log;
}

static void
make_events(struct why *why)
{
	unsigned char id[ID_SIZE] = { 1 };
	int64_t site, logs[LEDGERS];

	must(store_begin(base, why), why);
	must(site_number(base, id, true, &site, why), why);
	for (unsigned i = 0; i < LEDGERS; i++)
		logs[i] = make_log(site, i, why);
	for (unsigned i = 0; i < rows_wanted; i++) {
		struct event_row e = { .log = logs[i % LEDGERS], .time = 1000 + i, .type = STR("note"), .payload = STR("{}") };

		memcpy(id, &i, sizeof i);
		memcpy(e.leaf, &i, sizeof i);
		id[15] = 1;
		must(identity_number(base, id, &e.record, why), why);
		must(event_row_reserve(base, 1, &e, why), why);
		must(event_row_append(base, &e, why), why);
	}
	must(store_commit(base, why), why);
}

/* Event n + 1 is of entry n, whose key is the record's number: the n + 1st too. */
static enum err
changed(void *arg, struct search *x, int64_t since, int64_t until, struct why *why)
{
	static unsigned char post[ID_SIZE];
	static struct search_sample s;
	enum err err = OK;

	(void)arg;
	for (int64_t seq = since + 1; seq <= until && err == OK; seq++) {
		unsigned i = (unsigned)seq - 1;
		char path[13];

		sample_make(&s, SEED, i);
		text_bytes += (double)(strlen(s.text) + strlen(s.title) + strlen(s.number));
		path_of(i, path);
		memcpy(post, &(unsigned){ i * 7919 % POSTS }, sizeof i);
		err = search_put(x, &(struct search_entry){ .key = seq, .ledger = ledgers[i % LEDGERS], .path = cstr(path),
		    .number = cstr(s.number), .title = cstr(s.title), .text = cstr(s.text), .at = 1000 + (int64_t)i,
		    .parties = &(struct search_party){ post, cstr(path) }, .n_parties = 1 }, why);
	}
	return err;
}

/* ---- what SQLite offers ---- */

static void
run(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		die(sqlite3_errmsg(db));
}

static sqlite3_stmt *
prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *st;

	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
		die(sqlite3_errmsg(db));
	return st;
}

/* Texts, and the trigram table of them. */
static sqlite3 *
make_others(void)
{
	static struct search_sample s;
	sqlite3_stmt *add, *index;
	sqlite3 *db;
	double start;

	if (sqlite3_open(in_folder("others.db"), &db) != SQLITE_OK)
		die("no other database");
	run(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT NOT NULL);"
	    "CREATE VIRTUAL TABLE g USING fts5 (body, content = 't', content_rowid = 'id', tokenize = 'trigram'); BEGIN");
	add = prepare(db, "INSERT INTO t (id, body) VALUES ($1, $2)");
	index = prepare(db, "INSERT INTO g (rowid, body) VALUES ($1, $2)");
	start = now();
	for (unsigned i = 0; i < rows_wanted; i++) {
		static char body[TEXT_ROOM + TITLE_ROOM + NUMBER_ROOM + 3];

		sample_make(&s, SEED, i);
		snprintf(body, sizeof body, "%s\n%s\n%s", s.number, s.title, s.text);
		for (int k = 0; k < 2; k++) {
			sqlite3_stmt *st = k == 0 ? add : index;

			sqlite3_bind_int64(st, 1, (sqlite3_int64)i + 1);
			sqlite3_bind_text(st, 2, body, -1, SQLITE_STATIC);
			if (sqlite3_step(st) != SQLITE_DONE)
				die(sqlite3_errmsg(db));
			sqlite3_reset(st);
		}
		if (i % SEARCH_STEP == SEARCH_STEP - 1)
			run(db, "COMMIT; BEGIN");
	}
	run(db, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
	sqlite3_finalize(add);
	sqlite3_finalize(index);
	printf("trigram-build %.2f %.0f\n", (now() - start) / 1e3 * 1e5 / rows_wanted, megabytes("others.db"));
	return db;
}

/* Newest twenty by one value; how long it took. */
static double
ask_other(sqlite3 *db, const char *sql, const char *value, int *found)
{
	double start = now();
	sqlite3_stmt *st = prepare(db, sql);

	*found = 0;
	sqlite3_bind_text(st, 1, value, -1, SQLITE_TRANSIENT);
	while (sqlite3_step(st) == SQLITE_ROW)
		++*found;
	sqlite3_finalize(st);
	return now() - start;
}

/* ---- kinds of queries ---- */

enum eyes { ALL, LEDGER, UNIT };

static const char *const places[] = { "青桐", "东湾", "石桥", "竹园", "马坊", "龙潭", "金沙", "红山" };
static const char *const things[] = { "整改台账", "消防通道", "信息系统", "应急物资", "检测报告", "药品采购", "作风纪律", "债务清理" };
static const char *const rare[] = { "鸬鹚养殖", "蘑菇大棚", "窑洞修缮", "鲟鱼放流" };
static const char *const singles[] = { "改", "年", "水", "蘑", "责", "的", "急", "鸬" };
static const char *const everywhere[] = { "整改" };
static const char *const pairs[] = { "落实 责任", "整改 消防通道", "台账 经费 值班", "作风纪律 竹园", "整改 鸬鹚", "档案 急救 蘑菇" };
static const char *const dates[] = { "2026年", "12月28日", "3月", "100,000", "7日前", "28日" };
static const char *const numbers[] = { NULL };	/* one that an entry has */

#define LIST(l) l, sizeof l / sizeof l[0]

static const struct {
	const char *name;
	const char *const *words;
	size_t n;
	enum eyes eyes;
} kinds[] = {
	{ "in-every-entry", LIST(everywhere), ALL },
	{ "two-characters", LIST(places), ALL },
	{ "four-characters", LIST(things), ALL },
	{ "rare", LIST(rare), ALL },
	{ "single-character", LIST(singles), ALL },
	{ "several-words", LIST(pairs), ALL },
	{ "numbers-and-days", LIST(dates), ALL },
	{ "document-number", LIST(numbers), ALL },
	{ "in-every-entry-of-a-ledger", LIST(everywhere), LEDGER },
	{ "in-every-entry-of-a-unit", LIST(everywhere), UNIT },
	{ "several-words-of-a-unit", LIST(pairs), UNIT },
};

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The scope of a unit of the lowest level, of one ledger, or all. */
static const struct scope *
scope_of(enum eyes eyes, unsigned i)
{
	static struct scope_part part;
	static struct scope scope = { &part, 1 };
	static char from[13], to[14];

	part = (struct scope_part){ .ledger = 0 };
	path_of(i, from);
	snprintf(to, sizeof to, "%s~", from);
	if (eyes == LEDGER)
		part.ledger = ledgers[i % LEDGERS];
	if (eyes == UNIT)
		part = (struct scope_part){ .from = cstr(from), .to = cstr(to) };
	return eyes == ALL ? &scope_all : &scope;
}

static void
word_of(size_t kind, unsigned i, char *out, size_t room)
{
	static struct search_sample s;
	const char *w = kinds[kind].words[i % kinds[kind].n];

	if (w != NULL) {
		snprintf(out, room, "%s", w);
		return;
	}
	sample_state = i;
	do
		sample_make(&s, SEED, sample_chance(rows_wanted));
	while (s.number[0] == '\0');
	snprintf(out, room, "%s", s.number);
}

static void
measure(struct search *x, size_t kind, struct why *why)
{
	static double took[TIMES], clock[TIMES];
	struct search_hit hits[SEARCH_LIMIT];
	struct search_page page = { .limit = SEARCH_LIMIT, .hits = hits };
	size_t found = 0;
	char word[200];

	sample_state = SEED;
	for (unsigned i = 0; i < TIMES; i++) {
		const struct scope *scope = scope_of(kinds[kind].eyes, sample_chance(rows_wanted));
		double start, begun;

		word_of(kind, i, word, sizeof word);
		start = now();
		begun = read_clock(CLOCK_MONOTONIC);
		must(search_ask(x, scope, 1, cstr(word), &page, why), why);
		clock[i] = read_clock(CLOCK_MONOTONIC) - begun;
		took[i] = now() - start;
		found += page.count;
	}
	qsort(took, TIMES, sizeof took[0], by_size);
	qsort(clock, TIMES, sizeof clock[0], by_size);
	printf("%s %.3f %.3f %.3f %.3f %zu\n", kinds[kind].name, took[TIMES / 2], took[TIMES * 99 / 100], took[TIMES - 1],
	    clock[TIMES * 99 / 100], found / TIMES);
}

static void
measure_others(sqlite3 *db, size_t kind)
{
	double like[TIMES_OF_OTHERS], trigram[TIMES_OF_OTHERS];
	char word[200], value[256];
	int found, of;

	word_of(kind, 0, word, sizeof word);
	for (int i = 0; i < TIMES_OF_OTHERS; i++) {
		snprintf(value, sizeof value, "%%%s%%", word);
		like[i] = ask_other(db, "SELECT id FROM t WHERE body LIKE $1 ORDER BY id DESC LIMIT 20", value, &of);
		snprintf(value, sizeof value, "\"%s\"", word);
		trigram[i] = ask_other(db, "SELECT rowid FROM g WHERE g MATCH $1 ORDER BY rowid DESC LIMIT 20", value, &found);
	}
	qsort(like, TIMES_OF_OTHERS, sizeof like[0], by_size);
	qsort(trigram, TIMES_OF_OTHERS, sizeof trigram[0], by_size);
	printf("%s-like %.3f %d\n%s-trigram %.3f %d\n", kinds[kind].name, like[TIMES_OF_OTHERS / 2], of, kinds[kind].name,
	    trigram[TIMES_OF_OTHERS / 2], found);
}

int
main(int argc, char **argv)
{
	unsigned char site[ID_SIZE] = { 1 };
	struct why why = { 0 };
	struct store *reader;
	struct search *x;
	struct rusage used;
	sqlite3 *others;
	double start;

	if (argc != 3)
		die("usage: search FOLDER ROWS");
	folder = argv[1];
	rows_wanted = (unsigned)atoi(argv[2]);
	if (mkdir(folder, 0700) != 0)
		die("the folder is there");
	must(store_create(in_folder("ledger.db"), &why), &why);
	must(store_open(&base, in_folder("ledger.db"), STORE_WRITE, &why), &why);
	make_events(&why);
	must(store_open(&reader, in_folder("ledger.db"), STORE_READ, &why), &why);
	must(search_open(&x, reader, site, (struct search_source){ changed, NULL }, &why), &why);
	start = now();
	must(search_catch_up(x, &why), &why);
	start = now() - start;
	getrusage(RUSAGE_SELF, &used);
	printf("build %.2f %.0f %.0f %.0f\n", start / 1e3 * 1e5 / rows_wanted, megabytes("ledger-search.db"), text_bytes / 1e6,
	    (double)used.ru_maxrss / 1024);
	fflush(stdout);
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		measure(x, i, &why);
	getrusage(RUSAGE_SELF, &used);
	printf("peak %.0f\n", (double)used.ru_maxrss / 1024);
	fflush(stdout);
	others = make_others();
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (kinds[i].eyes == ALL)
			measure_others(others, i);
	sqlite3_close(others);
	search_close(x);
	store_close(reader);
	store_close(base);
	return 0;
}
