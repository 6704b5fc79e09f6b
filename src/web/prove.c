#include "web/prove.h"

#include "base/instant.h"
#include "web/face.h"

static const struct uuid nobody;

struct proving_visit {
	struct visit *v;
	struct proof *p;
};

static enum err
try_it(struct scribe_job *j)
{
	struct proof *p = ((struct proving_visit *)j->arg)->p;

	return credential_try(j->hand, p->login, &p->attempt, j->why);
}

static enum err
begin_session(struct scribe_job *j, struct proof *p)
{
	enum err err = limits_load(j->hand->store, &p->limits, j->why);

	if (err == OK && p->old.n > 0)
		err = session_end(j->hand->store, p->old, j->why);
	return err == OK ? session_begin(j->hand->store, &p->limits, p->attempt.person, j->hand->now, p->token, j->why) : err;
}

static enum err
settle_it(struct scribe_job *j)
{
	struct proving_visit *k = j->arg;
	struct proof *p = k->p;
	enum err err = credential_settle(j->hand, &p->attempt, p->code, p->what, k->v->peer, &p->verdict, j->why);

	return err == OK && p->verdict == OK && p->what == PROVE_LOGIN ? begin_session(j, p) : err;
}

enum err
prove(struct visit *v, struct proof *p, struct str password)
{
	struct proving_visit k = { v, p };
	enum err err = scribe_write(face_scribe(v->face), nobody, nobody, try_it, &k, &v->why);

	if (err != OK)
		return err;
	face_weigh_begin(v->face);
	credential_weigh(&p->attempt, password);
	face_weigh_end(v->face);
	return scribe_write(face_scribe(v->face), nobody, nobody, settle_it, &k, &v->why);
}

struct str
prove_verdict(const struct visit *v, const struct proof *p)
{
	struct str sentence = cstr(err_sentence(p->verdict, v->lang));
	char until[INSTANT_TEXT];

	if (p->verdict != E_LOCKOUT || instant_print(until, p->attempt.until + OFFSET_CHINA * 60 * INSTANT_SECOND) == 0)
		return sentence;
	return arena_printf(v->arena, "%.*s (%.10s %.5s)", STR_ARG(sentence), until, until + 11);
}
