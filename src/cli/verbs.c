#include "cli/verbs.h"

#include <stdio.h>

const struct verb *
verbs_take(const struct command *cmd, struct call *c)
{
	const struct verb *verb = NULL;

	if (c->nfiles == 0) {
		say_usage(c->voice, cmd->name, SAY_NO_VERB);
		return NULL;
	}
	for (size_t i = 0; i < cmd->nverbs; i++)
		if (strcmp(cmd->verbs[i].name, c->files[0]) == 0)
			verb = &cmd->verbs[i];
	if (verb == NULL) {
		say_usage(c->voice, c->files[0], SAY_WRONG_VERB);
		return NULL;
	}
	c->files++;
	c->nfiles--;
	if (c->nfiles >= verb->least && c->nfiles <= verb->most)
		return verb;
	say_usage(c->voice, c->nfiles < verb->least ? verb->name : c->files[verb->most],
	    c->nfiles < verb->least ? SAY_TOO_FEW_WORDS : SAY_TOO_MANY_WORDS);
	return NULL;
}

enum err
verb_run(const struct verb *v, const struct call *c)
{
	if (v->run != NULL)
		return v->run(c);
	return v->writes ? desk_write(c, v->work) : desk_read(c, v->work);
}

uint64_t
verbs_options(const struct command *cmd)
{
	uint64_t takes = cmd->takes;

	for (size_t i = 0; i < cmd->nverbs; i++)
		takes |= cmd->verbs[i].takes;
	return takes;
}

void
verbs_print(const struct command *cmd, enum lang lang)
{
	for (size_t i = 0; i < cmd->nverbs; i++) {
		const struct verb *v = &cmd->verbs[i];

		printf("  bihuan %s %s %s\n      %s\n", cmd->name, v->name, lang == LANG_ZH ? v->usage_zh : v->usage_en,
		    lang == LANG_ZH ? v->zh : v->en);
	}
}
