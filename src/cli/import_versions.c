/* import_versions: a later version of a document that was taken in: what of it is there already, changed, new, or gone. */
#include <stdlib.h>

#include "base/utf8.h"
#include "cli/import.h"
#include "ledger/payload.h"

#define COMPARED_MOST 2000	/* matters of a document that are compared with one another; more are no document to read */
#define PAIRS_MOST 200		/* of each matter: how it begins */
#define ALIKE_LEAST 50		/* percent of the pairs of characters that two have in common */
#define VERSION_SHARE 4		/* one matter in so many is the same or alike: else it is another document of that name */

/* Pairs of characters, in order: what words are compared by. */
struct pairs {
	uint64_t *v;
	size_t n;
};

/* A record that came from a file of that name or title. */
struct old {
	struct record record;
	struct str words;
	struct pairs pairs;
	bool matched;
};

struct comparing {
	struct import *job;
	struct arena *arena;
	uint32_t source;
	ARRAY(struct old) olds;
	ARRAY(struct candidate { struct offer *offer; struct pairs pairs; }) offers;
	size_t alike;		/* offers that are there, or much like one that is */
	struct why *why;
};

/* ---- words ---- */

static int
pair_cmp(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static struct pairs
pairs_of(struct arena *a, struct str s)
{
	struct pairs p = { arena_alloc(a, PAIRS_MOST * sizeof *p.v), 0 };
	const char *end = str_end(s);
	uint32_t before = 0;
	unsigned len;

	for (const char *at = s.p; at < end && p.n < PAIRS_MOST; at += len) {
		uint32_t c = utf8_get(at, end, &len);

		if (c <= ' ')
			continue;
		p.v[p.n++] = (uint64_t)before << 32 | c;
		before = c;
	}
	if (p.n > 1)
		qsort(p.v, p.n, sizeof *p.v, pair_cmp);
	return p;
}

/* Percent of pairs that both have. */
static unsigned
likeness(const struct pairs *a, const struct pairs *b)
{
	size_t i = 0, k = 0, both = 0;

	while (i < a->n && k < b->n)
		if (a->v[i] == b->v[k]) {
			both++;
			i++;
			k++;
		} else if (a->v[i] < b->v[k]) {
			i++;
		} else {
			k++;
		}
	return a->n + b->n == 0 ? 100 : (unsigned)(200 * both / (a->n + b->n));
}

static struct str
offer_words(const struct offer *o)
{
	return o->figure != NULL ? o->figure->words : o->row->words;
}

/* The words that a record cites; where its kind cites none, its title. */
static struct str
record_words(struct arena *a, const struct record *r)
{
	int cites = maker_type(record_kind(r), TYPE_DOCUMENT), title = kind_part(record_kind(r), PART_TITLE);
	struct payload p;
	struct str words = { NULL, 0 };

	if (cites >= 0 && r->fields[cites].set) {
		payload_begin(&p, r->fields[cites].text);
		words = arena_str(a, payload_text(&p, "text"));
		payload_end(&p, NULL);
	}
	return words.n > 0 || title < 0 ? words : r->fields[title].text;
}

/* ---- what there is ---- */

static enum err
read_old(struct comparing *c, int64_t key)
{
	struct import *job = c->job;
	struct store *s = job->desk->site.store;
	struct record r;
	struct scope scope;
	struct rows rows;
	const struct kind_force *kind = NULL;
	enum err err;

	store_ask(s, RECORD_KIND, NULL, VALUES(value_int(key), value_int(job->ledger->number)), &rows);
	if (rows_next(&rows))
		kind = force_kind(job->ledger->force, rows_text(&rows, 0));
	err = rows_end(&rows, c->why);
	if (err != OK || kind == NULL)
		return err;
	err = rights_scope(c->arena, &job->r.teller.actor, job->ledger, kind->kind, &scope, c->why);
	if (err == OK)
		err = record_read(c->arena, s, &scope, job->ledger, kind->kind->key, key, SEQ_NOW, &r, c->why);
	if (err == OK)
		*array_add(c->arena, &c->olds) = (struct old){ .record = r, .words = record_words(c->arena, &r) };
	return err == E_RECORD ? OK : err;
}

/* Records of other files of this name or title. */
static enum err
read_olds(struct comparing *c)
{
	const struct origin *o = &c->job->sources[c->source].origin;
	ARRAY(int64_t) keys = { 0 };
	struct rows rows;
	struct hash file;
	enum err err;

	store_ask(c->job->desk->site.store, INTAKE_ALIKE, NULL, VALUES(value_int(c->job->ledger->number), value_hash(o->file.hash.b),
	    value_text(o->file.name), value_text(o->title)), &rows);
	while (rows_next(&rows)) {
		rows_bytes(&rows, 1, file.b, HASH_BYTES);
		if (!hash_equal(&file, &o->file.hash))
			*array_add(c->arena, &keys) = rows_int(&rows, 0);
	}
	err = rows_end(&rows, c->why);
	if (err == OK && keys.n > COMPARED_MOST)
		err = fail(c->why, E_TOOBIG, 0, "%.*s", STR_ARG(o->file.name));
	for (size_t i = 0; i < keys.n && err == OK; i++)
		err = read_old(c, keys.v[i]);
	return err;
}

/* The offers of the file but for those that are there by what they were made from. */
static enum err
read_offers(struct comparing *c)
{
	struct import *job = c->job;
	enum err err = OK;

	for (size_t i = 0; i < job->offers.n && err == OK; i++) {
		struct offer *o = &job->offers.v[i];
		bool found = false;
		int64_t key = 0;

		if (o->source != c->source || o->row == NULL)
			continue;
		err = store_int(job->desk->site.store, INTAKE_FIND, VALUES(value_int(job->ledger->number), value_text(o->part)), &key, &found,
		    c->why);
		if (!found)
			*array_add(c->arena, &c->offers) = (struct candidate){ .offer = o };
		for (size_t n = 0; n < c->olds.n && found; n++)
			c->olds.v[n].matched |= c->olds.v[n].record.key == key;
		c->alike += found;
	}
	if (err == OK && c->offers.n > COMPARED_MOST)
		err = fail(c->why, E_TOOBIG, 0, "%.*s", STR_ARG(job->sources[c->source].origin.file.name));
	return err;
}

/* ---- comparing ---- */

static void
match(struct comparing *c, struct offer *o, struct old *old, enum offer_state state)
{
	o->state = (uint8_t)state;
	o->key = old->record.key;
	o->id = old->record.id;
	if (state == OFFER_CHANGED)
		o->before = arena_str(c->job->lists->arena, old->words);
	old->matched = true;
	c->alike++;
}

static bool
may_match(const struct offer *o, const struct old *old)
{
	return o->state == OFFER_WAITING && !old->matched && o->kind == old->record.kind;
}

static void
match_same(struct comparing *c)
{
	for (size_t i = 0; i < c->offers.n; i++)
		for (size_t n = 0; n < c->olds.n; n++)
			if (may_match(c->offers.v[i].offer, &c->olds.v[n]) && str_eq(offer_words(c->offers.v[i].offer), c->olds.v[n].words))
				match(c, c->offers.v[i].offer, &c->olds.v[n], OFFER_KNOWN);
}

/* The old one that is most like it; NULL: none is much like it. */
static struct old *
nearest(struct comparing *c, size_t offer)
{
	struct old *best = NULL;
	unsigned most = ALIKE_LEAST - 1;

	for (size_t n = 0; n < c->olds.n; n++) {
		unsigned like = may_match(c->offers.v[offer].offer, &c->olds.v[n]) ? likeness(&c->offers.v[offer].pairs, &c->olds.v[n].pairs) : 0;

		if (like > most) {
			best = &c->olds.v[n];
			most = like;
		}
	}
	return best;
}

static void
match_alike(struct comparing *c)
{
	for (size_t n = 0; n < c->olds.n; n++)
		if (!c->olds.v[n].matched)
			c->olds.v[n].pairs = pairs_of(c->arena, c->olds.v[n].words);
	for (size_t i = 0; i < c->offers.n; i++) {
		struct old *old;

		if (c->offers.v[i].offer->state != OFFER_WAITING)
			continue;
		c->offers.v[i].pairs = pairs_of(c->arena, offer_words(c->offers.v[i].offer));
		old = nearest(c, i);
		if (old != NULL)
			match(c, c->offers.v[i].offer, old, OFFER_CHANGED);
	}
}

static void
forget_matches(struct comparing *c)
{
	for (size_t i = 0; i < c->offers.n; i++) {
		c->offers.v[i].offer->state = OFFER_WAITING;
		c->offers.v[i].offer->key = 0;
	}
}

/* Records that are still open, and stand in the new version no more. */
static void
tell_gone(struct comparing *c)
{
	struct arena *a = c->job->lists->arena;

	for (size_t n = 0; n < c->olds.n; n++) {
		const struct record *r = &c->olds.v[n].record;
		int title = kind_part(record_kind(r), PART_TITLE);

		if (!c->olds.v[n].matched && !record_closed(r))
			*array_add(a, &c->job->gone) = (struct gone){ c->source, arena_str(a, r->number),
				title < 0 ? (struct str){ NULL, 0 } : arena_str(a, r->fields[title].text) };
	}
}

static enum err
compare(struct comparing *c)
{
	size_t all;
	enum err err = read_olds(c);

	if (err == OK && c->olds.n > 0)
		err = read_offers(c);
	if (err != OK || c->olds.n == 0)
		return err;
	match_same(c);
	match_alike(c);
	all = c->alike;
	for (size_t i = 0; i < c->offers.n; i++)
		all += c->offers.v[i].offer->state == OFFER_WAITING;
	c->job->sources[c->source].version = c->alike > 0 && c->alike * VERSION_SHARE >= all;
	if (c->job->sources[c->source].version)
		tell_gone(c);
	else
		forget_matches(c);
	return OK;
}

static enum err
compare_source(struct import *job, uint32_t source, struct why *why)
{
	struct comparing c = { .job = job, .source = source, .why = why, .arena = arena_new(0) };
	enum err err;

	if (c.arena == NULL || arena_try(c.arena)) {
		arena_free(c.arena);
		return fail(why, E_MEMORY, 0, "%s", "");
	}
	err = compare(&c);
	arena_free(c.arena);
	return err;
}

enum err
import_versions(struct import *job, struct why *why)
{
	enum err err = OK;

	for (uint32_t i = 0; i < job->lists->sources.n && err == OK; i++)
		if (!job->sources[i].sheet)
			err = compare_source(job, i, why);
	return err;
}
