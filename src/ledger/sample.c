#include "ledger/sample.h"
#include "base/json.h"
#include "base/utf8.h"
#include "ledger/payload.h"
#include "store/table_list.h"

#include <jansson.h>
#include <stdlib.h>

/* ---- who ---- */

static bool
holds_on_whole(const struct actor *a, const struct ledger *g, enum person_role role)
{
	for (size_t i = 0; i < a->used.roles.n; i++) {
		const struct held_role *h = &a->used.roles.v[i];

		if (h->role == role && (h->ledger == 0 || h->ledger == g->number) && (h->whole || str_starts(STR(SITE_PATH), h->from)))
			return true;
	}
	return false;
}

static enum err
append(const struct hand *h, const struct ledger *g, enum engine_event type, struct buf *b, int64_t *seq, struct event *e, struct why *why)
{
	const struct force *f = g->force;

	*e = (struct event){ .site = h->site, .ledger = g->id, .person = h->person, .acting_for = h->acting_for, .time = h->now,
		.defined = true, .definition_kind = f->hash_kind, .definition = f->hash, .type = cstr(engine_event_word(type)),
		.payload = { b->p, b->n } };
	return b->err != OK ? fail(why, b->err, 0, "%s", "") : journal_append(h->journal, h->store, h->kind, e, seq, why);
}

/* ---- drawing ---- */

struct ticket {
	struct hash hash;
	struct uuid record;
};

typedef ARRAY(struct ticket) ticket_list;

static enum err
read_closed(struct arena *a, struct store *s, const struct ledger *g, const struct kind_force *kf, struct str state, ticket_list *out,
    struct why *why)
{
	const struct table_filter filter = { RECORD_STATE, TEST_IS, value_text(state) };
	const struct table_query q = { .ledger = g->number, .seq = SEQ_NOW, .filters = &filter, .nfilters = 1, .order = TABLE_KEY,
		.limit = INT64_MAX };
	ARRAY(int64_t) keys = { 0 };
	struct rows rows;
	enum err err;

	table_page(s, &kf->table->store, &q, &rows);
	while (rows_next(&rows))
		*array_add(a, &keys) = rows_int(&rows, LIST_KEY);
	err = rows_end(&rows, why);
	for (size_t i = 0; i < keys.n && err == OK; i++) {
		store_ask(s, LOOK_BACK_FREE, NULL, VALUES(value_int(keys.v[i])), &rows);
		if (rows_next(&rows))
			rows_bytes(&rows, 0, array_add(a, out)->record.b, UUID_BYTES);
		err = rows_end(&rows, why);
	}
	return err;
}

static enum err
mark_tickets(struct arena *a, struct str seed, ticket_list *list)
{
	enum err err = OK;

	for (size_t i = 0; i < list->n && err == OK; i++) {
		char id[UUID_TEXT];
		struct str text;

		uuid_print(id, list->v[i].record);
		text = arena_printf(a, "%.*s %s", STR_ARG(seed), id);
		err = hash_bytes(HASH_SHA256, text, &list->v[i].hash);
	}
	return err;
}

static int
compare_tickets(const void *a, const void *b)
{
	return memcmp(((const struct ticket *)a)->hash.b, ((const struct ticket *)b)->hash.b, HASH_BYTES);
}

static void
put_drawn(struct buf *b, const struct kind_force *kf, struct str seed, const ticket_list *list, size_t n)
{
	json_member_text(b, "kind", kf->kind->key);
	json_member_text(b, "seed", seed);
	buf_printf(b, ",\"of\":%zu", list->n);
	json_member(b, "records");
	buf_putc(b, '[');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_putc(b, ',');
		json_uuid_or_null(b, list->v[i].record);
	}
	JSON_PUT(b, "]}");
}

enum err
sample_draw(struct arena *a, const struct hand *h, const struct actor *actor, const struct ledger *g, const struct kind_force *kf,
    struct str seed, size_t most, size_t *n, struct why *why)
{
	const struct kind *k = kf->kind;
	ticket_list list = { 0 };
	struct buf b = { 0 };
	struct event e;
	int64_t seq = 0;
	enum err err = OK;

