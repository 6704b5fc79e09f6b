/* import_enter: offers become records, by moves of the definition. */
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/utf8.h"
#include "cli/import.h"
#include "cli/place.h"
#include "store/evidence.h"
#include "store/tally.h"

#define CHUNK 200	/* offers whose values share memory */

/* One offer at its turn. */
struct entering {
	struct import *job;
	struct arena *arena;	/* given back behind some turns */
	struct offer *offer;
	struct field_value *fields;
	uint64_t given;
	bool marked;		/* what it writes can be undone alone */
	struct why *why;
};

/* ---- records that are there ---- */

/* As who acts sees it. */
static enum err
read_known(struct entering *t, struct record *out)
{
	struct import *job = t->job;
	struct scope scope;
	enum err err = rights_scope(t->arena, &job->r.teller.actor, job->ledger, t->offer->kind->kind, &scope, t->why);

	return err != OK ? err : record_read(t->arena, job->desk->site.store, &scope, job->ledger, t->offer->kind->kind->key, t->offer->key,
	    SEQ_NOW, out, t->why);
}

/* ---- the file ---- */

/* It is kept before an event names it, as it was read and not as it may be by now. */
static enum err
keep_file(struct import *job, uint32_t source, struct why *why)
{
	struct import_source *s = &job->sources[source];
	const char *path = arena_printf(job->lists->arena, "%.*s", STR_ARG(job->lists->sources.v[source].name)).p;
	char folder[PATH_MAX];
	struct evidence kept;
	int fd;
	enum err err;

	if (s->kept || job->dry_run)
		return OK;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	err = fd < 0 ? fail(why, E_UNREADABLE, 0, "%s", path) : place_evidence(job->call, folder, why);
	if (err == OK)
		err = evidence_put(folder, fd, IMPORT_FILE, s->origin.file.hash.b, &kept, why);
	if (fd >= 0)
		close(fd);
	s->kept = err == OK;
	return err == E_BROKEN ? fail(why, E_CHANGED, 0, "%s", path) : err;
}

/* ---- moves ---- */

static struct request
request_of(const struct entering *t, struct str event)
{
	return (struct request){ .ledger = t->job->ledger, .kind = t->offer->kind->kind->key, .event = event, .given = t->given,
		.fields = t->fields, .seen = SEEN_ANY, .today = t->job->r.teller.today, .lang = t->job->call->voice.lang };
}

static enum err
do_move(struct entering *t, const struct request *q, struct record *out)
{
	struct import *job = t->job;

	return act(t->arena, &job->desk->hand, &job->r.ledgers, &job->r.teller.actor, q, out, t->why);
}

/* The records that it leads to, of one link field, beside those that it held. */
static void
give_leads(struct entering *t, int field, bool fresh, const struct field_value *held)
{
	const struct offer *o = t->offer;
	struct field_value *to = &t->fields[field];
	size_t n = held == NULL ? 0 : held->n;
	struct uuid *ids = arena_alloc(t->arena, (n + o->leads.n + 1) * sizeof *ids);

	if (n > 0)
		memcpy(ids, held->ids, n * sizeof *ids);
	for (size_t i = 0; i < o->leads.n; i++) {
		bool there = o->leads.v[i].field != field || (fresh && !o->leads.v[i].fresh);

		for (size_t k = 0; k < n && !there; k++)
			there = uuid_equal(ids[k], o->leads.v[i].id);
		if (!there)
			ids[n++] = o->leads.v[i].id;
	}
	if (n == (held == NULL ? 0 : held->n))
		return;
	*to = (struct field_value){ .set = true, .ids = ids, .n = n };
	t->given |= UINT64_C(1) << field;
}

