#include "doc/split.h"

#include "base/map.h"
#include "doc/around.h"
#include "doc/duty.h"
#include "doc/marker.h"
#include "doc/numeral.h"
#include "doc/words.h"

#define SHORT_LINE 120		/* bytes; a longer line is body without a look */
#define HEAD_LINE 240		/* bytes of the longest title or addressee line looked at */

#define IS_ONE_OF(test, s, ...)                                                       \
	__extension__({                                                               \
		static const struct str words_[] = { __VA_ARGS__ };                   \
		test((s), words_, sizeof words_ / sizeof words_[0]);                  \
	})
#define STARTS(s, ...) IS_ONE_OF(str_starts_any, s, __VA_ARGS__)
#define ENDS(s, ...) IS_ONE_OF(str_ends_any, s, __VA_ARGS__)

static bool
ends_in_punctuation(struct str s)
{
	static const uint32_t signs[] = { '.', ';', '!', '?', ',', ':', 0x3002, 0xFF1B, 0xFF01, 0xFF1F, 0xFF0C, 0x3001,
		0xFF1A, 0x2026, 0 };	/* 。；！？，、：… */

	return ends_in_sign(s, signs);
}

/* A day and nothing else, in brackets or not; digits alone where the source lost its signs. */
static bool
is_date(struct str s)
{
	static const uint32_t units[] = { 0x5E74, 0x6708, 0x65E5, 0 };	/* 年 月 日 */
	static const uint32_t zeros[] = { 0x3007, 0x96F6, 0 };		/* 〇 零 */
	static const uint32_t other[] = { ' ', '(', ')', '-', '.', '/', 0xFF08, 0xFF09, 0 };
	unsigned digits = 0, marks = 0, len;

	for (const char *p = s.p, *end = str_end(s); p < end; p += len) {
		uint32_t c = utf8_get(p, end, &len);

		if (utf8_digit(c) >= 0 || marker_han_digit(c) > 0) {
			digits++;
			continue;
		}
		if (is_one_of(c, units))
			marks++;
		else if (is_one_of(c, zeros))
			digits++;
		else if (!is_one_of(c, other))
			return false;
	}
	return digits >= 3 && (marks >= 2 || digits >= 6) && digits <= 16;
}

/* The name of a body that signs papers, and nothing else. */
static bool
is_org(struct str s)
{
	const struct word *w = words_before(&words_body, str_end(s), s.p);
	size_t n;

	if (w == NULL || (w->value & BODY_SIGNS) == 0)
		return false;
	n = utf8_count(s);
	return n >= 4 && n <= 45 && !str_has_any(s, "， 。 ： 《 关于");
}

/* 〔2026〕7号, in any bracket. */
static bool
is_number(struct str s)
{
	static const struct str open[] = { STR("〔"), STR("["), STR("［"), STR("（"), STR("("), STR("【") };

	if (!str_has(s, STR("号")) || !(str_ends(s, STR("号")) || str_has(s, STR("号 ")) || str_has(s, STR("号　"))))
		return false;
	for (size_t i = 0; i < sizeof open / sizeof open[0]; i++) {
		size_t at = str_find(s, open[i], 0);

		if (at != STR_NONE && at > 0 && at + open[i].n + 4 < s.n && utf8_count(s) <= 40) {
			const char *p = s.p + at + open[i].n;
			unsigned len;

			if (utf8_digit(utf8_get(p, str_end(s), &len)) == 2 &&
			    utf8_digit(utf8_get(p + len, str_end(s), &len)) == 0)
				return true;
		}
	}
	return false;
}

/* Without a last （试行） or (摘要). */
static struct str
without_last_brackets(struct str s)
{
	size_t at;

	if (!str_ends(s, STR("）")) && !str_ends(s, STR(")")))
		return s;
	at = str_rfind(s, STR("（"));
	if (at == STR_NONE)
		at = str_rfind(s, STR("("));
	return at == STR_NONE || at == 0 ? s : str_slice(s, 0, at);
}

