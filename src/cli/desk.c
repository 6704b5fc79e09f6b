#include "cli/desk.h"
#include "cli/place.h"
#include "ledger/directory_read.h"
#include "ledger/record.h"
#include "ledger/yaml.h"
#include "store/event_row.h"

#include <stdio.h>

#define CANDIDATES 10	/* units of one name that are told */

/* ---- the work ---- */

/* All of it or nothing. */
static enum err
in_transaction(struct desk *d, enum err (*work)(struct desk *))
{
	enum err err = store_begin(d->site.store, &d->why);

	if (err != OK)
		return err;
	err = work(d);
	if (err == OK)
		err = store_commit(d->site.store, &d->why);
	else
		store_rollback(d->site.store);
	return err;
}

enum err
desk_tell(struct desk *d, enum err err)
{
	if (err == OK || d->said)
		return err;
	if (err == E_ABSENT)
		return desk_refuse(d, d->why.what, SAY_NOT_THERE, err);
	d->said = true;
	return say_error(d->call->voice, d->place, &d->why);
}

/* Whose hand it is; NULL: nobody writes. */
typedef enum err (*hand_finder)(const struct call *, struct site *, struct hand *);

static enum err
engine_hand(const struct call *c, struct site *s, struct hand *h)
{
	(void)c;
	*h = acting_nobody(s);
	return OK;
}

/* In transactions of its own, or in one. */
enum transactions { IN_ONE, APART };

static enum err
at_site(struct desk *d, hand_finder find, enum transactions how, enum err (*work)(struct desk *))
{
	const struct path_watch watch = records_watch(d->site.store);
	enum err err = find == NULL ? OK : find(d->call, &d->site, &d->hand);

	d->hand.watch = &watch;
	if (err == OK)
		err = desk_tell(d, how == APART ? work(d) : in_transaction(d, work));
	d->hand.watch = NULL;
	return err;
}

static enum err
desk_run(const struct call *c, hand_finder find, enum transactions how, enum err (*work)(struct desk *), void *arg)
{
	struct desk d = { .call = c, .arena = arena_new(0), .arg = arg };
	enum err err;

	if (d.arena == NULL || arena_try(d.arena)) {
		arena_free(d.arena);
		return say_error(c->voice, NULL, &(struct why){ .err = E_MEMORY });
	}
	err = place_open(c, find == NULL ? STORE_READ : STORE_WRITE, &d.site);
	if (err == OK) {
		err = at_site(&d, find, how, work);
		site_close(&d.site);
	}
	if (err == OK)
		err = place_print(c, &d.out);
	else
		buf_free(&d.out);
	arena_free(d.arena);
	return err;
}

enum err
desk_write(const struct call *c, enum err (*work)(struct desk *))
{
	return desk_run(c, acting_find, IN_ONE, work, NULL);
}

enum err
desk_write_with(const struct call *c, enum err (*work)(struct desk *), void *arg)
{
	return desk_run(c, acting_find, IN_ONE, work, arg);
}

enum err
desk_write_apart(const struct call *c, enum err (*work)(struct desk *))
{
	return desk_run(c, acting_find, APART, work, NULL);
}

enum err
desk_engine(const struct call *c, enum err (*work)(struct desk *))
{
	return desk_run(c, engine_hand, IN_ONE, work, NULL);
}

enum err
desk_read(const struct call *c, enum err (*work)(struct desk *))
{
	return desk_run(c, NULL, IN_ONE, work, NULL);
}

enum err
desk_read_apart(const struct call *c, enum err (*work)(struct desk *))
{
	return desk_run(c, NULL, APART, work, NULL);
}

enum err
desk_refuse(struct desk *d, const char *word, enum sentence s, enum err err)
{
	bool both = d->place != NULL && word != NULL;
	const char *thing = both ? arena_printf(d->arena, "%s: %s", d->place, word).p : word != NULL ? word : d->place;

	d->said = true;
	say_usage(d->call->voice, thing, s);
	return err;
}

bool
desk_json(const struct desk *d)
{
	return d->call->opt[OPT_JSON] != NULL;
}

enum err
desk_entered(struct desk *d, enum err err, const char *event, const struct uuid *made)
{
	char id[2 + UUID_TEXT] = "";
	struct uuid none = { { 0 } };

	if (err != OK)
		return err;
	if (desk_json(d)) {
		json_member_text(&d->out, "format", STR("bihuan.change/1"));
		json_member_text(&d->out, "event", cstr(event));
		json_member_id(&d->out, "id", made == NULL ? none : *made);
		JSON_PUT(&d->out, "}\n");
		return OK;
	}
	if (made != NULL)
		uuid_print(stpcpy(id, "  "), *made);
	buf_printf(&d->out, "%s%s\n", say_text(SAY_ENTERED, d->call->voice.lang), id);
	return OK;
}

void
desk_list_begin(struct desk *d, const char *format, const char *name)
{
	json_member_text(&d->out, "format", cstr(format));
	json_member(&d->out, name);
	JSON_PUT(&d->out, "[");
}

