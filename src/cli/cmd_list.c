/* bihuan list: records of a ledger: those for which something holds, in an order; or how many there are of each. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/cells.h"
#include "cli/records.h"
#include "store/table_list.h"

#define LIMIT 50
#define LIMIT_MOST 100000

struct listing {
	struct records r;
	const struct ledger *ledger;
	const struct kind_force *kind;
	struct scope scope;
	bool narrow;		/* a field is named that is for fewer eyes: by what it says, no more is told than to them */
	unsigned see;
	struct table_filter filters[FILTERS_MOST];
	struct table_query q;
};

/* ---- columns by their names ---- */

static const struct { struct str name; size_t column; } builtins[] = {
	{ STR("number"), RECORD_NUMBER }, { STR("state"), RECORD_STATE }, { STR("due"), RECORD_DUE }, { STR("lamp"), RECORD_LAMP },
	{ STR("evidence"), RECORD_EVIDENCE },
};

/* A field that the definition lists, or what every record has. *f: the field, or NULL. */
static enum err
find_column(struct listing *l, struct str name, size_t *column, const struct field_rule **f)
{
	const struct kind *k = l->kind->kind;

	*f = NULL;
	for (size_t i = 0; i < sizeof builtins / sizeof builtins[0]; i++)
		if (str_eq(name, builtins[i].name)) {
			*column = builtins[i].column;
			return OK;
		}
	for (size_t i = 0; i < k->fields.n; i++) {
		const struct field_rule *rule = &k->fields.v[i];

		if (!rule->list || rule->type == TYPE_UNITS || rule->type == TYPE_LINK ||
		    !(str_eq(name, rule->key) || str_eq(name, rule->label.zh)))
			continue;
		*f = rule;
		if (rule->see != 0) {
			l->see = l->narrow ? l->see & rule->see : rule->see;
			l->narrow = true;
		}
		*column = RECORD_FIELDS + l->kind->at[i];
		return OK;
	}
	return desk_refuse(l->r.desk, arena_printf(l->r.desk->arena, "%.*s", STR_ARG(name)).p, SAY_NO_FIELD, E_USAGE);
}

/* ---- filters ---- */

/* Its key, where the text is that or what people call it; else empty. */
static struct str
state_named(const struct kind *k, struct str text)
{
	for (size_t i = 0; i < k->states.n; i++) {
		const struct state *s = &k->states.v[i];

		if (str_eq(text, s->key) || str_eq(text, s->label.zh) || str_eq(text, s->label.en))
			return s->key;
	}
	return (struct str){ NULL, 0 };
}

static struct str
lamp_named(const struct lamp_rules *rules, struct str text)
{
	for (int i = 0; i < rules->states; i++) {
		const struct lamp_state *s = &rules->palette[i];

		if (str_eq(text, s->name) || str_eq(text, s->zh) || str_eq(text, s->en) || str_eq(text, s->mark))
			return s->name;
	}
	return (struct str){ NULL, 0 };
}

static enum err
take_word_of(struct listing *l, struct str found, struct str text, struct value *v)
{
	*v = value_text(found);
	return found.n > 0 ? OK : fail(&l->r.desk->why, E_VALUE, 0, "%.*s", STR_ARG(text));
}

static enum err
builtin_value(struct listing *l, size_t column, struct str text, struct value *v)
{
	int64_t n = 0;
	int32_t day = 0;
	enum err err;

	switch (column) {
	case RECORD_DUE:
		err = desk_day(l->r.desk, arena_printf(l->r.desk->arena, "%.*s", STR_ARG(text)).p, &day);
		*v = value_int(day);
		return err;
	case RECORD_EVIDENCE:
		if (!number_parse(text, &n) || n % NUMBER_ONE != 0)
			return fail(&l->r.desk->why, E_VALUE, 0, "%.*s", STR_ARG(text));
		*v = value_int(n / NUMBER_ONE);
		return OK;
	case RECORD_STATE:
		return take_word_of(l, state_named(l->kind->kind, text), text, v);
	case RECORD_LAMP:
		return take_word_of(l, lamp_named(&l->kind->lamps, text), text, v);
	default:
		*v = value_text(arena_str(l->r.desk->arena, text));
		return OK;
	}
}

static enum err
field_value_of(struct listing *l, const struct field_rule *f, struct str text, struct value *v)
{
	struct field_value value;
	struct value columns[FIELD_COLUMNS];
	enum err err = records_value(&l->r, l->ledger, f, text, &value);

	if (err == OK) {
		field_put_row(f, &value, columns);
		*v = columns[0];
	}
	return err;
}

static const struct { struct str sign; enum table_test test; } signs[] = {	/* the longer first */
	{ STR("<="), TEST_MOST }, { STR(">="), TEST_LEAST }, { STR("<"), TEST_BELOW }, { STR(">"), TEST_ABOVE }, { STR("="), TEST_IS },
};

