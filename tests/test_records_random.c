/*
 * Ledgers of all definitions that ship under thousands of operations of chance, half of them to be refused, while units move and
 * merge, persons leave, others act for them, payloads are removed by order and a definition gets a second version: what is refused
 * leaves no trace; rows made again are the rows that were kept; records as of a seq are what they were then; every count is that of the rows.
 *
 *	test_records_random [OPERATIONS]
 */
#include "test.h"

#include "records.h"
#include "ledger/become.h"
#include "ledger/sample.h"
#include "ledger/tick.h"

#define KNOWN_MOST 4000
#define LEDGERS 9
#define MOMENTS 6
#define HANDS 12		/* persons who are there from the beginning, and stay */

static unsigned operations_asked = 3000;

struct known {
	struct uuid v[KNOWN_MOST];
	size_t n;
};

struct known_record {
	const char *ledger;
	struct str kind;
	int64_t key;
	struct uuid id;
};

struct moment {
	int64_t seq;
	struct str told;
};

struct play {
	struct book b;
	uint64_t state;
	struct known units, persons, posts, delegations;
	struct { struct uuid from, to; } pairs[KNOWN_MOST];
	struct known_record records[KNOWN_MOST];
	size_t nrecords;
	unsigned done, refused, became, errors[ERR_COUNT];
	struct arena *arena;	/* of one operation */
	bool removes;		/* payloads are removed; then the past is another */
	struct moment moments[MOMENTS];
	size_t nmoments;
};

static const struct { const char *code, *definition, *round; } ledgers[LEDGERS] = {
	{ "xs25", "rectification", "2025" }, { "xs26", "rectification", "2026" }, { "yd", "work-plan", "" }, { "zd", "rules-made", "" },
	{ "db1", "key-task", "" }, { "db2", "key-task", "二" }, { "jd", "second-body", "" }, { "lc", "round", "" }, { "yd27", "work-plan", "" },
};

/* xorshift64*; the same on every machine. */
static unsigned
chance(struct play *p, unsigned below)
{
	p->state ^= p->state >> 12;
	p->state ^= p->state << 25;
	p->state ^= p->state >> 27;
	return (unsigned)((p->state * UINT64_C(0x2545F4914F6CDD1D)) >> 33) % below;
}

static bool
one_in(struct play *p, unsigned n)
{
	return chance(p, n) == 0;
}

static void
know(struct known *k, struct uuid u)
{
	if (k->n == KNOWN_MOST)
		abort();
	k->v[k->n++] = u;
}

static struct uuid
some(struct play *p, const struct known *k)
{
	struct uuid u;

	if (k->n > 0 && !one_in(p, 40))
		return k->v[chance(p, (unsigned)k->n)];
	must(uuid_new(&u));
	return u;
}

static const struct ledger *
ledger_of(struct play *p, const char *code)
{
	return ledger_by_code(&p->b.ledgers, cstr(code));
}

/* ---- values ---- */

static struct str
some_text(struct play *p)
{
	static const char *const texts[] = { "验收把关不严", "a \"quoted\" line\\", "，。、", "第\xE2\x80\xA8行", "𠀀", "{}" };

	return one_in(p, 4) ? cstr(texts[chance(p, 6)]) : arena_printf(p->arena, "第%u项", chance(p, 1000));
}

static struct uuid *
copy_ids(struct play *p, const struct uuid *ids, size_t n)
{
	struct uuid *v = arena_alloc(p->arena, (n + 1) * sizeof *v);

	memcpy(v, ids, n * sizeof *v);
	return v;
}

static void
set_some(struct play *p, const struct known *k, size_t most, struct field_value *v)
{
	struct uuid ids[4];
	size_t n = 1 + chance(p, (unsigned)most);

	for (size_t i = 0; i < n; i++)
		ids[i] = some(p, k);
	v->ids = copy_ids(p, ids, n);
	v->n = n;
}

static void
set_links(struct play *p, const struct ledger *g, const struct field_rule *f, struct field_value *v)
{
	struct uuid ids[3];
	size_t n = 0, want = 1 + chance(p, 3);

	for (size_t i = 0; i < 40 && n < want && p->nrecords > 0; i++) {
		const struct known_record *r = &p->records[chance(p, (unsigned)p->nrecords)];
		bool any = str_eq(f->to, STR("any")), here = str_eq(cstr(r->ledger), g->code) && str_eq(r->kind, f->to);

		if ((any || here) && (n == 0 || !uuid_equal(ids[n - 1], r->id)))
			ids[n++] = r->id;
	}
	v->set = n > 0;
	v->ids = copy_ids(p, ids, n);
	v->n = n;
}

static void
set_quantity(struct play *p, const struct field_rule *f, struct field_value *v)
{
	static const char *const cmps[] = { "", ">=", ">", "<=", "<", "~" };

	v->number = (int64_t)chance(p, 2000000) - 1000;
	v->cmp = one_in(p, 3) ? (struct str){ NULL, 0 } : cstr(cmps[chance(p, 6)]);
	v->text = f->unit.n > 0 ? f->unit : one_in(p, 3) ? (struct str){ NULL, 0 } : STR("家");
}

