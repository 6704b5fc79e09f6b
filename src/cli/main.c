/* main: reads the command line, runs the command, and exits by the table of errors. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/story.h"
#include "cli/verbs.h"

#define TAKES_ALL (TAKES(LANG) | TAKES(NO_PROGRESS) | TAKES(HELP))

static const struct {
	char letter;
	const char *name, *value, *zh, *en;
} options[OPT_COUNT] = {
#define X(id, letter, name, value, zh, en) { letter, name, value, zh, en },
	OPTIONS(X)
#undef X
};

static const struct command *const commands[] = {
#define X(name) &command_##name,
	COMMANDS(X)
#undef X
};
#define NCOMMANDS (sizeof commands / sizeof commands[0])

static const struct command *
command_find(const char *name)
{
	for (size_t i = 0; i < NCOMMANDS; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

/* --lang, BIHUAN_LANG, a configuration file, then the locale; where none of them says, both. */
static bool
voice_set(struct voice *v, const char *name)
{
	bool zh = name != NULL && strncmp(name, "zh", 2) == 0;
	bool en = name != NULL && strncmp(name, "en", 2) == 0;

	if (zh || en)
		*v = (struct voice){ zh ? LANG_ZH : LANG_EN, false };
	return zh || en;
}

static struct voice
voice_find(const struct config *config)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	struct voice v = { LANG_ZH, true };

	if (voice_set(&v, getenv("BIHUAN_LANG")) || voice_set(&v, config->value[CONFIG_LANG]))
		return v;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const char *value = getenv(names[i]);
		if (voice_set(&v, value) || (value != NULL && value[0] != '\0'))
			break;
	}
	return v;
}

/* Configuration. What is wrong with it is told by commands: help does without. */

static struct {
	struct config config;
	char file[PATH_MAX];
	struct config_fault fault;
	struct why why;
} settings;

static enum err
say_settings(struct voice v)
{
	char zh[PATH_MAX + 500], en[PATH_MAX + 500];

	if (settings.why.err != OK)
		return say_error(v, settings.file, &settings.why);
	if (settings.fault.kind == CONFIG_FAULT_NONE)
		return OK;
	config_fault_print(zh, sizeof zh, LANG_ZH, settings.file, &settings.fault);
	config_fault_print(en, sizeof en, LANG_EN, settings.file, &settings.fault);
	return say_both(v, NULL, E_USAGE, zh, en);
}

/* Help. */

static void
print_option(size_t i, enum lang lang)
{
	char name[40], letter[8] = "    ";

	if (options[i].letter != 0)
		snprintf(letter, sizeof letter, "-%c, ", options[i].letter);
	snprintf(name, sizeof name, "--%s%s%s", options[i].name, options[i].value ? "=" : "",
	    options[i].value ? options[i].value : "");
	printf("  %s%-17s  %s\n", letter, name, lang == LANG_ZH ? options[i].zh : options[i].en);
}

static void
print_options(uint64_t takes, enum lang lang)
{
	printf("\n%s\n", say_text(SAY_OPTIONS, lang));
	for (size_t i = 0; i < OPT_COUNT; i++)
		if (takes & UINT64_C(1) << i)
			print_option(i, lang);
}

static void
print_usage(const struct command *c, enum lang lang)
{
	printf("bihuan %s %s\n", c->name, lang == LANG_ZH ? c->usage_zh : c->usage_en);
}

static enum err
help_command(const struct command *c, enum lang lang)
{
	printf("%s\n\n%s", lang == LANG_ZH ? c->zh : c->en, say_text(SAY_USAGE, lang));
	print_usage(c, lang);
	verbs_print(c, lang);
	print_options(verbs_options(c) | TAKES_ALL, lang);
	return OK;
}

static enum err
help_all(enum lang lang)
{
	printf("%s\n\n%s\n", say_text(SAY_ABOUT, lang), say_text(SAY_USAGE, lang));
	for (size_t i = 0; i < NCOMMANDS; i++) {
		printf("  ");
		print_usage(commands[i], lang);
	}
	printf("\n%s\n", say_text(SAY_COMMANDS, lang));
	for (size_t i = 0; i < NCOMMANDS; i++)
		printf("  %-11s%s\n", commands[i]->name,
		    lang == LANG_ZH ? commands[i]->zh : commands[i]->en);
	print_options(TAKES_ALL | TAKES(VERSION), lang);
	printf("\n%s\n", say_text(SAY_HELP, lang));
	return OK;
}

/* The command line. */

struct line {
	char **argv;
	int at, argc;
	bool only_files;	/* after "--" */
};

static size_t
option_by_name(struct str name)
{
	size_t i = 0;

	while (i < OPT_COUNT && !str_eq(cstr(options[i].name), name))
		i++;
	return i;
}

static size_t
option_by_letter(char letter)
{
	size_t i = 0;

	while (i < OPT_COUNT && options[i].letter != letter)
		i++;
	return i;
}

