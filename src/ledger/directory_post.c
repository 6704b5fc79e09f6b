/* Posts, who holds them, and portfolios. */
#include "ledger/directory_inside.h"
#include "ledger/directory_rights.h"

static enum err
may_posts(const struct hand *h, struct why *why)
{
	return directory_may(h, ACT_POSTS, (struct uuid){ { 0 } }, why);
}

enum err
directory_add_post(const struct hand *h, struct uuid unit, struct str name, struct uuid *out, struct why *why)
{
	struct buf b = { 0 };
	bool found = false;
	enum err err = may_posts(h, why);

	if (err == OK)
		err = directory_check_line(name, NAME_MOST, why);
	if (err == OK)
		err = directory_must_exist(h->store, UNIT_NOW, unit, "unit", why);
	if (err == OK)
		err = directory_has(h->store, POST_NAMED, VALUES(value_id(unit.b), value_text(name)), &found, why);
	if (err == OK && found)
		err = fail(why, E_TAKEN, 0, "%.*s", STR_ARG(name));
	if (err == OK)
		err = uuid_new(out);
	if (err != OK)
		return err;
	json_member_id(&b, "post", *out);
	json_member_id(&b, "unit", unit);
	json_member_text(&b, "name", name);
	return directory_write(h, "post-added", &b, why);
}

/* Who holds a post that there is; nil: nobody. */
static enum err
find_holder(struct store *s, struct uuid post, struct uuid *person, struct why *why)
{
	struct rows rows;
	enum err err = directory_must_exist(s, POST_NOW, post, "post", why);

	*person = (struct uuid){ { 0 } };
	if (err != OK)
		return err;
	store_ask(s, HOLDER_NOW, NULL, VALUES(value_id(post.b)), &rows);
	if (rows_next(&rows))
		rows_bytes(&rows, 0, person->b, UUID_BYTES);
	return rows_end(&rows, why);
}

static enum err
must_be_vacant(struct store *s, struct uuid post, struct why *why)
{
	struct uuid holder;
	enum err err = find_holder(s, post, &holder, why);

	return err != OK || uuid_is_nil(holder) ? err : fail(why, E_TAKEN, 0, "post");
}

enum err
directory_hold_post(const struct hand *h, struct uuid post, struct uuid person, struct why *why)
{
	struct buf b = { 0 };
	enum err err = may_posts(h, why);

	if (err == OK)
		err = must_be_vacant(h->store, post, why);
	if (err == OK)
		err = directory_must_exist(h->store, PERSON_NOW, person, "person", why);
	if (err == OK)
		err = directory_not_alone(h->store, person, why);
	if (err != OK)
		return err;
	json_member_id(&b, "post", post);
	json_member_id(&b, "person", person);
	return directory_write(h, "post-held", &b, why);
}

enum err
directory_leave_post(const struct hand *h, struct uuid post, struct why *why)
{
	struct buf b = { 0 };
	struct uuid holder;
	enum err err = may_posts(h, why);

	if (err == OK)
		err = find_holder(h->store, post, &holder, why);
	if (err == OK && uuid_is_nil(holder))
		err = fail(why, E_ABSENT, 0, "person");
	if (err != OK)
		return err;
	json_member_id(&b, "post", post);
	json_member_id(&b, "person", holder);
	return directory_write(h, "post-left", &b, why);
}

enum err
directory_end_post(const struct hand *h, struct uuid post, struct why *why)
{
	struct buf b = { 0 };
	enum err err = may_posts(h, why);

	if (err == OK)
		err = must_be_vacant(h->store, post, why);
	if (err != OK)
		return err;
	json_member_id(&b, "post", post);
	return directory_write(h, "post-ended", &b, why);
}

/* ---- portfolios ---- */

/* A post, or a person who is no administrator: *person is the person, nil of a post. */
static enum err
check_owner(const struct hand *h, struct uuid owner, struct uuid *person, struct why *why)
{
	bool post;
	enum err err = directory_has(h->store, POST_NOW, VALUES(value_id(owner.b)), &post, why);

	*person = (struct uuid){ { 0 } };
	if (err != OK || post)
		return err;
	*person = owner;
	err = directory_must_exist(h->store, PERSON_NOW, owner, "person", why);
	return err == OK ? directory_not_alone(h->store, owner, why) : err;
}

static enum err
check_once(const struct uuid *u, size_t n, struct why *why)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			if (uuid_equal(u[i], u[j]))
				return fail(why, E_USAGE, i, "%s", "portfolio");
	return OK;
}

static enum err
check_portfolio(const struct hand *h, const struct uuid *units, size_t nunits, const struct uuid *ledgers, size_t nledgers,
    struct why *why)
{
	enum err err = nunits > PORTFOLIO_MOST || nledgers > PORTFOLIO_MOST ? fail(why, E_USAGE, 0, "%d", PORTFOLIO_MOST) : OK;

	if (err == OK)
		err = check_once(units, nunits, why);
	if (err == OK)
		err = check_once(ledgers, nledgers, why);
	for (size_t i = 0; i < nunits && err == OK; i++)
		err = directory_must_exist(h->store, UNIT_NOW, units[i], "unit", why);
	for (size_t i = 0; i < nledgers && err == OK; i++)
		err = uuid_is_nil(ledgers[i]) ? fail(why, E_ABSENT, 0, "ledger") : OK;
	return err;
}

enum err
directory_set_portfolio(const struct hand *h, struct uuid owner, const struct uuid *units, size_t nunits,
    const struct uuid *ledgers, size_t nledgers, struct why *why)
{
	struct buf b = { 0 };
	struct uuid person;
	enum err err = check_owner(h, owner, &person, why);

	if (err == OK)
		err = directory_may(h, ACT_PORTFOLIOS, person, why);
	if (err == OK)
		err = check_portfolio(h, units, nunits, ledgers, nledgers, why);
	if (err != OK)
		return err;
	json_member_id(&b, uuid_is_nil(person) ? "post" : "person", owner);
	json_member_ids(&b, "units", units, nunits);
	json_member_ids(&b, "ledgers", ledgers, nledgers);
	return directory_write(h, "portfolio-set", &b, why);
}
