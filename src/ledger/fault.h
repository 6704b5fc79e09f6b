/*
 * fault: what is wrong in a file that a person wrote, told so that they can
 * mend it: file, line, column, what was found, what was expected, and the line
 * with a mark under the place.
 *
 *	工作.yaml:12:9: 这里没有“requird”这个键，应为：required
 *	      requird: true
 *	      ^
 *
 * Several are told in one run, in the order of the file, FAULTS_MOST at most.
 * The sentences stand here, in both languages: $1 is what was found, $2 what
 * was expected.
 */
#ifndef BH_FAULT_H
#define BH_FAULT_H

#include "base/array.h"
#include "base/buf.h"

#define FAULTS(X) /*	code		name			sentence */ \
	/* the file */ \
	X(TOO_BIG,	"too-big",	"文件超过 $2 字节",		"the file has more than $2 bytes") \
	X(NOT_UTF8,	"not-utf8",	"这里不是 UTF-8 文字",		"this is not UTF-8") \
	X(CONTROL,	"control",	"这里有控制字符",		"a control character") \
	X(TAB,		"tab",		"缩进用了制表符，请改用空格",	"a TAB before the words; use blanks") \
	X(SYNTAX,	"syntax",	"YAML 写法有误：$1",		"wrong YAML: $1") \
	X(EMPTY_FILE,	"empty-file",	"文件里没有内容",		"the file says nothing") \
	X(TOO_DEEP,	"too-deep",	"层次超过 $2 层",		"deeper than $2 levels") \
	X(TOO_MANY,	"too-many",	"多于 $2 项",			"more than $2 items") \
	X(ALIAS,	"alias",	"不接受锚和别名（“&”“*”）",	"anchors and aliases (\"&\", \"*\") are not taken") \
	X(TAG,		"tag",		"不接受标签（“!”）",		"tags (\"!\") are not taken") \
	X(DOCUMENTS,	"documents",	"一个文件只写一份定义，这里又开始一份", \
						"one definition a file; another begins here") \
	/* shapes */ \
	X(WANTED_MAP,	"wanted-map",	"这里应是“键: 值”的若干行，而不是“$1”", \
						"keys with values are expected here, not \"$1\"") \
	X(WANTED_LIST,	"wanted-list",	"这里应是列表，而不是“$1”",	"a list is expected here, not \"$1\"") \
	X(WANTED_TEXT,	"wanted-text",	"这里应是文字，而不是“$1”",	"text is expected here, not \"$1\"") \
	X(UNKNOWN_KEY,	"unknown-key",	"这里没有“$1”这个键，应为：$2",	"no key \"$1\" here; expected: $2") \
	X(MISSING_KEY,	"missing-key",	"缺少“$2”",			"\"$2\" is missing") \
	X(DUPLICATE_KEY, "duplicate-key", "“$1”已经写过，在第 $2 行",	"\"$1\" stands already in line $2") \
	X(EMPTY_TEXT,	"empty-text",	"“$2”没有内容",			"\"$2\" says nothing") \
	X(TOO_LONG,	"too-long",	"长于 $2 字",			"longer than $2 characters") \
	X(WRONG_NAME,	"wrong-name", \
	    "“$1”不能作名称：用小写字母、数字和单个连字符，字母开头，不超过 40 字", \
	    "\"$1\" is no name: lower-case letters, digits and single hyphens, a letter first, 40 at most") \
	X(WRONG_INTEGER, "wrong-integer", "“$1”不是 $2 之间的整数",	"\"$1\" is no whole number of $2") \
	X(WRONG_FLAG,	"wrong-flag",	"“$1”应为 true 或 false",	"\"$1\" should be true or false") \
	X(WRONG_DAY,	"wrong-day",	"“$1”不是日期，应如 2026-03-05", "\"$1\" is no day such as 2026-03-05") \
	X(UNKNOWN_WORD,	"unknown-word",	"没有“$1”，应为：$2",		"no \"$1\"; expected: $2") \
	X(WRONG_DURATION, "wrong-duration", "“$1”不是期限，应为数目加单位：$2", \
						"\"$1\" is no span of time: a number and one of $2") \
	/* expressions */ \
	X(EXPRESSION_LONG, "expression-long", "条件过长或嵌套过深（$2）", "the condition is too long or too deep ($2)") \
	X(UNEXPECTED,	"unexpected",	"条件里这里是“$1”，应为：$2",	"the condition has \"$1\" here; expected: $2") \
	X(UNKNOWN_NAME,	"unknown-name",	"没有“$1”这个字段或名称，可用：$2", "no field or name \"$1\"; there are: $2") \
	X(NOT_HERE,	"not-here",	"“$1”在这里读不到：它的值不在记录里", \
						"\"$1\" cannot be read here: its value is not part of the record") \
	X(WRONG_TYPE,	"wrong-type",	"“$1”的类型不合，应为：$2",	"\"$1\" is of the wrong type; expected: $2") \
	X(WRONG_NUMBER,	"wrong-number",	"“$1”位数过多",			"\"$1\" has too many digits") \
	/* definitions */ \
	X(RESERVED,	"reserved",	"“$1”是语言自己的词，请换一个名称", "\"$1\" is a word of the language; take another name") \
	X(NAME_TWICE,	"name-twice",	"“$1”已经用过，在第 $2 行",	"\"$1\" is used already in line $2") \
	X(KEY_OF_TYPE,	"key-of-type",	"“$1”只用于类型：$2",		"\"$1\" is only for the type: $2") \
	X(PART_TYPE,	"part-type",	"充当“$1”的字段，类型应为：$2",	"a field that stands as \"$1\" should be of the type: $2") \
	X(PART_TWICE,	"part-twice",	"已有字段充当“$1”，在第 $2 行",	"a field stands as \"$1\" already, in line $2") \
	X(READS_TWICE,	"reads-twice",	"“$1”已经录入为另一种记录，在第 $2 行", "\"$1\" becomes a record of another kind already, in line $2") \
	X(UNKNOWN_STATE, "unknown-state", "没有“$1”这个状态，应为：$2",	"no state \"$1\"; expected: $2") \
	X(UNKNOWN_EVENT, "unknown-event", "没有“$1”这个事件，应为：$2",	"no event \"$1\"; expected: $2") \
	X(UNKNOWN_FIELD, "unknown-field", "没有“$1”这个字段，应为：$2",	"no field \"$1\"; expected: $2") \
	X(UNKNOWN_KIND,	"unknown-kind",	"没有“$1”这种记录，应为：$2",	"no kind \"$1\"; expected: $2") \
	X(UNKNOWN_LAMP,	"unknown-lamp",	"调色板里没有“$1”，应为：$2",	"no lamp \"$1\" in the palette; expected: $2") \
	X(NOT_LINK,	"not-link",	"“$1”不是指向其他记录的字段",	"\"$1\" is no field of type link") \
	X(NO_MAKER,	"no-maker",	"没有新建记录的动作（没有“from”的动作）", \
						"no move makes a record (a move without \"from\")") \
	X(NO_FINAL,	"no-final",	"没有终结的状态（final: true）", "no state is final (final: true)") \
	X(UNREACHABLE,	"unreachable",	"没有动作能到达状态“$1”",	"no move leads to the state \"$1\"") \
	X(DEAD_END,	"dead-end",	"从状态“$1”走不到任何终结状态",	"no final state can be reached from the state \"$1\"") \
	X(MOVE_TWICE,	"move-twice",	"从状态“$1”出发的这个事件已经写过，在第 $2 行", \
						"this event stands already for the state \"$1\", in line $2") \
	X(MAKER_STAYS,	"maker-stays",	"新建记录的动作要写明“to”",	"a move that makes a record needs \"to\"") \
	X(NEVER_FILLED,	"never-filled",	"没有动作填写字段“$1”",		"no move fills the field \"$1\"") \
	X(NOT_FILLED,	"not-filled",	"必填的字段“$1”，此动作新建记录时没有填", \
						"this move makes records without the required field \"$1\"") \
	X(NO_SUCH_PART,	"no-such-part",	"没有字段充当“$1”（as: $1）",	"no field stands as \"$1\" (as: $1)") \
	X(NO_MILESTONES, "no-milestones", "这种记录没有节点（milestones: true）", \
						"this kind has no milestones (milestones: true)") \
	X(REVIEW_LEVEL,	"review-level",	"这种记录的审核级数是 $2",	"records of this kind have $2 levels of review") \
	X(LEVEL_MISSING, "level-missing", "没有第 $1 级审核的动作（level: $1）", \
						"no move of the review's level $1 (level: $1)") \
	X(SAY_MISSING,	"say-missing",	"有“when”，就要有“say”，告诉人为什么不行", \
						"\"when\" wants \"say\", to tell a person why not") \
	X(EVENT_IMPOSSIBLE, "event-impossible", "在状态“$1”里没有事件“$2”", \
						"there is no event \"$2\" in the state \"$1\"") \
	X(SEE_HAND,	"see-hand",	"一种记录的“see”里不能有“$1”：谁报告、谁审核随时会变", \
						"the \"see\" of a kind cannot name \"$1\": who reports and who reviews comes and goes") \
	X(BECOMES,	"becomes",	"“becomes”只用于有“from”、到终结状态的动作", \
						"\"becomes\" is only for a move with \"from\" that leads to a final state") \
	X(CAME_FROM,	"came-from",	"“$1”要有充当“came-from”、能指向“$2”的字段，并由新建它的动作填写", \
						"\"$1\" wants a field that stands as \"came-from\" and may lead to \"$2\", filled by a move that makes it") \
	X(LAST_LAMP,	"last-lamp",	"最后一条应没有条件，使每条记录都有灯", \
						"the last rule should have no condition, so that every record has a lamp") \
	X(LAMP_BEHIND,	"lamp-behind",	"上面一条没有条件，这一条永远轮不到", \
						"the rule above has no condition; this one never comes to bear") \
	X(LADDER,	"ladder",	"逾期天数应比上一级（$2）多",	"the days overdue should be more than one step below ($2)") \
	X(PATTERN,	"pattern",	"编号样式里的“$1”看不懂，应为：$2", "\"$1\" is not understood in a number; expected: $2") \
	X(PATTERN_SEQ,	"pattern-seq",	"编号样式里应有且只有一个 {seq}", "a number wants {seq}, once") \
	X(PATTERN_TWICE, "pattern-twice", "编号样式与第 $2 行的相同，编号会重复", \
						"the same as in line $2: numbers would stand twice") \
	X(NOT_PUBLIC,	"not-public",	"公开的材料里不能有不公开的“$1”", "a public paper cannot hold \"$1\", which is not public") \
	X(UPGRADE_VERSION, "upgrade-version", "升级应从比 $2 小的版本而来", \
						"an upgrade is from a version below $2") \
	/* calendars */ \
	X(CALENDAR,	"calendar",	"“$1”不合日历：年份重复，或日子不在该年、重复、既休又班，或补班不在周末", \
						"\"$1\" fits no calendar: a year twice, or a day outside its year, twice, both off and worked, or made up on no weekend day")

