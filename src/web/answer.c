#include "web/answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include "base/hash.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/utf8.h"
#include "web/face.h"
#include "web/route.h"
#include "web_pages.h"

#define ARENA_MOST ((size_t)256 << 20)	/* of one visit */
#define GZIP_FROM 1000			/* bytes; less is sent as it is */
#define SEEN_EVERY (60 * INSTANT_SECOND)	/* that a session was seen is written down no more often */
#define COOKIE "bihuan"
#define COOKIE_LANG "bihuan-lang"

/* ---- what is put together ---- */

void
visit_header(struct visit *v, const char *name, struct str value)
{
	if (v->nheaders < VISIT_HEADERS)
		v->headers[v->nheaders++] = (struct http_header){ name, arena_printf(v->arena, "%.*s", STR_ARG(value)).p };
}

enum err
visit_go(struct visit *v, struct str path)
{
	v->status = 303;
	visit_header(v, "Location", path);
	return OK;
}

struct str
visit_say(const struct visit *v, const char *zh)
{
	return web_say(v->lang, zh);
}

struct shown_lamp
visit_lamp_state(const struct visit *v, const struct lamp_state *s)
{
	return (struct shown_lamp){ s->colour, s->mark, v->lang == LANG_ZH ? s->zh : s->en };
}

struct shown_lamp
visit_lamp(const struct visit *v, const struct record *rec)
{
	return rec->lamp.show < 0 ? (struct shown_lamp){ .mark = { NULL, 0 } } : visit_lamp_state(v, &rec->kind->lamps.palette[rec->lamp.show]);
}

struct html
visit_html(struct visit *v)
{
	return (struct html){ &v->out, v->lang };
}

static const char *
header(const struct visit *v, const char *name)
{
	const char *value = face_engine(v->face)->header(v->exchange, name);

	return value == NULL ? "" : value;
}

/* ---- who comes ---- */

/* One cookie of the header; empty where there is none. */
static struct str
cookie(const struct visit *v, const char *name)
{
	struct str rest = cstr(header(v, "Cookie"));

	while (rest.n > 0) {
		size_t at = str_find(rest, STR(";"), 0);
		struct str one = str_trim(str_slice(rest, 0, at == STR_NONE ? rest.n : at));
		size_t eq = str_find(one, STR("="), 0);

		if (eq != STR_NONE && str_eq(str_slice(one, 0, eq), cstr(name)))
			return str_slice(one, eq + 1, one.n);
		rest = str_slice(rest, at == STR_NONE ? rest.n : at + 1, rest.n);
	}
	return rest;
}

/* What only the pages of this session know, so that no other site's form is taken for one of ours. */
static enum err
make_form_token(struct visit *v)
{
	struct hasher *h = hasher_new(HASH_SHA256);
	struct hash hash;
	enum err err;

	if (h == NULL)
		return fail(&v->why, E_MEMORY, 0, "%s", "");
	hasher_put(h, "form ", 5);
	hasher_put(h, v->token.p, v->token.n);
	err = hasher_end(h, &hash);
	hasher_free(h);
	for (int i = 0; i < (FORM_TOKEN - 1) / 2; i++)
		snprintf(v->form_token + 2 * i, 3, "%02x", hash.b[i]);
	return err;
}

static enum err
read_person(struct visit *v)
{
	struct rows rows;

	store_ask(v->seat->site.store, PERSON_NOW, NULL, VALUES(value_id(v->session.person.b)), &rows);
	if (rows_next(&rows)) {
		v->name = arena_str(v->arena, rows_text(&rows, 0));
		v->login = arena_str(v->arena, rows_text(&rows, 1));
	}
	return rows_end(&rows, &v->why);
}

static enum err
read_actor(struct visit *v)
{
	struct store *s = v->seat->site.store;
	int32_t today = date_days(instant_day(instant_now(), OFFSET_CHINA));
	enum err err = read_person(v);

	v->teller = (struct teller){ .arena = v->arena, .store = s, .why = &v->why, .lang = v->lang, .calendar = &v->seat->calendar,
		.ledgers = &v->seat->ledgers, .today = today, .seq = SEQ_NOW };
	if (err == OK)
		err = actor_read(v->arena, s, v->session.person, (struct uuid){ { 0 } }, today, &v->teller.actor, &v->why);
	return err;
}

