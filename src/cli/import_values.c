/* import_values: the fields of an offer, from what a document states or a row says. */
#include "base/utf8.h"
#include "cli/import.h"
#include "doc/when.h"
#include "ledger/yaml.h"

struct valuing {
	struct import *job;
	struct arena *arena;
	struct offer *offer;
	uint64_t wanted;
	struct field_value *fields;
	uint64_t given;
	struct why *why;
	enum err err;		/* of the store */
};

/* ---- what is not understood ---- */

static struct str
label_of(const struct valuing *v, const struct field_rule *f)
{
	return v->job->call->voice.lang == LANG_ZH ? f->label.zh : f->label.en;
}

/* Of a row it is a fault, for its user can mend it; of a document the field stays empty, and so does a goal that is told in words. */
static void
left_out(struct valuing *v, const struct field_rule *f, struct str words, const char *zh, const char *en)
{
	struct offer *o = v->offer;
	struct str label = label_of(v, f), shown = utf8_cut(words, 90);
	bool chinese = v->job->call->voice.lang == LANG_ZH;

	if (o->row != NULL || f->type == TYPE_QUANTITY) {
		import_unresolved(v->job, o, label, words, zh, en);
		return;
	}
	o->fault = arena_printf(v->job->lists->arena, chinese ? "%.*s%s%.*s“%.*s”%s" : "%.*s%s%.*s \"%.*s\": %s", STR_ARG(o->fault),
	    o->fault.n == 0 ? "" : chinese ? "；" : "; ", STR_ARG(label), STR_ARG(shown), chinese ? zh : en);
}

/* ---- names ---- */

bool
import_next_word(struct str *rest, struct str *word)
{
	static const struct str marks[] = { STR("、"), STR("，"), STR(","), STR("；"), STR(";"), STR(LINE_INSIDE), STR("\n") };
	size_t end, skip = 0;

	*rest = str_trim(*rest);
	if (rest->n == 0)
		return false;
	end = rest->n;
	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
		size_t at = str_find(*rest, marks[i], 0);

		if (at < end) {
			end = at;
			skip = marks[i].n;
		}
	}
	*word = str_trim(str_slice(*rest, 0, end));
	*rest = str_slice(*rest, end + skip, rest->n);
	return true;
}

static struct whom_found
find_name(struct valuing *v, const struct field_rule *f, struct str word)
{
	struct whom_found found = { .found = NAME_NOWHERE };

	switch (f->type) {
	case TYPE_PERSON:
		return whom_person(&v->job->whom, word);
	case TYPE_POST:
		return whom_post(&v->job->whom, word);
	case TYPE_LINK: {
		const struct kind_force *kind;
		int64_t key = 0;

		v->err = import_numbered(v->job, word, &key, &found.id, &kind, v->why);
		found.found = key != 0 && (f->kind == NULL || kind->kind == f->kind) ? NAME_FOUND : NAME_NOWHERE;
		return found;
	}
	default:
		v->err = whom_unit(&v->job->whom, word, &found, v->why);
		return found;
	}
}

static void
report_name(struct valuing *v, const struct field_rule *f, struct str word, enum name_found found)
{
	if (found == NAME_SEVERAL)
		left_out(v, f, word, "不止一个，不能确定", "there are several");
	else if (f->type == TYPE_LINK)
		left_out(v, f, word, "台账里没有", "not in the ledger");
	else
		left_out(v, f, word, "名录里没有", "not in the directory");
}

static bool
holds(const struct uuid *ids, size_t n, struct uuid id)
{
	for (size_t i = 0; i < n; i++)
		if (uuid_equal(ids[i], id))
			return true;
	return false;
}

