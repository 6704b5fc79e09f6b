/* import_sheet: tables whose head names fields of one kind; each row is a record. */
#include <inttypes.h>

#include "cli/import.h"
#include "doc/ledger.h"
#include "doc/words.h"

#define MERGED_MOST 1000	/* rows that are looked through for the top of a merged cell */
#define HEAD_LOOKED 6	/* rows of a table, for its head */
#define LEAST_READ 2	/* columns that are understood, and half of those that have a head */

/* ---- cells ---- */

static struct str
line_words(const struct list_source *s, uint32_t line)
{
	return str_slice(s->body, s->lines.v[line].from, s->lines.v[line].to);
}

static struct str
cell_at(const struct list_source *s, uint32_t line, uint32_t column)
{
	struct str rest = line_words(s, line);
	size_t tab;

	for (; column > 0; column--) {
		tab = str_find(rest, STR("\t"), 0);
		if (tab == STR_NONE)
			return (struct str){ NULL, 0 };
		rest = str_slice(rest, tab + 1, rest.n);
	}
	return str_trim(str_slice(rest, 0, str_find(rest, STR("\t"), 0)));
}

static bool
is_covered(const struct list_source *s, uint32_t line, uint32_t column)
{
	size_t first;

	array_search(first, s->covered.n, i, s->covered.v[i].line < line);
	for (; first < s->covered.n && s->covered.v[first].line == line; first++)
		if (s->covered.v[first].column == column)
			return true;
	return false;
}

struct str
sheet_cell(const struct import *job, const struct sheet *sheet, uint32_t line, uint32_t column)
{
	const struct list_source *s = &job->lists->sources.v[sheet->source];
	struct str cell = cell_at(s, line, column);

	for (unsigned i = 0; cell.n == 0 && i < MERGED_MOST && line > sheet->head + 1 && is_covered(s, line, column); i++)
		cell = cell_at(s, --line, column);
	return cell;
}

struct str
sheet_title(const struct import *job, const struct offer *o)
{
	int title = kind_part(o->kind->kind, PART_TITLE);

	for (uint32_t c = 0; c < o->sheet->ncolumns; c++)
		if (o->sheet->columns[c].is == COLUMN_FIELD && o->sheet->columns[c].field == title)
			return sheet_cell(job, o->sheet, o->line, c);
	return (struct str){ NULL, 0 };
}

struct str
sheet_cell_of(const struct import *job, const struct sheet *sheet, uint32_t line, int is)
{
	for (uint32_t c = 0; c < sheet->ncolumns; c++)
		if ((int)sheet->columns[c].is == is)
			return sheet_cell(job, sheet, line, c);
	return (struct str){ NULL, 0 };
}

/* ---- heads ---- */

/* What a head is read as wherever ledgers are read; -1. */
static int
head_kind(struct str head)
{
	const struct word *w = head.n == 0 ? NULL : words_before(&words_ledger, str_end(head), head.p);

	return w == NULL ? -1 : w->value & ~FIELD_EITHER;
}

static bool
is_called(struct arena *a, struct str head, struct label label, struct str key)
{
	return str_eq(head, ledger_head_words(a, label.zh)) || str_eq(head, ledger_head_words(a, label.en)) || str_eq(head, key);
}

static bool
is_title(struct arena *a, const struct kind *k, struct str head)
{
	int title = maker_part(k, PART_TITLE);

	return title >= 0 && is_called(a, head, k->fields.v[title].label, k->fields.v[title].key);
}

/* The kind whose title stands under this head; NULL: of none. By its own label, else by how ledgers call such a column. */
static const struct kind_force *
kind_of_head(const struct import *job, struct str head)
{
	static const struct { int field; enum kind_reads reads; } titles[] = { { FIELD_FINDING, KIND_READS_FINDING },
		{ FIELD_MEASURE, KIND_READS_MEASURE }, { FIELD_MEASURE, KIND_READS_DUTY }, { FIELD_TASK, KIND_READS_DUTY } };
	const struct force *f = job->ledger->force;
	const struct kind_force *found = NULL;

	for (size_t i = 0; i < f->d->kinds.n; i++)
		if (is_title(job->lists->arena, f->kinds[i].kind, head) && (found == NULL || &f->kinds[i] == job->only))
			found = &f->kinds[i];
	for (size_t i = 0; i < sizeof titles / sizeof titles[0] && found == NULL; i++) {
		const struct kind *k = head_kind(head) == titles[i].field ? definition_reads(f->d, titles[i].reads) : NULL;

		found = k == NULL || maker_part(k, PART_TITLE) < 0 ? NULL : force_kind(f, k->key);
	}
	return found;
}

