/*
 * command: what may follow `bihuan`. A command is one file and one row of
 * COMMANDS; an option is one row of OPTIONS, and stands in the mask of each
 * command that takes it. main reads the command line into a struct call, so
 * that a command sees only what it takes.
 */
#ifndef BH_COMMAND_H
#define BH_COMMAND_H

#include "cli/say.h"

#define OPTIONS(X) /*	id		letter	name		value		what it does */ \
	X(JSON,		0,	"json",		NULL,		"输出 JSON（extract 不在终端上时的默认）", \
								"print JSON (the default of extract when not on a terminal)") \
	X(TREE,		0,	"tree",		NULL,		"只输出层次（在终端上时的默认）", \
								"print the outline alone (the default on a terminal)") \
	X(TABLE,	0,	"table",	NULL,		"输出层次和要素的对齐表格", \
								"print nodes and facts in columns") \
	X(TEXT,		0,	"text",		NULL,		"输出规整后的正文，位置按它的字节计", \
								"print the normalised text, whose bytes spans count") \
	X(OUTPUT,	'o',	"output",	"FILE",		"写入文件（写完才改名），“-”为标准输出", \
								"write to a file (renamed when whole), \"-\" for standard output") \
	X(FORMAT,	0,	"format",	"FORMAT",	"xlsx、html、csv、md 或 json，默认按文件后缀", \
								"xlsx, html, csv, md or json; by default the file's suffix") \
	X(MAP,		0,	"map",		"FILE",		"台账表头怎样读，见 man 的 LEDGER SHEETS", \
								"how heads of ledgers are to be read") \
	X(SAVE_MAP,	0,	"save-map",	"FILE",		"把表头怎样读的写入文件，改后可交 --map", \
								"write how heads of ledgers were read, for --map") \
	X(DB,		0,	"db",		"FILE",		"台账库（默认 BIHUAN_DB，再为 bihuan.db）", \
								"the ledger's database (by default BIHUAN_DB, then bihuan.db)") \
	X(UNIT,		0,	"unit",		"NAME",		"单位的名称", \
								"the name of the unit") \
	X(HASH,		0,	"hash",		"sha256|sm3",	"历史所用的杂凑算法（默认 sha256）", \
								"what the history is hashed with (sha256 by default)") \
	X(LANG,		0,	"lang",		"zh|en",	"提示和标题的语言", \
								"language of messages and headings") \
	X(NO_PROGRESS,	0,	"no-progress",	NULL,		"不显示进度条", \
								"no progress bar") \
	X(HELP,		'h',	"help",		NULL,		"显示用法", \
								"how to call it") \
	X(VERSION,	'V',	"version",	NULL,		"显示版本", \
								"the version")

enum option {
#define X(id, letter, name, value, zh, en) OPT_##id,
	OPTIONS(X)
#undef X
	OPT_COUNT
};
#define TAKES(id) (1u << OPT_##id)

struct call {
	const char *opt[OPT_COUNT];	/* NULL: not given; a switch that was given is "" */
	char **files;
	size_t nfiles;
	struct voice voice;
};

struct command {
	const char *name;
	/* Tells what goes wrong itself; the first error is the exit status. */
	enum err (*run)(const struct call *);
	const char *usage_zh, *usage_en;	/* what follows the name */
	const char *zh, *en;
	unsigned takes;			/* TAKES() of its options, but for those that all take */
};

#define COMMANDS(X) X(extract) X(lists) X(define) X(init) X(checkpoint) X(verify) X(rebuild) X(self_check)
#define X(name) extern const struct command command_##name;
COMMANDS(X)
#undef X

#endif
