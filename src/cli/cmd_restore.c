/* bihuan restore: a backup made a ledger again; or only tried, with a report of what was checked. */
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"
#include "cli/backup_json.h"
#include "cli/history.h"
#include "cli/place.h"

/* ---- in earnest ---- */

static enum err
print_restored(const struct call *c, const struct backup_report *r)
{
	struct buf b = { 0 };
	enum lang lang = c->voice.lang;

	if (c->opt[OPT_JSON] != NULL) {
		JSON_PUT(&b, "{\"format\":\"bihuan.restore/1\",\"to\":");
		json_name(&b, cstr(place_path(c)));
		put_backup(&b, r);
		JSON_PUT(&b, "}\n");
	} else {
		buf_printf(&b, say_text(SAY_RESTORED, lang), place_path(c), (long long)r->events, (unsigned long long)r->evidence.files,
		    (unsigned long long)r->evidence.bytes);
		buf_printf(&b, say_text(SAY_KEY_APART, lang), place_path(c));
	}
	return place_print(c, &b);
}

static enum err
restore(const struct call *c)
{
	struct backup_report report = { .events = 0 };
	struct why why = { 0 };
	enum err err;

	if (access(place_path(c), F_OK) == 0)
		return say_error(c->voice, place_path(c), &(struct why){ .err = E_TAKEN });
	err = backup_restore(c->files[0], place_path(c), &report, &why);
	if (err == OK || report.evidence.absent + report.evidence.damaged > 0)	/* there, but not whole */
		print_restored(c, &report);
	return err == OK ? OK : say_error(c->voice, c->files[0], &why);
}

/* ---- only tried ---- */

struct drill {
	struct backup_report report;
	struct arena *arena;
	struct verify_report history;
	bool looked;		/* it came as far as the history */
	double seconds;
};

static enum err
look_at_history(struct store *s, void *arg, struct why *why)
{
	struct drill *d = arg;
	struct note_key *keys;
	size_t n = 0;
	enum err err;

	if (arena_try(d->arena))	/* here: who calls has a folder to remove */
		return fail(why, E_MEMORY, 0, "%s", "");
	keys = arena_alloc(d->arena, VERIFY_KEYS * sizeof *keys);
	err = verify_keys(s, keys, &n, why);
	if (err == OK)
		err = verify_store(s, d->arena, keys, n, NULL, 0, &d->history, why);
	d->looked = err == OK;
	return err;
}

static void
put_drill_json(struct buf *b, const struct call *c, const struct drill *d, enum err err)
{
	JSON_PUT(b, "{\"format\":\"bihuan.drill/1\",\"from\":");
	json_name(b, cstr(c->files[0]));
	buf_puts(b, err == OK && !d->history.bad ? STR(",\"sound\":true") : STR(",\"sound\":false"));
	put_backup(b, &d->report);
	JSON_PUT(b, ",\"history\":");
	if (d->looked) {
		JSON_PUT(b, "{");
		history_members(b, &d->history);
		JSON_PUT(b, "}");
	} else {
		JSON_PUT(b, "null");
	}
	buf_printf(b, ",\"seconds\":%.3f}\n", d->seconds);
}

static void
put_drill_text(struct buf *b, const struct call *c, const struct drill *d)
{
	const struct evidence_report *e = &d->report.evidence;
	enum lang lang = c->voice.lang;

	buf_printf(b, say_text(SAY_DRILLED, lang), c->files[0], (unsigned long long)e->files, (unsigned long long)e->absent,
	    (unsigned long long)e->damaged);
	history_text(b, &d->history, lang);
	buf_printf(b, say_text(SAY_TOOK, lang), d->seconds);
}

static enum err
tell_drill(const struct call *c, const struct drill *d, enum err err, const struct why *why)
{
	struct buf b = { 0 };

	if (c->opt[OPT_JSON] != NULL)
		put_drill_json(&b, c, d, err);
	else if (d->looked)
		put_drill_text(&b, c, d);
	if (place_print(c, &b) != OK)
		return E_WRITE;
	if (err != OK)
		return say_error(c->voice, c->files[0], why);
	return d->history.bad ? E_FORGED : OK;
}

static double
seconds_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static enum err
drill(const struct call *c)
{
	struct drill d = { .arena = arena_new(0) };
	struct why why = { 0 };
	double begun = seconds_now();
	enum err err;

	if (d.arena == NULL)
		return say_error(c->voice, NULL, &(struct why){ .err = E_MEMORY });
	err = backup_drill(c->files[0], look_at_history, &d, &d.report, &why);
	d.seconds = seconds_now() - begun;
	err = tell_drill(c, &d, err, &why);
	arena_free(d.arena);
	return err;
}

static enum err
restore_run(const struct call *c)
{
	struct stat st;

	if (c->nfiles != 1)
		return say_usage(c->voice, NULL, SAY_NO_PLACE);
	if (stat(c->files[0], &st) != 0)
		return say_error(c->voice, c->files[0], &(struct why){ .err = E_ABSENT });
	if (!S_ISDIR(st.st_mode))
		return say_error(c->voice, c->files[0], &(struct why){ .err = E_FOREIGN });
	return c->opt[OPT_DRILL] != NULL ? drill(c) : restore(c);
}

const struct command command_restore = {
	.name = "restore",
	.run = restore_run,
	.usage_zh = "备份文件夹 [--db 文件] [--json] | --drill 备份文件夹 [--json]",
	.usage_en = "FOLDER [--db FILE] [--json] | --drill FOLDER [--json]",
	.zh = "由备份恢复台账库和佐证材料，已有的绝不覆盖；--drill 只演练并给出报告",
	.en = "restore a backup, never over what is there; --drill only tries it, and reports",
	.takes = TAKES(DB) | TAKES(DRILL) | TAKES(JSON),
};
