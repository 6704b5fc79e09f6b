/*
 * command: what may follow `bihuan`. A command is one file and one row of
 * COMMANDS, with a function or with verbs; an option is one row of OPTIONS, and stands in the mask of each
 * command that takes it. main reads the command line into a struct call, so
 * that a command sees only what it takes.
 */
#ifndef BH_COMMAND_H
#define BH_COMMAND_H

#include "cli/config.h"
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
	X(ACCOUNT,	0,	"account",	"NAME",		"操作系统的账号，空为没有", \
								"an account of the operating system; empty: none") \
	X(DIVISION,	0,	"division",	NULL,		"是内设处室", \
								"it is a division of the unit above") \
	X(LEDGER,	0,	"ledger",	"CODE",		"台账的代号", \
								"the code of a ledger") \
	X(FROM,		0,	"from",		"DAY",		"从哪一天起，如 2026-03-05", \
								"from which day on, such as 2026-03-05") \
	X(TO,		0,	"to",		"DAY",		"到哪一天止", \
								"until which day, that day included") \
	X(REASON,	0,	"reason",	"TEXT",		"事由", \
								"why") \
	X(AS_OF,	0,	"as-of",	"DAY",		"按那一天结束时的情况", \
								"as it was at the end of that day") \
	X(PASSWORD_FILE, 0,	"password-file", "FILE",	"密码在此文件第一行（“-”为标准输入）", \
								"the password is the first line of FILE (\"-\": standard input)") \
	X(NEW_PASSWORD_FILE, 0,	"new-password-file", "FILE",	"新密码在此文件第一行", \
								"the new password is the first line of FILE") \
	X(CODE,		0,	"code",		"CODE",		"动态码或备用码", \
								"the code of the telephone, or one from paper") \
	X(RESET,	0,	"reset",	NULL,		"由安全管理员重置他人密码", \
								"another's password, by the security administrator") \
	X(FOR,		0,	"for",		"LOGIN",	"代此人办理（须有委托）", \
								"act for this person, who has delegated it") \
	X(DRILL,	0,	"drill",	NULL,		"只演练：恢复到临时文件夹，查后删除", \
								"only try: restore aside, check, remove") \
	X(KIND,		0,	"kind",		"KIND",		"记录的种类，默认为定义里的第一种", \
								"the kind of record; by default the first of the definition") \
	X(INTO,		0,	"into",		"CODE",		"变成的事项所在的台账，默认为同一本", \
								"the ledger of what they become; by default the same") \
	X(EACH,		0,	"each",		NULL,		"每个事项各变成一个", \
								"each record becomes one of its own") \
	X(ALL,		0,	"all",		NULL,		"台账里可以这样办理的全部事项，各变成一个", \
								"all records of the ledger that it can be done with, each for itself") \
	X(ROUND,	0,	"round",	"CODE",		"轮次，写入编号", \
								"the round, as numbers of records say it") \
	X(DATED,	0,	"dated",	"DAY",		"佐证材料自身的日期", \
								"the day that the evidence itself bears") \
	X(SEEN,		0,	"seen",		"N",		"您看到的最后一条事件的序号，其后有变动则不办理", \
								"the last event that you saw; nothing is done if more happened") \
	X(SORT,		0,	"sort",		"FIELD",	"按此排序，前加“-”为倒序", \
								"in the order of this field; with \"-\" before it, backwards") \
	X(LIMIT,	0,	"limit",	"N",		"最多多少条（list 默认 50，search 默认 20）", \
								"at most so many (by default 50 of a list, 20 of a search)") \
	X(BY,		0,	"by",		"FIELD",	"只数各有多少条", \
								"only count how many there are of each") \
	X(ON_KNOWN,	0,	"on-known",	"skip|stop|update", "已有的：跳过（默认）、停下、更新", \
								"what is there already: leave it (the default), stop, update it") \
	X(WHOLE,	0,	"all-or-nothing", NULL,		"有一行不能录入，就都不录入", \
								"nothing is entered where a row cannot be") \
	X(TAKE,		0,	"take",		NULL,		"新版本的文件：录入新增的", \
								"of a later version of a file: enter what is new") \
	X(DRY_RUN,	0,	"dry-run",	NULL,		"只试录，不写入", \
								"only try, write nothing") \
	X(SEED,		0,	"seed",		"TEXT",		"抽样的种子（默认随机，会显示）", \
								"the seed of a sample (by chance unless told; it is shown)") \
	X(VIEWS,	0,	"views",	NULL,		"并由事件重做各表，逐行对照（其间不能写入）", \
								"make all tables again and hold them against what is there (nobody writes meanwhile)") \
	X(WITH_EVIDENCE, 0,	"evidence",	NULL,		"并逐份核对佐证材料的杂凑", \
								"check each piece of evidence by its hash") \
	X(LISTEN,	0,	"listen",	"ADDRESS:PORT",	"在哪个地址和端口服务（默认 127.0.0.1:8421）", \
								"where to serve (by default 127.0.0.1:8421)") \
	X(TLS_PROXY,	0,	"tls-proxy",	NULL,		"前面有代理负责 TLS：登录凭据只在加密连接上发送", \
								"a proxy before it speaks TLS: cookies go by that alone") \
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
#define TAKES(id) (UINT64_C(1) << OPT_##id)

struct call {
	const char *opt[OPT_COUNT];	/* NULL: not given; a switch that was given is "" */
	char **files;
	size_t nfiles;
	struct voice voice;
	const struct config *config;
};

struct verb;

struct command {
	const char *name;
	/* Tells what goes wrong itself; the first error is the exit status. NULL: it has verbs (verbs.h). */
	enum err (*run)(const struct call *);
	const struct verb *verbs;
	size_t nverbs;
	const char *usage_zh, *usage_en;	/* what follows the name */
	const char *zh, *en;
	uint64_t takes;			/* TAKES() of its options, but for those that all take */
};

#define COMMANDS(X) X(extract) X(lists) X(define) X(init) X(login) X(logout) X(whoami) X(passwd) X(totp) X(unlock) \
	X(unit) X(person) X(post) X(role) X(delegate) X(portfolio) \
	X(ledger) X(import) X(act) X(become) X(break_down) X(list) X(search) X(show) X(inbox) X(due) X(tick) X(digest) X(serve) \
	X(evidence) X(milestone) X(instruct) X(notice) X(look_back) X(figures) \
	X(checkpoint) X(verify) X(remove) X(rebuild) X(backup) X(restore) X(self_check)
#define X(name) extern const struct command command_##name;
COMMANDS(X)
#undef X

#endif
