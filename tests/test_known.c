/*
 * What every ledger knows beside its moves, and what of it is refused: evidence, milestones, instructions, notices, look-backs,
 * filed figures, doubts about a claim; and the inbox of everybody, step by step of one finding. What is expected is laid down here, by hand.
 */
#include "test.h"

#include "records.h"
#include "ledger/become.h"
#include "ledger/doubt.h"
#include "ledger/inbox.h"
#include "ledger/sample.h"
#include "ledger/tick.h"
#include "store/table_list.h"

enum who { OFFICE, LEAD, OTHER, CHIEF, JUDGE, WATCH, BOTH, NOBODY, WHO_COUNT };	/* BOTH: a reviewer, and of who leads */
static const char *const logins[WHO_COUNT] = { "office", "lead", "other", "chief", "judge", "watch", "both", "nobody" };

struct stage {
	struct book b;
	const struct ledger *g;
	const struct kind_force *kf;
	struct uuid who[WHO_COUNT], unit[2], post;
	struct record r;
	int64_t instruction;	/* the number of the last */
};

static struct uuid
person_with(struct stage *s, enum who who, enum person_role role, struct uuid unit)
{
	struct uuid person = add_person(&s->b.f, logins[who]), id;

	must(directory_give_role(&s->b.f.hand, person, role, unit, nobody, &id, &why));
	return person;
}

static void
stage_make(struct stage *s)
{
	struct unit_hits hits;

	memset(s, 0, sizeof *s);
	book_make(&s->b);
	must(directory_find_unit(s->b.f.site.store, s->b.f.arena, STR("泓水市卫生健康委员会"), &hits, &why));
	s->unit[0] = add_unit(&s->b.f, hits.v[0].uuid, "一处");
	s->unit[1] = add_unit(&s->b.f, hits.v[0].uuid, "二处");
	s->who[OFFICE] = book_office(&s->b);
	s->who[LEAD] = person_with(s, LEAD, PERSON_ROLE_DIVISION, s->unit[0]);
	s->who[OTHER] = person_with(s, OTHER, PERSON_ROLE_DIVISION, s->unit[1]);
	s->who[CHIEF] = person_with(s, CHIEF, PERSON_ROLE_LEADER, hits.v[0].uuid);
	s->who[JUDGE] = person_with(s, JUDGE, PERSON_ROLE_REVIEWER, hits.v[0].uuid);
	s->who[WATCH] = person_with(s, WATCH, PERSON_ROLE_SUPERVISOR, hits.v[0].uuid);
	s->who[BOTH] = person_with(s, BOTH, PERSON_ROLE_REVIEWER, hits.v[0].uuid);
	must(directory_give_role(&s->b.f.hand, s->who[BOTH], PERSON_ROLE_DIVISION, s->unit[0], nobody, &s->post, &why));
	s->who[NOBODY] = add_person(&s->b.f, logins[NOBODY]);
	s->post = add_post(&s->b.f, hits.v[0].uuid, "分管领导");
	must(directory_hold_post(&s->b.f.hand, s->post, s->who[CHIEF], &why));
	s->g = book_begin(&s->b, "rectification", "xs", "2026");
	s->kf = force_kind(s->g->force, STR("finding"));
}

/* ---- asking ---- */

static struct request
request_of(struct stage *s, const char *event)
{
	return (struct request){ .ledger = s->g, .kind = s->r.key == 0 ? s->kf->kind->key : STR(""), .record = s->r.key, .event = cstr(event),
		.seen = SEEN_ANY, .today = s->b.today, .until = DAY_NONE, .answers = NUMBER_NONE, .lang = LANG_EN };
}

static enum err
ask(struct stage *s, enum who who, const struct request *q)
{
	struct hand h = book_hand(&s->b, s->who[who], nobody);
	struct actor actor = book_actor(&s->b, s->b.f.arena, s->who[who], nobody);
	struct record after;
	enum err err;

	s->b.f.hand.now += 1000;
	h.now = s->b.f.hand.now;
	err = act(s->b.f.arena, &h, &s->b.ledgers, &actor, q, &after, &said);
	if (err == OK)
		s->r = after;
	return err;
}

struct given {
	const char *field, *text;
	struct uuid id;
	int64_t number;
};

static enum err
try(struct stage *s, enum who who, const char *event, const struct given *given, const struct evidence_given *proof)
{
	const struct kind *k = s->kf->kind;
	struct field_value *fields = arena_zalloc(s->b.f.arena, DEFINITION_FIELDS * sizeof *fields);
	struct request q = request_of(s, event);

	q.reason = STR("理由");
	q.fields = fields;
	q.evidence = proof;
	q.evidences = proof != NULL;
	for (; given != NULL && given->field != NULL; given++) {
		int at = kind_field(k, cstr(given->field));
		struct uuid *id = arena_alloc(s->b.f.arena, sizeof *id);

		assert_true(at >= 0);
		*id = given->id;
		fields[at] = (struct field_value){ .set = true, .text = cstr(given->text), .number = given->number, .ids = id,
			.n = uuid_is_nil(given->id) ? 0 : 1 };
		if (k->fields.v[at].type == TYPE_CHOICE)
			fields[at].number = field_choice(&k->fields.v[at], cstr(given->text));
		q.given |= UINT64_C(1) << at;
	}
	return ask(s, who, &q);
}

