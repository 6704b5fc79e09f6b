#include "read/convert.h"
#include "read/container.h"
#include "read/digest.h"
#include "read/recognise.h"
#include "read/scan.h"

#include <unistd.h>

#define HEAD (16 * 1024)	/* bytes by which the kind of a file is told */

static const char *const pdf_argv[] = { "/usr/bin/pdftotext", "-bbox-layout", "-", "-", NULL };

/* Files that begin so are read by another program, from standard input; what it writes is for one of READERS. */
static const struct converter {
	struct str magic;
	const char *const *argv;
	const char *package;		/* of Debian, that has the program */
} converters[] = {
	{ { "%PDF-", 5 }, pdf_argv, "poppler-utils poppler-data" },
};

static const struct converter *
converter_of(struct str head)
{
	for (size_t i = 0; i < sizeof converters / sizeof converters[0]; i++)
		if (str_starts(head, converters[i].magic))
			return &converters[i];
	return NULL;
}

/* Its bytes and their hash are those of the file, not of what was made of it. */
static enum err
read_made(struct sandbox *s, const struct file *f, const struct file *made, unsigned flags, struct arena *a,
    struct text **t, struct why *why)
{
	char hash[DIGEST_ROOM] = "";
	struct text *new;
	enum err err = (flags & READ_HASH) != 0 ? digest_file(f, hash, why) : OK;

	if (err == OK)
		err = sandbox_read(s, made, flags & ~READ_HASH, a, &new, why);
	if (err == OK)
		err = file_unchanged(f, why);
	if (err != OK)
		return err;
	memcpy(new->sha256, hash, DIGEST_ROOM);
	new->bytes = f->size;
	*t = new;
	return OK;
}

/* The beginning of a file. */
static struct str
head_of(const struct file *f)
{
	static char head[HEAD];
	ssize_t n = pread(f->fd, head, sizeof head, 0);

	return (struct str){ head, n > 0 ? (size_t)n : 0 };
}

/* Whether it may be what READ_PLAIN takes, by its beginning. */
static bool
may_be_plain(struct str head)
{
	struct scan_look look = SCAN_BEGIN;

	scan_on(&look, head.p, head.n, false);
	return head.n > 0 && (look.holds & SCAN_TEXT) != 0;
}

/* A text of ours is read here: to send 100 MB from process to process takes a fifth of the time of its outline. */
static enum err
read_plain(const struct file *f, unsigned flags, struct arena *a, struct text **t, struct why *why)
{
	struct source s;
	enum err err = file_read(f, &s, why);

	if (err != OK)
		return err;
	arena_adopt(a, s.hold);
	err = read_source(a, &s, flags | READ_PLAIN | READ_IN_PLACE, t, why);
	return err == OK ? file_unchanged(f, why) : err;
}

static enum err
read_by_kind(struct sandbox *s, const struct file *f, struct str head, unsigned flags, struct arena *a, struct text **t,
    struct why *why)
{
	enum err err;

	if (container_begins(head))
		return sandbox_read_as(s, &profile_container, f, flags, a, t, why);
	err = may_be_plain(head) ? read_plain(f, flags, a, t, why) : E_FORMAT;
	return err == E_FORMAT ? sandbox_read(s, f, flags, a, t, why) : err;
}

struct job {
	struct sandbox *sandbox;
	const struct file *file, *made;
	unsigned flags;
	struct arena *arena;
	struct text **text;
	struct why *why;
	enum err err;
};

static void
do_job(void *arg)
{
	struct job *j = arg;

	j->err = read_made(j->sandbox, j->file, j->made, j->flags, j->arena, j->text, j->why);
}

/* Reads what was made of the file, and gives that back. */
static enum err
read_and_close(struct job *j)
{
	bool done = arena_guard(j->arena, do_job, j);

	file_close((struct file *)(uintptr_t)j->made);
	if (!done)
		arena_exhausted(j->arena);
	return j->err;
}

/* Pages without words: their pictures may be read. `told`: what was said of them, and where their number stands. */
static enum err
read_scanned(struct job *j, struct file *made, const struct why *told)
{
	enum err err;

	if (!recognise_can())
		return fail(j->why, E_SCANNED, 0, "%s", j->file->name);
	err = recognise(j->sandbox, j->file, (uint32_t)told->at, made, j->why);
	return err == OK ? read_and_close(j) : err;
}

enum err
convert_and_read(struct sandbox *s, const struct file *f, unsigned flags, struct arena *a, struct text **t,
    struct why *why)
{
	struct str head = head_of(f);
	const struct converter *c = converter_of(head);
	struct file made;
	struct why told = { 0 };
	struct job job = { s, f, &made, flags, a, t, &told, OK };
	enum err err;

	if (c == NULL)
		return read_by_kind(s, f, head, flags, a, t, why);
	err = sandbox_convert(s, &profile_converter, f, c->argv, &made, why);
	if (err == E_ABSENT)
		return fail(why, E_CONVERTER, 0, "%s: %s", f->name, c->package);
	if (err == E_CRASHED)	/* it says so of what it cannot read, by its exit status */
		return fail(why, E_DAMAGED, 0, "%s", f->name);
	if (err != OK)
		return err;
	err = read_and_close(&job);
	job.why = why;
	if (err == E_SCANNED)
		return read_scanned(&job, &made, &told);
	return err == OK ? OK : fail(why, err, told.at, "%s", told.what);
}
