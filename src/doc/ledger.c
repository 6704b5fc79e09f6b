#include "doc/ledger.h"

#include "base/letters.h"
#include "base/utf8.h"
#include "doc/builder.h"

#define HEAD_WITHIN 8	/* rows from the top of a table: what stands before its head is a title */

/* How rows are nested, outermost first. What answers in a list of owners stands where findings do. */
enum level { LEVEL_ASPECT, LEVEL_FINDING, LEVEL_TASK, LEVEL_MEASURE, LEVEL_COUNT };

/* A cell of the row at hand. */
struct value {
	struct span span;
	bool told;		/* it is not empty, by itself or by a cell above that reaches down */
};

/* A row of the finding at hand. */
struct ledger_row {
	uint32_t line;
	uint32_t id[LEVEL_COUNT];	/* of its node at each level; 0: none */
	uint32_t items;			/* nodes that its innermost cell makes, from its id on */
};

/* A sheet while its rows are read: what stays from row to row. */
struct sheet {
	struct builder *b;
	const struct ledger_head *head;
	bool own;			/* written by this program: a row is one node, its words as they stand */
	unsigned base;			/* open nodes that the rows stand below */
	int column[LEVEL_COUNT];	/* index into head.columns; -1: none */
	int place[LEVEL_COUNT];		/* of its numbers */
	uint32_t id[LEVEL_COUNT];	/* open nodes */
	struct value open[LEVEL_COUNT];	/* their words */
	uint32_t items;			/* nodes of the innermost of them */
	struct value above[LEDGER_COLUMNS];
	size_t covered;			/* in text.covered: the first of the line at hand or later */
	ARRAY(struct ledger_row) rows;	/* of the finding at hand */
	ARRAY(struct value) values;	/* of each column of the first of them, then the second … */
};

static struct value
value_at(const struct sheet *s, size_t row, uint32_t column)
{
	return s->values.v[row * s->head->ncolumns + column];
}

static struct str
value_str(const struct sheet *s, struct value v)
{
	return document_str(s->b->d, v.span);
}

/* ---- levels ---- */

/* Negative where the column is no level. */
static int
level_of(enum field_kind kind)
{
	return (int)field_place(kind) - AT_ASPECT;
}

/* The outermost level that is matter. */
static enum level
first_level(const struct sheet *s)
{
	enum level l = LEVEL_FINDING;

	while (l < LEVEL_MEASURE && s->column[l] < 0)
		l++;
	return l;
}

/* Numbers belong to the level whose column comes next on their right, else to the outermost. */
static void
find_places(struct sheet *s)
{
	const struct ledger_head *h = s->head;

	for (uint32_t i = 0; i < h->ncolumns; i++) {
		int level = -1;

		if (h->columns[i].kind != FIELD_PLACE)
			continue;
		for (uint32_t k = i + 1; k < h->ncolumns && level <= LEVEL_ASPECT; k++)
			level = level_of(h->columns[k].kind);
		if (level <= LEVEL_ASPECT)
			level = (int)first_level(s);
		if (s->place[level] < 0)
			s->place[level] = (int)i;
	}
}

static void
find_levels(struct sheet *s)
{
	const struct ledger_head *h = s->head;

	for (int l = 0; l < LEVEL_COUNT; l++)
		s->column[l] = s->place[l] = -1;
	for (uint32_t i = 0; i < h->ncolumns; i++) {
		int level = level_of(h->columns[i].kind);

		if (level >= 0 && s->column[level] < 0)
			s->column[level] = (int)i;
	}
	find_places(s);
}

/* Of a task in a list that this program wrote: by the label that its cell of milestones begins with, 【承诺】… or 承诺. */
static enum role
own_role(const struct sheet *s, const struct value *row)
{
	struct str words = { NULL, 0 }, open = STR("【");

	for (uint32_t i = 0; i < s->head->ncolumns; i++)
		if (s->head->columns[i].kind == FIELD_MILESTONES && row[i].told)
			words = value_str(s, row[i]);
	if (str_starts(words, open))
		words = str_slice(words, open.n, words.n);
	for (enum role role = ROLE_FINDING; words.n > 0 && role < ROLE_COUNT; role++)
		if (str_starts(words, cstr(role_label(role))))
			return role;
	return ROLE_MEASURE;
}

