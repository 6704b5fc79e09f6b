#include "cli/linked_print.h"
#include "cli/cells.h"

static void
put_count(struct records *r, const struct linked *l)
{
	struct buf *b = &r->desk->out;
	bool zh = r->desk->call->voice.lang == LANG_ZH;
	stood_list stood = { 0 };

	linked_roll_up(r->desk->arena, l, &stood);
	buf_printf(b, zh ? "\n%.*s：%zu 项" : "\n%.*s: %zu", STR_ARG(l->label), l->seen.n);
	for (size_t i = 0; i < stood.n; i++)
		buf_printf(b, zh ? "，%.*s %zu" : ", %.*s %zu", STR_ARG(tell_label(&r->teller, stood.v[i].state->label)), stood.v[i].n);
	buf_putc(b, '\n');
}

void
linked_print(struct records *r, const linked_list *list)
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
			cells_add(a, &cells, tell_label(&r->teller, record_kind(rec)->states.v[rec->state].label));
			cells_add(a, &cells, tell_part(&r->teller, rec, PART_LEAD));
			cells_add(a, &cells, tell_part(&r->teller, rec, PART_TITLE));
		}
		cells_print(&r->desk->out, &cells);
	}
}
