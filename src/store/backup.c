#include "store/backup.h"
#include "base/temp.h"
#include "store/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEMPORARY ".part"
#define PIECE ((size_t)1 << 24)

struct paths {
	char *ledger, *evidence;
};

static void
paths_free(struct paths *p)
{
	free(p->ledger);
	free(p->evidence);
	*p = (struct paths){ .ledger = NULL };
}

/* Of a database: itself, and the evidence beside it. */
static enum err
paths_of(struct paths *p, const char *ledger, struct why *why)
{
	const char *slash = strrchr(ledger, '/');
	int folder = slash == NULL ? 0 : (int)(slash + 1 - ledger);

	*p = (struct paths){ .ledger = strdup(ledger) };
	if (asprintf(&p->evidence, "%.*s" PLACE_EVIDENCE, folder, ledger) < 0)
		p->evidence = NULL;
	if (p->ledger != NULL && p->evidence != NULL)
		return OK;
	paths_free(p);
	fail(why, E_MEMORY, 0, "%s", ledger);
	return E_MEMORY;
}

/* Of a backup. */
static enum err
paths_in(struct paths *p, const char *folder, struct why *why)
{
	char *ledger;
	enum err err;

	*p = (struct paths){ .ledger = NULL };
	if (asprintf(&ledger, "%s/" PLACE_LEDGER, folder) < 0)
		return fail(why, E_MEMORY, 0, "%s", folder);
	err = paths_of(p, ledger, why);
	free(ledger);
	return err;
}

/* ---- the database ---- */

/* One that others write meanwhile. */
static enum err
copy_live(const char *from, const char *to, struct why *why)
{
	struct store *s;
	enum err err = store_open(&s, from, STORE_READ, why);

	if (err != OK)
		return err;
	err = store_engine(s)->copy(store_conn(s), to, why);
	store_close(s);
	return err;
}

static enum err
copy_bytes(int from, int to, const char *path, struct why *why)
{
	ssize_t n;

	do
		n = sendfile(to, from, NULL, PIECE);
	while (n > 0 || (n < 0 && errno == EINTR));
	return n == 0 && fsync(to) == 0 ? OK : disk_fail(why, path);
}

/* A log beside it: no backup, but a place where somebody writes, or died. */
static bool
has_log(const char *ledger)
{
	char *log;
	struct stat st;
	bool has = true;

	if (asprintf(&log, "%s-wal", ledger) >= 0) {
		has = stat(log, &st) == 0 && st.st_size > 0;
		free(log);
	}
	return has;
}

/* One that nobody writes: a backup is one file. */
static enum err
copy_still(const char *from, const char *to, struct why *why)
{
	int in, out;
	enum err err;

	if (has_log(from))
		return fail(why, E_BUSY, 0, "%s", from);
	in = open(from, O_RDONLY | O_CLOEXEC);
	if (in < 0)
		return disk_fail(why, from);
	out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	err = out < 0 ? disk_fail(why, to) : copy_bytes(in, out, to, why);
	if (out >= 0)
		close(out);
	close(in);
	return err;
}

/* ---- the evidence ---- */

struct carry {
	const char *from, *to;
};

static enum err
carry_one(void *arg, const struct evidence *e, struct why *why)
{
	const struct carry *c = arg;
	struct evidence got;
	uint64_t size;
	int fd;
	enum err err = evidence_get(c->from, e->hash, &fd, &size, why);

	if (fd < 0)
		return err;
	err = evidence_put(c->to, fd, e->size, e->hash, &got, why);
	close(fd);
	return err == E_TOOBIG ? fail(why, E_BROKEN, 0, "%s", c->from) : err;
}

/* What the rows of the copy name. */
static enum err
carry_evidence(const struct paths *from, const struct paths *to, struct backup_report *report, struct why *why)
{
	struct carry c = { from->evidence, to->evidence };
	struct store *s;
	enum err err = store_open(&s, to->ledger, STORE_READ, why);

	if (err != OK)
		return err;
	err = disk_folder(to->evidence, why);
	if (err == OK)
		err = store_int(s, SEQ_LAST, NO_VALUES, &report->events, NULL, why);
	if (err == OK)
		err = evidence_each(s, carry_one, &c, &report->evidence, why);
	store_close(s);
	return err;
}

/* ---- making ---- */

/* The report tells what was left out. */
static enum err
verdict(const struct backup_report *report, struct why *why)
{
	if (report->evidence.absent + report->evidence.damaged == 0)
		return OK;
	return fail(why, E_BROKEN, 0, "%s", report->evidence.first.what);
}

/* A folder under a temporary name; it is made here, so that a link put there is not followed. */
static enum err
make_part(char **part, const char *to, struct why *why)
{
	if (asprintf(part, "%s" TEMPORARY, to) < 0) {
		*part = NULL;
		return fail(why, E_MEMORY, 0, "%s", to);
	}
	disk_remove(*part);
	return mkdir(*part, 0700) == 0 ? OK : disk_fail(why, *part);
}

