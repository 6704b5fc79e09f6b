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
	X(SAY_NOT_STDIN,	"要保存原文件，请给出文件，不能用标准输入", \
					"the file is kept, so it must be a file and not standard input") \
	X(SAY_WRONG_KNOWN,	"--on-known 只能是 skip、stop 或 update", "--on-known is skip, stop or update") \
	X(SAY_ONE_SHEET,	"-o 只能用于一个表格文件，写作 .xlsx", "-o is for one sheet, and writes .xlsx") \
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
	X(SAY_REMOVED,		"已删去 %zu 条事件的内容、%zu 份文件；此前的备份里仍有，请一并处理\n", \
				"removed what %zu events said, and %zu files; backups made before still have them\n") \
	X(SAY_NO_ORDER,		"删除要有批准：--reason 写明文号和事由",	"a removal needs its order: --reason") \
	X(SAY_NO_VERB,		"后面应有要做的事，见 --help",	"say what to do with it, see --help") \
	X(SAY_WRONG_VERB,	"没有这个动作，见 --help",		"nothing that can be done, see --help") \
	X(SAY_TOO_FEW_WORDS,	"后面的内容不够，见 --help",	"something is missing behind it, see --help") \
	X(SAY_TOO_MANY_WORDS,	"多了这个词，见 --help",		"one word too many, see --help") \
	X(SAY_ENTERED,		"已记入",			"entered") \
	X(SAY_NO_SUCH_UNIT,	"没有这个单位",			"no such unit") \
	X(SAY_SEVERAL_UNITS,	"不止一个单位叫这个名称，请写全，如 甲委/办公室", \
					"several units are called so; name them from above, such as A/B") \
	X(SAY_NO_SUCH_PERSON,	"没有这个登录名",			"nobody has this login") \
	X(SAY_NO_SUCH_POST,	"没有这个岗位，应写作 单位/岗位",	"no such post; write UNIT/POST") \
	X(SAY_SEVERAL_POSTS,	"该单位不止一个岗位叫这个名称，请用标识", \
					"several posts of the unit are called so; use its identifier") \
	X(SAY_NO_SUCH_ROLE,	"没有这种角色，见 man bihuan",	"no such role, see man bihuan") \
	X(SAY_ROLE_NOT_HELD,	"此人没有这个角色",		"the person does not hold this role") \
	X(SAY_WRONG_ID,		"应为标识（UUID）",		"an identifier (UUID) is wanted") \
	X(SAY_WRONG_DAY,	"日期应写作 2026-03-05",		"a day is written 2026-03-05") \
	X(SAY_NO_DAYS,		"请用 --from、--to 给出起止日期，用 --reason 说明事由", \
					"give the days with --from and --to, and --reason") \
	X(SAY_NOT_THEIRS,	"这不是此人的岗位或角色",		"not a post or role of that person") \
	X(SAY_TO_BE_GIVEN,	"以下角色已随本人离开而终止，应由安全管理员另行授予：", \
					"these roles ended with the person; the security administrator is to give them:") \
	X(SAY_NO_PEOPLE,	"没有找到表头：应有“姓名”和“登录名”两列", \
					"no table with the columns 姓名 and 登录名") \
	X(SAY_OTHER_NAME,	"此登录名已是另一姓名的人",	"this login is somebody of another name") \
	X(SAY_IMPORTED,		"%zu 行，其中 %zu 行有新内容，已记入\n", \
					"%zu rows; entered what was new in %zu of them\n") \
	X(SAY_ALSO_CALLED,	"  (又称 ",			"  (also ") \
	X(SAY_NOT_THERE,	"没有，或已终止",			"there is none, or it has ended") \
	X(SAY_VACANT,		"空缺",				"vacant") \
	X(SAY_EVERYWHERE,	"全部单位",			"all units") \
	X(SAY_PASSWORD,		"密码：",			"password: ") \
	X(SAY_NEW_PASSWORD,	"新密码：",			"new password: ") \
	X(SAY_AGAIN,		"再输一遍：",			"once more: ") \
	X(SAY_CODE,		"动态码：",			"code: ") \
	X(SAY_NOT_SAME,		"两次输入的不一样",		"not the same twice") \
	X(SAY_NO_TERMINAL,	"不在终端上，请用 --password-file、--new-password-file 给出密码", \
					"no terminal; give passwords with --password-file, --new-password-file") \
	X(SAY_NO_CODE,		"此人已启用动态码，请用 --code 给出",	"a code is wanted too, give it with --code") \
	X(SAY_ONE_LOGIN,	"请给出一个登录名",		"give one login") \
	X(SAY_NO_PERSON,	"没有这个登录名",		"nobody has this login") \
	X(SAY_OWN_LOGIN,	"自己的密码请不带 --reset 更改",	"your own password is changed without --reset") \
	X(SAY_NO_SESSION_FILE,	"请用 BIHUAN_SESSION 指明登录凭据放在哪个文件", \
					"name a file for the session with BIHUAN_SESSION") \
	X(SAY_SESSION_OPEN,	"登录凭据文件须为本人所有，他人不可读", \
					"the file of the session must be yours, and readable by nobody else") \
	X(SAY_NOT_DELEGATED,	"没有此人对您的有效委托",	"this person has not delegated anything to you") \
	X(SAY_LOGGED_IN,	"已登录，至迟有效到 %s\n",	"logged in, until %s at the latest\n") \
	X(SAY_LOGGED_OUT,	"已退出登录\n",			"logged out\n") \
	X(SAY_NOT_LOGGED_IN,	"没有登录，不必退出",		"there is no session to end") \
	X(SAY_CHANGED,		"密码已更改，请重新登录\n",	"the password is changed; log in again\n") \
	X(SAY_RESET,		"新密码只显示这一次，登录前须更改：", \
					"The new password is shown this once; it must be changed before log-in: ") \
	X(SAY_UNLOCKED,		"已解锁：%s\n",			"unlocked: %s\n") \
	X(SAY_TOTP_VERB,	"应为 begin、confirm 或 end",	"expected: begin, confirm or end") \
	X(SAY_TOTP_BEGUN,	"请把下面的密钥录入动态码程序，再用 bihuan totp confirm 确认：", \
					"Take this secret into the program that shows codes, then: bihuan totp confirm") \
	X(SAY_TOTP_CODES,	"动态码已启用。以下备用码只显示这一次，每个只能用一次：", \
					"Codes are asked from now on. These are for paper; they are shown this once, and each is good once:") \
	X(SAY_NO_TOTP,		"没有开始过动态码",		"no codes were begun") \
	X(SAY_TOTP_THERE,	"动态码已启用，须先停用",	"codes are asked already; end them first") \
	X(SAY_TOTP_ENDED,	"动态码已停用\n",		"codes are asked no more\n") \
	X(SAY_WRONG_LISTEN,	"应写作 地址:端口，如 127.0.0.1:8421、[::1]:8421", \
					"write ADDRESS:PORT, such as 127.0.0.1:8421 or [::1]:8421") \
	X(SAY_SERVES,		"正在服务：http://%s:%u/\n",	"serving: http://%s:%u/\n") \
	X(SAY_NO_PLACE,		"请给出一个文件夹",		"give one folder") \
	X(SAY_BACKED_UP,	"已备份到 %s：%lld 条事件，%llu 份佐证材料（%llu 字节）\n", \
					"backed up to %s: %lld events, %llu pieces of evidence (%llu bytes)\n") \
	X(SAY_RESTORED,		"已恢复到 %s：%lld 条事件，%llu 份佐证材料（%llu 字节）\n", \
					"restored to %s: %lld events, %llu pieces of evidence (%llu bytes)\n") \
	X(SAY_KEY_APART,	"签名密钥不在备份里，请把另存的放回 %s.key\n", \
					"the signing key is in no backup; put yours back as %s.key\n") \
	X(SAY_DRILLED,		"恢复演练：%s\n  数据库各页和引用  完好\n  佐证材料          %llu 份，缺 %llu，损坏 %llu\n  历史              ", \
					"A restore was tried: %s\n  pages and references  sound\n  evidence              %llu pieces, %llu absent, %llu damaged\n  history               ") \
	X(SAY_TOOK,		"  用时              %.1f 秒\n",	"  it took               %.1f s\n") \
	X(SAY_NO_LEDGER,	"没有这本台账，见 bihuan ledger list", "no such ledger, see bihuan ledger list") \
	X(SAY_WHICH_LEDGER,	"台账不止一本，请用 --ledger 代号指明", "there are several ledgers; say which with --ledger CODE") \
	X(SAY_NO_KIND,		"台账里没有这种记录",		"the ledger has no such kind of record") \
	X(SAY_SEVERAL_RECORDS,	"不止一个事项是这个编号，请写作 台账代号/编号", \
					"several records have this number; write CODE/NUMBER") \
	X(SAY_NO_FIELD,		"没有这个字段",			"no such field") \
	X(SAY_NO_DEFINITION,	"没有这个定义，可用文件路径，或 rectification、work-plan、rules-made、key-task、second-body、round", \
					"no such definition; give a file, or rectification, work-plan, rules-made, key-task, second-body, round") \
	X(SAY_NO_EVENT,		"没有这个命令，台账里也没有这个动作", "no such command, nor such a move of the ledger") \
	X(SAY_WRONG_COUNT,	"应为整数",			"a whole number is wanted") \
	X(SAY_TRUE,		"是",				"yes") \
	X(SAY_FALSE,		"否",				"no") \
	X(SAY_ARCHIVED,		"已归档",			"archived") \
	X(SAY_NO_WORDS,		"请给出要查的词",		"give the words to look for") \
	X(SAY_FOUND,		"共 %zu%s 项\n",			"%zu%s found\n") \
	X(SAY_MORE,		"（还有更多，用 --limit）",	"(there are more; use --limit)") \
	X(SAY_HISTORY,		"经过",				"history") \
	X(SAY_MAY,		"您可以办理：",			"you may: ") \
	X(SAY_NO_SUCH_RECORDS,	"没有可以这样办理的事项",	"no record that this can be done with") \
	X(SAY_NONE_TO_DRAW,	"没有可抽的：销号的都已抽过，还在待查", "none to draw: whatever was struck off is drawn, and to be looked at") \
	X(SAY_NO_TURN,		"没有进行中的、要报送的调度",	"no turn is open that asks for reports") \
	X(SAY_NOT_BROKEN,	"这种事项不能分解到单位",	"such a record is not broken down to units") \
	X(SAY_LACKS,		"%.*s还缺：%.*s\n",		"%.*s: still missing: %.*s\n") \
	X(SAY_EVIDENCE,		"佐证材料",			"evidence") \
	X(SAY_NO_PIECE,		"没有这一份：序号见 evidence list，或为存有文件的字段", "no such piece: its number is in evidence list, or a field that holds a file") \
	X(SAY_TICKED,		"调度 %llu 项，变灯 %llu 项\n",	"%llu events of turns, %llu lamps changed\n") \
	X(SAY_WRONG_MILESTONE,	"节点应写作 名称:权重:日期，如 印发制度:30:2026-04-30", \
					"a milestone is NAME:WEIGHT:DAY, such as draft:30:2026-04-30") \
	X(SAY_SENT,		"已发出",			"given") \
	X(SAY_RECEIVED,		"已签收",			"received") \
	X(SAY_REPLIED,		"已答复",			"answered") \
	X(SAY_DRAWN,		"抽中 %zu 项，种子 %.*s\n",	"%zu drawn, seed %.*s\n") \
	X(SAY_TO_LOOK,		"待查",				"to be looked at") \
	X(SAY_HELD,		"未反弹",			"holds") \
	X(SAY_REBOUND,		"反弹",				"rebound") \
	X(SAY_REBOUND_RATE,	"抽 %zu 项，查 %zu 项，反弹 %zu 项，反弹率 %d%%\n", \
					"%zu drawn, %zu looked at, %zu rebound: %d%%\n") \
	X(SAY_DOUBT,		"请留意：",			"mind: ") \
	X(SAY_VIEWS_HOLD,	"各表与事件相符：%zu 张表\n",	"all tables are as the events make them: %zu tables\n") \
	X(SAY_VIEWS_DIFFER,	"表 %s 与事件不符，被改动过：%s\n", \
					"table %s is not as the events make it, it was tampered with: %s\n") \
	X(SAY_EVIDENCE_CHECKED,	"佐证材料 %llu 份，缺 %llu，损坏 %llu\n", "%llu pieces of evidence, %llu absent, %llu damaged\n") \
	X(SAY_DIGESTED,		"提醒 %zu 人，送到 %zu 人\n",	"%zu persons to be told, %zu told\n") \
	X(SAY_NO_HOOK,		"配置文件里没有 hook（送提醒的程序）", "no hook (the program that delivers) in a configuration file") \
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
	X(SAY_HELP,		"bihuan help 命令：该命令的用法；bihuan help story：从反馈到回头看，一步一步走一遍", \
					"bihuan help COMMAND: how to call it; bihuan help story: one finding, from feedback to look-back")

enum sentence {
#define X(name, zh, en) name,
	SENTENCES(X)
#undef X
};

const char *say_text(enum sentence, enum lang);
/* "bihuan: thing: sentence"; returns E_USAGE. thing may be NULL. */
enum err say_usage(struct voice, const char *thing, enum sentence);
/* The same, for another error, which it returns. */
enum err say_as(struct voice, const char *thing, enum err, enum sentence);
/* The same, of a sentence in both languages that stands elsewhere. */
enum err say_both(struct voice, const char *thing, enum err, const char *zh, const char *en);
/* "bihuan: path: sentence (what, byte)" of an error; path may be NULL. Returns the error. */
enum err say_error(struct voice, const char *path, const struct why *);
/* The same sentence, without the path, cut to n bytes. */
void say_why(char *to, size_t n, enum lang, const char *path, const struct why *);

#endif
