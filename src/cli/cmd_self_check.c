/* bihuan self-check: what this machine has to confine the reading of files with, and the programs that read some. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/command.h"
#include "guard/confine.h"
#include "guard/convert.h"
#include "base/json.h"

#define VERSION_ROOM 64
#define PATIENCE 5000		/* milliseconds until a program has told its version */

static const struct {
	unsigned layer;
	const char *name;
	enum sentence what;
} layers[] = {
	{ LAYER_RLIMITS, "rlimits", SAY_RLIMITS },
	{ LAYER_SECCOMP, "seccomp", SAY_SECCOMP },
	{ LAYER_LANDLOCK, "Landlock", SAY_LANDLOCK },
};
enum { LAYERS = sizeof layers / sizeof layers[0] };

/* ---- the version of a program ---- */

/* Starts it with both its outputs into a pipe; -1 on failure. */
static pid_t
start(const char *program, const char *option, int out)
{
	char *const argv[] = { (char *)(uintptr_t)program, (char *)(uintptr_t)option, NULL };
	/* Neither a screen nor a home that it would put settings into. */
	static char *const environment[] = {
		(char *)"LC_ALL=C.UTF-8", (char *)"PATH=/usr/bin:/bin", (char *)"SAL_USE_VCLPLUGIN=svp",
		(char *)"HOME=/dev/null", NULL
	};
	posix_spawn_file_actions_t files;
	pid_t pid = -1;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&files, out, STDERR_FILENO);
	if (posix_spawn(&pid, program, &files, NULL, argv, environment) != 0)
		pid = -1;
	posix_spawn_file_actions_destroy(&files);
	return pid;
}

/* What it says, as far as there is room. */
static void
listen_to(int from, char *p, size_t room)
{
	struct pollfd ready = { .fd = from, .events = POLLIN };
	size_t n = 0;
	ssize_t got = 1;

	while (n < room && got > 0 && poll(&ready, 1, PATIENCE) > 0) {
		got = read(from, p + n, room - n);
		n += got > 0 ? (size_t)got : 0;
	}
}

/* The first word of digits and points; empty where there is none. */
static void
take_version(char *said, char version[VERSION_ROOM])
{
	char *rest;

	for (char *word = strtok_r(said, " \n", &rest); word != NULL; word = strtok_r(NULL, " \n", &rest)) {
		if (strspn(word, "0123456789.") != strlen(word))
			continue;
		snprintf(version, VERSION_ROOM, "%s", word);
		return;
	}
}

static void
version_of(const struct converter_known *k, char version[VERSION_ROOM])
{
	char said[1024] = "";
	int ends[2];
	pid_t pid;

	version[0] = '\0';
	if (!k->here || pipe2(ends, O_CLOEXEC) != 0)
		return;
	pid = start(k->program, k->version, ends[1]);
	close(ends[1]);
	if (pid > 0)
		listen_to(ends[0], said, sizeof said - 1);
	close(ends[0]);
	if (pid > 0) {
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	take_version(said, version);
}

/* ---- for people ---- */

static void
print_layer(size_t i, unsigned have, int abi, enum lang lang)
{
	bool here = (have & layers[i].layer) != 0;

	printf("  %-9s %s", layers[i].name, say_text(here ? SAY_PRESENT : SAY_MISSING, lang));
	if (here && layers[i].layer == LAYER_LANDLOCK)
		printf(" (ABI %d)", abi);
	printf("  %s\n", say_text(layers[i].what, lang));
}

static void
print_converter(const struct converter_known *k, enum lang lang)
{
	char version[VERSION_ROOM];

	version_of(k, version);
	printf("  %-9s %s", k->name, say_text(k->here ? SAY_PRESENT : SAY_MISSING, lang));
	if (k->here)
		printf("  %s %s\n", k->program, version);
	else
		printf("  %s%s\n", say_text(SAY_INSTALL, lang), k->package);
}

static void
print_all(unsigned have, int abi, enum lang lang)
{
	struct converter_known k;

	printf("%s\n", say_text(SAY_LAYERS, lang));
	for (size_t i = 0; i < LAYERS; i++)
		print_layer(i, have, abi, lang);
	printf("%s\n", say_text(SAY_CONVERTERS, lang));
	for (size_t i = 0; converter_known(i, &k); i++)
		print_converter(&k, lang);
}

/* ---- for programs ---- */

static void
put_present(struct buf *b, bool here)
{
	JSON_PUT(b, ",\"present\":");
	if (here)
		JSON_PUT(b, "true");
	else
		JSON_PUT(b, "false");
}

static void
put_layer(struct buf *b, size_t i, unsigned have, int abi)
{
	bool here = (have & layers[i].layer) != 0;

	JSON_PUT(b, "{\"name\":");
	json_str(b, cstr(layers[i].name));
	put_present(b, here);
	if (layers[i].layer == LAYER_LANDLOCK) {
		JSON_PUT(b, ",\"abi\":");
		json_num(b, here ? (uint32_t)abi : 0);
	}
	JSON_PUT(b, "}");
}

static void
put_converter(struct buf *b, const struct converter_known *k)
{
	char version[VERSION_ROOM];

	version_of(k, version);
	JSON_PUT(b, "{\"name\":");
	json_str(b, cstr(k->name));
	put_present(b, k->here);
	JSON_PUT(b, ",\"program\":");
	json_str(b, cstr(k->program));
	JSON_PUT(b, ",\"version\":");
	json_str_or_null(b, cstr(version));
	JSON_PUT(b, ",\"package\":");
	json_str(b, cstr(k->package));
	JSON_PUT(b, "}");
}

static void
put_all(struct buf *b, unsigned have, int abi)
{
	struct converter_known k;

	JSON_PUT(b, "{\"format\":\"bihuan.self-check/1\",\n\"layers\":[");
	for (size_t i = 0; i < LAYERS; i++) {
		buf_puts(b, i > 0 ? STR(",\n") : STR("\n"));
		put_layer(b, i, have, abi);
	}
	JSON_PUT(b, "],\n\"converters\":[");
	for (size_t i = 0; converter_known(i, &k); i++) {
		buf_puts(b, i > 0 ? STR(",\n") : STR("\n"));
		put_converter(b, &k);
	}
	JSON_PUT(b, "]}\n");
}

/* As of confine(): rlimits or seccomp must be there. */
static enum err
self_check_run(const struct call *c)
{
	struct why why = { .err = E_SANDBOX };
	struct buf b = { 0 };
	int abi;
	unsigned have = confine_layers(&abi);

	if (c->nfiles > 0)
		return say_usage(c->voice, c->files[0], SAY_NO_FILE_TAKEN);
	if (c->opt[OPT_JSON] == NULL) {
		print_all(have, abi, c->voice.lang);
	} else {
		put_all(&b, have, abi);
		fwrite(b.p, 1, b.n, stdout);
		buf_free(&b);
	}
	if ((have & (LAYER_RLIMITS | LAYER_SECCOMP)) == 0)
		return say_error(c->voice, NULL, &why);
	return OK;
}

const struct command command_self_check = {
	.name = "self-check",
	.run = self_check_run,
	.usage_zh = "[--json]",
	.usage_en = "[--json]",
	.zh = "这台机器用什么隔离读取文件的进程，有哪些读取其他格式的程序",
	.en = "what this machine confines the reading of files with, and the programs that read other formats",
	.takes = TAKES(JSON),
};
