/* bihuan show: a record: what it is, what happened to it, and what who asks may do with it. */
#include <stdio.h>

#include "cli/cells.h"
#include "cli/linked.h"
#include "cli/pieces.h"
#include "ledger/needs.h"

struct showing {
	struct records r;
	struct record rec;
	unsigned parties;
	int64_t seq;
	incoming_list incoming;
	linked_list linked;
	piece_list pieces;
};

/* ---- what happened ---- */

struct happened {
	int64_t seq, number, time;
	struct uuid person, acting_for;
	struct str type, payload;
	bool removed;
};

typedef ARRAY(struct happened) happenings;

static enum err
read_history(struct showing *s, happenings *out)
{
	struct desk *d = s->r.desk;
	struct scope scope;
	struct rows rows;
	enum err err = rights_scope(d->arena, &s->r.actor, s->rec.ledger, record_kind(&s->rec), &scope, &d->why);

	if (err != OK)
		return err;
	store_ask(d->site.store, EVENT_HISTORY, &scope, VALUES(value_int(s->rec.key), value_int(s->seq)), &rows);
	while (rows_next(&rows)) {
		struct happened *h = array_add(d->arena, out);

		*h = (struct happened){ .seq = rows_int(&rows, 0), .number = rows_int(&rows, 2), .time = rows_int(&rows, 3), .removed = rows_null(&rows, 13) };
		rows_bytes(&rows, 4, h->person.b, UUID_BYTES);
		rows_bytes(&rows, 5, h->acting_for.b, UUID_BYTES);
		h->type = arena_str(d->arena, rows_text(&rows, 9));
		if (!h->removed)
			h->payload = arena_str(d->arena, rows_blob(&rows, 13));
	}
	return rows_end(&rows, &d->why);
}

static struct str
person_text(struct showing *s, struct uuid person)
{
	return uuid_is_nil(person) ? STR("") : records_name(&s->r, TYPE_PERSON, person);
}

/* A move by its label, and what every ledger knows by its own. */
static struct str
type_text(struct showing *s, struct str type)
{
	const struct kind *k = record_kind(&s->rec);
	enum engine_event e = engine_event_find(type);
	struct label label = { type, type };

	if (e < ENGINE_EVENT_COUNT)
		label = engine_event_label(e);
	for (size_t i = 0; i < k->moves.n; i++)
		if (str_eq(k->moves.v[i].event, type))
			label = k->moves.v[i].label;
	return s->r.desk->call->voice.lang == LANG_ZH ? label.zh : label.en;
}

/* Read by the definition under which it was written. */
static bool
read_change(struct showing *s, const struct happened *h, struct change *c)
{
	const struct force *force = ledger_force_at(s->rec.ledger, h->seq);

	return !h->removed && force != NULL && change_parse(s->r.desk->arena, force, h->payload, c, NULL) == OK;
}

/* What of a payload whoever asks may not see is left out: fields that are for fewer eyes. */
static struct str
seen_payload(struct showing *s, const struct happened *h)
{
	struct change c;
	struct buf b = { 0 };
	struct str out;

	if (!read_change(s, h, &c))
		return STR("{}");
	for (size_t i = 0; i < c.kind->kind->fields.n; i++)
		if (!rights_sees_field(&c.kind->kind->fields.v[i], s->parties))
			c.given &= ~(UINT64_C(1) << i);
	change_print(&b, &c);
	out = b.err == OK ? arena_str(s->r.desk->arena, (struct str){ b.p, b.n }) : STR("{}");
	buf_free(&b);
	return out;
}

static void
put_history_json(struct showing *s, const happenings *list)
{
	struct buf *b = &s->r.desk->out;
	char time[INSTANT_TEXT];

	JSON_PUT(b, ",\"history\":[");
	for (size_t i = 0; i < list->n; i++) {
		const struct happened *h = &list->v[i];

		buf_puts(b, i > 0 ? STR(",\n{") : STR("\n{"));
		buf_printf(b, "\"number\":%lld", (long long)h->number);
		json_member_text(b, "time", (struct str){ time, instant_print(time, h->time) });
		json_member_text(b, "type", h->type);
		json_member_text(b, "person", person_text(s, h->person));
		json_member_text(b, "for", person_text(s, h->acting_for));
		json_member(b, "change");
		buf_puts(b, h->removed ? STR("null") : seen_payload(s, h));
		buf_putc(b, '}');
	}
	JSON_PUT(b, "]");
}