/* 0: no title; 1: a title at the head of a text; 2: a title anywhere. */
static int
title_grade(struct str s)
{
	struct str core = without_last_brackets(s);
	const struct word *w = words_before(&words_kind, str_end(core), core.p);
	size_t n;

	if (w == NULL || ends_in_punctuation(s) || str_has_any(s, "。 ；"))
		return 0;
	n = utf8_count(s);
	if (n < 6 || n > 90)
		return 0;
	if (w->value < 2)
		return 1;
	return n >= 8 && (str_has(s, STR("关于")) || str_has(s, STR("年")) || str_has(s, STR("委")) ||
	    str_has(s, STR("局")) || n >= 14) ? 2 : 1;
}

/* 海州日报 2026年4月9日 星期四 6版: the head of a newspaper page. */
static bool
is_page_head(struct str s)
{
	return str_has(s, STR("版")) && str_has(s, STR("月")) &&
	    (str_has(s, STR("星期")) || str_has(s, STR("日报")) || str_has(s, STR("晚报")));
}

/* A mark with its star is one whatever follows; the other words are only in a short line. */
static bool
is_secrecy(struct str s, const struct word *cue)
{
	return str_eq(s, STR("内部")) || str_eq(s, STR("机密")) || str_eq(s, STR("秘密")) || str_eq(s, STR("绝密")) ||
	    (cue != NULL && cue->value == FORM_SECRECY &&
	    (ENDS(((struct str){ cue->p, cue->n }), STR("★"), STR("☆")) || utf8_count(s) <= 24));
}

/* A short line that no marker begins and no stop ends. */
static enum line_form
short_form(struct str s)
{
	const struct word *cue = words_at(&words_line, s.p, str_end(s));
	enum line_form begins = cue == NULL ? FORM_SHORT : (enum line_form)cue->value;

	if (is_secrecy(s, cue))
		return FORM_SECRECY;
	if (is_date(s))
		return FORM_DATE;
	if (is_number(s))
		return FORM_NUMBER;
	if (begins == FORM_META || is_page_head(s))
		return FORM_META;
	if (begins == FORM_ATTACHMENT || begins == FORM_REMARK)
		return begins;
	if (begins == FORM_BYLINE && utf8_count(s) <= 40 && !ends_in_punctuation(s))
		return FORM_BYLINE;
	if (str_ends(s, STR("文件")) && s.n > 6 && is_org(str_slice(s, 0, s.n - 6)))
		return FORM_REDHEAD;
	if (title_grade(s) > 0)
		return FORM_TITLE;
	if (is_org(s))
		return FORM_ORG;
	return ends_in_punctuation(s) ? FORM_BODY : FORM_SHORT;
}

static bool
is_addressee(struct str s)
{
	const struct word *w;
	struct str core;

	if (!str_ends(s, STR("：")) && !str_ends(s, STR(":")))
		return false;
	core = str_slice(s, 0, s.n - (s.p[s.n - 1] == ':' ? 1 : 3));
	if (str_has(core, STR("。")) || str_has(core, STR("：")) || str_has(core, STR("《")))
		return false;
	w = words_before(&words_body, str_end(core), core.p);
	return w != NULL && BODY_OF(w->value) != BODY_NOT && (w->value & BODY_PERSON) == 0;
}

/* Most lines begin with a marker or end in a stop: those are told by a look at either end. */
enum line_form
line_form(struct str s, enum line_kind kind)
{
	struct marker m;
	enum line_form form;

	if (kind == LINE_ROW)
		return FORM_ROW;
	if (marker_at(s.p, str_end(s), &m))
		return FORM_MARKER;
	if (s.n > HEAD_LINE || str_ends(s, STR("。")) || str_ends(s, STR("；")))
		return FORM_BODY;
	if (s.n <= SHORT_LINE) {
		form = short_form(s);
		if (form != FORM_BODY)
			return form;
	}
	if (is_addressee(s))
		return FORM_ADDRESSEE;
	return title_grade(s) == 2 ? FORM_TITLE : FORM_BODY;
}