	if (!holds_on_whole(actor, g, PERSON_ROLE_OFFICE) && !holds_on_whole(actor, g, PERSON_ROLE_SUPERVISOR))
		return fail(why, E_RIGHT, 0, "%s", engine_event_word(EVENT_LOOK_BACK_DRAWN));
	if (seed.n == 0 || seed.n > SEED_MOST || utf8_check(seed) != seed.n || most == 0 || most > SAMPLE_MOST)
		return fail(why, E_VALUE, 0, "%.*s", STR_ARG(str_slice(seed, 0, SEED_MOST)));
	for (size_t i = 0; i < k->states.n && err == OK; i++)
		if (kind_struck_off(k, (int)i))
			err = read_closed(a, h->store, g, kf, k->states.v[i].key, &list, why);
	if (err == OK)
		err = mark_tickets(a, seed, &list);
	if (err != OK)
		return err;
	if (list.n == 0)
		return fail(why, E_NOTHING, 0, "%.*s", STR_ARG(g->name));
	qsort(list.v, list.n, sizeof list.v[0], compare_tickets);
	*n = list.n < most ? list.n : most;
	put_drawn(&b, kf, seed, &list, *n);
	err = append(h, g, EVENT_LOOK_BACK_DRAWN, &b, &seq, &e, why);
	if (err == OK)
		err = sample_fold(a, h->store, g, seq, &e, why);
	buf_free(&b);
	return err;
}

/* ---- figures ---- */

/* What is counted by: what every record has, and the fields that stand as class and outcome. */
static size_t
columns_of(const struct kind_force *kf, size_t out[4], struct str names[4])
{
	static const enum part parts[] = { PART_CLASS, PART_OUTCOME };
	size_t n = 2;

	out[0] = RECORD_STATE;
	names[0] = STR("state");
	out[1] = RECORD_LAMP;
	names[1] = STR("lamp");
	for (size_t i = 0; i < 2; i++) {
		int field = kind_part(kf->kind, parts[i]);

		if (field < 0)
			continue;
		out[n] = RECORD_FIELDS + kf->at[field];
		names[n++] = part_word(parts[i]);
	}
	return n;
}

static enum err
count_by(struct arena *a, struct store *s, const struct ledger *g, const struct kind_force *kf, size_t column, struct str by,
    struct figure_list *out, struct why *why)
{
	const struct table_query q = { .ledger = g->number, .seq = SEQ_NOW };
	struct rows rows;

	table_count(s, &kf->table->store, &q, column, &rows);
	while (rows_next(&rows)) {
		struct figure *f = array_add(a, out);

		*f = (struct figure){ .kind = kf->kind->key, .by = by, .now = rows_int(&rows, 1) };
		if (!rows_null(&rows, 0))
			f->value = arena_str(a, rows_text(&rows, 0));
	}
	return rows_end(&rows, why);
}

static enum err
count_all(struct arena *a, struct store *s, const struct ledger *g, struct figure_list *out, struct why *why)
{
	enum err err = OK;

	for (size_t i = 0; i < g->force->d->kinds.n; i++) {
		size_t columns[4];
		struct str names[4];
		size_t n = columns_of(&g->force->kinds[i], columns, names);

		for (size_t j = 0; j < n && err == OK; j++)
			err = count_by(a, s, g, &g->force->kinds[i], columns[j], names[j], out, why);
	}
	return err;
}

static void
put_figures(struct buf *b, struct str name, const struct figure_list *list)
{
	json_member_text(b, "name", name);
	json_member(b, "counts");
	buf_putc(b, '[');
	for (size_t i = 0; i < list->n; i++) {
		buf_puts(b, i > 0 ? STR(",{") : STR("{"));
		json_member_text(b, "kind", list->v[i].kind);
		json_member_text(b, "by", list->v[i].by);
		json_member_text(b, "value", list->v[i].value);
		buf_printf(b, ",\"count\":%lld}", (long long)list->v[i].now);
	}
	JSON_PUT(b, "]}");
}

static enum err
find_filed(struct store *s, const struct ledger *g, struct str name, int64_t *id, bool *found, struct why *why)
{
	return store_int(s, FILED_FIND, VALUES(value_int(g->number), value_text(name)), id, found, why);
}

enum err
figures_file(struct arena *a, const struct hand *h, const struct actor *actor, const struct ledger *g, struct str name, struct why *why)
{
	struct figure_list list = { 0 };
	struct buf b = { 0 };
	struct event e;
	int64_t seq = 0, id;
	bool found;
	enum err err = holds_on_whole(actor, g, PERSON_ROLE_OFFICE) ? OK :
	    fail(why, E_RIGHT, 0, "%s", engine_event_word(EVENT_FIGURES_FILED));

	if (err == OK && (name.n == 0 || name.n > NAME_MOST || utf8_check(name) != name.n))
		err = fail(why, E_VALUE, 0, "%.*s", STR_ARG(str_slice(name, 0, NAME_MOST)));
	if (err == OK)
		err = find_filed(h->store, g, name, &id, &found, why);
	if (err == OK && found)
		err = fail(why, E_TAKEN, 0, "%.*s", STR_ARG(name));
	if (err == OK)
		err = count_all(a, h->store, g, &list, why);
	if (err != OK)
		return err;
	put_figures(&b, name, &list);
	err = append(h, g, EVENT_FIGURES_FILED, &b, &seq, &e, why);
	if (err == OK)
		err = sample_fold(a, h->store, g, seq, &e, why);
	buf_free(&b);
	return err;
}

