/* /records/ID: a record whole: what it is, what may be done, its evidence, what it is linked with, what happened; and its files. */
#include <string.h>

#include "base/hex.h"
#include "ledger/act.h"
#include "ledger/doubt.h"
#include "tell/whole.h"
#include "web/face.h"
#include "web/page_record.h"
#include "web/record_of.h"
#include "web/route.h"
#include "web_pages.h"

static struct str
id_text(struct arena *a, struct uuid id)
{
	char text[UUID_TEXT];

	return arena_str(a, (struct str){ text, uuid_print(text, id) });
}

/* ---- what it is ---- */

static void
put_head(struct visit *v, const struct record *rec, struct record_page *p)
{
	struct teller *t = &v->teller;

	p->id = id_text(v->arena, rec->id);
	p->number = rec->number;
	p->title = tell_part(t, rec, PART_TITLE);
	p->kind = tell_label(t, record_kind(rec)->label);
	p->ledger = rec->ledger->name;
	p->code = rec->ledger->code;
	p->state = tell_label(t, record_kind(rec)->states.v[rec->state].label);
	p->due = tell_day(t, rec->due);
	p->reason = tell_lamp_reason(t, rec);
	p->lamp = visit_lamp(v, rec);
}

static void
put_fields(struct visit *v, const struct whole *w, struct record_page *p)
{
	const struct kind *k = record_kind(&w->rec);

	for (size_t i = 0; i < k->fields.n; i++) {
		const struct field_rule *f = &k->fields.v[i];

		if (!w->rec.fields[i].set || f->type == TYPE_LINK || !rights_sees_field(f, w->parties))
			continue;
		*array_add(v->arena, &p->fields) = (struct record_field){ tell_label(&v->teller, f->label), tell_text(&v->teller, f, &w->rec.fields[i]),
			f->type == TYPE_LONG_TEXT };
	}
}

static void
put_times(struct visit *v, const struct record *rec, struct record_page *p)
{
	struct teller *t = &v->teller;

	for (size_t i = 0; i < rec->clocks.n; i++) {
		const struct running_clock *c = &rec->clocks.v[i];

		*array_add(v->arena, &p->clocks) = (struct record_clock){ tell_label(t, c->rule->label), tell_day(t, c->due), day_valid(c->due) && c->due < t->today };
	}
	for (size_t i = 0; i < rec->milestones.n; i++) {
		const struct named_milestone *m = &rec->milestones.v[i];

		*array_add(v->arena, &p->milestones) = (struct record_milestone){ m->name, tell_day(t, m->of.due), tell_day(t, m->of.accepted), m->of.weight };
	}
}

/* Moves from here that are not for these eyes to make, and for whom they are. */
static void
put_others(struct visit *v, const struct whole *w, struct record_page *p)
{
	const struct kind *k = record_kind(&w->rec);

	for (size_t i = 0; i < k->moves.n; i++) {
		const struct move *m = &k->moves.v[i];
		struct str who = { NULL, 0 };

		if (m->becomes.n > 0 || (m->from >> w->rec.state & 1) == 0 || act_may(&v->teller.actor, &w->rec, m))
			continue;
		for (int q = 0; q < PARTY_COUNT; q++)
			if (m->who >> q & 1)
				who = arena_printf(v->arena, "%.*s%s%.*s", STR_ARG(who), who.n > 0 ? "、" : "", STR_ARG(tell_label(&v->teller, party_label((enum party)q))));
		*array_add(v->arena, &p->others) = (struct record_other){ tell_label(&v->teller, m->label), who };
	}
}

static void
put_known(struct visit *v, const struct whole *w, struct record_page *p)
{
	struct teller *t = &v->teller;

	for (int e = 0; e < ENGINE_EVENT_COUNT; e++)
		if (act_may_known(&t->actor, &w->rec, (enum engine_event)e) && known_offers(w, (enum engine_event)e))
			*array_add(v->arena, &p->known) = (struct record_known){ cstr(engine_event_word((enum engine_event)e)),
				tell_label(t, engine_event_label((enum engine_event)e)) };
	for (size_t i = 0; i < w->instructions.n; i++) {
		const struct instruction *n = &w->instructions.v[i];

		*array_add(v->arena, &p->instructions) = (struct record_instruction){ n->by, n->text, tell_day(t, n->until), n->answered,
			!n->answered && n->until < t->today };
	}
	for (size_t i = 0; i < w->notices.n; i++) {
		const struct notice *n = &w->notices.v[i];

		*array_add(v->arena, &p->notices) = (struct record_notice){ n->number, n->step == NULL ? STR("") : tell_label(t, n->step->label), tell_day(t, n->day),
			tell_day(t, n->reply), n->received, n->answered };
	}
}