static struct field_value
good_value(struct play *p, const struct ledger *g, const struct field_rule *f)
{
	struct field_value v = { .set = !one_in(p, 12) };

	if (!v.set)
		return v;
	switch (f->type) {
	case TYPE_TEXT:
		v.text = some_text(p);
		break;
	case TYPE_LONG_TEXT:
		v.text = arena_printf(p->arena, "%.*s\n\t二", STR_ARG(some_text(p)));
		break;
	case TYPE_DOCUMENT:
		v.text = arena_printf(p->arena, "{\"file\":\"sha256:%08x\",\"page\":%u,\"share\":[0.5,true,null]}", chance(p, 1000), chance(p, 9));
		break;
	case TYPE_INTEGER:
		v.number = NUMBER_ONE * (int64_t)chance(p, 1000);
		break;
	case TYPE_DECIMAL:
		v.number = chance(p, 100000);
		break;
	case TYPE_QUANTITY:
		set_quantity(p, f, &v);
		break;
	case TYPE_DAY:
		v.number = p->b.today - 20 + (int32_t)chance(p, 120);
		break;
	case TYPE_CHOICE:
		v.number = chance(p, (unsigned)f->choices.n);
		v.text = f->choices.v[v.number].key;
		break;
	case TYPE_FLAG:
		v.number = chance(p, 2);
		break;
	case TYPE_PERSON:
		set_some(p, &p->persons, 1, &v);
		break;
	case TYPE_POST:
		set_some(p, &p->posts, 1, &v);
		break;
	case TYPE_UNIT:
		set_some(p, &p->units, 1, &v);
		break;
	case TYPE_UNITS:
		set_some(p, &p->units, 3, &v);
		break;
	default:
		set_links(p, g, f, &v);
	}
	return v;
}

/* What no field of its type may hold. */
static struct field_value
bad_value(struct play *p, const struct field_rule *f)
{
	static struct uuid twice[2];
	struct field_value v = { .set = true };

	switch (f->type) {
	case TYPE_TEXT:
		v.text = one_in(p, 2) ? STR("两\n行") : STR("");
		break;
	case TYPE_LONG_TEXT:
		v.text = one_in(p, 2) ? STR("\xE6\x95") : STR("\r");
		break;
	case TYPE_DOCUMENT:
		v.text = one_in(p, 2) ? STR("words") : STR("{ \"a\": 1}");
		break;
	case TYPE_INTEGER:
		v.number = 5;
		break;
	case TYPE_DECIMAL:
		v.number = INT64_MIN;
		break;
	case TYPE_QUANTITY:
		v.cmp = STR("=>");
		break;
	case TYPE_DAY:
		v.number = DAY_LAST + 1;
		break;
	case TYPE_CHOICE:
		v.text = STR("none-of-them");
		break;
	case TYPE_FLAG:
		v.number = 2;
		break;
	default:
		twice[0] = twice[1] = some(p, &p->units);
		v.ids = twice;
		v.n = one_in(p, 2) ? 2 : 0;
	}
	return v;
}

/* ---- requests ---- */

struct asking {
	const struct ledger *g;
	const struct kind *kind;
	struct record before;
	const struct known_record *known;	/* NULL: one is to be made */
	const struct move *move;		/* NULL: none is there */
	struct field_value fields[DEFINITION_FIELDS];
	struct evidence_given evidence[EVIDENCE_MOST + 1];
	struct named_milestone milestones[3];
	struct request q;
	struct uuid person, acting_for;
};

static void
pick_record(struct play *p, struct asking *a)
{
	const struct known_record *r = &p->records[chance(p, (unsigned)p->nrecords)];

	a->known = r;
	a->g = ledger_of(p, r->ledger);
	must(record_read(p->arena, p->b.f.site.store, NULL, a->g, r->kind, r->key, SEQ_NOW, &a->before, &why));
	a->kind = record_kind(&a->before);
}

static void
pick_kind(struct play *p, struct asking *a)
{
	const struct definition *d;

	a->g = ledger_of(p, ledgers[chance(p, LEDGERS)].code);
	d = a->g->force->d;
	a->kind = &d->kinds.v[chance(p, (unsigned)d->kinds.n)];
	record_blank(p->arena, a->g, force_kind(a->g->force, a->kind->key), nobody, &a->before);
}

/* A move from where the record stands. */
static void
pick_move(struct play *p, struct asking *a)
{
	const struct move *found[DEFINITION_MOVES];
	size_t n = 0;

	for (size_t i = 0; i < a->kind->moves.n; i++) {
		const struct move *m = &a->kind->moves.v[i];

		if (a->before.state < 0 ? m->from == 0 : (m->from >> a->before.state & 1) != 0)
			found[n++] = m;
	}
	a->move = n == 0 ? NULL : found[chance(p, (unsigned)n)];
	a->q.event = a->move == NULL ? STR("progress") : a->move->event;
}

