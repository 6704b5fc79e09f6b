/* bihuan import: documents and sheets become records of a ledger. */
#include <stdio.h>

#include "base/utf8.h"
#include "cli/import.h"
#include "cli/intake.h"
#include "cli/maps.h"
#include "tell/media.h"
#include "read/reader.h"

struct reading {
	struct import job;
	struct maps maps;
	bool secret;
};

/* ---- reading ---- */

/* 绝密★, 机密★1年, 秘密★: state secrets, which have no place in a program of this kind; 内部 is none. */
static bool
is_secret(struct str mark)
{
	return str_has(mark, STR("绝密")) || str_has(mark, STR("机密")) || str_has(mark, STR("秘密"));
}

static enum err
take(void *arg, const struct document *d)
{
	struct reading *r = arg;
	struct import *job = &r->job;
	uint32_t base = (uint32_t)job->lists->sources.n;

	for (size_t i = 0; i < d->articles.n; i++)
		if (is_secret(d->articles.v[i].secrecy)) {
			struct why why = { 0 };
			struct str name = d->texts[0]->name;

			r->secret = true;
			fail(&why, E_SECRET, 0, "%.*s", STR_ARG(d->articles.v[i].secrecy));
			return say_error(job->call->voice, arena_printf(job->lists->arena, "%.*s", STR_ARG(name)).p, &why);
		}
	lists_add(job->lists, d);
	maps_take(&r->maps, d);
	job->secrecy = arena_resize(job->lists->arena, job->secrecy, job->lists->sources.n * sizeof *job->secrecy);
	for (size_t i = base; i < job->lists->sources.n; i++)
		job->secrecy[i] = d->articles.n > 0 ? arena_str(job->lists->arena, d->articles.v[0].secrecy) : (struct str){ NULL, 0 };
	return OK;
}

static void
failed(void *arg, const char *path, const struct why *why)
{
	const struct reading *r = arg;

	if (!r->secret)
		say_error(r->job.call->voice, path, why);
}

static enum err
read_files(struct reading *r)
{
	struct intake in = {
		.call = r->job.call,
		.read_flags = READ_HASH,
		.made = true,
		.maps = &r->maps.given,
		.take = take,
		.failed = failed,
		.arg = r,
	};

	return intake_run(&in);
}

/* ---- writing ---- */

static struct str
title_of(const struct lists *l, uint32_t source)
{
	for (size_t i = 0; i < l->articles.n; i++)
		if (l->articles.v[i].source == source && !str_eq(l->articles.v[i].title, l->sources.v[source].file))
			return utf8_cut(l->articles.v[i].title, WORDS_MOST);
	return (struct str){ NULL, 0 };
}

/* What events will say of each file. A name of the system that is no UTF-8 is told as it cannot be written down. */
static void
name_sources(struct import *job)
{
	struct arena *a = job->lists->arena;

	job->sources = arena_zalloc(a, (job->lists->sources.n + 1) * sizeof *job->sources);
	for (uint32_t i = 0; i < job->lists->sources.n; i++) {
		const struct list_source *s = &job->lists->sources.v[i];
		struct origin *o = &job->sources[i].origin;
		enum hash_kind kind;

		hash_parse(arena_printf(a, "sha256:%s", s->sha256), &kind, &o->file.hash);
		o->file.size = (int64_t)s->bytes;
		o->file.media = media_of(s->file);
		o->file.name = utf8_check(s->file) == s->file.n ? s->file : STR("?");
		o->file.dated = DAY_NONE;
		o->title = title_of(job->lists, i);
		job->sources[i].secrecy = job->secrecy[i];
	}
}

