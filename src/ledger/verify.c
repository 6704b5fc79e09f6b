#include "ledger/verify.h"
#include "ledger/removal.h"

#include <stdlib.h>

static const struct {
	const char *name, *sentence[2];
} rows[VERIFY_FAULT_COUNT] = {
#define X(code, name, zh, en) { name, { zh, en } },
	VERIFY_FAULTS(X)
#undef X
};

const char *
verify_fault_name(enum verify_fault f)
{
	return rows[f].name;
}

const char *
verify_fault_sentence(enum verify_fault f, enum lang lang)
{
	return rows[f].sentence[lang];
}

/* A root that the tree must have had. */
struct wanted {
	uint64_t size;
	struct hash root;
	bool outside;		/* kept elsewhere */
};

/* A log that is walked through. */
struct verifying {
	struct store *store;
	struct arena *arena;
	struct verify_report *report;
	const struct journal_log *log;
	struct hasher *hasher;
	struct merkle tree;
	int64_t time;
	ARRAY(struct wanted) wanted;	/* by size */
	size_t met;			/* of them, from the first */
	ARRAY(uint64_t) gone, ordered;	/* events without payload; those that an order names */
};

/* ---- faults ---- */

/* E_FORGED ends a walk: nothing behind the first fault counts. */
static enum err
found(struct verifying *v, enum verify_fault fault, uint64_t number, const struct event *e)
{
	struct verify_report *r = v->report;

	r->bad = true;
	r->fault = fault;
	r->site = v->log->site;
	r->ledger = v->log->ledger;
	r->number = number;
	r->time = e == NULL ? -1 : e->time;
	if (e != NULL) {
		r->record = e->record;
		r->type = arena_str(v->arena, e->type);
	}
	return E_FORGED;
}

/* ---- checkpoints ---- */

static int
compare_wanted(const void *a, const void *b)
{
	const struct wanted *x = a, *y = b;

	return (x->size > y->size) - (x->size < y->size);
}

static void
want(struct verifying *v, const struct checkpoint *c, bool outside)
{
	*array_add(v->arena, &v->wanted) = (struct wanted){ c->size, c->root, outside };
}

static enum err
want_stored(struct verifying *v, const struct note_key *keys, size_t nkeys, struct why *why)
{
	char origin[JOURNAL_ORIGIN];
	struct str of = { origin, journal_origin(origin, v->log->site, v->log->ledger) };
	struct rows r;

	store_ask(v->store, CHECKPOINT_LIST, NULL, VALUES(value_int(v->log->id)), &r);
	while (rows_next(&r)) {
		struct checkpoint c;

		if (checkpoint_open(rows_text(&r, 1), keys, nkeys, of, &c, NULL) != OK || c.size != (uint64_t)rows_int(&r, 0))
			r.err = found(v, VERIFY_SIGNATURE, (uint64_t)rows_int(&r, 0), NULL);
		else
			want(v, &c, false);
	}
	return rows_end(&r, why);
}

static void
want_kept(struct verifying *v, const struct checkpoint *kept, size_t n)
{
	char origin[JOURNAL_ORIGIN];
	struct str of = { origin, journal_origin(origin, v->log->site, v->log->ledger) };

	for (size_t i = 0; i < n; i++)
		if (str_eq(kept[i].origin, of))
			want(v, &kept[i], true);
}

/* The roots that are wanted of the tree as it is now. */
static enum err
meet(struct verifying *v)
{
	for (; v->met < v->wanted.n && v->wanted.v[v->met].size == v->tree.n; v->met++) {
		const struct wanted *w = &v->wanted.v[v->met];
		struct hash root;
		enum err err = merkle_root(&v->tree, v->hasher, &root);

		if (err != OK)
			return err;
		if (!hash_equal(&root, &w->root))
			return found(v, w->outside ? VERIFY_REWRITTEN : VERIFY_CHECKPOINT, w->size, NULL);
		v->report->checkpoints++;
	}
	return OK;
}

/* ---- events ---- */

