#include "doc/sheet.h"

static struct value
value_at(const struct sheet *s, size_t row, uint32_t column)
{
	return s->values.v[row * s->head->ncolumns + column];
}

static void
put_field(struct sheet *s, uint32_t node, enum field_kind kind, struct span at)
{
	*array_add(s->b->d->arena, &s->b->a->fields) = (struct field){ .node = node, .span = at, .kind = (uint8_t)kind };
}

static uint32_t
innermost(const struct ledger_row *r)
{
	uint32_t id = 0;

	for (int l = LEVEL_FINDING; l < LEVEL_COUNT; l++)
		if (r->id[l] != 0)
			id = r->id[l];
	return id;
}

/* Whether the node of row r at this level begins there and ends by row `last`. */
static bool
is_whole(const struct sheet *s, size_t r, size_t last, int level)
{
	const struct ledger_row *row = &s->rows.v[r];

	return row->id[level] != 0 && row->begin[level] == r && row->end[level] <= last + 1;
}

/* Of the outermost node that rows [r, last] cover whole, and so on behind it. */
static void
put_outer(struct sheet *s, enum field_kind kind, struct span at, size_t r, size_t last)
{
	while (r <= last) {
		int level = LEVEL_FINDING;

		while (level < LEVEL_COUNT && !is_whole(s, r, last, level))
			level++;
		put_field(s, level < LEVEL_COUNT ? s->rows.v[r].id[level] : innermost(&s->rows.v[r]), kind, at);
		r = level < LEVEL_COUNT ? s->rows.v[r].end[level] : r + 1;
	}
}

static void
put_each(struct sheet *s, enum field_kind kind, struct span at, size_t r, size_t last)
{
	uint32_t before = 0;

	for (; r <= last; r++) {
		const struct ledger_row *row = &s->rows.v[r];
		uint32_t id = innermost(row);

		for (uint32_t i = 0; id != before && i < row->items; i++)
			put_field(s, id + i, kind, at);
		before = id;
	}
}

static void
put_inner(struct sheet *s, enum field_kind kind, struct span at, size_t r, size_t last)
{
	if (r == last && s->rows.v[r].items == 1)
		put_field(s, innermost(&s->rows.v[r]), kind, at);
	else
		put_outer(s, kind, at, r, last);
}

/* The last row that says what row r says: cells that repeat it, or that it reaches down into. */
static size_t
last_same(const struct sheet *s, uint32_t column, size_t r)
{
	size_t last = r;

	while (last + 1 < s->rows.n && value_same(s, value_at(s, last + 1, column), value_at(s, r, column)))
		last++;
	return last;
}

static bool
only_first(const struct sheet *s, uint32_t column)
{
	for (size_t r = 1; r < s->rows.n; r++)
		if (value_at(s, r, column).told)
			return false;
	return s->rows.n > 1;
}

static void
put_column(struct sheet *s, uint32_t column)
{
	static void (*const put[])(struct sheet *, enum field_kind, struct span, size_t, size_t) = {
		[AT_OUTER] = put_outer, [AT_INNER] = put_inner, [AT_EACH] = put_each, [AT_NUMBER] = put_outer,
		[AT_ASPECT] = put_outer, [AT_FINDING] = put_outer, [AT_TASK] = put_outer, [AT_MEASURE] = put_outer,
	};
	enum field_kind kind = s->head->columns[column].kind;
	size_t last;

	for (size_t r = 0; r < s->rows.n; r = last + 1) {
		struct value v = value_at(s, r, column);

		last = v.told ? last_same(s, column, r) : r;
		if (!v.told)
			continue;
		if (r == 0 && only_first(s, column))	/* empty below: it is said of the finding */
			put_outer(s, kind, v.span, 0, s->rows.n - 1);
		else
			put[field_place(kind)](s, kind, v.span, r, last);
	}
}

/* Which rows the node of each row has. */
static void
find_stretches(struct sheet *s, int level)
{
	struct ledger_row *rows = s->rows.v;

	for (size_t r = 0; r < s->rows.n; r++)
		rows[r].begin[level] = r > 0 && rows[r - 1].id[level] == rows[r].id[level] ? rows[r - 1].begin[level] : r;
	for (size_t r = s->rows.n; r-- > 0;)
		rows[r].end[level] = r + 1 < s->rows.n && rows[r + 1].id[level] == rows[r].id[level] ? rows[r + 1].end[level] : r + 1;
}

void
ledger_put_fields(struct sheet *s)
{
	for (int level = 0; level < LEVEL_COUNT; level++)
		find_stretches(s, level);
	for (uint32_t c = 0; c < s->head->ncolumns && s->rows.n > 0; c++) {
		enum field_kind kind = s->head->columns[c].kind;

		if (kind != FIELD_NONE && (s->own || field_place(kind) <= AT_EACH))
			put_column(s, c);
	}
	s->rows.n = s->values.n = 0;
}
