/* What the tests of records share: a site with its calendar and ledgers, open for writing, and all its rows as text. */
#ifndef BH_TEST_RECORDS_H
#define BH_TEST_RECORDS_H

#include "directory.h"
#include "ledger/act.h"
#include "ledger/keep.h"
#include "ledger/shipped.h"
#include "store/compare.h"

static struct why said;		/* by what was refused */

struct book {
	struct fixture f;
	struct calendar calendar;
	struct ledgers ledgers;
	struct path_watch watch;
	int32_t today;
};

static inline void
book_load(struct book *b)
{
	must(ledgers_load(&b->ledgers, b->f.arena, b->f.site.store, &b->calendar, &why));
}

static inline void
book_make(struct book *b)
{
	memset(b, 0, sizeof *b);
	fixture_make(&b->f);
	b->watch = records_watch(b->f.site.store);
	b->f.hand.watch = &b->watch;
	b->today = TODAY;
	must(shipped_calendar(b->f.arena, &b->calendar, &why));
	book_load(b);
}

static inline struct actor
book_actor(struct book *b, struct arena *a, struct uuid person, struct uuid acting_for)
{
	struct actor actor;

	must(actor_read(a, b->f.site.store, person, acting_for, b->today, &actor, &why));
	return actor;
}

/* The head of the office, who holds that role on the whole. */
static inline struct uuid
book_office(struct book *b)
{
	return person_of(&b->f, "office");
}

static inline struct hand
book_hand(struct book *b, struct uuid person, struct uuid acting_for)
{
	struct hand h = b->f.hand;

	h.person = person;
	h.acting_for = acting_for;
	return h;
}

/* Begins a ledger; the definition is a text. */
static inline enum err
book_begin_with(struct book *b, struct str text, const char *code, const char *round, const struct ledger **out)
{
	struct faults faults = { .name = cstr(code) };
	struct hand h = book_hand(b, book_office(b), nobody);
	struct actor actor = book_actor(b, b->f.arena, h.person, nobody);

	return ledger_begin(&h, &b->ledgers, &actor, text, cstr(code), cstr(code), cstr(round), &faults, out, &said);
}

static inline const struct ledger *
book_begin(struct book *b, const char *definition, const char *code, const char *round)
{
	const struct ledger *g;

	must(book_begin_with(b, shipped_find(cstr(definition)), code, round, &g));
	return g;
}

static inline struct str
file_text(struct arena *a, const char *path)
{
	struct buf b = { 0 };
	FILE *f = fopen(path, "r");
	struct str s;
	int c;

	if (f == NULL)
		abort();
	while ((c = getc(f)) != EOF)
		buf_putc(&b, (char)c);
	fclose(f);
	s = arena_str(a, (struct str){ b.p, b.n });
	buf_free(&b);
	return s;
}

/* ---- all rows ---- */