static void
move(struct stage *s, enum who who, const char *event, const struct given *given, const struct evidence_given *proof)
{
	if (try(s, who, event, given, proof) != OK)
		fail_msg("%s: %s %s", event, err_name(said.err), said.what);
}

#define GIVEN(...) (const struct given[]){ __VA_ARGS__, { NULL, NULL, { { 0 } }, 0 } }

static void
enter(struct stage *s, const char *title)
{
	s->r.key = 0;
	move(s, OFFICE, "enter", GIVEN({ "title", title, { { 0 } }, 0 }), NULL);
}

static void
hand_out(struct stage *s, int32_t due)
{
	move(s, OFFICE, "hand-out", GIVEN({ "class", "staged", { { 0 } }, 0 }, { "lead", "", s->unit[0], 0 }, { "in-charge", "", s->post, 0 },
	    { "imposed", "", { { 0 } }, due }), NULL);
	move(s, LEAD, "sign", NULL, NULL);
}

static void
submit(struct stage *s, const char *progress, const struct evidence_given *proof)
{
	move(s, LEAD, "submit", GIVEN({ "progress", progress, { { 0 } }, 0 }, { "outcome", "done", { { 0 } }, 0 }), proof);
}

static void
close_(struct stage *s)
{
	move(s, JUDGE, "accept", NULL, NULL);
	move(s, CHIEF, "close", GIVEN({ "told", "已整改", { { 0 } }, 0 }), NULL);
}

static const struct evidence_given proof_a = { .hash = { .b = { 1 } }, .size = 3, .media = { "text/plain", 10 }, .name = { "a.txt", 5 },
	.dated = DAY_NONE };
static const struct evidence_given proof_old = { .hash = { .b = { 2 } }, .size = 3, .media = { "text/plain", 10 }, .name = { "b.txt", 5 },
	.dated = TODAY - 400 };

/* ---- what every ledger knows, and who may ---- */

static const struct named_milestone stones[] = { { { "过半", 6 }, { .weight = 40, .due = TODAY + 10, .accepted = DAY_NONE } },
	{ { "全部", 6 }, { .weight = 60, .due = DAY_NONE, .accepted = TODAY } } };	/* what is given is not accepted yet */
static const struct named_milestone heavy = { { "过重", 6 }, { .weight = MILESTONE_WEIGHT_MAX + 1, .due = DAY_NONE, .accepted = DAY_NONE } };
static const struct named_milestone heaviest = { { "最重", 6 }, { .weight = MILESTONE_WEIGHT_MAX, .due = DAY_NONE, .accepted = DAY_NONE } };
static const struct named_milestone light = { { "过轻", 6 }, { .weight = 0, .due = DAY_NONE, .accepted = DAY_NONE } };
static const struct named_milestone blank = { { " ", 1 }, { .weight = 1, .due = DAY_NONE, .accepted = DAY_NONE } };

#define LAST (-2)	/* the number of the last instruction */

