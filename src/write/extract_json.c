/*
 * JSON of the format bihuan.extract/1. articles are written as they come;
 * sources, places and notes wait in spools for the end. Sources are numbered
 * in the order in which they are told, which is their place in "sources".
 */
#include "base/letters.h"
#include "doc/stops.h"
#include "write/extract.h"
#include "base/json.h"

/* Between the elements of a list: nothing before the first. */
static void
comma(struct buf *b, size_t before)
{
	if (before > 0)
		buf_putc(b, ',');
}

/* Words of a cell, whose lines stay apart. */
static void
escape_lines(struct buf *b, struct str s)
{
	struct str inside = STR(LINE_INSIDE);

	for (size_t at; (at = str_find(s, inside, 0)) != STR_NONE; s = str_slice(s, at + inside.n, s.n)) {
		json_escape(b, str_slice(s, 0, at));
		JSON_PUT(b, "\\n");
	}
	json_escape(b, s);
}

static void
put_lines(struct buf *b, struct str s)
{
	buf_putc(b, '"');
	escape_lines(b, s);
	buf_putc(b, '"');
}

static void
put_strs(struct buf *b, const struct str *v, size_t n)
{
	buf_putc(b, '[');
	for (size_t i = 0; i < n; i++) {
		comma(b, i);
		json_str(b, v[i]);
	}
	buf_putc(b, ']');
}

/* A name out of a table, or null. */
static void
put_name(struct buf *b, const char *name)
{
	json_str_or_null(b, cstr(name));
}

/*
 * One more piece of a text, in the quotes of its string: on a line of its own,
 * or straight behind the one before where that was cut inside a sentence.
 */
static void
put_piece(struct buf *b, struct str s, struct str *before)
{
	if (s.n == 0)
		return;
	if (before->n > 0 && !stops_cut(*before))
		JSON_PUT(b, "\\n");
	json_escape(b, s);
	*before = s;
}

static void
put_joined(struct buf *b, const struct document *d, const struct span *v, size_t n)
{
	struct str before = { NULL, 0 };

	buf_putc(b, '"');
	for (size_t i = 0; i < n; i++)
		put_piece(b, document_str(d, v[i]), &before);
	buf_putc(b, '"');
}

/* What stands between the quotes. */
static void
put_node_text(struct buf *b, const struct document *d, const struct article *a,
    const struct node *n)
{
	struct str before = { NULL, 0 };

	if (n->sheet && n->nrun == 1) {
		escape_lines(b, extract_piece(d, a, n, 0));
		return;
	}
	for (uint32_t i = 0; i < n->nrun; i++)
		put_piece(b, extract_piece(d, a, n, i), &before);
}

#define KEYS 160	/* bytes: more than the keys, names, numbers and brackets of half a record take */

static void
put_node_head(struct buf *b, const struct node *n, uint32_t id)
{
	char *pen = buf_room(b, KEYS + 2 * PEN_NUM + PEN_STR(n->marker.n));

	if (pen == NULL)
		return;
	pen = PEN(pen, "\n{\"id\":");
	pen = pen_num(pen, id);
	pen = PEN(pen, ",\"parent\":");
	pen = pen_num(pen, n->parent);
	pen = PEN(pen, ",\"marker\":");
	pen = pen_str(pen, n->marker);
	pen_close(b, PEN(pen, ",\"heading\":"));
	if (n->sheet)
		put_lines(b, n->heading);
	else
		json_str(b, n->heading);
	JSON_PUT(b, ",\"text\":\"");
}

/* The names of a table as JSON writes them: as many bytes for each are written at once, `n` of them count. */
#define NAME_MOST 16
#define NAME_FILL "                "

struct name {
	const char *text;
	size_t n;
};
#define NAME(text) { sizeof(text) > 1 ? "\"" text "\"" NAME_FILL : "null" NAME_FILL, sizeof(text) > 1 ? sizeof(text) + 1 : 4 },
#define X(name, text, ...) NAME(text)
static const struct name roles[] = { ROLES(X) }, statuses[] = { STATUSES(X) }, fact_types[] = { FACT_TYPES(X) },
    comparators[] = { COMPARATORS(X) }, date_roles[] = { DATE_ROLES(X) };
