#include "web/scribe.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/instant.h"
#include "ledger/journal.h"
#include "ledger/shipped.h"
#include "store/writer.h"

struct scribe {
	struct writer *writer;
	struct site site;		/* who it is; its connection only reads, once */
	/* Of the writer's thread: */
	struct journal *journal;
	struct seat seat;		/* of which only the ledgers are used */
	int64_t others;			/* store_others when the journal was last good */
	atomic_bool lost;		/* a transaction was: what is remembered may be of it */
};

struct asked {
	struct scribe *scribe;
	struct uuid person, acting_for;
	scribe_work work;
	void *arg;
};

/* What leaves nothing behind (act.h, credential.h). */
static bool
refused(enum err err)
{
	return err == E_RECORD || err == E_STALE || err == E_MOVE || err == E_RIGHT || err == E_VALUE || err == E_NEEDS || err == E_SESSION;
}

/* ---- on the thread that writes ---- */

/* What the journal and the ledgers remember is of before: another program wrote, or a transaction was lost. */
static enum err
remember(struct scribe *p, struct store *s, struct why *why)
{
	int64_t others = 0;
	enum err err = store_others(s, &others, why);

	if (err != OK)
		return err;
	if (atomic_exchange(&p->lost, false) || others != p->others) {
		journal_forget(p->journal);
		p->others = others;
		p->seat.stamp = -1;
	}
	p->seat.site.store = s;
	return seat_refresh(&p->seat, why);
}

static enum err
do_work(struct asked *a, struct store *s, struct arena *arena, struct why *why)
{
	struct scribe *p = a->scribe;
	const struct path_watch watch = records_watch(s);
	struct hand hand = { .store = s, .journal = p->journal, .site = p->site.site, .directory = p->site.directory, .kind = p->site.kind,
		.person = a->person, .acting_for = a->acting_for, .now = instant_now(), .watch = &watch };
	struct scribe_job job = { &hand, &p->seat.ledgers, arena, date_days(instant_day(hand.now, OFFSET_CHINA)), why, a->arg };

	return a->work(&job);
}

static enum err
within_arena(struct asked *a, struct store *s, struct why *why)
{
	struct arena *arena = arena_new(0);
	volatile enum err err = E_MEMORY;

	if (arena == NULL || arena_try(arena))
		fail(why, E_MEMORY, 0, "%s", "");
	else
		err = do_work(a, s, arena, why);
	arena_free(arena);
	return err;
}

static enum err
run_job(struct store *s, void *arg, struct why *why)
{
	struct asked *a = arg;
	enum err err = remember(a->scribe, s, why);

	if (err == OK)
		err = within_arena(a, s, why);
	if (err != OK && !refused(err))
		atomic_store(&a->scribe->lost, true);
	return err;
}

/* ---- from any thread ---- */

enum err
scribe_write(struct scribe *p, struct uuid person, struct uuid acting_for, scribe_work work, void *arg, struct why *why)
{
	struct asked a = { p, person, acting_for, work, arg };
	enum err err = writer_run(p->writer, run_job, &a, why);

	if (err != OK && !refused(err))
		atomic_store(&p->lost, true);		/* its transaction may be lost as a whole */
	return err;
}

void
scribe_stop(struct scribe *p)
{
	if (p == NULL)
		return;
	if (p->writer != NULL)
		writer_stop(p->writer);
	journal_free(p->journal);
	arena_free(p->seat.arena);
	site_close(&p->site);
	free(p);
}

enum err
scribe_start(struct scribe **out, const char *path, struct why *why)
{
	struct scribe *p = calloc(1, sizeof *p);
	enum err err;

	if (p == NULL)
		return fail(why, E_MEMORY, 0, "%s", path);
	p->seat.stamp = p->others = -1;
	err = site_open(&p->site, path, STORE_READ, why);
	if (err == OK) {
		p->journal = journal_new(OFFSET_CHINA);
		err = p->journal == NULL ? fail(why, E_MEMORY, 0, "%s", path) : writer_start(&p->writer, path, why);
	}
	if (err == OK)
		*out = p;
	else
		scribe_stop(p);
	return err;
}