static const struct known_row {
	enum who who;
	enum engine_event event;
	enum err err;
	const char *says;	/* of a refusal, somewhere in it */
	const char *words;	/* text, or reason where there is no text */
	const char *about;	/* number of a notice, or a step of the ladder */
	int place, until;	/* until: days from today */
	int answers;
	enum found found;
	const struct named_milestone *stones;
	size_t n;
	bool proof, no_media;
} rows[] = {
	/* the engine's own are nobody's */
	{ .who = OFFICE, .event = EVENT_LAMP_MOVED, .err = E_RIGHT, .says = "Lamp changed" },
	{ .who = OFFICE, .event = EVENT_LOOK_BACK_DRAWN, .err = E_RIGHT },
	/* evidence */
	{ .who = LEAD, .event = EVENT_EVIDENCE_ADDED, .err = E_NEEDS, .says = "evidence" },
	{ .who = JUDGE, .event = EVENT_EVIDENCE_ADDED, .err = E_RIGHT, .proof = true },
	{ .who = OTHER, .event = EVENT_EVIDENCE_ADDED, .err = E_RECORD, .proof = true },
	{ .who = LEAD, .event = EVENT_EVIDENCE_ADDED, .err = E_VALUE, .proof = true, .no_media = true },
	{ .who = LEAD, .event = EVENT_EVIDENCE_ADDED, .proof = true },
	{ .who = OFFICE, .event = EVENT_EVIDENCE_ADDED, .proof = true },
	/* milestones */
	{ .who = CHIEF, .event = EVENT_MILESTONES_SET, .err = E_RIGHT, .stones = stones, .n = 2 },
	{ .who = LEAD, .event = EVENT_MILESTONES_SET, .err = E_VALUE, .says = "milestone", .stones = &heavy, .n = 1 },
	{ .who = LEAD, .event = EVENT_MILESTONES_SET, .err = E_VALUE, .stones = &light, .n = 1 },
	{ .who = LEAD, .event = EVENT_MILESTONES_SET, .err = E_VALUE, .stones = &blank, .n = 1 },
	{ .who = LEAD, .event = EVENT_MILESTONES_SET, .stones = &heaviest, .n = 1 },
	{ .who = LEAD, .event = EVENT_MILESTONES_SET, .stones = stones, .n = 2 },
	{ .who = LEAD, .event = EVENT_MILESTONE_ACCEPTED, .err = E_RIGHT, .place = 1 },
	{ .who = BOTH, .event = EVENT_MILESTONE_ACCEPTED, .err = E_RIGHT, .place = 1 },		/* nobody judges their own unit's work */
	{ .who = JUDGE, .event = EVENT_MILESTONE_ACCEPTED, .err = E_VALUE, .place = 0 },
	{ .who = JUDGE, .event = EVENT_MILESTONE_ACCEPTED, .err = E_VALUE, .place = 3 },
	{ .who = JUDGE, .event = EVENT_MILESTONE_ACCEPTED, .place = 1 },
	{ .who = CHIEF, .event = EVENT_MILESTONE_ACCEPTED, .err = E_VALUE, .place = 1 },	/* it is already */
	{ .who = OFFICE, .event = EVENT_MILESTONES_SET, .stones = &stones[1], .n = 1 },		/* what was accepted stays */
	{ .who = CHIEF, .event = EVENT_MILESTONE_ACCEPTED, .place = 2 },
	/* instructions */
	{ .who = OFFICE, .event = EVENT_INSTRUCTED, .err = E_RIGHT, .words = "抓紧", .until = 3 },
	{ .who = CHIEF, .event = EVENT_INSTRUCTED, .err = E_VALUE, .says = "words", .words = " ", .until = 3 },
	{ .who = CHIEF, .event = EVENT_INSTRUCTED, .err = E_VALUE, .says = "today or later", .words = "抓紧", .until = -1 },
	{ .who = CHIEF, .event = EVENT_INSTRUCTED, .words = "抓紧", .until = 0 },
	{ .who = LEAD, .event = EVENT_ANSWERED, .err = E_VALUE, .says = "no such instruction", .words = "已抓紧", .answers = 99 },
	{ .who = LEAD, .event = EVENT_ANSWERED, .err = E_NEEDS, .says = "an answer", .words = " ", .answers = LAST },
	{ .who = WATCH, .event = EVENT_ANSWERED, .err = E_RIGHT, .words = "已抓紧", .answers = LAST },
	{ .who = LEAD, .event = EVENT_ANSWERED, .words = "已抓紧", .answers = LAST },
	{ .who = LEAD, .event = EVENT_ANSWERED, .err = E_VALUE, .words = "再答", .answers = LAST },
	/* notices: twelve days overdue */
	{ .who = OFFICE, .event = EVENT_NOTICE_GIVEN, .err = E_VALUE, .says = "no such step", .about = "shout" },
	{ .who = LEAD, .event = EVENT_NOTICE_GIVEN, .err = E_RIGHT, .says = "Reminder", .about = "remind" },
	{ .who = OFFICE, .event = EVENT_NOTICE_GIVEN, .err = E_RIGHT, .says = "Admonition", .about = "admonish" },
	{ .who = CHIEF, .event = EVENT_NOTICE_GIVEN, .err = E_NEEDS, .says = "20 days", .about = "admonish" },
	{ .who = OFFICE, .event = EVENT_NOTICE_GIVEN, .about = "remind" },
	{ .who = OFFICE, .event = EVENT_NOTICE_GIVEN, .about = "urge" },
	{ .who = LEAD, .event = EVENT_NOTICE_RECEIVED, .err = E_VALUE, .says = "no such notice", .about = "2026整提2号" },
	{ .who = OFFICE, .event = EVENT_NOTICE_RECEIVED, .err = E_RIGHT, .about = "2026整提1号" },
	{ .who = LEAD, .event = EVENT_NOTICE_RECEIVED, .about = "2026整提1号" },
	{ .who = LEAD, .event = EVENT_NOTICE_RECEIVED, .err = E_VALUE, .about = "2026整提1号" },
	{ .who = LEAD, .event = EVENT_NOTICE_ANSWERED, .err = E_NEEDS, .says = "a reply", .about = "2026整提1号" },
	{ .who = LEAD, .event = EVENT_NOTICE_ANSWERED, .words = "即改", .about = "2026整提1号" },
	{ .who = LEAD, .event = EVENT_NOTICE_ANSWERED, .err = E_VALUE, .words = "再答", .about = "2026整提1号" },
	{ .who = CHIEF, .event = EVENT_NOTICE_ANSWERED, .words = "已部署", .about = "2026整督1号" },
	/* nothing was drawn */
	{ .who = WATCH, .event = EVENT_LOOKED_BACK, .err = E_VALUE, .says = "not drawn", .words = "属实", .found = FOUND_HOLDS },
};

