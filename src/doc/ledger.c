#include "base/letters.h"
#include "base/utf8.h"
#include "doc/sheet.h"

#define HEAD_WITHIN 8	/* rows from the top of a table: what stands before its head is a title */

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

/* ---- rows ---- */

static struct value
value_of(const struct sheet *s, struct str cell)
{
	struct value v = { .span = span_of(s, cell.p, str_end(cell)) };

	v.told = !field_is_blank(value_str(s, v));
	return v;
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
		struct value v = { .told = false };

		if (s->column[l] >= 0)
			v = row[s->column[l]];
		if (!v.told && opened)
			s->id[l] = 0;
		if (!v.told || (s->id[l] != 0 && !opened && value_same(s, s->open[l], v) && (!s->own || l == LEVEL_ASPECT)))
			continue;
		if (l <= (int)first_level(s))
			ledger_put_fields(s);
		open_level(s, (enum level)l, v, row);
		s->open[l] = v;
		opened = true;
	}
}

static void
note_row(struct sheet *s, uint32_t line, struct str why)
{
	const struct line *l = &s->b->text->lines.v[line];

	builder_note(s->b, NOTE_LEDGER_ROW, builder_span(s->b, l->from, l->to),
	    arena_printf(s->b->d->arena, "%.*s，%.*s", STR_ARG(ledger_place(s->b->d, s->b->a, builder_span(s->b, l->from, l->to))), STR_ARG(why)));
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
	ledger_put_fields(s);
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

	for (const char *p = all.p; p < str_end(all) && *p == '\t'; p++)
		column++;
	for (int l = LEVEL_TASK; l < LEVEL_COUNT; l++)
		if (l > (int)first_level(s) && s->column[l] >= 0 && s->head->columns[s->column[l]].column == column)
			return false;
	return memchr(words.p, '\t', words.n) == NULL && marker_at(words.p, str_end(words), &m) && m.mark <= MARK_HAN_PAREN;
}

/* ---- tables ---- */

static bool
has_column(const struct ledger_head *h, enum field_kind kind)
{
	for (uint32_t i = 0; i < h->ncolumns; i++)
		if (h->columns[i].kind == kind)
			return true;
	return false;
}

/* Written by this program: its lists have IDs, and each of them a column that no other sheet has. */
static bool
is_own(const struct ledger_head *h)
{
	return has_column(h, FIELD_ID) && (has_column(h, FIELD_WORDS) || has_column(h, FIELD_NUMBERS));
}

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

/* A head that begins at this line, or below it where one of its rows is all of it: 填报单位 over a head is none of it. */
static bool
head_at(struct builder *b, uint32_t *line, uint32_t end, struct ledger_head *h)
{
	struct ledger_head lower;

	if (!ledger_head_at(b->d->arena, b->text, *line, end, b->d->maps, h))
		return false;
	for (uint32_t i = *line + h->rows - 1; i > *line; i--)
		if (ledger_head_at(b->d->arena, b->text, i, end, b->d->maps, &lower)) {
			*h = lower;
			*line = i;
			break;
		}
	return true;
}

/* The head holds for the rows that follow. */
static void
take_head(struct builder *b, uint32_t line, const struct ledger_head *h)
{
	struct ledger_head *kept = arena_resize(b->d->arena, NULL, sizeof *kept);
	struct ledger_sheet *ledger = array_add(b->d->arena, &b->a->ledgers);

	*kept = *h;
	b->head = kept;
	b->head_source = b->source;
	b->head_page = b->text->lines.v[line].page;
	ledger->table = (uint32_t)b->a->tables.n - 1;
	ledger->ncolumns = kept->ncolumns;
	ledger->columns = kept->columns;
	if (!is_own(kept))
		note_head(b, line, kept);
}

/* Finds the head within the first rows of a table; the line behind it, or 0. What stands over it are words. */
static uint32_t
find_head(struct builder *b, uint32_t from, uint32_t end)
{
	struct ledger_head h;

	for (uint32_t line = from; line < end && line < from + HEAD_WITHIN; line++) {
		if (!head_at(b, &line, end, &h))
			continue;
		for (uint32_t i = from; i < line; i++)
			builder_add_words(b, builder_span(b, b->text->lines.v[i].from, b->text->lines.v[i].to));
		take_head(b, line, &h);
		return line + h.rows;
	}
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
	s->own = is_own(s->head);
	find_levels(s);
	memset(s->id, 0, sizeof s->id);
}

/* Rows stand below what only heads them: a table behind the words of a finding is another matter. */
static unsigned
depth_below(const struct builder *b)
{
	unsigned depth = b->depth;

	while (depth > 0 && !builder_is_bare(b, b->open[depth - 1]))
		depth--;
	return depth;
}

bool
ledger_rows(struct builder *b, uint32_t *at, uint32_t end)
{
	struct ledger_head again;
	struct sheet *s;
	bool holds = head_holds(b, *at);
	unsigned base = depth_below(b);		/* before words that stand over a head join what is open */
	uint32_t i = *at, begin = holds ? 0 : find_head(b, i, end);	/* else one is looked for at each row */

	if (begin == 0 && !holds)
		return false;
	s = arena_zalloc(b->d->arena, sizeof *s);
	s->b = b;
	s->base = base;
	begin_head(s);
	s->covered = ledger_covered_from(b->text, i);
	for (i = begin == 0 ? i : begin; i < end && !is_words(s, i); i++) {
		if (ledger_head_begins(b->text, i, b->d->maps) && head_at(b, &i, end, &again)) {
			ledger_put_fields(s);
			take_head(b, i, &again);
			begin_head(s);
			i += b->head->rows - 1;
		} else {
			take_row(s, i);
		}
	}
	ledger_put_fields(s);
	b->depth = s->base;
	*at = i;
	return true;
}
