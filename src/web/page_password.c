/* /password: one's own password, by the old one: for who has logged in, and for who must change it before they may. */
#include <string.h>

#include "base/instant.h"
#include "web/face.h"
#include "web/page_login.h"
#include "web/prove.h"
#include "web/route.h"
#include "web_pages.h"

#define FORM_BYTES 8192

static enum err
put_sessions(struct visit *v, struct password_page *p)
{
	struct session_item *list;
	struct limits limits;
	size_t n = 0;
	enum err err = limits_load(v->teller.store, &limits, &v->why);

	if (err == OK)
		err = session_list(v->teller.store, v->arena, &limits, v->session.person, v->token, instant_now(), &list, &n, &v->why);
	for (size_t i = 0; i < n && err == OK; i++)
		*array_add(v->arena, &p->sessions) = (struct own_session){ tell_time(v->arena, list[i].made), tell_time(v->arena, list[i].seen),
			tell_time(v->arena, list[i].until), list[i].here };
	p->others = n > 1;
	return err;
}

static enum err
put_page(struct visit *v, struct str wrong, bool changed)
{
	struct password_page p = { .login = v->known ? v->login : fields_get(&v->form, "login"), .changed = changed,
		.must = fields_has(&v->query, "must") && !changed };
	struct html h = visit_html(v);
	enum err err = visit_chrome(v, "更改密码", "", &p.chrome);

	p.chrome.wrong = wrong;
	if (err == OK && v->known)
		err = put_sessions(v, &p);
	if (err == OK)
		page_password(&h, &p);
	return err;
}

static enum err
password_run(struct visit *v)
{
	return put_page(v, STR(""), false);
}

const struct route route_password = { "GET", "/password", ROUTE_OPEN, 0, false, password_run };

static struct str
flaw_text(const struct visit *v, const struct new_password *new)
{
	const char *sentence = password_flaw_sentence(new->flaw, v->lang);

	if (new->flaw == PASSWORD_SHORT || new->flaw == PASSWORD_PLAIN)
		return arena_printf(v->arena, "%s %d", sentence, new->wanted);
	return cstr(sentence);
}

struct changing {
	struct visit *v;
	struct uuid person;
	struct new_password new;
};

static enum err
change_it(struct scribe_job *j)
{
	const struct changing *c = j->arg;

	return credential_change(j->hand, c->person, c->new.hash, c->v->peer, j->why);
}

/* Hashing takes as long as weighing does, once for each password of before: one at a time, too. */
static enum err
judge(struct visit *v, const struct proof *p, struct changing *c)
{
	enum err err;

	face_weigh_begin(v->face);
	err = credential_judge(v->seat->site.store, c->person, p->login, fields_get(&v->form, "new"), &c->new, &v->why);
	face_weigh_end(v->face);
	return err;
}

static enum err
password_post_run(struct visit *v)
{
	struct proof p = { .login = v->known ? v->login : fields_get(&v->form, "login"), .code = fields_get(&v->form, "code"), .what = PROVE_CHANGE };
	struct changing c = { .v = v };
	enum err err;

	if (!str_eq(fields_get(&v->form, "new"), fields_get(&v->form, "again"))) {
		v->status = 422;
		return put_page(v, visit_say(v, "两次输入的新密码不一样"), false);
	}
	err = prove(v, &p, fields_get(&v->form, "password"));
	if (err != OK)
		return err;
	if (p.verdict != OK) {
		v->status = err_http(p.verdict);
		return put_page(v, prove_verdict(v, &p), false);
	}
	c.person = p.attempt.person;
	err = judge(v, &p, &c);
	if (err == OK && c.new.flaw != PASSWORD_NONE) {
		v->status = 422;
		return put_page(v, flaw_text(v, &c.new), false);
	}
	if (err == OK)
		err = scribe_write(face_scribe(v->face), (struct uuid){ { 0 } }, (struct uuid){ { 0 } }, change_it, &c, &v->why);
	v->known = false;		/* all sessions have ended with it */
	return err == OK ? put_page(v, STR(""), true) : err;
}

const struct route route_password_post = { "POST", "/password", ROUTE_OPEN, FORM_BYTES, true, password_post_run };

/* ---- sessions elsewhere ---- */

static enum err
end_others(struct scribe_job *j)
{
	const struct visit *v = j->arg;

	return session_end_others(j->hand->store, v->session.person, v->token, j->why);
}

static enum err
sessions_run(struct visit *v)
{
	enum err err = scribe_write(face_scribe(v->face), v->session.person, (struct uuid){ { 0 } }, end_others, v, &v->why);

	return err == OK ? visit_go(v, STR("/password?said=1")) : err;
}

const struct route route_sessions_post = { "POST", "/sessions/end", ROUTE_LOGIN, FORM_BYTES, true, sessions_run };
