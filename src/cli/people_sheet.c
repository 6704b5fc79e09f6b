#include "cli/people_sheet.h"

#include "cli/intake.h"

static const struct str heads[PEOPLE_COLUMN_COUNT] = {
#define X(id, word) STR(word),
	PEOPLE_COLUMNS(X)
#undef X
};

#define NO_COLUMN UINT32_MAX

struct reading {
	const struct call *call;
	struct arena *arena;
	struct people *people;
	uint32_t at[PEOPLE_COLUMN_COUNT];	/* which cell of a row; NO_COLUMN */
	bool headed;
	uint32_t rows;				/* of tables, so far */
	bool many;
};

/* The next cell of a row; false behind the last. */
static bool
next_cell(struct str *rest, struct str *cell)
{
	size_t tab = str_find(*rest, STR("\t"), 0);

	if (rest->p == NULL)
		return false;
	*cell = str_trim(str_slice(*rest, 0, tab));
	*rest = tab == STR_NONE ? (struct str){ NULL, 0 } : str_slice(*rest, tab + 1, rest->n);
	return true;
}

/* Whether the row is the head: it names who and by which login. */
static bool
take_head(struct reading *r, struct str row)
{
	struct str cell;

	for (size_t i = 0; i < PEOPLE_COLUMN_COUNT; i++)
		r->at[i] = NO_COLUMN;
	for (uint32_t column = 0; next_cell(&row, &cell); column++)
		for (size_t i = 0; i < PEOPLE_COLUMN_COUNT; i++)
			if (str_eq(cell, heads[i]) && r->at[i] == NO_COLUMN)
				r->at[i] = column;
	return r->at[PEOPLE_NAME] != NO_COLUMN && r->at[PEOPLE_LOGIN] != NO_COLUMN;
}

static void
take_row(struct reading *r, struct str row, uint32_t number)
{
	struct people_row p = { .row = number };
	struct str cell;

	for (size_t i = 0; i < PEOPLE_COLUMN_COUNT; i++)
		p.cells[i] = "";
	for (uint32_t column = 0; next_cell(&row, &cell); column++)
		for (size_t i = 0; i < PEOPLE_COLUMN_COUNT; i++)
			if (r->at[i] == column)
				p.cells[i] = arena_printf(r->arena, "%.*s", STR_ARG(cell)).p;
	if (p.cells[PEOPLE_LOGIN][0] != '\0')
		*array_add(r->arena, &r->people->rows) = p;
}

static enum err
take(void *arg, const struct document *d)
{
	struct reading *r = arg;
	const struct text *t = d->texts[0];

	for (uint32_t i = 0; i < t->lines.n; i++) {
		struct str row = line_str(t, &t->lines.v[i]);
		uint32_t number = text_row(t, i);

		if (t->lines.v[i].kind != LINE_ROW)
			continue;
		r->rows++;
		if (!r->headed)
			r->headed = take_head(r, row);
		else
			take_row(r, row, number > 0 ? number : r->rows);
		r->many = r->people->rows.n > PEOPLE_MOST;
		if (r->many)
			return E_TOOBIG;
	}
	return OK;
}

static void
failed(void *arg, const char *path, const struct why *why)
{
	const struct reading *r = arg;

	say_error(r->call->voice, path, why);
}

enum err
people_read(const struct call *c, struct arena *a, struct people *out)
{
	struct reading r = { .call = c, .arena = a, .people = out };
	const struct intake in = { .call = c, .take = take, .failed = failed, .arg = &r };
	enum err err;

	*out = (struct people){ .rows = { 0 } };
	err = intake_run(&in);
	if (r.many)
		return say_error(c->voice, c->files[0], &(struct why){ .err = E_TOOBIG });
	if (err == OK && !r.headed) {
		say_usage(c->voice, c->files[0], SAY_NO_PEOPLE);
		return E_NOTHING;
	}
	return err;
}

bool
people_next_word(struct str *rest, struct str *word)
{
	static const struct str between[] = { STR("、"), STR("，"), STR("；"), STR(","), STR(";"), STR(" ") };
	size_t end, skip = 0;

	*rest = str_trim(*rest);
	if (rest->n == 0)
		return false;
	end = rest->n;
	for (size_t i = 0; i < sizeof between / sizeof between[0]; i++) {
		size_t at = str_find(*rest, between[i], 0);

		if (at < end) {
			end = at;
			skip = between[i].n;
		}
	}
	*word = str_slice(*rest, 0, end);
	*rest = str_slice(*rest, end + skip, rest->n);
	return true;
}
