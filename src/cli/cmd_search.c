/* bihuan search: the records that one may see, by the words in them. */
#include <stdlib.h>

#include "base/utf8.h"
#include "cli/cells.h"
#include "cli/records.h"
#include "ledger/record_search.h"

#define TRIES 100	/* while others write */
#define MARKS 64
#define LINE_BEFORE 60	/* bytes of a line before the first mark, */
#define LINE_MOST 300	/* and of all of it that is shown */
#define OPENS "【"
#define CLOSES "】"

struct finding {
	struct records r;
	struct record_search source;
	struct search *search;
	const struct ledger *only;
	struct str words;
	struct search_query query;
	struct search_page page;
	int64_t seq;		/* at which the rights are those of who asks */
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
	page->hits = arena_alloc(d->arena, page->limit * sizeof *page->hits);
	return OK;
}

/* Who asks, and what that person may see now; in a transaction. */
static enum err
take_rights(struct finding *f, struct scope **scopes, size_t *n)
{
	struct desk *d = f->r.desk;
	enum err err = records_open(d, &f->r);

	if (err == OK && d->call->opt[OPT_LEDGER] != NULL)
		err = records_ledger(&f->r, &f->only);
	if (err == OK)
		err = record_search_scopes(d->arena, &f->r.teller.actor, &f->r.ledgers, f->only, scopes, n, &d->why);
	return err == OK ? store_int(d->site.store, SEQ_LAST, NO_VALUES, &f->seq, NULL, &d->why) : err;
}

static enum err
ask_once(struct finding *f)
{
	struct desk *d = f->r.desk;
	struct scope *scopes;
	size_t n;
	enum err err = store_begin(d->site.store, &d->why);

	if (err != OK)
		return err;
	err = take_rights(f, &scopes, &n);
	store_rollback(d->site.store);
	return err == OK ? search_ask(f->search, scopes, n, f->words, &f->page, &d->why) : err;
}

/* Until rights and answer are of one moment: what happens between the two may change who sees what. */
static enum err
ask(struct finding *f)
{
	struct desk *d = f->r.desk;
	int64_t now = -1;
	enum err err = OK;

	for (int i = 0; i < TRIES && err == OK && now != f->seq; i++) {
		err = ask_once(f);
		if (err == OK)
			err = search_seq(f->search, &now, &d->why);
	}
	return err == OK && now != f->seq ? fail(&d->why, E_BUSY, 0, "%s", store_path(d->site.store)) : err;
}

/* ---- what is told ---- */

struct told {
	struct record rec;
	unsigned parties;
	enum search_rank rank;
	struct str line;	/* of its text, where words stand */
	struct search_mark marks[MARKS];	/* in the line */
	size_t nmarks;
};

typedef ARRAY(struct told) told_list;

static size_t
line_begin(struct str text, size_t at)
{
	while (at > 0 && text.p[at - 1] != '\n')
		at--;
	return at;
}

/* Marks that lie in a piece of the text, by their place in it. */
static size_t
marks_within(const struct search_mark *all, size_t n, size_t from, size_t to, struct search_mark *out)
{
	size_t some = 0;

	for (size_t i = 0; i < n; i++)
		if (all[i].from >= from && all[i].to <= to)
			out[some++] = (struct search_mark){ all[i].from - from, all[i].to - from };
	return some;
}

/* The piece of a line that begins a little before that mark. */
static void
piece_at(struct str text, size_t mark, size_t *from, size_t *to)
{
	size_t end = str_find(text, STR("\n"), mark);

	*from = line_begin(text, mark);
	if (mark - *from > LINE_BEFORE) {
		*from = mark - LINE_BEFORE;
		while (*from < mark && ((unsigned char)text.p[*from] & 0xC0) == 0x80)
			++*from;
	}
	*to = *from + utf8_cut(str_slice(text, *from, end == STR_NONE ? text.n : end), LINE_MOST).n;
}

