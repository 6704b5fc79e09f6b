/* Search: terms, queries, marks; order, counts, rights; what is forgotten; files that are damaged or another's; deaths. */
#include "base/err.h"
#include "test.h"

#include "search.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "store/search_statements.h"

static struct stock stock;

static int
begin(void **state)
{
	(void)state;
	stock_make(&stock);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	stock_remove(&stock);
	return 0;
}

/* ---- words ---- */

static const struct { const char *text, *terms; } terms[] = {
	{ "", "" },
	{ "，。！ \n\t《》—— ①㎡℃", "" },
	{ "整", "整 " },
	{ "整改", "整改 改 " },
	{ "整改台账", "整改 改台 台账 账 " },
	{ "整改，台账", "整改 改 台账 账 " },
	{ "整 改", "整 改 " },
	{ "〇𠀀", "〇𠀀 𠀀 " },
	{ "GB/T9704", "gb t 9704 " },
	{ "重跑gen-itgc后", "重跑 跑 gen itgc 后 " },	/* Latin does not stick to Han */
	{ "ＡｂＣ１２", "abc 12 " },
	{ "2026年3月", "2026 年 3 月 " },
	{ "1,000 １０００ １，０００ 1000", "1000 1000 1000 1000 " },
	{ "1,234,567.89", "1234567 89 " },
	{ "1,00 1,0000 1234,567 1，000", "1 00 1 0000 1234 567 1 000 " },
	{ "1,000,0001", "1000 0001 " },
	{ "国发〔2026〕3号", "国发 发 2026 3 号 " },
	{ "国发[2026]3号", "国发 发 2026 3 号 " },
	{ "国发【２０２６】３号", "国发 发 2026 3 号 " },
	{ "café Ünï カタ", "café Ünï カタ " },		/* no case outside ASCII */
	{ "體制", "體制 制 " },
	{ "0123456789012345678901234567890123456789012345678901234567890123456789",
	    "0123456789012345678901234567890123456789012345678901234567890123 456789 " },
};

static void
terms_of_texts(void **state)
{
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
		b.n = 0;
		search_terms(&b, cstr(terms[i].text));
		assert_str(((struct str){ b.p, b.n }), terms[i].terms);
	}
	buf_free(&b);
}

#define TEN "整改台账销号落实责任"

static const struct { const char *query; enum err err; size_t words; } queries[] = {
	{ "", E_QUERY, 0 },
	{ "  　", E_QUERY, 0 },
	{ "，。“”——！", E_QUERY, 0 },
	{ "整改", OK, 1 },
	{ "整改 —— 台账", OK, 2 },
	{ "整改 台账　a\tb\nc", OK, 5 },
	{ "“整改 台账” a", OK, 2 },
	{ "整改“台账", OK, 2 },
	{ "a\"b\"c", OK, 3 },
	{ "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16", OK, 16 },
	{ "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17", E_QUERY, 0 },
	{ TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN, OK, 1 },
	{ TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN "。", E_QUERY, 0 },
	{ "整\xFF改", E_QUERY, 0 },
	{ "国发〔2026〕3号", OK, 1 },
	{ "国发2026 3 号", OK, 2 },
};

static void
words_of_queries(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
		struct search_query q;
		enum err err = search_query_parse(&q, cstr(queries[i].query), NULL);

		if (err != queries[i].err || (err == OK && q.n != queries[i].words))
			fail_msg("%s: %s, %zu words", queries[i].query, err_name(err), q.n);
	}
}

static const struct { const char *query, *text, *marked; } marked[] = {
	{ "整改", "整改台账，再整改。", "0-6 18-24" },
	{ "整改 台账", "整改台账", "0-12" },
	{ "改", "整改台账改", "3-6 12-15" },
	{ "1000", "共1,000元", "3-8" },
	{ "ab", "xAB ＡＢ ab1", "4-10 11-13" },
	{ "国发2026 3", "国发〔2026〕3号", "0-13 16-17" },
	{ "国发〔2026〕3号", "见国发[2026]3号。", "3-16" },
	{ "没有", "整改", "" },
};