/* The events themselves, and what is not made from them but large. */
static inline bool
of_events(struct str table)
{
	static const char *const names[] = { "event", "payload", "tile", "checkpoint" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (str_eq(table, cstr(names[i])))
			return true;
	return str_starts(table, STR("search")) || str_starts(table, STR("sqlite_"));
}

/* "SELECT quote(a)||'|'||quote(b)… FROM table ORDER BY 1": without the numbers that rows get, and what a tick may change for speed. */
static inline struct str
dump_query(struct store *s, struct arena *a, struct str table)
{
	struct str sql = STR("SELECT ''"), ask = arena_printf(a, "SELECT name FROM pragma_table_info('%.*s') WHERE name NOT IN ('id', 'paired') ORDER BY cid",
	    STR_ARG(table));
	struct rows rows;

	store_ask_text(s, ask, NULL, NO_VALUES, &rows);
	while (rows_next(&rows))
		sql = arena_printf(a, "%.*s||'|'||quote(%.*s)", STR_ARG(sql), STR_ARG(rows_text(&rows, 0)));
	must(rows_end(&rows, &why));
	return arena_printf(a, "%.*s FROM %.*s ORDER BY 1", STR_ARG(sql), STR_ARG(table));
}

/* Rows that name a row of their own by its number: a turn, what was filed. */
static inline const char *
dump_special(struct str table)
{
	if (str_eq(table, STR("asked")))
		return "SELECT t.ledger||t.kind||t.cadence||t.number||'|'||a.record||'|'||quote(a.answered)||a.late FROM asked a "
		    "JOIN turn t ON t.id = a.turn ORDER BY 1";
	if (str_eq(table, STR("filed_count")))
		return "SELECT f.ledger||f.name||'|'||c.kind||c.grouped||quote(c.value)||c.count FROM filed_count c JOIN filed f ON f.id = c.filed ORDER BY 1";
	return NULL;
}

static inline void
dump_rows(struct store *s, struct arena *a, struct str table, struct buf *out)
{
	const char *special = dump_special(table);
	struct rows rows;

	store_ask_text(s, special != NULL ? cstr(special) : dump_query(s, a, table), NULL, NO_VALUES, &rows);
	while (rows_next(&rows))
		buf_printf(out, "%.*s%.*s\n", STR_ARG(table), STR_ARG(rows_text(&rows, 0)));
	must(rows_end(&rows, &why));
}

/* Tables, their shapes and indexes too. */
static inline struct buf
dump_all(struct store *s)
{
	struct arena *a = arena_new(0);
	struct buf out = { 0 };
	ARRAY(struct str) names = { 0 };
	struct rows rows;

	if (a == NULL || arena_try(a))
		abort();
	/* Indexes of a large table are made now or then (table_tend). */
	store_ask_text(s, STR("SELECT name, coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE '_~_%' ESCAPE '~' OR type = 'table' ORDER BY name"), NULL,
	    NO_VALUES, &rows);
	while (rows_next(&rows)) {
		buf_printf(&out, "%.*s\n", STR_ARG(rows_text(&rows, 1)));
		if (str_starts(rows_text(&rows, 1), STR("CREATE TABLE")) && !of_events(rows_text(&rows, 0)))
			*array_add(a, &names) = arena_str(a, rows_text(&rows, 0));
	}
	must(rows_end(&rows, &why));
	for (size_t i = 0; i < names.n; i++)
		dump_rows(s, a, names.v[i], &out);
	arena_free(a);
	return out;
}

/* Shows the first line that differs. */
static inline bool
dumps_equal(const struct buf *a, const struct buf *b)
{
	size_t i = 0, from = 0;

	while (i < a->n && i < b->n && a->p[i] == b->p[i])
		if (a->p[i++] == '\n')
			from = i;
	if (i == a->n && i == b->n)
		return true;
	print_error("kept:  %.*s\n", (int)(a->n - from < 1500 ? a->n - from : 1500), a->p + from);
	print_error("again: %.*s\n", (int)(b->n - from < 1500 ? b->n - from : 1500), b->p + from);
	return false;
}

/* What every tally tells, now and at the end of every day, against the rows it counts; and nothing else is counted. */
static inline bool
book_counted(struct book *b)
{
	static const char *const wrong[] = {
		"SELECT count(*) FROM tally y WHERE y.made = '%.*s' AND y.count <> (SELECT count(*) FROM %.*s t WHERE t.valid_to = " NOW " AND "
		    "t.ledger = y.ledger AND substr(t.path, 1, length(y.path)) = y.path AND t.c_state = y.one AND coalesce(t.c_lamp, '') = y.two)",
		"SELECT count(*) FROM tally y JOIN day z WHERE y.made = '%.*s' AND coalesce((SELECT d.count FROM tally_day d "
		    "WHERE d.tally = y.id AND d.day <= z.day ORDER BY d.day DESC LIMIT 1), 0) <> (SELECT count(*) FROM %.*s t WHERE "
		    "t.valid_from <= z.seq AND t.valid_to > z.seq AND "
		    "t.ledger = y.ledger AND substr(t.path, 1, length(y.path)) = y.path AND t.c_state = y.one AND coalesce(t.c_lamp, '') = y.two)",
		"SELECT count(*) FROM (SELECT y.ledger, y.path, y.one, y.two, y.count FROM tally_part y WHERE y.made = '%.*s' AND y.count <> 0 EXCEPT "
		    "SELECT t.ledger, u.path, t.c_state, coalesce(t.c_lamp, ''), count(DISTINCT t.key) FROM %.*s t JOIN party p ON p.record = t.key AND "
		    "p.valid_to = " NOW " JOIN (SELECT DISTINCT path FROM unit) u ON substr(p.path, 1, length(u.path)) = u.path WHERE t.valid_to = " NOW
		    " AND substr(t.path, 1, length(u.path)) <> u.path GROUP BY 1, 2, 3, 4)",
		"SELECT count(*) FROM (SELECT t.ledger, u.path, t.c_state, coalesce(t.c_lamp, ''), count(DISTINCT t.key), '%.*s' FROM %.*s t "
		    "JOIN party p ON p.record = t.key AND p.valid_to = " NOW " JOIN (SELECT DISTINCT path FROM unit) u ON "
		    "substr(p.path, 1, length(u.path)) = u.path WHERE t.valid_to = " NOW " AND substr(t.path, 1, length(u.path)) <> u.path "
		    "GROUP BY 1, 2, 3, 4 EXCEPT SELECT y.ledger, y.path, y.one, y.two, y.count, y.made FROM tally_part y)",
		"SELECT (SELECT coalesce(sum(count), 0) FROM tally WHERE made = '%.*s' AND length(path) = 4) <> "
		    "(SELECT count(*) FROM %.*s WHERE valid_to = " NOW ")",
	};
	struct store *s = b->f.site.store;
	struct str *names;
	size_t n;
	int64_t bad = 0;

	must(compare_made(s, b->f.arena, &names, &n, &why));
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < sizeof wrong / sizeof wrong[0]; j++)
			bad += tell(s, arena_printf(b->f.arena, wrong[j], STR_ARG(names[i]), STR_ARG(names[i])).p);
	return bad == 0;
}

/* Every row that is made from events, made again, is the row that was kept. */
static inline bool
book_rebuilt_as_kept(struct book *b)
{
	struct store *s = b->f.site.store;
	struct buf kept = dump_all(s), again;
	uint64_t events;
	bool same;

	must(store_commit(s, &why));
	must(rebuild_store(s, &events, &why));
	must(store_begin(s, &why));
	again = dump_all(s);
	same = dumps_equal(&kept, &again);
	buf_free(&kept);
	buf_free(&again);
	return same;
}

static inline void
book_free(struct book *b)
{
	store_rollback(b->f.site.store);
	fixture_free(&b->f);
}

#endif