/* A session that is not there, or has ended, makes nobody of who comes. */
static enum err
find_session(struct visit *v)
{
	struct str token = cookie(v, COOKIE);
	int64_t now = instant_now();
	struct limits limits;
	enum err err;

	if (token.n != SESSION_TOKEN - 1)
		return OK;
	err = limits_load(v->seat->site.store, &limits, &v->why);
	if (err == OK)
		err = session_find(v->seat->site.store, &limits, token, now, &v->session, &v->why);
	if (err == E_SESSION) {
		v->why = (struct why){ 0 };
		return OK;
	}
	if (err != OK)
		return err;
	v->known = true;
	v->token = token;
	if (now - v->session.seen >= SEEN_EVERY)
		face_note_seen(v->face, token);
	err = make_form_token(v);
	return err == OK ? read_actor(v) : err;
}

/* The last that a proxy before us has added; what stands before that, anybody may have written. */
static struct str
peer_of(const struct visit *v)
{
	struct str peer = cstr(v->asked->peer), said = cstr(header(v, "X-Forwarded-For"));
	size_t comma = str_rfind(said, STR(","));
	bool here = str_starts(peer, STR("127.")) || str_eq(peer, STR("::1"));

	if (!face_settings(v->face)->behind_tls || !here || said.n == 0)
		return peer;
	said = str_trim(comma == STR_NONE ? said : str_slice(said, comma + 1, said.n));
	return utf8_check(said) == said.n ? utf8_cut(said, 60) : peer;
}

/* ---- what is asked for ---- */

static bool
for_programs(const struct visit *v)
{
	return strncmp(v->asked->path, "/api/", 5) == 0;
}

/* Browsers say where a request comes from. Of those that do not, the cookie is not sent from other sites, and the token is asked for. */
static bool
same_site(const struct visit *v)
{
	const char *site = header(v, "Sec-Fetch-Site"), *origin = header(v, "Origin"), *host = header(v, "Host");
	const char *behind = strstr(origin, "://");

	if (*site != '\0' && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0)
		return false;
	return *origin == '\0' || (behind != NULL && strcmp(behind + 3, host) == 0);
}

static enum err
read_form(struct visit *v)
{
	struct str type = cstr(header(v, "Content-Type"));

	if (v->asked->n == 0)
		return OK;
	if (str_starts(type, STR("multipart/form-data")))
		return multipart_read(v->arena, type, (struct str){ v->asked->body, v->asked->n }, &v->form, &v->files, &v->why);
	if (!str_starts(type, STR("application/x-www-form-urlencoded")))
		return fail(&v->why, E_FORMAT, 0, "%.*s", STR_ARG(utf8_cut(type, 60)));
	return fields_read(v->arena, (struct str){ v->asked->body, v->asked->n }, &v->form, &v->why);
}

static enum err
decode_args(struct visit *v)
{
	for (int i = 0; i < ROUTE_ARGS; i++) {
		char *p = arena_alloc(v->arena, v->args[i].n + 1);
		size_t n = url_read(p, v->args[i]);

		if (n == SIZE_MAX || utf8_check((struct str){ p, n }) != n)
			return fail(&v->why, E_ABSENT, 0, "%s", "");
		p[n] = '\0';
		v->args[i] = (struct str){ p, n };
	}
	return OK;
}

static enum err
find_route(struct visit *v, const struct route **out)
{
	bool any;

	*out = route_find(cstr(v->asked->method), cstr(v->asked->path), v->args, &any);
	if (*out != NULL)
		return decode_args(v);
	if (any)
		v->status = 405;
	return fail(&v->why, E_ABSENT, 0, "%s", "");
}

/* Who has not logged in is asked to, and comes back to where they wanted to go. */
static enum err
ask_to_log_in(struct visit *v)
{
	struct buf to = { 0 };
	struct str here = *v->asked->query == '\0' ? cstr(v->asked->path) : arena_printf(v->arena, "%s?%s", v->asked->path, v->asked->query);
	enum err err;

	if (strcmp(v->asked->method, "POST") == 0 || for_programs(v))
		return fail(&v->why, E_SESSION, 0, "%s", "");
	url_put(&to, "next", here);
	err = visit_go(v, arena_printf(v->arena, "/login%.*s", STR_ARG(str_eq(here, STR("/")) ? STR("") : ((struct str){ to.p, to.n }))));
	buf_free(&to);
	return err;
}