/* One of the two who may most; half the time, and where they may not, the first of all who may. */
static void
pick_person(struct play *p, struct asking *a)
{
	unsigned from = chance(p, HANDS);

	a->person = p->persons.v[chance(p, 2)];
	for (unsigned i = 0; a->move != NULL && a->before.state >= 0 && i < HANDS; i++) {
		struct uuid person = one_in(p, 2) && i < 2 ? a->person : p->persons.v[(from + i) % HANDS];
		struct actor actor = book_actor(&p->b, p->arena, person, nobody);

		if (!act_may(&actor, &a->before, a->move))
			continue;
		a->person = person;
		return;
	}
}

static void
pick_delegate(struct play *p, struct asking *a)
{
	bool may;
	size_t i;

	if (p->delegations.n == 0)
		return;
	i = chance(p, (unsigned)p->delegations.n);
	must(directory_may_act_for(p->b.f.site.store, p->pairs[i].to, p->pairs[i].from, p->b.today, &may, &why));
	if (!may)
		return;
	a->person = p->pairs[i].to;
	a->acting_for = p->pairs[i].from;
}

static void
fill(struct play *p, struct asking *a)
{
	uint64_t needed = a->move == NULL ? 0 : a->move->needs.set, fills = a->move == NULL ? 0 : a->move->fills;

	for (size_t i = 0; i < a->kind->fields.n; i++) {
		bool must_be = (needed >> i & 1) != 0 || (a->before.state < 0 && a->kind->fields.v[i].required);

		if ((fills >> i & 1) == 0 || (!must_be && one_in(p, 2)))
			continue;
		a->fields[i] = good_value(p, a->g, &a->kind->fields.v[i]);
		a->q.given |= UINT64_C(1) << i;
	}
	if (a->move != NULL && (a->move->needs.reason || one_in(p, 5)))
		a->q.reason = some_text(p);
}

static void
add_evidence(struct play *p, struct asking *a, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		a->evidence[i] = (struct evidence_given){ .size = chance(p, 5000), .media = STR("application/pdf"), .name = some_text(p),
			.dated = one_in(p, 2) ? DAY_NONE : p->b.today - 3 };
		memset(a->evidence[i].hash.b, (int)chance(p, 256), HASH_BYTES);
	}
	a->q.evidence = a->evidence;
	a->q.evidences = n;
}

/* ---- events that every ledger knows ---- */

static int64_t
ask_int(struct play *p, const char *sql, int64_t key)
{
	int64_t n = -1;
	struct rows rows;

	store_ask_text(p->b.f.site.store, cstr(sql), NULL, VALUES(value_int(key)), &rows);
	if (rows_next(&rows))
		n = rows_int(&rows, 0);
	must(rows_end(&rows, &why));
	return n;
}

static struct str
ask_text(struct play *p, const char *sql, int64_t key)
{
	struct str s = STR("");
	struct rows rows;

	store_ask_text(p->b.f.site.store, cstr(sql), NULL, VALUES(value_int(key)), &rows);
	if (rows_next(&rows))
		s = arena_str(p->arena, rows_text(&rows, 0));
	must(rows_end(&rows, &why));
	return s;
}

static void
set_milestones(struct play *p, struct asking *a)
{
	a->q.nmilestones = chance(p, 4);
	for (size_t i = 0; i < a->q.nmilestones; i++)
		a->milestones[i] = (struct named_milestone){ some_text(p), { .weight = 1 + (int32_t)chance(p, 100), .accepted = DAY_NONE,
			.due = one_in(p, 3) ? DAY_NONE : p->b.today + (int32_t)chance(p, 60) - 20 } };
	a->q.milestones = a->milestones;
}

static void
ask_known(struct play *p, struct asking *a)
{
	static const enum engine_event events[] = { EVENT_EVIDENCE_ADDED, EVENT_MILESTONES_SET, EVENT_MILESTONE_ACCEPTED, EVENT_INSTRUCTED,
		EVENT_ANSWERED, EVENT_NOTICE_GIVEN, EVENT_NOTICE_RECEIVED, EVENT_NOTICE_ANSWERED, EVENT_LOOKED_BACK };
	enum engine_event e = events[chance(p, sizeof events / sizeof events[0])];
	int64_t key = a->before.key;

	a->move = NULL;
	a->q.event = cstr(engine_event_word(e));
	a->q.reason = some_text(p);
	a->q.place = 1 + chance(p, 3);
	a->q.text = some_text(p);
	a->q.until = p->b.today + (int32_t)chance(p, 10) - 1;
	a->q.found = one_in(p, 2) ? FOUND_HOLDS : FOUND_REBOUND;
	if (a->kind->notices.n > 0)
		a->q.step = a->kind->notices.v[chance(p, (unsigned)a->kind->notices.n)].key;
	if (e == EVENT_EVIDENCE_ADDED)
		add_evidence(p, a, chance(p, 3));
	if (e == EVENT_MILESTONES_SET)
		set_milestones(p, a);
	if (e == EVENT_ANSWERED)
		a->q.answers = ask_int(p, "SELECT number FROM instruction WHERE record = $1 AND answered IS NULL", key);
	if (e == EVENT_NOTICE_RECEIVED || e == EVENT_NOTICE_ANSWERED)
		a->q.about = ask_text(p, "SELECT number FROM notice WHERE record = $1 AND answered IS NULL", key);
	a->person = p->persons.v[one_in(p, 2) ? chance(p, 2) : chance(p, HANDS)];
}