/* The one kind whose title a row names; NULL where there is none, or several: those are nested, and read as documents are. */
static const struct kind_force *
kind_of_heads(const struct import *job, const struct sheet_column *c, uint32_t n)
{
	const struct kind_force *found = NULL;

	for (uint32_t i = 0; i < n; i++) {
		const struct kind_force *k = kind_of_head(job, c[i].head);

		if (k != NULL && found != NULL && k != found)
			return NULL;
		found = k != NULL ? k : found;
	}
	return job->only == NULL || found == job->only ? found : NULL;
}

/* A field of the kind, as how ledgers call such a column tells; -1. */
static int
field_by_custom(const struct kind *k, int head)
{
	static const enum part parts[FIELD_COUNT] = { [FIELD_FINDING] = PART_TITLE, [FIELD_MEASURE] = PART_TITLE, [FIELD_TASK] = PART_TITLE,
		[FIELD_LEADER] = PART_IN_CHARGE, [FIELD_UNIT] = PART_LEAD, [FIELD_SUPPORT] = PART_SUPPORT, [FIELD_PERSON] = PART_PERSON,
		[FIELD_CLASS] = PART_CLASS, [FIELD_DEADLINE] = PART_IMPOSED, [FIELD_ASPECT] = PART_SECTION };

	if (head < 0)
		return -1;
	return head == FIELD_TARGET ? maker_type(k, TYPE_QUANTITY) : parts[head] == PART_NONE ? -1 : kind_part(k, parts[head]);
}

static int
field_of_head(const struct import *job, const struct kind *k, struct str head)
{
	for (size_t i = 0; i < k->fields.n; i++)
		if (is_called(job->lists->arena, head, k->fields.v[i].label, k->fields.v[i].key))
			return (int)i;
	return field_by_custom(k, head_kind(head));
}

/* The link that leads here from records of another kind, and is called so from this side. */
static bool
take_inverse(const struct import *job, const struct kind *k, struct sheet_column *c)
{
	const struct force *f = job->ledger->force;

	for (size_t i = 0; i < f->d->kinds.n; i++) {
		const struct kind *from = f->kinds[i].kind;
		int field = maker_link(from, k);
		const struct field_rule *rule = field < 0 ? NULL : &from->fields.v[field];

		if (rule == NULL || (head_kind(c->head) != FIELD_ANSWERS && !is_called(job->lists->arena, c->head, rule->inverse_label, rule->inverse)))
			continue;
		c->is = COLUMN_INVERSE;
		c->field = field;
		c->from = &f->kinds[i];
		return true;
	}
	return false;
}

static bool
taken(const struct sheet *s, uint32_t before, int field)
{
	for (uint32_t i = 0; i < before; i++)
		if (s->columns[i].is == COLUMN_FIELD && s->columns[i].field == field)
			return true;
	return false;
}

/* What the words cited are is known from the file itself. */
static void
read_column(const struct import *job, struct sheet *s, uint32_t at)
{
	const struct kind *k = s->kind->kind;
	struct sheet_column *c = &s->columns[at];
	int field;

	if (head_kind(c->head) == FIELD_ID || str_eq(c->head, STR("id"))) {
		c->is = COLUMN_KEY;
		return;
	}
	if (head_kind(c->head) == FIELD_NUMBER || str_eq(c->head, STR("number"))) {
		c->is = COLUMN_NUMBERED;
		return;
	}
	if (take_inverse(job, k, c))
		return;
	field = field_of_head(job, k, c->head);
	if (field < 0 || k->fields.v[field].type == TYPE_DOCUMENT || taken(s, at, field))
		return;
	c->is = COLUMN_FIELD;
	c->field = field;
}

static uint32_t
count_cells(struct str line)
{
	uint32_t n = 1;

	for (size_t i = 0; i < line.n && n < LEDGER_COLUMNS; i++)
		n += line.p[i] == '\t';
	return n;
}

