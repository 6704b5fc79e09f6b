#include "cli/intake.h"

#include <stdlib.h>

#include "cli/progress.h"
#include "guard/convert.h"

/* What a file may cost before it is refused; most take a third of it or less. */
#define ARENA_LEAST ((size_t)64 << 20)
#define ARENA_TIMES 32

/* A text that was read, and what it lives in. */
struct page {
	struct arena *arena;
	struct text *text;
	const char *path;
	uint64_t bytes;		/* of the file */
};

struct state {
	const struct intake *in;
	struct sandbox *sandbox;
	struct progress progress;
	struct page *held;	/* room for one a file; NULL where that is not there */
	size_t nheld;
	uint32_t nsources;	/* handed on */
	enum err first;		/* the first error met */
	bool stop;		/* take refused */
};

static void
tell(struct state *s, const char *path, const struct why *why)
{
	if (s->first == OK)
		s->first = why->err;
	progress_hide(&s->progress);
	s->in->failed(s->in->arg, path, why);
}

static void
page_free(struct page *p)
{
	arena_free(p->arena);
	p->arena = NULL;
}

static enum err
read_file(const struct state *s, const struct file *f, struct page *p, struct why *why)
{
	p->arena = arena_new(ARENA_LEAST + ARENA_TIMES * f->size);
	if (p->arena == NULL || arena_try(p->arena))
		return fail(why, E_MEMORY, 0, "%s", p->path);
	return convert_and_read(s->sandbox, f, s->in->read_flags, p->arena, &p->text, why);
}

static enum err
read_page(struct state *s, struct page *p, struct why *why)
{
	struct file f;
	enum err rc = file_open(p->path, &f, why);

	if (rc != OK)
		return rc;
	p->bytes = f.size;
	rc = read_file(s, &f, p, why);
	file_close(&f);
	progress_step(&s->progress, p->bytes / 2);
	if (rc != OK)
		page_free(p);
	return rc;
}

static enum err
hand_on(struct state *s, const struct document *d, struct why *why)
{
	enum err rc = s->in->take(s->in->arg, d);

	if (rc == OK)
		return OK;
	s->stop = true;
	return fail(why, rc, 0, "%s", "");
}

/* What went wrong will be met again when the rest is handed on. */
static void
hand_on_part(void *arg, struct document *d)
{
	struct state *s = arg;

	s->in->take(s->in->arg, d);
}

/*
 * Makes a document of texts and hands it on. Out of memory before it was handed
 * on is told here; if some of it was, what is told of it is brought to an end.
 */
static enum err
make(struct state *s, struct document *d, struct why *why)
{
	const struct intake *in = s->in;
	enum err rc;

	d->first = s->nsources;
	d->maps = in->maps;
	d->part = in->parts ? hand_on_part : NULL;
	d->arg = s;
	if (arena_try(d->arena)) {
		if (d->partial) {
			d->partial = false;
			d->articles.n = 0;
			s->nsources += d->ntexts;
			hand_on(s, d, why);
		}
		return fail(why, E_MEMORY, 0, "%s", "");
	}
	if (in->made)
		document_make(d, in->flags);
	rc = hand_on(s, d, why);
	if (rc == OK)
		s->nsources += d->ntexts;
	return rc;
}

static void
make_alone(struct state *s, struct page *p)
{
	struct document d = { .arena = p->arena, .texts = &p->text, .ntexts = 1 };
	struct why why = { 0 };

	if (make(s, &d, &why) != OK && !s->stop)
		tell(s, p->path, &why);
	progress_step(&s->progress, p->bytes - p->bytes / 2);
	page_free(p);
}

static void
one_file(struct state *s, const char *path)
{
	struct page p = { .path = path };
	struct why why = { 0 };

	if (read_page(s, &p, &why) != OK)
		tell(s, path, &why);
	else if (s->in->made && s->held != NULL && text_turns(p.text))
		s->held[s->nheld++] = p;
	else
		make_alone(s, &p);
	progress_file(&s->progress);
}

/* The texts of the pages that waited, as an array in the document's arena. */
static enum err
make_held(struct state *s, struct document *d, struct why *why)
{
	if (d->arena == NULL || arena_try(d->arena))
		return fail(why, E_MEMORY, 0, "%s", "");
	d->texts = arena_alloc(d->arena, s->nheld * sizeof(void *));
	for (size_t i = 0; i < s->nheld; i++)
		d->texts[i] = s->held[i].text;
	d->ntexts = (uint32_t)s->nheld;
	return make(s, d, why);
}

static void
together(struct state *s)
{
	struct document d = { 0 };
	struct why why = { 0 };
	uint64_t bytes = 0;

	if (s->nheld == 0)
		return;
	for (size_t i = 0; i < s->nheld; i++)
		bytes += s->held[i].bytes;
	d.arena = arena_new(ARENA_LEAST + ARENA_TIMES * bytes);
	if (!s->stop && make_held(s, &d, &why) != OK && !s->stop)
		for (size_t i = 0; i < s->nheld; i++)
			tell(s, s->held[i].path, &why);
	arena_free(d.arena);
	for (size_t i = 0; i < s->nheld; i++)
		page_free(&s->held[i]);
}

static void
each_file(struct state *s, const struct call *c)
{
	for (size_t i = 0; i < c->nfiles && !s->stop; i++)
		one_file(s, c->files[i]);
	together(s);
}

enum err
intake_run(const struct intake *in)
{
	const struct call *c = in->call;
	struct state s = { .in = in };
	struct why why = { 0 };

	/* First: what is forked while it is small is forked soon. */
	if (sandbox_start(&s.sandbox, &profile_reader, c->nfiles > 1, &why) != OK) {
		in->failed(in->arg, c->files[0], &why);
		return why.err;
	}
	s.held = calloc(c->nfiles, sizeof *s.held);
	progress_start(&s.progress, c->files, c->nfiles, c->opt[OPT_NO_PROGRESS] == NULL, c->voice.lang);
	each_file(&s, c);
	progress_hide(&s.progress);
	sandbox_stop(s.sandbox);
	free(s.held);
	return s.first;
}