static void
marks_in_texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof marked / sizeof marked[0]; i++) {
		struct search_mark found[8];
		struct search_query q;
		char got[200] = "";
		size_t n;

		must(search_query_parse(&q, cstr(marked[i].query), &why));
		n = search_marks(&q, cstr(marked[i].text), found, 8);
		for (size_t k = 0, at = 0; k < n; k++)
			at += (size_t)snprintf(got + at, sizeof got - at, "%s%zu-%zu", k > 0 ? " " : "", found[k].from, found[k].to);
		if (strcmp(got, marked[i].marked) != 0)
			fail_msg("%s in %s: %s", marked[i].query, marked[i].text, got);
	}
}

static void
marks_have_a_limit(void **state)
{
	struct search_mark found[2];
	struct search_query q;

	(void)state;
	must(search_query_parse(&q, STR("改"), &why));
	assert_int_equal(search_marks(&q, STR("改 改 改 改"), found, 2), 2);
	assert_int_equal(found[1].to, 7);
}

static void
statements_keep_the_rules(void **state)
{
	(void)state;
	for (size_t i = 0; i < SEARCH_STATEMENT_COUNT; i++)
		if (statement_fault(&search_statements[i]) != NULL)
			fail_msg("%s: %s", search_statements[i].name, statement_fault(&search_statements[i]));
}

/* ---- finding ---- */

static void
put(unsigned key, int64_t at, const char *number, const char *title, const char *text)
{
	stock_happen(&stock, op_put(key, 1, "0001", number, title, text, at));
}

static struct search_hit hits[SEARCH_COUNT];

static struct search_page
ask_as(const struct scope *scope, const char *query, size_t offset, size_t limit)
{
	struct search_page page = { .offset = offset, .limit = limit, .hits = hits };

	must(search_ask(stock.search, scope, 1, cstr(query), &page, &why));
	return page;
}

static struct search_page
ask(const char *query)
{
	return ask_as(&scope_all, query, 0, SEARCH_LIMIT);
}

/* The keys found, in order, and what is counted; to be written "3 1 2 (3)". */
static const char *
keys(struct search_page page)
{
	static char out[400];
	size_t at = 0;

	for (size_t i = 0; i < page.n && at < sizeof out - 40; i++)
		at += (size_t)snprintf(out + at, sizeof out - at, "%d ", (int)page.hits[i].key);
	snprintf(out + at, sizeof out - at, "(%zu%s)", page.count, page.more ? "+" : "");
	return out;
}

static void
put_four(void)
{
	put(1, 10, "国卫办发〔2026〕12号", "关于整改台账的通知", "落实整改责任，建立台账 quick");
	put(2, 20, "", "消防", "整改工作已完成，药品1,000盒，约谈王甲；quick ok");
	put(3, 30, "国卫办发2026 13", "值班", "见国卫办发[2026]12号，逐项整改销号。");
	put(4, 40, "", "改进", "quick fox １０００");
}

static const struct { const char *query, *keys; } finds[] = {
	{ "整改", "1 3 2 (3)" },			/* of two characters; the title first */
	{ "整改工", "2 (1)" },
	{ "整改 quick", "2 1 (2)" },			/* no short word is dropped */
	{ "ok 整改 quick", "2 (1)" },
	{ "整改台账", "1 (1)" },
	{ "整改 台账", "1 (1)" },
	{ "责任建立", "(0)" },				/* a comma stands between */
	{ "“整改 责任”", "(0)" },
	{ "“责任 建立”", "1 (1)" },
	{ "改", "4 1 3 2 (4)" },				/* of one character: in the title of two */
	{ "账", "1 (1)" },				/* at the end of a run */
	{ "qui", "(0)" },
	{ "QUICK", "4 2 1 (3)" },
	{ "1000", "4 2 (2)" },
	{ "１,０００", "4 2 (2)" },
	{ "国卫办发〔2026〕12号", "1 3 (2)" },		/* the number itself first */
	{ "国卫办发[2026]12号", "1 3 (2)" },
	{ "国卫办发（２０２６）１２号", "1 3 (2)" },
	{ "国卫办发【2026】12号", "1 3 (2)" },
	{ "国卫办发2026 12", "1 3 (2)" },
	{ "国卫办发2026 12号", "1 3 (2)" },
	{ "国卫办发〔2026〕13号", "3 (1)" },
	{ "国卫办发〔2026〕1号", "(0)" },
	{ "2026 12 号", "3 1 (2)" },
	{ "〔2026〕13号", "(0)" },			/* no 发文字号: its 号 is asked for */
	{ "发〔2026〕13号", "3 (1)" },
	{ "卫办发〔2026〕", "3 1 (2)" },
	{ "12号", "3 1 (2)" },
	{ "words", "(0)" },
	{ "quick AND fox", "(0)" },			/* no language of queries */
	{ "quick OR fox", "(0)" },
	{ "quick*", "4 2 1 (3)" },
	{ "title:quick", "(0)" },
	{ "NEAR(quick fox)", "(0)" },
	{ "整改' OR 1=1 --", "(0)" },
};