static enum err
make(struct entering *t)
{
	struct import *job = t->job;
	struct offer *o = t->offer;
	const struct move *m = kind_maker(o->kind->kind);
	struct origin origin = job->sources[o->source].origin;
	struct request q;
	struct record made;
	enum err err = keep_file(job, o->source, t->why);

	for (size_t i = 0; i < o->kind->kind->fields.n; i++)
		if (o->kind->kind->fields.v[i].type == TYPE_LINK && (m->fills >> i & 1) != 0)
			give_leads(t, (int)i, false, &t->fields[i]);
	origin.part = o->part;
	q = request_of(t, m->event);
	q.origin = &origin;
	if (err == OK)
		err = do_move(t, &q, &made);
	if (err != OK)
		return err;
	o->key = made.key;
	o->id = made.id;
	o->told = arena_str(job->lists->arena, made.number);
	o->state = OFFER_ENTERED;
	return OK;
}

/* ---- what is another than in the record ---- */

static uint64_t
difference(const struct entering *t, const struct record *r)
{
	uint64_t other = 0;

	for (size_t i = 0; i < record_kind(r)->fields.n; i++)
		if ((t->given >> i & 1) != 0 && !field_equal(&t->fields[i], &r->fields[i]))
			other |= UINT64_C(1) << i;
	return other;
}

static struct str
labels_of(const struct entering *t, uint64_t fields)
{
	const struct kind *k = t->offer->kind->kind;
	bool zh = t->job->call->voice.lang == LANG_ZH;
	struct str s = { NULL, 0 };

	for (size_t i = 0; i < k->fields.n; i++)
		if ((fields >> i & 1) != 0)
			s = arena_printf(t->job->lists->arena, "%.*s%s%.*s", STR_ARG(s), s.n == 0 ? "" : zh ? "、" : ", ",
			    STR_ARG(zh ? k->fields.v[i].label.zh : k->fields.v[i].label.en));
	return s;
}

/* The move from where it is, staying there, that writes most of these fields; NULL: none that this person may make. */
static const struct move *
best_move(const struct entering *t, const struct record *r, uint64_t fields)
{
	const struct kind *k = record_kind(r);
	const struct move *best = NULL;
	int most = 0;

	for (size_t i = 0; i < k->moves.n; i++) {
		const struct move *m = &k->moves.v[i];
		int n = __builtin_popcountll(m->fills & fields);

		if ((m->from >> r->state & 1) == 0 || (m->to != STATE_STAYS && m->to != r->state) || m->level != 0 || n <= most ||
		    !act_may(&t->job->r.teller.actor, r, m))
			continue;
		best = m;
		most = n;
	}
	return best;
}

/* Writes fields of a record that is there, by as many moves as it takes. E_MOVE: none writes the rest. */
static enum err
change_known(struct entering *t, struct record *r, uint64_t fields)
{
	enum err err = OK;

	if (fields != 0 && !t->marked) {
		err = store_mark(t->job->desk->site.store, t->why);
		t->marked = err == OK;
	}
	while (fields != 0 && err == OK) {
		const struct move *m = best_move(t, r, fields);
		struct request q;

		if (m == NULL)
			return fail(t->why, E_MOVE, 0, "%.*s", STR_ARG(labels_of(t, fields)));
		t->given = fields & m->fills;
		q = request_of(t, m->event);
		q.record = r->key;
		q.reason = cstr(t->job->call->opt[OPT_REASON]);
		err = do_move(t, &q, r);
		fields &= ~m->fills;
	}
	return err;
}

/* Records that this call made are led to from one that was there. */
static enum err
lead_known(struct entering *t, struct record *r)
{
	t->given = 0;
	for (size_t i = 0; i < record_kind(r)->fields.n; i++)
		if (record_kind(r)->fields.v[i].type == TYPE_LINK)
			give_leads(t, (int)i, true, &r->fields[i]);
	return change_known(t, r, t->given);
}

