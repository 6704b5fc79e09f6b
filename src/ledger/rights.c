#include "ledger/rights.h"

#define BIT(party) (1u << (party))
/* Parties that are roles stand first, in the order of roles. */
#define ROLE_BITS (BIT(PARTY_PUBLIC) - 1)

_Static_assert((int)PARTY_OFFICE == (int)PERSON_ROLE_OFFICE && (int)PARTY_VIEWER == (int)PERSON_ROLE_VIEWER,
    "a role is the party of its number");

/* ---- who acts ---- */

static void
set_paths(struct arena *a, struct held_role *h, struct str path)
{
	h->from = arena_str(a, path);
	h->to = arena_printf(a, "%.*s%s", STR_ARG(path), h->alone ? SCOPE_ALONE : SCOPE_END);
}

/* A role on a unit or ledger that is no more is none. */
static void
take_role(struct arena *a, struct rows *rows, struct holdings *out)
{
	struct held_role h = { .whole = rows_null(rows, 1) };
	bool gone = (!h.whole && rows_null(rows, 2)) || (!rows_null(rows, 3) && rows_null(rows, 4));

	if (!person_role_parse(rows_text(rows, 0), &h.role) || gone)
		return;
	rows_bytes(rows, 1, h.unit.b, UUID_BYTES);
	if (!h.whole)
		set_paths(a, &h, rows_text(rows, 2));
	h.ledger = rows_null(rows, 3) ? 0 : rows_int(rows, 4);
	*array_add(a, &out->roles) = h;
}

static enum err
read_roles(struct arena *a, struct store *s, struct holdings *out, struct why *why)
{
	struct rows rows;

	store_ask(s, ACTOR_ROLES, NULL, VALUES(value_id(out->person.b)), &rows);
	while (rows_next(&rows))
		take_role(a, &rows, out);
	return rows_end(&rows, why);
}

static enum err
read_ids(struct arena *a, struct store *s, enum statement st, unsigned column, struct values v, struct id_list *out, struct why *why)
{
	struct rows rows;

	store_ask(s, st, NULL, v, &rows);
	while (rows_next(&rows))
		rows_bytes(&rows, column, array_add(a, out)->b, UUID_BYTES);
	return rows_end(&rows, why);
}

static bool
leads(const struct holdings *h)
{
	for (size_t i = 0; i < h->roles.n; i++)
		if (h->roles.v[i].role == PERSON_ROLE_LEADER)
			return true;
	return false;
}

static void
take_portfolio(struct arena *a, struct rows *rows, struct holdings *out)
{
	struct held_role h = { .role = PERSON_ROLE_LEADER, .alone = true, .whole = rows_null(rows, 0) };

	if ((!h.whole && rows_null(rows, 1)) || (h.whole && rows_null(rows, 3)))
		return;		/* a unit or ledger that is no more */
	rows_bytes(rows, 0, h.unit.b, UUID_BYTES);
	if (!h.whole)
		set_paths(a, &h, rows_text(rows, 1));
	h.ledger = h.whole ? rows_int(rows, 3) : 0;
	*array_add(a, &out->roles) = h;
}

static enum err
read_portfolio(struct arena *a, struct store *s, struct holdings *out, struct why *why)
{
	struct rows rows;

	if (!leads(out))
		return OK;
	store_ask(s, ACTOR_PORTFOLIO, NULL, VALUES(value_id(out->person.b)), &rows);
	while (rows_next(&rows))
		take_portfolio(a, &rows, out);
	return rows_end(&rows, why);
}

static enum err
read_holdings(struct arena *a, struct store *s, struct uuid person, struct holdings *out, struct why *why)
{
	enum err err;

	*out = (struct holdings){ .person = person };
	err = read_roles(a, s, out, why);
	if (err == OK)
		err = read_portfolio(a, s, out, why);
	return err != OK ? err : read_ids(a, s, POSTS_OF, 0, VALUES(value_id(person.b)), &out->posts, why);
}

static enum err
read_givers(struct arena *a, struct store *s, struct uuid person, int32_t today, struct actor *out, struct why *why)
{
	struct id_list givers = { 0 };
	enum err err = read_ids(a, s, DELEGATORS_ON, 0, VALUES(value_id(person.b), value_int(today)), &givers, why);

	for (size_t i = 0; i < givers.n && err == OK; i++)
		err = read_holdings(a, s, givers.v[i], array_add(a, &out->givers), why);
	return err;
}

enum err
actor_read(struct arena *a, struct store *s, struct uuid person, struct uuid acting_for, int32_t today, struct actor *out,
    struct why *why)
{
	enum err err;

