#include "ledger/directory.h"
#include "base/json.h"
#include "base/utf8.h"
#include "ledger/payload.h"
#include "ledger/removal.h"

#include <stdio.h>

static const struct {
	const char *word, *label[2];
	bool alone;
} roles[PERSON_ROLE_COUNT] = {
#define X(id, word, zh, en) { word, { zh, en }, false },
	BUSINESS_ROLES(X)
#undef X
#define X(id, word, zh, en) { word, { zh, en }, true },
	ADMINISTRATORS(X)
#undef X
};

const char *
person_role_word(enum person_role r)
{
	return roles[r].word;
}

const char *
person_role_label(enum person_role r, enum lang lang)
{
	return roles[r].label[lang];
}

bool
person_role_parse(struct str word, enum person_role *out)
{
	for (int i = 0; i < PERSON_ROLE_COUNT; i++)
		if (str_eq(word, cstr(roles[i].word))) {
			*out = (enum person_role)i;
			return true;
		}
	return false;
}

bool
person_role_alone(enum person_role r)
{
	return roles[r].alone;
}

/* ---- what is asked of the rows ---- */

/* Whether a statement has a row. */
static enum err
exists(struct store *s, enum statement st, struct values v, bool *found, struct why *why)
{
	struct rows rows;

	store_ask(s, st, NULL, v, &rows);
	*found = rows_next(&rows);
	return rows_end(&rows, why);
}

static enum err
must_exist(struct store *s, enum statement st, struct uuid u, const char *what, struct why *why)
{
	bool found = true;
	enum err err = uuid_is_nil(u) ? OK : exists(s, st, VALUES(value_id(u.b)), &found, why);

	return err != OK || found ? err : fail(why, E_ABSENT, 0, "%s", what);
}

static enum err
must_be_free(struct store *s, enum statement st, struct str name, struct why *why)
{
	bool found = false;
	enum err err = name.n == 0 ? OK : exists(s, st, VALUES(value_text(name)), &found, why);

	return err != OK || !found ? err : fail(why, E_TAKEN, 0, "%.*s", STR_ARG(name));
}

/* One line of words. */
static enum err
check_name(struct str s, struct why *why)
{
	bool good = s.n > 0 && s.n <= NAME_MOST && utf8_check(s) == s.n && str_trim(s).n == s.n;

	for (size_t i = 0; i < s.n && good; i++)
		good = (unsigned char)s.p[i] >= 0x20 && s.p[i] != 0x7F;
	return good ? OK : fail(why, E_USAGE, 0, "%.*s", STR_ARG(str_slice(s, 0, NAME_MOST)));
}

