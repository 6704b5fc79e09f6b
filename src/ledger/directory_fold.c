/* From events of the directory to its rows; those of units stand in directory_tree.c. */
#include "ledger/credential.h"
#include "ledger/directory_inside.h"
#include "ledger/removal.h"

/* ---- persons ---- */

static enum err
fold_person_added(const struct fold *f, struct why *why)
{
	struct uuid person = payload_uuid(f->p, "person");
	struct str name = payload_text(f->p, "name"), login = payload_text(f->p, "login"), account = payload_text_or_null(f->p, "account");

	if (f->p->wrong != NULL)
		return OK;
	return store_do(f->store, PERSON_ADD, VALUES(value_id(person.b), value_text(name), value_text(login),
	    account.n == 0 ? value_null() : value_text(account), value_int(f->seq), value_int(SEQ_NOW)), why);
}

static enum err
fold_person_changed(const struct fold *f, struct why *why)
{
	struct uuid person = payload_uuid(f->p, "person");
	struct str name = payload_text(f->p, "name"), account = payload_text_or_null(f->p, "account");
	struct value id = value_id(person.b), seq = value_int(f->seq);
	enum err err;

	if (f->p->wrong != NULL)
		return OK;
	err = store_do(f->store, PERSON_CLOSE, VALUES(seq, id), why);
	return err != OK ? err : store_do(f->store, PERSON_CHANGED, VALUES(value_text(name),
	    account.n == 0 ? value_null() : value_text(account), id, seq), why);
}

static enum err
hold(const struct fold *f, struct uuid post, struct uuid person, struct why *why)
{
	return store_do(f->store, HOLDER_ADD, VALUES(value_id(post.b), value_id(person.b), value_int(f->seq), value_int(SEQ_NOW)), why);
}

/* Posts go to their successors; a role waits for whom the event names until it is given. */
static enum err
fold_successors(const struct fold *f, struct why *why)
{
	size_t n = payload_list(f->p, "posts");
	enum err err = OK;

	for (size_t i = 0; i < n && err == OK; i++) {
		struct payload inside = payload_enter(f->p, "posts", i);
		struct uuid post = payload_uuid(&inside, "post"), to = payload_uuid_or_null(&inside, "to");

		payload_leave(f->p, &inside);
		if (f->p->wrong == NULL && !uuid_is_nil(to))
			err = hold(f, post, to, why);
	}
	return err;
}

static enum err
fold_person_left(const struct fold *f, struct why *why)
{
	static const enum statement close[] = { PERSON_CLOSE, ROLE_CLOSE_OF, HOLDER_CLOSE_OF, DELEGATION_CLOSE_OF, PORTFOLIO_CLOSE };
	struct uuid person = payload_uuid(f->p, "person");
	enum err err = OK;

	payload_list(f->p, "roles");
	payload_list(f->p, "records");
	if (f->p->wrong != NULL)
		return OK;
	for (size_t i = 0; i < sizeof close / sizeof close[0] && err == OK; i++)
		err = store_do(f->store, close[i], VALUES(value_int(f->seq), value_id(person.b)), why);
	return err == OK ? fold_successors(f, why) : err;
}

/* ---- roles ---- */

static enum err
fold_role_given(const struct fold *f, struct why *why)
{
	struct uuid role = payload_uuid(f->p, "role"), person = payload_uuid(f->p, "person");
	struct uuid unit = payload_uuid_or_null(f->p, "unit"), ledger = payload_uuid_or_null(f->p, "ledger");
	struct str as = payload_text(f->p, "as");

	if (f->p->wrong != NULL)
		return OK;
	return store_do(f->store, ROLE_ADD, VALUES(value_id(role.b), value_id(person.b), value_text(as), value_id(id_or_null(&unit)),
	    value_id(id_or_null(&ledger)), value_int(f->seq), value_int(SEQ_NOW)), why);
}

/* What a member names ends. */
static enum err
end_row(const struct fold *f, const char *member, enum statement close, struct why *why)
{
	struct uuid u = payload_uuid(f->p, member);

	return f->p->wrong != NULL ? OK : store_do(f->store, close, VALUES(value_int(f->seq), value_id(u.b)), why);
}

static enum err
fold_role_taken(const struct fold *f, struct why *why)
{
	return end_row(f, "role", ROLE_CLOSE, why);
}

/* ---- posts and portfolios ---- */

static enum err
fold_post_added(const struct fold *f, struct why *why)
{
	struct uuid post = payload_uuid(f->p, "post"), unit = payload_uuid(f->p, "unit");
	struct str name = payload_text(f->p, "name");

	if (f->p->wrong != NULL)
		return OK;
	return store_do(f->store, POST_ADD, VALUES(value_id(post.b), value_id(unit.b), value_text(name), value_int(f->seq),
	    value_int(SEQ_NOW)), why);
}

static enum err
fold_post_held(const struct fold *f, struct why *why)
{
	struct uuid post = payload_uuid(f->p, "post"), person = payload_uuid(f->p, "person");

	return f->p->wrong != NULL ? OK : hold(f, post, person, why);
}

