#include "base/utf8.h"
#include "doc/ledger.h"
#include "doc/words.h"

#define HEAD_CELL 90	/* bytes: a longer cell is no head */
#define LEAST_KNOWN 3	/* columns, one of them of findings, tasks or measures */
#define LOOKED_AT 8	/* lines below a head, for words under it: rows, and what stands between them (一、党建方面) */

struct str
ledger_cell(const struct text *t, uint32_t line, uint32_t column)
{
	struct str rest = line_str(t, &t->lines.v[line]);
	const char *tab;

	for (; column > 0; column--) {
		tab = rest.n == 0 ? NULL : memchr(rest.p, '\t', rest.n);
		if (tab == NULL)
			return (struct str){ str_end(rest), 0 };
		rest = str_of(tab + 1, str_end(rest));
	}
	tab = rest.n == 0 ? NULL : memchr(rest.p, '\t', rest.n);
	return str_trim(tab == NULL ? rest : str_of(rest.p, tab));
}

size_t
ledger_covered_from(const struct text *t, uint32_t line)
{
	size_t first;

	array_search(first, t->covered.n, i, t->covered.v[i].line < line);
	return first;
}

static bool
is_covered(const struct text *t, uint32_t line, uint32_t column)
{
	for (size_t i = ledger_covered_from(t, line); i < t->covered.n && t->covered.v[i].line == line; i++)
		if (t->covered.v[i].column == column)
			return true;
	return false;
}

/* ---- words of a head ---- */

/* Appends what tells the head of a cell: without blanks, colons, stars and what stands in brackets. */
static size_t
put_head(char *to, size_t n, size_t most, struct str cell)
{
	unsigned len, depth = 0;

	for (const char *p = cell.p, *end = str_end(cell); p < end; p += len) {
		uint32_t c = utf8_get(p, end, &len);

		depth += c == '(' || c == U'（';
		if (depth == 0 && c != ' ' && c != U'　' && c != ':' && c != U'：' && c != '*' && n + len <= most) {
			memcpy(to + n, p, len);
			n += len;
		}
		depth -= depth > 0 && (c == ')' || c == U'）');
	}
	return n;
}

struct str
ledger_head_words(struct arena *a, struct str cell)
{
	char words[LEDGER_HEAD * HEAD_CELL];

	return arena_str(a, (struct str){ words, put_head(words, 0, sizeof words, cell) });
}

/* What a head is read as: a value of words/ledger.txt, or -1. */
static int
head_kind(struct str head, const head_map_array *maps)
{
	const struct word *w;

	for (size_t i = 0; maps != NULL && i < maps->n; i++)
		if (str_eq(maps->v[i].head, head))
			return maps->v[i].kind;
	w = head.n == 0 ? NULL : words_before(&words_ledger, str_end(head), head.p);
	return w == NULL ? -1 : w->value;
}

static bool
cell_known(struct str cell, const head_map_array *maps)
{
	char head[HEAD_CELL];

	return cell.n > 0 && cell.n <= HEAD_CELL && head_kind((struct str){ head, put_head(head, 0, sizeof head, cell) }, maps) >= 0;
}

/* ---- how deep it is ---- */

static uint32_t
count_cells(const struct text *t, uint32_t line)
{
	struct str s = line_str(t, &t->lines.v[line]);
	uint32_t n = 1;

	for (size_t i = 0; i < s.n && n < LEDGER_COLUMNS; i++)
		n += s.p[i] == '\t';
	return n;
}

/* Its cells are short, and there are some. */
static bool
all_short(const struct text *t, uint32_t line)
{
	uint32_t n = count_cells(t, line), filled = 0;

	for (uint32_t c = 0; c < n; c++) {
		struct str cell = ledger_cell(t, line, c);

		if (cell.n > HEAD_CELL)
			return false;
		filled += cell.n > 0;
	}
	return filled > 0;
}

/* ---- what each column is ---- */

/* The words over a column in one row of the head: its cell, or that of the group it stands in. */
static struct str
words_over(const struct text *t, uint32_t line, uint32_t column, bool last)
{
	struct str cell = ledger_cell(t, line, column);

	if (last || is_covered(t, line, column))
		return cell;
	while (cell.n == 0 && column > 0)
		cell = ledger_cell(t, line, --column);
	if (cell.n == 0 || is_covered(t, line + 1, column) || ledger_cell(t, line + 1, column).n == 0)
		return ledger_cell(t, line, column);
	return cell;
}

/* 领导 under 责任落实 is 责任领导: what a group says of all below it, in a word. */
static int
kind_in_group(struct str group, struct str cell, const head_map_array *maps)
{
	static const struct str says[] = { STR("责任"), STR("牵头"), STR("配合"), STR("分管"), STR("完成"), STR("整改") };
	char words[2 * HEAD_CELL];
	int kind = -1;

	for (size_t i = 0; i < sizeof says / sizeof says[0] && kind < 0; i++) {
		size_t n = put_head(words, 0, sizeof words, says[i]);

		if (str_has(group, says[i]))
			kind = head_kind((struct str){ words, put_head(words, n, sizeof words, cell) }, maps);
	}
	return kind;
}

