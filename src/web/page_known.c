/* /records/ID/known/EVENT: what every ledger knows: evidence, milestones, instructions, notices, look-backs. The form of a move, with other inputs. */
#include "base/utf8.h"
#include "ledger/yaml.h"
#include "tell/beside.h"
#include "web/doing.h"
#include "web/page_record.h"
#include "web/record_of.h"
#include "web/route.h"
#include "web_pages.h"

#define MILESTONES_MOST 100	/* lines that are read; how many may stand, the ledger says */

struct knowing {
	struct visit *v;
	struct record rec;
	struct move_page p;
	struct milestones_given { struct named_milestone v[MILESTONES_MOST]; size_t n; } *milestones;
};

/* ---- inputs ---- */

static struct move_input *
input(struct knowing *k, const char *name, struct str label)
{
	struct move_input *in = array_add(k->v->arena, &k->p.inputs);

	*in = (struct move_input){ .name = cstr(name), .label = label, .required = true, .value = fields_get(&k->v->form, name) };
	return in;
}

static void
choice(struct knowing *k, struct move_input *in, struct str key, struct str label)
{
	*array_add(k->v->arena, &in->options) = (struct move_option){ key, label, str_eq(in->value, key) ? STR("selected") : STR("") };
}

static enum err
inputs_evidence(struct knowing *k)
{
	k->p.wants_evidence = true;
	return OK;
}

/* As they stand, a line each, to be changed: what was accepted stays by itself. */
static enum err
inputs_milestones(struct knowing *k)
{
	struct move_input *in = input(k, "milestones", visit_say(k->v, "节点，一行一个：名称 权重 日期"));
	struct buf b = { 0 };

	in->is_long = true;
	for (size_t i = 0; i < k->rec.milestones.n && in->value.n == 0; i++) {
		const struct named_milestone *m = &k->rec.milestones.v[i];

		if (!day_valid(m->of.accepted))
			buf_printf(&b, "%.*s %d %.*s\n", STR_ARG(m->name), (int)m->of.weight, STR_ARG(tell_day(&k->v->teller, m->of.due)));
	}
	if (b.n > 0)
		in->value = arena_str(k->v->arena, (struct str){ b.p, b.n });
	buf_free(&b);
	return OK;
}

static enum err
inputs_accepted(struct knowing *k)
{
	struct move_input *in = input(k, "place", visit_say(k->v, "节点"));

	for (size_t i = 0; i < k->rec.milestones.n; i++)
		if (!day_valid(k->rec.milestones.v[i].of.accepted))
			choice(k, in, arena_printf(k->v->arena, "%zu", i + 1), k->rec.milestones.v[i].name);
	return OK;
}

static enum err
inputs_instruction(struct knowing *k)
{
	input(k, "text", visit_say(k->v, "批示内容"))->is_long = true;
	input(k, "until", visit_say(k->v, "答复期限"))->is_day = true;
	return OK;
}

static enum err
inputs_answer(struct knowing *k)
{
	struct move_input *in = input(k, "answers", visit_say(k->v, "批示"));
	instruction_list list = { 0 };
	enum err err = instructions_read(&k->v->teller, &k->rec, &list);

	for (size_t i = 0; i < list.n; i++)
		if (!list.v[i].answered)
			choice(k, in, arena_printf(k->v->arena, "%lld", (long long)list.v[i].number), list.v[i].text);
	return err;
}

static enum err
inputs_step(struct knowing *k)
{
	const struct kind *kind = record_kind(&k->rec);
	unsigned parties = rights_parties(&k->v->teller.actor, &k->rec);
	struct move_input *in = input(k, "step", visit_say(k->v, "文书"));

	for (size_t i = 0; i < kind->notices.n; i++)
		if ((kind->notices.v[i].who & parties) != 0)
			choice(k, in, kind->notices.v[i].key, tell_label(&k->v->teller, kind->notices.v[i].label));
	return OK;
}

static enum err
inputs_notice(struct knowing *k)
{
	bool reply = str_eq(k->p.event, cstr(engine_event_word(EVENT_NOTICE_ANSWERED)));
	struct move_input *in = input(k, "about", visit_say(k->v, "文书"));
	notice_list list = { 0 };
	enum err err = notices_read(&k->v->teller, &k->rec, &list);

	for (size_t i = 0; i < list.n; i++)
		if (!(reply ? list.v[i].answered : list.v[i].received))
			choice(k, in, list.v[i].number, list.v[i].number);
	return err;
}

