/* Persons and their roles. */
#include "ledger/directory_inside.h"
#include "ledger/directory_rights.h"

static enum err
check_login(struct str s, struct why *why)
{
	bool good = s.n > 0 && s.n <= LOGIN_MOST && s.p[0] >= 'a' && s.p[0] <= 'z';

	for (size_t i = 0; i < s.n && good; i++)
		good = (s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') || strchr("._-", s.p[i]) != NULL;
	return good ? OK : fail(why, E_USAGE, 0, "%.*s", STR_ARG(str_slice(s, 0, LOGIN_MOST)));
}

enum err
directory_add_person(const struct hand *h, struct str name, struct str login, struct str account, struct uuid *out,
    struct why *why)
{
	struct buf b = { 0 };
	enum err err = directory_may(h, ACT_PERSONS, (struct uuid){ { 0 } }, why);

	if (err == OK)
		err = directory_check_line(name, NAME_MOST, why);
	if (err == OK)
		err = check_login(login, why);
	if (err == OK && account.n > 0)
		err = directory_check_line(account, NAME_MOST, why);
	if (err == OK)
		err = directory_must_be_free(h->store, PERSON_LOGIN_EVER, login, why);
	if (err == OK)
		err = directory_must_be_free(h->store, PERSON_BY_ACCOUNT, account, why);
	if (err == OK)
		err = uuid_new(out);
	if (err != OK)
		return err;
	json_member_id(&b, "person", *out);
	json_member_text(&b, "name", name);
	json_member_text(&b, "login", login);
	json_member_text(&b, "account", account);
	return directory_write(h, "person-added", &b, why);
}

/* Whose an account is: nobody's, or this person's. */
static enum err
check_account(struct store *s, struct uuid person, struct str account, struct why *why)
{
	struct uuid other;
	bool found = false;
	enum err err = account.n == 0 ? OK : directory_by_account(s, account, &other, &found, why);

	return err != OK || !found || uuid_equal(other, person) ? err : fail(why, E_TAKEN, 0, "%.*s", STR_ARG(account));
}

enum err
directory_change_person(const struct hand *h, struct uuid person, struct str name, struct str account, struct why *why)
{
	struct buf b = { 0 };
	enum err err = directory_may(h, ACT_PERSONS, person, why);

	if (err == OK)
		err = directory_must_exist(h->store, PERSON_NOW, person, "person", why);
	if (err == OK)
		err = directory_check_line(name, NAME_MOST, why);
	if (err == OK && account.n > 0)
		err = directory_check_line(account, NAME_MOST, why);
	if (err == OK)
		err = check_account(h->store, person, account, why);
	if (err != OK)
		return err;
	json_member_id(&b, "person", person);
	json_member_text(&b, "name", name);
	json_member_text(&b, "account", account);
	return directory_write(h, "person-changed", &b, why);
}

static enum err
by_name(struct store *s, enum statement st, struct str name, struct uuid *out, bool *found, struct why *why)
{
	struct rows rows;

	*found = false;
	store_ask(s, st, NULL, VALUES(value_text(name)), &rows);
	if (rows_next(&rows)) {
		rows_bytes(&rows, 0, out->b, UUID_BYTES);
		*found = true;
	}
	return rows_end(&rows, why);
}

enum err
directory_by_account(struct store *s, struct str account, struct uuid *out, bool *found, struct why *why)
{
	return by_name(s, PERSON_BY_ACCOUNT, account, out, found, why);
}

enum err
directory_by_login(struct store *s, struct str login, struct uuid *out, bool *found, struct why *why)
{
	return by_name(s, PERSON_BY_LOGIN, login, out, found, why);
}

/* ---- roles ---- */

static bool
role_of(struct rows *rows, unsigned column, enum person_role *role)
{
	bool known = person_role_parse(rows_text(rows, column), role);

	if (!known && rows->err == OK)
		rows->err = fail(&rows->why, E_BROKEN, 0, "role");
	return known;
}

/* Whether a person holds roles that the new one does not go with. */
static enum err
check_exclusion(struct store *s, struct uuid person, enum person_role new, struct why *why)
{
	struct rows rows;
	enum person_role held;

	store_ask(s, ROLES_OF, NULL, VALUES(value_id(person.b)), &rows);
	while (rows_next(&rows))
		if (role_of(&rows, 1, &held) && held != new && (person_role_alone(held) || person_role_alone(new)))
			rows.err = fail(&rows.why, E_TAKEN, 0, "%s", person_role_word(held));
	return rows_end(&rows, why);
}

enum err
directory_not_alone(struct store *s, struct uuid person, struct why *why)
{
	struct rows rows;
	enum person_role held;

	store_ask(s, ROLES_OF, NULL, VALUES(value_id(person.b)), &rows);
	while (rows_next(&rows))
		if (role_of(&rows, 1, &held) && person_role_alone(held))
			rows.err = fail(&rows.why, E_TAKEN, 0, "%s", person_role_word(held));
	return rows_end(&rows, why);
}

/* An administrator has no part in the work: no post, no portfolio, no delegation that is not over. */
static enum err
check_business(const struct hand *h, struct uuid person, enum person_role new, struct why *why)
{
	int32_t today = date_days(instant_day(h->now, OFFSET_CHINA));
	bool found = false;
	enum err err = OK;

	if (person_role_alone(new))
		err = directory_has(h->store, PERSON_BUSINESS, VALUES(value_id(person.b), value_int(today)), &found, why);
	return err != OK || !found ? err : fail(why, E_TAKEN, 0, "%s", person_role_word(new));
}

enum err
directory_give_role(const struct hand *h, struct uuid person, enum person_role role, struct uuid unit, struct uuid ledger,
    struct uuid *out, struct why *why)
{
	struct buf b = { 0 };
	enum err err = directory_may(h, ACT_ROLE_GIVEN, person, why);

	if (err == OK)
		err = directory_must_exist(h->store, PERSON_NOW, person, "person", why);
	if (err == OK)
		err = directory_must_exist_or_nil(h->store, UNIT_NOW, unit, "unit", why);
	if (err == OK)
		err = check_exclusion(h->store, person, role, why);
	if (err == OK)
		err = check_business(h, person, role, why);
	if (err == OK)
		err = uuid_new(out);
	if (err != OK)
		return err;
	json_member_id(&b, "role", *out);
	json_member_id(&b, "person", person);
	json_member_text(&b, "as", cstr(person_role_word(role)));
	json_member_id(&b, "unit", unit);
	json_member_id(&b, "ledger", ledger);
	return directory_write(h, "role-given", &b, why);
}

/* Each of the three administrators is there as long as the directory is. */
static enum err
check_last(struct store *s, enum person_role role, struct why *why)
{
	const char *word = person_role_word(role);
	int64_t holders = 2;
	enum err err = OK;

	if (person_role_alone(role))
		err = store_int(s, ROLE_HOLDERS, VALUES(value_text(cstr(word))), &holders, NULL, why);
	return err != OK || holders > 1 ? err : fail(why, E_TAKEN, 0, "%s", word);
}

/* Whose it is, and which. */
static enum err
find_role(struct store *s, struct uuid role, struct uuid *person, enum person_role *as, struct why *why)
{
	struct rows rows;

	store_ask(s, ROLE_NOW, NULL, VALUES(value_id(role.b)), &rows);
	if (rows_next(&rows)) {
		rows_bytes(&rows, 0, person->b, UUID_BYTES);
		role_of(&rows, 1, as);
	} else if (rows.err == OK)
		rows.err = fail(&rows.why, E_ABSENT, 0, "role");
	return rows_end(&rows, why);
}

enum err
directory_take_role(const struct hand *h, struct uuid role, struct why *why)
{
	struct buf b = { 0 };
	struct uuid person = { { 0 } };
	enum person_role as = PERSON_ROLE_VIEWER;
	enum err err = find_role(h->store, role, &person, &as, why);

	if (err == OK)
		err = directory_may(h, ACT_ROLE_TAKEN, person, why);
	if (err == OK)
		err = check_last(h->store, as, why);
	if (err != OK)
		return err;
	json_member_id(&b, "role", role);
	return directory_write(h, "role-taken", &b, why);
}

/* ---- leaving ---- */

struct leaving {
	const struct hand *hand;
	struct uuid person;
	const struct handover *list;
	size_t n, found;
	struct buf *payload;
};

static const struct handover *
handover_of(const struct leaving *l, struct uuid what)
{
	for (size_t i = 0; i < l->n; i++)
		if (uuid_equal(l->list[i].what, what))
			return &l->list[i];
	return NULL;
}

/* A successor is another person; who takes a post is no administrator. */
static enum err
check_successor(const struct leaving *l, struct uuid to, bool post, struct why *why)
{
	enum err err;

	if (uuid_is_nil(to))
		return OK;
	if (uuid_equal(to, l->person))
		return fail(why, E_USAGE, 0, "person");
	err = directory_must_exist(l->hand->store, PERSON_NOW, to, "person", why);
	return err == OK && post ? directory_not_alone(l->hand->store, to, why) : err;
}

/* One post or role: who leaves must say what becomes of it. */
static enum err
hand_over(struct leaving *l, struct uuid what, const char *member, struct why *why)
{
	const struct handover *to = handover_of(l, what);
	enum err err;

	if (to == NULL)
		return fail(why, E_USAGE, 0, "%s", member);
	err = check_successor(l, to->to, strcmp(member, "post") == 0, why);
	if (err != OK)
		return err;
	l->found++;
	json_next(l->payload);
	JSON_PUT(l->payload, "{");
	json_member_id(l->payload, member, what);
	json_member_id(l->payload, "to", to->to);
	JSON_PUT(l->payload, "}");
	return OK;
}

/* All that a statement tells of the person, as a list of the payload. */
static enum err
hand_over_all(struct leaving *l, enum statement st, const char *list, const char *member, struct why *why)
{
	struct rows rows;

	json_member(l->payload, list);
	JSON_PUT(l->payload, "[");
	store_ask(l->hand->store, st, NULL, VALUES(value_id(l->person.b)), &rows);
	while (rows_next(&rows)) {
		struct uuid what = { { 0 } };

		rows_bytes(&rows, 0, what.b, UUID_BYTES);
		rows.err = hand_over(l, what, member, &rows.why);
	}
	JSON_PUT(l->payload, "]");
	return rows_end(&rows, why);
}

static enum err
check_leaving(const struct hand *h, struct uuid person, struct why *why)
{
	struct rows rows;
	enum person_role held;
	enum err err = directory_must_exist(h->store, PERSON_NOW, person, "person", why);

	if (err != OK)
		return err;
	store_ask(h->store, ROLES_OF, NULL, VALUES(value_id(person.b)), &rows);
	while (rows_next(&rows))
		if (role_of(&rows, 1, &held))
			rows.err = check_last(h->store, held, &rows.why);
	return rows_end(&rows, why);
}

enum err
directory_leave(const struct hand *h, struct uuid person, const struct handover *list, size_t n,
    const struct uuid *records, size_t nrecords, struct why *why)
{
	struct buf b = { 0 };
	struct leaving l = { .hand = h, .person = person, .list = list, .n = n, .payload = &b };
	enum err err = directory_may(h, ACT_PERSONS, person, why);

	if (err == OK && (n > HANDOVER_MOST || nrecords > HANDOVER_MOST))
		err = fail(why, E_TOOBIG, 0, "%d", HANDOVER_MOST);
	if (err == OK)
		err = check_leaving(h, person, why);
	json_member_id(&b, "person", person);
	if (err == OK)
		err = hand_over_all(&l, POSTS_OF, "posts", "post", why);
	if (err == OK)
		err = hand_over_all(&l, ROLES_OF, "roles", "role", why);
	json_member_ids(&b, "records", records, nrecords);
	if (err == OK && l.found != n)
		err = fail(why, E_USAGE, 0, "%zu", n);
	if (err == OK)
		return directory_write(h, "person-left", &b, why);
	buf_free(&b);
	return err;
}
