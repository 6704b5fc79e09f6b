/* /records/ID/EVENT: a move of a record: what it wants, and its being made. */

#include "base/utf8.h"
#include "ledger/act.h"
#include "ledger/directory_read.h"
#include "ledger/needs.h"
#include "tell/value.h"
#include "web/doing.h"
#include "web/page_record.h"
#include "web/record_of.h"
#include "web/route.h"
#include "web_pages.h"

struct moving {
	struct visit *v;
	struct record rec;
	const struct move *move;
	unsigned parties;
};

static enum err
find_move(struct visit *v, struct moving *m)
{
	enum err err = record_of_visit(v, &m->rec);
	const struct kind *k;

	m->v = v;
	if (err != OK)
		return err;
	k = record_kind(&m->rec);
	m->parties = rights_parties(&v->teller.actor, &m->rec);
	for (size_t i = 0; i < k->moves.n; i++)
		if (str_eq(k->moves.v[i].event, v->args[1]) && k->moves.v[i].becomes.n == 0)
			m->move = &k->moves.v[i];
	if (m->move == NULL || (m->move->from >> m->rec.state & 1) == 0)
		return fail(&v->why, E_MOVE, 0, "%.*s", STR_ARG(utf8_cut(v->args[1], 60)));
	return act_may(&v->teller.actor, &m->rec, m->move) ? OK : fail(&v->why, E_RIGHT, 0, "%.*s", STR_ARG(tell_label(&v->teller, m->move->label)));
}

/* ---- the form ---- */

/* What is written in the input: of a choice its key, of a number without its measure, of names what they are found by. */
static struct str
input_text(struct moving *m, const struct field_rule *f, const struct field_value *value)
{
	if (value->set && f->type == TYPE_CHOICE)
		return value->text;
	return tell_text(&m->v->teller, f, value);
}

static void
put_options(struct moving *m, const struct field_rule *f, struct move_input *in)
{
	for (size_t i = 0; i < f->choices.n; i++)
		*array_add(m->v->arena, &in->options) = (struct move_option){ f->choices.v[i].key, tell_label(&m->v->teller, f->choices.v[i].label),
			str_eq(in->value, f->choices.v[i].key) ? STR("selected") : STR("") };
}

static void
put_input(struct moving *m, size_t i, struct move_page *p)
{
	const struct field_rule *f = &record_kind(&m->rec)->fields.v[i];
	struct move_input *in = array_add(m->v->arena, &p->inputs);

	*in = (struct move_input){ .name = arena_printf(m->v->arena, "f.%.*s", STR_ARG(f->key)), .label = tell_label(&m->v->teller, f->label),
		.hint = tell_label(&m->v->teller, f->hint), .required = (m->move->needs.set >> i & 1) != 0 || f->required };
	in->value = fields_has(&m->v->form, in->name.p) ? fields_get(&m->v->form, in->name.p) : input_text(m, f, &m->rec.fields[i]);
	in->is_long = f->type == TYPE_LONG_TEXT;
	in->is_day = f->type == TYPE_DAY;
	in->is_choice = f->type == TYPE_CHOICE;
	in->is_flag = f->type == TYPE_FLAG;
	in->is_number = f->type == TYPE_INTEGER || f->type == TYPE_DECIMAL;
	in->is_file = f->type == TYPE_DOCUMENT;
	in->is_text = !in->is_file && !in->is_long && !in->is_day && !in->is_choice && !in->is_flag && !in->is_number;
	if (in->is_choice)
		put_options(m, f, in);
	if (in->is_flag) {
		*array_add(m->v->arena, &in->options) = (struct move_option){ STR("true"), visit_say(m->v, "是"),
			str_eq(in->value, STR("true")) || (m->rec.fields[i].set && m->rec.fields[i].number) ? STR("selected") : STR("") };
		*array_add(m->v->arena, &in->options) = (struct move_option){ STR("false"), visit_say(m->v, "否"),
			str_eq(in->value, STR("false")) || (m->rec.fields[i].set && !m->rec.fields[i].number) ? STR("selected") : STR("") };
	}
}

/* What it lacks beside what the form gives. */
static enum err
lacks(struct moving *m, struct str *out)
{
	const struct needing n = { .arena = m->v->arena, .store = m->v->teller.store, .ledgers = m->v->teller.ledgers, .record = &m->rec, .move = m->move,
		.given = m->move->fills, .reasoned = true, .becomes = true, .today = m->v->teller.today, .lang = m->v->lang };

	return needs_missing(&n, out, &m->v->why);
}

