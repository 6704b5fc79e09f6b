#include "ledger/views.h"
#include "store/compare.h"

#include <stdio.h>

/* Tables of the schema that are made from events, and the column that names a record. */
static const struct view {
	struct str table, column;
} views[] = {
	{ STR("unit"), STR("") }, { STR("unit_alias"), STR("") }, { STR("person"), STR("") }, { STR("role"), STR("") },
	{ STR("post"), STR("") }, { STR("post_holder"), STR("") }, { STR("delegation"), STR("") }, { STR("portfolio"), STR("") },
	{ STR("register"), STR("") }, { STR("records"), STR("key") }, { STR("party"), STR("record") }, { STR("link"), STR("record") },
	{ STR("running"), STR("record") }, { STR("pause"), STR("record") }, { STR("milestone"), STR("record") },
	{ STR("evidence"), STR("") }, { STR("document"), STR("record") }, { STR("intake"), STR("record") }, { STR("counter"), STR("") },
	{ STR("turn"), STR("") }, { STR("asked"), STR("record") }, { STR("instruction"), STR("record") }, { STR("notice"), STR("record") },
	{ STR("look_back"), STR("record") },
	{ STR("filed"), STR("") }, { STR("filed_count"), STR("") }, { STR("tally"), STR("") }, { STR("tally_day"), STR("") }, { STR("tally_part"), STR("") },
};
#define VIEWS (sizeof views / sizeof views[0])

struct checking {
	struct store *store;
	struct arena *arena;
	struct str *made;
	size_t nmade;
	struct views_report *report;
	struct why *why;
};

static enum err
keep_all(struct checking *c)
{
	enum err err = compare_made(c->store, c->arena, &c->made, &c->nmade, c->why);

	for (size_t i = 0; i < VIEWS && err == OK; i++)
		err = compare_keep(c->store, views[i].table, c->why);
	for (size_t i = 0; i < c->nmade && err == OK; i++)
		err = compare_keep(c->store, c->made[i], c->why);
	return err;
}

static enum err
name_record(struct checking *c, int64_t key)
{
	struct rows rows;
	enum err err;

	store_ask(c->store, IDENTITY_GET, NULL, VALUES(value_int(key)), &rows);
	c->report->has_record = rows_next(&rows);
	if (c->report->has_record)
		rows_bytes(&rows, 0, c->report->record.b, UUID_BYTES);
	err = rows_end(&rows, c->why);
	if (err != OK)
		return err;
	store_ask(c->store, NUMBER_OF, NULL, VALUES(value_int(key)), &rows);
	if (rows_next(&rows) && !rows_null(&rows, 0))
		snprintf(c->report->number, sizeof c->report->number, "%.*s", STR_ARG(rows_text(&rows, 0)));
	return rows_end(&rows, c->why);
}

static enum err
tell(struct checking *c, struct str table, struct str column)
{
	struct compare_told t;
	enum err err;

	if (c->report->bad)
		return OK;
	c->report->tables++;
	err = compare_tell(c->store, table, column, &t, c->why);
	if (err != OK || !t.differs)
		return err;
	c->report->bad = true;
	snprintf(c->report->table, sizeof c->report->table, "%.*s", STR_ARG(table));
	return t.has_key ? name_record(c, t.key) : OK;
}

/* The tables of records first: they say most of what was done. */
static enum err
tell_all(struct checking *c)
{
	struct str *made;
	size_t n;
	enum err err = compare_made(c->store, c->arena, &made, &n, c->why);

	if (err == OK && n != c->nmade) {
		c->report->bad = true;
		snprintf(c->report->table, sizeof c->report->table, "made");
	}
	for (size_t i = 0; i < c->nmade && err == OK; i++)
		err = tell(c, c->made[i], STR("key"));
	for (size_t i = 0; i < VIEWS && err == OK; i++)
		err = tell(c, views[i].table, views[i].column);
	return err;
}

static enum err
check(struct checking *c)
{
	enum err err = keep_all(c);

	if (err == OK)
		err = rebuild_within(c->store, &c->report->events, c->why);
	return err == OK ? tell_all(c) : err;
}

enum err
views_check(struct store *s, struct views_report *report, struct why *why)
{
	struct checking c = { .store = s, .report = report, .why = why, .arena = arena_new(0) };
	volatile enum err err = E_MEMORY;

	*report = (struct views_report){ 0 };
	if (c.arena == NULL || arena_try(c.arena)) {
		fail(why, E_MEMORY, 0, "%s", "");
	} else if ((err = store_begin(s, why)) == OK) {
		err = check(&c);
		store_rollback(s);
	}
	arena_free(c.arena);
	return err;
}