#undef X
#define X(name, text, ...) _Static_assert(sizeof(text) + 1 <= NAME_MOST, text " is too long");
ROLES(X) STATUSES(X) FACT_TYPES(X) COMPARATORS(X) DATE_ROLES(X)
#undef X

static inline char *
pen_name(char *pen, const struct name *name)
{
	memcpy(pen, name->text, NAME_MOST);
	return pen + name->n;
}

static void
put_node(struct buf *b, const struct document *d, const struct article *a, uint32_t id)
{
	const struct node *n = &a->nodes.v[id - 1];
	char *pen;

	put_node_head(b, n, id);
	put_node_text(b, d, a, n);
	pen = buf_room(b, KEYS + n->nrun * (PEN_SPAN + 1));
	if (pen == NULL)
		return;
	pen = PEN(pen, "\",\"role\":");
	pen = pen_name(pen, &roles[n->role]);
	pen = PEN(pen, ",\"status\":");
	pen = pen_name(pen, &statuses[n->status]);
	pen = PEN(pen, ",\"spans\":");
	pen = pen_spans(pen, n->nrun == 0 ? NULL : &a->spans.v[n->run], n->nrun);
	*pen++ = '}';
	pen_close(b, pen);
}

static char *
pen_day(char *pen, struct date d)
{
	return pen + date_print(pen, d);
}

/* Whole numbers, which most are, without a format string. */
static char *
pen_decimal(char *pen, struct decimal d)
{
	if (d.scale == 0 && d.digits >= 0 && d.digits <= UINT32_MAX)
		return pen_num(pen, (uint32_t)d.digits);
	return pen + decimal_print(pen, d);
}

static char *
pen_quantity(char *pen, const struct fact *f)
{
	pen = PEN(pen, ",\"value\":");
	pen = pen_decimal(pen, fact_value(f));
	pen = PEN(pen, ",\"unit\":");
	pen = pen_str(pen, fact_unit(f));
	pen = PEN(pen, ",\"cmp\":");
	return pen_name(pen, &comparators[f->cmp]);
}

static char *
pen_date(char *pen, const struct fact *f)
{
	pen = PEN(pen, ",\"value\":\"");
	pen = pen_day(pen, f->date.from);
	if (f->date.to.year != 0) {
		*pen++ = '/';
		pen = pen_day(pen, f->date.to);
	}
	pen = PEN(pen, "\",\"role\":");
	return pen_name(pen, &date_roles[f->role]);
}

static char *
pen_document(char *pen, const struct fact *f)
{
	pen = PEN(pen, ",\"title\":");
	return pen_str(pen, fact_title(f));
}

static char *
pen_strs(char *pen, const struct str *v, size_t n)
{
	*pen++ = '[';
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			*pen++ = ',';
		pen = pen_str(pen, v[i]);
	}
	*pen++ = ']';
	return pen;
}

static char *
pen_duty(char *pen, const struct fact *f)
{
	pen = PEN(pen, ",\"lead\":");
	pen = pen_strs(pen, f->lead, f->nlead);
	pen = PEN(pen, ",\"support\":");
	return pen_strs(pen, f->support, f->nsupport);
}

static char *(*const fact_pens[])(char *, const struct fact *) = {
	[FACT_QUANTITY] = pen_quantity,
	[FACT_DATE] = pen_date,
	[FACT_DOCUMENT] = pen_document,
	[FACT_DUTY] = pen_duty,
};

/* What its pen may take, beside keys, numbers and names. */
static size_t
fact_most(const struct fact *f)
{
	size_t most = 0;

	switch (f->type) {
	case FACT_QUANTITY:
		return PEN_STR(fact_unit(f).n);
	case FACT_DOCUMENT:
		return PEN_STR(fact_title(f).n);
	case FACT_DUTY:
		for (size_t i = 0; i < f->nlead; i++)
			most += PEN_STR(f->lead[i].n) + 1;
		for (size_t i = 0; i < f->nsupport; i++)
			most += PEN_STR(f->support[i].n) + 1;
		return most;
	default:
		return 0;
	}
}

