#include "web/doing.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/utf8.h"
#include "ledger/yaml.h"
#include "store/evidence.h"
#include "tell/media.h"
#include "web/face.h"

#define FILE_MOST ((uint64_t)512 << 20)

/* ---- files ---- */

/* A copy, for what keeps evidence reads a file. */
static int
as_file(struct str bytes)
{
	const char *folder = getenv("TMPDIR");
	int fd = open(folder != NULL ? folder : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd >= 0 && fd_write(fd, bytes.p, bytes.n) && lseek(fd, 0, SEEK_SET) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static enum err
keep_bytes(struct visit *v, const struct file_sent *f, struct evidence_given *out)
{
	struct evidence kept;
	int fd = as_file(f->bytes);
	enum err err = fd < 0 ? fail(&v->why, E_DISK, 0, "%.*s", STR_ARG(f->name)) :
	    evidence_put(face_settings(v->face)->evidence, fd, FILE_MOST, NULL, &kept, &v->why);

	if (fd >= 0)
		close(fd);
	if (err != OK)
		return err;
	*out = media_given(&kept, f->name);
	return OK;
}

/* Under its hash, before the event that names it is. */
enum err
doing_keep_file(struct visit *v, const struct file_sent *f, struct evidence_given *out)
{
	if (media_agrees(f->name, f->bytes))
		return keep_bytes(v, f, out);
	return fail(&v->why, E_VALUE, 0, "%.*s: %.*s", STR_ARG(utf8_cut(f->name, 100)), STR_ARG(visit_say(v, "内容与文件名的后缀不符")));
}

static enum err
take_files(struct visit *v, struct request *q)
{
	struct evidence_given *given = arena_zalloc(v->arena, (v->files.n + 1) * sizeof *given);
	struct str text = fields_get(&v->form, "dated");
	int32_t dated = DAY_NONE;
	struct date day;
	enum err err = OK;

	if (text.n > 0 && !yaml_day(text, &day))
		return fail(&v->why, E_VALUE, 0, "%.*s", STR_ARG(visit_say(v, "自身日期")));
	if (text.n > 0)
		dated = date_days(day);
	for (size_t i = 0; i < v->files.n && err == OK; i++) {
		if (!str_eq(v->files.v[i].field, STR("evidence")))
			continue;
		err = doing_keep_file(v, &v->files.v[i], &given[q->evidences]);
		given[q->evidences++].dated = dated;
	}
	q->evidence = given;
	return err;
}

/* ---- by the scribe ---- */

struct asked {
	const struct request *q;
	int64_t ledger, force;
};

/* By the ledgers of who writes: under another definition than the form was made from, it is to be looked at again. */
static enum err
do_it(struct scribe_job *j)
{
	struct asked *a = j->arg;
	const struct ledger *g = ledger_by_number(j->ledgers, a->ledger);
	struct request q = *a->q;
	struct actor actor;
	struct record after;
	enum err err;

	if (g == NULL || g->force->id != a->force)
		return fail(j->why, E_STALE, 0, "%s", "");
	err = actor_read(j->arena, j->hand->store, j->hand->person, j->hand->acting_for, j->today, &actor, j->why);
	q.ledger = g;
	q.today = j->today;
	return err == OK ? act(j->arena, j->hand, j->ledgers, &actor, &q, &after, j->why) : err;
}

struct request
doing_request(struct visit *v, const struct record *rec, struct str event)
{
	return (struct request){ .kind = record_kind(rec)->key, .record = rec->key, .event = event, .reason = fields_get(&v->form, "reason"),
		.until = DAY_NONE, .answers = NUMBER_NONE, .lang = v->lang };
}

enum err
doing_act(struct visit *v, const struct record *rec, struct request *q)
{
	const struct asked a = { q, rec->ledger->number, rec->ledger->force->id };
	enum err err = digits_read(fields_get(&v->form, "seen"), &q->seen) ? OK : fail(&v->why, E_USAGE, 0, "seen");

	if (err == OK)
		err = take_files(v, q);
	return err == OK ? scribe_write(face_scribe(v->face), v->session.person, (struct uuid){ { 0 } }, do_it, (void *)(uintptr_t)&a, &v->why) : err;
}

bool
doing_can_mend(enum err err)
{
	return err == E_VALUE || err == E_NEEDS || err == E_STALE;
}

struct str
doing_wrong(const struct visit *v, enum err err)
{
	return arena_printf(v->arena, "%s: %s", err_sentence(err, v->lang), v->why.what);
}