static enum err
inputs_found(struct knowing *k)
{
	struct move_input *in = input(k, "found", visit_say(k->v, "回头看结果"));

	choice(k, in, STR("holds"), visit_say(k->v, "未反弹"));
	choice(k, in, STR("rebound"), visit_say(k->v, "已反弹"));
	return OK;
}

/* ---- what the form says ---- */

static enum err
take_until(struct knowing *k, struct request *q)
{
	struct str text = fields_get(&k->v->form, "until");
	struct date day;

	q->text = fields_get(&k->v->form, "text");
	if (text.n > 0 && !yaml_day(text, &day))
		return fail(&k->v->why, E_VALUE, 0, "%.*s", STR_ARG(visit_say(k->v, "答复期限")));
	q->until = text.n > 0 ? date_days(day) : DAY_NONE;
	return OK;
}

/* "名称 权重 日期": the day may be left out; the name may hold blanks. */
static bool
read_milestone(struct str line, struct named_milestone *m)
{
	size_t blank = str_rfind(line, STR(" "));
	struct str last = blank == STR_NONE ? STR("") : str_slice(line, blank + 1, line.n);
	struct date day;
	int64_t weight;

	*m = (struct named_milestone){ .of = { .due = DAY_NONE, .accepted = DAY_NONE } };
	if (yaml_day(last, &day)) {
		m->of.due = date_days(day);
		line = str_trim(str_slice(line, 0, blank));
		blank = str_rfind(line, STR(" "));
		last = blank == STR_NONE ? STR("") : str_slice(line, blank + 1, line.n);
	}
	if (!digits_read(last, &weight) || weight > 10000)
		return false;
	m->of.weight = (int32_t)weight;
	m->name = str_trim(str_slice(line, 0, blank));
	return m->name.n > 0;
}

static enum err
take_milestones(struct knowing *k, struct request *q)
{
	struct str rest = fields_get(&k->v->form, "milestones");

	k->milestones = arena_zalloc(k->v->arena, sizeof *k->milestones);
	while (rest.n > 0) {
		size_t at = str_find(rest, STR("\n"), 0);
		struct str line = str_trim(str_slice(rest, 0, at == STR_NONE ? rest.n : at));

		rest = str_slice(rest, at == STR_NONE ? rest.n : at + 1, rest.n);
		if (line.n == 0)
			continue;
		if (k->milestones->n == MILESTONES_MOST || !read_milestone(line, &k->milestones->v[k->milestones->n]))
			return fail(&k->v->why, E_VALUE, 0, "%.*s", STR_ARG(utf8_cut(line, 100)));
		k->milestones->n++;
	}
	q->milestones = k->milestones->v;
	q->nmilestones = k->milestones->n;
	return OK;
}

static enum err
take_number(struct knowing *k, const char *name, int64_t *out)
{
	return digits_read(fields_get(&k->v->form, name), out) ? OK : fail(&k->v->why, E_VALUE, 0, "%.*s", STR_ARG(k->p.inputs.v[0].label));
}

static enum err
take_place(struct knowing *k, struct request *q)
{
	int64_t place = 0;
	enum err err = take_number(k, "place", &place);

	q->place = (size_t)place;
	return err;
}

static enum err
take_answers(struct knowing *k, struct request *q)
{
	return take_number(k, "answers", &q->answers);
}

static enum err
take_words(struct knowing *k, struct request *q)
{
	struct str found = fields_get(&k->v->form, "found");

	q->step = fields_get(&k->v->form, "step");
	q->about = fields_get(&k->v->form, "about");
	q->found = str_eq(found, STR("holds")) ? FOUND_HOLDS : str_eq(found, STR("rebound")) ? FOUND_REBOUND : FOUND_NOTHING;
	return OK;
}

/* ---- the events ---- */

static const struct known_form {
	enum engine_event event;
	bool reason;		/* is wanted: an answer, what was seen */
	enum err (*inputs)(struct knowing *);
	enum err (*take)(struct knowing *, struct request *);
} forms[] = {
	{ EVENT_EVIDENCE_ADDED, false, inputs_evidence, take_words },
	{ EVENT_MILESTONES_SET, false, inputs_milestones, take_milestones },
	{ EVENT_MILESTONE_ACCEPTED, false, inputs_accepted, take_place },
	{ EVENT_INSTRUCTED, false, inputs_instruction, take_until },
	{ EVENT_ANSWERED, true, inputs_answer, take_answers },
	{ EVENT_NOTICE_GIVEN, false, inputs_step, take_words },
	{ EVENT_NOTICE_RECEIVED, false, inputs_notice, take_words },
	{ EVENT_NOTICE_ANSWERED, true, inputs_notice, take_words },
	{ EVENT_LOOKED_BACK, true, inputs_found, take_words },
};

