/*
 * bihuan remove: what events say is taken away by order, from the history, the tables, the search index and the folder of evidence.
 * What proves that the events were there stays (ledger/removal.h).
 */
#include <stdlib.h>

#include "base/map.h"
#include "cli/place.h"
#include "cli/records.h"
#include "ledger/directory_rights.h"
#include "ledger/rebuild.h"
#include "ledger/record_search.h"
#include "store/evidence.h"

typedef ARRAY(struct evidence) evidence_list;

struct removing {
	struct desk *desk;
	uint64_t numbers[REMOVAL_NUMBERS];
	size_t n;
	evidence_list freed;	/* files that no row names any more */
};

/* ---- what the call says ---- */

/* Its identifier; the word "directory" names units, persons and roles. */
static enum err
take_ledger(struct removing *w, const char *word, struct uuid *out)
{
	struct records r;
	const struct ledger *g;
	enum err err;

	if (strcmp(word, "directory") == 0) {
		*out = w->desk->site.directory;
		return OK;
	}
	if ((err = records_open_engine(w->desk, &r)) != OK)
		return err;
	g = ledger_by_code(&r.ledgers, cstr(word));
	if (g == NULL)
		return desk_refuse(w->desk, word, SAY_NO_LEDGER, E_ABSENT);
	*out = g->id;
	return OK;
}

static enum err
take_numbers(struct removing *w)
{
	const struct call *c = w->desk->call;

	if (c->nfiles - 1 > REMOVAL_NUMBERS)
		return fail(&w->desk->why, E_TOOBIG, 0, "%zu", c->nfiles - 1);
	for (size_t i = 1; i < c->nfiles; i++) {
		const char *word = c->files[i];
		char *end;

		w->numbers[w->n++] = strtoull(word, &end, 10);
		if (*end != '\0' || word[0] < '0' || word[0] > '9')
			return desk_refuse(w->desk, word, SAY_WRONG_COUNT, E_USAGE);
	}
	return OK;
}

/* ---- files that belong to nothing afterwards ---- */

struct named {
	struct arena *arena;
	evidence_list list;
	struct map known;
};

static enum err
note_named(void *arg, const struct evidence *e, struct why *why)
{
	struct named *n = arg;

	(void)why;
	*array_add(n->arena, &n->list) = *e;
	*map_put(n->arena, &n->known, arena_str(n->arena, (struct str){ (const char *)e->hash, HASH_SIZE })) = 1;
	return OK;
}

static enum err
read_named(struct removing *w, struct named *n)
{
	struct evidence_report report;

	*n = (struct named){ .arena = w->desk->arena };
	return evidence_each(w->desk->site.store, note_named, n, &report, &w->desk->why);
}

static void
find_freed(struct removing *w, const struct named *before, const struct named *after)
{
	for (size_t i = 0; i < before->list.n; i++)
		if (map_get(&after->known, (struct str){ (const char *)before->list.v[i].hash, HASH_SIZE }) == NULL)
			*array_add(w->desk->arena, &w->freed) = before->list.v[i];
}

/* ---- the removal ---- */

static enum err
remove_within(struct removing *w, struct event *e)
{
	struct desk *d = w->desk;
	struct named before, after;
	enum err err = read_named(w, &before);

	if (err == OK)
		err = rebuild_removing(d->site.journal, d->site.store, e, w->numbers, w->n, cstr(d->call->opt[OPT_REASON]), &d->why);
	if (err == OK)
		err = read_named(w, &after);
	if (err == OK)
		find_freed(w, &before, &after);
	return err;
}

static enum err
remove_events(struct removing *w, struct event *e)
{
	struct desk *d = w->desk;
	enum err err = store_begin(d->site.store, &d->why);

	if (err != OK)
		return err;
	err = remove_within(w, e);
	if (err == OK)
		return store_commit(d->site.store, &d->why);
	store_rollback(d->site.store);
	journal_forget(d->site.journal);
	return err;
}

/* ---- off the disk ---- */

static enum err
purge_index_of(struct desk *d, struct store *s)
{
	struct record_search source;
	struct search *search;
	enum err err = record_search_open(&source, s, d->site.site.b, &search, &d->why);

	if (err != OK)
		return err;
	err = search_catch_up(search, &d->why);
	if (err == OK)
		err = search_purge(search, &d->why);
	record_search_close(&source, search);
	return err;
}

/* The index is brought up to date by a connection that only reads. */
static enum err
purge_index(struct desk *d)
{
	struct store *s;
	enum err err = store_open(&s, place_path(d->call), STORE_READ, &d->why);

	if (err != OK)
		return err;
	err = purge_index_of(d, s);
	store_close(s);
	return err;
}

/* The removal stands already: an error says what held its bytes. */
static enum err
purge_all(struct removing *w)
{
	struct desk *d = w->desk;
	char folder[PATH_MAX];
	enum err err = place_evidence(d->call, folder, &d->why);

	if (err == OK)
		err = store_purge(d->site.store, &d->why);
	for (size_t i = 0; i < w->freed.n && err == OK; i++)
		err = evidence_forget(folder, w->freed.v[i].hash, &d->why);
	return err == OK ? purge_index(d) : err;
}

/* ---- the command ---- */

static void
print_removed(struct removing *w)
{
	struct desk *d = w->desk;

	if (desk_json(d))
		buf_printf(&d->out, "{\"format\":\"bihuan.remove/1\",\"events\":%zu,\"files\":%zu}\n", w->n, w->freed.n);
	else
		buf_printf(&d->out, say_text(SAY_REMOVED, d->call->voice.lang), w->n, w->freed.n);
}

static enum err
do_remove(struct desk *d)
{
	struct removing w = { .desk = d };
	struct event e = { .site = d->site.site, .person = d->hand.person, .acting_for = d->hand.acting_for, .time = d->hand.now };
	enum err err = directory_may(&d->hand, ACT_REMOVALS, (struct uuid){ { 0 } }, &d->why);

	if (err == OK)
		err = take_ledger(&w, d->call->files[0], &e.ledger);
	if (err == OK)
		err = take_numbers(&w);
	if (err == OK)
		err = remove_events(&w, &e);
	if (err == OK)
		print_removed(&w);
	return err == OK ? purge_all(&w) : err;
}

static enum err
remove_run(const struct call *c)
{
	if (c->nfiles < 2)
		return say_usage(c->voice, NULL, SAY_TOO_FEW_WORDS);
	return c->opt[OPT_REASON] == NULL ? say_usage(c->voice, NULL, SAY_NO_ORDER) : desk_write_apart(c, do_remove);
}

const struct command command_remove = {
	.name = "remove",
	.run = remove_run,
	.usage_zh = "台账代号|directory 事件序号… --reason 批准的文号和事由",
	.usage_en = "LEDGER|directory EVENT... --reason ORDER",
	.zh = "依规删除：事件的内容从历史、各表、检索和佐证材料里删去，证明其存在的仍在",
	.en = "by order: what events say is taken from the history, the tables, the search and the evidence; that they were stays proven",
	.takes = TAKES(DB) | TAKES(JSON) | TAKES(REASON),
};
