/* bihuan break-down: what a record asks for is handed down: one record for each unit below, all of them linked with it. */
#include "cli/cells.h"
#include "cli/maker.h"
#include "cli/records.h"

#define UNITS_MOST 500

struct breaking {
	struct records r;
	const struct ledger *ledger;
	struct record above;
	size_t link;			/* the field of it that leads to those below */
	const struct kind *below;
	const struct move *linker;
	struct field_value fields[DEFINITION_FIELDS];
	uint64_t given;
	ARRAY(struct uuid) units;
	ARRAY(struct record) made;
};

/* ---- what the definition has for it ---- */

/* Whether such records are made for a unit. */
static bool
made_for_unit(const struct kind *k)
{
	int lead = maker_part(k, PART_LEAD);

	return lead >= 0 && k->fields.v[lead].type == TYPE_UNIT;
}

/* A move that who acts may make now, that fills the link and leaves the record where it is. */
static const struct move *
linker_of(const struct breaking *w, size_t link)
{
	const struct kind *k = record_kind(&w->above);

	for (size_t i = 0; i < k->moves.n; i++) {
		const struct move *m = &k->moves.v[i];

		if ((m->from >> w->above.state & 1) != 0 && (m->to == STATE_STAYS || m->to == w->above.state) && (m->fills >> link & 1) != 0 &&
		    m->becomes.n == 0 && act_may(&w->r.teller.actor, &w->above, m))
			return m;
	}
	return NULL;
}

static bool
leads_down(const struct breaking *w, const struct field_rule *f, bool same)
{
	const char *wanted = w->r.desk->call->opt[OPT_KIND];

	return f->type == TYPE_LINK && f->kind != NULL && (f->kind == record_kind(&w->above)) == same &&
	    (wanted == NULL || str_eq(f->kind->key, cstr(wanted))) && made_for_unit(f->kind);
}

static bool
find_link(struct breaking *w, bool same)
{
	const struct kind *k = record_kind(&w->above);

	for (size_t i = 0; i < k->fields.n; i++) {
		const struct field_rule *f = &k->fields.v[i];

		if (!leads_down(w, f, same))
			continue;
		w->link = i;
		w->below = f->kind;
		w->linker = linker_of(w, i);
		return true;
	}
	return false;
}

/* ---- words ---- */

static enum err
find_above(struct breaking *w)
{
	struct desk *d = w->r.desk;
	int64_t key;
	enum err err = records_find(&w->r, d->call->files[0], &w->ledger, &key);

	if (err == OK)
		err = tell_read(&w->r.teller, w->ledger, key, &w->above);
	/* To a kind that is made for a unit: another, or else its own. */
	if (err == OK && !find_link(w, false) && !find_link(w, true))
		err = desk_refuse(d, d->call->files[0], SAY_NOT_BROKEN, E_MOVE);
	if (err == OK && w->linker == NULL)
		err = fail(&d->why, E_RIGHT, 0, "%.*s", STR_ARG(tell_label(&w->r.teller, record_kind(&w->above)->fields.v[w->link].label)));
	return err;
}

static enum err
take_words(struct breaking *w)
{
	struct desk *d = w->r.desk;
	enum err err = OK;

	for (size_t i = 1; i < d->call->nfiles && err == OK; i++)
		if (strchr(d->call->files[i], '=') != NULL)
			err = records_take_field(&w->r, w->ledger, w->below, d->call->files[i], w->fields, &w->given);
		else if (w->units.n == UNITS_MOST)
			err = fail(&d->why, E_TOOBIG, 0, "%d", UNITS_MOST);
		else
			err = desk_unit(d, d->call->files[i], array_add(d->arena, &w->units));
	return err == OK && w->units.n == 0 ? desk_refuse(d, NULL, SAY_TOO_FEW_WORDS, E_USAGE) : err;
}

/* What is not said is as it is above: the title, and the day by which. */
static void
hand_down(struct breaking *w, enum part part)
{
	int from = kind_part(record_kind(&w->above), part), to = maker_part(w->below, part);

	if (from < 0 || to < 0 || (w->given >> to & 1) != 0 || !w->above.fields[from].set ||
	    record_kind(&w->above)->fields.v[from].type != w->below->fields.v[to].type)
		return;
	w->fields[to] = w->above.fields[from];
	w->given |= UINT64_C(1) << to;
}

/* ---- the acts ---- */

