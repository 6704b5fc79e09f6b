/* /login, /logout, /lang: who comes, and in which language. */
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "ledger/credential.h"
#include "web/face.h"
#include "web/page_login.h"
#include "web/route.h"
#include "web_pages.h"

#define FORM_BYTES 8192

/* Only a page of ours: what another site would be is the desk. */
static struct str
own_page(struct str next)
{
	bool ours = next.n > 0 && next.p[0] == '/' && !str_starts(next, STR("//")) && !str_starts(next, STR("/\\"));

	for (size_t i = 0; i < next.n && ours; i++)
		ours = (unsigned char)next.p[i] >= 0x20;
	return ours ? next : STR("/");
}

static enum err
put_login(struct visit *v, struct str login, struct str wrong)
{
	struct login_page p = { .login = login, .next = own_page(fields_get(v->form.n > 0 ? &v->form : &v->query, "next")) };
	struct html h = visit_html(v);
	enum err err = visit_chrome(v, "登录", "", &p.chrome);

	p.chrome.wrong = wrong;
	if (err == OK)
		page_login(&h, &p);
	return err;
}

static enum err
login_run(struct visit *v)
{
	return v->known ? visit_go(v, STR("/")) : put_login(v, STR(""), STR(""));
}

const struct route route_login = { "GET", "/login", ROUTE_OPEN, 0, false, login_run };

/* ---- logging in ---- */

struct proof {
	struct str login, code, from;
	struct attempt attempt;
	enum err verdict;
	struct limits limits;
	char token[SESSION_TOKEN];
	struct str old;		/* a session that the browser had before ends with it */
};

static enum err
try_it(struct pen_job *j)
{
	struct proof *p = j->arg;

	return credential_try(j->hand, p->login, &p->attempt, j->why);
}

static enum err
settle_it(struct pen_job *j)
{
	struct proof *p = j->arg;
	enum err err = credential_settle(j->hand, &p->attempt, p->code, PROVE_LOGIN, p->from, &p->verdict, j->why);

	if (err != OK || p->verdict != OK)
		return err;
	err = limits_load(j->hand->store, &p->limits, j->why);
	if (err == OK && p->old.n > 0)
		err = session_end(j->hand->store, p->old, j->why);
	return err == OK ? session_begin(j->hand->store, &p->limits, p->attempt.person, j->hand->now, p->token, j->why) : err;
}

static const struct uuid nobody;

static enum err
prove(struct visit *v, struct proof *p)
{
	struct pen *pen = face_pen(v->face);
	enum err err = pen_write(pen, nobody, nobody, try_it, p, &v->why);

	if (err != OK)
		return err;
	face_weigh_begin(v->face);
	credential_weigh(&p->attempt, fields_get(&v->form, "password"));
	face_weigh_end(v->face);
	return pen_write(pen, nobody, nobody, settle_it, p, &v->why);
}

static void
set_cookie(struct visit *v, struct str token, long seconds)
{
	const char *secure = face_settings(v->face)->behind_tls ? "; Secure" : "";

	visit_header(v, "Set-Cookie", arena_printf(v->arena, "bihuan=%.*s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%ld%s", STR_ARG(token), seconds, secure));
}

static enum err
tell_verdict(struct visit *v, const struct proof *p)
{
	char until[INSTANT_TEXT];
	struct str sentence = cstr(err_sentence(p->verdict, v->lang));

	if (p->verdict == E_LOCKOUT && instant_print(until, p->attempt.until + OFFSET_CHINA * 60 * INSTANT_SECOND) > 0)
		sentence = arena_printf(v->arena, "%.*s (%.10s %.5s)", STR_ARG(sentence), until, until + 11);
	v->status = err_http(p->verdict);
	return put_login(v, p->login, sentence);
}

static enum err
login_post_run(struct visit *v)
{
	struct proof p = { .login = fields_get(&v->form, "login"), .code = fields_get(&v->form, "code"), .from = cstr(v->asked->peer), .old = v->token };
	enum err err = prove(v, &p);

	if (err != OK)
		return err;
	if (p.verdict != OK)
		return tell_verdict(v, &p);
	set_cookie(v, cstr(p.token), (long)p.limits.v[LIMIT_SESSION] * 60);
	explicit_bzero(p.token, sizeof p.token);
	return visit_go(v, own_page(fields_get(&v->form, "next")));
}

const struct route route_login_post = { "POST", "/login", ROUTE_OPEN, FORM_BYTES, true, login_post_run };

/* ---- logging out ---- */

static enum err
leave(struct pen_job *j)
{
	const struct visit *v = j->arg;
	enum err err = session_end(j->hand->store, v->token, j->why);

	return err == OK ? credential_left(j->hand, v->session.person, cstr(v->asked->peer), j->why) : err;
}

static enum err
logout_run(struct visit *v)
{
	enum err err = pen_write(face_pen(v->face), v->session.person, nobody, leave, v, &v->why);

	if (err != OK)
		return err;
	set_cookie(v, STR(""), 0);
	return visit_go(v, STR("/login"));
}

const struct route route_logout_post = { "POST", "/logout", ROUTE_LOGIN, FORM_BYTES, true, logout_run };

/* ---- language ---- */

static enum err
lang_run(struct visit *v)
{
	bool en = str_eq(fields_get(&v->form, "lang"), STR("en"));

	visit_header(v, "Set-Cookie", arena_printf(v->arena, "bihuan-lang=%s; Path=/; SameSite=Strict; Max-Age=31536000", en ? "en" : "zh"));
	return visit_go(v, own_page(fields_get(&v->form, "next")));
}

const struct route route_lang_post = { "POST", "/lang", ROUTE_OPEN, FORM_BYTES, true, lang_run };