static enum err
put_form(struct moving *m, struct str wrong)
{
	struct visit *v = m->v;
	const struct record *rec = &m->rec;
	struct move_page p = { .id = v->args[0], .number = rec->number, .title = tell_part(&v->teller, rec, PART_TITLE), .event = m->move->event,
		.label = tell_label(&v->teller, m->move->label), .wants_reason = m->move->needs.reason, .reason = fields_get(&v->form, "reason"),
		.evidence = m->move->needs.evidence, .wants_evidence = m->move->needs.evidence > 0 || move_reports(m->move) };
	struct html h = visit_html(v);
	enum err err = lacks(m, &p.lacks);

	p.seen = fields_has(&v->form, "seen") ? fields_get(&v->form, "seen") : arena_printf(v->arena, "%lld", (long long)rec->last);
	for (size_t i = 0; i < record_kind(rec)->fields.n; i++) {
		const struct field_rule *f = &record_kind(rec)->fields.v[i];

		if ((m->move->fills >> i & 1) != 0 && rights_sees_field(f, m->parties))
			put_input(m, i, &p);
	}
	if (err == OK)
		err = visit_chrome(v, "事项", arena_printf(v->arena, "%.*s", STR_ARG(rec->ledger->code)).p, &p.chrome);
	p.chrome.title = p.label;
	p.chrome.wrong = wrong;
	if (err == OK)
		page_move(&h, &p);
	return err;
}

static enum err
move_run(struct visit *v)
{
	struct moving m = { .move = NULL };
	enum err err = find_move(v, &m);

	return err == OK ? put_form(&m, STR("")) : err;
}

const struct route route_move = { "GET", "/records/{}/{}", ROUTE_LOGIN, 0, false, move_run };

/* ---- what the form says ---- */

static enum err
find_unit(struct visit *v, struct str word, struct uuid *out)
{
	struct unit_hits hits;
	enum err err = directory_find_unit(v->teller.store, v->arena, word, &hits, &v->why);

	if (err != OK)
		return err;
	if (hits.n != 1)
		return fail(&v->why, E_VALUE, 0, "%.*s: %.*s", STR_ARG(utf8_cut(word, 100)),
		    STR_ARG(hits.n == 0 ? visit_say(v, "没有这个单位") : visit_say(v, "不止一个单位叫这个名称，请写全，如 甲委/办公室")));
	*out = hits.v[0].uuid;
	return OK;
}

static enum err
find_post(struct visit *v, struct str word, struct uuid *out)
{
	size_t slash = str_rfind(word, STR("/"));
	struct uuid unit, *posts = NULL;
	size_t n = 0;
	enum err err = OK;

	if (slash != STR_NONE) {
		err = find_unit(v, str_slice(word, 0, slash), &unit);
		if (err == OK)
			err = directory_find_posts(v->teller.store, v->arena, unit, str_slice(word, slash + 1, word.n), &posts, &n, &v->why);
	}
	if (err != OK)
		return err;
	if (n != 1 || posts == NULL)
		return fail(&v->why, E_VALUE, 0, "%.*s: %.*s", STR_ARG(utf8_cut(word, 100)), STR_ARG(visit_say(v, "没有这个岗位，应写作 单位/岗位")));
	*out = posts[0];
	return OK;
}

static enum err
find_person(struct visit *v, struct str word, struct uuid *out)
{
	bool found = false;
	enum err err = directory_by_login(v->teller.store, word, out, &found, &v->why);

	if (err == OK && !found)
		err = fail(&v->why, E_VALUE, 0, "%.*s: %.*s", STR_ARG(utf8_cut(word, 100)), STR_ARG(visit_say(v, "没有这个登录名")));
	return err;
}

