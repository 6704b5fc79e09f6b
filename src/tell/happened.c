#include "tell/happened.h"
#include "base/json.h"

enum err
happened_read(struct teller *t, const struct record *rec, happened_list *out)
{
	struct scope scope;
	struct rows rows;
	enum err err = rights_scope(t->arena, &t->actor, rec->ledger, record_kind(rec), &scope, t->why);

	if (err != OK)
		return err;
	store_ask(t->store, EVENT_HISTORY, &scope, VALUES(value_int(rec->key), value_int(t->seq)), &rows);
	while (rows_next(&rows)) {
		struct happened *h = array_add(t->arena, out);

		*h = (struct happened){ .seq = rows_int(&rows, 0), .number = rows_int(&rows, 2), .time = rows_int(&rows, 3), .removed = rows_null(&rows, 13) };
		rows_bytes(&rows, 4, h->person.b, UUID_BYTES);
		rows_bytes(&rows, 5, h->acting_for.b, UUID_BYTES);
		h->type = arena_str(t->arena, rows_text(&rows, 9));
		if (!h->removed)
			h->payload = arena_str(t->arena, rows_blob(&rows, 13));
	}
	return rows_end(&rows, t->why);
}

bool
happened_change(struct teller *t, const struct record *rec, const struct happened *h, struct change *c)
{
	const struct force *force = ledger_force_at(rec->ledger, h->seq);

	return !h->removed && force != NULL && change_parse(t->arena, force, h->payload, c, NULL) == OK;
}

struct str
happened_label(const struct teller *t, const struct record *rec, const struct happened *h)
{
	const struct kind *k = record_kind(rec);
	enum engine_event e = engine_event_find(h->type);
	struct label label = { h->type, h->type };

	if (e < ENGINE_EVENT_COUNT)
		label = engine_event_label(e);
	for (size_t i = 0; i < k->moves.n; i++)
		if (str_eq(k->moves.v[i].event, h->type))
			label = k->moves.v[i].label;
	return tell_label(t, label);
}

struct str
happened_person(struct teller *t, struct uuid person)
{
	return uuid_is_nil(person) ? STR("") : tell_name(t, TYPE_PERSON, person);
}

/* ---- JSON ---- */

/* Fields that are for fewer eyes are left out. */
static void
put_change(struct teller *t, struct buf *b, const struct record *rec, unsigned parties, const struct happened *h)
{
	struct change c;

	if (!happened_change(t, rec, h, &c)) {
		buf_puts(b, h->removed ? STR("null") : STR("{}"));
		return;
	}
	for (size_t i = 0; i < c.kind->kind->fields.n; i++)
		if (!rights_sees_field(&c.kind->kind->fields.v[i], parties))
			c.given &= ~(UINT64_C(1) << i);
	change_print(b, &c);
}

void
happened_put_json(struct teller *t, struct buf *b, const struct record *rec, unsigned parties, const happened_list *list)
{
	char time[INSTANT_TEXT];

	json_member(b, "history");
	buf_putc(b, '[');
	for (size_t i = 0; i < list->n; i++) {
		const struct happened *h = &list->v[i];

		buf_puts(b, i > 0 ? STR(",\n{") : STR("\n{"));
		buf_printf(b, "\"number\":%lld", (long long)h->number);
		json_member_text(b, "time", (struct str){ time, instant_print(time, h->time) });
		json_member_text(b, "type", h->type);
		json_member_text(b, "person", happened_person(t, h->person));
		json_member_text(b, "for", happened_person(t, h->acting_for));
		json_member(b, "change");
		put_change(t, b, rec, parties, h);
		buf_putc(b, '}');
	}
	buf_putc(b, ']');
}