/* Sets option i; value is what stands in the same word, or NULL. */
static enum err
take_option(struct call *c, struct line *l, size_t i, const char *value)
{
	const char *word = l->argv[l->at];

	if (i == OPT_COUNT)
		return say_usage(c->voice, word, SAY_WRONG_OPTION);
	if (options[i].value == NULL && value != NULL)
		return say_usage(c->voice, word, SAY_NO_VALUE_TAKEN);
	if (options[i].value == NULL)
		value = "";
	else if (value == NULL && l->at + 1 == l->argc)
		return say_usage(c->voice, word, SAY_NO_VALUE);
	else if (value == NULL)
		value = l->argv[++l->at];
	c->opt[i] = value;
	if (i == OPT_LANG && !voice_set(&c->voice, value))
		return say_usage(c->voice, word, SAY_WRONG_LANG);
	return OK;
}

static enum err
take_long(struct call *c, struct line *l, const char *name)
{
	const char *eq = strchr(name, '=');
	size_t i = option_by_name(eq == NULL ? cstr(name) : str_of(name, eq));

	return take_option(c, l, i, eq == NULL ? NULL : eq + 1);
}

static enum err
take_word(struct call *c, struct line *l)
{
	char *word = l->argv[l->at];

	if (l->only_files || word[0] != '-' || word[1] == '\0') {
		c->files[c->nfiles++] = word;
		return OK;
	}
	if (strcmp(word, "--") == 0) {
		l->only_files = true;
		return OK;
	}
	if (word[1] == '-')
		return take_long(c, l, word + 2);
	return take_option(c, l, option_by_letter(word[1]), word[2] == '\0' ? NULL : word + 2);
}

/* files is argv itself: a word is never put behind where it is read. */
static enum err
read_line(struct call *c, int argc, char **argv)
{
	struct line l = { .argv = argv, .argc = argc };
	enum err rc;

	c->files = argv;
	for (l.at = 1; l.at < argc; l.at++)
		if ((rc = take_word(c, &l)) != OK)
			return rc;
	return OK;
}

static enum err
refuse_option(const struct call *c, uint64_t takes)
{
	char name[40];

	for (size_t i = 0; i < OPT_COUNT; i++) {
		if (c->opt[i] == NULL || takes & UINT64_C(1) << i)
			continue;
		snprintf(name, sizeof name, "--%s", options[i].name);
		return say_usage(c->voice, name, SAY_NOT_HERE);
	}
	return OK;
}

/* "help NAME" and "NAME --help" are the same. */
static enum err
run_help(struct call *c)
{
	const struct command *cmd;

	if (c->nfiles == 0)
		return help_all(c->voice.lang);
	if (strcmp(c->files[0], "story") == 0) {
		story_print(c->voice.lang);
		return OK;
	}
	if ((cmd = command_find(c->files[0])) == NULL)
		return say_usage(c->voice, c->files[0], SAY_WRONG_COMMAND);
	return help_command(cmd, c->voice.lang);
}

static enum err
run_command(struct call *c)
{
	const struct command *cmd = command_find(c->files[0]);
	bool move = cmd == NULL && event_type_ok(cstr(c->files[0])) && c->nfiles > 1;
	const struct verb *verb = NULL;
	enum err err;

	if (move)		/* "submit 2026-001 …": what is no command may be a move of a ledger */
		cmd = &command_act;
	if (cmd == NULL)
		return say_usage(c->voice, c->files[0], SAY_WRONG_COMMAND);
	if ((err = say_settings(c->voice)) != OK)
		return err;
	c->files += !move;
	c->nfiles -= !move;
	if (cmd->run == NULL && (verb = verbs_take(cmd, c)) == NULL)
		return E_USAGE;
	if (refuse_option(c, (verb != NULL ? verb->takes : cmd->takes) | TAKES_ALL) != OK)
		return E_USAGE;
	return verb != NULL ? verb_run(verb, c) : cmd->run(c);
}

static enum err
run(struct call *c, int argc, char **argv)
{
	if (read_line(c, argc, argv) != OK)
		return E_USAGE;
	if (c->opt[OPT_HELP] != NULL)
		return run_help(c);
	if (c->opt[OPT_VERSION] != NULL && c->nfiles == 0)
		return printf("bihuan %s\n", BH_VERSION) < 0 ? E_WRITE : OK;
	if (c->nfiles == 0)
		return say_usage(c->voice, NULL, SAY_NO_COMMAND);
	if (strcmp(c->files[0], "help") != 0)
		return run_command(c);
	c->files++;
	c->nfiles--;
	return run_help(c);
}

/* A file opened later must not land on a closed standard stream; what is put here refuses its use. */
static void
guard_streams(void)
{
	static const int modes[] = { O_WRONLY, O_RDONLY, O_WRONLY };

	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			(void)open("/dev/null", modes[fd]);
}

int
main(int argc, char **argv)
{
	struct call c = { .config = &settings.config };
	enum err rc;

	guard_streams();
	config_load(&settings.config, settings.file, &settings.fault, &settings.why);
	c.voice = voice_find(&settings.config);
	signal(SIGPIPE, SIG_IGN);	/* a write tells */
	signal(SIGCHLD, SIG_DFL);	/* children are waited for */
	rc = run(&c, argc, argv);
	if (fflush(stdout) != 0 && rc == OK) {
		struct why why = { .err = E_WRITE };
		rc = say_error(c.voice, NULL, &why);
	}
	return err_exit(rc);
}
