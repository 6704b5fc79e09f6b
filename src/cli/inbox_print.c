#include "cli/inbox_print.h"

#include "cli/cells.h"

static struct str
label_of(const struct waiting *w, enum lang lang)
{
	struct str label = lang == LANG_ZH ? w->label.zh : w->label.en;

	return label.n > 0 ? label : w->about;
}

void
inbox_json(struct records *r, const struct waiting_list *list)
{
	struct desk *d = r->desk;

	desk_list_begin(d, "bihuan.inbox/1", "waiting");
	for (size_t i = 0; i < list->n; i++) {
		const struct waiting *w = &list->v[i];

		desk_list_next(d);
		json_member_text(&d->out, "what", cstr(waiting_word(w->what)));
		json_member_date(&d->out, "due", day_valid(w->due) ? date_of_days(w->due) : (struct date){ 0 });
		json_member_text(&d->out, "ledger", w->record.ledger->code);
		json_member_text(&d->out, "record", w->record.number);
		json_member_text(&d->out, "about", w->about);
		json_member_text(&d->out, "title", tell_part(&r->teller, &w->record, PART_TITLE));
	}
	desk_list_end(d);
}

void
inbox_text(struct records *r, const struct waiting_list *list)
{
	struct desk *d = r->desk;
	struct cells cells = { .columns = 5 };
	enum lang lang = d->call->voice.lang;

	for (size_t i = 0; i < list->n; i++) {
		const struct waiting *w = &list->v[i];
		char due[DATE_TEXT] = "";

		if (day_valid(w->due))
			date_print(due, date_of_days(w->due));
		cells_add(d->arena, &cells, arena_str(d->arena, cstr(due)));
		cells_add(d->arena, &cells, cstr(waiting_say(w->what, lang)));
		cells_add(d->arena, &cells, w->record.number);
		cells_add(d->arena, &cells, label_of(w, lang));
		cells_add(d->arena, &cells, tell_part(&r->teller, &w->record, PART_TITLE));
	}
	cells_print(&d->out, &cells);
}
