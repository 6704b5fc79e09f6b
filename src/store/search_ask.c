#include "store/search_inside.h"

#include <stdlib.h>

#define AFTER_PATHS 'Z'		/* no path has a greater character */

struct row {
	int64_t id, key, at;
};

struct asking {
	struct search *search;
	const struct scope *scopes;
	size_t nscopes;
	const struct search_query *query;
	struct search_page *page;
	struct search_hit *hits;	/* of the best `want` so far; those of a rank are in order */
	int64_t *ids;			/* of these */
	size_t want, n;
	size_t from;			/* where the rank that is looked at begins */
	size_t settled;			/* of it, for one scope: found that no later row can come before */
	size_t seen;			/* of all that is found */
};

/* ---- is the index up to date? ---- */

static bool
has_bytes(struct rows *rows, unsigned column, const unsigned char *want, size_t n)
{
	struct str s = rows_blob(rows, column);

	return s.n == n && memcmp(s.p, want, n) == 0;
}

static enum err
last_event(struct store *s, int64_t *seq, unsigned char leaf[HASH_SIZE], struct why *why)
{
	struct rows rows;
	enum err err = store_int(s, SEQ_LAST, NO_VALUES, seq, NULL, why);

	memset(leaf, 0, HASH_SIZE);
	if (err != OK)
		return err;
	store_ask(s, EVENT_LEAF, NULL, VALUES(value_int(*seq)), &rows);
	if (rows_next(&rows))
		rows_bytes(&rows, 0, leaf, HASH_SIZE);
	return rows_end(&rows, why);
}

/* In the transaction that stands open. */
static enum err
look(struct search *x, bool *fresh, struct why *why)
{
	unsigned char leaf[HASH_SIZE];
	struct rows rows;
	int64_t seq;
	enum err err = last_event(x->store, &seq, leaf, why);

	*fresh = false;
	if (err != OK)
		return err;
	store_ask_text(x->store, search_statements[SEARCH_ABOUT_SEEN].sql, NULL, NO_VALUES, &rows);
	if (rows_next(&rows))
		*fresh = rows_int(&rows, 0) == SEARCH_VERSION && has_bytes(&rows, 1, x->site, ID_SIZE) && rows_int(&rows, 2) == seq &&
		    has_bytes(&rows, 3, leaf, HASH_SIZE);
	return rows_end(&rows, why);
}

/* A transaction of the store in which the index is not behind. Mostly it is not, and nothing is written. */
static enum err
begin(struct search *x, struct why *why)
{
	bool fresh = false;
	enum err err;

	if (!search_same_file(x))
		return search_fresh(x, why);
	err = store_begin(x->store, why);
	if (err != OK)
		return err;
	err = look(x, &fresh, why);
	if (err == OK && fresh)
		return OK;
	store_rollback(x->store);
	return err == OK || search_damaged(err) ? search_fresh(x, why) : err;
}

/* ---- what FTS5 is asked ---- */

static void
put_words(struct buf *b, const struct search_query *q)
{
	for (size_t i = 0; i < q->n; i++)
		buf_printf(b, "%s\"%.*s\"%s", i > 0 ? " AND " : "", STR_ARG(q->words[i].terms), q->words[i].open ? "*" : "");
}

/* Whether from <= p < to are the paths of a unit and of all below it. */
static bool
is_subtree(struct str from, struct str to)
{
	if (from.n == 0 || from.n % SCOPE_LEVEL != 0)
		return false;
	if (to.n == from.n)
		return memcmp(from.p, to.p, from.n - 1) == 0 && (unsigned char)to.p[to.n - 1] == (unsigned char)from.p[from.n - 1] + 1;
	return to.n == from.n + 1 && str_starts(to, from) && (unsigned char)to.p[from.n] > AFTER_PATHS;
}

static void
put_term(struct buf *b, size_t from, void (*put)(struct buf *, struct str), struct str path)
{
	buf_puts(b, b->n > from ? STR(" AND \"") : STR("\""));
	put(b, path);
	buf_putc(b, '"');
}

static void
put_who(struct buf *b, struct str who)
{
	search_place_who(b, (const unsigned char *)who.p);
}

/* One part as terms; false where it cannot be told by them. */
static bool
put_part(struct buf *b, const struct scope_part *part)
{
	size_t from = b->n;

	if (part->ledger != 0) {
		buf_putc(b, '"');
		search_place_ledger(b, part->ledger);
		buf_putc(b, '"');
	}
	if (part->takes_part && part->who != NULL)
		put_term(b, from, put_who, (struct str){ (const char *)part->who, ID_SIZE });
	else if (is_subtree(part->from, part->to))
		put_term(b, from, part->takes_part ? search_place_part : search_place_unit, part->from);
	return b->n > from;
}

/* What of the scope can be told by terms: more than the scope shows may pass, nothing that it shows is kept back. */
static void
put_place(struct buf *b, const struct scope *scope)
{
	size_t from = b->n;
	bool bound = true;

	buf_puts(b, STR(" AND ("));
	for (size_t i = 0; i < scope->n && bound; i++) {
		buf_puts(b, i > 0 ? STR(" OR (") : STR("("));
		bound = put_part(b, &scope->parts[i]);
		buf_putc(b, ')');
	}
	buf_putc(b, ')');
	if (!bound)
		b->n = from;
}

/* ---- rows ---- */

static bool
told_before(const struct asking *a, int64_t id)
{
	for (size_t i = 0; i < a->from; i++)
		if (a->ids[i] == id)
			return true;
	return false;
}

static bool
before(const struct row *row, const struct search_hit *hit, int64_t id)
{
	return row->at > hit->at || (row->at == hit->at && row->id > id);
}

