#include "ledger/field.h"
#include "base/json.h"
#include "base/utf8.h"
#include "ledger/payload.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#define NUMBER_DIGITS 14	/* before the point */
#define NUMBER_PLACES 4		/* behind it */
#define NUMBER_LIMIT (INT64_C(100000000000000) * NUMBER_ONE)

static const struct str cmps[] = {
#define X(word) STR(word),
	CMPS(X)
#undef X
};

/* ---- numbers ---- */

size_t
number_print(char out[NUMBER_TEXT], int64_t v)
{
	uint64_t n = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	unsigned part = (unsigned)(n % NUMBER_ONE);
	int len = snprintf(out, NUMBER_TEXT, "%s%llu", v < 0 ? "-" : "", (unsigned long long)(n / NUMBER_ONE));

	if (part > 0) {
		len += snprintf(out + len, NUMBER_TEXT - (size_t)len, ".%04u", part);
		while (out[len - 1] == '0')
			out[--len] = '\0';
	}
	return (size_t)len;
}

/* Digits from *at on, at most `most`, scaled to `scale` digits where that is not 0. */
static bool
digits(struct str s, size_t *at, size_t most, size_t scale, int64_t *out)
{
	size_t from = *at;
	int64_t n = 0;

	while (*at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9')
		if (*at - from < most)
			n = n * 10 + (s.p[(*at)++] - '0');
		else
			return false;
	for (size_t i = *at - from; i < scale; i++)
		n *= 10;
	*out = n;
	return *at > from;
}

bool
number_parse(struct str s, int64_t *out)
{
	bool minus = s.n > 0 && s.p[0] == '-';
	size_t at = minus;
	int64_t whole, part = 0;

	if (!digits(s, &at, NUMBER_DIGITS, 0, &whole))
		return false;
	if (at < s.n && s.p[at] == '.') {
		at++;
		if (!digits(s, &at, NUMBER_PLACES, NUMBER_PLACES, &part))
			return false;
	}
	*out = (minus ? -1 : 1) * (whole * NUMBER_ONE + part);
	return at == s.n;
}

/* ---- columns ---- */

/* In the order of columns: what of a value stands there. */
enum { AS_TEXT, AS_NUMBER, AS_ID, AS_CMP, AS_NOTHING };

static const struct {
	enum column_type type[FIELD_COLUMNS];
	int as[FIELD_COLUMNS];
	size_t n;
} columns[TYPE_COUNT] = {
	[TYPE_TEXT] = { { COLUMN_TEXT }, { AS_TEXT }, 1 },
	[TYPE_LONG_TEXT] = { { COLUMN_TEXT }, { AS_TEXT }, 1 },
	[TYPE_INTEGER] = { { COLUMN_INT }, { AS_NUMBER }, 1 },
	[TYPE_DECIMAL] = { { COLUMN_INT }, { AS_NUMBER }, 1 },
	[TYPE_QUANTITY] = { { COLUMN_INT, COLUMN_TEXT, COLUMN_TEXT }, { AS_NUMBER, AS_CMP, AS_TEXT }, 3 },
	[TYPE_DAY] = { { COLUMN_DAY }, { AS_NUMBER }, 1 },
	[TYPE_CHOICE] = { { COLUMN_TEXT }, { AS_TEXT }, 1 },
	[TYPE_FLAG] = { { COLUMN_INT }, { AS_NUMBER }, 1 },
	[TYPE_PERSON] = { { COLUMN_BLOB }, { AS_ID }, 1 },
	[TYPE_POST] = { { COLUMN_BLOB }, { AS_ID }, 1 },
	[TYPE_UNIT] = { { COLUMN_BLOB }, { AS_ID }, 1 },
	[TYPE_DOCUMENT] = { { COLUMN_TEXT }, { AS_TEXT }, 1 },
};

size_t
field_columns(enum field_type type, enum column_type out[FIELD_COLUMNS], const char *suffix[FIELD_COLUMNS])
{
	static const char *const names[] = { [AS_TEXT] = "__unit", [AS_NUMBER] = "", [AS_ID] = "", [AS_CMP] = "__cmp" };

	for (size_t i = 0; i < columns[type].n; i++) {
		out[i] = columns[type].type[i];
		suffix[i] = columns[type].n == 1 ? "" : names[columns[type].as[i]];
	}
	return columns[type].n;
}

static struct value
value_as(const struct field_value *v, int as)
{
	if (!v->set)
		return value_null();
	if (as == AS_NUMBER)
		return value_int(v->number);
	if (as == AS_ID)
		return value_id(v->ids->b);
	return value_text(as == AS_CMP ? v->cmp : v->text);
}

size_t
field_put_row(const struct field_rule *f, const struct field_value *v, struct value *out)
{
	for (size_t i = 0; i < columns[f->type].n; i++)
		out[i] = value_as(v, columns[f->type].as[i]);
	return columns[f->type].n;
}

static void
set_ids(struct arena *a, struct field_value *v, const struct uuid *ids, size_t n)
{
	struct uuid *copy = arena_alloc(a, n * sizeof *copy);

	memcpy(copy, ids, n * sizeof *copy);
	v->ids = copy;
	v->n = n;
}

void
field_get_row(struct arena *a, const struct field_rule *f, struct rows *rows, unsigned at, struct field_value *v)
{
	struct uuid id;

	*v = (struct field_value){ .set = columns[f->type].n > 0 && !rows_null(rows, at) };
	for (unsigned i = 0; i < columns[f->type].n && v->set; i++)
		switch (columns[f->type].as[i]) {
		case AS_TEXT:
			v->text = arena_str(a, rows_text(rows, at + i));
			break;
		case AS_CMP:
			v->cmp = arena_str(a, rows_text(rows, at + i));
			break;
		case AS_NUMBER:
			v->number = rows_int(rows, at + i);
			break;
		case AS_ID:
			rows_bytes(rows, at + i, id.b, UUID_BYTES);
			set_ids(a, v, &id, 1);
			break;
		}
	if (f->type == TYPE_CHOICE && v->set)
		v->number = field_choice(f, v->text);
}

/* ---- JSON ---- */

static void
put_ids(struct buf *b, const struct field_value *v)
{
	buf_putc(b, '[');
	for (size_t i = 0; i < v->n; i++) {
		if (i > 0)
			buf_putc(b, ',');
		json_uuid_or_null(b, v->ids[i]);
	}
	buf_putc(b, ']');
}

static void
put_number(struct buf *b, int64_t v)
{
	char text[NUMBER_TEXT];

	json_str(b, (struct str){ text, number_print(text, v) });
}

static void
put_quantity(struct buf *b, const struct field_value *v)
{
	JSON_PUT(b, "{\"cmp\":");
	json_str(b, v->cmp);
	JSON_PUT(b, ",\"value\":");
	put_number(b, v->number);
	JSON_PUT(b, ",\"unit\":");
	json_str(b, v->text);
	JSON_PUT(b, "}");
}

void
field_put_json(struct buf *b, const struct field_rule *f, const struct field_value *v)
{
	if (!v->set) {
		JSON_PUT(b, "null");
		return;
	}
	switch (f->type) {
	case TYPE_TEXT:
	case TYPE_LONG_TEXT:
	case TYPE_CHOICE:
		json_str(b, v->text);
		break;
	case TYPE_DOCUMENT:
		buf_puts(b, v->text);
		break;
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
		put_number(b, v->number);
		break;
	case TYPE_QUANTITY:
		put_quantity(b, v);
		break;
	case TYPE_DAY:
		json_date_or_null(b, date_of_days((int32_t)v->number));
		break;
	case TYPE_FLAG:
		buf_puts(b, v->number ? STR("true") : STR("false"));
		break;
	case TYPE_PERSON:
	case TYPE_POST:
	case TYPE_UNIT:
		json_uuid_or_null(b, v->ids[0]);
		break;
	case TYPE_UNITS:
	case TYPE_LINK:
		put_ids(b, v);
		break;
	}
}

static struct str
text_of(const json_t *j)
{
	return (struct str){ json_string_value(j), json_string_length(j) };
}

static bool
get_ids(struct arena *a, const json_t *j, struct field_value *v)
{
	size_t n = json_array_size(j);
	struct uuid *ids = arena_alloc(a, (n + 1) * sizeof *ids);

	if (!json_is_array(j) || n == 0 || n > TARGETS_MOST)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!json_is_string(json_array_get(j, i)) || !uuid_parse(text_of(json_array_get(j, i)), &ids[i]))
			return false;
	v->ids = ids;
	v->n = n;
	return true;
}

