/* bihuan search: the records that one may see, by the words in them. */
#include <stdlib.h>

#include "cli/cells.h"
#include "cli/records.h"
#include "tell/found.h"

#define OPENS "【"
#define CLOSES "】"

struct searching {
	struct records r;
	struct record_search source;
	struct finding f;
};

/* ---- what is asked ---- */

static struct str
all_words(struct desk *d)
{
	struct str s = cstr(d->call->files[0]);

	for (size_t i = 1; i < d->call->nfiles; i++)
		s = arena_printf(d->arena, "%.*s %s", STR_ARG(s), d->call->files[i]);
	return s;
}

static enum err
take_limit(struct desk *d, struct search_page *page)
{
	const char *word = d->call->opt[OPT_LIMIT];
	char *end;
	long n = SEARCH_LIMIT;

	if (word != NULL) {
		n = strtol(word, &end, 10);
		if (*end != '\0' || n < 1 || n > SEARCH_COUNT)
			return desk_refuse(d, word, SAY_WRONG_COUNT, E_USAGE);
	}
	page->limit = (size_t)n;
	return OK;
}

/* Who asks, and what that person may see now. */
static enum err
who_asks(void *arg, const struct ledger **only)
{
	struct searching *s = arg;
	struct desk *d = s->r.desk;
	enum err err = records_open(d, &s->r);

	return err == OK && d->call->opt[OPT_LEDGER] != NULL ? records_ledger(&s->r, only) : err;
}

/* ---- printing ---- */

static struct str
marked(struct arena *a, struct str text, const struct search_mark *marks, size_t n)
{
	struct str out = { NULL, 0 };
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		out = arena_printf(a, "%.*s%.*s" OPENS "%.*s" CLOSES, STR_ARG(out), STR_ARG(str_slice(text, at, marks[i].from)),
		    STR_ARG(str_slice(text, marks[i].from, marks[i].to)));
		at = marks[i].to;
	}
	return arena_printf(a, "%.*s%.*s", STR_ARG(out), STR_ARG(str_slice(text, at, text.n)));
}

static struct str
marked_title(struct searching *s, struct str title)
{
	struct search_mark marks[FOUND_MARKS];

	return marked(s->r.desk->arena, title, marks, finding_marks(&s->f, title, marks));
}

static void
add_cells(struct searching *s, struct cells *cells, const struct found_record *r)
{
	struct arena *a = s->r.desk->arena;
	struct teller *t = &s->r.teller;

	cells_add(a, cells, r->rec.number);
	cells_add(a, cells, r->rec.lamp.show < 0 ? STR("") : r->rec.kind->lamps.palette[r->rec.lamp.show].mark);
	cells_add(a, cells, tell_label(t, record_kind(&r->rec)->states.v[r->rec.state].label));
	cells_add(a, cells, tell_part(t, &r->rec, PART_LEAD));
	cells_add(a, cells, marked_title(s, tell_part(t, &r->rec, PART_TITLE)));
}

static void
put_text(struct searching *s)
{
	struct desk *d = s->r.desk;
	struct cells cells = { .columns = 5 };
	struct buf rows = { 0 };
	struct str rest;

	for (size_t i = 0; i < s->f.list.n; i++)
		add_cells(s, &cells, &s->f.list.v[i]);
	cells_print(&rows, &cells);
	d->out.err = rows.err;
	rest = (struct str){ rows.p, rows.n };
	for (size_t i = 0; i < s->f.list.n && rest.n > 0; i++) {
		const struct found_record *r = &s->f.list.v[i];
		size_t end = str_find(rest, STR("\n"), 0) + 1;

		buf_puts(&d->out, str_slice(rest, 0, end));
		rest = str_slice(rest, end, rest.n);
		if (r->nmarks > 0)
			buf_printf(&d->out, "    %.*s\n", STR_ARG(marked(d->arena, r->line, r->marks, r->nmarks)));
	}
	buf_free(&rows);
	buf_printf(&d->out, say_text(SAY_FOUND, d->call->voice.lang), s->f.page.count, s->f.page.more ? "+" : "");
}

static void
put_json(struct searching *s)
{
	struct buf *b = &s->r.desk->out;

	buf_printf(b, "{\"format\":\"bihuan.search/1\",\"count\":%zu,\"more\":%s,\"records\":[", s->f.page.count, s->f.page.more ? "true" : "false");
	for (size_t i = 0; i < s->f.list.n; i++) {
		desk_list_next(s->r.desk);
		found_put_json(&s->f, b, &s->f.list.v[i]);
	}
	desk_list_end(s->r.desk);
}

/* Nobody waits for it while others ask; who removes something purges too. */
static void
purge(struct searching *s)
{
	if (s->source.removed)
		search_purge(s->f.search, NULL);
}

static enum err
ask(struct searching *s)
{
	struct desk *d = s->r.desk;
	enum err err = finding_ask(&s->f);

	if (err != OK)
		return err;
	if (desk_json(d))
		put_json(s);
	else
		put_text(s);
	store_rollback(d->site.store);
	purge(s);
	return OK;
}

static enum err
do_search(struct desk *d)
{
	struct searching s = { .r.desk = d };
	enum err err;

	s.r.teller = (struct teller){ .arena = d->arena, .store = d->site.store, .why = &d->why };
	s.f = (struct finding){ .teller = &s.r.teller, .source = &s.source, .now = who_asks, .arg = &s, .words = all_words(d) };
	err = take_limit(d, &s.f.page);
	if (err == OK)
		err = record_search_open(&s.source, d->site.store, d->site.site.b, &s.f.search, &d->why);
	if (err != OK)
		return err;
	err = ask(&s);
	record_search_close(&s.source, s.f.search);
	return err;
}

static enum err
search_run(const struct call *c)
{
	return c->nfiles == 0 ? say_usage(c->voice, NULL, SAY_NO_WORDS) : desk_read_apart(c, do_search);
}

const struct command command_search = {
	.name = "search",
	.run = search_run,
	.usage_zh = "词… [--ledger 代号] [--limit N] [--json]",
	.usage_en = "WORD... [--ledger CODE] [--limit N] [--json]",
	.zh = "按词查找您能看到的事项",
	.en = "find the records that you may see by the words in them",
	.takes = TAKES(DB) | TAKES(JSON) | TAKES(LEDGER) | TAKES(LIMIT) | TAKES(FOR),
};
