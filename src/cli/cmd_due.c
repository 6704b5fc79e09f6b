/* bihuan due: what the open turns ask for, and who has not answered. */
#include "cli/cells.h"
#include "cli/meeting.h"
#include "cli/output.h"
#include "cli/place.h"

struct open_turn {
	int64_t id, number;
	const struct kind_force *kind;
	const struct cadence_rule *rule;
	int32_t due;
};

struct asked_row {
	int64_t record;
	bool answered;
};

typedef ARRAY(struct open_turn) turn_list;
typedef ARRAY(struct asked_row) asked_list;

static const struct cadence_rule *
rule_of(const struct kind *k, struct str key)
{
	for (size_t i = 0; i < k->cadences.n; i++)
		if (str_eq(k->cadences.v[i].key, key))
			return &k->cadences.v[i];
	return NULL;
}

static enum err
read_turns(struct records *r, const struct ledger *g, turn_list *out)
{
	struct rows rows;

	store_ask(r->desk->site.store, TURN_OPEN, NULL, VALUES(value_int(g->number)), &rows);
	while (rows_next(&rows)) {
		struct open_turn t = { .id = rows_int(&rows, 0), .number = rows_int(&rows, 3), .due = (int32_t)rows_int(&rows, 4) };

		t.kind = force_kind(g->force, rows_text(&rows, 1));
		t.rule = t.kind == NULL ? NULL : rule_of(t.kind->kind, rows_text(&rows, 2));
		if (t.rule != NULL)
			*array_add(r->desk->arena, out) = t;
	}
	return rows_end(&rows, &r->desk->why);
}

static enum err
read_asked(struct records *r, const struct ledger *g, const struct open_turn *t, asked_list *out)
{
	struct desk *d = r->desk;
	struct scope scope;
	struct rows rows;
	enum err err = rights_scope(d->arena, &r->teller.actor, g, t->kind->kind, &scope, &d->why);

	if (err != OK)
		return err;
	store_ask(d->site.store, ASKED_OF, &scope, VALUES(value_int(t->id)), &rows);
	while (rows_next(&rows))
		*array_add(d->arena, out) = (struct asked_row){ rows_int(&rows, 0), !rows_null(&rows, 1) };
	return rows_end(&rows, &d->why);
}

static struct str
turn_name(struct records *r, const struct open_turn *t)
{
	char name[TURN_NAME];
	struct turn turn = turn_of((enum period)t->rule->every, r->teller.today);

	turn = turn_later(turn, (int32_t)(t->number - turn.number));
	return arena_str(r->desk->arena, (struct str){ name, turn_print(name, turn, r->desk->call->voice.lang) });
}

static void
put_turn_json(struct records *r, const struct open_turn *t)
{
	struct buf *b = &r->desk->out;

	desk_list_next(r->desk);
	json_member_text(b, "kind", t->kind->kind->key);
	json_member_text(b, "cadence", t->rule->key);
	json_member_text(b, "turn", turn_name(r, t));
	buf_printf(b, ",\"number\":%lld", (long long)t->number);
	json_member_date(b, "due", date_of_days(t->due));
	json_member(b, "records");
	buf_putc(b, '[');
}

static void
put_turn_text(struct records *r, const struct open_turn *t, const asked_list *asked)
{
	char due[DATE_TEXT];
	size_t open = 0;
	bool zh = r->desk->call->voice.lang == LANG_ZH;

	for (size_t i = 0; i < asked->n; i++)
		open += !asked->v[i].answered;
	date_print(due, date_of_days(t->due));
	buf_printf(&r->desk->out, "%.*s %.*s  %s", STR_ARG(zh ? t->rule->label.zh : t->rule->label.en), STR_ARG(turn_name(r, t)), due);
	if (t->rule->event.n > 0)
		buf_printf(&r->desk->out, "  %zu/%zu", asked->n - open, asked->n);
	buf_putc(&r->desk->out, '\n');
}

static enum err
put_record(struct records *r, const struct ledger *g, const struct asked_row *row, struct cells *cells, bool first)
{
	struct desk *d = r->desk;
	struct record rec;
	enum err err = tell_read(&r->teller, g, row->record, &rec);

	if (err != OK)
		return err;
	if (desk_json(d)) {
		buf_puts(&d->out, first ? STR("\n{") : STR(",\n{"));
		json_member_text(&d->out, "number", rec.number);
		json_member_flag(&d->out, "answered", row->answered);
		json_member_text(&d->out, "lamp", rec.kind->lamps.palette[rec.lamp.show].name);
		json_member_text(&d->out, "lead", tell_part(&r->teller, &rec, PART_LEAD));
		buf_putc(&d->out, '}');
		return OK;
	}
	cells_add(d->arena, cells, row->answered ? STR("  ✓") : STR("  ·"));
	cells_add(d->arena, cells, rec.number);
	cells_add(d->arena, cells, rec.kind->lamps.palette[rec.lamp.show].mark);
	cells_add(d->arena, cells, tell_part(&r->teller, &rec, PART_LEAD));
	cells_add(d->arena, cells, tell_part(&r->teller, &rec, PART_TITLE));
	return OK;
}