/* ---- what is wrong ---- */

static void
wrong_event(struct play *p, struct asking *a)
{
	static const char *const words[] = { "removed", "ledger-begun", "lamp-moved", "turn-opened", "", "No", "enter", "close", "submit", "drop" };

	a->q.event = cstr(words[chance(p, 10)]);
}

static void
wrong_value(struct play *p, struct asking *a)
{
	for (size_t i = 0; i < a->kind->fields.n; i++)
		if (a->move != NULL && (a->move->fills >> i & 1) != 0 && one_in(p, 2)) {
			a->fields[i] = bad_value(p, &a->kind->fields.v[i]);
			a->q.given |= UINT64_C(1) << i;
			return;
		}
}

static void
wrong_field(struct play *p, struct asking *a)
{
	size_t i = chance(p, (unsigned)a->kind->fields.n);

	a->fields[i] = good_value(p, a->g, &a->kind->fields.v[i]);
	a->q.given |= UINT64_C(1) << i;
}

static void
wrong_person(struct play *p, struct asking *a)
{
	a->person = some(p, &p->persons);
	a->acting_for = nobody;
}

static void
wrong_missing(struct play *p, struct asking *a)
{
	(void)p;
	a->q.given = 0;
	a->q.reason = STR(" ");
	a->q.evidences = 0;
}

static void
wrong_seen(struct play *p, struct asking *a)
{
	a->q.seen = a->before.last + 1 + chance(p, 3) * (one_in(p, 2) ? 1 : -2);
}

static void
wrong_record(struct play *p, struct asking *a)
{
	if (one_in(p, 2))
		a->q.record = 1 + chance(p, 10000000);
	else
		a->q.ledger = ledger_of(p, ledgers[chance(p, LEDGERS)].code);
}

static void
wrong_words(struct play *p, struct asking *a)
{
	static const struct str words[] = { STR("\xFF"), STR("a\0b"), STR("\xED\xA0\x80") };
	char *many = arena_alloc(p->arena, WORDS_MOST + 1);

	memset(many, 'a', WORDS_MOST + 1);
	a->q.reason = one_in(p, 2) ? words[chance(p, 3)] : (struct str){ many, WORDS_MOST + 1 };
}

static void
wrong_evidence(struct play *p, struct asking *a)
{
	if (one_in(p, 4)) {
		add_evidence(p, a, EVIDENCE_MOST + 1);
		return;
	}
	add_evidence(p, a, 2);
	a->evidence[1].name = one_in(p, 2) ? STR("") : STR("\xFF.pdf");
}

static void (*const wrongs[])(struct play *, struct asking *) = { wrong_event, wrong_value, wrong_field, wrong_person, wrong_missing,
	wrong_seen, wrong_record, wrong_words, wrong_evidence };

/* ---- operations: OK where it was accepted ---- */

static void
remember(struct play *p, const struct record *r)
{
	for (size_t i = 0; i < LEDGERS && p->nrecords < KNOWN_MOST; i++)
		if (str_eq(r->ledger->code, cstr(ledgers[i].code))) {
			p->records[p->nrecords++] = (struct known_record){ ledgers[i].code, arena_str(p->b.f.arena, record_kind(r)->key), r->key, r->id };
			return;
		}
}

static enum err
ask(struct play *p, struct asking *a)
{
	struct hand h = book_hand(&p->b, a->person, a->acting_for);
	struct actor actor = book_actor(&p->b, p->arena, a->person, a->acting_for);
	struct record after;
	enum err err;

	if (a->q.ledger == NULL)
		a->q.ledger = a->g;
	a->q.fields = a->fields;
	a->q.today = p->b.today;
	err = act(p->arena, &h, &p->b.ledgers, &actor, &a->q, &after, &said);
	if (err == OK && a->known == NULL)
		remember(p, &after);
	return err;
}

static enum err
do_act(struct play *p)
{
	struct asking *a = arena_zalloc(p->arena, sizeof *a);

	a->q.seen = SEEN_ANY;
	if (p->nrecords < 20 || (p->nrecords < KNOWN_MOST && one_in(p, 5)))
		pick_kind(p, a);
	else
		pick_record(p, a);
	pick_move(p, a);
	for (int i = 0; i < 4 && a->move == NULL && a->before.state >= 0; i++) {
		pick_record(p, a);
		pick_move(p, a);
	}
	a->q.kind = a->kind->key;
	a->q.record = a->before.key;
	if (a->before.state >= 0 && one_in(p, 2))
		a->q.seen = a->before.last;
	pick_person(p, a);
	if (one_in(p, 12))
		pick_delegate(p, a);
	fill(p, a);
	if (one_in(p, 3) || (a->move != NULL && a->before.evidence < a->move->needs.evidence))
		add_evidence(p, a, 1 + chance(p, 2));
	if (a->before.state >= 0 && one_in(p, 5))
		ask_known(p, a);
	if (one_in(p, 4))
		wrongs[chance(p, sizeof wrongs / sizeof wrongs[0])](p, a);
	return ask(p, a);
}

/* ---- records that become others ---- */