static bool
get_id(struct arena *a, const json_t *j, struct field_value *v)
{
	struct uuid id;

	if (!json_is_string(j) || !uuid_parse(text_of(j), &id))
		return false;
	set_ids(a, v, &id, 1);
	return true;
}

static bool
get_quantity(struct arena *a, const json_t *j, struct field_value *v)
{
	const json_t *cmp = json_object_get(j, "cmp"), *value = json_object_get(j, "value"), *unit = json_object_get(j, "unit");

	if (!json_is_string(cmp) || !json_is_string(value) || !json_is_string(unit))
		return false;
	v->cmp = arena_str(a, text_of(cmp));
	v->text = arena_str(a, text_of(unit));
	return number_parse(text_of(value), &v->number);
}

static bool
get_day(const json_t *j, struct field_value *v)
{
	struct date d;

	if (!json_is_string(j) || !yaml_day(text_of(j), &d))
		return false;
	v->number = date_days(d);
	return true;
}

/* Its members as they stand, in their order: what was hashed is what is kept. */
static bool
get_document(struct arena *a, const json_t *j, struct field_value *v)
{
	size_t n = json_is_object(j) ? json_dumpb(j, NULL, 0, JSON_COMPACT) : 0;
	char *text = arena_alloc(a, n + 1);

	v->text = (struct str){ text, n };
	return n > 0 && json_dumpb(j, text, n, JSON_COMPACT) == n;
}

