#include "ledger/ledgers.h"
#include "ledger/payload.h"
#include "store/event_row.h"

static const struct table_column fixed[RECORD_FIELDS] = {
#define X(id, name, type, indexed, nullable, pairing, tallied) { { "" name, sizeof(name) - 1 }, type, indexed, nullable, pairing, tallied },
	RECORD_COLUMNS(X)
#undef X
};

/* ---- tables ---- */

/* Names of definitions as those of tables: no two become one, for a name never has two hyphens together. */
static struct str
column_name(struct arena *a, struct str key, const char *suffix)
{
	struct str s = arena_printf(a, "%.*s%s", STR_ARG(key), suffix);
	char *p = (char *)s.p;

	for (size_t i = 0; i < s.n; i++)
		if (p[i] == '-')
			p[i] = '_';
	return s;
}

static struct kind_table *
table_of(struct ledgers *l, struct str key, struct str kind)
{
	struct kind_table *t;

	for (size_t i = 0; i < l->tables.n; i++)
		if (str_eq(l->tables.v[i]->key, key) && str_eq(l->tables.v[i]->kind, kind))
			return l->tables.v[i];
	t = arena_zalloc(l->arena, sizeof *t);
	*t = (struct kind_table){ .key = key, .kind = kind };
	for (size_t i = 0; i < RECORD_FIELDS; i++)
		*array_add(l->arena, &t->columns) = fixed[i];
	*array_add(l->arena, &l->tables) = t;
	return t;
}

static struct field_column *
known_field(struct kind_table *t, struct str field)
{
	for (size_t i = 0; i < t->fields.n; i++)
		if (str_eq(t->fields.v[i].field, field))
			return &t->fields.v[i];
	return NULL;
}

static enum table_pairing
pairing_of(const struct field_rule *f)
{
	if (!f->list)
		return PAIR_NONE;
	return f->type == TYPE_CHOICE ? PAIR_FEW : f->type == TYPE_DAY ? PAIR_ORDERS : PAIR_CARRIED;
}

/* The field's first column, made where it has none yet. */
static enum err
place_field(struct ledgers *l, struct kind_table *t, const struct field_rule *f, size_t *at, struct why *why)
{
	struct field_column *known = known_field(t, f->key);
	enum column_type types[FIELD_COLUMNS];
	const char *suffix[FIELD_COLUMNS];
	size_t n = field_columns((enum field_type)f->type, types, suffix);

	if (known != NULL && known->type != f->type)
		return fail(why, E_UPGRADE, 0, "%.*s", STR_ARG(f->key));
	if (known == NULL) {
		known = array_add(l->arena, &t->fields);
		*known = (struct field_column){ f->key, f->type, t->columns.n - RECORD_FIELDS };
		for (size_t i = 0; i < n; i++)
			*array_add(l->arena, &t->columns) = (struct table_column){ column_name(l->arena, f->key, suffix[i]), types[i],
				.indexed = f->list && i == 0, .nullable = true, .pairing = pairing_of(f) };
	}
	*at = known->at;
	return OK;
}

#define CUT "___"	/* three in a row stand in no other name */
#define CUT_HASH 4	/* bytes */

/* What is too long ends in a hash of the whole. */
static enum err
cut_name(struct arena *a, struct str *name, struct why *why)
{
	size_t kept = TABLE_NAME_MOST - (sizeof CUT - 1) - 2 * CUT_HASH;
	struct hash h;
	enum err err = hash_bytes(HASH_SHA256, *name, &h);

	if (err != OK)
		return fail(why, err, 0, "%.*s", STR_ARG(*name));
	*name = arena_printf(a, "%.*s" CUT "%02x%02x%02x%02x", (int)kept, name->p, h.b[0], h.b[1], h.b[2], h.b[3]);
	return OK;
}

static enum err
shape_of(struct ledgers *l, const struct kind_table *t, struct table_shape *out, struct why *why)
{
	struct str key = column_name(l->arena, t->key, "__"), kind = column_name(l->arena, t->kind, "");

	*out = (struct table_shape){ arena_printf(l->arena, "%.*s%.*s", STR_ARG(key), STR_ARG(kind)), t->columns.v, t->columns.n };
	if (t->columns.n > TABLE_COLUMNS_MOST)
		return fail(why, E_UPGRADE, 0, "%.*s: %zu", STR_ARG(t->kind), t->columns.n);
	return out->name.n <= TABLE_NAME_MOST ? OK : cut_name(l->arena, &out->name, why);
}