static void
found(void **state)
{
	(void)state;
	put_four();
	for (size_t i = 0; i < sizeof finds / sizeof finds[0]; i++)
		if (strcmp(keys(ask(finds[i].query)), finds[i].keys) != 0)
			fail_msg("%s: %s", finds[i].query, keys(ask(finds[i].query)));
}

static void
refused(void **state)
{
	struct search_page page = { .offset = 990, .limit = 11, .hits = hits };

	(void)state;
	put_four();
	assert_int_equal(search_ask(stock.search, &scope_all, 1, STR("，。"), &page, NULL), E_QUERY);
	assert_int_equal(search_ask(stock.search, &scope_all, 1, STR("整改"), &page, NULL), E_USAGE);
	page.offset = SIZE_MAX;
	assert_int_equal(search_ask(stock.search, &scope_all, 1, STR("整改"), &page, NULL), E_USAGE);
}

/* What came later is not always newer. */
static void
order_and_pages(void **state)
{
	static const int64_t times[] = { 50, 10, 60, 60, 20, 70, 5 };

	(void)state;
	for (unsigned i = 0; i < sizeof times / sizeof times[0]; i++)
		put(1 + i, times[i], "", "", "整改");
	put(9, 1, "", "整改", "");
	assert_string_equal(keys(ask("整改")), "9 6 4 3 1 5 2 7 (8)");
	assert_string_equal(keys(ask_as(&scope_all, "整改", 0, 3)), "9 6 4 (8)");
	assert_string_equal(keys(ask_as(&scope_all, "整改", 3, 3)), "3 1 5 (8)");
	assert_string_equal(keys(ask_as(&scope_all, "整改", 7, 20)), "7 (8)");
	assert_string_equal(keys(ask_as(&scope_all, "整改", 8, 20)), "(8)");
	assert_string_equal(keys(ask_as(&scope_all, "整改", 0, 0)), "(8)");
}

static void
counts_to_a_thousand(void **state)
{
	(void)state;
	for (unsigned i = 1; i <= SEARCH_COUNT; i++)
		put(i, i, "", i % 100 == 0 ? "整改" : "", "整改");
	assert_string_equal(keys(ask_as(&scope_all, "整改", 9, 2)), "100 999 (1000)");
	put(SEARCH_COUNT + 1, 0, "", "", "整改");
	assert_string_equal(keys(ask_as(&scope_all, "整改", 9, 2)), "100 999 (1000+)");
	assert_string_equal(keys(ask_as(&scope_all, "整改", 998, 2)), "2 1 (1000+)");
}

/* ---- rights ---- */

