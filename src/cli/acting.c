#include "cli/acting.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/place.h"
#include "cli/secret.h"
#include "cli/token.h"

#define SEEN_EVERY (60 * INSTANT_SECOND)	/* a session is noted as seen no oftener */

struct hand
acting_nobody(const struct site *s)
{
	return (struct hand){ .store = s->store, .journal = s->journal, .site = s->site, .directory = s->directory, .kind = s->kind,
		.now = instant_now() };
}

static const char *
own_account(void)
{
	const struct passwd *p = getpwuid(getuid());

	return p == NULL ? "" : p->pw_name;
}

struct str
acting_from(char out[FROM_MOST])
{
	char terminal[64];
	bool has = ttyname_r(STDIN_FILENO, terminal, sizeof terminal) == 0;

	snprintf(out, FROM_MOST, "cli %.100s%s%s", own_account(), has ? " " : "", has ? terminal : "");
	return cstr(out);
}

enum err
acting_person(const struct call *c, struct store *s, const char *login, struct uuid *out)
{
	struct why why = { 0 };

	if (credential_person(s, cstr(login), out, &why) != OK)
		return say_error(c->voice, NULL, &why);
	return uuid_is_nil(*out) ? say_as(c->voice, login, E_ABSENT, SAY_NO_PERSON) : OK;
}

enum err
acting_login(const struct hand *h, char out[LOGIN_MOST + 1], struct why *why)
{
	struct rows rows;

	out[0] = '\0';
	store_ask(h->store, PERSON_NOW, NULL, VALUES(value_id(h->person.b)), &rows);
	if (rows_next(&rows))
		snprintf(out, LOGIN_MOST + 1, "%.*s", STR_ARG(rows_text(&rows, 1)));
	return rows_end(&rows, why);
}

enum err
acting_write(const struct hand *h, acting_work work, void *arg, struct why *why)
{
	enum err err = store_begin(h->store, why);

	if (err != OK)
		return err;
	err = work(h, arg, why);
	if (err == OK)
		return store_commit(h->store, why);
	store_rollback(h->store);
	journal_forget(h->journal);
	return err;
}

/* ---- who ---- */

static enum err
note_seen(const struct hand *h, void *arg, struct why *why)
{
	return session_seen(h->store, cstr(arg), h->now, why);
}

static enum err
by_session(struct site *s, char *token, struct hand *h, struct why *why)
{
	struct session session;
	struct limits l;
	enum err err = limits_load(s->store, &l, why);

	if (err == OK)
		err = session_find(s->store, &l, cstr(token), h->now, &session, why);
	if (err != OK)
		return err;
	h->person = session.person;
	return s->writes && h->now - session.seen >= SEEN_EVERY ? acting_write(h, note_seen, token, why) : OK;
}

static enum err
by_account(struct site *s, struct hand *h, struct why *why)
{
	bool found = false;
	enum err err = directory_by_account(s->store, cstr(own_account()), &h->person, &found, why);

	return err != OK || found ? err : fail(why, E_SESSION, 0, "%s", own_account());
}

/* A session that has ended makes nobody somebody else: only where there is none does the account count. */
static enum err
find_person(struct site *s, struct hand *h, struct why *why)
{
	char token[SESSION_TOKEN];
	enum err err = token_read(token, why);

	if (err == E_ABSENT)
		return token_named() ? fail(why, E_SESSION, 0, "%s", getenv("BIHUAN_SESSION")) : by_account(s, h, why);
	if (err == OK)
		err = by_session(s, token, h, why);
	explicit_bzero(token, sizeof token);
	return err;
}

/* Who is acted for must have asked for it. */
static enum err
find_other(const struct call *c, struct site *s, struct hand *h)
{
	struct why why = { 0 };
	bool may = false;
	enum err err = acting_person(c, s->store, c->opt[OPT_FOR], &h->acting_for);

	if (err != OK)
		return err;
	if (directory_may_act_for(s->store, h->person, h->acting_for, date_days(instant_day(h->now, OFFSET_CHINA)), &may, &why) != OK)
		return say_error(c->voice, NULL, &why);
	return may ? OK : say_as(c->voice, c->opt[OPT_FOR], E_RIGHT, SAY_NOT_DELEGATED);
}

enum err
acting_find(const struct call *c, struct site *s, struct hand *h)
{
	struct why why = { 0 };

	*h = acting_nobody(s);
	if (find_person(s, h, &why) != OK)
		return token_say(c, &why);
	return c->opt[OPT_FOR] == NULL ? OK : find_other(c, s, h);
}

/* ---- proving ---- */

struct proof {
	struct str login, code;
	char typed[SECRET_ROOM];	/* the code, where it was asked for */
	enum proving what;
	struct attempt attempt;
	enum err verdict;
	acting_work also;
	void *arg;
};

static enum err
try_it(const struct hand *h, void *arg, struct why *why)
{
	struct proof *p = arg;

	return credential_try(h, p->login, &p->attempt, why);
}

static enum err
settle_it(const struct hand *h, void *arg, struct why *why)
{
	struct proof *p = arg;
	char from[FROM_MOST];
	struct hand theirs = *h;
	enum err err = credential_settle(h, &p->attempt, p->code, p->what, acting_from(from), &p->verdict, why);

	theirs.person = p->attempt.person;
	return err == OK && p->verdict == OK && p->also != NULL ? p->also(&theirs, p->arg, why) : err;
}

/* Only who had the right password is asked for a code. */
static enum err
take_code(const struct call *c, struct proof *p)
{
	p->code = cstr(c->opt[OPT_CODE]);
	if (c->opt[OPT_CODE] != NULL || !p->attempt.right || !p->attempt.totp)
		return OK;
	if (!secret_can_ask())
		return say_usage(c->voice, NULL, SAY_NO_CODE);
	if (secret_take(c, NULL, SAY_CODE, p->typed) != OK)
		return E_USAGE;
	p->code = cstr(p->typed);
	return OK;
}

static enum err
tell_verdict(const struct call *c, const struct proof *p)
{
	struct why why = { .err = p->verdict };
	char until[INSTANT_TEXT];

	if (p->verdict == E_LOCKOUT && instant_print(until, p->attempt.until + OFFSET_CHINA * 60 * INSTANT_SECOND) > 0)
		snprintf(why.what, sizeof why.what, "%.10s %.5s", until, until + 11);
	return p->verdict == OK ? OK : say_error(c->voice, NULL, &why);
}

static enum err
prove(const struct call *c, const struct site *s, struct proof *p, const char *password)
{
	struct why why = { 0 };
	struct hand h = acting_nobody(s);
	enum err err = acting_write(&h, try_it, p, &why);

	if (err != OK)
		return say_error(c->voice, place_path(c), &why);
	credential_weigh(&p->attempt, cstr(password));
	err = take_code(c, p);
	if (err != OK)
		return err;
	h.now = instant_now();
	err = acting_write(&h, settle_it, p, &why);
	return err == OK ? tell_verdict(c, p) : say_error(c->voice, place_path(c), &why);
}

enum err
acting_prove(const struct call *c, const struct site *s, struct str login, enum proving what, struct uuid *person, acting_work also,
    void *arg)
{
	struct proof p = { .login = login, .what = what, .also = also, .arg = arg };
	char password[SECRET_ROOM];
	enum err err = secret_take(c, c->opt[OPT_PASSWORD_FILE], SAY_PASSWORD, password);

	if (err == OK)
		err = prove(c, s, &p, password);
	*person = p.attempt.person;
	explicit_bzero(password, sizeof password);
	explicit_bzero(&p, sizeof p);
	return err;
}