struct tidying {
	struct arena *arena;
	const json_t *json;
	struct field_value *value;
	bool good;
};

static void
tidy(void *arg)
{
	struct tidying *t = arg;

	t->good = get_document(t->arena, t->json, t->value);
}

bool
field_tidy_document(struct arena *a, struct str s, struct field_value *v)
{
	json_t *j = json_loadb(s.p, s.n, JSON_REJECT_DUPLICATES, NULL);
	struct tidying t = { a, j, v, false };
	bool whole = arena_guard(a, tidy, &t);

	json_decref(j);
	if (!whole)
		arena_exhausted(a);
	return t.good;
}

static bool
get_text(struct arena *a, const struct field_rule *f, const json_t *j, struct field_value *v)
{
	if (!json_is_string(j))
		return false;
	v->text = arena_str(a, text_of(j));
	if (f->type == TYPE_CHOICE)
		v->number = field_choice(f, v->text);
	return true;
}

static bool
get_flag(const json_t *j, struct field_value *v)
{
	v->number = json_is_true(j);
	return json_is_boolean(j);
}

bool
field_get_json(struct arena *a, const struct field_rule *f, const void *json, struct field_value *v)
{
	const json_t *j = json;

	*v = (struct field_value){ .set = !json_is_null(j) };
	if (!v->set)
		return true;
	switch (f->type) {
	case TYPE_TEXT:
	case TYPE_LONG_TEXT:
	case TYPE_CHOICE:
		return get_text(a, f, j, v);
	case TYPE_DOCUMENT:
		return get_document(a, j, v);
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
		return json_is_string(j) && number_parse(text_of(j), &v->number);
	case TYPE_QUANTITY:
		return get_quantity(a, j, v);
	case TYPE_DAY:
		return get_day(j, v);
	case TYPE_FLAG:
		return get_flag(j, v);
	case TYPE_PERSON:
	case TYPE_POST:
	case TYPE_UNIT:
		return get_id(a, j, v);
	default:
		return get_ids(a, j, v);
	}
}

/* ---- limits ---- */

static bool
one_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7F)
			return false;
	return true;
}

/* Paragraphs: LF and TAB may stand in them. */
static bool
plain_text(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (((unsigned char)s.p[i] < 0x20 && s.p[i] != '\n' && s.p[i] != '\t') || s.p[i] == 0x7F)
			return false;
	return true;
}

static bool
text_good(struct str s, size_t most, bool lines)
{
	return s.n > 0 && s.n <= most && utf8_check(s) == s.n && (lines ? plain_text(s) : one_line(s));
}

static bool
cmp_good(struct str cmp)
{
	for (size_t i = 0; i < sizeof cmps / sizeof cmps[0]; i++)
		if (str_eq(cmp, cmps[i]))
			return true;
	return cmp.n == 0;
}

static bool
quantity_good(const struct field_rule *f, const struct field_value *v)
{
	bool unit = v->text.n == 0 || text_good(v->text, MEASURE_WORD_MOST, false);

	return unit && cmp_good(v->cmp) && (f->unit.n == 0 || str_eq(f->unit, v->text));
}

static bool
ids_good(const struct field_value *v, size_t most)
{
	for (size_t i = 0; i < v->n; i++) {
		if (uuid_is_nil(v->ids[i]))
			return false;
		for (size_t j = 0; j < i; j++)
			if (uuid_equal(v->ids[i], v->ids[j]))
				return false;
	}
	return v->n > 0 && v->n <= most;
}

/* Past a text without escapes, in its quotes; 0: there is none. */
static size_t
past_plain_text(struct str s, size_t at)
{
	if (at >= s.n || s.p[at] != '"')
		return 0;
	for (at++; at < s.n && s.p[at] != '"' && s.p[at] != '\\'; at++)
		;
	return at < s.n && s.p[at] == '"' ? at + 1 : 0;
}

static size_t
past_plain_number(struct str s, size_t at)
{
	size_t from = at;

	while (at < s.n && at - from < 18 && s.p[at] >= '0' && s.p[at] <= '9')
		at++;
	return at > from && (s.p[from] != '0' || at == from + 1) ? at : 0;
}

