/* Comma-separated values (RFC 4180), as Excel and WPS write them: parted by comma, semicolon or TAB. */
#include "read/grid.h"
#include "read/reader.h"

#define HEAD 65536	/* bytes looked at for the sign that parts cells */

struct csv {
	struct arena *arena;
	const char *p, *end;
	char comma;
};

/* The sign there is most of in the first row. */
static char
comma_of(struct str s)
{
	static const char signs[] = { ',', ';', '\t' };
	size_t count[sizeof signs] = { 0 };
	unsigned best = 0;
	bool quoted = false;

	s = str_slice(s, 0, HEAD);
	for (const char *p = s.p; p < str_end(s) && (quoted || *p != '\n'); p++) {
		quoted ^= *p == '"';
		for (unsigned i = 0; i < sizeof signs && !quoted; i++)
			count[i] += *p == signs[i];
	}
	for (unsigned i = 1; i < sizeof signs; i++)
		if (count[i] > count[best])
			best = i;
	return signs[best];
}

/* The quote that closes the one before p; "" is none. The end of the file if it is never closed. */
static const char *
closing_quote(const char *p, const char *end)
{
	while ((p = memchr(p, '"', (size_t)(end - p))) != NULL && p + 1 < end && p[1] == '"')
		p += 2;
	return p == NULL ? end : p;
}

/* What stands between quotes, "" being one of them. */
static struct str
take_quoted(struct csv *c)
{
	const char *p = c->p + 1, *close = closing_quote(p, c->end);
	char *out = arena_alloc(c->arena, (size_t)(close - p) + 1), *to = out;

	for (; p < close; p += *p == '"' ? 2 : 1)
		*to++ = *p;
	for (c->p = close; c->p < c->end && *c->p != c->comma && *c->p != '\n';)
		c->p++;
	return str_of(out, to);
}

/* The next cell; the sign behind it is left. */
static struct str
take_cell(struct csv *c)
{
	const char *from = c->p;

	if (c->p < c->end && *c->p == '"')
		return take_quoted(c);
	while (c->p < c->end && *c->p != c->comma && *c->p != '\n')
		c->p++;
	return str_of(from, c->p);
}

static enum err
csv_read(struct arena *a, struct str utf8, struct text *t, struct why *why)
{
	struct csv c = { a, utf8.p, str_end(utf8), comma_of(utf8) };
	struct grid g = { .right = 0 };
	struct lines out;

	(void)why;
	for (uint32_t row = 0, column = 0; c.p < c.end; c.p++) {
		grid_put(a, &g, row, column, take_cell(&c));
		if (c.p == c.end)
			break;
		column = *c.p == c.comma ? column + 1 : 0;
		row += *c.p == '\n';
	}
	t->over = NULL;		/* cells are put where others may still be read from */
	lines_begin(&out, a, t, utf8.n);
	grid_write(&out, &g, 0);
	lines_end(&out);
	return OK;
}

/* Only a name tells it from prose with commas. */
static int
csv_knows(struct str utf8)
{
	return memchr(utf8.p, '\n', utf8.n) != NULL;
}

const struct reader reader_csv = {
	.name = "csv",
	.suffixes = " .csv .tsv ",
	.knows = csv_knows,
	.read = csv_read,
};