enum fault_code {
#define X(code, name, zh, en) FAULT_##code,
	FAULTS(X)
#undef X
	FAULT_COUNT
};

#define FAULTS_MOST 20

struct spot {
	uint32_t line, column;	/* from 1; a column is a character */
};

struct fault {
	enum fault_code code;
	struct spot at;
	struct str found, expected;
};

struct faults {
	struct arena *arena;	/* holds what is told of */
	struct str name, text;	/* of the file */
	ARRAY(struct fault) list;
	size_t more;		/* that were not kept */
};

const char *fault_name(enum fault_code);
/* `found` and `expected` are copied. */
void fault_add(struct faults *, enum fault_code, struct spot, struct str found, struct str expected);
/* The same, `expected` the known word nearest to `found`, or all of them where none is near. */
void fault_add_unknown(struct faults *, enum fault_code, struct spot, struct str found,
    const struct str *known, size_t n);
/* In the order of the file. */
void faults_sort(struct faults *);
/* The place of byte `at` of the text. */
struct spot fault_place(const struct faults *, size_t at);
/* The sentence alone; all three lines of the head of this file. both: the English sentence follows. */
void fault_sentence(const struct fault *, enum lang, struct buf *);
void fault_print(const struct faults *, const struct fault *, enum lang, bool both, struct buf *);

#endif
