#include "ledger/directory_read.h"
#include "ledger/directory_inside.h"

/* ---- columns into the arena ---- */

static struct str
text_of(struct rows *rows, struct arena *a, unsigned column)
{
	return rows_null(rows, column) ? (struct str){ NULL, 0 } : arena_str(a, rows_text(rows, column));
}

static struct uuid
uuid_of(struct rows *rows, unsigned column)
{
	struct uuid u = { { 0 } };

	rows_bytes(rows, column, u.b, UUID_BYTES);
	return u;
}

/* Lists are read as of a seq: what is true now was true just before the end of all. */
static void
ask_at(struct store *s, enum statement st, int64_t seq, struct rows *rows)
{
	store_ask(s, st, NULL, VALUES(value_int(seq == SEQ_NOW ? SEQ_NOW - 1 : seq)), rows);
}

/* ---- finding ---- */

typedef ARRAY(struct unit_hit) hit_array;

static enum err
take_hits(struct store *s, struct arena *a, enum statement st, struct values v, hit_array *hits, struct why *why)
{
	struct rows rows;

	store_ask(s, st, NULL, v, &rows);
	while (rows_next(&rows)) {
		struct unit_hit *hit = array_add(a, hits);

		hit->uuid = uuid_of(&rows, 0);
		hit->path = text_of(&rows, a, 1);
	}
	return rows_end(&rows, why);
}

static enum err
find_named(struct store *s, struct arena *a, struct str name, hit_array *hits, struct why *why)
{
	return take_hits(s, a, UNIT_NAMED, VALUES(value_text(name)), hits, why);
}

static enum err
find_uuid(struct store *s, struct arena *a, struct uuid u, hit_array *hits, struct why *why)
{
	struct rows rows;

	store_ask(s, UNIT_NOW, NULL, VALUES(value_id(u.b)), &rows);
	if (rows_next(&rows))
		*array_add(a, hits) = (struct unit_hit){ u, text_of(&rows, a, 0) };
	return rows_end(&rows, why);
}

/* The next name of 甲委/医政处. */
static struct str
next_name(struct str *rest)
{
	size_t slash = str_find(*rest, STR("/"), 0);
	struct str name = str_slice(*rest, 0, slash);

	*rest = slash == STR_NONE ? (struct str){ NULL, 0 } : str_slice(*rest, slash + 1, rest->n);
	return name;
}

/* From the units of the first name down, name by name. */
static enum err
find_down(struct store *s, struct arena *a, struct str words, hit_array *hits, struct why *why)
{
	enum err err = find_named(s, a, next_name(&words), hits, why);

	while (err == OK && words.n > 0) {
		struct str name = next_name(&words);
		hit_array above = *hits;

		*hits = (hit_array){ 0 };
		for (size_t i = 0; i < above.n && err == OK; i++)
			err = take_hits(s, a, UNIT_NAMED_BELOW, VALUES(value_id(above.v[i].uuid.b), value_text(name)), hits, why);
	}
	return err;
}

enum err
directory_find_unit(struct store *s, struct arena *a, struct str words, struct unit_hits *out, struct why *why)
{
	hit_array hits = { 0 };
	struct uuid u;
	enum err err = uuid_parse(words, &u) ? find_uuid(s, a, u, &hits, why) : find_named(s, a, words, &hits, why);

	if (err == OK && hits.n == 0 && str_has(words, STR("/")))
		err = find_down(s, a, words, &hits, why);
	*out = (struct unit_hits){ hits.v, hits.n };
	return err;
}

/* "above/name", or the name where nothing is above. */
static struct str
title_below(struct arena *a, struct str above, struct str name)
{
	return above.n == 0 ? name : arena_printf(a, "%.*s/%.*s", STR_ARG(above), STR_ARG(name));
}

enum err
directory_unit_title(struct store *s, struct arena *a, struct str path, struct str *out, struct why *why)
{
	enum err err = OK;

	*out = (struct str){ NULL, 0 };
	for (size_t n = PATH_LEVEL; n <= path.n && err == OK; n += PATH_LEVEL) {
		struct rows rows;

		store_ask(s, UNIT_AT, NULL, VALUES(value_text(str_slice(path, 0, n))), &rows);
		if (rows_next(&rows))
			*out = title_below(a, *out, text_of(&rows, a, 0));
		err = rows_end(&rows, why);
	}
	return err;
}

enum err
directory_find_posts(struct store *s, struct arena *a, struct uuid unit, struct str name, struct uuid **out, size_t *n,
    struct why *why)
{
	ARRAY(struct uuid) posts = { 0 };
	struct rows rows;