static bool
cut_word(struct str word, struct str *name, enum table_test *test, struct str *value)
{
	size_t at = 0;

	while (at < word.n && word.p[at] != '<' && word.p[at] != '>' && word.p[at] != '=')
		at++;
	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (str_starts(str_slice(word, at, word.n), signs[i].sign)) {
			*name = str_slice(word, 0, at);
			*test = signs[i].test;
			*value = str_slice(word, at + signs[i].sign.n, word.n);
			return true;
		}
	return false;
}

/* FIELD=VALUE, FIELD<=VALUE …; "FIELD=" where it is not set, "FIELD=*" where it is. */
static enum err
take_filter(struct listing *l, const char *word)
{
	struct table_filter *t = &l->filters[l->q.nfilters];
	const struct field_rule *f;
	struct str name, value;
	enum err err;

	if (!cut_word(cstr(word), &name, &t->test, &value) || l->q.nfilters == FILTERS_MOST)
		return desk_refuse(l->r.desk, word, SAY_NO_FIELD, E_USAGE);
	err = find_column(l, name, &t->column, &f);
	if (err != OK)
		return err;
	l->q.nfilters++;
	if (value.n == 0 || str_eq(value, STR("*"))) {
		t->test = value.n == 0 ? TEST_ABSENT : TEST_PRESENT;
		return OK;
	}
	return f == NULL ? builtin_value(l, t->column, value, &t->value) : field_value_of(l, f, value, &t->value);
}

static enum err
take_unit(struct listing *l)
{
	struct uuid unit;
	struct rows rows;
	enum err err = desk_option_unit(l->r.desk, &unit);

	if (err != OK || uuid_is_nil(unit))
		return err;
	store_ask(l->r.desk->site.store, UNIT_NOW, NULL, VALUES(value_id(unit.b)), &rows);
	if (rows_next(&rows)) {
		l->q.from = arena_str(l->r.desk->arena, rows_text(&rows, 0));
		l->q.to = arena_printf(l->r.desk->arena, "%.*s~", STR_ARG(l->q.from));
	}
	return rows_end(&rows, &l->r.desk->why);
}

static enum err
take_order(struct listing *l)
{
	const char *word = l->r.desk->call->opt[OPT_SORT];
	const struct field_rule *f;

	l->q.order = TABLE_KEY;
	if (word == NULL)
		return OK;
	l->q.descending = word[0] == '-';
	return find_column(l, cstr(word + l->q.descending), &l->q.order, &f);
}

static enum err
take_limit(struct listing *l)
{
	const char *word = l->r.desk->call->opt[OPT_LIMIT];
	char *end;
	long n = LIMIT;

	if (word != NULL) {
		n = strtol(word, &end, 10);
		if (*end != '\0' || n < 1 || n > LIMIT_MOST)
			return desk_refuse(l->r.desk, word, SAY_WRONG_COUNT, E_USAGE);
	}
	l->q.limit = (size_t)n;
	return OK;
}

/* The kind as the definition of that time has it. */
static enum err
take_kind_then(struct listing *l)
{
	const struct force *force = ledger_force_at(l->ledger, l->q.seq);
	struct str key = l->kind->kind->key;

	l->kind = force == NULL ? NULL : force_kind(force, key);
	return l->kind != NULL ? OK : desk_refuse(l->r.desk, arena_printf(l->r.desk->arena, "%.*s", STR_ARG(key)).p, SAY_NO_KIND, E_ABSENT);
}

static enum err
take_scope(struct listing *l)
{
	struct desk *d = l->r.desk;

	if (l->narrow)
		return rights_scope_of_field(d->arena, &l->r.teller.actor, l->ledger, l->kind->kind, l->see, &l->scope, &d->why);
	return rights_scope(d->arena, &l->r.teller.actor, l->ledger, l->kind->kind, &l->scope, &d->why);
}

static enum err
take_all(struct listing *l)
{
	const struct call *c = l->r.desk->call;
	enum err err = records_ledger(&l->r, &l->ledger);

	if (err == OK)
		err = records_kind(&l->r, l->ledger, &l->kind);
	l->q.seq = l->r.teller.seq;
	if (err == OK)
		err = take_kind_then(l);
	for (size_t i = 0; i < c->nfiles && err == OK; i++)
		err = take_filter(l, c->files[i]);
	if (err == OK)
		err = take_unit(l);
	if (err == OK)
		err = take_order(l);
	l->q.scope = &l->scope;
	l->q.ledger = l->ledger == NULL ? 0 : l->ledger->number;
	l->q.filters = l->filters;
	return err == OK ? take_limit(l) : err;
}

/* ---- rows ---- */

static void
add_row(struct listing *l, struct cells *cells, const struct record *rec)
{
	struct arena *a = l->r.desk->arena;

	cells_add(a, cells, rec->number);
	cells_add(a, cells, rec->lamp.show < 0 ? STR("") : rec->kind->lamps.palette[rec->lamp.show].mark);
	cells_add(a, cells, tell_label(&l->r.teller, record_kind(rec)->states.v[rec->state].label));
	cells_add(a, cells, tell_day(&l->r.teller, rec->due));
	cells_add(a, cells, tell_part(&l->r.teller, rec, PART_LEAD));
	cells_add(a, cells, tell_part(&l->r.teller, rec, PART_TITLE));
}

