/* bihuan self-check: what this machine has to confine the reading of files with. */
#include <stdio.h>

#include "cli/command.h"
#include "read/confine.h"

static const struct {
	unsigned layer;
	const char *name;
	enum sentence what;
} layers[] = {
	{ LAYER_RLIMITS, "rlimits", SAY_RLIMITS },
	{ LAYER_SECCOMP, "seccomp", SAY_SECCOMP },
	{ LAYER_LANDLOCK, "Landlock", SAY_LANDLOCK },
};

static void
print_layer(size_t i, unsigned have, int abi, enum lang lang)
{
	bool here = (have & layers[i].layer) != 0;

	printf("  %-9s %s", layers[i].name, say_text(here ? SAY_PRESENT : SAY_MISSING, lang));
	if (here && layers[i].layer == LAYER_LANDLOCK)
		printf(" (ABI %d)", abi);
	printf("  %s\n", say_text(layers[i].what, lang));
}

/* As of confine(): rlimits or seccomp must be there. */
static enum err
self_check_run(const struct call *c)
{
	struct why why = { .err = E_SANDBOX };
	int abi;
	unsigned have = confine_layers(&abi);

	if (c->nfiles > 0)
		return say_usage(c->voice, c->files[0], SAY_NO_FILE_TAKEN);
	printf("%s\n", say_text(SAY_LAYERS, c->voice.lang));
	for (size_t i = 0; i < sizeof layers / sizeof layers[0]; i++)
		print_layer(i, have, abi, c->voice.lang);
	if ((have & (LAYER_RLIMITS | LAYER_SECCOMP)) == 0)
		return say_error(c->voice, NULL, &why);
	return OK;
}

const struct command command_self_check = {
	.name = "self-check",
	.run = self_check_run,
	.usage_zh = "",
	.usage_en = "",
	.zh = "这台机器用什么隔离读取文件的进程",
	.en = "what this machine confines the reading of files with",
};