/* Of all lines the piece in which most words stand; of these the first. */
static void
choose_line(struct finding *f, struct str text, struct told *t)
{
	struct search_mark all[MARKS], some[MARKS];
	size_t n = search_marks(&f->query, text, all, MARKS);

	for (size_t i = 0; i < n; i++) {
		size_t from, to, count;

		piece_at(text, all[i].from, &from, &to);
		count = marks_within(all, n, from, to, some);
		if (count <= t->nmarks)
			continue;
		t->nmarks = count;
		memcpy(t->marks, some, count * sizeof some[0]);
		t->line = arena_str(f->r.desk->arena, str_slice(text, from, to));
	}
}

/* Of which ledger and kind, by rights that were asked already. */
static enum err
read_record(struct finding *f, const struct search_hit *hit, struct told *t)
{
	struct desk *d = f->r.desk;
	const struct ledger *g = NULL;
	struct found_by by;
	struct rows rows;
	enum err err;

	store_ask(d->site.store, RECORD_IS, NULL, VALUES(value_int(hit->key)), &rows);
	if (rows_next(&rows))
		g = ledger_by_number(&f->r.ledgers, rows_int(&rows, 0));
	err = rows_end(&rows, &d->why);
	if (err == OK)
		err = g == NULL ? fail(&d->why, E_RECORD, 0, "%s", "") : tell_read(&f->r.teller, g, hit->key, &t->rec);
	if (err != OK)
		return err;
	t->parties = rights_parties(&f->r.teller.actor, &t->rec);
	t->rank = hit->rank;
	err = record_found_by(d->arena, d->site.store, &f->r.ledgers, &t->rec, &f->source.text, &by, &d->why);
	if (err == OK)
		choose_line(f, by.text, t);
	return err;
}

/* A record that has gone out of sight since is not told. */
static enum err
read_records(struct finding *f, told_list *out)
{
	enum err err = OK;

	for (size_t i = 0; i < f->page.n && err == OK; i++) {
		struct told *t = array_add(f->r.desk->arena, out);

		err = read_record(f, &f->page.hits[i], t);
		if (err == E_RECORD) {
			out->n--;
			err = OK;
		}
	}
	return err;
}

/* ---- printing ---- */

static struct str
part_text(struct finding *f, const struct told *t, enum part part)
{
	const struct kind *k = record_kind(&t->rec);
	int i = kind_part(k, part);

	return i < 0 || !rights_sees_field(&k->fields.v[i], t->parties) ? (struct str){ NULL, 0 } :
	    tell_text(&f->r.teller, &k->fields.v[i], &t->rec.fields[i]);
}

static struct str
lamp_mark(const struct told *t)
{
	return t->rec.lamp.show < 0 ? (struct str){ NULL, 0 } : t->rec.kind->lamps.palette[t->rec.lamp.show].mark;
}

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
marked_title(struct finding *f, struct str title)
{
	struct search_mark marks[MARKS];

	return marked(f->r.desk->arena, title, marks, search_marks(&f->query, title, marks, MARKS));
}

static void
add_cells(struct finding *f, struct cells *cells, const struct told *t)
{
	struct arena *a = f->r.desk->arena;
	struct label state = record_kind(&t->rec)->states.v[t->rec.state].label;

	cells_add(a, cells, t->rec.number);
	cells_add(a, cells, lamp_mark(t));
	cells_add(a, cells, f->r.desk->call->voice.lang == LANG_ZH ? state.zh : state.en);
	cells_add(a, cells, part_text(f, t, PART_LEAD));
	cells_add(a, cells, marked_title(f, part_text(f, t, PART_TITLE)));
}