static enum err
check_login(struct str s, struct why *why)
{
	bool good = s.n > 0 && s.n <= LOGIN_MOST && s.p[0] >= 'a' && s.p[0] <= 'z';

	for (size_t i = 0; i < s.n && good; i++)
		good = (s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') || strchr("._-", s.p[i]) != NULL;
	return good ? OK : fail(why, E_USAGE, 0, "%.*s", STR_ARG(str_slice(s, 0, LOGIN_MOST)));
}

/* ---- events ---- */

static enum err
write_event(const struct hand *h, const char *type, struct buf *payload, struct why *why)
{
	struct event e = { .site = h->site, .ledger = h->directory, .person = h->person, .acting_for = h->acting_for,
		.time = h->now, .type = cstr(type), .payload = { payload->p, payload->n } };
	int64_t seq = 0;
	enum err err = payload->err != OK ? fail(why, payload->err, 0, "%s", "") :
	    journal_append(h->journal, h->store, h->kind, &e, &seq, why);

	if (err == OK)
		err = directory_fold(h->store, seq, &e, why);
	buf_free(payload);
	return err;
}

enum err
directory_add_unit(const struct hand *h, struct uuid parent, struct str name, bool division, struct uuid *out,
    struct why *why)
{
	struct buf b = { 0 };
	enum err err = check_name(name, why);

	if (err == OK)
		err = must_exist(h->store, UNIT_NOW, parent, "unit", why);
	if (err == OK)
		err = uuid_new(out);
	if (err != OK)
		return err;
	JSON_PUT(&b, "{\"unit\":");
	json_uuid_or_null(&b, *out);
	JSON_PUT(&b, ",\"parent\":");
	json_uuid_or_null(&b, parent);
	JSON_PUT(&b, ",\"name\":");
	json_str(&b, name);
	buf_puts(&b, division ? STR(",\"division\":true}") : STR(",\"division\":false}"));
	return write_event(h, "unit-added", &b, why);
}

enum err
directory_add_person(const struct hand *h, struct str name, struct str login, struct str account, struct uuid *out,
    struct why *why)
{
	struct buf b = { 0 };
	enum err err = check_name(name, why);

	if (err == OK)
		err = check_login(login, why);
	if (err == OK && account.n > 0)
		err = check_name(account, why);
	if (err == OK)
		err = must_be_free(h->store, PERSON_BY_LOGIN, login, why);
	if (err == OK)
		err = must_be_free(h->store, PERSON_BY_ACCOUNT, account, why);
	if (err == OK)
		err = uuid_new(out);
	if (err != OK)
		return err;
	JSON_PUT(&b, "{\"person\":");
	json_uuid_or_null(&b, *out);
	JSON_PUT(&b, ",\"name\":");
	json_str(&b, name);
	JSON_PUT(&b, ",\"login\":");
	json_str(&b, login);
	JSON_PUT(&b, ",\"account\":");
	json_str_or_null(&b, account);
	JSON_PUT(&b, "}");
	return write_event(h, "person-added", &b, why);
}

/* Whether a person holds roles that the new one does not go with. */
static enum err
check_exclusion(struct store *s, struct uuid person, enum person_role new, struct why *why)
{
	struct rows rows;

	store_ask(s, ROLES_OF, NULL, VALUES(value_id(person.b)), &rows);
	while (rows_next(&rows)) {
		enum person_role held;

		if (!person_role_parse(rows_text(&rows, 1), &held))
			rows.err = fail(&rows.why, E_BROKEN, 0, "role");
		else if (held != new && (roles[held].alone || roles[new].alone))
			rows.err = fail(&rows.why, E_TAKEN, 0, "%s", roles[held].word);
	}
	return rows_end(&rows, why);
}

enum err
directory_give_role(const struct hand *h, struct uuid person, enum person_role role, struct uuid unit, struct uuid ledger,
    struct uuid *out, struct why *why)
{
	struct buf b = { 0 };
	enum err err = uuid_is_nil(person) ? fail(why, E_ABSENT, 0, "person") :
	    must_exist(h->store, PERSON_NOW, person, "person", why);

	if (err == OK)
		err = must_exist(h->store, UNIT_NOW, unit, "unit", why);
	if (err == OK)
		err = check_exclusion(h->store, person, role, why);
	if (err == OK)
		err = uuid_new(out);
	if (err != OK)
		return err;
	JSON_PUT(&b, "{\"role\":");
	json_uuid_or_null(&b, *out);
	JSON_PUT(&b, ",\"person\":");
	json_uuid_or_null(&b, person);
	JSON_PUT(&b, ",\"as\":");
	json_str(&b, cstr(roles[role].word));
	JSON_PUT(&b, ",\"unit\":");
	json_uuid_or_null(&b, unit);
	JSON_PUT(&b, ",\"ledger\":");
	json_uuid_or_null(&b, ledger);
	JSON_PUT(&b, "}");
	return write_event(h, "role-given", &b, why);
}

enum err
directory_take_role(const struct hand *h, struct uuid role, struct why *why)
{
	struct buf b = { 0 };
	enum err err = uuid_is_nil(role) ? fail(why, E_ABSENT, 0, "role") : must_exist(h->store, ROLE_NOW, role, "role", why);

	if (err != OK)
		return err;
	JSON_PUT(&b, "{\"role\":");
	json_uuid_or_null(&b, role);
	JSON_PUT(&b, "}");
	return write_event(h, "role-taken", &b, why);
}

enum err
directory_by_account(struct store *s, struct str account, struct uuid *out, bool *found, struct why *why)
{
	struct rows rows;

	*found = false;
	store_ask(s, PERSON_BY_ACCOUNT, NULL, VALUES(value_text(account)), &rows);
	if (rows_next(&rows)) {
		rows_bytes(&rows, 0, out->b, UUID_BYTES);
		*found = true;
	}
	return rows_end(&rows, why);
}

/* ---- rows ---- */

/* The path of a unit: that of its parent, or none. */
static enum err
path_of(struct store *s, struct uuid unit, char path[UNIT_LEVELS * PATH_LEVEL + 1], struct why *why)
{
	struct rows rows;

	path[0] = '\0';
	if (uuid_is_nil(unit))
		return OK;
	store_ask(s, UNIT_NOW, NULL, VALUES(value_id(unit.b)), &rows);
	if (rows_next(&rows) && rows_text(&rows, 0).n <= UNIT_LEVELS * PATH_LEVEL)
		snprintf(path, UNIT_LEVELS * PATH_LEVEL + 1, "%.*s", STR_ARG(rows_text(&rows, 0)));
	else if (rows.err == OK)
		rows.err = fail(&rows.why, E_BROKEN, 0, "parent");
	return rows_end(&rows, why);
}

/* The next four digits of base 36 behind `last`, or the first; false behind the last of all. */
static bool
next_level(char level[PATH_LEVEL + 1], struct str last)
{
	static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	int i = PATH_LEVEL - 1;

	memcpy(level, "0000", PATH_LEVEL + 1);
	if (last.n >= PATH_LEVEL)
		memcpy(level, str_end(last) - PATH_LEVEL, PATH_LEVEL);
	for (; i >= 0 && level[i] == 'Z'; i--)
		level[i] = '0';
	if (i < 0)
		return false;
	level[i] = digits[strchr(digits, level[i]) - digits + 1];
	return true;
}

/* The path of a new unit below `parent`: behind the last that ever stood there. */
static enum err
new_path(struct store *s, struct uuid parent, char path[UNIT_LEVELS * PATH_LEVEL + 1], struct why *why)
{
	enum err err = path_of(s, parent, path, why);
	size_t n = strlen(path);
	struct rows rows;

	if (err != OK)
		return err;
	if (n == UNIT_LEVELS * PATH_LEVEL)
		return fail(why, E_TOOBIG, n, "unit");
	if (uuid_is_nil(parent))
		store_ask(s, UNIT_LAST_ROOT, NULL, NO_VALUES, &rows);
	else
		store_ask(s, UNIT_LAST_BELOW, NULL, VALUES(value_id(parent.b)), &rows);
	if (!next_level(path + n, rows_next(&rows) && !rows_null(&rows, 0) ? rows_text(&rows, 0) : (struct str){ NULL, 0 }) &&
	    rows.err == OK)
		rows.err = fail(&rows.why, E_TOOBIG, 0, "unit");
	return rows_end(&rows, why);
}

static const unsigned char *
or_null(const struct uuid *u)
{
	return uuid_is_nil(*u) ? NULL : u->b;
}

static enum err
fold_unit(struct store *s, int64_t seq, struct payload *p, struct why *why)
{
	struct uuid unit = payload_uuid(p, "unit"), parent = payload_uuid_or_null(p, "parent");
	struct str name = payload_text(p, "name");
	bool division = payload_flag(p, "division");
	char path[UNIT_LEVELS * PATH_LEVEL + 1];
	enum err err = p->wrong != NULL ? OK : new_path(s, parent, path, why);

	if (p->wrong != NULL || err != OK)
		return err;
	return store_do(s, UNIT_ADD, VALUES(value_id(unit.b), value_id(or_null(&parent)), value_text(cstr(path)), value_text(name),
	    value_int(division), value_int(seq), value_int(SEQ_NOW)), why);
}

static enum err
fold_person(struct store *s, int64_t seq, struct payload *p, struct why *why)
{
	struct uuid person = payload_uuid(p, "person");
	struct str name = payload_text(p, "name"), login = payload_text(p, "login"), account = payload_text_or_null(p, "account");

	if (p->wrong != NULL)
		return OK;
	return store_do(s, PERSON_ADD, VALUES(value_id(person.b), value_text(name), value_text(login),
	    account.n == 0 ? value_null() : value_text(account), value_int(seq), value_int(SEQ_NOW)), why);
}

static enum err
fold_role(struct store *s, int64_t seq, struct payload *p, struct why *why)
{
	struct uuid role = payload_uuid(p, "role"), person = payload_uuid(p, "person");
	struct uuid unit = payload_uuid_or_null(p, "unit"), ledger = payload_uuid_or_null(p, "ledger");
	struct str as = payload_text(p, "as");

	if (p->wrong != NULL)
		return OK;
	return store_do(s, ROLE_ADD, VALUES(value_id(role.b), value_id(person.b), value_text(as), value_id(or_null(&unit)),
	    value_id(or_null(&ledger)), value_int(seq), value_int(SEQ_NOW)), why);
}

static enum err
fold_role_taken(struct store *s, int64_t seq, struct payload *p, struct why *why)
{
	struct uuid role = payload_uuid(p, "role");

	return p->wrong != NULL ? OK : store_do(s, ROLE_CLOSE, VALUES(value_int(seq), value_id(role.b)), why);
}

/* The order is the journal's; rows do not show it. */
static enum err
fold_removal(struct store *s, int64_t seq, struct payload *p, struct why *why)
{
	(void)s;
	(void)seq;
	(void)p;
	(void)why;
	return OK;
}

static const struct {
	const char *type;
	enum err (*fold)(struct store *, int64_t seq, struct payload *, struct why *);
} folds[] = {
	{ "unit-added", fold_unit },
	{ "person-added", fold_person },
	{ "role-given", fold_role },
	{ "role-taken", fold_role_taken },
	{ REMOVAL_TYPE, fold_removal },
};

enum err
directory_fold(struct store *s, int64_t seq, const struct event *e, struct why *why)
{
	for (size_t i = 0; i < sizeof folds / sizeof folds[0]; i++) {
		struct payload p;
		enum err err, end;

		if (!str_eq(e->type, cstr(folds[i].type)))
			continue;
		payload_begin(&p, e->payload);
		err = folds[i].fold(s, seq, &p, why);
		end = payload_end(&p, err == OK ? why : NULL);
		return err != OK ? err : end;
	}
	return fail(why, E_BROKEN, e->number, "%.*s", STR_ARG(e->type));
}
