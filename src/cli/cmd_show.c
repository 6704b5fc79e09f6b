/* bihuan show: a record: what it is, what happened to it, and what who asks may do with it. */
#include "cli/cells.h"
#include "cli/linked_print.h"
#include "cli/pieces_print.h"
#include "tell/whole.h"

struct showing {
	struct records r;
	struct whole whole;
};

static void
put_history(struct showing *s)
{
	struct desk *d = s->r.desk;
	struct teller *t = &s->r.teller;
	struct cells cells = { .columns = 5 };
	struct arena *a = d->arena;

	for (size_t i = 0; i < s->whole.happened.n; i++) {
		const struct happened *h = &s->whole.happened.v[i];
		struct str who = happened_person(t, h->person), whose = happened_person(t, h->acting_for);
		struct change c = { 0 };

		if (!happened_change(t, &s->whole.rec, h, &c))
			c.reason = (struct str){ NULL, 0 };
		cells_add(a, &cells, arena_printf(a, "%lld", (long long)h->number));
		cells_add(a, &cells, tell_time(a, h->time));
		cells_add(a, &cells, happened_label(t, &s->whole.rec, h));
		cells_add(a, &cells, whose.n == 0 ? who : arena_printf(a, "%.*s (%.*s)", STR_ARG(who), STR_ARG(whose)));
		cells_add(a, &cells, c.reason);
	}
	buf_printf(&d->out, "\n%s\n", say_text(SAY_HISTORY, d->call->voice.lang));
	cells_print(&d->out, &cells);
}

static void
put_moves(struct showing *s)
{
	struct desk *d = s->r.desk;

	for (size_t i = 0; i < s->whole.moves.n; i++) {
		const struct move *m = s->whole.moves.v[i].move;

		buf_printf(&d->out, "%s%.*s %.*s", i > 0 ? ", " : say_text(SAY_MAY, d->call->voice.lang), STR_ARG(m->event),
		    STR_ARG(tell_label(&s->r.teller, m->label)));
	}
	if (s->whole.moves.n > 0)
		buf_putc(&d->out, '\n');
	for (size_t i = 0; i < s->whole.moves.n; i++) {
		const struct open_move *m = &s->whole.moves.v[i];

		if (m->lacks.n > 0)
			buf_printf(&d->out, say_text(SAY_LACKS, d->call->voice.lang), STR_ARG(tell_label(&s->r.teller, m->move->label)), STR_ARG(m->lacks));
	}
}

static void
put_pieces(struct showing *s)
{
	struct desk *d = s->r.desk;
	struct cells cells = { .columns = PIECE_CELLS };

	if (s->whole.pieces.n == 0)
		return;
	for (size_t i = 0; i < s->whole.pieces.n; i++)
		pieces_put_cells(d, &s->whole.pieces.v[i], &cells);
	buf_printf(&d->out, "\n%s\n", say_text(SAY_EVIDENCE, d->call->voice.lang));
	cells_print(&d->out, &cells);
}

static void
put_fields(struct showing *s)
{
	struct desk *d = s->r.desk;
	struct teller *t = &s->r.teller;
	const struct record *rec = &s->whole.rec;
	const struct kind *k = record_kind(rec);
	struct cells cells = { .columns = 2 };

	for (size_t i = 0; i < k->fields.n; i++) {
		const struct field_rule *f = &k->fields.v[i];

		if (!rec->fields[i].set || !rights_sees_field(f, s->whole.parties))
			continue;
		cells_add(d->arena, &cells, tell_label(t, f->label));
		cells_add(d->arena, &cells, tell_text(t, f, &rec->fields[i]));
	}
	for (size_t i = 0; i < s->whole.incoming.n; i++) {
		const struct incoming *in = &s->whole.incoming.v[i];

		cells_add(d->arena, &cells, tell_label(t, in->field->inverse_label));
		cells_add(d->arena, &cells, tell_text(t, in->field, &(struct field_value){ .set = true, .ids = in->from.v, .n = in->from.n }));
	}
	cells_print(&d->out, &cells);
}

/* The mark of its lamp, and why it shows; nothing of a kind without lamps. */
static void
put_lamp(struct showing *s)
{
	struct desk *d = s->r.desk;
	const struct record *rec = &s->whole.rec;
	const struct lamp_facts facts = decide_facts(d->arena, rec);
	struct lamp_told told;
	char why[LAMP_REASON];

	if (rec->kind->lamps.count == 0)
		return;
	told = decide_lamp(d->arena, rec, s->r.calendar, s->r.teller.today);
	lamp_reason(why, &rec->kind->lamps, &facts, &told, d->call->voice.lang);
	buf_printf(&d->out, "  %.*s %s", STR_ARG(told.state->mark), why);
}

static void
put_head(struct showing *s)
{
	const struct record *rec = &s->whole.rec;
	struct buf *b = &s->r.desk->out;

	buf_printf(b, "%.*s  %.*s", STR_ARG(rec->number), STR_ARG(tell_label(&s->r.teller, record_kind(rec)->states.v[rec->state].label)));
	put_lamp(s);
	buf_puts(b, STR("\n\n"));
}

static void
put_text(struct showing *s)
{
	put_head(s);
	put_fields(s);
	put_moves(s);
	records_print_doubts(&s->r, s->whole.doubts);
	linked_print(&s->r, &s->whole.linked);
	put_pieces(s);
	put_history(s);
}

static void
put_json(struct showing *s)
{
	struct buf *b = &s->r.desk->out;

	json_member_text(b, "format", STR("bihuan.record/1"));
	whole_put_json(&s->r.teller, b, &s->whole);
	buf_puts(b, STR("}\n"));
}

static enum err
do_show(struct desk *d)
{
	struct showing s = { .whole.parties = 0 };
	const struct ledger *g;
	int64_t key;
	enum err err = records_open(d, &s.r);

	if (err == OK)
		err = records_find(&s.r, d->call->files[0], &g, &key);
	if (err == OK)
		err = whole_read(&s.r.teller, g, key, &s.whole);
	if (err != OK)
		return err;
	if (desk_json(d))
		put_json(&s);
	else
		put_text(&s);
	return OK;
}

static enum err
show_run(const struct call *c)
{
	return c->nfiles != 1 ? say_usage(c->voice, NULL, SAY_NO_VERB) : desk_read(c, do_show);
}

const struct command command_show = {
	.name = "show",
	.run = show_run,
	.usage_zh = "事项 [--as-of 日期] [--json]",
	.usage_en = "RECORD [--as-of DAY] [--json]",
	.zh = "一个事项的现状、经过，以及您可以办理的动作",
	.en = "a record: what it is, what happened, and what you may do",
	.takes = TAKES(DB) | TAKES(JSON) | TAKES(LEDGER) | TAKES(AS_OF) | TAKES(FOR),
};
