#include "ledger/record.h"
#include "store/table_list.h"

/* ---- what is asked of a record ---- */

void
record_blank(struct arena *a, const struct ledger *g, const struct kind_force *kind, struct uuid id, struct record *r)
{
	*r = (struct record){ .id = id, .ledger = g, .kind = kind, .last = -1, .path = STR(SITE_PATH), .state = -1, .due = DAY_NONE,
		.lamp = { -1, -1, DAY_NONE } };
	r->fields = arena_zalloc(a, (kind->kind->fields.n + 1) * sizeof *r->fields);
}

int32_t
record_due(const struct record *r)
{
	int imposed = kind_part(record_kind(r), PART_IMPOSED);

	if (imposed >= 0 && r->fields[imposed].set)
		return (int32_t)r->fields[imposed].number;
	for (size_t i = 0; i < r->clocks.n; i++)
		if (r->clocks.v[i].rule->deadline)
			return r->clocks.v[i].due;
	return DAY_NONE;
}

static struct datum
day_datum(int32_t day)
{
	return (struct datum){ .set = day_valid(day), .number = day };
}

static struct datum
number_datum(int64_t n)
{
	return (struct datum){ .set = true, .number = n };
}

const struct datum *
record_data(struct arena *a, const struct record *r, int32_t today)
{
	const struct kind *k = record_kind(r);
	struct datum *v = arena_zalloc(a, k->scope.n * sizeof *v), *of = v + k->fields.n;

	for (size_t i = 0; i < k->fields.n; i++)
		v[i] = field_datum(&k->fields.v[i], &r->fields[i]);
	of[BUILTIN_STATE] = (struct datum){ .set = r->state >= 0, .number = r->state };
	of[BUILTIN_CLOSED] = number_datum(record_closed(r));
	of[BUILTIN_DUE] = day_datum(record_due(r));
	of[BUILTIN_EVIDENCE] = number_datum(r->evidence * NUMBER_ONE);
	of[BUILTIN_TODAY] = day_datum(today);
	of[BUILTIN_NUMBER] = (struct datum){ .set = r->number.n > 0, .text = r->number };
	return v;
}

/* ---- reading ---- */

static int32_t
get_day(struct rows *rows, unsigned column)
{
	return rows_null(rows, column) ? DAY_NONE : (int32_t)rows_int(rows, column);
}

static struct str
get_text(struct arena *a, struct rows *rows, unsigned column)
{
	return rows_null(rows, column) ? (struct str){ NULL, 0 } : arena_str(a, rows_text(rows, column));
}

static int
lamp_named(const struct lamp_rules *rules, struct str name)
{
	for (int i = 0; i < rules->states; i++)
		if (str_eq(rules->palette[i].name, name))
			return i;
	return -1;
}

/* first: the column of TABLE_VALID_FROM. */
static void
get_row(struct arena *a, struct rows *rows, unsigned first, struct record *r)
{
	const struct kind *k = record_kind(r);
	unsigned at = first + TABLE_OWN;

	r->since = rows_int(rows, first + TABLE_VALID_FROM);
	r->path = arena_str(a, rows_text(rows, first + TABLE_PATH));
	r->number = get_text(a, rows, at + RECORD_NUMBER);
	r->state = kind_state(k, rows_text(rows, at + RECORD_STATE));
	r->due = get_day(rows, at + RECORD_DUE);
	r->lamp.show = lamp_named(&r->kind->lamps, get_text(a, rows, at + RECORD_LAMP));
	r->lamp.row = rows_null(rows, at + RECORD_LAMP_ROW) ? -1 : (int)rows_int(rows, at + RECORD_LAMP_ROW);
	r->lamp.next = get_day(rows, at + RECORD_LAMP_NEXT);
	r->evidence = rows_int(rows, at + RECORD_EVIDENCE);
	r->last = rows_int(rows, at + RECORD_LAST);
	rows_bytes(rows, at + RECORD_REPORTER, r->reporter.person.b, UUID_BYTES);
	rows_bytes(rows, at + RECORD_REPORTER_FOR, r->reporter.acting_for.b, UUID_BYTES);
	rows_bytes(rows, at + RECORD_REVIEWER, r->reviewer.person.b, UUID_BYTES);
	rows_bytes(rows, at + RECORD_REVIEWER_FOR, r->reviewer.acting_for.b, UUID_BYTES);
	for (size_t i = 0; i < k->fields.n; i++)
		field_get_row(a, &k->fields.v[i], rows, at + RECORD_FIELDS + (unsigned)r->kind->at[i], &r->fields[i]);
}