#define ENDS_MOST 3
#define PARTS_MOST 3

/* A move with `becomes` from where it stands, and one of the kinds it names; now and then any move, any kind. */
static const struct become_kind *
pick_becoming(struct play *p, struct asking *a)
{
	for (size_t i = 0; i < a->kind->moves.n; i++) {
		const struct move *m = &a->kind->moves.v[i];

		if (m->becomes.n == 0 || (m->from >> a->before.state & 1) == 0 || one_in(p, 3))
			continue;
		a->move = m;
		return &m->becomes.v[chance(p, (unsigned)m->becomes.n)];
	}
	return NULL;
}

static const struct ledger *
another(struct play *p, struct str definition, const struct ledger *but)
{
	for (size_t i = 0; i < p->b.ledgers.list.n; i++) {
		const struct ledger *g = p->b.ledgers.list.v[i];

		if (g != but && str_eq(g->force->d->key, definition))
			return g;
	}
	return but;
}

static size_t
pick_ends(struct play *p, const struct asking *a, int64_t keys[ENDS_MOST])
{
	size_t n = 0, want = one_in(p, 2) ? 1 : 2 + chance(p, 2);

	keys[n++] = a->before.key;
	for (int i = 0; i < 30 && n < want; i++) {
		const struct known_record *r = &p->records[chance(p, (unsigned)p->nrecords)];

		if (one_in(p, 20) || (str_eq(cstr(r->ledger), a->g->code) && str_eq(r->kind, a->kind->key)))
			keys[n++] = r->key;
	}
	return n;
}

static void
fill_part(struct play *p, const struct ledger *g, const struct kind *k, struct become_part *part)
{
	struct field_value *fields = arena_zalloc(p->arena, DEFINITION_FIELDS * sizeof *fields);
	const struct move *maker = kind_becoming(k);

	for (size_t i = 0; i < k->fields.n; i++) {
		if (maker == NULL || (maker->fills >> i & 1) == 0 || k->fields.v[i].as == PART_CAME_FROM || one_in(p, 3))
			continue;
		fields[i] = good_value(p, g, &k->fields.v[i]);
		part->given |= UINT64_C(1) << i;
	}
	part->fields = fields;
}

static enum err
become_asked(struct play *p, struct asking *a, const struct becoming *q)
{
	struct hand h = book_hand(&p->b, a->person, nobody);
	struct actor actor = book_actor(&p->b, p->arena, a->person, nobody);
	struct record made[PARTS_MOST], ended[ENDS_MOST];
	enum err err = become(p->arena, &h, &p->b.ledgers, &actor, q, made, ended, &said);

	for (size_t i = 0; i < q->nparts && err == OK; i++) {
		remember(p, &made[i]);
		assert_int_equal(made[i].fields[kind_part(record_kind(&made[i]), PART_CAME_FROM)].n, q->nrecords);
	}
	for (size_t i = 0; i < q->nrecords && err == OK; i++)
		assert_true(record_closed(&ended[i]));
	return err;
}

static enum err
do_become(struct play *p)
{
	struct asking *a = arena_zalloc(p->arena, sizeof *a);
	const struct become_kind *to = NULL;
	struct become_part parts[PARTS_MOST] = { { .given = 0 } };
	struct becoming q = { .reason = one_in(p, 8) ? STR("") : STR("试"), .parts = parts, .nparts = 1 + chance(p, PARTS_MOST), .today = p->b.today };
	int64_t keys[ENDS_MOST];
	enum err err;

	if (p->nrecords < 20 || p->nrecords > KNOWN_MOST - PARTS_MOST)
		return E_ABSENT;
	for (int i = 0; i < 20 && to == NULL; i++) {
		pick_record(p, a);
		to = pick_becoming(p, a);
	}
	if (to == NULL)
		return E_ABSENT;
	q.ledger = a->g;
	q.event = one_in(p, 10) ? STR("void") : a->move->event;
	q.into = one_in(p, 10) ? p->b.ledgers.list.v[chance(p, LEDGERS)] : to->ledger.n == 0 ? a->g : another(p, to->ledger, a->g);
	q.kind = force_kind(q.into->force, to->kind);
	if (q.kind == NULL)
		q.kind = &q.into->force->kinds[0];
	q.nrecords = pick_ends(p, a, keys);
	q.records = keys;
	for (size_t i = 0; i < q.nparts; i++)
		fill_part(p, q.into, q.kind->kind, &parts[i]);
	pick_person(p, a);
	err = become_asked(p, a, &q);
	p->became += err == OK;
	return err;
}

static enum err
do_unit(struct play *p)
{
	struct hand *h = &p->b.f.hand;
	struct uuid unit;
	enum err err;

	switch (chance(p, 4)) {
	case 0:
		err = directory_add_unit(h, some(p, &p->units), some_text(p), true, &unit, &said);
		if (err == OK)
			know(&p->units, unit);
		return err;
	case 1:
		return directory_rename_unit(h, some(p, &p->units), some_text(p), &said);
	case 2:
		/* Else few would be left. */
		return p->units.n > 12 && one_in(p, 3) ? directory_merge_unit(h, p->units.v[6 + chance(p, (unsigned)p->units.n - 6)], some(p, &p->units), &said) :
		    E_ABSENT;
	default:
		return directory_move_unit(h, p->units.v[1 + chance(p, (unsigned)p->units.n - 1)], one_in(p, 9) ? nobody : some(p, &p->units), &said);
	}
}