static enum err
take_known(struct entering *t)
{
	struct import *job = t->job;
	struct offer *o = t->offer;
	struct record r;
	uint64_t other;
	enum err err = read_known(t, &r);

	if (err != OK)
		return err;
	if (o->state == OFFER_WAITING)
		o->state = OFFER_KNOWN;
	o->told = arena_str(job->lists->arena, r.number);
	if (o->sheet != NULL) {
		err = import_values(job, t->arena, o, UINT64_MAX, t->fields, &t->given, t->why);
		other = difference(t, &r);
		if (err == OK && job->on_known == ON_KNOWN_UPDATE && o->fault.n > 0)
			return fail(t->why, E_VALUE, 0, "%s", "");
		if (err == OK && job->on_known == ON_KNOWN_UPDATE && other != 0) {
			err = change_known(t, &r, other);
			o->state = OFFER_UPDATED;
		} else {
			o->fault = (struct str){ NULL, 0 };
		}
		if (other != 0 && err == OK)
			o->fault = labels_of(t, other);
	}
	return err == OK && o->leads.n > 0 ? lead_known(t, &r) : err;
}

/* ---- who leads to it ---- */

static void
lead_to(struct import *job, struct offer *from, int field, const struct offer *o)
{
	*array_add(job->lists->arena, &from->leads) = (struct led){ field, o->id, o->state == OFFER_ENTERED };
}

/* 对应问题: numbers of the file, else of the ledger; behind the first line stands a title. */
static enum err
lead_from_cell(struct entering *t, const struct sheet_column *c, struct str cell)
{
	struct import *job = t->job;
	struct str word, rest = str_slice(cell, 0, str_find(cell, STR(LINE_INSIDE), 0));
	enum err err = OK;

	while (import_next_word(&rest, &word) && err == OK) {
		const uint32_t *place = map_get(&job->numbers, word);
		const struct kind_force *kind = NULL;
		int64_t key = 0;
		struct uuid id;

		if (str_starts(word, STR("（")))	/* （无对应问题） */
			continue;
		if (place != NULL && job->offers.v[*place - 1].kind == c->from) {
			lead_to(job, &job->offers.v[*place - 1], c->field, t->offer);
			continue;
		}
		err = import_numbered(job, word, &key, &id, &kind, t->why);
		if (err == OK && key != 0 && kind == c->from && t->offer->state == OFFER_ENTERED)
			*array_add(job->lists->arena, &job->pending) = (struct pending){ key, kind, { c->field, t->offer->id, true },
				(uint32_t)(t->offer - job->offers.v) };
		else if (err == OK && kind != c->from)
			import_unresolved(job, t->offer, c->head, word, "台账里没有", "not in the ledger");
	}
	return err;
}

static enum err
lead_from(struct entering *t)
{
	struct import *job = t->job;
	const struct offer *o = t->offer;
	enum err err = OK;

	if (o->within != 0) {
		struct offer *from = &job->offers.v[o->within - 1];

		lead_to(job, from, maker_link(from->kind->kind, o->kind->kind), o);
	}
	for (uint32_t c = 0; o->sheet != NULL && c < o->sheet->ncolumns && err == OK; c++)
		if (o->sheet->columns[c].is == COLUMN_INVERSE)
			err = lead_from_cell(t, &o->sheet->columns[c], sheet_cell(job, o->sheet, o->line, c));
	return err;
}

/* ---- a turn ---- */

static enum err
take_offer(struct entering *t)
{
	struct import *job = t->job;
	struct offer *o = t->offer;
	bool version = job->sources[o->source].version;
	enum err err = o->state == OFFER_WAITING ? import_find_known(job, o, t->why) : OK;

	if (err == OK && o->fault.n > 0)
		return fail(t->why, E_VALUE, 0, "%s", "");
	if (err != OK)
		return err;
	if (o->key != 0)
		return take_known(t);
	if (version && !job->take) {
		o->state = OFFER_ADDED;
		return OK;
	}
	err = import_values(job, t->arena, o, kind_maker(o->kind->kind)->fills, t->fields, &t->given, t->why);
	if (err == OK && o->fault.n > 0)
		return fail(t->why, E_VALUE, 0, "%s", "");
	return err == OK ? make(t) : err;
}

/* What is wrong with an offer, and not with the ledger. */
static bool
of_the_offer(enum err err)
{
	return err == E_VALUE || err == E_NEEDS || err == E_RIGHT || err == E_MOVE || err == E_RECORD || err == E_TOOBIG || err == E_STALE;
}

