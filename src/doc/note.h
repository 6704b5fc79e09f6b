/*
 * note: something a person should know about how a document was read. One
 * table holds every kind: its code in the JSON, how grave it is, and its
 * sentence. The detail (a number, a few words of the text) follows the sentence.
 */
#ifndef BH_NOTE_H
#define BH_NOTE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

#define NOTES(X) /*	name			code			severity	sentence */ \
	X(NOTE_ENCODING,	"encoding",		"info",	"不是UTF-8，已转换：", "not UTF-8, converted: ") \
	X(NOTE_REPLACED,	"bytes-replaced",	"warn",	"有无法识别的字节，已用“�”代替：", "unreadable bytes were replaced: ") \
	X(NOTE_ENCODING_DOUBT,	"encoding-doubt",	"warn",	"编码不能确定，请核对：", "the encoding is uncertain, check it: ") \
	X(NOTE_CHROME,		"page-chrome",		"info",	"已略去页面导航、计数等非正文内容：", "navigation and other page furniture left out: ") \
	X(NOTE_JOINED,		"lines-joined",		"info",	"已把断开的行接成段落：", "broken lines were joined into paragraphs: ") \
	X(NOTE_BREAK,		"sentence-break",	"warn",	"句子在此处断开，前后可能错栏：", "the sentence breaks here, columns may be out of order: ") \
	X(NOTE_MOVED,		"block-moved",		"warn",	"错栏的一段已按序号和断句移回：", "a block printed out of order was put back: ") \
	X(NOTE_UNMARKED,	"split-by-punctuation",	"info",	"没有序号的问题按标点拆分：", "findings without numbers were split by punctuation: ") \
	X(NOTE_LOST_MARKER,	"marker-lost",		"warn",	"标题的序号缺失：", "a heading has lost its marker: ") \
	X(NOTE_NUMBER_GAP,	"number-gap",		"warn",	"序号不连续：", "numbers do not run on: ") \
	X(NOTE_PAGE_TURN,	"page-turn",		"warn",	"另有一版未给出：", "another page of this article was not given: ") \
	X(NOTE_PAGE_JOINED,	"page-joined",		"info",	"已与另一版接成一篇：", "joined with its other page: ") \
	X(NOTE_COUNT_EQUAL,	"count-equal",		"info",	"数目相符：", "the counts agree: ") \
	X(NOTE_COUNT_GAP,	"count-gap",		"warn",	"数目不符：", "the counts do not agree: ") \
	X(NOTE_SECRECY,		"secrecy",		"warn",	"有密级或内部标志：", "a mark of secrecy: ") \
	X(NOTE_NUMBER_HUGE,	"number-too-long",	"warn",	"数字过长，未作为数量：", "a number too long to be a quantity: ") \
	X(NOTE_DEPTH,		"too-deep",		"warn",	"层次过深，已并入上一层：", "too deep, kept at the level above: ") \
	X(NOTE_REVISIONS,	"revisions",		"warn",	"有未确认的修订，已按全部接受读取：", "tracked changes, read as if all were accepted: ") \
	X(NOTE_COLUMNS,		"columns-left-out",	"warn",	"表格过宽，右侧有单元格未读：", "the sheet is too wide, cells at its right were left out: ") \
	X(NOTE_LEDGER,		"ledger",		"info",	"按台账读取，各列读作：", "read as a ledger, its columns as: ") \
	X(NOTE_LEDGER_ROW,	"ledger-row",		"warn",	"台账有一行未能读懂：", "a row of a ledger was not understood: ") \
	X(NOTE_LEDGER_CELL,	"ledger-cell",		"warn",	"台账有一格未能读懂：", "a cell of a ledger was not understood: ") \
	X(NOTE_CONVERTED,	"converted",		"info",	"已由其他程序转换格式后读取：", "read from what another program made of it: ") \
	X(NOTE_RECOGNISED,	"recognised",		"warn",	"文字由图像识别得来，请核对；没有把握的字词：", "recognised from pictures, check the words; doubtful ones: ") \
	X(NOTE_FAILED,		"not-read",		"error",	"未能读取：", "could not be read: ")

enum note_code {
#define X(name, code, severity, zh, en) name,
	NOTES(X)
#undef X
	NOTE_COUNT_
};

struct note {
	enum note_code code;
	struct span at;
	struct str detail;	/* may be empty; in the arena of what it is about */
};

const char *note_name(enum note_code);		/* "sentence-break" */
const char *note_severity(enum note_code);	/* "info", "warn", "error" */
const char *note_sentence(enum note_code, enum lang);

#endif