static enum err
do_leave(struct play *p)
{
	static const enum statement all[] = { POSTS_OF, ROLES_OF };
	struct uuid person = p->persons.v[HANDS + chance(p, (unsigned)p->persons.n - HANDS)];
	struct handover list[HANDOVER_MOST];
	struct rows rows;
	size_t n = 0;

	for (size_t i = 0; i < 2; i++) {
		store_ask(p->b.f.site.store, all[i], NULL, VALUES(value_id(person.b)), &rows);
		while (rows_next(&rows) && n < HANDOVER_MOST) {
			rows_bytes(&rows, 0, list[n].what.b, UUID_BYTES);
			list[n++].to = p->persons.v[chance(p, HANDS)];
		}
		must(rows_end(&rows, &why));
	}
	return directory_leave(&p->b.f.hand, person, list, n, NULL, 0, &said);
}

static enum err
do_person(struct play *p)
{
	struct hand *h = &p->b.f.hand;
	struct uuid person, id;
	enum err err;

	switch (chance(p, 4)) {
	case 0:
		err = directory_add_person(h, some_text(p), arena_printf(p->arena, "p%u", chance(p, 300)), (struct str){ NULL, 0 }, &person, &said);
		if (err == OK)
			know(&p->persons, person);
		return err;
	case 1:
		return p->persons.n > HANDS + 4 ? do_leave(p) : E_ABSENT;
	default:
		return directory_give_role(h, some(p, &p->persons), (enum person_role)chance(p, PERSON_ROLE_VIEWER + 1), some(p, &p->units), nobody,
		    &id, &said);
	}
}

static enum err
do_post(struct play *p)
{
	struct hand *h = &p->b.f.hand;
	struct uuid post, unit = some(p, &p->units);
	enum err err;

	switch (chance(p, 5)) {
	case 0:
		err = directory_add_post(h, unit, some_text(p), &post, &said);
		if (err == OK)
			know(&p->posts, post);
		return err;
	case 1:
		return directory_leave_post(h, some(p, &p->posts), &said);
	case 2:
		return directory_set_portfolio(h, p->persons.v[chance(p, HANDS)], &unit, 1, NULL, 0, &said);
	default:
		return directory_hold_post(h, some(p, &p->posts), p->persons.v[chance(p, HANDS)], &said);
	}
}

static enum err
do_delegate(struct play *p)
{
	struct uuid from = p->persons.v[chance(p, HANDS)], to = p->persons.v[chance(p, HANDS)], id;
	enum err err;

	if (p->delegations.n > 0 && one_in(p, 3))
		return directory_end_delegation(&p->b.f.hand, some(p, &p->delegations), &said);
	err = directory_delegate(&p->b.f.hand, from, to, p->b.today, p->b.today + (int32_t)chance(p, 9), STR("休假"), &id, &said);
	if (err == OK) {
		p->pairs[p->delegations.n].from = from;
		p->pairs[p->delegations.n].to = to;
		know(&p->delegations, id);
	}
	return err;
}

static enum err
do_tick(struct play *p)
{
	struct tick_report report;
	struct hand h = book_hand(&p->b, nobody, nobody);
	enum err err;

	p->b.today += (int32_t)chance(p, 4);
	p->b.f.hand.now += INSTANT_DAY;
	h.now = p->b.f.hand.now;
	err = tick(p->arena, &h, &p->b.ledgers, p->b.today, &report, &said);
	must(err);
	return report.turns + report.lamps > 0 ? OK : E_NOTHING;
}

static enum err
do_sample(struct play *p)
{
	const struct ledger *g = ledger_of(p, ledgers[chance(p, LEDGERS)].code);
	struct uuid person = p->persons.v[chance(p, HANDS)];
	struct hand h = book_hand(&p->b, person, nobody);
	struct actor actor = book_actor(&p->b, p->arena, person, nobody);
	size_t n;

	if (one_in(p, 2))
		return figures_file(p->arena, &h, &actor, g, arena_printf(p->arena, "报%u", chance(p, 30)), &said);
	return sample_draw(p->arena, &h, &actor, g, &g->force->kinds[chance(p, (unsigned)g->force->d->kinds.n)], some_text(p), 1 + chance(p, 3),
	    &n, &said);
}

/* Ledgers are not begun, upgraded or archived by whom or as they may not. */
static enum err
do_keep(struct play *p)
{
	const struct ledger *g = ledger_of(p, ledgers[chance(p, LEDGERS)].code);
	struct uuid person = p->persons.v[chance(p, HANDS)];
	struct hand h = book_hand(&p->b, person, nobody);
	struct actor actor = book_actor(&p->b, p->arena, person, nobody);
	struct faults faults = { .name = STR("x") };
	const struct ledger *made;
	enum err err;

	switch (chance(p, 3)) {
	case 0:
		err = ledger_begin(&h, &p->b.ledgers, &actor, shipped_find(cstr(ledgers[chance(p, LEDGERS)].definition)), g->code, STR("名"),
		    STR(""), &faults, &made, &said);
		break;
	case 1:
		err = ledger_upgrade(&h, &p->b.ledgers, &actor, g, shipped_find(cstr(ledgers[chance(p, LEDGERS)].definition)), &faults, &said);
		break;
	default:
		err = ledger_archive(&h, &p->b.ledgers, &actor, g, STR("\xFF"), &said);
	}
	return err;
}

