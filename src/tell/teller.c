#include "tell/teller.h"
#include "base/json.h"
#include "ledger/decide.h"
#include "ledger/payload.h"

/* ---- records ---- */

static enum err
kind_of(struct teller *t, int64_t key, const struct ledger *g, const struct kind_force **out)
{
	struct rows rows;
	enum err err;

	*out = NULL;
	store_ask(t->store, RECORD_KIND, NULL, VALUES(value_int(key), value_int(g->number)), &rows);
	if (rows_next(&rows))
		*out = force_kind(g->force, rows_text(&rows, 0));
	err = rows_end(&rows, t->why);
	return err != OK || *out != NULL ? err : fail(t->why, E_RECORD, 0, "%s", "");
}

enum err
tell_read(struct teller *t, const struct ledger *g, int64_t key, struct record *out)
{
	const struct kind_force *kf = NULL;
	struct scope scope;
	enum err err = kind_of(t, key, g, &kf);

	if (err != OK || kf == NULL)
		return err;
	err = rights_scope(t->arena, &t->actor, g, kf->kind, &scope, t->why);
	return err != OK ? err : record_read(t->arena, t->store, &scope, g, kf->kind->key, key, t->seq, out, t->why);
}

enum err
tell_read_id(struct teller *t, struct uuid id, struct record *out)
{
	const struct ledger *g = NULL;
	int64_t key = 0;
	struct rows rows;
	enum err err;

	store_ask(t->store, RECORD_SEEN, &scope_all, VALUES(value_id(id.b)), &rows);
	if (rows_next(&rows)) {
		key = rows_int(&rows, 0);
		g = ledger_by_number(t->ledgers, rows_int(&rows, 1));
	}
	err = rows_end(&rows, t->why);
	if (err != OK)
		return err;
	return g == NULL ? fail(t->why, E_RECORD, 0, "%s", "") : tell_read(t, g, key, out);
}

/* ---- values for people ---- */

/* What a row tells in that column; empty where there is none. */
static struct str
one_text(struct teller *t, enum statement st, struct uuid id, unsigned column)
{
	struct str s = { NULL, 0 };
	struct rows rows;

	store_ask(t->store, st, NULL, VALUES(value_id(id.b)), &rows);
	if (rows_next(&rows))
		s = arena_str(t->arena, rows_text(&rows, column));
	rows_end(&rows, NULL);
	return s;
}

static struct str
ask_name(struct teller *t, int type, struct uuid id)
{
	static const struct { enum statement st; unsigned column; } of[TYPE_COUNT] = {
		[TYPE_UNIT] = { UNIT_NOW, 1 }, [TYPE_UNITS] = { UNIT_NOW, 1 }, [TYPE_PERSON] = { PERSON_NOW, 0 }, [TYPE_POST] = { POST_NOW, 1 },
	};
	struct record target;
	struct str name = { NULL, 0 };
	char text[UUID_TEXT];

	if (of[type].st != 0)
		name = one_text(t, of[type].st, id, of[type].column);
	else if (record_read_by_id(t->arena, t->store, t->ledgers, id, &target, NULL) == OK)
		name = target.number;
	return name.n > 0 ? name : arena_str(t->arena, (struct str){ text, uuid_print(text, id) });
}

struct str
tell_name(struct teller *t, int type, struct uuid id)
{
	struct str key = arena_str(t->arena, (struct str){ (const char *)id.b, UUID_BYTES });
	uint32_t *place = map_put(t->arena, &t->names, key);

	if (*place == 0) {
		*array_add(t->arena, &t->called) = ask_name(t, type, id);
		*place = (uint32_t)t->called.n;
	}
	return t->called.v[*place - 1];
}

static struct str
names_text(struct teller *t, const struct field_rule *f, const struct field_value *v)
{
	struct str s = { NULL, 0 };

	for (size_t i = 0; i < v->n; i++) {
		struct str name = tell_name(t, f->type, v->ids[i]);

		s = i == 0 ? name : arena_printf(t->arena, "%.*s、%.*s", STR_ARG(s), STR_ARG(name));
	}
	return s;
}

struct str
tell_date(struct arena *a, int32_t day)
{
	char text[DATE_TEXT];

	return !day_valid(day) ? STR("") : arena_str(a, (struct str){ text, date_print(text, date_of_days(day)) });
}

struct str
tell_day(struct teller *t, int32_t day)
{
	return tell_date(t->arena, day);
}

struct str
tell_time(struct arena *a, int64_t time)
{
	char text[INSTANT_TEXT];

	instant_print(text, time + OFFSET_CHINA * 60 * INSTANT_SECOND);
	return arena_printf(a, "%.10s %.5s", text, text + 11);
}

void
tell_put_day(struct buf *b, const char *member, int32_t day)
{
	json_member_date(b, member, day_valid(day) ? date_of_days(day) : (struct date){ 0 });
}

struct str
tell_label(const struct teller *t, struct label label)
{
	return label_in(label, t->lang);
}

