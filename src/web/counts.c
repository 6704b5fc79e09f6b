#include "web/counts.h"

/* ---- what values are called, in the order of the definition ---- */

static const struct field_rule *
field_of(const struct kind_force *kf, size_t column)
{
	for (size_t i = 0; i < kf->kind->fields.n && column >= RECORD_FIELDS; i++)
		if (RECORD_FIELDS + kf->at[i] == column)
			return &kf->kind->fields.v[i];
	return NULL;
}

static size_t
values_of(const struct visit *v, const struct kind_force *kf, size_t column, counted_list *out)
{
	const struct field_rule *f = field_of(kf, column);

	for (size_t i = 0; column == RECORD_STATE && i < kf->kind->states.n; i++)
		*array_add(v->arena, out) = (struct counted){ .key = kf->kind->states.v[i].key, .label = tell_label(&v->teller, kf->kind->states.v[i].label) };
	for (int i = 0; column == RECORD_LAMP && i < kf->lamps.states; i++) {
		struct shown_lamp lamp = visit_lamp_state(v, &kf->lamps.palette[i]);

		*array_add(v->arena, out) = (struct counted){ .key = kf->lamps.palette[i].name, .label = lamp.name, .lamp = lamp };
	}
	for (size_t i = 0; f != NULL && i < f->choices.n; i++)
		*array_add(v->arena, out) = (struct counted){ .key = f->choices.v[i].key, .label = tell_label(&v->teller, f->choices.v[i].label) };
	return out->n;
}

static void
note(struct visit *v, counted_list *all, struct str key, int64_t n)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].key, key)) {
			all->v[i].n = n;
			return;
		}
	*array_add(v->arena, all) = (struct counted){ .key = key, .label = str_eq(key, STR(COUNTED_NONE)) ? visit_say(v, "未填") : key, .n = n };
}

enum err
counts_read(struct visit *v, const struct kind_force *kf, const struct table_query *q, size_t column, counted_list *out)
{
	counted_list all = { 0 };
	struct rows rows;
	enum err err;

	values_of(v, kf, column, &all);
	table_count(v->teller.store, &kf->table->store, q, column, &rows);
	while (rows_next(&rows))
		note(v, &all, rows_null(&rows, 0) ? STR(COUNTED_NONE) : arena_str(v->arena, rows_text(&rows, 0)), rows_int(&rows, 1));
	err = rows_end(&rows, &v->why);
	*out = all;
	return err;
}

/* ---- columns ---- */

bool
counts_column(const struct visit *v, const struct kind_force *kf, size_t i, struct counted_column *out)
{
	const struct kind *k = kf->kind;

	if (i == 0)
		*out = (struct counted_column){ RECORD_STATE, STR("state"), visit_say(v, "状态") };
	if (i == 0)
		return true;
	if (kf->lamps.count > 0 && i == 1) {
		*out = (struct counted_column){ RECORD_LAMP, STR("lamp"), visit_say(v, "灯") };
		return true;
	}
	i -= kf->lamps.count > 0 ? 2 : 1;
	for (size_t f = 0; f < k->fields.n; f++) {
		const struct field_rule *rule = &k->fields.v[f];

		if (!rule->list || rule->type != TYPE_CHOICE || rule->see != 0 || i-- > 0)
			continue;
		*out = (struct counted_column){ RECORD_FIELDS + kf->at[f], arena_printf(v->arena, "f.%.*s", STR_ARG(rule->key)), tell_label(&v->teller, rule->label) };
		return true;
	}
	return false;
}