/* ---- lamps ---- */

static struct lamp_rules
lamps_of(struct arena *a, const struct definition *d, const struct kind *k)
{
	struct lamp_state *palette = arena_zalloc(a, (d->palette.n + 1) * sizeof *palette);
	struct lamp_row *rows = arena_zalloc(a, (k->lamps.n + 1) * sizeof *rows);

	for (size_t i = 0; i < d->palette.n; i++) {
		const struct lamp *l = &d->palette.v[i];

		palette[i] = (struct lamp_state){ l->key, l->label.zh, l->label.en, l->colour, l->mark };
	}
	for (size_t i = 0; i < k->lamps.n; i++) {
		const struct lamp_rule *r = &k->lamps.v[i];

		rows[i] = (struct lamp_row){ r->show, r->left, r->overdue, r->lag, r->closed, r->paused, { NULL, 0 },
			r->when == NULL ? 0 : UINT64_C(1) << i };
	}
	return (struct lamp_rules){ palette, rows, (int)d->palette.n, (int)k->lamps.n, false };
}

/* ---- definitions in force ---- */

static enum err
place_kind(struct ledgers *l, const struct definition *d, const struct kind *k, struct kind_force *out, struct why *why)
{
	enum err err = OK;

	*out = (struct kind_force){ k, table_of(l, d->key, k->key), arena_alloc(l->arena, (k->fields.n + 1) * sizeof *out->at),
		lamps_of(l->arena, d, k) };
	for (size_t i = 0; i < k->fields.n && err == OK; i++)
		err = place_field(l, out->table, &k->fields.v[i], &out->at[i], why);
	return err;
}

static enum err
write_table(struct ledgers *l, struct kind_table *t, struct why *why)
{
	struct table_shape shape;
	enum err err = shape_of(l, t, &shape, why);

	return err == OK ? table_write(l->arena, &shape, &t->store, why) : err;
}

/* Columns that are new stand behind those that were; the texts of each table are written anew. */
static enum err
place_kinds(struct ledgers *l, struct force *f, struct why *why)
{
	const struct definition *d = f->d;
	enum err err = OK;

	f->kinds = arena_zalloc(l->arena, (d->kinds.n + 1) * sizeof *f->kinds);
	for (size_t i = 0; i < d->kinds.n && err == OK; i++) {
		err = place_kind(l, d, &d->kinds.v[i], &f->kinds[i], why);
		if (err == OK)
			err = write_table(l, f->kinds[i].table, why);
	}
	return err;
}

static struct force *
known_force(const struct ledgers *l, int64_t id)
{
	for (size_t i = 0; i < l->forces.n; i++)
		if (l->forces.v[i]->id == id)
			return l->forces.v[i];
	return NULL;
}

/* The definition of that number, read, but not placed. */
static enum err
read_force(struct ledgers *l, struct store *s, int64_t id, struct force *f, struct why *why)
{
	struct faults faults = { .arena = l->arena };
	struct rows rows;

	f->id = id;
	store_ask(s, DEFINITION_GET, NULL, VALUES(value_int(id)), &rows);
	if (rows_next(&rows) && hash_kind_parse(rows_text(&rows, 0), &f->hash_kind)) {
		rows_bytes(&rows, 1, f->hash.b, HASH_BYTES);
		faults.text = arena_str(l->arena, rows_blob(&rows, 2));
		f->d = definition_load(&faults);
	}
	if (rows.err == OK && f->d == NULL)
		rows.err = fail(&rows.why, E_BROKEN, 0, "definition %lld", (long long)id);
	return rows_end(&rows, why);
}

static enum err
force_of(struct ledgers *l, struct store *s, int64_t id, struct force **out, struct why *why)
{
	enum err err;

	*out = known_force(l, id);
	if (*out != NULL)
		return OK;
	*out = arena_zalloc(l->arena, sizeof **out);
	err = read_force(l, s, id, *out, why);
	if (err == OK)
		err = place_kinds(l, *out, why);
	if (err == OK)
		*array_add(l->arena, &l->forces) = *out;
	return err;
}

