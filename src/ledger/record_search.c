#include "ledger/record_search.h"
#include "ledger/payload.h"
#include "ledger/removal.h"

#include <jansson.h>
#include <stdlib.h>

#define CHUNK 200		/* records that share an arena */

/* ---- the text of a record ---- */

struct reading {
	struct arena *arena;
	struct store *store;
	const struct ledgers *ledgers;
	struct record *record;
	struct buf *text;
	int64_t at;
	uint64_t said;		/* bits of fields that events give, */
	struct field_value *values;	/* and what the last of them gives */
};

static void
put_line(struct buf *b, struct str s)
{
	buf_puts(b, s);
	if (s.n > 0)
		buf_putc(b, '\n');
}

static void
put_quantity(struct buf *b, const struct field_value *v)
{
	char number[NUMBER_TEXT];
	size_t n = number_print(number, v->number);

	buf_put(b, number, n);
	buf_puts(b, v->text);
	buf_putc(b, '\n');
}

/* What it says of a file, but for what the file is by. */
static void
put_document(struct buf *b, struct str text)
{
	json_t *all = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL), *value;
	const char *name;

	json_object_foreach(all, name, value)
		if (json_is_string(value) && strcmp(name, "file") != 0 && strcmp(name, "media") != 0)
			put_line(b, (struct str){ json_string_value(value), json_string_length(value) });
	json_decref(all);
}

static void
put_choice(struct buf *b, const struct field_rule *f, const struct field_value *v)
{
	int i = field_choice(f, v->text);

	if (i < 0)
		return;
	put_line(b, f->choices.v[i].label.zh);
	put_line(b, f->choices.v[i].label.en);
}

static void
put_field(struct buf *b, const struct field_rule *f, const struct field_value *v)
{
	if (!v->set || f->see != 0 || f->as == PART_TITLE)
		return;
	switch (f->type) {
	case TYPE_TEXT:
	case TYPE_LONG_TEXT:
		put_line(b, v->text);
		break;
	case TYPE_CHOICE:
		put_choice(b, f, v);
		break;
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
	case TYPE_QUANTITY:
		put_quantity(b, v);
		break;
	case TYPE_DOCUMENT:
		put_document(b, v->text);
		break;
	default:
		break;
	}
}

/* By its path: of a unit that was merged, the one that it went into. */
static enum err
put_unit(struct reading *r, struct str path, struct why *why)
{
	struct rows rows;

	store_ask(r->store, UNIT_AT, NULL, VALUES(value_text(path)), &rows);
	if (rows_next(&rows))
		put_line(r->text, rows_text(&rows, 0));
	return rows_end(&rows, why);
}

static enum err
put_units(struct reading *r, struct why *why)
{
	const struct kind *k = record_kind(r->record);
	enum err err = OK;

	for (size_t i = 0; i < r->record->parties.n && err == OK; i++) {
		const struct party_held *p = &r->record->parties.v[i];
		int field = kind_part(k, p->part);

		if (p->path.n > 0 && field >= 0 && k->fields.v[field].see == 0 && r->record->fields[field].set)
			err = put_unit(r, p->path, why);
	}
	return err;
}

/* ---- what its events say ---- */

static const struct force *
force_numbered(const struct ledgers *l, int64_t id)
{
	for (size_t i = 0; i < l->forces.n; i++)
		if (l->forces.v[i]->id == id)
			return l->forces.v[i];
	return NULL;
}

/* Values that the event gives, of fields that go by the same name and type today. */
static void
note_values(struct reading *r, const struct change *c)
{
	const struct kind *then = c->kind->kind, *now = record_kind(r->record);

	for (size_t i = 0; i < then->fields.n; i++) {
		int field = (c->given >> i & 1) == 0 ? -1 : kind_field(now, then->fields.v[i].key);

		if (field < 0 || now->fields.v[field].type != then->fields.v[i].type)
			continue;
		r->said |= UINT64_C(1) << field;
		r->values[field] = c->fields[i];
	}
}

