/*
 * relay: what a process that reads a file tells its parent: a text
 * (doc/line.h), or why there is none.
 *
 * The file may have taken that process over, so nothing of a relay is
 * believed. relay_get looks at all of it before anyone else sees any: sizes,
 * UTF-8, control characters, spans, names. A lie is E_LIED, never a crash. What
 * it cannot see is whether the text is that of the file.
 *
 * A relay is a head and the parts below, in this order. Numbers stand as they
 * lie in memory: both ends are one program on one machine. No pointers are
 * told; the names of reader and encoding must be of the known lists. The lines
 * are not told but found: a LF ends each, so that no line can be out of place.
 */
#ifndef BH_RELAY_H
#define BH_RELAY_H

#include "read/reader.h"

#define RELAY_PARTS(X) /*	id	one of it		at most		why so many */ \
	X(WHAT,		char,			239,		"what a struct why holds") \
	X(TITLE,	char,			4096,		"the readers cut a title at a fourth of it") \
	X(NOTES,	struct relay_note,	65536,		"readers tell a handful; tables, one for each row that cannot be understood") \
	X(WORDS,	char,			1 << 20,	"of the notes: a few for each") \
	X(PAGES,	struct relay_page,	1 << 20,	"no paper has as many pages, no workbook as many sheets") \
	X(COVERED,	struct covered,		1 << 20,	"COVERED_MOST (read/lines.h)") \
	X(SHEET_ROWS,	struct sheet_row,	1 << 22,	"four sheets with nothing but gaps") \
	X(ROWS,		uint8_t,		SOURCE_MOST,	"no file of the most bytes has more lines") \
	X(BODY,		char,			UINT32_MAX - 1,	"spans count in 32 bits")

enum relay_part {
#define X(id, type, most, reason) PART_##id,
	RELAY_PARTS(X)
#undef X
	PART_COUNT
};

#define RELAY_NAME 16		/* bytes of the name of a reader or an encoding, filled up with NUL */
#define RELAY_MARK 0x31524842u	/* "BHR1": the version is its last letter */

struct relay_head {
	uint32_t mark;
	uint32_t err;			/* OK: a text; else why.err, and WHAT is the only part */
	uint64_t at;			/* why.at */
	char reader[RELAY_NAME], encoding[RELAY_NAME];
	uint64_t count[PART_COUNT];	/* of each part: how many */
};

struct relay_note {
	uint32_t code, from, to;
	uint32_t n;			/* bytes of WORDS, where the details follow each other */
};

/* From line `line` on, counted from 0, until the next one: the page. */
struct relay_page {
	uint32_t line, page;
};

/* One of ROWS is the kind, level and centred of a line. */
#define RELAY_ROW(kind, level, centred) ((uint8_t)((kind) | (level) << 2 | (centred) << 5))

/*
 * Tells a text, in no more than `most` bytes (else E_TOOBIG, and nothing is
 * told). The arena gives room for the small parts; the body is written from
 * where it stands, and a large one is of no use afterwards. E_WRITE where nobody listens.
 */
enum err relay_put(int fd, struct arena *, const struct text *, uint64_t most, struct why *);
enum err relay_put_failure(int fd, const struct why *);

/* Where a relay comes from: a descriptor, or bytes in memory where fd is -1. */
struct relay_from {
	int fd;
	struct str bytes;	/* what is left of them */
};

/*
 * Reads a relay of at most `most` bytes into the arena. OK: *t has its reader,
 * encoding, title, body, lines, what is known of its cells, and notes; the rest of it is the caller's to fill
 * in. An error that was told comes back as it is; E_CRASHED: the relay
 * ends before its end; E_LIED: it is no relay, and why.what says what is wrong.
 */
enum err relay_get(struct relay_from *, uint64_t most, struct arena *, struct text **t, struct why *);

#endif