/* 第2版, 第二页 at p, then the bracket that closes it, if any. */
static uint32_t
page_after(const char *p, const char *end, const char **after)
{
	static const char *const units[] = { "版", "页", NULL }, *const closes[] = { ")", "）", NULL };
	struct numeral n;

	if (!stands(p, end, "第") || !numeral_read(p + 3, end, &n) || n.low.scale != 0 || n.low.digits > 9999 ||
	    any_at(n.end, end, units) == 0)
		return 0;
	p = n.end + 3;
	*after = p + any_at(p, end, closes);
	return (uint32_t)n.low.digits;
}

static uint32_t
turn_note(struct str s, struct str word, const char **from, const char **to)
{
	static const char *const opens[] = { "(", "（", NULL };
	size_t at = str_find(s, word, 0);
	const char *p;
	uint32_t page;

	if (at == STR_NONE)
		return 0;
	p = s.p + at;
	page = page_after(p + word.n, str_end(s), to);
	if (page == 0)
		return 0;
	*from = p - any_before(p, s.p, opens);
	return page;
}

uint32_t
turn_from_read(struct str s, size_t *bytes)
{
	const char *from, *to;
	uint32_t page;

	page = turn_note(str_slice(s, 0, 60), STR("上接"), &from, &to);
	if (page == 0 || from != s.p)
		return 0;
	*bytes = (size_t)(to - s.p);
	return page;
}

uint32_t
turn_to_read(struct str s, size_t *bytes)
{
	const char *from, *to;
	uint32_t page;

	page = turn_note(str_slice(s, s.n > 60 ? s.n - 60 : 0, s.n), STR("下转"), &from, &to);
	if (page == 0 || to != str_end(s))
		return 0;
	*bytes = (size_t)(to - from);
	return page;
}

bool
text_turns(const struct text *t)
{
	size_t bytes;

	for (size_t i = 0; i < t->lines.n; i++) {
		struct str s = line_str(t, &t->lines.v[i]);

		if (turn_from(s, &bytes) > 0 || turn_to(s, &bytes) > 0)
			return true;
	}
	return false;
}

/* A text being cut. */
struct cut {
	const struct text *text;
	const uint8_t *form;
	uint32_t start;		/* first line of the article being read */
	uint32_t from_page, to_page;	/* it goes on from, and to; 0: no such note yet */
	bool body;		/* it has had body */
	bool ended;		/* … and then a signature */
};

static struct str
cut_line(const struct cut *c, uint32_t i)
{
	return line_str(c->text, &c->text->lines.v[i]);
}

static bool
is_body(enum line_form f)
{
	return f == FORM_BODY || f == FORM_MARKER;
}

static bool
page_turns_here(const struct cut *c, uint32_t i)
{
	size_t bytes;

	return i < c->text->lines.n && turn_from(cut_line(c, i), &bytes) > 0;
}

/* A head of up to 8 lines behind line i, then body of its own (not what another page turned to here). */
static bool
body_follows(const struct cut *c, uint32_t i)
{
	for (uint32_t k = i + 1; k < c->text->lines.n && k <= i + 8; k++) {
		if (page_turns_here(c, k))
			return false;
		if (is_body(c->form[k]))
			return true;
	}
	return false;
}

