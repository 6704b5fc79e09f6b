/* act_known: events that every ledger knows beside its moves: milestones, instructions, notices, look-backs, evidence. */
#include "ledger/act_inside.h"

static enum err
bad(struct acting *a, const char *zh, const char *en)
{
	return fail(a->why, E_VALUE, 0, "%s", a->q->lang == LANG_ZH ? zh : en);
}

static enum err
lacks(struct acting *a, const char *zh, const char *en)
{
	return fail(a->why, E_NEEDS, 0, "%s", a->q->lang == LANG_ZH ? zh : en);
}

static bool
words_good(struct str s, size_t most)
{
	return str_trim(s).n > 0 && words_fit(s, most);
}

/* ---- evidence ---- */

static enum err
take_evidence(struct acting *a)
{
	return a->q->evidences > 0 ? OK : lacks(a, "佐证材料", "evidence");
}

/* ---- milestones ---- */

/* What was accepted stands; the others are those that are given. */
static enum err
take_milestones(struct acting *a)
{
	const struct record *r = &a->before;

	if (!record_kind(r)->milestones)
		return fail(a->why, E_MOVE, 0, "%.*s", STR_ARG(label_in(record_kind(r)->label, a->q->lang)));
	a->change.has_milestones = true;
	for (size_t i = 0; i < r->milestones.n; i++)
		if (day_valid(r->milestones.v[i].of.accepted))
			*array_add(a->arena, &a->change.milestones) = r->milestones.v[i];
	for (size_t i = 0; i < a->q->nmilestones; i++) {
		struct named_milestone *m = array_add(a->arena, &a->change.milestones);

		*m = a->q->milestones[i];
		m->of.accepted = DAY_NONE;
	}
	return a->change.milestones.n <= MILESTONES_MAX ? OK : fail(a->why, E_TOOBIG, 0, "%d", MILESTONES_MAX);
}

static enum err
accept_milestone(struct acting *a)
{
	const struct record *r = &a->before;

	if (a->q->place < 1 || a->q->place > r->milestones.n || day_valid(r->milestones.v[a->q->place - 1].of.accepted))
		return bad(a, "节点", "milestone");
	a->change.has_milestones = true;
	for (size_t i = 0; i < r->milestones.n; i++)
		*array_add(a->arena, &a->change.milestones) = r->milestones.v[i];
	a->change.milestones.v[a->q->place - 1].of.accepted = a->q->today;
	return OK;
}

/* ---- instructions ---- */

static enum err
take_instruction(struct acting *a)
{
	if (!words_good(a->q->text, WORDS_MOST))
		return bad(a, "批示内容", "words of the instruction");
	if (!day_valid(a->q->until) || a->q->until < a->q->today)
		return bad(a, "答复期限应在今天或以后", "the day to answer by should be today or later");
	a->change.instruction = a->q->text;
	a->change.until = a->q->until;
	return OK;
}

/* Whether there is such a row of the record, and the column is still null. */
static enum err
stands_open(struct acting *a, enum statement st, struct value name, unsigned column, bool *open)
{
	struct rows rows;

	store_ask(a->hand->store, st, NULL, VALUES(value_int(a->before.key), name), &rows);
	*open = rows_next(&rows) && rows_null(&rows, column);
	return rows_end(&rows, a->why);
}

static enum err
take_answer(struct acting *a)
{
	bool open;
	enum err err = stands_open(a, INSTRUCTION_FIND, value_int(a->q->answers), 0, &open);

	if (err != OK || !open)
		return err != OK ? err : bad(a, "没有这条待答复的批示", "no such instruction waits for an answer");
	if (!words_good(a->q->reason, WORDS_MOST))
		return lacks(a, "答复内容", "an answer");
	a->change.answers = a->q->answers;
	return OK;
}

/* ---- notices ---- */

/* A step of the ladder is due so many days behind; one without days is given by hand. */
static enum err
check_overdue(struct acting *a, const struct notice_step *step)
{
	int days = day_valid(a->before.due) ? a->q->today - a->before.due : 0;

	if (step->overdue == 0 || days >= step->overdue)
		return OK;
	return fail(a->why, E_NEEDS, 0, a->q->lang == LANG_ZH ? "逾期满 %d 天" : "%d days overdue", step->overdue);
}

static int32_t
reply_day(struct acting *a, const struct notice_step *step)
{
	const struct clock c = { .period = step->reply.unit, .n = step->reply.count };
	bool known = true;

	return step->reply.count == 0 ? DAY_NONE : clock_due(c, a->ledgers->calendar, a->q->today, &known);
}

static enum err
give_notice(struct acting *a)
{
	const struct kind *k = record_kind(&a->before);
	int at = kind_step(k, a->q->step);
	const struct notice_step *step = at < 0 ? NULL : &k->notices.v[at];
	enum err err;

	if (step == NULL)
		return bad(a, "没有这一级督办", "no such step of the ladder");
	if ((rights_parties(a->actor, &a->before) & step->who) == 0)
		return fail(a->why, E_RIGHT, 0, "%.*s", STR_ARG(label_in(step->label, a->q->lang)));
	err = check_overdue(a, step);
	if (err != OK)
		return err;
	a->change.step = at;
	a->change.reply = reply_day(a, step);
	return decide_number(a->arena, a->hand->store, &a->before, &step->number, &a->change, a->why);
}