/* All that are known; a field that holds one holds none where several are named. */
static bool
take_names(struct valuing *v, const struct field_rule *f, struct str words, struct field_value *to)
{
	bool many = f->type == TYPE_UNITS || f->type == TYPE_LINK;
	ARRAY(struct uuid) ids = { 0 };
	struct str rest = words, word;
	size_t n = 0;

	while (n <= TARGETS_MOST && import_next_word(&rest, &word) && v->err == OK) {
		struct whom_found found = find_name(v, f, word);

		n++;
		if (found.found != NAME_FOUND)
			report_name(v, f, word, found.found);
		else if (!holds(ids.v, ids.n, found.id))
			*array_add(v->arena, &ids) = found.id;
	}
	if (n > (many ? TARGETS_MOST : 1)) {
		left_out(v, f, words, many ? "过多" : "只能填一个", many ? "too many" : "the field holds one");
		return false;
	}
	to->ids = ids.v;
	to->n = ids.n;
	return ids.n > 0;
}

/* ---- words ---- */

/* Line ends inside a cell, and other control characters, as `end`. */
static struct str
plain(struct arena *a, struct str s, const char *end)
{
	struct str inside = STR(LINE_INSIDE);
	struct buf b = { 0 };
	struct str out;

	for (size_t i = 0; i < s.n; i++)
		if (str_starts(str_slice(s, i, s.n), inside)) {
			buf_puts(&b, cstr(end));
			i += inside.n - 1;
		} else if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7F) {
			buf_puts(&b, s.p[i] == '\n' ? cstr(end) : STR(" "));
		} else {
			buf_putc(&b, s.p[i]);
		}
	out = arena_str(a, (struct str){ b.p, b.n });
	buf_free(&b);
	return str_trim(out);
}

/* Cut where it is too long for a line; all of it stands in the words that are cited. */
static struct str
one_line(struct arena *a, struct str s)
{
	s = plain(a, s, " ");
	return s.n <= TEXT_MOST ? s : arena_printf(a, "%.*s…", STR_ARG(utf8_cut(s, TEXT_MOST - strlen("…"))));
}

static bool
take_text(struct valuing *v, const struct field_rule *f, struct str words, struct field_value *to)
{
	bool line = f->type == TYPE_TEXT;

	to->text = plain(v->arena, words, line ? " " : "\n");
	if (to->text.n > (line ? TEXT_MOST : LONG_TEXT_MOST)) {
		left_out(v, f, words, "过长", "too long");
		return false;
	}
	return to->text.n > 0;
}

/* ---- days ---- */

static bool
in_brackets(struct str s)
{
	s = str_trim(s);
	return s.n == 0 || str_starts(s, STR("（")) || str_starts(s, STR("("));
}

/* 2026-06-30, 2026年6月底前, 2026年6月30日（6月底前): the last day that the words cover. */
static bool
take_day(struct valuing *v, const struct field_rule *f, struct str words, struct field_value *to)
{
	struct date day;
	struct when w;

	if (yaml_day(words, &day)) {
		to->number = date_days(day);
		return true;
	}
	if (when_at(words.p, str_end(words), &w) && w.begin == words.p && !w.broken && w.to.year != 0 && w.close != AFTER_SINCE &&
	    in_brackets(str_of(w.end, str_end(words)))) {
		to->number = date_days(date_last(w.to));
		return true;
	}
	left_out(v, f, words, "不是日期", "not a day");
	return false;
}

/* ---- one value ---- */

static bool
take_scalar(struct valuing *v, const struct field_rule *f, struct str words, struct field_value *to)
{
	if (records_value(&v->job->r, v->job->ledger, f, words, to) == OK)
		return to->set;
	left_out(v, f, words, f->type == TYPE_CHOICE ? "不在选项里" : "不合要求", f->type == TYPE_CHOICE ? "none of the choices" :
	    "not as it should be");
	return false;
}

