#include "ledger/journal.h"
#include "store/event_row.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#define LOGS_MOST 256		/* frontiers that are remembered at once, of 2 KB each */

/* The frontier of a log. */
struct front {
	struct uuid site, ledger;
	int64_t id;
	enum hash_kind kind;
	struct merkle tree;
	/* Numbers that the last event bore: the next one is likely to be of the same hands, under the same definition. */
	struct numbered { struct uuid id; int64_t number; } person, acting_for;
	struct hash definition;
	int64_t definition_number;	/* 0: none yet */
};

struct journal {
	int offset;
	struct hasher *hashers[HASH_KINDS];
	struct front *fronts[LOGS_MOST];
	size_t n;
};

struct journal *
journal_new(int offset)
{
	struct journal *j = calloc(1, sizeof *j);

	if (j == NULL)
		return NULL;
	j->offset = offset;
	for (int i = 0; i < HASH_KINDS; i++)
		if ((j->hashers[i] = hasher_new((enum hash_kind)i)) == NULL) {
			journal_free(j);
			return NULL;
		}
	return j;
}

void
journal_forget(struct journal *j)
{
	while (j->n > 0)
		free(j->fronts[--j->n]);
}

void
journal_free(struct journal *j)
{
	if (j == NULL)
		return;
	journal_forget(j);
	for (int i = 0; i < HASH_KINDS; i++)
		hasher_free(j->hashers[i]);
	free(j);
}

/* ---- hashes of a log ---- */

static enum err
get_hashes(void *arg, unsigned level, uint64_t first, unsigned count, struct hash *out)
{
	struct journal_hashes *h = arg;
	struct value log = value_int(h->log), from = value_int((int64_t)first), to = value_int((int64_t)(first + count));
	struct rows rows;
	unsigned i = 0;

	if (level == 0)
		store_ask(h->store, LEAF_RANGE, NULL, VALUES(log, from, to), &rows);
	else
		store_ask(h->store, TILE_RANGE, NULL, VALUES(log, value_int(level), from, to), &rows);
	while (rows_next(&rows) && i < count)
		rows_bytes(&rows, 0, out[i++].b, HASH_BYTES);
	if (rows.err == OK && i < count)
		rows.err = fail(&rows.why, E_BROKEN, first + i, "log %lld, level %u", (long long)h->log, level);
	return rows_end(&rows, &h->why);
}

struct merkle_source
journal_source(struct journal_hashes *h)
{
	return (struct merkle_source){ get_hashes, h };
}

/* ---- frontiers ---- */

/* What is known of a log beside its numbers: the algorithm of its ledger, and its size. */
static enum err
read_ledger(struct store *s, struct front *f, int64_t *ledger, struct why *why)
{
	struct rows rows;
	bool found = false;

	store_ask(s, LEDGER_FIND, NULL, VALUES(value_id(f->ledger.b)), &rows);
	if (rows_next(&rows)) {
		*ledger = rows_int(&rows, 0);
		found = hash_kind_parse(rows_text(&rows, 1), &f->kind);
	}
	if (rows.err == OK && !found)
		rows.err = fail(&rows.why, E_BROKEN, 0, "ledger");
	return rows_end(&rows, why);
}

static enum err
read_size(struct store *s, int64_t site, int64_t ledger, uint64_t *size, struct why *why)
{
	struct rows rows;

	store_ask(s, LOG_FIND, NULL, VALUES(value_int(site), value_int(ledger)), &rows);
	if (rows_next(&rows))
		*size = (uint64_t)rows_int(&rows, 1);
	return rows_end(&rows, why);
}

static enum err
load_front(struct journal *j, struct store *s, enum hash_kind kind, struct front *f, struct why *why)
{
	struct journal_hashes hashes = { .store = s };
	struct merkle_source source = journal_source(&hashes);
	int64_t site, ledger;
	uint64_t size = 0;
	enum err err = site_number(s, f->site.b, true, &site, why);

	if (err == OK)
		err = ledger_number(s, f->ledger.b, cstr(hash_name(kind)), &ledger, why);
	if (err == OK)
		err = read_ledger(s, f, &ledger, why);
	if (err == OK)
		err = log_number(s, site, ledger, &f->id, why);
	if (err == OK)
		err = read_size(s, site, ledger, &size, why);
	if (err != OK)
		return err;
	hashes.log = f->id;
	err = merkle_load(&f->tree, j->hashers[f->kind], &source, size);
	return err == OK ? OK : fail(why, err, hashes.why.at, "%s", hashes.why.what);
}

