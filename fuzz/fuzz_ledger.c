/*
 * Ledgers: rows of cells with everything that readers tell of them, through
 * outline, facts, JSON and lists. A line with a comma is a row, its cells
 * parted by commas; a cell ^ is covered by the one above, a bar ends a line
 * inside a cell. An input that begins with = is a workbook.
 */
#include "documents.h"
#include "read/lines.h"
#include "write/extract.h"
#include "write/writer.h"

static void
put_cell(struct lines *out, struct str cell, uint32_t column)
{
	if (str_eq(cell, STR("^"))) {
		lines_cover(out, column);
		return;
	}
	for (size_t i = 0; i < cell.n; i++)
		if (cell.p[i] == '|')
			lines_put(out, LINE_INSIDE, strlen(LINE_INSIDE));
		else
			lines_put_clean(out, str_slice(cell, i, i + 1));
}

static void
put_line(struct lines *out, struct str line, uint32_t row)
{
	bool cells = str_has(line, STR(","));

	if (row > 0)
		lines_row(out, row);
	for (uint32_t column = 0; line.p != NULL; column++) {
		size_t comma = str_find(line, STR(","), 0);

		if (column > 0)
			lines_putc(out, '\t');
		put_cell(out, str_slice(line, 0, comma == STR_NONE ? line.n : comma), column);
		line = comma == STR_NONE ? (struct str){ NULL, 0 } : str_slice(line, comma + 1, line.n);
	}
	lines_close(out, cells ? LINE_ROW : LINE_PLAIN, row > 0);
}

static struct text *
make_text(struct arena *a, struct str utf8)
{
	struct text *t = arena_zalloc(a, sizeof *t);
	bool book = utf8.n > 0 && utf8.p[0] == '=';
	struct lines out;

	t->name = cstr("-");
	t->reader = "csv";
	lines_begin(&out, a, t, utf8.n);
	for (uint32_t row = 1; utf8.n > 0; row++) {
		size_t end = str_find(utf8, STR("\n"), 0);

		put_line(&out, str_slice(utf8, 0, end == STR_NONE ? utf8.n : end), book ? row : 0);
		utf8 = end == STR_NONE ? (struct str){ NULL, 0 } : str_slice(utf8, end + 1, utf8.n);
	}
	lines_end(&out);
	return t;
}

static void
check_fields(const struct document *d, const struct article *a)
{
	for (size_t i = 0; i < a->fields.n; i++) {
		const struct field *f = &a->fields.v[i];

		HOLDS(f->node >= 1 && f->node <= a->nodes.n && f->kind < FIELD_COUNT);
		HOLDS(i == 0 || f->node >= a->fields.v[i - 1].node);
		HOLDS(f->span.from < f->span.to && f->span.to <= d->texts[f->span.source - d->first]->body.n);
	}
	for (size_t i = 0; i < a->ledgers.n; i++)
		HOLDS(a->ledgers.v[i].table < a->tables.n && a->ledgers.v[i].ncolumns <= 64);
}

static void
take(struct arena *a, struct document *d)
{
	struct buf out = { 0 };
	struct extract x;
	struct lists *l = lists_new(a);

	for (size_t i = 0; i < d->articles.n; i++)
		check_fields(d, &d->articles.v[i]);
	extract_init(&x, &out, LANG_ZH, false);
	form_json.document(&x, d);
	form_json.end(&x);
	HOLDS(out.err == OK && utf8_check((struct str){ out.p, out.n }) == out.n);
	extract_free(&x);
	buf_free(&out);
	lists_add(l, d);
	lists_finish(l);
	HOLDS(writer_find(STR("json"))->put(l, LISTS_ALL, &out, NULL) == OK);
	buf_free(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = n > DOCUMENTS_MOST ? NULL : arena_new((size_t)256 << 20);
	struct str utf8 = { (const char *)p, n };

	if (a == NULL)
		return 0;
	if (utf8_check(utf8) == n && !arena_try(a)) {
		struct text *t = make_text(a, utf8);
		struct document d = { .arena = a, .texts = &t, .ntexts = 1 };

		if (t->lines.n > 0) {
			document_make(&d, 0);
			take(a, &d);
		}
	}
	arena_free(a);
	return 0;
}
