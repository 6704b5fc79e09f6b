/* What the tests of the directory share: a site in a folder of its own, open for writing, and a hand that is the engine's. */
#ifndef BH_TEST_DIRECTORY_H
#define BH_TEST_DIRECTORY_H

#include "ledger/directory_read.h"
#include "ledger/rebuild.h"
#include "ledger/site.h"
#include "store.h"

#define TODAY 20755			/* 2026-10-29, the local day of the fixture's time */

static const struct uuid nobody;

struct fixture {
	struct place place;
	struct site site;
	struct hand hand;
	struct arena *arena;
};

static inline void
fixture_make(struct fixture *f)
{
	const struct site_plan plan = { .unit = STR("泓水市卫生健康委员会"), .account = STR("clerk"), .now = 1793246400000000 };
	struct site_made made;

	place_make(&f->place);
	must(site_create(f->place.path, &plan, &made, &why));
	must(site_open(&f->site, f->place.path, STORE_WRITE, &why));
	f->hand = (struct hand){ .store = f->site.store, .journal = f->site.journal, .site = f->site.site,
		.directory = f->site.directory, .kind = f->site.kind, .now = plan.now + 1 };
	f->arena = arena_new(0);
	if (f->arena == NULL || arena_try(f->arena))
		abort();
	must(store_begin(f->site.store, &why));
}

static inline void
fixture_free(struct fixture *f)
{
	arena_free(f->arena);
	site_close(&f->site);
	place_remove(&f->place);
}

static inline struct uuid
add_unit(struct fixture *f, struct uuid parent, const char *name)
{
	struct uuid unit;

	must(directory_add_unit(&f->hand, parent, cstr(name), true, &unit, &why));
	return unit;
}

static inline struct uuid
add_person(struct fixture *f, const char *login)
{
	struct uuid person;

	must(directory_add_person(&f->hand, STR("王某"), cstr(login), (struct str){ NULL, 0 }, &person, &why));
	return person;
}

static inline struct uuid
add_post(struct fixture *f, struct uuid unit, const char *name)
{
	struct uuid post;

	must(directory_add_post(&f->hand, unit, cstr(name), &post, &why));
	return post;
}

static inline struct uuid
person_of(struct fixture *f, const char *login)
{
	struct uuid person;
	bool found;

	must(directory_by_login(f->site.store, cstr(login), &person, &found, &why));
	if (!found)
		abort();
	return person;
}

static inline int64_t
seq_now(struct fixture *f)
{
	int64_t seq;

	must(store_int(f->site.store, SEQ_LAST, NO_VALUES, &seq, NULL, &why));
	return seq;
}

/* All rows that are made from events, without the numbers that rows get. */
static inline struct str
all_rows(struct fixture *f)
{
	static const char *const tables[] = {
		"SELECT quote(uuid) || quote(parent) || path || name || division || ' ' || valid_from || ' ' || valid_to FROM unit ORDER BY id",
		"SELECT quote(unit) || name || valid_from || ' ' || valid_to FROM unit_alias ORDER BY id",
		"SELECT quote(uuid) || name || login || quote(account) || valid_from || ' ' || valid_to FROM person ORDER BY id",
		"SELECT quote(uuid) || quote(person) || role || quote(unit) || quote(ledger) || valid_from || ' ' || valid_to FROM role ORDER BY id",
		"SELECT quote(uuid) || quote(unit) || name || valid_from || ' ' || valid_to FROM post ORDER BY id",
		"SELECT quote(post) || quote(person) || valid_from || ' ' || valid_to FROM post_holder ORDER BY id",
		"SELECT quote(uuid) || quote(giver) || quote(receiver) || first_day || ' ' || last_day || reason || valid_from || ' ' || valid_to "
		    "FROM delegation ORDER BY id",
		"SELECT quote(owner) || quote(unit) || quote(ledger) || valid_from || ' ' || valid_to FROM portfolio ORDER BY id",
	};
	struct buf b = { 0 };
	struct str text;

	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
		struct rows rows;

		store_ask_text(f->site.store, cstr(tables[i]), NULL, NO_VALUES, &rows);
		while (rows_next(&rows)) {
			buf_puts(&b, rows_text(&rows, 0));
			buf_putc(&b, '\n');
		}
		must(rows_end(&rows, &why));
	}
	text = arena_str(f->arena, (struct str){ b.p, b.n });
	buf_free(&b);
	return text;
}

/* Rows made again from the events are the rows that stood there. */
static inline bool
rebuilt_as_kept(struct fixture *f)
{
	struct str kept = all_rows(f);
	uint64_t events;

	must(store_commit(f->site.store, &why));
	must(rebuild_store(f->site.store, &events, &why));
	must(store_begin(f->site.store, &why));
	return kept.n > 0 && str_eq(all_rows(f), kept);
}

#endif
