#include "ledger/rebuild.h"
#include "store/tally.h"

#define CHUNK 1000		/* events, whose records share an arena */

/* Every table of the directory; those of ledgers are cleared by records_clear. */
static const enum statement clear[] = { UNIT_CLEAR, ALIAS_CLEAR, PERSON_CLEAR, ROLE_CLEAR, POST_CLEAR, HOLDER_CLEAR,
	DELEGATION_CLEAR, PORTFOLIO_CLEAR };

struct folding {
	struct store *store;
	struct ledgers ledgers;
	struct removal_left left;
	struct journal_log *logs;
	size_t nlogs;
	struct arena *arena;	/* of a chunk */
	uint64_t events;
};

/* An event of a ledger without its payload, from what was left of it. What is said of the ledger itself needs no more than the envelope. */
static enum err
fold_left(struct folding *f, const struct journal_event *e, struct why *why)
{
	struct event left = e->event;

	left.payload = removal_left_of(&f->left, &e->event);
	if (left.payload.n == 0 && (!left.defined || !uuid_is_nil(left.record)))
		return OK;
	if (left.payload.n == 0)
		left.payload = STR("{}");
	return record_fold(f->arena, f->store, &f->ledgers, e->seq, &left, why);
}

/* Only the directory is under no definition. */
static enum err
fold(void *arg, const struct journal_event *e, struct why *why)
{
	struct folding *f = arg;
	const struct path_watch watch = records_watch(f->store);

	f->events++;
	if (e->event.removed)
		return fold_left(f, e, why);
	return e->event.defined ? record_fold(f->arena, f->store, &f->ledgers, e->seq, &e->event, why) :
	    directory_fold(f->store, e->seq, &e->event, &watch, why);
}

/* Events behind *seq; *seq stays where there are no more. */
static enum err
fold_chunk(struct folding *f, int64_t *seq, struct why *why)
{
	enum err err;

	f->arena = arena_new(0);
	if (f->arena == NULL || arena_try(f->arena)) {
		arena_free(f->arena);
		return fail(why, E_MEMORY, 0, "%s", "");
	}
	err = journal_since(f->store, f->logs, f->nlogs, seq, CHUNK, fold, f, why);
	arena_free(f->arena);
	return err;
}

static enum err
fold_all(struct folding *f, struct why *why)
{
	int64_t seq = 0, before;
	enum err err;

	do {
		before = seq;
		err = fold_chunk(f, &seq, why);
	} while (err == OK && seq > before);
	return err;
}

static enum err
clear_all(struct store *s, struct why *why)
{
	enum err err = records_clear(s, why);

	for (size_t i = 0; i < sizeof clear / sizeof clear[0] && err == OK; i++)
		err = store_do(s, clear[i], NO_VALUES, why);
	return err;
}

static enum err
make_again(struct folding *f, struct why *why)
{
	struct arena *a = arena_new(0);
	enum err err;

	if (a == NULL || arena_try(a)) {
		arena_free(a);
		return fail(why, E_MEMORY, 0, "%s", "");
	}
	err = clear_all(f->store, why);
	if (err == OK)
		err = removal_left_read(a, f->store, &f->left, why);
	if (err == OK)
		err = ledgers_load(&f->ledgers, a, f->store, NULL, why);
	if (err == OK)
		err = journal_logs(f->store, a, &f->logs, &f->nlogs, why);
	if (err == OK)
		err = tally_gather(f->store, why);
	if (err == OK)
		err = tally_gathered(f->store, fold_all(f, why), why);
	if (err == OK)
		err = ledgers_tend(&f->ledgers, f->store, why);
	arena_free(a);
	return err;
}

enum err
rebuild_removing(struct journal *j, struct store *s, struct event *e, const uint64_t *numbers, size_t n, struct str order, struct why *why)
{
	struct folding f = { .store = s };
	enum err err = removal_make(j, s, e, numbers, n, order, why);

	return err == OK ? make_again(&f, why) : err;
}

enum err
rebuild_within(struct store *s, uint64_t *events, struct why *why)
{
	struct folding f = { .store = s };
	enum err err = make_again(&f, why);

	*events = f.events;
	return err;
}

enum err
rebuild_store(struct store *s, uint64_t *events, struct why *why)
{
	enum err err = store_begin(s, why);

	if (err != OK)
		return err;
	err = rebuild_within(s, events, why);
	if (err == OK)
		err = store_commit(s, why);
	else
		store_rollback(s);
	return err;
}