static bool
take_words(struct valuing *v, const struct field_rule *f, struct str words, struct field_value *to)
{
	switch (f->type) {
	case TYPE_TEXT:
	case TYPE_LONG_TEXT:
		return take_text(v, f, words, to);
	case TYPE_DAY:
		return take_day(v, f, words, to);
	case TYPE_DOCUMENT:
		return false;
	case TYPE_PERSON:
	case TYPE_POST:
	case TYPE_UNIT:
	case TYPE_UNITS:
	case TYPE_LINK:
		return take_names(v, f, words, to);
	default:
		return take_scalar(v, f, words, to);
	}
}

static struct field_value *
wanted(struct valuing *v, int field)
{
	return field >= 0 && (v->wanted >> field & 1) != 0 ? &v->fields[field] : NULL;
}

static void
give(struct valuing *v, int field)
{
	v->fields[field].set = true;
	v->given |= UINT64_C(1) << field;
}

static void
give_words(struct valuing *v, int field, struct str words)
{
	struct field_value *to = wanted(v, field);

	words = str_trim(words);
	if (to == NULL || words.n == 0 || field_is_blank(words))
		return;
	if (take_words(v, &v->offer->kind->kind->fields.v[field], words, to))
		give(v, field);
	else
		*to = (struct field_value){ 0 };
}

/* ---- the words that are cited ---- */

static void
span_of(const struct import *job, const struct offer *o, uint32_t *from, uint32_t *to)
{
	const struct list_source *s = &job->lists->sources.v[o->source];
	const struct row *row = o->row;

	if (row == NULL) {
		*from = s->lines.v[o->line].from;
		*to = s->lines.v[o->line].to;
		return;
	}
	*from = row->nspans > 0 ? row->spans[0].from : 0;
	*to = row->nspans > 0 ? row->spans[0].to : 0;
	for (uint32_t i = 1; i < row->nspans; i++)
		if (row->spans[i].source == o->source && row->spans[i].to > *to)
			*to = row->spans[i].to;
}

static struct str
cited(const struct import *job, const struct offer *o, uint32_t from, uint32_t to)
{
	if (o->figure != NULL)
		return o->figure->words;
	return o->row != NULL ? o->row->words : str_slice(job->lists->sources.v[o->source].body, from, to);
}

static void
give_cited(struct valuing *v, int field)
{
	const struct origin *from = &v->job->sources[v->offer->source].origin;
	struct field_value *to = wanted(v, field);
	uint32_t begin, end;
	char hash[HASH_TEXT];
	struct buf b = { 0 };
	struct str words;

	if (to == NULL)
		return;
	span_of(v->job, v->offer, &begin, &end);
	words = cited(v->job, v->offer, begin, end);
	json_member_text(&b, "file", (struct str){ hash, hash_print(hash, HASH_SHA256, &from->file.hash) });
	json_member_text(&b, "name", from->file.name);
	buf_printf(&b, ",\"from\":%u,\"to\":%u", begin, end);
	json_member_text(&b, "text", utf8_cut(plain(v->arena, words, "\n"), LONG_TEXT_MOST / 2));
	buf_putc(&b, '}');
	to->text = arena_str(v->arena, (struct str){ b.p, b.n });
	buf_free(&b);
	give(v, field);
}

/* ---- figures ---- */

/* False where it does not go into ten-thousandths of up to 14 digits. */
static bool
scaled(struct decimal d, int64_t *out)
{
	int64_t n = d.digits;

	if (d.scale < 0 || d.scale > 4 || n > INT64_C(99999999999999) || n < -INT64_C(99999999999999))
		return false;
	for (unsigned i = (unsigned char)d.scale; i < 4; i++)
		if (__builtin_mul_overflow(n, 10, &n))
			return false;
	*out = n;
	return true;
}