/* Whether a new article begins at line i. */
static bool
begins_article(const struct cut *c, uint32_t i)
{
	enum line_form f = c->form[i];
	uint32_t next = i + 1;

	if (!c->body)
		return false;
	switch (f) {
	case FORM_REDHEAD:
	case FORM_SECRECY:
		return true;
	case FORM_NUMBER:
		return c->ended || (next < c->text->lines.n &&
		    (c->form[next] == FORM_TITLE || c->form[next] == FORM_ORG));
	case FORM_TITLE:
		if (page_turns_here(c, next))
			return true;
		if (next < c->text->lines.n && (c->form[next] == FORM_BYLINE || c->form[next] == FORM_META))
			return body_follows(c, next);
		if (next < c->text->lines.n && c->form[next] == FORM_ADDRESSEE)
			return true;
		return (c->ended || c->text->lines.v[i].level == 1) && body_follows(c, i);
	case FORM_ORG:
		return c->ended && next < c->text->lines.n && c->form[next] == FORM_TITLE &&
		    str_starts(cut_line(c, next), STR("关于"));
	case FORM_SHORT:
		while (next < c->text->lines.n && str_starts(cut_line(c, next), STR("——")))
			next++;		/* a subtitle */
		if (next < c->text->lines.n && c->form[next] == FORM_BYLINE && utf8_count(cut_line(c, i)) >= 5)
			return body_follows(c, next);
		return (c->ended || page_turns_here(c, next)) && utf8_count(cut_line(c, i)) >= 6 &&
		    next < c->text->lines.n &&
		    (is_body(c->form[next]) || c->form[next] == FORM_BYLINE || c->form[next] == FORM_META) &&
		    body_follows(c, i);
	default:
		return false;
	}
}

/* The lines of the title in [from, to): one, or the body's name and 关于… */
static void
find_title(const struct cut *c, uint32_t from, uint32_t to, struct piece *p)
{
	for (uint32_t i = from; i < to; i++) {
		bool about = str_starts(cut_line(c, i), STR("关于"));

		if (c->form[i] != FORM_TITLE && !(about && i + 1 < to && c->form[i + 1] == FORM_TITLE))
			continue;
		p->title = i;
		p->ntitle = c->form[i] == FORM_TITLE ? 1 : 2;
		if (i > from && (c->form[i - 1] == FORM_ORG || (about && c->form[i - 1] == FORM_SHORT))) {
			p->title--;
			p->ntitle++;
		}
		return;
	}
}

/* A head without a line that ends as titles end: its first short line, apart from names and dates. */
static void
find_plain_title(const struct cut *c, uint32_t from, uint32_t to, struct piece *p)
{
	for (uint32_t i = from; i < to; i++)
		if (c->form[i] == FORM_SHORT && utf8_count(cut_line(c, i)) >= 6) {
			p->title = i;
			p->ntitle = i + 1 < to && str_starts(cut_line(c, i + 1), STR("——")) ? 2 : 1;	/* a subtitle */
			return;
		}
}

/* The headline stands behind its text (newspaper columns): the line before a byline that no body follows. */
static uint32_t
late_byline(const struct cut *c, uint32_t body, uint32_t end)
{
	for (uint32_t i = end; i-- > body;) {
		if (is_body(c->form[i]))
			return 0;
		if (c->form[i] == FORM_BYLINE && i > body && !is_body(c->form[i - 1]) &&
		    c->form[i - 1] != FORM_BYLINE)
			return i;
	}
	return 0;
}

/* The first line of the signature: the names above the last day line that only remarks follow. */
static uint32_t
find_tail(const struct cut *c, uint32_t body, uint32_t end)
{
	uint32_t tail = end;

	for (uint32_t i = end; i-- > body;) {
		enum line_form f = c->form[i];

		if (is_body(f) || f == FORM_ROW)
			break;
		if (f == FORM_DATE || (f == FORM_ORG && (tail == end || c->form[tail] == FORM_DATE ||
		    c->form[tail] == FORM_ORG)))
			tail = i;
	}
	return tail;
}

static void
close_piece(struct document *d, piece_array *pieces, const struct cut *c, uint32_t text, uint32_t end)
{
	struct piece *p;
	uint32_t body = c->start, late;

	if (c->start == end)
		return;
	p = array_add(d->arena, pieces);
	p->text = text;
	p->head = c->start;
	p->end = end;
	while (body < end && !is_body(c->form[body]) && c->form[body] != FORM_ROW)
		body++;
	p->body = body;
	find_title(c, p->head, body, p);
	late = late_byline(c, body, end);
	p->tail = find_tail(c, body, end);
	if (late > 0) {
		p->tail = late - 1;
		p->title = late - 1;
		p->ntitle = 1;
	}
	if (p->ntitle == 0)
		find_plain_title(c, p->head, body, p);
	p->from_page = c->from_page;
	p->to_page = c->to_page;
}