static void
put_change(struct reading *r, const struct change *c)
{
	put_line(r->text, c->reason);
	put_line(r->text, c->instruction);
	if (c->step >= 0)
		put_line(r->text, c->number);
	for (size_t i = 0; i < c->evidence.n; i++)
		put_line(r->text, c->evidence.v[i].name);
}

/* What is no payload of its definition is told by no word of it here; to name the damage is what verify is for. */
static void
take_event(struct reading *r, struct rows *rows, void (*take)(struct reading *, const struct change *))
{
	const struct force *f = rows_null(rows, 1) ? NULL : force_numbered(r->ledgers, rows_int(rows, 1));
	struct change c;

	r->at = rows_int(rows, 0);
	if (f != NULL && !rows_null(rows, 2) && change_parse(r->arena, f, rows_blob(rows, 2), &c, NULL) == OK)
		take(r, &c);
}

static enum err
walk_events(struct reading *r, void (*take)(struct reading *, const struct change *), struct why *why)
{
	struct rows rows;

	store_ask(r->store, EVENTS_OF_RECORD, NULL, VALUES(value_int(r->record->key)), &rows);
	while (rows_next(&rows))
		take_event(r, &rows, take);
	return rows_end(&rows, why);
}

/* Where anything was removed: values that no event that is left says, or the last of them says otherwise. */
static enum err
forget_removed(struct reading *r, struct why *why)
{
	const struct kind *k = record_kind(r->record);
	int64_t gone = 0;
	enum err err = store_int(r->store, EVENTS_REMOVED, VALUES(value_int(r->record->key)), &gone, NULL, why);

	if (err != OK || gone == 0)
		return err;
	r->values = arena_zalloc(r->arena, (k->fields.n + 1) * sizeof *r->values);
	err = walk_events(r, note_values, why);
	for (size_t i = 0; i < k->fields.n; i++)
		if ((r->said >> i & 1) == 0 || !field_equal(&r->values[i], &r->record->fields[i]))
			r->record->fields[i].set = false;
	return err;
}

static struct str
title_of(const struct record *r)
{
	int i = kind_part(record_kind(r), PART_TITLE);

	return i < 0 || !r->fields[i].set || record_kind(r)->fields.v[i].see != 0 ? (struct str){ NULL, 0 } : r->fields[i].text;
}

enum err
record_found_by(struct arena *a, struct store *s, const struct ledgers *l, struct record *record, struct buf *b, struct found_by *out,
    struct why *why)
{
	struct reading r = { .arena = a, .store = s, .ledgers = l, .record = record, .text = b };
	const struct kind *k = record_kind(record);
	enum err err = forget_removed(&r, why);

	b->n = 0;
	b->err = OK;
	for (size_t i = 0; i < k->fields.n; i++)
		put_field(b, &k->fields.v[i], &record->fields[i]);
	if (err == OK)
		err = put_units(&r, why);
	if (err == OK)
		err = walk_events(&r, put_change, why);
	*out = (struct found_by){ title_of(record), { b->p, b->n }, r.at };
	return err == OK && b->err != OK ? fail(why, b->err, 0, "%s", "") : err;
}

/* ---- what changed ---- */

typedef ARRAY(int64_t) key_list;

struct telling {
	struct record_search *of;
	struct search *search;
	struct arena *arena;	/* of all of it */
	struct arena *part;	/* of some records */
	struct ledgers ledgers;
	int64_t since, until;
	key_list keys;		/* in the order in which they are told */
};

/* The index's number of a kind of a ledger. */
static int64_t
group_of(const struct ledger *g, const struct kind_force *kf)
{
	return g->number * DEFINITION_KINDS + (kf - g->force->kinds);
}

