#include "store/search_words.h"
#include "base/utf8.h"

#include <stdlib.h>

#define YEAR_DIGITS 4
#define NUMBER_DIGITS 6		/* of a 发文字号, at most */
#define SHOWN 60		/* bytes of a query that is refused */

enum kind { SIGN, HAN, DIGIT, LETTER };

/* ---- what a character is ---- */

/* Beyond ASCII: what is here is a sign; what is not, and is neither Han nor digit, a letter. */
static const struct { uint32_t from, to; } signs[] = {
	{ 0x80, 0xBF }, { 0xD7, 0xD7 }, { 0xF7, 0xF7 },
	{ 0x2000, 0x2BFF },	/* punctuation, currency, arrows, enclosed, box drawing, symbols */
	{ 0x2E00, 0x2E7F }, { 0x2FF0, 0x3004 }, { 0x3008, 0x3020 }, { 0x302A, 0x3030 }, { 0x3036, 0x3037 }, { 0x303D, 0x303F },
	{ 0x30FB, 0x30FB }, { 0x3200, 0x33FF }, { 0x4DC0, 0x4DFF },
	{ 0xD800, 0xF8FF },	/* private */
	{ 0xFE00, 0xFE6F }, { 0xFEFF, 0xFEFF },
	{ 0xFF00, 0xFF0F }, { 0xFF1A, 0xFF20 }, { 0xFF3B, 0xFF40 }, { 0xFF5B, 0xFF65 }, { 0xFFE0, 0xFFFF },
	{ 0x1F000, 0x1FAFF }, { 0xE0000, 0x10FFFF },
};

static enum kind
ascii_kind(uint32_t c)
{
	if (c >= '0' && c <= '9')
		return DIGIT;
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? LETTER : SIGN;
}

static enum kind
kind_of(uint32_t c)
{
	if (c >= 0x4E00 && c <= 0x9FFF)		/* nearly all */
		return HAN;
	if (c < 0x80)
		return ascii_kind(c);
	for (size_t i = 0; i < sizeof signs / sizeof signs[0] && signs[i].from <= c; i++)
		if (c <= signs[i].to)
			return SIGN;
	if (utf8_is_han(c))
		return HAN;
	return utf8_digit(c) >= 0 ? DIGIT : LETTER;
}

static enum kind
kind_at(struct str text, size_t at, uint32_t *c, unsigned *len)
{
	*c = char_at(text.p + at, str_end(text), len);
	return *len == 0 ? SIGN : kind_of(*c);
}

/* ---- units ---- */

/* Appends the character as it is compared; false where there is no room. */
static bool
fold(struct search_unit *u, const char *p, unsigned len, uint32_t c)
{
	if (c >= 0xFF10 && c <= 0xFF5A)		/* letters and digits: signs do not come here */
		c -= 0xFEE0;
	if (c >= 'A' && c <= 'Z')
		c += 'a' - 'A';
	if (u->term.n + (c < 0x80 ? 1 : len) > SEARCH_UNIT)
		return false;
	if (c < 0x80)
		u->folded[u->term.n++] = (char)c;
	else
		for (unsigned i = 0; i < len; i++)
			u->folded[u->term.n++] = p[i];
	return true;
}

/* A run of one kind from u->to on, at most `most` characters. Returns how many. */
static size_t
take_run(struct str text, struct search_unit *u, enum kind kind, size_t most)
{
	size_t n = 0;
	unsigned len;
	uint32_t c;

	for (; n < most && kind_at(text, u->to, &c, &len) == kind && fold(u, text.p + u->to, len, c); n++)
		u->to += len;
	return n;
}

/* Whether a comma and three digits stand at `at`, and no digit behind them. What parts full-width digits is itself so. */
static bool
group_stands(struct str text, size_t at)
{
	bool wide_before = (unsigned char)text.p[at - 1] >= 0x80;
	unsigned len, digit;
	uint32_t comma, c;

	kind_at(text, at, &comma, &len);
	if (comma != ',' && (comma != 0xFF0C || !wide_before))
		return false;
	at += len;
	for (int i = 0; i < 3; i++, at += digit)
		if (kind_at(text, at, &c, &digit) != DIGIT || (comma == 0xFF0C && digit == 1))
			return false;
	return kind_at(text, at, &c, &digit) != DIGIT;
}

/* Groups of three behind a number that begins with one to three digits. */
static void
take_groups(struct str text, struct search_unit *u)
{
	while (u->term.n + 3 <= SEARCH_UNIT && group_stands(text, u->to)) {
		u->to += text.p[u->to] == ',' ? 1 : 3;
		take_run(text, u, DIGIT, 3);
	}
}

static void
take_word(struct str text, struct search_unit *u, enum kind kind)
{
	size_t n;

	u->term = (struct str){ u->folded, 0 };
	n = take_run(text, u, kind, SIZE_MAX);
	if (kind == DIGIT && n <= 3)
		take_groups(text, u);
	u->end = u->to;
}