void
record_of_row(struct arena *a, const struct ledger *g, const struct kind_force *kf, struct rows *rows, struct record *r)
{
	record_blank(a, g, kf, (struct uuid){ { 0 } }, r);
	r->key = rows_int(rows, LIST_KEY);
	get_row(a, rows, LIST_ROW, r);
}

static enum err
read_identity(struct store *s, struct record *r, struct why *why)
{
	struct rows rows;

	store_ask(s, IDENTITY_GET, NULL, VALUES(value_int(r->key)), &rows);
	if (rows_next(&rows))
		rows_bytes(&rows, 0, r->id.b, UUID_BYTES);
	return rows_end(&rows, why);
}

static enum err
read_row(struct arena *a, struct store *s, const struct scope *scope, int64_t seq, struct record *r, struct why *why)
{
	struct rows rows;

	table_ask(s, &r->kind->table->store, scope, r->key, seq, &rows);
	if (rows_next(&rows))
		get_row(a, &rows, 0, r);
	else if (rows.err == OK)
		rows.err = fail(&rows.why, E_RECORD, 0, "%s", "");
	if (rows.err == OK && r->since > 0 && r->state < 0)
		rows.err = fail(&rows.why, E_BROKEN, 0, "state");
	return rows_end(&rows, why);
}

/* Targets come field by field, in their order. */
static enum err
read_links(struct arena *a, struct store *s, int64_t seq, struct record *r, struct why *why)
{
	struct rows rows;

	store_ask(s, LINK_OF, NULL, VALUES(value_int(r->key), value_int(seq)), &rows);
	while (rows_next(&rows)) {
		int i = kind_field(record_kind(r), rows_text(&rows, 0));
		struct field_value *v = i < 0 ? NULL : &r->fields[i];
		struct uuid *ids;

		if (v == NULL || v->n == TARGETS_MOST)
			continue;
		ids = arena_resize(a, (void *)v->ids, (v->n + 1) * sizeof *ids);
		rows_bytes(&rows, 1, ids[v->n++].b, UUID_BYTES);
		v->ids = ids;
		v->set = true;
	}
	return rows_end(&rows, why);
}

static enum err
read_clocks(struct arena *a, struct store *s, int64_t seq, struct record *r, struct why *why)
{
	const struct kind *k = record_kind(r);
	struct rows rows;

	store_ask(s, RUNNING_OF, NULL, VALUES(value_int(r->key), value_int(seq)), &rows);
	while (rows_next(&rows))
		for (size_t i = 0; i < k->clocks.n; i++)
			if (str_eq(k->clocks.v[i].key, rows_text(&rows, 0)))
				*array_add(a, &r->clocks) = (struct running_clock){ &k->clocks.v[i], (int32_t)rows_int(&rows, 1),
					get_day(&rows, 2) };
	return rows_end(&rows, why);
}

static enum err
read_pauses(struct arena *a, struct store *s, int64_t seq, struct record *r, struct why *why)
{
	struct rows rows;

	store_ask(s, PAUSE_OF, NULL, VALUES(value_int(r->key), value_int(seq)), &rows);
	while (rows_next(&rows))
		*array_add(a, &r->pauses) = (struct pause){ (int32_t)rows_int(&rows, 0), get_day(&rows, 1) };
	return rows_end(&rows, why);
}

static enum err
read_milestones(struct arena *a, struct store *s, int64_t seq, struct record *r, struct why *why)
{
	struct rows rows;

	store_ask(s, MILESTONE_OF, NULL, VALUES(value_int(r->key), value_int(seq)), &rows);
	while (rows_next(&rows))
		*array_add(a, &r->milestones) = (struct named_milestone){ get_text(a, &rows, 0),
			{ .weight = (int32_t)rows_int(&rows, 1), .due = get_day(&rows, 2), .accepted = get_day(&rows, 3) } };
	return rows_end(&rows, why);
}