static enum err
work(struct desk *d)
{
	struct import *job = d->arg;
	enum err err = records_open(d, &job->r);

	job->desk = d;
	if (err == OK)
		err = records_ledger(&job->r, &job->ledger);
	if (err == OK && d->call->opt[OPT_KIND] != NULL)
		err = records_kind(&job->r, job->ledger, &job->only);
	if (err == OK)
		err = whom_open(&job->whom, d->arena, d->site.store, &d->why);
	if (err != OK)
		return err;
	name_sources(job);
	import_find(job);
	if (job->offers.n == 0)
		return fail(&d->why, E_NOTHING, 0, "%s", d->call->files[0]);
	err = import_enter(job);
	if (err == OK)
		import_report(job);
	return err;
}

/* The copy is of use where something was not taken. */
static enum err
write_errors(struct import *job)
{
	const char *path = job->call->opt[OPT_OUTPUT];
	struct why why = { 0 };

	if (path == NULL || job->exit == OK)
		return OK;
	return import_errors(job, path, &why) == OK ? OK : say_error(job->call->voice, path, &why);
}

static enum err
run_in(struct reading *r, struct arena *a)
{
	struct why why = { .err = E_MEMORY };
	enum err err;

	if (a == NULL || arena_try(a))
		return say_error(r->job.call->voice, NULL, &why);
	r->job.lists = lists_new(a);
	err = read_files(r);
	if (r->secret)
		err = E_SECRET;
	if (err == OK)
		err = desk_write_with(r->job.call, work, &r->job);
	if (err == OK)
		err = write_errors(&r->job);
	return err == OK ? r->job.exit : err;
}

/* ---- the call ---- */

static enum err
take_options(const struct call *c, struct import *job)
{
	static const char *const words[] = { [ON_KNOWN_SKIP] = "skip", [ON_KNOWN_STOP] = "stop", [ON_KNOWN_UPDATE] = "update" };
	const char *word = c->opt[OPT_ON_KNOWN], *out = c->opt[OPT_OUTPUT];

	job->take = c->opt[OPT_TAKE] != NULL;
	job->dry_run = c->opt[OPT_DRY_RUN] != NULL;
	job->whole = c->opt[OPT_WHOLE] != NULL;
	for (unsigned i = 0; word != NULL && i < sizeof words / sizeof words[0]; i++)
		if (strcmp(word, words[i]) == 0) {
			job->on_known = i;
			word = NULL;
		}
	if (word != NULL)
		return say_usage(c->voice, word, SAY_WRONG_KNOWN);
	if (out != NULL && (c->nfiles != 1 || !str_ends(cstr(out), STR(".xlsx"))))
		return say_usage(c->voice, out, SAY_ONE_SHEET);
	for (size_t i = 0; i < c->nfiles; i++)
		if (strcmp(c->files[i], "-") == 0)
			return say_usage(c->voice, NULL, SAY_NOT_STDIN);
	return c->nfiles == 0 ? say_usage(c->voice, NULL, SAY_NO_FILE) : OK;
}

static enum err
import_run(const struct call *c)
{
	struct reading r = { .job = { .call = c } };
	struct arena *a;
	enum err err = take_options(c, &r.job);

	if (err != OK)
		return err;
	err = maps_begin(&r.maps, c);
	a = err == OK ? arena_new(0) : NULL;
	if (err == OK)
		err = run_in(&r, a);
	arena_free(a);
	maps_free(&r.maps);
	return err;
}

const struct command command_import = {
	.name = "import",
	.run = import_run,
	.usage_zh = "文件… [--ledger 代号] [--kind 种类] [--on-known skip|stop|update] [--dry-run] [-o 未录入.xlsx]",
	.usage_en = "FILE... [--ledger CODE] [--kind KIND] [--on-known skip|stop|update] [--dry-run] [-o NOT-TAKEN.xlsx]",
	.zh = "录入：文件和表格里的问题、措施、任务成为台账事项",
	.en = "documents and sheets become records of a ledger",
	.takes = TAKES(DB) | TAKES(JSON) | TAKES(LEDGER) | TAKES(KIND) | TAKES(REASON) | TAKES(FOR) | TAKES(MAP) | TAKES(ON_KNOWN) |
	    TAKES(WHOLE) | TAKES(TAKE) | TAKES(DRY_RUN) | TAKES(OUTPUT),
};