static void
rights(void **state)
{
	const int64_t one = stock.ledgers[1], two = stock.ledgers[2], none = 99;
	const struct {
		struct scope_part parts[2];
		size_t n;
		const char *keys;
	} rows[] = {
		{ { { 0 } }, 0, "(0)" },
		{ { { 0 } }, 1, "6 5 4 3 2 1 (6)" },
		{ { { .ledger = one } }, 1, "3 2 1 (3)" },
		{ { { .ledger = none } }, 1, "(0)" },				/* there is no such ledger */
		{ { { .ledger = none }, { .ledger = two } }, 2, "6 5 4 (3)" },
		{ { { .ledger = two, .from = STR("0001"), .to = STR("0001~") } }, 1, "5 4 (2)" },
		{ { { .from = STR("00010001"), .to = STR("00010002") } }, 1, "5 2 (2)" },
		{ { { .from = STR("00010001"), .to = STR("0002~") } }, 1, "6 5 3 2 (4)" },	/* no unit and what is below */
		{ { { .from = STR("000"), .to = STR("000~") } }, 1, "6 5 4 3 2 1 (6)" },
		{ { { .from = STR("0003"), .to = STR("0003~") } }, 1, "(0)" },
		{ { { .ledger = one, .from = STR("0002"), .to = STR("0002~") }, { .ledger = two, .from = STR("0001"), .to = STR("0002") } }, 2, "5 4 3 (3)" },
	};
	static const char *const paths[] = { "0001", "000100010007", "0002" };

	(void)state;
	for (unsigned i = 0; i < 6; i++)
		stock_happen(&stock, op_put(i + 1, 1 + i / 3, paths[i % 3], "号1", "整改", "整改", i));
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct scope scope = { rows[i].parts, rows[i].n };

		if (strcmp(keys(ask_as(&scope, "整改", 0, 20)), rows[i].keys) != 0)
			fail_msg("row %zu: %s", i, keys(ask_as(&scope, "整改", 0, 20)));
		assert_string_equal(keys(ask_as(&scope, "号1", 0, 20)), rows[i].keys);
	}
}

/* Who has a part in a record sees it wherever it is; parts that were are none. */
static void
rights_of_parts(void **state)
{
	static const unsigned char unit[ID_SIZE] = "unit", other[ID_SIZE] = "other", post[ID_SIZE] = "post";
	static const struct { unsigned key; const char *part; const unsigned char *who; const char *path; } ops[] = {
		{ 1, "lead", unit, "00010001" }, { 2, "support", unit, "00010001" }, { 3, "lead", other, "000100010007" },
		{ 4, "person", post, "" }, { 5, NULL, NULL, "" }, { 6, "lead", post, "" }, { 6, "lead", other, "0003" },
	};
	const struct { struct scope_part part; const char *keys; } rows[] = {
		{ { .from = STR("00010001"), .to = STR("00010001~"), .takes_part = true }, "3 2 1 (3)" },
		{ { .from = STR("00010001"), .to = STR("00010001~"), .takes_part = true, .part = STR("lead") }, "3 1 (2)" },
		{ { .from = STR("000100010007"), .to = STR("000100010007~"), .takes_part = true }, "3 (1)" },
		{ { .from = STR("0009"), .to = STR("0009~"), .takes_part = true }, "(0)" },	/* the records' own path is not asked */
		{ { .takes_part = true, .who = post }, "4 (1)" },
		{ { .takes_part = true, .who = unit, .part = STR("support") }, "2 (1)" },
		{ { .ledger = stock.ledgers[2], .takes_part = true, .who = unit }, "2 (1)" },
		{ { .from = STR("0002"), .to = STR("0004"), .takes_part = true }, "6 (1)" },	/* no unit and what is below */
	};

	(void)state;
	for (size_t i = 0; i < sizeof ops / sizeof ops[0]; i++) {
		struct op op = op_put(ops[i].key, 1 + (ops[i].key + 1) % 2, "0009", "", "", "整改", (int64_t)i);

		op.party = (struct search_party){ ops[i].who, cstr(ops[i].path) };
		op.part = ops[i].part;
		stock_happen(&stock, op);
	}
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct scope scope = { &rows[i].part, 1 };

		if (strcmp(keys(ask_as(&scope, "整改", 0, 20)), rows[i].keys) != 0)
			fail_msg("row %zu: %s", i, keys(ask_as(&scope, "整改", 0, 20)));
	}
}

