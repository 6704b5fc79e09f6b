/*
 * err: every way to fail, in one table.
 *
 * A row gives the name, the exit status of the program, the HTTP status of a
 * request, and the sentence a person reads in Chinese and in English. A
 * function that can fail returns enum err and, where it can, says in *why
 * which thing, where, and what was expected. Only main and the request loop
 * print or exit.
 */
#ifndef BH_ERR_H
#define BH_ERR_H

#include "base/str.h"

#define ERRORS(X) /*	name		exit	http	said to the person */ \
	X(OK,		0,	200,	"完成",				"done") \
	X(E_USAGE,	2,	400,	"命令写法有误",			"wrong usage") \
	X(E_ABSENT,	3,	404,	"没有这个文件",			"no such file") \
	X(E_UNREADABLE,	4,	403,	"文件不能读取",			"file cannot be read") \
	X(E_NOTFILE,	5,	422,	"这是文件夹或设备，不是文件",	"a folder or device, not a file") \
	X(E_EMPTY,	6,	422,	"文件是空的",			"the file is empty") \
	X(E_GARBLED,	7,	422,	"内容无法识别为文字",		"the content is not readable text") \
	X(E_TOOBIG,	8,	413,	"超过允许的大小",		"larger than allowed") \
	X(E_CHANGED,	9,	409,	"读取时文件正在被改动，请稍后再试", \
						"the file changed while it was read; try again") \
	X(E_MEMORY,	10,	507,	"内存不足",			"out of memory") \
	X(E_WRITE,	11,	500,	"结果写不出去",			"the result could not be written") \
	X(E_FORMAT,	12,	415,	"不支持这种文件格式",		"this file format is not supported") \
	X(E_NOTHING,	13,	422,	"文件里没有可提取的条目",	"nothing to extract from the file") \
	X(E_DAMAGED,	15,	422,	"文件已损坏或不完整",		"the file is damaged or incomplete") \
	X(E_HOSTILE,	16,	422,	"文件结构异常，可能有害，已拒绝", \
						"the file is built in a way that can do harm; refused") \
	X(E_LOCKED,	17,	422,	"文件已加密，请先解除密码",	"the file is encrypted; remove its password first") \
	X(E_SCANNED,	18,	422,	"只有图像，没有文字，请先做文字识别", \
						"only images, no text; have the text recognised first") \
	X(E_CONVERTER,	19,	501,	"缺少读取这种文件的程序，请安装", \
						"the program that reads such files is missing; install") \
	X(E_CRASHED,	20,	422,	"读取此文件的进程异常结束，文件可能已损坏或有害", \
						"the process reading this file crashed; the file may be damaged or harmful") \
	X(E_SLOW,	21,	422,	"读取此文件用时过长，已停止",	"reading this file took too long and was stopped") \
	X(E_FORBIDDEN,	22,	422,	"读取此文件的进程要做不允许的事，已停止，文件可能有害", \
						"the process reading this file tried something forbidden and was stopped; the file may be harmful") \
	X(E_LIED,	23,	422,	"读取此文件的进程所报内容不合规则，文件可能有害", \
						"the process reading this file told nonsense; the file may be harmful") \
	X(E_SANDBOX,	24,	500,	"这台机器不能隔离读取文件，见 bihuan self-check", \
						"this machine cannot confine the reading of files, see bihuan self-check") \
	X(E_MAP,	25,	400,	"表头对照文件有一行看不懂，应为：表头、制表符、读作的名称", \
						"a line of the file of heads is wrong; it should be: head, TAB, name of a field") \
	X(E_FORGED,	26,	422,	"签名或证明不成立，内容可能被改动过", \
						"a signature or proof does not hold; what it is about may have been changed") \
	X(E_UNSIGNED,	27,	422,	"没有任何已知密钥的签名",	"not signed by any key that is known") \
	X(E_MALFORMED,	28,	422,	"不合规定的格式",		"not in the form that is laid down") \
	X(E_FULL,	35,	507,	"磁盘已满，未写入任何内容",	"the disk is full; nothing was written") \
	X(E_READONLY,	36,	500,	"数据库或所在磁盘只读，不能写入", \
						"the database or its disk is read-only and cannot be written") \
	X(E_DISK,	37,	500,	"磁盘读写出错，请检查磁盘",	"the disk failed to read or write; check the disk") \
	X(E_BROKEN,	38,	500,	"数据库或佐证材料已损坏，请从备份恢复", \
						"the database or its evidence is damaged; restore a backup") \
	X(E_BUSY,	39,	503,	"数据库正被其他程序占用，请稍后再试", \
						"another program holds the database; try again") \
	X(E_NEWER,	40,	409,	"数据库由更新版本的程序建立，请升级本程序", \
						"a newer version of this program made the database; upgrade this program") \
	X(E_FOREIGN,	41,	422,	"这不是本程序的数据库",		"not a database of this program") \
	X(E_CALENDAR,	42,	422,	"日历有误：年份重复、超出范围或无来源，或日子不在该年、重复、既休又班、补班不在周末", \
						"the calendar is wrong: a year twice, out of range or without source; a day outside its year, twice, both off and worked, or made up on no weekend day") \
	X(E_LAMP,	43,	422,	"亮灯规则有误：状态不全或彼此重复，条件超出范围，或最后一行带有条件", \
						"the rule of a lamp is wrong: a state incomplete or like another, a condition out of range, or a last row with conditions") \
	X(E_TAKEN,	44,	409,	"已被占用，或与已有的互相排斥",	"taken already, or excluded by what there is") \
	X(E_RIGHT,	45,	403,	"您无权这样做",			"you may not do this") \
	X(E_PASSWORD,	46,	401,	"登录名、密码或动态码不对",	"wrong login, password or code") \
	X(E_LOCKOUT,	47,	429,	"输错次数过多，暂时锁定，请稍后再试", \
						"too many wrong tries; locked for now, try again later") \
	X(E_MUST_CHANGE, 48,	403,	"密码须先更改，请用 bihuan passwd 登录名", \
						"the password must be changed first: bihuan passwd LOGIN") \
	X(E_SESSION,	49,	401,	"尚未登录，或登录已失效，请先 bihuan login", \
						"not logged in, or no longer; use bihuan login") \
	X(E_STALE,	51,	412,	"已被他人更新，请重新查看后再办", "changed by someone else meanwhile; look again first") \
	X(E_MOVE,	52,	409,	"现在的状态下不能这样办理",	"this cannot be done in the present state") \
	X(E_VALUE,	53,	422,	"填写的内容不合要求",		"a value is not as it should be") \
	X(E_NEEDS,	54,	422,	"还缺少必要的内容",		"something that is needed is missing") \
	X(E_RECORD,	55,	404,	"没有这个事项，或您看不到它",	"no such record, or none that you may see") \
	X(E_UPGRADE,	56,	409,	"新版定义与在用的不相容",	"the new version does not go with what is in force") \
	X(E_SECRET,	57,	422,	"涉密文件不能录入",		"a classified document cannot be taken in") \
	X(E_ROWS,	58,	422,	"有的内容未能录入，见清单",	"something could not be taken in; see the list") \
	X(E_KNOWN,	59,	409,	"已经录入过",			"it was taken in before") \
	X(E_QUERY,	50,	400,	"检索词有误：须有字或数字，至多 200 字、16 个词", \
						"a search needs letters or digits, and at most 200 characters and 16 words") \
	X(E_DEFINITION,	30,	422,	"定义文件有误",			"the definition has errors") \
	X(E_INTERNAL,	70,	500,	"程序内部错误，请报告",		"internal error, please report it")

enum err {
#define X(name, exit, http, zh, en) name,
	ERRORS(X)
#undef X
	ERR_COUNT
};

enum lang { LANG_ZH, LANG_EN };

/* What went wrong, for a person. Cut to fit; always ends in NUL. */
struct why {
	enum err err;
	size_t at;		/* byte in the file, where that is known; else 0 */
	char what[240];		/* the thing: a path, an option; may be empty */
};

const char *err_name(enum err);
int err_exit(enum err);
int err_http(enum err);
const char *err_sentence(enum err, enum lang);

/* Fills *why (which may be NULL) and returns err: `return fail(why, E_ABSENT, 0, path);` */
enum err fail(struct why *why, enum err err, size_t at, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