/* NULL with an error. */
static struct front *
front_of(struct journal *j, struct store *s, enum hash_kind kind, const struct event *e, enum err *err, struct why *why)
{
	struct front *f;

	for (size_t i = 0; i < j->n; i++)
		if (uuid_equal(j->fronts[i]->ledger, e->ledger) && uuid_equal(j->fronts[i]->site, e->site))
			return j->fronts[i];
	if (j->n == LOGS_MOST)
		journal_forget(j);
	f = calloc(1, sizeof *f);
	if (f == NULL) {
		*err = fail(why, E_MEMORY, 0, "%s", "");
		return NULL;
	}
	f->site = e->site;
	f->ledger = e->ledger;
	*err = load_front(j, s, kind, f, why);
	if (*err == OK)
		return j->fronts[j->n++] = f;
	free(f);
	return NULL;
}

/* ---- appending ---- */

static enum err
number_of_identity(struct store *s, struct uuid u, int64_t *out, struct why *why)
{
	*out = 0;
	return uuid_is_nil(u) ? OK : identity_number(s, u.b, out, why);
}

static enum err
number_of_hand(struct store *s, struct uuid u, struct numbered *last, int64_t *out, struct why *why)
{
	enum err err = OK;

	if (last->number == 0 || !uuid_equal(last->id, u)) {
		err = number_of_identity(s, u, &last->number, why);
		last->id = u;
	}
	*out = last->number;
	return err;
}

static enum err
number_of_definition(struct store *s, const struct event *e, int64_t *out, struct why *why)
{
	bool found = true;
	enum err err = OK;

	*out = 0;
	if (e->defined)
		err = store_int(s, DEFINITION_FIND, VALUES(value_text(cstr(hash_name(e->definition_kind))),
		    value_hash(e->definition.b)), out, &found, why);
	return err != OK || found ? err : fail(why, E_ABSENT, 0, "definition");
}

static enum err
name_row(struct store *s, struct front *f, const struct event *e, struct event_row *row, struct why *why)
{
	enum err err = number_of_hand(s, e->person, &f->person, &row->person, why);

	if (err == OK)
		err = number_of_hand(s, e->acting_for, &f->acting_for, &row->acting_for, why);
	if (err == OK)
		err = number_of_identity(s, e->record, &row->record, why);
	row->definition = f->definition_number;
	if (err != OK || (e->defined && f->definition_number != 0 && hash_equal(&e->definition, &f->definition)))
		return err;
	err = number_of_definition(s, e, &row->definition, why);
	f->definition = e->definition;
	f->definition_number = row->definition;
	return err;
}

/* Subtrees that the last leaf completed. */
static enum err
keep_tiles(struct store *s, const struct front *f, struct why *why)
{
	for (unsigned level = MERKLE_KEPT; level < MERKLE_LEVELS && merkle_completed(&f->tree, level); level += MERKLE_KEPT) {
		enum err err = store_do(s, TILE_PUT, VALUES(value_int(f->id), value_int(level),
		    value_int((int64_t)((f->tree.n >> level) - 1)), value_hash(f->tree.last[level].b)), why);

		if (err != OK)
			return err;
	}
	return OK;
}

/* The event has its number and time: what is hashed of it, and its place in the tree. */
static enum err
seal_and_place(struct journal *j, struct store *s, struct front *f, struct event *e, struct event_row *row, struct why *why)
{
	struct hasher *h = j->hashers[f->kind];
	struct hash leaf;
	enum err err = event_check(e, why);

	if (err != OK)
		return err;
	if (getrandom(e->salt, EVENT_SALT, 0) != EVENT_SALT || event_seal(e, h) != OK || event_leaf(e, h, &leaf) != OK)
		return fail(why, E_INTERNAL, 0, "%s", "hash");
	memcpy(row->payload_hash, e->payload_hash.b, HASH_BYTES);
	memcpy(row->leaf, leaf.b, HASH_BYTES);
	memcpy(row->salt, e->salt, EVENT_SALT);
	err = event_row_append(s, row, why);
	if (err == OK)
		err = merkle_append(&f->tree, h, &leaf);
	return err == OK ? keep_tiles(s, f, why) : err;
}