/* Several scopes are one answer, in one order. */
static void
several_scopes(void **state)
{
	const struct scope_part parts[] = { { .ledger = stock.ledgers[1] }, { .ledger = stock.ledgers[2] }, { .ledger = stock.ledgers[3] } };
	const struct scope scopes[] = { { &parts[0], 1 }, { &parts[1], 1 }, { &parts[2], 1 } };
	struct search_page page = { .limit = 4, .hits = hits };

	(void)state;
	for (unsigned i = 0; i < 9; i++)
		stock_happen(&stock, op_put(i + 1, 1 + i % 3, "0001", "", i == 4 ? "整改" : "", "整改", i == 2 ? 50 : i / 2));
	must(search_ask(stock.search, scopes, 3, STR("整改"), &page, &why));
	assert_string_equal(keys(page), "5 3 9 8 (9)");
	must(search_ask(stock.search, scopes + 1, 2, STR("整改"), &page, &why));
	assert_string_equal(keys(page), "5 3 9 8 (6)");
	page.offset = 4;
	must(search_ask(stock.search, scopes + 1, 2, STR("整改"), &page, &why));
	assert_string_equal(keys(page), "6 2 (6)");
	page.offset = 0;
	must(search_ask(stock.search, scopes, 0, STR("整改"), &page, &why));
	assert_string_equal(keys(page), "(0)");
}

/* A record that moved is told by where it is now, though nobody told the index. */
static void
never_by_yesterday(void **state)
{
	struct scope_part part = { .from = STR("0001"), .to = STR("0001~") };
	struct scope first = { &part, 1 };

	(void)state;
	stock_happen(&stock, op_put(1, 1, "0001", "", "", "整改", 1));
	assert_string_equal(keys(ask_as(&first, "整改", 0, 20)), "1 (1)");
	stock_happen(&stock, op_put(1, 1, "0002", "", "", "整改", 2));
	assert_string_equal(keys(ask_as(&first, "整改", 0, 20)), "(0)");
	assert_string_equal(keys(ask("整改")), "1 (1)");
}

/* ---- forgetting ---- */

static void
replaced(void **state)
{
	(void)state;
	put(1, 1, "甲发〔2026〕1号", "旧题", "旧文");
	put(2, 2, "", "", "旧文");
	assert_string_equal(keys(ask("旧文")), "2 1 (2)");
	put(1, 3, "", "新题", "新文");
	assert_string_equal(keys(ask("旧文")), "2 (1)");
	assert_string_equal(keys(ask("旧题")), "(0)");
	assert_string_equal(keys(ask("甲发〔2026〕1号")), "(0)");
	assert_string_equal(keys(ask("新")), "1 (1)");
	stock_happen(&stock, (struct op){ .key = 1 });
	stock_happen(&stock, (struct op){ .key = 7 });	/* never there */
	assert_string_equal(keys(ask("新")), "(0)");
	assert_string_equal(keys(ask("旧文")), "2 (1)");
}

static const char *
file(const char *ending)
{
	static char path[200];

	snprintf(path, sizeof path, "%s/ledger-search.db%s", stock.place.folder, ending);
	return path;
}

static bool
holds(const char *path, const char *word)
{
	static char bytes[1 << 22];
	int fd = open(path, O_RDONLY);
	ssize_t n = fd < 0 ? 0 : read(fd, bytes, sizeof bytes);

	if (fd >= 0)
		close(fd);
	assert_true(n >= 0 && n < (ssize_t)sizeof bytes);
	return str_has((struct str){ bytes, (size_t)n }, cstr(word));
}

static void
purged(void **state)
{
	static const unsigned char who[ID_SIZE] = "\x01\x93\x2f\x6e\xde\xad\xbe\xef";
	struct op op;

	(void)state;
	for (unsigned i = 1; i < 300; i++)
		put(i, i, "", "题", "整改");
	op = op_put(150, 1, "0001", "", "题", "qsecretword 密", 150);
	op.party = (struct search_party){ who, STR("00090009") };
	stock_happen(&stock, op);
	assert_string_equal(keys(ask("qsecretword")), "150 (1)");
	assert_string_equal(keys(ask("w01932f6edeadbeef0000000000000000")), "(0)");
	assert_string_equal(keys(ask("v00090009")), "(0)");
	assert_true(holds(file(""), "secretword") || holds(file("-wal"), "secretword"));
	assert_true(holds(file(""), "32f6edeadbeef") || holds(file("-wal"), "32f6edeadbeef"));
	stock_happen(&stock, (struct op){ .key = 150 });
	must(search_catch_up(stock.search, &why));
	must(search_purge(stock.search, &why));
	assert_false(holds(file(""), "secretword"));
	assert_false(holds(file("-wal"), "secretword"));
	assert_false(holds(file(""), "32f6edeadbeef"));
	assert_string_equal(keys(ask("qsecretword")), "(0)");
	assert_int_equal(ask("整改").count, 298);
}