static enum role
role_of(const struct sheet *s, enum level level)
{
	if (level == LEVEL_ASPECT)
		return ROLE_SECTION;
	if (level == LEVEL_FINDING)
		return s->head->columns[s->column[level]].kind == FIELD_NUMBERS ? ROLE_NONE : ROLE_FINDING;
	return level == LEVEL_TASK && s->column[LEVEL_FINDING] < 0 ? ROLE_DUTY : ROLE_MEASURE;
}

/* ---- nodes ---- */

/* The marker that a cell of numbers is: 3, （三）, 2-1. */
static struct marker
marker_of(struct str s)
{
	struct marker m = { .mark = MARK_NUM, .bytes = (uint16_t)s.n };

	if (marker_at(s.p, str_end(s), &m))
		return m;
	m = (struct marker){ .mark = MARK_NUM, .bytes = (uint16_t)s.n };
	for (size_t i = 0; i < s.n && m.number < 1000; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return (struct marker){ .mark = MARK_NUM, .bytes = (uint16_t)s.n };
		m.number = m.number * 10 + (uint32_t)(s.p[i] - '0');
	}
	return m;
}

static void
push(struct sheet *s, enum level level, enum mark mark, uint32_t number, struct span marker, struct span words)
{
	unsigned depth = s->base;
	struct node *n;

	for (int l = 0; l < (int)level; l++)
		depth += s->id[l] != 0;
	builder_push(s->b, depth, mark, mark == MARK_LOST ? LOST_LEVEL + 1 : number, marker);
	n = builder_node(s->b, builder_top(s->b));
	n->role = (uint8_t)role_of(s, level);
	n->sheet = true;
	builder_add_words(s->b, words);
}

/* Where the item of the next number begins inside a cell, behind `from`; the end if nowhere. */
static const char *
next_item(const char *from, const char *end, struct marker *m)
{
	static const uint32_t before[] = { ' ', 0x2028, ';', ',', '.', U'；', U'。', U'，', U'：', 0 };
	uint32_t number = m->number;
	enum mark mark = m->mark;
	unsigned len;

	for (const char *p = from + utf8_len((unsigned char)*from); p < end; p += len) {
		const char *back = utf8_back(p, from);
		uint32_t c = utf8_get(back, p, &len);

		utf8_get(p, end, &len);
		for (const uint32_t *b = before; *b != 0; b++)
			if (c == *b && marker_at(p, end, m) && m->mark == mark && m->number == number + 1)
				return p;
	}
	return end;
}

static struct span
span_of(const struct sheet *s, const char *from, const char *to)
{
	struct str words = str_trim(str_of(from, to)), inside = STR(LINE_INSIDE);
	const char *body = s->b->text->body.p;

	while (str_ends(words, inside))
		words = str_trim(str_slice(words, 0, words.n - inside.n));
	return builder_span(s->b, (size_t)(words.p - body), (size_t)(str_end(words) - body));
}

/* 1.……；2.……: a node for each; false if the cell is one. */
static bool
push_items(struct sheet *s, enum level level, struct str words)
{
	const char *p = words.p, *end = str_end(words), *next;
	struct marker m, following;

	if (level < LEVEL_TASK || s->own || !marker_at(p, end, &m) || m.number != 1)
		return false;
	following = m;
	if (next_item(p, end, &following) == end)
		return false;
	for (s->items = 0; p < end; p = next, m = following) {
		following = m;
		next = next_item(p, end, &following);
		push(s, level, m.mark, m.number, span_of(s, p, p + m.bytes), span_of(s, p + m.bytes, next));
		s->items++;
	}
	s->id[level] = builder_top(s->b) - s->items + 1;
	return true;
}