static void
put_fact(struct buf *b, const struct document *d, const struct fact *f)
{
	struct str text = document_str(d, f->span);
	char *pen = buf_room(b, 2 * KEYS + PEN_STR(text.n) + fact_most(f));

	if (pen == NULL)
		return;
	pen = PEN(pen, "\n{\"node\":");
	pen = pen_num(pen, f->node);
	pen = PEN(pen, ",\"type\":");
	pen = pen_name(pen, &fact_types[f->type]);
	pen = fact_pens[f->type](pen, f);
	pen = PEN(pen, ",\"text\":");
	pen = pen_str(pen, text);
	pen = PEN(pen, ",\"spans\":[");
	pen = pen_span(pen, f->span);
	pen_close(b, PEN(pen, "]}"));
}

/* The cells of a row, parted by TAB. False when none is left. */
static bool
next_cell(struct str *rest, struct str *cell)
{
	const char *tab;

	if (rest->p == NULL)
		return false;
	tab = rest->n == 0 ? NULL : memchr(rest->p, '\t', rest->n);
	*cell = tab == NULL ? *rest : str_of(rest->p, tab);
	*rest = tab == NULL ? (struct str){ NULL, 0 } : str_of(tab + 1, str_end(*rest));
	return true;
}

static void
put_row(struct buf *b, struct str row)
{
	struct str cell;

	buf_putc(b, '[');
	for (size_t i = 0; next_cell(&row, &cell); i++) {
		comma(b, i);
		put_lines(b, cell);
	}
	buf_putc(b, ']');
}

static void
put_table(struct buf *b, const struct document *d, const struct table *t)
{
	const struct text *text = d->texts[t->source - d->first];
	const struct line *rows = text->lines.v + t->row;
	struct span whole = { t->source, rows[0].from, rows[t->nrows - 1].to };

	JSON_PUT(b, "{\"rows\":[");
	for (uint32_t i = 0; i < t->nrows; i++) {
		comma(b, i);
		put_row(b, line_str(text, &rows[i]));
	}
	JSON_PUT(b, "],\"spans\":");
	json_spans(b, &whole, 1);
	buf_putc(b, '}');
}

static void
put_letters(struct buf *b, uint32_t column)
{
	char letters[LETTERS_TEXT];

	buf_put(b, letters, letters_print(letters, column + 1));
}

static void
put_column(struct buf *b, const struct ledger_column *c)
{
	JSON_PUT(b, "{\"column\":\"");
	put_letters(b, c->column);
	JSON_PUT(b, "\",\"head\":");
	json_str(b, c->head);
	JSON_PUT(b, ",\"field\":");
	put_name(b, field_name(c->kind));
	buf_putc(b, '}');
}

static void
put_ledger(struct buf *b, const struct ledger_sheet *l)
{
	JSON_PUT(b, "\n{\"table\":");
	json_num(b, l->table);
	JSON_PUT(b, ",\"columns\":[");
	for (uint32_t i = 0; i < l->ncolumns; i++) {
		comma(b, i);
		put_column(b, &l->columns[i]);
	}
	JSON_PUT(b, "]}");
}

static void
put_field(struct buf *b, const struct document *d, const struct field *f)
{
	JSON_PUT(b, "\n{\"node\":");
	json_num(b, f->node);
	JSON_PUT(b, ",\"field\":");
	put_name(b, field_name(f->kind));
	JSON_PUT(b, ",\"text\":");
	put_lines(b, document_str(d, f->span));
	JSON_PUT(b, ",\"spans\":");
	json_spans(b, &f->span, 1);
	buf_putc(b, '}');
}

/* Only of articles that hold a ledger. */
static void
put_ledgers(struct buf *b, const struct document *d, const struct article *a)
{
	JSON_PUT(b, ",\n\"ledgers\":[");
	for (size_t i = 0; i < a->ledgers.n; i++) {
		comma(b, i);
		put_ledger(b, &a->ledgers.v[i]);
	}
	JSON_PUT(b, "],\n\"fields\":[");
	for (size_t i = 0; i < a->fields.n; i++) {
		comma(b, i);
		put_field(b, d, &a->fields.v[i]);
	}
	JSON_PUT(b, "]");
}

static void
put_heads(struct buf *b, const struct article *a)
{
	JSON_PUT(b, "\"kind\":");
	put_name(b, kind_name(a->kind));
	JSON_PUT(b, ",\"title\":");
	json_str_or_null(b, a->title);
	JSON_PUT(b, ",\"issuer\":");
	json_str_or_null(b, a->issuer);
	JSON_PUT(b, ",\"number\":");
	json_str_or_null(b, a->number);
	JSON_PUT(b, ",\"issued\":");
	json_date_or_null(b, a->issued);
	JSON_PUT(b, ",\"inspector\":");
	json_str_or_null(b, a->inspector);
	JSON_PUT(b, ",\"secrecy\":");
	json_str_or_null(b, a->secrecy);
	JSON_PUT(b, ",\"addressees\":");
	put_strs(b, a->addressees.v, a->addressees.n);
}