static enum err
append(struct journal *j, struct store *s, struct front *f, struct event *e, struct event_row *row, struct why *why)
{
	struct date today = instant_day(e->time, j->offset);
	enum err err = name_row(s, f, e, row, why);

	if (err == OK)
		err = event_row_reserve(s, date_days(today), row, why);
	if (err != OK)
		return err;
	e->number = (uint64_t)row->number;
	e->time = row->time;
	if (e->number != f->tree.n)
		return fail(why, E_BROKEN, e->number, "log %lld", (long long)f->id);
	return seal_and_place(j, s, f, e, row, why);
}

enum err
journal_append(struct journal *j, struct store *s, enum hash_kind kind, struct event *e, int64_t *seq, struct why *why)
{
	struct event_row row = { .time = e->time, .type = e->type, .payload = e->payload };
	struct front *f;
	enum err err;

	e->number = 0;
	e->removed = false;
	err = event_check(e, why);
	f = err != OK ? NULL : front_of(j, s, kind, e, &err, why);
	if (f == NULL)
		return err;
	row.log = f->id;
	err = append(j, s, f, e, &row, why);
	if (err != OK)
		journal_forget(j);	/* the transaction will be undone */
	else
		*seq = row.seq;
	return err;
}

enum err
journal_define(struct store *s, enum hash_kind kind, struct str bytes, struct hash *h, struct why *why)
{
	int64_t number;

	if (hash_bytes(kind, bytes, h) != OK)
		return fail(why, E_INTERNAL, 0, "%s", "hash");
	return definition_number(s, cstr(hash_name(kind)), h->b, bytes, &number, why);
}

/* ---- reading ---- */

enum err
journal_logs(struct store *s, struct arena *a, struct journal_log **out, size_t *n, struct why *why)
{
	ARRAY(struct journal_log) logs = { 0 };
	struct rows rows;

	store_ask(s, LOG_LIST, NULL, NO_VALUES, &rows);
	while (rows_next(&rows)) {
		struct journal_log *l = array_add(a, &logs);

		l->id = rows_int(&rows, 0);
		rows_bytes(&rows, 1, l->site.b, UUID_BYTES);
		rows_bytes(&rows, 2, l->ledger.b, UUID_BYTES);
		if (!hash_kind_parse(rows_text(&rows, 3), &l->kind))
			rows.err = fail(&rows.why, E_BROKEN, 0, "ledger");
		l->size = (uint64_t)rows_int(&rows, 4);
		l->time = rows_int(&rows, 5);
	}
	*out = logs.v;
	*n = logs.n;
	return rows_end(&rows, why);
}

/* Columns as EVENT_COLUMNS names them, then salt and bytes of the payload. */
static void
read_event(struct rows *rows, const struct journal_log *log, struct journal_event *out)
{
	struct event *e = &out->event;

	*out = (struct journal_event){ .seq = rows_int(rows, 0) };
	e->site = log->site;
	e->ledger = log->ledger;
	e->number = (uint64_t)rows_int(rows, 2);
	e->time = rows_int(rows, 3);
	rows_bytes(rows, 4, e->person.b, UUID_BYTES);
	rows_bytes(rows, 5, e->acting_for.b, UUID_BYTES);
	e->defined = !rows_null(rows, 6);
	if (e->defined && !hash_kind_parse(rows_text(rows, 6), &e->definition_kind))
		rows->err = fail(&rows->why, E_BROKEN, e->number, "definition");
	rows_bytes(rows, 7, e->definition.b, HASH_BYTES);
	rows_bytes(rows, 8, e->record.b, UUID_BYTES);
	e->type = rows_text(rows, 9);
	rows_bytes(rows, 10, e->payload_hash.b, HASH_BYTES);
	rows_bytes(rows, 11, out->leaf.b, HASH_BYTES);
	e->removed = rows_null(rows, 13);
	rows_bytes(rows, 12, e->salt, EVENT_SALT);
	if (!e->removed)
		e->payload = rows_blob(rows, 13);
}