/* It leaves nothing behind, and the next one is looked at. One move that is refused has written nothing; of several the first may have. */
static enum err
undo(struct entering *t)
{
	struct import *job = t->job;
	const struct why *why = t->why;
	const char *said = err_sentence(why->err, job->call->voice.lang);

	if (t->offer->fault.n == 0 || why->what[0] != '\0')
		t->offer->fault = arena_printf(job->lists->arena, "%s%s%s", said, why->what[0] == '\0' ? "" :
		    job->call->voice.lang == LANG_ZH ? "：" : ": ", why->what);
	t->offer->state = OFFER_FAULTY;
	t->offer->told = (struct str){ NULL, 0 };
	if (!t->marked)
		return OK;
	journal_forget(job->desk->site.journal);
	return store_mark_undo(job->desk->site.store, t->why);
}

static enum err
one_turn(struct entering *t)
{
	struct import *job = t->job;
	enum err err;

	t->given = 0;
	t->marked = false;
	t->fields = arena_zalloc(t->arena, (t->offer->kind->kind->fields.n + 1) * sizeof *t->fields);
	err = take_offer(t);
	if (of_the_offer(err))
		err = undo(t);
	else if (err == OK && t->marked)
		err = store_mark_keep(job->desk->site.store, t->why);
	if (err == OK && t->offer->key != 0 && t->offer->state != OFFER_FAULTY)
		err = lead_from(t);
	if (err == OK)
		job->sources[t->offer->source].count[t->offer->state]++;
	return err;
}

/* Offers of one kind, from *i on, that share memory: at most CHUNK. It ends at the last offer. */
static enum err
chunk(struct import *job, const struct kind_force *kind, size_t *i, size_t *done)
{
	struct entering t = { .job = job, .arena = arena_new(0), .why = &job->desk->why };
	enum err err = OK;

	if (t.arena == NULL || arena_try(t.arena)) {
		arena_free(t.arena);
		return fail(&job->desk->why, E_MEMORY, 0, "%s", "");
	}
	for (size_t n = 0; *i < job->offers.n && n < CHUNK && err == OK; ++*i) {
		t.offer = &job->offers.v[*i];
		if (t.offer->kind != kind)
			continue;
		err = one_turn(&t);
		n++;
		++*done;
	}
	arena_free(t.arena);
	return err;
}

/* Rows of sheets are many, and each stands for itself: what is done is kept. */
static enum err
commit_some(struct import *job, size_t *done)
{
	struct store *s = job->desk->site.store;
	enum err err;

	if (job->whole || job->dry_run || *done < IMPORT_BATCH)
		return OK;
	*done = 0;
	err = store_commit(s, &job->desk->why);
	return err == OK ? store_begin(s, &job->desk->why) : err;
}

static enum err
enter_kind(struct import *job, const struct kind_force *kind)
{
	enum err err = OK;
	size_t done = 0;

	for (size_t i = 0; i < job->offers.n && err == OK; ) {
		err = tally_gather(job->desk->site.store, &job->desk->why);
		if (err == OK)
			err = tally_gathered(job->desk->site.store, chunk(job, kind, &i, &done), &job->desk->why);
		if (err == OK)
			err = commit_some(job, &done);
	}
	return err;
}

/* ---- links of records that were there ---- */

static enum err
lead_one(struct import *job, struct arena *a, const struct pending *p)
{
	struct offer from = { .kind = p->kind, .key = p->key };
	struct entering t = { .job = job, .arena = a, .offer = &from, .why = &job->desk->why,
		.fields = arena_zalloc(a, (p->kind->kind->fields.n + 1) * sizeof(struct field_value)) };
	struct record r = { .key = p->key };
	enum err err;

	*array_add(a, &from.leads) = p->led;
	err = read_known(&t, &r);
	if (err == OK)
		err = lead_known(&t, &r);
	if (!of_the_offer(err))
		return err == OK && t.marked ? store_mark_keep(job->desk->site.store, t.why) : err;
	import_unresolved(job, &job->offers.v[p->offer], p->kind->kind->fields.v[p->led.field].label.zh, r.number,
	    "已有的事项现在不能关联", "the record that is there cannot lead to it now");
	if (!t.marked)
		return OK;
	journal_forget(job->desk->site.journal);
	return store_mark_undo(job->desk->site.store, t.why);
}

