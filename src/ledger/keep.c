#include "ledger/keep.h"
#include "ledger/upgrade.h"
#include "base/json.h"
#include "base/utf8.h"

static bool
code_good(struct str s)
{
	if (s.n == 0 || s.n > CODE_MOST || utf8_check(s) != s.n)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c < 0x80 && !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("-._", c) != NULL))
			return false;
	}
	return true;
}

static enum err
write_event(const struct hand *h, struct ledgers *l, struct uuid ledger, const struct hash *hash, enum engine_event type, struct buf *b,
    struct why *why)
{
	struct event e = { .site = h->site, .ledger = ledger, .person = h->person, .acting_for = h->acting_for, .time = h->now,
		.defined = true, .definition_kind = h->kind, .definition = *hash, .type = cstr(engine_event_word(type)), .payload = { b->p, b->n } };
	int64_t seq = 0;
	enum err err = b->err != OK ? fail(why, b->err, 0, "%s", "") : journal_append(h->journal, h->store, h->kind, &e, &seq, why);

	if (err == OK)
		err = ledgers_fold(l, h->store, seq, &e, why);
	buf_free(b);
	return err;
}

/* The definition in the bytes of a file, which are kept under their hash. */
static enum err
take_definition(const struct hand *h, struct ledgers *l, struct str bytes, struct faults *faults, const struct definition **d,
    struct hash *hash, struct why *why)
{
	faults->arena = l->arena;
	faults->text = arena_str(l->arena, bytes);
	*d = definition_load(faults);
	if (*d == NULL)
		return fail(why, E_DEFINITION, 0, "%.*s", STR_ARG(faults->name));
	return journal_define(h->store, h->kind, faults->text, hash, why);
}

static enum err
check_names(const struct ledgers *l, struct str code, struct str name, struct str round, struct why *why)
{
	if (!code_good(code) || (round.n > 0 && !code_good(round)))
		return fail(why, E_VALUE, 0, "%.*s", STR_ARG(str_slice(code, 0, 2 * CODE_MOST)));
	if (name.n == 0 || name.n > NAME_MOST || utf8_check(name) != name.n)
		return fail(why, E_VALUE, 0, "%.*s", STR_ARG(str_slice(name, 0, NAME_MOST)));
	return ledger_by_code(l, code) == NULL ? OK : fail(why, E_TAKEN, 0, "%.*s", STR_ARG(code));
}

/* The office of the whole: no other ledger and no unit bounds what it may. */
static enum err
check_office(const struct actor *actor, const struct ledger *g, struct why *why)
{
	for (size_t i = 0; i < actor->used.roles.n; i++) {
		const struct held_role *h = &actor->used.roles.v[i];

		if (h->role == PERSON_ROLE_OFFICE && (h->ledger == 0 || (g != NULL && h->ledger == g->number)) &&
		    (h->whole || str_starts(STR(SITE_PATH), h->from)))
			return OK;
	}
	return fail(why, E_RIGHT, 0, "%s", "ledger");
}

static enum err
check_open(const struct ledger *g, struct why *why)
{
	return !g->archived ? OK : fail(why, E_MOVE, 0, "%.*s", STR_ARG(g->name));
}

enum err
ledger_begin(const struct hand *h, struct ledgers *l, const struct actor *actor, struct str bytes, struct str code, struct str name, struct str round,
    struct faults *faults, const struct ledger **out, struct why *why)
{
	const struct definition *d;
	struct uuid id;
	struct hash hash;
	struct buf b = { 0 };
	enum err err = check_office(actor, NULL, why);

	if (err == OK)
		err = check_names(l, code, name, round, why);
	if (err == OK)
		err = take_definition(h, l, bytes, faults, &d, &hash, why);
	if (err == OK && uuid_new(&id) != OK)
		err = fail(why, E_INTERNAL, 0, "uuid");
	if (err != OK)
		return err;
	JSON_PUT(&b, "{\"code\":");
	json_str(&b, code);
	JSON_PUT(&b, ",\"name\":");
	json_str(&b, name);
	JSON_PUT(&b, ",\"round\":");
	json_str(&b, round);
	JSON_PUT(&b, "}");
	err = write_event(h, l, id, &hash, EVENT_LEDGER_BEGUN, &b, why);
	*out = err == OK ? ledger_by_code(l, code) : NULL;
	return err;
}

