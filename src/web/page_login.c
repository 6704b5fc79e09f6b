/* /login, /logout, /lang: who comes, and in which language. */
#include <string.h>

#include "ledger/credential.h"
#include "web/face.h"
#include "web/page_login.h"
#include "web/prove.h"
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

static void
set_cookie(struct visit *v, struct str token, long seconds)
{
	const char *secure = face_settings(v->face)->behind_tls ? "; Secure" : "";

	visit_header(v, "Set-Cookie", arena_printf(v->arena, "bihuan=%.*s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%ld%s", STR_ARG(token), seconds, secure));
}

static enum err
login_post_run(struct visit *v)
{
	struct proof p = { .login = fields_get(&v->form, "login"), .code = fields_get(&v->form, "code"), .what = PROVE_LOGIN, .old = v->token };
	struct str next = own_page(fields_get(&v->form, "next"));
	enum err err = prove(v, &p, fields_get(&v->form, "password"));

	if (err != OK)
		return err;
	if (p.verdict == E_MUST_CHANGE)
		return visit_go(v, STR("/password?must=1"));
	if (p.verdict != OK) {
		v->status = err_http(p.verdict);
		return put_login(v, p.login, prove_verdict(v, &p));
	}
	set_cookie(v, cstr(p.token), (long)p.limits.v[LIMIT_SESSION] * 60);
	explicit_bzero(p.token, sizeof p.token);
	return visit_go(v, next);
}

const struct route route_login_post = { "POST", "/login", ROUTE_OPEN, FORM_BYTES, true, login_post_run };

/* ---- logging out ---- */

static enum err
leave(struct scribe_job *j)
{
	const struct visit *v = j->arg;
	enum err err = session_end(j->hand->store, v->token, j->why);

	return err == OK ? credential_left(j->hand, v->session.person, v->peer, j->why) : err;
}

static enum err
logout_run(struct visit *v)
{
	enum err err = scribe_write(face_scribe(v->face), v->session.person, (struct uuid){ { 0 } }, leave, v, &v->why);

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