#define PLAIN_MEMBERS 16

/* Past one member; 0: it is none that is plain, or its name stands there already. */
static size_t
past_plain_member(struct str s, size_t at, struct str names[PLAIN_MEMBERS], size_t n)
{
	size_t end = past_plain_text(s, at), value;

	if (end == 0 || n == PLAIN_MEMBERS || end >= s.n || s.p[end] != ':')
		return 0;
	names[n] = str_slice(s, at, end);
	for (size_t i = 0; i < n; i++)
		if (str_eq(names[i], names[n]))
			return 0;
	value = past_plain_text(s, end + 1);
	return value > 0 ? value : past_plain_number(s, end + 1);
}

/* Members that are texts without escapes and small numbers: what nearly all are, told without a parser. */
static bool
document_plain(struct str s)
{
	struct str names[PLAIN_MEMBERS];
	size_t at = 0, n = 0;

	if (s.n < 2 || s.p[0] != '{')
		return false;
	do {
		at = past_plain_member(s, at + 1, names, n++);
		if (at == 0 || at >= s.n)
			return false;
	} while (s.p[at] == ',');
	return s.p[at] == '}' && at + 1 == s.n;
}

/* An object as it is written when it is read back: what is kept live is what a rebuild makes. */
static bool
document_good(struct str s)
{
	json_t *j;
	char *again;
	bool good;

	if (!text_good(s, DOCUMENT_MOST, false))
		return false;
	if (document_plain(s))
		return true;
	j = json_loadb(s.p, s.n, JSON_REJECT_DUPLICATES, NULL);
	again = json_is_object(j) ? json_dumps(j, JSON_COMPACT) : NULL;
	good = again != NULL && str_eq(cstr(again), s);
	free(again);
	json_decref(j);
	return good;
}

static bool
number_good(int64_t v)
{
	return v > -NUMBER_LIMIT && v < NUMBER_LIMIT;
}

static bool
value_good(const struct field_rule *f, const struct field_value *v)
{
	switch (f->type) {
	case TYPE_TEXT:
		return text_good(v->text, TEXT_MOST, false);
	case TYPE_LONG_TEXT:
		return text_good(v->text, LONG_TEXT_MOST, true);
	case TYPE_CHOICE:
		return field_choice(f, v->text) >= 0;
	case TYPE_DOCUMENT:
		return document_good(v->text);
	case TYPE_INTEGER:
		return number_good(v->number) && v->number % NUMBER_ONE == 0;
	case TYPE_DECIMAL:
		return number_good(v->number);
	case TYPE_QUANTITY:
		return number_good(v->number) && quantity_good(f, v);
	case TYPE_FLAG:
		return v->number == 0 || v->number == 1;
	case TYPE_DAY:
		return day_valid(v->number);
	case TYPE_PERSON:
	case TYPE_POST:
	case TYPE_UNIT:
		return ids_good(v, 1);
	case TYPE_UNITS:
	case TYPE_LINK:
		return ids_good(v, TARGETS_MOST);
	default:
		return false;
	}
}

enum err
field_check(const struct field_rule *f, const struct field_value *v, struct why *why)
{
	return !v->set || value_good(f, v) ? OK : fail(why, E_VALUE, 0, "%.*s", STR_ARG(f->label.zh));
}

/* ---- in conditions ---- */

int
field_choice(const struct field_rule *f, struct str word)
{
	for (size_t i = 0; i < f->choices.n; i++)
		if (str_eq(f->choices.v[i].key, word))
			return (int)i;
	return -1;
}

struct datum
field_datum(const struct field_rule *f, const struct field_value *v)
{
	bool known = v->set && !(f->type == TYPE_CHOICE && v->number < 0);

	return (struct datum){ .set = known, .number = v->number, .text = v->text };
}

bool
field_equal(const struct field_value *a, const struct field_value *b)
{
	if (a->set != b->set || !a->set)
		return a->set == b->set;
	return a->number == b->number && str_eq(a->text, b->text) && str_eq(a->cmp, b->cmp) && a->n == b->n &&
	    (a->n == 0 || memcmp(a->ids, b->ids, a->n * sizeof a->ids[0]) == 0);
}

bool
field_document_file(struct str json, struct hash *hash, int64_t *size)
{
	struct payload p;
	enum hash_kind kind;
	bool named;

	if (!str_has(json, STR("\"file\"")))
		return false;
	payload_begin(&p, json);
	named = hash_parse(payload_text(&p, "file"), &kind, hash) && kind == HASH_SHA256;
	*size = payload_integer(&p, "size");
	return payload_end(&p, NULL) == OK && named && *size >= 0;
}