	*out = (struct actor){ .person = person, .acting_for = acting_for };
	err = read_holdings(a, s, person, &out->own, why);
	out->used = out->own;
	if (err == OK && !uuid_is_nil(acting_for))
		err = read_holdings(a, s, acting_for, &out->used, why);
	return err == OK ? read_givers(a, s, person, today, out, why) : err;
}

/* ---- what one is in a record ---- */

/* Whether a role is held on that ledger, and on that unit or one above it. */
static bool
covers(const struct held_role *h, const struct ledger *g, struct str path)
{
	return (h->ledger == 0 || h->ledger == g->number) && (h->whole || (h->alone ? str_eq(path, h->from) : path.n > 0 && str_starts(path, h->from)));
}

/* Whether one works for that unit. */
static bool
works_for(const struct holdings *a, const struct ledger *g, struct str path)
{
	for (size_t i = 0; i < a->roles.n; i++) {
		const struct held_role *h = &a->roles.v[i];

		if ((h->role == PERSON_ROLE_DIVISION || h->role == PERSON_ROLE_CONTACT) && !h->whole && covers(h, g, path))
			return true;
	}
	return false;
}

static bool
is_or_holds(const struct holdings *a, struct uuid who)
{
	bool found = uuid_equal(who, a->person);

	for (size_t i = 0; i < a->posts.n && !found; i++)
		found = uuid_equal(who, a->posts.v[i]);
	return found;
}

static bool
holds_part(const struct holdings *a, const struct record *r, const struct party_held *p)
{
	return p->path.n > 0 ? works_for(a, r->ledger, p->path) : is_or_holds(a, p->who);
}

static bool
was_hand(const struct holdings *a, struct by by)
{
	return uuid_equal(by.person, a->person) || uuid_equal(by.acting_for, a->person);
}

static unsigned
part_bit(enum part part)
{
	static const unsigned bits[PART_COUNT] = { [PART_IN_CHARGE] = PARTY_BIT(IN_CHARGE), [PART_LEAD] = PARTY_BIT(LEAD),
		[PART_SUPPORT] = PARTY_BIT(SUPPORT), [PART_PERSON] = PARTY_BIT(PERSON) };

	return bits[part];
}

static unsigned
parties_of(const struct holdings *a, const struct record *r)
{
	unsigned bits = 0;

	for (size_t i = 0; i < a->roles.n; i++)
		if (!person_role_alone(a->roles.v[i].role) && covers(&a->roles.v[i], r->ledger, r->path))
			bits |= BIT(a->roles.v[i].role);
	for (size_t i = 0; i < r->parties.n; i++)
		if (holds_part(a, r, &r->parties.v[i]))
			bits |= part_bit(r->parties.v[i].part);
	if (was_hand(a, r->reporter))
		bits |= PARTY_BIT(REPORTER);
	if (was_hand(a, r->reviewer))
		bits |= PARTY_BIT(REVIEWED);
	return bits;
}

unsigned
rights_parties(const struct actor *a, const struct record *r)
{
	return parties_of(&a->used, r);
}

unsigned
rights_excluded(const struct actor *a, const struct record *r)
{
	unsigned bits = parties_of(&a->used, r) | parties_of(&a->own, r);

	for (size_t i = 0; i < a->givers.n; i++)
		bits |= parties_of(&a->givers.v[i], r);
	return bits;
}

bool
rights_independent(const struct actor *a, const struct record *r, int level)
{
	unsigned bits = rights_excluded(a, r);

	if (level == 2 && (bits & PARTY_BIT(REVIEWED)) != 0)
		return false;
	return (bits & (PARTY_BIT(REPORTER) | PARTY_BIT(LEAD) | PARTY_BIT(SUPPORT))) == 0;
}

/* ---- what one may see ---- */

static struct scope_part *
add_part(struct scope_part *parts, struct scope *scope)
{
	return scope->n < SCOPE_MOST ? &parts[scope->n++] : NULL;
}

static bool
add_role(struct scope_part *parts, struct scope *scope, const struct held_role *h, const struct ledger *g)
{
	struct scope_part *p;

	if (h->ledger != 0 && h->ledger != g->number)
		return true;
	p = add_part(parts, scope);
	if (p != NULL)
		*p = (struct scope_part){ .ledger = g->number, .from = h->from, .to = h->to };
	return p != NULL;
}

/* Records in which the units that one works for have a part. */
static bool
add_units_part(struct scope_part *parts, struct scope *scope, const struct held_role *h, const struct ledger *g, struct str part)
{
	struct scope_part *p;

	if (h->whole || (h->role != PERSON_ROLE_DIVISION && h->role != PERSON_ROLE_CONTACT) ||
	    (h->ledger != 0 && h->ledger != g->number))
		return true;
	p = add_part(parts, scope);
	if (p != NULL)
		*p = (struct scope_part){ .ledger = g->number, .from = h->from, .to = h->to, .takes_part = true, .part = part };
	return p != NULL;
}

