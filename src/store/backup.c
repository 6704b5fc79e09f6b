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

static enum err
paths_of(struct paths *p, const char *place, struct why *why)
{
	*p = (struct paths){ .ledger = NULL };
	if (asprintf(&p->ledger, "%s/" PLACE_LEDGER, place) < 0)
		p->ledger = NULL;
	if (asprintf(&p->evidence, "%s/" PLACE_EVIDENCE, place) < 0)
		p->evidence = NULL;
	if (p->ledger != NULL && p->evidence != NULL)
		return OK;
	paths_free(p);
	return fail(why, E_MEMORY, 0, "%s", place);
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

/* ---- a place ---- */

typedef enum err (*copy_ledger)(const char *from, const char *to, struct why *);

static enum err
fill(const char *from, const char *to, copy_ledger copy, struct backup_report *report, struct why *why)
{
	struct paths a, b;
	enum err err = paths_of(&a, from, why);

	if (err != OK)
		return err;
	err = paths_of(&b, to, why);
	if (err == OK) {
		err = copy(a.ledger, b.ledger, why);
		if (err == OK)
			err = carry_evidence(&a, &b, report, why);
		paths_free(&b);
	}
	paths_free(&a);
	return err;
}

/* The report tells what was left out. */
static enum err
verdict(const struct backup_report *report, struct why *why)
{
	if (report->evidence.absent + report->evidence.damaged == 0)
		return OK;
	return fail(why, E_BROKEN, 0, "%s", report->evidence.first.what);
}

/* Under a temporary name first; the folder is made here, so that a link put there is not followed. */
static enum err
copy_place(const char *from, const char *to, copy_ledger copy, struct backup_report *report, struct why *why)
{
	char *part;
	enum err err = OK;

	if (access(to, F_OK) == 0)
		return fail(why, E_WRITE, 0, "%s", to);
	if (asprintf(&part, "%s" TEMPORARY, to) < 0)
		return fail(why, E_MEMORY, 0, "%s", to);
	disk_remove(part);
	if (mkdir(part, 0700) != 0)
		err = disk_fail(why, part);
	if (err == OK)
		err = fill(from, part, copy, report, why);
	if (err == OK)
		err = disk_place(part, to, false, why);
	if (err != OK)
		disk_remove(part);
	free(part);
	return err;
}

static enum err
copy_and_tell(const char *from, const char *to, copy_ledger copy, struct backup_report *out, struct why *why)
{
	struct backup_report mine = { .events = 0 };
	enum err err = copy_place(from, to, copy, &mine, why);

	if (out != NULL)
		*out = mine;
	return err == OK ? verdict(&mine, why) : err;
}

enum err
backup_make(const char *place, const char *to, struct backup_report *report, struct why *why)
{
	return copy_and_tell(place, to, copy_live, report, why);
}

enum err
backup_restore(const char *backup, const char *place, struct backup_report *report, struct why *why)
{
	return copy_and_tell(backup, place, copy_still, report, why);
}

/* ---- trying ---- */

static enum err
check_paths(const struct paths *p, struct backup_report *report, struct why *why)
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
	store_close(s);
	return err == OK ? verdict(report, why) : err;
}

enum err
backup_check(const char *place, struct backup_report *out, struct why *why)
{
	struct backup_report mine = { .events = 0 };
	struct paths p;
	enum err err = paths_of(&p, place, why);

	if (err != OK)
		return err;
	err = check_paths(&p, &mine, why);
	paths_free(&p);
	if (out != NULL)
		*out = mine;
	return err;
}

static enum err
drill_in(const char *backup, const char *folder, struct backup_report *report, struct why *why)
{
	char *place;
	enum err err;

	if (asprintf(&place, "%s/place", folder) < 0)
		return fail(why, E_MEMORY, 0, "%s", folder);
	err = backup_restore(backup, place, report, why);
	if (err == OK)
		err = backup_check(place, report, why);
	free(place);
	return err;
}

enum err
backup_drill(const char *backup, struct backup_report *report, struct why *why)
{
	char *folder;
	enum err err;

	if (asprintf(&folder, "%s" TEMP_NAME, temp_folder()) < 0)
		return fail(why, E_MEMORY, 0, "%s", backup);
	if (mkdtemp(folder) == NULL) {
		err = disk_fail(why, folder);
	} else {
		err = drill_in(backup, folder, report, why);
		disk_remove(folder);
	}
	free(folder);
	return err;
}
