/* Folds of units: their paths, what moves with them, and their names. */
#include "ledger/directory_inside.h"

#include <stdio.h>

/* The first path behind all that begin with this one. */
static struct str
end_of(char out[PATH_MOST + 2], const char *path)
{
	return (struct str){ out, (size_t)snprintf(out, PATH_MOST + 2, "%s" PATH_END, path) };
}

/* As directory_path; what an event names is there. */
static enum err
path_of(const struct fold *f, struct uuid unit, char path[PATH_MOST + 1], struct why *why)
{
	enum err err = directory_path(f->store, unit, path, why);

	return err == E_ABSENT ? fail(why, E_BROKEN, 0, "unit") : err;
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

/* The path of what comes below `parent`: behind the last that ever stood there, so that no path is a second unit's. */
static enum err
new_path(const struct fold *f, struct uuid parent, char path[PATH_MOST + 1], struct why *why)
{
	enum err err = path_of(f, parent, path, why);
	char end[PATH_MOST + 2];
	size_t n = strlen(path);
	struct rows rows;

	if (err != OK)
		return err;
	if (n == PATH_MOST)
		return fail(why, E_TOOBIG, n, "unit");
	if (uuid_is_nil(parent))
		store_ask(f->store, UNIT_LAST_ROOT, NULL, NO_VALUES, &rows);
	else
		store_ask(f->store, UNIT_LAST_BELOW, NULL, VALUES(value_id(parent.b), value_text(cstr(path)),
		    value_text(end_of(end, path))), &rows);
	if (!next_level(path + n, rows_next(&rows) && !rows_null(&rows, 0) ? rows_text(&rows, 0) : (struct str){ NULL, 0 }) &&
	    rows.err == OK)
		rows.err = fail(&rows.why, E_TOOBIG, 0, "unit");
	return rows_end(&rows, why);
}

static enum err
tell_change(const struct fold *f, const char *from, const char *to, struct why *why)
{
	const struct path_change change = { cstr(from), cstr(to) };

	return f->watch == NULL ? OK : f->watch->changed(f->watch->arg, f->seq, &change, why);
}

/* As long as any program writes it. */
static struct str
payload_name(struct payload *p)
{
	struct str name = payload_text(p, "name");

	if ((name.n == 0 || name.n > NAME_MOST) && p->wrong == NULL)
		p->wrong = "name";
	return name;
}

enum err
fold_unit_added(const struct fold *f, struct why *why)
{
	struct uuid unit = payload_uuid(f->p, "unit"), parent = payload_uuid_or_null(f->p, "parent");
	struct str name = payload_name(f->p);
	bool division = payload_flag(f->p, "division");
	char path[PATH_MOST + 1];
	enum err err = f->p->wrong != NULL ? OK : new_path(f, parent, path, why);

	if (f->p->wrong != NULL || err != OK)
		return err;
	return store_do(f->store, UNIT_ADD, VALUES(value_id(unit.b), value_id(id_or_null(&parent)), value_text(cstr(path)),
	    value_text(name), value_int(division), value_int(f->seq), value_int(SEQ_NOW)), why);
}

/* ---- names ---- */

static enum err
add_alias(const struct fold *f, struct uuid unit, struct str name, struct why *why)
{
	return store_do(f->store, ALIAS_ADD, VALUES(value_text(name), value_int(f->seq), value_id(unit.b)), why);
}

/* The name of a unit that is about to lose it becomes an alias of `to`, after `change`. */
static enum err
keep_name(const struct fold *f, struct uuid unit, struct uuid to,
    enum err change(const struct fold *, struct uuid unit, struct why *), struct why *why)
{
	char name[NAME_MOST + 1];
	struct rows rows;
	enum err err;

	store_ask(f->store, UNIT_NOW, NULL, VALUES(value_id(unit.b)), &rows);
	if (rows_next(&rows) && rows_text(&rows, 1).n <= NAME_MOST)
		snprintf(name, sizeof name, "%.*s", STR_ARG(rows_text(&rows, 1)));
	else if (rows.err == OK)
		rows.err = fail(&rows.why, E_BROKEN, 0, "unit");
	err = rows_end(&rows, why);
	if (err == OK)
		err = change(f, unit, why);
	return err == OK ? add_alias(f, to, cstr(name), why) : err;
}

static enum err
rename_row(const struct fold *f, struct uuid unit, struct why *why)
{
	struct value id = value_id(unit.b), seq = value_int(f->seq), name = value_text(payload_text(f->p, "name"));
	enum err err = store_do(f->store, UNIT_CLOSE, VALUES(seq, id), why);

	if (err == OK)
		err = store_do(f->store, UNIT_RENAMED, VALUES(name, id, seq), why);
	return err == OK ? store_do(f->store, ALIAS_CLOSE, VALUES(seq, id, name), why) : err;
}

enum err
fold_unit_renamed(const struct fold *f, struct why *why)
{
	struct uuid unit = payload_uuid(f->p, "unit");

	payload_name(f->p);
	return f->p->wrong != NULL ? OK : keep_name(f, unit, unit, rename_row, why);
}

enum err
fold_unit_aliased(const struct fold *f, struct why *why)
{
	struct uuid unit = payload_uuid(f->p, "unit");
	struct str name = payload_name(f->p);
	char path[PATH_MOST + 1];
	enum err err = f->p->wrong != NULL ? OK : path_of(f, unit, path, why);

	return f->p->wrong != NULL || err != OK ? err : add_alias(f, unit, name, why);
}

/* ---- places ---- */

/* A unit, with all below it, comes below another parent. */
static enum err
move_tree(const struct fold *f, struct uuid unit, const char *from, struct uuid parent, struct why *why)
{
	char to[PATH_MOST + 1], end[PATH_MOST + 2];
	struct value seq = value_int(f->seq), first = value_text(cstr(from)), last = value_text(end_of(end, from));
	size_t levels;
	enum err err = new_path(f, parent, to, why);

	if (err == OK)
		err = directory_height(f->store, from, &levels, why);
	if (err == OK && strlen(to) + (levels - 1) * PATH_LEVEL > PATH_MOST)
		err = fail(why, E_BROKEN, 0, "unit");
	if (err == OK)
		err = store_do(f->store, UNIT_CLOSE_TREE, VALUES(seq, first, last), why);
	if (err == OK)
		err = store_do(f->store, UNIT_MOVED_TOP, VALUES(value_id(id_or_null(&parent)), value_text(cstr(to)), value_id(unit.b), seq),
		    why);
	if (err == OK)
		err = store_do(f->store, UNIT_MOVED_BELOW, VALUES(value_text(cstr(to)), value_int((int64_t)strlen(from) + 1), first, last,
		    seq), why);
	return err == OK ? tell_change(f, from, to, why) : err;
}

/* Where the unit stands; E_BROKEN where the other, to which it is to come, stands below it or is itself. */
static enum err
path_apart(const struct fold *f, struct uuid unit, struct uuid other, char path[PATH_MOST + 1], char other_path[PATH_MOST + 1],
    struct why *why)
{
	enum err err = path_of(f, unit, path, why);

	if (err == OK)
		err = path_of(f, other, other_path, why);
	return err != OK || !str_starts(cstr(other_path), cstr(path)) ? err : fail(why, E_BROKEN, 0, "unit");
}

enum err
fold_unit_moved(const struct fold *f, struct why *why)
{
	struct uuid unit = payload_uuid(f->p, "unit"), parent = payload_uuid_or_null(f->p, "parent");
	char path[PATH_MOST + 1], other[PATH_MOST + 1];
	enum err err = f->p->wrong != NULL ? OK : path_apart(f, unit, parent, path, other, why);

	return f->p->wrong != NULL || err != OK ? err : move_tree(f, unit, path, parent, why);
}

/* The first unit below; nil: there is none. */
static enum err
first_below(const struct fold *f, struct uuid unit, struct uuid *out, char path[PATH_MOST + 1], struct why *why)
{
	struct rows rows;

	*out = (struct uuid){ { 0 } };
	store_ask(f->store, UNIT_FIRST_BELOW, NULL, VALUES(value_id(unit.b)), &rows);
	if (rows_next(&rows)) {
		rows_bytes(&rows, 0, out->b, UUID_BYTES);
		snprintf(path, PATH_MOST + 1, "%.*s", STR_ARG(rows_text(&rows, 1)));
	}
	return rows_end(&rows, why);
}

static enum err
move_all_below(const struct fold *f, struct uuid unit, struct uuid into, struct why *why)
{
	char path[PATH_MOST + 1];
	struct uuid below;
	enum err err;

	while ((err = first_below(f, unit, &below, path, why)) == OK && !uuid_is_nil(below))
		if ((err = move_tree(f, below, path, into, why)) != OK)
			break;
	return err;
}

static enum err
close_row(const struct fold *f, struct uuid unit, struct why *why)
{
	return store_do(f->store, UNIT_CLOSE, VALUES(value_int(f->seq), value_id(unit.b)), why);
}

/* Rows that name a unit: closed, and opened again with the other. */
static enum err
hand_to(const struct fold *f, struct uuid unit, struct uuid into, struct why *why)
{
	static const struct { enum statement close, open; } tables[] = {
		{ ALIAS_CLOSE_ALL, ALIAS_MERGED },
		{ ROLE_CLOSE_UNIT, ROLE_MERGED },
		{ POST_CLOSE_UNIT, POST_MERGED },
		{ PORTFOLIO_CLOSE_UNIT, PORTFOLIO_MERGED },
	};
	struct value seq = value_int(f->seq), from = value_id(unit.b), to = value_id(into.b);
	enum err err = OK;

	for (size_t i = 0; i < sizeof tables / sizeof tables[0] && err == OK; i++) {
		err = store_do(f->store, tables[i].close, VALUES(seq, from), why);
		if (err == OK)
			err = store_do(f->store, tables[i].open, VALUES(to, from, seq), why);
	}
	return err;
}

enum err
fold_unit_merged(const struct fold *f, struct why *why)
{
	struct uuid unit = payload_uuid(f->p, "unit"), into = payload_uuid(f->p, "into");
	char path[PATH_MOST + 1], other[PATH_MOST + 1];
	enum err err = f->p->wrong != NULL ? OK : path_apart(f, unit, into, path, other, why);

	if (f->p->wrong != NULL)
		return OK;
	if (err == OK)
		err = move_all_below(f, unit, into, why);
	if (err == OK)
		err = keep_name(f, unit, into, close_row, why);
	if (err == OK)
		err = hand_to(f, unit, into, why);
	return err == OK ? tell_change(f, path, other, why) : err;
}
