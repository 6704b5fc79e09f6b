/*
 * verbs: commands that do several things to one kind of thing: `bihuan unit add …`. A command with verbs has a table of
 * them instead of a function of its own; main finds the verb, refuses options that it does not take, and runs it.
 */
#ifndef BH_VERBS_H
#define BH_VERBS_H

#include "cli/command.h"
#include "cli/desk.h"

struct verb {
	const char *name;
	/* The words behind the verb, as many as it takes, are call.files. One of: */
	enum err (*work)(struct desk *);	/* work at a ledger, which writes to it or only reads */
	enum err (*run)(const struct call *);	/* as a command's; NULL where there is work */
	bool writes;
	size_t least, most;			/* words */
	const char *usage_zh, *usage_en;	/* what follows the verb */
	const char *zh, *en;
	uint64_t takes;				/* TAKES() of its options, but for those that all take */
};

/* The verb that a call names, taken off its words. NULL where it names none, or has too few or too many words: it has said so. */
const struct verb *verbs_take(const struct command *, struct call *);
enum err verb_run(const struct verb *, const struct call *);
/* What any of its verbs takes; what the command takes, where it has none. */
uint64_t verbs_options(const struct command *);
/* "bihuan unit add …", a line each. */
void verbs_print(const struct command *, enum lang);

#endif