static enum err
check_tiles(struct verifying *v, const struct event *e, struct why *why)
{
	for (unsigned level = MERKLE_KEPT; level < MERKLE_LEVELS && merkle_completed(&v->tree, level); level += MERKLE_KEPT) {
		struct hash kept = { { 0 } };
		struct rows r;
		enum err err;

		store_ask(v->store, TILE_GET, NULL, VALUES(value_int(v->log->id), value_int(level),
		    value_int((int64_t)((v->tree.n >> level) - 1))), &r);
		if (rows_next(&r))
			rows_bytes(&r, 0, kept.b, HASH_BYTES);
		err = rows_end(&r, why);
		if (err != OK)
			return err;
		if (!hash_equal(&kept, &v->tree.last[level]))
			return found(v, VERIFY_TILE, e->number, e);
	}
	return OK;
}

static void
note_order(struct verifying *v, struct str payload)
{
	uint64_t numbers[REMOVAL_NUMBERS] = { 0 };
	size_t n = removal_numbers(payload, numbers);

	for (size_t i = 0; i < n; i++)
		*array_add(v->arena, &v->ordered) = numbers[i];
}

static void
note_removals(struct verifying *v, const struct event *e)
{
	if (e->removed)
		*array_add(v->arena, &v->gone) = e->number;
	else if (str_eq(e->type, STR(REMOVAL_TYPE)))
		note_order(v, e->payload);
}

static enum err
take_event(void *arg, const struct journal_event *je, struct why *why)
{
	struct verifying *v = arg;
	const struct event *e = &je->event;
	struct hash leaf;
	enum err err;

	if (e->number != v->tree.n)
		return found(v, VERIFY_MISSING, v->tree.n, NULL);
	if (event_check(e, NULL) != OK)
		return found(v, VERIFY_FORM, e->number, e);
	if (e->time < v->time)
		return found(v, VERIFY_TIME, e->number, e);
	err = event_leaf(e, v->hasher, &leaf);
	if (err == OK && !hash_equal(&leaf, &je->leaf))
		return found(v, VERIFY_ENVELOPE, e->number, e);
	if (err == OK && !event_sealed(e, v->hasher))
		return found(v, VERIFY_PAYLOAD, e->number, e);
	if (err == OK)
		err = merkle_append(&v->tree, v->hasher, &leaf);
	if (err == OK)
		err = check_tiles(v, e, why);
	if (err == OK)
		err = meet(v);
	if (err == OK)
		note_removals(v, e);
	v->time = e->time;
	v->report->events++;
	return err;
}

static int
compare_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Every payload that is gone is named by an order. */
static enum err
check_removals(struct verifying *v)
{
	if (v->ordered.n > 0)
		qsort(v->ordered.v, v->ordered.n, sizeof(uint64_t), compare_number);
	for (size_t i = 0; i < v->gone.n; i++) {
		uint64_t number = v->gone.v[i];
		size_t at;

		array_search(at, v->ordered.n, k, v->ordered.v[k] < number);
		if (at == v->ordered.n || v->ordered.v[at] != number)
			return found(v, VERIFY_REMOVED, number, NULL);
	}
	v->report->removed += v->gone.n;
	return OK;
}

/* What is left when all events have been seen. */
static enum err
check_end(struct verifying *v)
{
	if (v->met < v->wanted.n)
		return found(v, v->wanted.v[v->met].outside ? VERIFY_CUT : VERIFY_SIZE, v->tree.n, NULL);
	if (v->tree.n != v->log->size)
		return found(v, VERIFY_SIZE, v->tree.n, NULL);
	return check_removals(v);
}

static enum err
verify_log(struct verifying *v, const struct note_key *keys, size_t nkeys, const struct checkpoint *kept, size_t nkept,
    struct why *why)
{
	enum err err = want_stored(v, keys, nkeys, why);

	if (err != OK)
		return err;
	want_kept(v, kept, nkept);
	if (v->wanted.n > 0)
		qsort(v->wanted.v, v->wanted.n, sizeof(struct wanted), compare_wanted);
	err = meet(v);
	if (err == OK)
		err = journal_walk(v->store, v->log, 0, take_event, v, why);
	return err == OK ? check_end(v) : err;
}

/* ---- the store ---- */

