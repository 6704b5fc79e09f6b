/*
 * Keeps entries and finds them, a line each on standard input, for tests/searchmodel.py. Texts are hex; "-" is an empty one.
 *
 *	put KEY LEDGER PATH AT NUMBER TITLE TEXT WHO PART PLACE
 *							an event of the database; the index learns it when asked. WHO, a number, has
 *							that PART in it, and as a unit that path; "-" nobody, no unit
 *	remove KEY					another
 *	ask OFFSET LIMIT QUERY [LEDGER FROM TO WHO PART]...
 *							parts of the scope: none is all; ledger 0 is any, "-" no bound; WHO: who takes
 *							part, "." the units from FROM to TO, "-" it is not asked; PART: "-" any
 *							COUNT MORE KEY/RANK..., or the name of an error
 *	marks QUERY TEXT				FROM-TO...
 *	units TEXT					the terms, hex
 */
#include "base/arena.h"
#include "search.h"

#define WORDS 220
#define MARKS 64

static struct stock stock;
static struct arena *texts;
static char *words[WORDS];
static size_t count;

/* ---- the line ---- */

static char *
unhex(const char *s)
{
	size_t n = strcmp(s, "-") == 0 ? 0 : strlen(s) / 2;
	char *out = arena_alloc(texts, n + 1);

	for (size_t i = 0; i < n; i++) {
		unsigned c = 0;

		sscanf(s + 2 * i, "%2x", &c);
		out[i] = (char)c;
	}
	out[n] = '\0';
	return out;
}

static void
split(char *line)
{
	count = 0;
	for (char *w = strtok(line, " \n"); w != NULL && count < WORDS; w = strtok(NULL, " \n"))
		words[count++] = w;
}

static int64_t
number_at(size_t i)
{
	return i < count ? strtoll(words[i], NULL, 10) : 0;
}

static struct str
bound_at(size_t i)
{
	return i >= count || strcmp(words[i], "-") == 0 ? (struct str){ NULL, 0 } : cstr(words[i]);
}

/* Of a number. */
static const unsigned char *
who_at(size_t i)
{
	unsigned char *id = arena_alloc(texts, ID_SIZE);

	id_of(id, 5000 + (unsigned)number_at(i));
	return id;
}

static const char *
kept(const char *word)
{
	return arena_str(texts, (struct str){ word, strlen(word) + 1 }).p;
}

static void
put(void)
{
	struct op op = op_put((unsigned)number_at(1), (unsigned)number_at(2), kept(words[3]), unhex(words[5]), unhex(words[6]), unhex(words[7]),
	    number_at(4));

	if (strcmp(words[8], "-") != 0) {
		op.party.who = who_at(8);
		op.part = kept(words[9]);
		if (strcmp(words[10], "-") != 0)
			op.party.path = cstr(kept(words[10]));
	}
	stock_happen(&stock, op);
	puts("ok");
}

/* ---- questions ---- */

static struct scope_part
part_at(size_t i)
{
	bool takes = strcmp(words[i + 3], "-") != 0;

	return (struct scope_part){ .ledger = number_at(i) == 0 ? 0 : stock.ledgers[number_at(i)], .from = bound_at(i + 1), .to = bound_at(i + 2),
		.takes_part = takes, .part = takes ? bound_at(i + 4) : (struct str){ NULL, 0 },
		.who = takes && strcmp(words[i + 3], ".") != 0 ? who_at(i + 3) : NULL };
}

/* In two scopes where no part of the one shows what one of the other does: parts of different ledgers. */
static size_t
in_two(const struct scope *all, struct scope out[2])
{
	size_t first = 0;

	for (size_t i = 0; i < all->n; i++)
		if (all->parts[i].ledger == 0)
			first = all->n;
	while (first < all->n && all->parts[first].ledger == all->parts[0].ledger)
		first++;
	for (size_t i = first; i < all->n; i++)
		if (all->parts[i].ledger == all->parts[0].ledger)
			first = all->n;
	out[0] = (struct scope){ all->parts, first };
	out[1] = (struct scope){ all->parts + first, all->n - first };
	return first < all->n ? 2 : 1;
}

static void
ask(void)
{
	static struct scope_part parts[SCOPE_MOST];
	static struct search_hit hits[SEARCH_COUNT];
	struct search_page page = { .offset = (size_t)number_at(1), .limit = (size_t)number_at(2), .hits = hits };
	struct scope scope = { parts, 0 }, scopes[2] = { scope_all };
	size_t n = 1;
	struct why why = { 0 };
	char *query = unhex(words[3]);
	enum err err;

	for (size_t i = 4; i + 4 < count; i += 5)
		parts[scope.n++] = part_at(i);
	if (scope.n > 0)
		n = in_two(&scope, scopes);
	err = search_ask(stock.search, scopes, n, cstr(query), &page, &why);
	if (err != OK)
		printf("%s", err_name(err));
	else
		printf("%zu %d", page.count, page.more);
	for (size_t i = 0; i < page.n; i++)
		printf(" %d/%u", (int)hits[i].key, hits[i].rank);
	putchar('\n');
}

static void
marks(void)
{
	struct search_mark found[MARKS];
	char *query = unhex(words[1]), *text = unhex(words[2]);
	struct search_query q;

	if (search_query_parse(&q, cstr(query), NULL) == OK)
		for (size_t i = 0, n = search_marks(&q, cstr(text), found, MARKS); i < n; i++)
			printf("%s%zu-%zu", i > 0 ? " " : "", found[i].from, found[i].to);
	putchar('\n');
}

static void
units(void)
{
	char *text = unhex(words[1]);
	struct buf b = { 0 };

	search_terms(&b, cstr(text));
	for (size_t i = 0; i < b.n; i++)
		printf("%02x", (unsigned char)b.p[i]);
	putchar('\n');
	buf_free(&b);
}

static void
answer(void)
{
	if (strcmp(words[0], "put") == 0)
		put();
	else if (strcmp(words[0], "remove") == 0) {
		stock_happen(&stock, (struct op){ .key = (unsigned)number_at(1) });
		puts("ok");
	} else if (strcmp(words[0], "ask") == 0)
		ask();
	else if (strcmp(words[0], "marks") == 0)
		marks();
	else
		units();
	fflush(stdout);
}

int
main(void)
{
	static char line[1 << 16];

	texts = arena_new(0);
	if (texts == NULL || arena_try(texts))
		return 1;
	places_in_memory();
	stock_make(&stock);
	while (fgets(line, sizeof line, stdin) != NULL) {
		split(line);
		if (count > 0)
			answer();
	}
	stock_remove(&stock);
	arena_free(texts);
	return 0;
}
