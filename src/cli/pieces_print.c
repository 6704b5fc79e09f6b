#include "cli/pieces_print.h"
#include "tell/pieces.h"

void
pieces_put_members(struct desk *d, const void *piece)
{
	piece_put_json(&d->out, piece);
}

void
pieces_put_cells(struct desk *d, const void *piece, struct cells *cells)
{
	const struct piece *p = piece;
	struct arena *a = d->arena;
	bool zh = d->call->voice.lang == LANG_ZH;

	cells_add(a, cells, arena_printf(a, "%zu", p->place));
	cells_add(a, cells, p->version == 1 ? p->name : arena_printf(a, zh ? "%.*s（第%zu版）" : "%.*s (version %zu)", STR_ARG(p->name), p->version));
	cells_add(a, cells, piece_size(a, p->file.size));
	cells_add(a, cells, tell_date(a, p->dated));
	cells_add(a, cells, tell_time(a, p->time));
	cells_add(a, cells, p->by);
}
