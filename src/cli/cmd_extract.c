/* bihuan extract: outline and facts of documents, in one of four forms. */
#include <stdlib.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/intake.h"
#include "cli/maps.h"
#include "cli/output.h"
#include "read/reader.h"
#include "write/extract.h"

static const struct {
	enum option option;
	const struct form *form;
} forms[] = {
	{ OPT_JSON, &form_json },
	{ OPT_TREE, &form_tree },
	{ OPT_TABLE, &form_table },
	{ OPT_TEXT, &form_text },
};

struct job {
	const struct call *call;
	const struct form *form;
	struct extract x;
	struct maps maps;
};

/* NULL, told, when more than one was asked for. */
static const struct form *
choose_form(const struct call *c, bool terminal)
{
	const struct form *form = NULL;

	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		if (c->opt[forms[i].option] == NULL)
			continue;
		if (form != NULL) {
			say_usage(c->voice, NULL, SAY_TWO_FORMS);
			return NULL;
		}
		form = forms[i].form;
	}
	return form != NULL ? form : terminal ? &form_tree : &form_json;
}

static enum err
take(void *arg, const struct document *d)
{
	struct job *job = arg;

	job->form->document(&job->x, d);
	maps_take(&job->maps, d);
	return job->x.out->err;
}

static void
failed(void *arg, const char *path, const struct why *why)
{
	struct job *job = arg;
	char sentence[400];

	say_error(job->call->voice, path, why);
	if (job->form->failed == NULL)
		return;
	say_why(sentence, sizeof sentence, job->call->voice.lang, path, why);
	job->form->failed(&job->x, path, sentence);
}

static enum err
read_files(struct job *job)
{
	struct intake in = {
		.call = job->call,
		.read_flags = job->form->hash ? READ_HASH : 0,
		.made = job->form->made,
		.flags = job->form->flags,
		.maps = &job->maps.given,
		.parts = true,
		.take = take,
		.failed = failed,
		.arg = job,
	};

	return intake_run(&in);
}

/* Nothing read: nothing written, and a file of that name stays as it was. */
static enum err
write_out(struct job *job, struct output *o)
{
	bool some = job->x.ndocuments > 0;
	struct why why = { 0 };

	if (some && job->form->end != NULL)
		job->form->end(&job->x);
	if (output_close(o, some, &why) != OK)
		return say_error(job->call->voice, job->call->opt[OPT_OUTPUT], &why);
	return OK;
}

static enum err
run_form(const struct call *c, const struct form *form, struct output *o, bool colour)
{
	struct job job = { .call = c, .form = form };
	enum err rc, written;

	extract_init(&job.x, &o->buf, c->voice.lang, colour);
	rc = maps_begin(&job.maps, c);
	if (rc == OK)
		rc = read_files(&job);
	written = write_out(&job, o);
	if (rc == OK && written == OK)
		written = maps_save(&job.maps, c);
	maps_free(&job.maps);
	extract_free(&job.x);
	return rc != OK ? rc : written;
}

static enum err
extract_run(const struct call *c)
{
	const char *path = c->opt[OPT_OUTPUT], *no_color = getenv("NO_COLOR");
	bool terminal = (path == NULL || strcmp(path, "-") == 0) && isatty(STDOUT_FILENO);
	const struct form *form = choose_form(c, terminal);
	struct why why = { 0 };
	struct output o;

	if (form == NULL)
		return E_USAGE;
	if (c->nfiles == 0)
		return say_usage(c->voice, NULL, SAY_NO_FILE);
	if (output_open(&o, path, &why) != OK)
		return say_error(c->voice, path, &why);
	return run_form(c, form, &o, terminal && (no_color == NULL || no_color[0] == '\0'));
}

const struct command command_extract = {
	.name = "extract",
	.run = extract_run,
	.usage_zh = "[--json|--tree|--table|--text] [选项] 文件…",
	.usage_en = "[--json|--tree|--table|--text] [OPTION]... FILE...",
	.zh = "读取文件的层次和要素",
	.en = "outline and facts of documents",
	.takes = TAKES(JSON) | TAKES(TREE) | TAKES(TABLE) | TAKES(TEXT) | TAKES(OUTPUT) | TAKES(MAP) | TAKES(SAVE_MAP),
};
