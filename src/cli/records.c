#include "cli/records.h"
#include "cli/place.h"
#include "ledger/directory_read.h"
#include "ledger/payload.h"
#include "ledger/shipped.h"
#include "store/evidence.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define EVIDENCE_BYTES ((uint64_t)512 << 20)	/* of one file */

enum err
records_open_engine(struct desk *d, struct records *r)
{
	enum err err;

	*r = (struct records){ .desk = d, .calendar = arena_alloc(d->arena, sizeof *r->calendar) };
	r->today = date_days(instant_day(d->hand.now, OFFSET_CHINA));
	err = shipped_calendar(d->arena, r->calendar, &d->why);
	return err == OK ? ledgers_load(&r->ledgers, d->arena, d->site.store, r->calendar, &d->why) : err;
}

enum err
records_open(struct desk *d, struct records *r)
{
	enum err err;

	if (uuid_is_nil(d->hand.person) && (err = acting_find(d->call, &d->site, &d->hand)) != OK) {
		d->said = true;
		return err;
	}
	err = records_open_engine(d, r);
	return err != OK ? err : actor_read(d->arena, d->site.store, d->hand.person, d->hand.acting_for, r->today, &r->actor, &d->why);
}

/* ---- which ledger, which kind, which record ---- */

enum err
records_ledger(struct records *r, const struct ledger **out)
{
	const char *code = r->desk->call->opt[OPT_LEDGER];
	size_t open = 0;

	*out = code == NULL ? NULL : ledger_by_code(&r->ledgers, cstr(code));
	if (code != NULL)
		return *out != NULL ? OK : desk_refuse(r->desk, code, SAY_NO_LEDGER, E_ABSENT);
	for (size_t i = 0; i < r->ledgers.list.n; i++)
		if (!r->ledgers.list.v[i]->archived) {
			*out = r->ledgers.list.v[i];
			open++;
		}
	return open == 1 ? OK : desk_refuse(r->desk, NULL, open == 0 ? SAY_NO_LEDGER : SAY_WHICH_LEDGER, open == 0 ? E_ABSENT : E_USAGE);
}

enum err
records_kind(struct records *r, const struct ledger *g, const struct kind_force **out)
{
	const char *word = r->desk->call->opt[OPT_KIND];

	*out = word == NULL ? &g->force->kinds[0] : force_kind(g->force, cstr(word));
	return *out != NULL ? OK : desk_refuse(r->desk, word, SAY_NO_KIND, E_USAGE);
}

/* Rows of RECORD_SEEN or RECORD_NUMBERED, of one ledger or of any: how many, and the last. */
static enum err
take_found(struct records *r, struct rows *rows, const struct ledger *only, const struct ledger **g, int64_t *key, size_t *n)
{
	while (rows_next(rows)) {
		const struct ledger *of = ledger_by_number(&r->ledgers, rows_int(rows, 1));

		if (of == NULL || (only != NULL && of != only))
			continue;
		*g = of;
		*key = rows_int(rows, 0);
		++*n;
	}
	return rows_end(rows, &r->desk->why);
}

/* Whether it may be seen is asked when it is read: here all are found alike, and none is told. */
enum err
records_find(struct records *r, const char *word, const struct ledger **g, int64_t *key)
{
	struct store *s = r->desk->site.store;
	const char *code = r->desk->call->opt[OPT_LEDGER], *slash = strchr(word, '/');
	const struct ledger *only = code == NULL ? NULL : ledger_by_code(&r->ledgers, cstr(code));
	struct uuid id;
	struct rows rows;
	size_t n = 0;
	enum err err;

	if (slash != NULL && (only = ledger_by_code(&r->ledgers, str_of(word, slash))) != NULL)
		word = slash + 1;
	if (uuid_parse(cstr(word), &id))
		store_ask(s, RECORD_SEEN, &scope_all, VALUES(value_id(id.b)), &rows);
	else
		store_ask(s, RECORD_NUMBERED, &scope_all, VALUES(value_text(cstr(word))), &rows);
	err = take_found(r, &rows, only, g, key, &n);
	if (err != OK || n == 1)
		return err;
	return n == 0 ? fail(&r->desk->why, E_RECORD, 0, "%s", word) : desk_refuse(r->desk, word, SAY_SEVERAL_RECORDS, E_USAGE);
}

