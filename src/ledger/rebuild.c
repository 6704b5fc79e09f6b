#include "ledger/rebuild.h"

/* Every table that is made from events. */
static const enum statement clear[] = { UNIT_CLEAR, PERSON_CLEAR, ROLE_CLEAR };

struct folding {
	struct store *store;
	uint64_t events;
};

static enum err
fold(void *arg, const struct journal_event *e, struct why *why)
{
	struct folding *f = arg;

	f->events++;
	return e->event.removed ? OK : directory_fold(f->store, e->seq, &e->event, why);
}

static enum err
fold_all(struct folding *f, struct arena *a, struct why *why)
{
	struct journal_log *logs;
	size_t n;
	enum err err = journal_logs(f->store, a, &logs, &n, why);

	for (size_t i = 0; i < n && err == OK; i++)
		err = journal_walk(f->store, &logs[i], 0, fold, f, why);
	return err;
}

static enum err
make_again(struct folding *f, struct why *why)
{
	struct arena *a = arena_new(0);
	enum err err = OK;

	if (a == NULL || arena_try(a)) {
		arena_free(a);
		return fail(why, E_MEMORY, 0, "%s", "");
	}
	for (size_t i = 0; i < sizeof clear / sizeof clear[0] && err == OK; i++)
		err = store_do(f->store, clear[i], NO_VALUES, why);
	if (err == OK)
		err = fold_all(f, a, why);
	arena_free(a);
	return err;
}

enum err
rebuild_store(struct store *s, uint64_t *events, struct why *why)
{
	struct folding f = { .store = s };
	enum err err = store_begin(s, why);

	if (err != OK)
		return err;
	err = make_again(&f, why);
	if (err == OK)
		err = store_commit(s, why);
	else
		store_rollback(s);
	*events = f.events;
	return err;
}