static enum err
put_history_text(struct showing *s, const happenings *list)
{
	struct desk *d = s->r.desk;
	struct cells cells = { .columns = 5 };
	struct arena *a = d->arena;

	for (size_t i = 0; i < list->n; i++) {
		const struct happened *h = &list->v[i];
		struct str who = person_text(s, h->person), whose = person_text(s, h->acting_for);
		struct change c = { 0 };

		if (!read_change(s, h, &c))
			c.reason = (struct str){ NULL, 0 };
		cells_add(a, &cells, arena_printf(a, "%lld", (long long)h->number));
		cells_add(a, &cells, records_time(a, h->time));
		cells_add(a, &cells, type_text(s, h->type));
		cells_add(a, &cells, whose.n == 0 ? who : arena_printf(a, "%.*s (%.*s)", STR_ARG(who), STR_ARG(whose)));
		cells_add(a, &cells, c.reason);
	}
	buf_printf(&d->out, "\n%s\n", say_text(SAY_HISTORY, d->call->voice.lang));
	cells_print(&d->out, &cells);
	return OK;
}

/* ---- what it is ---- */

static void
put_moves_json(struct showing *s)
{
	const struct kind *k = record_kind(&s->rec);
	struct buf *b = &s->r.desk->out;
	bool some = false;

	JSON_PUT(b, ",\"moves\":[");
	for (size_t i = 0; i < k->moves.n; i++) {
		const struct move *m = &k->moves.v[i];

		if ((m->from >> s->rec.state & 1) == 0 || !act_may(&s->r.actor, &s->rec, m))
			continue;
		if (some)
			buf_putc(b, ',');
		some = true;
		json_str(b, m->event);
	}
	JSON_PUT(b, "]");
}

static void
put_moves_text(struct showing *s)
{
	struct desk *d = s->r.desk;
	const struct kind *k = record_kind(&s->rec);
	bool zh = d->call->voice.lang == LANG_ZH, some = false;

	for (size_t i = 0; i < k->moves.n; i++) {
		const struct move *m = &k->moves.v[i];

		if ((m->from >> s->rec.state & 1) == 0 || !act_may(&s->r.actor, &s->rec, m))
			continue;
		buf_printf(&d->out, "%s%.*s %.*s", some ? ", " : say_text(SAY_MAY, d->call->voice.lang), STR_ARG(m->event),
		    STR_ARG(zh ? m->label.zh : m->label.en));
		some = true;
	}
	if (some)
		buf_putc(&d->out, '\n');
}

/* What a move that is open to who asks still lacks, but what is given with it: its fields, and a reason. */
static enum err
lacks(struct showing *s, const struct move *m, struct str *missing)
{
	struct desk *d = s->r.desk;
	const struct needing n = { .arena = d->arena, .store = d->site.store, .ledgers = &s->r.ledgers, .record = &s->rec, .move = m,
		.given = m->fills, .reasoned = true, .becomes = true, .today = s->r.today, .lang = d->call->voice.lang };

	*missing = STR("");
	if ((m->from >> s->rec.state & 1) == 0 || !act_may(&s->r.actor, &s->rec, m))
		return OK;
	return needs_missing(&n, missing, &d->why);
}

static enum err
put_lacks_text(struct showing *s)
{
	struct desk *d = s->r.desk;
	const struct kind *k = record_kind(&s->rec);
	enum err err = OK;

	for (size_t i = 0; i < k->moves.n && err == OK; i++) {
		const struct move *m = &k->moves.v[i];
		struct str missing;

		err = lacks(s, m, &missing);
		if (err == OK && missing.n > 0)
			buf_printf(&d->out, say_text(SAY_LACKS, d->call->voice.lang), STR_ARG(records_label(&s->r, m->label)), STR_ARG(missing));
	}
	return err;
}

static enum err
put_lacks_json(struct showing *s)
{
	struct buf *b = &s->r.desk->out;
	const struct kind *k = record_kind(&s->rec);
	enum err err = OK;

	json_member(b, "lacks");
	buf_putc(b, '{');
	for (size_t i = 0; i < k->moves.n && err == OK; i++) {
		struct str missing;

		err = lacks(s, &k->moves.v[i], &missing);
		if (err != OK || missing.n == 0)
			continue;
		json_next(b);
		json_str(b, k->moves.v[i].event);
		buf_putc(b, ':');
		json_str(b, missing);
	}
	buf_putc(b, '}');
	return err;
}

/* ---- its evidence ---- */

static void
put_pieces_json(struct showing *s)
{
	struct buf *b = &s->r.desk->out;

	json_member(b, "pieces");
	buf_putc(b, '[');
	for (size_t i = 0; i < s->pieces.n; i++) {
		json_next(b);
		buf_putc(b, '{');
		piece_put_json(s->r.desk, &s->pieces.v[i]);
		buf_putc(b, '}');
	}
	buf_putc(b, ']');
}

static void
put_pieces_text(struct showing *s)
{
	struct desk *d = s->r.desk;
	struct cells cells = { .columns = PIECE_CELLS };

	if (s->pieces.n == 0)
		return;
	for (size_t i = 0; i < s->pieces.n; i++)
		piece_put_cells(d, &s->pieces.v[i], &cells);
	buf_printf(&d->out, "\n%s\n", say_text(SAY_EVIDENCE, d->call->voice.lang));
	cells_print(&d->out, &cells);
}

