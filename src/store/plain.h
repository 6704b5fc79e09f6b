/*
 * plain: what notes, checkpoints and proofs are written in: lines that end in
 * LF, numbers in decimal, bytes in base64 (RFC 4648, 4). Each value has one
 * spelling, and no other is read.
 */
#ifndef BH_PLAIN_H
#define BH_PLAIN_H

#include "base/buf.h"
#include "base/hash.h"

/* Takes the first line off `rest`, without its LF; false, and nothing taken, where there is no LF. */
bool plain_line(struct str *rest, struct str *line);

/* 0 .. INT64_MAX, no sign, no leading zero. buf_putu writes it. */
bool plain_number(struct str, uint64_t *);

/* `name`, a blank, and a value that is the rest of the line. */
bool plain_field(struct str line, struct str name, struct str *value);

/* With padding; NUL is not written. */
void plain_put_base64(struct buf *, const void *, size_t);
/* At most `room` bytes, *n of them; padded, the unused bits zero. */
bool plain_base64(struct str, unsigned char *out, size_t room, size_t *n);
/* Of any length, not kept. */
bool plain_is_base64(struct str);
bool plain_hash(struct str, struct hash *);

/* UTF-8 without control characters (below U+0020) but LF. */
bool plain_is_text(struct str);
/* A name of a key: not empty, neither blanks (of Unicode) nor '+', nothing that plain_is_text refuses, no LF. */
bool plain_is_name(struct str);

#endif