/* Each cell of a row below the first of a head is known, by itself or in the group it stands in. */
static bool
all_known(const struct text *t, uint32_t line, const head_map_array *maps)
{
	uint32_t n = count_cells(t, line);

	for (uint32_t c = 0; c < n; c++) {
		struct str cell = ledger_cell(t, line, c);

		if (cell.n > 0 && !cell_known(cell, maps) && kind_in_group(words_over(t, line - 1, c, false), cell, maps) < 0)
			return false;
	}
	return true;
}

/* The rows of a head that begins at `line`: cells of it reach down into those below, or all that stands there is known. */
static uint32_t
head_rows(const struct text *t, uint32_t line, uint32_t end, const head_map_array *maps)
{
	uint32_t n = 1;

	for (; n < LEDGER_HEAD && line + n < end; n++) {
		size_t i = ledger_covered_from(t, line + n);
		bool covered = i < t->covered.n && t->covered.v[i].line == line + n;

		if (!all_short(t, line + n) || !(covered || all_known(t, line + n, maps)))
			break;
	}
	return n;
}

/* Reads a column of a head of `rows` rows: by all its words, else by those of the rows above the last. */
static int
column_kind(struct arena *a, const struct text *t, uint32_t line, uint32_t rows, uint32_t column, const head_map_array *maps,
    struct str *head)
{
	char words[LEDGER_HEAD * HEAD_CELL];
	size_t n[LEDGER_HEAD + 1] = { 0 }, above = 0;
	struct str own;
	int kind = -1;

	for (uint32_t r = 0; r < rows; r++) {
		above = n[r];
		n[r + 1] = put_head(words, above, sizeof words, words_over(t, line + r, column, r + 1 == rows));
	}
	own = str_of(words + above, words + n[rows]);
	*head = arena_str(a, (struct str){ words, n[rows] });
	if (own.n > 0 && above > 0 && !cell_known(own, maps))
		kind = kind_in_group((struct str){ words, above }, own, maps);
	for (uint32_t r = rows; r > 0 && kind < 0; r--)
		if (n[r] > n[r - 1] || r == rows)
			kind = head_kind((struct str){ words, n[r] }, maps);
	return kind;
}

static bool
is_level(unsigned kind)
{
	return field_place(kind) > AT_ASPECT;
}

/* 完成时间 beside a time limit is when it was done; of two columns of findings the first one groups them. */
static void
settle(struct ledger_head *h, const bool *either)
{
	uint32_t limits = 0, last = UINT32_MAX;

	for (uint32_t i = 0; i < h->ncolumns; i++)
		limits += h->columns[i].kind == FIELD_DEADLINE && !either[i];
	for (uint32_t i = 0; i < h->ncolumns; i++) {
		if (either[i] && limits > 0)
			h->columns[i].kind = FIELD_DONE_ON;
		if (h->columns[i].kind != FIELD_FINDING)
			continue;
		if (last != UINT32_MAX)
			h->columns[last].kind = FIELD_ASPECT;
		last = i;
	}
}

/* 2家卫生院没有登记, but not 12 or 85%. */
static bool
is_worded(struct str cell)
{
	size_t i = 0;

	while (i < cell.n && (unsigned char)cell.p[i] < 0x80)
		i++;
	return i < cell.n;
}

/* Findings, tasks or measures stand under it in words, not as numbers of them. */
static bool
has_words(const struct text *t, const struct ledger_head *h, uint32_t line)
{
	for (uint32_t i = line + h->rows; i < t->lines.n && i < line + h->rows + LOOKED_AT; i++)
		for (uint32_t c = 0; t->lines.v[i].kind == LINE_ROW && c < h->ncolumns; c++) {
			enum field_kind kind = h->columns[c].kind;
			struct str cell = ledger_cell(t, i, h->columns[c].column);

			if (is_level(kind) && cell.n > 0 && (kind == FIELD_NUMBERS || is_worded(cell)))
				return true;
		}
	return false;
}

bool
ledger_head_begins(const struct text *t, uint32_t line, const head_map_array *maps)
{
	struct str s = str_trim(line_str(t, &t->lines.v[line]));
	const char *tab = s.n == 0 ? NULL : memchr(s.p, '\t', s.n);

	return tab != NULL && cell_known(str_of(s.p, tab), maps);
}

bool
ledger_head_at(struct arena *a, const struct text *t, uint32_t line, uint32_t end, const head_map_array *maps,
    struct ledger_head *h)
{
	uint32_t most = 0, known = 0, levels = 0;
	bool either[LEDGER_COLUMNS] = { false };

	if (!all_short(t, line))
		return false;
	*h = (struct ledger_head){ .rows = head_rows(t, line, end, maps) };
	for (uint32_t r = 0; r < h->rows; r++)
		if (count_cells(t, line + r) > most)
			most = count_cells(t, line + r);
	for (uint32_t c = 0; c < most; c++) {
		struct ledger_column *column = &h->columns[h->ncolumns];
		int kind = column_kind(a, t, line, h->rows, c, maps, &column->head);

		if (column->head.n == 0)
			continue;
		column->column = c;
		column->kind = kind < 0 ? FIELD_NONE : (uint8_t)(kind & ~FIELD_EITHER);
		either[h->ncolumns++] = kind >= 0 && (kind & FIELD_EITHER) != 0;
		known += column->kind != FIELD_NONE;
		levels += is_level(column->kind);
	}
	settle(h, either);
	return known >= LEAST_KNOWN && levels > 0 && has_words(t, h, line);
}