static enum err
lead_pending(struct import *job)
{
	struct arena *a = arena_new(0);
	enum err err = OK;

	if (a == NULL || arena_try(a)) {
		arena_free(a);
		return fail(&job->desk->why, E_MEMORY, 0, "%s", "");
	}
	for (size_t i = 0; i < job->pending.n && err == OK; i++)
		err = lead_one(job, a, &job->pending.v[i]);
	arena_free(a);
	return err;
}

/* ---- all ---- */

static bool
leads_only_to(const struct kind *k, const bool *done, const struct force *f)
{
	for (size_t i = 0; i < k->fields.n; i++)
		for (size_t n = 0; n < f->d->kinds.n; n++)
			if (k->fields.v[i].kind == f->kinds[n].kind && f->kinds[n].kind != k && !done[n])
				return false;
	return true;
}

/* Kinds that others lead to come first; where they lead in a circle, in their order. */
static enum err
enter_kinds(struct import *job)
{
	const struct force *f = job->ledger->force;
	bool done[DEFINITION_KINDS] = { false };
	enum err err = OK;

	for (size_t turn = 0; turn < f->d->kinds.n && err == OK; turn++) {
		size_t next = f->d->kinds.n;

		for (size_t i = f->d->kinds.n; i-- > 0; )
			if (!done[i] && (next == f->d->kinds.n || leads_only_to(f->kinds[i].kind, done, f)))
				next = i;
		done[next] = true;
		err = enter_kind(job, &f->kinds[next]);
	}
	return err;
}

/* --on-known stop: the first that is there stops all before anything is written. */
static enum err
stop_at_known(struct import *job)
{
	struct why *why = &job->desk->why;
	enum err err = OK;

	for (size_t i = 0; i < job->offers.n && err == OK && job->on_known == ON_KNOWN_STOP; i++) {
		struct offer *o = &job->offers.v[i];

		err = import_find_known(job, o, why);
		if (err == OK && o->key != 0)
			err = fail(why, E_KNOWN, 0, "%.*s %.*s", STR_ARG(job->lists->sources.v[o->source].file), STR_ARG(offer_place(job, o)));
		o->fault = (struct str){ NULL, 0 };
	}
	return err;
}

static size_t
faults(const struct import *job)
{
	size_t n = 0;

	for (size_t i = 0; i < job->lists->sources.n; i++)
		n += job->sources[i].count[OFFER_FAULTY];
	return n;
}

/* What was entered is so no more. */
static void
forget_entered(struct import *job)
{
	for (size_t i = 0; i < job->offers.n; i++)
		if (job->offers.v[i].state == OFFER_ENTERED || job->offers.v[i].state == OFFER_UPDATED) {
			job->sources[job->offers.v[i].source].count[job->offers.v[i].state]--;
			job->sources[job->offers.v[i].source].count[OFFER_WAITING]++;
			job->offers.v[i].state = OFFER_WAITING;
			job->offers.v[i].told = (struct str){ NULL, 0 };
		}
}

static enum err
take_back(struct import *job)
{
	store_rollback(job->desk->site.store);
	journal_forget(job->desk->site.journal);
	if (!job->dry_run)
		forget_entered(job);
	return store_begin(job->desk->site.store, &job->desk->why);
}

enum err
import_enter(struct import *job)
{
	enum err err = stop_at_known(job);

	if (err == OK)
		err = import_versions(job, &job->desk->why);
	if (err == OK)
		err = enter_kinds(job);
	if (err == OK)
		err = lead_pending(job);
	if (err != OK)
		return err;
	job->exit = faults(job) > 0 ? E_ROWS : OK;
	return job->dry_run || (job->whole && job->exit != OK) ? take_back(job) : OK;
}