static enum err
run_route(struct visit *v, const struct route *r)
{
	bool post = strcmp(r->method, "POST") == 0;
	enum err err = fields_read(v->arena, cstr(v->asked->query), &v->query, &v->why);

	if (err == OK && post && !same_site(v))
		return fail(&v->why, E_RIGHT, 0, "%s", "");
	if (err == OK && post)
		err = read_form(v);
	if (err != OK)
		return err;
	if (r->who == ROUTE_LOGIN && !v->known)
		return ask_to_log_in(v);
	if (post && v->known && !str_eq(fields_get(&v->form, "form"), cstr(v->form_token)))
		return fail(&v->why, E_RIGHT, 0, "%s", "");
	return r->run(v);
}

/* ---- pages that say what is wrong ---- */

static void
put_ledgers(struct visit *v, const char *place, struct chrome *c)
{
	const struct ledgers *l = &v->seat->ledgers;

	for (size_t i = 0; i < l->list.n; i++) {
		const struct ledger *g = l->list.v[i];

		if (!g->archived && rights_sees_ledger(&v->teller.actor, g))
			*array_add(v->arena, &c->ledgers) = (struct chrome_link){ g->code, g->name, str_eq(g->code, cstr(place)) ? STR("page") : STR("") };
	}
}

enum err
visit_chrome(struct visit *v, const char *title, const char *place, struct chrome *c)
{
	bool zh = v->lang == LANG_ZH;

	*c = (struct chrome){ .title = visit_say(v, title), .lang = zh ? STR("zh-CN") : STR("en"), .other_lang = zh ? STR("en") : STR("zh"),
		.at_desk = strcmp(place, "desk") == 0, .said = fields_get(&v->query, "said") };
	c->here = *v->asked->query == '\0' ? cstr(v->asked->path) : arena_printf(v->arena, "%s?%s", v->asked->path, v->asked->query);
	if (c->said.n > 0)
		c->said = visit_say(v, "已办理");
	if (!v->known)
		return OK;
	c->person = v->name;
	c->login = v->login;
	c->form = cstr(v->form_token);
	put_ledgers(v, place, c);
	return OK;
}

/* Where the sentence of the table of errors speaks of commands and files, a page speaks of pages. */
static struct str
sentence_of(const struct visit *v, enum err err)
{
	switch (err) {
	case E_SESSION:		return visit_say(v, "尚未登录，或登录已失效，请重新登录");
	case E_ABSENT:		return visit_say(v, "没有这个页面");
	case E_USAGE:		return visit_say(v, "请求写法有误");
	default:		return cstr(err_sentence(err, v->lang));
	}
}

static int
status_of(const struct visit *v, enum err err)
{
	return v->status != 0 ? v->status : err == OK ? 200 : err_http(err);
}

/* RFC 9457; `code` is the row of the table of errors. */
static void
tell_problem(struct visit *v, enum err err, const struct error_page *p)
{
	struct buf *b = &v->out;

	v->type = "application/problem+json; charset=utf-8";
	json_member_text(b, "type", STR("about:blank"));
	json_member_text(b, "title", p->sentence);
	buf_printf(b, ",\"status\":%d", p->status);
	json_member_text(b, "detail", p->what);
	json_member_text(b, "code", cstr(err_name(err)));
	buf_puts(b, STR("}\n"));
}

static void
tell_error(struct visit *v, enum err err)
{
	struct error_page p = { .status = status_of(v, err), .sentence = sentence_of(v, err), .what = cstr(v->why.what) };
	struct html h = visit_html(v);

	v->status = p.status;
	v->out.n = 0;
	if (p.status >= 500)
		p.what = STR("");		/* of the inside of the program, nothing is told */
	if (for_programs(v)) {
		tell_problem(v, err, &p);
		return;
	}
	visit_chrome(v, "没有办成", "", &p.chrome);
	page_error(&h, &p);
}

/* ---- the answer ---- */

static void
free_bytes(void *arg)
{
	free(arg);
}

static bool
takes_gzip(const struct visit *v)
{
	return strstr(header(v, "Accept-Encoding"), "gzip") != NULL;
}

static bool
is_text(const char *type)
{
	return strncmp(type, "text/", 5) == 0 || strstr(type, "json") != NULL || strstr(type, "javascript") != NULL;
}

