#include "base/utf8.h"
#include "ledger/directory_inside.h"
#include "ledger/directory_rights.h"

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

enum err
directory_has(struct store *s, enum statement st, struct values v, bool *found, struct why *why)
{
	struct rows rows;

	store_ask(s, st, NULL, v, &rows);
	*found = rows_next(&rows);
	return rows_end(&rows, why);
}

enum err
directory_must_exist_or_nil(struct store *s, enum statement st, struct uuid u, const char *what, struct why *why)
{
	return uuid_is_nil(u) ? OK : directory_must_exist(s, st, u, what, why);
}

enum err
directory_must_exist(struct store *s, enum statement st, struct uuid u, const char *what, struct why *why)
{
	bool found;
	enum err err = directory_has(s, st, VALUES(value_id(u.b)), &found, why);

	return err != OK || found ? err : fail(why, E_ABSENT, 0, "%s", what);
}

enum err
directory_must_be_free(struct store *s, enum statement st, struct str name, struct why *why)
{
	bool found = false;
	enum err err = name.n == 0 ? OK : directory_has(s, st, VALUES(value_text(name)), &found, why);

	return err != OK || !found ? err : fail(why, E_TAKEN, 0, "%.*s", STR_ARG(name));
}

/* A control character, also of two bytes (C1), or U+2028 or U+2029, stands first. */
static bool
ends_line(struct str s)
{
	unsigned char c = (unsigned char)s.p[0], next = s.n > 1 ? (unsigned char)s.p[1] : 0;

	return c < 0x20 || c == 0x7F || (c == 0xC2 && next < 0xA0) || str_starts(s, STR("\xE2\x80\xA8")) ||
	    str_starts(s, STR("\xE2\x80\xA9"));
}

enum err
directory_check_line(struct str s, size_t most, struct why *why)
{
	bool good = s.n > 0 && s.n <= most && utf8_check(s) == s.n && str_trim(s).n == s.n;

	for (size_t i = 0; i < s.n && good; i++)
		good = !ends_line(str_slice(s, i, s.n));
	return good ? OK : fail(why, E_USAGE, 0, "%.*s", STR_ARG(str_slice(s, 0, NAME_MOST)));
}

/* ---- payloads and events ---- */

void
json_member_ids(struct buf *b, const char *name, const struct uuid *u, size_t n)
{
	json_member(b, name);
	JSON_PUT(b, "[");
	for (size_t i = 0; i < n; i++) {
		json_next(b);
		json_uuid_or_null(b, u[i]);
	}
	JSON_PUT(b, "]");
}

enum err
directory_write(const struct hand *h, const char *type, struct buf *payload, struct why *why)
{
	struct event e = { .site = h->site, .ledger = h->directory, .person = h->person, .acting_for = h->acting_for,
		.time = h->now, .type = cstr(type) };
	int64_t seq = 0;
	enum err err;

	JSON_PUT(payload, "}");
	e.payload = (struct str){ payload->p, payload->n };
	err = payload->err != OK ? fail(why, payload->err, 0, "%s", "") :
	    journal_append(h->journal, h->store, h->kind, &e, &seq, why);
	if (err == OK)
		err = directory_fold(h->store, seq, &e, h->watch, why);
	buf_free(payload);
	return err;
}

/* ---- units ---- */

enum err
directory_path(struct store *s, struct uuid unit, char path[PATH_MOST + 1], struct why *why)
{
	struct rows rows;

	path[0] = '\0';
	if (uuid_is_nil(unit))
		return OK;
	store_ask(s, UNIT_NOW, NULL, VALUES(value_id(unit.b)), &rows);
	if (rows_next(&rows) && rows_text(&rows, 0).n <= PATH_MOST)
		snprintf(path, PATH_MOST + 1, "%.*s", STR_ARG(rows_text(&rows, 0)));
	else if (rows.err == OK)
		rows.err = fail(&rows.why, E_ABSENT, 0, "unit");
	return rows_end(&rows, why);
}

enum err
directory_height(struct store *s, const char *path, size_t *levels, struct why *why)
{
	char end[PATH_MOST + 2];
	int64_t longest = 0;
	bool found;
	enum err err;

	snprintf(end, sizeof end, "%s" PATH_END, path);
	err = store_int(s, UNIT_DEPTH, VALUES(value_text(cstr(path)), value_text(cstr(end))), &longest, &found, why);
	*levels = ((size_t)longest - strlen(path)) / PATH_LEVEL + 1;
	return err;
}

/* Whether so many levels stand below a path. */
static enum err
check_depth(const char *path, size_t levels, struct why *why)
{
	return strlen(path) + levels * PATH_LEVEL <= PATH_MOST ? OK : fail(why, E_TOOBIG, strlen(path), "unit");
}

enum err
directory_add_unit(const struct hand *h, struct uuid parent, struct str name, bool division, struct uuid *out,
    struct why *why)
{
	struct buf b = { 0 };
	char path[PATH_MOST + 1];
	enum err err = directory_may(h, ACT_UNITS, (struct uuid){ { 0 } }, why);

