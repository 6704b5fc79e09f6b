/*
 * decode: from bytes to well-formed UTF-8. A byte order mark; else strict
 * UTF-8; else UTF-16 without a mark where every other byte gives it away; else
 * strict GB18030, with uchardet asked where Big5, Shift_JIS or EUC would fit as
 * well (Big5 bytes are valid GB18030); else GB18030 with U+FFFD and a note.
 * What was found is said (NOTE_ENCODING), never guessed in silence.
 */
#ifndef BH_DECODE_H
#define BH_DECODE_H

#include "doc/line.h"

/* Every value of text.encoding. */
#define ENCODINGS(X) /*	id	name */ \
	X(UTF_8,	"utf-8") \
	X(UTF_16LE,	"utf-16le") \
	X(UTF_16BE,	"utf-16be") \
	X(GB18030,	"gb18030") \
	X(BIG5,		"big5") \
	X(SHIFT_JIS,	"shift_jis") \
	X(EUC_JP,	"euc-jp") \
	X(EUC_KR,	"euc-kr")

enum encoding {
#define X(id, name) ENC_##id,
	ENCODINGS(X)
#undef X
	ENC_COUNT
};

const char *encoding_name(enum encoding);

/*
 * Sets t->encoding and adds its notes; *utf8 is `bytes` itself (less the mark)
 * or a new run in the arena. E_GARBLED for what is no text at all (binary).
 */
enum err decode(struct arena *, struct str bytes, struct text *t, struct str *utf8, struct why *);

/*
 * Opens the converter of GB18030, or those of all the other character sets, and keeps them open: the
 * C library loads them from files, and unloads those that are closed. For a process that will not be
 * able to open files. The first takes 0.1 ms, the others half a millisecond.
 */
void decode_load(void);
void decode_load_others(void);

#endif
