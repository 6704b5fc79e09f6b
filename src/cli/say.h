/*
 * say: what the program tells a person on standard error, one line each:
 * "bihuan: THING: sentence". Sentences stand here in both languages, but for
 * those of the table of errors.
 *
 * Where neither --lang nor the environment names a language, the Chinese
 * sentence is followed by the English one. Control characters in a thing (a
 * path may hold any) are printed as blanks.
 */
#ifndef BH_SAY_H
#define BH_SAY_H

#include "base/err.h"

struct voice {
	enum lang lang;
	bool both;	/* the English sentence follows the Chinese one */
};

#define SENTENCES(X) \
	X(SAY_NO_COMMAND,	"请给出命令，例如：bihuan extract 文件",	"give a command, such as: bihuan extract FILE") \
	X(SAY_WRONG_COMMAND,	"没有这个命令，见 bihuan --help",	"no such command, see bihuan --help") \
	X(SAY_WRONG_OPTION,	"没有这个选项",			"no such option") \
	X(SAY_NOT_HERE,		"这个命令没有此选项",		"this command does not have that option") \
	X(SAY_NO_VALUE,		"此选项后面应有内容",		"this option wants a value") \
	X(SAY_NO_VALUE_TAKEN,	"此选项后面不带内容",		"this option takes no value") \
	X(SAY_WRONG_LANG,	"语言只能是 zh 或 en",		"the language must be zh or en") \
	X(SAY_TWO_FORMS,	"输出形式只能选一种",		"choose one form of output") \
	X(SAY_NO_FILE,		"请给出文件，“-”表示标准输入",	"give a file; \"-\" is standard input") \
	X(SAY_NO_OUTPUT,	"请用 -o 给出结果文件，如 -o 清单.xlsx",	"give the file to write with -o, such as -o lists.xlsx") \
	X(SAY_NO_FORMAT,	"看不出格式，请用 --format 给出",	"what format? give it with --format") \
	X(SAY_WRONG_FORMAT,	"没有这种格式，可用 xlsx、html、csv、md、json", \
					"no such format; use xlsx, html, csv, md or json") \
	X(SAY_TERMINAL,		"这种格式不能显示在终端上，请用 -o 给出文件", \
					"this format cannot be shown on a terminal, give a file with -o") \
	X(SAY_WRITTEN,		"已写入：",			"written: ") \
	X(SAY_NO_FILE_TAKEN,	"这个命令后面不带文件",		"this command takes no file") \
	X(SAY_LAYERS,		"读取文件的进程由以下各层隔离：",	"a process that reads a file is confined by:") \
	X(SAY_PRESENT,		"有",				"yes") \
	X(SAY_MISSING,		"无",				"no") \
	X(SAY_RLIMITS,		"限时间、内存、输出、进程数",	"time, memory, output, processes") \
	X(SAY_SECCOMP,		"只许读写和取内存",		"no system calls but to read, write and take memory") \
	X(SAY_LANDLOCK,		"不许打开文件、上网",		"no files, no network") \
	X(SAY_CONVERTERS,	"其他程序读取的格式：",		"formats that other programs read:") \
	X(SAY_INSTALL,		"请安装：",			"install: ") \
	X(SAY_NO_UNIT,		"请用 --unit 给出单位名称",	"give the name of the unit with --unit") \
	X(SAY_WRONG_HASH,	"没有这种算法，可用 sha256、sm3",	"no such algorithm; use sha256 or sm3") \
	X(SAY_MADE,		"已建立：",			"made: ") \
	X(SAY_ONCE,		"以上密码只显示这一次，请分别交给本人。", \
					"These passwords are shown this once; hand each to its person.") \
	X(SAY_KEY,		"核验检查点的公钥，请抄存：",	"The key that checkpoints are verified by; keep a copy:") \
	X(SAY_HOLDS,		"历史完整：%llu 本台账，%llu 条事件（%llu 条内容已依规删除），%llu 个检查点", \
					"The history holds: %llu ledgers, %llu events (%llu removed by order), %llu checkpoints") \
	X(SAY_HOLDS_NOT,	"历史有误：%s。台账 %s，第 %llu 条",	"The history does not hold: %s. Ledger %s, event %llu") \
	X(SAY_REBUILT,		"已由 %llu 条事件重建\n",		"made again from %llu events\n") \
	X(SAY_FIELDS,		"字段",				"fields") \
	X(SAY_STATES,		"状态",				"states") \
	X(SAY_MOVES,		"动作",				"moves") \
	X(SAY_PAPERS,		"材料：",			"papers: ") \
	X(SAY_FROM,		"从",				"from") \
	X(SAY_EVENT,		"事件",				"event") \
	X(SAY_TO,		"到",				"to") \
	X(SAY_WHO,		"谁",				"who") \
	X(SAY_NEEDS,		"须有",				"needs") \
	X(SAY_USAGE,		"用法：",			"usage: ") \
	X(SAY_COMMANDS,		"命令：",			"commands:") \
	X(SAY_OPTIONS,		"选项：",			"options:") \
	X(SAY_ABOUT,		"闭环：从公文中提取层次、要素和三张清单", \
					"outline, facts and the three lists from Chinese official documents") \
	X(SAY_HELP,		"bihuan help 命令：该命令的用法",	"bihuan help COMMAND: how to call it")

enum sentence {
#define X(name, zh, en) name,
	SENTENCES(X)
#undef X
};

const char *say_text(enum sentence, enum lang);
/* "bihuan: thing: sentence"; returns E_USAGE. thing may be NULL. */
enum err say_usage(struct voice, const char *thing, enum sentence);
/* "bihuan: path: sentence (what, byte)" of an error; path may be NULL. Returns the error. */
enum err say_error(struct voice, const char *path, const struct why *);
/* The same sentence, without the path, cut to n bytes. */
void say_why(char *to, size_t n, enum lang, const char *path, const struct why *);

#endif