enum err
journal_walk(struct store *s, const struct journal_log *log, uint64_t first,
    enum err (*take)(void *arg, const struct journal_event *, struct why *), void *arg, struct why *why)
{
	struct rows rows;

	store_ask(s, EVENT_RANGE, NULL, VALUES(value_int(log->id), value_int((int64_t)first), value_int(INT64_MAX)), &rows);
	while (rows_next(&rows)) {
		struct journal_event e;

		read_event(&rows, log, &e);
		if (rows.err == OK)
			rows.err = take(arg, &e, &rows.why);
	}
	return rows_end(&rows, why);
}

static const struct journal_log *
log_of(const struct journal_log *logs, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (logs[i].id == id)
			return &logs[i];
	return NULL;
}

enum err
journal_since(struct store *s, const struct journal_log *logs, size_t n, int64_t *seq, int64_t most,
    enum err (*take)(void *arg, const struct journal_event *, struct why *), void *arg, struct why *why)
{
	struct rows rows;

	store_ask(s, EVENT_SINCE, NULL, VALUES(value_int(*seq), value_int(most)), &rows);
	while (rows_next(&rows)) {
		const struct journal_log *log = log_of(logs, n, rows_int(&rows, 1));
		struct journal_event e;

		if (log == NULL) {
			rows.err = fail(&rows.why, E_BROKEN, 0, "log");
			break;
		}
		read_event(&rows, log, &e);
		if (rows.err == OK)
			rows.err = take(arg, &e, &rows.why);
		*seq = e.seq;
	}
	return rows_end(&rows, why);
}

/* ---- checkpoints ---- */

size_t
journal_origin(char out[JOURNAL_ORIGIN], struct uuid site, struct uuid ledger)
{
	char *to = stpcpy(out, "bihuan/");

	to += uuid_print(to, site);
	*to++ = '/';
	to += uuid_print(to, ledger);
	return (size_t)(to - out);
}

static enum err
root_now(struct store *s, const struct journal_log *log, struct hash *root, struct why *why)
{
	struct journal_hashes hashes = { .store = s, .log = log->id };
	struct merkle_source source = journal_source(&hashes);
	struct hasher *h = hasher_new(log->kind);
	enum err err = h == NULL ? E_MEMORY : merkle_root_at(h, &source, log->size, root);

	hasher_free(h);
	return err == OK ? OK : fail(why, err, hashes.why.at, "%s", hashes.why.what);
}

/* The checkpoint that stands, if it is of this size. */
static enum err
stored_checkpoint(struct store *s, const struct journal_log *log, struct buf *out, bool *found, struct why *why)
{
	struct rows rows;

	*found = false;
	store_ask(s, CHECKPOINT_LAST, NULL, VALUES(value_int(log->id)), &rows);
	if (rows_next(&rows) && (uint64_t)rows_int(&rows, 0) == log->size) {
		buf_puts(out, rows_text(&rows, 2));
		*found = true;
	}
	return rows_end(&rows, why);
}

static enum err
sign(struct store *s, const struct journal_log *log, const struct note_signer *signer, int64_t now, struct buf *out,
    struct why *why)
{
	char origin[JOURNAL_ORIGIN];
	struct checkpoint c = { .origin = { origin, journal_origin(origin, log->site, log->ledger) }, .size = log->size };
	struct buf text = { 0 };
	size_t at = out->n;
	enum err err = root_now(s, log, &c.root, why);

	if (err != OK)
		return err;
	checkpoint_print(&text, &c);
	err = text.err != OK ? text.err : note_sign(out, (struct str){ text.p, text.n }, signer, 1, why);
	buf_free(&text);
	if (err == OK)
		err = out->err;
	return err != OK ? err : store_do(s, CHECKPOINT_ADD, VALUES(value_int(log->id), value_int((int64_t)log->size),
	    value_int(now), value_text((struct str){ out->p + at, out->n - at })), why);
}

enum err
journal_checkpoint(struct store *s, const struct journal_log *log, const struct note_signer *signer, int64_t now,
    struct buf *out, struct why *why)
{
	bool found;
	enum err err;

	if (log->size == 0)
		return fail(why, E_EMPTY, 0, "%s", "");
	err = stored_checkpoint(s, log, out, &found, why);
	return err != OK || found ? err : sign(s, log, signer, now, out, why);
}