/* In place of what was there; where it cannot be had, that stays. */
static bool
compress_out(struct buf *b)
{
	z_stream z = { .zalloc = Z_NULL };
	uLong room;
	char *p;

	if (deflateInit2(&z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return false;
	room = deflateBound(&z, b->n);
	p = malloc(room);
	z.next_in = (unsigned char *)b->p;
	z.avail_in = (uInt)b->n;
	z.next_out = (unsigned char *)p;
	z.avail_out = (uInt)room;
	if (p == NULL || deflate(&z, Z_FINISH) != Z_STREAM_END) {
		deflateEnd(&z);
		free(p);
		return false;
	}
	buf_free(b);
	*b = (struct buf){ .p = p, .n = z.total_out };
	deflateEnd(&z);
	return true;
}

static void
common_headers(struct visit *v)
{
	visit_header(v, "Content-Type", cstr(v->type));
	visit_header(v, "X-Content-Type-Options", STR("nosniff"));
	visit_header(v, "Content-Security-Policy", STR("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
	    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"));
	visit_header(v, "Referrer-Policy", STR("same-origin"));
	visit_header(v, "Cross-Origin-Opener-Policy", STR("same-origin"));
	if (!v->cached)
		visit_header(v, "Cache-Control", STR("no-store"));
}

/* The bytes go to the server, which frees them; headers are copied. */
static void
send_answer(struct visit *v)
{
	struct http_answer a = { .status = v->status, .headers = v->headers, .fd = v->fd, .from = v->from, .size = v->size };

	if (v->fd < 0 && !v->packed && v->out.n >= GZIP_FROM && is_text(v->type) && takes_gzip(v))
		v->packed = compress_out(&v->out);
	if (v->packed) {
		visit_header(v, "Content-Encoding", STR("gzip"));
		visit_header(v, "Vary", STR("Accept-Encoding"));
	}
	common_headers(v);
	a.nheaders = v->nheaders;
	a.bytes = v->out.p == NULL ? "" : v->out.p;
	a.n = v->out.n;
	a.done = free_bytes;
	a.arg = v->out.p;
	face_engine(v->face)->answer(v->exchange, &a);
}

/* ---- a visit ---- */

static enum err
at_seat(struct visit *v)
{
	const struct route *r = NULL;
	enum err err = find_session(v);

	if (err == OK)
		err = find_route(v, &r);
	return err == OK ? run_route(v, r) : err;
}

static void
run_visit(struct visit *v)
{
	enum err err;

	v->lang = str_eq(cookie(v, COOKIE_LANG), STR("en")) ? LANG_EN : LANG_ZH;
	v->type = "text/html; charset=utf-8";
	v->peer = peer_of(v);
	v->seat = seat_take(face_seats(v->face), &err, &v->why);
	if (v->seat == NULL) {
		v->status = err_http(err);
		buf_puts(&v->out, cstr(err_sentence(err, v->lang)));
		v->type = "text/plain; charset=utf-8";
		return;
	}
	err = at_seat(v);
	v->status = status_of(v, err);
	if (err != OK)
		tell_error(v, err);
	seat_give(face_seats(v->face), v->seat);
	v->seat = NULL;
}

void
answer_visit(struct face *f, struct http_exchange *x, const struct http_asked *asked)
{
	struct visit *v = calloc(1, sizeof *v);

	if (v == NULL) {
		answer_shortly(f, x, 503);
		return;
	}
	*v = (struct visit){ .face = f, .exchange = x, .asked = asked, .arena = arena_new(ARENA_MOST), .fd = -1 };
	if (v->arena == NULL || arena_try(v->arena)) {
		if (v->seat != NULL)
			seat_give(face_seats(f), v->seat);
		if (v->fd >= 0)
			close(v->fd);
		buf_free(&v->out);
		answer_shortly(f, x, 503);
	} else {
		run_visit(v);
		if (v->out.err != OK)
			v->status = 507;
		send_answer(v);
	}
	arena_free(v->arena);
	free(v);
}

void
answer_refused(int status, struct http_answer *a)
{
	static const struct http_header plain[] = { { "Content-Type", "text/plain; charset=utf-8" }, { "Cache-Control", "no-store" } };
	const struct str words = web_say(LANG_ZH, "请求不合要求，或服务繁忙 / Request refused, or the service is busy");

	*a = (struct http_answer){ .status = status, .headers = plain, .nheaders = 2, .bytes = words.p, .n = words.n, .fd = -1 };
}

void
answer_shortly(struct face *f, struct http_exchange *x, int status)
{
	struct http_answer a;

	answer_refused(status, &a);
	face_engine(f)->answer(x, &a);
}