void
desk_list_next(struct desk *d)
{
	bool first = d->out.n > 0 && d->out.p[d->out.n - 1] == '[';

	buf_puts(&d->out, first ? STR("\n{") : STR("},\n{"));
}

void
desk_list_end(struct desk *d)
{
	bool none = d->out.n > 0 && d->out.p[d->out.n - 1] == '[';

	buf_puts(&d->out, none ? STR("]}\n") : STR("}]}\n"));
}

/* ---- names ---- */

/* "办公室（甲委/办公室，乙委/办公室 …）": what several are called, and what they are. */
static enum err
refuse_ambiguous(struct desk *d, const char *word, const struct unit_hits *hits)
{
	struct buf b = { 0 };
	enum err err = OK;

	buf_printf(&b, "%s (", word);
	for (size_t i = 0; i < hits->n && i < CANDIDATES && err == OK; i++) {
		struct str title;

		err = directory_unit_title(d->site.store, d->arena, hits->v[i].path, &title, &d->why);
		buf_puts(&b, i > 0 ? STR(", ") : STR(""));
		buf_puts(&b, title);
	}
	buf_puts(&b, hits->n > CANDIDATES ? STR(" …)") : STR(")"));
	buf_putc(&b, '\0');
	if (err == OK)
		err = desk_refuse(d, b.err == OK ? b.p : word, SAY_SEVERAL_UNITS, E_USAGE);
	buf_free(&b);
	return err;
}

enum err
desk_unit(struct desk *d, const char *word, struct uuid *out)
{
	struct unit_hits hits;
	enum err err = directory_find_unit(d->site.store, d->arena, cstr(word), &hits, &d->why);

	if (err != OK)
		return err;
	if (hits.n == 0)
		return desk_refuse(d, word, SAY_NO_SUCH_UNIT, E_ABSENT);
	if (hits.n > 1)
		return refuse_ambiguous(d, word, &hits);
	*out = hits.v[0].uuid;
	return OK;
}

enum err
desk_person(struct desk *d, const char *word, struct uuid *out)
{
	bool found = uuid_parse(cstr(word), out);
	enum err err = found ? OK : directory_by_login(d->site.store, cstr(word), out, &found, &d->why);

	return err != OK || found ? err : desk_refuse(d, word, SAY_NO_SUCH_PERSON, E_ABSENT);
}

enum err
desk_post(struct desk *d, const char *word, struct uuid *out)
{
	const char *slash = strrchr(word, '/');
	struct uuid unit, *posts;
	size_t n = 0;
	enum err err;

	if (uuid_parse(cstr(word), out))
		return OK;
	if (slash == NULL)
		return desk_refuse(d, word, SAY_NO_SUCH_POST, E_ABSENT);
	err = desk_unit(d, arena_printf(d->arena, "%.*s", STR_ARG(str_of(word, slash))).p, &unit);
	if (err == OK)
		err = directory_find_posts(d->site.store, d->arena, unit, cstr(slash + 1), &posts, &n, &d->why);
	if (err != OK)
		return err;
	if (n != 1)
		return desk_refuse(d, word, n == 0 ? SAY_NO_SUCH_POST : SAY_SEVERAL_POSTS, n == 0 ? E_ABSENT : E_USAGE);
	*out = posts[0];
	return OK;
}

enum err
desk_role(struct desk *d, const char *word, enum person_role *out)
{
	for (int i = 0; i < PERSON_ROLE_COUNT; i++) {
		*out = (enum person_role)i;
		if (strcmp(word, person_role_word(*out)) == 0 || strcmp(word, person_role_label(*out, LANG_ZH)) == 0 ||
		    strcmp(word, person_role_label(*out, LANG_EN)) == 0)
			return OK;
	}
	return desk_refuse(d, word, SAY_NO_SUCH_ROLE, E_USAGE);
}

enum err
desk_uuid(struct desk *d, const char *word, struct uuid *out)
{
	return uuid_parse(cstr(word), out) ? OK : desk_refuse(d, word, SAY_WRONG_ID, E_USAGE);
}

enum err
desk_day(struct desk *d, const char *word, int32_t *out)
{
	struct date day;

	if (!yaml_day(cstr(word), &day))
		return desk_refuse(d, word, SAY_WRONG_DAY, E_USAGE);
	*out = date_days(day);
	return OK;
}

enum err
desk_option_unit(struct desk *d, struct uuid *out)
{
	const char *word = d->call->opt[OPT_UNIT];

	*out = (struct uuid){ { 0 } };
	return word == NULL ? OK : desk_unit(d, word, out);
}

enum err
desk_option_ledger(struct desk *d, struct uuid *out)
{
	const char *word = d->call->opt[OPT_LEDGER];

	*out = (struct uuid){ { 0 } };
	return word == NULL ? OK : desk_uuid(d, word, out);
}

enum err
desk_seq(struct desk *d, int64_t *seq)
{
	const char *word = d->call->opt[OPT_AS_OF];
	int32_t day;
	enum err err;

	*seq = SEQ_NOW;
	if (word == NULL)
		return OK;
	err = desk_day(d, word, &day);
	return err == OK ? day_seq(d->site.store, day, seq, &d->why) : err;
}
