#include "guard/convert.h"
#include "base/array.h"
#include "read/container.h"
#include "read/digest.h"
#include "guard/recognise.h"
#include "guard/scratch.h"

#include <fcntl.h>
#include <unistd.h>

#define HEAD (16 * 1024)	/* bytes by which the kind of a file is told */

static const char *const pdf_argv[] = { "/usr/bin/pdftotext", "-bbox-layout", "-", "-", NULL };

#define OFFICE "/usr/lib/libreoffice/program/"
#define SETTINGS "settings"
static const char office_program[] = OFFICE "soffice.bin";
static const char office_settings[] = "-env:UserInstallation=file:///proc/self/cwd/" SETTINGS;
#define OFFICE_ARGV(kind) { office_program, office_settings, "--headless", "--norestore", "--nologo", "--nolockcheck", \
	"--convert-to", kind, "--outdir", ".", SCRATCH_IN, NULL }

static const char *const writer_argv[] = OFFICE_ARGV("docx");
static const char *const calc_argv[] = OFFICE_ARGV("xlsx");

/*
 * Settings without a sign of which program made them are made anew by LibreOffice, which then wants to be started once
 * more (profile.again). The sign stands in a file of its own; where it is not found, all only takes longer.
 */
static void
prepare_office(const struct scratch *s)
{
	static const struct str key = { "\nbuildid=", 9 };
	char bytes[4096];
	int fd = open(OFFICE "versionrc", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, bytes, sizeof bytes);
	const char *p = n > 0 ? memmem(bytes, (size_t)n, key.p, key.n) : NULL;
	const char *to = p == NULL ? NULL : memchr(p + key.n, '\n', (size_t)(bytes + n - p) - key.n);

	if (fd >= 0)
		close(fd);
	if (to != NULL)
		(void)scratch_put(s, SETTINGS "/user/extensions/buildid", str_of(p + key.n, to));
}

/* Files that begin so, or whose reader names it, are read by another program; what it writes is for one of READERS. */
static const struct converter {
	const char *name;
	struct str magic;		/* none: a reader tells */
	const struct profile *profile;
	struct program program;
	const char *needs;		/* a file that is there where the program can do it */
	const char *package;		/* of Debian, that has the program */
	const char *version;		/* the option by which the program tells it */
	const char *as;			/* what it is known as, where it changes the format; else NULL */
} converters[] = {
	{ "pdf", { "%PDF-", 5 }, &profile_converter, { pdf_argv, NULL, NULL }, "/usr/bin/pdftotext", "poppler-utils poppler-data",
	    "-v", NULL },
	{ CONVERTER_WRITER, { "{\\rtf", 5 }, &profile_office, { writer_argv, SCRATCH_IN ".docx", prepare_office }, OFFICE "libswlo.so",
	    "libreoffice-writer-nogui", "--version", "LibreOffice" },
	{ CONVERTER_CALC, { NULL, 0 }, &profile_office, { calc_argv, SCRATCH_IN ".xlsx", prepare_office }, OFFICE "libsclo.so",
	    "libreoffice-calc-nogui", "--version", "LibreOffice" },
};
enum { CONVERTERS = sizeof converters / sizeof converters[0] };

static const struct converter *
converter_of(struct str head)
{
	for (size_t i = 0; i < CONVERTERS; i++)
		if (converters[i].magic.n > 0 && str_starts(head, converters[i].magic))
			return &converters[i];
	return NULL;
}

static const struct converter *
converter_named(const char *name)
{
	for (size_t i = 0; i < CONVERTERS; i++)
		if (strcmp(converters[i].name, name) == 0)
			return &converters[i];
	return NULL;
}

bool
converter_known(size_t i, struct converter_known *k)
{
	const struct converter *c = &converters[i];

	if (i >= CONVERTERS)
		return false;
	*k = (struct converter_known){ c->name, c->program.argv[0], c->package, c->version, access(c->needs, F_OK) == 0 };
	return true;
}

/* Its bytes and their hash are those of the file, not of what was made of it. */
static enum err
read_made(struct sandbox *s, const struct converter *c, const struct file *f, const struct file *made, unsigned flags,
    struct arena *a, struct text **t, struct why *why)
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
	if (c->as != NULL)
		*array_add(a, &new->notes) = (struct note){ .code = NOTE_CONVERTED, .detail = cstr(c->as) };
	*t = new;
	return OK;
}

/* The beginning of a file. */
static struct str
head_of(const struct file *f, char head[HEAD])
{
	ssize_t n = pread(f->fd, head, HEAD, 0);

	return (struct str){ head, n > 0 ? (size_t)n : 0 };
}

static enum err
read_by_kind(struct sandbox *s, const struct file *f, struct str head, unsigned flags, struct arena *a, struct text **t,
    struct why *why)
{
	const struct profile *p = container_begins(head) ? &profile_container : &profile_reader;

	return sandbox_read_as(s, p, f, flags, a, t, why);
}

struct job {
	struct sandbox *sandbox;
	const struct converter *converter;
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

	j->err = read_made(j->sandbox, j->converter, j->file, j->made, j->flags, j->arena, j->text, j->why);
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

/* What a program says of a file that it cannot read is its exit status; a reader may know more. */
static enum err
tell_damage(struct sandbox *s, const struct file *f, struct arena *a, struct why *why)
{
	struct text *t;

	if (sandbox_read(s, f, 0, a, &t, NULL) == E_LOCKED)
		return fail(why, E_LOCKED, 0, "%s", f->name);
	return fail(why, E_DAMAGED, 0, "%s", f->name);
}

/* Its exit status, or that it makes nothing, says that it cannot read the file. */
static enum err
convert(struct sandbox *s, const struct converter *c, const struct file *f, struct arena *a, struct file *made,
    struct why *why)
{
	enum err err = access(c->needs, F_OK) != 0 ? E_ABSENT :
	    sandbox_convert(s, c->profile, f, &c->program, made, why);

	if (err == E_ABSENT)
		return fail(why, E_CONVERTER, 0, "%s: %s", f->name, c->package);
	if (err == E_CRASHED || (err == E_EMPTY && c->program.made != NULL))
		return tell_damage(s, f, a, why);
	return err;
}

static enum err
convert_by(struct sandbox *s, const struct converter *c, const struct file *f, unsigned flags, struct arena *a,
    struct text **t, struct why *why)
{
	struct file made;
	struct why told = { 0 };
	struct job job = { s, c, f, &made, flags, a, t, &told, OK };
	enum err err = convert(s, c, f, a, &made, why);

	if (err != OK)
		return err;
	err = read_and_close(&job);
	job.why = why;
	if (err == E_SCANNED)
		return read_scanned(&job, &made, &told);
	return err == OK ? OK : fail(why, err, told.at, "%s", told.what);
}

enum err
convert_and_read(struct sandbox *s, const struct file *f, unsigned flags, struct arena *a, struct text **t,
    struct why *why)
{
	char bytes[HEAD];
	struct str head = head_of(f, bytes);
	const struct converter *c = converter_of(head);
	struct why told = { 0 };
	enum err err = c != NULL ? E_CONVERTER : read_by_kind(s, f, head, flags, a, t, &told);

	if (err == E_CONVERTER && c == NULL && (c = converter_named(told.what)) == NULL)
		return fail(why, E_LIED, 0, "%s", f->name);
	if (err == E_CONVERTER)
		return convert_by(s, c, f, flags, a, t, why);
	if (err != OK && why != NULL)
		*why = told;
	return err;
}
