/* /search: records by the words in them. By a worker: the index first takes in what is new. */
#include "tell/found.h"
#include "web/page_search.h"
#include "web/route.h"
#include "web_pages.h"

struct asking {
	struct visit *v;
	struct finding f;
	struct search_result p;
};

/* The ledgers and the rights of this moment. */
static enum err
who_asks(void *arg, const struct ledger **only)
{
	struct visit *v = ((struct asking *)arg)->v;
	struct str code = fields_get(&v->query, "ledger");
	enum err err = seat_refresh(v->seat, &v->why);

	if (err == OK)
		err = actor_read(v->arena, v->teller.store, v->session.person, (struct uuid){ { 0 } }, v->teller.today, &v->teller.actor, &v->why);
	if (err == OK && code.n > 0)
		*only = ledger_by_code(v->teller.ledgers, code);
	return err;
}

static void
put_pieces(struct arena *a, struct str text, const struct search_mark *marks, size_t n, search_pieces *out)
{
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		*array_add(a, out) = (struct search_piece){ str_slice(text, at, marks[i].from), false };
		*array_add(a, out) = (struct search_piece){ str_slice(text, marks[i].from, marks[i].to), true };
		at = marks[i].to;
	}
	*array_add(a, out) = (struct search_piece){ str_slice(text, at, text.n), false };
}

static void
put_row(struct asking *k, const struct found_record *r)
{
	struct visit *v = k->v;
	struct teller *t = &v->teller;
	struct str title = tell_part(t, &r->rec, PART_TITLE);
	struct search_mark marks[FOUND_MARKS];
	struct search_row *row = array_add(v->arena, &k->p.rows);
	char id[UUID_TEXT];

	*row = (struct search_row){ .id = arena_str(v->arena, (struct str){ id, uuid_print(id, r->rec.id) }), .ledger = r->rec.ledger->name,
		.number = r->rec.number, .state = tell_label(t, record_kind(&r->rec)->states.v[r->rec.state].label), .lead = tell_part(t, &r->rec, PART_LEAD),
		.lamp = visit_lamp(v, &r->rec) };
	put_pieces(v->arena, title, marks, finding_marks(&k->f, title, marks), &row->title);
	if (r->nmarks > 0 && r->rank == SEARCH_IN_TEXT)
		put_pieces(v->arena, r->line, r->marks, r->nmarks, &row->line);
}

static void
put_next(struct asking *k, struct str ledger)
{
	size_t behind = k->f.page.offset + k->f.page.n;
	struct buf b = { 0 };

	if (behind >= k->f.page.count || behind + SEARCH_LIMIT > SEARCH_COUNT)
		return;
	url_put(&b, "q", k->f.words);
	if (ledger.n > 0)
		url_put(&b, "ledger", ledger);
	url_put(&b, "from", arena_printf(k->v->arena, "%zu", behind));
	k->p.next = arena_str(k->v->arena, (struct str){ b.p, b.n });
	buf_free(&b);
}

/* The connection reads nothing else meanwhile; what is read afterwards is of the moment of what was found. */
static enum err
ask(struct asking *k)
{
	struct visit *v = k->v;
	int64_t from = 0;
	enum err err;

	digits_read(fields_get(&v->query, "from"), &from);
	store_rollback(v->seat->site.store);
	err = seat_search(v->seat, &v->why);
	if (err != OK)
		return err;
	k->f = (struct finding){ .teller = &v->teller, .search = v->seat->search, .source = &v->seat->source, .now = who_asks, .arg = k,
		.words = k->p.words, .page = { .offset = from < SEARCH_COUNT ? (size_t)from : 0, .limit = SEARCH_LIMIT } };
	err = finding_ask(&k->f);
	if (err != OK)
		return err;
	k->p.asked = true;
	k->p.count = k->f.page.count;
	k->p.more = k->f.page.more;
	for (size_t i = 0; i < k->f.list.n; i++)
		put_row(k, &k->f.list.v[i]);
	put_next(k, fields_get(&v->query, "ledger"));
	return OK;
}

static enum err
search_run(struct visit *v)
{
	struct asking *k = arena_zalloc(v->arena, sizeof *k);
	struct html h = visit_html(v);
	enum err err = OK;

	k->v = v;
	k->p.words = str_trim(fields_get(&v->query, "q"));
	if (k->p.words.n > 0)
		err = ask(k);
	if (err != OK && err != E_QUERY)
		return err;
	if (visit_chrome(v, "查找", "", &k->p.chrome) != OK)
		return v->why.err;
	if (err == E_QUERY) {
		v->status = err_http(err);
		k->p.chrome.wrong = cstr(err_sentence(err, v->lang));
	}
	k->p.chrome.words = k->p.words;
	page_search(&h, &k->p);
	return OK;
}

const struct route route_search = { "GET", "/search", ROUTE_LOGIN, 0, true, search_run };
