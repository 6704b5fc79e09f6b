#include "ledger/removal.h"
#include "base/utf8.h"

#include <jansson.h>
#include <stdlib.h>

/* What must be gone, and what may not go. */
struct taking {
	const uint64_t *number;
	int64_t seq;
	bool order;
};

static enum err
take_seq(void *arg, const struct journal_event *e, struct why *why)
{
	struct taking *t = arg;

	(void)why;
	if (e->event.number == *t->number) {
		t->seq = e->seq;
		t->order = str_eq(e->event.type, STR(REMOVAL_TYPE));
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
remove_one(struct store *s, const struct journal_log *log, const uint64_t *number, struct why *why)
{
	struct taking t = { .number = number };
	enum err err = journal_walk(s, log, *number, take_seq, &t, why);

	if (err != OK && err != E_NOTHING)
		return err;
	if (t.seq == 0)
		return fail(why, E_ABSENT, *number, "%llu", (unsigned long long)*number);
	if (t.order)
		return fail(why, E_MALFORMED, *number, "%llu", (unsigned long long)*number);
	return store_do(s, PAYLOAD_REMOVE, VALUES(value_int(t.seq)), why);
}

static char *
write_payload(const uint64_t *numbers, size_t n, struct str order)
{
	json_t *list = json_array(), *all = json_object();
	char *text = NULL;

	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, json_integer((json_int_t)numbers[i]));
	if (json_object_set_new(all, "numbers", list) == 0 &&
	    json_object_set_new(all, "order", json_stringn(order.p, order.n)) == 0 && json_array_size(list) == n)
		text = json_dumps(all, JSON_COMPACT);
	json_decref(all);
	return text;
}

static enum err
append_order(struct journal *j, struct store *s, enum hash_kind kind, struct event *e, const uint64_t *numbers, size_t n,
    struct str order, struct why *why)
{
	char *text = write_payload(numbers, n, order);
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
	enum err err;

	if (a == NULL || arena_try(a)) {
		arena_free(a);
		return fail(why, E_MEMORY, 0, "%s", "");
	}
	if (n == 0 || n > REMOVAL_NUMBERS || order.n == 0 || order.n > REMOVAL_ORDER || utf8_check(order) != order.n)
		err = fail(why, E_USAGE, 0, "%s", REMOVAL_TYPE);
	else
		err = find_log(s, e, a, &log, why);
	for (size_t i = 0; i < n && err == OK; i++)
		err = remove_one(s, &log, &numbers[i], why);
	arena_free(a);
	return err == OK ? append_order(j, s, log.kind, e, numbers, n, order, why) : err;
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