	store_ask(s, POST_NAMED, NULL, VALUES(value_id(unit.b), value_text(name)), &rows);
	while (rows_next(&rows))
		*array_add(a, &posts) = uuid_of(&rows, 0);
	*out = posts.v;
	*n = posts.n;
	return rows_end(&rows, why);
}

enum err
directory_holdings(struct store *s, struct arena *a, struct uuid person, struct handover **out, size_t *n, struct why *why)
{
	static const enum statement both[] = { POSTS_OF, ROLES_OF };
	ARRAY(struct handover) all = { 0 };
	enum err err = OK;

	for (size_t i = 0; i < 2 && err == OK; i++) {
		struct rows rows;

		store_ask(s, both[i], NULL, VALUES(value_id(person.b)), &rows);
		while (rows_next(&rows))
			array_add(a, &all)->what = uuid_of(&rows, 0);
		err = rows_end(&rows, why);
	}
	*out = all.v;
	*n = all.n;
	return err;
}

/* ---- units ---- */

/* Units open above the one that is read: their titles, by their depth. */
struct tree {
	ARRAY(struct unit_item) units;
	ARRAY(struct str) aliases;	/* of the last unit */
	struct str titles[UNIT_LEVELS];
};

static void
take_unit(struct tree *t, struct rows *rows, struct arena *a)
{
	struct unit_item *u = array_add(a, &t->units);
	size_t depth;

	u->uuid = uuid_of(rows, 0);
	u->parent = uuid_of(rows, 1);
	u->path = text_of(rows, a, 2);
	u->name = text_of(rows, a, 3);
	u->division = rows_int(rows, 4) != 0;
	depth = u->path.n / PATH_LEVEL;
	if (depth == 0 || depth > UNIT_LEVELS) {
		rows->err = rows->err != OK ? rows->err : fail(&rows->why, E_BROKEN, 0, "path");
		return;
	}
	u->title = t->titles[depth - 1] = title_below(a, depth == 1 ? (struct str){ NULL, 0 } : t->titles[depth - 2], u->name);
}

/* A unit has a row for each other name. */
static void
take_tree_row(struct tree *t, struct rows *rows, struct arena *a)
{
	struct unit_item *u;

	if (t->units.n == 0 || !uuid_equal(array_last(&t->units)->uuid, uuid_of(rows, 0))) {
		take_unit(t, rows, a);
		memset(&t->aliases, 0, sizeof t->aliases);
	}
	if (rows_null(rows, 5))
		return;
	u = array_last(&t->units);
	*array_add(a, &t->aliases) = text_of(rows, a, 5);
	u->aliases = t->aliases.v;
	u->naliases = t->aliases.n;
}

enum err
directory_list_units(struct store *s, struct arena *a, int64_t seq, struct unit_list *out, struct why *why)
{
	struct tree t = { 0 };
	struct rows rows;

	ask_at(s, UNIT_TREE, seq, &rows);
	while (rows_next(&rows))
		take_tree_row(&t, &rows, a);
	*out = (struct unit_list){ t.units.v, t.units.n };
	return rows_end(&rows, why);
}

/* ---- roles, posts, persons ---- */

enum err
directory_list_roles(struct store *s, struct arena *a, int64_t seq, struct role_list *out, struct why *why)
{
	ARRAY(struct role_item) roles = { 0 };
	struct rows rows;

	ask_at(s, ROLE_LIST, seq, &rows);
	while (rows_next(&rows)) {
		struct role_item *r = array_add(a, &roles);

		r->uuid = uuid_of(&rows, 0);
		r->person = uuid_of(&rows, 1);
		r->person_name = text_of(&rows, a, 2);
		r->login = text_of(&rows, a, 3);
		r->role = text_of(&rows, a, 4);
		r->unit = uuid_of(&rows, 5);
		r->unit_name = text_of(&rows, a, 6);
		r->ledger = uuid_of(&rows, 7);
	}
	*out = (struct role_list){ roles.v, roles.n };
	return rows_end(&rows, why);
}

enum err
directory_list_posts(struct store *s, struct arena *a, int64_t seq, struct post_list *out, struct why *why)
{
	ARRAY(struct post_item) posts = { 0 };
	struct rows rows;

	ask_at(s, POST_LIST, seq, &rows);
	while (rows_next(&rows)) {
		struct post_item *p = array_add(a, &posts);

		p->uuid = uuid_of(&rows, 0);
		p->unit = uuid_of(&rows, 1);
		p->unit_name = text_of(&rows, a, 2);
		p->name = text_of(&rows, a, 3);
		p->person = uuid_of(&rows, 4);
		p->person_name = text_of(&rows, a, 5);
		p->login = text_of(&rows, a, 6);
	}
	*out = (struct post_list){ posts.v, posts.n };
	return rows_end(&rows, why);
}

