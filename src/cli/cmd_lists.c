/* bihuan lists: the three lists of all documents given, in one of the writers' formats. */
#include <stdio.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/intake.h"
#include "cli/maps.h"
#include "read/reader.h"
#include "write/writer.h"

struct job {
	const struct call *call;
	const struct writer *writer;
	const char *path;
	struct lists *lists;
	bool some;		/* at least one document was read */
	struct maps maps;
};

static enum err
take(void *arg, const struct document *d)
{
	struct job *job = arg;

	lists_add(job->lists, d);
	maps_take(&job->maps, d);
	job->some = true;
	return OK;
}

static void
failed(void *arg, const char *path, const struct why *why)
{
	struct job *job = arg;

	say_error(job->call->voice, path, why);
}

static enum err
read_files(struct job *job)
{
	struct intake in = {
		.call = job->call,
		.read_flags = READ_HASH,
		.made = true,
		.maps = &job->maps.given,
		.take = take,
		.failed = failed,
		.arg = job,
	};

	return intake_run(&in);
}

static size_t
count_rows(const struct lists *l)
{
	size_t n = 0;

	for (size_t i = 0; i < LIST_COUNT; i++)
		n += l->rows[i].n;
	return n;
}

#define NOTES_SHOWN 20	/* of ledgers; all stand in the summary of the lists */

/* How ledgers were read, and what in them was not understood: a person is to look at it. */
static void
put_notes(const struct job *job, struct buf *b)
{
	size_t shown = 0;

	for (size_t i = 0; i < job->lists->notes.n && shown < NOTES_SHOWN; i++) {
		uint8_t code = job->lists->notes.v[i].code;

		if (code != NOTE_LEDGER && code != NOTE_LEDGER_ROW && code != NOTE_LEDGER_CELL)
			continue;
		lists_note(job->lists, i, b);
		buf_putc(b, '\n');
		shown++;
	}
}

/* What was written where, and how much the texts do not state. Not into the lists themselves. */
static void
print_summary(const struct job *job, const str_array *written)
{
	struct buf b = { 0 };

	if (strcmp(job->path, "-") == 0)
		return;
	for (size_t i = 0; i < written->n; i++) {
		buf_puts(&b, cstr(say_text(SAY_WRITTEN, job->call->voice.lang)));
		buf_puts(&b, written->v[i]);
		buf_putc(&b, '\n');
	}
	put_notes(job, &b);
	lists_summary(job->lists, &b);
	fwrite(b.p, 1, b.n, stdout);
	buf_free(&b);
}

static enum err
write_lists(struct job *job)
{
	str_array written = { 0 };
	struct why why = { 0 };
	enum err rc;

	lists_finish(job->lists);
	if (count_rows(job->lists) == 0) {
		why.err = E_NOTHING;
		return say_error(job->call->voice, NULL, &why);
	}
	rc = lists_write(job->lists, job->writer, job->path, &written, &why);
	if (rc != OK)
		return say_error(job->call->voice, job->path, &why);
	print_summary(job, &written);
	return OK;
}

/* Memory of the lists, which outlive every document, ends here when it runs out. */
static enum err
run_in(struct job *job, struct arena *a)
{
	struct why why = { .err = E_MEMORY };
	enum err rc, written = OK;

	if (a == NULL || arena_try(a))
		return say_error(job->call->voice, NULL, &why);
	job->lists = lists_new(a);
	rc = read_files(job);
	if (job->some)
		written = write_lists(job);
	return rc != OK ? rc : written;
}

/* --json and --format go before the ending of the file. */
static enum err
choose_writer(const struct call *c, struct job *job)
{
	const char *format = c->opt[OPT_FORMAT];

	if (format == NULL && c->opt[OPT_JSON] != NULL)
		format = "json";
	if (format == NULL && job->path == NULL)
		return say_usage(c->voice, NULL, SAY_NO_OUTPUT);
	if (job->path == NULL)
		job->path = "-";
	job->writer = writer_find(cstr(format != NULL ? format : job->path));
	if (job->writer == NULL && format != NULL)
		return say_usage(c->voice, format, SAY_WRONG_FORMAT);
	if (job->writer == NULL)
		return say_usage(c->voice, job->path, SAY_NO_FORMAT);
	return OK;
}

/* A workbook is bytes for a program, not for a person's screen. */
static bool
refuses_terminal(const struct job *job)
{
	return strcmp(job->path, "-") == 0 && strcmp(job->writer->name, "xlsx") == 0 &&
	    isatty(STDOUT_FILENO);
}

static enum err
lists_run(const struct call *c)
{
	struct job job = { .call = c, .path = c->opt[OPT_OUTPUT] };
	struct arena *a;
	enum err rc;

	if (choose_writer(c, &job) != OK)
		return E_USAGE;
	if (refuses_terminal(&job))
		return say_usage(c->voice, job.writer->name, SAY_TERMINAL);
	if (c->nfiles == 0)
		return say_usage(c->voice, NULL, SAY_NO_FILE);
	rc = maps_begin(&job.maps, c);
	a = rc == OK ? arena_new(0) : NULL;
	if (rc == OK)
		rc = run_in(&job, a);
	if (rc == OK)
		rc = maps_save(&job.maps, c);
	arena_free(a);
	maps_free(&job.maps);
	return rc;
}

const struct command command_lists = {
	.name = "lists",
	.run = lists_run,
	.usage_zh = "文件… -o 清单.xlsx|.html|.csv|.md|.json",
	.usage_en = "FILE... -o OUT.xlsx|.html|.csv|.md|.json",
	.zh = "生成问题清单、任务清单、责任清单",
	.en = "the three lists: findings, tasks, who answers",
	.takes = TAKES(OUTPUT) | TAKES(FORMAT) | TAKES(JSON) | TAKES(MAP) | TAKES(SAVE_MAP),
};