static struct request
request_of(struct breaking *w, const struct move *m)
{
	return (struct request){ .ledger = w->ledger, .event = m->event, .reason = cstr(w->r.desk->call->opt[OPT_REASON]), .seen = SEEN_ANY,
		.today = w->r.teller.today, .until = DAY_NONE, .answers = NUMBER_NONE, .lang = w->r.desk->call->voice.lang };
}

static enum err
do_request(struct breaking *w, const struct request *q, struct record *out)
{
	struct desk *d = w->r.desk;

	return act(d->arena, &d->hand, &w->r.ledgers, &w->r.teller.actor, q, out, &d->why);
}

static enum err
make_for(struct breaking *w, const struct uuid *unit)
{
	int lead = maker_part(w->below, PART_LEAD);
	struct request q = request_of(w, kind_maker(w->below));
	struct record made;
	enum err err;

	w->fields[lead] = (struct field_value){ .set = true, .ids = unit, .n = 1 };
	q.kind = w->below->key;
	q.fields = w->fields;
	q.given = w->given | UINT64_C(1) << lead;
	err = do_request(w, &q, &made);
	if (err == OK)
		*array_add(w->r.desk->arena, &w->made) = made;
	return err;
}

/* Behind those that are linked already. */
static enum err
link_all(struct breaking *w)
{
	struct arena *a = w->r.desk->arena;
	const struct field_value *had = &w->above.fields[w->link];
	struct field_value *fields = arena_zalloc(a, DEFINITION_FIELDS * sizeof *fields);
	struct uuid *ids = arena_alloc(a, (had->n + w->made.n) * sizeof *ids);
	struct request q = request_of(w, w->linker);

	for (size_t i = 0; i < had->n; i++)
		ids[i] = had->ids[i];
	for (size_t i = 0; i < w->made.n; i++)
		ids[had->n + i] = w->made.v[i].id;
	fields[w->link] = (struct field_value){ .set = true, .ids = ids, .n = had->n + w->made.n };
	q.record = w->above.key;
	q.fields = fields;
	q.given = UINT64_C(1) << w->link;
	return do_request(w, &q, &w->above);
}

static void
print_made(struct breaking *w)
{
	struct desk *d = w->r.desk;
	struct cells cells = { .columns = 3 };

	if (desk_json(d)) {
		desk_list_begin(d, "bihuan.made/1", "made");
		for (size_t i = 0; i < w->made.n; i++) {
			desk_list_next(d);
			tell_put_json(&w->r.teller, &w->r.desk->out, &w->made.v[i], rights_parties(&w->r.teller.actor, &w->made.v[i]));
		}
		desk_list_end(d);
		return;
	}
	for (size_t i = 0; i < w->made.n; i++) {
		cells_add(d->arena, &cells, w->made.v[i].number);
		cells_add(d->arena, &cells, tell_part(&w->r.teller, &w->made.v[i], PART_LEAD));
		cells_add(d->arena, &cells, tell_part(&w->r.teller, &w->made.v[i], PART_TITLE));
	}
	cells_print(&d->out, &cells);
}

static enum err
do_break_down(struct desk *d)
{
	struct breaking w = { .link = 0 };
	enum err err = records_open(d, &w.r);

	if (err == OK)
		err = find_above(&w);
	if (err == OK)
		err = take_words(&w);
	if (err != OK)
		return err;
	hand_down(&w, PART_TITLE);
	hand_down(&w, PART_IMPOSED);
	for (size_t i = 0; i < w.units.n && err == OK; i++)
		err = make_for(&w, &w.units.v[i]);
	if (err == OK)
		err = link_all(&w);
	if (err == OK)
		print_made(&w);
	return err;
}

static enum err
break_down_run(const struct call *c)
{
	return c->nfiles < 2 ? say_usage(c->voice, NULL, SAY_TOO_FEW_WORDS) : desk_write(c, do_break_down);
}

const struct command command_break_down = {
	.name = "break-down",
	.run = break_down_run,
	.usage_zh = "事项 单位… [字段=内容]… [--kind 种类] [--reason 理由]",
	.usage_en = "RECORD UNIT... [FIELD=VALUE]... [--kind KIND] [--reason TEXT]",
	.zh = "分解下达：每个单位一项，都与原事项相连；完成情况在原事项里汇总",
	.en = "break a record down to units: one for each, all linked with it, where they are rolled up",
	.takes = TAKES(DB) | TAKES(JSON) | TAKES(LEDGER) | TAKES(KIND) | TAKES(REASON) | TAKES(FOR),
};