static enum err
ask_row(struct stage *s, const struct known_row *k)
{
	struct request q = request_of(s, engine_event_word(k->event));
	struct evidence_given proof = proof_a;

	if (k->no_media)
		proof.media.n = 0;
	q.text = k->words == NULL ? STR("") : cstr(k->words);
	q.reason = q.text;
	q.place = (size_t)k->place;
	q.until = s->b.today + k->until;
	q.answers = k->answers == LAST ? s->instruction : k->answers;
	q.step = q.about = k->about == NULL ? STR("") : cstr(k->about);
	q.found = k->found;
	q.milestones = k->stones;
	q.nmilestones = k->n;
	q.evidence = &proof;
	q.evidences = k->proof;
	return ask(s, k->who, &q);
}

static void
run_rows(struct stage *s, const struct known_row *all, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct known_row *k = &all[i];
		enum err err = ask_row(s, k);

		if (err != k->err)
			fail_msg("row %zu: %s %s", i, err_name(err), said.what);
		if (k->says != NULL && strstr(said.what, k->says) == NULL)
			fail_msg("row %zu says: %s", i, said.what);
		if (err == OK && k->event == EVENT_INSTRUCTED)
			s->instruction = s->r.last;
	}
}

static void
of_an_open_record(void **state)
{
	struct stage s;

	(void)state;
	stage_make(&s);
	enter(&s, "甲");
	hand_out(&s, s.b.today - 12);
	run_rows(&s, rows, sizeof rows / sizeof rows[0]);
	assert_int_equal(s.r.evidence, 2);
	assert_int_equal(s.r.milestones.n, 2);
	assert_int_equal(s.r.milestones.v[0].of.accepted, s.b.today);
	assert_true(book_rebuilt_as_kept(&s.b));
	book_free(&s.b);
}

/* ---- look-backs, of what is struck off ---- */

static enum err
draw(struct stage *s, enum who who, const char *seed, size_t most, size_t *n)
{
	struct hand h = book_hand(&s->b, s->who[who], nobody);
	struct actor actor = book_actor(&s->b, s->b.f.arena, s->who[who], nobody);

	return sample_draw(s->b.f.arena, &h, &actor, s->g, s->kf, cstr(seed), most, n, &said);
}