static enum err
fold_post_left(const struct fold *f, struct why *why)
{
	payload_uuid(f->p, "person");
	return end_row(f, "post", HOLDER_CLOSE, why);
}

static enum err
fold_post_ended(const struct fold *f, struct why *why)
{
	enum err err = end_row(f, "post", POST_CLOSE, why);

	return err == OK ? end_row(f, "post", PORTFOLIO_CLOSE, why) : err;
}

/* One unit or one ledger of a portfolio. */
static enum err
add_to_portfolio(const struct fold *f, struct uuid owner, struct uuid unit, struct uuid ledger, struct why *why)
{
	return store_do(f->store, PORTFOLIO_ADD, VALUES(value_id(owner.b), value_id(id_or_null(&unit)), value_id(id_or_null(&ledger)),
	    value_int(f->seq), value_int(SEQ_NOW)), why);
}

static struct uuid
portfolio_owner(struct payload *p)
{
	struct payload asked = *p;
	struct uuid post = payload_uuid(&asked, "post");

	return asked.wrong == NULL ? post : payload_uuid(p, "person");
}

static enum err
fold_portfolio_set(const struct fold *f, struct why *why)
{
	const struct uuid none = { { 0 } };
	struct uuid owner = portfolio_owner(f->p);
	size_t units = payload_list(f->p, "units"), ledgers = payload_list(f->p, "ledgers");
	enum err err = f->p->wrong != NULL ? OK :
	    store_do(f->store, PORTFOLIO_CLOSE, VALUES(value_int(f->seq), value_id(owner.b)), why);

	for (size_t i = 0; i < units && err == OK && f->p->wrong == NULL; i++) {
		struct uuid unit = payload_uuid_at(f->p, "units", i);

		err = f->p->wrong != NULL ? OK : add_to_portfolio(f, owner, unit, none, why);
	}
	for (size_t i = 0; i < ledgers && err == OK && f->p->wrong == NULL; i++) {
		struct uuid ledger = payload_uuid_at(f->p, "ledgers", i);

		err = f->p->wrong != NULL ? OK : add_to_portfolio(f, owner, none, ledger, why);
	}
	return err;
}

/* ---- delegations ---- */

static enum err
fold_delegated(const struct fold *f, struct why *why)
{
	struct uuid delegation = payload_uuid(f->p, "delegation"), from = payload_uuid(f->p, "from"), to = payload_uuid(f->p, "to");
	int32_t first = payload_day(f->p, "first"), last = payload_day(f->p, "last");
	struct str reason = payload_text(f->p, "reason");

	if (f->p->wrong == NULL && first > last)
		f->p->wrong = "last";
	if (f->p->wrong != NULL)
		return OK;
	return store_do(f->store, DELEGATION_ADD, VALUES(value_id(delegation.b), value_id(from.b), value_id(to.b), value_int(first),
	    value_int(last), value_text(reason), value_int(f->seq), value_int(SEQ_NOW)), why);
}

static enum err
fold_delegation_ended(const struct fold *f, struct why *why)
{
	return end_row(f, "delegation", DELEGATION_CLOSE, why);
}

/* ---- all of them ---- */

/* The order is the journal's; rows do not show it. */
static enum err
fold_removal(const struct fold *f, struct why *why)
{
	(void)f;
	(void)why;
	return OK;
}

static enum err
fold_credential(const struct fold *f, struct why *why)
{
	return credential_fold(f->store, f->seq, f->p, why);
}

static const struct {
	const char *type;
	enum err (*fold)(const struct fold *, struct why *);
} folds[] = {
	{ "unit-added", fold_unit_added },
	{ "unit-renamed", fold_unit_renamed },
	{ "unit-aliased", fold_unit_aliased },
	{ "unit-moved", fold_unit_moved },
	{ "unit-merged", fold_unit_merged },
	{ "person-added", fold_person_added },
	{ "person-changed", fold_person_changed },
	{ "person-left", fold_person_left },
	{ "role-given", fold_role_given },
	{ "role-taken", fold_role_taken },
	{ "post-added", fold_post_added },
	{ "post-held", fold_post_held },
	{ "post-left", fold_post_left },
	{ "post-ended", fold_post_ended },
	{ "portfolio-set", fold_portfolio_set },
	{ "delegated", fold_delegated },
	{ "delegation-ended", fold_delegation_ended },
	{ REMOVAL_TYPE, fold_removal },
#define X(id, type) { type, fold_credential },
	CREDENTIAL_EVENTS(X)
#undef X
};

enum err
directory_fold(struct store *s, int64_t seq, const struct event *e, const struct path_watch *watch, struct why *why)
{
	for (size_t i = 0; i < sizeof folds / sizeof folds[0]; i++) {
		struct payload p;
		enum err err, end;

		if (!str_eq(e->type, cstr(folds[i].type)))
			continue;
		payload_begin(&p, e->payload);
		err = folds[i].fold(&(struct fold){ .store = s, .seq = seq, .p = &p, .watch = watch }, why);
		end = payload_end(&p, err == OK ? why : NULL);
		return err != OK ? err : end;
	}
	return fail(why, E_BROKEN, e->number, "%.*s", STR_ARG(e->type));
}
