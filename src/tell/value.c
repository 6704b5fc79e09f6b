#include "tell/value.h"
#include "base/json.h"
#include "ledger/yaml.h"

static enum err
wrong(const struct value_reading *r, const struct field_rule *f)
{
	return fail(r->teller->why, E_VALUE, 0, "%.*s", STR_ARG(tell_label(r->teller, f->label)));
}

/* Texts parted by commas of either width. */
static struct str
next_item(struct str *rest)
{
	size_t a = str_find(*rest, STR(","), 0), b = str_find(*rest, STR("，"), 0), c = str_find(*rest, STR("、"), 0);
	size_t at = a < b ? a : b, n = at == a ? 1 : strlen("，");
	struct str item;

	if (c < at) {
		at = c;
		n = strlen("、");
	}
	item = str_trim(str_slice(*rest, 0, at));
	*rest = at == STR_NONE ? (struct str){ NULL, 0 } : str_slice(*rest, at + n, rest->n);
	return item;
}

static enum err
find_ids(const struct value_reading *r, const struct field_rule *f, struct str text, struct field_value *v)
{
	ARRAY(struct uuid) ids = { 0 };
	enum err err = OK;

	if (f->type == TYPE_UNIT || f->type == TYPE_POST || f->type == TYPE_PERSON)
		err = r->find(r->arg, f->type, text, array_add(r->teller->arena, &ids));
	else
		while (text.n > 0 && err == OK)
			err = r->find(r->arg, f->type, next_item(&text), array_add(r->teller->arena, &ids));
	v->ids = ids.v;
	v->n = ids.n;
	return err;
}

/* What is an object already stands as it is. */
static enum err
take_document(const struct value_reading *r, const struct field_rule *f, struct str text, struct field_value *v)
{
	if (str_starts(text, STR("{")))
		return field_tidy_document(r->teller->arena, text, v) ? OK : wrong(r, f);
	return r->document(r->arg, text, v);
}

static bool
take_choice(const struct field_rule *f, struct str text, struct field_value *v)
{
	for (size_t i = 0; i < f->choices.n; i++) {
		const struct choice *c = &f->choices.v[i];

		if (str_eq(text, c->key) || str_eq(text, c->label.zh) || str_eq(text, c->label.en)) {
			v->text = c->key;
			v->number = (int64_t)i;
			return true;
		}
	}
	return false;
}

static bool
take_flag(struct str text, struct field_value *v)
{
	static const struct str yes[] = { STR("true"), STR("是"), STR("1") }, no[] = { STR("false"), STR("否"), STR("0") };

	for (size_t i = 0; i < 3; i++) {
		v->number = str_eq(text, yes[i]);
		if (v->number || str_eq(text, no[i]))
			return true;
	}
	return false;
}

static struct str
number_in(struct str s)
{
	size_t n = 0;

	while (n < s.n && ((s.p[n] >= '0' && s.p[n] <= '9') || s.p[n] == '.' || (n == 0 && s.p[n] == '-')))
		n++;
	return str_slice(s, 0, n);
}

/* ">=80%", "≥80%", "12.5亿元" */
static bool
take_quantity(struct str text, struct field_value *v)
{
	static const struct { struct str sign, cmp; } signs[] = { { STR(">="), STR(">=") }, { STR("≥"), STR(">=") }, { STR("不少于"), STR(">=") },
		{ STR("<="), STR("<=") }, { STR("≤"), STR("<=") }, { STR("不超过"), STR("<=") }, { STR(">"), STR(">") },
		{ STR("超过"), STR(">") }, { STR("<"), STR("<") }, { STR("少于"), STR("<") }, { STR("约"), STR("~") }, { STR("~"), STR("~") } };
	struct str number;

	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (str_starts(text, signs[i].sign)) {
			v->cmp = signs[i].cmp;
			text = str_trim(str_slice(text, signs[i].sign.n, text.n));
			break;
		}
	number = number_in(text);
	v->text = str_trim(str_slice(text, number.n, text.n));
	return number_parse(number, &v->number);
}

static bool
take_day(struct str text, struct field_value *v)
{
	struct date day;

	if (!yaml_day(text, &day))
		return false;
	v->number = date_days(day);
	return true;
}

void
value_document(struct arena *a, const struct evidence_given *e, struct field_value *v)
{
	struct buf b = { 0 };
	char hash[HASH_TEXT];

	json_member_text(&b, "file", (struct str){ hash, hash_print(hash, HASH_SHA256, &e->hash) });
	json_member_text(&b, "name", e->name);
	buf_printf(&b, ",\"size\":%lld}", (long long)e->size);
	*v = (struct field_value){ .set = true, .text = b.err == OK ? arena_str(a, (struct str){ b.p, b.n }) : (struct str){ NULL, 0 } };
	buf_free(&b);
}

enum err
value_read(const struct value_reading *r, const struct field_rule *f, struct str text, struct field_value *v)
{
	bool good = true;

	text = str_trim(text);
	*v = (struct field_value){ .set = text.n > 0 };
	if (!v->set)
		return OK;
	switch (f->type) {
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
		good = number_parse(text, &v->number);
		break;
	case TYPE_QUANTITY:
		good = take_quantity(text, v);
		break;
	case TYPE_DAY:
		good = take_day(text, v);
		break;
	case TYPE_CHOICE:
		good = take_choice(f, text, v);
		break;
	case TYPE_FLAG:
		good = take_flag(text, v);
		break;
	case TYPE_DOCUMENT:
		return take_document(r, f, text, v);
	case TYPE_TEXT:
	case TYPE_LONG_TEXT:
		v->text = text;
		break;
	default:
		return find_ids(r, f, text, v);
	}
	return good ? OK : wrong(r, f);
}
