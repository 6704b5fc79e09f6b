/*
 * Words of search: any bytes as a query, and as a text what is UTF-8 of them. What is cut out of a text where terms begin and end
 * finds that text, as it is and as a phrase; marks stand in order. The first two bytes say where it is cut.
 */
#include "reading.h"
#include "store/search_words.h"

#define UNITS 512
#define MARKS 16

static struct search_unit units[UNITS];

static size_t
cut(struct str text)
{
	size_t n = 0;

	for (size_t at = 0; n < UNITS && search_unit_next(text, &at, &units[n]); n++) {
		const struct search_unit *u = &units[n];

		HOLDS(u->from < u->to && u->to <= u->end && u->end <= text.n && at == u->to);
		HOLDS(n == 0 || units[n - 1].to <= u->from);
		HOLDS(u->term.n > 0 && u->term.n <= SEARCH_UNIT && utf8_check(u->term) == u->term.n);
		for (size_t i = 0; i < u->term.n; i++) {
			unsigned char c = (unsigned char)u->term.p[i];

			HOLDS(c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'));
		}
	}
	return n;
}

static void
check_marks(const struct search_query *q, struct str text)
{
	struct search_mark marks[MARKS];
	size_t n = search_marks(q, text, marks, MARKS);

	for (size_t i = 0; i < n; i++)
		HOLDS(marks[i].from < marks[i].to && marks[i].to <= text.n && (i == 0 || marks[i - 1].to < marks[i].from));
}

/* Each word alone stands in the text. */
static void
finds(struct str wanted, struct str text)
{
	static struct search_query q, one;
	struct search_mark mark;

	if (search_query_parse(&q, wanted, NULL) != OK) {
		HOLDS(utf8_count(wanted) > SEARCH_CHARS - 2 || wanted.n > SEARCH_WORDS);
		return;
	}
	HOLDS(q.n > 0 && q.n <= SEARCH_WORDS && q.number.n > 0);
	for (size_t i = 0; i < q.n; i++) {
		one.n = 1;
		one.words[0] = q.words[i];
		HOLDS(q.words[i].terms.n > 0 && search_marks(&one, text, &mark, 1) == 1);
	}
	check_marks(&q, text);
}

static bool
quoted(struct str s)
{
	return str_has(s, STR("“")) || str_has(s, STR("”")) || str_has(s, STR("\"")) || str_has(s, STR("＂"));
}

static void
as_phrase(struct str piece, struct str text)
{
	static struct buf b;

	b.n = 0;
	buf_puts(&b, STR("“"));
	buf_puts(&b, piece);
	buf_puts(&b, STR("”"));
	HOLDS(b.err == OK);
	finds((struct str){ b.p, b.n }, text);
}

/* No more bytes than the room of a query is reckoned with. */
static void
check_size(struct str text)
{
	static struct buf b;

	b.n = 0;
	search_terms(&b, text);
	search_number(&b, text);
	HOLDS(b.err == OK && b.n <= 2 * 9 * utf8_count(text));
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct search_query q;
	struct str text = { (const char *)p + 2, n - 2 }, piece;
	size_t count, from, to;

	if (n < 2 || n > READING_MOST)
		return 0;
	if (search_query_parse(&q, text, NULL) == OK)
		check_marks(&q, text);
	text.n = utf8_check(text);
	check_size(text);
	count = cut(text);
	if (count == 0)
		return 0;
	from = p[0] % count;
	to = from + p[1] % (count - from);
	piece = str_slice(text, units[from].from, units[to].to);
	finds(piece, text);
	if (!quoted(piece))
		as_phrase(piece, text);
	return 0;
}
