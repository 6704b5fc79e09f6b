#include "store/evidence.h"
#include "base/fd.h"
#include "base/hash.h"
#include "base/hex.h"
#include "store/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE ((size_t)256 << 10)
#define NEW "new"			/* the folder of what is being put */
#define HEX (2 * HASH_SIZE + 1)
#define LEVELS 3			/* FOLDER/ab/cd/file */

/* ---- names ---- */

static void
hex_of(const unsigned char *hash, char out[HEX])
{
	*hex_print(out, hash, HASH_SIZE) = '\0';
}

static bool
hash_of(const char *hex, unsigned char out[HASH_SIZE])
{
	return strlen(hex) == HEX - 1 && hex_parse(out, hex, HASH_SIZE);
}

/* Path of `levels` of the name: the two folders, and the file. NULL when out of memory. */
static char *
path_of(const char *folder, const unsigned char *hash, int levels)
{
	char hex[HEX], *path;
	int n;

	hex_of(hash, hex);
	if (levels == 1)
		n = asprintf(&path, "%s/%.2s", folder, hex);
	else if (levels == 2)
		n = asprintf(&path, "%s/%.2s/%.2s", folder, hex, hex + 2);
	else
		n = asprintf(&path, "%s/%.2s/%.2s/%s", folder, hex, hex + 2, hex);
	return n < 0 ? NULL : path;
}

/* ---- bytes ---- */

/* Reads `from` to its end, takes the hash, and writes to `to` unless that is -1. */
struct pour {
	int from, to;
	uint64_t most;
	struct hasher *hasher;
	char *piece;
	struct evidence *out;
	const char *path;	/* of what is written, or read */
};