/* Posts that are held, by the login of who holds them. */
static enum err
list_held(struct store *s, struct arena *a, int64_t seq, struct post_list *out, struct why *why)
{
	ARRAY(struct post_item) posts = { 0 };
	struct rows rows;

	ask_at(s, HOLDER_LIST, seq, &rows);
	while (rows_next(&rows)) {
		struct post_item *p = array_add(a, &posts);

		p->login = text_of(&rows, a, 0);
		p->uuid = uuid_of(&rows, 1);
		p->unit = uuid_of(&rows, 2);
		p->unit_name = text_of(&rows, a, 3);
		p->name = text_of(&rows, a, 4);
	}
	*out = (struct post_list){ posts.v, posts.n };
	return rows_end(&rows, why);
}

/* All three lists are in the order of logins: each person takes from the others what begins with his. */
static void
deal_out(struct person_list *persons, struct role_list roles, struct post_list posts)
{
	for (size_t i = 0; i < persons->n; i++) {
		struct person_item *p = &persons->v[i];

		p->roles.v = roles.v;
		for (; roles.n > 0 && str_eq(roles.v->login, p->login); roles.v++, roles.n--)
			p->roles.n++;
		p->posts.v = posts.v;
		for (; posts.n > 0 && str_eq(posts.v->login, p->login); posts.v++, posts.n--)
			p->posts.n++;
	}
}

enum err
directory_list_persons(struct store *s, struct arena *a, int64_t seq, struct person_list *out, struct why *why)
{
	ARRAY(struct person_item) persons = { 0 };
	struct role_list roles;
	struct post_list posts;
	struct rows rows;
	enum err err = directory_list_roles(s, a, seq, &roles, why);

	if (err == OK)
		err = list_held(s, a, seq, &posts, why);
	if (err != OK)
		return err;
	ask_at(s, PERSON_LIST, seq, &rows);
	while (rows_next(&rows)) {
		struct person_item *p = array_add(a, &persons);

		p->uuid = uuid_of(&rows, 0);
		p->name = text_of(&rows, a, 1);
		p->login = text_of(&rows, a, 2);
		p->account = text_of(&rows, a, 3);
	}
	*out = (struct person_list){ persons.v, persons.n };
	deal_out(out, roles, posts);
	return rows_end(&rows, why);
}

/* ---- delegations and portfolios ---- */

enum err
directory_list_delegations(struct store *s, struct arena *a, int64_t seq, struct delegation_list *out, struct why *why)
{
	ARRAY(struct delegation_item) all = { 0 };
	struct rows rows;

	ask_at(s, DELEGATION_LIST, seq, &rows);
	while (rows_next(&rows)) {
		struct delegation_item *d = array_add(a, &all);

		d->uuid = uuid_of(&rows, 0);
		d->from = text_of(&rows, a, 1);
		d->from_name = text_of(&rows, a, 2);
		d->to = text_of(&rows, a, 3);
		d->to_name = text_of(&rows, a, 4);
		d->first = (int32_t)rows_int(&rows, 5);
		d->last = (int32_t)rows_int(&rows, 6);
		d->reason = text_of(&rows, a, 7);
	}
	*out = (struct delegation_list){ all.v, all.n };
	return rows_end(&rows, why);
}

enum err
directory_list_portfolios(struct store *s, struct arena *a, int64_t seq, struct portfolio_list *out, struct why *why)
{
	ARRAY(struct portfolio_item) all = { 0 };
	struct rows rows;

	ask_at(s, PORTFOLIO_LIST, seq, &rows);
	while (rows_next(&rows)) {
		struct portfolio_item *p = array_add(a, &all);

		p->owner = uuid_of(&rows, 0);
		p->login = text_of(&rows, a, 1);
		p->person_name = text_of(&rows, a, 2);
		p->post_unit = text_of(&rows, a, 3);
		p->post_name = text_of(&rows, a, 4);
		p->unit = uuid_of(&rows, 5);
		p->unit_name = text_of(&rows, a, 6);
		p->ledger = uuid_of(&rows, 7);
	}
	*out = (struct portfolio_list){ all.v, all.n };
	return rows_end(&rows, why);
}