	if (err == OK)
		err = directory_check_line(name, NAME_MOST, why);
	if (err == OK)
		err = directory_path(h->store, parent, path, why);
	if (err == OK)
		err = check_depth(path, 1, why);
	if (err == OK)
		err = uuid_new(out);
	if (err != OK)
		return err;
	json_member_id(&b, "unit", *out);
	json_member_id(&b, "parent", parent);
	json_member_text(&b, "name", name);
	json_member_flag(&b, "division", division);
	return directory_write(h, "unit-added", &b, why);
}

/* E_TAKEN where the unit has that name already; E_ABSENT where there is no such unit. */
static enum err
check_new_name(struct store *s, struct uuid unit, struct str name, struct why *why)
{
	struct rows rows;

	store_ask(s, UNIT_NOW, NULL, VALUES(value_id(unit.b)), &rows);
	if (!rows_next(&rows) && rows.err == OK)
		rows.err = fail(&rows.why, E_ABSENT, 0, "unit");
	else if (rows.err == OK && str_eq(rows_text(&rows, 1), name))
		rows.err = fail(&rows.why, E_TAKEN, 0, "%.*s", STR_ARG(name));
	return rows_end(&rows, why);
}

static enum err
write_name(const struct hand *h, const char *type, struct uuid unit, struct str name, struct why *why)
{
	struct buf b = { 0 };

	json_member_id(&b, "unit", unit);
	json_member_text(&b, "name", name);
	return directory_write(h, type, &b, why);
}

enum err
directory_rename_unit(const struct hand *h, struct uuid unit, struct str name, struct why *why)
{
	enum err err = directory_may(h, ACT_UNITS, (struct uuid){ { 0 } }, why);

	if (err == OK)
		err = directory_check_line(name, NAME_MOST, why);
	if (err == OK)
		err = check_new_name(h->store, unit, name, why);
	return err == OK ? write_name(h, "unit-renamed", unit, name, why) : err;
}

enum err
directory_alias_unit(const struct hand *h, struct uuid unit, struct str name, struct why *why)
{
	bool known = false;
	enum err err = directory_may(h, ACT_UNITS, (struct uuid){ { 0 } }, why);

	if (err == OK)
		err = directory_check_line(name, NAME_MOST, why);
	if (err == OK)
		err = check_new_name(h->store, unit, name, why);
	if (err == OK)
		err = directory_has(h->store, ALIAS_NOW, VALUES(value_id(unit.b), value_text(name)), &known, why);
	if (err == OK && known)
		err = fail(why, E_TAKEN, 0, "%.*s", STR_ARG(name));
	return err == OK ? write_name(h, "unit-aliased", unit, name, why) : err;
}

/* Where the unit stands, and where it is to go; E_USAGE where that is below itself. */
static enum err
both_paths(const struct hand *h, struct uuid unit, struct uuid to, char from_path[PATH_MOST + 1], char to_path[PATH_MOST + 1],
    struct why *why)
{
	enum err err = uuid_is_nil(unit) ? fail(why, E_ABSENT, 0, "unit") : directory_path(h->store, unit, from_path, why);

	if (err == OK)
		err = directory_path(h->store, to, to_path, why);
	if (err == OK && str_starts(cstr(to_path), cstr(from_path)))
		err = fail(why, E_USAGE, 0, "unit");
	return err;
}

enum err
directory_move_unit(const struct hand *h, struct uuid unit, struct uuid parent, struct why *why)
{
	struct buf b = { 0 };
	char from[PATH_MOST + 1], to[PATH_MOST + 1];
	size_t levels = 0;
	enum err err = directory_may(h, ACT_UNITS, (struct uuid){ { 0 } }, why);

	if (err == OK)
		err = both_paths(h, unit, parent, from, to, why);
	if (err == OK && str_eq(str_slice(cstr(from), 0, strlen(from) - PATH_LEVEL), cstr(to)))
		err = fail(why, E_TAKEN, 0, "parent");
	if (err == OK)
		err = directory_height(h->store, from, &levels, why);
	if (err == OK)
		err = check_depth(to, levels, why);
	if (err != OK)
		return err;
	json_member_id(&b, "unit", unit);
	json_member_id(&b, "parent", parent);
	return directory_write(h, "unit-moved", &b, why);
}

enum err
directory_merge_unit(const struct hand *h, struct uuid unit, struct uuid into, struct why *why)
{
	struct buf b = { 0 };
	char from[PATH_MOST + 1], to[PATH_MOST + 1];
	size_t levels = 0;
	enum err err = directory_may(h, ACT_UNITS, (struct uuid){ { 0 } }, why);

	if (err == OK && uuid_is_nil(into))
		err = fail(why, E_ABSENT, 0, "unit");
	if (err == OK)
		err = both_paths(h, unit, into, from, to, why);
	if (err == OK)
		err = directory_height(h->store, from, &levels, why);
	if (err == OK)
		err = check_depth(to, levels - 1, why);
	if (err != OK)
		return err;
	json_member_id(&b, "unit", unit);
	json_member_id(&b, "into", into);
	return directory_write(h, "unit-merged", &b, why);
}