static void
put_contact(struct buf *b, const struct contact *c)
{
	JSON_PUT(b, ",\"contact\":{\"phone\":");
	put_strs(b, c->phone.v, c->phone.n);
	JSON_PUT(b, ",\"email\":");
	put_strs(b, c->email.v, c->email.n);
	JSON_PUT(b, ",\"postal\":");
	json_str_or_null(b, c->postal);
	JSON_PUT(b, ",\"postcode\":");
	json_str_or_null(b, c->postcode);
	buf_putc(b, '}');
}

static void
put_article(struct buf *b, const struct document *d, const struct article *a)
{
	JSON_PUT(b, "\n{");
	put_heads(b, a);
	put_contact(b, &a->contact);
	JSON_PUT(b, ",\"preamble\":");
	put_joined(b, d, a->preamble.v, a->preamble.n);
	JSON_PUT(b, ",\"closing\":");
	put_joined(b, d, a->closing.v, a->closing.n);
	JSON_PUT(b, ",\"tables\":[");
	for (size_t i = 0; i < a->tables.n; i++) {
		comma(b, i);
		put_table(b, d, &a->tables.v[i]);
	}
	JSON_PUT(b, "]");
	if (a->ledgers.n > 0)
		put_ledgers(b, d, a);
	JSON_PUT(b, ",\n\"nodes\":[");
	for (size_t i = 0; i < a->nodes.n; i++) {
		article_fetch(a, i + ARTICLE_AHEAD);
		comma(b, i);
		put_node(b, d, a, (uint32_t)i + 1);
	}
	JSON_PUT(b, "],\n\"facts\":[");
	for (size_t i = 0; i < a->facts.n; i++) {
		comma(b, i);
		put_fact(b, d, &a->facts.v[i]);
	}
	JSON_PUT(b, "]}");
}

static void
put_source(struct buf *b, const struct text *t)
{
	JSON_PUT(b, "{\"name\":");
	json_name(b, t->name);
	JSON_PUT(b, ",\"sha256\":");
	put_name(b, t->sha256);
	JSON_PUT(b, ",\"encoding\":");
	put_name(b, t->encoding);
	JSON_PUT(b, ",\"bytes\":");
	buf_putu(b, t->bytes);
	JSON_PUT(b, ",\"reader\":");
	put_name(b, t->reader);
	buf_putc(b, '}');
}

/* The first thing in a list of its own that is filled over several calls. */
static void
start_element(struct spool *s)
{
	if (s->buf.n > 0 || s->file != NULL)
		buf_putc(&s->buf, ',');
	buf_putc(&s->buf, '\n');
}

static void
put_place(struct spool *s, struct span at, uint32_t page)
{
	start_element(s);
	JSON_PUT(&s->buf, "{\"span\":");
	json_span(&s->buf, at);
	if (page > 0) {
		JSON_PUT(&s->buf, ",\"page\":");
		json_num(&s->buf, page);
	}
}

/* A place for each cell of a row. */
static void
put_cells(struct spool *s, uint32_t source, const struct text *t, const struct line *l, uint32_t row)
{
	struct str rest = line_str(t, l), cell;

	for (uint32_t column = 0; next_cell(&rest, &cell); column++) {
		uint32_t from = (uint32_t)(cell.p - t->body.p);
		put_place(s, (struct span){ source, from, from + (uint32_t)cell.n }, l->page);
		JSON_PUT(&s->buf, ",\"cell\":\"");
		put_letters(&s->buf, column);
		json_num(&s->buf, row);
		JSON_PUT(&s->buf, "\"}");
	}
}

/* A file that shows paragraphs, and neither rows of a sheet nor lines of a text. */
static bool
has_paragraphs(const struct text *t)
{
	return t->encoding == NULL && t->rows.n == 0;
}

static void
put_paragraph(struct spool *s, uint32_t source, const struct line *l, uint32_t paragraph)
{
	put_place(s, (struct span){ source, l->from, l->to }, l->page);
	JSON_PUT(&s->buf, ",\"paragraph\":");
	json_num(&s->buf, paragraph);
	buf_putc(&s->buf, '}');
}