static enum err
take_notice(struct acting *a, unsigned column)
{
	bool open;
	enum err err = stands_open(a, NOTICE_FIND, value_text(a->q->about), column, &open);

	if (err != OK || !open)
		return err != OK ? err : bad(a, "没有这份待签收或答复的文书", "no such notice waits for a receipt or a reply");
	a->change.about = a->q->about;
	return OK;
}

static enum err
receive_notice(struct acting *a)
{
	return take_notice(a, 0);
}

static enum err
answer_notice(struct acting *a)
{
	return words_good(a->q->reason, WORDS_MOST) ? take_notice(a, 1) : lacks(a, "答复内容", "a reply");
}

/* ---- look-back ---- */

static enum err
look_back(struct acting *a)
{
	struct rows rows;
	bool drawn;
	enum err err;

	store_ask(a->hand->store, LOOK_BACK_FIND, NULL, VALUES(value_int(a->before.key)), &rows);
	drawn = rows_next(&rows);
	err = rows_end(&rows, a->why);
	if (err != OK || !drawn)
		return err != OK ? err : bad(a, "该事项没有被抽中待查", "the record was not drawn, or was looked at");
	if (a->q->found == FOUND_NOTHING)
		return bad(a, "回头看结果", "what was found");
	if (!words_good(a->q->reason, WORDS_MOST))
		return lacks(a, "查看情况", "what was seen");
	a->change.found = a->q->found;
	return OK;
}

/* ---- the table ---- */

#define WORKERS (PARTY_BIT(LEAD) | PARTY_BIT(SUPPORT) | PARTY_BIT(PERSON))
#define JUDGES (PARTY_BIT(OFFICE) | PARTY_BIT(REVIEWER) | PARTY_BIT(SUPERVISOR))

static const struct known {
	enum engine_event event;
	unsigned who;		/* 0: asked by `take` */
	bool independent;	/* as of who decides the first level of review */
	bool open;		/* not of a record that is struck off */
	enum err (*take)(struct acting *);
} knowns[] = {
	{ EVENT_EVIDENCE_ADDED, WORKERS | PARTY_BIT(OFFICE), false, true, take_evidence },
	{ EVENT_MILESTONES_SET, PARTY_BIT(LEAD) | PARTY_BIT(OFFICE), false, true, take_milestones },
	{ EVENT_MILESTONE_ACCEPTED, JUDGES | PARTY_BIT(LEADER), true, true, accept_milestone },
	{ EVENT_INSTRUCTED, PARTY_BIT(LEADER) | PARTY_BIT(IN_CHARGE), false, false, take_instruction },
	{ EVENT_ANSWERED, WORKERS | PARTY_BIT(OFFICE), false, false, take_answer },
	{ EVENT_NOTICE_GIVEN, 0, false, true, give_notice },
	{ EVENT_NOTICE_RECEIVED, WORKERS | PARTY_BIT(IN_CHARGE), false, false, receive_notice },
	{ EVENT_NOTICE_ANSWERED, WORKERS | PARTY_BIT(IN_CHARGE), false, false, answer_notice },
	{ EVENT_LOOKED_BACK, PARTY_BIT(OFFICE) | PARTY_BIT(SUPERVISOR), true, false, look_back },
};

static const struct known *
find_known(enum engine_event e)
{
	for (size_t i = 0; i < sizeof knowns / sizeof knowns[0]; i++)
		if (knowns[i].event == e)
			return &knowns[i];
	return NULL;		/* the engine's own */
}

static bool
has_right(const struct known *k, const struct actor *actor, const struct record *r)
{
	if (k == NULL || (k->who != 0 && (rights_parties(actor, r) & k->who) == 0))
		return false;
	return !k->independent || rights_independent(actor, r, 1);
}

static bool
may_give_some(const struct actor *actor, const struct record *r)
{
	const struct kind *k = record_kind(r);
	unsigned parties = rights_parties(actor, r);

	for (size_t i = 0; i < k->notices.n; i++)
		if ((k->notices.v[i].who & parties) != 0)
			return true;
	return false;
}

bool
act_may_known(const struct actor *actor, const struct record *r, enum engine_event e)
{
	const struct known *k = find_known(e);

	if (!has_right(k, actor, r) || (k->open && record_closed(r)))
		return false;
	return e != EVENT_NOTICE_GIVEN || may_give_some(actor, r);
}

enum err
known_take(struct acting *a)
{
	const struct known *k = find_known(a->engine);

	if (!has_right(k, a->actor, &a->before))
		return fail(a->why, E_RIGHT, 0, "%.*s", STR_ARG(label_in(engine_event_label(a->engine), a->q->lang)));
	if (k->open && record_closed(&a->before))
		return fail(a->why, E_MOVE, 0, "%.*s", STR_ARG(label_in(record_kind(&a->before)->states.v[a->before.state].label, a->q->lang)));
	return k->take(a);
}
