#include "cli/linked.h"
#include "cli/cells.h"

/* ---- reading ---- */

static enum err
take(struct records *r, struct uuid id, struct linked *out)
{
	struct desk *d = r->desk;
	char word[UUID_TEXT];
	const struct ledger *g;
	struct record rec;
	int64_t key;
	enum err err;

	uuid_print(word, id);
	err = records_find(r, word, &g, &key);
	if (err == OK)
		err = records_read(r, g, key, &rec);
	if (err == OK)
		*array_add(d->arena, &out->seen) = rec;
	if (err != E_RECORD)
		return err;
	d->why = (struct why){ 0 };		/* not for these eyes */
	return OK;
}

static enum err
take_all(struct records *r, struct linked l, const struct uuid *ids, size_t n, linked_list *out)
{
	enum err err = OK;

	for (size_t i = 0; i < n && i < LINKED_MOST && err == OK; i++)
		err = take(r, ids[i], &l);
	if (err == OK && l.seen.n > 0)
		*array_add(r->desk->arena, out) = l;
	return err;
}

enum err
linked_read(struct records *r, const struct record *rec, unsigned parties, const incoming_list *incoming, linked_list *out)
{
	const struct kind *k = record_kind(rec);
	enum err err = OK;

	for (size_t i = 0; i < k->fields.n && err == OK; i++) {
		const struct field_rule *f = &k->fields.v[i];

		if (f->type == TYPE_LINK && rights_sees_field(f, parties))
			err = take_all(r, (struct linked){ .name = f->key, .label = records_label(r, f->label) }, rec->fields[i].ids, rec->fields[i].n, out);
	}
	for (size_t i = 0; i < incoming->n && err == OK; i++) {
		const struct incoming *in = &incoming->v[i];

		err = take_all(r, (struct linked){ .name = in->field->inverse, .label = records_label(r, in->field->inverse_label) }, in->from.v,
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

struct stood {
	const struct state *state;
	size_t n;
};

typedef ARRAY(struct stood) stood_list;

/* How many stand in each state, in the order in which they come. */
static void
roll_up(struct arena *a, const struct linked *l, stood_list *out)
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
put_record_json(struct records *r, const struct record *rec)
{
	struct buf *b = &r->desk->out;

	json_next(b);
	buf_putc(b, '{');
	json_member_text(b, "ledger", rec->ledger->code);
	json_member_text(b, "number", rec->number);
	json_member_id(b, "id", rec->id);
	json_member_text(b, "title", records_part(r, rec, PART_TITLE));
	json_member_text(b, "lead", records_part(r, rec, PART_LEAD));
	json_member_text(b, "state", state_of(rec)->key);
	json_member_text(b, "lamp", lamp_of(rec));
	buf_putc(b, '}');
}

static void
put_linked_json(struct records *r, const struct linked *l)
{
	struct buf *b = &r->desk->out;
	stood_list stood = { 0 };

	roll_up(r->desk->arena, l, &stood);
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
		put_record_json(r, &l->seen.v[i]);
	buf_puts(b, STR("]}"));
}

void
linked_put_json(struct records *r, const linked_list *list)
{
	struct buf *b = &r->desk->out;

	json_member(b, "linked");
	buf_putc(b, '[');
	for (size_t i = 0; i < list->n; i++)
		put_linked_json(r, &list->v[i]);
	buf_putc(b, ']');
}

static void
put_count(struct records *r, const struct linked *l)
{
	struct buf *b = &r->desk->out;
	bool zh = r->desk->call->voice.lang == LANG_ZH;
	stood_list stood = { 0 };

	roll_up(r->desk->arena, l, &stood);
	buf_printf(b, zh ? "\n%.*s：%zu 项" : "\n%.*s: %zu", STR_ARG(l->label), l->seen.n);
	for (size_t i = 0; i < stood.n; i++)
		buf_printf(b, zh ? "，%.*s %zu" : ", %.*s %zu", STR_ARG(records_label(r, stood.v[i].state->label)), stood.v[i].n);
	buf_putc(b, '\n');
}

void
linked_put_text(struct records *r, const linked_list *list)
{
	struct arena *a = r->desk->arena;

	for (size_t i = 0; i < list->n; i++) {
		const struct linked *l = &list->v[i];
		struct cells cells = { .columns = 5 };

		put_count(r, l);
		for (size_t j = 0; j < l->seen.n; j++) {
			const struct record *rec = &l->seen.v[j];

			cells_add(a, &cells, rec->number);
			cells_add(a, &cells, rec->lamp.show < 0 ? STR("") : rec->kind->lamps.palette[rec->lamp.show].mark);
			cells_add(a, &cells, records_label(r, state_of(rec)->label));
			cells_add(a, &cells, records_part(r, rec, PART_LEAD));
			cells_add(a, &cells, records_part(r, rec, PART_TITLE));
		}
		cells_print(&r->desk->out, &cells);
	}
}
