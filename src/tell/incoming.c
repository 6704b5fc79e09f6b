#include "tell/incoming.h"
#include "base/json.h"

struct reading {
	struct teller *t;
	int64_t key, seq;
	const struct ledger *ledger;
	const struct kind *kind;
	incoming_list list;
};

static struct incoming *
place(struct reading *w, const struct field_rule *f)
{
	struct incoming *last = w->list.n == 0 ? NULL : array_last(&w->list);

	if (last == NULL || last->field != f || last->ledger != w->ledger) {
		last = array_add(w->t->arena, &w->list);
		*last = (struct incoming){ .ledger = w->ledger, .field = f };
	}
	return last;
}

/* A field that is for some eyes only is not told from its other side. */
static enum err
read_kind(struct reading *w)
{
	struct teller *t = w->t;
	struct scope scope;
	struct rows rows;
	enum err err = rights_scope(t->arena, &t->actor, w->ledger, w->kind, &scope, t->why);

	if (err != OK)
		return err;
	store_ask(t->store, LINK_TO, &scope, VALUES(value_int(w->key), value_int(w->seq), value_text(w->kind->key)), &rows);
	while (rows_next(&rows)) {
		int at = kind_field(w->kind, rows_text(&rows, 0));
		struct incoming *in;

		if (at < 0 || w->kind->fields.v[at].type != TYPE_LINK || w->kind->fields.v[at].see != 0)
			continue;
		in = place(w, &w->kind->fields.v[at]);
		rows_bytes(&rows, 1, array_add(t->arena, &in->from)->b, UUID_BYTES);
	}
	return rows_end(&rows, t->why);
}

enum err
incoming_read(struct teller *t, int64_t key, incoming_list *out)
{
	struct reading w = { .t = t, .key = key, .seq = t->seq == SEQ_NOW ? SEQ_NOW - 1 : t->seq };
	enum err err = OK;

	for (size_t i = 0; i < t->ledgers->list.n && err == OK; i++) {
		w.ledger = t->ledgers->list.v[i];
		for (size_t k = 0; k < w.ledger->force->d->kinds.n && err == OK; k++) {
			w.kind = &w.ledger->force->d->kinds.v[k];
			err = read_kind(&w);
		}
	}
	*out = w.list;
	return err;
}

void
incoming_put_json(struct teller *t, struct buf *b, const incoming_list *list)
{
	json_member(b, "incoming");
	buf_putc(b, '[');
	for (size_t i = 0; i < list->n; i++)
		for (size_t j = 0; j < list->v[i].from.n; j++) {
			const struct incoming *in = &list->v[i];

			json_next(b);
			buf_putc(b, '{');
			json_member_text(b, "name", in->field->inverse);
			json_member_text(b, "ledger", in->ledger->code);
			json_member_text(b, "number", tell_name(t, TYPE_LINK, in->from.v[j]));
			json_member_id(b, "id", in->from.v[j]);
			buf_putc(b, '}');
		}
	buf_putc(b, ']');
}