static void
give_figure(struct valuing *v, int field, const struct figure *fig)
{
	struct field_value *to = wanted(v, field);
	const struct field_rule *f = to == NULL ? NULL : &v->offer->kind->kind->fields.v[field];

	if (to == NULL)
		return;
	if (!scaled(fig->value, &to->number) || (f->unit.n > 0 && !str_eq(f->unit, fig->unit))) {
		left_out(v, f, fig->words, "不合要求", "not as it should be");
		*to = (struct field_value){ 0 };
		return;
	}
	to->text = fig->unit;
	to->cmp = fig->cmp == CMP_EQ ? (struct str){ NULL, 0 } : cstr(cmp_name(fig->cmp));
	give(v, field);
}

static const struct figure *
only_target(const struct row *row)
{
	const struct figure *found = NULL;

	for (size_t i = 0; i < row->figures.n; i++)
		if (row->figures.v[i].target) {
			if (found != NULL)
				return NULL;
			found = &row->figures.v[i];
		}
	return found;
}

/* ---- the whole ---- */

static struct str
class_of(const struct row *row)
{
	const struct list_def *def = list_def(LIST_FINDINGS);

	for (size_t i = 0; i < def->ncolumns && row->role == ROLE_FINDING; i++)
		if (def->columns[i].field == FIELD_CLASS && row->cell[i].type == CELL_TEXT)
			return row->cell[i].text;
	return (struct str){ NULL, 0 };
}

static void
values_of_row(struct valuing *v)
{
	const struct kind *k = v->offer->kind->kind;
	const struct row *row = v->offer->row;
	struct field_value *due = wanted(v, kind_part(k, PART_IMPOSED));

	if (only_target(row) != NULL)
		give_figure(v, maker_type(k, TYPE_QUANTITY), only_target(row));
	give_words(v, kind_part(k, PART_TITLE), one_line(v->arena, row->title));
	give_words(v, kind_part(k, PART_SECTION), one_line(v->arena, row->sections));
	give_words(v, kind_part(k, PART_IN_CHARGE), row->who[ROW_LEADER]);
	give_words(v, kind_part(k, PART_LEAD), row->who[ROW_UNIT]);
	give_words(v, kind_part(k, PART_PERSON), row->who[ROW_PERSON]);
	give_words(v, kind_part(k, PART_SUPPORT), row->who[ROW_SUPPORT]);
	give_words(v, kind_part(k, PART_CLASS), class_of(row));
	if (due != NULL && row->due.year != 0) {
		due->number = date_days(row->due);
		give(v, kind_part(k, PART_IMPOSED));
	}
	give_cited(v, maker_type(k, TYPE_DOCUMENT));
}

/* Who answers for a task, and its day, are not said of each of its figures. */
static void
values_of_figure(struct valuing *v)
{
	const struct kind *k = v->offer->kind->kind;

	give_words(v, kind_part(k, PART_TITLE), one_line(v->arena, v->offer->figure->words));
	give_figure(v, maker_type(k, TYPE_QUANTITY), v->offer->figure);
	give_cited(v, maker_type(k, TYPE_DOCUMENT));
}

static void
values_of_line(struct valuing *v)
{
	const struct sheet *s = v->offer->sheet;

	for (uint32_t c = 0; c < s->ncolumns; c++)
		if (s->columns[c].is == COLUMN_FIELD)
			give_words(v, s->columns[c].field, sheet_cell(v->job, s, v->offer->line, c));
	if (v->offer->key == 0)
		give_cited(v, maker_type(v->offer->kind->kind, TYPE_DOCUMENT));
}

enum err
import_values(struct import *job, struct arena *a, struct offer *o, uint64_t wanted_fields, struct field_value *fields, uint64_t *given,
    struct why *why)
{
	struct valuing v = { .job = job, .arena = a, .offer = o, .wanted = wanted_fields, .fields = fields, .why = why, .err = OK };

	memset(fields, 0, o->kind->kind->fields.n * sizeof *fields);
	if (o->figure != NULL)
		values_of_figure(&v);
	else if (o->row != NULL)
		values_of_row(&v);
	else
		values_of_line(&v);
	*given = v.given;
	return v.err;
}