bool
known_offers(const struct whole *w, enum engine_event e)
{
	size_t waits = 0;

	for (size_t i = 0; i < w->instructions.n; i++)
		waits += e == EVENT_ANSWERED && !w->instructions.v[i].answered;
	for (size_t i = 0; i < w->notices.n; i++)
		waits += (e == EVENT_NOTICE_RECEIVED && !w->notices.v[i].received) || (e == EVENT_NOTICE_ANSWERED && !w->notices.v[i].answered);
	for (size_t i = 0; i < w->rec.milestones.n; i++)
		waits += e == EVENT_MILESTONE_ACCEPTED && !day_valid(w->rec.milestones.v[i].of.accepted);
	if (e == EVENT_ANSWERED || e == EVENT_NOTICE_RECEIVED || e == EVENT_NOTICE_ANSWERED || e == EVENT_MILESTONE_ACCEPTED)
		return waits > 0;
	if (e == EVENT_LOOKED_BACK)
		return w->drawn;
	return e != EVENT_MILESTONES_SET || record_kind(&w->rec)->milestones;
}

static enum err
find_form(struct visit *v, struct knowing *k, const struct known_form **out)
{
	enum engine_event e = engine_event_find(v->args[1]);
	enum err err = record_of_visit(v, &k->rec);

	*out = NULL;
	k->v = v;
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
		if (forms[i].event == e)
			*out = &forms[i];
	if (err != OK || *out == NULL)
		return err != OK ? err : fail(&v->why, E_ABSENT, 0, "%s", "");
	if (!act_may_known(&v->teller.actor, &k->rec, e))
		return fail(&v->why, E_RIGHT, 0, "%.*s", STR_ARG(tell_label(&v->teller, engine_event_label(e))));
	k->p = (struct move_page){ .id = v->args[0], .number = k->rec.number, .title = tell_part(&v->teller, &k->rec, PART_TITLE),
		.event = v->args[1], .known = true, .label = tell_label(&v->teller, engine_event_label(e)), .wants_reason = (*out)->reason,
		.reason = fields_get(&v->form, "reason"), .seen = arena_printf(v->arena, "%lld", (long long)k->rec.last) };
	if (fields_has(&v->form, "seen"))
		k->p.seen = fields_get(&v->form, "seen");
	return (*out)->inputs(k);
}

static enum err
put_form(struct knowing *k, struct str wrong)
{
	struct html h = visit_html(k->v);
	enum err err = visit_chrome(k->v, "事项", arena_printf(k->v->arena, "%.*s", STR_ARG(k->rec.ledger->code)).p, &k->p.chrome);

	k->p.chrome.title = k->p.label;
	k->p.chrome.wrong = wrong;
	if (err == OK)
		page_move(&h, &k->p);
	return err;
}

static enum err
known_run(struct visit *v)
{
	struct knowing k = { .v = v };
	const struct known_form *form;
	enum err err = find_form(v, &k, &form);

	return err == OK ? put_form(&k, STR("")) : err;
}

const struct route route_known = { "GET", "/records/{}/known/{}", ROUTE_LOGIN, 0, false, known_run };

static enum err
known_post_run(struct visit *v)
{
	struct knowing k = { .v = v };
	const struct known_form *form;
	enum err err = find_form(v, &k, &form);
	struct request q;

	if (err != OK || form == NULL)
		return err;
	q = doing_request(v, &k.rec, v->args[1]);
	err = form->take(&k, &q);
	if (err == OK)
		err = doing_act(v, &k.rec, &q);
	if (err == OK)
		return visit_go(v, arena_printf(v->arena, "/records/%.*s?said=%.*s", STR_ARG(v->args[0]), STR_ARG(v->args[1])));
	if (!doing_can_mend(err))
		return err;
	v->status = err_http(err);
	return put_form(&k, doing_wrong(v, err));
}

const struct route route_known_post = { "POST", "/records/{}/known/{}", ROUTE_LOGIN, DOING_BODY, true, known_post_run };
