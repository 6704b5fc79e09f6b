#include "cli/people_import.h"

#define FAULTS_MOST 20

struct import {
	struct people people;
	enum err (*take)(struct desk *, const struct people_row *, bool *entered);
	size_t entered, faults;
	enum err first;		/* of the faults */
};

/* What is wrong with a row, and not with the ledger or with who acts. */
static bool
of_the_row(enum err err)
{
	return err == E_USAGE || err == E_ABSENT || err == E_TAKEN || err == E_TOOBIG;
}

/* A row that cannot be taken leaves nothing behind, and the next one is looked at. */
static enum err
undo_row(struct desk *d, struct import *i, enum err err)
{
	desk_tell(d, err);
	journal_forget(d->site.journal);
	i->first = i->faults++ == 0 ? err : i->first;
	d->said = false;
	return store_mark_undo(d->site.store, &d->why);
}

static enum err
take_row(struct desk *d, struct import *i, const struct people_row *row)
{
	bool entered = false;
	enum err err = store_mark(d->site.store, &d->why);

	if (err != OK)
		return err;
	d->place = arena_printf(d->arena, "%s:%u", d->call->files[0], row->row).p;
	err = i->take(d, row, &entered);
	if (err != OK)
		return of_the_row(err) ? undo_row(d, i, err) : err;
	i->entered += entered;
	return store_mark_keep(d->site.store, &d->why);
}

static enum err
import_all(struct desk *d)
{
	struct import *i = d->arg;
	enum err err = OK;

	for (size_t r = 0; r < i->people.rows.n && err == OK && i->faults < FAULTS_MOST; r++)
		err = take_row(d, i, &i->people.rows.v[r]);
	if (err != OK)
		return err;
	d->said = i->faults > 0;
	if (desk_json(d))
		buf_printf(&d->out, "{\"format\":\"bihuan.import/1\",\"rows\":%zu,\"entered\":%zu}\n", i->people.rows.n, i->entered);
	else
		buf_printf(&d->out, say_text(SAY_IMPORTED, d->call->voice.lang), i->people.rows.n, i->entered);
	return i->first;
}

enum err
people_import(const struct call *c, enum err (*take)(struct desk *, const struct people_row *, bool *entered))
{
	struct import i = { .take = take, .first = OK };
	struct arena *a = arena_new(0);
	enum err err;

	if (a == NULL || arena_try(a)) {
		arena_free(a);
		return say_error(c->voice, NULL, &(struct why){ .err = E_MEMORY });
	}
	err = people_read(c, a, &i.people);
	if (err == OK)
		err = desk_write_with(c, import_all, &i);
	arena_free(a);
	return err;
}