const struct kind_force *
force_kind(const struct force *f, struct str kind)
{
	for (size_t i = 0; i < f->d->kinds.n; i++)
		if (str_eq(f->d->kinds.v[i].key, kind))
			return &f->kinds[i];
	return NULL;
}

/* ---- reading ---- */

static struct ledger *
ledger_find(const struct ledgers *l, int64_t number)
{
	for (size_t i = 0; i < l->list.n; i++)
		if (l->list.v[i]->number == number)
			return l->list.v[i];
	return NULL;
}

const struct ledger *
ledger_by_number(const struct ledgers *l, int64_t number)
{
	return ledger_find(l, number);
}

const struct ledger *
ledger_by_code(const struct ledgers *l, struct str code)
{
	for (size_t i = 0; i < l->list.n; i++)
		if (str_eq(l->list.v[i]->code, code))
			return l->list.v[i];
	return NULL;
}

const struct force *
ledger_force_at(const struct ledger *g, int64_t seq)
{
	for (size_t i = g->forces.n; i > 0; i--)
		if (g->forces.v[i - 1].seq <= seq)
			return g->forces.v[i - 1].force;
	return NULL;
}

static void
set_force(struct ledgers *l, struct ledger *g, int64_t seq, const struct force *force)
{
	g->force = force;
	*array_add(l->arena, &g->forces) = (struct force_since){ seq, force };
}

static struct ledger *
ledger_new(struct ledgers *l, int64_t number)
{
	struct ledger *g = ledger_find(l, number);

	if (g != NULL)
		return g;
	g = arena_zalloc(l->arena, sizeof *g);
	g->number = number;
	*array_add(l->arena, &l->list) = g;
	return g;
}

/* Rows come in the order in which definitions came into force: so do columns. */
static enum err
read_register(struct ledgers *l, struct store *s, struct rows *rows, struct why *why)
{
	struct force *force;
	enum err err = force_of(l, s, rows_int(rows, 5), &force, why);
	struct ledger *g = ledger_new(l, rows_int(rows, 0));

	rows_bytes(rows, 1, g->id.b, UUID_BYTES);
	g->code = arena_str(l->arena, rows_text(rows, 2));
	g->name = arena_str(l->arena, rows_text(rows, 3));
	g->round = arena_str(l->arena, rows_text(rows, 4));
	g->archived = rows_int(rows, 6) != 0;
	set_force(l, g, rows_int(rows, 7), force);
	return err;
}

enum err
ledgers_load(struct ledgers *l, struct arena *a, struct store *s, const struct calendar *calendar, struct why *why)
{
	struct rows rows;
	enum err err = OK;

	*l = (struct ledgers){ .arena = a, .calendar = calendar };
	store_ask(s, REGISTER_LIST, NULL, NO_VALUES, &rows);
	while (err == OK && rows_next(&rows))
		err = read_register(l, s, &rows, why);
	return err == OK ? rows_end(&rows, why) : (rows_end(&rows, NULL), err);
}

/* ---- rows ---- */

/* Tables as they are to be from now on: made, or made wider. */
static enum err
settle_tables(struct store *s, struct force *f, const size_t *had, struct why *why)
{
	enum err err = OK;

	for (size_t i = 0; i < f->d->kinds.n && err == OK; i++) {
		struct kind_table *t = f->kinds[i].table;
		bool fresh;

		if (had[i] == 0)
			err = table_make(s, &t->store, &fresh, why);
		else if (had[i] < t->columns.n)
			err = table_widen(s, &t->store, had[i], why);
	}
	return err;
}

/* Before a definition is placed: how many columns each of its tables has; 0 of one that is not there. */
static enum err
put_in_force(struct ledgers *l, struct store *s, int64_t id, struct force **out, struct why *why)
{
	struct force *f = known_force(l, id);
	size_t had[DEFINITION_KINDS] = { 0 };
	enum err err;

	*out = f;
	if (f != NULL)
		return OK;
	f = *out = arena_zalloc(l->arena, sizeof *f);
	err = read_force(l, s, id, f, why);
	for (size_t i = 0; err == OK && i < f->d->kinds.n; i++)
		for (size_t j = 0; j < l->tables.n; j++)
			if (str_eq(l->tables.v[j]->key, f->d->key) && str_eq(l->tables.v[j]->kind, f->d->kinds.v[i].key))
				had[i] = l->tables.v[j]->columns.n;
	if (err == OK)
		err = place_kinds(l, f, why);
	if (err == OK)
		err = settle_tables(s, f, had, why);
	if (err == OK)
		*array_add(l->arena, &l->forces) = f;
	return err;
}

