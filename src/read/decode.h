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

/*
 * Sets t->encoding and adds its notes; *utf8 is `bytes` itself (less the mark)
 * or a new run in the arena. E_GARBLED for what is no text at all (binary).
 */
enum err decode(struct arena *, struct str bytes, struct text *t, struct str *utf8, struct why *);

#endif