static void
put_text(struct finding *f, const told_list *list)
{
	struct desk *d = f->r.desk;
	struct cells cells = { .columns = 5 };
	struct buf rows = { 0 };
	struct str rest;

	for (size_t i = 0; i < list->n; i++)
		add_cells(f, &cells, &list->v[i]);
	cells_print(&rows, &cells);
	d->out.err = rows.err;
	rest = (struct str){ rows.p, rows.n };
	for (size_t i = 0; i < list->n && rest.n > 0; i++) {
		const struct told *t = &list->v[i];
		size_t end = str_find(rest, STR("\n"), 0) + 1;

		buf_puts(&d->out, str_slice(rest, 0, end));
		rest = str_slice(rest, end, rest.n);
		if (t->nmarks > 0)
			buf_printf(&d->out, "    %.*s\n", STR_ARG(marked(d->arena, t->line, t->marks, t->nmarks)));
	}
	buf_free(&rows);
	buf_printf(&d->out, say_text(SAY_FOUND, d->call->voice.lang), f->page.count, f->page.more ? "+" : "");
}

static void
put_json_record(struct finding *f, const struct told *t)
{
	static const struct str ranks[] = { [SEARCH_IN_NUMBER] = STR("number"), [SEARCH_IN_TITLE] = STR("title"), [SEARCH_IN_TEXT] = STR("text") };
	struct buf *b = &f->r.desk->out;
	const struct kind *k = record_kind(&t->rec);

	json_member_id(b, "id", t->rec.id);
	json_member_text(b, "ledger", t->rec.ledger->code);
	json_member_text(b, "kind", k->key);
	json_member_text(b, "number", t->rec.number);
	json_member_text(b, "lamp", t->rec.lamp.show < 0 ? (struct str){ NULL, 0 } : t->rec.kind->lamps.palette[t->rec.lamp.show].name);
	json_member_text(b, "state", k->states.v[t->rec.state].key);
	json_member_text(b, "unit", part_text(f, t, PART_LEAD));
	json_member_text(b, "title", part_text(f, t, PART_TITLE));
	json_member_text(b, "in", ranks[t->rank]);
	json_member_text(b, "line", t->line);
	json_member(b, "marks");
	buf_putc(b, '[');
	for (size_t i = 0; i < t->nmarks; i++)
		buf_printf(b, "%s[%zu,%zu]", i > 0 ? "," : "", t->marks[i].from, t->marks[i].to);
	buf_putc(b, ']');
}

static void
put_json(struct finding *f, const told_list *list)
{
	struct buf *b = &f->r.desk->out;

	buf_printf(b, "{\"format\":\"bihuan.search/1\",\"count\":%zu,\"more\":%s,\"records\":[", f->page.count, f->page.more ? "true" : "false");
	for (size_t i = 0; i < list->n; i++) {
		desk_list_next(f->r.desk);
		put_json_record(f, &list->v[i]);
	}
	desk_list_end(f->r.desk);
}

static enum err
tell(struct finding *f)
{
	struct desk *d = f->r.desk;
	told_list list = { 0 };
	enum err err = store_begin(d->site.store, &d->why);

	if (err != OK)
		return err;
	err = read_records(f, &list);
	if (err == OK && desk_json(d))
		put_json(f, &list);
	else if (err == OK)
		put_text(f, &list);
	store_rollback(d->site.store);
	return err;
}

/* Nobody waits for it while others ask; who removes something purges too. */
static void
purge(struct finding *f)
{
	if (f->source.removed)
		search_purge(f->search, NULL);
}

static enum err
do_search(struct desk *d)
{
	struct finding f = { .r.desk = d, .words = all_words(d) };
	enum err err = take_limit(d, &f.page);

	if (err == OK)
		err = search_query_parse(&f.query, f.words, &d->why);
	if (err == OK)
		err = record_search_open(&f.source, d->site.store, d->site.site.b, &f.search, &d->why);
	if (err != OK)
		return err;
	err = ask(&f);
	if (err == OK)
		err = tell(&f);
	if (err == OK)
		purge(&f);
	record_search_close(&f.source, f.search);
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