static bool
add_own_part(struct scope_part *parts, struct scope *scope, const unsigned char *who, const struct ledger *g, struct str part)
{
	struct scope_part *p = add_part(parts, scope);

	if (p != NULL)
		*p = (struct scope_part){ .ledger = g->number, .takes_part = true, .part = part, .who = who };
	return p != NULL;
}

static bool
add_parts(struct scope_part *parts, struct scope *scope, const struct holdings *a, const struct ledger *g, struct str part)
{
	bool good = true;

	for (size_t i = 0; i < a->roles.n && good; i++)
		good = add_units_part(parts, scope, &a->roles.v[i], g, part);
	for (size_t i = 0; i < a->posts.n && good; i++)
		good = add_own_part(parts, scope, a->posts.v[i].b, g, part);
	return good && add_own_part(parts, scope, a->person.b, g, part);
}

/* Without a word of the definition everybody who holds a role on the scope, or has a part. */
static unsigned
seers(const struct ledger *g, const struct kind *k)
{
	return k->see != 0 ? k->see : g->force->d->see;
}

/* see: bits of parties; 0: everybody who has to do with it. */
static enum err
scope_of(struct arena *arena, const struct actor *actor, const struct ledger *g, unsigned see, struct scope *out, struct why *why)
{
	static const enum part parts_that_see[] = { PART_IN_CHARGE, PART_LEAD, PART_SUPPORT, PART_PERSON };
	const struct holdings *a = &actor->used;
	struct scope_part *parts = arena_zalloc(arena, SCOPE_MOST * sizeof *parts);
	bool good = true;

	*out = (struct scope){ .parts = parts };
	for (size_t i = 0; i < a->roles.n && good; i++)
		if (!person_role_alone(a->roles.v[i].role) && ((see == 0 ? ROLE_BITS : see) & BIT(a->roles.v[i].role)) != 0)
			good = add_role(parts, out, &a->roles.v[i], g);
	if (see == 0 && good)
		good = add_parts(parts, out, a, g, (struct str){ NULL, 0 });
	for (size_t i = 0; see != 0 && i < sizeof parts_that_see / sizeof parts_that_see[0] && good; i++)
		if ((see & part_bit(parts_that_see[i])) != 0)
			good = add_parts(parts, out, a, g, part_word(parts_that_see[i]));
	return good ? OK : fail(why, E_TOOBIG, 0, "%d", SCOPE_MOST);
}

enum err
rights_scope(struct arena *arena, const struct actor *actor, const struct ledger *g, const struct kind *k, struct scope *out,
    struct why *why)
{
	return scope_of(arena, actor, g, seers(g, k), out, why);
}

enum err
rights_scope_of_field(struct arena *arena, const struct actor *actor, const struct ledger *g, const struct kind *k, unsigned see,
    struct scope *out, struct why *why)
{
	unsigned all = seers(g, k), both = all == 0 ? see : see & all;

	*out = (struct scope){ .n = 0 };
	return both == 0 ? OK : scope_of(arena, actor, g, both, out, why);
}

bool
rights_sees_ledger(const struct actor *actor, const struct ledger *g)
{
	unsigned see = g->force->d->see;

	for (size_t i = 0; i < actor->used.roles.n; i++) {
		const struct held_role *h = &actor->used.roles.v[i];

		if (!person_role_alone(h->role) && (h->ledger == 0 || h->ledger == g->number) && (see == 0 || (see & (BIT(h->role) | ~ROLE_BITS)) != 0))
			return true;
	}
	return false;
}

static bool
sees_all_of(const struct holdings *a, const struct ledger *g, const struct kind *k)
{
	unsigned see = seers(g, k) == 0 ? ROLE_BITS : seers(g, k);

	for (size_t i = 0; i < a->roles.n; i++) {
		const struct held_role *h = &a->roles.v[i];

		if (!person_role_alone(h->role) && (see & BIT(h->role)) != 0 && (h->whole || !h->alone) && covers(h, g, STR(SITE_PATH)))
			return true;
	}
	return false;
}

bool
rights_on_whole(const struct actor *actor, const struct ledger *g)
{
	const struct definition *d = g->force->d;

	for (size_t i = 0; i < d->kinds.n; i++)
		if (!sees_all_of(&actor->used, g, &d->kinds.v[i]))
			return false;
	return true;
}

bool
rights_sees_field(const struct field_rule *f, unsigned parties)
{
	return f->see == 0 || (f->see & parties) != 0;
}