/* All rows first: while they are read, no other question may change what names stand for. */
static enum err
read_page(struct listing *l, struct record **records, size_t *n)
{
	ARRAY(struct record) list = { 0 };
	struct desk *d = l->r.desk;
	struct rows rows;

	l->q.limit++;
	table_page(d->site.store, &l->kind->table->store, &l->q, &rows);
	while (rows_next(&rows)) {
		struct record rec;

		record_of_row(d->arena, l->ledger, l->kind, &rows, &rec);
		*array_add(d->arena, &list) = rec;
	}
	l->q.limit--;
	*records = list.v;
	*n = list.n;
	return rows_end(&rows, &d->why);
}

static enum err
list_rows(struct listing *l)
{
	struct desk *d = l->r.desk;
	struct cells cells = { .columns = 6 };
	struct record *records;
	size_t n = 0;
	enum err err = take_scope(l);
	bool more;

	if (err == OK)
		err = read_page(l, &records, &n);
	if (err != OK)
		return err;
	more = n > l->q.limit;
	if (desk_json(d))
		desk_list_begin(d, "bihuan.records/1", "records");
	for (size_t i = 0; i < n - more && err == OK; i++) {
		err = record_complete(d->arena, d->site.store, l->q.seq, &records[i], &d->why);
		if (!desk_json(d)) {
			add_row(l, &cells, &records[i]);
			continue;
		}
		desk_list_next(d);
		tell_put_json(&l->r.teller, &l->r.desk->out, &records[i], rights_parties(&l->r.teller.actor, &records[i]));
	}
	if (desk_json(d)) {
		desk_list_end(d);
		return err;
	}
	cells_print(&d->out, &cells);
	if (more)
		buf_printf(&d->out, "%s\n", say_text(SAY_MORE, d->call->voice.lang));
	return err;
}

/* ---- counts ---- */

static struct str
shown(struct listing *l, struct rows *rows, size_t column, const struct field_rule *f)
{
	struct field_value v = { .set = true };
	struct arena *a = l->r.desk->arena;
	char day[DATE_TEXT];

	if (rows_null(rows, 0))
		return STR("");
	if (column == RECORD_DUE)
		return arena_str(a, (struct str){ day, date_print(day, date_of_days((int32_t)rows_int(rows, 0))) });
	if (column == RECORD_EVIDENCE)
		return arena_printf(a, "%lld", (long long)rows_int(rows, 0));
	if (f == NULL || f->type == TYPE_TEXT || f->type == TYPE_CHOICE)
		return arena_str(a, rows_text(rows, 0));
	field_get_row(a, f, rows, 0, &v);
	return tell_text(&l->r.teller, f, &v);
}

static enum err
list_counts(struct listing *l, const char *by)
{
	struct desk *d = l->r.desk;
	struct cells cells = { .columns = 2 };
	const struct field_rule *f;
	size_t column;
	struct rows rows;
	enum err err = find_column(l, cstr(by), &column, &f);

	if (err == OK)
		err = take_scope(l);
	if (err != OK)
		return err;
	if (desk_json(d))
		desk_list_begin(d, "bihuan.counts/1", "counts");
	table_count(d->site.store, &l->kind->table->store, &l->q, column, &rows);
	while (rows_next(&rows)) {
		struct str value = shown(l, &rows, column, f);

		if (desk_json(d)) {
			desk_list_next(d);
			json_member_text(&d->out, "value", value);
			buf_printf(&d->out, ",\"count\":%lld", (long long)rows_int(&rows, 1));
			continue;
		}
		cells_add(d->arena, &cells, arena_printf(d->arena, "%lld", (long long)rows_int(&rows, 1)));
		cells_add(d->arena, &cells, value);
	}
	if (desk_json(d))
		desk_list_end(d);
	else
		cells_print(&d->out, &cells);
	return rows_end(&rows, &d->why);
}

static enum err
do_list(struct desk *d)
{
	struct listing l = { .q.order = TABLE_KEY };
	const char *by = d->call->opt[OPT_BY];
	enum err err = records_open(d, &l.r);

	if (err == OK)
		err = take_all(&l);
	if (err != OK)
		return err;
	return by != NULL ? list_counts(&l, by) : list_rows(&l);
}

static enum err
list_run(const struct call *c)
{
	return desk_read(c, do_list);
}

const struct command command_list = {
	.name = "list",
	.run = list_run,
	.usage_zh = "[字段=内容]… [--sort 字段] [--by 字段] [--unit 单位] [--as-of 日期] [--limit N] [--ledger 代号] [--kind 种类]",
	.usage_en = "[FIELD=VALUE]... [--sort FIELD] [--by FIELD] [--unit NAME] [--as-of DAY] [--limit N] [--ledger CODE] [--kind KIND]",
	.zh = "列出您能看到的事项，或数各有多少",
	.en = "the records that you may see, or how many there are of each",
	.takes = TAKES(DB) | TAKES(JSON) | TAKES(LEDGER) | TAKES(KIND) | TAKES(SORT) | TAKES(BY) | TAKES(UNIT) | TAKES(AS_OF) | TAKES(LIMIT) |
	    TAKES(FOR),
};