static struct str
quantity_text(struct arena *a, const struct field_value *v)
{
	char number[NUMBER_TEXT];

	number_print(number, v->number);
	return arena_printf(a, "%.*s%s%.*s", STR_ARG(v->cmp), number, STR_ARG(v->text));
}

static struct str
choice_text(struct teller *t, const struct field_rule *f, const struct field_value *v)
{
	int i = field_choice(f, v->text);

	if (i < 0)
		return v->text;
	return tell_label(t, f->choices.v[i].label);
}

/* A member of a document's JSON; empty where it has none. */
static struct str
document_member(struct arena *a, struct str json, const char *member)
{
	struct payload p;
	struct str s;

	payload_begin(&p, json);
	s = arena_str(a, payload_text(&p, member));
	return payload_end(&p, NULL) == OK ? s : (struct str){ NULL, 0 };
}

/* The words that it cites, else the name of its file, else all of it. */
static struct str
document_text(struct arena *a, struct str json)
{
	struct str words = document_member(a, json, "text"), name = document_member(a, json, "name");

	return words.n > 0 ? words : name.n > 0 ? name : json;
}

struct str
tell_text(struct teller *t, const struct field_rule *f, const struct field_value *v)
{
	struct arena *a = t->arena;

	if (!v->set)
		return (struct str){ NULL, 0 };
	switch (f->type) {
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
	case TYPE_QUANTITY:
		return quantity_text(a, v);
	case TYPE_DAY:
		return tell_day(t, (int32_t)v->number);
	case TYPE_CHOICE:
		return choice_text(t, f, v);
	case TYPE_FLAG:
		return tell_label(t, v->number ? (struct label){ STR("是"), STR("yes") } : (struct label){ STR("否"), STR("no") });
	case TYPE_TEXT:
	case TYPE_LONG_TEXT:
		return v->text;
	case TYPE_DOCUMENT:
		return document_text(a, v->text);
	default:
		return names_text(t, f, v);
	}
}

struct str
tell_part(struct teller *t, const struct record *rec, enum part part)
{
	int i = kind_part(record_kind(rec), part);
	const struct field_rule *f = i < 0 ? NULL : &record_kind(rec)->fields.v[i];

	if (f == NULL || (f->see != 0 && !rights_sees_field(f, rights_parties(&t->actor, rec))))
		return STR("");
	return tell_text(t, f, &rec->fields[i]);
}

/* ---- a record in JSON ---- */

static void
put_field(struct teller *t, struct buf *b, const struct field_rule *f, const struct field_value *v)
{
	JSON_PUT(b, "{\"value\":");
	field_put_json(b, f, v);
	JSON_PUT(b, ",\"text\":");
	json_str_or_null(b, tell_text(t, f, v));
	JSON_PUT(b, "}");
}

static void
put_fields(struct teller *t, struct buf *b, const struct record *rec, unsigned parties)
{
	const struct kind *k = record_kind(rec);
	bool some = false;

	JSON_PUT(b, ",\"fields\":{");
	for (size_t i = 0; i < k->fields.n; i++) {
		if (!rec->fields[i].set || !rights_sees_field(&k->fields.v[i], parties))
			continue;
		if (some)
			buf_putc(b, ',');
		some = true;
		json_str(b, k->fields.v[i].key);
		buf_putc(b, ':');
		put_field(t, b, &k->fields.v[i], &rec->fields[i]);
	}
	JSON_PUT(b, "}");
}

struct str
tell_lamp_reason(struct teller *t, const struct record *rec)
{
	const struct lamp_facts facts = decide_facts(t->arena, rec);
	struct lamp_told told;
	char why[LAMP_REASON];

	if (rec->kind->lamps.count == 0)
		return STR("");
	told = lamp_tell(&rec->kind->lamps, t->calendar, &facts, t->today, &(bool){ true });
	return arena_str(t->arena, (struct str){ why, lamp_reason(why, &rec->kind->lamps, &facts, &told, t->lang) });
}

static void
put_lamp(struct teller *t, struct buf *b, const struct record *rec)
{
	json_member_text(b, "lamp", rec->lamp.show < 0 ? (struct str){ NULL, 0 } : rec->kind->lamps.palette[rec->lamp.show].name);
	json_member_text(b, "lamp_reason", tell_lamp_reason(t, rec));
}

void
tell_put_json(struct teller *t, struct buf *b, const struct record *rec, unsigned parties)
{
	const struct kind *k = record_kind(rec);

	json_member_id(b, "id", rec->id);
	json_member_text(b, "ledger", rec->ledger->code);
	json_member_text(b, "kind", k->key);
	json_member_text(b, "number", rec->number);
	json_member_text(b, "state", k->states.v[rec->state].key);
	tell_put_day(b, "due", rec->due);
	put_lamp(t, b, rec);
	buf_printf(b, ",\"evidence\":%lld,\"last\":%lld", (long long)rec->evidence, (long long)rec->last);
	put_fields(t, b, rec, parties);
}