/* Among those of its rank: of the same time, what came last stands first. The last of too many falls out. */
static void
insert(struct asking *a, const struct row *row, enum search_rank rank)
{
	size_t at = a->n;

	while (at > a->from && before(row, &a->hits[at - 1], a->ids[at - 1]))
		at--;
	if (at == a->want)
		return;
	a->n += a->n < a->want;
	memmove(a->hits + at + 1, a->hits + at, (a->n - at - 1) * sizeof *a->hits);
	memmove(a->ids + at + 1, a->ids + at, (a->n - at - 1) * sizeof *a->ids);
	a->hits[at] = (struct search_hit){ row->key, row->at, rank };
	a->ids[at] = row->id;
}

/*
 * Rows come by ids, the greatest first. A row that was not late is at least as new as all of lesser ids: when
 * enough of these are found, nothing that comes can be among the first.
 */
static bool
enough(const struct asking *a, enum search_rank rank)
{
	return a->from + a->settled >= a->want && (rank != SEARCH_IN_TEXT || a->seen > SEARCH_COUNT);
}

/* Whether the ranks before fill the page, and no count is wanted. */
static bool
full(const struct asking *a, enum search_rank rank)
{
	return a->from >= a->want && rank != SEARCH_IN_TEXT;
}

static void
take(struct asking *a, struct rows *rows, enum search_rank rank)
{
	struct row row = { rows_int(rows, 0), rows_int(rows, 1), rows_int(rows, 2) };

	a->seen += rank == SEARCH_IN_TEXT;
	if (a->from + a->settled >= a->want || told_before(a, row.id))
		return;
	a->settled += rows_int(rows, 3) == 0;
	insert(a, &row, rank);
}

static enum err
ask_scope(struct asking *a, enum search_rank rank, const struct scope *scope, struct str wanted, struct why *why)
{
	static const enum search_statement of[] = { [SEARCH_IN_NUMBER] = SEARCH_ASK_NUMBER, [SEARCH_IN_TITLE] = SEARCH_ASK_TITLE,
		[SEARCH_IN_TEXT] = SEARCH_ASK_WORDS };
	struct rows rows;

	a->settled = 0;
	store_ask_text(a->search->store, search_statements[of[rank]].sql, scope, VALUES(value_text(wanted)), &rows);
	while (!enough(a, rank) && rows_next(&rows))
		take(a, &rows, rank);
	return rows_end(&rows, why);
}

/* A number is looked up as it is; words are asked of FTS5, together with the place. */
static enum err
ask_rank(struct asking *a, enum search_rank rank, struct buf *match, struct why *why)
{
	enum err err = OK;

	a->from = a->n;
	for (size_t i = 0; i < a->nscopes && !full(a, rank) && err == OK; i++) {
		match->n = 0;
		put_words(match, a->query);
		put_place(match, &a->scopes[i]);
		err = match->err == OK ? OK : fail(why, match->err, 0, "%s", "");
		if (err == OK)
			err = ask_scope(a, rank, &a->scopes[i], rank == SEARCH_IN_NUMBER ? a->query->number : (struct str){ match->p, match->n }, why);
	}
	return err;
}

static enum err
ask_ranks(struct asking *a, struct buf *match, struct why *why)
{
	enum err err = ask_rank(a, SEARCH_IN_NUMBER, match, why);

	if (err == OK)
		err = ask_rank(a, SEARCH_IN_TITLE, match, why);
	return err == OK ? ask_rank(a, SEARCH_IN_TEXT, match, why) : err;
}

/* ---- a page ---- */

static void
tell(const struct asking *a)
{
	struct search_page *p = a->page;

	p->n = a->n > p->offset ? a->n - p->offset : 0;
	if (p->n > 0)
		memcpy(p->hits, a->hits + p->offset, p->n * sizeof *p->hits);
	p->more = a->seen > SEARCH_COUNT;
	p->count = p->more ? SEARCH_COUNT : a->seen;
}

static enum err
ask_inside(struct asking *a, struct why *why)
{
	struct buf match = { 0 };
	enum err err;

	a->want = a->page->offset + a->page->limit;
	a->hits = calloc(a->want + 1, sizeof *a->hits);
	a->ids = calloc(a->want + 1, sizeof *a->ids);
	err = a->hits == NULL || a->ids == NULL ? fail(why, E_MEMORY, 0, "%s", "") : ask_ranks(a, &match, why);
	if (err == OK)
		tell(a);
	buf_free(&match);
	free(a->hits);
	free(a->ids);
	return err;
}

static enum err
ask(struct search *x, const struct scope *scopes, size_t n, const struct search_query *q, struct search_page *page, struct why *why)
{
	struct asking a = { .search = x, .scopes = scopes, .nscopes = n, .query = q, .page = page };
	enum err err = begin(x, why);

	if (err == OK)
		err = ask_inside(&a, why);
	if (store_inside(x->store))
		store_rollback(x->store);
	return err;
}

enum err
search_ask(struct search *x, const struct scope *scopes, size_t n, struct str text, struct search_page *page, struct why *why)
{
	struct search_query q;
	enum err err = search_query_parse(&q, text, why);

	page->n = page->count = 0;
	page->more = false;
	if (err != OK)
		return err;
	if (page->offset > SEARCH_COUNT || page->limit > SEARCH_COUNT - page->offset)
		return fail(why, E_USAGE, 0, "%zu + %zu > %d", page->offset, page->limit, SEARCH_COUNT);
	err = ask(x, scopes, n, &q, page, why);
	if (search_damaged(err)) {
		err = search_mend(x, why);
		if (err == OK)
			err = ask(x, scopes, n, &q, page, why);
	}
	return err;
}
