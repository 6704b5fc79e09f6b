#include "tell/linked.h"
#include "base/json.h"

/* ---- reading ---- */

static enum err
take(struct teller *t, struct uuid id, struct linked *out)
{
	struct record rec;
	enum err err = tell_read_id(t, id, &rec);

	if (err == OK)
		*array_add(t->arena, &out->seen) = rec;
	if (err != E_RECORD)
		return err;
	*t->why = (struct why){ 0 };		/* not for these eyes */
	return OK;
}

static enum err
take_all(struct teller *t, struct linked l, const struct uuid *ids, size_t n, linked_list *out)
{
	enum err err = OK;

	for (size_t i = 0; i < n && i < LINKED_MOST && err == OK; i++)
		err = take(t, ids[i], &l);
	if (err == OK && l.seen.n > 0)
		*array_add(t->arena, out) = l;
	return err;
}

enum err
linked_read(struct teller *t, const struct record *rec, unsigned parties, const incoming_list *incoming, linked_list *out)
{
	const struct kind *k = record_kind(rec);
	enum err err = OK;

	for (size_t i = 0; i < k->fields.n && err == OK; i++) {
		const struct field_rule *f = &k->fields.v[i];

		if (f->type == TYPE_LINK && rights_sees_field(f, parties))
			err = take_all(t, (struct linked){ .name = f->key, .label = tell_label(t, f->label) }, rec->fields[i].ids, rec->fields[i].n, out);
	}
	for (size_t i = 0; i < incoming->n && err == OK; i++) {
		const struct incoming *in = &incoming->v[i];

		err = take_all(t, (struct linked){ .name = in->field->inverse, .label = tell_label(t, in->field->inverse_label) }, in->from.v,
		    in->from.n, out);
	}
	return err;
}

/* ---- telling ---- */

static const struct state *
state_of(const struct record *rec)
{
	return &record_kind(rec)->states.v[rec->state];
}

void
linked_roll_up(struct arena *a, const struct linked *l, stood_list *out)
{
	for (size_t i = 0; i < l->seen.n; i++) {
		const struct state *state = state_of(&l->seen.v[i]);
		size_t at = 0;

		while (at < out->n && !str_eq(out->v[at].state->key, state->key))
			at++;
		if (at == out->n)
			array_add(a, out)->state = state;
		out->v[at].n++;
	}
}

static struct str
lamp_of(const struct record *rec)
{
	return rec->lamp.show < 0 ? STR("") : rec->kind->lamps.palette[rec->lamp.show].name;
}

static void
put_record_json(struct teller *t, struct buf *b, const struct record *rec)
{
	json_next(b);
	buf_putc(b, '{');
	json_member_text(b, "ledger", rec->ledger->code);
	json_member_text(b, "number", rec->number);
	json_member_id(b, "id", rec->id);
	json_member_text(b, "title", tell_part(t, rec, PART_TITLE));
	json_member_text(b, "lead", tell_part(t, rec, PART_LEAD));
	json_member_text(b, "state", state_of(rec)->key);
	json_member_text(b, "lamp", lamp_of(rec));
	buf_putc(b, '}');
}

static void
put_linked_json(struct teller *t, struct buf *b, const struct linked *l)
{
	stood_list stood = { 0 };

	linked_roll_up(t->arena, l, &stood);
	json_next(b);
	buf_putc(b, '{');
	json_member_text(b, "name", l->name);
	buf_printf(b, ",\"count\":%zu", l->seen.n);
	json_member(b, "states");
	buf_putc(b, '{');
	for (size_t i = 0; i < stood.n; i++) {
		json_next(b);
		json_str(b, stood.v[i].state->key);
		buf_printf(b, ":%zu", stood.v[i].n);
	}
	buf_putc(b, '}');
	json_member(b, "records");
	buf_putc(b, '[');
	for (size_t i = 0; i < l->seen.n; i++)
		put_record_json(t, b, &l->seen.v[i]);
	buf_puts(b, STR("]}"));
}

void
linked_put_json(struct teller *t, struct buf *b, const linked_list *list)
{
	json_member(b, "linked");
	buf_putc(b, '[');
	for (size_t i = 0; i < list->n; i++)
		put_linked_json(t, b, &list->v[i]);
	buf_putc(b, ']');
}