static enum err
fill(const struct paths *from, const char *part, struct backup_report *report, struct why *why)
{
	struct paths to;
	enum err err = paths_in(&to, part, why);

	if (err != OK)
		return err;
	err = copy_live(from->ledger, to.ledger, why);
	if (err == OK)
		err = carry_evidence(from, &to, report, why);
	paths_free(&to);
	return err;
}

static enum err
make(const struct paths *from, const char *to, struct backup_report *report, struct why *why)
{
	char *part;
	enum err err;

	if (access(to, F_OK) == 0)
		return fail(why, E_WRITE, 0, "%s", to);
	err = make_part(&part, to, why);
	if (err == OK)
		err = fill(from, part, report, why);
	if (err == OK)
		err = disk_place(part, to, false, why);
	if (err != OK && part != NULL)
		disk_remove(part);
	free(part);
	return err;
}

/* *out, where it is wanted. */
static enum err
tell(const struct backup_report *mine, enum err err, struct backup_report *out, struct why *why)
{
	if (out != NULL)
		*out = *mine;
	return err == OK ? verdict(mine, why) : err;
}

enum err
backup_make(const char *ledger, const char *to, struct backup_report *report, struct why *why)
{
	struct backup_report mine = { .events = 0 };
	struct paths from;
	enum err err = paths_of(&from, ledger, why);

	if (err != OK)
		return err;
	err = make(&from, to, &mine, why);
	paths_free(&from);
	return tell(&mine, err, report, why);
}

/* ---- restoring ---- */

/* The database through a folder beside its place, for files of its log may come with it; the evidence where it is to be. */
static enum err
bring(const struct paths *from, const struct paths *to, const char *part, struct backup_report *report, struct why *why)
{
	struct paths through;
	enum err err = paths_in(&through, part, why);

	if (err != OK)
		return err;
	err = copy_still(from->ledger, through.ledger, why);
	if (err == OK) {
		const struct paths aim = { through.ledger, to->evidence };

		err = carry_evidence(from, &aim, report, why);
	}
	if (err == OK)
		err = disk_place(through.ledger, to->ledger, false, why);
	paths_free(&through);
	return err;
}

static enum err
restore(const struct paths *from, const struct paths *to, struct backup_report *report, struct why *why)
{
	char *part;
	enum err err;

	if (access(to->ledger, F_OK) == 0 || has_log(to->ledger))
		return fail(why, E_WRITE, 0, "%s", to->ledger);
	err = make_part(&part, to->ledger, why);
	if (err == OK)
		err = bring(from, to, part, report, why);
	if (part != NULL)
		disk_remove(part);
	free(part);
	return err;
}

enum err
backup_restore(const char *backup, const char *ledger, struct backup_report *report, struct why *why)
{
	struct backup_report mine = { .events = 0 };
	struct paths from, to;
	enum err err = paths_in(&from, backup, why);

	if (err != OK)
		return err;
	err = paths_of(&to, ledger, why);
	if (err == OK) {
		err = restore(&from, &to, &mine, why);
		paths_free(&to);
	}
	paths_free(&from);
	return tell(&mine, err, report, why);
}

/* ---- trying ---- */

static enum err
check_paths(const struct paths *p, backup_look look, void *arg, struct backup_report *report, struct why *why)
{
	struct store *s;
	enum err err = store_open(&s, p->ledger, STORE_READ, why);

	if (err != OK)
		return err;
	err = store_engine(s)->check(store_conn(s), why);
	if (err == OK)
		err = store_int(s, SEQ_LAST, NO_VALUES, &report->events, NULL, why);
	if (err == OK)
		err = evidence_verify(p->evidence, s, &report->evidence, why);
	if (err == OK && look != NULL)
		err = look(s, arg, why);
	store_close(s);
	return err == OK ? verdict(report, why) : err;
}

enum err
backup_check(const char *ledger, backup_look look, void *arg, struct backup_report *out, struct why *why)
{
	struct backup_report mine = { .events = 0 };
	struct paths p;
	enum err err = paths_of(&p, ledger, why);

	if (err != OK)
		return err;
	err = check_paths(&p, look, arg, &mine, why);
	paths_free(&p);
	if (out != NULL)
		*out = mine;
	return err;
}

static enum err
drill_in(const char *backup, const char *folder, backup_look look, void *arg, struct backup_report *report, struct why *why)
{
	char *ledger;
	enum err err;

	if (asprintf(&ledger, "%s/" PLACE_LEDGER, folder) < 0)
		return fail(why, E_MEMORY, 0, "%s", folder);
	err = backup_restore(backup, ledger, report, why);
	if (err == OK)
		err = backup_check(ledger, look, arg, report, why);
	free(ledger);
	return err;
}

enum err
backup_drill(const char *backup, backup_look look, void *arg, struct backup_report *report, struct why *why)
{
	char *folder;
	enum err err;

	if (asprintf(&folder, "%s" TEMP_NAME, temp_folder()) < 0)
		return fail(why, E_MEMORY, 0, "%s", backup);
	if (mkdtemp(folder) == NULL) {
		err = disk_fail(why, folder);
	} else {
		err = drill_in(backup, folder, look, arg, report, why);
		disk_remove(folder);
	}
	free(folder);
	return err;
}