static enum err
put_record(struct telling *t, struct record *r, struct why *why)
{
	struct search_party *parties = arena_alloc(t->part, (r->parties.n + 1) * sizeof *parties);
	struct found_by by;
	enum err err = record_found_by(t->part, t->of->store, &t->ledgers, r, &t->of->text, &by, why);

	for (size_t i = 0; i < r->parties.n; i++)
		parties[i] = (struct search_party){ r->parties.v[i].who.b, r->parties.v[i].path };
	return err != OK ? err : search_put(t->search, &(struct search_entry){ .key = r->key, .ledger = group_of(r->ledger, r->kind),
	    .path = r->path, .number = r->number, .title = by.title, .text = by.text, .at = by.at, .parties = parties,
	    .n_parties = r->parties.n }, why);
}

/* Of which ledger and kind; NULL where there is no such record. */
static enum err
find_kind(struct telling *t, int64_t key, const struct ledger **g, const struct kind_force **kf, struct why *why)
{
	struct rows rows;

	*kf = NULL;
	store_ask(t->of->store, RECORD_IS, NULL, VALUES(value_int(key)), &rows);
	if (rows_next(&rows) && (*g = ledger_by_number(&t->ledgers, rows_int(&rows, 0))) != NULL)
		*kf = force_kind((*g)->force, rows_text(&rows, 1));
	return rows_end(&rows, why);
}

static enum err
tell_record(struct telling *t, int64_t key, struct why *why)
{
	const struct ledger *g;
	const struct kind_force *kf;
	struct record r;
	enum err err = find_kind(t, key, &g, &kf, why);

	if (err != OK || kf == NULL)
		return err != OK ? err : search_remove(t->search, key, why);
	err = record_read(t->part, t->of->store, NULL, g, kf->kind->key, key, SEQ_NOW, &r, why);
	return err == OK ? put_record(t, &r, why) : err;
}

static enum err
tell_records(struct telling *t, size_t from, size_t to, struct why *why)
{
	enum err err = OK;

	for (size_t i = from; i < to && err == OK; i++)
		err = tell_record(t, t->keys.v[i], why);
	return err;
}

static enum err
tell_chunk(struct telling *t, size_t from, size_t to, struct why *why)
{
	enum err err;

	t->part = arena_new(0);
	if (t->part == NULL || arena_try(t->part)) {
		arena_free(t->part);
		return fail(why, E_MEMORY, 0, "%s", "");
	}
	err = tell_records(t, from, to, why);
	arena_free(t->part);
	return err;
}

/* ---- which records ---- */

static enum err
take_keys(struct telling *t, enum statement st, struct values v, key_list *out, struct why *why)
{
	struct rows rows;

	store_ask(t->of->store, st, NULL, v, &rows);
	while (rows_next(&rows))
		*array_add(t->arena, out) = rows_int(&rows, 0);
	return rows_end(&rows, why);
}

/* Those of a unit and below, and in which such units have a part, as they are now. A unit that is no more went into another. */
static enum err
take_unit(struct telling *t, struct uuid unit, key_list *out, struct why *why)
{
	struct str from = { NULL, 0 }, to = { NULL, 0 };
	struct rows rows;
	enum err err;

	store_ask(t->of->store, UNIT_NOW, NULL, VALUES(value_id(unit.b)), &rows);
	if (rows_next(&rows)) {
		from = arena_str(t->arena, rows_text(&rows, 0));
		to = arena_printf(t->arena, "%.*s" SCOPE_END, STR_ARG(from));
	}
	err = rows_end(&rows, why);
	return err != OK || from.n == 0 ? err : take_keys(t, RECORDS_OF_UNIT, VALUES(value_text(from), value_text(to)), out, why);
}

static enum err
take_removed(struct telling *t, int64_t log, struct str payload, key_list *out, struct why *why)
{
	uint64_t *numbers = arena_alloc(t->arena, REMOVAL_NUMBERS * sizeof *numbers);
	size_t n = removal_numbers(payload, numbers);
	enum err err = OK;

	t->of->removed = true;
	for (size_t i = 0; i < n && err == OK; i++)
		err = take_keys(t, RECORD_OF_EVENT, VALUES(value_int(log), value_int((int64_t)numbers[i])), out, why);
	return err;
}