static void
put_moves(struct visit *v, const struct whole *w, struct record_page *p)
{
	for (size_t i = 0; i < w->moves.n; i++) {
		const struct open_move *m = &w->moves.v[i];

		if (m->move->becomes.n == 0)
			*array_add(v->arena, &p->moves) = (struct record_move){ m->move->event, tell_label(&v->teller, m->move->label), m->lacks };
	}
	for (int i = 0; i < DOUBT_COUNT; i++)
		if (w->doubts >> i & 1)
			*array_add(v->arena, &p->doubts) = (struct record_doubt){ cstr(doubt_say((enum doubt)i, v->lang)) };
}

/* ---- what it is linked with ---- */

static void
put_linked(struct visit *v, const struct whole *w, struct record_page *p)
{
	struct teller *t = &v->teller;

	for (size_t i = 0; i < w->linked.n; i++) {
		const struct linked *l = &w->linked.v[i];
		struct record_group *g = array_add(v->arena, &p->linked);

		*g = (struct record_group){ .label = l->label, .count = l->seen.n };
		for (size_t j = 0; j < l->seen.n; j++) {
			const struct record *rec = &l->seen.v[j];

			*array_add(v->arena, &g->records) = (struct record_link){ id_text(v->arena, rec->id), rec->number, tell_part(t, rec, PART_TITLE),
				tell_part(t, rec, PART_LEAD), tell_label(t, record_kind(rec)->states.v[rec->state].label), visit_lamp(v, rec) };
		}
	}
}

static void
put_pieces(struct visit *v, const struct whole *w, struct record_page *p)
{
	for (size_t i = 0; i < w->pieces.n; i++) {
		const struct piece *e = &w->pieces.v[i];

		*array_add(v->arena, &p->pieces) = (struct record_piece){ arena_printf(v->arena, "%zu", e->place), e->version, e->name, piece_size(v->arena, e->file.size),
			tell_day(&v->teller, e->dated), tell_time(v->arena, e->time), e->by };
	}
}

/* ---- what happened ---- */

static void
put_event(struct visit *v, const struct whole *w, const struct happened *h, struct record_page *p)
{
	struct teller *t = &v->teller;
	struct record_event *e = array_add(v->arena, &p->events);
	struct change c;

	*e = (struct record_event){ .time = tell_time(v->arena, h->time), .what = happened_label(t, &w->rec, h), .who = happened_person(t, h->person),
		.acting_for = happened_person(t, h->acting_for), .removed = h->removed };
	if (!happened_change(t, &w->rec, h, &c))
		return;
	e->reason = c.reason;
	if (c.has_lamp && c.lamp.show >= 0)
		e->lamp = visit_lamp_state(v, &c.kind->lamps.palette[c.lamp.show]);
	for (size_t i = 0; i < c.kind->kind->fields.n; i++) {
		const struct field_rule *f = &c.kind->kind->fields.v[i];

		if ((c.given >> i & 1) != 0 && rights_sees_field(f, w->parties))
			*array_add(v->arena, &e->changes) = (struct record_change){ tell_label(t, f->label), tell_text(t, f, &c.fields[i]) };
	}
	for (size_t i = 0; i < c.evidence.n; i++)
		*array_add(v->arena, &e->changes) = (struct record_change){ visit_say(v, "佐证材料"), c.evidence.v[i].name };
}

/* The last first: who looks wants to know how it stands. */
static void
put_events(struct visit *v, const struct whole *w, struct record_page *p)
{
	for (size_t i = w->happened.n; i > 0; i--)
		put_event(v, w, &w->happened.v[i - 1], p);
}

enum err
record_of_visit(struct visit *v, struct record *rec)
{
	struct uuid id;

	if (!uuid_parse(v->args[0], &id))
		id = (struct uuid){ { 0 } };		/* nobody's */
	return tell_read_id(&v->teller, id, rec);
}

