#include "read/lines.h"
#include "read/scan.h"

#define LINE_BYTES 128	/* most paragraphs have more */

void
lines_begin(struct lines *l, struct arena *a, struct text *t, size_t room)
{
	*l = (struct lines){ .a = a, .t = t };
	array_reserve(a, &t->lines, room / LINE_BYTES + 16);
	if (t->over != NULL) {
		l->p = t->over;
		l->cap = room + 1;
		l->lent = true;
		return;
	}
	lines_grow(l, room + 1);
}

void
lines_grow(struct lines *l, size_t n)
{
	size_t need = l->n + n, cap = l->cap + l->cap / 2;

	l->cap = need > cap ? need : cap;
	if (l->lent) {
		l->lent = false;
		l->p = memcpy(arena_resize(l->a, NULL, l->cap), l->p, l->n);
	} else {
		l->p = arena_resize(l->a, l->p, l->cap);
	}
}

void
lines_end(struct lines *l)
{
	if (!l->lent && l->cap - l->n > l->cap / 8)
		l->p = arena_resize(l->a, l->p, l->n + 1);
	l->t->body = (struct str){ l->p, l->n };
}

void
lines_put_clean(struct lines *l, struct str s)
{
	size_t at = l->n;

	lines_put(l, s.p, s.n);
	if ((scan(s) & (SCAN_NOISE | SCAN_FEED | SCAN_TAB)) == 0 && memchr(s.p, '\n', s.n) == NULL)
		return;
	l->n = at + scan_clean(l->p + at, s);
	for (size_t i = at; i < l->n; i++)
		if (l->p[i] == '\n' || l->p[i] == '\f' || l->p[i] == '\t')
			l->p[i] = ' ';
}

void
lines_put_cell(struct lines *l, struct str s)
{
	size_t begin = l->n;

	for (const char *p = s.p, *end = str_end(s), *to; p < end; p = to + 1) {
		struct str piece;

		to = memchr(p, '\n', (size_t)(end - p));
		to = to == NULL ? end : to;
		piece = str_trim(str_of(p, to));
		if (piece.n == 0)
			continue;
		if (l->n > begin)
			lines_put(l, LINE_INSIDE, strlen(LINE_INSIDE));
		lines_put_clean(l, piece);
	}
}

struct line *
lines_close(struct lines *l, enum line_kind kind, uint32_t page)
{
	struct line *new;

	if (l->n == l->from)
		return NULL;
	new = array_add(l->a, &l->t->lines);
	new->from = (uint32_t)l->from;
	new->to = (uint32_t)l->n;
	new->kind = (uint8_t)kind;
	new->page = page;
	lines_putc(l, '\n');
	l->from = l->n;
	return new;
}

void
lines_note(struct lines *l, enum note_code code, size_t from, size_t to, struct str detail)
{
	*array_add(l->a, &l->t->notes) = (struct note){ code,
		{ 0, (uint32_t)from, (uint32_t)to }, detail };
}

void
lines_cover(struct lines *l, uint32_t column)
{
	if (l->t->covered.n < COVERED_MOST)
		*array_add(l->a, &l->t->covered) = (struct covered){ (uint32_t)l->t->lines.n, column };
}

void
lines_row(struct lines *l, uint32_t row)
{
	uint32_t line = (uint32_t)l->t->lines.n;
	sheet_row_array *rows = &l->t->rows;

	if (rows->n > 0 && array_last(rows)->line == line)	/* nothing was put */
		array_last(rows)->row = row;
	else if (rows->n == 0 || array_last(rows)->row + (line - array_last(rows)->line) != row)
		*array_add(l->a, rows) = (struct sheet_row){ line, row };
}