static enum err
do_remove(struct play *p)
{
	const struct ledger *g = ledger_of(p, ledgers[chance(p, LEDGERS)].code);
	struct event e = { .site = p->b.f.hand.site, .ledger = g->id, .time = p->b.f.hand.now };
	int64_t size = ask_int(p, "SELECT g.size FROM log g WHERE g.ledger = $1", g->number);
	uint64_t numbers[3];
	size_t n = 1 + chance(p, 3);

	for (size_t i = 0; i < n; i++)
		numbers[i] = chance(p, one_in(p, 4) ? 3 : (unsigned)size);
	return rebuild_removing(p->b.f.site.journal, p->b.f.site.store, &e, numbers, n, STR("误录，经批准删除"), &said);
}

static const struct { enum err (*run)(struct play *); unsigned share; } operations[] = {	/* of a hundred */
	{ do_act, 76 }, { do_become, 8 }, { do_unit, 3 }, { do_person, 3 }, { do_post, 3 }, { do_delegate, 2 }, { do_tick, 2 }, { do_sample, 1 }, { do_keep, 2 },
};

static enum err (*pick_operation(struct play *p))(struct play *)
{
	unsigned at = chance(p, 100);
	size_t i = 0;

	for (; at >= operations[i].share; i++)
		at -= operations[i].share;
	return operations[i].run;
}

/* ---- what must hold ---- */

struct trace {
	int64_t seq, counters, identities, definitions, rows;
};

static struct trace
trace_of(struct play *p)
{
	struct store *s = p->b.f.site.store;

	return (struct trace){ seq_now(&p->b.f), tell(s, "SELECT coalesce(sum(last), 0) FROM counter"), tell(s, "SELECT max(id) FROM identity"),
		tell(s, "SELECT count(*) FROM definition"), tell(s, "SELECT count(*) FROM records") };
}

static void
run(struct play *p, enum err (*operation)(struct play *))
{
	struct store *s = p->b.f.site.store;
	struct trace before = trace_of(p), after;
	enum err err;

	p->arena = arena_new(0);
	if (p->arena == NULL || arena_try(p->arena))
		abort();
	p->b.f.hand.now += 1000;
	must(store_mark(s, &why));
	err = operation(p);
	if (err == OK) {
		must(store_mark_keep(s, &why));
	} else {
		must(store_mark_undo(s, &why));
		journal_forget(p->b.f.site.journal);
	}
	if (operation == do_remove || (err != OK && operation == do_keep))
		book_load(&p->b);
	after = trace_of(p);
	assert_true(err == OK ? after.seq > before.seq : memcmp(&before, &after, sizeof before) == 0);
	if (err == E_BROKEN || err == E_INTERNAL)
		fail_msg("%s: %s", err_name(err), said.what);
	p->done += err == OK;
	p->refused += err != OK;
	p->errors[err]++;
	arena_free(p->arena);
}

/* All that is told of a record; the paths of its units are those of now. */
static void
tell_record(struct play *p, struct arena *a, const struct known_record *k, int64_t seq, struct buf *b)
{
	const struct ledger *g = ledger_of(p, k->ledger);
	struct record r;

	if (record_read(a, p->b.f.site.store, NULL, g, k->kind, k->key, seq, &r, NULL) != OK)
		return;
	buf_printf(b, "%lld %.*s %.*s due %d lamp %d/%d/%d evidence %lld last %lld", (long long)k->key, STR_ARG(r.number),
	    STR_ARG(record_kind(&r)->states.v[r.state].key), r.due, r.lamp.show, r.lamp.row, r.lamp.next, (long long)r.evidence, (long long)r.last);
	for (size_t i = 0; i < record_kind(&r)->fields.n; i++)
		field_put_json(b, &record_kind(&r)->fields.v[i], &r.fields[i]);
	for (size_t i = 0; i < r.clocks.n; i++)
		buf_printf(b, " %.*s %d %d", STR_ARG(r.clocks.v[i].rule->key), r.clocks.v[i].started, r.clocks.v[i].due);
	for (size_t i = 0; i < r.pauses.n; i++)
		buf_printf(b, " pause %d %d", r.pauses.v[i].from, r.pauses.v[i].to);
	for (size_t i = 0; i < r.milestones.n; i++)
		buf_printf(b, " %.*s %d %d", STR_ARG(r.milestones.v[i].name), r.milestones.v[i].of.due, r.milestones.v[i].of.accepted);
	buf_printf(b, " parties %zu\n", r.parties.n);
}