static enum err
open_kept(struct arena *a, const struct note_key *keys, size_t nkeys, const struct str *kept, size_t nkept,
    struct checkpoint **out, struct why *why)
{
	*out = arena_zalloc(a, (nkept + 1) * sizeof **out);
	for (size_t i = 0; i < nkept; i++) {
		struct signed_note note;
		enum err err = note_open(kept[i], keys, nkeys, &note, why);

		if (err == OK)
			err = checkpoint_parse(note.text, &(*out)[i], why);
		if (err != OK)
			return err;
	}
	return OK;
}

static bool
is_known(const struct checkpoint *c, const struct journal_log *logs, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char origin[JOURNAL_ORIGIN];

		if (str_eq(c->origin, (struct str){ origin, journal_origin(origin, logs[i].site, logs[i].ledger) }))
			return true;
	}
	return false;
}

static enum err
find_unknown(const struct checkpoint *kept, size_t nkept, const struct journal_log *logs, size_t n, struct verify_report *r)
{
	for (size_t i = 0; i < nkept; i++)
		if (!is_known(&kept[i], logs, n)) {
			r->bad = true;
			r->fault = VERIFY_UNKNOWN;
			r->number = kept[i].size;
			r->time = -1;
			return E_FORGED;
		}
	return OK;
}

struct job {
	struct store *store;
	struct arena *arena;
	struct hasher *hashers[HASH_KINDS];
	const struct note_key *keys;
	size_t nkeys;
	const struct checkpoint *kept;
	size_t nkept;
	struct verify_report *report;
	struct why *why;
	enum err err;
};

static void
verify_logs(void *arg)
{
	struct job *j = arg;
	struct journal_log *logs;
	size_t n;

	j->err = journal_logs(j->store, j->arena, &logs, &n, j->why);
	if (j->err == OK)
		j->err = find_unknown(j->kept, j->nkept, logs, n, j->report);
	for (size_t i = 0; i < n && j->err == OK; i++, j->report->logs++) {
		struct verifying v = { .store = j->store, .arena = j->arena, .report = j->report, .log = &logs[i],
			.hasher = j->hashers[logs[i].kind] };

		j->err = verify_log(&v, j->keys, j->nkeys, j->kept, j->nkept, j->why);
	}
}

static bool
make_hashers(struct hasher *hashers[HASH_KINDS])
{
	bool made = true;

	for (int i = 0; i < HASH_KINDS; i++)
		made &= (hashers[i] = hasher_new((enum hash_kind)i)) != NULL;
	return made;
}

/* The store and the hashers are not the arena's: they are given back where memory runs out too. */
static enum err
run(struct job *j)
{
	bool done = true;

	if (!make_hashers(j->hashers))
		j->err = fail(j->why, E_MEMORY, 0, "%s", "");
	else if ((j->err = store_begin(j->store, j->why)) == OK) {
		done = arena_guard(j->arena, verify_logs, j);
		store_rollback(j->store);	/* it has only read */
	}
	for (int i = 0; i < HASH_KINDS; i++)
		hasher_free(j->hashers[i]);
	if (!done)
		arena_exhausted(j->arena);
	return j->report->bad ? OK : j->err;
}

enum err
verify_store(struct store *s, struct arena *a, const struct note_key *keys, size_t nkeys, const struct str *kept,
    size_t nkept, struct verify_report *r, struct why *why)
{
	struct job j = { .store = s, .arena = a, .keys = keys, .nkeys = nkeys, .nkept = nkept, .report = r, .why = why };
	struct checkpoint *opened;
	enum err err = open_kept(a, keys, nkeys, kept, nkept, &opened, why);

	*r = (struct verify_report){ .time = -1 };
	if (err != OK)
		return err;
	j.kept = opened;
	return run(&j);
}

enum err
verify_keys(struct store *s, struct note_key *keys, size_t *n, struct why *why)
{
	struct rows r;

	store_ask(s, SITE_KEYS, NULL, NO_VALUES, &r);
	while (rows_next(&r))
		if (*n < VERIFY_KEYS && note_key_parse(rows_text(&r, 0), &keys[*n], NULL) == OK)
			++*n;
	return rows_end(&r, why);
}