/* A place for each page, for each paragraph of a file that has such, and for each cell of a table; rows count from 1, of the sheet where there is one. */
static void
put_places(struct spool *s, uint32_t source, const struct text *t)
{
	const struct line *l = t->lines.v, *end = l + t->lines.n, *page = l;
	bool paragraphs = has_paragraphs(t);
	uint32_t row = 0, paragraph = 0;

	for (; l < end; l++) {
		uint32_t sheet = l->kind == LINE_ROW ? text_row(t, (uint32_t)(l - t->lines.v)) : 0;

		row = l->kind == LINE_ROW ? row + 1 : 0;
		if (row > 0)
			put_cells(s, source, t, l, sheet != 0 ? sheet : row);
		else if (paragraphs)
			put_paragraph(s, source, l, ++paragraph);
		if (l->page > 0 && (l + 1 == end || l[1].page != l->page)) {
			put_place(s, (struct span){ source, page->from, l->to }, l->page);
			buf_putc(&s->buf, '}');
		}
		if (l + 1 < end && l[1].page != l->page)
			page = l + 1;
	}
}

static void
put_note(struct extract *x, const struct note *n, uint32_t source)
{
	struct buf *b = &x->notes.buf;
	struct span at = { source, n->at.from, n->at.to };

	start_element(&x->notes);
	JSON_PUT(b, "{\"code\":");
	put_name(b, note_name(n->code));
	JSON_PUT(b, ",\"severity\":");
	put_name(b, note_severity(n->code));
	JSON_PUT(b, ",\"at\":");
	json_span(b, at);
	JSON_PUT(b, ",\"text\":\"");
	json_escape(b, cstr(note_sentence(n->code, x->lang)));
	json_escape(b, n->detail);
	JSON_PUT(b, "\"}");
}

static void
put_text(struct extract *x, const struct text *t, uint32_t source)
{
	start_element(&x->sources);
	put_source(&x->sources.buf, t);
	put_places(&x->places, source, t);
	for (size_t i = 0; i < t->notes.n; i++)
		put_note(x, &t->notes.v[i], source);
}

static void
json_document(struct extract *x, const struct document *d)
{
	if (x->ndocuments == 0 && x->narticles == 0)
		JSON_PUT(x->out, "{\"format\":\"bihuan.extract/1\",\n\"articles\":[");
	for (size_t i = 0; i < d->articles.n; i++) {
		comma(x->out, x->narticles++);
		put_article(x->out, d, &d->articles.v[i]);
	}
	if (d->partial)
		return;
	for (uint32_t i = 0; i < d->ntexts; i++)
		put_text(x, d->texts[i], d->first + i);
	for (size_t i = 0; i < d->notes.n; i++)
		put_note(x, &d->notes.v[i], d->notes.v[i].at.source);
	x->ndocuments++;
}

/* It is about no source: what could not be read has none, and so no span. */
static void
json_failed(struct extract *x, const char *path, const char *sentence)
{
	struct buf *b = &x->notes.buf;

	start_element(&x->notes);
	JSON_PUT(b, "{\"code\":");
	put_name(b, note_name(NOTE_FAILED));
	JSON_PUT(b, ",\"severity\":");
	put_name(b, note_severity(NOTE_FAILED));
	JSON_PUT(b, ",\"at\":null,\"name\":");
	json_name(b, cstr(path));
	JSON_PUT(b, ",\"text\":\"");
	json_escape(b, cstr(note_sentence(NOTE_FAILED, x->lang)));
	json_escape(b, cstr(sentence));
	JSON_PUT(b, "\"}");
}

static void
json_end(struct extract *x)
{
	JSON_PUT(x->out, "],\n\"sources\":[");
	spool_pour(&x->sources, x->out);
	JSON_PUT(x->out, "],\n\"places\":[");
	spool_pour(&x->places, x->out);
	JSON_PUT(x->out, "],\n\"notes\":[");
	spool_pour(&x->notes, x->out);
	JSON_PUT(x->out, "]}\n");
}

const struct form form_json = {
	.name = "json",
	.made = true,
	.hash = true,
	.document = json_document,
	.failed = json_failed,
	.end = json_end,
};
