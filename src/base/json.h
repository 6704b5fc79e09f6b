/*
 * json: JSON appended to a buf. The caller writes the brackets, keys and
 * commas that it knows beforehand with JSON_PUT; what depends on a document
 * goes through these. Text must be well-formed UTF-8 and stays as it is: only
 * what JSON forbids in a string is escaped.
 */
#ifndef BH_JSON_H
#define BH_JSON_H

#include "base/buf.h"
#include "base/date.h"
#include "base/span.h"
#include "base/uuid.h"

/* A literal, length known when compiled. */
#define JSON_PUT(b, literal) buf_put((b), "" literal, sizeof(literal) - 1)

/* The text between quotes, without the quotes: a string can be put together from pieces. */
void json_escape(struct buf *, struct str);
/* "text" */
void json_str(struct buf *, struct str);
/* "text", or null where the text is empty: what is not stated. */
void json_str_or_null(struct buf *, struct str);
/* A name that the system gave (a path): bytes that are no UTF-8 stand as U+FFFD. */
void json_name(struct buf *, struct str);
void json_num(struct buf *, uint32_t);
/* "2026-03-05", or null where the year is 0. */
void json_date_or_null(struct buf *, struct date);
/* "0193…", or null where it is nil. */
void json_uuid_or_null(struct buf *, struct uuid);

/*
 * What is put together piece by piece, in a buf that keeps all of it: a comma, unless a bracket was opened just before; and
 * a member of an object, which the first one in an empty buf opens.
 */
void json_next(struct buf *);
void json_member(struct buf *, const char *name);
void json_member_id(struct buf *, const char *name, struct uuid);	/* nil: null */
void json_member_text(struct buf *, const char *name, struct str);	/* empty: null */
void json_member_date(struct buf *, const char *name, struct date);
void json_member_flag(struct buf *, const char *name, bool);

/* [source,from,to], and a list of them. */
void json_span(struct buf *, struct span);
void json_spans(struct buf *, const struct span *, size_t n);

/*
 * A record of many short parts is written with a pen: room is made once
 * (buf_room), the parts are written one behind the other at the pen, and the
 * buf learns how much it was. Each call returns the pen behind what it wrote.
 */
#define PEN(pen, literal) ((char *)memcpy((pen), "" literal, sizeof(literal) - 1) + sizeof(literal) - 1)
#define PEN_NUM 10			/* bytes that a number may take */
#define PEN_SPAN (3 * PEN_NUM + 4)
#define PEN_OVER 32			/* bytes behind what it wrote that a call may write too */
#define PEN_STR(n) (6 * (n) + 2 + PEN_OVER)	/* of n bytes, all to be escaped */

char *pen_num(char *pen, uint32_t);
char *pen_span(char *pen, struct span);
char *pen_spans(char *pen, const struct span *, size_t n);	/* of n: room for n * (PEN_SPAN + 1) + 2 */
char *pen_str(char *pen, struct str);

static inline void
pen_close(struct buf *b, const char *pen)
{
	b->n = (size_t)(pen - b->p);
}

#endif
