#include "ledger/removal.h"
#include "base/utf8.h"

#include <jansson.h>
#include <stdlib.h>

/* Decisions, which tell nothing of what a person wrote on a record; names by which things are called, but a ledger's own. */
static const char *const kept[] = { "kind", "today", "number", "notice", "answers", "about", "found", "clocks", "lamp", "code", "round",
	"from", "to", "cadence", "first", "last", "due", "missed", "seed", "of", "records", "counts", "name" };

/* What must be gone, and what may not go. */
struct taking {
	const uint64_t *number;
	int64_t seq;
	bool order;
	json_t *left;		/* NULL: nothing */
};

static json_t *
strip(struct str payload)
{
	json_t *all = json_loadb(payload.p, payload.n, JSON_REJECT_DUPLICATES, NULL), *left = json_object();

	if (json_object_get(all, "code") != NULL)
		json_object_del(all, "name");
	for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
		if (json_object_get(all, kept[i]) != NULL)
			json_object_set(left, kept[i], json_object_get(all, kept[i]));
	json_decref(all);
	if (json_object_size(left) > 0)
		return left;
	json_decref(left);
	return NULL;
}

static enum err
take_seq(void *arg, const struct journal_event *e, struct why *why)
{
	struct taking *t = arg;

	(void)why;
	if (e->event.number == *t->number) {
		t->seq = e->seq;
		t->order = str_eq(e->event.type, STR(REMOVAL_TYPE));
		t->left = e->event.removed || t->order ? NULL : strip(e->event.payload);
	}
	return E_NOTHING;	/* one is enough */
}

static enum err
find_log(struct store *s, const struct event *e, struct arena *a, struct journal_log *out, struct why *why)
{
	struct journal_log *logs;
	size_t n;
	enum err err = journal_logs(s, a, &logs, &n, why);

	for (size_t i = 0; i < n && err == OK; i++)
		if (uuid_equal(logs[i].site, e->site) && uuid_equal(logs[i].ledger, e->ledger)) {
			*out = logs[i];
			return OK;
		}
	return err != OK ? err : fail(why, E_ABSENT, 0, "ledger");
}

static enum err
remove_one(struct store *s, const struct journal_log *log, const uint64_t *number, json_t *left, struct why *why)
{
	struct taking t = { .number = number };
	enum err err = journal_walk(s, log, *number, take_seq, &t, why);

	json_array_append_new(left, t.left == NULL ? json_null() : t.left);
	if (err != OK && err != E_NOTHING)
		return err;
	if (t.seq == 0)
		return fail(why, E_ABSENT, *number, "%llu", (unsigned long long)*number);
	if (t.order)
		return fail(why, E_MALFORMED, *number, "%llu", (unsigned long long)*number);
	return store_do(s, PAYLOAD_REMOVE, VALUES(value_int(t.seq)), why);
}

static bool
some_left(const json_t *left)
{
	for (size_t i = 0; i < json_array_size(left); i++)
		if (!json_is_null(json_array_get(left, i)))
			return true;
	return false;
}

static char *
write_payload(const uint64_t *numbers, size_t n, struct str order, json_t *left)
{
	json_t *list = json_array(), *all = json_object();
	char *text = NULL;

	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, json_integer((json_int_t)numbers[i]));
	if (json_object_set_new(all, "numbers", list) == 0 &&
	    json_object_set_new(all, "order", json_stringn(order.p, order.n)) == 0 && json_array_size(list) == n &&
	    json_array_size(left) == n && (!some_left(left) || json_object_set(all, "left", left) == 0))
		text = json_dumps(all, JSON_COMPACT);
	json_decref(all);
	return text;
}

static enum err
append_order(struct journal *j, struct store *s, enum hash_kind kind, struct event *e, const uint64_t *numbers, size_t n,
    struct str order, json_t *left, struct why *why)
{
	char *text = write_payload(numbers, n, order, left);
	int64_t seq;
	enum err err;

	if (text == NULL)
		return fail(why, E_MEMORY, 0, "%s", "");
	e->type = STR(REMOVAL_TYPE);
	e->payload = cstr(text);
	err = journal_append(j, s, kind, e, &seq, why);
	e->payload = (struct str){ NULL, 0 };
	free(text);
	return err;
}

enum err
removal_make(struct journal *j, struct store *s, struct event *e, const uint64_t *numbers, size_t n, struct str order,
    struct why *why)
{
	struct arena *a = arena_new(0);
	struct journal_log log = { 0 };
	json_t *left;
	enum err err;