/* ---- the file ---- */

static void
write_at(const char *path, off_t at, const char *bytes, size_t n)
{
	int fd = open(path, O_RDWR);

	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, bytes, n, at), n);
	close(fd);
}

static void
run(const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(file(""), &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	sqlite3_close(db);
}

static void
head(void)
{
	write_at(file(""), 0, "no database of anybody at all, and long enough to be sure of that", 64);
}

static void
pages(void)
{
	char garbage[4096];
	struct stat st;

	memset(garbage, 0xA5, sizeof garbage);
	stat(file(""), &st);
	for (off_t at = 4096; at < st.st_size; at += 4096)
		write_at(file(""), at, garbage, sizeof garbage);
}

static void
short_file(void)
{
	assert_int_equal(truncate(file(""), 5000), 0);
}

static void
empty_file(void)
{
	assert_int_equal(truncate(file(""), 0), 0);
}

static void
no_file(void)
{
	unlink(file(""));
	unlink(file("-wal"));
	unlink(file("-shm"));
}

static void
log_alone(void)
{
	unlink(file(""));
	write_at((close(open(file("-wal"), O_CREAT | O_RDWR, 0600)), file("-wal")), 0, "no log", 6);
}

static void
version(void)
{
	run("UPDATE about SET version = 99");
}

static void
site(void)
{
	run("UPDATE about SET site = zeroblob(16)");
}

static void
past(void)
{
	run("UPDATE about SET leaf = zeroblob(32)");
}

static void
ahead(void)
{
	run("UPDATE about SET seq = seq + 7");
}

static void
nothing_about(void)
{
	run("DELETE FROM about");
}

static void
no_table(void)
{
	run("DROP TABLE entry");
}

static void
no_words(void)
{
	run("DROP TABLE words");
}

static void
words_damaged(void)
{
	run("UPDATE words_data SET block = x'00' WHERE id > 10");
}

static void
structure_damaged(void)
{
	run("DELETE FROM words_data WHERE id = 10");
}

static const struct { const char *name; void (*harm)(void); bool open_too; } harms[] = {
	{ "head", head, false }, { "pages", pages, false }, { "short", short_file, false }, { "empty", empty_file, false },
	{ "none", no_file, true }, { "log alone", log_alone, false }, { "version", version, true }, { "site", site, true },
	{ "past", past, true }, { "ahead", ahead, true }, { "nothing about", nothing_about, true }, { "no table", no_table, true },
	{ "no words", no_words, true }, { "words", words_damaged, true }, { "structure", structure_damaged, true },
};

static void
check_after(const char *name, int64_t told)
{
	if (strcmp(keys(ask("整改")), "1 3 2 (3)") != 0)
		fail_msg("%s: %s", name, keys(ask("整改")));
	if (stock.told == told)
		fail_msg("%s: was not made again", name);
	put(4, 40, "", "改进", "quick fox １０００");
	assert_string_equal(keys(ask("quick")), "4 2 1 (3)");
}

/* Of nobody, and of one that has it open: the next answer is right, and the file whole again. */
static void
made_again(void **state)
{
	(void)state;
	put_four();
	ask("整改");
	for (size_t i = 0; i < sizeof harms / sizeof harms[0]; i++)
		for (int open = 0; open <= harms[i].open_too; open++) {
			int64_t told = stock.told;

			if (!open)
				stock_close(&stock);
			harms[i].harm();
			if (!open)
				stock_open(&stock);
			check_after(harms[i].name, told);
			run("INSERT INTO words (words) VALUES ('integrity-check')");
		}
}

static void
for_no_other_eyes(void **state)
{
	struct stat st;

	(void)state;
	put_four();
	chmod(stock.place.path, 0600);
	no_file();
	assert_string_equal(keys(ask("整改")), "1 3 2 (3)");
	assert_int_equal(stat(file(""), &st), 0);
	assert_int_equal(st.st_mode & 0077, 0);
}

/* A backup is restored, and other things happen: the seq is the same, the past is not. */
static void
another_past(void **state)
{
	char kept[200], command[500];

	(void)state;
	snprintf(kept, sizeof kept, "%s/kept.db", stock.place.folder);
	put(1, 1, "", "", "甲");
	must(store_engine(stock.writer)->copy(store_conn(stock.writer), kept, &why));
	put(2, 2, "", "", "乙");
	assert_string_equal(keys(ask("乙")), "2 (1)");
	stock_close(&stock);
	snprintf(command, sizeof command, "cd %s && rm -f ledger.db ledger.db-wal ledger.db-shm && mv kept.db ledger.db", stock.place.folder);
	assert_int_equal(system(command), 0);
	stock_open(&stock);
	put(3, 2, "", "", "丙");
	assert_string_equal(keys(ask("乙")), "(0)");
	assert_string_equal(keys(ask("丙")), "3 (1)");
	assert_string_equal(keys(ask("甲")), "1 (1)");
}

/* Two connections share the file; what one takes in, the other need not. */
static void
shared(void **state)
{
	struct store *reader;
	struct search *other;
	struct search_page page = { .limit = 20, .hits = hits };
	int64_t told;

	(void)state;
	must(store_open(&reader, stock.place.path, STORE_READ, &why));
	must(search_open(&other, reader, stock.site, (struct search_source){ stock_changed, &stock }, &why));
	put_four();
	ask("整改");
	told = stock.told;
	must(search_ask(other, &scope_all, 1, STR("整改"), &page, &why));
	assert_string_equal(keys(page), "1 3 2 (3)");
	assert_int_equal(stock.told, told);
	put(5, 50, "", "", "整改");
	must(search_ask(other, &scope_all, 1, STR("整改"), &page, &why));
	assert_string_equal(keys(page), "1 5 3 2 (4)");
	assert_string_equal(keys(ask("整改")), "1 5 3 2 (4)");
	assert_int_equal(stock.told, told + 1);
	head();
	assert_string_equal(keys(ask("整改")), "1 5 3 2 (4)");
	must(search_ask(other, &scope_all, 1, STR("整改"), &page, &why));
	assert_string_equal(keys(page), "1 5 3 2 (4)");
	search_close(other);
	store_close(reader);
}

/* ---- threads ---- */

#define ASKERS 3
#define EVENTS 300

static atomic_int acknowledged, wrong;

/* Whatever was acknowledged before it asks is counted, and nothing that nobody wrote. */
static void *
ask_on(void *arg)
{
	struct stock own = stock;
	struct search_hit first[1];
	struct search_page page = { .limit = 1, .hits = first };

	(void)arg;
	must(store_open(&own.reader, own.place.path, STORE_READ, &why));
	must(search_open(&own.search, own.reader, own.site, (struct search_source){ stock_changed, &own }, &why));
	for (int before = 0; before < EVENTS; ) {
		before = atomic_load(&acknowledged);
		must(search_ask(own.search, &scope_all, 1, STR("整改"), &page, &why));
		if ((int)page.count < before || (int)page.count > atomic_load(&acknowledged) + 1 ||
		    (page.n > 0 && page.hits[0].at != (int64_t)page.count))
			atomic_fetch_add(&wrong, 1);
	}
	search_close(own.search);
	store_close(own.reader);
	return NULL;
}

static void
many_at_once(void **state)
{
	pthread_t threads[ASKERS];
	struct event_row e;

	(void)state;
	for (unsigned seq = 1; seq <= EVENTS; seq++) {
		stock.ops[seq] = op_put(seq, 1, "0001", "", "", "整改", seq);
		stock.newest[seq] = seq;
	}
	atomic_store(&acknowledged, 0);
	for (unsigned i = 0; i < ASKERS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, ask_on, NULL), 0);
	for (unsigned seq = 1; seq <= EVENTS; seq++) {
		must(store_begin(stock.writer, &why));
		must(small_event(stock.writer, stock.log, 1, seq, &e, &why));
		must(store_commit(stock.writer, &why));
		atomic_store(&acknowledged, (int)seq);
	}
	for (unsigned i = 0; i < ASKERS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(atomic_load(&wrong), 0);
	assert_int_equal(ask("整改").count, EVENTS);
}

/* ---- deaths ---- */

#define KILLS 8
#define RECORDS 40

static const char *
word_of(int64_t seq)
{
	static char words[OPS_MOST][12];

	snprintf(words[seq], sizeof words[seq], "w%c%d", 'a' + (int)(seq % 26), (int)seq);
	return words[seq];
}

/* Event `seq` is of record 1 + seq % RECORDS, and every ninth removes it. */
static struct op
op_of(int64_t seq)
{
	return seq % 9 == 0 ? (struct op){ .key = (unsigned)(1 + seq % RECORDS) } :
	    op_put((unsigned)(1 + seq % RECORDS), 1, "0001", word_of(seq), word_of(seq), word_of(seq), seq);
}

static _Noreturn void
write_and_catch_up(int64_t last)
{
	stock_open(&stock);
	for (int64_t seq = last + 1;; seq++) {
		if (stock_happen(&stock, op_of(seq)) != seq)
			_exit(1);
		if (seq % 7 == 0)
			must(search_catch_up(stock.search, &why));
	}
}

/* Each record of the index is as it was at the seq that the index tells, or newer than that by nothing. */
static void
check_behind(void)
{
	sqlite3_stmt *st;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(file(""), &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT e.key, e.at, a.seq, k.text FROM entry e JOIN kept k ON k.id = e.id JOIN about a",
	    -1, &st, NULL), SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW) {
		int64_t key = sqlite3_column_int64(st, 0), at = sqlite3_column_int64(st, 1), seq = sqlite3_column_int64(st, 2);

		assert_true(at <= seq && at > seq - RECORDS && 1 + at % RECORDS == key);
		assert_string_equal(sqlite3_column_text(st, 3), word_of(at));
	}
	sqlite3_finalize(st);
	sqlite3_close(db);
	run("INSERT INTO words (words) VALUES ('integrity-check'); INSERT INTO titles (titles) VALUES ('integrity-check')");
}