static struct str
told(struct play *p, int64_t seq)
{
	struct arena *a = arena_new(0);
	struct buf b = { 0 };
	struct str s;

	if (a == NULL || arena_try(a))
		abort();
	for (size_t i = 0; i < p->nrecords; i++)
		tell_record(p, a, &p->records[i], seq, &b);
	s = arena_str(p->b.f.arena, (struct str){ b.p, b.n });
	buf_free(&b);
	arena_free(a);
	return s;
}

static void
upgrade(struct play *p, const char *code)
{
	struct hand h = book_hand(&p->b, book_office(&p->b), nobody);
	struct actor actor = book_actor(&p->b, p->b.f.arena, h.person, nobody);
	struct faults faults = { .name = cstr(code) };

	must(ledger_upgrade(&h, &p->b.ledgers, &actor, ledger_of(p, code), file_text(p->b.f.arena, "tests/ledger/key-task-2.yaml"), &faults, &why));
	assert_int_equal(tell(p->b.f.site.store, "SELECT count(*) FROM t_key_task__task t JOIN register g ON g.ledger = t.ledger AND g.valid_to = "
	    NOW " JOIN definition d ON d.id = g.definition AND d.bytes LIKE '%version: 2%' WHERE t.valid_to = " NOW " AND c_state = 'stuck'"), 0);
}

/* Two who may all that roles allow, six for units, four others. */
static void
people(struct play *p)
{
	static const enum person_role all[] = { PERSON_ROLE_OFFICE, PERSON_ROLE_LEADER, PERSON_ROLE_REVIEWER, PERSON_ROLE_SUPERVISOR };
	struct unit_hits hits;
	struct uuid id;

	must(directory_find_unit(p->b.f.site.store, p->b.f.arena, STR("泓水市卫生健康委员会"), &hits, &why));
	know(&p->units, hits.v[0].uuid);
	for (unsigned i = 0; i < 6; i++)
		know(&p->units, add_unit(&p->b.f, hits.v[0].uuid, arena_printf(p->b.f.arena, "第%u处室", i).p));
	for (unsigned i = 0; i < HANDS; i++) {
		know(&p->persons, add_person(&p->b.f, arena_printf(p->b.f.arena, "hand%u", i).p));
		for (unsigned j = 0; i < 2 && j < 4; j++)
			must(directory_give_role(&p->b.f.hand, p->persons.v[i], all[j], nobody, nobody, &id, &why));
		if (i >= 2 && i < 8)
			must(directory_give_role(&p->b.f.hand, p->persons.v[i], one_in(p, 2) ? PERSON_ROLE_DIVISION : PERSON_ROLE_CONTACT,
			    p->units.v[i - 1], nobody, &id, &why));
		if (i >= 8)
			must(directory_give_role(&p->b.f.hand, p->persons.v[i], all[i - 8], p->units.v[i - 7], nobody, &id, &why));
	}
	for (unsigned i = 0; i < 4; i++) {
		know(&p->posts, add_post(&p->b.f, p->units.v[i], "负责人"));
		must(directory_hold_post(&p->b.f.hand, p->posts.v[i], p->persons.v[i], &why));
	}
}

static void
play(uint64_t seed, unsigned count, bool removes)
{
	struct play *p = calloc(1, sizeof *p);

	assert_non_null(p);
	p->state = seed;
	p->removes = removes;
	book_make(&p->b);
	people(p);
	for (size_t i = 0; i < LEDGERS; i++)
		book_begin(&p->b, ledgers[i].definition, ledgers[i].code, ledgers[i].round);
	for (unsigned i = 0; i < count; i++) {
		run(p, removes && i % (count / 6) == count / 7 ? do_remove : pick_operation(p));
		if (i == count / 2)
			upgrade(p, "db1");
		if (i == count / 8 * 7)
			upgrade(p, "db2");
		if (!removes && i % (count / MOMENTS) == count / MOMENTS - 1 && p->nmoments < MOMENTS)
			p->moments[p->nmoments++] = (struct moment){ seq_now(&p->b.f), told(p, SEQ_NOW) };
	}
	print_message("%u accepted, %u refused, %zu records, %u that became others:", p->done, p->refused, p->nrecords, p->became);
	for (int i = 1; i < ERR_COUNT; i++)
		if (p->errors[i] > 0)
			print_message(" %s %u", err_name((enum err)i), p->errors[i]);
	print_message("\n");
	assert_true(p->done > count / 4 && p->refused > count / 4 && p->became > count / 300);
	for (size_t i = 0; i < p->nmoments; i++)
		assert_true(str_eq(told(p, p->moments[i].seq), p->moments[i].told));
	assert_true(book_counted(&p->b));
	assert_true(book_rebuilt_as_kept(&p->b));
	for (size_t i = 0; i < p->nmoments; i++)
		assert_true(str_eq(told(p, p->moments[i].seq), p->moments[i].told));
	book_free(&p->b);
	free(p);
}

static void
by_chance(void **state)
{
	(void)state;
	play(UINT64_C(0x9E3779B97F4A7C15), operations_asked / 2, false);
	play(UINT64_C(0xD1B54A32D192ED03), operations_asked / 2, true);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(by_chance) };

	if (argc > 1)
		operations_asked = (unsigned)atoi(argv[1]);
	places_in_memory();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
