#include "cli/records.h"
#include "cli/place.h"
#include "ledger/directory_read.h"
#include "ledger/shipped.h"
#include "store/evidence.h"
#include "tell/media.h"
#include "tell/value.h"
#include "tell/whole.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define EVIDENCE_BYTES ((uint64_t)512 << 20)	/* of one file */

enum err
records_open_engine(struct desk *d, struct records *r)
{
	enum err err;

	*r = (struct records){ .desk = d, .calendar = arena_alloc(d->arena, sizeof *r->calendar) };
	r->teller = (struct teller){ .arena = d->arena, .store = d->site.store, .why = &d->why, .lang = d->call->voice.lang, .calendar = r->calendar,
		.ledgers = &r->ledgers, .today = date_days(instant_day(d->hand.now, OFFSET_CHINA)) };
	err = desk_seq(d, &r->teller.seq);
	if (err == OK)
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
	return err != OK ? err : actor_read(d->arena, d->site.store, d->hand.person, d->hand.acting_for, r->teller.today, &r->teller.actor, &d->why);
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

/* ---- files ---- */

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
	*out = media_given(&kept, name);
	return OK;
}

/* ---- values from words ---- */

struct wording {
	struct records *r;
	const struct ledger *ledger;	/* where numbers of records are looked for */
};

static enum err
find_one(void *arg, int type, struct str word, struct uuid *out)
{
	const struct wording *k = arg;
	struct records *r = k->r;
	const struct ledger *g = k->ledger;
	const char *w = arena_printf(r->desk->arena, "%.*s", STR_ARG(word)).p;
	struct record target;
	int64_t key;
	enum err err;

	if (type == TYPE_UNIT || type == TYPE_UNITS)
		return desk_unit(r->desk, w, out);
	if (type == TYPE_POST)
		return desk_post(r->desk, w, out);
	if (type == TYPE_PERSON)
		return desk_person(r->desk, w, out);
	err = records_find(r, w, &g, &key);
	if (err == OK)
		err = tell_read(&r->teller, g, key, &target);
	if (err == OK)
		*out = target.id;
	return err;
}

/* FILE or @FILE: it is kept, and named by its hash. */
static enum err
keep_document(void *arg, struct str text, struct field_value *v)
{
	struct records *r = ((const struct wording *)arg)->r;
	struct evidence_given e;
	enum err err;

	text = str_slice(text, str_starts(text, STR("@")), text.n);
	err = records_keep_file(r, arena_printf(r->desk->arena, "%.*s", STR_ARG(text)).p, &e);
	if (err == OK)
		value_document(r->desk->arena, &e, v);
	return err;
}

enum err
records_value(struct records *r, const struct ledger *g, const struct field_rule *f, struct str text, struct field_value *v)
{
	struct wording k = { r, g };

	return value_read(&(struct value_reading){ &r->teller, find_one, keep_document, &k }, f, text, v);
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
		.today = r->teller.today, .until = DAY_NONE, .answers = NUMBER_NONE, .lang = c->voice.lang };
	return records_find(r, word, &q->ledger, &q->record);
}

void
records_put_state(struct records *r, const struct record *rec)
{
	struct label state = record_kind(rec)->states.v[rec->state].label;

	buf_printf(&r->desk->out, "%.*s  %.*s\n", STR_ARG(rec->number), STR_ARG(r->desk->call->voice.lang == LANG_ZH ? state.zh : state.en));
}

void
records_print_doubts(const struct records *r, unsigned doubts)
{
	const struct desk *d = r->desk;

	for (int i = 0; i < DOUBT_COUNT; i++)
		if (doubts >> i & 1)
			buf_printf(&r->desk->out, "%s%s\n", say_text(SAY_DOUBT, d->call->voice.lang), doubt_say((enum doubt)i, d->call->voice.lang));
}

enum err
records_put_doubts(struct records *r, const struct record *rec)
{
	struct desk *d = r->desk;
	unsigned doubts = 0;
	enum err err = doubt_awaits_review(rec) ? doubts_of(d->arena, d->site.store, rec, &doubts, &d->why) : OK;

	if (desk_json(d))
		doubts_put_json(&d->out, doubts);
	else
		records_print_doubts(r, doubts);
	return err;
}

enum err
records_act(struct records *r, const struct request *q)
{
	struct desk *d = r->desk;
	struct record after;
	enum err err = act(d->arena, &d->hand, &r->ledgers, &r->teller.actor, q, &after, &d->why);

	if (err != OK)
		return err;
	if (!desk_json(d)) {
		records_put_state(r, &after);
		return records_put_doubts(r, &after);
	}
	json_member_text(&d->out, "format", STR("bihuan.record/1"));
	tell_put_json(&r->teller, &r->desk->out, &after, rights_parties(&r->teller.actor, &after));
	err = records_put_doubts(r, &after);
	JSON_PUT(&d->out, "}\n");
	return err;
}
