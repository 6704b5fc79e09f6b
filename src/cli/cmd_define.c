/* bihuan define: checks definitions of ledgers, and shows what they say. */
#include <stdio.h>

#include "cli/command.h"
#include "cli/define.h"
#include "read/digest.h"
#include "base/json.h"

struct job {
	const struct call *call;
	struct buf out;
	size_t shown;		/* files in `out` */
};

static void
tell_faults(const struct job *job, const struct faults *f)
{
	struct voice v = job->call->voice;
	struct why why;
	struct buf b = { 0 };

	for (size_t i = 0; i < f->list.n; i++)
		fault_print(f, &f->list.v[i], v.lang, v.both, &b);
	fwrite(b.p, 1, b.n, stderr);
	buf_free(&b);
	fail(&why, E_DEFINITION, 0, "%zu", f->list.n + f->more);
	say_error(v, f->name.p, &why);
}

static void
show(struct job *job, const struct defined *made)
{
	bool json = job->call->opt[OPT_JSON] != NULL;

	if ((json || made->d != NULL) && job->shown++ > 0)
		buf_puts(&job->out, json ? STR(",\n") : STR("\n"));
	if (json)
		define_json(made, job->call->voice.lang, &job->out);
	else if (made->d != NULL)
		define_table(made, job->call->voice.lang, &job->out);
}

/* Memory runs out in here only. */
static enum err
define_in(struct job *job, struct arena *a, const char *path, struct str text)
{
	struct why why = { .err = E_MEMORY };
	struct faults f = { .arena = a, .name = cstr(path), .text = text };
	struct defined made = { .faults = &f };
	char sha256[DIGEST_ROOM];

	if (a == NULL || arena_try(a))
		return say_error(job->call->voice, path, &why);
	digest_bytes(text, sha256);
	made.sha256 = sha256;
	made.d = definition_load(&f);
	show(job, &made);
	if (made.d == NULL)
		tell_faults(job, &f);
	return made.d == NULL ? E_DEFINITION : OK;
}

static enum err
define_file(struct job *job, const char *path)
{
	struct why why = { 0 };
	struct source s;
	struct arena *a;
	enum err rc = load_file(path, &s, &why);

	if (rc != OK)
		return say_error(job->call->voice, path, &why);
	a = arena_new(0);
	rc = define_in(job, a, path, s.bytes);
	arena_free(a);
	source_free(&s);
	return rc;
}

static enum err
define_run(const struct call *c)
{
	struct job job = { .call = c };
	bool json = c->opt[OPT_JSON] != NULL;
	enum err rc = OK, one;

	if (c->nfiles == 0)
		return say_usage(c->voice, NULL, SAY_NO_FILE);
	if (json)
		JSON_PUT(&job.out, "{\"format\":\"bihuan.define/1\",\n\"files\":[\n");
	for (size_t i = 0; i < c->nfiles; i++) {
		one = define_file(&job, c->files[i]);
		rc = rc == OK ? one : rc;
	}
	if (json)
		JSON_PUT(&job.out, "]}\n");
	fwrite(job.out.p, 1, job.out.n, stdout);
	one = job.out.err;
	buf_free(&job.out);
	return rc == OK ? one : rc;
}

const struct command command_define = {
	.name = "define",
	.run = define_run,
	.usage_zh = "[--json] 文件…",
	.usage_en = "[--json] FILE...",
	.zh = "检查台账定义（YAML），没有错误时列出其记录、状态和动作",
	.en = "check definitions of ledgers (YAML), and show their kinds, states and moves",
	.takes = TAKES(JSON),
};