static void
put_incoming_json(struct showing *s)
{
	struct buf *b = &s->r.desk->out;
	bool some = false;

	JSON_PUT(b, ",\"incoming\":[");
	for (size_t i = 0; i < s->incoming.n; i++)
		for (size_t j = 0; j < s->incoming.v[i].from.n; j++) {
			const struct incoming *in = &s->incoming.v[i];

			buf_puts(b, some ? STR(",{") : STR("{"));
			some = true;
			json_member_text(b, "name", in->field->inverse);
			json_member_text(b, "ledger", in->ledger->code);
			json_member_text(b, "number", records_name(&s->r, TYPE_LINK, in->from.v[j]));
			json_member_id(b, "id", in->from.v[j]);
			buf_putc(b, '}');
		}
	JSON_PUT(b, "]");
}

static void
put_fields_text(struct showing *s)
{
	struct desk *d = s->r.desk;
	const struct kind *k = record_kind(&s->rec);
	struct cells cells = { .columns = 2 };
	bool zh = d->call->voice.lang == LANG_ZH;

	for (size_t i = 0; i < k->fields.n; i++) {
		const struct field_rule *f = &k->fields.v[i];

		if (!s->rec.fields[i].set || !rights_sees_field(f, s->parties))
			continue;
		cells_add(d->arena, &cells, zh ? f->label.zh : f->label.en);
		cells_add(d->arena, &cells, records_text(&s->r, f, &s->rec.fields[i]));
	}
	for (size_t i = 0; i < s->incoming.n; i++) {
		const struct incoming *in = &s->incoming.v[i];

		cells_add(d->arena, &cells, records_label(&s->r, in->field->inverse_label));
		cells_add(d->arena, &cells, records_text(&s->r, in->field, &(struct field_value){ .set = true, .ids = in->from.v, .n = in->from.n }));
	}
	cells_print(&d->out, &cells);
}

/* The mark of its lamp, and why it shows; nothing of a kind without lamps. */
static void
put_lamp_text(struct showing *s)
{
	struct desk *d = s->r.desk;
	const struct record *rec = &s->rec;
	const struct lamp_facts facts = decide_facts(d->arena, rec);
	struct lamp_told told;
	char why[LAMP_REASON];

	if (rec->kind->lamps.count == 0)
		return;
	told = decide_lamp(d->arena, rec, s->r.calendar, s->r.today);
	lamp_reason(why, &rec->kind->lamps, &facts, &told, d->call->voice.lang);
	buf_printf(&d->out, "  %.*s %s", STR_ARG(told.state->mark), why);
}

static void
put_head_text(struct showing *s)
{
	struct desk *d = s->r.desk;
	const struct record *rec = &s->rec;
	struct label state = record_kind(rec)->states.v[rec->state].label;

	buf_printf(&d->out, "%.*s  %.*s", STR_ARG(rec->number), STR_ARG(d->call->voice.lang == LANG_ZH ? state.zh : state.en));
	put_lamp_text(s);
	buf_puts(&d->out, STR("\n\n"));
}

static enum err
put_json(struct showing *s, const happenings *list)
{
	enum err err;

	json_member_text(&s->r.desk->out, "format", STR("bihuan.record/1"));
	records_put_json(&s->r, &s->rec, s->parties);
	put_incoming_json(s);
	linked_put_json(&s->r, &s->linked);
	put_pieces_json(s);
	put_moves_json(s);
	err = put_lacks_json(s);
	if (err != OK)
		return err;
	put_history_json(s, list);
	err = records_put_doubts(&s->r, &s->rec);
	JSON_PUT(&s->r.desk->out, "}\n");
	return err;
}

static enum err
put_text(struct showing *s, const happenings *list)
{
	enum err err;

	put_head_text(s);
	put_fields_text(s);
	put_moves_text(s);
	err = put_lacks_text(s);
	if (err == OK)
		err = records_put_doubts(&s->r, &s->rec);
	linked_put_text(&s->r, &s->linked);
	put_pieces_text(s);
	return err == OK ? put_history_text(s, list) : err;
}

static enum err
do_show(struct desk *d)
{
	struct showing s = { .parties = 0 };
	const struct ledger *g;
	happenings list = { 0 };
	int64_t key;
	enum err err = records_open(d, &s.r);

	if (err == OK)
		err = desk_seq(d, &s.seq);
	if (err == OK)
		err = records_find(&s.r, d->call->files[0], &g, &key);
	if (err == OK)
		err = records_read(&s.r, g, key, &s.rec);
	if (err == OK)
		err = read_history(&s, &list);
	if (err == OK)
		err = incoming_read(&s.r, key, s.seq, &s.incoming);
	if (err == OK)
		err = pieces_read(&s.r, &s.rec, s.seq, &s.pieces);
	if (err != OK)
		return err;
	s.parties = rights_parties(&s.r.actor, &s.rec);
	err = linked_read(&s.r, &s.rec, s.parties, &s.incoming, &s.linked);
	if (err != OK)
		return err;
	return desk_json(d) ? put_json(&s, &list) : put_text(&s, &list);
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