/* A node of the cell's words, under the number beside it or the marker it begins with. */
static void
open_level(struct sheet *s, enum level level, struct value v, const struct value *row)
{
	struct str words = value_str(s, v), number = { NULL, 0 };
	struct marker m = { .mark = level == LEVEL_ASPECT ? MARK_LOST : MARK_NONE };

	for (int l = (int)level; l < LEVEL_COUNT; l++)
		s->id[l] = 0;
	if (s->place[level] >= 0 && row[s->place[level]].told)
		number = value_str(s, row[s->place[level]]);
	s->items = 1;
	if (number.n > 0 && number.n <= 32) {
		m = marker_of(number);
		push(s, level, m.mark, m.number, span_of(s, number.p, str_end(number)), v.span);
	} else if (push_items(s, level, words)) {
		return;
	} else if (!s->own && marker_at(words.p, str_end(words), &m) && m.bytes < words.n) {
		push(s, level, m.mark, m.number, span_of(s, words.p, words.p + m.bytes), span_of(s, words.p + m.bytes, str_end(words)));
	} else {
		m.mark = level == LEVEL_ASPECT ? MARK_LOST : MARK_NONE;
		push(s, level, m.mark, 0, span_of(s, words.p, words.p), v.span);
	}
	s->id[level] = builder_top(s->b);
	if (s->own && level == LEVEL_MEASURE)
		builder_node(s->b, s->id[level])->role = (uint8_t)own_role(s, row);
}

/* ---- fields ---- */

static void
put_field(struct sheet *s, uint32_t node, enum field_kind kind, struct span at)
{
	*array_add(s->b->d->arena, &s->b->a->fields) = (struct field){ .node = node, .span = at, .kind = (uint8_t)kind };
}

