#include "cli/records_walk.h"

struct walking {
	struct records *r;
	const struct ledger *ledger;
	const struct records_walk *w;
	struct cells cells;
};

struct kept_row {
	int64_t record;
	void *row;
};

typedef ARRAY(struct kept_row) kept_rows;

/* All rows first: while they are read, no other question is asked. */
static enum err
read_rows(struct walking *k, const struct kind_force *kf, kept_rows *out)
{
	struct desk *d = k->r->desk;
	struct scope scope;
	struct rows rows;
	enum err err = rights_scope(d->arena, &k->r->teller.actor, k->ledger, kf->kind, &scope, &d->why);

	if (err != OK)
		return err;
	store_ask(d->site.store, k->w->statement, &scope, VALUES(value_int(k->ledger->number), value_text(kf->kind->key)), &rows);
	while (rows_next(&rows)) {
		struct kept_row *row = array_add(d->arena, out);

		*row = (struct kept_row){ rows_int(&rows, 0), arena_zalloc(d->arena, k->w->size) };
		k->w->take(d->arena, &rows, row->row);
	}
	return rows_end(&rows, &d->why);
}

static enum err
put_row(struct walking *k, const struct kept_row *row)
{
	struct record rec;
	enum err err = tell_read(&k->r->teller, k->ledger, row->record, &rec);

	if (err != OK)
		return err;
	if (!desk_json(k->r->desk)) {
		k->w->put_cells(k->r, &rec, row->row, &k->cells, k->w->arg);
		return OK;
	}
	desk_list_next(k->r->desk);
	k->w->put_json(k->r, &rec, row->row, k->w->arg);
	return OK;
}

static enum err
walk_kind(struct walking *k, const struct kind_force *kf)
{
	kept_rows rows = { 0 };
	enum err err = read_rows(k, kf, &rows);

	for (size_t i = 0; i < rows.n && err == OK; i++)
		err = put_row(k, &rows.v[i]);
	return err;
}

enum err
records_walk(struct records *r, const struct ledger *g, const struct kind_force *only, const struct records_walk *w)
{
	struct walking k = { r, g, w, { .columns = w->columns } };
	enum err err = OK;

	if (desk_json(r->desk))
		desk_list_begin(r->desk, w->format, w->name);
	for (size_t i = 0; i < g->force->d->kinds.n && err == OK; i++)
		if (only == NULL || only == &g->force->kinds[i])
			err = walk_kind(&k, &g->force->kinds[i]);
	if (desk_json(r->desk))
		desk_list_end(r->desk);
	else
		cells_print(&r->desk->out, &k.cells);
	return err;
}

enum err
records_walk_ledger(struct desk *d, const struct records_walk *walk)
{
	struct records r;
	const struct ledger *g;
	enum err err = records_open(d, &r);

	if (err == OK)
		err = records_ledger(&r, &g);
	return err == OK ? records_walk(&r, g, NULL, walk) : err;
}