static enum err
kind_of(struct records *r, int64_t key, const struct ledger *g, const struct kind_force **out)
{
	struct rows rows;

	enum err err;

	*out = NULL;
	store_ask(r->desk->site.store, RECORD_KIND, NULL, VALUES(value_int(key), value_int(g->number)), &rows);
	if (rows_next(&rows))
		*out = force_kind(g->force, rows_text(&rows, 0));
	err = rows_end(&rows, &r->desk->why);
	return err != OK || *out != NULL ? err : fail(&r->desk->why, E_RECORD, 0, "%s", "");
}

enum err
records_read(struct records *r, const struct ledger *g, int64_t key, struct record *out)
{
	struct desk *d = r->desk;
	const struct kind_force *kf = NULL;
	struct scope scope;
	int64_t seq;
	enum err err = desk_seq(d, &seq);

	if (err == OK)
		err = kind_of(r, key, g, &kf);
	if (err != OK || kf == NULL)
		return err;
	err = rights_scope(d->arena, &r->actor, g, kf->kind, &scope, &d->why);
	return err != OK ? err : record_read(d->arena, d->site.store, &scope, g, kf->kind->key, key, seq, out, &d->why);
}

/* ---- files ---- */

static const struct { const char *ending, *media; } kinds_of_media[] = {
	{ ".pdf", "application/pdf" }, { ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
	{ ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" }, { ".ofd", "application/ofd" },
	{ ".txt", "text/plain" }, { ".html", "text/html" }, { ".jpg", "image/jpeg" }, { ".png", "image/png" },
};

struct str
records_media(struct str name)
{
	for (size_t i = 0; i < sizeof kinds_of_media / sizeof kinds_of_media[0]; i++)
		if (str_ends(name, cstr(kinds_of_media[i].ending)))
			return cstr(kinds_of_media[i].media);
	return STR("application/octet-stream");
}

enum err
records_keep_file(struct records *r, const char *path, struct evidence_given *out)
{
	struct desk *d = r->desk;
	char folder[PATH_MAX];
	const char *slash = strrchr(path, '/');
	struct str name = arena_str(d->arena, cstr(slash == NULL ? path : slash + 1));
	struct evidence kept;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum err err = fd < 0 ? fail(&d->why, E_UNREADABLE, 0, "%s", path) : place_evidence(d->call, folder, &d->why);

	if (err == OK)
		err = evidence_put(folder, fd, EVIDENCE_BYTES, NULL, &kept, &d->why);
	if (fd >= 0)
		close(fd);
	if (err != OK)
		return err;
	*out = (struct evidence_given){ .size = (int64_t)kept.size, .media = records_media(name), .name = name, .dated = DAY_NONE };
	memcpy(out->hash.b, kept.hash, HASH_BYTES);
	return OK;
}

/* ---- values from words ---- */

static enum err
wrong(struct records *r, const struct field_rule *f)
{
	return fail(&r->desk->why, E_VALUE, 0, "%.*s", STR_ARG(r->desk->call->voice.lang == LANG_ZH ? f->label.zh : f->label.en));
}

/* Texts parted by commas of either width. */
static struct str
next_item(struct str *rest)
{
	size_t a = str_find(*rest, STR(","), 0), b = str_find(*rest, STR("，"), 0), c = str_find(*rest, STR("、"), 0);
	size_t at = a < b ? a : b, n = at == a ? 1 : strlen("，");
	struct str item;

	if (c < at) {
		at = c;
		n = strlen("、");
	}
	item = str_trim(str_slice(*rest, 0, at));
	*rest = at == STR_NONE ? (struct str){ NULL, 0 } : str_slice(*rest, at + n, rest->n);
	return item;
}

static enum err
find_one(struct records *r, const struct ledger *g, const struct field_rule *f, struct str word, struct uuid *out)
{
	const char *w = arena_printf(r->desk->arena, "%.*s", STR_ARG(word)).p;
	struct record target;
	int64_t key;
	enum err err;

	if (f->type == TYPE_UNIT || f->type == TYPE_UNITS)
		return desk_unit(r->desk, w, out);
	if (f->type == TYPE_POST)
		return desk_post(r->desk, w, out);
	if (f->type == TYPE_PERSON)
		return desk_person(r->desk, w, out);
	err = records_find(r, w, &g, &key);
	if (err == OK)
		err = records_read(r, g, key, &target);
	if (err == OK)
		*out = target.id;
	return err;
}

static enum err
find_ids(struct records *r, const struct ledger *g, const struct field_rule *f, struct str text, struct field_value *v)
{
	ARRAY(struct uuid) ids = { 0 };
	enum err err = OK;

	if (f->type == TYPE_UNIT || f->type == TYPE_POST || f->type == TYPE_PERSON)
		err = find_one(r, g, f, text, array_add(r->desk->arena, &ids));
	else
		while (text.n > 0 && err == OK)
			err = find_one(r, g, f, next_item(&text), array_add(r->desk->arena, &ids));
	v->ids = ids.v;
	v->n = ids.n;
	return err;
}

/* FILE or @FILE: it is kept, and named by its hash. What is an object already stands as it is. */
static enum err
take_document(struct records *r, const struct field_rule *f, struct str text, struct field_value *v)
{
	struct evidence_given e;
	struct buf b = { 0 };
	char hash[HASH_TEXT];
	enum err err;

	if (str_starts(text, STR("{")))
		return field_tidy_document(r->desk->arena, text, v) ? OK : wrong(r, f);
	text = str_slice(text, str_starts(text, STR("@")), text.n);
	err = records_keep_file(r, arena_printf(r->desk->arena, "%.*s", STR_ARG(text)).p, &e);
	if (err != OK)
		return err;
	json_member_text(&b, "file", (struct str){ hash, hash_print(hash, HASH_SHA256, &e.hash) });
	json_member_text(&b, "name", e.name);
	buf_printf(&b, ",\"size\":%lld}", (long long)e.size);
	v->text = b.err == OK ? arena_str(r->desk->arena, (struct str){ b.p, b.n }) : (struct str){ NULL, 0 };
	buf_free(&b);
	return OK;
}

static bool
take_choice(const struct field_rule *f, struct str text, struct field_value *v)
{
	for (size_t i = 0; i < f->choices.n; i++) {
		const struct choice *c = &f->choices.v[i];

		if (str_eq(text, c->key) || str_eq(text, c->label.zh) || str_eq(text, c->label.en)) {
			v->text = c->key;
			v->number = (int64_t)i;
			return true;
		}
	}
	return false;
}

static bool
take_flag(struct str text, struct field_value *v)
{
	static const struct str yes[] = { STR("true"), STR("是"), STR("1") }, no[] = { STR("false"), STR("否"), STR("0") };

	for (size_t i = 0; i < 3; i++) {
		v->number = str_eq(text, yes[i]);
		if (v->number || str_eq(text, no[i]))
			return true;
	}
	return false;
}

static struct str
number_in(struct str s)
{
	size_t n = 0;

	while (n < s.n && ((s.p[n] >= '0' && s.p[n] <= '9') || s.p[n] == '.' || (n == 0 && s.p[n] == '-')))
		n++;
	return str_slice(s, 0, n);
}

/* ">=80%", "≥80%", "12.5亿元" */
static bool
take_quantity(struct str text, struct field_value *v)
{
	static const struct { struct str sign, cmp; } signs[] = { { STR(">="), STR(">=") }, { STR("≥"), STR(">=") }, { STR("不少于"), STR(">=") },
		{ STR("<="), STR("<=") }, { STR("≤"), STR("<=") }, { STR("不超过"), STR("<=") }, { STR(">"), STR(">") },
		{ STR("超过"), STR(">") }, { STR("<"), STR("<") }, { STR("少于"), STR("<") }, { STR("约"), STR("~") }, { STR("~"), STR("~") } };
	struct str number;

	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (str_starts(text, signs[i].sign)) {
			v->cmp = signs[i].cmp;
			text = str_trim(str_slice(text, signs[i].sign.n, text.n));
			break;
		}
	number = number_in(text);
	v->text = str_trim(str_slice(text, number.n, text.n));
	return number_parse(number, &v->number);
}

static bool
take_day(struct str text, struct field_value *v)
{
	struct date day;

	if (!yaml_day(text, &day))
		return false;
	v->number = date_days(day);
	return true;
}

enum err
records_value(struct records *r, const struct ledger *g, const struct field_rule *f, struct str text, struct field_value *v)
{
	bool good = true;

	text = str_trim(text);
	*v = (struct field_value){ .set = text.n > 0 };
	if (!v->set)
		return OK;
	switch (f->type) {
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
		good = number_parse(text, &v->number);
		break;
	case TYPE_QUANTITY:
		good = take_quantity(text, v);
		break;
	case TYPE_DAY:
		good = take_day(text, v);
		break;
	case TYPE_CHOICE:
		good = take_choice(f, text, v);
		break;
	case TYPE_FLAG:
		good = take_flag(text, v);
		break;
	case TYPE_DOCUMENT:
		return take_document(r, f, text, v);
	case TYPE_TEXT:
	case TYPE_LONG_TEXT:
		v->text = text;
		break;
	default:
		return find_ids(r, g, f, text, v);
	}
	return good ? OK : wrong(r, f);
}

/* ---- values for people ---- */

/* What a row tells in that column; empty where there is none. */
static struct str
one_text(struct records *r, enum statement st, struct uuid id, unsigned column)
{
	struct str s = { NULL, 0 };
	struct rows rows;

	store_ask(r->desk->site.store, st, NULL, VALUES(value_id(id.b)), &rows);
	if (rows_next(&rows))
		s = arena_str(r->desk->arena, rows_text(&rows, column));
	rows_end(&rows, NULL);
	return s;
}

static struct str
ask_name(struct records *r, int type, struct uuid id)
{
	static const struct { enum statement st; unsigned column; } of[TYPE_COUNT] = {
		[TYPE_UNIT] = { UNIT_NOW, 1 }, [TYPE_UNITS] = { UNIT_NOW, 1 }, [TYPE_PERSON] = { PERSON_NOW, 0 }, [TYPE_POST] = { POST_NOW, 1 },
	};
	struct record target;
	struct str name = { NULL, 0 };
	char text[UUID_TEXT];

	if (of[type].st != 0)
		name = one_text(r, of[type].st, id, of[type].column);
	else if (record_read_by_id(r->desk->arena, r->desk->site.store, &r->ledgers, id, &target, NULL) == OK)
		name = target.number;
	return name.n > 0 ? name : arena_str(r->desk->arena, (struct str){ text, uuid_print(text, id) });
}

struct str
records_name(struct records *r, int type, struct uuid id)
{
	struct str key = arena_str(r->desk->arena, (struct str){ (const char *)id.b, UUID_BYTES });
	uint32_t *place = map_put(r->desk->arena, &r->names, key);

	if (*place == 0) {
		*array_add(r->desk->arena, &r->called) = ask_name(r, type, id);
		*place = (uint32_t)r->called.n;
	}
	return r->called.v[*place - 1];
}

static struct str
names_text(struct records *r, const struct field_rule *f, const struct field_value *v)
{
	struct str s = { NULL, 0 };

	for (size_t i = 0; i < v->n; i++) {
		struct str name = records_name(r, f->type, v->ids[i]);

		s = i == 0 ? name : arena_printf(r->desk->arena, "%.*s、%.*s", STR_ARG(s), STR_ARG(name));
	}
	return s;
}

struct str
records_date(struct arena *a, int32_t day)
{
	char text[DATE_TEXT];

	return !day_valid(day) ? STR("") : arena_str(a, (struct str){ text, date_print(text, date_of_days(day)) });
}

struct str
records_day(struct records *r, int32_t day)
{
	return records_date(r->desk->arena, day);
}

struct str
records_time(struct arena *a, int64_t time)
{
	char text[INSTANT_TEXT];

	instant_print(text, time + OFFSET_CHINA * 60 * INSTANT_SECOND);
	return arena_printf(a, "%.10s %.5s", text, text + 11);
}

void
records_put_day(struct records *r, const char *member, int32_t day)
{
	json_member_date(&r->desk->out, member, day_valid(day) ? date_of_days(day) : (struct date){ 0 });
}

struct str
records_label(const struct records *r, struct label label)
{
	return label_in(label, r->desk->call->voice.lang);
}

static struct str
quantity_text(struct arena *a, const struct field_value *v)
{
	char number[NUMBER_TEXT];

	number_print(number, v->number);
	return arena_printf(a, "%.*s%s%.*s", STR_ARG(v->cmp), number, STR_ARG(v->text));
}

static struct str
choice_text(struct records *r, const struct field_rule *f, const struct field_value *v)
{
	int i = field_choice(f, v->text);

	if (i < 0)
		return v->text;
	return r->desk->call->voice.lang == LANG_ZH ? f->choices.v[i].label.zh : f->choices.v[i].label.en;
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
records_text(struct records *r, const struct field_rule *f, const struct field_value *v)
{
	struct arena *a = r->desk->arena;

	if (!v->set)
		return (struct str){ NULL, 0 };
	switch (f->type) {
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
	case TYPE_QUANTITY:
		return quantity_text(a, v);
	case TYPE_DAY:
		return records_day(r, (int32_t)v->number);
	case TYPE_CHOICE:
		return choice_text(r, f, v);
	case TYPE_FLAG:
		return cstr(say_text(v->number ? SAY_TRUE : SAY_FALSE, r->desk->call->voice.lang));
	case TYPE_TEXT:
	case TYPE_LONG_TEXT:
		return v->text;
	case TYPE_DOCUMENT:
		return document_text(a, v->text);
	default:
		return names_text(r, f, v);
	}
}

struct str
records_part(struct records *r, const struct record *rec, enum part part)
{
	int i = kind_part(record_kind(rec), part);
	const struct field_rule *f = i < 0 ? NULL : &record_kind(rec)->fields.v[i];

	if (f == NULL || (f->see != 0 && !rights_sees_field(f, rights_parties(&r->actor, rec))))
		return STR("");
	return records_text(r, f, &rec->fields[i]);
}

/* ---- a record in JSON ---- */

static void
put_field(struct records *r, const struct field_rule *f, const struct field_value *v)
{
	struct buf *b = &r->desk->out;

	JSON_PUT(b, "{\"value\":");
	field_put_json(b, f, v);
	JSON_PUT(b, ",\"text\":");
	json_str_or_null(b, records_text(r, f, v));
	JSON_PUT(b, "}");
}

static void
put_fields(struct records *r, const struct record *rec, unsigned parties)
{
	const struct kind *k = record_kind(rec);
	struct buf *b = &r->desk->out;
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
		put_field(r, &k->fields.v[i], &rec->fields[i]);
	}
	JSON_PUT(b, "}");
}

struct str
records_lamp_reason(struct records *r, const struct record *rec)
{
	const struct lamp_facts facts = decide_facts(r->desk->arena, rec);
	struct lamp_told told;
	char why[LAMP_REASON];

	if (rec->kind->lamps.count == 0)
		return STR("");
	told = lamp_tell(&rec->kind->lamps, r->calendar, &facts, r->today, &(bool){ true });
	return arena_str(r->desk->arena, (struct str){ why, lamp_reason(why, &rec->kind->lamps, &facts, &told, r->desk->call->voice.lang) });
}

static void
put_lamp(struct records *r, const struct record *rec)
{
	json_member_text(&r->desk->out, "lamp", rec->lamp.show < 0 ? (struct str){ NULL, 0 } : rec->kind->lamps.palette[rec->lamp.show].name);
	json_member_text(&r->desk->out, "lamp_reason", records_lamp_reason(r, rec));
}

void
records_put_json(struct records *r, const struct record *rec, unsigned parties)
{
	struct buf *b = &r->desk->out;
	const struct kind *k = record_kind(rec);

	json_member_id(b, "id", rec->id);
	json_member_text(b, "ledger", rec->ledger->code);
	json_member_text(b, "kind", k->key);
	json_member_text(b, "number", rec->number);
	json_member_text(b, "state", k->states.v[rec->state].key);
	records_put_day(r, "due", rec->due);
	put_lamp(r, rec);
	buf_printf(b, ",\"evidence\":%lld,\"last\":%lld", (long long)rec->evidence, (long long)rec->last);
	put_fields(r, rec, parties);
}

/* ---- acting ---- */

int
records_field(const struct kind *k, struct str name)
{
	int at = kind_field(k, name);

	for (size_t i = 0; at < 0 && i < k->fields.n; i++)
		if (str_eq(name, k->fields.v[i].label.zh))
			at = (int)i;
	return at;
}

enum err
records_take_field(struct records *r, const struct ledger *g, const struct kind *k, const char *word, struct field_value *fields,
    uint64_t *given)
{
	const char *eq = strchr(word, '=');
	struct str name = eq == NULL ? STR("") : str_of(word, eq);
	int at = records_field(k, name);

	if (at < 0)
		return desk_refuse(r->desk, eq == NULL ? word : arena_printf(r->desk->arena, "%.*s", STR_ARG(name)).p, SAY_NO_FIELD, E_USAGE);
	*given |= UINT64_C(1) << at;
	return records_value(r, g, &k->fields.v[at], cstr(eq + 1), &fields[at]);
}

enum err
records_request(struct records *r, const char *word, enum engine_event event, struct request *q)
{
	const struct call *c = r->desk->call;

	*q = (struct request){ .event = cstr(engine_event_word(event)), .reason = cstr(c->opt[OPT_REASON]), .seen = SEEN_ANY,
		.today = r->today, .until = DAY_NONE, .answers = NUMBER_NONE, .lang = c->voice.lang };
	return records_find(r, word, &q->ledger, &q->record);
}

void
records_put_state(struct records *r, const struct record *rec)
{
	struct label state = record_kind(rec)->states.v[rec->state].label;

	buf_printf(&r->desk->out, "%.*s  %.*s\n", STR_ARG(rec->number), STR_ARG(r->desk->call->voice.lang == LANG_ZH ? state.zh : state.en));
}

enum err
records_put_doubts(struct records *r, const struct record *rec)
{
	struct desk *d = r->desk;
	unsigned bits = 0;
	bool some = false;
	enum err err = doubt_awaits_review(rec) ? doubts_of(d->arena, d->site.store, rec, &bits, &d->why) : OK;

	if (desk_json(d))
		JSON_PUT(&d->out, ",\"doubts\":[");
	for (int i = 0; i < DOUBT_COUNT; i++) {
		if ((bits >> i & 1) == 0)
			continue;
		if (!desk_json(d)) {
			buf_printf(&d->out, "%s%s\n", say_text(SAY_DOUBT, d->call->voice.lang), doubt_say((enum doubt)i, d->call->voice.lang));
			continue;
		}
		if (some)
			buf_putc(&d->out, ',');
		some = true;
		json_str(&d->out, cstr(doubt_word((enum doubt)i)));
	}
	if (desk_json(d))
		JSON_PUT(&d->out, "]");
	return err;
}

enum err
records_act(struct records *r, const struct request *q)
{
	struct desk *d = r->desk;
	struct record after;
	enum err err = act(d->arena, &d->hand, &r->ledgers, &r->actor, q, &after, &d->why);

	if (err != OK)
		return err;
	if (!desk_json(d)) {
		records_put_state(r, &after);
		return records_put_doubts(r, &after);
	}
	json_member_text(&d->out, "format", STR("bihuan.record/1"));
	records_put_json(r, &after, rights_parties(&r->actor, &after));
	err = records_put_doubts(r, &after);
	JSON_PUT(&d->out, "}\n");
	return err;
}