static bool
same_words(const struct sheet *s, struct value a, struct value b)
{
	return a.told && b.told && str_eq(value_str(s, a), value_str(s, b));
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

/* The first row from r to `last` that is no more of the same node as row r at this level. */
static size_t
behind_node(const struct sheet *s, size_t r, size_t last, int level)
{
	size_t end = r;

	while (end <= last && s->rows.v[end].id[level] == s->rows.v[r].id[level])
		end++;
	return end;
}

/* Whether the node of row r at this level begins and ends inside rows [r, last]. */
static bool
is_whole(const struct sheet *s, size_t r, size_t last, int level)
{
	uint32_t id = s->rows.v[r].id[level];
	size_t end = behind_node(s, r, last, level);

	return id != 0 && (r == 0 || s->rows.v[r - 1].id[level] != id) && (end == s->rows.n || s->rows.v[end].id[level] != id);
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
		r = level < LEVEL_COUNT ? behind_node(s, r, last, level) : r + 1;
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

	while (last + 1 < s->rows.n && same_words(s, value_at(s, last + 1, column), value_at(s, r, column)))
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

/* What the rows of the finding at hand say beside their words. */
static void
put_fields(struct sheet *s)
{
	for (uint32_t c = 0; c < s->head->ncolumns && s->rows.n > 0; c++) {
		enum field_kind kind = s->head->columns[c].kind;

		if (kind != FIELD_NONE && (s->own || field_place(kind) <= AT_EACH))
			put_column(s, c);
	}
	s->rows.n = s->values.n = 0;
}

/* ---- rows ---- */

static struct value
value_of(const struct sheet *s, struct str cell)
{
	return (struct value){ span_of(s, cell.p, str_end(cell)), !field_is_blank(cell) };
}

/* The cells of a row, with what those above reach down with; how many of them stand in it. */
static unsigned
read_row(struct sheet *s, uint32_t line, struct value *row)
{
	const struct text *t = s->b->text;
	struct str rest = line_str(t, &t->lines.v[line]);
	uint32_t column = 0;
	unsigned filled = 0;

	while (s->covered < t->covered.n && t->covered.v[s->covered].line < line)
		s->covered++;
	for (uint32_t i = 0; i < s->head->ncolumns; i++) {
		const char *tab = NULL;

		for (; rest.p != NULL && column <= s->head->columns[i].column; column++) {
			struct str cell = rest;

			tab = rest.n == 0 ? NULL : memchr(rest.p, '\t', rest.n);
			if (tab != NULL)
				cell = str_of(rest.p, tab);
			rest = tab == NULL ? (struct str){ NULL, 0 } : str_of(tab + 1, str_end(rest));
			if (column == s->head->columns[i].column)
				row[i] = value_of(s, cell);
		}
		filled += row[i].told;
	}
	for (size_t k = s->covered; k < t->covered.n && t->covered.v[k].line == line; k++)
		for (uint32_t i = 0; i < s->head->ncolumns; i++)
			if (s->head->columns[i].column == t->covered.v[k].column && !row[i].told)
				row[i] = s->above[i];
	memcpy(s->above, row, s->head->ncolumns * sizeof *row);
	return filled;
}

/* Opens the nodes that begin in this row. */
static void
open_levels(struct sheet *s, const struct value *row)
{
	bool opened = false;

	for (int l = 0; l < LEVEL_COUNT; l++) {
		struct value v = s->column[l] < 0 ? (struct value){ .told = false } : row[s->column[l]];

		if (!v.told && opened)
			s->id[l] = 0;
		if (!v.told || (s->id[l] != 0 && !opened && same_words(s, s->open[l], v) && (!s->own || l == LEVEL_ASPECT)))
			continue;
		if (l <= (int)first_level(s))
			put_fields(s);
		open_level(s, (enum level)l, v, row);
		s->open[l] = v;
		opened = true;
	}
}

/* Where a cell stands, as a person looks for it: 第2张表第12行F列. */
static struct str
place_of(struct sheet *s, uint32_t line, uint32_t column)
{
	const struct text *t = s->b->text;
	char letters[LETTERS_TEXT];
	int n = (int)letters_print(letters, column + 1);
	uint32_t row = text_row(t, line), page = t->lines.v[line].page;

	if (row == 0)
		return arena_printf(s->b->d->arena, "第%.*s列", n, letters);
	return page > 1 ? arena_printf(s->b->d->arena, "第%u张表第%u行%.*s列", page, row, n, letters) :
	    arena_printf(s->b->d->arena, "第%u行%.*s列", row, n, letters);
}

static void
note_row(struct sheet *s, uint32_t line, struct str why)
{
	const struct line *l = &s->b->text->lines.v[line];
	uint32_t column = s->column[first_level(s)] < 0 ? 0 : s->head->columns[s->column[first_level(s)]].column;

	builder_note(s->b, NOTE_LEDGER_ROW, builder_span(s->b, l->from, l->to),
	    arena_printf(s->b->d->arena, "%.*s，%.*s", STR_ARG(place_of(s, line, column)), STR_ARG(why)));
}

/* 合计: sums stand below the rows that they sum. */
static bool
is_sum(const struct sheet *s, const struct value *row)
{
	for (uint32_t i = 0; i < s->head->ncolumns; i++)
		if (row[i].told) {
			struct str words = value_str(s, row[i]);

			return str_starts(words, STR("合计")) || str_starts(words, STR("小计")) || str_starts(words, STR("总计"));
		}
	return false;
}

/* The one cell of a row, in the column of numbers: 党的建设方面, over the rows of that aspect. */
static bool
take_section(struct sheet *s, const struct value *row)
{
	int column = s->place[first_level(s)];

	if (column < 0 || !row[column].told || marker_of(value_str(s, row[column])).number > 0)
		return false;
	put_fields(s);
	open_level(s, LEVEL_ASPECT, row[column], row);
	return true;
}

static void
take_row(struct sheet *s, uint32_t line)
{
	struct value row[LEDGER_COLUMNS] = { { .told = false } };
	struct ledger_row *new;
	unsigned filled = read_row(s, line, row);

	if (filled == 0 || is_sum(s, row) || (filled == 1 && take_section(s, row)))
		return;
	open_levels(s, row);
	if (s->id[LEVEL_FINDING] + s->id[LEVEL_TASK] + s->id[LEVEL_MEASURE] == 0) {
		note_row(s, line, STR("没有写明是哪个问题、哪项任务"));
		return;
	}
	new = array_add(s->b->d->arena, &s->rows);
	new->line = line;
	memcpy(new->id, s->id, sizeof s->id);
	new->items = s->items;
	for (uint32_t i = 0; i < s->head->ncolumns; i++)
		*array_add(s->b->d->arena, &s->values) = row[i];
}

/* The one cell of a row, under a marker and in no column of measures: words for a section. */
static bool
is_words(const struct sheet *s, uint32_t line)
{
	const struct text *t = s->b->text;
	struct str all = line_str(t, &t->lines.v[line]), words = str_trim(all);
	uint32_t column = 0;
	struct marker m;

	while (column < all.n && all.p[column] == '\t')
		column++;
	for (int l = LEVEL_TASK; l < LEVEL_COUNT; l++)
		if (l > (int)first_level(s) && s->column[l] >= 0 && s->head->columns[s->column[l]].column == column)
			return false;
	return memchr(words.p, '\t', words.n) == NULL && marker_at(words.p, str_end(words), &m) && m.mark <= MARK_HAN_PAREN;
}

/* ---- tables ---- */

/* A→序号 … as the head was understood. */
static void
note_head(struct builder *b, uint32_t line, const struct ledger_head *h)
{
	const struct line *l = &b->text->lines.v[line];
	struct str all = { NULL, 0 };
	char letters[LETTERS_TEXT];

	for (uint32_t i = 0; i < h->ncolumns; i++) {
		const struct ledger_column *c = &h->columns[i];

		all = arena_printf(b->d->arena, "%.*s%s%.*s“%.*s”→%s", STR_ARG(all), i > 0 ? "，" : "",
		    (int)letters_print(letters, c->column + 1), letters, STR_ARG(c->head), field_label(c->kind));
	}
	builder_note(b, NOTE_LEDGER, builder_span(b, l->from, b->text->lines.v[line + h->rows - 1].to), all);
}

/* The head that holds for the row: one that begins there, else the last one of this sheet. */
static bool
take_head(struct builder *b, uint32_t line, uint32_t end)
{
	struct ledger_head *found = arena_resize(b->d->arena, NULL, sizeof *found);
	struct ledger *ledger;

	if (!ledger_head_at(b->d->arena, b->text, line, end, b->d->maps, found)) {
		arena_drop(b->d->arena, found);
		return false;
	}
	b->head = found;
	b->head_source = b->source;
	b->head_page = b->text->lines.v[line].page;
	ledger = array_add(b->d->arena, &b->a->ledgers);
	ledger->table = (uint32_t)b->a->tables.n - 1;
	ledger->ncolumns = found->ncolumns;
	ledger->columns = found->columns;
	note_head(b, line, found);
	return true;
}

/* Finds the head within the first rows of a table; the line behind it, or 0. */
static uint32_t
find_head(struct builder *b, uint32_t i, uint32_t end)
{
	for (uint32_t line = i; line < end && line < i + HEAD_WITHIN; line++)
		if (take_head(b, line, end))
			return line + b->head->rows;
	return 0;
}

/* Whether a head that was found before holds for a table that has none: in the same sheet, or of as many columns. */
static bool
head_holds(const struct builder *b, uint32_t line)
{
	const struct text *t = b->text;
	const struct ledger_column *last;

	if (b->head == NULL || b->head_source != b->source || b->head_page != t->lines.v[line].page)
		return false;
	last = &b->head->columns[b->head->ncolumns - 1];
	return t->rows.n > 0 || (ledger_cell(t, line, last->column).n > 0 && ledger_cell(t, line, last->column + 1).n == 0);
}

static void
begin_head(struct sheet *s)
{
	s->head = s->b->head;
	s->own = false;
	for (uint32_t i = 0; i < s->head->ncolumns; i++)
		s->own |= s->head->columns[i].kind == FIELD_ID;
	find_levels(s);
	memset(s->id, 0, sizeof s->id);
}

bool
ledger_rows(struct builder *b, uint32_t *at, uint32_t end)
{
	struct sheet *s;
	uint32_t i = *at, begin = find_head(b, i, end);

	if (begin == 0 && !head_holds(b, i))
		return false;
	s = arena_zalloc(b->d->arena, sizeof *s);
	s->b = b;
	s->base = b->depth;
	begin_head(s);
	s->covered = ledger_covered_from(b->text, i);
	for (i = begin == 0 ? i : begin; i < end && !is_words(s, i); i++) {
		if (ledger_head_begins(b->text, i, b->d->maps) && take_head(b, i, end)) {
			put_fields(s);
			begin_head(s);
			i += b->head->rows - 1;
		} else {
			take_row(s, i);
		}
	}
	put_fields(s);
	b->depth = s->base;
	*at = i;
	return true;
}