static enum err
read_parties(struct arena *a, struct store *s, int64_t seq, struct record *r, struct why *why)
{
	struct rows rows;

	store_ask(s, PARTY_OF, NULL, VALUES(value_int(r->key), value_int(seq)), &rows);
	while (rows_next(&rows)) {
		struct party_held *p = array_add(a, &r->parties);

		p->part = part_find(rows_text(&rows, 0));
		rows_bytes(&rows, 1, p->who.b, UUID_BYTES);
		p->path = get_text(a, &rows, 2);
	}
	return rows_end(&rows, why);
}

static bool
has_lists(const struct kind *k)
{
	for (size_t i = 0; i < k->fields.n; i++)
		if (k->fields.v[i].type == TYPE_UNITS || k->fields.v[i].type == TYPE_LINK)
			return true;
	return false;
}

static bool
may_pause(const struct kind *k)
{
	for (size_t i = 0; i < k->states.n; i++)
		if (k->states.v[i].pause)
			return true;
	return false;
}

/* What is read at SEQ_NOW is valid from before it, and to SEQ_NOW, which is not greater: it is asked for just before. */
static int64_t
just_before_end(int64_t seq)
{
	return seq == SEQ_NOW ? SEQ_NOW - 1 : seq;
}

enum err
record_complete(struct arena *a, struct store *s, int64_t seq, struct record *r, struct why *why)
{
	const struct kind *k = record_kind(r);
	int64_t at = just_before_end(seq);
	enum err err = read_identity(s, r, why);

	if (err == OK)
		err = read_parties(a, s, at, r, why);
	if (err == OK && has_lists(k))
		err = read_links(a, s, at, r, why);
	if (err == OK && k->clocks.n > 0)
		err = read_clocks(a, s, at, r, why);
	if (err == OK && may_pause(k))
		err = read_pauses(a, s, at, r, why);
	if (err == OK && k->milestones)
		err = read_milestones(a, s, at, r, why);
	return err;
}

enum err
record_read(struct arena *a, struct store *s, const struct scope *scope, const struct ledger *g, struct str kind, int64_t key,
    int64_t seq, struct record *r, struct why *why)
{
	const struct force *force = ledger_force_at(g, seq);
	const struct kind_force *kf = force == NULL ? NULL : force_kind(force, kind);
	enum err err;

	if (kf == NULL)
		return fail(why, E_RECORD, 0, "%.*s", STR_ARG(kind));
	record_blank(a, g, kf, (struct uuid){ { 0 } }, r);
	r->key = key;
	err = read_row(a, s, scope, seq, r, why);
	return err == OK ? record_complete(a, s, seq, r, why) : err;
}

/* Its ledger, kind and key; E_RECORD. */
static enum err
find_by_id(struct arena *a, struct store *s, const struct ledgers *l, struct uuid id, const struct ledger **g, struct str *kind,
    int64_t *key, struct why *why)
{
	struct rows rows;

	*g = NULL;
	store_ask(s, RECORD_KNOWN, NULL, VALUES(value_id(id.b)), &rows);
	if (rows_next(&rows)) {
		*key = rows_int(&rows, 0);
		*g = ledger_by_number(l, rows_int(&rows, 1));
		*kind = arena_str(a, rows_text(&rows, 2));
	}
	if (*g == NULL && rows.err == OK)
		rows.err = fail(&rows.why, E_RECORD, 0, "%s", "");
	return rows_end(&rows, why);
}

enum err
record_read_by_id(struct arena *a, struct store *s, const struct ledgers *l, struct uuid id, struct record *r, struct why *why)
{
	const struct ledger *g = NULL;
	struct str kind = { NULL, 0 };
	int64_t key = 0;
	enum err err = find_by_id(a, s, l, id, &g, &kind, &key, why);

	if (err == OK)
		err = record_read(a, s, NULL, g, kind, key, SEQ_NOW, r, why);
	return err;
}
