#include "ledger/needs.h"

static struct str
either(const struct needing *n, const char *zh, const char *en)
{
	return cstr(n->lang == LANG_ZH ? zh : en);
}

/* Puts what is missing behind what was missing before. */
static void
miss(const struct needing *n, struct str *missing, struct str what)
{
	*missing = missing->n == 0 ? what : arena_printf(n->arena, "%.*s%s%.*s", STR_ARG(*missing), n->lang == LANG_ZH ? "、" : ", ", STR_ARG(what));
}

static bool
milestones_done(const struct record *r)
{
	for (size_t i = 0; i < r->milestones.n; i++)
		if (!day_valid(r->milestones.v[i].of.accepted))
			return false;
	return true;
}

/* Whether all records of a link are in a final state. */
static enum err
targets_closed(const struct needing *n, const struct field_value *v, bool *all, struct why *why)
{
	enum err err = OK;

	*all = true;
	for (size_t i = 0; i < v->n && err == OK && *all; i++) {
		struct record r;

		err = record_read_by_id(n->arena, n->store, n->ledgers, v->ids[i], &r, why);
		*all = err == OK && record_closed(&r);
	}
	return err;
}

static enum err
check_closed(const struct needing *n, struct str *missing, struct why *why)
{
	const struct kind *k = record_kind(n->record);
	enum err err = OK;

	for (size_t i = 0; i < k->fields.n && err == OK; i++) {
		bool all = true;

		if ((n->move->needs.closed >> i & 1) == 0)
			continue;
		err = targets_closed(n, &n->record->fields[i], &all, why);
		if (err == OK && !all)
			miss(n, missing, arena_printf(n->arena, n->lang == LANG_ZH ? "全部%.*s办结" : "all %.*s closed", STR_ARG(label_in(k->fields.v[i].label, n->lang))));
	}
	return err;
}

static void
check_set(const struct needing *n, struct str *missing)
{
	const struct kind *k = record_kind(n->record);

	for (size_t i = 0; i < k->fields.n; i++) {
		bool needed = (n->move->needs.set >> i & 1) != 0 || (n->fresh && k->fields.v[i].required);

		if (needed && !n->record->fields[i].set && (n->given >> i & 1) == 0)
			miss(n, missing, label_in(k->fields.v[i].label, n->lang));
	}
}

/* Whether something is yet to be given: what a condition makes of it is not known. */
static bool
awaits(const struct needing *n)
{
	const struct kind *k = record_kind(n->record);

	for (size_t i = 0; i < k->fields.n; i++)
		if ((n->given >> i & 1) != 0 && !n->record->fields[i].set)
			return true;
	return false;
}

enum err
needs_missing(const struct needing *n, struct str *missing, struct why *why)
{
	const struct needs *needs = &n->move->needs;
	enum err err;

	*missing = (struct str){ NULL, 0 };
	check_set(n, missing);
	if (needs->reason && !n->reasoned)
		miss(n, missing, either(n, "理由", "a reason"));
	if (n->record->evidence < needs->evidence)
		miss(n, missing, arena_printf(n->arena, n->lang == LANG_ZH ? "佐证材料 %d 件" : "%d pieces of evidence", needs->evidence));
	if (n->move->becomes.n > 0 && !n->becomes)
		miss(n, missing, either(n, "变成的事项", "what it becomes"));
	if (needs->milestones && !milestones_done(n->record))
		miss(n, missing, either(n, "全部节点确认", "all milestones accepted"));
	err = check_closed(n, missing, why);
	if (err == OK && missing->n == 0 && !awaits(n) && !expression_holds(needs->when, record_data(n->arena, n->record, n->today)))
		*missing = label_in(needs->say, n->lang);
	return err;
}
