#include "tell/found.h"
#include "base/json.h"
#include "base/utf8.h"

#define TRIES 100	/* while others write */
#define LINE_BEFORE 60	/* bytes of a line before the first mark, */
#define LINE_MOST 300	/* and of all of it that is told */

/* ---- asking ---- */

static enum err
ask_once(struct finding *f)
{
	struct teller *t = f->teller;
	const struct ledger *only = NULL;
	struct scope *scopes = NULL;
	size_t n = 0;
	enum err err = store_begin(t->store, t->why);

	if (err != OK)
		return err;
	err = f->now(f->arg, &only);
	if (err == OK)
		err = record_search_scopes(t->arena, &t->actor, t->ledgers, only, &scopes, &n, t->why);
	if (err == OK)
		err = store_int(t->store, SEQ_LAST, NO_VALUES, &f->seq, NULL, t->why);
	store_rollback(t->store);
	return err == OK ? search_ask(f->search, scopes, n, f->words, &f->page, t->why) : err;
}

/* Until rights and answer are of one moment: what happens between the two may change who sees what. */
static enum err
ask(struct finding *f)
{
	int64_t now = -1;
	enum err err = OK;

	for (int i = 0; i < TRIES && err == OK && now != f->seq; i++) {
		err = ask_once(f);
		if (err == OK)
			err = search_seq(f->search, &now, f->teller->why);
	}
	return err == OK && now != f->seq ? fail(f->teller->why, E_BUSY, 0, "%s", store_path(f->teller->store)) : err;
}

/* ---- the line that is told ---- */

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
choose_line(struct finding *f, struct str text, struct found_record *r)
{
	struct search_mark all[FOUND_MARKS], some[FOUND_MARKS];
	size_t n = search_marks(&f->query, text, all, FOUND_MARKS);

	for (size_t i = 0; i < n; i++) {
		size_t from, to, count;

		piece_at(text, all[i].from, &from, &to);
		count = marks_within(all, n, from, to, some);
		if (count <= r->nmarks)
			continue;
		r->nmarks = count;
		memcpy(r->marks, some, count * sizeof some[0]);
		r->line = arena_str(f->teller->arena, str_slice(text, from, to));
	}
}

/* ---- records ---- */

/* Of which ledger and kind, by rights that were asked already. */
static enum err
read_record(struct finding *f, const struct search_hit *hit, struct found_record *r)
{
	struct teller *t = f->teller;
	const struct ledger *g = NULL;
	struct found_by by;
	struct rows rows;
	enum err err;

	store_ask(t->store, RECORD_IS, NULL, VALUES(value_int(hit->key)), &rows);
	if (rows_next(&rows))
		g = ledger_by_number(t->ledgers, rows_int(&rows, 0));
	err = rows_end(&rows, t->why);
	if (err == OK)
		err = g == NULL ? fail(t->why, E_RECORD, 0, "%s", "") : tell_read(t, g, hit->key, &r->rec);
	if (err != OK)
		return err;
	r->rank = hit->rank;
	err = record_found_by(t->arena, t->store, t->ledgers, &r->rec, &f->source->text, &by, t->why);
	if (err == OK)
		choose_line(f, by.text, r);
	return err;
}

/* A record that has gone out of sight since is not told. */
static enum err
read_records(struct finding *f)
{
	enum err err = OK;

	for (size_t i = 0; i < f->page.n && err == OK; i++) {
		struct found_record *r = array_add(f->teller->arena, &f->list);

		err = read_record(f, &f->page.hits[i], r);
		if (err == E_RECORD) {
			f->list.n--;
			err = OK;
		}
	}
	return err;
}

enum err
finding_ask(struct finding *f)
{
	const struct ledger *only = NULL;
	enum err err = search_query_parse(&f->query, f->words, f->teller->why);

	f->page.hits = arena_alloc(f->teller->arena, f->page.limit * sizeof *f->page.hits);
	if (err == OK)
		err = ask(f);
	if (err == OK)
		err = store_begin(f->teller->store, f->teller->why);
	if (err != OK)
		return err;
	err = f->now(f->arg, &only);
	if (err == OK)
		err = read_records(f);
	if (err != OK)
		store_rollback(f->teller->store);
	return err;
}

size_t
finding_marks(const struct finding *f, struct str text, struct search_mark out[FOUND_MARKS])
{
	return search_marks(&f->query, text, out, FOUND_MARKS);
}

/* ---- JSON ---- */

void
found_put_json(struct finding *f, struct buf *b, const struct found_record *r)
{
	static const struct str ranks[] = { [SEARCH_IN_NUMBER] = STR("number"), [SEARCH_IN_TITLE] = STR("title"), [SEARCH_IN_TEXT] = STR("text") };
	const struct kind *k = record_kind(&r->rec);

	json_member_id(b, "id", r->rec.id);
	json_member_text(b, "ledger", r->rec.ledger->code);
	json_member_text(b, "kind", k->key);
	json_member_text(b, "number", r->rec.number);
	json_member_text(b, "lamp", r->rec.lamp.show < 0 ? (struct str){ NULL, 0 } : r->rec.kind->lamps.palette[r->rec.lamp.show].name);
	json_member_text(b, "state", k->states.v[r->rec.state].key);
	json_member_text(b, "unit", tell_part(f->teller, &r->rec, PART_LEAD));
	json_member_text(b, "title", tell_part(f->teller, &r->rec, PART_TITLE));
	json_member_text(b, "in", ranks[r->rank]);
	json_member_text(b, "line", r->line);
	json_member(b, "marks");
	buf_putc(b, '[');
	for (size_t i = 0; i < r->nmarks; i++)
		buf_printf(b, "%s[%zu,%zu]", i > 0 ? "," : "", r->marks[i].from, r->marks[i].to);
	buf_putc(b, ']');
}