/* By its number, which may stand in several ledgers: of those, the one that who comes sees. */
static enum err
find_record(struct visit *v, struct str word, struct uuid *out)
{
	ARRAY(struct uuid) ids = { 0 };
	struct rows rows;
	size_t n = 0;
	enum err err;

	store_ask(v->teller.store, RECORD_NUMBERED, &scope_all, VALUES(value_text(word)), &rows);
	while (rows_next(&rows))
		rows_bytes(&rows, 3, array_add(v->arena, &ids)->b, UUID_BYTES);
	err = rows_end(&rows, &v->why);
	for (size_t i = 0; i < ids.n && err == OK; i++) {
		struct record rec;

		err = tell_read_id(&v->teller, ids.v[i], &rec);
		n += err == OK;
		if (err == OK)
			*out = rec.id;
		if (err == E_RECORD)
			err = OK;
	}
	if (err == OK && n != 1)
		err = fail(&v->why, E_VALUE, 0, "%.*s: %.*s", STR_ARG(utf8_cut(word, 100)), STR_ARG(visit_say(v, "没有这个事项，或您看不到它")));
	return err;
}

/* An identifier, which is what the form had before; else by name. */
static enum err
find_named(void *arg, int type, struct str word, struct uuid *out)
{
	struct visit *v = arg;

	if (uuid_parse(word, out))
		return OK;
	switch (type) {
	case TYPE_UNIT:
	case TYPE_UNITS:
		return find_unit(v, word, out);
	case TYPE_POST:
		return find_post(v, word, out);
	case TYPE_PERSON:
		return find_person(v, word, out);
	default:
		return find_record(v, word, out);
	}
}

static enum err
no_document(void *arg, struct str word, struct field_value *out)
{
	struct visit *v = arg;

	(void)out;
	return fail(&v->why, E_VALUE, 0, "%.*s", STR_ARG(utf8_cut(word, 100)));
}

/* Of a document: its file, where one was sent. */
static enum err
take_document(struct moving *m, const char *name, size_t i, struct field_value *value, uint64_t *given)
{
	enum err err = OK;

	for (size_t f = 0; f < m->v->files.n && err == OK; f++) {
		struct evidence_given e;

		if (!str_eq(m->v->files.v[f].field, cstr(name)))
			continue;
		err = doing_keep_file(m->v, &m->v->files.v[f], &e);
		if (err == OK)
			value_document(m->v->arena, &e, value);
		*given |= UINT64_C(1) << i;
	}
	return err;
}

/* What the form shows and is left as it was is not given: nothing is changed that nobody changed. */
static enum err
take_fields(struct moving *m, struct request *q)
{
	const struct kind *k = record_kind(&m->rec);
	const struct value_reading r = { &m->v->teller, find_named, no_document, m->v };
	struct field_value *fields = arena_zalloc(m->v->arena, k->fields.n * sizeof *fields);
	enum err err = OK;

	for (size_t i = 0; i < k->fields.n && err == OK; i++) {
		const struct field_rule *f = &k->fields.v[i];
		const char *name = arena_printf(m->v->arena, "f.%.*s", STR_ARG(f->key)).p;
		struct str text = fields_get(&m->v->form, name);

		if ((m->move->fills >> i & 1) == 0)
			continue;
		if (f->type == TYPE_DOCUMENT) {
			err = take_document(m, name, i, &fields[i], &q->given);
			continue;
		}
		if (!fields_has(&m->v->form, name) || str_eq(text, input_text(m, f, &m->rec.fields[i])))
			continue;
		err = value_read(&r, f, text, &fields[i]);
		q->given |= UINT64_C(1) << i;
	}
	q->fields = fields;
	return err;
}

/* ---- its being made ---- */

static enum err
make_move(struct moving *m)
{
	struct visit *v = m->v;
	struct request q = doing_request(v, &m->rec, m->move->event);
	enum err err = take_fields(m, &q);

	return err == OK ? doing_act(v, &m->rec, &q) : err;
}

/* What the person can mend is told above the form, which keeps what was written. */
static enum err
move_post_run(struct visit *v)
{
	struct moving m = { .move = NULL };
	enum err err = find_move(v, &m);

	if (err != OK)
		return err;
	err = make_move(&m);
	if (err == OK)
		return visit_go(v, arena_printf(v->arena, "/records/%.*s?said=%.*s", STR_ARG(v->args[0]), STR_ARG(m.move->event)));
	if (!doing_can_mend(err))
		return err;
	v->status = err_http(err);
	return put_form(&m, doing_wrong(v, err));
}

const struct route route_move_post = { "POST", "/records/{}/{}", ROUTE_LOGIN, DOING_BODY, true, move_post_run };