static const struct { struct str type, member; } moved[] = {
	{ STR("unit-moved"), STR("unit") }, { STR("unit-renamed"), STR("unit") }, { STR("unit-merged"), STR("into") },
};

/* An event that is of no record, but changes how some are found. */
static enum err
take_apart(struct telling *t, struct rows *rows, key_list *out, struct why *why)
{
	struct str type = rows_text(rows, 0), payload = rows_null(rows, 3) ? (struct str){ NULL, 0 } : rows_blob(rows, 3);
	struct payload p;
	struct uuid unit;

	if (str_eq(type, STR(REMOVAL_TYPE)))
		return take_removed(t, rows_int(rows, 1), payload, out, why);
	for (size_t i = 0; i < sizeof moved / sizeof moved[0]; i++) {
		if (!str_eq(type, moved[i].type))
			continue;
		payload_begin(&p, payload);
		unit = payload_uuid(&p, moved[i].member.p);
		return payload_end(&p, NULL) == OK ? take_unit(t, unit, out, why) : OK;
	}
	return engine_event_find(type) == EVENT_LEDGER_UPGRADED ? take_keys(t, RECORDS_OF_LEDGER, VALUES(value_int(rows_int(rows, 2))), out, why)
	    : OK;
}

static enum err
take_all_apart(struct telling *t, key_list *out, struct why *why)
{
	enum err err = OK;
	struct rows rows;

	store_ask(t->of->store, EVENTS_OF_NO_RECORD, NULL, VALUES(value_int(t->since), value_int(t->until)), &rows);
	while (err == OK && rows_next(&rows))
		err = take_apart(t, &rows, out, why);
	return err == OK ? rows_end(&rows, why) : (rows_end(&rows, NULL), err);
}

