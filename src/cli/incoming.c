#include "cli/incoming.h"

struct reading {
	struct records *r;
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
		last = array_add(w->r->desk->arena, &w->list);
		*last = (struct incoming){ .ledger = w->ledger, .field = f };
	}
	return last;
}

/* A field that is for some eyes only is not told from its other side. */
static enum err
read_kind(struct reading *w)
{
	struct desk *d = w->r->desk;
	struct scope scope;
	struct rows rows;
	enum err err = rights_scope(d->arena, &w->r->actor, w->ledger, w->kind, &scope, &d->why);

	if (err != OK)
		return err;
	store_ask(d->site.store, LINK_TO, &scope, VALUES(value_int(w->key), value_int(w->seq), value_text(w->kind->key)), &rows);
	while (rows_next(&rows)) {
		int at = kind_field(w->kind, rows_text(&rows, 0));
		struct incoming *in;

		if (at < 0 || w->kind->fields.v[at].type != TYPE_LINK || w->kind->fields.v[at].see != 0)
			continue;
		in = place(w, &w->kind->fields.v[at]);
		rows_bytes(&rows, 1, array_add(d->arena, &in->from)->b, UUID_BYTES);
	}
	return rows_end(&rows, &d->why);
}

enum err
incoming_read(struct records *r, int64_t key, int64_t seq, incoming_list *out)
{
	struct reading w = { .r = r, .key = key, .seq = seq == SEQ_NOW ? SEQ_NOW - 1 : seq };
	enum err err = OK;

	for (size_t i = 0; i < r->ledgers.list.n && err == OK; i++) {
		w.ledger = r->ledgers.list.v[i];
		for (size_t k = 0; k < w.ledger->force->d->kinds.n && err == OK; k++) {
			w.kind = &w.ledger->force->d->kinds.v[k];
			err = read_kind(&w);
		}
	}
	*out = w.list;
	return err;
}