static bool
renamed(const struct definition *d, struct str kind, struct str state)
{
	for (size_t i = 0; i < d->renamings.n; i++)
		if (str_eq(d->renamings.v[i].kind, kind) && str_eq(d->renamings.v[i].from, state))
			return true;
	return false;
}

/* Whoever has a part in records has it by the same field, for parties are not looked for anew. */
static bool
same_parts(const struct kind *old, const struct kind *new)
{
	static const enum part parts[] = { PART_LEAD, PART_SUPPORT, PART_IN_CHARGE, PART_PERSON };

	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		int was = kind_part(old, parts[i]), is = kind_part(new, parts[i]);

		if (was >= 0 && (is < 0 || !str_eq(old->fields.v[was].key, new->fields.v[is].key)))
			return false;
		if (was < 0 && is >= 0 && kind_field(old, new->fields.v[is].key) >= 0)
			return false;
	}
	return true;
}

/* Every kind and state that records may be in goes on. */
static enum err
check_upgrade(const struct definition *old, const struct definition *new, struct why *why)
{
	if (!str_eq(old->key, new->key) || new->version <= old->version || (new->upgrade_from != 0 && new->upgrade_from != old->version))
		return fail(why, E_UPGRADE, 0, "%.*s %d", STR_ARG(new->key), new->version);
	for (size_t i = 0; i < old->kinds.n; i++) {
		const struct kind *k = &old->kinds.v[i], *to = NULL;

		for (size_t j = 0; j < new->kinds.n && to == NULL; j++)
			to = str_eq(new->kinds.v[j].key, k->key) ? &new->kinds.v[j] : NULL;
		if (to == NULL || !same_parts(k, to))
			return fail(why, E_UPGRADE, 0, "%.*s", STR_ARG(k->key));
		for (size_t j = 0; j < k->states.n; j++)
			if (kind_state(to, k->states.v[j].key) < 0 && !renamed(new, k->key, k->states.v[j].key))
				return fail(why, E_UPGRADE, 0, "%.*s: %.*s", STR_ARG(k->key), STR_ARG(k->states.v[j].key));
	}
	return OK;
}

enum err
ledger_upgrade(const struct hand *h, struct ledgers *l, const struct actor *actor, const struct ledger *g, struct str bytes,
    struct faults *faults, struct why *why)
{
	const struct definition *d;
	struct hash hash;
	struct buf b = { 0 };
	enum err err = check_office(actor, g, why);

	if (err == OK)
		err = check_open(g, why);
	if (err == OK)
		err = take_definition(h, l, bytes, faults, &d, &hash, why);
	if (err == OK)
		err = check_upgrade(g->force->d, d, why);
	if (err != OK)
		return err;
	buf_printf(&b, "{\"from\":%d,\"to\":%d}", g->force->d->version, d->version);
	err = write_event(h, l, g->id, &hash, EVENT_LEDGER_UPGRADED, &b, why);
	return err == OK ? upgrade_lamps(h, l, g, why) : err;
}

enum err
ledger_archive(const struct hand *h, struct ledgers *l, const struct actor *actor, const struct ledger *g, struct str reason,
    struct why *why)
{
	struct buf b = { 0 };
	enum err err = check_office(actor, g, why);

	if (err == OK)
		err = check_open(g, why);
	if (err == OK && !words_fit(reason, WORDS_MOST))
		err = fail(why, E_VALUE, 0, "%s", "reason");
	if (err != OK)
		return err;
	JSON_PUT(&b, "{\"reason\":");
	json_str_or_null(&b, reason);
	JSON_PUT(&b, "}");
	return write_event(h, l, g->id, &g->force->hash, EVENT_LEDGER_ARCHIVED, &b, why);
}