static void
take_han(struct str text, struct search_unit *u, unsigned len)
{
	uint32_t c;
	unsigned next;

	u->to = u->end = u->from + len;
	if (kind_at(text, u->to, &c, &next) == HAN)
		u->end += next;
	u->term = str_slice(text, u->from, u->end);
}

bool
search_unit_next(struct str text, size_t *at, struct search_unit *u)
{
	enum kind kind = SIGN;
	unsigned len;
	uint32_t c;

	while (*at < text.n && (kind = kind_at(text, *at, &c, &len)) == SIGN)
		*at += len;
	if (kind == SIGN)
		return false;
	u->from = u->to = *at;
	u->han = kind == HAN;
	if (u->han)
		take_han(text, u, len);
	else
		take_word(text, u, kind);
	*at = u->to;
	return true;
}

void
search_terms(struct buf *b, struct str text)
{
	struct search_unit u;

	for (size_t at = 0; search_unit_next(text, &at, &u); ) {
		buf_puts(b, u.term);
		buf_putc(b, ' ');
	}
}

/* ---- numbers of documents ---- */

static bool
all_digits(struct str term, size_t least, size_t most)
{
	for (size_t i = 0; i < term.n; i++)
		if (term.p[i] < '0' || term.p[i] > '9')
			return false;
	return term.n >= least && term.n <= most;
}

/* The last term, and the terms before it; each is followed by a blank. */
static struct str
split_last(struct str *terms)
{
	struct str without = str_slice(*terms, 0, terms->n - (terms->n > 0));
	size_t blank = str_rfind(without, STR(" "));
	size_t from = blank == STR_NONE ? 0 : blank + 1;
	struct str last = str_slice(without, from, without.n);

	terms->n = from;
	return last;
}

/* The terms without the 号 of a 发文字号 at their end. */
static struct str
without_mark(struct str terms)
{
	struct str rest = terms, kept, year, before;

	if (!str_eq(split_last(&rest), STR("号")))
		return terms;
	kept = rest;
	if (!all_digits(split_last(&rest), 1, NUMBER_DIGITS))
		return terms;
	year = split_last(&rest);
	if (!all_digits(year, YEAR_DIGITS, YEAR_DIGITS) || !(str_starts(year, STR("19")) || str_starts(year, STR("20"))))
		return terms;
	before = split_last(&rest);
	return before.n > 0 && kind_of(utf8_get(before.p, str_end(before), &(unsigned){ 0 })) == HAN ? kept : terms;
}

void
search_number(struct buf *b, struct str number)
{
	size_t from = b->n;

	search_terms(b, number);
	if (b->err == OK && b->n > from)
		b->n = from + without_mark((struct str){ b->p + from, b->n - from }).n;
}

/* ---- queries ---- */

static const struct { struct str open, close; } quotes[] = {
	{ STR("\""), STR("\"") }, { STR("“"), STR("”") }, { STR("＂"), STR("＂") },
};

/* The bytes of a blank at the start of s; 0. */
static size_t
blank_at(struct str s)
{
	return s.n - str_trim_left(s).n;
}

static bool
quote_at(struct str s, size_t *which)
{
	for (*which = 0; *which < sizeof quotes / sizeof quotes[0]; (*which)++)
		if (str_starts(s, quotes[*which].open))
			return true;
	return false;
}

/* Takes the next word off *rest, which does not begin with a blank and is not empty. */
static struct str
next_word(struct str *rest)
{
	struct str whole = *rest, word;
	size_t q, n = 0;

	if (quote_at(whole, &q)) {
		size_t from = quotes[q].open.n, to = str_find(whole, quotes[q].close, from);

		word = str_slice(whole, from, to == STR_NONE ? whole.n : to);
		*rest = to == STR_NONE ? (struct str){ NULL, 0 } : str_slice(whole, to + quotes[q].close.n, whole.n);
		return word;
	}
	while (n < whole.n && blank_at(str_slice(whole, n, whole.n)) == 0 && !quote_at(str_slice(whole, n, whole.n), &q))
		n += utf8_len((unsigned char)whole.p[n]);
	*rest = str_slice(whole, n, whole.n);
	return str_slice(whole, 0, n);
}

/*
 * Appends the terms of a word; none where it has no unit. The last character of a run of Han is asked for by the
 * term before it, or, where it stands alone, as the beginning of one.
 */