static enum err
put_turn(struct records *r, const struct ledger *g, const struct open_turn *t)
{
	struct cells cells = { .columns = 5 };
	asked_list asked = { 0 };
	enum err err = read_asked(r, g, t, &asked);

	if (err != OK)
		return err;
	if (desk_json(r->desk))
		put_turn_json(r, t);
	else
		put_turn_text(r, t, &asked);
	for (size_t i = 0; i < asked.n && err == OK; i++)
		err = put_record(r, g, &asked.v[i], &cells, i == 0);
	if (desk_json(r->desk))
		JSON_PUT(&r->desk->out, "]");
	else
		cells_print(&r->desk->out, &cells);
	return err;
}

/* ---- for a meeting ---- */

static enum err
add_turn(struct records *r, const struct ledger *g, const struct open_turn *t, meeting_list *out)
{
	struct arena *a = r->desk->arena;
	struct meeting_turn *m = array_add(a, out);
	asked_list asked = { 0 };
	enum err err = read_asked(r, g, t, &asked);

	m->name = arena_printf(a, "%.*s %.*s", STR_ARG(tell_label(&r->teller, t->rule->label)), STR_ARG(turn_name(r, t)));
	m->rule = t->rule;
	for (size_t i = 0; i < asked.n && err == OK; i++) {
		struct meeting_record *rec = array_add(a, &m->records);

		rec->answered = asked.v[i].answered;
		err = tell_read(&r->teller, g, asked.v[i].record, &rec->rec);
	}
	return err;
}

/* Turns that ask for reports, each a sheet of the workbook. */
static enum err
write_sheet(struct records *r, const struct ledger *g, const turn_list *turns)
{
	struct desk *d = r->desk;
	meeting_list list = { 0 };
	struct output out;
	enum err err = OK;

	for (size_t i = 0; i < turns->n && err == OK; i++)
		if (turns->v[i].rule->event.n > 0)
			err = add_turn(r, g, &turns->v[i], &list);
	if (err == OK && list.n == 0)
		err = desk_refuse(d, NULL, SAY_NO_TURN, E_NOTHING);
	if (err == OK)
		err = output_open(&out, d->call->opt[OPT_OUTPUT], &d->why);
	if (err != OK)
		return err;
	err = meeting_put(r, &list, &out.buf, &d->why);
	return err == OK ? output_close(&out, true, &d->why) : (output_close(&out, false, NULL), err);
}

static enum err
do_due(struct desk *d)
{
	struct records r;
	const struct ledger *g;
	turn_list turns = { 0 };
	enum err err = records_open(d, &r);

	if (err == OK)
		err = records_ledger(&r, &g);
	if (err == OK)
		err = read_turns(&r, g, &turns);
	if (err != OK)
		return err;
	if (d->call->opt[OPT_OUTPUT] != NULL)
		return write_sheet(&r, g, &turns);
	if (desk_json(d))
		desk_list_begin(d, "bihuan.due/1", "turns");
	for (size_t i = 0; i < turns.n && err == OK; i++)
		err = put_turn(&r, g, &turns.v[i]);
	if (desk_json(d))
		desk_list_end(d);
	return err;
}

static enum err
due_run(const struct call *c)
{
	enum err err = place_no_files(c);

	return err == OK ? desk_read(c, do_due) : err;
}

const struct command command_due = {
	.name = "due",
	.run = due_run,
	.usage_zh = "[--ledger 代号] [--json | -o 调度会.xlsx]",
	.usage_en = "[--ledger CODE] [--json | -o MEETING.xlsx]",
	.zh = "本周、本旬、本月各轮调度：谁要报，谁还没报；-o 写出调度会用表",
	.en = "this week's, ten days' and month's turns: who is to report, and who has not; -o writes the sheet of the meeting",
	.takes = TAKES(DB) | TAKES(JSON) | TAKES(LEDGER) | TAKES(FOR) | TAKES(OUTPUT),
};
