/* import_errors: a copy of the user's sheet, with one more column that says why rows were not taken. */
#include "cli/import.h"
#include "cli/output.h"
#include "write/book.h"

struct copy {
	const struct import *job;
	const struct list_source *source;
	uint32_t begin;		/* lines of one sheet of the file */
	uint32_t widest;	/* cells */
	struct copied_line {
		const struct offer *offer;	/* that was read of it; NULL */
		bool head;
	} *lines;			/* of the source */
};

static uint32_t
cells_of(const struct list_source *s, uint32_t line)
{
	uint32_t n = 1;

	for (uint32_t i = s->lines.v[line].from; i < s->lines.v[line].to; i++)
		n += s->body.p[i] == '\t';
	return n;
}

/* What stands in the column that is added. */
static struct str
said_of(const struct copy *c, uint32_t line)
{
	bool zh = c->job->call->voice.lang == LANG_ZH;

	const struct offer *o = c->lines[line].offer;

	if (c->lines[line].head)
		return cstr(zh ? "未录入的原因" : "why it was not taken");
	return o != NULL && o->state == OFFER_FAULTY ? o->fault : (struct str){ NULL, 0 };
}

static void
put_row(void *arg, size_t row, void (*put)(void *to, struct str), void *to)
{
	const struct copy *c = arg;
	uint32_t line = c->begin + (uint32_t)row, n = cells_of(c->source, line);
	struct str rest = str_slice(c->source->body, c->source->lines.v[line].from, c->source->lines.v[line].to);

	for (uint32_t i = 0; i < n; i++) {
		size_t tab = str_find(rest, STR("\t"), 0);

		put(to, str_slice(rest, 0, tab));
		rest = tab == STR_NONE ? (struct str){ NULL, 0 } : str_slice(rest, tab + 1, rest.n);
	}
	for (uint32_t i = n; i < c->widest; i++)
		put(to, (struct str){ NULL, 0 });
	put(to, said_of(c, line));
}

/* A sheet for each page of the file. */
static size_t
make_sheets(struct copy *all, struct arena *a, struct plain_sheet *sheets)
{
	const struct list_source *s = all->source;
	size_t n = 0;

	for (uint32_t line = 0, end; line < s->lines.n; line = end) {
		struct copy *c = arena_alloc(a, sizeof *c);

		*c = *all;
		c->begin = line;
		c->widest = 1;
		for (end = line; end < s->lines.n && s->lines.v[end].page == s->lines.v[line].page; end++)
			c->widest = cells_of(s, end) > c->widest ? cells_of(s, end) : c->widest;
		sheets[n++] = (struct plain_sheet){ .rows = end - line, .row = put_row, .arg = c };
	}
	return n;
}

static void
mark_lines(struct copy *c)
{
	for (size_t i = 0; i < c->job->offers.n; i++)
		if (c->job->offers.v[i].sheet != NULL)
			c->lines[c->job->offers.v[i].line].offer = &c->job->offers.v[i];
	for (const struct sheet *s = c->job->sheets; s != NULL; s = s->next)
		c->lines[s->head].head |= !s->goes_on;
}

enum err
import_errors(struct import *job, const char *path, struct why *why)
{
	struct arena *a = job->lists->arena;
	const struct list_source *s = &job->lists->sources.v[0];
	struct copy c = { .job = job, .source = s, .lines = arena_zalloc(a, (s->lines.n + 1) * sizeof *c.lines) };
	struct plain_sheet *sheets = arena_alloc(a, (s->lines.n + 1) * sizeof *sheets);
	struct output out;
	size_t n;
	enum err err;

	mark_lines(&c);
	n = make_sheets(&c, a, sheets);
	err = output_open(&out, path, why);
	if (err != OK)
		return err;
	err = book_put_plain(sheets, n, &out.buf, why);
	return err == OK ? output_close(&out, true, why) : (output_close(&out, false, NULL), err);
}