static enum err
record_run(struct visit *v)
{
	struct record_page p = { .id = { NULL, 0 } };
	struct whole w = { .parties = 0 };
	struct html h = visit_html(v);
	struct record rec;
	enum err err = record_of_visit(v, &rec);

	if (err == OK)
		err = whole_read(&v->teller, rec.ledger, rec.key, &w);
	if (err == OK)
		err = visit_chrome(v, "事项", arena_printf(v->arena, "%.*s", STR_ARG(rec.ledger->code)).p, &p.chrome);
	if (err != OK)
		return err;
	put_head(v, &w.rec, &p);
	put_fields(v, &w, &p);
	put_times(v, &w.rec, &p);
	put_moves(v, &w, &p);
	put_others(v, &w, &p);
	put_known(v, &w, &p);
	put_linked(v, &w, &p);
	put_pieces(v, &w, &p);
	put_events(v, &w, &p);
	p.chrome.title = p.number;
	page_record(&h, &p);
	return OK;
}

const struct route route_record = { "GET", "/records/{}", ROUTE_LOGIN, 0, false, record_run };

/* ---- a file ---- */

/* "bytes=A-B", "bytes=A-" or "bytes=-N" of one range; false: the whole. */
static bool
read_range(const char *header, int64_t size, int64_t *from, int64_t *n)
{
	struct str s = header == NULL ? STR("") : cstr(header);
	size_t dash = str_find(s, STR("-"), 0);
	int64_t a = 0, b = size - 1;

	if (!str_starts(s, STR("bytes=")) || dash == STR_NONE)
		return false;
	if (dash == 6) {		/* the last so many */
		if (!digits_read(str_slice(s, 7, s.n), &a) || a == 0)
			return false;
		a = a < size ? size - a : 0;
	} else if (!digits_read(str_slice(s, 6, dash), &a) || (dash + 1 < s.n && !digits_read(str_slice(s, dash + 1, s.n), &b))) {
		return false;
	}
	if (a >= size || b < a)
		return false;
	*from = a;
	*n = (b < size ? b + 1 : size) - a;
	return true;
}

/* What a browser shows by itself and cannot run; all else is saved. */
static bool
shown_inline(struct str media)
{
	return str_eq(media, STR("application/pdf")) || str_eq(media, STR("image/png")) || str_eq(media, STR("image/jpeg"));
}

static void
name_file(struct visit *v, const struct piece *p)
{
	struct html h = { &(struct buf){ 0 }, v->lang };

	html_url(&h, p->name);
	visit_header(v, "Content-Disposition", arena_printf(v->arena, "%s; filename*=UTF-8''%.*s", shown_inline(p->media) ? "inline" : "attachment",
	    STR_ARG(((struct str){ h.b->p, h.b->n }))));
	buf_free(h.b);
}

static enum err
send_piece(struct visit *v, const struct piece *p)
{
	const char *range = face_engine(v->face)->header(v->exchange, "Range");
	char hex[2 * HASH_SIZE];
	int64_t from, n;
	enum err err = evidence_check(face_settings(v->face)->evidence, &p->file, &v->why);

	if (err == OK)
		err = evidence_get(face_settings(v->face)->evidence, p->file.hash, &v->fd, &v->size, &v->why);
	if (err != OK)
		return err;
	hex_print(hex, p->file.hash, HASH_SIZE);
	visit_header(v, "ETag", arena_printf(v->arena, "\"%.*s\"", (int)sizeof hex, hex));
	visit_header(v, "Accept-Ranges", STR("bytes"));
	name_file(v, p);
	v->type = shown_inline(p->media) ? arena_printf(v->arena, "%.*s", STR_ARG(p->media)).p : "application/octet-stream";
	if (read_range(range, (int64_t)p->file.size, &from, &n)) {
		v->from = (uint64_t)from;
		v->size = (uint64_t)n;
		v->status = 206;
		visit_header(v, "Content-Range", arena_printf(v->arena, "bytes %llu-%llu/%llu", (unsigned long long)v->from,
		    (unsigned long long)(v->from + v->size - 1), (unsigned long long)p->file.size));
	}
	return OK;
}

static enum err
evidence_run(struct visit *v)
{
	struct record rec;
	piece_list list = { 0 };
	enum err err = record_of_visit(v, &rec);

	if (err == OK)
		err = pieces_read(&v->teller, &rec, &list);
	for (size_t i = 0; i < list.n && err == OK; i++)
		if (str_eq(v->args[1], arena_printf(v->arena, "%zu", list.v[i].place)))
			return send_piece(v, &list.v[i]);
	return err != OK ? err : fail(&v->why, E_ABSENT, 0, "%s", "");
}

const struct route route_evidence = { "GET", "/records/{}/evidence/{}", ROUTE_LOGIN, 0, true, evidence_run };