static void
check_all(int64_t last)
{
	for (int64_t seq = last; seq > last - 2 * RECORDS && seq > 0; seq--) {
		bool there = seq > last - RECORDS && seq % 9 != 0;
		struct search_page page = ask(word_of(seq));

		if (page.count != there || (there && page.hits[0].key != 1 + seq % RECORDS))
			fail_msg("event %d of %d: %s", (int)seq, (int)last, keys(page));
	}
}

static void
killed(void **state)
{
	int64_t last = 0, seq;

	(void)state;
	for (int i = 0; i < KILLS; i++) {
		pid_t pid;

		stock_close(&stock);
		pid = fork();
		if (pid == 0)
			write_and_catch_up(last);
		usleep((useconds_t)(20000 + i * 7919 % 30000));
		kill(pid, SIGKILL);
		assert_int_equal(waitpid(pid, &(int){ 0 }, 0), pid);
		stock_open(&stock);
		last = tell(stock.writer, "SELECT seq FROM head");
		for (seq = 1; seq <= last; seq++) {
			stock.ops[seq] = op_of(seq);
			stock.newest[stock.ops[seq].key] = seq;
		}
		if (access(file(""), F_OK) == 0 && holds(file(""), "about"))
			check_behind();
		check_all(last);
		must(search_seq(stock.search, &seq, &why));
		assert_int_equal(seq, last);
	}
	assert_true(last > 0);
}

#define FRESH(f) cmocka_unit_test_setup_teardown(f, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(terms_of_texts),
		cmocka_unit_test(words_of_queries),
		cmocka_unit_test(marks_in_texts),
		cmocka_unit_test(marks_have_a_limit),
		cmocka_unit_test(statements_keep_the_rules),
		FRESH(found),
		FRESH(refused),
		FRESH(order_and_pages),
		FRESH(counts_to_a_thousand),
		FRESH(rights),
		FRESH(rights_of_parts),
		FRESH(several_scopes),
		FRESH(never_by_yesterday),
		FRESH(replaced),
		FRESH(purged),
		FRESH(made_again),
		FRESH(for_no_other_eyes),
		FRESH(another_past),
		FRESH(shared),
		FRESH(many_at_once),
		FRESH(killed),
	};

	places_in_memory();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