/* A row of figures is no head, whatever words stand beside them. */
static bool
is_figure(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

static bool
read_head(struct import *job, struct sheet *s)
{
	const struct list_source *from = &job->lists->sources.v[s->source];
	uint32_t read = 0, filled = 0;

	s->ncolumns = count_cells(line_words(from, s->head));
	s->columns = arena_zalloc(job->lists->arena, s->ncolumns * sizeof *s->columns);
	for (uint32_t i = 0; i < s->ncolumns; i++) {
		s->columns[i].head = ledger_head_words(job->lists->arena, cell_at(from, s->head, i));
		if (is_figure(s->columns[i].head))
			return false;
	}
	s->kind = kind_of_heads(job, s->columns, s->ncolumns);
	for (uint32_t i = 0; s->kind != NULL && i < s->ncolumns; i++) {
		read_column(job, s, i);
		read += s->columns[i].is != COLUMN_UNREAD;
		filled += s->columns[i].head.n > 0;
	}
	return read >= LEAST_READ && read * 2 >= filled;
}

/* ---- tables ---- */

static uint32_t
rows_end_at(const struct list_source *s, uint32_t line)
{
	uint32_t end = line;

	while (end < s->lines.n && s->lines.v[end].kind == LINE_ROW && s->lines.v[end].page == s->lines.v[line].page)
		end++;
	return end;
}

static void
keep_sheet(struct import *job, struct sheet *s)
{
	*(job->last_sheet == NULL ? &job->sheets : &job->last_sheet->next) = s;
	job->last_sheet = s;
}

/* A head holds for the tables below it on the same page, until another one stands there. */
static uint32_t
go_on(struct import *job, struct sheet *s, uint32_t begin)
{
	const struct sheet *above = job->last_sheet;
	const struct list_source *from = &job->lists->sources.v[s->source];

	if (above == NULL || above->source != s->source || from->lines.v[above->head].page != from->lines.v[begin].page)
		return 0;
	s->kind = above->kind;
	s->columns = above->columns;
	s->ncolumns = above->ncolumns;
	s->head = begin - 1;
	s->goes_on = true;
	keep_sheet(job, s);
	return s->end - begin;
}

/* How many of its lines are rows of a sheet. */
static uint32_t
take_table(struct import *job, uint32_t source, uint32_t begin, uint32_t end)
{
	struct sheet *s = arena_zalloc(job->lists->arena, sizeof *s);

	s->source = source;
	s->end = end;
	for (s->head = begin; s->head < end && s->head < begin + HEAD_LOOKED; s->head++)
		if (read_head(job, s)) {
			keep_sheet(job, s);
			return end - begin;
		}
	return go_on(job, s, begin);
}

/* A file is read row by row where it has more rows of such tables than lines of prose. */
void
import_find_sheets(struct import *job, uint32_t source)
{
	const struct list_source *s = &job->lists->sources.v[source];
	uint32_t rows = 0, prose = 0;

	for (uint32_t line = 0, end; line < s->lines.n; line = end) {
		end = rows_end_at(s, line);
		if (end > line) {
			rows += take_table(job, source, line, end);
			continue;
		}
		prose++;
		end++;
	}
	job->sources[source].sheet = rows > prose;
}

/* ---- rows ---- */

static bool
is_hex(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!(s.p[i] >= '0' && s.p[i] <= '9') && !(s.p[i] >= 'a' && s.p[i] <= 'f'))
			return false;
	return s.n == LIST_ID - 1;
}

static uint64_t
hash_more(uint64_t h, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	return (h ^ 0xFF) * 0x100000001b3u;
}

/*
 * A row is the same when its kind, its number, its title and who leads are, and it is the how-manieth of these in the call: so a sheet
 * that was mended elsewhere and given again enters only what was not entered before.
 */
static struct str
part_of_row(struct import *job, const struct sheet *s, uint32_t line, const struct offer *o)
{
	const struct kind *k = s->kind->kind;
	struct arena *a = job->lists->arena;
	int lead = kind_part(k, PART_LEAD);
	uint64_t h = hash_more(hash_more(hash_more(0xcbf29ce484222325u, k->key), o->number), sheet_title(job, o));
	struct str key;
	uint32_t *times;

	for (uint32_t c = 0; c < s->ncolumns && lead >= 0; c++)
		if (s->columns[c].is == COLUMN_FIELD && s->columns[c].field == lead)
			h = hash_more(h, sheet_cell(job, s, line, c));
	key = arena_printf(a, "r%016" PRIx64, h);
	times = map_put(a, &job->rows, key);
	return ++*times == 1 ? key : arena_printf(a, "%.*s-%" PRIu32, STR_ARG(key), *times);
}

static bool
is_blank(struct str line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] != '\t' && line.p[i] != ' ')
			return false;
	return true;
}

void
import_sheet_offers(struct import *job, const struct sheet *s)
{
	const struct list_source *from = &job->lists->sources.v[s->source];
	struct str head = line_words(from, s->head);

	for (uint32_t line = s->head + 1; line < s->end; line++) {
		struct offer o = { .kind = s->kind, .source = s->source, .sheet = s, .line = line };
		struct str key = sheet_cell_of(job, s, line, COLUMN_KEY);

		if (is_blank(line_words(from, line)) || str_eq(line_words(from, line), head))
			continue;
		o.number = sheet_cell_of(job, s, line, COLUMN_NUMBERED);
		o.part = is_hex(key) ? key : part_of_row(job, s, line, &o);
		*array_add(job->lists->arena, &job->offers) = o;
	}
}