static int
by_key(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* Once each, and only those that are not told for their own events, in this step or a later one. */
static enum err
add_apart(struct telling *t, key_list *apart, struct why *why)
{
	enum err err = OK;

	if (apart->n > 0)
		qsort(apart->v, apart->n, sizeof *apart->v, by_key);
	for (size_t i = 0; i < apart->n && err == OK; i++) {
		int64_t last = 0;

		if (i > 0 && apart->v[i] == apart->v[i - 1])
			continue;
		err = store_int(t->of->store, EVENT_LAST_OF, VALUES(value_int(apart->v[i])), &last, &(bool){ false }, why);
		if (err == OK && last <= t->since)
			*array_add(t->arena, &t->keys) = apart->v[i];
	}
	return err;
}

static enum err
tell_all(struct telling *t, struct why *why)
{
	key_list apart = { 0 };
	enum err err = ledgers_load(&t->ledgers, t->arena, t->of->store, NULL, why);

	if (err == OK)
		err = take_all_apart(t, &apart, why);
	if (err == OK)
		err = add_apart(t, &apart, why);
	if (err == OK)
		err = take_keys(t, RECORDS_CHANGED, VALUES(value_int(t->since), value_int(t->until)), &t->keys, why);
	for (size_t i = 0; i < t->keys.n && err == OK; i += CHUNK)
		err = tell_chunk(t, i, i + CHUNK < t->keys.n ? i + CHUNK : t->keys.n, why);
	return err;
}

static enum err
changed(void *arg, struct search *x, int64_t since, int64_t until, struct why *why)
{
	struct telling t = { .of = arg, .search = x, .arena = arena_new(0), .since = since, .until = until };
	enum err err;

	if (t.arena == NULL || arena_try(t.arena)) {
		arena_free(t.arena);
		return fail(why, E_MEMORY, 0, "%s", "");
	}
	err = tell_all(&t, why);
	arena_free(t.arena);
	return err;
}

enum err
record_search_open(struct record_search *r, struct store *s, const unsigned char site[ID_SIZE], struct search **out, struct why *why)
{
	*r = (struct record_search){ .store = s };
	return search_open(out, s, site, (struct search_source){ changed, r }, why);
}

void
record_search_close(struct record_search *r, struct search *x)
{
	search_close(x);
	buf_free(&r->text);
}

/* ---- for whose eyes ---- */

/* One that may still be changed. */
struct seen {
	struct scope_part *parts;
	size_t n;
};

typedef ARRAY(struct seen) seen_list;

/* Whether a part shows all that there is of its kind. */
static bool
is_whole(const struct scope_part *p)
{
	return !p->takes_part && p->from.n == 0 && p->to.n == 0;
}

static struct seen
copy_scope(struct arena *a, const struct scope *s)
{
	struct scope_part *parts = arena_alloc(a, (s->n + 1) * sizeof *parts);
	size_t n = s->n;

	for (size_t i = 0; i < s->n; i++)
		parts[i] = s->parts[i];
	for (size_t i = 0; i < s->n && n > 1; i++)
		if (is_whole(&s->parts[i])) {
			parts[0] = s->parts[i];
			n = 1;
		}
	return (struct seen){ parts, n };
}

static bool
same_who(const struct scope_part *a, const struct scope_part *b)
{
	return a->who == b->who || (a->who != NULL && b->who != NULL && memcmp(a->who, b->who, ID_SIZE) == 0);
}

static bool
same_but_ledger(const struct seen *a, const struct seen *b)
{
	bool same = a->n == b->n;

	for (size_t i = 0; i < a->n && same; i++) {
		const struct scope_part *p = &a->parts[i], *q = &b->parts[i];

		same = str_eq(p->from, q->from) && str_eq(p->to, q->to) && p->takes_part == q->takes_part && str_eq(p->part, q->part) &&
		    same_who(p, q);
	}
	return same;
}

static void
set_ledger(struct seen *s, int64_t number)
{
	for (size_t i = 0; i < s->n; i++)
		s->parts[i].ledger = number;
}

/* The kinds of a ledger that one sees anything of; *alike stays where all there are, so far, are seen alike. */
static enum err
add_kinds(struct arena *a, const struct actor *actor, const struct ledger *g, seen_list *out, bool *alike, struct why *why)
{
	enum err err = OK;

	for (size_t i = 0; i < g->force->d->kinds.n && err == OK; i++) {
		const struct kind_force *kf = &g->force->kinds[i];
		struct scope scope;
		struct seen of;

		err = rights_scope(a, actor, g, kf->kind, &scope, why);
		of = copy_scope(a, &scope);
		set_ledger(&of, group_of(g, kf));
		*alike &= of.n > 0 && (out->n == 0 || same_but_ledger(&of, &out->v[0]));
		if (of.n > 0)
			*array_add(a, out) = of;
	}
	return err;
}

typedef ARRAY(struct scope) scope_list;

/* As few scopes as there is room in. */
static void
pack(struct arena *a, const seen_list *kinds, scope_list *out)
{
	struct scope_part *parts = NULL;

	for (size_t i = 0; i < kinds->n; i++) {
		const struct seen *k = &kinds->v[i];

		if (out->n == 0 || array_last(out)->n + k->n > SCOPE_MOST) {
			parts = arena_alloc(a, SCOPE_MOST * sizeof *parts);
			*array_add(a, out) = (struct scope){ parts, 0 };
		}
		memcpy(parts + array_last(out)->n, k->parts, k->n * sizeof *parts);
		array_last(out)->n += k->n;
	}
}

enum err
record_search_scopes(struct arena *a, const struct actor *actor, const struct ledgers *l, const struct ledger *only,
    struct scope **scopes, size_t *n, struct why *why)
{
	seen_list kinds = { 0 };
	scope_list out = { 0 };
	bool alike = only == NULL;
	enum err err = OK;

	for (size_t i = 0; i < l->list.n && err == OK; i++)
		if (only == NULL || l->list.v[i] == only)
			err = add_kinds(a, actor, l->list.v[i], &kinds, &alike, why);
	if (alike && kinds.n > 0) {
		set_ledger(&kinds.v[0], 0);
		kinds.n = 1;
	}
	pack(a, &kinds, &out);
	*scopes = out.v;
	*n = out.n;
	return err;
}