#define AHEAD 12	/* lines */

/* The form of a line is told by its ends: in a large text both are far from what was read last. */
static void
fetch_line(const struct cut *c, uint32_t i)
{
	const struct line *l = &c->text->lines.v[i];

	__builtin_prefetch(c->text->body.p + l->from);
	__builtin_prefetch(c->text->body.p + l->to - 1);
}

/* A line that turns to or from another page. */
struct turn {
	uint32_t line, from_page, to_page;
};

typedef ARRAY(struct turn) turn_array;

/* The form of each line, and the turns, told in one pass over the ends of the lines. */
static void
tell_lines(struct document *d, const struct cut *c, uint8_t *form, turn_array *turns)
{
	uint32_t n = (uint32_t)c->text->lines.n;
	size_t bytes;

	for (uint32_t i = 0; i < n; i++) {
		struct str s = cut_line(c, i);
		uint32_t from = turn_from(s, &bytes), to = turn_to(s, &bytes);

		if (i + AHEAD < n)
			fetch_line(c, i + AHEAD);
		form[i] = (uint8_t)line_form(s, c->text->lines.v[i].kind);
		if ((from | to) > 0)
			*array_add(d->arena, turns) = (struct turn){ i, from, to };
	}
}

static void
split_text(struct document *d, piece_array *pieces, uint32_t text, uint8_t *form)
{
	struct cut c = { .text = d->texts[text], .form = form };
	uint32_t n = (uint32_t)c.text->lines.n;
	turn_array turns = { 0 };
	size_t turn = 0;

	tell_lines(d, &c, form, &turns);
	for (uint32_t i = 0; i < n; i++) {
		if (begins_article(&c, i)) {
			close_piece(d, pieces, &c, text, i);
			c = (struct cut){ .text = c.text, .form = form, .start = i };
		}
		if (is_body(form[i])) {
			c.body = true;
			c.ended = false;
		} else if (form[i] == FORM_DATE && c.body) {
			c.ended = true;
		}
		if (turn < turns.n && turns.v[turn].line == i) {
			c.from_page = turns.v[turn].from_page > 0 ? turns.v[turn].from_page : c.from_page;
			c.to_page = turns.v[turn].to_page > 0 ? turns.v[turn].to_page : c.to_page;
			turn++;
		}
	}
	close_piece(d, pieces, &c, text, n);
	arena_drop(d->arena, turns.v);
}

static struct str
piece_title(const struct document *d, const struct piece *p)
{
	const struct text *t = d->texts[p->text];

	return p->ntitle == 0 ? (struct str){ NULL, 0 } : line_str(t, &t->lines.v[p->title]);
}

/* Joins what turns to another page with the next piece that comes from there under the same title. */
static void
join_pages(struct document *d, piece_array *pieces)
{
	struct map waiting = { 0 };	/* title -> the piece that still wants its continuation, plus 1 */

	for (int round = 0; round < 2; round++)		/* a page may be given before the one it continues */
		for (uint32_t i = 0; i < pieces->n; i++) {
			struct piece *p = &pieces->v[i];
			struct str title = piece_title(d, p);
			uint32_t *from = title.n > 0 ? map_put(d->arena, &waiting, title) : NULL;

			if (from == NULL)
				continue;
			if (p->from_page > 0 && !p->continued && *from != 0 && *from != i + 1) {
				pieces->v[*from - 1].next = i + 1;
				p->continued = true;
				*from = 0;
			}
			if (p->to_page > 0 && p->next == 0)
				*from = i + 1;
		}
}

void
split_texts(struct document *d, piece_array *pieces, struct forms *forms)
{
	bool turns = false;

	for (uint32_t i = 0; i < d->ntexts; i++) {
		forms[i].v = arena_alloc(d->arena, d->texts[i]->lines.n + 1);
		split_text(d, pieces, i, forms[i].v);
	}
	for (size_t i = 0; i < pieces->n; i++)
		turns |= pieces->v[i].to_page > 0;
	if (turns)
		join_pages(d, pieces);
}