static enum err
definition_of(struct store *s, const struct event *e, int64_t *id, struct why *why)
{
	bool found = false;
	enum err err = !e->defined ? OK : store_int(s, DEFINITION_FIND, VALUES(value_text(cstr(hash_name(e->definition_kind))),
	    value_hash(e->definition.b)), id, &found, why);

	return err != OK || found ? err : fail(why, E_BROKEN, e->number, "definition");
}

static enum err
put_register(struct store *s, int64_t seq, const struct ledger *g, struct why *why)
{
	enum err err = store_do(s, REGISTER_END, VALUES(value_int(seq), value_int(g->number)), why);

	return err != OK ? err : store_do(s, REGISTER_ADD, VALUES(value_int(g->number), value_text(g->code), value_text(g->name),
	    value_text(g->round), value_int(g->force->id), value_int(g->archived), value_int(seq), value_int(SEQ_NOW)), why);
}

/* Records in a state that the new version calls otherwise are, from seq on, in the state of that name. */
static enum err
rename_states(struct ledgers *l, struct store *s, int64_t seq, int64_t ledger, const struct force *force, struct why *why)
{
	enum err err = OK;

	for (size_t i = 0; i < force->d->kinds.n && err == OK; i++) {
		const struct kind *k = &force->d->kinds.v[i];
		const struct kind_table *t = force->kinds[i].table;
		ARRAY(struct exchange) list = { 0 };

		for (size_t j = 0; j < force->d->renamings.n; j++) {
			const struct renaming *r = &force->d->renamings.v[j];

			if (str_eq(r->kind, k->key))
				*array_add(l->arena, &list) = (struct exchange){ r->from, k->states.v[r->to].key };
		}
		if (list.n > 0)
			err = table_exchange(s, &t->store, seq, ledger, RECORD_STATE, list.v, list.n, why);
	}
	return err;
}

/* Reads the payload of what begins a ledger. */
static enum err
take_names(struct ledgers *l, struct ledger *g, const struct event *e, struct why *why)
{
	struct payload p;

	payload_begin(&p, e->payload);
	g->id = e->ledger;
	g->code = arena_str(l->arena, payload_text(&p, "code"));
	g->name = e->removed ? g->code : arena_str(l->arena, payload_text(&p, "name"));
	g->round = arena_str(l->arena, payload_text(&p, "round"));
	return payload_end(&p, why);
}

enum err
ledgers_fold(struct ledgers *l, struct store *s, int64_t seq, const struct event *e, struct why *why)
{
	int64_t number = 0, id = 0;
	struct force *force;
	struct ledger *g;
	enum err err = store_int(s, LEDGER_NUMBER, VALUES(value_id(e->ledger.b)), &number, NULL, why);

	if (err == OK)
		err = definition_of(s, e, &id, why);
	if (err == OK)
		err = put_in_force(l, s, id, &force, why);
	if (err != OK)
		return err;
	g = ledger_new(l, number);
	if (engine_event_find(e->type) == EVENT_LEDGER_BEGUN)
		err = take_names(l, g, e, why);
	else if (g->force == NULL)
		err = fail(why, E_BROKEN, e->number, "%.*s", STR_ARG(e->type));
	if (err == OK && engine_event_find(e->type) == EVENT_LEDGER_UPGRADED)
		err = rename_states(l, s, seq, number, force, why);
	set_force(l, g, seq, force);
	g->archived |= engine_event_find(e->type) == EVENT_LEDGER_ARCHIVED;
	return err == OK ? put_register(s, seq, g, why) : err;
}

enum err
ledgers_tend(const struct ledgers *l, struct store *s, struct why *why)
{
	enum err err = OK;

	for (size_t i = 0; i < l->tables.n && err == OK; i++)
		err = table_tend(s, &l->tables.v[i]->store, TABLE_LARGE, why);
	return err;
}