static void
put_word(struct buf *b, struct str text, struct search_word *w)
{
	struct search_unit u = { .han = false };
	size_t from = b->n, start = from, reach = 0;
	bool alone = true;

	for (size_t at = 0; search_unit_next(text, &at, &u); ) {
		alone = !u.han || reach != u.to;
		reach = u.end > u.to ? u.end : 0;
		start = b->n;
		buf_puts(b, u.term);
		buf_putc(b, ' ');
	}
	w->terms = without_mark((struct str){ b->p + from, b->n - from });
	w->open = u.han && alone && w->terms.n == b->n - from;
	if (!alone)
		w->terms.n = start - from;
	b->n = from + w->terms.n;
	w->terms.n -= w->terms.n > 0;	/* the blank behind the last */
}

static enum err
put_words(struct search_query *q, struct buf *b, struct str text, struct why *why)
{
	struct search_word w;

	for (struct str rest = str_trim_left(text); rest.n > 0; rest = str_trim_left(rest)) {
		put_word(b, next_word(&rest), &w);
		if (w.terms.n == 0)
			continue;
		if (q->n == SEARCH_WORDS)
			return fail(why, E_QUERY, 0, "> %d", SEARCH_WORDS);
		q->words[q->n++] = w;
	}
	return q->n > 0 ? OK : fail(why, E_QUERY, 0, "%.*s", STR_ARG(text));
}

/* Where all of the query is a 发文字号, parted by blanks or not, the 号 of its last word is not asked for. */
static void
drop_mark(struct search_query *q, struct str whole)
{
	struct search_word *last = &q->words[q->n - 1];
	struct str rest = { last->terms.p, last->terms.n + 1 };

	if (!last->open || without_mark(whole).n == whole.n)
		return;
	split_last(&rest);
	last->open = false;
	last->terms.n = rest.n - (rest.n > 0);
	q->n -= rest.n == 0;
}

/* What was written goes where the query keeps it. */
static enum err
settle(struct search_query *q, struct buf *b, struct str text, struct why *why)
{
	size_t number = b->n;

	search_terms(b, text);
	if (b->err != OK || b->n > sizeof q->bytes)
		return fail(why, b->err != OK ? b->err : E_INTERNAL, 0, "%s", "query");
	memcpy(q->bytes, b->p, b->n);
	for (size_t i = 0; i < q->n; i++)
		q->words[i].terms.p = q->bytes + (q->words[i].terms.p - b->p);
	q->number = str_slice((struct str){ q->bytes, b->n }, number, b->n);
	drop_mark(q, q->number);
	q->number = without_mark(q->number);
	return OK;
}

static enum err
parse(struct search_query *q, struct buf *b, struct str text, struct why *why)
{
	size_t good = utf8_check(text);
	enum err err;

	if (good != text.n || utf8_count(text) > SEARCH_CHARS)
		return fail(why, E_QUERY, 0, "%.*s", STR_ARG(utf8_cut(str_slice(text, 0, good), SHOWN)));
	err = put_words(q, b, text, why);
	return err == OK ? settle(q, b, text, why) : err;
}

enum err
search_query_parse(struct search_query *q, struct str text, struct why *why)
{
	struct buf b = { .p = malloc(sizeof q->bytes), .cap = sizeof q->bytes };
	enum err err;

	q->n = 0;
	if (b.p == NULL)
		return fail(why, E_MEMORY, 0, "%s", "query");
	err = parse(q, &b, text, why);
	buf_free(&b);
	return err;
}

/* ---- marks ---- */

/* Whether the word stands at the unit that begins at `at`; *to is where it ends. */
static bool
stands(const struct search_word *w, struct str text, size_t at, size_t *to)
{
	struct search_unit u;
	struct str rest = w->terms, term;

	while (rest.n > 0) {
		size_t blank = str_find(rest, STR(" "), 0);

		term = str_slice(rest, 0, blank);
		rest = blank == STR_NONE ? (struct str){ NULL, 0 } : str_slice(rest, blank + 1, rest.n);
		if (!search_unit_next(text, &at, &u))
			return false;
		if (rest.n == 0 && w->open ? !str_starts(u.term, term) : !str_eq(u.term, term))
			return false;
		*to = u.han ? u.from + term.n : u.end;
	}
	return true;
}

static bool
one_stands(const struct search_query *q, struct str text, size_t at, size_t *to)
{
	size_t end = 0;

	*to = 0;
	for (size_t i = 0; i < q->n; i++)
		if (stands(&q->words[i], text, at, &end) && end > *to)
			*to = end;
	return *to > 0;
}

size_t
search_marks(const struct search_query *q, struct str text, struct search_mark *out, size_t most)
{
	struct search_unit u;
	size_t n = 0, to;

	for (size_t at = 0, from = 0; search_unit_next(text, &at, &u); from = at) {
		if (!one_stands(q, text, from, &to))
			continue;
		if (n > 0 && u.from <= out[n - 1].to)
			out[n - 1].to = to > out[n - 1].to ? to : out[n - 1].to;
		else if (n < most)
			out[n++] = (struct search_mark){ u.from, to };
		else
			break;
	}
	return n;
}