static struct figure *
find_figure(struct figure_list *list, struct str kind, struct str by, struct str value)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->v[i].kind, kind) && str_eq(list->v[i].by, by) && str_eq(list->v[i].value, value))
			return &list->v[i];
	return NULL;
}

enum err
figures_compare(struct arena *a, struct store *s, const struct ledger *g, struct str name, struct figure_list *out, struct why *why)
{
	struct rows rows;
	int64_t id;
	bool found;
	enum err err = find_filed(s, g, name, &id, &found, why);

	if (err == OK && !found)
		err = fail(why, E_ABSENT, 0, "%.*s", STR_ARG(name));
	if (err == OK)
		err = count_all(a, s, g, out, why);
	if (err != OK)
		return err;
	store_ask(s, FILED_COUNTS, NULL, VALUES(value_int(id)), &rows);
	while (rows_next(&rows)) {
		struct str kind = arena_str(a, rows_text(&rows, 0)), by = arena_str(a, rows_text(&rows, 1));
		struct str value = rows_null(&rows, 2) ? STR("") : arena_str(a, rows_text(&rows, 2));
		struct figure *f = find_figure(out, kind, by, value);

		if (f == NULL) {
			f = array_add(a, out);
			*f = (struct figure){ .kind = kind, .by = by, .value = value };
		}
		f->filed = rows_int(&rows, 3);
	}
	return rows_end(&rows, why);
}

/* ---- rows ---- */

static enum err
fold_drawn(struct store *s, int64_t seq, const json_t *root, struct why *why)
{
	const json_t *list = json_object_get(root, "records");
	enum err err = json_is_array(list) ? OK : fail(why, E_BROKEN, 0, "records");

	for (size_t i = 0; i < json_array_size(list) && err == OK; i++) {
		const json_t *j = json_array_get(list, i);
		struct uuid id;
		int64_t key = 0;

		if (!json_is_string(j) || !uuid_parse((struct str){ json_string_value(j), json_string_length(j) }, &id))
			return fail(why, E_BROKEN, i, "records");
		err = store_int(s, IDENTITY_FIND, VALUES(value_id(id.b)), &key, NULL, why);
		if (err == OK)
			err = store_do(s, LOOK_BACK_ADD, VALUES(value_int(key), value_int(seq)), why);
	}
	return err;
}

static struct value
text_of(const json_t *root, const char *member)
{
	const json_t *j = json_object_get(root, member);

	return json_is_string(j) ? value_text((struct str){ json_string_value(j), json_string_length(j) }) : value_null();
}

static enum err
fold_filed(struct store *s, const struct ledger *g, int64_t seq, const json_t *root, struct why *why)
{
	const json_t *counts = json_object_get(root, "counts");
	int64_t id = 0;
	enum err err = json_is_array(counts) ? store_int(s, FILED_ADD, VALUES(value_int(g->number), text_of(root, "name"),
	    value_int(seq)), &id, NULL, why) : fail(why, E_BROKEN, 0, "counts");

	for (size_t i = 0; i < json_array_size(counts) && err == OK; i++) {
		const json_t *c = json_array_get(counts, i);

		err = store_do(s, FILED_COUNT_ADD, VALUES(value_int(id), text_of(c, "kind"), text_of(c, "by"), text_of(c, "value"),
		    value_int(json_integer_value(json_object_get(c, "count")))), why);
	}
	return err;
}

enum err
sample_fold(struct arena *a, struct store *s, const struct ledger *g, int64_t seq, const struct event *e, struct why *why)
{
	json_t *root = json_loadb(e->payload.p, e->payload.n, JSON_REJECT_DUPLICATES, NULL);
	enum err err;

	(void)a;
	if (engine_event_find(e->type) == EVENT_LOOK_BACK_DRAWN)
		err = fold_drawn(s, seq, root, why);
	else
		err = fold_filed(s, g, seq, root, why);
	json_decref(root);
	return err;
}