static enum err
pour_bytes(struct pour *t, struct why *why)
{
	ssize_t n;

	while ((n = read(t->from, t->piece, PIECE)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail(why, E_UNREADABLE, 0, "%s", t->path);
		t->out->size += (uint64_t)n;
		if (t->out->size > t->most)
			return fail(why, E_TOOBIG, 0, "%s", t->path);
		if (t->to >= 0 && !fd_write(t->to, t->piece, (size_t)n))
			return disk_fail(why, t->path);
		hasher_put(t->hasher, t->piece, (size_t)n);
	}
	return OK;
}

static enum err
pour(int from, int to, uint64_t most, const char *path, struct evidence *out, struct why *why)
{
	struct pour t = { .from = from, .to = to, .most = most, .path = path, .out = out };
	struct hash sum;
	enum err err = E_MEMORY;

	*out = (struct evidence){ .size = 0 };
	t.hasher = hasher_new(HASH_SHA256);
	t.piece = malloc(PIECE);
	if (t.hasher == NULL || t.piece == NULL)
		fail(why, E_MEMORY, 0, "%s", path);
	else
		err = pour_bytes(&t, why);
	if (err == OK && hasher_end(t.hasher, &sum) != OK)
		err = fail(why, E_INTERNAL, 0, "%s", path);
	if (err == OK)
		memcpy(out->hash, sum.b, HASH_SIZE);
	hasher_free(t.hasher);
	free(t.piece);
	return err;
}

/* ---- in ---- */

/* The finished file gets its name. */
static enum err
name_it(const char *folder, const char *from, const struct evidence *e, struct why *why)
{
	enum err err = OK;

	for (int level = 1; err == OK && level <= LEVELS; level++) {
		char *path = path_of(folder, e->hash, level);

		if (path == NULL)
			err = fail(why, E_MEMORY, 0, "%s", folder);
		else if (level < LEVELS)
			err = disk_folder(path, why);
		else
			err = disk_place(from, path, true, why);
		free(path);
	}
	return err;
}

static enum err
put_from(const char *folder, int fd, uint64_t most, const unsigned char *expect, const char *part, int to,
    struct evidence *out, struct why *why)
{
	enum err err = pour(fd, to, most, part, out, why);

	if (err == OK && expect != NULL && memcmp(expect, out->hash, HASH_SIZE) != 0)
		err = fail(why, E_BROKEN, 0, "%s", part);
	if (err == OK && fchmod(to, 0400) != 0)
		err = disk_fail(why, part);
	return err == OK ? name_it(folder, part, out, why) : err;
}

/* The folder and the one of what is being put. */
static enum err
make_folders(const char *folder, char **part, struct why *why)
{
	char *new;
	enum err err;

	*part = NULL;
	if (asprintf(&new, "%s/" NEW, folder) < 0)
		return fail(why, E_MEMORY, 0, "%s", folder);
	err = disk_folder(folder, why);
	if (err == OK)
		err = disk_folder(new, why);
	if (err == OK && asprintf(part, "%s/XXXXXX", new) < 0) {
		*part = NULL;
		err = fail(why, E_MEMORY, 0, "%s", folder);
	}
	free(new);
	return err;
}

enum err
evidence_put(const char *folder, int fd, uint64_t most, const unsigned char *expect, struct evidence *out,
    struct why *why)
{
	char *part;
	enum err err = make_folders(folder, &part, why);
	int to;

	if (part == NULL)
		return err;
	to = mkostemp(part, O_CLOEXEC);
	if (to < 0) {
		err = disk_fail(why, part);
	} else {
		err = put_from(folder, fd, most, expect, part, to, out, why);
		close(to);
		unlink(part);	/* it has its name by now, or never will */
	}
	free(part);
	return err;
}

/* ---- out ---- */

enum err
evidence_get(const char *folder, const unsigned char *hash, int *fd, uint64_t *size, struct why *why)
{
	char *path = path_of(folder, hash, LEVELS);
	struct stat st;
	enum err err = OK;

	*fd = -1;
	if (path == NULL)
		return fail(why, E_MEMORY, 0, "%s", folder);
	*fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (*fd < 0)
		err = disk_fail(why, path);
	else if (fstat(*fd, &st) != 0 || !S_ISREG(st.st_mode))
		err = fail(why, E_BROKEN, 0, "%s", path);
	else
		*size = (uint64_t)st.st_size;
	if (err != OK && *fd >= 0) {
		close(*fd);
		*fd = -1;
	}
	free(path);
	return err;
}

enum err
evidence_check(const char *folder, const struct evidence *e, struct why *why)
{
	struct evidence got;
	uint64_t size;
	char hex[HEX];
	int fd;
	enum err err = evidence_get(folder, e->hash, &fd, &size, why);

	if (fd < 0)
		return err;
	hex_of(e->hash, hex);
	err = pour(fd, -1, e->size, hex, &got, why);
	close(fd);
	if (err == E_TOOBIG || (err == OK && (got.size != e->size || memcmp(got.hash, e->hash, HASH_SIZE) != 0)))
		err = fail(why, E_BROKEN, 0, "%s/%s", folder, hex);
	return err;
}

enum err
evidence_forget(const char *folder, const unsigned char *hash, struct why *why)
{
	char *path = path_of(folder, hash, LEVELS);
	enum err err = OK;

	if (path == NULL)
		return fail(why, E_MEMORY, 0, "%s", folder);
	if (unlink(path) != 0 && errno != ENOENT)
		err = disk_fail(why, path);
	free(path);
	return err;
}

/* ---- all that rows name ---- */

static enum err
count(struct evidence_report *report, const struct evidence *e, enum err err, const struct why *why)
{
	if (err != OK && err != E_ABSENT && err != E_BROKEN)
		return err;
	report->files++;
	report->bytes += e->size;
	report->absent += err == E_ABSENT;
	report->damaged += err == E_BROKEN;
	if (err != OK && report->first.err == OK)
		report->first = *why;
	return OK;
}

enum err
evidence_each(struct store *s, enum err (*each)(void *arg, const struct evidence *, struct why *), void *arg,
    struct evidence_report *report, struct why *why)
{
	struct evidence e, before = { .size = UINT64_MAX };
	struct why told = { .err = OK };
	struct rows rows;
	enum err err = OK, end;

	*report = (struct evidence_report){ .files = 0 };
	store_ask(s, EVIDENCE_LIST, NULL, NO_VALUES, &rows);
	while (err == OK && rows_next(&rows)) {
		rows_bytes(&rows, 0, e.hash, HASH_SIZE);
		e.size = (uint64_t)rows_int(&rows, 1);
		if (e.size != before.size || memcmp(e.hash, before.hash, HASH_SIZE) != 0)
			err = count(report, &e, each(arg, &e, &told), &told);
		before = e;
	}
	end = rows_end(&rows, why);
	if (err != OK && why != NULL)
		*why = told;
	return err != OK ? err : end;
}

static enum err
check_one(void *arg, const struct evidence *e, struct why *why)
{
	return evidence_check(arg, e, why);
}

enum err
evidence_verify(const char *folder, struct store *s, struct evidence_report *report, struct why *why)
{
	return evidence_each(s, check_one, (void *)(uintptr_t)folder, report, why);
}

/* ---- all that lies there ---- */

static enum err
is_named(struct store *s, const char *name, bool *named, struct why *why)
{
	unsigned char hash[HASH_SIZE];
	int64_t n = 0;
	enum err err = OK;

	if (hash_of(name, hash))
		err = store_int(s, EVIDENCE_KNOWN, VALUES(value_hash(hash)), &n, NULL, why);
	*named = n > 0;
	return err;
}

enum err
evidence_unnamed(const char *folder, struct store *s, void (*told)(void *arg, const char *path), void *arg,
    struct why *why)
{
	char *folders[] = { (char *)(uintptr_t)folder, NULL };	/* fts changes nothing of it */
	FTS *walk = fts_open(folders, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	const FTSENT *f;
	enum err err = OK;
	bool named = true;

	if (walk == NULL)
		return fail(why, E_MEMORY, 0, "%s", folder);
	while (err == OK && (f = fts_read(walk)) != NULL) {
		if (f->fts_info == FTS_D || f->fts_info == FTS_DP || f->fts_info == FTS_NS)
			continue;
		err = is_named(s, f->fts_name, &named, why);
		if (err == OK && !named)
			told(arg, f->fts_path);
	}
	fts_close(walk);
	return err;
}