	if (a == NULL || arena_try(a)) {
		arena_free(a);
		return fail(why, E_MEMORY, 0, "%s", "");
	}
	if (n == 0 || n > REMOVAL_NUMBERS || str_trim(order).n == 0 || order.n > REMOVAL_ORDER || utf8_check(order) != order.n)
		err = fail(why, E_USAGE, 0, "%s", REMOVAL_TYPE);
	else
		err = find_log(s, e, a, &log, why);
	arena_free(a);
	left = json_array();
	for (size_t i = 0; i < n && err == OK; i++)
		err = remove_one(s, &log, &numbers[i], left, why);
	if (err == OK)
		err = append_order(j, s, log.kind, e, numbers, n, order, left, why);
	json_decref(left);
	return err;
}

/* ---- what is left ---- */

struct place {
	unsigned char site[UUID_BYTES], ledger[UUID_BYTES];
	uint64_t number;
};

static struct place
place_of(struct uuid site, struct uuid ledger, uint64_t number)
{
	struct place p;

	memcpy(p.site, site.b, UUID_BYTES);
	memcpy(p.ledger, ledger.b, UUID_BYTES);
	p.number = number;
	return p;
}

struct gathering {
	struct arena *arena;
	struct removal_left *out;
	struct uuid site, ledger;
	const json_t *order;
};

/* What an order says first stands: a later one finds nothing more to keep. */
static void
gather_one(struct gathering *g, uint64_t number, const json_t *left)
{
	struct place p = place_of(g->site, g->ledger, number);
	size_t n = json_is_object(left) ? json_dumpb(left, NULL, 0, JSON_COMPACT) : 0;
	uint32_t *at;
	char *text;

	if (n == 0)
		return;
	at = map_put(g->arena, &g->out->places, arena_str(g->arena, (struct str){ (const char *)&p, sizeof p }));
	if (*at != 0)
		return;
	text = arena_alloc(g->arena, n);
	json_dumpb(left, text, n, JSON_COMPACT);
	*array_add(g->arena, &g->out->payloads) = (struct str){ text, n };
	*at = (uint32_t)g->out->payloads.n;
}

static void
gather(void *arg)
{
	struct gathering *g = arg;
	const json_t *numbers = json_object_get(g->order, "numbers"), *left = json_object_get(g->order, "left");

	for (size_t i = 0; i < json_array_size(numbers); i++)
		if (json_is_integer(json_array_get(numbers, i)))
			gather_one(g, (uint64_t)json_integer_value(json_array_get(numbers, i)), json_array_get(left, i));
}

static void
gather_order(struct gathering *g, struct str payload)
{
	json_t *order = json_loadb(payload.p, payload.n, JSON_REJECT_DUPLICATES, NULL);
	bool whole;

	g->order = order;
	whole = arena_guard(g->arena, gather, g);
	json_decref(order);
	if (!whole)
		arena_exhausted(g->arena);
}

enum err
removal_left_read(struct arena *a, struct store *s, struct removal_left *out, struct why *why)
{
	struct gathering g = { .arena = a, .out = out };
	struct rows rows;

	*out = (struct removal_left){ .places = { 0 } };
	store_ask(s, REMOVALS, NULL, VALUES(value_text(STR(REMOVAL_TYPE))), &rows);
	while (rows_next(&rows)) {
		rows_bytes(&rows, 0, g.site.b, UUID_BYTES);
		rows_bytes(&rows, 1, g.ledger.b, UUID_BYTES);
		gather_order(&g, rows_blob(&rows, 2));
	}
	return rows_end(&rows, why);
}

struct str
removal_left_of(const struct removal_left *left, const struct event *e)
{
	struct place p = place_of(e->site, e->ledger, e->number);
	const uint32_t *at = map_get(&left->places, (struct str){ (const char *)&p, sizeof p });

	return at == NULL ? (struct str){ NULL, 0 } : left->payloads.v[*at - 1];
}

size_t
removal_numbers(struct str payload, uint64_t out[REMOVAL_NUMBERS])
{
	json_t *all = json_loadb(payload.p, payload.n, JSON_REJECT_DUPLICATES, NULL);
	const json_t *list = json_object_get(all, "numbers");
	size_t n = 0;

	for (size_t i = 0; i < json_array_size(list) && n < REMOVAL_NUMBERS; i++) {
		json_int_t number = json_integer_value(json_array_get(list, i));

		if (json_is_integer(json_array_get(list, i)) && number >= 0)
			out[n++] = (uint64_t)number;
	}
	json_decref(all);
	return n;
}