static void
of_what_is_closed(void **state)
{
	static const struct known_row looked[] = {
		{ .who = LEAD, .event = EVENT_LOOKED_BACK, .err = E_RIGHT, .words = "属实", .found = FOUND_HOLDS },
		{ .who = WATCH, .event = EVENT_LOOKED_BACK, .err = E_VALUE, .says = "what was found", .words = "属实" },
		{ .who = WATCH, .event = EVENT_LOOKED_BACK, .err = E_NEEDS, .says = "what was seen", .words = " ", .found = FOUND_REBOUND },
		{ .who = WATCH, .event = EVENT_LOOKED_BACK, .words = "又犯", .found = FOUND_REBOUND },
		{ .who = WATCH, .event = EVENT_LOOKED_BACK, .err = E_VALUE, .words = "再看", .found = FOUND_HOLDS },
		{ .who = LEAD, .event = EVENT_EVIDENCE_ADDED, .err = E_MOVE, .says = "Closed", .proof = true },	/* nothing is added to what is closed */
		{ .who = CHIEF, .event = EVENT_INSTRUCTED, .words = "巩固成果", .until = 3 },	/* but a leader may write on it, */
		{ .who = LEAD, .event = EVENT_ANSWERED, .words = "已巩固", .answers = LAST },		/* and is answered */
	};
	static const struct known_row notice[] = {
		{ .who = OFFICE, .event = EVENT_NOTICE_GIVEN, .about = "remind" },
		{ .who = LEAD, .event = EVENT_NOTICE_RECEIVED, .about = "2026整提1号" },
		{ .who = LEAD, .event = EVENT_NOTICE_ANSWERED, .words = "已改", .about = "2026整提1号" },
	};
	struct stage s;
	size_t n;

	(void)state;
	stage_make(&s);
	enter(&s, "乙");
	move(&s, OFFICE, "void", NULL, NULL);
	assert_int_equal(draw(&s, WATCH, "种子", 5, &n), E_NOTHING);	/* what is void was not struck off */
	enter(&s, "甲");
	hand_out(&s, s.b.today - 2);
	run_rows(&s, notice, 1);
	submit(&s, "完成3项", &proof_a);
	close_(&s);
	run_rows(&s, notice + 1, 2);		/* letters are received and answered behind the end, too */
	assert_int_equal(draw(&s, LEAD, "种子", 5, &n), E_RIGHT);
	assert_int_equal(draw(&s, WATCH, "", 5, &n), E_VALUE);
	assert_int_equal(draw(&s, WATCH, "种子", 0, &n), E_VALUE);
	assert_int_equal(draw(&s, WATCH, "种子", SAMPLE_MOST + 1, &n), E_VALUE);
	assert_int_equal(draw(&s, WATCH, "\xFF", 5, &n), E_VALUE);
	assert_int_equal(draw(&s, WATCH, "种子", 5, &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(draw(&s, OFFICE, "又一", 5, &n), E_NOTHING);	/* it waits to be looked at */
	run_rows(&s, looked, sizeof looked / sizeof looked[0]);
	assert_int_equal(draw(&s, OFFICE, "又一", 5, &n), OK);
	move(&s, WATCH, "reopen", GIVEN({ "imposed", "", { { 0 } }, s.b.today + 30 }), NULL);
	assert_true(book_rebuilt_as_kept(&s.b));
	book_free(&s.b);
}

/* ---- figures ---- */

static enum err
file(struct stage *s, enum who who, const char *name)
{
	struct hand h = book_hand(&s->b, s->who[who], nobody);
	struct actor actor = book_actor(&s->b, s->b.f.arena, s->who[who], nobody);

	return figures_file(s->b.f.arena, &h, &actor, s->g, cstr(name), &said);
}

static void
compared(struct stage *s, const char *by, const char *value, int64_t filed, int64_t now)
{
	struct figure_list list = { 0 };

	must(figures_compare(s->b.f.arena, s->b.f.site.store, s->g, STR("一季度"), &list, &why));
	for (size_t i = 0; i < list.n; i++)
		if (str_eq(list.v[i].kind, STR("finding")) && str_eq(list.v[i].by, cstr(by)) && str_eq(list.v[i].value, cstr(value))) {
			assert_int_equal(list.v[i].filed, filed);
			assert_int_equal(list.v[i].now, now);
			return;
		}
	fail_msg("no figure %s=%s", by, value);
}

static void
figures(void **state)
{
	struct figure_list list = { 0 };
	struct stage s;

	(void)state;
	stage_make(&s);
	enter(&s, "甲");
	enter(&s, "乙");
	assert_int_equal(file(&s, WATCH, "一季度"), E_RIGHT);
	assert_int_equal(file(&s, OFFICE, ""), E_VALUE);
	assert_int_equal(file(&s, OFFICE, "一季度"), OK);
	assert_int_equal(file(&s, OFFICE, "一季度"), E_TAKEN);
	hand_out(&s, s.b.today - 2);
	enter(&s, "丙");
	compared(&s, "state", "draft", 2, 2);
	compared(&s, "state", "open", 0, 1);
	compared(&s, "lamp", "green", 2, 2);
	compared(&s, "lamp", "red", 0, 1);
	compared(&s, "class", "", 2, 2);
	compared(&s, "class", "staged", 0, 1);
	assert_int_equal(figures_compare(s.b.f.arena, s.b.f.site.store, s.g, STR("二季度"), &list, NULL), E_ABSENT);
	assert_true(book_rebuilt_as_kept(&s.b));
	book_free(&s.b);
}

/* ---- doubts ---- */

static unsigned
doubts(struct stage *s)
{
	unsigned bits = 0;

	assert_true(doubt_awaits_review(&s->r));
	must(doubts_of(s->b.f.arena, s->b.f.site.store, &s->r, &bits, &why));
	return bits;
}

#define BIT(doubt) (1u << (doubt))

static void
doubted(void **state)
{
	struct stage s;

	(void)state;
	stage_make(&s);
	enter(&s, "甲");
	hand_out(&s, s.b.today + 5);
	assert_false(doubt_awaits_review(&s.r));
	move(&s, LEAD, "progress", GIVEN({ "progress", "已开展有关工作", { { 0 } }, 0 }), NULL);
	submit(&s, "已开展有关工作", &proof_old);
	assert_int_equal(doubts(&s), BIT(DOUBT_NO_FIGURE) | BIT(DOUBT_SAME_TEXT) | BIT(DOUBT_OLD_EVIDENCE));
	move(&s, LEAD, "withdraw", NULL, NULL);
	submit(&s, "下一步将于年底前完成3项", &proof_a);
	assert_int_equal(doubts(&s), BIT(DOUBT_PROMISE) | BIT(DOUBT_OLD_EVIDENCE));
	enter(&s, "乙");
	hand_out(&s, s.b.today + 5);
	submit(&s, "已修订制度2项，培训60人次", &proof_a);
	assert_int_equal(doubts(&s), BIT(DOUBT_USED_EVIDENCE));
	for (int i = 0; i < DOUBT_COUNT; i++)
		assert_true(strlen(doubt_word((enum doubt)i)) > 0 && strlen(doubt_say((enum doubt)i, LANG_ZH)) > 0);
	book_free(&s.b);
}

/* ---- what waits for whom ---- */

/* "report 2026-001 monthly; …" */
static void
waits(struct stage *s, enum who who, const char *want)
{
	struct actor actor = book_actor(&s->b, s->b.f.arena, s->who[who], nobody);
	struct waiting_list list = { 0 };
	struct buf b = { 0 };

	must(inbox_read(s->b.f.arena, s->b.f.site.store, &s->b.ledgers, &actor, s->b.today, &list, &why));
	for (size_t i = 0; i < list.n; i++)
		buf_printf(&b, "%s%s %.*s%s%.*s", i > 0 ? "; " : "", waiting_word(list.v[i].what), STR_ARG(list.v[i].record.number),
		    list.v[i].about.n > 0 ? " " : "", STR_ARG(list.v[i].about));
	buf_putc(&b, '\0');
	if (strcmp(b.p, want) != 0)
		fail_msg("%s: %s, not %s", logins[who], b.p, want);
	buf_free(&b);
}

static void
waiting(void **state)
{
	struct request q;
	struct stage s;

	(void)state;
	stage_make(&s);
	enter(&s, "甲");
	waits(&s, LEAD, "");
	move(&s, OFFICE, "hand-out", GIVEN({ "class", "staged", { { 0 } }, 0 }, { "lead", "", s.unit[0], 0 }, { "in-charge", "", s.post, 0 },
	    { "imposed", "", { { 0 } }, s.b.today - 2 }), NULL);
	waits(&s, LEAD, "overdue 2026-001; clock 2026-001 sign-for");
	waits(&s, OTHER, "");
	waits(&s, NOBODY, "");
	waits(&s, OFFICE, "notice 2026-001 remind");
	move(&s, LEAD, "sign", NULL, NULL);
	q = request_of(&s, "instructed");
	q.text = STR("抓紧");
	q.until = s.b.today + 1;
	assert_int_equal(ask(&s, CHIEF, &q), OK);
	s.instruction = s.r.last;
	q = request_of(&s, "notice-given");
	q.step = STR("remind");
	assert_int_equal(ask(&s, OFFICE, &q), OK);
	waits(&s, LEAD, "overdue 2026-001; instruction 2026-001 抓紧; receipt 2026-001 2026整提1号");
	waits(&s, OFFICE, "");
	q = request_of(&s, "notice-received");
	q.about = STR("2026整提1号");
	assert_int_equal(ask(&s, LEAD, &q), OK);
	q = request_of(&s, "answered");
	q.answers = s.instruction;
	q.reason = STR("已抓紧");
	assert_int_equal(ask(&s, LEAD, &q), OK);
	waits(&s, LEAD, "overdue 2026-001; reply 2026-001 2026整提1号");
	submit(&s, "完成3项", &proof_a);
	waits(&s, JUDGE, "clock 2026-001 review");	/* within five workdays */
	waits(&s, LEAD, "overdue 2026-001; reply 2026-001 2026整提1号");	/* applied for too late: it stays so */
	move(&s, JUDGE, "accept", NULL, NULL);
	waits(&s, JUDGE, "");		/* the second level is another's */
	waits(&s, CHIEF, "reply 2026-001 2026整提1号; review 2026-001");	/* who is in charge may reply, too */
	book_free(&s.b);
}

/* ---- counts of what a unit leads, and of what it takes part in ---- */

static int64_t
counted(struct stage *s, enum who who, struct str from)
{
	struct actor actor = book_actor(&s->b, s->b.f.arena, s->who[who], nobody);
	struct table_query q = { .ledger = s->g->number, .seq = SEQ_NOW, .from = from, .order = TABLE_KEY };
	struct scope scope;
	struct rows told;
	int64_t n = 0;

	if (from.n > 0)
		q.to = arena_printf(s->b.f.arena, "%.*s" SCOPE_END, STR_ARG(from));
	must(rights_scope(s->b.f.arena, &actor, s->g, s->kf->kind, &scope, &why));
	q.scope = &scope;
	table_count(s->b.f.site.store, &s->kf->table->store, &q, RECORD_STATE, &told);
	while (rows_next(&told))
		n += rows_int(&told, 1);
	must(rows_end(&told, &why));
	return n;
}

/* What is somebody's, and what they take part in: of everything, of the whole, of one unit. */
static void
counts_hold(struct stage *s)
{
	assert_int_equal(counted(s, LEAD, STR("")), 3);
	assert_int_equal(counted(s, LEAD, STR("0001")), 3);
	assert_int_equal(counted(s, LEAD, STR("00010001")), 2);
	assert_int_equal(counted(s, LEAD, STR("00010002")), 1);
	assert_int_equal(counted(s, OTHER, STR("")), 3);
	assert_int_equal(counted(s, OTHER, STR("0001")), 3);
	assert_int_equal(counted(s, OFFICE, STR("0001")), 4);
}

static void
mend(struct stage *s, const char *field, unsigned unit)
{
	move(s, OFFICE, "mend", GIVEN({ field, "", s->unit[unit], 0 }), NULL);
}

static void
counts_of_parts(void **state)
{
	struct stage s;
	struct uuid id;

	(void)state;
	stage_make(&s);
	enter(&s, "一处牵头");
	mend(&s, "lead", 0);
	enter(&s, "二处牵头，一处配合");
	mend(&s, "lead", 1);
	mend(&s, "support", 0);
	enter(&s, "二处牵头");
	mend(&s, "lead", 1);
	enter(&s, "一处牵头，二处配合");
	mend(&s, "lead", 0);
	mend(&s, "support", 1);
	counts_hold(&s);
	must(directory_give_role(&s.b.f.hand, s.who[OFFICE], PERSON_ROLE_OFFICE, nobody, nobody, &id, &why));
	s.unit[1] = add_unit(&s.b.f, nobody, "三院");	/* beside the whole: now that is not everything */
	enter(&s, "三院牵头");
	mend(&s, "lead", 1);
	counts_hold(&s);
	assert_int_equal(counted(&s, OFFICE, STR("")), 5);
	assert_int_equal(counted(&s, OFFICE, STR("0002")), 1);
	assert_true(book_counted(&s.b));
	book_free(&s.b);
}

/* ---- as many records as may become others ---- */

static enum err
become_many(struct stage *s, const int64_t *keys, size_t ends, size_t parts)
{
	static const struct become_part part[BECOME_MOST + 1];
	struct hand h = book_hand(&s->b, s->who[OFFICE], nobody);
	struct actor actor = book_actor(&s->b, s->b.f.arena, s->who[OFFICE], nobody);
	struct becoming q = { .ledger = s->g, .event = STR("merge"), .records = keys, .nrecords = ends, .reason = STR("理由"), .into = s->g, .kind = s->kf,
		.parts = part, .nparts = parts, .today = s->b.today };
	static struct record made[BECOME_MOST + 1], ended[BECOME_MOST + 1];
	enum err err;

	must(store_mark(s->b.f.site.store, &why));
	err = become(s->b.f.arena, &h, &s->b.ledgers, &actor, &q, made, ended, &said);
	must((err == OK ? store_mark_keep : store_mark_undo)(s->b.f.site.store, &why));
	if (err != OK)
		journal_forget(s->b.f.site.journal);
	return err;
}

static void
many_become(void **state)
{
	int64_t keys[BECOME_MOST + 1];
	struct stage s;

	(void)state;
	stage_make(&s);
	for (size_t i = 0; i <= BECOME_MOST; i++) {
		enter(&s, "甲");
		keys[i] = s.r.key;
	}
	assert_int_equal(become_many(&s, keys, 0, 1), E_TOOBIG);
	assert_int_equal(become_many(&s, keys, 1, 0), E_TOOBIG);
	assert_int_equal(become_many(&s, keys, BECOME_MOST + 1, 1), E_TOOBIG);
	assert_int_equal(become_many(&s, keys, 1, BECOME_MOST + 1), E_TOOBIG);
	assert_int_equal(become_many(&s, keys, BECOME_MOST, 1), OK);
	assert_int_equal(become_many(&s, &keys[BECOME_MOST], 1, BECOME_MOST), OK);
	assert_int_equal(tell(s.b.f.site.store, "SELECT count(*) FROM records"), 2 * BECOME_MOST + 2);
	assert_true(book_rebuilt_as_kept(&s.b));
	book_free(&s.b);
}

/* ---- more records than are read at once ---- */

#define MANY 1100
#define ASKED_BY_TURN(what) "SELECT " what " FROM (SELECT count(*) AS rows, count(DISTINCT a.record) AS records FROM asked a " \
	"JOIN turn t ON t.id = a.turn WHERE t.cadence = 'monthly' GROUP BY t.id) n"

static struct tick_report
tick_days(struct stage *s, int days)
{
	struct hand h = book_hand(&s->b, nobody, nobody);
	struct tick_report report;

	s->b.today += days;
	s->b.f.hand.now += days * INSTANT_DAY;
	h.now = s->b.f.hand.now;
	must(tick(s->b.f.arena, &h, &s->b.ledgers, s->b.today, &report, &why));
	return report;
}

static void
many_records(void **state)
{
	struct stage s;

	(void)state;
	stage_make(&s);
	for (int i = 0; i < MANY; i++) {
		enter(&s, "甲");
		hand_out(&s, s.b.today + 10);
	}
	tick_days(&s, 0);
	assert_int_equal(tick_days(&s, 3).lamps, MANY);		/* seven days are left: 2026-11-01 */
	assert_int_equal(tell(s.b.f.site.store, ASKED_BY_TURN("min(records)")), MANY);	/* of October, which is open still, and of November */
	assert_int_equal(tell(s.b.f.site.store, ASKED_BY_TURN("max(rows)")), MANY);
	assert_int_equal(tell(s.b.f.site.store, ASKED_BY_TURN("count(*)")), 2);
	assert_int_equal(tick_days(&s, 0).lamps, 0);
	assert_int_equal(tick_days(&s, 8).lamps, MANY);		/* overdue */
	assert_true(book_counted(&s.b));
	assert_true(book_rebuilt_as_kept(&s.b));
	book_free(&s.b);
}

/* A turn that is due today was not missed; on the day after it is over, and who has not answered is late. */
static void
due_today(void **state)
{
	struct stage s;

	(void)state;
	stage_make(&s);
	enter(&s, "甲");
	move(&s, OFFICE, "mend", GIVEN({ "hard", "", { { 0 } }, 1 }), NULL);
	hand_out(&s, s.b.today + 30);
	tick_days(&s, 1);		/* Friday, 2026-10-30 */
	assert_int_equal(tell(s.b.f.site.store, "SELECT due FROM turn WHERE cadence = 'weekly' AND missed = 0 AND closed IS NULL"), s.b.today);
	assert_int_equal(tell(s.b.f.site.store, "SELECT count(*) FROM asked WHERE late = 0 AND answered IS NULL"), 1);
	tick_days(&s, 1);
	assert_int_equal(tell(s.b.f.site.store, "SELECT count(*) FROM asked WHERE late = 1"), 1);
	assert_int_equal(tell(s.b.f.site.store, "SELECT count(*) FROM turn WHERE cadence = 'weekly' AND closed IS NULL"), 0);
	assert_true(book_rebuilt_as_kept(&s.b));
	book_free(&s.b);
}

/* ---- as many parts as a scope may have ---- */

static void
many_roles(void **state)
{
	struct stage s;
	struct scope scope;
	struct actor actor;
	struct uuid id;
	enum err err = OK;
	size_t n = 0;

	(void)state;
	stage_make(&s);
	for (; n < SCOPE_MOST && err == OK; n++) {
		must(directory_give_role(&s.b.f.hand, s.who[NOBODY], PERSON_ROLE_VIEWER, add_unit(&s.b.f, s.unit[0], arena_printf(s.b.f.arena, "第%zu科", n).p),
		    nobody, &id, &why));
		actor = book_actor(&s.b, s.b.f.arena, s.who[NOBODY], nobody);
		err = rights_scope(s.b.f.arena, &actor, s.g, s.kf->kind, &scope, &said);
		assert_true(err != OK || scope.n <= SCOPE_MOST);
	}
	assert_int_equal(err, E_TOOBIG);
	assert_true(n > SCOPE_MOST / 3);
	book_free(&s.b);
}

/* ---- whose it is, before and behind an event ---- */

/* Nobody gets a right by the event that would give it, in the first state no more than later. */
static void
taking(void **state)
{
	struct stage s;
	struct uuid id;

	(void)state;
	stage_make(&s);
	must(directory_give_role(&s.b.f.hand, s.who[OTHER], PERSON_ROLE_LEADER, s.unit[0], nobody, &id, &why));	/* so that it is seen */
	must(directory_give_role(&s.b.f.hand, s.who[LEAD], PERSON_ROLE_LEADER, s.unit[1], nobody, &id, &why));
	must(book_begin_with(&s.b, file_text(s.b.f.arena, "tests/ledger/parties.yaml"), "qx", "2026", &s.g));
	s.kf = force_kind(s.g->force, STR("thing"));
	assert_int_equal(try(&s, OFFICE, "enter", GIVEN({ "title", "一", { { 0 } }, 0 }, { "lead", "", s.unit[0], 0 }), NULL), OK);
	assert_int_equal(try(&s, OTHER, "hand-on", GIVEN({ "lead", "", s.unit[1], 0 }), NULL), E_RIGHT);
	assert_int_equal(try(&s, LEAD, "hand-on", GIVEN({ "lead", "", s.unit[1], 0 }), NULL), OK);
	assert_int_equal(try(&s, LEAD, "hand-on", GIVEN({ "lead", "", s.unit[0], 0 }), NULL), E_RIGHT);
	assert_int_equal(try(&s, OTHER, "hand-on", GIVEN({ "lead", "", s.unit[0], 0 }), NULL), OK);
	book_free(&s.b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_an_open_record),
		cmocka_unit_test(of_what_is_closed),
		cmocka_unit_test(figures),
		cmocka_unit_test(doubted),
		cmocka_unit_test(waiting),
		cmocka_unit_test(counts_of_parts),
		cmocka_unit_test(many_become),
		cmocka_unit_test(taking),
		cmocka_unit_test(due_today),
		cmocka_unit_test(many_roles),
		cmocka_unit_test(many_records),
	};

	places_in_memory();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
